"""The marks sent back to learning platforms: awaited from a launch on, then waiting, sent, or refused."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, RowMapping, func, insert, select, update

from app.store import models as m
from app.store import queries as q
from app.store.account_tables import account
from app.store.audit import record
from app.store.lti_errors import LinkNotFound
from app.store.lti_links import links_where
from app.store.lti_rows import OUT_OF, LtiMark, Seat
from app.store.lti_tables import lti_grade, lti_link, lti_platform
from app.store.transactions import Transactions

MAX_SUBJECT: Final = 300
MAX_TROUBLE: Final = 500


class LtiMarks(Transactions):
    """Marks by link and learner; a change after one was sent is another row. Privileged."""

    def await_mark(
        self, link_id: int, learner_id: int, subject: str, at: datetime, sitting_id: str | None = None
    ) -> None:
        """Notes, at a launch, that a mark of this learner is due there; `sitting_id` the work that it opened."""
        t = lti_grade

        def put(c: Connection) -> None:
            mine = (t.c.link_id == link_id) & (t.c.learner_id == learner_id) & (t.c.subject == subject)
            if c.execute(select(t.c.id).where(mine).limit(1)).first() is None:
                values = {"link_id": link_id, "learner_id": learner_id, "subject": subject}
                c.execute(insert(t).values(**values, **_fresh(at), sitting_id=sitting_id))

        self._write(put)

    def seats(self) -> tuple[Seat, ...]:
        """Everybody for whom an active platform takes marks of a link that opens something. Privileged."""
        t = lti_grade

        def read(c: Connection) -> tuple[Seat, ...]:
            active = select(lti_platform.c.id).where(lti_platform.c.active.is_(True))
            links = links_where(c, lti_link.c.platform_id.in_(active) & lti_link.c.lineitem.is_not(None))
            last = select(func.max(t.c.id)).group_by(t.c.link_id, t.c.learner_id, t.c.subject)
            found = _marks(c, t.c.id.in_(last))
            return tuple(
                Seat(links[one.link_id], one)
                for one in found
                if one.link_id in links and links[one.link_id].takes_marks and links[one.link_id].target
            )

        return self._read(read)

    def work_stamps(self) -> dict[int, tuple[int, ...]]:
        """Learner id → figures that change whenever a mark of theirs may have. Privileged.

        Papers handed in, results released, papers begun or void, grades appended.
        """
        s, g, seats = m.sitting, m.grade_event, select(lti_grade.c.learner_id)
        work = (
            select(
                s.c.learner_id,
                func.count(s.c.handed_in_at),
                func.count(s.c.released_at),
                func.count(s.c.paper_number),
                func.coalesce(func.sum(s.c.paper_number), 0),
            )
            .where(s.c.learner_id.in_(seats))
            .group_by(s.c.learner_id)
        )
        grades = (
            select(g.c.learner_id, func.count()).where(g.c.learner_id.in_(seats)).group_by(g.c.learner_id)
        )

        def read(c: Connection) -> dict[int, tuple[int, ...]]:
            found = {row[0]: tuple(int(one) for one in row[1:]) for row in c.execute(work)}
            for learner_id, number in c.execute(grades):
                found[learner_id] = (*found.get(learner_id, ()), int(number))
            return found

        return self._read(read)

    def put_mark(
        self, seat: LtiMark, score: float, at: datetime, *, sitting_id: str | None, exam_id: str | None
    ) -> None:
        """A mark to send: in the place of the one that still waits, else beside the one sent or refused."""
        t = lti_grade
        values = {"score": score, "maximum": OUT_OF, "sitting_id": sitting_id, "exam_id": exam_id}

        def put(c: Connection) -> None:
            still = (t.c.id == seat.id) & (t.c.state == "waiting")
            if c.execute(update(t).where(still).values(**values, next_at=at)).rowcount:
                return
            later = select(t.c.id).where(
                t.c.link_id == seat.link_id,
                t.c.learner_id == seat.learner_id,
                t.c.subject == seat.subject,
                t.c.id > seat.id,
            )
            if c.execute(later.limit(1)).first() is None:
                named = {"link_id": seat.link_id, "learner_id": seat.learner_id, "subject": seat.subject}
                c.execute(insert(t).values(**{**named, **_fresh(at), **values}))

        self._write(put)

    def claim_marks(self, at: datetime, until: datetime, limit: int = 50) -> tuple[LtiMark, ...]:
        """The marks due, the longest waiting first, each counted as one more try and kept from others `until` then."""
        t = lti_grade

        def claim(c: Connection) -> tuple[LtiMark, ...]:
            active = select(lti_platform.c.id).where(lti_platform.c.active.is_(True))
            links = select(lti_link.c.id).where(
                lti_link.c.platform_id.in_(active), lti_link.c.lineitem.is_not(None)
            )
            query = (
                select(t.c.id)
                .where(t.c.state == "waiting", t.c.score.is_not(None), t.c.next_at <= at)
                .where(t.c.link_id.in_(links))
                .order_by(t.c.next_at, t.c.id)
                .limit(limit)
            )
            ids = list(c.execute(query).scalars())
            mine = t.c.id.in_(ids)
            c.execute(update(t).where(mine).values(tries=t.c.tries + 1, next_at=until))
            return _marks(c, mine)

        return self._write(claim)

    def mark_sent(self, sent: LtiMark, note: str, at: datetime) -> None:
        """The platform has it; `note` a message key. Another score put meanwhile still waits."""
        t = lti_grade
        mine = (t.c.id == sent.id) & (t.c.state == "waiting")
        values = {"state": "sent", "sent_at": at, "trouble": note}

        def put(c: Connection) -> None:
            if not c.execute(update(t).where(mine, t.c.score == sent.score).values(values)).rowcount:
                c.execute(update(t).where(mine).values(next_at=at))

        self._write(put)

    def mark_failed(self, mark_id: int, trouble: str, next_at: datetime | None) -> None:
        """It could not be sent: tried again at `next_at`, or given up (None) until somebody says otherwise."""
        t = lti_grade
        values: dict[str, Any] = {"trouble": trouble[:MAX_TROUBLE]}
        values |= {"state": "refused"} if next_at is None else {"next_at": next_at}
        mine = (t.c.id == mark_id) & (t.c.state == "waiting")
        self._write(lambda c: c.execute(update(t).where(mine).values(values)))

    def mark_withheld(self, mark_id: int) -> None:
        """Its result shows no longer: awaited again, and not sent."""
        t = lti_grade
        mine = (t.c.id == mark_id) & (t.c.state == "waiting")
        self._write(lambda c: c.execute(update(t).where(mine).values(score=None, tries=0, trouble="")))

    def mark_again(self, mark_id: int, by: int, at: datetime) -> None:
        """Sends the last mark made there for that learner anew, noted in the audit log. Raises LinkNotFound."""
        t = lti_grade

        def put(c: Connection) -> None:
            asked = next(iter(_marks(c, t.c.id == mark_id)), None)
            if asked is None:
                raise LinkNotFound
            same = (t.c.link_id == asked.link_id) & (t.c.learner_id == asked.learner_id)
            found = _marks(c, same & (t.c.subject == asked.subject), limit=1)[0]
            if found.score is None:
                raise LinkNotFound
            values = {"state": "waiting", "tries": 0, "trouble": "", "next_at": at}
            c.execute(update(t).where(t.c.id == found.id).values(values))
            record(
                c, at, by, "lti.again", exam_id=found.exam_id, learner_id=found.learner_id,
                sitting_id=found.sitting_id, details={"score": found.score},
            )  # fmt: skip

        self._write(put)

    def lti_mark(self, mark_id: int) -> LtiMark | None:
        """One mark. Privileged."""
        return self._read(lambda c: next(iter(_marks(c, lti_grade.c.id == mark_id)), None))

    def lti_marks(self, *, limit: int = 200) -> tuple[LtiMark, ...]:
        """The marks made, the latest first; those still awaited left out. Privileged."""
        known = lti_grade.c.score.is_not(None)
        return self._read(lambda c: _marks(c, known, limit=limit))

    def lti_counts(self) -> dict[str, int]:
        """How many marks are awaited, waiting, sent, refused. Privileged."""
        t = lti_grade
        query = select(t.c.state, t.c.score.is_(None).label("blank"), func.count()).group_by(
            t.c.state, t.c.score.is_(None)
        )

        def read(c: Connection) -> dict[str, int]:
            found = dict.fromkeys(("awaited", "waiting", "sent", "refused"), 0)
            for state, blank, number in c.execute(query):
                found["awaited" if blank and state == "waiting" else state] += number
            return found

        return self._read(read)


def _fresh(at: datetime) -> dict[str, Any]:
    values: dict[str, Any] = {"score": None, "maximum": OUT_OF, "state": "waiting", "tries": 0, "trouble": ""}
    return values | {"made_at": at, "next_at": at, "sent_at": None}


def _marks(c: Connection, wanted: ColumnElement[bool], limit: int | None = None) -> tuple[LtiMark, ...]:
    t = lti_grade
    name = func.coalesce(account.c.display, m.learner.c.name).label("learner")
    query = (
        select(t, name)
        .join(m.learner, m.learner.c.id == t.c.learner_id)
        .outerjoin(account, account.c.learner_id == t.c.learner_id)
        .where(wanted)
        .order_by(t.c.id.desc())
    )
    query = query if limit is None else query.limit(limit)
    return tuple(_row(row) for row in c.execute(query).mappings())


def _row(row: RowMapping) -> LtiMark:
    return LtiMark(**row)


def storable_subject(subject: object) -> bool:
    """Whether a platform's subject can be kept."""
    return isinstance(subject, str) and bool(subject) and q.storable(subject, MAX_SUBJECT)
