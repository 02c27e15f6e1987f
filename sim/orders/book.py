"""The book of orders: each one's life from the inbox to the customer, and the stock that serves it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

from sim.orders.world import Order, World
from sim.orders.writing import Written

INBOX, OPEN, CLOSED, CANCELLED = "inbox", "open", "closed", "cancelled"


@dataclass
class Line:
    """An order as the desk has it.

    `left` units still to ship, `allocated` of them held, `moving` on the way, `delivered` at the customer's. `known` is
    the error found, `waiting` the last day of waiting for an answer. `booked`: its first day in the book.
    """

    order: Order
    meant: Written
    written: Written
    error: str
    status: str = INBOX
    known: str = ""
    waiting: int = 0
    booked: int = 0
    left: int = 0
    allocated: int = 0
    moving: int = 0
    delivered: int = 0
    first_promise: float | None = None
    promised: float | None = None
    broken: bool = False
    closed_on: int | None = None

    @property
    def name(self) -> str:
        """The order's name."""
        return self.order.order

    @property
    def value(self) -> float:
        """What is still to ship, at the price written."""
        return self.left * self.written.price

    @property
    def owed(self) -> float:
        """The value of what the customer still waits for."""
        return max(self.meant.quantity - self.delivered, 0) * self.meant.price

    def late(self, step: int) -> bool:
        """Whether the customer waits at the end of a day on or after the one it wanted."""
        return step >= (self.meant.due or 0) and self.closed_on is None

    def book(self, step: int) -> None:
        """Put it in the book, from the morning of `step` on."""
        self.status, self.booked, self.left = OPEN, step, self.written.quantity

    def mend(self) -> None:
        """Write it as the customer means it."""
        self.error, self.known, self.written = "", "", self.meant

    def change(self, quantity: int | None, due: int | None) -> None:
        """Take the customer's new quantity or day; what has left already stays so."""
        new = {"quantity": quantity} if quantity is not None else {}
        new |= {"due": due} if due is not None else {}
        self.meant = dataclasses.replace(self.meant, **new)  # type: ignore[arg-type]
        self.written = dataclasses.replace(self.written, **new)  # type: ignore[arg-type]
        if self.status == OPEN and quantity is not None:
            self.left = max(quantity - self.moving - self.delivered, 0)
            self.allocated = min(self.allocated, self.left)


@dataclass(frozen=True)
class Shipment:
    """Units of an order on the way: expected on day `expected`, delivered at the end of day `day` unless held."""

    line: Line
    carrier: str
    quantity: int
    left_on: int
    expected: int
    day: int


class Shelf:
    """Stock by item: what the record says, and what is missing from the shelf without the record knowing it."""

    def __init__(self, world: World) -> None:
        self.on_hand = {one.item: one.stock for one in world.items}
        self.missing = dict.fromkeys(self.on_hand, 0)

    def allocated(self, item: str, lines: Iterable[Line]) -> int:
        """Return the units of an item held for orders."""
        return sum(one.allocated for one in lines if one.written.item == item)

    def lose(self, item: str, quantity: int) -> None:
        """Take units off the shelf, not off the record."""
        self.missing[item] += min(quantity, self.on_hand[item] - self.missing[item])

    def counted(self, item: str, lines: Iterable[Line]) -> int:
        """Bring the record to the shelf; orders of the book let go of what is not there, the last ones first."""
        gap, self.missing[item] = self.missing[item], 0
        self.on_hand[item] -= gap
        over = self.allocated(item, lines) - self.on_hand[item]
        for one in reversed([one for one in lines if one.written.item == item]):
            freed = min(one.allocated, max(over, 0))
            one.allocated -= freed
            over -= freed
        return gap
