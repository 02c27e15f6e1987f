"""What tasks use of resources over time, and schedules made one task at a time within what there is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from solvers.arguments import non_negative
from solvers.errors import SolverError
from solvers.projects.critical_path import TaskDates, critical_path
from solvers.projects.tasks import Task, checked_tasks, weight

__all__ = [
    "PROJECT_RULES",
    "SCHEMES",
    "Candidate",
    "Load",
    "checked_limits",
    "project_by_rule",
    "resource_loads",
]

NEAR = 1e-9
SCHEMES = ("parallel", "serial")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A task that may be placed next, its dates without limits, and how many tasks come after it."""

    task: Task
    dates: TaskDates
    after: int


# Each gives a figure: the least goes first.
PROJECT_RULES: dict[str, Callable[[Candidate], float]] = {
    "list": lambda _: 0.0,
    "latest_finish": lambda one: one.dates.latest_finish,
    "latest_start": lambda one: one.dates.latest_start,
    "least_float": lambda one: one.dates.total_float,
    "shortest": lambda one: one.task.duration,
    "most_successors": lambda one: -one.after,
}


@dataclass(frozen=True, slots=True)
class Load:
    """What is used of a resource from a moment to the next where it changes."""

    resource: str
    start: float
    end: float
    used: float


def resource_loads(tasks: Sequence[Task], starts: Mapping[str, float]) -> tuple[Load, ...]:
    """The loads of each resource while a schedule lasts, in steps, resource by resource.

    Times in the unit of the durations, loads in the resource's. Raises SolverError for a task without a start.

    Source: definition.

    >>> pair = [Task("A", 2, uses=(("crew", 3),)), Task("B", 1, uses=(("crew", 1),))]
    >>> [(one.start, one.end, one.used) for one in resource_loads(pair, {"A": 0, "B": 0})]
    [(0.0, 1.0, 4.0), (1.0, 2.0, 3.0)]
    """
    for one in tasks:
        if one.task not in starts:
            raise SolverError("starts", sorted(starts), "start_of_each", name=one.task)
    found: list[Load] = []
    for resource in dict.fromkeys(name for one in tasks for name, _ in one.uses):
        using = [
            (float(starts[one.task]), float(starts[one.task] + one.duration), dict(one.uses)[resource])
            for one in tasks
            if resource in dict(one.uses) and one.duration
        ]
        moments = sorted({0.0, *(m for start, end, _ in using for m in (start, end))})
        steps: list[Load] = []
        for start, end in pairwise(moments):
            used = float(sum(u for a, b, u in using if a <= start + NEAR and b >= end - NEAR))
            if steps and steps[-1].used == used:
                steps[-1] = Load(resource, steps[-1].start, end, used)
            else:
                steps.append(Load(resource, start, end, used))
        found += steps
    return tuple(found)


def checked_limits(tasks: Sequence[Task], limits: Mapping[str, float]) -> None:
    """Refuse limits that no schedule can keep: a negative one, or less than one task uses alone.

    A resource without a limit is as much as one likes. Raises SolverError.

    Source: definition of the problem.

    >>> checked_limits([Task("A", 2, uses=(("crew", 3),))], {"crew": 4})
    """
    for resource, limit in limits.items():
        non_negative(f"limit ({resource})", limit)
        for one in tasks:
            used = dict(one.uses).get(resource, 0.0)
            if used > limit + NEAR:
                raise SolverError(f"limit ({resource})", limit, "at_least_use", name=one.task, used=used)


