"""A plan of revision, day by day up to an exam: what to learn first, what comes back, when to rehearse.

Pure: the plan follows from today, what the learner has shown so far and the time they have, so it is made anew
every day and never falls behind. Cases that exercise criteria not shown yet come first; what was learnt comes back
at growing gaps (Cepeda and others, "Spacing effects in learning", Psychological Science 19, 2008: gaps that grow
with the time left); a mock exam stands at two thirds, another some days before the end, and the last day is light.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

Kind = Literal["case", "review", "mock"]
Need = Literal["new", "begun", "done"]

DAY: Final = timedelta(days=1)
LONGEST: Final = timedelta(days=731)
# Minutes that a card takes, and the least that a case is opened for.
CARD: Final = 3
LEAST: Final = 10
# Days after a criterion is learnt on which it comes back.
GAPS: Final = (2, 7, 21, 60, 120, 240)
# Days to work from which a mock exam fits in, how many it leaves before the exam, and how far apart two are at least.
ONE_MOCK: Final = 4
BEFORE: Final = 3
APART: Final = 3


@dataclass(frozen=True, slots=True)
class Pace:
    """Minutes of revision on a day, and the days of the week without any (0 is Monday)."""

    minutes: int
    rest: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        """Refuse what no plan could follow."""
        if self.minutes < LEAST or not self.rest < set(range(7)):
            raise ValueError(f"a pace has {LEAST} minutes or more, and a day of the week to work")


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion of the block: what the learner has shown of it, and how many more cases its rule asks for."""

    key: str
    need: Need
    cases: int = 1


