"""What chance decides for each order, whatever the policy: two uniforms a cause, one a step.

Stream (label, replication, "order_process", "orders") makes the orders of each day, (…, cause) the uniforms of a cause,
(…, "step", step) those of a step: another cause or step shifts no draw.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.order_process.world import LARGEST_RATE, World
from sim.streams import stream

Floats = NDArray[np.float64]
KEY = "order_process"


@dataclass(frozen=True, eq=False)
class Orders:
    """The orders of one run: the `day` each comes in (orders,), a uniform for each cause to happen and to be found
    (causes, orders) each, and the days that the steps take in all (orders,)."""

    day: NDArray[Any]
    happens: Floats
    found: Floats
    days: Floats


def orders(world: World, seed: int, label: str, replication: int) -> Orders:
    """Draw one run."""
    names = (label, replication, KEY)
    counts = np.minimum(world.orders.of(stream(seed, *names, "orders").random(world.horizon)), LARGEST_RATE)
    day = np.repeat(np.arange(world.horizon), counts)
    turns = np.empty((len(world.causes), day.size, 2))
    for place, cause in enumerate(world.causes):
        stream(seed, *names, "cause", cause.name).random(out=turns[place])
    days = np.zeros(day.size)
    for step in world.steps:
        days += step.lead_time.of(stream(seed, *names, "step", step.name).random(day.size))
    return Orders(day=day, happens=turns[..., 0], found=turns[..., 1], days=days)
