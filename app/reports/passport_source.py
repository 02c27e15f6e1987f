"""What a competence passport is made of: the evidence of one learner, the awards, and the papers behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from app.access import Subject, Viewer, require
from app.evidence import Load, evidence
from app.grading import result_of, results_shown, version_of
from app.store import GradeRow, SittingRow, Store
from cases.acquisition import criterion_state
from cases.award_state import AwardState, award_state
from cases.case import Case
from cases.evidence import Evidence
from cases.problem import CaseError
from cases.referentials import Referential, referentials

MOST_STEPS = 40  # days of a progress line: beyond, evenly chosen ones


@dataclass(frozen=True)
class Attempt:
    """A paper that a passport cites; ``score`` and ``max_score`` are those of the grade that stands."""

    id: str
    slug: str
    version: int
    seed: int
    at: datetime
    engine: str
    score: float
    max_score: float

    @property
    def short(self) -> str:
        """The start of its number, enough to tell it from the others."""
        return self.id[:8]


@dataclass(frozen=True)
class Step:
    """Where a referential stood at the end of a day: criteria with evidence, and criteria met."""

    day: date
    begun: int
    done: int


@dataclass(frozen=True)
class Standing:
    """One referential: where its award stands, and how it came there."""

    award: AwardState
    steps: tuple[Step, ...]

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """All that is counted, criterion by criterion."""
        return tuple(one for block in self.award.blocks for state in block.criteria for one in state.evidence)


@dataclass(frozen=True)
class PassportSource:
    """A learner's passport: their name, the referentials told, and the papers cited, the latest first."""

    learner: str
    standings: tuple[Standing, ...]
    attempts: tuple[Attempt, ...]
    load: Load


def passport_source(
    store: Store,
    viewer: Viewer,
    learner_id: int,
    load: Callable[[str, int], Case],
    offered: Mapping[str, int],
    wanted: Sequence[str] = (),
    zone: tzinfo | None = None,
) -> PassportSource:
    """The source of a learner's passport, for ``viewer``.

    ``wanted`` are the referentials, by id: those with evidence unless any is named (all when there is no evidence).
    ``offered`` counts the library's cases by criterion. Only papers whose result the learner may see count.
    Raises RoleForbids, StoreError, PolicyError.
    """
    require(viewer, "passport.read", Subject(owner_id=learner_id))
    found = evidence(store, learner_id, load)
    outside: dict[str, dict[str, float]] = {}
    for row in store.certificates(learner_id):
        outside.setdefault(row.referential, {})[row.name] = row.score
    shown = {one.referential for one in found}
    known = [one for one in referentials() if (one.id in wanted if wanted else one.id in shown or not shown)]
    standings = tuple(
        Standing(
            award_state(one, found, externals=outside.get(one.id, {}), offered=offered),
            _steps(one, [each for each in found if each.referential == one.id], offered, zone),
        )
        for one in known
    )
    grades = store.last_grades(learner_id)
    cited = {one.sitting for standing in standings for one in standing.evidence}
    attempts = tuple(
        _attempt(sitting, grades[sitting.id])
        for sitting in store.sittings(learner_id)
        if sitting.id in cited and results_shown(sitting)
    )
    return PassportSource(store.person(learner_id).display, standings, attempts, load)


def title_of(source: PassportSource, slug: str, version: int, lang: str) -> str:
    """The title of a case in one version; its slug where it is gone."""
    try:
        return source.load(slug, version).title("fr" if lang == "fr" else "en")
    except CaseError:
        return slug


def number_of(source: PassportSource, one: Evidence) -> str:
    """The number of a question in its paper; its id where the case is gone."""
    try:
        return str(source.load(one.slug, one.version).question_ids.index(one.question) + 1)
    except (CaseError, ValueError):
        return one.question


def _attempt(sitting: SittingRow, grade: GradeRow) -> Attempt:
    result = result_of(grade.marked)
    at = sitting.handed_in_at or grade.at
    version = version_of(sitting, grade)
    return Attempt(
        sitting.id, sitting.case_slug, version, sitting.seed, at, grade.engine, result.score, result.marked_points
    )  # fmt: skip


def _steps(
    referential: Referential, found: Iterable[Evidence], offered: Mapping[str, int], zone: tzinfo | None
) -> tuple[Step, ...]:
    """The criteria begun and met at the end of each day that a paper was handed in."""
    dated = sorted(((one.at.astimezone(zone).date(), one) for one in found), key=lambda pair: pair[0])
    days = list(dict.fromkeys(day for day, _ in dated))
    if len(days) > MOST_STEPS:
        days = [days[round(place * (len(days) - 1) / (MOST_STEPS - 1))] for place in range(MOST_STEPS)]
    steps = []
    for day in days:
        known = [one for on, one in dated if on <= day]
        states = [
            criterion_state(one, known, offered=offered.get(one.key, 0)) for one in referential.criteria
        ]
        begun = sum(1 for one in states if one.state != "not_met")
        steps.append(Step(day, begun, sum(1 for one in states if one.is_done)))
    return tuple(steps)