@dataclass(frozen=True, slots=True)
class CaseToSit:
    """A case that exercises criteria of the block, and the minutes that it still takes; `sat`: handed in before."""

    slug: str
    minutes: int
    criteria: frozenset[str]
    sat: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do on a day.

    case: ``slug``, the ``part``-th of ``parts`` stretches, and the ``criteria`` that it is there for. review:
    ``cards``, those expected to be due. mock: a whole mock exam.
    """

    day: date
    kind: Kind
    minutes: int
    slug: str = ""
    part: int = 1
    parts: int = 1
    criteria: tuple[str, ...] = ()
    cards: int = 0


@dataclass(frozen=True, slots=True)
class Dropped:
    """What the time does not hold: a case with the criteria it was there for, or a mock exam."""

    kind: Literal["case", "mock"]
    minutes: int
    slug: str = ""
    criteria: tuple[str, ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """Tasks by day, the first day first; what does not fit, the first to be dropped first.

    ``not_offered`` are the criteria not shown yet that no case exercises. ``days`` are those with time to work.
    """

    tasks: tuple[Task, ...]
    dropped: tuple[Dropped, ...]
    not_offered: tuple[str, ...]
    days: tuple[date, ...]

    @property
    def is_enough(self) -> bool:
        """Whether everything fits."""
        return not self.dropped

    @property
    def minutes(self) -> int:
        """What the tasks add up to."""
        return sum(one.minutes for one in self.tasks)

    def on(self, day: date) -> tuple[Task, ...]:
        """The tasks of a day."""
        return tuple(one for one in self.tasks if one.day == day)


def plan(
    today: date,
    exam_on: date,
    pace: Pace,
    criteria: Sequence[Criterion],
    cases: Iterable[CaseToSit],
    due: Mapping[date, int],
    mock_minutes: int = 0,
    mocks_done: int = 0,
) -> Plan:
    """Lay out the days from today to the eve of the exam.

    ``due`` gives the cards due by day, those overdue today's; ``mock_minutes`` is what a mock exam takes (0: there
    is none to be had), ``mocks_done`` how many were sat since the plan was begun. A day holds the pace's minutes
    at most; a mock exam, which cannot be split, has a day of its own, as long as it takes. Raises ValueError when
    the exam is not after today, or too far.
    """
    if not DAY <= exam_on - today <= LONGEST:
        raise ValueError(f"an exam on {exam_on} cannot be planned on {today}")
    cases = tuple(cases)
    offered = {key for one in cases for key in one.criteria}
    not_offered = tuple(one.key for one in criteria if one.need != "done" and one.key not in offered)
    every = [today + place * DAY for place in range((exam_on - today).days)]
    days = tuple(one for one in every if one.weekday() not in pace.rest)
    order = _order([one for one in criteria if one.key in offered], cases)
    wanted = _mock_days(days, mocks_done) if mock_minutes else ()
    found = _laid_out(days, pace, order, due, wanted, mock_minutes)
    first_dropped: tuple[Dropped, ...] = ()
    # A case on criteria never shown is worth more than the first of two mock exams.
    if len(wanted) > 1 and any(not one.again for one in found.dropped):
        first_dropped = (Dropped("mock", mock_minutes),)
        found = _laid_out(days, pace, order, due, wanted[1:], mock_minutes)
    cases_dropped = found.dropped[::-1]
    again = tuple(one for one in cases_dropped if one.again)
    firsts = tuple(one for one in cases_dropped if not one.again)
    return Plan(found.tasks, (*again, *first_dropped, *firsts), not_offered, days)


# -- what to learn --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Step:
    """A case to sit, and what for; `again`: for criteria that an earlier case of the list is already there for."""

    case: CaseToSit
    criteria: tuple[str, ...]
    again: bool


def _order(criteria: Sequence[Criterion], cases: Sequence[CaseToSit]) -> tuple[_Step, ...]:
    """The cases to sit: first every criterion once, those never shown before the others, then a second case each."""
    weights = {one.key: 2 if one.need == "new" else 1 for one in criteria if one.need != "done"}
    left = {one.key: max(one.cases, 1) for one in criteria if one.need != "done"}
    rest = list(cases)
    steps: list[_Step] = []
    once = set(left)
    while once:  # the round of firsts
        best = _best(rest, {key: weights[key] for key in once})
        if best is None:
            break
        gains = once & best.criteria
        once -= gains
        steps.append(_step(best, gains, again=False))
        rest.remove(best)
        for key in best.criteria & left.keys():
            left[key] -= 1
    while True:  # then what the rule asks for besides
        best = _best(rest, {key: weights[key] for key, count in left.items() if count > 0})
        if best is None:
            return tuple(steps)
        gains = {key for key in best.criteria if left.get(key, 0) > 0}
        steps.append(_step(best, gains, again=True))
        rest.remove(best)
        for key in gains:
            left[key] -= 1


def _best(cases: Sequence[CaseToSit], weights: Mapping[str, int]) -> CaseToSit | None:
    """The case that gains most a minute; one never sat before one sat, then by name."""

    def rank(one: CaseToSit) -> tuple[float, bool, str]:
        gain = sum(weights.get(key, 0) for key in one.criteria)
        return (-gain / max(one.minutes, 1), one.sat, one.slug)

    useful = [one for one in cases if any(key in weights for key in one.criteria)]
    return min(useful, key=rank, default=None)


def _step(case: CaseToSit, gains: Iterable[str], *, again: bool) -> _Step:
    return _Step(case, tuple(sorted(gains)), again)


# -- the days -------------------------------------------------------------------------------------------


def _mock_days(days: Sequence[date], done: int) -> tuple[date, ...]:
    """At two thirds, and some days before the end; fewer where the days are few, or some were sat."""
    if len(days) < ONE_MOCK:
        return ()
    last = len(days) - 1 - min(BEFORE, len(days) // 3)
    first = 2 * len(days) // 3
    if done or last - first < APART:
        return (days[last],)
    return (days[first], days[last])


@dataclass(slots=True)
class _Open:
    """A case on its way: the minutes that it still takes, and the stretches laid out so far."""

    step: _Step
    minutes: int
    parts: int = 0


def _laid_out(
    days: Sequence[date],
    pace: Pace,
    order: Sequence[_Step],
    due: Mapping[date, int],
    mocks: Sequence[date],
    mock_minutes: int,
) -> Plan:
    tasks: list[Task] = []
    cards = _Cards(due)
    waiting = [_Open(step, step.case.minutes) for step in order]
    for day in days:
        if day in mocks:
            tasks.append(Task(day, "mock", mock_minutes))
            continue
        light = day == days[-1] and len(days) > 1
        room = pace.minutes // 2 if light else pace.minutes
        learning = bool(waiting) and not light
        # While there is something to learn, what comes back leaves it half of the day.
        count = cards.take(day, (room // 2 if learning else room) // CARD)
        if count:
            tasks.append(Task(day, "review", count * CARD, cards=count))
            room -= count * CARD
        while learning and waiting and room >= min(LEAST, waiting[0].minutes):
            now = waiting[0]
            stretch = _stretch(now.minutes, room)
            now.minutes, now.parts = now.minutes - stretch, now.parts + 1
            what = now.step
            tasks.append(Task(day, "case", stretch, what.case.slug, now.parts, 1, what.criteria))
            room -= stretch
            if now.minutes <= 0:
                waiting.pop(0)
                cards.learnt(day, len(what.criteria))
    dropped = tuple(
        Dropped("case", one.minutes, one.step.case.slug, one.step.criteria, one.step.again) for one in waiting
    )
    return Plan(_numbered(tasks), dropped, (), tuple(days))


def _stretch(minutes: int, room: int) -> int:
    """As much of the case as the day holds, without leaving a last stretch too short to open it for."""
    if minutes <= room:
        return minutes
    rest = minutes - room
    return room if rest >= LEAST or room < 2 * LEAST else room - (LEAST - rest)


def _numbered(tasks: Sequence[Task]) -> tuple[Task, ...]:
    """Each stretch of a case with the number of them."""
    parts: dict[str, int] = {}
    for one in tasks:
        if one.kind == "case":
            parts[one.slug] = max(parts.get(one.slug, 0), one.part)
    return tuple(replace(one, parts=parts[one.slug]) if one.kind == "case" else one for one in tasks)


class _Cards:
    """The cards expected: those due now and later, and those that what is learnt will bring."""

    def __init__(self, due: Mapping[date, int]) -> None:
        self._due = dict(due)

    def learnt(self, day: date, criteria: int) -> None:
        """Each criterion learnt comes back as a card after each gap."""
        for gap in GAPS:
            at = day + gap * DAY
            self._due[at] = self._due.get(at, 0) + criteria

    def take(self, day: date, most: int) -> int:
        """As many as are due by that day, ``most`` at most; the others wait for the next."""
        known = sorted(one for one in self._due if one <= day)
        waiting = sum(self._due.pop(one) for one in known)
        taken = min(waiting, max(most, 0))
        if waiting > taken:
            self._due[day] = waiting - taken
        return taken
