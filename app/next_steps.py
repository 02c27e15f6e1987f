"""What a learner should do next, the most urgent first; no streamlit here.

`next_steps` asks the store for what it knows and hands plain facts to pure functions: `exam_steps`,
`released_steps`, `advice`. A step says what it is about; the page says it in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from app import exams, mocks, revision_plan
from app.access import Viewer
from app.case_records import records
from app.catalogue_filters import Entry, ordered
from app.exams import Mine
from app.store import GradeRow, SittingRow, Store
from cases.acquisition import CriterionState
from cases.award_state import AwardState, BlockState
from cases.revision.planning import Task

Kind = Literal[
    "exam", "exam_soon", "sitting", "released", "revision", "plan", "criterion", "first", "another"
]

MOST: Final = 4
SOON: Final = timedelta(days=7)
NEWS: Final = timedelta(days=7)


@dataclass(frozen=True)
class Step:
    """One thing to do. Which fields are set depends on ``kind``.

    exam, exam_soon: ``exam``, and ``until`` when it closes or opens. sitting: ``sitting``. released: ``exam`` or
    ``sitting``. revision: ``number`` cards due. plan: ``tasks`` of today. criterion: ``slug`` of a case and ``advice``.
    first, another: ``slug``.
    """

    kind: Kind
    slug: str | None = None
    sitting: SittingRow | None = None
    exam: Mine | None = None
    until: datetime | None = None
    number: int = 0
    advice: Advice | None = None
    tasks: tuple[Task, ...] = ()


@dataclass(frozen=True)
class Advice:
    """Why a case is the one to sit next: what it exercises of the weakest block.

    ``done`` of the block's criteria are met, ``gains`` of the others are exercised by the case; ``weakest`` is the
    first of them, never met before where there is one.
    """

    award: AwardState
    block: BlockState
    slug: str
    done: int
    gains: int
    weakest: CriterionState


def next_steps(
    store: Store,
    viewer: Viewer,
    now: datetime,
    entries: Sequence[Entry],
    awards: Callable[[], Sequence[AwardState]],
    plan: Callable[[], Sequence[Task]] = tuple,
) -> tuple[Step, ...]:
    """At most four things to do, the most urgent first. Raises StoreError.

    ``entries`` are the cases that can be begun; ``awards`` gives where the learner stands in each referential, and
    is asked only when there is room for an advice; ``plan`` gives what the revision plan asks for today, and is asked
    only when there is a plan.
    """
    learner = viewer.learner_id
    mine = exams.mine(store, viewer, now) if store.has_exams(learner) else ()
    sittings, grades = store.sittings(learner), store.last_grades(learner)
    running = mocks.running(store, viewer, now)
    found = [*exam_steps((*mine, *((running,) if running is not None else ())), now)]
    found += sitting_steps(sittings, exams.withheld(store, viewer, now))
    found += released_steps(mine, sittings, grades, now)
    due = store.due_count(learner, now)
    if due:
        found.append(Step("revision", number=due))
    if len(found) < MOST and revision_plan.current(store, viewer) is not None:
        found += plan_steps(plan(), due)
    if len(found) < MOST:
        known = records(sittings, grades)
        free = [one for one in entries if not (one.slug in known and known[one.slug].begun)]
        found += case_steps(free, awards() if any(one.done for one in known.values()) else ())
    return tuple(found[:MOST])


def exam_steps(mine: Iterable[Mine], now: datetime) -> tuple[Step, ...]:
    """What is open now, a mock exam being sat included, the first to end first; then what opens within a week."""
    open_now, soon = [], []
    for one in mine:
        if one.over or one.candidate.is_voided or one.all_handed_in or one.exam.archived_at is not None:
            continue
        if one.exam.opens_at <= now:
            open_now.append(Step("exam", exam=one, until=one.deadline or one.exam.last_start(now)))
        elif one.exam.opens_at - now <= SOON:
            soon.append(Step("exam_soon", exam=one, until=one.exam.opens_at))
    open_now.sort(key=lambda step: (step.until is None, step.until or now))
    soon.sort(key=lambda step: step.until or now)
    return (*open_now, *soon)


def sitting_steps(sittings: Iterable[SittingRow], withheld: frozenset[str] = frozenset()) -> tuple[Step, ...]:
    """The case begun last, unless the learner is being assessed on it."""
    begun = [one for one in sittings if is_open_practice(one) and one.case_slug not in withheld]
    if not begun:
        return ()
    return (Step("sitting", sitting=max(begun, key=lambda one: (one.started_at, one.id))),)


def is_open_practice(one: SittingRow) -> bool:
    """Whether it is a paper of the learner's own that can be taken up again."""
    return one.exam_id is None and not one.is_handed_in and not one.is_voided


