"""Many items of one store at once: the items are the lanes of the vector instructions, one pass over them a day.

It takes a network (`sim.network`) in which nothing ties the items together: one lane from a source to each stock, with
one lead time of a period or more, no truck, minimum, multiple, calendar, price break or disruption, and an order's
cost only where a lane brings one item. It counts what costs and service rest on; the network's own compiled loop
gives every indicator of any network, some thirty times slower.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.compiled import LANES, compiled
from sim.network.arrays import (
    CAPACITY,
    CROSSING,
    ENTRY_LANE,
    FREIGHT_RATE,
    INITIAL,
    IS_LOST,
    JOIN,
    LINE_RATE,
    LOT,
    MINIMUM,
    MINIMUM_TOTAL,
    MULTIPLE,
    NEVER,
    ORDER_RATE,
    REVIEW,
    SELLER_STOCK,
    SHELF,
    TRIGGER,
    UP_TO,
    Drawn,
    Net,
    drawn,
    net,
)  # fmt: skip
from sim.network.world import World
from sim.paths import KernelError
from sim.words import phrase

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

(_LEVEL, _POSITION, _UNTIL, _STOCK, _NET, _SHORT, _LINES) = range(7)
_STATE: Final = 7 * LANES
(_REVIEW, _TRIGGER, _UP_TO, _LOT, _INITIAL, _FLOOR) = range(6)
_RULE: Final = 6 * LANES
_COUNTS: Final = 4


@dataclass(frozen=True, eq=False)
class PortfolioPaths:
    """The demand of every item, drawn once for all the policies that are tried on it.

    blocks: int32 (lead times · blocks of LANES items, replications, periods, LANES). items: the stock in each lane,
    (blocks, LANES), the last one repeated where there are too few. lags: the lead time of each block. total: the
    largest demand of an item over a replication.
    """

    blocks: NDArray[np.int32]
    items: Ints
    lags: Ints
    demand: Ints
    total: int


@dataclass(frozen=True, eq=False)
class PortfolioResult:
    """Sums over the measured periods of each replication and stock, int64 (replications, stocks).

    stock and backorders in unit-periods, demand and short (not served at once) in units, lines ordered; total_cost
    (replications,) in the currency of the rates.
    """

    stock: Ints
    backorders: Ints
    demand: Ints
    short: Ints
    lines: Ints
    total_cost: Floats

    @property
    def fill_rate(self) -> Floats:
        """Share of each stock's demand served at once, (replications, stocks); 1 without demand."""
        found: Floats = 1.0 - self.short / np.maximum(self.demand, 1)
        return found


def portfolio_paths(world: World, seed: int, label: str, replications: int) -> PortfolioPaths:
    """Draw the demand of a portfolio, as `sim.network` does; raises KernelError for a network that is none."""
    arrays = net(world)
    paths: Drawn = drawn(world, seed, label, replications)
    lanes = arrays.entry[:, ENTRY_LANE]
    if not _is_portfolio(world, arrays, paths):
        raise KernelError(phrase("kernel_portfolio"))
    lag = paths.lead_time[0, lanes, 0]
    blocks: list[NDArray[np.int32]] = []
    items: list[Ints] = []
    lags: list[int] = []
    demand = np.zeros((replications, len(world.stocks), world.horizon), np.int64)
    demand[:, arrays.seller[:, SELLER_STOCK]] = paths.demand
    for one in np.unique(lag):
        own = np.flatnonzero(lag == one)
        for first in range(0, own.size, LANES):
            block = own[np.minimum(np.arange(first, first + LANES), own.size - 1)]
            items.append(block)
            blocks.append(np.ascontiguousarray(demand[:, block].transpose(0, 2, 1), dtype=np.int32))
            lags.append(int(one))
    measured = demand[:, :, world.warm_up :].sum(axis=2)
    return PortfolioPaths(
        np.stack(blocks), np.stack(items), np.array(lags), measured, int(demand.sum(axis=2).max(initial=0))
    )


