"""Critical path: earliest and latest dates of a project's tasks, their floats, and every critical path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solvers.arguments import non_negative
from solvers.projects.tasks import Task, checked_tasks, weight

__all__ = ["CriticalPath", "TaskDates", "critical_path"]

MOST_PATHS = 200
NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class TaskDates:
    """A task's earliest and latest dates and its floats, in the unit of the durations.

    ``total_float``: how much it may slip without putting off the end; ``free_float``: without putting off any
    other task's earliest start; ``independent_float``: even when those before it end at their latest.
    """

    task: str
    duration: float
    earliest_start: float
    earliest_finish: float
    latest_start: float
    latest_finish: float
    total_float: float
    free_float: float
    independent_float: float
    critical: bool


@dataclass(frozen=True, slots=True)
class CriticalPath:
    """The project's duration, the dates of its tasks in the order given, and its critical paths.

    ``paths`` holds at most 200; ``more_paths`` says that there are others.
    """

    duration: float
    tasks: tuple[TaskDates, ...]
    paths: tuple[tuple[str, ...], ...]
    more_paths: bool = False


def critical_path(tasks: Sequence[Task], due: float | None = None) -> CriticalPath:
    """Date the tasks of a project forwards from 0, then backwards from its end (or from ``due``).

    Critical tasks are those of the least total float, which ``due`` makes negative when it cannot be kept.
    Critical paths go from a task that waits for no critical one to a task that none waits for, along links
    without slack. Raises SolverError for a project that cannot be planned (see ``checked_tasks``).

    ES(j) = max(release, ES(i) + w(i, j)), LS(i) = min(T − d(i), LS(j) − w(i, j)); free float = min(T − d(i),
    ES(j) − w(i, j)) − ES(i), the end counted where nothing follows; independent float = the same less the
    latest that those before leave, not under 0.

    Source: Kelley & Walker (1959); Roy (1959, méthode des potentiels); Battersby (1967) for the floats.

    >>> found = critical_path([Task.simple("A", 3), Task.simple("B", 2), Task.simple("C", 4, "A", "B")])
    >>> found.duration, found.paths, [one.total_float for one in found.tasks]
    (7.0, (('A', 'C'),), [0.0, 1.0, 0.0])
    """
    ordered = checked_tasks(tasks)
    durations = {one.task: float(one.duration) for one in ordered}
    early: dict[str, float] = {}
    for one in ordered:
        bounds = [early[link.before] + weight(link, durations, one.task) for link in one.after]
        early[one.task] = max([float(one.release), *bounds])
    end = max(early[name] + durations[name] for name in early)
    last = end if due is None else non_negative("due", due)
    late = {name: last - length for name, length in durations.items()}
    free = {name: end - length for name, length in durations.items()}
    follows: dict[str, list[tuple[str, float]]] = {name: [] for name in durations}
    for one in reversed(ordered):
        for link in one.after:
            w = weight(link, durations, one.task)
            follows[link.before].append((one.task, w))
            late[link.before] = min(late[link.before], late[one.task] - w)
            free[link.before] = min(free[link.before], early[one.task] - w)
    least = min(late[name] - early[name] for name in durations)
    rows: dict[str, TaskDates] = {}
    for one in ordered:
        name, length = one.task, durations[one.task]
        before = [late[link.before] + weight(link, durations, name) for link in one.after]
        rows[name] = TaskDates(
            name,
            length,
            early[name],
            early[name] + length,
            late[name],
            late[name] + length,
            _tidy(late[name] - early[name]),
            _tidy(free[name] - early[name]),
            _tidy(max(0.0, free[name] - max([float(one.release), *before]))),
            late[name] - early[name] <= least + NEAR,
        )
    paths, more = _paths([one.task for one in ordered], rows, follows)
    return CriticalPath(end, tuple(rows[one.task] for one in tasks), tuple(paths), more)


def _tidy(figure: float) -> float:
    """Nothing rather than the noise of a difference of sums."""
    return 0.0 if abs(figure) < NEAR else figure


def _paths(
    names: Sequence[str], rows: dict[str, TaskDates], follows: dict[str, list[tuple[str, float]]]
) -> tuple[list[tuple[str, ...]], bool]:
    """Paths of critical tasks along links without slack, and whether there are more than are listed."""
    tight = {
        name: sorted(
            {
                other
                for other, w in follows[name]
                if rows[other].critical
                and abs(rows[other].earliest_start - rows[name].earliest_start - w) <= NEAR
            },
            key=list(names).index,
        )
        for name in names
        if rows[name].critical
    }
    reached = {other for others in tight.values() for other in others}
    found: list[tuple[str, ...]] = []
    heap: list[tuple[str, ...]] = [(name,) for name in reversed(list(tight)) if name not in reached]
    while heap:
        path = heap.pop()
        if not tight[path[-1]]:
            if len(found) == MOST_PATHS:
                return found, True
            found.append(path)
        heap += [(*path, other) for other in reversed(tight[path[-1]])]
    return found, False
