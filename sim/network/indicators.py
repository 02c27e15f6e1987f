"""Indicators of a network, from its ledger alone: the whole, and a breakdown per item, site and class.

Names are those of the single item (`sim.indicators`); a network of one source, one site and one item gives the
same figures. See `Figures` for what each one is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from sim.ledger import Ledger
from sim.network.tally import PointTally, Tally, tally
from sim.network.topology import Key, topology
from sim.network.world import Customers, Item, World
from sim.stock import LOST

Number = int | float
Left = Callable[[PointTally], int]  # units that left a stock


@dataclass(frozen=True)
class Figures:
    """Indicators of some stocks over the measured periods; costs in currency, stocks in units at each close.

    purchase_premium: what was bought above its unit cost (below: negative). waste_cost: units written off at unit
    cost. fill_rate: share of the customers' demand served at once (1 without demand); worst_fill_rate: the lowest
    of a selling stock. cycle_service_level: share of the selling stocks' cycles, from one receipt to the next, in
    which all demand was served at once. stock_out_days: periods in which a selling stock left demand unserved,
    stock_out_rate: their share of the stocks' periods. turnover: what left a year per mean stock, at unit cost when
    every item has one, else in units; what left is sold (the whole), sold or consumed (an item, a class), or sold,
    consumed or sent to another site (a site, a stock). waste_rate: units written off per unit received. orders: order
    lines of these stocks (of the whole: orders, all the lines of a lane and period as one). bullwhip: the highest
    ratio of the variance of a stock's orders to that of its item's customers (of what is asked of it, when nobody
    buys the item); 1 where the demand does not vary.
    """

    total_cost: float
    holding_cost: float
    ordering_cost: float
    shortage_cost: float
    transport_cost: float
    purchase_premium: float
    waste_cost: float
    fill_rate: float
    worst_fill_rate: float
    cycle_service_level: float
    stock_out_rate: float
    stock_out_days: int
    mean_stock: float
    stock_value: float
    turnover: float
    waste_rate: float
    orders: int
    bullwhip: float


@dataclass(frozen=True)
class NetworkIndicators(Figures):
    """The indicators of a whole network.

    peak_stock_value: the highest value on hand at a close. trucks: trips. mean_in_transit: units shipped and not
    yet there, mean of the closes.
    """

    peak_stock_value: float
    trucks: int
    mean_in_transit: float


NAMES: tuple[str, ...] = tuple(NetworkIndicators.__dataclass_fields__)


@dataclass(frozen=True)
class Breakdown:
    """The figures of each stock (by site and item), and of all the stocks of an item, of a site, of a class."""

    by_stock: Mapping[Key, Figures]
    by_item: Mapping[str, Figures]
    by_site: Mapping[str, Figures]
    by_class: Mapping[str, Figures]


def indicators(world: World, ledger: Ledger) -> NetworkIndicators:
    """Return the indicators of a whole network from its ledger."""
    return of_tally(world, tally(world, ledger))


def of_tally(world: World, counted: Tally) -> NetworkIndicators:
    """Return the indicators of a whole network from what was counted."""
    rates = _Rates(world)
    figures = _figures(counted.points, rates, counted, _sold, counted.entered)
    ordering = float(counted.order_cost)
    transport = float(counted.freight + counted.truck_cost)
    costs = {
        **asdict(figures),
        "ordering_cost": ordering,
        "transport_cost": transport,
        "orders": counted.orders,
    }
    costs["total_cost"] = (
        figures.holding_cost + ordering + figures.shortage_cost
        + transport + figures.purchase_premium + figures.waste_cost
    )  # fmt: skip
    start = world.warm_up
    values = np.zeros(world.horizon)
    for place, item in enumerate(world.items):
        values += item.unit_cost * counted.levels[place]
    return NetworkIndicators(
        **costs,
        peak_stock_value=float(values[start:].max()),
        trucks=counted.trucks,
        mean_in_transit=int(counted.in_transit[start:].sum()) / counted.days,
    )


def breakdown(world: World, ledger: Ledger) -> Breakdown:
    """Return the figures of each stock, item, site and class; an item without a class is in none."""
    counted = tally(world, ledger)
    rates = _Rates(world)

    def grouped(word: Callable[[PointTally], str | None], left: Left) -> dict[str, Figures]:
        groups: dict[str, list[PointTally]] = {}
        for point in counted.points:
            name = word(point)
            if name is not None:
                groups.setdefault(name, []).append(point)
        return {name: _figures(points, rates, counted, left) for name, points in groups.items()}

    return Breakdown(
        by_stock={
            rates.keys[point.place]: _figures([point], rates, counted, _gone_out) for point in counted.points
        },
        by_item=grouped(lambda point: rates.keys[point.place][1], _used),
        by_site=grouped(lambda point: rates.keys[point.place][0], _gone_out),
        by_class=grouped(lambda point: rates.item(point).klass, _used),
    )


def _sold(point: PointTally) -> int:
    return point.shipped


def _used(point: PointTally) -> int:
    return point.shipped + point.consumed


def _gone_out(point: PointTally) -> int:
    return point.shipped + point.consumed + point.moved


class _Rates:
    """The rates of a world by the place of a stock."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.graph = topology(world)
        self.keys = self.graph.keys
        self._items = {item.name: (place, item) for place, item in enumerate(world.items)}
        self._customers = {(one.site, one.item): one for one in world.demands}

    def item(self, point: PointTally) -> Item:
        return self._items[self.keys[point.place][1]][1]

    def item_place(self, point: PointTally) -> int:
        return self._items[self.keys[point.place][1]][0]

    def customers(self, point: PointTally) -> Customers | None:
        return self._customers.get(self.keys[point.place])

    def holding(self, point: PointTally) -> Number:
        return self.world.stocks[point.place].holding

    def backlog(self, point: PointTally) -> Number:
        return self.world.stocks[point.place].backlog


