"""Indicators of a counted store, from a few whole sums that the ledger and the compiled kernel both give."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.counting import compiled as k
from sim.counting import ledger as book
from sim.counting.draws import paths
from sim.counting.run import beyond
from sim.counting.world import RECORD, World, share
from sim.ledger import Ledger
from sim.stock import LOST

Ints = NDArray[Any]
Floats = NDArray[np.float64]

INDICATORS: tuple[str, ...] = (
    "total_cost", "holding_cost", "ordering_cost", "counting_cost", "shortage_cost", "cost_of_wrong_records",
    "fill_rate", "worst_fill_rate", "stock_out_days", "phantom_short", "hidden_short",
    "record_accuracy", "final_accuracy", "mean_deviation", "counts", "adjustments",
    "adjusted_units_net", "adjusted_units_absolute", "adjusted_value_net", "adjusted_value_absolute",
    "mean_stock", "stock_value", "recorded_value", "orders",
)  # fmt: skip


def kernel(world: World, seed: int, label: str, replications: int) -> Ints:
    """Run replications 0 to replications - 1 in the compiled kernel; return the sums, int64 (R, items, SUMS).

    Raises InvalidError without a policy.
    """
    drawn = paths(world, seed, label, 0, replications)
    taken: tuple[Any, ...] = (*drawn.arrays(), *arguments(world))
    found: Ints = k.replications(*taken)
    return found


def arguments(world: World) -> tuple[Any, ...]:
    """Return what the kernel takes after the draws: items, planned, allowed, tolerance, flags, warm_up."""
    policy = world.ruled()
    items = [(item.s, item.Q or 0, item.S or 0, item.review, item.start) for item in world.items]
    planned = np.zeros((world.year, len(world.items)), np.bool_)
    for day, places in enumerate(world.calendar()):
        planned[day, list(places)] = True
    allowed = np.array([share(policy.tolerance, item.klass) for item in world.items], np.float64)
    tolerance = np.array([share(world.tolerance, item.klass) for item in world.items], np.float64)
    events = (policy.at_zero, policy.on_negative, policy.on_miss, policy.recount)
    flags = (*events, world.pick_by == RECORD, world.shortage == LOST)
    return np.array(items, np.int64), planned, allowed, tolerance, flags, world.warm_up


def count(world: World, ledger: Ledger) -> Ints:
    """Reduce the ledger of one run of the world to its sums, int64 (1, items, SUMS)."""
    # Plain lists: numpy figures one by one are slow.
    found = {item.name: [0] * k.SUMS for item in world.items}
    tolerance = {item.name: share(world.tolerance, item.klass) for item in world.items}
    for row in map(book.Row._make, ledger.raw()):
        if row.time < world.warm_up:
            continue
        one = found[row.item]
        match row.kind:
            case book.ISSUE:
                one[k.ASKED] += row.quantity
                one[k.SHORT] += row.short
                one[k.PHANTOM] += row.phantom
                one[k.HIDDEN] += row.hidden
                one[k.OUT_DAYS] += row.short > 0
            case book.COUNT:
                one[k.COUNTS] += row.counts
                one[k.ADJUSTMENTS] += row.done
                one[k.NET] += row.change
                one[k.ABSOLUTE] += abs(row.change)
            case book.ORDER:
                one[k.ORDERS] += 1
            case book.CLOSE:
                gap = abs(row.recorded - row.physical)
                right = not beyond(gap, tolerance[row.item], row.recorded)
                one[k.STOCK] += row.physical
                one[k.RECORDED] += row.recorded
                one[k.DEVIATION] += gap
                one[k.RIGHT] += right
                one[k.RIGHT_AT_END] = int(right)
    return np.array([list(found.values())], np.int64)


def figures(world: World, sums: Ints) -> dict[str, Floats]:
    """Turn sums into `INDICATORS`, float64 arrays of one figure per replication.

    Money in the currency of the rates: total_cost = holding_cost + ordering_cost + counting_cost (counts and
    adjustments) + shortage_cost (units not served); cost_of_wrong_records is the part of shortage_cost for goods that
    were on record and not found (phantom_short, units) or there and not on record (hidden_short). record_accuracy:
    share of right records, mean over days (right: |recorded - physical| within the tolerance × |recorded|),
    final_accuracy on the last day; mean_deviation: mean |recorded - physical| at unit cost, over the value on the
    shelf. Adjusted units and value: what adjustments added to the records (net), and without their signs (absolute).
    stock_value on the shelf, recorded_value on record, means over days.
    """
    policy = world.ruled()
    days = world.horizon - world.warm_up
    zero = np.zeros(sums.shape[0])
    money = {
        name: zero.copy()
        for name in ("holding", "orders", "short", "phantom", "stock", "recorded", "gap", "net", "absolute")
    }
    worst = np.ones(sums.shape[0])
    for place, item in enumerate(world.items):
        one = sums[:, place]
        money["holding"] = money["holding"] + item.holding * one[:, k.STOCK]
        money["orders"] = money["orders"] + item.order_cost * one[:, k.ORDERS]
        money["short"] = money["short"] + item.shortage_cost * one[:, k.SHORT]
        money["phantom"] = money["phantom"] + item.shortage_cost * (one[:, k.PHANTOM] + one[:, k.HIDDEN])
        for name, column in (
            ("stock", k.STOCK),
            ("recorded", k.RECORDED),
            ("gap", k.DEVIATION),
            ("net", k.NET),
            ("absolute", k.ABSOLUTE),
        ):
            money[name] = money[name] + item.unit_cost * one[:, column]
        worst = np.minimum(worst, _kept(one[:, k.SHORT], one[:, k.ASKED]))
    total = sums.sum(axis=1)
    minutes = world.count_minutes * total[:, k.COUNTS] + world.adjustment_minutes * total[:, k.ADJUSTMENTS]
    full = sum(
        1 for day in range(world.warm_up, world.horizon) if day % world.year in set(policy.full_counts)
    )
    counting = minutes / 60 * world.hour_cost + world.closing_cost * full
    records = days * len(world.items)
    found = {
        "total_cost": money["holding"] + money["orders"] + counting + money["short"],
        "holding_cost": money["holding"],
        "ordering_cost": money["orders"],
        "counting_cost": counting,
        "shortage_cost": money["short"],
        "cost_of_wrong_records": money["phantom"],
        "fill_rate": _kept(total[:, k.SHORT], total[:, k.ASKED]),
        "worst_fill_rate": worst,
        "stock_out_days": zero + total[:, k.OUT_DAYS],
        "phantom_short": zero + total[:, k.PHANTOM],
        "hidden_short": zero + total[:, k.HIDDEN],
        "record_accuracy": total[:, k.RIGHT] / records,
        "final_accuracy": total[:, k.RIGHT_AT_END] / len(world.items),
        "mean_deviation": np.where(money["stock"] > 0, money["gap"] / np.maximum(money["stock"], 1e-9), 0.0),
        "counts": zero + total[:, k.COUNTS],
        "adjustments": zero + total[:, k.ADJUSTMENTS],
        "adjusted_units_net": zero + total[:, k.NET],
        "adjusted_units_absolute": zero + total[:, k.ABSOLUTE],
        "adjusted_value_net": money["net"],
        "adjusted_value_absolute": money["absolute"],
        "mean_stock": total[:, k.STOCK] / days,
        "stock_value": money["stock"] / days,
        "recorded_value": money["recorded"] / days,
        "orders": zero + total[:, k.ORDERS],
    }
    return {name: found[name] for name in INDICATORS}


def _kept(short: Ints, asked: Ints) -> Floats:
    """Return 1 - short / asked, 1 where nothing was asked."""
    kept: Floats = 1.0 - short / np.maximum(asked, 1)
    return kept
