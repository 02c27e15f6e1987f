"""Line balance: tasks shared out between stations by rule, or with the fewest stations."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from solvers.arguments import non_negative, positive
from solvers.errors import SolverError
from solvers.inventory.kanban_cards import round_up

__all__ = [
    "MAX_EXACT",
    "MAX_TASKS",
    "Balance",
    "BalanceStep",
    "Rule",
    "Task",
    "best_balance",
    "checked_tasks",
    "line_balance",
    "positional_weights",
]

MAX_TASKS = 100
MAX_EXACT = 15
CLOSE = 1e-9
Rule = Literal["largest_candidate", "ranked_positional_weight"]


@dataclass(frozen=True, slots=True)
class Task:
    """A task of a line: its time, and the tasks that must be done before it."""

    name: str
    time: float
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BalanceStep:
    """A task put in a station (from 1): what could go there, and the station's time left after it."""

    station: int
    task: str
    candidates: tuple[str, ...]
    left: float


@dataclass(frozen=True, slots=True)
class Balance:
    """Stations with their tasks and loads in the unit of the times.

    ``least`` = ⌈Σt / C⌉, under which no balance goes; ``efficiency`` = Σt / (stations × C), ``delay`` is the
    rest, ``smoothness`` = √Σ(largest load − load)². ``steps`` tells how a rule went (none for the exact method).
    """

    stations: tuple[tuple[str, ...], ...]
    loads: tuple[float, ...]
    least: int
    efficiency: float
    delay: float
    smoothness: float
    steps: tuple[BalanceStep, ...] = ()


def checked_tasks(tasks: Sequence[Task], most: int = MAX_TASKS) -> tuple[Task, ...]:
    """Return tasks in an order that respects their precedences, or raise SolverError.

    1 to ``most`` tasks of different names, times 0 or more, precedences among them and without a ring.

    Source: definition of the problem.

    >>> [task.name for task in checked_tasks([Task("b", 1, ("a",)), Task("a", 2)])]
    ['a', 'b']
    """
    if not 1 <= len(tasks) <= most:
        raise SolverError("tasks", len(tasks), "count_between", least=1, most=most)
    names = [task.name for task in tasks]
    if len(set(names)) < len(names):
        raise SolverError("tasks", names, "distinct_names")
    for task in tasks:
        non_negative(f"time ({task.name})", task.time)
        for before in task.after:
            if before not in names:
                raise SolverError(f"after ({task.name})", before, "one_of", words=", ".join(names))
    ordered: list[Task] = []
    done: set[str] = set()
    while len(ordered) < len(tasks):
        ready = [task for task in tasks if task.name not in done and done.issuperset(task.after)]
        if not ready:
            ring = [name for name in names if name not in done]
            raise SolverError("tasks", ring, "without_ring")
        ordered += ready
        done.update(task.name for task in ready)
    return tuple(ordered)


def positional_weights(tasks: Sequence[Task]) -> dict[str, float]:
    """Give each task's positional weight: its time and those of all the tasks that come after it.

    Arguments and refusals as in :func:`checked_tasks`; result in the unit of the times.

    Source: Helgeson & Birnie, Assembly line balancing using the ranked positional weight technique, 1961.

    >>> positional_weights([Task("a", 2), Task("b", 1, ("a",)), Task("c", 4, ("a",))])
    {'a': 7.0, 'b': 1.0, 'c': 4.0}
    """
    ordered = checked_tasks(tasks)
    time = {task.name: float(task.time) for task in tasks}
    followers: dict[str, set[str]] = {task.name: set() for task in tasks}
    for task in reversed(ordered):
        for before in task.after:
            followers[before] |= {task.name, *followers[task.name]}
    return {name: math.fsum([time[name], *(time[one] for one in followers[name])]) for name in time}


