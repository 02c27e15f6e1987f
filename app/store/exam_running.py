"""An assessment while it runs: papers begun, time given, the clock stopped, papers declared void, results released."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from app.store import exam_queries as eq
from app.store import models as m
from app.store import queries as q
from app.store.audit import record
from app.store.errors import BadReason
from app.store.exam_errors import (
    BadExam,
    ExamNotFound,
    ExamNotOpen,
    ExamOver,
    ExamPaused,
    ExamVoided,
    NotPausable,
    NotVoidable,
)
from app.store.exam_rows import GRACE, Candidate, Exam
from app.store.exam_seeds import seed_of
from app.store.exam_tables import exam, exam_candidate
from app.store.exams import MAX_EXTRA_PERCENT, MAX_MINUTES
from app.store.jury_errors import ExamValidated
from app.store.rows import GradeRow, SittingRow
from app.store.transactions import Transactions


class ExamRunning(Transactions):
    """What happens to an assessment from its opening on. Privileged, but for `start_paper` and `my_papers`."""

    # -- the candidate ------------------------------------------------------------------------------------

    def start_paper(self, exam_id: str, learner_id: int, number: int, lang: str, at: datetime) -> SittingRow:
        """The candidate's sitting of a paper: begun now, or the one begun before, on whichever machine.

        The first paper begun starts the candidate's clock. Raises ExamNotFound, also for somebody else's,
        ExamNotOpen, ExamOver, ExamPaused, ExamVoided.
        """

        def put(c: Connection) -> SittingRow:
            found = eq.an_exam(c, exam_id, lock=True)
            if learner_id not in found.members or number not in (one.number for one in found.papers):
                raise ExamNotFound
            before = _sitting(c, exam_id, learner_id, number)
            if before is not None:
                return before
            candidate = found.candidate(learner_id)
            _check_start(found, candidate, at)
            if candidate.clock_from is None:
                _set(c, exam_id, learner_id, started_at=at - found.stopped(at))
            seed = next_seed(c, found, learner_id, number)
            return _begin(c, found, learner_id, number, seed, lang, at)

        return self._write(put)

    def seed_for(self, exam_id: str, learner_id: int, number: int) -> int:
        """The seed that the candidate's next sitting of a paper gets. Raises ExamNotFound, also for others'."""

        def read(c: Connection) -> int:
            found = eq.an_exam(c, exam_id)
            if learner_id not in found.members:
                raise ExamNotFound
            return next_seed(c, found, learner_id, number)

        return self._read(read)

    def my_papers(self, exam_id: str, learner_id: int) -> dict[int, SittingRow]:
        """The candidate's sittings of an assessment by paper number, void ones left out."""
        return self._read(lambda c: _standing(c, exam_id, learner_id).get(learner_id, {}))

    # -- the trainer's desk -------------------------------------------------------------------------------

    def exam_papers(self, exam_id: str) -> dict[int, dict[int, SittingRow]]:
        """Learner id → paper number → sitting, void ones left out."""
        return self._read(lambda c: _standing(c, exam_id, None))

    def exam_answered(self, exam_id: str) -> dict[str, dict[str, datetime]]:
        """Sitting id → question → when its answer was last saved, over all papers; blank answers left out."""
        t, s = m.answer, m.sitting
        query = (
            select(t.c.sitting_id, t.c.question_id, t.c.saved_at, t.c.raw)
            .join(s, s.c.id == t.c.sitting_id)
            .where(s.c.exam_id == exam_id, s.c.paper_number > 0)
        )

        def read(c: Connection) -> dict[str, dict[str, datetime]]:
            found: defaultdict[str, dict[str, datetime]] = defaultdict(dict)
            for sitting_id, question, at, raw in c.execute(query):
                typed = raw.values() if isinstance(raw, dict) else [raw] if isinstance(raw, str) else raw
                if any(text.strip() for text in typed):
                    found[sitting_id][question] = at
            return dict(found)

        return self._read(read)

    def exam_grades(self, exam_id: str) -> dict[str, GradeRow]:
        """Sitting id → the grade that stands, over the papers handed in that are not void."""
        g, s = m.grade_event, m.sitting
        query = (
            select(g)
            .join(s, s.c.id == g.c.sitting_id)
            .where(s.c.exam_id == exam_id, s.c.paper_number > 0)
            .order_by(g.c.sitting_id, g.c.number)
        )
        return self._read(
            lambda c: {row["sitting_id"]: q.grade_row(row) for row in c.execute(query).mappings()}
        )

    def void_papers(self, exam_id: str) -> tuple[SittingRow, ...]:
        """The papers declared void, the latest begun first: kept, counting nowhere."""
        s = m.sitting
        query = eq.sittings().where(s.c.exam_id == exam_id, s.c.paper_number < 0)
        query = query.order_by(s.c.started_at.desc(), s.c.id)
        return self._read(lambda c: tuple(eq.sitting_row(row) for row in c.execute(query).mappings()))

    def extend(
        self,
        exam_id: str,
        learner_ids: Sequence[int],
        minutes: int,
        by: int,
        at: datetime,
        *,
        reason: str = "",
    ) -> None:
        """Gives more minutes to some candidates, noted for each in the audit log with the reason, where there is one.

        Raises ExamNotFound, BadExam for less than one minute or for more than a day in all, BadReason.
        """
        why = _reason(reason)

        def put(c: Connection) -> None:
            found = eq.an_exam(c, exam_id, lock=True)
            if not set(learner_ids) <= found.members:
                raise ExamNotFound
            for learner_id in learner_ids:
                total = found.candidate(learner_id).extra_minutes + minutes
                if minutes < 1 or total > MAX_MINUTES:
                    raise BadExam("extra", percent=MAX_EXTRA_PERCENT, minutes=MAX_MINUTES)
                _set(c, exam_id, learner_id, extra_minutes=total)
                details = {"minutes": minutes, "total": total, **why}
                record(c, at, by, "exam.extend", exam_id=exam_id, learner_id=learner_id, details=details)

        self._write(put)

    def set_extra_percent(
        self, exam_id: str, learner_id: int, percent: int, by: int, at: datetime, *, reason: str = ""
    ) -> None:
        """Changes the share of the duration that a candidate has more. Raises ExamNotFound, BadExam, BadReason."""
        why = _reason(reason)

        def put(c: Connection) -> None:
            found = eq.an_exam(c, exam_id, lock=True)
            if learner_id not in found.members:
                raise ExamNotFound
            if not 0 <= percent <= MAX_EXTRA_PERCENT:
                raise BadExam("extra", percent=MAX_EXTRA_PERCENT, minutes=MAX_MINUTES)
            _set(c, exam_id, learner_id, extra_percent=percent)
            details = {"percent": percent, "before": found.candidate(learner_id).extra_percent, **why}
            record(c, at, by, "exam.extra_time", exam_id=exam_id, learner_id=learner_id, details=details)

        self._write(put)

    def pause_exam(self, exam_id: str, by: int, at: datetime) -> None:
        """Stops the clock of every candidate. Raises ExamNotFound, NotPausable."""

        def put(c: Connection) -> None:
            if eq.an_exam(c, exam_id, lock=True).state(at) != "open":
                raise NotPausable
            c.execute(update(exam).where(exam.c.id == exam_id).values(paused_at=at))
            record(c, at, by, "exam.pause", exam_id=exam_id)

        self._write(put)

    def resume_exam(self, exam_id: str, by: int, at: datetime) -> None:
        """Lets the clock go on: every deadline is later by the pause. Raises ExamNotFound, NotPausable."""

        def put(c: Connection) -> None:
            found = eq.an_exam(c, exam_id, lock=True)
            if found.paused_at is None:
                raise NotPausable
            # Rounded up: nobody loses a part of a second.
            seconds = -int(-found.stopped(at).total_seconds() // 1)
            values = {"paused_at": None, "paused_seconds": seconds}
            c.execute(update(exam).where(exam.c.id == exam_id).values(values))
            details = {"seconds": seconds - found.paused_seconds}
            record(c, at, by, "exam.resume", exam_id=exam_id, details=details)

        self._write(put)

    def void(self, exam_id: str, learner_id: int, reason: str, by: int, at: datetime) -> None:
        """Declares a candidate's papers void: kept and closed to writing, counting nowhere.

        Raises ExamNotFound, NotVoidable when they are already, BadReason without a reason, ExamValidated.
        """
        said = reason.strip()
        if not said or not q.storable(said, q.MAX_REASON_CHARACTERS):
            raise BadReason(limit=q.MAX_REASON_CHARACTERS)

        def put(c: Connection) -> None:
            if _candidate(c, exam_id, learner_id).is_voided:
                raise NotVoidable
            _set(c, exam_id, learner_id, voided_at=at, void_reason=said)
            s = m.sitting
            mine = (s.c.exam_id == exam_id) & (s.c.learner_id == learner_id) & (s.c.paper_number > 0)
            ids = c.execute(select(s.c.id).where(mine).order_by(s.c.id)).scalars().all()
            c.execute(update(s).where(mine).values(paper_number=-s.c.paper_number))
            record(
                c,
                at,
                by,
                "exam.void",
                exam_id=exam_id,
                learner_id=learner_id,
                details={"reason": said, "sittings": list(ids)},
            )

        self._write(put)

    def restart(self, exam_id: str, learner_id: int, by: int, at: datetime) -> None:
        """Lets a candidate whose papers are void begin again, with new seeds and a new clock.

        Raises ExamNotFound, NotVoidable unless they are, ExamValidated.
        """

        def put(c: Connection) -> None:
            candidate = _candidate(c, exam_id, learner_id)
            if not candidate.is_voided:
                raise NotVoidable
            _set(c, exam_id, learner_id, voided_at=None, void_reason=None, started_at=None)
            details = {"reason": candidate.void_reason}
            record(c, at, by, "exam.restart", exam_id=exam_id, learner_id=learner_id, details=details)

        self._write(put)

    def release_exam(self, exam_id: str, by: int | None, at: datetime) -> None:
        """Shows the results of every paper handed in, and of those still to come once they are; again changes nothing.

        `by` None is the server itself, when the last candidate's time is up. Raises ExamNotFound.
        """

        def put(c: Connection) -> None:
            if eq.an_exam(c, exam_id, lock=True).released_at is not None:
                return
            c.execute(update(exam).where(exam.c.id == exam_id).values(released_at=at))
            s = m.sitting
            mine = (s.c.exam_id == exam_id) & s.c.handed_in_at.is_not(None) & s.c.released_at.is_(None)
            c.execute(update(s).where(mine).values(released_at=at))
            record(c, at, by, "exam.release", exam_id=exam_id)

        self._write(put)

    # -- the clock ----------------------------------------------------------------------------------------

    def overdue(
        self,
        now: datetime,
        grace: timedelta = GRACE,
        *,
        exam_id: str | None = None,
        learner_id: int | None = None,
    ) -> tuple[tuple[SittingRow, datetime], ...]:
        """The open papers whose time is up for longer than `grace`, with the deadline of each."""
        return self._read(lambda c: eq.overdue(c, now, grace, exam_id=exam_id, learner_id=learner_id))

    def awaiting_release(self, now: datetime) -> tuple[Exam, ...]:
        """The assessments that release their results when they close, not released yet, opened by now."""
        wanted = exam.c.released_at.is_(None) & exam.c.archived_at.is_(None) & (exam.c.opens_at <= now)
        found = self._read(lambda c: eq.exams(c, wanted & exam.c.closes_at.is_not(None)))
        return tuple(one for one in found if one.release == "when_closed")


def next_seed(c: Connection, found: Exam, learner_id: int, number: int) -> int:
    """The seed of the candidate's next sitting of a paper: a new one after each that was declared void."""
    s = m.sitting
    void = (s.c.exam_id == found.id) & (s.c.learner_id == learner_id) & (s.c.paper_number == -number)
    attempt = c.execute(select(func.count()).where(void)).scalar_one()
    return seed_of(found.seeds, found.candidate(learner_id).number, number, attempt)


def _reason(text: str) -> dict[str, str]:
    """What the audit log keeps of a reason; nothing where none is given. Raises BadReason for one too long."""
    said = text.strip()
    if not q.storable(said, q.MAX_REASON_CHARACTERS):
        raise BadReason(limit=q.MAX_REASON_CHARACTERS)
    return {"reason": said} if said else {}


def _begin(
    c: Connection, found: Exam, learner_id: int, number: int, seed: int, lang: str, at: datetime
) -> SittingRow:
    paper, policy = found.paper(number), q.plain_json(found.rules.as_dict())
    values: Mapping[str, Any] = {
        "id": secrets.token_hex(16),
        "learner_id": learner_id,
        "case_slug": paper.case_slug,
        "case_version": paper.case_version,
        "seed": seed,
        "mode": found.rules.mode,
        "lang": lang,
        "started_at": at,
        "policy": policy,
        "exam_id": found.id,
        "paper_number": number,
    }
    c.execute(insert(m.sitting).values(values))
    begun = _sitting(c, found.id, learner_id, number)
    assert begun is not None
    return begun


def _check_start(found: Exam, candidate: Candidate, at: datetime) -> None:
    if candidate.is_voided:
        raise ExamVoided(reason=candidate.void_reason or "")
    if found.archived_at is not None or found.validated_at is not None:
        raise ExamOver
    if at < found.opens_at:
        raise ExamNotOpen
    if found.paused_at is not None:
        raise ExamPaused
    last = found.last_start(at) if candidate.clock_from is None else found.deadline(candidate, at)
    if last is not None and at >= last:
        raise ExamOver


def _sitting(c: Connection, exam_id: str, learner_id: int, number: int) -> SittingRow | None:
    s = m.sitting
    query = eq.sittings().where(
        s.c.exam_id == exam_id, s.c.learner_id == learner_id, s.c.paper_number == number
    )
    row = c.execute(query).mappings().first()
    return None if row is None else eq.sitting_row(row)


def _standing(c: Connection, exam_id: str, learner_id: int | None) -> dict[int, dict[int, SittingRow]]:
    s = m.sitting
    query = eq.sittings().where(s.c.exam_id == exam_id, s.c.paper_number > 0)
    if learner_id is not None:
        query = query.where(s.c.learner_id == learner_id)
    found: defaultdict[int, dict[int, SittingRow]] = defaultdict(dict)
    for row in c.execute(query.order_by(s.c.learner_id, s.c.paper_number)).mappings():
        one = eq.sitting_row(row)
        assert one.paper_number is not None
        found[one.learner_id][one.paper_number] = one
    return dict(found)


def _candidate(c: Connection, exam_id: str, learner_id: int) -> Candidate:
    found = eq.an_exam(c, exam_id, lock=True)
    if learner_id not in found.members:
        raise ExamNotFound
    if found.validated_at is not None:
        raise ExamValidated
    return found.candidate(learner_id)


def _set(c: Connection, exam_id: str, learner_id: int, **values: object) -> None:
    t = exam_candidate
    mine = (t.c.exam_id == exam_id) & (t.c.learner_id == learner_id)
    c.execute(update(t).where(mine).values(**values))
