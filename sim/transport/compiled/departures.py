"""The departures of a leg: what may leave on a day, in how many vehicles, and the journey that begins."""

from __future__ import annotations

import numpy as np

from sim.transport.compiled import columns as c
from sim.transport.compiled.arrays import Drawn, Fixed, Goods, Levels, Told
from sim.transport.compiled.compiling import part
from sim.transport.compiled.disruptions import delayed, hold_up, release, stop
from sim.transport.compiled.eta import expect, forget, put_off
from sim.transport.compiled.events import note
from sim.transport.compiled.freight import carry, drive
from sim.transport.compiled.handover import arrive
from sim.transport.compiled.load import Load, filled, vehicles_for, with_shipment
from sim.transport.compiled.queue import leave


@part
def depart(fixed: Fixed, drawn: Drawn, goods: Goods, levels: Levels, told: Told, k: int, day: int) -> None:
    """Let leave on leg k what may leave on a day."""
    legs, head = fixed.legs, goods.ends[k, c.HEAD]
    if head < 0 or not (legs[k, c.ON_DEMAND] > 0 or fixed.leaves[k, day]):
        return
    last = day + 1 - c.SOON if legs[k, c.ON_DEMAND] > 0 else day - legs[k, c.CUT_OFF] + c.SOON
    if goods.what[head, c.S_READY] > last:
        return
    if drawn.closed[k, day] > 0:
        stop(goods, levels, k, last, day, drawn.closed[k, day])
        return
    room, limited = _room(fixed, goods, k, last, day)
    if room == 0:
        return
    load, count = _load(fixed, goods, told, k, last, room, limited, day)
    vehicles = _vehicles(fixed, told, load, k, day)
    held = delayed(fixed, drawn.delay, k, day)
    for place in range(count):
        s = goods.loaded[place]
        if legs[k, c.ON_DEMAND] > 0:
            vehicles += _own_vehicles(fixed, goods, told, k, s, day)
        if day >= fixed.warm_up:
            carry(fixed, goods, told, k, s, day)
        leaving = _set_off(fixed, drawn, goods, levels, told, k, s, held, day)
        arrive(fixed, drawn, goods, told, k, s, leaving + drawn.transit[k, day] + held, day)
    if day >= fixed.warm_up:
        if legs[k, c.BOUNDED] > 0:
            told.sums[c.USED] += vehicles
        drive(fixed, told, k, vehicles, day)


@part
def _room(fixed: Fixed, goods: Goods, k: int, last: float, day: int) -> tuple[float, bool]:
    """Return the vehicles that leave with what is ready at `last`, infinite without a bound, and whether too few."""
    legs = fixed.legs
    if legs[k, c.BOUNDED] == 0 or legs[k, c.ON_DEMAND] > 0:
        return np.inf, False
    load = Load(0.0, 0.0, 0.0, 0.0)
    head = goods.ends[k, c.HEAD]
    s = head
    while s >= 0 and goods.what[s, c.S_READY] <= last:
        load = with_shipment(load, goods, s)
        s = goods.mark[s, c.BEHIND]
    full = filled(load, legs, k)
    room = np.ceil(round(full, 9))
    if legs[k, c.FILL] > 0 and day - goods.what[head, c.S_READY] < legs[k, c.LONGEST_WAIT]:
        whole = np.floor(round(full, 9))
        room = whole + (1.0 if full - whole >= legs[k, c.FILL] - c.SOON else 0.0)
    if legs[k, c.VEHICLES] > 0 and room > legs[k, c.VEHICLES]:
        return legs[k, c.VEHICLES], True
    return room, False


@part
def _load(
    fixed: Fixed, goods: Goods, told: Told, k: int, last: float, room: float, limited: bool, day: int
) -> tuple[Load, int]:
    """Load what is ready at `last`, first come first; return the load and how many `goods.loaded` are."""
    load = Load(0.0, 0.0, 0.0, 0.0)
    count = 0
    s = goods.ends[k, c.HEAD]
    while s >= 0 and goods.what[s, c.S_READY] <= last:
        behind = goods.mark[s, c.BEHIND]
        more = with_shipment(load, goods, s)
        # What is too large for all of them takes as many as it needs.
        if room == np.inf or count == 0 or filled(more, fixed.legs, k) <= room + c.SOON:
            load = more
            goods.loaded[count] = s
            count += 1
            leave(goods, k, s)
        elif limited:
            if day >= fixed.warm_up:
                told.sums[c.ROLLED] += 1
            note(told, goods, s, float(day), c.E_ROLLED, fixed.rank[k])
        s = behind
    return load, count


@part
def _vehicles(fixed: Fixed, told: Told, load: Load, k: int, day: int) -> float:
    """Return the vehicles of a timetable that a load takes; none yet on demand."""
    if fixed.legs[k, c.ON_DEMAND] > 0:
        return 0.0
    if fixed.legs[k, c.BOUNDED] == 0:
        return 1.0
    full = filled(load, fixed.legs, k)
    if day >= fixed.warm_up:
        told.sums[c.LOAD] += full
    return vehicles_for(full)


@part
def _own_vehicles(fixed: Fixed, goods: Goods, told: Told, k: int, s: int, day: int) -> float:
    """Return the vehicles that leave on demand for shipment s alone."""
    if fixed.legs[k, c.BOUNDED] == 0:
        return 1.0
    full = filled(with_shipment(Load(0.0, 0.0, 0.0, 0.0), goods, s), fixed.legs, k)
    if day >= fixed.warm_up:
        told.sums[c.LOAD] += full
    return vehicles_for(full)


@part
def _set_off(
    fixed: Fixed,
    drawn: Drawn,
    goods: Goods,
    levels: Levels,
    told: Told,
    k: int,
    s: int,
    held: float,
    day: int,
) -> float:
    """Let shipment s leave, `held` up for so many days; return when it leaves."""
    leaving = max(goods.what[s, c.S_READY], float(day))
    rank = fixed.rank[k]
    if rank == 0:
        lane = int(goods.what[s, c.S_LANE])
        levels.lane[lane, c.NOW_WAITING] -= 1
        told.lane_series[lane, c.LEFT, day] += 1
        note(told, goods, s, leaving, c.E_PICKED_UP, rank)
    release(fixed, goods, levels, told, k, s, leaving, day)
    note(told, goods, s, leaving, c.E_DEPARTED, rank)
    if held > 0:
        forget(goods, levels, s)
        put_off(goods, s, held)
        expect(goods, levels, s)
        first, count = int(fixed.legs[k, c.DELAY_FIRST]), int(fixed.legs[k, c.DELAY_COUNT])
        hold_up(fixed, drawn.delay, goods, told, first, count, s, leaving, rank, day, 0.0)
    return float(leaving)
