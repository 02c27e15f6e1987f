"""The compiled loops behind `sim.kernels`: whole numbers in, whole numbers out, nothing about scenarios.

Work is spread with threads, not with numba's parallel loops: their threading layers either abort the process
when two threads (two learners) call them at once or forbid a later fork. All loops release the interpreter.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

F = TypeVar("F", bound=Callable[..., Any])
Ints = NDArray[Any]
Floats = NDArray[np.float64]

# Columns of what `replication` counts, in the order of sim.indicators.Sums without `days`.
(DEMAND, SHIPPED, SHORT, STOCK, BACK, ORDERS, ORDERED, OUT_DAYS, CYCLES, SHORT_CYCLES) = range(10)
COUNTS = 10
# Rows of what `replication` records day by day when asked.
(T_DEMAND, T_ON_HAND, T_BACKORDERS, T_ON_ORDER, T_ORDERED, T_RECEIVED, T_SHORT) = range(7)
TRACES = 7

LANES = 64  # policies side by side in `lots_block`; a multiple of every vector width


def compiled(function: F) -> F:
    """Compile with numba, kept on disk between processes."""
    return cast(F, njit(cache=True, nogil=True, error_model="numpy")(function))


@compiled
def replication(  # noqa: PLR0912, PLR0915 - one day after the other, compiled whole
    demand: Ints,
    lead_time: Ints,
    rule: tuple[int, int, int, int],
    lost: bool,
    initial: int,
    warm_up: int,
    arrivals: Ints,
    counts: Ints,
    trace: Ints,
) -> None:
    """Run one replication of one policy, the same day as `sim.network` in whole numbers.

    demand, lead_time, arrivals: int64 (T,), the last one as working space. rule = (R, trigger, S, Q): at the
    end of each R days, at or below the trigger, order up to S, or lots of Q when Q > 0. counts: int64
    (COUNTS,) to fill. trace: int64 (TRACES, T) to fill, or (TRACES, 0).
    """
    review, trigger, up_to, lot = rule
    horizon = demand.size
    record = trace.shape[1] > 0
    on_hand, back, on_order = initial, 0, 0
    asked = shipped = short_total = stock = waiting = orders = ordered = out_days = 0
    cycles = short_cycles = days_in_cycle = cycle_short = 0
    until_review = review
    for day in range(horizon):
        arrivals[day] = 0
    for day in range(horizon):
        measured = day >= warm_up
        received = arrivals[day]
        if received > 0:
            cleared = min(received, back)
            back -= cleared
            on_hand += received - cleared
            on_order -= received
            if measured:
                shipped += cleared
                if days_in_cycle > 0:
                    cycles += 1
                    short_cycles += cycle_short
                    days_in_cycle = 0
                    cycle_short = 0
        quantity = demand[day]
        served = min(quantity, on_hand)
        short = quantity - served
        on_hand -= served
        if not lost:
            back += short
        if measured:
            asked += quantity
            shipped += served
            short_total += short
            days_in_cycle += 1
            if short > 0:
                out_days += 1
                cycle_short = 1
        order = 0
        until_review -= 1
        if until_review == 0:
            until_review = review
            position = on_hand + on_order - back
            if position <= trigger:
                order = ((trigger - position) // lot + 1) * lot if lot > 0 else up_to - position
        if order > 0:
            on_order += order
            if measured:
                orders += 1
                ordered += order
            due = day + lead_time[day]
            if due == day:
                cleared = min(order, back)
                back -= cleared
                on_hand += order - cleared
                on_order -= order
                received += order
                if measured:
                    shipped += cleared
                    if days_in_cycle > 0:
                        cycles += 1
                        short_cycles += cycle_short
                        days_in_cycle = 0
                        cycle_short = 0
            elif due < horizon:
                arrivals[due] += order
        if measured:
            stock += on_hand
            waiting += back
        if record:
            trace[T_DEMAND, day] = quantity
            trace[T_ON_HAND, day] = on_hand
            trace[T_BACKORDERS, day] = back
            trace[T_ON_ORDER, day] = on_order
            trace[T_ORDERED, day] = order
            trace[T_RECEIVED, day] = received
            trace[T_SHORT, day] = short
    if days_in_cycle > 0:
        cycles += 1
        short_cycles += cycle_short
    counts[DEMAND] = asked
    counts[SHIPPED] = shipped
    counts[SHORT] = short_total
    counts[STOCK] = stock
    counts[BACK] = waiting
    counts[ORDERS] = orders
    counts[ORDERED] = ordered
    counts[OUT_DAYS] = out_days
    counts[CYCLES] = cycles
    counts[SHORT_CYCLES] = short_cycles


@compiled
def counted(
    demand: Ints,
    lead_time: Ints,
    rule: tuple[int, int, int, int],
    lost: bool,
    initial: int,
    warm_up: int,
) -> Ints:
    """Run every replication of demand, lead_time int64 (R, T), and return its counts, int64 (R, COUNTS)."""
    counts = np.empty((demand.shape[0], COUNTS), np.int64)
    arrivals = np.empty(demand.shape[1], np.int64)
    none = np.empty((TRACES, 0), np.int64)
    for r in range(demand.shape[0]):
        replication(demand[r], lead_time[r], rule, lost, initial, warm_up, arrivals, counts[r], none)
    return counts


@compiled
def lots_block(  # noqa: PLR0912 - as above; calls would hide the lanes from the compiler
    demand: Ints,
    lead_time: Ints,
    measured_demand: Ints,
    s: Ints,
    Q: Ints,
    initial: Ints,
    warm_up: int,
    lost: bool,
    longest: int,
    totals: Ints,
    fill: Floats,
) -> None:
    """Run (s,Q) for LANES policies side by side over every replication, in 32-bit vector instructions.

    demand, lead_time: int32 (R, T). measured_demand: int64 (R,) after the warm-up. s, Q, initial: int32
    (LANES,). totals: int64 (4, LANES), adds stock·days, backorder·days, units short and orders of all
    replications. fill: float64 (LANES,), adds the fill rate of each replication.

    Policies are the lanes because a day's demand and lead time are then the same for all of them. All that a
    lane holds lies in one flat array at fixed distances: that is what lets the compiler prove that the
    lanes are independent. The caller makes sure that nothing overflows.
    """
    size = longest + 1
    state = np.zeros(8 * LANES, np.int32)
    ring = np.zeros((size, LANES), np.int32)
    inverse = np.empty(LANES, np.float32)
    # Net level (on hand - backorders) may not go under zero when sales are lost.
    floor = np.int32(0) if lost else np.int32(-(2**30))
    zero, one = np.int32(0), np.int32(1)
    half = np.float32(0.5)
    for j in range(LANES):
        inverse[j] = np.float32(1.0) / np.float32(Q[j])
        state[3 * LANES + j] = s[j]
    for r in range(demand.shape[0]):
        ring[:] = zero
        state[4 * LANES :] = zero
        for j in range(LANES):
            state[j] = initial[j]  # net level
            state[LANES + j] = initial[j]  # inventory position
        slot = 0
        for day in range(demand.shape[1]):
            if day == warm_up:
                state[4 * LANES :] = zero
            x = demand[r, day]
            row = ring[slot]
            for j in range(LANES):
                # Each step is cut back to 32 bits: numba would widen it to 64 and halve the lanes.
                before = np.int32(state[j] + row[j])
                level = max(np.int32(before - x), floor)
                state[j] = level
                short = max(zero, min(x, np.int32(x - before)))
                state[6 * LANES + j] = np.int32(state[6 * LANES + j] + short)
                position = np.int32(state[LANES + j] - np.int32(before - level))
                gap = np.int32(state[3 * LANES + j] - position)
                # floor((gap + 1/2) / Q) is floor(gap / Q) for whole gap: the half keeps rounding harmless.
                lots = np.int32(np.int32((np.float32(gap) + half) * inverse[j]) + one)
                order = np.int32(lots * Q[j]) if gap >= zero else zero
                state[LANES + j] = np.int32(position + order)
                state[2 * LANES + j] = order
                state[7 * LANES + j] = np.int32(state[7 * LANES + j] + (one if gap >= zero else zero))
            row[:] = zero
            delay = lead_time[r, day]
            if delay == 0:
                for j in range(LANES):
                    state[j] = np.int32(state[j] + state[2 * LANES + j])
            else:
                due = slot + delay
                row = ring[due - size if due >= size else due]
                for j in range(LANES):
                    row[j] = np.int32(row[j] + state[2 * LANES + j])
            for j in range(LANES):
                level = state[j]
                state[4 * LANES + j] = np.int32(state[4 * LANES + j] + max(level, zero))
                state[5 * LANES + j] = np.int32(state[5 * LANES + j] + max(np.int32(-level), zero))
            slot += 1
            if slot == size:
                slot = 0
        for j in range(LANES):
            totals[0, j] += state[4 * LANES + j]
            totals[1, j] += state[5 * LANES + j]
            totals[2, j] += state[6 * LANES + j]
            totals[3, j] += state[7 * LANES + j]
            fill[j] += 1.0 - state[6 * LANES + j] / measured_demand[r] if measured_demand[r] > 0 else 1.0


@compiled
def lots_shifted(  # noqa: PLR0912, PLR0915 - as above
    demand: Ints,
    lead_time: Ints,
    measured_demand: Ints,
    s: Ints,
    Q: int,
    warm_up: int,
    longest: int,
    lowest: int,
    totals: Ints,
    fill: Floats,
) -> None:
    """Run (s,Q) with backorders and initial stock s + Q for one Q and every s, simulating once.

    The position less s, hence the orders and the net level less s, do not depend on s. One pass counts how
    often the net level at close was s + v, for each v; every s is then read from cumulative sums. The same
    goes for units short: on a day with level y before the demand x they are (y - x)⁻ - y⁻, which telescopes
    from one receipt to the next, so only the levels around receipts are counted.

    demand, lead_time: int32 (R, T). measured_demand: int64 (R,). s: int64 (n,). longest: of the lead times.
    lowest: a bound, v ≥ lowest.
    totals: int64 (4, n) and fill: float64 (n,) to fill, as in `lots_block`.
    """
    R, T = demand.shape
    size = Q - lowest + 1
    closes = np.zeros(size, np.int64)
    jumps = np.zeros(size, np.int64)
    weighted = np.zeros(size, np.float64)
    arrivals = np.empty(T + longest + 1, np.int64)
    levels = np.empty(T, np.int64)
    placed_on = np.empty(T + 1, np.int64)
    amounts = np.empty(T + 1, np.int64)
    orders = 0
    for r in range(R):
        # Short loops, each on its own arrays and without a branch on whether a day sees an order (it cannot
        # be foretold), take less time than one loop over the days. Indices are given as unsigned: numba would
        # look at each for a sign.
        asked, delays = demand[r], lead_time[r]
        position, placed = Q, 0
        for day in range(T):
            left = position - int(asked[day])
            after = left + Q
            if after <= 0:
                after = left + (-left // Q + 1) * Q
            placed_on[np.uint64(placed)] = day
            amounts[np.uint64(placed)] = after - left
            placed += 1 if left <= 0 else 0
            position = after if left <= 0 else left
        arrivals[:] = 0
        instant = 0
        for k in range(placed):
            day = int(placed_on[k])
            delay = int(delays[np.uint64(day)])
            arrivals[np.uint64(day + delay)] += amounts[k]
            orders += 1 if day >= warm_up else 0
            instant += 1 if delay == 0 else 0
        level = Q - lowest  # as an index into the counts
        for day in range(T):
            level += int(arrivals[day]) - int(asked[day])
            levels[day] = level
        for day in range(warm_up, T):
            closes[np.uint64(levels[day])] += 1
        # A replication without demand has a fill rate of 1 whatever its shortage, which is nil.
        weight = 1.0 / measured_demand[r] if measured_demand[r] > 0 else 0.0
        start = int(levels[warm_up - 1]) if warm_up > 0 else Q - lowest
        jumps[start] -= 1
        weighted[start] -= weight
        jumps[level] += 1
        weighted[level] += weight
        if instant > 0:  # received after the demand of the day, before its close
            for k in range(placed):
                day = int(placed_on[k])
                if delays[day] > 0:
                    continue
                arrivals[day] -= amounts[k]  # what is left came in the morning
                if day >= warm_up:
                    high = int(levels[day])
                    low = high - int(amounts[k])
                    jumps[low] += 1
                    weighted[low] += weight
                    jumps[high] -= 1
                    weighted[high] -= weight
        for k in range(placed):
            day = int(placed_on[k])
            due = day + int(delays[np.uint64(day)])
            if due == day or due < warm_up or due >= T:
                continue
            low = int(levels[np.uint64(due - 1)])
            high = low + int(arrivals[np.uint64(due)])
            arrivals[np.uint64(due)] = 0  # a second order received that day finds no more to count
            jumps[np.uint64(low)] += 1
            weighted[np.uint64(low)] += weight
            jumps[np.uint64(high)] -= 1
            weighted[np.uint64(high)] -= weight
    filled = R * (T - warm_up)
    # Cumulative count and sum of v over all v < bound, for bound = lowest … Q + 1.
    close_n = np.zeros(size + 1, np.int64)
    close_v = np.zeros(size + 1, np.int64)
    jump_n = np.zeros(size + 1, np.int64)
    jump_v = np.zeros(size + 1, np.int64)
    weighted_n = np.zeros(size + 1, np.float64)
    weighted_v = np.zeros(size + 1, np.float64)
    for k in range(size):
        v = k + lowest
        close_n[k + 1] = close_n[k] + closes[k]
        close_v[k + 1] = close_v[k] + closes[k] * v
        jump_n[k + 1] = jump_n[k] + jumps[k]
        jump_v[k + 1] = jump_v[k] + jumps[k] * v
        weighted_n[k + 1] = weighted_n[k] + weighted[k]
        weighted_v[k + 1] = weighted_v[k] + weighted[k] * v
    for i in range(s.size):
        k = min(max(-s[i] - lowest, 0), size)  # levels under zero are those with v < -s
        below = -(close_v[k] + s[i] * close_n[k])
        totals[0, i] = close_v[size] + s[i] * filled + below
        totals[1, i] = below
        totals[2, i] = -(jump_v[k] + s[i] * jump_n[k])
        totals[3, i] = orders
        # The weighted sums are rounded, the count of units is not: no shortage is a fill rate of exactly 1.
        served = 1.0 * R if totals[2, i] == 0 else R + (weighted_v[k] + s[i] * weighted_n[k])
        fill[i] = min(max(served, 0.0), 1.0 * R)
