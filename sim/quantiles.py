"""Many draws of one time or weight at once: a gamma among equally likely quantiles, where a million are wanted."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from sim.inversion import Uniforms, Values
from sim.supply import Gamma, LeadTime

QUANTILES = 4096


def drawn(time: LeadTime, uniforms: Uniforms) -> Values:
    """Turn uniforms into values as `time.of` does; a gamma by a table of its quantiles, a hundred times faster.

    A gamma's mean is kept within a few ten-thousandths; nothing lies beyond its quantile 1 - 1 / 8192.
    """
    if isinstance(time, Gamma) and uniforms.size > 0:
        return _table(time)[(uniforms * QUANTILES).astype(np.int64)]
    return time.of(uniforms)


@lru_cache(maxsize=1024)
def _table(time: Gamma) -> Values:
    found = time.of((np.arange(QUANTILES) + 0.5) / QUANTILES)
    found.setflags(write=False)
    return found