def portfolio(world: World, paths: PortfolioPaths) -> PortfolioResult:
    """Run the world's policy over drawn paths; raises KernelError where a figure is too large for 32 bits."""
    arrays = net(world)
    stock = arrays.stock
    lost = np.zeros(len(world.stocks), np.int64)
    lost[arrays.seller[:, SELLER_STOCK]] = arrays.seller[:, IS_LOST]
    floor = np.where(lost == 1, 0, -(2**30))
    rule = np.stack(
        [stock[:, REVIEW], stock[:, TRIGGER], stock[:, UP_TO], stock[:, LOT], stock[:, INITIAL], floor]
    )
    reach = int(np.abs(rule[1:5]).max()) * 2 + paths.total
    if (world.horizon + 1) * reach >= 2**31:
        raise KernelError(phrase("kernel_portfolio"))
    count, replications = paths.blocks.shape[:2]
    found = np.empty((count, replications, _COUNTS, LANES), np.int64)
    rules = np.ascontiguousarray(rule[:, paths.items].transpose(1, 0, 2), dtype=np.int32).reshape(
        count, _RULE
    )
    _run(paths.blocks, rules, paths.lags, world.warm_up, found)
    sums = np.empty((_COUNTS, replications, len(world.stocks)), np.int64)
    for block, own in enumerate(paths.items):  # a stock repeated in the last lanes is written twice, the same
        sums[:, :, own] = found[block].transpose(1, 0, 2)
    kept, missing, short, lines = sums
    backorders = np.where(lost == 1, 0, missing)
    return PortfolioResult(
        kept, backorders, paths.demand, short, lines, _cost(world, arrays, kept, backorders, short, lines)
    )


def _cost(world: World, arrays: Net, stock: Ints, backorders: Ints, short: Ints, lines: Ints) -> Floats:
    by_key = {(one.site, one.item): one for one in world.demands}
    customers = [by_key.get((one.site, one.item)) for one in world.stocks]
    holding = np.array([float(one.holding) for one in world.stocks])
    waiting = np.array([float(one.backorder) if one else 0.0 for one in customers])
    lost = np.array([float(one.lost) if one and one.shortage == "lost" else 0.0 for one in customers])
    line = (arrays.rate[:, LINE_RATE] + arrays.rate[:, ORDER_RATE])[arrays.entry[:, ENTRY_LANE]]
    parts = (
        (holding * stock).sum(axis=1),
        (line * lines).sum(axis=1),
        (waiting * backorders + lost * short).sum(axis=1),
    )
    total: Floats = parts[0] + parts[1] + parts[2]
    return total


def _is_portfolio(world: World, arrays: Net, paths: Drawn) -> bool:
    lanes, entry, stock = arrays.entry[:, ENTRY_LANE], arrays.entry, arrays.stock
    alone = np.bincount(lanes, minlength=len(world.lanes)) == 1
    return bool(
        entry.shape[0] == stock.shape[0]
        and (arrays.upstream < 0).all()
        and arrays.takes.all()
        and arrays.ships.all()
        and not paths.blocked.any()
        and not paths.down.any()
        and (paths.lead_time == paths.lead_time[0, :, :1]).all()
        and (paths.lead_time[0, lanes, 0] >= 1).all()
        and (paths.lead_time[0, lanes, 0] < world.horizon).all()
        and arrays.lane[:, CROSSING].all()
        and not arrays.lane[:, [0, MINIMUM_TOTAL]].any()
        and not arrays.rate[:, [FREIGHT_RATE, CAPACITY]].any()
        and not arrays.rate[~alone, ORDER_RATE].any()
        and not arrays.breaks.size
        and not entry[:, MINIMUM].any()
        and (entry[:, MULTIPLE] == 1).all()
        and not stock[:, SHELF].any()
        and (stock[:, JOIN] == NEVER).all()
    )


