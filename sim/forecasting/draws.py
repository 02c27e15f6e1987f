"""The demand of months to come: which stream feeds what.

One stream a run, called (label, replication, "forecasting", item) under the seed, two uniforms a period: no policy and
no longer horizon shifts a draw.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from sim.forecasting.world import World
from sim.streams import stream

CUT = 3.0  # deviations at which a normal draw is cut

Floats = NDArray[np.float64]


def demands(world: World, seed: int, label: str, first: int, replications: int) -> Floats:
    """Draw the demand of replications `first` to first + replications - 1: whole units, (replications, periods)."""
    law = (world.horizon, world.name, world.level, world.trend, world.seasons, world.events)
    return _demands(*law, world.noise, world.drift, seed, label, first, replications)


@lru_cache(maxsize=16)
def _demands(
    horizon: int,
    name: str,
    level: float,
    trend: float,
    seasons: tuple[float, ...],
    events: tuple[float, ...] | None,
    noise: float,
    drift: float,
    seed: int,
    label: str,
    first: int,
    replications: int,
) -> Floats:
    uniforms = np.empty((replications, horizon, 2))
    for run in range(replications):
        stream(seed, label, first + run, "forecasting", name).random(out=uniforms[run])
    found = np.empty((replications, horizon))
    now = np.full(replications, float(level))
    for t in range(horizon):
        now = np.maximum(now * (1 + drift * _deviations(uniforms[:, t, 0])) + trend, 0.0)
        law = now * seasons[t % len(seasons)] * factor(events, t)
        found[:, t] = np.rint(np.maximum(law * (1 + noise * _deviations(uniforms[:, t, 1])), 0.0))
    found.setflags(write=False)
    return found


def factor(factors: tuple[float, ...] | None, t: int) -> float:
    """Return the factor of period t, 1 after the last one given."""
    return factors[t] if factors is not None and t < len(factors) else 1.0


def _deviations(uniforms: Any) -> Floats:
    """Turn uniforms into standard normal deviations to a millionth, the same on every machine."""
    found: Floats = np.round(np.clip(ndtri(uniforms), -CUT, CUT), 6)
    return found
