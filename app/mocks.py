"""Mock exams that learners compose for themselves: chosen, begun, given up, and what came of them; no streamlit here.

The papers are those of an assessment (app/exams.py) whose one candidate made it: the clock, the deadline and the
closing are the same. Nobody else sees one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any, Final, Literal

from app import exams
from app.access import Viewer, owned_by, require
from app.exams import Mine
from app.grading import Draw, results_shown
from app.store import Exam, ExamNotFound, ExamPaper, GradeRow, SittingRow, Store
from app.store.exam_seeds import seed_of
from app.store.mock_errors import MockEmpty, MockRunning
from cases import library
from cases.case import Case
from cases.composing import Composition, Offer, compose, offer
from cases.problem import CaseError, DrawError
from cases.referentials import Criterion, Label, Referential, referentials
from cases.variant import MAX_SEED

# The referentials' documents state no duration: two hours is what the papers of the library take.
LENGTHS: Final = (60, 120, 180, 240)
DEFAULT_LENGTH: Final = 120
# The clock is set to whole steps of so many minutes, as on a real paper.
STEP: Final = 5
_MARGIN: Final = 1e-9
_DRAWS: Final = 5
_NEXT: Final = 7_919  # a prime: from one seed to the next when a case cannot be drawn

Load = Callable[[str], Case]


@dataclass(frozen=True)
class Scope:
    """What a mock exam is about: a block of a referential, or one competence of a block."""

    referential: Referential
    id: str
    title: Label
    criteria: tuple[Criterion, ...]
    block: str

    @property
    def key(self) -> str:
        """The scope as addresses and the store have it: ``rncp11928/B2``."""
        return f"{self.referential.id}/{self.id}"

    @property
    def is_block(self) -> bool:
        """Whether it is a whole block."""
        return self.id == self.block


def scopes(referential: Referential) -> tuple[Scope, ...]:
    """The blocks of a referential, each followed by its competences where it has several."""
    found = []
    for block in referential.blocks:
        found.append(Scope(referential, block.id, block.title, block.criteria, block.id))
        if len(block.competences) > 1:
            found += [
                Scope(referential, one.id, one.title, one.criteria, block.id) for one in block.competences
            ]
    return tuple(found)


def scope_of(key: str) -> Scope | None:
    """The scope of that key; None when no referential has it."""
    known = (one for referential in referentials() for one in scopes(referential))
    return next((one for one in known if one.key == key), None)


def offers(load: Callable[[str, int | None], Case], slugs: Iterable[str] | None = None) -> tuple[Offer, ...]:
    """What the cases that can be opened offer, each in the version published; a faulty case is left out."""
    found = []
    for slug in library.every_slug() if slugs is None else slugs:
        try:
            found.append(offer(load(slug, load(slug, None).version)))
        except CaseError:
            continue
    return tuple(found)


def composed(scope: Scope, offered: Sequence[Offer], minutes: int, seed: int) -> Composition:
    """The mock exam of a scope that lasts ``minutes`` at most; the same seed gives the same one."""
    return compose(offered, [one.key for one in scope.criteria], 60 * minutes, seed)


def minutes_of(composition: Composition) -> int:
    """The minutes that its clock gives."""
    return STEP * ceil(composition.seconds / 60 / STEP)


# --- sitting one -----------------------------------------------------------------------------------------


def begin(
    store: Store,
    viewer: Viewer,
    scope: Scope,
    composition: Composition,
    seed: int,
    lang: Literal["fr", "en"],
    now: datetime,
    draw: Draw,
) -> SittingRow:
    """Keep a mock exam and begin its first paper: from now on the clock runs for all of them.

    Every paper is drawn before anything is kept. Raises RoleForbids, MockEmpty, MockRunning, BadExam, and
    CaseError when a case cannot be drawn.
    """
    require(viewer, "mock.create", owned_by(viewer.learner_id))
    if not composition.papers:
        raise MockEmpty
    if running(store, viewer, now) is not None:
        raise MockRunning
    papers = tuple(
        # A paper weighs as much as the time it takes.
        ExamPaper(one.slug, one.version, round(one.seconds / 60, 2), one.questions, number)
        for number, one in enumerate(composition.papers, start=1)
    )
    base = _drawable(papers, seed, draw)
    title = f"{scope.id} · {scope.title[lang]}"[:200]
    kept = store.create_mock(viewer.learner_id, title, scope.key, papers, minutes_of(composition), base, now)
    return exams.start(store, viewer, kept.id, 1, lang, now, draw)


def _drawable(papers: Sequence[ExamPaper], seed: int, draw: Draw) -> int:
    """The seed, or one of the next, from which every paper has a variant."""
    for attempt in range(_DRAWS):
        base = (seed + attempt * _NEXT) % MAX_SEED
        try:
            for one in papers:
                draw(one.case_slug, one.case_version, seed_of({"each": base}, 1, one.number))
        except DrawError:
            if attempt == _DRAWS - 1:
                raise
            continue
        return base
    raise AssertionError  # the loop returns or raises


def give_up(store: Store, viewer: Viewer, exam_id: str, now: datetime) -> None:
    """Put a mock exam away: its open papers count nowhere. Raises RoleForbids, ExamNotFound."""
    _own(store, viewer, "mock.discard", exam_id)
    store.give_up_mock(exam_id, viewer.learner_id, now)


# --- reading them ----------------------------------------------------------------------------------------


def every(store: Store, viewer: Viewer, now: datetime) -> tuple[Mine, ...]:
    """The viewer's mock exams, the latest first. Raises RoleForbids."""
    require(viewer, "mock.read", owned_by(viewer.learner_id))
    grades = store.last_grades(viewer.learner_id)
    return tuple(exams.standing(store, viewer, one, grades, now) for one in store.mocks_of(viewer.learner_id))


