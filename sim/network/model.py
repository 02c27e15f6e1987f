"""From a network world to a wired SimPy model, run to the end of its horizon: the result is a ledger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from simpy import Environment

from sim.clock import Phase, each_day
from sim.ledger import PRODUCE, RECEIPT, RELEASE, SHIP, START, TRUCKS, Ledger, Movement
from sim.network.allocation import ALLOCATIONS
from sim.network.allocation.claim import Claim as Share
from sim.network.draws import Draws, draw
from sim.network.lanes import line_quantity, raise_largest, rejected, split, trucks
from sim.network.lots import Lot, brief, dated, first_in_transit, made_lot, parted, supplier_lot
from sim.network.point import Claim, NetworkPoint
from sim.network.production import Workshop
from sim.network.replenishment import Asked, CanOrder
from sim.network.soundness import rules
from sim.network.topology import Key
from sim.network.wiring import LaneAtWork, Reviewed, Wiring
from sim.network.world import World

__all__ = ["NetworkRun", "Shipment", "rules", "run", "start"]

Number = int | float


class Shipment(NamedTuple):
    """Units under way to a stock: on which lane (None: made there), which lots, and how they come in."""

    lane: LaneAtWork | None
    point: NetworkPoint
    quantity: int
    lots: list[Lot]
    kind: str


class NetworkRun:
    """A network under way: it goes on by itself, or from review to review of the stocks that a person decides."""

    def __init__(self, world: World, draws: Draws, header: Mapping[str, object]) -> None:
        self.world = world
        self.ledger = Ledger(header, Movement)
        wired = Wiring(world, draws, self.ledger)
        self.graph = wired.graph
        self.points = wired.points
        self.period = 0
        self.done = False
        self._asking = False
        self._items, self._sites, self._down = wired.items, wired.sites, wired.down
        self._lanes, self._upstream_of, self._sellers = wired.lanes, wired.upstream_of, wired.sellers
        self._steps, self._shippers = wired.steps, wired.shippers
        self._asked = [
            one for one in self._steps if isinstance(one, Reviewed) and isinstance(one.policy, Asked)
        ]
        self._perishable = [point for point in self.points if self._items[point.item].shelf_life is not None]
        self._due: dict[int, list[Shipment]] = {}
        self._unseen: dict[int, list[Claim]] = {}
        self._start()

    def _begin(self) -> None:
        """Put on the lanes what is under way from the start."""
        for at, lane in enumerate(self._lanes):
            origin, target = lane.record.origin, lane.record.target
            for one in lane.record.in_transit:
                point = self.point(target, one.item)
                lots: list[Lot] = []
                if point.lots is not None:
                    lots = [Lot(first_in_transit(origin, target, one.item), one.quantity)]
                self.ledger.append(
                    (0, START, f"{origin}>{target}", one.item, one.quantity, 0, 0, 0, 0, 0, one.period, target, 0,
                     brief(lots))
                )  # fmt: skip
                shipment = Shipment(lane, point, one.quantity, lots, RECEIPT)
                self._due.setdefault(one.period, []).append(shipment)
                lane.last = max(lane.last, one.period)
            for one in lane.record.ordered:
                placed = one.period - lane.record.order_delay
                claim = Claim(at, self.point(target, one.item), one.quantity, placed)
                self._unseen.setdefault(one.period, []).append(claim)

    def _start(self) -> None:
        self._begin()
        self._env = Environment()
        days = range(self.world.horizon)
        each_day(self._env, Phase.RECEIPT, days, self._receipts)
        each_day(self._env, Phase.DEMAND, days, self._demands)
        each_day(self._env, Phase.REVIEW, days, self._reviews)
        each_day(self._env, Phase.SHIP, days, self._shipments)
        each_day(self._env, Phase.CLOSE, days, self._close)

    # How it goes on.

    def run(self) -> Ledger:
        """Go on to the end, whoever should decide ordering nothing; return the ledger."""
        while self.advance_to_review() is not None:
            self.decide({})
        return self.ledger

    def advance_to_review(self) -> int | None:
        """Go on to the next review of a stock that a person decides; return its period, None at the end."""
        while not (self._asking or self.done):
            self._env.step()
        return None if self.done else self.period

    def asked(self) -> tuple[Key, ...]:
        """Return the stocks (site, item) that a person is asked to decide now."""
        if not self._asking:
            return ()
        return tuple(
            (one.point.site, one.point.item) for one in self._asked if one.policy.reviews(self.period)
        )

    def decide(self, quantities: Mapping[Key, int]) -> None:
        """Order what a person decides, in units by (site, item), 0 for a stock not named; finish the review.

        Raises ValueError when no review waits, for a stock that is not asked, for units below 0 or not whole.
        """
        asked = self.asked()
        if not asked:
            raise ValueError("no review waits for a decision: call advance_to_review first")
        for key, quantity in quantities.items():
            if key not in asked:
                raise ValueError(f"nothing is asked for {key!r} now, only for {asked!r}")
            if isinstance(quantity, bool) or not isinstance(quantity, int) or quantity < 0:
                raise ValueError(f"an order is a whole number of units from 0 on, not {quantity!r}")
        for key in asked:
            self.point(*key).decided = quantities.get(key, 0)
        self._asking = False
        self._review(self.period)

    def point(self, site: str, item: str) -> NetworkPoint:
        """Return the levels of a stock; raises KeyError for one that does not exist."""
        return self.points[self.graph.place[site, item]]

    def under_way(self) -> dict[Key, list[tuple[int | None, int]]]:
        """Return what is on order of each stock, from what is really under way.

        A list of (period of receipt, units), None for what nobody has shipped or started yet.
        """
        found: dict[Key, list[tuple[int | None, int]]] = {key: [] for key in self.graph.keys}
        for due, shipments in self._due.items():
            for one in shipments:
                found[one.point.site, one.point.item].append((due, one.quantity))
        claims = [claim for lane in self._lanes for claim in lane.queue]
        claims += [claim for point in self.points for claim in point.claims]
        claims += [claim for unseen in self._unseen.values() for claim in unseen]
        for claim in claims:
            found[claim.point.site, claim.point.item].append((None, claim.quantity))
        for point in self.points:
            found[point.site, point.item] += [(None, quantity) for quantity in point.production]
        return found

    # The phases of a period, see the docstring of `sim.network`.

    def _receipts(self, day: int) -> None:
        self.period = day
        for shipment in self._due.pop(day, ()):
            self._arrive(day, shipment)
        for point in self._perishable:
            point.expire(day)
        for claim in self._unseen.pop(day, ()):
            self._see(claim)

    def _arrive(self, day: int, shipment: Shipment) -> None:
        lane, point, quantity, lots, kind = shipment
        if lane is None or kind == RELEASE:
            other = point.site if lane is None else lane.record.origin
            lots = dated(lots, day, self._items[point.item].shelf_life)
            point.receive(day, kind, quantity, other, lots)
            return
        record = lane.record
        lots = dated(lots, day, self._items[point.item].shelf_life)
        if record.good_share < 1:
            bad = rejected(quantity, record.good_share, lane.rejects[day])
            if bad:
                quantity -= bad
                lots, sent_back = parted(lots, quantity)
                point.reject(day, bad, record.origin, sent_back)
        if record.inspect is not None and quantity and lane.held[day] < record.inspect.share:
            due = day + record.inspect.periods
            point.hold(day, quantity, record.origin, due, lots)
            self._due.setdefault(due, []).append(Shipment(lane, point, quantity, lots, RELEASE))
        elif quantity:
            point.receive(day, kind, quantity, record.origin, lots)

    def _see(self, claim: Claim) -> None:
        lane = self._lanes[claim.lane]
        if lane.upstream:
            upstream = self._upstream_of[claim.lane, claim.point.item]
            upstream.owed += claim.quantity
            upstream.claims.append(claim)
        else:
            lane.queue.append(claim)

    def _demands(self, day: int) -> None:
        for point, path, down, patient in self._sellers:
            if patient:
                point.lose_patience(day)
            point.demand(day, path[day], down is None or not down[day])

    def _reviews(self, day: int) -> None:
        if any(one.policy.reviews(day) for one in self._asked):
            self._asking = True
        else:
            self._review(day)

    def _review(self, day: int) -> None:
        for step in self._steps:
            if isinstance(step, int):
                if self._lanes[step].basket:
                    self._order(day, step)
                continue
            point, policy, _, workshop = step
            if not policy.reviews(day):
                continue
            wish = point.decided if isinstance(policy, Asked) else int(policy.order(point.inventory_position))
            if wish <= 0:
                continue
            if workshop is not None:
                workshop.place(day, wish)
                continue
            open_ = step.open_lanes(day)
            if len(open_) == 1:
                open_[0][0].basket.append((point, wish))
            elif open_:
                parts = split(wish, [share for _, share in open_])
                for (lane, _), part in zip(open_, parts, strict=True):
                    if part:
                        lane.basket.append((point, part))

    def _order(self, day: int, at: int) -> None:
        """Turn the wishes gathered on a lane into one order."""
        lane = self._lanes[at]
        record = lane.record
        if lane.joining:
            self._join(day, lane)
        quantities: list[int] = []
        multiples: list[int] = []
        for point, wish in lane.basket:
            stock = self.world.stocks[self.graph.place[point.site, point.item]]
            minimum = record.minimum if stock.minimum is None else stock.minimum
            multiples.append(record.multiple if stock.multiple is None else stock.multiple)
            quantities.append(line_quantity(wish, minimum, multiples[-1]))
        raise_largest(quantities, multiples, record.minimum_total)
        for (point, _), quantity in zip(lane.basket, quantities, strict=True):
            point.place(day, quantity, record.origin)
            claim = Claim(at, point, quantity, day)
            if record.order_delay == 0:
                self._see(claim)
            else:
                self._unseen.setdefault(day + record.order_delay, []).append(claim)
        lane.basket = []

    def _join(self, day: int, lane: LaneAtWork) -> None:
        """Add to an order the stocks that join one made anyway, and that this lane alone would bring today."""
        already = {id(point) for point, _ in lane.basket}
        for one in lane.joining:
            point, policy = one.point, one.policy
            assert isinstance(policy, CanOrder)
            wish = int(policy.join(point.inventory_position))
            if wish > 0 and id(point) not in already and [via for via, _ in one.open_lanes(day)] == [lane]:
                lane.basket.append((point, wish))

    def _shipments(self, day: int) -> None:
        for at, lane in enumerate(self._lanes):
            if lane.queue and lane.ships[day] and not lane.blocked[day]:
                queue, lane.queue = lane.queue, []
                for claim in queue:
                    self._leave_source(day, at, claim)
        for point, workshop in self._shippers:
            if workshop is not None and point.production:
                self._make(day, point, workshop)
            if point.claims and point.on_hand > 0:
                self._share_out(day, point)
        for lane in self._lanes:
            if lane.volume and lane.record.truck is not None:
                number = trucks(lane.volume, lane.record.truck)
                origin, target = lane.record.origin, lane.record.target
                self.ledger.append((day, TRUCKS, origin, "", number, 0, 0, 0, 0, 0, None, target, 0, ()))
                lane.volume = 0

    def _leave_source(self, day: int, at: int, claim: Claim) -> None:
        record = self._lanes[at].record
        point = claim.point
        due = self._due_on(day, at)
        lots: list[Lot] = []
        if point.lots is not None:
            lots = [Lot(supplier_lot(record.origin, record.target, point.item, day), claim.quantity)]
        named = tuple((lot.name, lot.quantity) for lot in lots)
        self.ledger.append(
            (
                day,
                SHIP,
                record.origin,
                point.item,
                claim.quantity,
                0,
                0,
                0,
                0,
                0,
                due,
                record.target,
                0,
                named,
            )
        )
        self._send(day, due, at, point, claim.quantity, lots)

    def _make(self, day: int, point: NetworkPoint, workshop: Workshop) -> None:
        if (down := self._down.get(point.site)) is not None and down[day]:
            return
        for start in workshop.start(day):
            lots = (
                [Lot(made_lot(point.site, point.item, day), start.quantity)] if point.lots is not None else []
            )
            shipment = Shipment(None, point, start.quantity, lots, PRODUCE)
            if start.due == day:
                self._arrive(day, shipment)
            else:
                self._due.setdefault(start.due, []).append(shipment)

    def _share_out(self, day: int, point: NetworkPoint) -> None:
        """Share what a stock has between the orders of other sites whose lane ships today."""
        lanes = self._lanes
        open_ = [
            place
            for place, claim in enumerate(point.claims)
            if lanes[claim.lane].ships[day] and not lanes[claim.lane].blocked[day]
        ]
        if not open_:
            return
        claims = [
            Share(claim.quantity, claim.placed, self._priority(claim.point))
            for claim in (point.claims[place] for place in open_)
        ]
        parts = ALLOCATIONS[self._sites[point.site].allocation](point.on_hand, claims)
        for place, part in zip(open_, parts, strict=True):
            if part == 0:
                continue
            claim = point.claims[place]
            due = self._due_on(day, claim.lane)
            lots = point.ship(day, part, claim.point.site, due)
            point.claims[place] = claim._replace(quantity=claim.quantity - part)
            self._send(day, due, claim.lane, claim.point, part, lots)
        point.claims = [claim for claim in point.claims if claim.quantity]

    def _priority(self, point: NetworkPoint) -> int:
        return self.world.stocks[self.graph.place[point.site, point.item]].priority

    def _due_on(self, day: int, at: int) -> int:
        lane = self._lanes[at]
        due = day + lane.lead_time[day]
        return due if lane.record.crossing else max(due, lane.last)

    def _send(self, day: int, due: int, at: int, point: NetworkPoint, quantity: int, lots: list[Lot]) -> None:
        lane = self._lanes[at]
        lane.last = max(lane.last, due)
        if lane.record.truck is not None:
            lane.volume += quantity * (self._items[point.item].volume or 1)
        shipment = Shipment(lane, point, quantity, lots, RECEIPT)
        if due == day:
            self._arrive(day, shipment)
        else:
            self._due.setdefault(due, []).append(shipment)

    def _close(self, day: int) -> None:
        self.done = day == self.world.horizon - 1


def start(world: World, seed: int, label: str = "", replication: int = 0) -> NetworkRun:
    """Begin one replication of a world that holds its policy; raises InvalidError for a stock without a rule."""
    header = {
        "model": "network",
        "horizon": world.horizon,
        "warm_up": world.warm_up,
        "period": world.period,
        "seed": seed,
        "replication": replication,
        "label": label,
    }
    return NetworkRun(world, draw(world, seed, label, replication), header)


def run(world: World, seed: int, label: str = "", replication: int = 0) -> Ledger:
    """Run one replication and return its ledger: the same arguments give the same ledger, byte for byte."""
    return start(world, seed, label, replication).run()
