"""What the store hands back: frozen rows, moments aware and in UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from app.store.override_rows import OverrideRow
from cases.assessment import Assessment

Raw = str | list[str] | dict[str, str]


@dataclass(frozen=True)
class LearnerRow:
    """A learner; `name` is "local" for the one who runs the trainer alone."""

    id: int
    name: str
    created_at: datetime


@dataclass(frozen=True)
class SittingRow:
    """One learner's sitting of one variant (case version and seed); `handed_in_at` is None while open.

    `policy` is the marking policy as plain data (cases.policy.Policy.from_dict reads it), None for the
    practice one; `released_at` says since when a result that waited for the trainer shows. A paper of an
    assessment (`exam_id`) asks `questions` only, None for all of them; `rehearsal`: a trainer's test run of it;
    `validated`: its jury has made the result final.
    """

    id: str
    learner_id: int
    case_slug: str
    case_version: int
    seed: int
    mode: str
    lang: str
    started_at: datetime
    handed_in_at: datetime | None
    policy: dict[str, Any] | None = None
    released_at: datetime | None = None
    exam_id: str | None = None
    paper_number: int | None = None
    questions: tuple[str, ...] | None = None
    rehearsal: bool = False
    validated: bool = False

    @property
    def is_handed_in(self) -> bool:
        """Whether it is closed: read, never written, from then on."""
        return self.handed_in_at is not None

    @property
    def is_voided(self) -> bool:
        """Whether it was declared void: such a paper bears its number with a minus sign."""
        return self.paper_number is not None and self.paper_number < 0

    @property
    def counts(self) -> bool:
        """Whether it is evidence of anything: a void paper and a trainer's test run are not."""
        return not self.is_voided and not self.rehearsal


@dataclass(frozen=True)
class SavedAnswer:
    """An answer as typed and the language of its page; `revision` counts its changes from 1.

    `overtook`, of an answer just saved: the one of another page that it replaced unseen.
    """

    question_id: str
    raw: Raw
    lang: str
    saved_at: datetime
    revision: int
    overtook: SavedAnswer | None = field(default=None, compare=False)


@dataclass(frozen=True)
class TrialRow:
    """A year tried by the learner: its inputs, which training year, and the indicators that came out."""

    question_id: str
    inputs: dict[str, float | str]
    year: int
    indicators: dict[str, Any]
    at: datetime


@dataclass(frozen=True)
class GradeRow:
    """One grade event; `number` counts a sitting's grades from 1, the highest is the one that stands.

    `regrade_id` names the regrade that appended it, or that was undone by it; `case_version` is the version of
    the case it was marked with, None for the sitting's own.
    """

    sitting_id: str
    number: int
    at: datetime
    reason: str
    marked: dict[str, Any]
    engine: str
    regrade_id: str | None = None
    case_version: int | None = None


@dataclass(frozen=True)
class RungRow:
    """A rung of the feedback ladder climbed: the answer looked at, as typed, and the codes that were told."""

    question_id: str
    rung: str
    codes: tuple[str, ...]
    raw: Raw
    at: datetime


@dataclass(frozen=True)
class AssessmentRow:
    """What a person found in an answer; `points` by line of the rubric, `assessor` names the trainer."""

    question_id: str
    by: Literal["self", "trainer"]
    assessor: str
    points: dict[str, float]
    comment: str
    at: datetime

    @property
    def assessment(self) -> Assessment:
        """The assessment as marking takes it."""
        return Assessment(self.by, self.points, self.comment)


@dataclass(frozen=True)
class CardRow:
    """A card of the revision deck; `state` is the scheduler's own, as plain data."""

    key: str
    state: dict[str, Any]
    due_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class ReviewRow:
    """One exercise answered in revision: the card, the variant asked, the answer as typed and what it earned.

    `rating` is the scheduler's (1 again … 4 easy), `credit` a share in [0, 1].
    """

    card_key: str
    slug: str
    version: int
    question_id: str
    seed: int
    raw: Raw
    lang: str
    rating: int
    credit: float
    codes: tuple[str, ...]
    at: datetime


@dataclass(frozen=True)
class ReviewMoment:
    """A review without its answer: the card, the exercise, how well it was known and when."""

    card_key: str
    slug: str
    version: int
    question_id: str
    seed: int
    rating: int
    at: datetime


@dataclass(frozen=True)
class CertificateRow:
    """A result obtained elsewhere that an award asks for, as the learner recorded it."""

    referential: str
    name: str
    score: float
    obtained_on: date
    at: datetime


@dataclass(frozen=True)
class RegradeRow:
    """One regrade of a case's papers; `from_version` is None when they had been marked with several."""

    id: str
    case_slug: str
    from_version: int | None
    to_version: int
    reason: str
    at: datetime
    undone_at: datetime | None
    undo_reason: str | None


@dataclass(frozen=True)
class UndoneRegrade:
    """What undoing a regrade did: the sittings put back, and those left alone, graded again since."""

    id: str
    restored: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True)
class PaperRow:
    """All that marks one sitting handed in, for the trainer: mappings are by question id, grades in order."""

    sitting: SittingRow
    learner: LearnerRow
    answers: Mapping[str, SavedAnswer]
    hints: Mapping[str, int]
    rungs: Mapping[str, tuple[str, ...]]
    assessments: Mapping[str, AssessmentRow]
    grades: tuple[GradeRow, ...]
    overrides: Mapping[str, OverrideRow] = field(default_factory=dict)

    @property
    def grade(self) -> GradeRow:
        """The grade that stands."""
        return self.grades[-1]