def _figures(
    points: Sequence[PointTally], rates: _Rates, counted: Tally, left: Left, received: int | None = None
) -> Figures:
    """Return the figures of some stocks.

    `left` gives the units that left a stock; `received`: the units that waste is a share of, else all they received.
    """
    holding = math.fsum(rates.holding(point) * point.stock_days for point in points)
    ordering = math.fsum(point.order_costs for point in points)
    transport = math.fsum(point.freight for point in points)
    premium = math.fsum(point.premium for point in points)
    waste = math.fsum(rates.item(point).unit_cost * point.expired for point in points)
    shortage = math.fsum(
        _shortage(point, rates.customers(point)) + rates.backlog(point) * point.owed_days for point in points
    )
    selling = [point for point in points if rates.customers(point) is not None]
    demand, short = sum(point.demand for point in selling), sum(point.short for point in selling)
    cycles = sum(point.cycles for point in selling)
    out_days = sum(point.stock_out_days for point in selling)
    taken_in = sum(point.received for point in points) if received is None else received
    return Figures(
        total_cost=holding + ordering + shortage + transport + premium + waste,
        holding_cost=holding,
        ordering_cost=ordering,
        shortage_cost=shortage,
        transport_cost=transport,
        purchase_premium=premium,
        waste_cost=waste,
        fill_rate=1.0 - short / demand if demand else 1.0,
        worst_fill_rate=min(
            (1.0 - point.short / point.demand for point in selling if point.demand), default=1.0
        ),
        cycle_service_level=1.0 - sum(point.short_cycles for point in selling) / cycles if cycles else 1.0,
        stock_out_rate=out_days / (counted.days * len(selling)) if selling else 0.0,
        stock_out_days=out_days,
        mean_stock=sum(point.stock_days for point in points) / counted.days,
        stock_value=math.fsum(
            rates.item(point).unit_cost * (point.stock_days / counted.days) for point in points
        ),
        turnover=_turnover(points, rates, counted.days, left),
        waste_rate=sum(point.expired for point in points) / taken_in if taken_in else 0.0,
        orders=sum(point.lines for point in points),
        bullwhip=_bullwhip(points, rates, counted),
    )


def _shortage(point: PointTally, customers: Customers | None) -> Number:
    if customers is None:
        return 0
    lost = point.gone + (point.short if customers.shortage == LOST else 0)
    return customers.backorder * point.backorder_days + customers.lost * lost


def _turnover(points: Sequence[PointTally], rates: _Rates, days: int, left: Left) -> float:
    """Return what left a year per mean stock, infinite when goods passed without stock."""
    in_money = all(rates.item(point).unit_cost > 0 for point in points)
    worth = [rates.item(point).unit_cost if in_money else 1 for point in points]
    out = math.fsum(one * left(point) for one, point in zip(worth, points, strict=True))
    stock = math.fsum(one * point.stock_days for one, point in zip(worth, points, strict=True))
    if stock == 0:
        return math.inf if out > 0 else 0.0
    return (out * rates.world.year / days) / (stock / days)


def variance_ratio(orders: Sequence[int], demand: Sequence[int]) -> float | None:
    """Return the variance of orders per that of demand, None when the demand does not vary (Chen et al., 2000)."""
    of_demand = len(demand) * sum(one * one for one in demand) - sum(demand) ** 2
    if of_demand == 0:
        return None
    of_orders = len(orders) * sum(one * one for one in orders) - sum(orders) ** 2
    return of_orders / of_demand


def _bullwhip(points: Iterable[PointTally], rates: _Rates, counted: Tally) -> float:
    start = rates.world.warm_up
    ratios: list[float] = []
    for point in points:
        demand = counted.demand_by_period[rates.item_place(point)][start:]
        if not any(demand):
            demand = point.asked_by_period[start:]
        ratio = variance_ratio(point.ordered_by_period[start:], demand)
        if ratio is not None:
            ratios.append(ratio)
    return max(ratios, default=1.0)
