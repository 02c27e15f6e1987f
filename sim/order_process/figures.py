"""A year of orders under the actions taken: errors, complaints, delays, costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.order_process.draws import Orders, orders
from sim.order_process.world import FULL, TIME, World

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

COSTS = ("process", "action", "rework", "complaint", "late")
INDICATORS: tuple[str, ...] = (
    "total_cost", *(f"{name}_cost" for name in COSTS),
    "orders_received", "errors", "errors_found", "complaints", "complaint_rate", "otif_rate", "on_time_rate",
    "perfect_order_rate", "mean_lead_time",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Lived:
    """One run: the orders, and for each cause and order whether it was found in the house or by the customer."""

    drawn: Orders
    caught: Flags  # (causes, orders)
    complained: Flags  # (causes, orders)
    lead: Floats  # days
    late: Flags


def run(world: World, seed: int, label: str, replication: int) -> Lived:
    """Live one replication under the world's policy. Raises InvalidError without one."""
    taken = world.taken()
    drawn = orders(world, seed, label, replication)
    count = drawn.day.size
    caught = np.zeros((len(world.causes), count), np.bool_)
    complained = np.zeros_like(caught)
    lead = drawn.days.copy()
    for action in taken:
        lead += np.where(drawn.day >= action.from_day, float(action.delay_days), 0.0)
    for place, cause in enumerate(world.causes):
        chance, missed = np.full(count, float(cause.chance)), np.full(count, 1.0 - cause.found)
        for action in taken:
            works = drawn.day >= action.from_day
            for effect in action.effects:
                if effect.cause == cause.name:
                    chance = np.where(works, chance * effect.chance, chance)
                    missed = np.where(works, missed * (1.0 - effect.found), missed)
        happens = drawn.happens[place] < chance
        complained[place] = happens & (drawn.found[place] < missed)
        caught[place] = happens & ~complained[place]
        delayed = happens if cause.effect == TIME else caught[place]
        lead += np.where(delayed, float(cause.delay_days), 0.0)
    late = lead > world.promised + 1e-9 if world.promised is not None else np.zeros(count, np.bool_)
    return Lived(drawn, caught, complained, lead, late)


def costs(world: World, lived: Lived) -> dict[str, Floats]:
    """Return each part of the cost, float64 (horizon,), by the day on which the order came in; the warm-up's are 0.

    What an action costs once is paid on the first day measured.
    """
    day, horizon = lived.drawn.day, world.horizon
    each = np.full(day.size, float(sum(one.cost for one in world.steps)))
    for action in world.taken():
        each += np.where(day >= action.from_day, float(action.unit_cost), 0.0)
    rework, complaint = np.zeros(day.size), np.zeros(day.size)
    for place, cause in enumerate(world.causes):
        rework += np.where(lived.caught[place], float(cause.rework_cost), 0.0)
        complaint += np.where(lived.complained[place], float(cause.complaint_cost), 0.0)
    once = np.zeros(horizon)
    once[world.warm_up] = float(sum(one.cost for one in world.taken()))
    found = {
        "process": by_day(day, each, horizon),
        "action": once,
        "rework": by_day(day, rework, horizon),
        "complaint": by_day(day, complaint, horizon),
        "late": by_day(day, np.where(lived.late, float(world.late_cost), 0.0), horizon),
    }
    for row in found.values():
        row[: world.warm_up] = 0.0
    return found


def figures(world: World, lived: Lived) -> dict[str, float]:
    """Turn a run into `INDICATORS`, over the orders that came in after the warm-up.

    complaints: errors that customers found, one for each cause and order; complaint_rate: share of the orders with one
    or more. otif_rate: on time, and no error of quantity or item left. perfect_order_rate: on time and no complaint.
    mean_lead_time: days.
    """
    kept = lived.drawn.day >= world.warm_up
    count = int(kept.sum())
    caught, complained = lived.caught[:, kept], lived.complained[:, kept]
    any_complaint: Flags = np.logical_or.reduce(complained, axis=0)
    wanting = [place for place, one in enumerate(world.causes) if one.effect == FULL]
    in_full: Flags = ~np.logical_or.reduce(complained[wanting], axis=0)
    on_time = ~lived.late[kept]
    parts = {name: float(row.sum()) for name, row in costs(world, lived).items()}
    return {
        "total_cost": sum(parts.values()),
        **{f"{name}_cost": parts[name] for name in COSTS},
        "orders_received": float(count),
        "errors": float(caught.sum() + complained.sum()),
        "errors_found": float(caught.sum()),
        "complaints": float(complained.sum()),
        "complaint_rate": _share(any_complaint, count),
        "otif_rate": _share(on_time & in_full, count),
        "on_time_rate": _share(on_time, count),
        "perfect_order_rate": _share(on_time & ~any_complaint, count),
        "mean_lead_time": float(lived.lead[kept].mean()) if count else 0.0,
    }


def by_day(day: NDArray[Any], amount: Floats, horizon: int) -> Floats:
    """Add up amounts by day, float64 (horizon,)."""
    return np.bincount(day, weights=amount, minlength=horizon).astype(np.float64)


def _share(flags: Flags, count: int) -> float:
    return float(flags.sum()) / count if count else 0.0