def line_balance(
    tasks: Sequence[Task], cycle_time: float, rule: Rule = "ranked_positional_weight"
) -> Balance:
    """Share tasks out between stations, one station after the other, by a rule.

    ``tasks`` as in :func:`checked_tasks`; ``cycle_time`` above 0 in the unit of their times, which none of them
    exceeds. Of the tasks whose predecessors are placed and that fit, the station takes the longest
    ("largest_candidate") or that of the greatest positional weight; on a tie that of the longer time, then that
    listed first. SolverError otherwise.

    Source: Helgeson & Birnie 1961; Groover, Automation, Production Systems, chapter on assembly lines.

    >>> found = line_balance([Task("a", 4), Task("b", 3, ("a",)), Task("c", 5)], 8)
    >>> found.stations, found.loads, found.efficiency
    ((('a', 'b'), ('c',)), (7.0, 5.0), 0.75)
    """
    if rule not in {"largest_candidate", "ranked_positional_weight"}:
        raise SolverError("rule", rule, "one_of", words="largest_candidate, ranked_positional_weight")
    cycle = _cycle(tasks, cycle_time)
    weight = positional_weights(tasks)
    place = {task.name: at for at, task in enumerate(tasks)}
    first = {task.name: task.time if rule == "largest_candidate" else weight[task.name] for task in tasks}
    waiting = sorted(tasks, key=lambda task: (-first[task.name], -task.time, place[task.name]))
    done: set[str] = set()
    stations: list[list[str]] = [[]]
    left, steps = cycle, []
    while waiting:
        ready = [
            task for task in waiting if done.issuperset(task.after) and task.time <= left + CLOSE * cycle
        ]
        if not ready:
            stations.append([])
            left = cycle
            continue
        task = ready[0]
        waiting.remove(task)
        done.add(task.name)
        stations[-1].append(task.name)
        left = max(0.0, left - task.time)
        steps.append(BalanceStep(len(stations), task.name, tuple(one.name for one in ready), left))
    return _measured(stations, tasks, cycle, tuple(steps))


def best_balance(tasks: Sequence[Task], cycle_time: float) -> Balance:
    """Share tasks out between the fewest stations that can be, proven.

    Arguments as in :func:`line_balance`, 15 tasks at most. Among plans of as few stations, that which leaves
    the last station with the least load. SolverError otherwise.

    For each set of tasks that can be done first: the least (stations, load of the last one) that does it.

    Source: Held, Karp & Shareshian, Assembly-line-balancing: dynamic programming with precedence, 1963.

    >>> best_balance([Task("a", 4), Task("b", 3, ("a",)), Task("c", 5)], 8).stations
    (('a', 'b'), ('c',))
    """
    ordered = checked_tasks(tasks, MAX_EXACT)
    cycle = _cycle(tasks, cycle_time)
    bit = {task.name: 1 << at for at, task in enumerate(ordered)}
    before = [sum(bit[name] for name in set(task.after)) for task in ordered]
    # Sets of one size after the other: each is final before any larger one is made of it.
    best: dict[int, tuple[int, float, int]] = {0: (1, 0.0, -1)}
    frontier = [0]
    while frontier:
        grown: dict[int, tuple[int, float, int]] = {}
        for done in frontier:
            stations, load, _ = best[done]
            for at, task in enumerate(ordered):
                if done & bit[task.name] or before[at] & ~done:
                    continue
                fits = load + task.time <= cycle * (1 + CLOSE)
                now = (stations, load + task.time, at) if fits else (stations + 1, float(task.time), at)
                with_it = done | bit[task.name]
                if with_it not in grown or now < grown[with_it]:
                    grown[with_it] = now
        best |= grown
        frontier = sorted(grown)
    done, placed = (1 << len(ordered)) - 1, []
    while done:
        stations, _, at = best[done]
        placed.append((stations, ordered[at].name))
        done ^= bit[ordered[at].name]
    count = best[(1 << len(ordered)) - 1][0]
    plan = [[name for station, name in reversed(placed) if station == k] for k in range(1, count + 1)]
    return _measured(plan, tasks, cycle, ())


def _cycle(tasks: Sequence[Task], cycle_time: float) -> float:
    checked_tasks(tasks)
    cycle = positive("cycle_time", cycle_time)
    longest = max(tasks, key=lambda task: task.time)
    if longest.time > cycle * (1 + CLOSE):
        raise SolverError("cycle_time", cycle_time, "longest_task", least=longest.time, name=longest.name)
    return cycle


def _measured(
    stations: Sequence[Sequence[str]], tasks: Sequence[Task], cycle: float, steps: tuple[BalanceStep, ...]
) -> Balance:
    time = {task.name: float(task.time) for task in tasks}
    loads = tuple(math.fsum(time[name] for name in station) for station in stations)
    total = math.fsum(time.values())
    efficiency = total / (len(stations) * cycle)
    return Balance(
        tuple(tuple(station) for station in stations),
        loads,
        max(1, round_up(total / cycle)),
        efficiency,
        1 - efficiency,
        math.sqrt(math.fsum((max(loads) - load) ** 2 for load in loads)),
        steps,
    )