def released_steps(
    mine: Iterable[Mine], sittings: Iterable[SittingRow], grades: Mapping[str, GradeRow], now: datetime
) -> tuple[Step, ...]:
    """The results that a trainer released within the last week, the latest first."""
    found = [
        (one.exam.released_at, Step("released", exam=one))
        for one in mine
        if one.exam.released_at is not None
        and one.exam.release != "at_once"
        and one.mark is not None
        and not one.exam.rehearsal
    ]
    found += [
        (one.released_at, Step("released", sitting=one))
        for one in sittings
        if one.exam_id is None and one.released_at is not None and one.id in grades
    ]
    fresh = [(at, step) for at, step in found if timedelta() <= now - at <= NEWS]
    return tuple(step for _, step in sorted(fresh, key=lambda pair: pair[0], reverse=True))


def plan_steps(tasks: Sequence[Task], due: int) -> tuple[Step, ...]:
    """What the plan asks for today, unless it is only the cards due, which are told already."""
    if not tasks or (due and all(one.kind == "review" for one in tasks)):
        return ()
    return (Step("plan", tasks=tuple(tasks)),)


def case_steps(entries: Sequence[Entry], awards: Sequence[AwardState]) -> tuple[Step, ...]:
    """A case to begin: for who begins, the easiest; later the one that the weakest block asks for, and why."""
    if not entries:
        return ()
    if (found := advice(entries, awards)) is not None:
        return (Step("criterion", slug=found.slug, advice=found),)
    first = ordered(entries, "recommended")[0]
    return (Step("another" if any(one.done for one in entries) else "first", slug=first.slug),)


def advice(entries: Sequence[Entry], awards: Sequence[AwardState]) -> Advice | None:
    """The case that the weakest block of the learner's own referential asks for.

    That referential is the one with the most evidence; its weakest block the one with the smallest share of its
    criteria met, among those where a case exercises one that is not; its case one never sat rather than one done,
    then the one that exercises the most of these, then the easier. None without evidence, or when nothing is left.
    """
    begun = [one for one in awards if any(criterion.evidence for criterion in _criteria(one))]
    if not begun:
        return None
    award = max(begun, key=lambda one: sum(len(criterion.evidence) for criterion in _criteria(one)))
    for block in sorted(award.blocks, key=_share):
        left = {one.criterion.key: one for one in block.criteria if not one.is_done}
        useful = [(len(left.keys() & one.criteria), one) for one in entries]
        gains, best = max(useful, key=lambda pair: _worth(*pair), default=(0, None))
        if best is None or not gains:
            continue
        helped = [one for key, one in left.items() if key in best.criteria]
        weakest = min(helped, key=lambda one: (one.state != "not_met", one.ratio or 0.0))
        return Advice(award, block, best.slug, len(block.criteria) - len(left), gains, weakest)
    return None


def _worth(gains: int, one: Entry) -> tuple[bool, bool, int, int, str]:
    return gains > 0, not one.done, gains, -one.level, one.slug


def _criteria(award: AwardState) -> Iterable[CriterionState]:
    return (one for block in award.blocks for one in block.criteria)


def _share(block: BlockState) -> float:
    return sum(1 for one in block.criteria if one.is_done) / len(block.criteria)