def one(store: Store, viewer: Viewer, exam_id: str, now: datetime) -> Mine:
    """One of them. Raises RoleForbids, ExamNotFound for another's, or for what is no mock exam."""
    found = _own(store, viewer, "mock.read", exam_id)
    return exams.standing(store, viewer, found, store.last_grades(viewer.learner_id), now)


def running(store: Store, viewer: Viewer, now: datetime) -> Mine | None:
    """The mock exam being sat, None while there is none. Raises RoleForbids."""
    return next((one for one in every(store, viewer, now) if is_running(one)), None)


def is_running(mine: Mine) -> bool:
    """Whether something can still be written in it."""
    return not (mine.over or mine.all_handed_in)


def next_paper(mine: Mine) -> ExamPaper | None:
    """The paper to go on with: one begun, else the first not begun; None when all are closed."""
    waiting = [
        paper
        for paper in mine.exam.papers
        if (row := mine.papers.get(paper.number)) is None or not row.is_handed_in
    ]
    return min(waiting, key=lambda paper: (paper.number not in mine.papers, paper.number), default=None)


def _own(store: Store, viewer: Viewer, action: str, exam_id: str) -> Exam:
    found = store.exam_for(exam_id, viewer.learner_id)
    if not found.is_mock:
        raise ExamNotFound
    require(viewer, action, owned_by(found.created_by))
    return found


# --- what came of it -------------------------------------------------------------------------------------

Verdict = Literal["met", "not_met", "pending", "blank"]


@dataclass(frozen=True)
class CriterionResult:
    """What a mock exam shows of one criterion.

    ``score`` of ``at_stake`` points over the papers handed in; "pending" while a person must still give some of
    them; "blank": asked in no paper that was handed in.
    """

    criterion: Criterion
    verdict: Verdict
    score: float
    at_stake: float


def criteria_results(mine: Mine, scope: Scope, grades: Mapping[str, GradeRow]) -> tuple[CriterionResult, ...]:
    """Each criterion of the scope that the mock exam asked for, in the referential's order.

    A criterion is met from the share of the points that its own rule sets. ``grades`` are the last by sitting id.
    """
    sums: dict[str, list[float]] = {}
    pending: set[str] = set()
    for row in mine.papers.values():
        grade = grades.get(row.id)
        if grade is None or not results_shown(row):
            continue
        for item in _items(grade.marked):
            for key in item["criteria"]:
                total = sums.setdefault(key, [0.0, 0.0])
                if item.get("pending"):
                    pending.add(key)
                else:
                    total[0] += item["score"]
                    total[1] += item["max_score"]
    return tuple(_result(one, sums.get(one.key), one.key in pending) for one in scope.criteria)


def _items(marked: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    for question in marked.get("questions", ()):
        for item in question.get("items", ()):
            yield {**item, "pending": item.get("pending") or question.get("pending")}


def _result(criterion: Criterion, total: Sequence[float] | None, waits: bool) -> CriterionResult:
    score, at_stake = total or (0.0, 0.0)
    verdict: Verdict = "met"
    if waits:
        verdict = "pending"
    elif at_stake <= 0:
        verdict = "blank"
    elif score / at_stake < criterion.acquire.threshold - _MARGIN:
        verdict = "not_met"
    return CriterionResult(criterion, verdict, round(score, 4), at_stake)


def name(exam: Exam, lang: Literal["fr", "en"]) -> str:
    """What a mock exam is about, in words; as it was kept where its referential has gone."""
    scope = scope_of(exam.scope)
    return exam.title if scope is None else f"{scope.id} · {scope.title[lang]}"
