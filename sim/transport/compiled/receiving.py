"""Goods that arrived since yesterday: received, or a claim for what is lost or damaged."""

from __future__ import annotations

import numpy as np

from sim.transport.compiled import columns as c
from sim.transport.compiled.arrays import Fixed, Goods, Levels, Told
from sim.transport.compiled.compiling import part
from sim.transport.compiled.eta import forget
from sim.transport.compiled.events import write


@part
def receive(fixed: Fixed, goods: Goods, levels: Levels, told: Told, day: int) -> None:
    """Receive all that is due on a day."""
    s = goods.due[day]
    while s >= 0:
        lane = int(goods.what[s, c.S_LANE])
        kind, gone = _fate(fixed, goods, s)
        time = goods.what[s, c.S_ARRIVAL] - goods.what[s, c.S_BOOKED]
        late = time > fixed.lanes[lane, c.PROMISED] + c.SOON
        levels.lane[lane, c.NOW_CARRIED] -= 1
        told.lane_series[lane, c.ARRIVED, day] += 1
        if late:
            told.lane_series[lane, c.LATE, day] += 1
        if int(goods.what[s, c.S_FLOW]) < fixed.receivers.shape[0]:
            _put_away(goods, levels, told, s, gone, day)
        if day >= fixed.warm_up:
            _count(fixed, goods, told, s, gone, time, late, day)
        write(told, goods, s, goods.what[s, c.S_ARRIVAL], kind, -1, gone, gone, 0)
        s = goods.mark[s, c.BEHIND]


@part
def _fate(fixed: Fixed, goods: Goods, s: int) -> tuple[int, float]:
    """Return the event that ends the journey of shipment s, and how much of it is gone."""
    lane, quantity = int(goods.what[s, c.S_LANE]), goods.what[s, c.S_QUANTITY]
    if goods.what[s, c.S_LOSS] < fixed.lanes[lane, c.LOSS]:
        return c.E_LOST, quantity
    if goods.what[s, c.S_DAMAGE] >= fixed.lanes[lane, c.DAMAGE]:
        return c.E_DELIVERED, 0.0
    gone = fixed.lanes[lane, c.DAMAGE_SHARE] * quantity
    if int(goods.what[s, c.S_FLOW]) < fixed.receivers.shape[0]:
        gone = min(np.ceil(gone - c.SOON), quantity)
    return c.E_DAMAGED, gone


@part
def _put_away(goods: Goods, levels: Levels, told: Told, s: int, gone: float, day: int) -> None:
    """Put what is left of an order into the stock of its receiver."""
    r, quantity = int(goods.what[s, c.S_FLOW]), goods.what[s, c.S_QUANTITY]
    levels.stock[r, c.NOW_WAY] -= quantity
    if goods.mark[s, c.ETA] >= 0:
        forget(goods, levels, s)
    else:
        levels.stock[r, c.NOW_URGENT] -= quantity
    levels.stock[r, c.NOW_ON_HAND] += quantity - gone
    told.series[r, c.GOT, day] += quantity - gone


@part
def _count(
    fixed: Fixed, goods: Goods, told: Told, s: int, gone: float, time: float, late: bool, day: int
) -> None:
    """Count a delivery after `time` days: claim, service, and what its receiver or its flow pays for it."""
    what, sums, stocks = goods.what, told.sums, fixed.receivers.shape[0]
    owner = int(what[s, c.S_FLOW])
    if gone > 0:
        told.cost[c.CLAIMS, day] += _claim(fixed, goods, s, gone / what[s, c.S_QUANTITY])
        sums[c.CLAIMED] += 1
    sums[c.DELIVERED] += 1
    sums[c.DELIVERED_PALLETS] += what[s, c.S_PALLETS]
    sums[c.TIME] += time
    sums[c.TIME_SQUARES] += time * time
    if not late and gone == 0:
        sums[c.ON_TIME_FULL] += 1
    if owner < stocks:
        by_pallet = fixed.receivers[owner, c.R_PALLET_HANDLING] * what[s, c.S_PALLETS]
        told.cost[c.HANDLING, day] += fixed.receivers[owner, c.R_HANDLING] + by_pallet
    else:
        told.cost[c.TRANSIT, day] += fixed.flows[owner - stocks, c.F_TIME] * time
        if late:
            told.cost[c.SHORTAGE, day] += fixed.flows[owner - stocks, c.F_LATE]


@part
def _claim(fixed: Fixed, goods: Goods, s: int, share: float) -> float:
    """Return what the loss of a share of shipment s costs: goods less what the carrier pays back, and handling."""
    lane = int(goods.what[s, c.S_LANE])
    value = goods.what[s, c.S_VALUE] * share
    paid = min(value, fixed.lanes[lane, c.LIABILITY] * goods.what[s, c.S_KG] * share)
    return float(value - paid + fixed.lanes[lane, c.CLAIM])
