"""PERT: durations known by three estimates, and the chance to be done by a date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod, sqrt

from scipy.special import ndtr, ndtri

from solvers.arguments import fraction, non_negative
from solvers.errors import SolverError
from solvers.projects.critical_path import CriticalPath, critical_path
from solvers.projects.tasks import Link, Task

__all__ = ["METHODS", "Estimate", "Estimated", "Pert", "date_for", "pert", "probability_by"]

METHODS = ("critical_path", "independent_paths")
MOST_PATHS = 2_000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A task's optimistic, most likely and pessimistic durations, and what it waits for."""

    task: str
    optimistic: float
    likely: float
    pessimistic: float
    after: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Estimated:
    """A task's mean duration (a + 4m + b) / 6 and variance ((b − a) / 6)²."""

    task: str
    mean: float
    variance: float


@dataclass(frozen=True, slots=True)
class Pert:
    """The tasks' means and variances, the dates by the means, and the path that the chances rest on.

    ``mean`` and ``variance`` are those of the critical path; of several, the one of the largest variance.
    ``paths`` holds every path of the project with its mean and variance, the longest first.
    """

    tasks: tuple[Estimated, ...]
    dates: CriticalPath
    path: tuple[str, ...]
    mean: float
    variance: float
    paths: tuple[tuple[tuple[str, ...], float, float], ...]

    @property
    def deviation(self) -> float:
        """The standard deviation of the critical path, in the unit of the durations."""
        return sqrt(self.variance)


def pert(estimates: Sequence[Estimate]) -> Pert:
    """Date a project by the means of its tasks and take the variance of its critical path.

    The simplifications are PERT's own: durations follow a beta law with these moments, tasks are independent of
    one another, and the path that is critical by the means is the one that decides. The last makes the chance
    too good when other paths are nearly as long. Links are finish to start; a lag counts as certain.

    Raises SolverError unless optimistic ≤ likely ≤ pessimistic, for links of another kind, for more than 2 000
    paths and for a project that cannot be planned.

    Source: Malcolm, Roseboom, Clark & Fazar, Operations Research 7 (1959).

    >>> found = pert([Estimate("A", 1, 2, 3), Estimate("B", 2, 4, 12, (Link("A"),))])
    >>> found.mean, round(found.variance, 4)
    (7.0, 2.8889)
    """
    rows: list[Estimated] = []
    tasks: list[Task] = []
    for one in estimates:
        least = non_negative(f"optimistic ({one.task})", one.optimistic)
        middle = non_negative(f"likely ({one.task})", one.likely)
        most = non_negative(f"pessimistic ({one.task})", one.pessimistic)
        if not least <= middle <= most:
            raise SolverError(f"likely ({one.task})", middle, "bounded", low=least, high=most)
        for link in one.after:
            if link.kind != "FS":
                raise SolverError(f"kind ({one.task})", link.kind, "one_of", words="FS")
        mean = (least + 4 * middle + most) / 6
        rows.append(Estimated(one.task, mean, ((most - least) / 6) ** 2))
        tasks.append(Task(one.task, mean, one.after))
    dates = critical_path(tasks)
    paths = _paths(tasks, {one.task: one for one in rows})
    path, mean, variance = paths[0]
    return Pert(tuple(rows), dates, path, mean, variance, tuple(paths))


def _paths(tasks: Sequence[Task], known: dict[str, Estimated]) -> list[tuple[tuple[str, ...], float, float]]:
    """Every path from a task that waits for none to one that none waits for, longest first, then most varied."""
    follows: dict[str, list[tuple[str, float]]] = {one.task: [] for one in tasks}
    for one in tasks:
        for link in one.after:
            follows[link.before].append((one.task, link.lag))
    found: list[tuple[tuple[str, ...], float, float]] = []
    heap: list[tuple[tuple[str, ...], float]] = [
        ((one.task,), known[one.task].mean) for one in reversed(tasks) if not one.after
    ]
    while heap:
        path, length = heap.pop()
        if not follows[path[-1]]:
            if len(found) == MOST_PATHS:
                raise SolverError("tasks", len(tasks), "paths_within", limit=MOST_PATHS)
            found.append((path, length, sum(known[name].variance for name in path)))
        heap += [((*path, other), length + lag + known[other].mean) for other, lag in follows[path[-1]]]
    return sorted(found, key=lambda one: (-round(one[1], 9), -one[2]))


def probability_by(project: Pert, date: float, method: str = "critical_path") -> float:
    """The chance that a project is done by a date, counted from its start in the unit of the durations.

    ``critical_path`` (PERT's): the critical path alone, normal. ``independent_paths``: the product over all
    paths, as if they shared no task; what it gives is lower, most often closer, and never what many paths
    share. Without variance: 0 or 1. Raises SolverError for an unknown method and a negative date.

    P(T ≤ t) = Φ((t − μ) / σ).

    Source: Malcolm et al. (1959); Hillier & Lieberman, Introduction to Operations Research, chapter on PERT/CPM.

    >>> found = pert([Estimate("A", 1, 2, 3), Estimate("B", 2, 4, 12, (Link("A"),))])
    >>> round(probability_by(found, 9), 4)
    0.8803
    """
    non_negative("date", date)
    if method not in METHODS:
        raise SolverError("method", method, "one_of", words=", ".join(METHODS))
    if method == "critical_path":
        return _chance(date, project.mean, project.variance)
    return prod(_chance(date, mean, variance) for _, mean, variance in project.paths)


def _chance(date: float, mean: float, variance: float) -> float:
    if variance <= 0:
        return 1.0 if date >= mean - 1e-9 else 0.0
    return float(ndtr((date - mean) / sqrt(variance)))


def date_for(project: Pert, probability: float) -> float:
    """The date by which a project is done with a given chance, by its critical path alone.

    Raises SolverError unless the chance lies between 0 and 1.

    t = μ + z·σ.

    Source: as ``probability_by``.

    >>> found = pert([Estimate("A", 1, 2, 3), Estimate("B", 2, 4, 12, (Link("A"),))])
    >>> round(date_for(found, 0.95), 3)
    9.796
    """
    return project.mean + float(ndtri(fraction("probability", probability))) * project.deviation
