"""What goes wrong on the way: stoppages during which nothing leaves, and delays by cause."""

from __future__ import annotations

from sim.transport.compiled import columns as c
from sim.transport.compiled.arrays import Array, Fixed, Goods, Levels, Told
from sim.transport.compiled.compiling import part
from sim.transport.compiled.eta import expect, forget, put_off
from sim.transport.compiled.events import note_delay


@part
def stop(goods: Goods, levels: Levels, k: int, last: float, day: int, cause: int) -> None:
    """Stop what would leave on leg k, ready at `last`, unless it is stopped already; nobody knows for how long."""
    s = goods.ends[k, c.HEAD]
    while s >= 0 and goods.what[s, c.S_READY] <= last:
        if goods.what[s, c.S_STOPPED] < 0:
            goods.what[s, c.S_STOPPED] = max(goods.what[s, c.S_READY], float(day))
            goods.mark[s, c.STOPPER] = cause
            forget(goods, levels, s)
        s = goods.mark[s, c.BEHIND]


@part
def release(
    fixed: Fixed, goods: Goods, levels: Levels, told: Told, k: int, s: int, leaving: float, day: int
) -> None:
    """Tell what a stoppage cost shipment s, if it was stopped, and count on it again."""
    since = goods.what[s, c.S_STOPPED]
    if since < 0:
        return
    cause = goods.mark[s, c.STOPPER]
    if day >= fixed.warm_up:
        told.sums[c.BY_CAUSE + cause - 1] += leaving - since
    note_delay(told, goods, s, since, fixed.rank[k], leaving - since, cause)
    put_off(goods, s, leaving - since)
    expect(goods, levels, s)
    goods.what[s, c.S_STOPPED] = -1.0


@part
def delayed(fixed: Fixed, delay: Array, k: int, day: int) -> float:
    """Return the days by which all that leaves on leg k on a day is delayed."""
    first = int(fixed.legs[k, c.DELAY_FIRST])
    found = 0.0
    for at in range(first, first + int(fixed.legs[k, c.DELAY_COUNT])):
        found += delay[at, day]
    return found


@part
def hold_up(
    fixed: Fixed, delay: Array, goods: Goods, told: Told, first: int, count: int, s: int, when: float, rank: int,
    day: int, free: float,
) -> float:  # fmt: skip
    """Tell of each of some delays on a day that it holds up shipment s; return `free` and their days."""
    for at in range(first, first + count):
        if delay[at, day] > 0:
            free += delay[at, day]
            if day >= fixed.warm_up:
                told.sums[c.BY_CAUSE + fixed.causes[at]] += delay[at, day]
            note_delay(told, goods, s, when, rank, delay[at, day], 1 + fixed.causes[at])
    return free
