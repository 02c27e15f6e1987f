"""The draws of a kanban world: which stream feeds what. The SimPy model and the kernel both draw here.

Streams are called (label, replication, "kanban", name, "demand") for a line (or a loop with its own demand) and
(label, replication, "kanban", name, "replenishment") for a loop, under the seed: adding a loop or changing a policy
shifts no other draw. A replenishment time belongs to the period of the launch; a fraction of a period counts whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.demand import Demand
from sim.kanban.world import World
from sim.streams import stream
from sim.supply import LeadTime

Ints = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Paths:
    """What is drawn, int64: demand (replications, lines, periods) in pieces, delay (replications, loops, periods)."""

    demand: Ints
    delay: Ints


def paths(world: World, seed: int, label: str, first: int, replications: int) -> Paths:
    """Draw replications `first` to first + replications - 1; demand is 0 in the periods not worked.

    The last draws are kept: a search that only changes the policy draws once.
    """
    shift = None if world.shift is None else (world.shift.length, world.shift.open)
    demands = tuple((line.name, line.demand) for line in world.all_lines())
    delays = tuple((loop.name, loop.replenishment) for loop in world.loops)
    return _paths(world.horizon, shift, demands, delays, seed, label, first, replications)


@lru_cache(maxsize=3)
def _paths(
    horizon: int,
    shift: tuple[int, int] | None,
    demands: tuple[tuple[str, Demand], ...],
    delays: tuple[tuple[str, LeadTime], ...],
    seed: int,
    label: str,
    first: int,
    replications: int,
) -> Paths:
    demand = np.empty((replications, len(demands), horizon), np.int64)
    delay = np.empty((replications, len(delays), horizon), np.int64)
    for replication in range(replications):
        names = (label, first + replication, "kanban")
        for place, (name, kind) in enumerate(demands):
            demand[replication, place] = kind.path(stream(seed, *names, name, "demand"), horizon)
        for place, (name, time) in enumerate(delays):
            drawn = time.path(stream(seed, *names, name, "replenishment"), horizon)
            delay[replication, place] = np.ceil(drawn)
    if shift is not None:
        demand[:, :, np.arange(horizon) % shift[0] >= shift[1]] = 0
    demand.setflags(write=False)
    delay.setflags(write=False)
    return Paths(demand, delay)
