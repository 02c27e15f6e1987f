"""Indicators of a returns cell, and the days of a story, from what became of each unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.returns import compiled as k
from sim.returns.draws import Units, units
from sim.returns.world import DESTROY, DISPOSITIONS, NEW, RECYCLE, REPAIR, RESTOCK, World

Floats = NDArray[np.float64]

COSTS = (
    "lost_value", "inspection", "repair", "disposal", "exchange", "credit", "delay", "complaint", "holding",
)  # fmt: skip
INDICATORS: tuple[str, ...] = (
    "total_cost", *(f"{name}_cost" for name in COSTS),
    "recovered_value", "recovery_rate", "returns", "return_cycle_time", "response_time", "inspection_queue",
    "repair_queue", "mean_in_cell", "inspection_utilisation", "repair_utilisation",
    *(f"{name}_rate" for name in DISPOSITIONS), "wrong_disposition_rate", "exchange_rate", "mean_stock",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Lived:
    """One run: what came, what became of it (see `sim.returns.compiled`), and how long each inspection took."""

    came: Units
    lives: Floats
    inspecting: Floats

    def column(self, place: int) -> Floats:
        """Return one column of the lives."""
        found: Floats = self.lives[:, place]
        return found


def run(world: World, seed: int, label: str, replication: int) -> Lived:
    """Live one replication under the world's policy. Raises InvalidError without one."""
    policy, level = world.ruled(), world.inspected()
    came = units(world, seed, label, replication)
    mean = level.minutes / 60 / world.hours
    inspecting = came.pace * mean if level.spread == "exponential" else np.full(came.time.size, mean)
    ends = k.serve(came.time, inspecting, policy.inspectors)
    products = np.array(
        [
            (
                one.value, one.decay, one.refurbished, one.repaired, one.parts, one.refurbish_hours / world.hours,
                one.repair_hours / world.hours, one.success, float(one.hazardous),
            )
            for one in world.products
        ],
        np.float64,
    )  # fmt: skip
    bounds = (float(policy.refurbish_from), float(policy.repair_from), _bound(policy.parts_from))
    room = (_bound(policy.max_queue), _bound(policy.max_age), policy.repairers)
    lives = k.life(
        ends, came.time, came.product, came.grade, came.age, came.slip, came.luck, products,
        (float(level.false_good), float(level.false_bad)), bounds, room,
        (policy.exchange, policy.exchange_stock, float(world.exchange_lead)), float(world.horizon),
    )  # fmt: skip
    return Lived(came, lives, inspecting)


def _bound(value: Any) -> float:
    return np.inf if value is None else float(value)


def costs(world: World, lived: Lived) -> dict[str, Floats]:
    """Return each part of the cost, float64 (horizon,), day by day, the warm-up's days 0.

    A loss of value falls on the day on which the unit leaves, delays and the customer's answer on that of its
    inspection, whatever the horizon ends on its last day.
    """
    policy, horizon, came = world.ruled(), world.horizon, lived.came
    seen = lived.column(k.INSPECTED) <= horizon
    day = np.minimum(lived.column(k.INSPECTED), horizon - 1).astype(np.int64)
    left = np.minimum(lived.column(k.LEFT), horizon - 1).astype(np.int64)
    done, swapped = lived.column(k.DISPOSED), lived.column(k.EXCHANGED) > 0
    value = worth(world, lived)
    answer = np.where(swapped, float(world.exchange_days), float(world.credit_days))
    waited = np.where(seen, lived.column(k.INSPECTED) + answer, float(horizon)) - came.time
    scrapped = np.where(done == RECYCLE, _each(world, lived, "recycle_cost"), 0.0)
    scrapped += np.where(done == DESTROY, _each(world, lived, "destroy_cost"), 0.0)
    staff = np.ones(horizon)
    found = {
        "lost_value": _by_day(left, value - lived.column(k.BROUGHT), horizon),
        "inspection": staff * float(world.inspector_wage * policy.inspectors),
        "repair": staff * float(world.wage * policy.repairers)
        + _by_day(day, np.where(done == REPAIR, _each(world, lived, "repair_parts"), 0.0), horizon),
        "disposal": _by_day(day, scrapped, horizon),
        "exchange": _by_day(day, np.where(swapped, _each(world, lived, "exchange_cost"), 0.0), horizon),
        "credit": _by_day(day, np.where(seen & ~swapped, _each(world, lived, "credit_cost"), 0.0), horizon),
        "delay": _by_day(day, waited * float(world.delay_cost), horizon),
        "complaint": _by_day(
            day, np.where((done == RESTOCK) & (came.grade != NEW), float(world.complaint_cost), 0.0), horizon
        ),
        "holding": stock(world, lived) * float(world.holding),
    }
    for row in found.values():
        row[: world.warm_up] = 0.0
    return found


