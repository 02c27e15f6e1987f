"""What a learner opens or tries while a sitting is open: flags, hints, feedback asked for, training years.

The sitting's own rules say what may be opened: the store refuses the rest, whatever a page offers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from app.store import models as m
from app.store import queries as q
from app.store.errors import NotAllowed, TrialsUsed
from app.store.rows import Raw, RungRow, TrialRow
from app.store.transactions import Transactions


class Aids(Transactions):
    """Flags, hints, rungs of the feedback ladder and trials, by question."""

    def flag(self, sitting_id: str, learner_id: int, question_id: str, raised: bool, at: datetime) -> None:
        """Marks a question "to review", or takes the mark off; refused after hand-in."""

        def put(c: Connection) -> None:
            q.open_sitting(c, sitting_id, learner_id, at)
            t = m.review_flag
            mine = (t.c.sitting_id == sitting_id) & (t.c.question_id == question_id)
            if c.execute(update(t).where(mine).values(raised=raised, at=at)).rowcount == 0:
                owner = {"sitting_id": sitting_id, "learner_id": learner_id, "question_id": question_id}
                c.execute(insert(t).values(owner | {"raised": raised, "at": at}))

        self._write(put, beside=True)

    def flags(self, sitting_id: str, learner_id: int) -> frozenset[str]:
        """The ids of the questions marked "to review"."""
        rows = self._rows(m.review_flag, sitting_id, learner_id, "id")
        return frozenset(row["question_id"] for row in rows if row["raised"])

    def use_hint(self, sitting_id: str, learner_id: int, question_id: str, number: int, at: datetime) -> None:
        """Records that the learner opened hint `number` (from 1) of a question; twice is once.

        Raises SittingNotFound, AlreadyHandedIn, NotAllowed where the sitting offers no hints.
        """

        def put(c: Connection) -> None:
            if not q.rules(q.open_sitting(c, sitting_id, learner_id, at)).hints:
                raise NotAllowed
            t = m.hint_use
            mine = (t.c.sitting_id == sitting_id) & (t.c.question_id == question_id) & (t.c.number == number)
            if c.execute(select(t.c.id).where(mine)).first() is None:
                owner = {"sitting_id": sitting_id, "learner_id": learner_id, "question_id": question_id}
                c.execute(insert(t).values(owner | {"number": number, "at": at}))

        self._write(put)

    def hints(self, sitting_id: str, learner_id: int) -> dict[str, int]:
        """How many hints were opened, by question id; a question without any is absent."""
        return q.hints_opened(self._rows(m.hint_use, sitting_id, learner_id, "id"))

    def climb(
        self,
        sitting_id: str,
        learner_id: int,
        question_id: str,
        rung: str,
        codes: Sequence[str],
        raw: Raw,
        at: datetime,
    ) -> None:
        """Records that the learner asked for a rung of feedback on the answer `raw`, and the codes it told.

        Asking again for the same rung on the same answer is once. Raises SittingNotFound, AlreadyHandedIn,
        BadAnswer, NotAllowed for a rung that the sitting does not offer.
        """
        q.check_raw(raw)
        values = {"rung": rung, "codes": list(codes), "raw": raw}

        def put(c: Connection) -> None:
            if rung not in q.rules(q.open_sitting(c, sitting_id, learner_id, at)).ladder:
                raise NotAllowed
            t = m.rung
            mine = (t.c.sitting_id == sitting_id) & (t.c.question_id == question_id) & (t.c.rung == rung)
            last = c.execute(select(t).where(mine).order_by(t.c.id.desc()).limit(1)).mappings().first()
            if last is None or (last["codes"], last["raw"]) != (values["codes"], raw):
                owner = {"sitting_id": sitting_id, "learner_id": learner_id, "question_id": question_id}
                c.execute(insert(t).values(owner | values | {"at": at}))

        self._write(put)

    def rungs(self, sitting_id: str, learner_id: int) -> dict[str, tuple[str, ...]]:
        """The rungs climbed, by question id, each once, the first climbed first."""
        return q.distinct_rungs(self._rows(m.rung, sitting_id, learner_id, "id"))

    def climbs(self, sitting_id: str, learner_id: int) -> tuple[RungRow, ...]:
        """Every time feedback was asked for, in order, with the answer looked at."""
        return tuple(
            RungRow(row["question_id"], row["rung"], tuple(row["codes"]), row["raw"], row["at"])
            for row in self._rows(m.rung, sitting_id, learner_id, "id")
        )

    def record_trial(
        self,
        sitting_id: str,
        learner_id: int,
        question_id: str,
        inputs: Mapping[str, float | str],
        year: int,
        indicators: Mapping[str, float | None],
        at: datetime,
    ) -> None:
        """Appends a training year; a figure that is not finite is kept as null. Refused after hand-in.

        Raises SittingNotFound, AlreadyHandedIn, TrialsUsed once the question had as many as the sitting allows.
        """
        values = {
            "sitting_id": sitting_id,
            "learner_id": learner_id,
            "question_id": question_id,
            "year": year,
        }
        values |= {"inputs": q.plain_inputs(inputs), "indicators": q.finite(indicators), "at": at}

        def put(c: Connection) -> None:
            most = q.rules(q.open_sitting(c, sitting_id, learner_id, at)).trials
            t = m.trial
            mine = (t.c.sitting_id == sitting_id) & (t.c.question_id == question_id)
            if most is not None and c.execute(select(func.count()).where(mine)).scalar_one() >= most:
                raise TrialsUsed(most=most)
            c.execute(insert(t).values(values))

        self._write(put)

    def trials(
        self, sitting_id: str, learner_id: int, question_id: str | None = None
    ) -> tuple[TrialRow, ...]:
        """The years tried, in order; of one question when `question_id` is given."""
        return tuple(
            TrialRow(row["question_id"], row["inputs"], row["year"], row["indicators"], row["at"])
            for row in self._rows(m.trial, sitting_id, learner_id, "id")
            if question_id in (None, row["question_id"])
        )
