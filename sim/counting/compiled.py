"""The compiled loop behind a counted store's measures: whole numbers in, whole numbers out (see `sim.counting.run`)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled

Ints = NDArray[Any]
Floats = NDArray[np.float64]

# Columns of what is counted of an item over the measured days.
(
    ASKED, SHORT, PHANTOM, HIDDEN, OUT_DAYS, STOCK, RECORDED, DEVIATION, RIGHT, RIGHT_AT_END, COUNTS, ADJUSTMENTS,
    NET, ABSOLUTE, ORDERS,
) = range(15)  # fmt: skip
SUMS = 15
# Columns of what an item runs with.
(S_LOW, LOT, S_UP, REVIEW, START) = range(5)
# Rows of what is traced of an item when asked, at the close of each day.
TRACES = 5  # physical, recorded, on order, backorders, drift


@compiled
def _receive(
    i: int,
    quantity: int,
    keyed: int,
    by_record: bool,
    physical: Ints,
    recorded: Ints,
    on_order: Ints,
    backorders: Ints,
    drift: Ints,
) -> None:
    """Take in a delivery of item i, and serve those who wait for it."""
    on_order[i] -= quantity
    physical[i] += quantity
    recorded[i] += quantity + keyed
    drift[i] += keyed
    findable = min(physical[i], max(recorded[i], 0)) if by_record else physical[i]
    cleared = min(backorders[i], findable)
    backorders[i] -= cleared
    physical[i] -= cleared
    recorded[i] -= cleared


@compiled
def replication(  # noqa: PLR0912, PLR0915 - one day after the other, compiled whole
    demand: Ints,
    delay: Ints,
    loss: Ints,
    moved: Ints,
    mispick: Ints,
    other: Ints,
    keyed_out: Ints,
    keyed_in: Ints,
    miscount: Ints,
    items: Ints,
    planned: Ints,
    allowed: Floats,
    tolerance: Floats,
    flags: tuple[bool, bool, bool, bool, bool, bool],
    warm_up: int,
    sums: Ints,
    trace: Ints,
) -> None:
    """Run one replication in whole numbers.

    The nine draws (see `sim.counting.draws.Paths`): int64 (items, T). items: int64 (items, 5). planned: bool (year,
    items). allowed, tolerance: float64 (items,), the policy's and the world's. flags: at_zero, on_negative, on_miss,
    recount, by_record, lost. Fills sums, int64 (items, SUMS), zero at first, and trace (TRACES, items, T) or
    (TRACES, items, 0).
    """
    at_zero, on_negative, on_miss, recount, by_record, lost = flags
    count, horizon = demand.shape
    record = trace.shape[2] > 0
    physical = items[:, START].copy()
    recorded = items[:, START].copy()
    drift = np.zeros(count, np.int64)
    on_order = np.zeros(count, np.int64)
    backorders = np.zeros(count, np.int64)
    was = np.zeros(count, np.int64)
    issued = np.zeros(count, np.int64)
    missed = np.zeros(count, np.bool_)
    arrivals = np.zeros((count, horizon), np.int64)
    for t in range(horizon):
        measured = t >= warm_up
        for i in range(count):
            if arrivals[i, t] > 0:
                _receive(
                    i,
                    arrivals[i, t],
                    keyed_in[i, t],
                    by_record,
                    physical,
                    recorded,
                    on_order,
                    backorders,
                    drift,
                )
            was[i] = recorded[i]
        for i in range(count):
            asked = demand[i, t]
            there = min(asked, physical[i])
            on_record = min(asked, max(recorded[i], 0))
            done = min(there, on_record) if by_record else there
            phantom = max(on_record - done, 0)
            issued[i] = done
            missed[i] = phantom > 0
            physical[i] -= done
            recorded[i] -= done
            if done > 0:
                recorded[i] -= keyed_out[i, t]
                drift[i] -= keyed_out[i, t]
            if not lost:
                backorders[i] += asked - done
            if measured:
                sums[i, ASKED] += asked
                sums[i, SHORT] += asked - done
                sums[i, PHANTOM] += phantom
                sums[i, HIDDEN] += there - done
                if done < asked:
                    sums[i, OUT_DAYS] += 1
        for i in range(count):
            j = other[i, t]
            wrong = min(mispick[i, t], issued[i], physical[j])
            if wrong > 0:
                physical[i] += wrong
                drift[i] -= wrong
                physical[j] -= wrong
                drift[j] += wrong
        for i in range(count):
            gone = min(loss[i, t], physical[i])
            come = max(moved[i, t], gone - physical[i])
            physical[i] += come - gone
            drift[i] -= come - gone
        for i in range(count):
            called = (
                planned[t % planned.shape[0], i]
                or (at_zero and was[i] > 0 and recorded[i] <= 0)
                or (on_negative and was[i] >= 0 and recorded[i] < 0)
                or (on_miss and missed[i])
            )
            if called:
                margin = allowed[i] * abs(recorded[i]) + 1e-9
                counted = max(physical[i] + miscount[i, t], 0)
                counts = 1
                if recount and abs(counted - recorded[i]) > margin:
                    counted = physical[i]
                    counts = 2
                change = counted - recorded[i]
                if measured:
                    sums[i, COUNTS] += counts
                if abs(change) > margin:
                    recorded[i] = counted
                    drift[i] = counted - physical[i]
                    if measured:
                        sums[i, ADJUSTMENTS] += 1
                        sums[i, NET] += change
                        sums[i, ABSOLUTE] += abs(change)
            if (t + 1) % items[i, REVIEW] == 0:
                position = recorded[i] + on_order[i] - backorders[i]
                low, lot = items[i, S_LOW], items[i, LOT]
                if position <= low:
                    quantity = ((low - position) // lot + 1) * lot if lot > 0 else items[i, S_UP] - position
                    on_order[i] += quantity
                    if measured:
                        sums[i, ORDERS] += 1
                    due = t + delay[i, t]
                    if due == t:
                        _receive(
                            i,
                            quantity,
                            keyed_in[i, t],
                            by_record,
                            physical,
                            recorded,
                            on_order,
                            backorders,
                            drift,
                        )
                    elif due < horizon:
                        arrivals[i, due] += quantity
            if measured:
                gap = abs(recorded[i] - physical[i])
                right = 1 if gap <= tolerance[i] * abs(recorded[i]) + 1e-9 else 0
                sums[i, STOCK] += physical[i]
                sums[i, RECORDED] += recorded[i]
                sums[i, DEVIATION] += gap
                sums[i, RIGHT] += right
                sums[i, RIGHT_AT_END] = right
            if record:
                trace[0, i, t] = physical[i]
                trace[1, i, t] = recorded[i]
                trace[2, i, t] = on_order[i]
                trace[3, i, t] = backorders[i]
                trace[4, i, t] = drift[i]


@compiled
def replications(
    demand: Ints,
    delay: Ints,
    loss: Ints,
    moved: Ints,
    mispick: Ints,
    other: Ints,
    keyed_out: Ints,
    keyed_in: Ints,
    miscount: Ints,
    items: Ints,
    planned: Ints,
    allowed: Floats,
    tolerance: Floats,
    flags: tuple[bool, bool, bool, bool, bool, bool],
    warm_up: int,
) -> Ints:
    """Run every replication of draws (R, items, T); return the sums of each, int64 (R, items, SUMS)."""
    runs, count = demand.shape[0], demand.shape[1]
    sums = np.zeros((runs, count, SUMS), np.int64)
    none = np.empty((TRACES, count, 0), np.int64)
    for r in range(runs):
        replication(
            demand[r], delay[r], loss[r], moved[r], mispick[r], other[r], keyed_out[r], keyed_in[r], miscount[r],
            items, planned, allowed, tolerance, flags, warm_up, sums[r], none,
        )  # fmt: skip
    return sums
