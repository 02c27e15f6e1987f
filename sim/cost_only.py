"""The cost of one policy over very many replications: nothing else is counted, so that a search can be wide.

Replications are the lanes of the vector instructions, `LANES` at a time: what the policy does is the same for
all of them, and their days lie side by side. That asks for one lead time of a whole day or more, and for
figures that 32 bits can hold; anything else goes the way of `sim.kernels.evaluate`, with the same result.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.compiled import LANES, compiled

Ints = NDArray[Any]

# What a lane holds, one row of LANES each, in one flat array: the compiler then sees that lanes are apart.
(_LEVEL, _POSITION, _STOCK, _NET, _ORDERS) = range(5)
STATE: Final = 5 * LANES
# What is given back for each replication.
(STOCK, MISSING, ORDERS) = range(3)
TOTALS: Final = 3


@compiled
def block(
    demand: Ints,
    largest: Ints,
    rule: tuple[int, int, int, int],
    initial: int,
    lag: int,
    warm_up: int,
    lost: bool,
    totals: Ints,
) -> None:
    """Run LANES replications of one policy side by side, the same days as `sim.compiled.replication`.

    demand: int32 (T, LANES). largest: int32 (T,), the largest demand of each day. rule = (R, trigger, S, Q) as
    in `sim.compiled.replication`. lag: the lead time, 1 day or more. totals: int64 (TOTALS, LANES) to fill with
    stock·days, backorder·days (units lost where sales are lost) and orders. The caller sees to it that nothing
    overflows.
    """
    zero, one = np.int32(0), np.int32(1)
    review = rule[0]
    trigger, up_to, lot = np.int32(rule[1]), np.int32(rule[2]), np.int32(rule[3])
    floor = zero if lost else np.int32(-(2**30))  # the net level (on hand - backorders) may not go under it
    size = lag + 1
    state = np.zeros(STATE, np.int32)
    ring = np.zeros((size, LANES), np.int32)  # due each day to come
    for j in range(LANES):
        state[_LEVEL * LANES + j] = initial
        state[_POSITION * LANES + j] = initial
    slot = 0
    until_review = review
    for day in range(demand.shape[0]):
        if day == warm_up:
            state[_STOCK * LANES :] = zero
        now = ring[slot]
        later = ring[slot - 1 if slot > 0 else size - 1]
        asked = demand[day]
        until_review -= 1
        reviewed = until_review == 0
        if reviewed:
            until_review = review
        for j in range(LANES):
            # Each step is cut back to 32 bits: numba would widen it to 64 and halve the lanes.
            before = np.int32(state[_LEVEL * LANES + j] + now[j])
            after = np.int32(before - asked[j])
            level = max(after, floor)
            state[_LEVEL * LANES + j] = level
            state[_STOCK * LANES + j] = np.int32(state[_STOCK * LANES + j] + max(after, zero))
            state[_NET * LANES + j] = np.int32(state[_NET * LANES + j] + after)
            position = np.int32(state[_POSITION * LANES + j] - np.int32(before - level))
            due = reviewed and position <= trigger
            wanted = lot if lot > zero else np.int32(up_to - position)
            order = wanted if due else zero
            state[_POSITION * LANES + j] = np.int32(position + order)
            state[_ORDERS * LANES + j] = np.int32(state[_ORDERS * LANES + j] + (one if due else zero))
            later[j] = order
        # One lot is enough where the position was above the trigger a day ago, unless the demand is larger.
        if lot > zero and (day == 0 or largest[day] > lot):
            for j in range(LANES):
                gap = np.int32(trigger - state[_POSITION * LANES + j])
                order = np.int32((gap // lot + one) * lot) if gap >= zero else zero
                state[_POSITION * LANES + j] = np.int32(state[_POSITION * LANES + j] + order)
                later[j] = np.int32(later[j] + order)
        slot += 1
        if slot == size:
            slot = 0
    for j in range(LANES):
        stock = np.int64(state[_STOCK * LANES + j])
        totals[STOCK, j] = stock
        totals[MISSING, j] = stock - state[_NET * LANES + j]
        totals[ORDERS, j] = state[_ORDERS * LANES + j]


@compiled
def blocks(
    demand: Ints,
    largest: Ints,
    rule: tuple[int, int, int, int],
    initial: int,
    lag: int,
    warm_up: int,
    lost: bool,
    totals: Ints,
) -> None:
    """Run every block: demand int32 (n, T, LANES), largest int32 (n, T), totals int64 (n, TOTALS, LANES)."""
    for b in range(demand.shape[0]):
        block(demand[b], largest[b], rule, initial, lag, warm_up, lost, totals[b])
