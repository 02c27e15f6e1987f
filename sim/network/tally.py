"""What is counted in a network's ledger over the measured periods: one `PointTally` per stock, and the whole's own."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.ledger import (
    CONSUME,
    DEMAND,
    EXPIRE,
    HOLD,
    LEAVE,
    ORDER,
    PRODUCE,
    RECEIPT,
    REJECT,
    RELEASE,
    SHIP,
    START,
    TRUCKS,
    Ledger,
)  # fmt: skip
from sim.network.lanes import price_of
from sim.network.topology import Key, Topology, topology
from sim.network.world import Lane, World

Number = int | float

ARRIVALS = frozenset((RECEIPT, HOLD, REJECT))  # what ends a transit
OWING = frozenset((ORDER, SHIP, CONSUME))  # what changes the units that a stock owes to others
RECEIPTS = frozenset((RECEIPT, RELEASE, PRODUCE))  # what brings units into stock


@dataclass
class PointTally:
    """One stock over the measured periods: units and unit-periods, whole; costs that hang on single rows."""

    place: int
    demand: int = 0
    shipped: int = 0
    short: int = 0
    gone: int = 0  # customers who left, units
    stock_days: int = 0
    backorder_days: int = 0
    owed_days: int = 0  # of what other sites and production wait for; counted where a world has a cost for it
    lines: int = 0
    ordered: int = 0
    received: int = 0
    expired: int = 0
    consumed: int = 0
    moved: int = 0  # shipped to other sites
    stock_out_days: int = 0
    cycles: int = 0
    short_cycles: int = 0
    premium: Number = 0
    order_costs: Number = 0  # the costs of its orders, an order's divided between its lines
    freight: Number = 0
    ordered_by_period: list[int] = field(default_factory=list)
    asked_by_period: list[int] = field(default_factory=list)  # by other sites and by production
    # As of the latest row.
    on_hand: int = 0
    backorders: int = 0
    last: int = 0
    days_in_cycle: int = 0
    cycle_is_short: bool = False


@dataclass
class Tally:
    """The whole network over its measured periods, `days` of them."""

    days: int
    points: list[PointTally]
    order_cost: Number
    orders: int
    freight: Number
    truck_cost: Number
    trucks: int
    entered: int  # units from sources and from plants
    demand_by_period: list[list[int]]  # by item: of all its customers
    levels: NDArray[np.int64]  # (items, horizon) on hand at each close, over all sites
    in_transit: NDArray[np.int64]  # (horizon,) units shipped and not yet there


def tally(world: World, ledger: Ledger, graph: Topology | None = None) -> Tally:
    """Count a ledger from the world's warm-up on; what is in the world is only rates, the ledger says the rest."""
    return _Counting(world, graph or topology(world)).count(ledger)


