"""What customers ask for: the forecast and its error, drawn from one stream whatever is decided.

Uniform 0 of a stream makes the error of the whole run, uniform t + 1 that of period t, so that more periods shift no
draw. A model and an episode draw here, from streams of their own.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from sim.aggregate.world import ForecastError, World
from sim.streams import stream

KEY = "aggregate"


def demands(world: World, seed: int, label: str, first: int, replications: int) -> NDArray[np.int64]:
    """Return the units asked for in replications `first` to first + replications - 1, int64 (replications, periods).

    The last draws are kept for the next plan.
    """
    return _demands(world.forecast, world.error, seed, label, first, replications)


@lru_cache(maxsize=3)
def _demands(
    forecast: tuple[float, ...], error: ForecastError, seed: int, label: str, first: int, replications: int
) -> NDArray[np.int64]:
    uniforms = np.empty((replications, len(forecast) + 1))
    for replication in range(replications):
        stream(seed, label, first + replication, KEY, "demand").random(out=uniforms[replication])
    found = asked(forecast, error, uniforms)
    found.setflags(write=False)
    return found


def asked(
    forecast: tuple[float, ...], error: ForecastError, uniforms: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Turn uniforms (…, periods + 1) into whole units (…, periods).

    demand(t) = forecast(t) · (1 + bias) · (1 + level · z(run)) · (1 + noise · z(t)), z standard normal, rounded to the
    nearest unit and never under 0.
    """
    # A normal deviate to a millionth: below it mathematics libraries of different machines may disagree.
    deviates: NDArray[Any] = np.round(ndtri(np.maximum(uniforms, 2.0**-53)), 6)
    level = (1.0 + error.bias) * np.maximum(1.0 + error.level * deviates[..., :1], 0.0)
    noise = np.maximum(1.0 + error.noise * deviates[..., 1:], 0.0)
    units = np.floor(np.array(forecast, np.float64) * level * noise + 0.5)
    found: NDArray[np.int64] = units.astype(np.int64)
    return found
