"""A schedule checked by what it says alone: nothing of the methods that make schedules is used here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solvers.scheduling.jobs import Job
from solvers.violations import Violation

__all__ = ["RULES", "Bar", "CheckedSchedule", "check_schedule"]

RULES = ("missing", "twice", "unknown", "before_release", "overlap", "setup")
TOLERANCE = 1e-6  # of a time: sums of decimals


@dataclass(frozen=True, slots=True)
class Bar:
    """An order on the machine from start to end, and whether it ends after its due date."""

    order: str
    start: float
    end: float
    late: bool


@dataclass(frozen=True, slots=True)
class CheckedSchedule:
    """The rules broken, the usual criteria in the unit of time of the jobs, and the bars of a Gantt chart."""

    violations: tuple[Violation, ...]
    total_tardiness: float
    weighted_tardiness: float
    max_tardiness: float
    late_orders: int
    makespan: float
    total_flow_time: float
    bars: tuple[Bar, ...]


def check_schedule(
    plan: Sequence[tuple[str, float]], jobs: Sequence[Job], setup: float = 0.0, unit: str = "hour"
) -> CheckedSchedule:
    """Check the starts of a schedule, given as (order, start), on one machine, and measure it.

    Rules: ``missing`` (an order that is not started), ``twice``, ``unknown``, ``before_release`` (started
    before it is there), ``overlap`` (started while another is on the machine), ``setup`` (started less than
    ``setup`` after one of another family). ``unit`` is the unit of the figures that a violation gives. Never
    raises on a plan.

    Source: definition of the problem; Pinedo, Scheduling, section 2.1 for the criteria.

    >>> found = check_schedule([("A", 0), ("B", 1)], [Job("A", 2, 2), Job("B", 3, 4)])
    >>> [(one.rule, one.where, one.found, one.limit) for one in found.violations], found.total_tardiness
    ([('overlap', 'B', 1.0, 2.0)], 0.0)
    """
    known = {job.order: job for job in jobs}
    found: list[Violation] = []
    rows: dict[str, list[int]] = {}
    placed: list[tuple[float, float, int, Job]] = []
    for row, (order, start) in enumerate(plan):
        job = known.get(order)
        if job is None:
            found.append(Violation("unknown", (row,), order))
            continue
        rows.setdefault(order, []).append(row)
        if len(rows[order]) > 1:
            continue
        placed.append((float(start), float(start) + job.processing, row, job))
        if start < job.release - TOLERANCE:
            found.append(Violation("before_release", (row,), order, float(start), float(job.release), unit))
    for name in known:
        if name not in rows:
            found.append(Violation("missing", (), name))
        elif len(rows[name]) > 1:
            found.append(Violation("twice", tuple(rows[name]), name))
    placed.sort(key=lambda one: one[:3])
    busy: tuple[float, float, int, Job] | None = None  # what is on the machine the longest
    for one in placed:
        if busy is not None:
            start, _, row, job = one
            gap = setup if job.family != busy[3].family else 0.0
            if start < busy[1] - TOLERANCE:
                found.append(Violation("overlap", (busy[2], row), job.order, start, busy[1], unit))
            elif start < busy[1] + gap - TOLERANCE:
                found.append(Violation("setup", (busy[2], row), job.order, start, busy[1] + gap, unit))
        if busy is None or one[1] >= busy[1]:
            busy = one
    late = [max(end - job.due, 0.0) for _, end, _, job in placed]
    return CheckedSchedule(
        violations=tuple(found),
        total_tardiness=float(sum(late)),
        weighted_tardiness=float(sum(job.weight * t for (*_, job), t in zip(placed, late, strict=True))),
        max_tardiness=float(max(late, default=0.0)),
        late_orders=sum(one > TOLERANCE for one in late),
        makespan=max((end for _, end, _, _ in placed), default=0.0),
        total_flow_time=float(sum(end - job.release for _, end, _, job in placed)),
        bars=tuple(Bar(job.order, start, end, end > job.due + TOLERANCE) for start, end, _, job in placed),
    )
