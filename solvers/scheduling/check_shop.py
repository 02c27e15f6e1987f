"""A workshop's schedule checked by what it says alone: nothing of the methods that make schedules is used here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from solvers.scheduling.shop import OpenHours, Shop, ShopJob
from solvers.violations import Violation

__all__ = ["RULES", "CheckedShop", "ShopBar", "check_shop"]

RULES = (
    "missing",
    "twice",
    "unknown",
    "machine",
    "before_release",
    "precedence",
    "overlap",
    "setup",
    "closed",
)
TOLERANCE = 1e-6  # of a time: sums of decimals


@dataclass(frozen=True, slots=True)
class ShopBar:
    """An operation (from 1) of an order on a machine, from start to end, and whether it ends past the due date."""

    machine: str
    order: str
    operation: int
    start: float
    end: float
    late: bool


@dataclass(frozen=True, slots=True)
class CheckedShop:
    """The rules broken, the usual criteria in the unit of the times, and the bars of a Gantt chart.

    ``idle`` is the time that machines in use wait between their first operation and their last.
    """

    violations: tuple[Violation, ...]
    makespan: float
    total_tardiness: float
    weighted_tardiness: float
    max_tardiness: float
    late_orders: int
    total_flow_time: float
    idle: float
    bars: tuple[ShopBar, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    row: int
    job: ShopJob
    operation: int
    machine: str
    start: float
    end: float
    family: str


def check_shop(plan: Sequence[tuple[str, int, str, float]], shop: Shop, unit: str = "hour") -> CheckedShop:
    """Check the rows of a schedule, (order, operation from 1, machine, start), and measure it.

    Rules: ``missing`` (an operation that is not there), ``twice``, ``unknown`` (an order or an operation),
    ``machine`` (one that cannot make it), ``before_release``, ``precedence`` (started before the operation
    before it ends), ``overlap`` (started while another is on the machine), ``setup`` (started before the
    machine is changed), ``closed`` (not within one stretch of the machine's hours). ``unit`` is the unit of
    the figures that a violation gives. Never raises on a plan.

    Source: definition of the problem; Pinedo, Scheduling, section 2.1 for the criteria.

    >>> from solvers.scheduling.shop import job_shop
    >>> routes = job_shop({"A": [("saw", 2), ("drill", 1)]})
    >>> found = check_shop([("A", 1, "saw", 0), ("A", 2, "drill", 1)], routes)
    >>> [(one.rule, one.where, one.found, one.limit) for one in found.violations], found.makespan
    ([('precedence', 'A', 1.0, 2.0)], 2.0)
    """
    jobs = {job.order: job for job in shop.jobs}
    found: list[Violation] = []
    rows: dict[tuple[str, int], list[int]] = defaultdict(list)
    placed: list[_Row] = []
    for row, (order, operation, machine, start) in enumerate(plan):
        job = jobs.get(order)
        if job is None or not 1 <= operation <= len(job.operations):
            found.append(Violation("unknown", (row,), order if job is None else f"{order} / {operation}"))
            continue
        rows[order, operation].append(row)
        times = dict(job.operations[operation - 1].times)
        if len(rows[order, operation]) > 1:
            continue
        if machine not in times:
            found.append(Violation("machine", (row,), machine))
            continue
        family = job.operations[operation - 1].family
        placed.append(_Row(row, job, operation, machine, float(start), float(start) + times[machine], family))
    for job in shop.jobs:
        for operation in range(1, len(job.operations) + 1):
            mine = rows.get((job.order, operation), [])
            if not mine:
                found.append(Violation("missing", (), f"{job.order} / {operation}"))
            elif len(mine) > 1:
                found.append(Violation("twice", tuple(mine), f"{job.order} / {operation}"))
    found += _in_order(placed, unit)
    found += _on_machines(placed, shop, unit)
    found += _in_hours(placed, shop.open_hours, unit)
    return _measured(found, placed, shop)


def _in_order(placed: Sequence[_Row], unit: str) -> list[Violation]:
    """Releases, and each operation after those before it in its order."""
    found: list[Violation] = []
    for one in placed:
        if one.start < one.job.release - TOLERANCE:
            found.append(
                Violation(
                    "before_release", (one.row,), one.job.order, one.start, float(one.job.release), unit
                )
            )
        before = [other for other in placed if other.job is one.job and other.operation == one.operation - 1]
        found += [
            Violation("precedence", (other.row, one.row), one.job.order, one.start, other.end, unit)
            for other in before
            if one.start < other.end - TOLERANCE
        ]
    return found


def _on_machines(placed: Sequence[_Row], shop: Shop, unit: str) -> list[Violation]:
    """One operation at a time on a machine, with the time to change between two of them."""
    found: list[Violation] = []
    for machine in dict.fromkeys(one.machine for one in placed):
        busy: _Row | None = None  # what is on the machine the longest
        for one in sorted(
            (one for one in placed if one.machine == machine), key=lambda one: (one.start, one.end, one.row)
        ):
            if busy is not None:
                ready = busy.end + _change(shop, machine, busy.family, one.family)
                rows = (busy.row, one.row)
                if one.start < busy.end - TOLERANCE:
                    found.append(Violation("overlap", rows, machine, one.start, busy.end, unit))
                elif one.start < ready - TOLERANCE:
                    found.append(Violation("setup", rows, machine, one.start, ready, unit))
            if busy is None or one.end >= busy.end:
                busy = one
    return found


def _change(shop: Shop, machine: str, before: str, after: str) -> float:
    """The machine's own figure, else that of all machines, else nothing."""
    for place in (machine, ""):
        for one in shop.setups:
            if (one.machine, one.before, one.after) == (place, before, after):
                return one.time
    return 0.0


def _in_hours(placed: Sequence[_Row], hours: Sequence[OpenHours], unit: str) -> list[Violation]:
    """Each operation without a break in the hours of its machine, stretches that touch being one."""
    found: list[Violation] = []
    for one in placed:
        mine = sorted((each.start, each.end) for each in hours if each.machine == one.machine)
        if not mine:
            continue
        reached = one.start  # as far as the machine is open without a break
        for begin, end in mine:
            if begin <= reached + TOLERANCE:
                reached = max(reached, end)
        inside = any(begin <= one.start + TOLERANCE and one.start < end for begin, end in mine)
        if not inside or reached < one.end - TOLERANCE:
            limit = reached if inside else None
            found.append(
                Violation(
                    "closed", (one.row,), one.machine, one.start if not inside else one.end, limit, unit
                )
            )
    return found


def _measured(found: list[Violation], placed: Sequence[_Row], shop: Shop) -> CheckedShop:
    ends: dict[str, float] = {}
    for one in placed:
        ends[one.job.order] = max(ends.get(one.job.order, 0.0), one.end)
    late = {job.order: max(ends.get(job.order, 0.0) - job.due, 0.0) for job in shop.jobs}
    idle = 0.0
    for machine in {one.machine for one in placed}:
        mine = sorted((one.start, one.end) for one in placed if one.machine == machine)
        reached = mine[0][0]
        for start, end in mine:
            idle += max(start - reached, 0.0)
            reached = max(reached, end)
    return CheckedShop(
        violations=tuple(found),
        makespan=max(ends.values(), default=0.0),
        total_tardiness=float(sum(late.values())),
        weighted_tardiness=float(sum(job.weight * late[job.order] for job in shop.jobs)),
        max_tardiness=float(max(late.values(), default=0.0)),
        late_orders=sum(one > TOLERANCE for one in late.values()),
        total_flow_time=float(sum(ends[job.order] - job.release for job in shop.jobs if job.order in ends)),
        idle=idle,
        bars=tuple(
            ShopBar(
                one.machine,
                one.job.order,
                one.operation,
                one.start,
                one.end,
                one.job.due < inf and one.end > one.job.due + TOLERANCE,
            )
            for one in placed
        ),
    )
