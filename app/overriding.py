"""A trainer's own points for a question of a paper, over those that marking found; no streamlit here."""

from __future__ import annotations

from datetime import datetime

from app import exams
from app.access import Viewer, require
from app.grading import OVERRIDE, Draw, decided, graded, marked, next_grade
from app.store import BadOverride, ExamNotFound, ExamVoided, GradeRow, OverrideRow, SittingRow, Store
from app.store.overrides import MAX_COMMENT, standing
from cases.plain import is_number
from cases.variant import Variant


def override(
    store: Store,
    viewer: Viewer,
    sitting: SittingRow,
    question_id: str,
    points: float | None,
    comment: str,
    draw: Draw,
    at: datetime,
    engine: str,
) -> GradeRow:
    """Keep a trainer's points for a question, and the grade that they make, both or neither; None takes them back.

    ``draw`` gives the variant of (slug, version, seed). The learner reads the comment once the result shows.
    Raises RoleForbids, ExamNotFound for a paper of no assessment, NotHandedIn, ExamVoided, ExamValidated,
    BadOverride for a question that was not asked, more points than it has, or no comment.
    """
    if sitting.exam_id is None:
        require(viewer, "paper.override")
        raise ExamNotFound
    require(viewer, "paper.override", exams.subject(exams.one(store, viewer, sitting.exam_id)))
    if sitting.is_voided:
        raise ExamVoided
    owner = (sitting.id, sitting.learner_id)

    def decide(last: GradeRow, variant: Variant, at: datetime) -> GradeRow:
        asked = sitting.questions
        question = next((one for one in variant.case.questions if one.id == question_id), None)
        if question is None or (asked is not None and question_id not in asked):
            raise BadOverride(limit=MAX_COMMENT)
        if points is not None and not (is_number(points) and 0 <= points <= question.points):
            raise BadOverride(limit=MAX_COMMENT)
        row = OverrideRow(question_id, points, comment.strip(), viewer.learner_id, viewer.display, at)
        found = marked(store, sitting, variant, overrides=standing((*store.override_history(*owner), row)))
        grade = next_grade(last, at, OVERRIDE, found, engine)
        store.override(*owner, question_id, points, comment, viewer.learner_id, at, grade=grade)
        return graded(last, grade)

    return decided(store, sitting, decide, draw, at)
