"""A sitting marked from what the store holds: its answers, under its rules, with what people found in them.

Between the store and the marking, for the pages and the console alike; no streamlit here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from app.regrading import as_answer, overrides_of
from app.store import BadAssessment, GradeRow, NotHandedIn, SavedAnswer, SittingRow, Store
from app.store.assessments import MAX_COMMENT_CHARACTERS
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


@dataclass(frozen=True)
class Assessed:
    """What a person found in one answer: points by line of the rubric, who says so, and a comment."""

    question_id: str
    points: Mapping[str, float]
    by: Literal["self", "trainer"] = "self"
    assessor: str = ""
    comment: str = ""


def marked(
    store: Store, sitting: SittingRow, variant: Variant, answers: Mapping[str, SavedAnswer] | None = None
) -> Marked:
    """The sitting marked now with ``variant``; ``answers`` are those saved unless others are given.

    Raises StoreError, and PolicyError when the sitting's rules cannot be read.
    """
    owner = (sitting.id, sitting.learner_id)
    given = store.answers(*owner) if answers is None else answers
    return mark(
        variant,
        {name: as_answer(row) for name, row in given.items()},
        policy=Policy.from_dict(sitting.policy),
        hints=store.hints(*owner),
        rungs=store.rungs(*owner),
        assessments={name: row.assessment for name, row in store.assessments(*owner).items()},
        overrides=overrides_of(store.overrides(*owner)),
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
    """Keep an assessment of a sitting handed in, and append the grade that it makes.

    ``draw`` gives the variant of (slug, version, seed). Raises NotHandedIn, BadAssessment when the question is
    unknown or marked by the machine, for a line that its rubric lacks or more points than it has, and whatever
    the store raises.
    """
    owner = (sitting.id, sitting.learner_id)
    last = store.last_grade(*owner)
    if last is None:
        raise NotHandedIn
    version = version_of(sitting, last)
    variant = draw(sitting.case_slug, version, sitting.seed)
    question = next((one for one in variant.case.questions if one.id == found.question_id), None)
    lines = {} if question is None else rubric(question)
    if not lines or any(line not in lines or value > lines[line] for line, value in found.points.items()):
        raise BadAssessment(limit=MAX_COMMENT_CHARACTERS)
    store.assess(
        *owner,
        found.question_id,
        found.points,
        at,
        by=found.by,
        assessor=found.assessor,
        comment=found.comment,
    )
    return grade_again(store, sitting, variant, last, REASONS[found.by], at, engine)


def grade_again(
    store: Store,
    sitting: SittingRow,
    variant: Variant,
    last: GradeRow,
    reason: str,
    at: datetime,
    engine: str,
) -> GradeRow:
    """Append the grade that the sitting has by now, with the version of its ``last`` one."""
    owner = (sitting.id, sitting.learner_id)
    # Dated by the last decision that it counts: the grade recomputes from those that stood at its moment.
    decided = [row.at for row in store.assessments(*owner).values()]
    decided += [row.at for row in store.override_history(*owner)]
    return store.append_grade(
        *owner,
        max([at, *decided]),
        reason,
        marked(store, sitting, variant).as_dict(),
        engine=engine,
        case_version=last.case_version,
    )


def after(last: GradeRow, at: datetime) -> datetime:
    """``at``, or the moment just after a grade of the same instant: what comes later must not seem to have counted."""
    return max(at, last.at + timedelta(microseconds=1))
