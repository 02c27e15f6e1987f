"""Shipments booked on a day: those of the flows, then the orders of receivers."""

from __future__ import annotations

from sim.transport.compiled import columns as c
from sim.transport.compiled.arrays import Array, Fixed, Goods, Levels, Told
from sim.transport.compiled.compiling import part
from sim.transport.compiled.events import note
from sim.transport.compiled.queue import enter


@part
def take(fixed: Fixed, shipments: Array, goods: Goods, day: int) -> None:
    """Take the shipments of flows that are booked on a day from the draws."""
    while (
        goods.numbers[c.TAKEN] < shipments.shape[0] and shipments[goods.numbers[c.TAKEN], c.S_BOOKED] <= day
    ):
        s, at = goods.numbers[c.NUMBER], goods.numbers[c.TAKEN]
        for column in range(c.S_DRAWN):
            goods.what[s, column] = shipments[at, column]
        goods.what[s, c.S_FLOW] += fixed.receivers.shape[0]
        goods.what[s, c.S_QUANTITY] = 1
        goods.mark[s, c.ETA] = -1
        goods.numbers[c.NUMBER] += 1
        goods.numbers[c.TAKEN] += 1


@part
def book(fixed: Fixed, goods: Goods, levels: Levels, told: Told, first: int, day: int) -> None:
    """Let the shipments from number `first` on wait for the first leg of their lane."""
    for s in range(first, goods.numbers[c.NUMBER]):
        lane = int(goods.what[s, c.S_LANE])
        goods.what[s, c.S_READY], goods.what[s, c.S_STOPPED] = day, -1.0
        enter(goods, int(fixed.lanes[lane, c.FIRST_LEG]), s)
        levels.lane[lane, c.NOW_WAITING] += 1
        levels.lane[lane, c.NOW_CARRIED] += 1
        told.lane_series[lane, c.BOOKED, day] += 1
        note(told, goods, s, float(day), c.E_BOOKED, 0)
