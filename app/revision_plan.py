"""A learner's revision plan: the block and the day of its exam kept, the tasks made anew from what is known today.

No streamlit here. Until the learner says how many minutes a day, it is the least of the paces offered in which
everything fits.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from app import mocks
from app.access import Viewer, owned_by, require
from app.evidence import evidence
from app.grading import results_shown
from app.store import BadPlan, PlanRow, SittingRow, Store
from cases import library
from cases.acquisition import CriterionState
from cases.award_state import award_state
from cases.case import Case
from cases.composing import whole_seconds
from cases.evidence import Evidence
from cases.problem import CaseError
from cases.referentials import Block, Referential, referentials
from cases.revision import planning
from cases.revision.planning import CARD, DAY, LONGEST, CaseToSit, Criterion, Pace, Plan, Task
from cases.revision.pool import Pool

PACES: Final = (20, 40, 60)
# Nobody works every day: Sunday is free unless the learner says otherwise.
REST: Final = frozenset({6})

Load = Callable[[str, int | None], Case]
Day = Callable[[datetime], date]


@dataclass(frozen=True)
class Known:
    """What a plan is made from, as it stands at a moment."""

    plan: PlanRow
    referential: Referential
    block: Block
    today: date
    states: tuple[CriterionState, ...]
    cases: tuple[CaseToSit, ...]
    due: Mapping[date, int]
    mock_minutes: int
    mocks_done: int

    @property
    def offered(self) -> frozenset[str]:
        """The criteria of the block that a case exercises."""
        return frozenset(key for one in self.cases for key in one.criteria)

    @property
    def is_over(self) -> bool:
        """Whether the day of the exam has come."""
        return self.plan.exam_on <= self.today


@dataclass(frozen=True)
class Done:
    """What was done since the plan was made: papers handed in on the block, cards reviewed, mock exams, minutes."""

    cases: int
    reviews: int
    mocks: int
    minutes: int


def blocks() -> tuple[tuple[Referential, Block], ...]:
    """Every block that can be prepared, in the order of the referentials."""
    return tuple((referential, block) for referential in referentials() for block in referential.blocks)


def offered_in(load: Load) -> dict[str, int]:
    """How many of a block's criteria the cases exercise, by ``rncp11928/B2``."""
    met = {key for case in _library(load) for key in case.criteria}
    return {
        f"{one.id}/{block.id}": sum(each.key in met for each in block.criteria) for one, block in blocks()
    }


# --- the plan itself -------------------------------------------------------------------------------------


def current(store: Store, viewer: Viewer) -> PlanRow | None:
    """The viewer's plan, None while there is none. Raises RoleForbids."""
    require(viewer, "plan.read", owned_by(viewer.learner_id))
    return store.plan(viewer.learner_id)


def make(
    store: Store, viewer: Viewer, referential: str, block: str, exam_on: date, now: datetime, today: date
) -> PlanRow:
    """Begin a plan, in place of the one before. Raises RoleForbids, BadPlan for a block or a day that cannot be."""
    require(viewer, "plan.write", owned_by(viewer.learner_id))
    if (referential, block) not in ((one.id, each.id) for one, each in blocks()):
        raise BadPlan("block")
    _check_day(exam_on, today)
    return store.make_plan(viewer.learner_id, referential, block, exam_on, now)


def move(store: Store, viewer: Viewer, exam_on: date, today: date) -> PlanRow:
    """Another day for the exam. Raises RoleForbids, BadPlan, NoPlan."""
    require(viewer, "plan.write", owned_by(viewer.learner_id))
    _check_day(exam_on, today)
    return store.move_plan(viewer.learner_id, exam_on)


def set_pace(store: Store, viewer: Viewer, pace: Pace) -> PlanRow:
    """Keep the minutes a day and the days of rest. Raises RoleForbids, BadPlan, NoPlan."""
    require(viewer, "plan.write", owned_by(viewer.learner_id))
    if pace.minutes not in PACES:
        raise BadPlan("pace")
    return store.pace_plan(
        viewer.learner_id, pace.minutes, "".join(str(one + 1) for one in sorted(pace.rest))
    )


def give_up(store: Store, viewer: Viewer, now: datetime) -> None:
    """End the plan. Raises RoleForbids."""
    require(viewer, "plan.write", owned_by(viewer.learner_id))
    store.end_plan(viewer.learner_id, now)


def _check_day(exam_on: date, today: date) -> None:
    if exam_on <= today:
        raise BadPlan("past")
    if exam_on - today > LONGEST:
        raise BadPlan("far")


# --- what it is made from --------------------------------------------------------------------------------


