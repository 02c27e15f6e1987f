"""The run of a shop floor: a loop over events without a process for each order, and its ledger.

Everything that an operation will do is known when it starts (its machine's hours and failures included), so that an
operation is two events. See `sim.production` for the order of what happens at one instant.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from typing import Any

from sim.ledger import Ledger, run_header
from sim.production import building
from sim.production import ledger as book
from sim.production.backlog import Backlog
from sim.production.calendar import merged
from sim.production.draws import Draws
from sim.production.floor import Floor
from sim.production.ledger import Row
from sim.production.machines import RUN
from sim.production.orders import LOT
from sim.production.policy import CONWIP, KANBAN
from sim.production.state import Job, Lot, Station, Unit
from sim.production.stores import Customer, Store, customers
from sim.production.world import World

Number = int | float

# What happens at the same instant, first to last.
ENDS, FREES, ARRIVES, RELEASES, WANTS, FAILS, WAKES = range(7)


def run(world: World, seed: int, replication: int = 0, label: str = "") -> Ledger:
    """Run one replication to the horizon and return its ledger: the same arguments, the same bytes.

    Raises InvalidError without a policy.
    """
    header = run_header(world, "production", seed, replication, label)
    shop = Shop(world, seed, (label, replication, "production"), header)
    shop.run(world.horizon)
    return shop.ledger


class Shop(Floor):
    """A shop under way: its events, and the ledger that it writes."""

    def __init__(
        self, world: World, seed: int, names: tuple[str | int, ...], header: Mapping[str, Any] | None = None
    ) -> None:
        self._draws = Draws(seed, names)
        super().__init__(world, self._draws)
        self.ledger = Ledger(header or {}, Row)
        self._write = self.ledger.append
        self._events: list[tuple[Number, int, int, Any, int]] = []
        self._seq = 0
        self._backlog = Backlog()
        self._lots = {one.name: one.lot for one in world.products}
        self._lots |= {one.product: one.pieces for one in self.policy.lots}
        self._counts = dict.fromkeys(self._products, 0)
        self._free = [group.count for group in world.operators]
        for unit in (unit for station in self.stations for unit in station.units):
            for place, (start, _) in enumerate(unit.down):
                self._push(start, FAILS, unit, place)
        if self.policy.schedule:
            self.plan(self.policy.schedule)
        self._stores = {one.product: Store(one.cards * one.pieces, one.pieces) for one in self.policy.cards}
        for customer in customers(world, self._draws):
            self._expect(customer)

    def _expect(self, customer: Customer) -> None:
        # Under kanban a customer is served from stock on the date; otherwise the order is made for them.
        if self.policy.release == KANBAN:
            self._push(max(customer.due, customer.known), WANTS, customer, 0)
        job = None if self.policy.release == KANBAN else self._job(customer)
        self._push(customer.known, RELEASES, (customer, job), 0)

    def _job(self, customer: Customer) -> Job:
        number = self._counts[customer.product]
        self._counts[customer.product] = number + 1
        product = self._products[customer.product]
        return Job(customer.name, product, number, customer.quantity, customer.due, customer.priority)

    def overtime(self, machine: str, start: Number, end: Number) -> Number:
        """Open a machine between two moments to come; return the time by which it is open longer."""
        station = self._at[machine]
        if station.windows is None:
            return 0
        before = sum(high - low for low, high in station.windows)
        station.windows = merged([*station.windows, (start, end)])
        for unit in station.units:
            building.reopen(unit, self.world.horizon)
            if unit.lot is not None and unit.blocked is None:
                unit.ends = unit.opening.done(unit.since, unit.total)
                unit.version += 1
                if unit.ends is not None:
                    self._push(unit.ends, ENDS, unit, unit.version)
        self._touched.add(station.place)
        return sum(high - low for low, high in station.windows) - before

    # -- the loop -----------------------------------------------------------------------------------------
    def run(self, until: Number, *, settle: bool = True) -> None:
        """Go on with what happens up to `until`; without `settle`, machines take nothing at that last moment yet:
        somebody decides first."""
        events = self._events
        if self._touched or self._backlog:
            self._settle()
        while events and events[0][0] <= until:
            now = self.now = events[0][0]
            while events and events[0][0] == now:
                _, phase, _, what, extra = heapq.heappop(events)
                if phase == ENDS:
                    if what.version == extra:
                        self._end(what)
                elif phase == FREES:
                    self._free_operator(extra)
                elif phase == ARRIVES:
                    self._at[what.operation.machine].coming -= 1
                    self._queue(what)
                elif phase == WANTS:
                    self._want(what)
                elif phase == RELEASES:
                    self._known(*what)
                elif phase == FAILS:
                    _, back = what.down[extra]
                    machine = what.station.machine.name
                    self._write(Row(now, book.DOWN, machine=machine, unit=what.number, until=back))
                else:
                    what.wakes.discard(now)
                    self._touched.add(what.place)
            if (self._touched or self._backlog) and (settle or now < until):
                self._settle()
        self.now = max(self.now, until)

    def _settle(self) -> None:
        """Let machines take what they can, until nothing more moves at this instant."""
        if self._backlog:
            self._release()
        while self._touched:
            place = min(self._touched)
            self._touched.discard(place)
            station = self.stations[place]
            while station.blocked and station.has_room():
                self._unblock(station, station.blocked.popleft())
            self._dispatch(station)
            if self._backlog:  # room in front of a machine may let an order in
                self._release()

    def _push(self, time: Number, phase: int, what: Any, extra: int) -> None:
        if time <= self.world.horizon:
            self._seq += 1
            heapq.heappush(self._events, (time, phase, self._seq, what, extra))

    # -- orders -------------------------------------------------------------------------------------------
    def _known(self, customer: Customer, job: Job | None) -> None:
        self._note(
            book.ORDER, customer.name, customer.product, customer.quantity, customer.due, 0, customer.priority
        )
        if job is not None:
            self.jobs[job.name] = job
            self._await(job)

    def _note(
        self, kind: str, order: str, product: str, pieces: int, until: Number | None = None, lost: int = 0,
        priority: Number = 1,
    ) -> None:  # fmt: skip
        self._write(
            (self.now, kind, order, product, pieces, "", 0, 0, 0, 0, 0, 0, until, lost, 0, 0, priority, "")
        )

    def _await(self, job: Job) -> None:
        """Put an order among those that wait to be released."""
        self._backlog.add(job, self._at[job.product.routing[0].machine].place)

    def _release(self) -> None:
        most = self.policy.wip if self.policy.release == CONWIP else None
        while most is None or self.wip < most:
            job = self._backlog.take(self.stations)
            if job is None:
                return
            self._enter(job)

    def _enter(self, job: Job) -> None:
        job.released = self.now
        self.wip += 1
        self._note(book.RELEASE, job.name, job.product.name, job.quantity)
        size = self._lots[job.product.name] or job.quantity
        if self.policy.schedule:
            size = job.quantity
        for first in range(0, job.quantity, size):
            self._queue(Lot(job, min(size, job.quantity - first), first))

    def _want(self, customer: Customer) -> None:
        store = self._stores[customer.product]
        store.waiting.append(customer)
        self._hand_out(customer.product, store)

    def _hand_out(self, product: str, store: Store) -> None:
        for customer, pieces in store.hand_out():
            self._note(book.TAKE, customer.name, product, pieces)
            if not customer.left:
                self._note(book.SERVE, customer.name, product, customer.quantity)
        for _ in range(store.cards_back()):
            number = self._counts[product]
            self._counts[product] = number + 1
            name = f"{product}/{number + 1}"
            job = Job(name, self._products[product], number, store.pieces, self.now, 1)
            job.served = False
            self.jobs[name] = job
            self._await(job)

    # -- lots ---------------------------------------------------------------------------------------------
    def _queue(self, lot: Lot) -> None:
        station = self._at[lot.operation.machine]
        lot.arrived = self.now
        self._seq += 1
        station.push(self.now, self._seq, lot)
        self._tell(book.QUEUE, lot, station.machine.name)
        self._touched.add(station.place)

    def _tell(self, kind: str, lot: Lot, machine: str, unit: int = 0, lost: int = 0, back: int = 0) -> None:
        # A plain tuple in the order of the fields of Row: naming them takes a third of a run.
        job = lot.job
        self._write(
            (
                self.now, kind, job.name, job.product.name, lot.quantity, machine, unit, lot.number, lot.step + 1,
                0, 0, 0, None, lost, back, 0, 1, "",
            )
        )  # fmt: skip

    def _dispatch(self, station: Station) -> None:
        while station.free and station.queue:
            units = [
                unit
                for unit in station.free
                if unit.opening.windows is None or unit.opening.next(self.now) == self.now
            ]
            if not units:
                opens = [time for unit in station.free if (time := unit.opening.next(self.now)) is not None]
                if opens:
                    self._wake(station, min(opens))
                return
            if station.plan is None:
                entry = station.first(self.now, units[0], station.queue)
            else:
                entry, look = self._turns.first(station, units[0], self.now)
                if look is not None:
                    self._wake(station, look)
            if entry is None:
                return
            lot = entry[3]
            unit = units[0] if len(units) == 1 else min(units, key=lambda one: one.setup(lot))
            setup = unit.setup(lot)
            group = -1
            if station.operators and (setup or station.machine.attended == RUN):
                group = next((g for g in station.operators if self._free[g]), -1)
                if group < 0:
                    return
            station.take(entry)
            self._start(station, unit, lot, setup, group)

    def _wake(self, station: Station, time: Number) -> None:
        if time not in station.wakes:
            station.wakes.add(time)
            self._push(time, WAKES, station, 0)

    def _start(self, station: Station, unit: Unit, lot: Lot, setup: Number, group: int) -> None:
        operation, job = lot.operation, lot.job
        each = self._draws.time(operation, job.product.name, lot.step + 1, job.number, lot.visit)
        work = each if operation.per == LOT else each * lot.quantity
        down = unit.worn(setup + work) if unit.left is not None else 0
        if not lot.visit:
            self._turns.past.add((job.name, lot.step))
        station.free.remove(unit)
        unit.lot, unit.operator, unit.since = lot, group, self.now
        unit.total = setup + work + down
        unit.family = operation.family or job.product.name
        unit.ends = unit.opening.done(self.now, unit.total)
        unit.version += 1
        who = ""
        if group >= 0:
            self._free[group] -= 1
            who = self.world.operators[group].name
        self._write(
            (
                self.now, book.START, job.name, job.product.name, lot.quantity, station.machine.name, unit.number,
                lot.number, lot.step + 1, setup, work, down, unit.ends, 0, 0, lot.standard(), 1, who,
            )
        )  # fmt: skip
        if group >= 0 and station.machine.attended != RUN:
            over = unit.opening.done(self.now, setup)
            if over is not None:
                self._push(over, FREES, None, group)
            unit.operator = -1
        if unit.ends is not None:
            self._push(unit.ends, ENDS, unit, unit.version)

    def _free_operator(self, group: int) -> None:
        self._free[group] += 1
        for station in self.stations:
            if group in station.operators and station.queue:
                self._touched.add(station.place)

    def _end(self, unit: Unit) -> None:
        lot, station = unit.lot, unit.station
        assert lot is not None
        job, operation, product = lot.job, lot.operation, lot.job.product
        if unit.operator >= 0:
            self._free_operator(unit.operator)
        lost = back = 0
        if operation.scrap or operation.rework:
            names: tuple[str | int, ...] = (product.name, lot.step + 1, "pieces", job.number, lot.visit)
            if lot.visit:
                names = (*names, lot.number)
            lost, back = self._draws.bad(operation, names, lot.first, lot.quantity)
        lot.quantity -= lost + back
        if lot.visit >= operation.tries:
            lost, back = lost + back, 0
        self._tell(book.END, lot, station.machine.name, unit.number, lost, back)
        job.lost += lost
        job.pieces -= lost
        if back:
            self._queue(Lot(job, back, 0, (operation.back or lot.step + 1) - 1, lot.visit + 1))
        self._touched.add(station.place)
        if lot.quantity and lot.step + 1 < len(product.routing):
            following = self._at[product.routing[lot.step + 1].machine]
            if lot.visit == 0 and not following.has_room() and following is not station:
                unit.blocked = self.now
                following.blocked.append(unit)
                return
            self._free_unit(unit)
            self._forward(lot)
            return
        self._free_unit(unit)
        if lot.quantity:
            job.good += lot.quantity
            job.pieces -= lot.quantity
        elif self.policy.schedule:
            self._turns.drop(job.name, range(lot.step + 1, len(product.routing)))
            self._touched |= {one.place for one in self.stations}
        if not job.pieces:
            self._finish(job)

    def _free_unit(self, unit: Unit) -> None:
        unit.lot, unit.ends = None, None
        free = unit.station.free
        free.append(unit)
        if len(free) > 1:
            free.sort(key=lambda one: one.number)

    def _forward(self, lot: Lot) -> None:
        move = lot.operation.move
        lot.step += 1
        if move:
            station = self._at[lot.operation.machine]
            station.coming += 1
            self._push(self.now + move, ARRIVES, lot, 0)
        else:
            self._queue(lot)

    def _unblock(self, station: Station, unit: Unit) -> None:
        lot = unit.lot
        assert lot is not None
        assert unit.blocked is not None
        machine = unit.station.machine.name
        waited = self.now - unit.blocked
        self._write(Row(self.now, book.BLOCKED, machine=machine, unit=unit.number, work=waited))
        unit.blocked = None
        self._free_unit(unit)
        self._touched.add(unit.station.place)
        self._forward(lot)

    def _finish(self, job: Job) -> None:
        self.wip -= 1
        del self.jobs[job.name]
        self._note(book.FINISH, job.name, job.product.name, job.good, None, job.lost)
        if job.served:
            self._note(book.SERVE, job.name, job.product.name, job.good, None, job.lost)
        else:
            store = self._stores[job.product.name]
            # A card whose pieces are all lost in no time would come back for ever at the same instant.
            store.receive(job.good, job.lost if job.released < self.now else 0)
            self._hand_out(job.product.name, store)
