"""The orders of receivers: (s, S) or lots on days of order, and an urgent order over the backup lane."""

from __future__ import annotations

import numpy as np

from sim.transport.compiled import columns as c
from sim.transport.compiled.arrays import Drawn, Fixed, Goods, Levels, Told
from sim.transport.compiled.compiling import part
from sim.transport.compiled.eta import expect


@part
def order(fixed: Fixed, drawn: Drawn, goods: Goods, levels: Levels, told: Told, day: int) -> None:
    """Place the orders of every receiver: that of its rule, then the urgent one."""
    for r in range(fixed.receivers.shape[0]):
        if fixed.order_days[r, day]:
            _place(fixed, drawn, goods, levels, told, r, 0, _wanted(fixed, levels, r), day)
        if fixed.receivers[r, c.R_BACKUP] >= 0:
            _place(fixed, drawn, goods, levels, told, r, 1, _wanted_urgently(fixed, levels, r, day), day)


@part
def _wanted(fixed: Fixed, levels: Levels, r: int) -> float:
    """Return the units that the rule of a receiver orders: whole lots, at most what one departure holds."""
    position = levels.stock[r, c.NOW_ON_HAND] - levels.stock[r, c.NOW_BACK] + levels.stock[r, c.NOW_WAY]
    if position > fixed.receivers[r, c.R_POINT]:
        return 0.0
    lot, most = fixed.receivers[r, c.R_LOT], fixed.receivers[r, c.R_MOST]
    wanted = np.ceil((fixed.receivers[r, c.R_LEVEL] - position) / lot) * lot
    if wanted > most:
        wanted = max(np.floor(most / lot) * lot, min(lot, most))
    return float(wanted)


@part
def _wanted_urgently(fixed: Fixed, levels: Levels, r: int, day: int) -> float:
    """Return the units short of the backup level, over the days that the backup lane takes."""
    soon = levels.stock[r, c.NOW_ON_HAND] - levels.stock[r, c.NOW_BACK] + levels.stock[r, c.NOW_URGENT]
    # What should have come already is not counted on.
    for later in range(day + 1, day + int(fixed.receivers[r, c.R_BACKUP_PLANNED]) + 1):
        soon += levels.expected[r, later]
    return float(min(fixed.receivers[r, c.R_BACKUP_LEVEL] - soon, fixed.receivers[r, c.R_BACKUP_MOST]))


@part
def _place(
    fixed: Fixed,
    drawn: Drawn,
    goods: Goods,
    levels: Levels,
    told: Told,
    r: int,
    slot: int,
    wanted: float,
    day: int,
) -> None:
    """Place an order, if anything is wanted, over the lane of the receiver (slot 0) or its backup (1)."""
    if wanted <= 0:
        return
    s = _shipment(fixed, drawn, goods, r, slot, wanted, day)
    levels.stock[r, c.NOW_WAY] += wanted
    if slot == 0:
        goods.mark[s, c.ETA] = day + int(fixed.receivers[r, c.R_PLANNED])
        expect(goods, levels, s)
    else:  # counted apart until it comes
        goods.mark[s, c.ETA] = -1
        levels.stock[r, c.NOW_URGENT] += wanted
        told.series[r, c.URGENT, day] += wanted
    told.series[r, c.PLACED, day] += wanted
    if day >= fixed.warm_up:
        told.cost[c.ORDERING, day] += fixed.receivers[r, c.R_ORDER]
        told.sums[c.ORDERS] += 1
        told.sums[c.ORDERED] += wanted
        if slot == 1:
            told.sums[c.BACKUP_ORDERED] += wanted


@part
def _shipment(fixed: Fixed, drawn: Drawn, goods: Goods, r: int, slot: int, wanted: float, day: int) -> int:
    """Make a shipment of an order; return its number."""
    what, receivers = goods.what, fixed.receivers
    s = goods.numbers[c.NUMBER]
    goods.numbers[c.NUMBER] += 1
    pallets = np.ceil(round(wanted / receivers[r, c.R_PER_PALLET], 9))
    what[s, c.S_BOOKED], what[s, c.S_FLOW] = day, r
    what[s, c.S_LANE] = receivers[r, c.R_BASE if slot == 0 else c.R_BACKUP]
    what[s, c.S_KG] = wanted * receivers[r, c.R_KG]
    what[s, c.S_CUBIC] = wanted * receivers[r, c.R_CUBIC]
    what[s, c.S_METRES] = pallets * receivers[r, c.R_METRES]
    what[s, c.S_PALLETS] = pallets
    what[s, c.S_VALUE] = wanted * receivers[r, c.R_VALUE]
    what[s, c.S_LOSS] = drawn.fate[r, slot, 0, day]
    what[s, c.S_DAMAGE] = drawn.fate[r, slot, 1, day]
    what[s, c.S_QUANTITY] = wanted
    return int(s)
