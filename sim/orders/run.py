"""An order book day by day: what comes in the morning, what is decided, what leaves, what is late at night."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.orders import figures as fig
from sim.orders import seen
from sim.orders.book import CANCELLED, CLOSED, INBOX, OPEN, Line, Shelf, Shipment
from sim.orders.draws import SHIPMENTS, Chances
from sim.orders.mishaps import Mishaps
from sim.orders.world import DATE, DUPLICATE, PACK, Disruption, ErrorKind, Receipt, World

NOTHING = "no"  # of a choice: nothing is done with the row

Record = dict[str, Any]


@dataclass(frozen=True)
class Decided:
    """The decisions of a day, by row: words for alerts, corrections, checks and carriers, figures for the others."""

    alert: Mapping[str, str] = field(default_factory=dict)
    correct: Mapping[str, str] = field(default_factory=dict)
    check: Mapping[str, str] = field(default_factory=dict)
    promise: Mapping[str, float] = field(default_factory=dict)
    allocate: Mapping[str, float] = field(default_factory=dict)
    ship: Mapping[str, str] = field(default_factory=dict)


class Desk:
    """A run of an order book under way."""

    def __init__(self, world: World, chances: Chances) -> None:
        self._world, self._chances = world, chances
        self._items = {one.item: one for one in world.items}
        self._customers = {one.customer: one for one in world.customers}
        self._carriers = {one.carrier: one for one in world.carriers}
        self._kinds = {one.error: one for one in world.errors}
        self._lines = {
            one.order: Line(
                one, chances.meant[one.order], chances.written[one.order], chances.errors[one.order]
            )
            for one in sorted(world.orders, key=lambda one: one.step)
        }
        self._shelf = Shelf(world)
        self._mishaps = Mishaps(world, chances)
        self._under_way: list[Shipment] = []
        self._sent: dict[str, int] = {}
        self._minutes = float(world.minutes)
        self.tally = fig.Tally()
        self.step = 1
        self.events: list[Record] = []
        self._open_day()

    @property
    def done(self) -> bool:
        """True once every day has been decided."""
        return self.step > self._world.steps

    # -- what the desk sees -----------------------------------------------------------------------------
    def state(self) -> Record:
        """What the desk knows in the morning: messages, inbox, book, stock on record, shipments, receipts."""
        open_lines = self._open()
        return {
            "step": self.step,
            "minutes": self._world.minutes,
            "late": sum(one.late(self.step - 1) for one in self._wanted()),
            "backlog_value": sum(one.value for one in open_lines),
            "cost": self.tally.total,
            "messages": [seen.message(one) for one in self._mishaps.open(self.step)],
            "inbox": [seen.received(one, self.step) for one in self._inbox()],
            "open_orders": [
                seen.booked(one, self._customers[one.written.customer].priority) for one in open_lines
            ],
            "stock": [
                seen.stocked(one, self._shelf.on_hand[one.item], self._shelf.allocated(one.item, open_lines))
                for one in self._world.items
            ],
            "shipments": [seen.on_the_way(one, self.step) for one in self._under_way],
            "receipts": [
                seen.awaited(one, self._expected(one))
                for one in self._world.receipts
                if self._mishaps.due[one.receipt] > self.step
            ],
        }

    def _expected(self, one: Receipt) -> int | None:
        """The day that the desk expects a receipt on; None once that day has passed without it."""
        struck = any(
            told.receipt == one.receipt and told.day_told <= self.step for told in self._world.disruptions
        )
        day = self._mishaps.due[one.receipt] if struck else one.step
        return day if day >= self.step else None

    def indicators(self) -> dict[str, float]:
        """The figures of the run so far."""
        past = [one for one in self._lines.values() if one.order.step < self.step]
        return fig.figures(past, self.step - 1, self.tally)

    # -- a day ------------------------------------------------------------------------------------------
    def decide(self, decided: Decided) -> list[Record]:
        """Alert, correct, check, promise, allocate, ship; then the night: deliveries, lateness, entries."""
        first = len(self.events)
        self._minutes = float(self._world.minutes)
        self._alert(decided.alert)
        self._correct(decided.correct)
        self._check(decided.check)
        self._promise(decided.promise)
        self._allocate(decided.allocate)
        self._ship(decided.ship)
        self._night()
        self.step += 1
        if not self.done:
            self._open_day()
        return self.events[first:]

    def _open_day(self) -> None:
        for one in self._mishaps.striking(self.step):
            self._strike(one)
        for receipt in self._world.receipts:
            if self._mishaps.due[receipt.receipt] == self.step:
                self._shelf.on_hand[receipt.item] += receipt.quantity
                self._tell("receipt", item=receipt.item, quantity=receipt.quantity)
        for line in self._lines.values():
            if line.order.step == self.step and line.status == INBOX:
                self._tell(
                    "order", order=line.name, customer=line.written.customer, reference=line.written.reference
                )
        for one in self._mishaps.told(self.step):
            self._tell("message", order=one.disruption, cause=one.kind, target=one.target)

    def _strike(self, one: Disruption) -> None:
        if one.receipt is not None:
            self._mishaps.delay(one, self.step)
        elif one.kind == "stock_gap":
            assert one.item is not None
            self._shelf.lose(one.item, one.quantity or 0)
        elif one.order is not None:
            self._changed(self._lines[one.order], one)

    def _changed(self, line: Line, one: Disruption) -> None:
        if line.status in {CLOSED, CANCELLED}:
            return
        if one.kind == "cancellation":
            gone = line.moving + line.delivered
            if gone:
                line.change(gone, None)  # what has left is taken, and no more
                self._settle(line)
            else:
                line.status, line.allocated, line.known = CANCELLED, 0, ""
            return
        if one.quantity is not None and line.error == PACK:
            line.mend()
        if one.due is not None and line.error == DATE:
            line.mend()
        line.change(one.quantity, one.due)
        self._settle(line)

    def _spend(self, minutes: float, row: str) -> bool:
        if minutes > self._minutes + 1e-9:
            self._tell("no_time", order=row)
            return False
        self._minutes -= minutes
        return True

    def _alert(self, chosen: Mapping[str, str]) -> None:
        for one in self._mishaps.open(self.step):
            contact = chosen.get(one.disruption, NOTHING)
            if contact == NOTHING or not self._spend(self._world.alert_minutes, one.disruption):
                continue
            if contact != one.contact:
                self.tally.wrong_alerts += 1
                self._tell("wrong_contact", order=one.disruption, contact=contact)
                continue
            in_time = self._mishaps.alert(one, self.step)
            self._tell("alerted" if in_time else "alerted_late", order=one.disruption, contact=contact)
            if one.kind == "stock_gap":
                assert one.item is not None
                self._count(one.item)

    def _count(self, item: str) -> None:
        gap = self._shelf.counted(item, self._open())
        if gap:
            self._tell("counted", item=item, quantity=gap)

    def _correct(self, chosen: Mapping[str, str]) -> None:
        for line in self._inbox():
            kind = chosen.get(line.name, NOTHING)
            if kind == NOTHING or line.waiting >= self.step:
                continue
            known = self._kinds.get(kind)
            if not self._spend(known.minutes if known else 0, line.name):
                continue
            if kind != line.error:
                self.tally.needless += 1
                self._tell("nothing_wrong", order=line.name, error=kind)
                continue
            self.tally.caught += 1
            self._tell("corrected", order=line.name, error=kind)
            if kind == DUPLICATE:
                line.status, line.known = CANCELLED, ""
                continue
            line.mend()
            if known is not None and known.wait:
                line.waiting = self.step + known.wait

    def _check(self, chosen: Mapping[str, str]) -> None:
        for line in self._inbox():
            if chosen.get(line.name, NOTHING) == NOTHING or line.waiting >= self.step or line.known:
                continue
            if not self._spend(self._world.check_minutes, line.name):
                continue
            self.tally.checks += 1
            if line.error and self._chances.found[line.name]:
                line.known = line.error
                self._tell("found", order=line.name, error=line.error)
            else:
                self._tell("clean", order=line.name)

    def _promise(self, days: Mapping[str, float]) -> None:
        for line in self._open():
            day = days.get(line.name, 0)
            if day < self.step or day == line.promised or line.broken:
                continue
            if line.promised is None:
                line.first_promise = day
            else:
                self.tally.promise += self._world.costs.moved_promise
                self._tell("moved_promise", order=line.name, promised=day)
            beyond = max(line.written.due or 0, line.promised or 0)
            self.tally.promise += self._world.costs.late_promise * max(day - beyond, 0)
            line.promised = day

    def _allocate(self, asked: Mapping[str, float]) -> None:
        lines = [one for one in self._open() if one.name in asked and one.written.item in self._items]
        wanted = {one.name: min(int(asked[one.name]), one.left) for one in lines}
        for line in lines:  # what is let go of first, so that the others may have it
            line.allocated = min(line.allocated, wanted[line.name])
        for line in lines:
            item = line.written.item
            free = self._shelf.on_hand[item] - self._shelf.allocated(item, self._open())
            given = min(wanted[line.name] - line.allocated, free)
            if line.allocated + given < wanted[line.name]:
                self._tell("cut", order=line.name, asked=wanted[line.name], quantity=line.allocated + given)
            line.allocated += given

    def _ship(self, chosen: Mapping[str, str]) -> None:
        places = {one.carrier: one.places for one in self._world.carriers}
        for line in self._open():
            name = chosen.get(line.name, NOTHING)
            carrier = self._carriers.get(name)
            if carrier is None:
                continue
            left = places[name]
            if self._mishaps.stopped(name, self.step):
                self._tell("carrier_stopped", order=line.name, carrier=name)
            elif left is not None and left < 1:
                self._tell("cut_off", order=line.name, carrier=name)
            elif self._send(line, name):
                places[name] = None if left is None else left - 1

    def _send(self, line: Line, name: str) -> bool:
        item, carrier = line.written.item, self._carriers[name]
        if line.allocated > self._shelf.on_hand.get(item, 0) - self._shelf.missing.get(item, 0):
            self._count(item)
        quantity = line.allocated
        if quantity <= 0:
            self._tell("nothing_to_ship", order=line.name)
            return False
        if quantity < line.left and not self._customers[line.written.customer].partial:
            self._tell("partial_refused", order=line.name)
            return False
        self._shelf.on_hand[item] -= quantity
        if line.moving + line.delivered == 0:
            self._blunder(line)
        line.allocated, line.left, line.moving = 0, line.left - quantity, line.moving + quantity
        count = self._sent.get(line.name, 0)
        self._sent[line.name] = count + 1
        turn = self._chances.carriage[line.name][min(count, SHIPMENTS - 1)]
        expected = self.step + carrier.days
        day = expected + (carrier.delay if turn < carrier.late else 0)
        self._under_way.append(Shipment(line, name, quantity, self.step, expected, day))
        self.tally.transport += carrier.cost + carrier.unit_cost * quantity
        self.tally.shipments += 1
        self.tally.partial += bool(line.left)
        self._tell("shipment", order=line.name, quantity=quantity, left=line.left, carrier=name)
        return True

    def _blunder(self, line: Line) -> None:
        """Count an error that leaves with the goods."""
        if line.error:
            kind = self._kinds.get(line.error, ErrorKind(line.error))
            self.tally.error += kind.cost + kind.rate * line.written.quantity * line.meant.price
            self.tally.shipped_errors += 1

    # -- the night --------------------------------------------------------------------------------------
    def _night(self) -> None:
        for one in list(self._under_way):
            if one.day <= self.step and not self._mishaps.held(one.line.written.customer, self.step):
                self._under_way.remove(one)
                self._deliver(one)
        for line in self._wanted():
            if line.late(self.step):
                self.tally.late += line.owed * self._customers[line.meant.customer].penalty
        for line in self._open_or_moving():
            self._keep(line)
        for lapsed in self._mishaps.lapsing(self.step):
            self.tally.alert += lapsed.cost
            self.tally.late_alerts += 1
            self._tell("alert_late", order=lapsed.disruption, contact=lapsed.contact)
        self._enter()
        self._tell(
            "report",
            open=len(self._open()),
            late=sum(one.late(self.step) for one in self._wanted()),
            cost=self.tally.total,
        )

    def _deliver(self, one: Shipment) -> None:
        line = one.line
        line.moving -= one.quantity
        line.delivered += one.quantity
        late = line.meant.due is not None and self.step > line.meant.due
        self._tell("late_delivery" if late else "delivery", order=line.name, quantity=one.quantity)
        self._settle(line)
        if line.error and line.closed_on is not None:
            self._tell("complaint", order=line.name, error=line.error)

    def _settle(self, line: Line) -> None:
        """Close an order of which nothing is left to ship and nothing is on the way."""
        if line.status == OPEN and not line.left and not line.moving and line.delivered:
            line.status, line.closed_on = CLOSED, self.step

    def _keep(self, line: Line) -> None:
        if line.promised is None and line.left and self.step == line.booked + 1:
            self.tally.promise += self._world.costs.no_promise
            self._tell("no_promise", order=line.name)
        if line.promised is not None and self.step >= line.promised and not line.broken:
            line.broken = True
            self.tally.promise += self._world.costs.broken_promise
            self._tell("broken_promise", order=line.name, promised=line.promised)

    def _enter(self) -> None:
        for line in self._inbox():
            if line.known or line.waiting > self.step:
                continue
            kind = self._kinds.get(line.error)
            if kind is not None and kind.blocks:
                line.known = line.error
                self._tell("blocked", order=line.name, error=line.error)
            else:
                line.book(self.step + 1)

    # -- lists ------------------------------------------------------------------------------------------
    def _inbox(self) -> list[Line]:
        return [one for one in self._lines.values() if one.status == INBOX and one.order.step <= self.step]

    def _open(self) -> list[Line]:
        return [one for one in self._lines.values() if one.status == OPEN and one.left]

    def _open_or_moving(self) -> list[Line]:
        return [one for one in self._lines.values() if one.status == OPEN]

    def _wanted(self) -> list[Line]:
        """The orders that a customer waits for: neither cancelled nor a duplicate."""
        return [
            one
            for one in self._lines.values()
            if one.order.step <= self.step
            and one.status not in {CLOSED, CANCELLED}
            and one.error != DUPLICATE
        ]

    def _tell(self, kind: str, **more: Any) -> None:
        self.events.append({"step": self.step, "kind": kind, **more})
