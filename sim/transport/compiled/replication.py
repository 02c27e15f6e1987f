"""One replication after the other: a day in its order, day after day."""

from __future__ import annotations

import numpy as np

from sim.transport.compiled import columns as c
from sim.transport.compiled.arrays import Array, Drawn, Fixed, Told, first_levels, no_goods, nothing_told
from sim.transport.compiled.booking import book, take
from sim.transport.compiled.closing import close
from sim.transport.compiled.compiling import called, entry
from sim.transport.compiled.customers import serve
from sim.transport.compiled.departures import depart
from sim.transport.compiled.ordering import order
from sim.transport.compiled.receiving import receive


@called
def replication(fixed: Fixed, drawn: Drawn, room_for_events: int) -> Told:
    """Run one replication."""
    goods, levels = no_goods(fixed, drawn), first_levels(fixed)
    told = nothing_told(fixed, room_for_events)
    for day in range(fixed.horizon):
        receive(fixed, goods, levels, told, day)
        serve(fixed, drawn.demand, levels, told, day)
        first = goods.numbers[c.NUMBER]
        take(fixed, drawn.shipments, goods, day)
        order(fixed, drawn, goods, levels, told, day)
        book(fixed, goods, levels, told, first, day)
        for k in range(fixed.legs.shape[0]):
            depart(fixed, drawn, goods, levels, told, k, day)
        close(fixed, levels, told, day)
    return told


@entry
def replications(fixed: Fixed, drawn: Drawn, first: Array, room_for_events: int) -> tuple[Array, Array, Told]:
    """Run every replication of draws whose arrays have the replication as their first axis.

    But for the shipments, which are those of all of them: `first`, int64 (replications + 1,), says where each begins.
    Returns the cost parts (replications, PARTS) and the sums (replications, SUMS); of the last one all that is told,
    with the first `room_for_events` events.
    """
    runs = first.size - 1
    parts = np.zeros((runs, c.PARTS))
    sums = np.zeros((runs, c.SUMS))
    told = nothing_told(fixed, 0)
    for run in range(runs):
        one = Drawn(
            drawn.demand[run], drawn.fate[run], drawn.shipments[first[run] : first[run + 1]], drawn.transit[run],
            drawn.closed[run], drawn.handled[run], drawn.delay[run],
        )  # fmt: skip
        told = replication(fixed, one, room_for_events)
        sums[run] = told.sums
        for part in range(c.PARTS):
            total = 0.0
            for day in range(fixed.horizon):
                total += told.cost[part, day]
            parts[run, part] = total
    return parts, sums, told
