"""A network counted while it runs: fed with the rows of its ledger as they come, it knows levels, orders and costs.

At the end of a run it has found the costs that `sim.network.indicators` finds in the whole ledger, without a warm-up.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, NamedTuple

from sim.ledger import CONSUME, DEMAND, EXPIRE, LEAVE, ORDER, SHIP, TRUCKS
from sim.network.lanes import price_of
from sim.network.topology import Key, Topology, topology
from sim.network.world import World
from sim.stock import LOST

Number = int | float


class Levels(NamedTuple):
    """What a stock holds and owes (units), as of the rows taken so far."""

    on_hand: int = 0
    backorders: int = 0  # customers who wait
    owed: int = 0  # what other sites and the site's own production have ordered and wait for


class _Rates(NamedTuple):
    holding: Number
    backorder: Number
    backlog: Number


class RunningTally:
    """The costs of each site (of its stocks, its orders, the freight and trucks that come to it), levels and orders.

    `demanded` and `requested`: the units that customers, and that other sites and production, have asked of each
    stock since the beginning; an order on a lane with a delay is requested when its origin sees it.
    """

    def __init__(self, world: World, graph: Topology | None = None) -> None:
        self._world = world
        self._graph = graph or topology(world)
        keys = self._graph.keys
        self._lanes = {
            (world.lanes[lane].origin, site, item): lane
            for place, (site, item) in enumerate(keys)
            for lane in self._graph.lanes_of[place]
        }
        self._customers = {(one.site, one.item): one for one in world.demands}
        self._unit_costs = {item.name: item.unit_cost for item in world.items}
        self._trucks = {(lane.origin, lane.target): lane.truck.cost for lane in world.lanes if lane.truck}
        self._rates = {
            key: _Rates(
                stock.holding,
                self._customers[key].backorder if key in self._customers else 0,
                stock.backlog,
            )
            for key, stock in zip(keys, world.stocks, strict=True)
        }
        self._levels = dict.fromkeys(keys, Levels())
        self._coming: dict[int, list[tuple[Key, int]]] = {}  # orders, by the period in which they are seen
        self._ordered: dict[int, int] = {}  # when each lane had its latest order
        self._period = 0
        self._sites: dict[str, Number] = {site.name: 0 for site in world.sites}
        self.demanded = dict.fromkeys(keys, 0)
        self.requested = dict.fromkeys(keys, 0)
        for begun in world.lanes:
            for one in begun.ordered:
                self._comes((begun.origin, one.item), one.quantity, one.period)

    @property
    def total(self) -> float:
        """The costs of all the sites."""
        return math.fsum(self._sites.values())

    def cost_of(self, sites: Iterable[str]) -> float:
        """The costs of some sites."""
        return math.fsum(self._sites[site] for site in sites)

    def levels(self, key: Key) -> Levels:
        """The levels of a stock."""
        return self._levels[key]

    def take(self, rows: Iterable[tuple[Any, ...]], closed: int) -> None:
        """Count rows of the ledger, in its order, then the levels at the close of every period before `closed`."""
        for time, kind, site, item, quantity, _, short, on_hand, waiting, _, _, other, _, _ in rows:
            self._reach(time)
            key = (site, item)
            if key in self._levels:
                self._levels[key] = Levels(on_hand, waiting, self._levels[key].owed)
            if kind == DEMAND:
                self.demanded[key] += quantity
                if short and self._customers[key].shortage == LOST:
                    self._sites[site] += self._customers[key].lost * short
            elif kind == ORDER:
                self._order(time, site, item, quantity, other)
            elif kind == SHIP:
                self._sites[other] += (
                    self._world.lanes[self._lanes[site, other, item]].unit_freight * quantity
                )
                self._owe(key, -quantity)
            elif kind == CONSUME:
                self._owe(key, -quantity)
            elif kind == TRUCKS:
                self._sites[other] += self._trucks[site, other] * quantity
            elif kind == EXPIRE:
                self._sites[site] += self._unit_costs[item] * quantity
            elif kind == LEAVE:
                self._sites[site] += self._customers[key].lost * quantity
        self._reach(closed)

    def _order(self, time: int, site: str, item: str, quantity: int, other: str) -> None:
        if other == site:
            at = self._graph.bill_of[self._graph.place[site, item]]
            assert at is not None
            bill = self._world.bills[at]
            self._sites[site] += bill.order_cost
            for part in bill.parts:
                self._request((site, part.item), quantity * part.quantity)
            return
        at = self._lanes[other, site, item]
        lane = self._world.lanes[at]
        cost = lane.line_cost
        if self._ordered.get(at) != time:  # the lines of a lane and period are one order
            self._ordered[at] = time
            cost += lane.order_cost
        unit_cost = self._unit_costs[item]
        self._sites[site] += cost + (price_of(lane, item, quantity, unit_cost) - unit_cost) * quantity
        self._comes((other, item), quantity, time + lane.order_delay)

    def _comes(self, key: Key, quantity: int, period: int) -> None:
        """Note an order that its origin sees in a period."""
        if key not in self._levels:  # a source
            return
        if period <= self._period:
            self._request(key, quantity)
        else:
            self._coming.setdefault(period, []).append((key, quantity))

    def _request(self, key: Key, quantity: int) -> None:
        self.requested[key] += quantity
        self._owe(key, quantity)

    def _owe(self, key: Key, quantity: int) -> None:
        if key in self._levels:
            level = self._levels[key]
            self._levels[key] = level._replace(owed=level.owed + quantity)

    def _reach(self, period: int) -> None:
        """Count the levels at each close before `period`, and the orders seen at the beginning of the next period."""
        while self._period < period:
            for key, level in self._levels.items():
                rates = self._rates[key]
                self._sites[key[0]] += (
                    rates.holding * level.on_hand
                    + rates.backorder * level.backorders
                    + rates.backlog * level.owed
                )
            self._period += 1
            for key, quantity in self._coming.pop(self._period, ()):
                self._request(key, quantity)
