"""When a source, a site or a lane is down: it ships and makes nothing, a site serves nobody; orders wait."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from sim.network.world import Disruption


def down_periods(one: Disruption, horizon: int, up: Sequence[float], down: Sequence[float]) -> list[bool]:
    """Return, for each period, whether the place is down.

    A time that is known once uses `start` and `length`. By chance, the place is first up for up[0] periods, then
    down for down[0], up for up[1]…, each rounded up to a whole period and at least 1.
    """
    if one.start is not None and one.length is not None:
        return [one.start <= period < one.start + one.length for period in range(horizon)]
    found: list[bool] = []
    for running, stopped in zip(up, down, strict=True):
        if len(found) >= horizon:
            break
        found += [False] * min(max(ceil(running), 1), horizon)
        found += [True] * min(max(ceil(stopped), 1), horizon)
    return found[:horizon]
