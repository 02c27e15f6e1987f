"""The compiled loop of delivery rounds: day after day, round after round, stop after stop."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled

Array = NDArray[Any]

# Columns of a stop, of a round, of the rules that hold for all.
(OPENS, CLOSES, REFUSES) = range(3)
(FIRST, COUNT, DEPARTURE, CAPACITY, PER_KM, PER_HOUR, PER_DAY, OVERTIME, EMPTY, FULL) = range(10)
(
    BREAK_AFTER, BREAK, DAILY, EXTENDED, EXTENDED_DAYS, WEEK, REST, SHIFT, FAILED_TIME, ATTEMPTS, LATE_COST,
    FAILED_COST, LOST_COST, CARBON_PRICE,
) = range(14)  # fmt: skip
# Rows of the cost by day.
(TRANSPORT, LABOUR, FLEET, OVERTIME_COST, TARDINESS, FAILURE, CARBON) = range(7)
PARTS = 7
# What is summed over the measured days.
(
    ORDERS, VISITS, DELIVERED, ON_TIME, FIRST_TIME, LATE, LATENESS, LOST, KM, HOURS, DRIVING, WAITING, BREAKS, OVER,
    RUN, LOADED, OFFERED, EMITTED, LATE_STARTS, EXTENDED_USED, FRESH, BY_REASON,
) = range(22)  # fmt: skip
(REFUSED, ABSENT, FULL_VEHICLE, HOURS_OUT) = range(4)
REASONS = 4
SUMS = BY_REASON + REASONS
# Series by day.
(S_ORDERS, S_DELIVERED, S_LATE, S_FAILED, S_PENDING, S_KM, S_HOURS, S_VISITS) = range(8)
SERIES = 8
# Events: day, hour, what, round, place (0 the depot), load, more.
(E_DEPART, E_ARRIVE, E_WAIT, E_DELIVER, E_FAIL, E_BREAK, E_RETURN, E_LEFT) = range(8)
EVENT = 7

SOON = 1e-9
DAY = 24.0


@compiled
def travel(start: float, free: float, profile: Array) -> float:
    """Return the hours that a drive takes which takes `free` hours with a factor of 1, hour of the day by hour.

    Within an hour the speed is constant, so that who leaves later arrives later (Ichoua, Gendreau and Potvin 2003).
    """
    now = start
    left = free
    while left > SOON:
        hour = int(np.floor(now + SOON))
        factor = profile[hour % 24]
        until = hour + 1 - now
        if left * factor <= until:
            return float(now + left * factor - start)
        left -= until / factor
        now = hour + 1.0
    return float(now - start)


@compiled
def drive(
    start: float, free: float, wheel: float, profile: Array, break_after: float, pause: float
) -> tuple[float, float, float, float]:
    """Drive, with a break whenever it is due: arrival, hours driven, hours at the wheel since, hours of break."""
    now = start
    driven = 0.0
    rested = 0.0
    left = free
    while True:
        whole = travel(now, left, profile)
        if wheel + whole <= break_after + SOON:
            return now + whole, driven + whole, wheel + whole, rested
        # Drive until the break is due: find how much of the free-flow time that covers.
        span = break_after - wheel
        at = now
        end = now + span
        while at < end - SOON:
            hour = int(np.floor(at + SOON))
            step = min(hour + 1.0, end) - at
            left -= step / profile[hour % 24]
            at += step
        driven += span
        wheel = 0.0
        now = end + pause
        rested += pause


@compiled
def _note(
    events: Array,
    noted: int,
    day: int,
    hour: float,
    kind: int,
    route: int,
    place: int,
    load: float,
    more: float,
) -> int:
    """Write an event, where there is room for it; return the number of events so far."""
    if noted < events.shape[0]:
        row = events[noted]
        row[0], row[1], row[2], row[3], row[4], row[5], row[6] = day, hour, kind, route, place, load, more
    return noted + 1


@compiled
def plan(
    routes: Array, order: Array, free: Array, profile: Array, mean_service: Array, slack: float, rules: Array
) -> Array:  # fmt: skip
    """Return the planned arrival at each stop, hours: every stop, mean times, no noise, stretched by `slack`."""
    found = np.zeros(mean_service.size)
    for r in range(routes.shape[0]):
        now = routes[r, DEPARTURE]
        wheel = 0.0
        here = 0
        for at in range(int(routes[r, FIRST]), int(routes[r, FIRST] + routes[r, COUNT])):
            stop = order[at]
            now, _, wheel, _ = drive(
                now, free[here, stop + 1], wheel, profile, rules[BREAK_AFTER], rules[BREAK]
            )
            found[stop] = routes[r, DEPARTURE] + (now - routes[r, DEPARTURE]) * (1 + slack)
            now += mean_service[stop]
            here = stop + 1
    return found


@compiled
def replication(  # noqa: PLR0912, PLR0915 - one stop after the other, compiled whole
    load: Array,
    service: Array,
    absent: Array,
    noise: Array,
    day_noise: Array,
    stops: Array,
    routes: Array,
    order: Array,
    distance: Array,
    free: Array,
    profile: Array,
    rules: Array,
    warm_up: int,
    horizon: int,
    room_for_events: int,
) -> tuple[Array, Array, Array, Array, int]:
    """Run one replication.

    Draws as in `sim.rounds.draws`, of one replication; stops, routes, rules: float64, columns above; order: int64, the
    stops of every round in turn; distance, free: float64 (places, places). Returns cost (PARTS, T) of the measured
    days, sums (SUMS,), series (SERIES, T), the first `room_for_events` events, and how many there are.
    """
    count, rounds = stops.shape[0], routes.shape[0]
    cost = np.zeros((PARTS, horizon))
    sums = np.zeros(SUMS)
    series = np.zeros((SERIES, horizon))
    events = np.zeros((room_for_events, EVENT))
    noted = 0
    pending = np.zeros(count)  # what is to be delivered, older orders included
    tried = np.zeros(count)
    aboard = np.zeros(count)
    rested_at = np.full(
        rounds, -DAY
    )  # the hour, counted from the day's midnight, at which the driver may start
    extended = np.zeros(rounds)
    homes = noise.shape[0] - count
    for day in range(horizon):
        measured = day >= warm_up
        for i in range(count):
            if load[i, day] > 0:
                series[S_ORDERS, day] += 1
                if measured:
                    sums[ORDERS] += 1
                pending[i] += load[i, day]
        for r in range(rounds):
            if day % int(rules[WEEK]) == 0:
                extended[r] = 0
            first, last = int(routes[r, FIRST]), int(routes[r, FIRST] + routes[r, COUNT])
            start = max(routes[r, DEPARTURE], rested_at[r])
            rested_at[r] = max(rested_at[r] - DAY, -DAY)
            on_board = 0.0
            waiting_here = 0
            for at in range(first, last):
                i = order[at]
                aboard[i] = 0.0
                if pending[i] <= 0:
                    continue
                waiting_here += 1
                if on_board + pending[i] <= routes[r, CAPACITY] + SOON:
                    aboard[i] = pending[i]
                    on_board += pending[i]
            if waiting_here == 0:
                continue
            if on_board > 0:
                noted = _note(
                    events, noted, day, start, E_DEPART, r, 0, on_board, start - routes[r, DEPARTURE]
                )
                if measured:
                    sums[RUN] += 1
                    sums[LOADED] += on_board
                    sums[OFFERED] += routes[r, CAPACITY]
                    cost[FLEET, day] += routes[r, PER_DAY]
                    if start > routes[r, DEPARTURE] + SOON:
                        sums[LATE_STARTS] += 1
            now = start
            wheel = driven = broken = waited = kilometres = emitted = 0.0
            here = 0
            limit = rules[EXTENDED] if extended[r] < rules[EXTENDED_DAYS] else rules[DAILY]
            over = False
            for at in range(first, last):
                i = order[at]
                if pending[i] <= 0:
                    continue
                reason = -1
                late = 0.0
                if measured:
                    sums[VISITS] += 1
                    if tried[i] == 0:
                        sums[FRESH] += 1
                series[S_VISITS, day] += 1
                if aboard[i] == 0:
                    reason = FULL_VEHICLE
                    noted = _note(events, noted, day, start, E_LEFT, r, i + 1, pending[i], 0.0)
                else:
                    reached, one, since, rest = now, 0.0, wheel, 0.0
                    if not over:
                        there = free[here, i + 1] * noise[i, day] * day_noise[day]
                        reached, one, since, rest = drive(
                            now, there, wheel, profile, rules[BREAK_AFTER], rules[BREAK]
                        )
                        home = travel(reached, free[i + 1, 0] * day_noise[day], profile)
                        over = driven + one + home > limit + SOON
                    if over:
                        reason = HOURS_OUT
                        noted = _note(events, noted, day, now, E_LEFT, r, i + 1, aboard[i], 1.0)
                    else:
                        now, wheel = reached, since
                        driven += one
                        broken += rest
                        if rest > 0:
                            noted = _note(events, noted, day, now, E_BREAK, r, i + 1, on_board, rest)
                        kilometres += distance[here, i + 1]
                        share = on_board / routes[r, CAPACITY]
                        emitted += distance[here, i + 1] * (
                            routes[r, EMPTY] + share * (routes[r, FULL] - routes[r, EMPTY])
                        )
                        here = i + 1
                        noted = _note(events, noted, day, now, E_ARRIVE, r, here, on_board, 0.0)
                        if now < stops[i, OPENS]:
                            wait = stops[i, OPENS] - now
                            waited += wait
                            now += wait
                            if wait >= rules[BREAK]:
                                wheel = 0.0
                            noted = _note(events, noted, day, now, E_WAIT, r, here, on_board, wait)
                        late = max(now - stops[i, CLOSES], 0.0)
                        if late > SOON and stops[i, REFUSES] > 0:
                            reason = REFUSED
                            now += rules[FAILED_TIME]
                        elif absent[i, day] > 0:
                            reason = ABSENT
                            now += rules[FAILED_TIME]
                        else:
                            now += service[i, day]
                            on_board -= aboard[i]
                if reason < 0:
                    if measured:
                        sums[DELIVERED] += 1
                        if tried[i] == 0:
                            sums[FIRST_TIME] += 1
                        if late > SOON:
                            sums[LATE] += 1
                            sums[LATENESS] += late
                            cost[TARDINESS, day] += rules[LATE_COST] * late
                        elif tried[i] == 0:
                            sums[ON_TIME] += 1
                    series[S_DELIVERED, day] += 1
                    if late > SOON:
                        series[S_LATE, day] += 1
                    noted = _note(events, noted, day, now, E_DELIVER, r, here, aboard[i], late)
                    pending[i] = 0.0
                    tried[i] = 0
                else:
                    series[S_FAILED, day] += 1
                    tried[i] += 1
                    given_up = tried[i] >= rules[ATTEMPTS]
                    if measured:
                        sums[BY_REASON + reason] += 1
                        cost[FAILURE, day] += rules[FAILED_COST]
                        if given_up:
                            sums[LOST] += 1
                            cost[FAILURE, day] += rules[LOST_COST]
                    if reason in (REFUSED, ABSENT):
                        noted = _note(events, noted, day, now, E_FAIL, r, here, aboard[i], float(reason))
                    if given_up:
                        pending[i] = 0.0
                        tried[i] = 0
            if here == 0:
                continue
            back = free[here, 0] * noise[count + r % homes, day] * day_noise[day]
            now, one, wheel, rest = drive(now, back, wheel, profile, rules[BREAK_AFTER], rules[BREAK])
            driven += one
            broken += rest
            kilometres += distance[here, 0]
            emitted += distance[here, 0] * (
                routes[r, EMPTY] + on_board / routes[r, CAPACITY] * (routes[r, FULL] - routes[r, EMPTY])
            )
            if driven > rules[DAILY] + SOON:
                extended[r] += 1
                if measured:
                    sums[EXTENDED_USED] += 1
            rested_at[r] = now + rules[REST] - DAY
            paid = now - start - broken
            beyond = max(paid - rules[SHIFT], 0.0)
            if rest > 0:
                noted = _note(events, noted, day, now, E_BREAK, r, 0, on_board, rest)
            noted = _note(events, noted, day, now, E_RETURN, r, 0, on_board, driven)
            series[S_KM, day] += kilometres
            series[S_HOURS, day] += paid
            if measured:
                sums[KM] += kilometres
                sums[HOURS] += paid
                sums[DRIVING] += driven
                sums[WAITING] += waited
                sums[BREAKS] += broken
                sums[OVER] += beyond
                sums[EMITTED] += emitted
                cost[TRANSPORT, day] += routes[r, PER_KM] * kilometres
                cost[LABOUR, day] += routes[r, PER_HOUR] * paid
                cost[OVERTIME_COST, day] += routes[r, OVERTIME] * beyond
                cost[CARBON, day] += emitted * rules[CARBON_PRICE] / 1000
        for i in range(count):
            if pending[i] > 0:
                series[S_PENDING, day] += 1
    return cost, sums, series, events, noted


@compiled
def replications(
    load: Array,
    service: Array,
    absent: Array,
    noise: Array,
    day_noise: Array,
    stops: Array,
    routes: Array,
    order: Array,
    distance: Array,
    free: Array,
    profile: Array,
    rules: Array,
    warm_up: int,
    horizon: int,
    room_for_events: int,
) -> tuple[Array, Array, Array, Array, Array, int]:
    """Run every replication of paths whose first axis is the replication.

    Returns cost parts and sums of each; of the last one also cost, series, events and their number.
    """
    runs = load.shape[0]
    parts = np.zeros((runs, PARTS))
    sums = np.zeros((runs, SUMS))
    cost = np.zeros((PARTS, horizon))
    series = np.zeros((SERIES, horizon))
    events = np.zeros((0, EVENT))
    noted = 0
    for run in range(runs):
        cost, one, series, events, noted = replication(
            load[run], service[run], absent[run], noise[run], day_noise[run], stops, routes, order, distance, free,
            profile, rules, warm_up, horizon, room_for_events,
        )  # fmt: skip
        sums[run] = one
        for part in range(PARTS):
            total = 0.0
            for day in range(horizon):
                total += cost[part, day]
            parts[run, part] = total
    return parts, sums, cost, series, events, noted
