"""The loops behind the shift-invariant grid over (s,Q): one run of each lot Q serves every reorder point s.

With backorders and the initial stock s + Q, s shifts every level and changes nothing else. Let C(t) be the
demand up to the close of day t. Lots of Q bring the position less s back to 1 … Q at each review, and it
starts at Q: it is Q - C(t) mod Q, so C(t) div Q lots have been ordered by then, whatever the days before
were like. The net level less s is v(t) = Q + units received - C(t), that is, with one lead time L ≥ 1,

    v(t) = Q + (C(t - L) div Q)·Q - C(t).

No day waits for the day before: vector instructions take several days at once. Each level v is counted, and
every s is read from cumulative sums of the counts. The same goes for units short: on a day with net level y
before the demand x they are (y - x)⁻ - y⁻, which telescopes from one receipt to the next, so only the levels
just before and after a receipt are counted.

What the loops owe their speed to: they are short and start from 0 over slices of their own, and indices read
from an array are given as unsigned (else numba looks at each index for a sign: that alone took 40 % of the
time); values are cut back to 32 bits, which numba would widen; and none branches on whether a day sees an
order or a receipt, which the processor cannot foretell.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled

Ints = NDArray[Any]
Floats = NDArray[np.float64]


@compiled
def lots_shifted(
    demand: Ints,
    lead_time: Ints,
    lag: int,
    measured_demand: Ints,
    s: Ints,
    lots: Ints,
    warm_up: int,
    lowest: int,
    counts: Ints,
    weighted: Floats,
    totals: Ints,
    fill: Floats,
) -> None:
    """Run (s,Q) with backorders and initial stock s + Q, for every s and for each Q of `lots`.

    demand, lead_time: int32 (R, T), the demand of a replication plus the largest Q under 2³¹. lag: the lead
    time (1 … T) if there is only one, else 0, which also stands for lead times of 0. measured_demand: int64
    (R,) after the warm-up. s: int64 (n,). lots: int64 (m,). counts: int64 (2, m, levels) and weighted:
    float64 (m, levels), all zero, as working space for the levels v from lowest to the largest Q.
    totals: int64 (m, 4, n) to fill with the stock·days, backorder·days, units short and orders of all
    replications. fill: float64 (m, n) to fill with the sum of the fill rates of the replications.
    """
    R, T = demand.shape
    closes, jumps = counts[0], counts[1]
    orders = np.zeros(lots.size, np.int64)
    # Element i of these is the state after i days; with a lag, what has been received is what had been
    # ordered so many days before, so that both are one array.
    asked = np.zeros(T + 1, np.int32)
    half = np.empty(lag + T + 1, np.float64)
    ordered = np.zeros(lag + T + 1, np.int32)
    received = ordered[: T + 1] if lag > 0 else np.zeros(T + 2, np.int32)
    instant = np.zeros(T + 1, np.int32)
    level = np.empty(T + 1, np.int32)
    low = np.empty(T, np.int32)
    days = np.empty(lag + T + 1, np.int64)
    for i in range(lag + 1):
        half[i] = 0.5
    for r in range(R):
        total = np.int32(0)
        for day in range(T):
            total = np.int32(total + demand[r, day])
            asked[day + 1] = total
            half[lag + day + 1] = total + 0.5
        # A replication without demand has a fill rate of 1 whatever its shortage, which is nil.
        weight = 1.0 / measured_demand[r] if measured_demand[r] > 0 else 0.0
        for j in range(lots.size):
            Q = np.int32(lots[j])
            _order(half, Q, ordered)
            top = np.int32(Q - lowest)  # levels are given as indices into the counts
            if lag > 0:
                _level(received, asked, top, level)
            else:
                count = _changes(ordered, days)
                orders[j] += _deliver(
                    days[:count], ordered, lead_time[r], warm_up, received, instant, asked, top, level
                )
            count = _count_closes(level[warm_up + 1 :], received[warm_up:], closes[j], days)
            if lag > 0:  # the orders received while measured, less those placed before, plus those to come
                orders[j] += count + _changes(ordered[T:], days[count:])
                orders[j] -= _changes(ordered[warm_up : warm_up + lag + 1], days[count:])
            jumps[j, level[warm_up]] -= 1
            weighted[j, level[warm_up]] -= weight
            jumps[j, level[T]] += 1
            weighted[j, level[T]] += weight
            _count_jumps(days[:count], level[warm_up:], received[warm_up:], weight, jumps[j], weighted[j])
            if instant[T] > 0:  # received after the demand of the day
                for day in range(T):
                    low[day] = level[day + 1] - (instant[day + 1] - instant[day])
                count = _changes(instant[warm_up:], days)
                _count_jumps(days[:count], low[warm_up:], instant[warm_up:], weight, jumps[j], weighted[j])
    for j in range(lots.size):
        _read(orders[j], closes[j], jumps[j], weighted[j], R, lowest, s, totals[j], fill[j])


@compiled
def _order(half: Ints, Q: np.int32, ordered: Ints) -> None:
    """Fill the units ordered, int32, at each demand so far, given with a half added, float64.

    Vector instructions have no division of whole numbers. The half keeps the rounding of the inverse
    harmless: (C + 1/2) / Q is 1/(2Q) or more from a whole number, the rounding 2⁻²⁰ of that at most.
    """
    inverse = 1.0 / Q
    for i in range(ordered.size):
        ordered[i] = np.int32(np.int32(half[i] * inverse) * Q)


@compiled
def _changes(so_far: Ints, days: Ints) -> int:
    """List in `days` the days on which a running total grows; return how many there are."""
    count = 0
    before = so_far[0]
    for day in range(so_far.size - 1):
        after = so_far[day + 1]
        days[np.uint64(count)] = day  # stays if the day counts, else the next one replaces it
        count += 1 if after != before else 0
        before = after
    return count


@compiled
def _level(received: Ints, asked: Ints, top: np.int32, level: Ints) -> None:
    """Fill the level at each close, int32, from the running totals of what is received and asked."""
    for i in range(level.size):
        level[i] = np.int32(np.int32(top + received[i]) - asked[i])


@compiled
def _deliver(
    days: Ints,
    ordered: Ints,
    delays: Ints,
    warm_up: int,
    received: Ints,
    instant: Ints,
    asked: Ints,
    top: np.int32,
    level: Ints,
) -> int:
    """Do as `_level` when each order has its own lead time; return how many of the orders are measured.

    days: of the orders. received and instant are filled with the running totals of what comes in the morning,
    and at once, after the demand of the day; received has one element more, for what comes too late.
    """
    for i in range(received.size):
        received[i] = 0
    for i in range(instant.size):
        instant[i] = 0
    measured = 0
    at_once = 0
    never = received.size - 1
    for i in range(days.size):
        day = np.uint64(days[i])
        close = day + np.uint64(1)
        quantity = ordered[close] - ordered[day]
        now = quantity if delays[day] == 0 else 0
        at_once += now
        instant[close] = now
        received[np.uint64(min(days[i] + delays[day] + 1, never))] += quantity - now
        measured += 1 if days[i] >= warm_up else 0
    morning = evening = np.int32(0)
    if at_once > 0:
        for i in range(level.size):
            morning = np.int32(morning + received[i])
            evening = np.int32(evening + instant[i])
            received[i] = morning
            instant[i] = evening
            level[i] = np.int32(np.int32(top + np.int32(morning + evening)) - asked[i])
    else:
        for i in range(level.size):
            morning = np.int32(morning + received[i])
            received[i] = morning
            level[i] = np.int32(np.int32(top + morning) - asked[i])
    return measured


@compiled
def _count_closes(level: Ints, received: Ints, closes: Ints, days: Ints) -> int:
    """Count each level at close, and do as `_changes` for what is received: in one loop takes less time."""
    count = 0
    before = received[0]
    for day in range(level.size):
        closes[np.uint64(level[day])] += 1
        after = received[day + 1]
        days[np.uint64(count)] = day
        count += 1 if after != before else 0
        before = after
    return count


@compiled
def _count_jumps(days: Ints, low: Ints, received: Ints, weight: float, jumps: Ints, weighted: Floats) -> None:
    """Count the levels just before (+) and after (-) what is received on each of the days."""
    for i in range(days.size):
        day = np.uint64(days[i])
        below = low[day]
        above = below + (received[day + np.uint64(1)] - received[day])
        jumps[np.uint64(below)] += 1
        weighted[np.uint64(below)] += weight
        jumps[np.uint64(above)] -= 1
        weighted[np.uint64(above)] -= weight


@compiled
def _read(
    orders: int,
    closes: Ints,
    jumps: Ints,
    weighted: Floats,
    R: int,
    lowest: int,
    s: Ints,
    totals: Ints,
    fill: Floats,
) -> None:
    """Read the totals and the fill rates of every s from the counts of one Q."""
    # Units under each level: Σ (k - i)·n(i) over i < k, by cumulating twice. The weighted ones are cumulated
    # as sums of weights and of weights times v instead, which rounds less.
    sum_v = count = units = jump_count = jump_units = 0
    weighted_v = np.empty(closes.size, np.float64)
    sum_w = sum_wv = 0.0
    for k in range(closes.size):
        v = k + lowest
        here, jump, weight = closes[k], jumps[k], weighted[k]
        closes[k], jumps[k], weighted[k], weighted_v[k] = units, jump_units, sum_w, sum_wv
        sum_v += here * v
        count += here
        units += count
        jump_count += jump
        jump_units += jump_count
        sum_w += weight
        sum_wv += weight * v
    for i in range(s.size):
        k = max(-s[i] - lowest, 0)  # levels under zero are those with v < -s
        totals[0, i] = sum_v + s[i] * count + closes[k]
        totals[1, i] = closes[k]
        totals[2, i] = jumps[k]
        totals[3, i] = orders
        # The weighted sums are rounded, the count of units is not: no shortage is a fill rate of exactly 1.
        served = 1.0 * R if jumps[k] == 0 else R + (weighted_v[k] + s[i] * weighted[k])
        fill[i] = min(max(served, 0.0), 1.0 * R)
