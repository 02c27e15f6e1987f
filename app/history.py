"""A learner's papers over time, compared with their own past and nobody else's; no streamlit here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final, Literal

from app.access import Viewer, owned_by, require
from app.grading import Result, result_of, results_shown
from app.store import SittingRow, Store
from cases.acquisition import criterion_ratio
from cases.evidence import Evidence
from cases.policy import Policy
from cases.referentials import Criterion, Referential

Kind = Literal["practice", "mock", "continuous", "exam"]

LONGEST_GAP: Final = timedelta(minutes=15)
# A change of less than this share of the points is no change.
NOTICEABLE: Final = 0.1
MONTH: Final = timedelta(days=30)


@dataclass(frozen=True)
class Handed:
    """A paper handed in: what it was, when, and its result, None until the learner may see it.

    ``exam`` is the title of the assessment it belongs to; ``worked`` the time at work, see `worked`.
    """

    sitting: SittingRow
    kind: Kind
    at: datetime
    worked: timedelta
    exam: str | None = None
    result: Result | None = None

    @property
    def id(self) -> str:
        """The sitting's id."""
        return self.sitting.id

    @property
    def slug(self) -> str:
        """The case."""
        return self.sitting.case_slug

    @property
    def mark(self) -> float | None:
        """The mark out of 20 over what was marked so far; None while none shows."""
        return self.result.out_of_20 if self.result is not None and self.result.marked_points > 0 else None


def handed(store: Store, viewer: Viewer) -> tuple[Handed, ...]:
    """The viewer's own papers handed in, the newest first; void ones and test runs left out.

    Raises RoleForbids, StoreError, and PolicyError when the rules of a sitting cannot be read.
    """
    learner = viewer.learner_id
    require(viewer, "work.read", owned_by(learner))
    grades, moments = store.last_grades(learner), store.saved_moments(learner)
    titles = {one.id: one.title for one in store.exams_of(learner)} if store.has_exams(learner) else {}
    found = []
    for one in store.sittings(learner):
        if one.handed_in_at is None or not one.counts:
            continue
        grade = grades.get(one.id)
        found.append(
            Handed(
                sitting=one,
                kind=kind_of(one),
                at=one.handed_in_at,
                worked=worked(one.started_at, moments.get(one.id, ()), one.handed_in_at),
                exam=titles.get(one.exam_id or ""),
                result=result_of(grade.marked) if grade is not None and results_shown(one) else None,
            )
        )
    return tuple(sorted(found, key=lambda one: (one.at, one.id), reverse=True))


def kind_of(sitting: SittingRow) -> Kind:
    """What a paper counts for; an exam that nobody but the learner looks at is a mock. Raises PolicyError."""
    policy = Policy.from_dict(sitting.policy)
    return "mock" if policy.mock else policy.counts_as


def worked(started: datetime, saves: Iterable[datetime], ended: datetime) -> timedelta:
    """The time at work on a paper: from its start to its end, each pause counting at most fifteen minutes.

    A pause is the time between two saves; what happens in between cannot be known.
    """
    moments = sorted({min(max(one, started), ended) for one in (started, *saves, ended)})
    gaps = (later - one for one, later in pairwise(moments))
    return sum((min(gap, LONGEST_GAP) for gap in gaps), timedelta())


# --- marks over time -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Point:
    """A mark out of 20 at a moment, of a paper; ``over`` is the mean of the marks up to then."""

    paper: Handed
    mark: float
    over: float


def points(papers: Iterable[Handed], marks: Mapping[str, float] | None = None) -> tuple[Point, ...]:
    """The marks in order of time, each with the mean of all up to it.

    ``marks`` gives other marks by paper, those of a block (see `marks_in`); papers it lacks are left out.
    """
    found: list[Point] = []
    total = 0.0
    for one in sorted(papers, key=lambda paper: (paper.at, paper.id)):
        mark = one.mark if marks is None else marks.get(one.id)
        if mark is None:
            continue
        total += mark
        found.append(Point(one, mark, total / (len(found) + 1)))
    return tuple(found)


