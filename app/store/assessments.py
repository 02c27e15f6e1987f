"""What people found in answers that no machine marks: the learner's own assessments and the trainer's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import Connection, RowMapping, insert, select

from app.store import models as m
from app.store import queries as q
from app.store.errors import BadAssessment, NotAllowed
from app.store.next_grade import NextGrade, append
from app.store.rows import AssessmentRow
from app.store.transactions import Transactions
from cases.plain import is_number

MAX_COMMENT_CHARACTERS: Final = 20_000
MAX_LINES: Final = 200
_WHO: Final = ("self", "trainer")


class Assessments(Transactions):
    """Assessments by question; each is kept, the trainer's last one counts, else the learner's."""

    def assess(
        self,
        sitting_id: str,
        learner_id: int,
        question_id: str,
        points: Mapping[str, float],
        at: datetime,
        *,
        by: Literal["self", "trainer"] = "self",
        assessor: str = "",
        comment: str = "",
        grade: NextGrade | None = None,
    ) -> AssessmentRow:
        """Appends an assessment of an answer, before or after hand-in, and the grade that it makes: both or neither.

        `points` by line of the rubric: finite numbers, 0 or more; marking holds them to the rubric's maxima.
        `learner_id` is the sitting's owner, `assessor` names the trainer. Raises SittingNotFound, BadAssessment,
        NotAllowed for the learner's own where the sitting leaves it to the trainer, ExamValidated, ExamVoided, and
        with a grade NotHandedIn, AnswersChanged (another grade came first).
        """
        sound = (
            by in _WHO
            and len(points) <= MAX_LINES
            and all(
                isinstance(line, str) and is_number(value) and value >= 0 for line, value in points.items()
            )
            and isinstance(comment, str)
            and len(comment) <= MAX_COMMENT_CHARACTERS
            and q.storable(assessor, 200)
        )
        if not sound:
            raise BadAssessment(limit=MAX_COMMENT_CHARACTERS)
        row = AssessmentRow(question_id, by, assessor, q.plain_json(points), comment, at)
        values = {"sitting_id": sitting_id, "learner_id": learner_id, "question_id": question_id}
        values |= {"by": by, "assessor": assessor, "points": row.points, "comment": comment, "at": at}

        def put(c: Connection) -> AssessmentRow:
            sitting = q.any_sitting(c, sitting_id, learner_id)
            q.check_markable(sitting)
            if by == "self" and not q.rules(sitting).self_assessed:
                raise NotAllowed
            c.execute(insert(m.assessment).values(values))
            if grade is not None:
                append(c, sitting_id, learner_id, grade)
            return row

        return self._write(put)

    def assessments(self, sitting_id: str, learner_id: int) -> dict[str, AssessmentRow]:
        """The assessment that counts for each question assessed: the trainer's last, else the learner's last."""
        return q.standing_assessments(self._rows(m.assessment, sitting_id, learner_id, "id"))

    def exam_assessments(self, exam_id: str) -> dict[str, dict[str, AssessmentRow]]:
        """Sitting id → the assessments that count, over the papers of an assessment. Privileged."""
        t, s = m.assessment, m.sitting
        query = select(t).join(s, s.c.id == t.c.sitting_id).where(s.c.exam_id == exam_id).order_by(t.c.id)

        def read(c: Connection) -> dict[str, dict[str, AssessmentRow]]:
            found: defaultdict[str, list[RowMapping]] = defaultdict(list)
            for row in c.execute(query).mappings():
                found[row["sitting_id"]].append(row)
            return {sitting: q.standing_assessments(rows) for sitting, rows in found.items()}

        return self._read(read)

    def assessment_history(self, sitting_id: str, learner_id: int) -> tuple[AssessmentRow, ...]:
        """Every assessment of the sitting, the first first."""
        return tuple(q.assessment_row(row) for row in self._rows(m.assessment, sitting_id, learner_id, "id"))
