"""The draws of rounds: orders, loads, service times, absences, traffic of the day and of a leg.

Streams (label, replication, "rounds", stop, what) under the seed, a figure a day: no plan and no longer horizon
shifts a draw. The noise of a leg is that of the stop it leads to; the way home has its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.quantiles import drawn
from sim.rounds.stops import Stop
from sim.rounds.world import World
from sim.streams import stream
from sim.supply import LeadTime

Floats = NDArray[np.float64]
WAY_HOME = 5  # draws of the way home, one for each of the first rounds of a day, then again


@dataclass(frozen=True, eq=False)
class Paths:
    """What is drawn of some replications; T = horizon, days.

    load (0 without an order), service (hours), absent (0 or 1): float64 (replications, stops, T); noise: float64
    (replications, stops + WAY_HOME, T); day: float64 (replications, T).
    """

    load: Floats
    service: Floats
    absent: Floats
    noise: Floats
    day: Floats


def paths(world: World, seed: int, label: str, first: int, replications: int) -> Paths:
    """Draw replications `first` to first + replications - 1; the last draws are kept for the next policy."""
    return _paths(
        world.horizon, world.stops, (world.noise, world.day_noise), seed, label, first, replications
    )


@lru_cache(maxsize=4)
def _paths(
    horizon: int,
    stops: tuple[Stop, ...],
    noises: tuple[LeadTime, LeadTime],
    seed: int,
    label: str,
    first: int,
    replications: int,
) -> Paths:
    load = np.zeros((replications, len(stops), horizon))
    service, absent = np.zeros_like(load), np.zeros_like(load)
    noise, day_noise = noises
    legs = np.ones((replications, len(stops) + WAY_HOME, horizon))
    day = np.ones((replications, horizon))
    for run in range(replications):
        names = (label, first + run, "rounds")
        day[run] = day_noise.path(stream(seed, *names, "day"), horizon)
        for at in range(WAY_HOME):
            legs[run, len(stops) + at] = drawn(noise, stream(seed, *names, "home", at).random(horizon))
        for at, stop in enumerate(stops):
            uniforms = stream(seed, *names, "stop", stop.name).random((horizon, 5))
            load[run, at] = np.where(uniforms[:, 0] < stop.chance, drawn(stop.load, uniforms[:, 1]), 0)
            service[run, at] = drawn(stop.service, uniforms[:, 2])
            absent[run, at] = uniforms[:, 3] < stop.absent
            legs[run, at] = drawn(noise, uniforms[:, 4])
    found = Paths(load, service, absent, legs, day)
    for array in (load, service, absent, legs, day):
        array.setflags(write=False)
    return found
