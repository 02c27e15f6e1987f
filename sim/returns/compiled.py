"""The compiled loop of a returns cell: one unit after the other, in continuous time (days)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled
from sim.returns.world import DEAD, DESTROY, FAULTY, LIGHT, NEW, PARTS, RECYCLE, REFURBISH, REPAIR, RESTOCK

Floats = NDArray[np.float64]
Ints = NDArray[Any]

# Columns of what a product is.
(
    VALUE, DECAY, REFURBISHED, REPAIRED, PART_SHARE, REFURBISH_DAYS, REPAIR_DAYS, SUCCESS, HAZARDOUS,
) = range(9)  # fmt: skip
# Columns of what becomes of a unit, times in days.
(INSPECTED, STARTED, LEFT, DISPOSED, WRONG, BROUGHT, EXCHANGED) = range(7)
LIVES = 7


@compiled
def serve(ready: Floats, work: Floats, servers: int) -> Floats:
    """Return when each job ends: served in the order of `ready` (rising), first come first served, by `servers`."""
    free = np.zeros(servers)
    ends = np.empty(ready.size)
    for i in range(ready.size):
        best = 0
        for k in range(1, servers):
            if free[k] < free[best]:
                best = k
        ends[i] = max(ready[i], free[best]) + work[i]
        free[best] = ends[i]
    return ends


@compiled
def worth_of(value: float, decay: float, days: float) -> float:
    """Return what a unit sells for some days after its sale, to a millionth, whatever the machine's powers say."""
    return float(np.floor(value * (1.0 - decay) ** days * 1e6 + 0.5) / 1e6)


@compiled
def dispose(grade: int, worth: float, fits: bool, hazardous: bool, bounds: tuple[float, float, float]) -> int:
    """Return what is done with a unit of a grade: bounds are those of refurbishing, repairing and parts."""
    refurbish_from, repair_from, parts_from = bounds
    done = DESTROY if hazardous else RECYCLE
    if grade == NEW:
        done = RESTOCK
    elif grade == LIGHT and worth >= refurbish_from and fits:
        done = REFURBISH
    elif grade == FAULTY and worth >= repair_from and fits:
        done = REPAIR
    elif worth >= parts_from:
        done = PARTS
    return done


@compiled
def life(  # noqa: PLR0912, PLR0915 - one unit after the other, compiled whole
    inspected: Floats,
    time: Floats,
    product: Ints,
    grade: Ints,
    age: Floats,
    slip: Floats,
    luck: Floats,
    products: Floats,
    errors: tuple[float, float],
    bounds: tuple[float, float, float],
    room: tuple[float, float, int],
    exchange: tuple[bool, int, float],
    horizon: float,
) -> Floats:
    """Return what becomes of each unit, float64 (units, LIVES), in the order of coming.

    `inspected`: when each inspection ends. `products`: float64 (products, 9). errors: (false good, false bad). bounds:
    see `dispose`. room: (max_queue, max_age, repairers), infinite where there is no bound. exchange: (yes or no, stock
    of each product, lead time in days). A unit that the horizon ends before its inspection has no disposition (-1).
    """
    count = time.size
    false_good, false_bad = errors
    max_queue, max_age, repairers = room
    gives, level, lead = exchange
    lives = np.zeros((count, LIVES))
    free = np.zeros(repairers)
    starts = np.empty(count)  # of the jobs of the workshop, rising
    jobs = 0
    begun = 0
    given = np.zeros(products.shape[0], np.int64)
    times = np.full((products.shape[0], max(level, 1)), -np.inf)
    order = np.argsort(inspected, kind="mergesort")
    for place in range(count):
        i = order[place]
        now = inspected[i]
        p = product[i]
        lives[i, INSPECTED] = now
        lives[i, STARTED] = np.inf
        lives[i, LEFT] = np.inf
        lives[i, DISPOSED] = -1
        if now > horizon:
            kept = worth_of(products[p, VALUE], products[p, DECAY], age[i] + horizon - time[i])
            lives[i, BROUGHT] = kept * products[p, PART_SHARE]
            continue
        seen = grade[i]
        if slip[i] < false_good:
            seen = max(seen - 1, NEW)
        elif slip[i] >= 1.0 - false_bad:
            seen = min(seen + 1, DEAD)
        # The customer: another unit where one is in stock, each bought again over the lead time.
        if gives and level > 0:
            turn = given[p] % level
            if times[p, turn] + lead <= now:
                times[p, turn] = now
                given[p] += 1
                lives[i, EXCHANGED] = 1.0
        # What is to be done with the unit.
        worth = worth_of(products[p, VALUE], products[p, DECAY], age[i] + now - time[i])
        while begun < jobs and starts[begun] <= now:
            begun += 1
        fits = jobs - begun <= max_queue and age[i] + now - time[i] <= max_age
        hazardous = products[p, HAZARDOUS] > 0.0
        done = dispose(seen, worth, fits, hazardous, bounds)
        if done != dispose(grade[i], worth, fits, hazardous, bounds):
            lives[i, WRONG] = 1.0
        lives[i, DISPOSED] = done
        left = now
        if done in (REFURBISH, REPAIR):
            best = 0
            for k in range(1, repairers):
                if free[k] < free[best]:
                    best = k
            start = max(now, free[best])
            work = products[p, REFURBISH_DAYS] if done == REFURBISH else products[p, REPAIR_DAYS]
            left = start + work
            free[best] = left
            starts[jobs] = start
            jobs += 1
            lives[i, STARTED] = start
        lives[i, LEFT] = left
        then = min(left, horizon)
        sold = worth_of(products[p, VALUE], products[p, DECAY], age[i] + then - time[i])
        share = 0.0
        if left > horizon:
            share = products[p, PART_SHARE]
        elif done == RESTOCK:
            share = 1.0 if grade[i] == NEW else 0.0
        elif done == REFURBISH:
            # What turns out to be faulty on the bench gives its parts.
            share = products[p, REFURBISHED] if grade[i] <= LIGHT else products[p, PART_SHARE]
        elif done == REPAIR:
            works = grade[i] <= LIGHT or (grade[i] == FAULTY and luck[i] < products[p, SUCCESS])
            share = products[p, REPAIRED] if works else products[p, PART_SHARE]
        elif done == PARTS:
            share = products[p, PART_SHARE]
        lives[i, BROUGHT] = sold * share
    return lives
