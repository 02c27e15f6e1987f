"""Lots under a capacity checked by what they say alone: nothing of the method that finds them is used here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solvers.planning.capacitated_lots import CapacitatedItem
from solvers.violations import Violation

__all__ = ["RULES", "CheckedCapacitatedLots", "check_capacitated_lots"]

RULES = ("unknown", "negative", "out_of_horizon", "twice", "shortage", "overload")
TOLERANCE = 1e-4  # of a quantity or an hour: plans are typed with few decimals


@dataclass(frozen=True, slots=True)
class CheckedCapacitatedLots:
    """The rules broken, hours by period, stock by item and period, setups, costs in money."""

    violations: tuple[Violation, ...]
    loads: tuple[float, ...]
    stock: dict[str, tuple[float, ...]]
    setups: int
    setup_cost: float
    holding_cost: float
    total_cost: float


def check_capacitated_lots(
    rows: Sequence[tuple[str, int, float]],
    items: Sequence[CapacitatedItem],
    capacity: Sequence[float],
    unit: str = "unit",
) -> CheckedCapacitatedLots:
    """Check lots (item, period from 1, units) against demand and hours, and measure them; no units is no lot.

    Rules: ``unknown``, ``negative``, ``out_of_horizon``, ``twice`` (two lots of an item in a period),
    ``shortage`` (an item's first period whose stock is under 0), ``overload`` (hours of run and setup over the
    capacity). ``unit`` is that of quantities. Never raises on lots.

    Source: definition of the problem.

    >>> found = check_capacitated_lots([("A", 1, 90)], [CapacitatedItem("A", (50, 60), setup_cost=30)], [80, 80])
    >>> [(one.rule, one.where, one.found, one.limit) for one in found.violations], found.total_cost
    ([('shortage', 'A (2)', -20.0, 0.0), ('overload', '1', 90.0, 80.0)], 30.0)
    """
    known = {one.item: one for one in items}
    horizon = len(capacity)
    found: list[Violation] = []
    made = {name: [0.0] * horizon for name in known}
    loads, inside = [0.0] * horizon, [list[int]() for _ in range(horizon)]
    at: dict[tuple[str, int], int] = {}
    setup_cost, setups = 0.0, 0
    for row, (name, period, units) in enumerate(rows):
        item = known.get(name)
        if item is None:
            found.append(Violation("unknown", (row,), name))
            continue
        where = f"{name} ({period})"
        if units < 0:
            found.append(Violation("negative", (row,), where, float(units), 0.0, unit))
        if units <= 0:
            continue
        if not 1 <= period <= horizon:
            found.append(Violation("out_of_horizon", (row,), where, float(period), float(horizon), "period"))
            continue
        if (name, period) in at:
            found.append(Violation("twice", (at[name, period], row), where))
            continue
        at[name, period] = row
        made[name][period - 1] += units
        loads[period - 1] += item.setup_h + item.run_h * units
        inside[period - 1].append(row)
        setup_cost += item.setup_cost
        setups += 1
    stock, holding = {}, 0.0
    for name, item in known.items():
        left, levels = float(item.opening_stock), []
        for lot, asked in zip(made[name], item.demand, strict=False):
            left += lot - asked
            levels.append(left)
        stock[name] = tuple(levels)
        holding += item.holding_cost * sum(max(level, 0.0) for level in levels)
        short = next((t for t, level in enumerate(levels) if level < -TOLERANCE), None)
        if short is not None:
            found.append(Violation("shortage", (), f"{name} ({short + 1})", levels[short], 0.0, unit))
    for t, able in enumerate(capacity):
        if loads[t] > able + TOLERANCE:
            found.append(Violation("overload", tuple(inside[t]), str(t + 1), loads[t], float(able), "hour"))
    return CheckedCapacitatedLots(
        tuple(found), tuple(loads), stock, setups, setup_cost, holding, setup_cost + holding
    )
