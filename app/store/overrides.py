"""Points that a trainer decided over those found by marking: appended, the last one of each question counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, RowMapping, func, insert, select

from app.store import models as m
from app.store import queries as q
from app.store.account_tables import account
from app.store.audit import record
from app.store.exam_tables import override
from app.store.jury_errors import BadOverride
from app.store.next_grade import NextGrade, append
from app.store.override_rows import OverrideRow
from app.store.transactions import Transactions
from cases.plain import is_number

MAX_COMMENT: Final = 2_000
MAX_POINTS: Final = 100


class Overrides(Transactions):
    """Overrides by question. Privileged, but for `overrides`, which is read with the learner's own id."""

    def override(
        self,
        sitting_id: str,
        learner_id: int,
        question_id: str,
        points: float | None,
        comment: str,
        by: int,
        at: datetime,
        *,
        grade: NextGrade | None = None,
    ) -> None:
        """Appends a decision on a paper handed in, noted in the audit log, and the grade that it makes: all or nothing.

        `points` None takes the one before back; marking holds the others to the question's maximum. Raises
        SittingNotFound, NotHandedIn, ExamVoided, ExamValidated, BadOverride without a comment or for points that
        no question has, and with a grade AnswersChanged (another grade came first).
        """
        said = comment.strip()
        sound = points is None or (is_number(points) and 0 <= points <= MAX_POINTS)
        if not sound or not said or not q.storable(said, MAX_COMMENT):
            raise BadOverride(limit=MAX_COMMENT)
        values = {"sitting_id": sitting_id, "learner_id": learner_id, "question_id": question_id}
        values |= {"points": points, "comment": said, "by_id": by, "at": at}

        def put(c: Connection) -> None:
            row = q.handed_in(c, sitting_id, learner_id)
            q.check_markable(row)
            c.execute(insert(override).values(values))
            if grade is not None:
                append(c, sitting_id, learner_id, grade)
            action = "jury.take_back" if points is None else "jury.override"
            record(
                c, at, by, action, exam_id=row.exam_id, learner_id=learner_id, sitting_id=sitting_id,
                details={"question": question_id, "points": points, "reason": said},
            )  # fmt: skip

        self._write(put)

    def overrides(self, sitting_id: str, learner_id: int) -> dict[str, OverrideRow]:
        """The decision that counts for each question; one taken back is absent."""
        return standing(self.override_history(sitting_id, learner_id))

    def override_history(self, sitting_id: str, learner_id: int) -> tuple[OverrideRow, ...]:
        """Every decision on a sitting, the first first, those taken back too."""
        mine = (override.c.sitting_id == sitting_id) & (override.c.learner_id == learner_id)
        return self._read(lambda c: by_sitting(c, mine).get(sitting_id, ()))

    def exam_overrides(self, exam_id: str) -> dict[str, dict[str, OverrideRow]]:
        """Sitting id → the decisions that count, over the papers of an assessment that are not void."""
        s = m.sitting
        mine = override.c.sitting_id.in_(select(s.c.id).where(s.c.exam_id == exam_id, s.c.paper_number > 0))
        found = self._read(lambda c: by_sitting(c, mine))
        return {sitting: kept for sitting, rows in found.items() if (kept := standing(rows))}


def by_sitting(c: Connection, wanted: ColumnElement[bool]) -> dict[str, tuple[OverrideRow, ...]]:
    """Sitting id → its decisions, the first first: one query, however many sittings."""
    name = func.coalesce(account.c.display, m.learner.c.name).label("by")
    query = (
        select(override, name)
        .join(m.learner, m.learner.c.id == override.c.by_id)
        .outerjoin(account, account.c.learner_id == override.c.by_id)
        .where(wanted)
        .order_by(override.c.id)
    )
    found: defaultdict[str, list[OverrideRow]] = defaultdict(list)
    for row in c.execute(query).mappings():
        found[row["sitting_id"]].append(_row(row))
    return {sitting: tuple(rows) for sitting, rows in found.items()}


def standing(rows: Iterable[OverrideRow]) -> dict[str, OverrideRow]:
    """Decisions in order → the one that counts by question; one taken back leaves none."""
    last = {row.question_id: row for row in rows}
    return {name: row for name, row in last.items() if row.points is not None}


def _row(row: RowMapping) -> OverrideRow:
    return OverrideRow(row["question_id"], row["points"], row["comment"], row["by_id"], row["by"], row["at"])
