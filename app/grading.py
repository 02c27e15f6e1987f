"""A sitting marked from what the store holds: its answers, under its rules, with what people found in them.

Between the store and the marking, for the pages and the console alike; no streamlit here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from app.regrading import as_answer, overrides_of
from app.store import (
    AnswersChanged,
    AssessmentRow,
    BadAssessment,
    GradeRow,
    NotHandedIn,
    OverrideRow,
    SavedAnswer,
    SittingRow,
    Store,
)
from app.store.assessments import MAX_COMMENT_CHARACTERS
from app.store.next_grade import NextGrade
from cases.answers import Reading
from cases.assessment import Assessment
from cases.marking import Marked, mark
from cases.plain import is_number
from cases.policy import Policy
from cases.questions.base import Question
from cases.variant import Variant

# Reasons of grade events, as the store keeps them.
HAND_IN: Final = "hand_in"
OVERRIDE: Final = "override"
REASONS: Final[dict[str, str]] = {"self": "self-assessment", "trainer": "trainer's assessment"}

Draw = Callable[[str, int, int], Variant]
_DECIDING_ATTEMPTS: Final = 5


@dataclass(frozen=True)
class Assessed:
    """What a person found in one answer: points by line of the rubric, who says so, and a comment."""

    question_id: str
    points: Mapping[str, float]
    by: Literal["self", "trainer"] = "self"
    assessor: str = ""
    comment: str = ""


def marked(
    store: Store,
    sitting: SittingRow,
    variant: Variant,
    answers: Mapping[str, SavedAnswer] | None = None,
    *,
    assessments: Mapping[str, AssessmentRow] | None = None,
    overrides: Mapping[str, OverrideRow] | None = None,
) -> Marked:
    """The sitting marked now with ``variant``; what the store keeps of it counts unless other is given.

    Raises StoreError, and PolicyError when the sitting's rules cannot be read.
    """
    owner = (sitting.id, sitting.learner_id)
    given = store.answers(*owner) if answers is None else answers
    found = store.assessments(*owner) if assessments is None else assessments
    decided = store.overrides(*owner) if overrides is None else overrides
    return mark(
        variant,
        {name: as_answer(row) for name, row in given.items()},
        policy=Policy.from_dict(sitting.policy),
        hints=store.hints(*owner),
        rungs=store.rungs(*owner),
        assessments={name: row.assessment for name, row in found.items()},
        overrides=overrides_of(decided),
        questions=sitting.questions,
    )


@dataclass(frozen=True)
class Result:
    """A grade in points: those earned, those at stake, and those that a person must still give."""

    score: float
    max_score: float
    pending: float

    @property
    def marked_points(self) -> float:
        """The points marked so far."""
        return self.max_score - self.pending

    @property
    def out_of_20(self) -> float:
        """The mark out of 20 over the points marked so far; 0 while there are none."""
        return 20 * self.score / self.marked_points if self.marked_points > 0 else 0.0


def result_of(marking: Mapping[str, Any]) -> Result:
    """The result in a grade as the store keeps it; before there were pending points, it held none."""
    return Result(marking["score"], marking["max_score"], marking.get("pending", 0.0))


def results_shown(sitting: SittingRow) -> bool:
    """Whether the learner may see the result, and all that the debrief tells: handed in, and released if it must be."""
    if not sitting.is_handed_in:
        return False
    return Policy.from_dict(sitting.policy).results != "on_release" or sitting.released_at is not None


def version_of(sitting: SittingRow, grade: GradeRow | None) -> int:
    """The version of the case that a grade was marked with; without a grade, the one that is sat."""
    return sitting.case_version if grade is None or grade.case_version is None else grade.case_version


def rubric(question: Question) -> dict[str, float]:
    """The lines by which a person assesses a question, with the most points of each; none for a machine's own."""
    if question.AUTO:
        return {}
    found = question.assess(Reading(value="x"), Assessment("trainer")).parts
    return {line: float(part.key) for line, part in found.items() if is_number(part.key)}


def assess(
    store: Store, sitting: SittingRow, found: Assessed, draw: Draw, at: datetime, engine: str
) -> GradeRow:
    """Keep an assessment of a sitting handed in, and the grade that it makes: both or neither.

    ``draw`` gives the variant of (slug, version, seed). Dated just after the grade that stands where ``at`` is not
    later. Raises NotHandedIn, BadAssessment when the question is unknown or marked by the machine, for a line that
    its rubric lacks or more points than it has, and whatever the store raises.
    """
    owner = (sitting.id, sitting.learner_id)

    def decide(last: GradeRow, variant: Variant, at: datetime) -> GradeRow:
        question = next((one for one in variant.case.questions if one.id == found.question_id), None)
        lines = {} if question is None else rubric(question)
        if not lines or any(
            line not in lines or not is_number(value) or not 0 <= value <= lines[line]
            for line, value in found.points.items()
        ):
            raise BadAssessment(limit=MAX_COMMENT_CHARACTERS)
        standing = store.assessments(*owner)
        before = standing.get(found.question_id)
        if found.by == "trainer" or before is None or before.by == "self":
            standing[found.question_id] = AssessmentRow(
                found.question_id, found.by, found.assessor, dict(found.points), found.comment, at
            )
        grade = next_grade(
            last, at, REASONS[found.by], marked(store, sitting, variant, assessments=standing), engine
        )
        store.assess(
            *owner, found.question_id, found.points, at,
            by=found.by, assessor=found.assessor, comment=found.comment, grade=grade,
        )  # fmt: skip
        return graded(last, grade)

    return decided(store, sitting, decide, draw, at)


def decided(
    store: Store,
    sitting: SittingRow,
    decide: Callable[[GradeRow, Variant, datetime], GradeRow],
    draw: Draw,
    at: datetime,
) -> GradeRow:
    """A person's decision on a paper handed in, made again from what stands where another came in between.

    ``decide`` is given the grade that stands, the variant that it was marked with, and the moment of the decision.
    Raises NotHandedIn, AnswersChanged where others never stop deciding, and what ``decide`` raises.
    """
    for left in reversed(range(_DECIDING_ATTEMPTS)):
        last = store.last_grade(sitting.id, sitting.learner_id)
        if last is None:
            raise NotHandedIn
        variant = draw(sitting.case_slug, version_of(sitting, last), sitting.seed)
        try:
            return decide(last, variant, after(last, at))
        except AnswersChanged:
            if not left:
                raise
    raise AssertionError


def next_grade(last: GradeRow, at: datetime, reason: str, found: Marked, engine: str) -> NextGrade:
    """The grade that follows ``last``, marked with the same version of the case."""
    return NextGrade(last.number, at, reason, found.as_dict(), engine, last.case_version)


def graded(last: GradeRow, grade: NextGrade) -> GradeRow:
    """A grade just appended after ``last``, as the store gives it back."""
    return GradeRow(
        last.sitting_id, last.number + 1, grade.at, grade.reason, dict(grade.marked),
        grade.engine, None, grade.case_version,
    )  # fmt: skip


def after(last: GradeRow, at: datetime) -> datetime:
    """``at``, or the moment just after a grade of the same instant: what comes later must not seem to have counted."""
    return max(at, last.at + timedelta(microseconds=1))