def marks_in(evidence: Iterable[Evidence], criteria: Iterable[Criterion]) -> dict[str, float]:
    """The mark out of 20 of each paper over what exercises these criteria, by sitting.

    Each scored item counts once, however many of the criteria it exercises.
    """
    wanted = {one.key for one in criteria}
    seen: dict[tuple[str, str, str], Evidence] = {}
    for one in evidence:
        if one.key in wanted:
            seen.setdefault((one.sitting, one.question, one.item), one)
    sums: dict[str, list[float]] = {}
    for one in seen.values():
        pair = sums.setdefault(one.sitting, [0.0, 0.0])
        pair[0] += one.score
        pair[1] += one.max_score
    return {sitting: 20 * score / most for sitting, (score, most) in sums.items()}


# --- criterion by criterion ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """A criterion over one's papers: the share of its points in the first, and in the latest; ``papers`` of them."""

    criterion: Criterion
    first: float
    latest: float
    papers: int
    first_at: datetime
    latest_at: datetime
    latest_sitting: str

    @property
    def gain(self) -> float:
        """What was gained since the first, in shares of the points; negative when lost."""
        return self.latest - self.first

    @property
    def trend(self) -> Literal["up", "down", "same", "once"]:
        """Whether it improved, slipped, or neither; "once" where one paper alone shows it."""
        if self.papers < 2:
            return "once"
        if abs(self.gain) < NOTICEABLE - 1e-9:
            return "same"
        return "up" if self.gain > 0 else "down"


def changes(evidence: Iterable[Evidence], referential: Referential) -> tuple[Change, ...]:
    """Each criterion with evidence, in the document's order; what the learner alone has judged left out."""
    found: dict[str, dict[str, list[Evidence]]] = {}
    for one in evidence:
        if one.referential == referential.id and not one.self_assessed:
            found.setdefault(one.criterion, {}).setdefault(one.sitting, []).append(one)
    changed = []
    for criterion in referential.criteria:
        papers = sorted(
            found.get(criterion.id, {}).values(), key=lambda group: (group[0].at, group[0].sitting)
        )
        if papers:
            first, latest = papers[0], papers[-1]
            changed.append(
                Change(
                    criterion, _share(first), _share(latest), len(papers),
                    first[0].at, latest[0].at, latest[0].sitting,
                )
            )  # fmt: skip
    return tuple(changed)


def _share(evidence: Sequence[Evidence]) -> float:
    return sum(one.score for one in evidence) / sum(one.max_score for one in evidence)


# --- a referential as a wheel ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Spoke:
    """A block or a competence: the share of its points now and before, in [0, 1]; a criterion never met counts 0.

    ``before`` is None where there is no past to compare with.
    """

    id: str
    title: str
    now: float
    before: float | None
    exercised: int
    total: int


def spokes(
    evidence: Sequence[Evidence], referential: Referential, lang: str, since: datetime | None
) -> tuple[Spoke, ...]:
    """The blocks of a referential, or its competences where it has fewer than three blocks."""
    mine = [one for one in evidence if one.referential == referential.id]
    past = None if since is None else [one for one in mine if one.at < since]
    groups = [(one.id, one.title[lang], one.criteria) for one in referential.blocks]
    if len(groups) < 3:
        finer = [
            (one.id, one.title[lang], one.criteria)
            for block in referential.blocks
            for one in block.competences
        ]
        groups = finer or groups
    return tuple(
        Spoke(
            name,
            title,
            _mean(mine, criteria)[0],
            None if past is None else _mean(past, criteria)[0],
            _mean(mine, criteria)[1],
            len(criteria),
        )
        for name, title, criteria in groups
    )


def compared_since(
    evidence: Iterable[Evidence], now: datetime
) -> tuple[datetime, Literal["month", "last"]] | None:
    """With which past of one's own to compare: a month ago where there was something, else before the last paper.

    None where there is no past. Everything before the moment given is that past.
    """
    dates = sorted({one.at for one in evidence})
    if dates and dates[0] < now - MONTH:
        return now - MONTH, "month"
    return (dates[-1], "last") if len(dates) > 1 else None


def _mean(evidence: Iterable[Evidence], criteria: Sequence[Criterion]) -> tuple[float, int]:
    by_id: dict[str, list[Evidence]] = {}
    for one in evidence:
        by_id.setdefault(one.criterion, []).append(one)
    shares = [criterion_ratio(by_id.get(one.id, ())) for one in criteria]
    known = [one for one in shares if one is not None]
    return (sum(known) / len(criteria), len(known))
