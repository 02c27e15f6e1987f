"""The draws of a master schedule: the orders that customers place, their changes, the weeks that lose hours.

Streams (label, replication, "masterplan", …) under the seed, one for how many orders a customer places and one for what
they are, read in turn: no policy and no longer horizon shifts a draw.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.masterplan.world import Changes, CustomerOrder, Customers, Stoppage, World
from sim.streams import stream

Ints = NDArray[Any]

# Columns of an order: the week it is placed, wanted in, its units; the week it is changed (-1: never), and to what; the
# week promised beforehand (-1: by the policy).
(WEEK, DUE, UNITS, CHANGED, NEW_UNITS, NEW_DUE, GIVEN) = range(7)
COLUMNS = 7
DETAILS = 6  # uniforms of an order: size, notice, changed or not, when, factor, shift


@dataclass(frozen=True, eq=False)
class Paths:
    """What is drawn of some replications.

    orders: int64 (orders of all, COLUMNS), by the week placed; first: int64 (replications + 1,), where the orders of
    each begin; stopped: bool (replications, weeks).
    """

    orders: Ints
    first: Ints
    stopped: NDArray[np.bool_]


def paths(world: World, seed: int, label: str, first: int, replications: int) -> Paths:
    """Draw replications `first` to first + replications - 1; the last draws are kept for the next policy."""
    return _paths(
        world.horizon,
        world.orders,
        world.customers,
        world.changes,
        world.profile,
        world.stoppage,
        seed,
        label,
        first,
        replications,
    )


@lru_cache(maxsize=4)
def _paths(
    horizon: int,
    known: tuple[CustomerOrder, ...],
    customers: tuple[Customers, ...],
    changes: Changes | None,
    profile: tuple[float, ...],
    stoppage: Stoppage | None,
    seed: int,
    label: str,
    first: int,
    replications: int,
) -> Paths:
    books = []
    stopped = np.zeros((replications, horizon), np.bool_)
    for run in range(replications):
        names = (label, first + run, "masterplan")
        book = [_known(known)]
        for one in customers:
            counts = one.order_count.of(stream(seed, *names, "orders", one.name).random((1, horizon)))[0]
            uniforms = stream(seed, *names, "details", one.name).random((int(counts.sum()), DETAILS))
            book.append(_drawn(one, np.repeat(np.arange(horizon), counts), uniforms, changes, profile))
        rows = np.concatenate(book)
        books.append(rows[np.argsort(rows[:, WEEK], kind="stable")])
        if stoppage is not None:
            stopped[run] = stream(seed, *names, "stoppage").random(horizon) < stoppage.chance
    begins = np.cumsum([0, *(len(book) for book in books)]).astype(np.int64)
    found = Paths(np.concatenate(books), begins, stopped)
    for array in (found.orders, found.first, found.stopped):
        array.setflags(write=False)
    return found


def _known(orders: tuple[CustomerOrder, ...]) -> Ints:
    rows = np.full((len(orders), COLUMNS), -1, np.int64)
    for place, one in enumerate(orders):
        rows[place, :3] = one.week, one.due, one.quantity
        rows[place, GIVEN] = -1 if one.promised is None else one.promised
    return rows


def _drawn(
    one: Customers, weeks: Ints, uniforms: Any, changes: Changes | None, profile: tuple[float, ...]
) -> Ints:
    rows = np.full((len(weeks), COLUMNS), -1, np.int64)
    if not len(weeks):
        return rows
    notice = np.ceil(one.notice.of(uniforms[:, 1])).astype(np.int64)
    factor = np.asarray(profile, dtype=np.float64)
    rows[:, WEEK] = weeks
    rows[:, DUE] = weeks + notice
    sizes = one.order_size.of(uniforms[:, 0]) * factor[rows[:, DUE] % len(factor)]
    rows[:, UNITS] = np.maximum(np.floor(sizes + 0.5), 1)
    if changes is not None:
        happens = (uniforms[:, 2] < changes.chance) & (notice > 0)
        when = weeks + 1 + np.floor(uniforms[:, 3] * notice).astype(np.int64)
        by = np.asarray(changes.factors, np.float64)[_place(uniforms[:, 4], len(changes.factors))]
        move = np.asarray(changes.shifts, np.int64)[_place(uniforms[:, 5], len(changes.shifts))]
        rows[:, CHANGED] = np.where(happens, when, -1)
        rows[:, NEW_UNITS] = np.floor(rows[:, UNITS] * by + 0.5)
        rows[:, NEW_DUE] = np.maximum(rows[:, DUE] + move, when)
    return rows


def _place(uniforms: Any, count: int) -> Ints:
    found: Ints = np.minimum(np.floor(uniforms * count).astype(np.int64), count - 1)
    return found
