"""A levelled load checked by what it says alone: nothing of the methods that level is used here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solvers.planning.levelling_terms import LevelTerms, LoadOrder
from solvers.violations import Violation

__all__ = ["RULES", "CheckedLevelling", "check_levelling"]

RULES = ("unknown", "twice", "missing", "out_of_horizon", "too_early", "late", "not_outside", "overload")
TOLERANCE = 1e-6  # of an hour: sums of decimals


@dataclass(frozen=True, slots=True)
class CheckedLevelling:
    """The rules broken, hours of load and overtime by period, the costs in money, the largest load rate."""

    violations: tuple[Violation, ...]
    loads: tuple[float, ...]
    overtime: tuple[float, ...]
    early_cost: float
    overtime_cost: float
    subcontract_cost: float
    total_cost: float
    peak_rate: float


def check_levelling(
    rows: Sequence[tuple[str, int | None]],
    orders: Sequence[LoadOrder],
    terms: LevelTerms,
    unit: str = "hour",
) -> CheckedLevelling:
    """Check where each order is made, a period from 1 or None for outside, and measure the plan.

    Rules: ``unknown``, ``twice``, ``missing``, ``out_of_horizon``, ``too_early`` (before its earliest period),
    ``late`` (after the one in which it is due), ``not_outside`` (made outside though it cannot be), ``overload``
    (more than capacity and overtime allow). ``unit`` is that of the loads. Never raises on a plan.

    Source: definition of the problem.

    >>> found = check_levelling([("A", 1), ("B", 1)], [LoadOrder("A", 2, 5, 1), LoadOrder("B", 1, 6, 1)],
    ...     LevelTerms((8, 8), (2, 2), 15))
    >>> [(one.rule, one.rows, one.found, one.limit) for one in found.violations], found.total_cost
    ([('overload', (0, 1), 11.0, 10.0)], 45.0)
    """
    known = {one.order: one for one in orders}
    horizon = len(terms.capacity)
    loads, inside = [0.0] * horizon, [list[int]() for _ in range(horizon)]
    found: list[Violation] = []
    seen: dict[str, list[int]] = {}
    early = outside = 0.0
    for row, (name, period) in enumerate(rows):
        order = known.get(name)
        if order is None:
            found.append(Violation("unknown", (row,), name))
            continue
        seen.setdefault(name, []).append(row)
        if len(seen[name]) > 1:
            continue
        if period is None:
            outside += order.subcontract_cost or 0.0
            if order.subcontract_cost is None:
                found.append(Violation("not_outside", (row,), name))
            continue
        if not 1 <= period <= horizon:
            found.append(Violation("out_of_horizon", (row,), name, float(period), float(horizon), "period"))
            continue
        loads[period - 1] += order.hours
        inside[period - 1].append(row)
        early += order.early_cost * max(order.period - period, 0)
        if period < order.earliest:
            found.append(Violation("too_early", (row,), name, float(period), float(order.earliest), "period"))
        if period > order.period:
            found.append(Violation("late", (row,), name, float(period), float(order.period), "period"))
    found += [Violation("missing", (), name) for name in known if name not in seen]
    found += [Violation("twice", tuple(several), name) for name, several in seen.items() if len(several) > 1]
    overtime = []
    for t, able in enumerate(terms.capacity):
        extra = terms.overtime_most[t] if t < len(terms.overtime_most) else 0.0
        if loads[t] > able + extra + TOLERANCE:
            found.append(
                Violation("overload", tuple(inside[t]), str(t + 1), loads[t], float(able + extra), unit)
            )
        overtime.append(loads[t] - able if loads[t] > able + TOLERANCE else 0.0)
    extra_cost = terms.overtime_cost * sum(overtime)
    rates = [load / able for load, able in zip(loads, terms.capacity, strict=True) if able > 0]
    return CheckedLevelling(
        tuple(found), tuple(loads), tuple(overtime), early, extra_cost, outside, early + extra_cost + outside,
        max(rates, default=0.0),
    )  # fmt: skip
