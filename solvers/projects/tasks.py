"""What a project is made of: tasks with the links that put them in order, checked once for every method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from solvers.arguments import non_negative, number
from solvers.errors import SolverError

__all__ = ["KINDS", "MAX_TASKS", "Link", "Task", "checked_tasks", "in_order", "weight"]

MAX_TASKS = 500
KINDS = ("FS", "SS", "FF", "SF")


@dataclass(frozen=True, slots=True)
class Link:
    """What a task waits for: another task, how they are tied and after how long.

    ``FS`` finish to start, ``SS`` start to start, ``FF`` finish to finish, ``SF`` start to finish; ``lag`` in
    the unit of the durations, negative for a lead.
    """

    before: str
    kind: str = "FS"
    lag: float = 0.0


@dataclass(frozen=True, slots=True)
class Task:
    """A task: its duration, what it waits for, what it uses of each resource while it lasts, its release."""

    task: str
    duration: float
    after: tuple[Link, ...] = ()
    uses: tuple[tuple[str, float], ...] = field(default=())
    release: float = 0.0

    @classmethod
    def simple(cls, task: str, duration: float, *before: str) -> Task:
        """A task that starts when others end.

        >>> Task.simple("C", 4, "A", "B").after[1]
        Link(before='B', kind='FS', lag=0.0)
        """
        return cls(task, duration, tuple(Link(one) for one in before))


def weight(link: Link, durations: dict[str, float], task: str) -> float:
    """The least time from the start of the task before to the start of this one that a link asks.

    FS: d(before) + lag; SS: lag; FF: d(before) + lag − d(task); SF: lag − d(task).

    Source: Roy's potential tasks; Elmaghraby & Kamburowski (1992) for generalised links.

    >>> weight(Link("A", "FF", 1), {"A": 5, "B": 2}, "B")
    4.0
    """
    length = link.lag
    if link.kind in {"FS", "FF"}:
        length += durations[link.before]
    if link.kind in {"FF", "SF"}:
        length -= durations[task]
    return float(length)


def in_order(tasks: Sequence[Task]) -> tuple[Task, ...]:
    """The tasks, each behind those it waits for; of those that may come next, the first of the list.

    Raises SolverError for a ring of links, and names its tasks.

    Source: Kahn (1962).

    >>> [one.task for one in in_order([Task.simple("B", 1, "A"), Task.simple("A", 1), Task.simple("C", 1)])]
    ['A', 'B', 'C']
    """
    known = {one.task: one for one in tasks}
    waiting = {one.task: {link.before for link in one.after} for one in tasks}
    found: list[Task] = []
    left = list(known)
    while left:
        free = next((name for name in left if not waiting[name] & set(left)), None)
        if free is None:
            raise SolverError("after", " > ".join(_ring(left, waiting)), "no_ring")
        left.remove(free)
        found.append(known[free])
    return tuple(found)


def _ring(left: Sequence[str], waiting: dict[str, set[str]]) -> list[str]:
    """One ring of links among tasks of which each waits for another of them."""
    rest, path = set(left), [left[0]]
    while True:
        before = min(waiting[path[-1]] & rest)
        if before in path:
            return [before, *reversed(path[path.index(before) :])]
        path.append(before)


def checked_tasks(tasks: Sequence[Task], most: int = MAX_TASKS) -> tuple[Task, ...]:
    """Refuse a project that no method can plan; return its tasks, each behind those it waits for.

    Refused: no task or more than ``most``, two of one name, negative durations, links to tasks that are not
    there, of an unknown kind or in a ring. Raises SolverError.

    Source: definition of the problem.

    >>> [one.task for one in checked_tasks([Task.simple("B", 1, "A"), Task.simple("A", 1)])]
    ['A', 'B']
    """
    if not 1 <= len(tasks) <= most:
        raise SolverError("tasks", len(tasks), "count_between", least=1, most=most)
    names = [one.task for one in tasks]
    if len(set(names)) < len(names):
        raise SolverError("tasks", names, "distinct_names")
    for one in tasks:
        non_negative(f"duration ({one.task})", one.duration)
        non_negative(f"release ({one.task})", one.release)
        for resource, used in one.uses:
            non_negative(f"uses ({one.task}, {resource})", used)
        for link in one.after:
            if link.before not in names or link.before == one.task:
                raise SolverError(f"after ({one.task})", link.before, "another_task")
            if link.kind not in KINDS:
                raise SolverError(f"kind ({one.task})", link.kind, "one_of", words=", ".join(KINDS))
            number(f"lag ({one.task})", link.lag)
    return in_order(tasks)
