"""The shortest project within its resources, and the most even use of them within its dates: by CP-SAT."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from solvers.arguments import non_negative
from solvers.cp import EFFORT, CpResult, Programme
from solvers.errors import SolverError
from solvers.projects.critical_path import critical_path
from solvers.projects.resources import PROJECT_RULES, SCHEMES, checked_limits, project_by_rule, resource_loads
from solvers.projects.tasks import Task, checked_tasks, weight
from solvers.whole_times import whole_parts

__all__ = ["LEVELS", "MOST_TASKS", "BestProject", "best_project", "level_resources"]

MOST_TASKS = 150
MOST_MOMENTS = 1_000
LEVELS = ("peak", "squares")


@dataclass(frozen=True, slots=True)
class BestProject:
    """Starts by task, the value (a duration, or what levelling brings down), the bound, and what may be gained."""

    starts: dict[str, float]
    value: float
    bound: float
    proven: bool
    gap: float


def best_project(tasks: Sequence[Task], limits: Mapping[str, float], effort: float = EFFORT) -> BestProject:
    """Schedule a project at its shortest within the limits of its resources, the same way on every run.

    Times in the unit of the durations, for 150 tasks at most; the search takes ``effort`` units of
    deterministic time at most. Raises SolverError as ``project_by_rule``, and for times or uses that are no
    whole parts of their unit.

    Source: Pritsker, Watters & Wolfe (1969) for the problem; Laborie et al. (2018) for intervals.

    >>> pair = [Task("A", 2, uses=(("crew", 3),)), Task("B", 1, uses=(("crew", 2),))]
    >>> found = best_project(pair, {"crew": 4})
    >>> found.value, found.proven
    (3.0, True)
    """
    checked_tasks(tasks, MOST_TASKS)
    checked_limits(tasks, limits)
    rules = [project_by_rule(tasks, limits, *one) for one in product(PROJECT_RULES, SCHEMES)]
    first = min(rules, key=lambda starts: _end(tasks, starts))
    parts = _parts(tasks)
    horizon = round(_end(tasks, first) * parts)
    programme = Programme()
    starts, intervals = _placed(programme, tasks, parts, {one.task: (0, horizon) for one in tasks})
    for resource, limit in limits.items():
        units = whole_parts(
            f"uses ({resource})", [limit, *(dict(one.uses).get(resource, 0.0) for one in tasks)]
        )
        using = [one for one in tasks if dict(one.uses).get(resource)]
        capacity = programme.whole(0, round(limit * units))
        programme.cumulative(
            [intervals[one.task] for one in using],
            [round(dict(one.uses)[resource] * units) for one in using],
            capacity,
        )
    end = programme.whole(0, horizon)
    for one in tasks:
        programme.require({end: 1, starts[one.task]: -1}, ">=", round(one.duration * parts))
        programme.hint(starts[one.task], round(first[one.task] * parts))
    programme.minimise({end: 1})
    found = programme.solve(effort)
    if found.value is None:  # the hint is a schedule: an engine that was given no time at all
        bound = critical_path(tasks).duration
        value = _end(tasks, first)
        return BestProject(first, value, bound, proven=False, gap=(value - bound) / max(value, 1e-9))
    return _result(found, {one.task: found.values[starts[one.task]] / parts for one in tasks}, parts)


def level_resources(
    tasks: Sequence[Task],
    weights: Mapping[str, float],
    due: float | None = None,
    minimise: str = "peak",
    effort: float = EFFORT,
) -> BestProject:
    """Slide tasks within their floats for the most even use of resources, without ending later.

    ``weights`` says which resources count, and how much a unit of each (1 for one alone). ``peak`` brings down
    Σ weight × greatest use; ``squares`` (Burgess) brings down Σ weight × Σ use² × time, the sum of the squares
    of the use in each unit of time, and asks for whole durations. ``due`` is the end, the shortest by default.
    Raises SolverError for an unknown aim, a due date before the shortest, times or uses that are no whole parts
    of their unit, and a project that cannot be planned.

    Source: Burgess & Killebrew, Journal of Industrial Engineering 13 (1962); Demeulemeester & Herroelen,
    Project Scheduling (2002), chapter 5.

    >>> pair = [Task("A", 2, uses=(("crew", 3),)), Task("B", 1, uses=(("crew", 3),)), Task.simple("C", 3)]
    >>> level_resources(pair, {"crew": 1}).value
    3.0
    """
    checked_tasks(tasks, MOST_TASKS)
    if minimise not in LEVELS:
        raise SolverError("minimise", minimise, "one_of", words=", ".join(LEVELS))
    dates = critical_path(tasks)
    last = dates.duration if due is None else non_negative("due", due)
    if last < dates.duration - 1e-9:
        raise SolverError("due", due, "at_least_shortest", least=dates.duration)
    parts = _parts(tasks, (last,))
    if minimise == "squares" and (parts != 1 or last > MOST_MOMENTS):
        raise SolverError("due", last, "whole_within", limit=MOST_MOMENTS)
    late = {one.task: one.latest_start for one in critical_path(tasks, last).tasks}
    programme = Programme()
    windows = {
        one.task: (round(one.earliest_start * parts), round(late[one.task] * parts)) for one in dates.tasks
    }
    starts, intervals = _placed(programme, tasks, parts, windows)
    scales = whole_parts("weights", list(weights.values()))
    aim: dict[int, int] = {}
    units = 1
    for resource, rate in weights.items():
        non_negative(f"weight ({resource})", rate)
        using = [one for one in tasks if dict(one.uses).get(resource) and one.duration]
        if not using:
            continue
        units = whole_parts(f"uses ({resource})", [dict(one.uses)[resource] for one in using])
        if units != 1:
            raise SolverError(f"uses ({resource})", [dict(one.uses)[resource] for one in using], "whole")
        demands = [round(dict(one.uses)[resource]) for one in using]
        factor = round(rate * scales)
        if minimise == "peak":
            capacity = programme.whole(max(demands), sum(demands))
            programme.cumulative([intervals[one.task] for one in using], demands, capacity)
            aim[capacity] = factor
        else:
            for square in _squares(programme, using, demands, starts, windows, round(last)):
                aim[square] = factor
    for one in dates.tasks:
        programme.hint(starts[one.task], round(one.earliest_start * parts))
    if aim:
        programme.minimise(aim)
    found = programme.solve(effort)
    if found.value is None:
        early = {one.task: one.earliest_start for one in dates.tasks}
        value = _unevenness(tasks, early, weights, minimise)
        return BestProject(early, value, 0.0, proven=False, gap=1.0)
    return _result(found, {one.task: found.values[starts[one.task]] / parts for one in tasks}, scales)


def _unevenness(
    tasks: Sequence[Task], starts: Mapping[str, float], weights: Mapping[str, float], minimise: str
) -> float:
    loads = [one for one in resource_loads(tasks, starts) if one.resource in weights]
    if minimise == "squares":
        return sum(weights[one.resource] * one.used**2 * (one.end - one.start) for one in loads)
    peaks: dict[str, float] = {}
    for one in loads:
        peaks[one.resource] = max(peaks.get(one.resource, 0.0), one.used)
    return sum(weights[resource] * peak for resource, peak in peaks.items())


def _squares(
    programme: Programme,
    using: Sequence[Task],
    demands: Sequence[int],
    starts: Mapping[str, int],
    windows: Mapping[str, tuple[int, int]],
    last: int,
) -> list[int]:
    """For each unit of time, the square of what is used in it, from which start each task takes."""
    begins: dict[str, dict[int, int]] = {}
    for one in using:
        low, high = windows[one.task]
        begins[one.task] = {moment: programme.binary() for moment in range(low, high + 1)}
        programme.exactly_one(list(begins[one.task].values()))
        terms = {chosen: moment for moment, chosen in begins[one.task].items()}
        programme.require({**terms, starts[one.task]: -1}, "==", 0)
    most = sum(demands)
    squares: list[int] = []
    for moment in range(last):
        terms = {
            chosen: use
            for one, use in zip(using, demands, strict=True)
            for begin, chosen in begins[one.task].items()
            if begin <= moment < begin + round(one.duration)
        }
        if terms:
            used = programme.whole(0, most)
            programme.require({**terms, used: -1}, "==", 0)
            squares.append(programme.square(used, most))
    return squares


def _parts(tasks: Sequence[Task], others: Sequence[float] = ()) -> int:
    figures = [one.duration for one in tasks] + [one.release for one in tasks]
    return whole_parts("times", [*figures, *(link.lag for one in tasks for link in one.after), *others])


def _placed(
    programme: Programme, tasks: Sequence[Task], parts: int, windows: Mapping[str, tuple[int, int]]
) -> tuple[dict[str, int], dict[str, int]]:
    """A start and an interval for each task, with its links and its release."""
    starts: dict[str, int] = {}
    intervals: dict[str, int] = {}
    durations = {one.task: float(one.duration) for one in tasks}
    for one in tasks:
        low, high = windows[one.task]
        starts[one.task] = programme.whole(max(low, round(one.release * parts)), high)
        intervals[one.task] = programme.interval(starts[one.task], round(one.duration * parts))
    for one in tasks:
        for link in one.after:
            gap = round(weight(link, durations, one.task) * parts)
            programme.require({starts[one.task]: 1, starts[link.before]: -1}, ">=", gap)
    return starts, intervals


def _end(tasks: Sequence[Task], starts: Mapping[str, float]) -> float:
    return max(starts[one.task] + one.duration for one in tasks)


def _result(found: CpResult, starts: dict[str, float], scale: int) -> BestProject:
    value, bound = (found.value or 0) / scale, (found.bound or 0) / scale
    return BestProject(starts, value, bound, found.status == "optimal", found.gap or 0.0)