@compiled
def _run(blocks: Any, rules: Any, lags: Any, warm_up: int, found: Any) -> None:
    """Run every block over every replication: found int64 (blocks, replications, _COUNTS, LANES) to fill."""
    state = np.empty(_STATE, np.int32)
    ring = np.empty((lags.max() + 1, LANES), np.int32)
    for b in range(blocks.shape[0]):
        for r in range(blocks.shape[1]):
            _block(blocks[b, r], rules[b], lags[b], warm_up, state, ring, found[b, r])


@compiled
def _block(demand: Any, rule: Any, lag: int, warm_up: int, state: Any, ring: Any, found: Any) -> None:
    """Run LANES items side by side over one replication, the days of `sim.compiled.replication`."""
    zero, one = np.int32(0), np.int32(1)
    size = lag + 1
    ring[:] = zero
    state[:] = zero
    for j in range(LANES):
        state[_LEVEL * LANES + j] = rule[_INITIAL * LANES + j]
        state[_POSITION * LANES + j] = rule[_INITIAL * LANES + j]
        state[_UNTIL * LANES + j] = rule[_REVIEW * LANES + j]
    slot = 0
    for day in range(demand.shape[0]):
        if day == warm_up:
            state[_STOCK * LANES :] = zero
        now = ring[slot]
        later = ring[slot - 1 if slot > 0 else size - 1]
        asked = demand[day]
        several = day == 0
        for j in range(LANES):
            # Each step is cut back to 32 bits: numba would widen it to 64 and halve the lanes.
            before = np.int32(state[_LEVEL * LANES + j] + now[j])
            after = np.int32(before - asked[j])
            level = max(after, rule[_FLOOR * LANES + j])
            kept = max(after, zero)
            state[_LEVEL * LANES + j] = level
            state[_STOCK * LANES + j] = np.int32(state[_STOCK * LANES + j] + kept)
            state[_NET * LANES + j] = np.int32(state[_NET * LANES + j] + after)
            short = min(asked[j], np.int32(kept - after))
            state[_SHORT * LANES + j] = np.int32(state[_SHORT * LANES + j] + short)
            position = np.int32(state[_POSITION * LANES + j] - np.int32(before - level))
            until = np.int32(state[_UNTIL * LANES + j] - one)
            reviewed = until == zero
            state[_UNTIL * LANES + j] = rule[_REVIEW * LANES + j] if reviewed else until
            due = reviewed and position <= rule[_TRIGGER * LANES + j]
            lot = rule[_LOT * LANES + j]
            order = (lot if lot > zero else np.int32(rule[_UP_TO * LANES + j] - position)) if due else zero
            state[_POSITION * LANES + j] = np.int32(position + order)
            state[_LINES * LANES + j] = np.int32(state[_LINES * LANES + j] + (one if due else zero))
            later[j] = order
        for j in range(LANES):
            several |= rule[_LOT * LANES + j] > zero and asked[j] > rule[_LOT * LANES + j]
        if several:  # one lot is enough where the position was above s, unless the demand is larger
            for j in range(LANES):
                lot, gap = (
                    rule[_LOT * LANES + j],
                    np.int32(rule[_TRIGGER * LANES + j] - state[_POSITION * LANES + j]),
                )
                if lot > zero and gap >= zero:
                    order = np.int32((gap // lot + one) * lot)
                    state[_POSITION * LANES + j] = np.int32(state[_POSITION * LANES + j] + order)
                    later[j] = np.int32(later[j] + order)
        slot += 1
        if slot == size:
            slot = 0
    for j in range(LANES):
        stock = np.int64(state[_STOCK * LANES + j])
        found[0, j] = stock
        found[1, j] = stock - state[_NET * LANES + j]
        found[2, j] = state[_SHORT * LANES + j]
        found[3, j] = state[_LINES * LANES + j]
