"""The compiled loop behind a feeding world's measures: the events of `sim.feeding.run`, found by scanning clocks."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled

Array = NDArray[Any]

# Columns of what is counted over the measured periods: for a feed, for a line, for a route.
(STOCK, PEAK, MOVED, LEFT_BEHIND, NONE_IN_STORE, MISSED) = range(6)
FEED_SUMS = 6
(UNITS, STOPS, STOPPED, LONGEST, WAITED, BY_CAUSE) = range(
    6
)  # BY_CAUSE: four columns, in the order of ledger.CAUSES
LINE_SUMS = 9
(ROUNDS, BUSY, TIMES, ROOM, LATE_ROUNDS) = range(5)
ROUTE_SUMS = 5
# Columns of what a feed runs with.
(LINE, ROUTE, STOP, PER_UNIT, TAKE, PARTS, CONTAINERS, INITIAL, SIZE, OPENED, STORED, DRAWN) = range(12)
# Columns of what a route runs with, and of a stop.
(FIRST_STOP, STOP_COUNT, CAPACITY, TRAINS, ON_DEMAND, INTERVAL, FIRST, BACK_TIME, LOADING, HANDLING) = range(
    10
)
(TRAVEL, PAUSE) = range(2)

SOON = 1e-9


@compiled
def _depart(  # noqa: PLR0912, PLR0915 - compiled whole, with what it changes
    now: float,
    late: float,
    r: int,
    k: int,
    feeds: Array,
    routes: Array,
    stops: Array,
    delay: Array,
    replenishment: Array,
    measured: bool,
    horizon: int,
    queue: Array,
    length: Array,
    asked: Array,
    ready: Array,
    unloaded: Array,
    short: Array,
    full_on: Array,
    empty_on: Array,
    room: Array,
    at_stop: Array,
    clock: Array,
    feed_sums: Array,
    route_sums: Array,
) -> None:
    """Load train k with what route r is asked for, and send it on its round."""
    period = int(now)
    count = feeds.shape[0]
    for i in range(count):
        if feeds[i, ROUTE] == r:
            unloaded[i] = 0
            short[i] = 0
        full_on[k, i] = 0
        empty_on[k, i] = 0
    room[k] = 0
    kept = 0
    number = 0
    for place in range(length[r]):
        i = queue[r, place]
        best = 0
        for one in range(feeds[i, STORED]):
            if ready[i, one] < ready[i, best]:
                best = one
        if room[k] + feeds[i, SIZE] > routes[r, CAPACITY]:
            unloaded[i] += 1
        elif feeds[i, STORED] > 0 and ready[i, best] > now:
            short[i] += 1
        else:
            if feeds[i, STORED] > 0:
                ready[i, best] = now + replenishment[feeds[i, DRAWN], period]
            asked[i] -= 1
            full_on[k, i] += 1
            room[k] += feeds[i, SIZE]
            number += 1
            continue
        queue[r, kept] = i
        kept += 1
    length[r] = kept
    out = now + (routes[r, LOADING] * number + delay[r, period])
    until = out
    first = int(routes[r, FIRST_STOP])
    for rank in range(int(routes[r, STOP_COUNT])):
        served = 0
        for i in range(count):
            if feeds[i, STOP] == first + rank:
                served += full_on[k, i]
        drive = stops[first + rank, TRAVEL] + stops[first + rank, PAUSE] + routes[r, HANDLING] * served
        until += drive
        if rank == 0:
            clock[k] = out + drive
    until += routes[r, BACK_TIME]
    at_stop[k] = 0
    if measured:
        route_sums[r, ROUNDS] += 1
        route_sums[r, BUSY] += min(until, float(horizon)) - now
        route_sums[r, TIMES] += until - now
        route_sums[r, ROOM] += room[k]
        if late > SOON:
            route_sums[r, LATE_ROUNDS] += 1
        for i in range(count):
            if feeds[i, ROUTE] == r:
                feed_sums[i, MOVED] += full_on[k, i]
                feed_sums[i, LEFT_BEHIND] += unloaded[i]
                feed_sums[i, NONE_IN_STORE] += short[i]


@compiled
def replication(  # noqa: PLR0912, PLR0915 - one event after the other, compiled whole
    cycle: Array,
    takes: Array,
    delay: Array,
    replenishment: Array,
    feeds: Array,
    routes: Array,
    stops: Array,
    call: bool,
    warm_up: int,
    horizon: int,
    feed_sums: Array,
    line_sums: Array,
    route_sums: Array,
) -> None:
    """Run one replication.

    cycle: float64 (lines, units). takes: bool (parts, units). delay: float64 (routes, T). replenishment: float64
    (parts and kits, T). feeds: int64 (feeds, 12). routes: float64 (routes, 10). stops: float64 (stops, 2). Fills
    feed_sums, line_sums, route_sums: float64, zero at first.
    """
    count = feeds.shape[0]
    lines = cycle.shape[0]
    ways = routes.shape[0]
    trains = 0
    for r in range(ways):
        trains += int(routes[r, TRAINS])
    of_train = np.empty(trains, np.int64)
    number = 0
    for r in range(ways):
        for _ in range(int(routes[r, TRAINS])):
            of_train[number] = r
            number += 1
    places = max(1, feeds[:, STORED].max())
    full = feeds[:, INITIAL].copy()
    left = np.zeros(count, np.int64)
    empties = np.zeros(count, np.int64)
    asked = np.zeros(count, np.int64)
    unloaded = np.zeros(count, np.int64)
    short = np.zeros(count, np.int64)
    stranded = np.zeros(count, np.int64)
    ready = np.zeros((count, places))
    queue = np.zeros((ways, feeds[:, CONTAINERS].sum() + 1), np.int64)
    length = np.zeros(ways, np.int64)
    for i in range(count):
        for _ in range(feeds[i, CONTAINERS] - feeds[i, INITIAL]):
            asked[i] += 1
            queue[feeds[i, ROUTE], length[feeds[i, ROUTE]]] = i
            length[feeds[i, ROUTE]] += 1
    full_on = np.zeros((trains, count), np.int64)
    empty_on = np.zeros((trains, count), np.int64)
    room = np.zeros(trains, np.int64)
    at_stop = np.full(trains, -1)  # the place of the next stop; -1 at the supermarket
    clock = np.zeros(trains)  # when it is done there, or back
    due = routes[:, FIRST].copy()
    was_late = np.zeros(ways, np.bool_)
    unit = np.zeros(lines, np.int64)
    line_due = np.zeros(lines)
    since = np.full(lines, -1.0)
    blocked = np.zeros(lines, np.bool_)
    why = np.zeros(lines, np.int64)
    closing = 1
    while True:
        # The next event: the earliest, then by rank (close, back, serve, unit, leave), then by place.
        now = float(closing)
        rank = 0
        at = 0
        for k in range(trains):
            if at_stop[k] < 0:
                continue
            kind = 1 if at_stop[k] == int(routes[of_train[k], STOP_COUNT]) else 2
            if clock[k] < now or (clock[k] == now and kind < rank):
                now, rank, at = clock[k], kind, k
        for j in range(lines):
            if not blocked[j] and (line_due[j] < now or (line_due[j] == now and rank > 3)):
                now, rank, at = line_due[j], 3, j
        for k in range(trains):
            r = of_train[k]
            if at_stop[k] < 0 and routes[r, INTERVAL] > 0:
                # One that came back late leaves at once: at the instant that `clock` keeps.
                moment = max(due[r], clock[k])
                if moment < now or (moment == now and rank > 4):
                    now, rank, at = moment, 4, k
        if rank == 0:
            total = 0
            for i in range(count):
                stock = full[i] * feeds[i, PARTS] + left[i]
                total += stock
                if closing > warm_up:
                    feed_sums[i, STOCK] += stock
                    feed_sums[i, PEAK] = max(feed_sums[i, PEAK], float(stock))
            if closing == horizon:
                break
            closing += 1
        elif rank == 1:
            r = of_train[at]
            for i in range(count):
                if feeds[i, ROUTE] == r and not call:
                    asked[i] += empty_on[at, i]
                    for _ in range(empty_on[at, i]):
                        queue[r, length[r]] = i
                        length[r] += 1
                empty_on[at, i] = 0
            room[at] = 0
            at_stop[at] = -1
        elif rank == 2:
            r = of_train[at]
            here = int(routes[r, FIRST_STOP]) + at_stop[at]
            for i in range(count):
                if feeds[i, STOP] == here:
                    full[i] += full_on[at, i]
                    room[at] -= full_on[at, i] * feeds[i, SIZE]
                    full_on[at, i] = 0
                    if blocked[feeds[i, LINE]]:
                        blocked[feeds[i, LINE]] = False
                        line_due[feeds[i, LINE]] = now
            for i in range(count):
                if feeds[i, STOP] == here:
                    taken = min(empties[i], (int(routes[r, CAPACITY]) - room[at]) // feeds[i, SIZE])
                    empties[i] -= taken
                    stranded[i] = empties[i]
                    empty_on[at, i] += taken
                    room[at] += taken * feeds[i, SIZE]
            at_stop[at] += 1
            if at_stop[at] == int(routes[r, STOP_COUNT]):
                clock[at] = now + routes[r, BACK_TIME]
            else:
                served = 0
                for i in range(count):
                    if feeds[i, STOP] == here + 1:
                        served += full_on[at, i]
                clock[at] = now + (
                    stops[here + 1, TRAVEL] + stops[here + 1, PAUSE] + routes[r, HANDLING] * served
                )
        elif rank == 3:
            missing = -1
            for i in range(count):
                if feeds[i, LINE] != at or missing >= 0:
                    continue
                if feeds[i, TAKE] >= 0 and not takes[feeds[i, TAKE], unit[at]]:
                    continue
                if full[i] * feeds[i, PARTS] + left[i] < feeds[i, PER_UNIT]:
                    missing = i
            if missing >= 0:
                blocked[at] = True
                if since[at] < 0:
                    since[at] = now
                    r = feeds[missing, ROUTE]
                    if short[missing] > 0:
                        why[at] = 3
                    elif unloaded[missing] > 0 or stranded[missing] > 0:
                        why[at] = 1
                    elif was_late[r] or (routes[r, INTERVAL] > 0 and due[r] < now - SOON):
                        why[at] = 2
                    else:
                        why[at] = 0
                    if now >= warm_up:
                        line_sums[at, STOPS] += 1
                        line_sums[at, BY_CAUSE + why[at]] += 1
                        feed_sums[missing, MISSED] += 1
            else:
                if now >= warm_up:
                    line_sums[at, UNITS] += 1
                    if since[at] >= 0:
                        line_sums[at, WAITED] += 1
                if since[at] >= 0:
                    stopped = now - max(since[at], float(warm_up))
                    if stopped > 0:
                        line_sums[at, STOPPED] += stopped
                        line_sums[at, LONGEST] = max(line_sums[at, LONGEST], stopped)
                    since[at] = -1.0
                for i in range(count):
                    if feeds[i, LINE] != at:
                        continue
                    if feeds[i, TAKE] >= 0 and not takes[feeds[i, TAKE], unit[at]]:
                        continue
                    need = feeds[i, PER_UNIT]
                    freed = 0
                    while need > 0:
                        if left[i] == 0:
                            full[i] -= 1
                            left[i] = feeds[i, PARTS]
                            if feeds[i, OPENED] == 1:
                                freed += 1
                        step = min(need, left[i])
                        left[i] -= step
                        need -= step
                        if left[i] == 0:
                            empties[i] += 1
                            if feeds[i, OPENED] == 0:
                                freed += 1
                    if call:
                        r = feeds[i, ROUTE]
                        asked[i] += freed
                        for _ in range(freed):
                            queue[r, length[r]] = i
                            length[r] += 1
                line_due[at] = now + cycle[at, unit[at]]
                unit[at] += 1
        else:
            r = of_train[at]
            late = now - due[r]
            was_late[r] = late > SOON
            _depart(
                now, late, r, at, feeds, routes, stops, delay, replenishment, now >= warm_up, horizon, queue, length,
                asked, ready, unloaded, short, full_on, empty_on, room, at_stop, clock, feed_sums, route_sums,
            )  # fmt: skip
            interval = routes[r, INTERVAL]
            due[r] = routes[r, FIRST] + interval * (np.floor((now - routes[r, FIRST]) / interval) + 1)
            while due[r] <= now:
                due[r] += interval
        if not call:
            continue
        # On-demand trains leave once nothing more happens at this instant.
        following = float(closing)
        for k in range(trains):
            if at_stop[k] >= 0:
                following = min(following, clock[k])
            elif routes[of_train[k], INTERVAL] > 0:
                following = min(following, max(due[of_train[k]], clock[k]))
        for j in range(lines):
            if not blocked[j]:
                following = min(following, line_due[j])
        if following <= now:
            continue
        for k in range(trains):
            r = of_train[k]
            if at_stop[k] >= 0 or routes[r, INTERVAL] > 0 or now < routes[r, FIRST]:
                continue
            waiting = 0
            for i in range(count):
                if feeds[i, ROUTE] != r:
                    continue
                there = asked[i]
                if feeds[i, STORED] > 0:
                    there = 0
                    for one in range(feeds[i, STORED]):
                        if ready[i, one] <= now:
                            there += 1
                waiting += min(asked[i], there)
            if waiting >= int(routes[r, ON_DEMAND]):
                was_late[r] = False
                _depart(
                    now, 0.0, r, k, feeds, routes, stops, delay, replenishment, now >= warm_up, horizon, queue, length,
                    asked, ready, unloaded, short, full_on, empty_on, room, at_stop, clock, feed_sums, route_sums,
                )  # fmt: skip
    for j in range(lines):
        if since[j] >= 0:
            stopped = horizon - max(since[j], float(warm_up))
            line_sums[j, STOPPED] += stopped
            line_sums[j, LONGEST] = max(line_sums[j, LONGEST], stopped)


@compiled
def replications(
    cycle: Array,
    takes: Array,
    delay: Array,
    replenishment: Array,
    feeds: Array,
    routes: Array,
    stops: Array,
    call: bool,
    warm_up: int,
    horizon: int,
) -> tuple[Array, Array, Array]:
    """Run every replication of paths whose first axis is the replication; return the sums of each."""
    runs = cycle.shape[0]
    feed_sums = np.zeros((runs, feeds.shape[0], FEED_SUMS))
    line_sums = np.zeros((runs, cycle.shape[1], LINE_SUMS))
    route_sums = np.zeros((runs, routes.shape[0], ROUTE_SUMS))
    for r in range(runs):
        replication(
            cycle[r], takes[r], delay[r], replenishment[r], feeds, routes, stops, call, warm_up, horizon,
            feed_sums[r], line_sums[r], route_sums[r],
        )  # fmt: skip
    return feed_sums, line_sums, route_sums
