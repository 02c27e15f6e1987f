"""Levelling by hand: tasks slid to the right one at a time, the sum of the squares of the use written at each try."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from solvers.arguments import non_negative
from solvers.errors import SolverError
from solvers.projects.critical_path import critical_path
from solvers.projects.tasks import Task, checked_tasks, weight

__all__ = ["MOST_MOMENTS", "Levelling", "Slide", "Try", "level_by_steps"]

MOST_MOMENTS = 1_000
NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Try:
    """A start that a task may be slid to, and the sum of the squares with it there."""

    start: float
    squares: float


@dataclass(frozen=True, slots=True)
class Slide:
    """A task looked at in a cycle: where it stood, the starts tried, and the one kept with its sum of squares."""

    cycle: int
    task: str
    before: float
    tries: tuple[Try, ...]
    start: float
    squares: float


@dataclass(frozen=True, slots=True)
class Levelling:
    """Starts by task, the sum of the squares at the earliest starts and at the end, and every step between."""

    starts: dict[str, float]
    first: float
    squares: float
    steps: tuple[Slide, ...]


def level_by_steps(
    tasks: Sequence[Task], weights: Mapping[str, float], due: float | None = None
) -> Levelling:
    """Level the use of resources as it is done by hand, task by task, without ending later.

    ``weights`` says which resources count, and how much a unit of each (1 for one alone). From the earliest starts, the
    tasks are taken from the last to the first, each behind those that wait for it; each is slid, to the right only and
    no further than those tasks and ``due`` (the shortest end by default) leave it, to the start with the least
    Σ weight × Σ use², the latest of equal ones. Cycles go on while one brings the sum down. Only tasks that can slide
    are written. Good, not proven the best: ``level_resources`` is. Raises SolverError for a due date before the
    shortest, times that are not whole or beyond 1 000, and a project that cannot be planned.

    Source: Burgess & Killebrew, Journal of Industrial Engineering 13 (1962); Moder, Phillips & Davis, Project
    Management with CPM, PERT and Precedence Diagramming, 3rd ed., chapter on resource constraints.

    >>> three = [Task.simple("A", 3), Task("B", 1, uses=(("crew", 2),)), Task("C", 2, uses=(("crew", 2),))]
    >>> found = level_by_steps(three, {"crew": 1})
    >>> found.first, found.squares, found.starts
    (20.0, 12.0, {'A': 0.0, 'B': 0.0, 'C': 1.0})
    """
    ordered = checked_tasks(tasks)
    for resource, rate in weights.items():
        non_negative(f"weight ({resource})", rate)
    dates = critical_path(tasks)
    last = dates.duration if due is None else non_negative("due", due)
    if last < dates.duration - NEAR:
        raise SolverError("due", due, "at_least_shortest", least=dates.duration)
    for one in tasks:
        for time in (one.duration, one.release, *(link.lag for link in one.after)):
            if time != round(time):
                raise SolverError(f"duration ({one.task})", time, "whole")
    if last != round(last) or last > MOST_MOMENTS:
        raise SolverError("due", last, "whole_within", limit=MOST_MOMENTS)
    durations = {one.task: float(one.duration) for one in tasks}
    behind = {
        one.task: [(other.task, weight(link, durations, other.task)) for other in tasks for link in other.after
                   if link.before == one.task]
        for one in tasks
    }  # fmt: skip
    starts = {one.task: float(one.earliest_start) for one in dates.tasks}
    use = _Use(tasks, weights, starts, round(last))
    first = before = use.squares
    steps: list[Slide] = []
    cycle = 1
    while True:
        for one in reversed(ordered):
            latest = min([last - one.duration, *(starts[other] - least for other, least in behind[one.task])])
            here = starts[one.task]
            if latest <= here:
                continue
            tries = tuple(
                Try(float(at), use.moved(one, here, at)) for at in range(round(here), round(latest) + 1)
            )
            least = min(option.squares for option in tries)
            kept = max(option.start for option in tries if option.squares <= least + NEAR)
            use.move(one, here, kept)
            starts[one.task] = kept
            steps.append(Slide(cycle, one.task, here, tries, kept, use.squares))
        if use.squares >= before - NEAR:
            break
        before, cycle = use.squares, cycle + 1
    return Levelling({one.task: starts[one.task] for one in tasks}, first, use.squares, tuple(steps))


class _Use:
    """The use of each resource that counts in each unit of time, and the sum of its squares."""

    def __init__(
        self, tasks: Sequence[Task], weights: Mapping[str, float], starts: Mapping[str, float], end: int
    ) -> None:
        self.weights = weights
        self.used = {resource: [0.0] * end for resource in weights}
        for one in tasks:
            self._add(one, starts[one.task], 1)

    @property
    def squares(self) -> float:
        return sum(rate * sum(u * u for u in self.used[name]) for name, rate in self.weights.items())

    def moved(self, task: Task, here: float, there: float) -> float:
        """The sum of the squares with a task elsewhere."""
        self.move(task, here, there)
        found = self.squares
        self.move(task, there, here)
        return found

    def move(self, task: Task, here: float, there: float) -> None:
        self._add(task, here, -1)
        self._add(task, there, 1)

    def _add(self, task: Task, start: float, sign: int) -> None:
        for resource, used in task.uses:
            if resource in self.weights:
                for at in range(round(start), round(start + task.duration)):
                    self.used[resource][at] += sign * used
