"""Production at a plant: an order waits for all its parts, takes them, and comes into stock after its lead time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sim.network.point import NetworkPoint
from sim.network.world import Bill


class Start(NamedTuple):
    """Units started now, due `lead_time` periods later."""

    quantity: int
    due: int


class Workshop:
    """What makes one item at one plant, from its bill of material."""

    __slots__ = ("_capacity", "_lead_times", "_parts", "made")

    def __init__(
        self, bill: Bill, made: NetworkPoint, parts: Sequence[NetworkPoint], lead_times: Sequence[int]
    ) -> None:
        self.made = made
        self._parts = tuple(zip(parts, (part.quantity for part in bill.parts), strict=True))
        self._capacity = bill.capacity
        self._lead_times = lead_times

    def place(self, time: int, quantity: int) -> None:
        """Take a production order: its parts are owed from now on."""
        self.made.place(time, quantity, self.made.site)
        self.made.production.append(quantity)
        for part, each in self._parts:
            part.owed += quantity * each

    def start(self, time: int) -> Iterator[Start]:
        """Start the oldest orders while there is capacity and all the parts of what is started are there.

        Without a capacity an order starts whole; with one, as much of it as the period can still take.
        """
        orders = self.made.production
        left = self._capacity
        while orders and left != 0:
            quantity = orders[0] if left is None else min(orders[0], left)
            if any(part.on_hand < quantity * each for part, each in self._parts):
                return
            due = time + self._lead_times[time]
            for part, each in self._parts:
                part.consume(time, quantity * each, self.made.item, due)
            if left is not None:
                left -= quantity
            orders[0] -= quantity
            if orders[0] == 0:
                del orders[0]
            yield Start(quantity, due)
