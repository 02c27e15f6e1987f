"""The serial line under base stock: each stage supplies the one below it, the last is supplied without limit.

Stage 0 sells to customers. Every stage starts at its level and orders each day what was asked of it, so that on
day t each orders the demand x(t), at once along the whole line, as in `sim.network`. Let v be the net level of a
stage (on hand less what it owes the stage below, or the customers). On day t, with a(t) what it receives,

    v(t) = v(t - 1) + a(t) - x(t),    shipped(t) = x(t) + v(t - 1)⁻ - v(t)⁻,

and what it ships is received below after the lead time (Snyder & Shen, Fundamentals of Supply Chain Theory, 6.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.compiled import LANES, compiled
from sim.paths import LARGEST, KernelError
from sim.words import given, phrase

Ints = NDArray[np.int64]
Number = int | float


@dataclass(frozen=True)
class SerialLine:
    """A line of base-stock stages, from the one that sells to the one farthest up.

    levels: order-up-to level of each stage, whole units. lead_times: days from the stage above (a supplier without
    limit, for the last) to each, whole and 1 or more. holding: per unit on hand at the close of a day. transit: per
    unit under way to each stage at the close of a day, nothing by default. backorder: per unit that customers wait
    for at the close of a day. Raises KernelError for figures of another kind or lists of unequal lengths.
    """

    levels: Sequence[int]
    lead_times: Sequence[int]
    holding: Sequence[Number]
    backorder: Number = 0
    transit: Sequence[Number] = ()

    def __post_init__(self) -> None:
        stages = len(self.levels)
        for rates in (self.lead_times, self.holding, self.transit or self.holding):
            if not stages or len(rates) != stages:
                raise KernelError(phrase("kernel_stages", count=stages))
        for value, least in [(one, 0) for one in self.levels] + [(one, 1) for one in self.lead_times]:
            if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= LARGEST:
                raise KernelError(phrase("kernel_whole", limit=LARGEST, found=given(value)))


@dataclass(frozen=True, eq=False)
class SerialResult:
    """Sums over the measured days of each replication, in unit·days: stock and transit (replications, stages),
    backorders of customers (replications,); and total_cost in the currency of the rates."""

    stock: Ints
    transit: Ints
    backorders: Ints
    total_cost: NDArray[np.float64]


def serial_line(line: SerialLine, demand: Ints, warm_up: int = 0) -> SerialResult:
    """Run the line over demand, int64 (replications, days); `warm_up` days are left out of the sums.

    Raises KernelError for demand of another shape or kind, or too large.
    """
    if demand.ndim != 2 or not demand.size or demand.dtype != np.int64 or demand.min() < 0:
        raise KernelError(phrase("kernel_array", name="demand"))
    replications, days = demand.shape
    # No level lies farther from zero than its own plus all the demand.
    reach = max(line.levels) + int(demand.sum(axis=1).max())
    whole = np.int32 if (days + 1) * reach < 2**31 else np.int64
    if (days + 1) * reach >= 2**62:
        raise KernelError(phrase("kernel_range", name="demand", limit=LARGEST))
    count = -(-replications // LANES)
    rows = np.minimum(np.arange(count * LANES), replications - 1)
    side_by_side = np.ascontiguousarray(
        demand[rows].reshape(count, LANES, days).transpose(0, 2, 1), dtype=whole
    )
    stages = len(line.levels)
    sums = np.zeros((count, 2 * stages + 1, LANES), whole)
    _blocks(side_by_side, np.array(line.levels, whole), np.array(line.lead_times, np.int64), warm_up, sums)
    flat: Ints = sums.transpose(0, 2, 1).reshape(-1, 2 * stages + 1)[:replications].astype(np.int64)
    stock, transit, backorders = flat[:, :stages], flat[:, stages:-1], flat[:, -1]
    rates: list[NDArray[np.float64]] = [np.array(one, np.float64) for one in (line.holding, line.transit)]
    cost: NDArray[np.float64] = np.matmul(stock, rates[0], dtype=np.float64) + line.backorder * backorders
    if line.transit:
        cost = cost + np.matmul(transit, rates[1], dtype=np.float64)
    return SerialResult(stock, transit, backorders, cost)


@compiled
def _blocks(demand: Any, levels: Any, lead_times: Any, warm_up: int, sums: Any) -> None:
    """Run every block of replications: demand (n, T, LANES), sums (n, 2 · stages + 1, LANES) to fill."""
    longest = lead_times.max()
    stages = levels.size
    ring = np.zeros((stages, longest, LANES), demand.dtype)
    level = np.zeros((stages, LANES), demand.dtype)
    under_way = np.zeros((stages, LANES), demand.dtype)
    shipped = np.zeros(LANES, demand.dtype)
    for b in range(demand.shape[0]):
        ring[:] = 0
        under_way[:] = 0
        for i in range(stages):
            level[i, :] = levels[i]
        for day in range(demand.shape[1]):
            if day == warm_up:
                sums[b, :, :] = 0
            # From the top down: what a stage ships today leaves before the stage below is looked at, and arrives later.
            shipped[:] = demand[b, day]
            for k in range(stages):
                i = stages - 1 - k
                row = ring[i, day % lead_times[i]]
                _stage(demand[b, day], level[i], row, shipped, under_way[i], sums[b, i], sums[b, stages + i])
            _wait(level[0], sums[b, 2 * stages])


@compiled
def _stage(asked: Any, level: Any, row: Any, shipped: Any, under_way: Any, stock: Any, transit: Any) -> None:
    """One day of a stage: `row` holds what arrives today and takes what is sent to it today; `shipped` comes in as
    what the stage above sends and leaves as what this one does."""
    zero = level.dtype.type(0)
    for j in range(LANES):
        arrived = row[j]
        sent = shipped[j]
        before = level[j]
        after = before + arrived - asked[j]
        row[j] = sent
        level[j] = after
        way = under_way[j] + sent - arrived
        under_way[j] = way
        transit[j] = transit[j] + way
        stock[j] = stock[j] + max(after, zero)
        shipped[j] = asked[j] + min(after, zero) - min(before, zero)


@compiled
def _wait(level: Any, waiting: Any) -> None:
    for j in range(LANES):
        waiting[j] = waiting[j] - min(level[j], level.dtype.type(0))
