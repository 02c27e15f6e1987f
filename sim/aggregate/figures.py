"""Indicators of a plan that was lived, a figure for each replication."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.aggregate.period import COSTS, Closed, Figure
from sim.aggregate.world import World, at

Floats = NDArray[np.float64]

INDICATORS: tuple[str, ...] = (
    "total_cost", *(f"{name}_cost" for name in COSTS),
    "fill_rate", "stock_out_rate", "mean_stock", "peak_stock", "closing_stock", "mean_backorders", "mean_workers",
    "peak_workers", "hired", "fired", "units_made", "overtime_units", "subcontracted_units", "idle_rate", "demand",
    "short",
)  # fmt: skip


def figures(world: World, closed: Sequence[Closed]) -> dict[str, Floats]:
    """Turn closed periods into `INDICATORS`, float64 arrays of one figure a replication.

    Money: total_cost is the sum of the other costs, each over all the periods. Units: mean_stock and mean_backorders
    at the closes, peak_stock the highest close, closing_stock the last, units_made in regular hours and overtime.
    fill_rate: share of the demand served in its own period; stock_out_rate: share of the periods with some unserved;
    idle_rate: share of the regular hours paid that made nothing.
    """
    count = len(closed)
    costs = {
        f"{name}_cost": _sum(closed, lambda one, place=place: one.costs[place])  # type: ignore[misc]
        for place, name in enumerate(COSTS)
    }
    total = sum(costs.values(), 0.0)
    demand, short = _sum(closed, lambda one: one.demand), _sum(closed, lambda one: one.short)
    able = sum(one.done.workers * at(world.units_per_worker, period) for period, one in enumerate(closed))
    regular = _sum(closed, lambda one: one.done.regular)
    stocks = np.array([one.stock for one in closed], np.float64)
    workers = np.array([one.done.workers for one in closed], np.float64)
    overtime = _sum(closed, lambda one: one.done.overtime)
    found = {
        "total_cost": total,
        **costs,
        "fill_rate": 1.0 - _share(short, demand),
        "stock_out_rate": _sum(closed, lambda one: one.short > 0) / count,
        "mean_stock": _sum(closed, lambda one: one.stock) / count,
        "peak_stock": stocks.max(axis=0),
        "closing_stock": stocks[-1],
        "mean_backorders": _sum(closed, lambda one: one.backlog) / count,
        "mean_workers": _sum(closed, lambda one: one.done.workers) / count,
        "peak_workers": workers.max(axis=0),
        "hired": _sum(closed, lambda one: one.hired),
        "fired": _sum(closed, lambda one: one.fired),
        "units_made": regular + overtime,
        "overtime_units": overtime,
        "subcontracted_units": _sum(closed, lambda one: one.done.subcontract),
        "idle_rate": _share(able - regular, able),
        "demand": demand,
        "short": short,
    }
    shape = np.shape(stocks[-1])
    return {name: np.broadcast_to(np.asarray(found[name], np.float64), shape) for name in INDICATORS}


def _sum(closed: Sequence[Closed], of: Callable[[Closed], Figure]) -> Figure:
    # From the first period on, one by one: an oracle that adds in the same order finds the same bits.
    return sum((of(one) for one in closed), 0.0)


def _share(part: Figure, whole: Figure) -> Figure:
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), 0.0)
