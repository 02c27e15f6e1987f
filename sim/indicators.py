"""Indicators of service, stock and cost, from the ledger alone.

The ledger is first reduced to a few sums (`Sums`), then `figures` turns sums into indicators. The compiled
kernels count the same sums and go through the same `figures`, so both give the same floats, bit for bit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from sim.checks import Check
from sim.ledger import CLOSE, DEMAND, ORDER, RECEIPT, START, Ledger

Number = int | float

YEAR_DAYS = 360  # the trade's year for a turnover rate in France; a scenario may state its own


@dataclass(frozen=True)
class Costs:
    """Cost rates in one currency, on end-of-day levels.

    `holding` per unit on hand and day, `ordering` per order, `backorder` per unit waiting and day,
    `shortage` per unit not served at once.
    """

    holding: Number = 0
    ordering: Number = 0
    backorder: Number = 0
    shortage: Number = 0

    def __post_init__(self) -> None:
        check = Check(self)
        for field in ("holding", "ordering", "backorder", "shortage"):
            check.number(field, least=0)
        check.done()


@dataclass(frozen=True)
class Sums:
    """What is counted over the measured days: each field a figure, or an array with one per replication.

    `stock_days` and `backorder_days` add up the levels of each day's close (unit·days); a cycle runs from
    one day with a receipt to the next, the one still open at the end included, and a cycle without any
    day's demand does not count.
    """

    days: Any
    demand: Any
    shipped: Any
    short: Any
    stock_days: Any
    backorder_days: Any
    orders: Any
    units_ordered: Any
    stock_out_days: Any
    cycles: Any
    short_cycles: Any


@dataclass(frozen=True)
class Indicators:
    """Indicators of one run over its measured days.

    days: days measured. demand, shipped, short, units_ordered: units. fill_rate: share of the demand served
    at once (1 without demand). cycle_service_level: share of the cycles, from one receipt to the next, in
    which all demand was served at once. stock_out_days: days with demand not served at once, and
    stock_out_rate: their share of the days. mean_stock, mean_backorders: mean of the levels at the close of
    the day. stock_value: mean stock at unit cost. turnover: units shipped a year per unit of mean stock
    (infinite when goods passed without stock). cover_days: mean stock per unit of mean daily demand
    (infinite for a stock without demand). Costs in the currency of the rates; shortage_cost holds the
    backorder and the shortage rate.
    """

    days: int
    demand: Number
    shipped: Number
    short: Number
    fill_rate: float
    cycle_service_level: float
    stock_out_days: int
    stock_out_rate: float
    mean_stock: float
    mean_backorders: float
    stock_value: float
    turnover: float
    cover_days: float
    orders: int
    units_ordered: Number
    holding_cost: float
    ordering_cost: float
    shortage_cost: float
    total_cost: float
    total_cost_per_day: float

    def as_dict(self) -> dict[str, Number | None]:
        """Return name -> figure, None for an infinite one (JSON has no word for it)."""
        return {name: value if math.isfinite(value) else None for name, value in asdict(self).items()}


NAMES: tuple[str, ...] = tuple(Indicators.__dataclass_fields__)


def figures(sums: Sums, costs: Costs, unit_cost: Number, year: Number) -> dict[str, Any]:
    """Turn sums into indicators, in the order of `NAMES`: figures from figures, arrays from arrays."""
    holding = costs.holding * sums.stock_days
    ordering = costs.ordering * sums.orders
    shortage = costs.backorder * sums.backorder_days + costs.shortage * sums.short
    total = holding + ordering + shortage
    mean_stock = sums.stock_days / sums.days
    return {
        "days": sums.days,
        "demand": sums.demand,
        "shipped": sums.shipped,
        "short": sums.short,
        "fill_rate": 1.0 - _ratio(sums.short, sums.demand, 0.0),
        "cycle_service_level": 1.0 - _ratio(sums.short_cycles, sums.cycles, 0.0),
        "stock_out_days": sums.stock_out_days,
        "stock_out_rate": sums.stock_out_days / sums.days,
        "mean_stock": mean_stock,
        "mean_backorders": sums.backorder_days / sums.days,
        "stock_value": mean_stock * unit_cost,
        "turnover": _ratio(sums.shipped * year / sums.days, mean_stock, _infinite(sums.shipped)),
        "cover_days": _ratio(mean_stock, sums.demand / sums.days, _infinite(mean_stock)),
        "orders": sums.orders,
        "units_ordered": sums.units_ordered,
        "holding_cost": holding,
        "ordering_cost": ordering,
        "shortage_cost": shortage,
        "total_cost": total,
        "total_cost_per_day": total / sums.days,
    }


def count(ledger: Ledger, warm_up: int | None = None) -> Sums:
    """Reduce a ledger to its sums over the days from `warm_up` on (by default the header's).

    What is received between two whole days belongs to the day after, the first whose demand it can serve.
    Raises ValueError when no day is left to measure.
    """
    start = warm_up if warm_up is not None else ledger.header.get("warm_up", 0)
    days = orders = stock_out_days = cycles = short_cycles = days_in_cycle = 0
    demand: Number = 0
    shipped: Number = 0
    short: Number = 0
    stock_days: Number = 0
    backorder_days: Number = 0
    units_ordered: Number = 0
    cycle_is_short = False
    for time, kind, _, _, quantity, row_shipped, row_short, on_hand, backorders, _, _ in ledger.raw():
        if time <= start - 1 or kind == START:
            continue
        if kind == CLOSE:
            days += 1
            stock_days += on_hand
            backorder_days += backorders
        elif kind == DEMAND:
            demand += quantity
            shipped += row_shipped
            days_in_cycle += 1
            if row_short > 0:
                short += row_short
                stock_out_days += 1
                cycle_is_short = True
        elif kind == RECEIPT:
            shipped += row_shipped
            if days_in_cycle:
                cycles += 1
                short_cycles += cycle_is_short
                days_in_cycle, cycle_is_short = 0, False
        elif kind == ORDER:
            orders += 1
            units_ordered += quantity
    if days == 0:
        raise ValueError(f"no day is left to measure from day {start} on: shorten the warm-up")
    if days_in_cycle:
        cycles += 1
        short_cycles += cycle_is_short
    return Sums(
        days=days,
        demand=demand,
        shipped=shipped,
        short=short,
        stock_days=stock_days,
        backorder_days=backorder_days,
        orders=orders,
        units_ordered=units_ordered,
        stock_out_days=stock_out_days,
        cycles=cycles,
        short_cycles=short_cycles,
    )


def indicators(
    ledger: Ledger,
    costs: Costs,
    *,
    unit_cost: Number = 0,
    year: Number = YEAR_DAYS,
    warm_up: int | None = None,
) -> Indicators:
    """Return the indicators of one ledger (one item on one site).

    `unit_cost` is in currency per unit, `year` in days, `warm_up` in days left out at the start (by default
    what the ledger's header says).
    """
    return from_figures(figures(count(ledger, warm_up), costs, unit_cost, year))


def from_figures(values: Mapping[str, Any]) -> Indicators:
    """Return indicators of plain figures, costs as floats whatever the rates."""
    costs = {name: float(value) for name, value in values.items() if "cost" in name}
    return Indicators(**{**values, **costs})


def _ratio(numerator: Any, denominator: Any, without: Any) -> Any:
    """Divide; where the denominator is zero, give `without`. Figures or arrays of equal shape."""
    if isinstance(denominator, np.ndarray):
        out = np.broadcast_to(np.asarray(without, dtype=np.float64), denominator.shape).copy()
        return np.divide(numerator, denominator, out=out, where=denominator != 0)
    return numerator / denominator if denominator else without


def _infinite(amount: Any) -> Any:
    """Return infinity where there is an amount, 0 where there is none."""
    if isinstance(amount, np.ndarray):
        return np.where(amount > 0, math.inf, 0.0)
    return math.inf if amount > 0 else 0.0
