"""The draws of a feeding world: which stream feeds what. The readable model and the kernel both draw here.

Streams are called (label, replication, "feeding", name, what) under the seed: `takt` of a line, unit by unit; `share`
of a part, unit by unit; `delay` of a route and `replenishment` of a part or a kit, by the period in which the train
leaves. None of them hangs on the policy: two policies meet the same days.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.feeding.parts import mean_time
from sim.feeding.world import World
from sim.streams import stream
from sim.supply import LeadTime

Floats = NDArray[np.float64]
Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Paths:
    """What is drawn: cycle (replications, lines, units) in periods, takes (replications, parts, units) true or false,
    delay (replications, routes, periods) and replenishment (replications, parts and kits, periods) in periods."""

    cycle: Floats
    takes: Array
    delay: Floats
    replenishment: Floats


def paths(world: World, seed: int, label: str, first: int, replications: int) -> Paths:
    """Draw replications `first` to first + replications - 1, as many units as fill the horizon.

    The last draws are kept: a search that only changes the policy draws once.
    """
    lines = tuple((line.name, line.takt) for line in world.lines)
    parts = tuple((part.name, float(part.share)) for part in world.parts)
    routes = tuple((route.name, route.delay) for route in world.routes)
    brought = tuple((one.name, one.replenishment) for one in world.brought)
    return _paths(world.horizon, lines, parts, routes, brought, seed, label, first, replications)


@lru_cache(maxsize=3)
def _paths(
    horizon: int,
    lines: tuple[tuple[str, LeadTime], ...],
    parts: tuple[tuple[str, float], ...],
    routes: tuple[tuple[str, LeadTime | None], ...],
    brought: tuple[tuple[str, LeadTime | None], ...],
    seed: int,
    label: str,
    first: int,
    replications: int,
) -> Paths:
    runs = range(first, first + replications)
    cycles = [[_cycles(takt, horizon, seed, label, run, name) for name, takt in lines] for run in runs]
    units = max(row.size for rows in cycles for row in rows)
    cycle = np.full((replications, len(lines), units), float(horizon))
    takes = np.ones((replications, len(parts), units), np.bool_)
    delay = np.zeros((replications, len(routes), horizon))
    replenishment = np.zeros((replications, len(brought), horizon))
    for place, run in enumerate(runs):
        names = (label, run, "feeding")
        for at, row in enumerate(cycles[place]):
            cycle[place, at, : row.size] = row
        for at, (name, share) in enumerate(parts):
            if share < 1:
                takes[place, at] = stream(seed, *names, name, "share").random(units) < share
        for at, (name, time) in enumerate(routes):
            if time is not None:
                delay[place, at] = time.path(stream(seed, *names, name, "delay"), horizon)
        for at, (name, time) in enumerate(brought):
            if time is not None:
                replenishment[place, at] = time.path(stream(seed, *names, name, "replenishment"), horizon)
    for one in (cycle, takes, delay, replenishment):
        one.setflags(write=False)
    return Paths(cycle, takes, delay, replenishment)


def _cycles(takt: LeadTime, horizon: int, seed: int, label: str, run: int, name: str) -> Floats:
    """Draw the time of unit after unit until they fill the horizon: a longer draw begins like a shorter one."""
    units = math.ceil(horizon / max(mean_time(takt), 1e-6) * 1.1) + 8
    while True:
        found = np.asarray(takt.path(stream(seed, label, run, "feeding", name, "takt"), units), np.float64)
        total = np.cumsum(found)
        if total[-1] >= horizon:
            return found[: int(np.searchsorted(total, horizon)) + 1]
        units *= 2
