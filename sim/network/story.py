"""One run of a network told period by period: a track for each stock, and what each period cost."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.ledger import DEMAND, EXPIRE, LEAVE, ORDER, SHIP, TRUCKS, Ledger
from sim.models.base import Story, Track
from sim.network.indicators import indicators
from sim.network.lanes import price_of
from sim.network.running_tally import RunningTally
from sim.network.soundness import rules
from sim.network.tally import RECEIPTS
from sim.network.topology import Topology, topology
from sim.network.world import World
from sim.policies import Policy
from sim.stock import LOST

Floats = NDArray[np.float64]

LEVELS, FLOWS = ("on_hand", "backorders", "on_order"), ("demand", "short", "ordered", "received", "expired")
COSTS = ("holding", "ordering", "shortage", "transport", "purchase_premium", "waste")


def story(world: World, ledger: Ledger) -> Story:
    """Tell a ledger: tracks in the order of the stocks, indicators of the whole, costs by period."""
    graph = topology(world)
    told = {place: _Told(world.horizon) for place in range(len(graph.keys))}
    for time, kind, site, item, quantity, _, short, on_hand, waiting, on_order, *_ in ledger.raw():
        place = graph.place.get((site, item))
        if place is None:
            continue
        one = told[place]
        one.level(time, on_hand, waiting, on_order)
        if kind == DEMAND:
            one.flows["demand"][time] += quantity
            one.flows["short"][time] += short
        elif kind == ORDER:
            one.flows["ordered"][time] += quantity
        elif kind in RECEIPTS:
            one.flows["received"][time] += quantity
        elif kind == EXPIRE:
            one.flows["expired"][time] += quantity
    for one in told.values():
        one.end()
    owed = _owed(world, graph, ledger)
    for place, one in told.items():
        one.owe(owed[place])
    policies = rules(world)
    tracks = [_track(world, graph, place, one, policies[place]) for place, one in told.items()]
    return Story(
        periods=world.horizon,
        period=world.period,
        tracks=tuple(tracks),
        indicators=dataclasses.asdict(indicators(world, ledger)),
        cost_by_period=_costs(world, graph, ledger, told, owed),
        warm_up=world.warm_up,
    )


class _Told:
    """The series of one stock, filled row by row: a level holds until the row that changes it."""

    def __init__(self, horizon: int) -> None:
        self.levels = {name: [0] * horizon for name in LEVELS}
        self.flows = {name: [0] * horizon for name in FLOWS}
        self.waiting = [0] * horizon  # customers', and other sites' orders where the shelf is empty
        self._last = 0
        self._now = (0, 0, 0)
        self._horizon = horizon

    def level(self, time: int, on_hand: int, backorders: int, on_order: int) -> None:
        self._fill(time)
        self._now = (on_hand, backorders, on_order)

    def end(self) -> None:
        self._fill(self._horizon)

    def owe(self, owed: NDArray[np.int64]) -> None:
        """Take what other sites wait for at each close; with goods at hand they wait for a departure, not for them."""
        levels = zip(self.levels["on_hand"], self.levels["backorders"], owed.tolist(), strict=True)
        self.waiting = [late + (due if on_hand <= 0 else 0) for on_hand, late, due in levels]

    def _fill(self, time: int) -> None:
        if time > self._last:
            for name, value in zip(LEVELS, self._now, strict=True):
                self.levels[name][self._last : time] = [value] * (time - self._last)
            self._last = time


def _track(world: World, graph: Topology, place: int, one: _Told, policy: Policy) -> Track:
    site, item = graph.keys[place]
    levels = {name: float(getattr(policy, name)) for name in ("s", "S") if hasattr(policy, name)}
    perishable = any(thing.name == item and thing.shelf_life is not None for thing in world.items)
    shown = {**one.levels, "backorders": one.waiting, **one.flows}
    series = {name: tuple(map(float, values)) for name, values in shown.items()}
    expired = series.pop("expired")
    extra: Mapping[str, tuple[float, ...]] = {"expired": expired} if perishable else {}
    return Track(place=site, item=item, levels=levels, extra=extra, subject="stock", **series)


def _costs(
    world: World, graph: Topology, ledger: Ledger, told: Mapping[int, _Told], owed: NDArray[np.int64]
) -> dict[str, tuple[float, ...]]:
    """Return the costs of every period, nothing for the warm-up; a cost that never occurs is left out."""
    costs = {name: np.zeros(world.horizon) for name in COSTS}
    unit_costs = {item.name: item.unit_cost for item in world.items}
    customers = {(one.site, one.item): one for one in world.demands}
    for place, one in told.items():
        costs["holding"] += world.stocks[place].holding * np.array(one.levels["on_hand"])
        asking = customers.get(graph.keys[place])
        if asking is not None:
            costs["shortage"] += asking.backorder * np.array(one.levels["backorders"])
            if asking.shortage == LOST:
                costs["shortage"] += asking.lost * np.array(one.flows["short"])
        costs["waste"] += unit_costs[graph.keys[place][1]] * np.array(one.flows["expired"])
    costs["shortage"] += np.array([stock.backlog for stock in world.stocks]) @ owed
    lane_of = {
        (world.lanes[lane].origin, site, item): lane
        for place, (site, item) in enumerate(graph.keys)
        for lane in graph.lanes_of[place]
    }
    trucks = {(lane.origin, lane.target): lane.truck.cost for lane in world.lanes if lane.truck is not None}
    ordered: set[tuple[int, int]] = set()
    for time, kind, site, item, quantity, *_, other, _, _ in ledger.raw():
        if kind == LEAVE:
            costs["shortage"][time] += customers[site, item].lost * quantity
        elif kind == TRUCKS:
            costs["transport"][time] += trucks[site, other] * quantity
        elif kind == SHIP:
            costs["transport"][time] += world.lanes[lane_of[site, other, item]].unit_freight * quantity
        elif kind == ORDER and other == site:
            bill = graph.bill_of[graph.place[site, item]]
            assert bill is not None
            costs["ordering"][time] += world.bills[bill].order_cost
        elif kind == ORDER:
            at = lane_of[other, site, item]
            lane = world.lanes[at]
            costs["ordering"][time] += lane.line_cost + (0 if (at, time) in ordered else lane.order_cost)
            ordered.add((at, time))
            unit_cost = unit_costs[item]
            costs["purchase_premium"][time] += (
                price_of(lane, item, quantity, unit_cost) - unit_cost
            ) * quantity
    for values in costs.values():
        values[: world.warm_up] = 0
    return {name: tuple(values.tolist()) for name, values in costs.items() if values.any()}


def _owed(world: World, graph: Topology, ledger: Ledger) -> NDArray[np.int64]:
    """Return what other sites and production have ordered and wait for at each close, by stock: (stocks, periods)."""
    tally = RunningTally(world, graph)
    rows, found = ledger.raw(), np.zeros((len(graph.keys), world.horizon), np.int64)
    done = 0
    for period in range(world.horizon):
        first = done
        while done < len(rows) and rows[done][0] <= period:
            done += 1
        tally.take(rows[first:done], period)
        found[:, period] = [tally.levels(key).owed for key in graph.keys]
    return found
