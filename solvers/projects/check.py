"""A project's schedule checked by what it says alone: nothing of the methods that make schedules is used here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from solvers.projects.tasks import Task
from solvers.violations import Violation

__all__ = ["RULES", "CheckedProject", "ProjectBar", "ProjectLoad", "check_project"]

RULES = ("missing", "twice", "unknown", "before_start", "before_release", "precedence", "resource", "late")
TOLERANCE = 1e-6  # of a time or a use: sums of decimals


@dataclass(frozen=True, slots=True)
class ProjectBar:
    """A task from start to end, and whether it ends after the project is due."""

    task: str
    start: float
    end: float
    late: bool


@dataclass(frozen=True, slots=True)
class ProjectLoad:
    """The most that is used of a resource at once, against what there is (none: no limit)."""

    resource: str
    peak: float
    limit: float | None


@dataclass(frozen=True, slots=True)
class CheckedProject:
    """The rules broken, the project's end, its peaks and how uneven its use is, the bars of a Gantt chart.

    ``peak`` is the sum of the peaks of the resources; ``squares`` the sum over resources of Σ use² × time;
    ``overload`` Σ (use − limit) × time where it is over.
    """

    violations: tuple[Violation, ...]
    duration: float
    tardiness: float
    peak: float
    squares: float
    overload: float
    loads: tuple[ProjectLoad, ...]
    bars: tuple[ProjectBar, ...]


def check_project(
    plan: Sequence[tuple[str, float]],
    tasks: Sequence[Task],
    limits: Mapping[str, float] | None = None,
    due: float = inf,
    unit: str = "day",
) -> CheckedProject:
    """Check the rows of a schedule, (task, start), and measure it.

    Rules: ``missing``, ``twice``, ``unknown``, ``before_start`` (before the project starts, at 0),
    ``before_release``, ``precedence`` (a link that is not kept), ``resource`` (more used at once than there
    is: the rows at fault are those that use it at its worst moment; the first moment of each stretch over the
    limit is named), ``late`` (the project ends after ``due``). ``unit`` is the unit of times. Never raises on
    a plan.

    Source: definition of the problem.

    >>> found = check_project([("A", 0), ("B", 1)], [Task.simple("A", 2), Task.simple("B", 1, "A")])
    >>> [(one.rule, one.where, one.found, one.limit) for one in found.violations], found.duration
    ([('precedence', 'B', 1.0, 2.0)], 2.0)
    """
    known = {one.task: one for one in tasks}
    found: list[Violation] = []
    rows: dict[str, list[int]] = defaultdict(list)
    at: dict[str, tuple[int, float, float]] = {}  # row, start, end
    for row, (name, start) in enumerate(plan):
        if name not in known:
            found.append(Violation("unknown", (row,), name))
            continue
        rows[name].append(row)
        if len(rows[name]) == 1:
            at[name] = (row, float(start), float(start) + known[name].duration)
    for name in known:
        if name not in rows:
            found.append(Violation("missing", (), name))
        elif len(rows[name]) > 1:
            found.append(Violation("twice", tuple(rows[name]), name))
    for name, (row, start, _) in at.items():
        release = known[name].release
        if start < -TOLERANCE:
            found.append(Violation("before_start", (row,), name, start, 0.0, unit))
        elif start < release - TOLERANCE:
            found.append(Violation("before_release", (row,), name, start, float(release), unit))
    found += _links(tasks, at, unit)
    loads, squares, overload, faults = _resources(tasks, at, limits or {})
    found += faults
    end = max((finish for _, _, finish in at.values()), default=0.0)
    if end > due + TOLERANCE:
        late = tuple(row for row, _, finish in at.values() if finish > due + TOLERANCE)
        found.append(Violation("late", late, "", end, float(due), unit))
    return CheckedProject(
        violations=tuple(found),
        duration=end,
        tardiness=max(end - due, 0.0),
        peak=float(sum(one.peak for one in loads)),
        squares=squares,
        overload=overload,
        loads=tuple(loads),
        bars=tuple(
            ProjectBar(name, start, finish, finish > due + TOLERANCE)
            for name, (_, start, finish) in at.items()
        ),
    )


def _links(tasks: Sequence[Task], at: Mapping[str, tuple[int, float, float]], unit: str) -> list[Violation]:
    """Each link as it is told: which end of the task before, which end of this one, how long after."""
    found: list[Violation] = []
    for one in tasks:
        for link in one.after:
            if one.task not in at or link.before not in at:
                continue
            (other, begun, ended), (row, start, finish) = at[link.before], at[one.task]
            mark = ended if link.kind.startswith("F") else begun
            mine = finish if link.kind.endswith("F") else start
            if mine < mark + link.lag - TOLERANCE:
                found.append(
                    Violation("precedence", (other, row), one.task, mine, float(mark + link.lag), unit)
                )
    return found


def _resources(
    tasks: Sequence[Task], at: Mapping[str, tuple[int, float, float]], limits: Mapping[str, float]
) -> tuple[list[ProjectLoad], float, float, list[Violation]]:
    loads: list[ProjectLoad] = []
    faults: list[Violation] = []
    squares = overload = 0.0
    for resource in dict.fromkeys([*limits, *(name for one in tasks for name, _ in one.uses)]):
        limit = limits.get(resource)
        using = [
            (*at[one.task], amount)
            for one in tasks
            if one.task in at
            for name, amount in one.uses
            if name == resource and amount
        ]
        moments = sorted({moment for _, start, end, _ in using for moment in (start, end)})
        peak, over = 0.0, False
        for moment, following in pairwise(moments):
            if following - moment <= TOLERANCE:
                continue
            middle = (moment + following) / 2
            busy = [(row, amount) for row, start, end, amount in using if start < middle < end]
            used = float(sum(amount for _, amount in busy))
            peak = max(peak, used)
            squares += used**2 * (following - moment)
            if limit is None or used <= limit + TOLERANCE:
                over = False
                continue
            overload += (used - limit) * (following - moment)
            if not over:
                rows = tuple(row for row, _ in busy)
                faults.append(Violation("resource", rows, resource, used, float(limit), ""))
            over = True
        loads.append(ProjectLoad(resource, peak, limit))
    return loads, squares, overload, faults
