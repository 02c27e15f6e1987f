"""The day is closed: levels, and what they cost."""

from __future__ import annotations

from sim.transport.compiled import columns as c
from sim.transport.compiled.arrays import Fixed, Levels, Told
from sim.transport.compiled.compiling import part


@part
def close(fixed: Fixed, levels: Levels, told: Told, day: int) -> None:
    """Tell the levels of receivers and lanes at the end of a day."""
    for r in range(fixed.receivers.shape[0]):
        on_hand, back = levels.stock[r, c.NOW_ON_HAND], levels.stock[r, c.NOW_BACK]
        way = levels.stock[r, c.NOW_WAY]
        told.series[r, c.ON_HAND, day] = on_hand
        told.series[r, c.BACK, day] = back
        told.series[r, c.UNDER_WAY, day] = way
        if day >= fixed.warm_up:
            told.cost[c.HOLDING, day] += fixed.receivers[r, c.R_HOLDING] * on_hand
            told.cost[c.TRANSIT, day] += fixed.receivers[r, c.R_TRANSIT] * way
            told.cost[c.SHORTAGE, day] += fixed.receivers[r, c.R_BACKORDER] * back
            told.sums[c.STOCK] += on_hand
            told.sums[c.STOCK_VALUE] += on_hand * fixed.receivers[r, c.R_VALUE]
            told.sums[c.WAY] += way
    for at in range(fixed.lanes.shape[0]):
        told.lane_series[at, c.WAITING, day] = levels.lane[at, c.NOW_WAITING]
        told.lane_series[at, c.CARRIED, day] = levels.lane[at, c.NOW_CARRIED]
