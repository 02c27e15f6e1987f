"""What a marked copy is made of, read from the store: the sitting, its grades, its answers, and who it is of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.access import Subject, Viewer, require
from app.grading import marked, results_shown, version_of
from app.marking_queue import is_blind
from app.regrading import as_answer
from app.store import AssessmentRow, GradeRow, NotHandedIn, SittingNotFound, SittingRow, Store
from cases.answers import Answer
from cases.marking import Marked
from cases.variant import Variant

Draw = Callable[[str, int, int], Variant]


@dataclass(frozen=True)
class CopySource:
    """A paper handed in, with all that its copy tells.

    ``exam`` is the title of the assessment that it belongs to, None for one's own practice; ``validated_at`` says
    since when the jury's validation stands, None while the mark is provisional. ``number`` is the candidate's, which
    stands for the name where marking is blind and the results are not released; the name is then empty.
    """

    learner: str
    sitting: SittingRow
    grades: tuple[GradeRow, ...]
    variant: Variant
    answers: Mapping[str, Answer]
    marked: Marked
    assessments: Mapping[str, AssessmentRow]
    exam: str | None = None
    validated_at: datetime | None = None
    number: int | None = None

    @property
    def grade(self) -> GradeRow:
        """The grade that stands."""
        return self.grades[-1]


def copy_source(store: Store, viewer: Viewer, sitting_id: str, learner_id: int, draw: Draw) -> CopySource:
    """The source of a learner's copy, for ``viewer``; ``draw`` gives the variant of (slug, version, seed).

    Raises SittingNotFound, NotHandedIn, RoleForbids (a learner before the release, or for another's copy), and
    CaseError when the case cannot be read.
    """
    require(viewer, "work.read", Subject(owner_id=learner_id))
    sitting = store.sitting(sitting_id, learner_id)
    if sitting is None:
        raise SittingNotFound
    grades = store.grades(sitting_id, learner_id)
    if not grades:
        raise NotHandedIn
    require(viewer, "key.read", Subject(owner_id=learner_id, released=results_shown(sitting)))
    variant = draw(sitting.case_slug, version_of(sitting, grades[-1]), sitting.seed)
    exam = None if sitting.exam_id is None else store.exam(sitting.exam_id)
    blind = exam is not None and is_blind(exam) and viewer.learner_id != learner_id
    number = exam.candidate(learner_id).number if exam is not None and blind else None
    return CopySource(
        learner="" if blind else store.person(learner_id).display,
        sitting=sitting,
        grades=grades,
        variant=variant,
        answers={name: as_answer(row) for name, row in store.answers(sitting_id, learner_id).items()},
        marked=marked(store, sitting, variant),
        assessments=store.assessments(sitting_id, learner_id),
        exam=None if exam is None or exam.is_mock else exam.title,
        validated_at=None if exam is None else exam.validated_at,
        number=number,
    )
