"""A network at work: its stocks, lanes and workshops, wired to one another and to what was drawn."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from sim.ledger import Ledger
from sim.network.calendars import ships, takes_orders
from sim.network.draws import Draws
from sim.network.point import Claim, NetworkPoint
from sim.network.production import Workshop
from sim.network.replenishment import CanOrder
from sim.network.soundness import rules, share_of
from sim.network.topology import Key, topology
from sim.network.world import Lane, World
from sim.policies import Policy
from sim.stock import BACKORDER, LOST

Number = int | float


class LaneAtWork:
    """A lane at work: its calendars and draws as lists, the orders being gathered, the queue at its source."""

    __slots__ = (
        "basket", "blocked", "held", "joining", "last", "lead_time", "queue", "record", "rejects", "ships", "takes",
        "upstream", "volume",
    )  # fmt: skip

    def __init__(self, record: Lane, upstream: bool, horizon: int, week: int) -> None:
        self.record = record
        self.upstream = upstream
        self.takes = takes_orders(record, horizon, week)
        self.ships = ships(record, horizon)
        self.blocked = [False] * horizon
        self.lead_time: list[int] = []
        self.rejects: list[float] = []
        self.held: list[float] = []
        self.basket: list[tuple[NetworkPoint, int]] = []
        self.joining: list[Reviewed] = []  # the stocks that may join an order made anyway
        self.queue: list[Claim] = []
        self.last = 0  # when its latest shipment comes in
        self.volume: Number = 0


Group = tuple[tuple[LaneAtWork, Number], ...]  # lanes of one priority, each with its share


class Reviewed(NamedTuple):
    """A stock at its review: its rule, and what supplies it: lanes in groups by priority, or a workshop."""

    point: NetworkPoint
    policy: Policy
    groups: tuple[Group, ...]
    workshop: Workshop | None

    def open_lanes(self, day: int) -> Group:
        """Return the lanes that an order goes to: the first group that is up, else the first that takes orders."""
        waiting: Group = ()
        for group in self.groups:
            takes = tuple(one for one in group if one[1] > 0 and one[0].takes[day])
            up = tuple(one for one in takes if not one[0].blocked[day])
            if up:
                return up
            waiting = waiting or takes
        return waiting


class Seller(NamedTuple):
    """A stock that customers ask: their demand by period, when its site is down (None: never), their patience."""

    point: NetworkPoint
    demand: list[int]
    down: list[bool] | None
    patient: bool


class Wiring:
    """The working parts of a world: places are those of its lists.

    `steps`: the stocks and the lanes (by place) in the order of a review. `shippers`: the stocks that ship to
    others or are made, upstream first. `upstream_of`: the stock at the origin of a lane, by lane and item.
    """

    def __init__(self, world: World, draws: Draws, ledger: Ledger) -> None:
        self.world = world
        self.rules = rules(world)
        self.graph = topology(world)
        self.items = {item.name: item for item in world.items}
        self.sites = {site.name: site for site in world.sites}
        self.points = self._points(ledger)
        self.down = self._down(draws)
        self.lanes = self._lanes(draws)
        self.upstream_of = {
            (at, point.item): self.points[self.graph.place[lane.record.origin, point.item]]
            for at, lane in enumerate(self.lanes)
            if lane.upstream
            for point in self.points
            if (lane.record.origin, point.item) in self.graph.place
        }
        self.sellers = self._sellers(draws)
        workshops = self._workshops(draws)
        self.steps = self._steps(workshops)
        self.shippers = self._shippers(workshops)

    def _points(self, ledger: Ledger) -> list[NetworkPoint]:
        customers = {(one.site, one.item): one for one in self.world.demands}
        points: list[NetworkPoint] = []
        under_way = Counter[Key]()
        for lane in self.world.lanes:
            for sent in (*lane.in_transit, *lane.ordered):
                under_way[lane.target, sent.item] += sent.quantity
        for stock, policy in zip(self.world.stocks, self.rules, strict=True):
            one = customers.get((stock.site, stock.item))
            on_hand = int(policy.initial_stock) if stock.initial is None else stock.initial
            points.append(
                NetworkPoint(
                    ledger,
                    self.items[stock.item],
                    self.sites[stock.site],
                    on_hand,
                    one is not None and one.shortage == LOST,
                    one.patience if one is not None and one.shortage == BACKORDER else None,
                    under_way[stock.site, stock.item],
                )
            )
        return points

    def _down(self, draws: Draws) -> dict[str, list[bool]]:
        """Return when each place or lane is down, by its name."""
        down: dict[str, list[bool]] = {}
        for at, one in enumerate(self.world.disruptions):
            stopped: list[bool] = draws.down[at].tolist()
            down[one.source] = _either(down[one.source], stopped) if one.source in down else stopped
        return down

    def _lanes(self, draws: Draws) -> list[LaneAtWork]:
        lanes: list[LaneAtWork] = []
        for at, (record, upstream) in enumerate(zip(self.world.lanes, self.graph.upstream, strict=True)):
            lane = LaneAtWork(record, upstream, self.world.horizon, self.world.week)
            lane.lead_time = draws.lead_time[at].tolist()
            lane.rejects, lane.held = draws.rejects[at].tolist(), draws.held[at].tolist()
            for name in (record.origin, f"{record.origin}>{record.target}"):
                if name in self.down:
                    lane.blocked = _either(lane.blocked, self.down[name])
            lanes.append(lane)
        return lanes

    def _sellers(self, draws: Draws) -> list[Seller]:
        found: list[Seller] = []
        for at, one in enumerate(self.world.demands):
            point = self.points[self.graph.place[one.site, one.item]]
            patient = one.patience is not None and one.shortage == BACKORDER
            found.append(Seller(point, draws.demand[at].tolist(), self.down.get(one.site), patient))
        return found

    def _workshops(self, draws: Draws) -> dict[int, Workshop]:
        found: dict[int, Workshop] = {}
        for at, bill in enumerate(self.world.bills):
            place = self.graph.place[bill.site, bill.item]
            parts = [self.points[self.graph.place[bill.site, part.item]] for part in bill.parts]
            found[place] = Workshop(bill, self.points[place], parts, draws.made[at].tolist())
        return found

    def _steps(self, workshops: dict[int, Workshop]) -> list[Reviewed | int]:
        count = len(self.points)
        steps: list[Reviewed | int] = []
        for node in self.graph.steps:
            if node >= count:
                steps.append(node - count)
                continue
            point = self.points[node]
            groups: dict[int, list[tuple[LaneAtWork, Number]]] = {}
            for at in self.graph.lanes_of[node]:
                record = self.lanes[at].record
                share = share_of(self.world, point.site, point.item, record)
                groups.setdefault(record.priority, []).append((self.lanes[at], 1 if share is None else share))
            ordered = tuple(tuple(groups[priority]) for priority in sorted(groups))
            one = Reviewed(point, self.rules[node], ordered, workshops.get(node))
            steps.append(one)
            if isinstance(one.policy, CanOrder):
                for at in self.graph.lanes_of[node]:
                    self.lanes[at].joining.append(one)
        return steps

    def _shippers(self, workshops: dict[int, Workshop]) -> list[tuple[NetworkPoint, Workshop | None]]:
        busy = {id(point) for point in self.upstream_of.values()}
        nodes = (node for node in reversed(self.graph.steps) if node < len(self.points))
        return [
            (self.points[node], workshops.get(node))
            for node in nodes
            if node in workshops or id(self.points[node]) in busy
        ]


def _either(first: list[bool], second: list[bool]) -> list[bool]:
    return [a or b for a, b in zip(first, second, strict=True)]
