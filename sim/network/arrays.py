"""A network world turned into arrays for the compiled loop, and the draws of its replications side by side."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from sim.network.allocation import ALLOCATIONS
from sim.network.calendars import ships, takes_orders
from sim.network.draws import draw
from sim.network.lanes import SHARE_UNITS
from sim.network.replenishment import CanOrder
from sim.network.soundness import rules, share_of
from sim.network.topology import Topology, topology
from sim.network.world import Lane, World
from sim.paths import LARGEST, KernelError
from sim.policies import Policy
from sim.policies.base_stock import BaseStock
from sim.policies.min_max import MinMax
from sim.policies.periodic import Periodic
from sim.policies.periodic_min_max import PeriodicMinMax
from sim.policies.reorder_point import ReorderPoint
from sim.stock import LOST
from sim.words import given, phrase

Ints = NDArray[Any]
Floats = NDArray[np.float64]
Number = int | float

FIFO, PRIORITY, FAIR_SHARE = range(3)
_ALLOCATION = {"fifo": FIFO, "priority": PRIORITY, "fair_share": FAIR_SHARE}
NEVER = -LARGEST  # a level that no position falls to
_NO_RULE = (1, NEVER, 0, 0, NEVER)
_DRAWN = 32  # worlds whose draws are kept: a decision compares many policies on one of them


# Columns of Net.stock.
(
    ITEM, SITE, SHELF, NEWEST_FIRST, INITIAL, PRIORITY_NUMBER, REVIEW, TRIGGER, UP_TO, LOT, JOIN, FIRST_ENTRY,
    LAST_ENTRY, ALLOCATION,
) = range(14)  # fmt: skip
# Columns of Net.entry.
ENTRY_LANE, ENTRY_STOCK, GROUP, SHARE, MINIMUM, MULTIPLE = range(6)
# Columns of Net.lane and of Net.rate.
DELAY, CROSSING, MINIMUM_TOTAL = range(3)
ORDER_RATE, LINE_RATE, FREIGHT_RATE, CAPACITY = range(4)
# Columns of Net.item_rate and of Net.seller.
VOLUME, UNIT_COST = range(2)
SELLER_STOCK, IS_LOST = range(2)


class Net(NamedTuple):
    """What the compiled loop needs of a world but its draws; places are those of the world's own lists.

    S stocks, L lanes, I items, D demands, T periods, E entries (one for each stock and lane that may supply it, a
    stock's groups by priority one after the other), B price breaks.
    """

    warm_up: int
    # (S, 14): item, site, shelf life in periods (0 without), 1 when the lot that expires last is issued first, first
    # stock, priority, rule (review period, trigger, order-up-to level, lot or 0, level at which it joins an order or
    # NEVER), first entry, the one after its last, rule of allocation of its site.
    stock: Ints
    entry: Ints  # (E, 6): lane, stock, group, share in millionths, minimum, multiple
    by_lane: Ints  # (E,): the entries of each lane, in the order of a review
    first_by_lane: Ints  # (L + 1,)
    lane: Ints  # (L, 3): order delay, 1 when shipments may cross, minimum of an order
    rate: Floats  # (L, 4): cost of an order, of a line, of a unit, capacity of a truck (0 without)
    upstream: Ints  # (L, I): the stock at its origin, -1 for a source
    takes: Ints  # (L, T): 1 when it takes orders
    ships: Ints  # (L, T): 1 when goods leave
    # Price breaks of lane and item: places first_break[lane * I + item] on, the highest first.
    first_break: Ints
    breaks: Floats  # (B, 2): least units, price above the unit cost
    item_rate: Floats  # (I, 2): volume, unit cost
    steps: Ints  # in the order of a review: a stock, or S + a lane
    shippers: Ints  # the stocks that ship to others, upstream first
    seller: Ints  # (D, 2): the stock, 1 when what is short is lost


class Drawn(NamedTuple):
    """The draws of R replications: demand (R, D, T), lead_time (R, L, T), blocked (R, L, T), down (R, sites, T)."""

    demand: Ints
    lead_time: Ints
    blocked: Ints
    down: Ints


def net(world: World) -> Net:
    """Turn a world that holds its policy into arrays; raises KernelError for what only the SimPy model takes."""
    bare = world.kept("net", lambda: _without_policy(world))
    if isinstance(bare, KernelError):
        raise bare
    stock, entry = bare.stock.copy(), bare.entry.copy()
    for place, (one, policy) in enumerate(zip(world.stocks, rules(world), strict=True)):
        stock[place, REVIEW : JOIN + 1] = _rule(policy)
        if one.initial is None:
            stock[place, INITIAL] = int(policy.initial_stock)
    if world.policy is not None and world.policy.split:
        entry[:, SHARE] = [_share(world, *row) for row in entry[:, [ENTRY_STOCK, ENTRY_LANE]].tolist()]
    return bare._replace(stock=stock, entry=entry)


def _without_policy(world: World) -> Net | KernelError:
    """Return the arrays of a world, its policy's figures apart, or why the kernel does not take it."""
    graph = topology(world)
    try:
        check_taken(world, graph)
        entries, first_entry = _entries(world, graph)
    except KernelError as error:
        return error
    items = {item.name: place for place, item in enumerate(world.items)}
    sites = {site.name: place for place, site in enumerate(world.sites)}
    horizon = world.horizon
    first_break, breaks = _breaks(world)
    stock = [
        (
            items[one.item],
            sites[one.site],
            world.items[items[one.item]].shelf_life or 0,
            world.sites[sites[one.site]].issue == "lifo",
            one.initial or 0,
            one.priority,
            *_NO_RULE,
            *first_entry[place : place + 2],
            _ALLOCATION[world.sites[sites[one.site]].allocation],
        )
        for place, one in enumerate(world.stocks)
    ]
    busy = {
        graph.place[lane.origin, item.name]
        for lane, up in zip(world.lanes, graph.upstream, strict=True)
        for item in world.items
        if up and (lane.origin, item.name) in graph.place
    }
    reviewed = {node: rank for rank, node in enumerate(graph.steps)}
    by_lane = [
        sorted(
            (e for e, row in enumerate(entries) if row[ENTRY_LANE] == at),
            key=lambda e: reviewed[entries[e][ENTRY_STOCK]],
        )
        for at in range(len(world.lanes))
    ]
    return Net(
        warm_up=world.warm_up,
        stock=_ints(stock, ALLOCATION + 1),
        entry=_ints(entries, MULTIPLE + 1),
        by_lane=np.array([e for own in by_lane for e in own], np.int64),
        first_by_lane=np.cumsum([0, *(len(own) for own in by_lane)], dtype=np.int64),
        lane=_ints(
            ((one.order_delay, one.crossing, one.minimum_total) for one in world.lanes), MINIMUM_TOTAL + 1
        ),
        rate=_floats(
            (
                (one.order_cost, one.line_cost, one.unit_freight, one.truck.capacity if one.truck else 0)
                for one in world.lanes
            ),
            CAPACITY + 1,
        ),
        upstream=_ints(
            (
                [graph.place.get((lane.origin, item.name), -1) if up else -1 for item in world.items]
                for lane, up in zip(world.lanes, graph.upstream, strict=True)
            ),
            len(world.items),
        ),
        takes=_ints((takes_orders(lane, horizon, world.week) for lane in world.lanes), horizon),
        ships=_ints((ships(lane, horizon) for lane in world.lanes), horizon),
        first_break=np.array(first_break, np.int64),
        breaks=_floats(breaks, 2),
        item_rate=_floats(((item.volume or 1, item.unit_cost) for item in world.items), UNIT_COST + 1),
        steps=np.array(graph.steps, np.int64),
        shippers=np.array([node for node in reversed(graph.steps) if node in busy], np.int64),
        seller=_ints(
            ((graph.place[one.site, one.item], one.shortage == LOST) for one in world.demands), IS_LOST + 1
        ),
    )


def drawn(world: World, seed: int, label: str, replications: int) -> Drawn:
    """Draw replications 0 to replications - 1 of a world, or give those kept; they do not depend on the policy."""
    things = (world.demands, world.lanes, world.disruptions, world.bills, world.sites)
    return _drawn(_Key(world, (world.horizon, *things)), seed, label, replications)


class _Key:
    """What the draws of a world depend on, as a key; the world itself comes along."""

    __slots__ = ("_parts", "world")

    def __init__(self, world: World, parts: tuple[Any, ...]) -> None:
        self.world = world
        self._parts = parts

    def __hash__(self) -> int:
        return hash(self._parts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self._parts == other._parts


@lru_cache(maxsize=_DRAWN)
def _drawn(key: _Key, seed: int, label: str, replications: int) -> Drawn:
    world = key.world
    horizon = world.horizon
    sites = {site.name: place for place, site in enumerate(world.sites)}
    demand = np.empty((replications, len(world.demands), horizon), np.int64)
    lead_time = np.empty((replications, len(world.lanes), horizon), np.int64)
    blocked = np.zeros((replications, len(world.lanes), horizon), np.int64)
    down = np.zeros((replications, len(world.sites), horizon), np.int64)
    for replication in range(replications):
        one = draw(world, seed, label, replication)
        demand[replication], lead_time[replication] = one.demand, one.lead_time
        for stop, stopped in zip(world.disruptions, one.down, strict=True):
            if stop.source in sites:
                down[replication, sites[stop.source]] |= stopped
            for place, lane in enumerate(world.lanes):
                if stop.source in (lane.origin, f"{lane.origin}>{lane.target}"):
                    blocked[replication, place] |= stopped
    if demand.size and demand.max() > LARGEST:
        raise KernelError(phrase("kernel_range", name="demand", limit=LARGEST))
    # What arrives after the horizon arrives never: no sum of periods can overflow then.
    np.minimum(lead_time, horizon, out=lead_time)
    return Drawn(demand, lead_time, blocked, down)


def check_taken(world: World, graph: Topology) -> None:
    """Raise KernelError for what only the SimPy model takes: it says what.

    Bills of material, rejects and inspections, customers who lose patience, stocks that a person decides, goods or
    orders under way from the start, a cost of what sites owe each other, and lots issued by receipt where they come
    from another site, since two lots may then expire in another order.
    """
    found = None
    if world.bills:
        found = "bills"
    elif any(lane.good_share < 1 for lane in world.lanes):
        found = "yield"
    elif any(lane.inspect is not None for lane in world.lanes):
        found = "inspect"
    elif any(one.patience is not None for one in world.demands):
        found = "patience"
    elif any(lane.in_transit or lane.ordered for lane in world.lanes):
        found = "in_transit"
    elif any(stock.backlog for stock in world.stocks):
        found = "backlog"
    elif any(site.allocation not in _ALLOCATION for site in world.sites):
        found = "allocation"
    else:
        shelf = {item.name for item in world.items if item.shelf_life is not None}
        by_receipt = {site.name for site in world.sites if site.issue != "fefo"}
        if any(
            item in shelf
            and site in by_receipt
            and any(graph.upstream[lane] for lane in graph.lanes_of[place])
            for place, (site, item) in enumerate(graph.keys)
        ):
            found = "issue"
    if found is not None:
        raise KernelError(phrase("kernel_network", what=found))


assert set(_ALLOCATION) <= set(ALLOCATIONS)


def _rule(policy: Policy) -> tuple[int, int, int, int, int]:
    """Return (R, trigger, S, Q, c) of a policy in whole figures; raises KernelError for another kind."""
    row: tuple[Any, ...]
    match policy:
        case ReorderPoint(s=s, Q=Q):
            row = (1, s, 0, Q, NEVER)
        case MinMax(s=s, S=S):
            row = (1, s, S, 0, NEVER)
        case BaseStock(S=S):
            row = (1, S - 1, S, 0, NEVER)
        case Periodic(R=R, S=S):
            row = (R, S - 1, S, 0, NEVER)
        case PeriodicMinMax(R=R, s=s, S=S):
            row = (R, s, S, 0, NEVER)
        case CanOrder(s=s, c=c, S=S):
            row = (1, s, S, 0, c)
        case _:
            raise KernelError(phrase("kernel_policy", policy=policy.KEY))
    for value in row:
        if not isinstance(value, int) or abs(value) > LARGEST:
            raise KernelError(phrase("kernel_whole", limit=LARGEST, found=given(value)))
    return cast(tuple[int, int, int, int, int], row)


def _entries(world: World, graph: Topology) -> tuple[list[tuple[int, ...]], list[int]]:
    """Return the rows of Net.entry, and where each stock's begin."""
    entries: list[tuple[int, ...]] = []
    first = [0]
    for place, stock in enumerate(world.stocks):
        for at in sorted(graph.lanes_of[place], key=lambda lane: world.lanes[lane].priority):
            lane: Lane = world.lanes[at]
            weight = _share(world, place, at)
            minimum = lane.minimum if stock.minimum is None else stock.minimum
            multiple = lane.multiple if stock.multiple is None else stock.multiple
            entries.append((at, place, lane.priority, weight, minimum, multiple))
        first.append(len(entries))
    return entries, first


def _share(world: World, place: int, at: int) -> int:
    """Return the share of a lane in the orders of a stock, in millionths."""
    share = share_of(world, world.stocks[place].site, world.stocks[place].item, world.lanes[at])
    weight = round((1 if share is None else share) * SHARE_UNITS)
    if share and not weight:
        raise KernelError(phrase("kernel_network", what="share"))
    return weight


def _breaks(world: World) -> tuple[list[int], list[tuple[Number, Number]]]:
    """Return where the breaks of each lane and item begin, and (least units, price above the unit cost) of each."""
    first, found = [0], []
    for lane in world.lanes:
        for item in world.items:
            own = [one for one in lane.prices if one.item == item.name]
            found += [
                (one.least, one.price - item.unit_cost) for one in sorted(own, key=lambda one: -one.least)
            ]
            first.append(len(found))
    return first, found


def _ints(rows: Iterable[Iterable[Any]], columns: int) -> Ints:
    return np.array([[int(value) for value in row] for row in rows], np.int64).reshape(-1, columns)


def _floats(rows: Iterable[Iterable[Any]], columns: int) -> Floats:
    return np.array([[float(value) for value in row] for row in rows], np.float64).reshape(-1, columns)