def stock(world: World, lived: Lived) -> Floats:
    """Return the units in the exchange stock at the close of each day, float64 (horizon,)."""
    policy = world.ruled()
    if not policy.exchange:
        return np.zeros(world.horizon)
    given = np.sort(lived.column(k.INSPECTED)[lived.column(k.EXCHANGED) > 0])
    closes = np.arange(1, world.horizon + 1, dtype=np.float64)
    out = np.searchsorted(given, closes, side="left")
    back = np.searchsorted(given + float(world.exchange_lead), closes, side="left")
    return np.asarray(policy.exchange_stock * len(world.products) - (out - back), np.float64)


def levels(start: Floats, end: Floats, horizon: int) -> Floats:
    """Return how many intervals [start, end[ are open at the close of each day, float64 (horizon,)."""
    closes = np.arange(1, horizon + 1, dtype=np.float64)
    begun = np.searchsorted(np.sort(start), closes, side="left")
    over = np.searchsorted(np.sort(end), closes, side="left")
    return np.asarray(begun - over, np.float64)


def figures(world: World, lived: Lived) -> dict[str, float]:
    """Turn a run into `INDICATORS`, over the days after the warm-up.

    Money: total_cost, the sum of its parts; recovered_value, what the units that left brought. Days: return_cycle_time
    from coming to leaving the cell, of units that left; response_time from coming to the customer's answer, of units
    inspected. Units on average over time: inspection_queue and repair_queue (waiting), mean_in_cell (in all),
    mean_stock (at the closes). Shares: of the units inspected, each disposition, wrong ones (other than the true
    grade asked for), customers given another unit; recovery_rate of the value of the units that left.
    """
    low, high = float(world.warm_up), float(world.horizon)
    came, policy = lived.came, world.ruled()
    inspected, left, started = (lived.column(one) for one in (k.INSPECTED, k.LEFT, k.STARTED))
    seen = (inspected >= low) & (inspected <= high)
    gone = (left >= low) & (left <= high)
    swapped = lived.column(k.EXCHANGED) > 0
    answer = inspected + np.where(swapped, float(world.exchange_days), float(world.credit_days))
    value = worth(world, lived)
    begun = inspected - lived.inspecting
    benched = np.isfinite(started)
    parts = {name: float(row.sum()) for name, row in costs(world, lived).items()}
    span = high - low
    return {
        "total_cost": sum(parts.values()),
        **{f"{name}_cost": parts[name] for name in COSTS},
        "recovered_value": float(lived.column(k.BROUGHT)[gone].sum()),
        "recovery_rate": _share(float(lived.column(k.BROUGHT)[gone].sum()), float(value[gone].sum())),
        "returns": float(((came.time >= low) & (came.time <= high)).sum()),
        "return_cycle_time": _mean((left - came.time)[gone]),
        "response_time": _mean((answer - came.time)[seen]),
        "inspection_queue": _overlap(came.time, begun, low, high) / span,
        "repair_queue": _overlap(inspected[benched], started[benched], low, high) / span,
        "mean_in_cell": _overlap(came.time, left, low, high) / span,
        "inspection_utilisation": _overlap(begun, inspected, low, high) / span / policy.inspectors,
        "repair_utilisation": _overlap(started[benched], left[benched], low, high) / span / policy.repairers,
        **{
            f"{name}_rate": _mean((lived.column(k.DISPOSED)[seen] == place).astype(np.float64))
            for place, name in enumerate(DISPOSITIONS)
        },
        "wrong_disposition_rate": _mean(lived.column(k.WRONG)[seen]),
        "exchange_rate": _mean(swapped[seen].astype(np.float64)),
        "mean_stock": float(stock(world, lived)[world.warm_up :].mean()),
    }


def worth(world: World, lived: Lived) -> Floats:
    """Return what each unit was worth when it came back, to a millionth."""
    kept = _each(world, lived, "value") * (1.0 - _each(world, lived, "decay")) ** lived.came.age
    found: Floats = np.floor(kept * 1e6 + 0.5) / 1e6
    return found


def _each(world: World, lived: Lived, name: str) -> Floats:
    """Return a figure of each unit's product."""
    table = np.array([getattr(one, name) for one in world.products], np.float64)
    found: Floats = table[lived.came.product]
    return found


def _by_day(day: NDArray[np.int64], amount: Floats, horizon: int) -> Floats:
    return np.bincount(day, weights=amount, minlength=horizon).astype(np.float64)


def _overlap(start: Floats, end: Floats, low: float, high: float) -> float:
    """Return the time that intervals spend between two dates."""
    return float(np.maximum(np.minimum(end, high) - np.maximum(start, low), 0.0).sum())


def _mean(values: Floats) -> float:
    return float(values.mean()) if values.size else 0.0


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0