def project_by_rule(
    tasks: Sequence[Task],
    limits: Mapping[str, float],
    rule: str = "latest_finish",
    scheme: str = "parallel",
) -> dict[str, float]:
    """Start the tasks within the limits of their resources, by a priority rule: task -> start.

    ``serial`` takes the tasks in turn, each at its earliest moment within the limits; ``parallel`` goes from
    moment to moment and starts what it can. Rules, from the dates without limits: ``list``, ``latest_finish``,
    ``latest_start``, ``least_float``, ``shortest``, ``most_successors``; equal tasks keep the order of the
    list. Times in the unit of the durations; good, not proven the best. Raises SolverError for an unknown rule
    or scheme, limits below what one task uses, and a project that cannot be planned.

    Source: Kelley (1963); Kolisch, European Journal of Operational Research 90 (1996).

    >>> pair = [Task("A", 2, uses=(("crew", 3),)), Task("B", 1, uses=(("crew", 2),))]
    >>> project_by_rule(pair, {"crew": 4})
    {'A': 0.0, 'B': 2.0}
    """
    ordered = checked_tasks(tasks)
    checked_limits(tasks, limits)
    if rule not in PROJECT_RULES:
        raise SolverError("rule", rule, "one_of", words=", ".join(PROJECT_RULES))
    if scheme not in SCHEMES:
        raise SolverError("scheme", scheme, "one_of", words=", ".join(SCHEMES))
    dates = {one.task: one for one in critical_path(tasks).tasks}
    after = _followers(ordered)
    figure = PROJECT_RULES[rule]
    figures = {one.task: figure(Candidate(one, dates[one.task], len(after[one.task]))) for one in tasks}
    durations = {one.task: float(one.duration) for one in tasks}
    starts: dict[str, float] = {}
    left = list(tasks)
    now = 0.0
    while left:
        free = [one for one in left if all(link.before in starts for link in one.after)]
        ready = {
            one.task: max(
                [
                    float(one.release),
                    *(starts[link.before] + weight(link, durations, one.task) for link in one.after),
                ]
            )
            for one in free
        }
        moments = sorted({now, *ready.values(), *(starts[name] + durations[name] for name in starts)})
        if scheme == "serial":
            chosen = min(free, key=lambda one: figures[one.task])
            fits = _first_fit(
                chosen, ready[chosen.task], {*moments, ready[chosen.task]}, tasks, starts, limits
            )
        else:
            start_now = [
                one
                for one in free
                if ready[one.task] <= now + NEAR and _fits(one, now, tasks, starts, limits)
            ]
            if not start_now:
                now = min(moment for moment in moments if moment > now + NEAR)
                continue
            chosen, fits = min(start_now, key=lambda one: figures[one.task]), now
            fits = max(fits, ready[chosen.task])
        starts[chosen.task] = fits
        left.remove(chosen)
    return {one.task: starts[one.task] for one in tasks}


def _followers(ordered: Sequence[Task]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {one.task: set() for one in ordered}
    for one in reversed(ordered):
        for link in one.after:
            found[link.before] |= {one.task} | found[one.task]
    return found


def _first_fit(
    task: Task,
    ready: float,
    moments: set[float],
    tasks: Sequence[Task],
    starts: Mapping[str, float],
    limits: Mapping[str, float],
) -> float:
    late = sorted(moment for moment in moments if moment >= ready)
    return next(moment for moment in late if _fits(task, moment, tasks, starts, limits))


def _fits(
    task: Task,
    start: float,
    tasks: Sequence[Task],
    starts: Mapping[str, float],
    limits: Mapping[str, float],
) -> bool:
    """Whether a task that starts at a moment keeps within the limits all the time that it lasts."""
    end = start + task.duration
    placed = [one for one in tasks if one.task in starts]
    for resource, use in task.uses:
        if resource not in limits or not use or not task.duration:
            continue
        using = [
            (starts[one.task], starts[one.task] + one.duration, dict(one.uses).get(resource, 0.0))
            for one in placed
        ]
        moments = {start, *(a for a, _, _ in using if start < a < end - NEAR)}
        for moment in moments:
            used = sum(u for a, b, u in using if a <= moment + NEAR and b > moment + NEAR)
            if used + use > limits[resource] + NEAR:
                return False
    return True