class _Counting:
    def __init__(self, world: World, graph: Topology) -> None:
        self.world, self.graph = world, graph
        horizon = world.horizon
        self.points = [
            PointTally(place, ordered_by_period=[0] * horizon, asked_by_period=[0] * horizon)
            for place in range(len(graph.keys))
        ]
        self.of_key: dict[Key, PointTally] = dict(zip(graph.keys, self.points, strict=True))
        self.item_place = {item.name: at for at, item in enumerate(world.items)}
        self.costs = [world.items[self.item_place[item]].unit_cost for _, item in graph.keys]
        self.lane_of: dict[tuple[str, str, str], int] = {}
        for place, (site, item) in enumerate(graph.keys):
            for lane in graph.lanes_of[place]:
                self.lane_of[world.lanes[lane].origin, site, item] = lane
        self.sources = {source.name for source in world.sources}
        self.basket: dict[int, tuple[int, list[PointTally]]] = {}
        self.volumes: dict[int, dict[int, Number]] = {}
        self.truck_costs: dict[tuple[str, str], Number] = {}
        self.order_cost: Number = 0
        self.freight: Number = 0
        self.orders = self.trucks = self.entered = 0
        self.owing = any(stock.backlog for stock in world.stocks)
        if self.owing:
            for begun in world.lanes:
                for one in begun.ordered:
                    self._owed((begun.origin, one.item), one.period, one.quantity)

    def count(self, ledger: Ledger) -> Tally:  # noqa: PLR0912, PLR0915 - one row after the other, called half a million times
        world = self.world
        horizon, start = world.horizon, world.warm_up
        changes = np.zeros((len(world.items), horizon + 1), np.int64)
        transit = [0] * (horizon + 1)
        demands = [[0] * horizon for _ in world.items]
        changed: list[tuple[int, int, int]] = []
        of_key = self.of_key
        item_place = self.item_place
        for (
            time,
            kind,
            site,
            item,
            quantity,
            shipped,
            short,
            on_hand,
            waiting,
            _,
            _,
            other,
            _,
            _,
        ) in ledger.raw():
            if kind == SHIP:
                transit[time] += quantity
                if time >= start:
                    self._freight(site, other, item, quantity)
            point = of_key.get((site, item))
            if point is None:
                if kind == TRUCKS and time >= start:
                    self._trucks(site, other, quantity)
                elif kind == START:  # on its way from the start
                    transit[time] += quantity
                continue
            if on_hand != point.on_hand or waiting != point.backorders:
                since = point.last if point.last > start else start
                if time > since:
                    point.stock_days += point.on_hand * (time - since)
                    point.backorder_days += point.backorders * (time - since)
                point.last = time
                if on_hand != point.on_hand:
                    changed.append((item_place[item], time, on_hand - point.on_hand))
                point.on_hand, point.backorders = on_hand, waiting
            if kind in ARRIVALS:
                transit[time] -= quantity
            if self.owing and kind in OWING:
                self._owe(time, kind, point, item, quantity, other)
            if time < start:
                continue
            if kind == DEMAND:
                point.demand += quantity
                point.shipped += shipped
                point.days_in_cycle += 1
                demands[item_place[item]][time] += quantity
                if short > 0:
                    point.short += short
                    point.stock_out_days += 1
                    point.cycle_is_short = True
            elif kind in RECEIPTS:
                point.shipped += shipped
                point.received += quantity
                if other in self.sources or kind == PRODUCE:
                    self.entered += quantity
                if point.days_in_cycle:
                    point.cycles += 1
                    point.short_cycles += point.cycle_is_short
                    point.days_in_cycle, point.cycle_is_short = 0, False
            elif kind == ORDER:
                self._order(point, time, quantity, site, item, other)
            elif kind == EXPIRE:
                point.expired += quantity
            elif kind == LEAVE:
                point.gone += quantity
            elif kind == CONSUME:
                point.consumed += quantity
            elif kind == SHIP:
                point.moved += quantity
        for point in self.points:
            since = max(point.last, start)
            point.stock_days += point.on_hand * (horizon - since)
            point.backorder_days += point.backorders * (horizon - since)
            if point.days_in_cycle:
                point.cycles += 1
                point.short_cycles += point.cycle_is_short
        for lane in list(self.basket):
            self._settle(lane)
        if changed:
            rows, periods, steps = zip(*changed, strict=True)
            np.add.at(changes, (rows, periods), steps)
        truck_cost = self._share_trucks()
        return Tally(
            days=horizon - start,
            points=self.points,
            order_cost=self.order_cost,
            orders=self.orders,
            freight=self.freight,
            truck_cost=truck_cost,
            trucks=self.trucks,
            entered=self.entered,
            demand_by_period=demands,
            levels=np.cumsum(changes[:, :horizon], axis=1),
            in_transit=np.cumsum(np.array(transit[:horizon], np.int64)),
        )

    def _order(self, point: PointTally, time: int, quantity: int, site: str, item: str, other: str) -> None:
        point.lines += 1
        point.ordered += quantity
        point.ordered_by_period[time] += quantity
        upstream = self.of_key.get((other, item))
        if other == site:
            at = self.graph.bill_of[point.place]
            assert at is not None
            bill = self.world.bills[at]
            self.orders += 1
            self.order_cost += bill.order_cost
            point.order_costs += bill.order_cost
            for part in bill.parts:
                self.of_key[site, part.item].asked_by_period[time] += quantity * part.quantity
            return
        if upstream is not None:
            upstream.asked_by_period[time] += quantity
        at = self.lane_of[other, site, item]
        lane = self.world.lanes[at]
        self.order_cost += lane.line_cost
        point.order_costs += lane.line_cost
        if lane.prices:
            unit_cost = self.costs[point.place]
            point.premium += (price_of(lane, item, quantity, unit_cost) - unit_cost) * quantity
        known = self.basket.get(at)
        if known is None or known[0] != time:
            if known is not None:
                self._settle(at)
            self.basket[at] = (time, [point])
            self.orders += 1
            self.order_cost += lane.order_cost
        else:
            known[1].append(point)

    def _owe(self, time: int, kind: str, point: PointTally, item: str, quantity: int, other: str) -> None:
        site = self.graph.keys[point.place][0]
        if kind != ORDER:
            self._owed((site, item), time, -quantity)
        elif other == site:
            at = self.graph.bill_of[point.place]
            assert at is not None
            for part in self.world.bills[at].parts:
                self._owed((site, part.item), time, quantity * part.quantity)
        else:
            delay = self.world.lanes[self.lane_of[other, site, item]].order_delay
            self._owed((other, item), time + delay, quantity)

    def _owed(self, key: Key, since: int, quantity: int) -> None:
        """Count units owed from a period to the end, less than nothing when they are owed no more."""
        point = self.of_key.get(key)
        if point is not None:
            point.owed_days += quantity * max(self.world.horizon - max(since, self.world.warm_up), 0)

    def _settle(self, at: int) -> None:
        """Divide the cost of one order of a lane between its lines."""
        _, lines = self.basket.pop(at)
        cost = self.world.lanes[at].order_cost
        if cost:
            for point in lines:
                point.order_costs += cost / len(lines)

    def _freight(self, origin: str, target: str, item: str, quantity: int) -> None:
        at = self.lane_of[origin, target, item]
        lane: Lane = self.world.lanes[at]
        point = self.of_key[target, item]
        if lane.unit_freight:
            cost = lane.unit_freight * quantity
            self.freight += cost
            point.freight += cost
        if lane.truck is not None:
            volumes = self.volumes.setdefault(at, {})
            volume = quantity * (self.world.items[self.item_place[item]].volume or 1)
            volumes[point.place] = volumes.get(point.place, 0) + volume

    def _trucks(self, origin: str, target: str, number: int) -> None:
        self.trucks += number
        self.truck_costs[origin, target] = self.truck_costs.get((origin, target), 0) + number

    def _share_trucks(self) -> Number:
        """Cost the trucks, and share their cost between the stocks of a pair of places by the volume carried."""
        total: Number = 0
        for (origin, target), number in self.truck_costs.items():
            lanes = [
                at
                for at in self.volumes
                if (self.world.lanes[at].origin, self.world.lanes[at].target) == (origin, target)
            ]
            truck = self.world.lanes[lanes[0]].truck
            assert truck is not None
            cost = truck.cost * number
            total += cost
            volume = sum(sum(self.volumes[at].values()) for at in lanes)
            for at in lanes:
                for place, part in self.volumes[at].items():
                    self.points[place].freight += cost * part / volume
        return total
