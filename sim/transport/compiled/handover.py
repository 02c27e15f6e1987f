"""The end of a leg: a shipment is due at its receiver, or handed over at a hub to wait for the next leg."""

from __future__ import annotations

import numpy as np

from sim.transport.compiled import columns as c
from sim.transport.compiled.arrays import Drawn, Fixed, Goods, Told
from sim.transport.compiled.compiling import part
from sim.transport.compiled.disruptions import hold_up
from sim.transport.compiled.events import note
from sim.transport.compiled.queue import enter


@part
def arrive(
    fixed: Fixed, drawn: Drawn, goods: Goods, told: Told, k: int, s: int, there: float, day: int
) -> None:
    """Let shipment s, which left on leg k, reach its end at the time `there`."""
    if fixed.rank[k] == fixed.lanes[int(goods.what[s, c.S_LANE]), c.LEG_COUNT] - 1:
        goods.what[s, c.S_ARRIVAL] = there
        # What arrives during a day is put away for the next one.
        on = max(int(np.ceil(there - c.SOON)), day + 1)
        if on < fixed.horizon:
            goods.mark[s, c.BEHIND] = goods.due[on]
            goods.due[on] = s
    elif there < fixed.horizon:
        note(told, goods, s, there, c.E_ARRIVED, fixed.rank[k])
        goods.what[s, c.S_READY] = _handled(fixed, drawn, goods, told, k, s, there)
        enter(goods, k + 1, s)


@part
def _handled(fixed: Fixed, drawn: Drawn, goods: Goods, told: Told, k: int, s: int, there: float) -> float:
    """Return when shipment s is ready to leave the hub behind leg k, if there is one."""
    h = int(fixed.legs[k + 1, c.HUB])
    if h < 0:
        return there
    reached, rank = int(there), fixed.rank[k]
    if fixed.hubs[h, c.H_CUSTOMS] > 0:
        note(told, goods, s, there, c.E_CUSTOMS, rank)
    free = there + drawn.handled[h, reached]
    first, count = int(fixed.hubs[h, c.H_DELAY_FIRST]), int(fixed.hubs[h, c.H_DELAY_COUNT])
    return hold_up(fixed, drawn.delay, goods, told, first, count, s, there, rank, reached, free)
