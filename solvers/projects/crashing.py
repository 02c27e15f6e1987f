"""Time against cost: which tasks to shorten, by how much, for a project to end sooner at least cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from solvers.arguments import non_negative, positive
from solvers.errors import SolverError
from solvers.mip import Mip
from solvers.projects.critical_path import critical_path
from solvers.projects.tasks import Link, Task, checked_tasks, weight

__all__ = ["CrashStep", "Crashable", "Crashed", "TimeCost", "crash_to", "shortened", "time_cost"]

MOST_STEPS = 200
NEAR = 1e-7


@dataclass(frozen=True, slots=True)
class Crashable:
    """A task, its normal duration and the shortest, what each unit of time taken off costs, what it waits for."""

    task: str
    normal: float
    shortest: float
    unit_cost: float
    after: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Crashed:
    """The durations that end a project by a date at least cost: task -> duration, task -> time taken off, cost."""

    duration: float
    durations: dict[str, float]
    taken_off: dict[str, float]
    cost: float


@dataclass(frozen=True, slots=True)
class CrashStep:
    """One step of the curve: the duration reached, what each task changes by, what the step and all cost.

    ``changes`` are times taken off (negative: given back) since the step before. ``total_cost`` = direct cost
    at normal durations + ``crash_cost`` + indirect cost per unit of time × duration.
    """

    duration: float
    changes: dict[str, float]
    step_cost: float
    crash_cost: float
    total_cost: float
    paths: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class TimeCost:
    """The steps from the normal duration (the first) to the shortest, and the one of least total cost."""

    steps: tuple[CrashStep, ...]
    best: CrashStep


def crash_to(tasks: Sequence[Crashable], duration: float) -> Crashed:
    """Shorten tasks for a project to last at most ``duration``, at least cost.

    Costs fall linearly from the shortest duration to the normal one. Raises SolverError for figures out of
    range, a project that cannot be planned, and a duration below the shortest that it can reach.

    Linear programme: minimise Σ c(i)·y(i), start(j) ≥ start(i) + w(i, j) with d(i) = normal − y(i).

    Source: Kelley, Operations Research 9 (1961); Fulkerson, Management Science 7 (1961).

    >>> chain = [Crashable("A", 4, 2, 30), Crashable("B", 5, 4, 10, (Link("A"),))]
    >>> found = crash_to(chain, 7)
    >>> found.taken_off, found.cost
    ({'A': 1.0, 'B': 1.0}, 40.0)
    """
    asked = non_negative("duration", duration)
    _checked(tasks)
    least = _length(tasks, {one.task: float(one.shortest) for one in tasks})
    if asked < least - NEAR:
        raise SolverError("duration", asked, "at_least_shortest", least=least)
    return _solved(tasks, max(asked, least), None)


def time_cost(
    tasks: Sequence[Crashable], step: float = 1.0, indirect_cost: float = 0.0, direct_cost: float = 0.0
) -> TimeCost:
    """Shorten a project step by step, each time at least cost, down to the shortest it can reach.

    ``step`` is the unit of time taken off the project each time, ``indirect_cost`` what a unit of its duration
    costs, ``direct_cost`` what its tasks cost at their normal durations. Of ways that cost the same, the one
    that changes least since the step before is taken. Raises SolverError as ``crash_to``, and for more than 200
    steps.

    Source: as ``crash_to``; the table is that of the textbooks, Hillier & Lieberman, chapter on PERT/CPM.

    >>> chain = [Crashable("A", 4, 2, 30), Crashable("B", 5, 4, 10, (Link("A"),))]
    >>> found = time_cost(chain, indirect_cost=20)
    >>> [(one.duration, one.total_cost) for one in found.steps], found.best.duration
    ([(9.0, 180.0), (8.0, 170.0), (7.0, 180.0), (6.0, 190.0)], 8.0)
    """
    each = positive("step", step)
    rate, base = non_negative("indirect_cost", indirect_cost), non_negative("direct_cost", direct_cost)
    _checked(tasks)
    now = _length(tasks, {one.task: float(one.normal) for one in tasks})
    least = _length(tasks, {one.task: float(one.shortest) for one in tasks})
    if (now - least) / each > MOST_STEPS:
        raise SolverError("step", each, "steps_within", limit=MOST_STEPS)
    off = dict.fromkeys((one.task for one in tasks), 0.0)
    cost = 0.0
    steps = [CrashStep(now, {}, 0.0, 0.0, base + rate * now, _paths(tasks, off))]
    while now > least + NEAR:
        now = max(now - each, least)
        found = _solved(tasks, now, off)
        changes = {
            name: _tidy(figure - off[name])
            for name, figure in found.taken_off.items()
            if abs(figure - off[name]) > NEAR
        }
        off = found.taken_off
        steps.append(
            CrashStep(
                now,
                changes,
                _tidy(found.cost - cost),
                found.cost,
                base + found.cost + rate * now,
                _paths(tasks, off),
            )
        )
        cost = found.cost
    return TimeCost(tuple(steps), min(steps, key=lambda one: round(one.total_cost, 9)))


def _checked(tasks: Sequence[Crashable]) -> None:
    for one in tasks:
        non_negative(f"shortest ({one.task})", one.shortest)
        non_negative(f"unit_cost ({one.task})", one.unit_cost)
        if non_negative(f"normal ({one.task})", one.normal) < one.shortest:
            raise SolverError(f"shortest ({one.task})", one.shortest, "bounded", low=0.0, high=one.normal)
    checked_tasks([Task(one.task, one.normal, one.after) for one in tasks])


def _length(tasks: Sequence[Crashable], durations: dict[str, float]) -> float:
    return critical_path([Task(one.task, durations[one.task], one.after) for one in tasks]).duration


def _paths(tasks: Sequence[Crashable], off: dict[str, float]) -> tuple[tuple[str, ...], ...]:
    left = [Task(one.task, max(one.normal - off[one.task], 0.0), one.after) for one in tasks]
    return critical_path(left).paths


def _tidy(figure: float) -> float:
    """A figure without the noise of the engine: whole where it is whole to a millionth."""
    return float(round(figure)) if abs(figure - round(figure)) < 1e-6 else round(figure, 9)


def _solved(tasks: Sequence[Crashable], duration: float, before: dict[str, float] | None) -> Crashed:
    least = _programme(tasks, duration, None, before)
    if before is not None:  # among the cheapest, the one nearest to the step before
        cost = sum(one.unit_cost * least[one.task] for one in tasks)
        least = _programme(tasks, duration, cost, before)
    off = {name: _tidy(figure) for name, figure in least.items()}
    durations = {one.task: _tidy(one.normal - off[one.task]) for one in tasks}
    cost = _tidy(sum(one.unit_cost * off[one.task] for one in tasks))
    return Crashed(_tidy(_length(tasks, durations)), durations, off, cost)


def _programme(
    tasks: Sequence[Crashable], duration: float, cost: float | None, before: dict[str, float] | None
) -> dict[str, float]:
    """The time taken off each task: at least cost, or at ``cost`` at most with the least change from ``before``."""
    model = Mip()
    cheapest = cost is None or before is None
    off = {
        one.task: model.variable(one.unit_cost if cheapest else 0.0, high=one.normal - one.shortest)
        for one in tasks
    }
    start = {one.task: model.variable() for one in tasks}
    normal = {one.task: float(one.normal) for one in tasks}
    for one in tasks:
        model.require({start[one.task]: 1.0, off[one.task]: -1.0}, "<=", duration - one.normal)
        for link in one.after:
            # w(i, j) in variables: the durations in it are normal less what is taken off.
            terms = {start[one.task]: 1.0, start[link.before]: -1.0}
            if link.kind in {"FS", "FF"}:
                terms[off[link.before]] = 1.0
            if link.kind in {"FF", "SF"}:
                terms[off[one.task]] = -1.0
            model.require(terms, ">=", weight(link, normal, one.task))
    if not cheapest and cost is not None and before is not None:
        model.require({off[one.task]: one.unit_cost for one in tasks}, "<=", cost + NEAR * max(cost, 1.0))
        for one in tasks:
            change = model.variable(1.0)
            model.require({change: 1.0, off[one.task]: -1.0}, ">=", -before[one.task])
            model.require({change: 1.0, off[one.task]: 1.0}, ">=", before[one.task])
    found = model.solve()
    if not found.values:
        raise SolverError("duration", duration, "at_least_shortest", least=duration)
    return {name: found.values[at] for name, at in off.items()}


def shortened(tasks: Sequence[Crashable], durations: dict[str, float]) -> tuple[Task, ...]:
    """The tasks at given durations, for the dates and the checker of projects.

    Source: definition.

    >>> shortened([Crashable("A", 4, 2, 30)], {"A": 3.0})[0].duration
    3.0
    """
    return tuple(
        replace(Task(one.task, one.normal, one.after), duration=durations[one.task]) for one in tasks
    )
