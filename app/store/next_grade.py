"""The grade that a person's decision makes, appended in the transaction that keeps the decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from app.store import models as m
from app.store import queries as q
from app.store.errors import AnswersChanged
from app.store.rows import GradeRow


@dataclass(frozen=True)
class NextGrade:
    """A grade to append; ``after`` is the number of the one that stood when it was marked.

    ``case_version`` is the version that it was marked with, None for the sitting's.
    """

    after: int
    at: datetime
    reason: str
    marked: Mapping[str, Any]
    engine: str = ""
    case_version: int | None = None


def append(c: Connection, sitting_id: str, learner_id: int, grade: NextGrade) -> GradeRow:
    """Appends it, inside a transaction that has locked the sitting.

    Raises NotHandedIn, and AnswersChanged where another decision's grade came first: then it was marked without it.
    """
    q.handed_in(c, sitting_id, learner_id)
    t = m.grade_event
    last = c.execute(select(func.max(t.c.number)).where(t.c.sitting_id == sitting_id)).scalar_one()
    if last != grade.after:
        raise AnswersChanged
    return q.add_grade(
        c, sitting_id, learner_id, grade.at, grade.reason, grade.marked, grade.engine, version=grade.case_version
    )  # fmt: skip
