"""An order desk, day by day: orders come in, stock comes in, some of it late; who is served, and what is promised.

In a step: orders and receipts of the day come in, the player promises and allocates, what is allocated is
shipped, late orders are counted. Times are steps, quantities units, costs one currency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from sim.checks import Check, InvalidError, Number, Problem
from sim.episodes.base import LONGEST, TABLE, Decision, Record, built, rows, several
from sim.streams import stream
from sim.words import phrase


@dataclass(frozen=True)
class DeskOrder:
    """A customer's order: it comes in at step `step` and is wanted by the end of step `due`.

    `priority` multiplies what its lateness costs.
    """

    order: str
    step: int
    quantity: Number
    due: int
    customer: str = ""
    priority: Number = 1

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("order")
        check.text("customer")
        check.number("step", least=1, most=LONGEST, whole=True)
        check.number("quantity", above=0)
        check.number("due", least=1, most=10 * LONGEST, whole=True)
        check.number("priority", least=0)
        check.done()


@dataclass(frozen=True)
class Receipt:
    """A delivery expected at the beginning of step `step`.

    It comes `delay` steps later with the chance `late`; the supplier says so at step `told` (on the day it was
    expected, when not given).
    """

    step: int
    quantity: Number
    late: Number = 0
    delay: int = 1
    told: int | None = None

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("step", least=1, most=LONGEST, whole=True)
        check.number("quantity", above=0)
        check.number("late", least=0, most=1)
        check.number("delay", least=1, most=LONGEST, whole=True)
        check.number("told", least=1, most=LONGEST, whole=True, optional=True)
        check.done()


@dataclass(frozen=True)
class DeskCosts:
    """Cost rates: `late` per unit and step after the due date, times the priority of the order.

    `broken_promise` is paid once for an order shipped whole after the step promised, or never; `no_promise`
    once for an order neither promised anything nor shipped whole by the end of the step after it came in.
    """

    late: Number = 1
    broken_promise: Number = 0
    no_promise: Number = 0

    def __post_init__(self) -> None:
        check = Check(self)
        for name in ("late", "broken_promise", "no_promise"):
            check.number(name, least=0)
        check.done()


@dataclass(frozen=True)
class OrderDesk:
    """Orders and receipts of one item over `steps` steps, from `initial_stock` on."""

    KEY: ClassVar[str] = "order_desk"
    ACTIONS: ClassVar[Mapping[str, str]] = {"allocate": TABLE, "promise": TABLE}
    TABLES: ClassVar[Mapping[str, str]] = {"allocate": "open_orders", "promise": "open_orders"}
    INDICATORS: ClassVar[tuple[str, ...]] = (
        "total_penalty", "late_penalty", "promise_penalty", "on_time_rate", "late_unit_days", "shipped",
    )  # fmt: skip
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "steps": 6, "initial_stock": 20,
        "orders": [
            {"order": "A", "step": 1, "quantity": 15, "due": 2, "priority": 1},
            {"order": "B", "step": 1, "quantity": 10, "due": 2, "priority": 3},
            {"order": "C", "step": 3, "quantity": 20, "due": 5},
        ],
        "receipts": [{"step": 3, "quantity": 30, "late": 1, "delay": 1, "told": 2}],
        "costs": {"late": 1, "broken_promise": 20, "no_promise": 5},
    }  # fmt: skip

    steps: int
    orders: tuple[DeskOrder, ...]
    receipts: tuple[Receipt, ...] = ()
    initial_stock: Number = 0
    costs: DeskCosts = field(default_factory=DeskCosts)

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("steps", least=1, most=LONGEST, whole=True)
        check.number("initial_stock", least=0)
        check.done()
        names = [one.order for one in self.orders]
        if not names or len(set(names)) < len(names):
            raise InvalidError([Problem(("orders",), phrase("names_differ"))])

    @property
    def places(self) -> frozenset[str]:
        """None: there is one place."""
        return frozenset()

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """Build the scenario from plain data, as EXAMPLE; raises InvalidError."""
        parts = dict(data)
        if "costs" in parts:
            parts["costs"] = built(DeskCosts, parts["costs"], ("costs",))
        if "orders" in parts:
            parts["orders"] = several(DeskOrder, parts["orders"], "orders")
        if "receipts" in parts:
            parts["receipts"] = several(Receipt, parts["receipts"], "receipts")
        return built(cls, parts)

    def start(self, seed: int, label: str) -> DeskRun:
        """Begin a run; which receipts come late is drawn from one stream, a draw for each."""
        draws = stream(seed, label, "episode", self.KEY, "receipts").random(len(self.receipts)).tolist()
        delays = [one.delay if draw < one.late else 0 for one, draw in zip(self.receipts, draws, strict=True)]
        return DeskRun(self, delays)


class DeskRun:
    """A run of the desk under way."""

    def __init__(self, scenario: OrderDesk, delays: list[int]) -> None:
        self._scenario, self._delays = scenario, delays
        self.step = 1
        self.events: list[Record] = []
        self._on_hand: float = scenario.initial_stock
        self._left = {one.order: one.quantity for one in scenario.orders}
        self._promised: dict[str, float] = {}
        self._on_time: set[str] = set()
        self._late_days = self._late_penalty = self._promise_penalty = self._shipped = 0.0
        self._open()

    @property
    def done(self) -> bool:
        """True once every step has been decided."""
        return self.step > self._scenario.steps

    def state(self) -> Record:
        """Stock, open orders and expected receipts, as far as the desk knows."""
        return {
            "step": self.step,
            "on_hand": self._on_hand,
            "open_orders": [
                {
                    "row": one.order,
                    "quantity": self._left[one.order],
                    "due": one.due,
                    "priority": one.priority,
                    "promised": self._promised.get(one.order),
                    "customer": one.customer,
                    "arrived": one.step,
                }
                for one in self._here()
            ],
            "expected": [
                {"step": one.step + (delay if self._told(one, delay) else 0), "quantity": one.quantity}
                for one, delay in zip(self._scenario.receipts, self._delays, strict=True)
                if one.step + delay > self.step
            ],
            "penalty": self._late_penalty + self._promise_penalty,
        }

    def play(self, decision: Decision) -> list[Record]:
        """Promise, allocate and ship, count what is late, and open the next step; return what happened."""
        first = len(self.events)
        promises, allocated = rows(decision, "promise"), rows(decision, "allocate")
        here = self._here()
        for one in here:
            if promises.get(one.order) and one.order not in self._promised:
                self._promised[one.order] = promises[one.order]  # the first promise is the one that counts
                self._tell("promise", order=one.order, promised=promises[one.order])
        for one in here:
            self._ship(one, allocated.get(one.order, 0.0))
        for one in here:
            self._late(one)
        self.step += 1
        if self.done:
            self._finish()
        else:
            self._open()
        return self.events[first:]

    def indicators(self) -> dict[str, float]:
        """Penalties, the share of the orders due so far that were shipped whole in time, units shipped."""
        due = [one for one in self._scenario.orders if one.due < self.step and one.step < self.step]
        on_time = sum(one.order in self._on_time for one in due)
        return {
            "total_penalty": self._late_penalty + self._promise_penalty,
            "late_penalty": self._late_penalty,
            "promise_penalty": self._promise_penalty,
            "on_time_rate": on_time / len(due) if due else 1.0,
            "late_unit_days": self._late_days,
            "shipped": self._shipped,
        }

    # -- a step -------------------------------------------------------------------------------------
    def _here(self) -> list[DeskOrder]:
        return [one for one in self._scenario.orders if one.step <= self.step and self._left[one.order] > 0]

    def _told(self, one: Receipt, delay: int) -> bool:
        return bool(delay) and self.step >= (one.step if one.told is None else min(one.told, one.step))

    def _tell(self, kind: str, **more: Any) -> None:
        self.events.append({"step": self.step, "kind": kind, **more})

    def _open(self) -> None:
        for one in self._scenario.orders:
            if one.step == self.step:
                self._tell(
                    "order", order=one.order, quantity=one.quantity, due=one.due, customer=one.customer
                )
        for receipt, delay in zip(self._scenario.receipts, self._delays, strict=True):
            told = receipt.step if receipt.told is None else min(receipt.told, receipt.step)
            if delay and told == self.step:
                self._tell(
                    "outage", expected=receipt.step, until=receipt.step + delay, quantity=receipt.quantity
                )
            if receipt.step + delay == self.step:
                self._on_hand += receipt.quantity
                self._tell("receipt", quantity=receipt.quantity)

    def _ship(self, one: DeskOrder, asked: float) -> None:
        quantity = min(asked, self._left[one.order], self._on_hand)
        if asked > quantity:
            self._tell("cut", order=one.order, asked=asked, shipped=quantity)
        if quantity <= 0:
            return
        self._on_hand -= quantity
        self._left[one.order] -= quantity
        self._shipped += quantity
        self._tell("shipment", order=one.order, quantity=quantity, left=self._left[one.order])
        if not self._left[one.order]:
            if self.step <= one.due:
                self._on_time.add(one.order)
            if self.step > self._promised.get(one.order, self.step):
                self._break(one)

    def _late(self, one: DeskOrder) -> None:
        left = self._left[one.order]
        if left and self.step >= one.due:
            self._late_days += left
            self._late_penalty += self._scenario.costs.late * one.priority * left
        if one.order not in self._promised and self.step == one.step + 1 and left:
            self._promise_penalty += self._scenario.costs.no_promise
            self._tell("no_promise", order=one.order)

    def _break(self, one: DeskOrder) -> None:
        self._promise_penalty += self._scenario.costs.broken_promise
        self._tell("broken_promise", order=one.order, promised=self._promised[one.order])

    def _finish(self) -> None:
        self.step -= 1  # what the end of the last step tells bears its number
        for one in self._here():
            if self._promised.get(one.order, self.step + 1) <= self.step:
                self._break(one)
        self.step += 1
