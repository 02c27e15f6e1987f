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

LANES = 128  # policies side by side in `lots_block`, a multiple of every vector width; 64 take a quarter more time


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
    """Run one replication of one policy, the same day as `sim.one_item` in whole numbers.

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
def lots_block(  # noqa: PLR0912, PLR0915 - as above; calls would hide the lanes from the compiler
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
    lanes are independent. A day is one loop where it can be, since loading and storing take the time; lots
    beyond the first are rare and are left to a second one. The caller makes sure that nothing overflows.
    """
    size = longest + 1
    state = np.zeros(8 * LANES, np.int32)
    ring = np.zeros((size + 1, LANES), np.int32)  # due each day to come; the last row is for the same day
    inverse = np.empty(LANES, np.float32)
    # Net level (on hand - backorders) may not go under zero when sales are lost.
    floor = np.int32(0) if lost else np.int32(-(2**30))
    zero, one = np.int32(0), np.int32(1)
    half = np.float32(0.5)
    smallest = Q[0]
    for j in range(LANES):
        smallest = min(smallest, Q[j])
        inverse[j] = np.float32(1.0) / np.float32(Q[j])
        state[2 * LANES + j] = s[j]
        state[3 * LANES + j] = Q[j]
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
            delay = lead_time[r, day]
            due = slot + delay
            if due >= size:
                due -= size
            row = ring[slot]
            later = ring[due if delay > 0 else size]
            for j in range(LANES):
                # Each step is cut back to 32 bits: numba would widen it to 64 and halve the lanes.
                before = np.int32(state[j] + row[j])
                row[j] = zero
                after = np.int32(before - x)
                stock = max(after, zero)
                level = max(after, floor)
                state[j] = level
                state[4 * LANES + j] = np.int32(state[4 * LANES + j] + stock)
                state[5 * LANES + j] = np.int32(state[5 * LANES + j] + np.int32(stock - level))
                short = min(x, np.int32(stock - after))
                state[6 * LANES + j] = np.int32(state[6 * LANES + j] + short)
                position = np.int32(state[LANES + j] - np.int32(before - level))
                due_now = np.int32(state[2 * LANES + j] - position) >= zero
                order = state[3 * LANES + j] if due_now else zero
                state[LANES + j] = np.int32(position + order)
                later[j] = np.int32(later[j] + order)
                state[7 * LANES + j] = np.int32(state[7 * LANES + j] + (one if due_now else zero))
            # The position was above s after the last review: one lot is enough unless the demand is larger.
            if x > smallest or day == 0:
                for j in range(LANES):
                    gap = np.int32(state[2 * LANES + j] - state[LANES + j])
                    # floor((gap + 1/2) / Q) is floor(gap / Q) for whole gap: the half keeps rounding harmless.
                    lots = np.int32(np.int32((np.float32(gap) + half) * inverse[j]) + one)
                    order = np.int32(lots * Q[j]) if gap >= zero else zero
                    state[LANES + j] = np.int32(state[LANES + j] + order)
                    later[j] = np.int32(later[j] + order)
            if delay == 0:  # received at once: after the demand, before the close
                for j in range(LANES):
                    order = later[j]
                    later[j] = zero
                    before = state[j]
                    after = np.int32(before + order)
                    state[j] = after
                    gain = np.int32(max(after, zero) - max(before, zero))
                    state[4 * LANES + j] = np.int32(state[4 * LANES + j] + gain)
                    state[5 * LANES + j] = np.int32(state[5 * LANES + j] - np.int32(order - gain))
            slot += 1
            if slot == size:
                slot = 0
        for j in range(LANES):
            totals[0, j] += state[4 * LANES + j]
            totals[1, j] += state[5 * LANES + j]
            totals[2, j] += state[6 * LANES + j]
            totals[3, j] += state[7 * LANES + j]
            fill[j] += 1.0 - state[6 * LANES + j] / measured_demand[r] if measured_demand[r] > 0 else 1.0
