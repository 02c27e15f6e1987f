"""The customers of receivers: backorders first, then the demand of the day."""

from __future__ import annotations

from sim.transport.compiled import columns as c
from sim.transport.compiled.arrays import Array, Fixed, Levels, Told
from sim.transport.compiled.compiling import part


@part
def serve(fixed: Fixed, demand: Array, levels: Levels, told: Told, day: int) -> None:
    """Serve the customers of every receiver."""
    stock = levels.stock
    for r in range(fixed.receivers.shape[0]):
        served = min(stock[r, c.NOW_ON_HAND], stock[r, c.NOW_BACK])
        stock[r, c.NOW_ON_HAND] -= served
        stock[r, c.NOW_BACK] -= served
        asked = float(demand[r, day])
        short = max(asked - stock[r, c.NOW_ON_HAND], 0.0)
        stock[r, c.NOW_ON_HAND] -= asked - short
        if fixed.receivers[r, c.R_LOST] == 0:
            stock[r, c.NOW_BACK] += short
        told.series[r, c.ASKED, day] = asked
        told.series[r, c.SHORTS, day] = short
        if day >= fixed.warm_up:
            told.sums[c.DEMAND] += asked
            told.sums[c.SHORT] += short
            if short > 0:
                told.sums[c.SHORT_DAYS] += 1
            told.cost[c.SHORTAGE, day] += fixed.receivers[r, c.R_SHORTAGE] * short
