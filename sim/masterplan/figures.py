"""Indicators of a master schedule, from the traces of its weeks."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.masterplan import compiled as k
from sim.masterplan.draws import paths
from sim.masterplan.world import PROMISES, World

Ints = NDArray[Any]
Floats = NDArray[np.float64]

PARTS = ("holding", "setup", "overtime", "expediting", "tardiness", "shortage")
INDICATORS: tuple[str, ...] = (
    "total_cost", "holding_cost", "setup_cost", "overtime_cost", "expediting_cost", "tardiness_cost", "shortage_cost",
    "fill_rate", "promise_rate", "refused_rate", "mean_stock", "peak_stock", "stock_value", "mean_backorders",
    "units_made", "setups", "overtime_hours", "expedited_units", "utilisation",
)  # fmt: skip


def traces(world: World, seed: int, label: str, first: int, replications: int) -> Floats:
    """Live replications `first` to first + replications - 1; return their traces, float64 (R, weeks, TRACES).

    Raises InvalidError without a policy.
    """
    rules, fixed = policy_rules(world)
    drawn = paths(world, seed, label, first, replications)
    found: Floats = k.replications(drawn.orders, drawn.first, drawn.stopped, rules, fixed, *arguments(world))
    return found


def policy_rules(world: World) -> tuple[Ints, Ints]:
    """Return what the kernel takes of the policy: rules int64 (RULES,), the fixed plan int64 (weeks,)."""
    policy = world.ruled()
    rules = (
        PROMISES.index(policy.promise), policy.quoted_weeks, policy.fence, policy.demand_fence, policy.lot_size,
        policy.cover, policy.safety_stock, policy.expedite, policy.plan is not None,
    )  # fmt: skip
    return np.array(rules, np.int64), np.array(policy.plan or (), np.int64)


def arguments(world: World) -> tuple[Any, ...]:
    """Return what the kernel takes of the world: scheduled, forecast, view, patience, lead, initial, hours, share."""
    return (
        np.array(world.scheduled, np.int64),
        np.array(world.forecast, np.int64),
        world.view,
        -1 if world.patience is None else world.patience,
        world.component_weeks,
        world.initial,
        hours_of(world),
        float(world.stoppage.share) if world.stoppage else 0.0,
    )


def hours_of(world: World) -> Floats:
    """Return the hours of a week, float64 (4,): regular (-1: no limit), overtime allowed, a unit's, a setup's."""
    regular = -1.0 if world.capacity is None else float(world.capacity)
    extra = float(world.policy.overtime) if world.policy else 0.0
    return np.array([regular, extra, float(world.unit_hours), float(world.setup_hours)])


def costs(world: World, trace: Floats) -> dict[str, Floats]:
    """Return each part of the cost of each week, float64 (…, weeks); weeks of the warm-up cost nothing."""
    found: dict[str, Any] = {
        "holding": world.holding * trace[..., k.ON_HAND],
        "setup": world.setup_cost * (trace[..., k.MADE] > 0),
        "overtime": world.overtime_cost * trace[..., k.OVERTIME],
        "expediting": world.expediting_cost * trace[..., k.EXPEDITED],
        "tardiness": world.late_cost * trace[..., k.LATE],
        "shortage": world.delay_cost * trace[..., k.WAITING] + world.lost_cost * trace[..., k.REFUSED],
    }
    for values in found.values():
        values[..., : world.warm_up] = 0
    return found


def figures(world: World, trace: Floats) -> dict[str, Floats]:
    """Return the indicators of runs from their traces, float64 (R, weeks, TRACES): a figure a run."""
    parts: dict[str, Any] = {
        f"{part}_cost": values.sum(axis=-1) for part, values in costs(world, trace).items()
    }
    measured = trace[..., world.warm_up :, :]
    sums, weeks = measured.sum(axis=-2), measured.shape[-2]
    stock = sums[..., k.ON_HAND] / weeks
    regular = 0.0 if world.capacity is None else world.capacity * weeks
    found: dict[str, Any] = {
        "total_cost": sum(parts.values(), np.zeros(trace.shape[0])),
        **parts,
        "fill_rate": 1 - _share(sums[..., k.SHORT], sums[..., k.WANTED], 0.0),
        "promise_rate": _share(sums[..., k.KEPT], sums[..., k.DUE_NOW], 1.0),
        "refused_rate": _share(sums[..., k.REFUSED], sums[..., k.BOOKED], 0.0),
        "mean_stock": stock,
        "peak_stock": np.asarray(measured[..., k.ON_HAND].max(axis=-1)),
        "stock_value": stock * world.unit_cost,
        "mean_backorders": sums[..., k.LATE] / weeks,
        "units_made": sums[..., k.MADE],
        "setups": np.asarray((measured[..., k.MADE] > 0).sum(axis=-1), dtype=np.float64),
        "overtime_hours": sums[..., k.OVERTIME],
        "expedited_units": sums[..., k.EXPEDITED],
        "utilisation": _share(sums[..., k.HOURS], np.full(trace.shape[0], regular), 0.0),
    }
    return found


def _share(part: Floats, whole: Floats, nothing: float) -> Floats:
    """Return part over whole, `nothing` where there is none."""
    found: Floats = np.divide(part, whole, out=np.full(part.shape, nothing), where=whole > 0)
    return found