def known(store: Store, viewer: Viewer, now: datetime, load: Load, day: Day, exercises: Pool) -> Known | None:
    """What the plan is made from; None without a plan, or when its block has left the referentials.

    ``day`` gives the learner's date of a moment. Raises RoleForbids, StoreError.
    """
    row = current(store, viewer)
    found = next(
        ((one, each) for one, each in blocks() if row and (one.id, each.id) == (row.referential, row.block)),
        None,
    )
    if row is None or found is None:
        return None
    referential, block = found
    learner = viewer.learner_id
    keys = frozenset(one.key for one in block.criteria)
    library_ = _library(load)
    shown = evidence(store, learner, load)
    sittings = store.sittings(learner)
    answered = {one.id: len(store.answers(one.id, learner)) for one in sittings if _is_begun(one)}
    cases = tuple(_to_sit(case, keys, sittings, answered) for case in library_ if keys & set(case.criteria))
    due = {
        at: count
        for at, count in _due(store, learner, keys, exercises, day, day(now)).items()
        if at < row.exam_on
    }
    seconds = whole_seconds(mocks.offers(load), keys)
    return Known(
        plan=row,
        referential=referential,
        block=block,
        today=day(now),
        states=_states(referential, block, shown, library_),
        cases=cases,
        due=due,
        mock_minutes=min(mocks.DEFAULT_LENGTH, -(-seconds // 60)),
        mocks_done=sum(
            one.created_at >= row.made_at and _is_of(one.scope, referential, block)
            for one in store.mocks_of(learner)
        ),
    )


def _library(load: Load) -> tuple[Case, ...]:
    found = []
    for slug in library.every_slug():
        try:
            found.append(load(slug, None))
        except CaseError:  # the catalogue says so
            continue
    return tuple(found)


def _states(
    referential: Referential, block: Block, shown: Sequence[Evidence], library_: Sequence[Case]
) -> tuple[CriterionState, ...]:
    offered = {
        key: sum(key in case.criteria for case in library_) for case in library_ for key in case.criteria
    }
    award = award_state(referential, shown, offered=offered)
    return next(one.criteria for one in award.blocks if one.id == block.id)


def _to_sit(
    case: Case, keys: Collection[str], sittings: Sequence[SittingRow], answered: Mapping[str, int]
) -> CaseToSit:
    """A case with the minutes that it still takes: less what the learner has answered in a paper begun."""
    mine = [one for one in sittings if one.case_slug == case.slug and not one.is_voided]
    begun = max((answered.get(one.id, 0) for one in mine), default=0)
    left = max(0.2, 1 - begun / max(len(case.questions), 1))
    criteria = frozenset(keys) & set(case.criteria)
    return CaseToSit(
        case.slug, round(case.duration_min * left), criteria, any(one.is_handed_in for one in mine)
    )


def _is_begun(one: SittingRow) -> bool:
    return one.exam_id is None and not one.is_handed_in and not one.is_voided


def _due(
    store: Store, learner: int, keys: Collection[str], exercises: Pool, day: Day, today: date
) -> dict[date, int]:
    """The cards due by day whose exercises bear on the block, those overdue today's."""
    found: dict[date, int] = {}
    for card in store.cards(learner):
        if any(not set(keys).isdisjoint(one.criteria) for one in exercises.of_card(card.key)):
            at = max(day(card.due_at), today)
            found[at] = found.get(at, 0) + 1
    return found


def _is_of(scope: str, referential: Referential, block: Block) -> bool:
    found = mocks.scope_of(scope)
    return found is not None and (found.referential.id, found.block) == (referential.id, block.id)


# --- the tasks -------------------------------------------------------------------------------------------


def laid_out(found: Known, pace: Pace) -> Plan:
    """The tasks of every day up to the exam. Raises ValueError once the day of the exam has come."""
    return planning.plan(
        found.today,
        found.plan.exam_on,
        pace,
        [_criterion(one) for one in found.states],
        found.cases,
        found.due,
        found.mock_minutes,
        found.mocks_done,
    )


def _criterion(one: CriterionState) -> Criterion:
    if one.is_done:
        return Criterion(one.criterion.key, "done", 0)
    need: planning.Need = "new" if one.state == "not_met" else "begun"
    return Criterion(one.criterion.key, need, max(1, one.criterion.acquire.cases - len(one.cases)))


def pace_for(found: Known) -> Pace:
    """The learner's own pace; where none was chosen, the least in which everything fits, else the greatest."""
    kept = found.plan
    rest = REST if kept.rest is None else frozenset(int(one) - 1 for one in kept.rest)
    if kept.minutes in PACES:
        return Pace(kept.minutes, rest)
    paces = [Pace(minutes, rest) for minutes in PACES]
    return next((one for one in paces if laid_out(found, one).is_enough), paces[-1])


def today(
    store: Store,
    viewer: Viewer,
    now: datetime,
    load: Load,
    day: Day,
    exercises: Pool,
) -> tuple[Task, ...]:
    """What the plan asks for today; nothing without a plan, on a day of rest, or once the exam has come."""
    found = known(store, viewer, now, load, day, exercises)
    if found is None or found.is_over:
        return ()
    return laid_out(found, pace_for(found)).on(found.today)


# --- what was done ---------------------------------------------------------------------------------------


def done(store: Store, viewer: Viewer, found: Known, load: Load) -> Done:
    """What was done on the block since the plan was made, and about how many minutes it took. Raises StoreError."""
    learner, since = viewer.learner_id, found.plan.made_at
    keys = {one.key for one in found.block.criteria}
    papers = mock_minutes = 0
    minutes = 0.0
    for row in store.sittings(learner):
        if row.handed_in_at is None or row.handed_in_at < since or not row.counts or not results_shown(row):
            continue
        try:
            case = load(row.case_slug, row.case_version)
        except CaseError:
            continue
        if row.exam_id is None and keys & set(case.criteria):
            papers += 1
            minutes += case.duration_min
    sat = [
        one
        for one in store.mocks_of(learner)
        if one.created_at >= since
        and one.archived_at is None
        and _is_of(one.scope, found.referential, found.block)
    ]
    mock_minutes = sum(one.minutes or 0 for one in sat)
    reviews = sum(one.at >= since for one in store.review_log(learner))
    return Done(papers, reviews, len(sat), round(minutes) + mock_minutes + CARD * reviews)


def planned_so_far(found: Known, pace: Pace, made_on: date) -> int:
    """The minutes that the pace asked for from the day the plan was made to yesterday."""
    days = (found.today - made_on).days
    worked = sum((made_on + place * DAY).weekday() not in pace.rest for place in range(max(days, 0)))
    return worked * pace.minutes
