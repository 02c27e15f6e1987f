"""Revision plans: one at a time for each learner, those given up or replaced are kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from app.store import queries as q
from app.store.plan_errors import NoPlan
from app.store.plan_rows import PlanRow
from app.store.plan_tables import revision_plan
from app.store.transactions import Transactions


class Plans(Transactions):
    """What a learner prepares, and for which day."""

    def plan(self, learner_id: int) -> PlanRow | None:
        """The learner's plan, None while there is none."""
        return self._read(lambda c: _current(c, learner_id))

    def make_plan(
        self, learner_id: int, referential: str, block: str, exam_on: date, at: datetime
    ) -> PlanRow:
        """Keeps a plan in place of the one there may be. Raises LearnerNotFound."""

        def put(c: Connection) -> PlanRow:
            q.a_learner(c, learner_id, lock=True)
            _end(c, learner_id, at)
            values = {"learner_id": learner_id, "referential": referential, "block": block}
            c.execute(insert(revision_plan).values(values | {"exam_on": exam_on, "made_at": at}))
            found = _current(c, learner_id)
            assert found is not None
            return found

        return self._write(put)

    def move_plan(self, learner_id: int, exam_on: date) -> PlanRow:
        """Another day for the exam; what was done since the plan was made still counts. Raises NoPlan."""
        return self._change_plan(learner_id, {"exam_on": exam_on})

    def _change_plan(self, learner_id: int, values: Mapping[str, Any]) -> PlanRow:
        def put(c: Connection) -> PlanRow:
            found = _current(c, learner_id)
            if found is None:
                raise NoPlan
            t = revision_plan
            c.execute(update(t).where(t.c.id == found.id).values(dict(values)))
            moved = _current(c, learner_id)
            assert moved is not None
            return moved

        return self._write(put)

    def pace_plan(self, learner_id: int, minutes: int, rest: str) -> PlanRow:
        """How much a day, and the weekdays without any ("67"). Raises NoPlan."""
        return self._change_plan(learner_id, {"minutes": minutes, "rest": rest})

    def end_plan(self, learner_id: int, at: datetime) -> None:
        """Gives the plan up; nothing where there is none."""
        self._write(lambda c: _end(c, learner_id, at))


def _end(c: Connection, learner_id: int, at: datetime) -> None:
    t = revision_plan
    mine = (t.c.learner_id == learner_id) & t.c.ended_at.is_(None)
    c.execute(update(t).where(mine).values(ended_at=at))


def _current(c: Connection, learner_id: int) -> PlanRow | None:
    t = revision_plan
    query = select(t).where(t.c.learner_id == learner_id, t.c.ended_at.is_(None)).order_by(t.c.id.desc())
    row = c.execute(query.limit(1)).mappings().first()
    return None if row is None else PlanRow(**row)
