"""The world of a shop floor as frozen dataclasses, and the checks between its parts."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from sim.checks import Check, InvalidError, Number, Path, Problem
from sim.production.calendar import Calendar
from sim.production.draws import mean
from sim.production.machines import Machine, Operators, Stop
from sim.production.orders import Arrivals, Order, Product
from sim.production.policy import KANBAN, ProductionPolicy
from sim.records import twice, unknown
from sim.scenario import LONGEST_HORIZON
from sim.words import phrase

MOST_OPERATIONS = 2_000_000  # of one run


@dataclass(frozen=True)
class World:
    """A shop from time 0 to `horizon`, the first `warm_up` left out of the figures.

    `period` is the word of the time unit. `calendar` holds for the machines without one of their own. `late_cost` per
    order and time unit after its due date, times its priority; `overtime_cost` per machine and time unit of overtime.
    """

    horizon: int
    machines: tuple[Machine, ...]
    products: tuple[Product, ...]
    orders: tuple[Order, ...] = ()
    arrivals: tuple[Arrivals, ...] = ()
    operators: tuple[Operators, ...] = ()
    stops: tuple[Stop, ...] = ()
    calendar: Calendar = field(default_factory=Calendar)
    warm_up: int = 0
    period: str = "hour"
    name: str = "production"
    late_cost: Number = 0
    overtime_cost: Number = 0
    policy: ProductionPolicy | None = None

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.text("period")
        check.span(LONGEST_HORIZON)
        for name in ("late_cost", "overtime_cost"):
            check.number(name, least=0)
        check.measured_span()
        for name in ("machines", "products"):
            if not getattr(self, name):
                check.fault(name, "records_none")
        if not self.orders and not self.arrivals:
            check.fault("orders", "orders_none")
        check.done()
        problems = list(self._faults())
        if not problems and self.operations() > MOST_OPERATIONS:
            what = phrase("orders_many", count=self.operations(), most=MOST_OPERATIONS)
            problems.append(Problem(("arrivals",), what))
        if not problems and self.policy is not None:
            problems = list(self._ruled(self.policy))
        if problems:
            raise InvalidError(problems)

    def operations(self) -> int:
        """Return about how many operations a run holds."""
        length = {one.name: len(one.routing) for one in self.products}
        known = sum(length[one.product] for one in self.orders)
        drawn = (length[one.product] * self.horizon / mean(one.every) for one in self.arrivals)
        return known + round(sum(drawn))

    def _faults(self) -> Iterator[Problem]:
        for name in ("machines", "products", "orders", "operators"):
            yield from twice(name, getattr(self, name))
        machines, products = {one.name for one in self.machines}, {one.name for one in self.products}
        for at, product in enumerate(self.products):
            for step, operation in enumerate(product.routing):
                path: Path = ("products", at, "routing", step)
                if operation.machine not in machines:
                    yield unknown((*path, "machine"), operation.machine, machines)
                if (operation.back or 0) > step + 1:
                    yield Problem((*path, "back"), phrase("operation_later", number=step + 1))
        for at, order in enumerate(self.orders):
            if order.product not in products:
                yield unknown(("orders", at, "product"), order.product, products)
        for at, line in enumerate(self.arrivals):
            if line.product not in products:
                yield unknown(("arrivals", at, "product"), line.product, products)
            if mean(line.every) <= 0:
                yield Problem(("arrivals", at, "every"), phrase("every_zero"))
        yield from self._floor(machines)

    def _floor(self, machines: Collection[str]) -> Iterator[Problem]:
        for at, operators in enumerate(self.operators):
            yield from _known(("operators", at, "machines"), operators.machines, machines)

        units = {one.name: one.count for one in self.machines}
        for at, stop in enumerate(self.stops):
            if stop.machine not in machines:
                yield unknown(("stops", at, "machine"), stop.machine, machines)
            elif stop.unit > units[stop.machine]:
                yield Problem(("stops", at, "unit"), phrase("unit_unknown", count=units[stop.machine]))

    def _ruled(self, policy: ProductionPolicy) -> Iterator[Problem]:
        machines, products = {one.name for one in self.machines}, {one.name for one in self.products}
        yield from _known(("policy", "rules"), [one.machine for one in policy.rules], machines, "machine")
        yield from _known(("policy", "lots"), [one.product for one in policy.lots], products, "product")
        yield from _known(("policy", "cards"), [one.product for one in policy.cards], products, "product")
        if policy.release == KANBAN:
            carded = {one.product for one in policy.cards}
            wanted = dict.fromkeys([*(o.product for o in self.orders), *(a.product for a in self.arrivals)])
            for name in wanted:
                if name not in carded:
                    yield Problem(("policy", "cards"), phrase("cards_missing", name=name))
        if policy.schedule:
            yield from self._scheduled(policy)

    def _scheduled(self, policy: ProductionPolicy) -> Iterator[Problem]:
        path = ("policy", "schedule")
        routing = {one.name: one.routing for one in self.products}
        length = {one.name: len(routing[one.product]) for one in self.orders}
        starts: dict[tuple[str, int], Number] = {}
        for at, line in enumerate(policy.schedule):
            if line.order not in length:
                yield unknown((*path, at, "order"), line.order, length)
            elif line.operation > length[line.order]:
                what = phrase("schedule_beyond", order=line.order, count=length[line.order])
                yield Problem((*path, at, "operation"), what)
            elif (line.order, line.operation) in starts:
                what = phrase("schedule_twice", order=line.order, operation=line.operation)
                yield Problem((*path, at), what)
            else:
                starts[line.order, line.operation] = line.start
        planned = {name for name, _ in starts}
        for name, count in length.items():
            if name not in planned:
                continue  # left out whole: it is made when its machines would wait
            for number in range(1, count + 1):
                start, before = starts.get((name, number)), starts.get((name, number - 1))
                if start is None:
                    yield Problem(path, phrase("schedule_missing", order=name, operation=number))
                elif before is not None and start <= before:
                    # Two machines that wait for each other's next operation would stand still for ever.
                    what = phrase("schedule_order", order=name, operation=number, start=before)
                    yield Problem(path, what)

    def calendar_of(self, machine: Machine) -> Calendar:
        """Return the opening hours of a machine."""
        return self.calendar if machine.calendar is None else machine.calendar

    def rules(self) -> ProductionPolicy:
        """Return the policy. Raises InvalidError without one."""
        if self.policy is None:
            raise InvalidError([Problem(("policy",), phrase("key_missing"))])
        return self.policy


def _known(path: Path, names: Collection[str], known: Collection[str], key: str = "") -> Iterator[Problem]:
    for at, name in enumerate(names):
        if name not in known:
            yield unknown((*path, at, key) if key else (*path, at), name, known)
