"""What chance decides in a returns cell, whatever the policy: what comes back, when, and how its handling turns out.

Stream (label, replication, "returns", "arrivals") makes the returns of each day; (…, "units") gives `COLUMNS` uniforms
to each unit in the order of its coming.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.demand import Demand
from sim.returns.world import LARGEST_RATE, Product, Reason, World
from sim.streams import stream
from sim.supply import LeadTime

Floats = NDArray[np.float64]
Ints = NDArray[Any]

COLUMNS = 8  # hour of the day, product, reason, grade, age, slip of the inspection, its time, the repair


@dataclass(frozen=True, eq=False)
class Units:
    """The units of one run in the order of their coming, arrays of one length.

    `time` of coming in days, `day` its whole part; `product`, `grade` (true) as places; `age` days; `slip` (uniform)
    decides what the inspection takes it for, `pace` (exponential of mean 1) how long it lasts, `luck` (uniform) whether
    a repair succeeds.
    """

    time: Floats
    day: Ints
    product: Ints
    reason: Ints
    grade: Ints
    age: Floats
    slip: Floats
    pace: Floats
    luck: Floats


def units(world: World, seed: int, label: str, replication: int) -> Units:
    """Draw one run; the last draws are kept for the next policy."""
    kinds: tuple[Any, Any] = (world.arrivals, world.age)  # frozen dataclasses, whose protocol says no hash
    return _units(world.horizon, kinds, world.products, world.reasons, seed, label, replication)


@lru_cache(maxsize=256)
def _units(
    horizon: int,
    kinds: tuple[Demand, LeadTime],
    products: tuple[Product, ...],
    reasons: tuple[Reason, ...],
    seed: int,
    label: str,
    replication: int,
) -> Units:
    arrivals, age = kinds
    names = (label, replication, "returns")
    counts = arrivals.of(stream(seed, *names, "arrivals").random(horizon))
    counts = np.minimum(counts, LARGEST_RATE)
    day = np.repeat(np.arange(horizon), counts)
    turns = stream(seed, *names, "units").random((day.size, COLUMNS))
    time = day + turns[:, 0]
    order = np.argsort(time, kind="stable")
    column = np.ascontiguousarray(turns[order].T)
    product = _chosen(column[1], [one.weight for one in products])
    reason = _chosen(column[2], [one.weight for one in reasons])
    grade = np.zeros(day.size, np.int64)
    for place, one in enumerate(reasons):
        chosen = reason == place
        grade[chosen] = _chosen(column[3][chosen], list(one.grades))
    found = Units(
        time=time[order],
        day=day,
        product=product,
        reason=reason,
        grade=grade,
        age=age.of(column[4]).astype(np.float64),
        slip=column[5],
        # To a millionth: below it mathematics libraries of different machines may disagree.
        pace=np.round(-np.log1p(-column[6]), 6),
        luck=column[7],
    )
    for array in vars(found).values():
        array.setflags(write=False)
    return found


def _chosen(uniforms: Floats, weights: list[Any]) -> Ints:
    edges = np.cumsum(np.array(weights, np.float64))
    return np.minimum(np.searchsorted(edges / edges[-1], uniforms, side="right"), len(weights) - 1)
