"""A stocking point of a network: the levels of one item at one site, and the only code that changes them."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from sim.ledger import CLEAR, CONSUME, DEMAND, EXPIRE, HOLD, LEAVE, ORDER, REJECT, SHIP, START, Ledger
from sim.network.lots import Lot, LotStock, brief, first_lot, parted
from sim.network.world import Item, Site

Rows = tuple[tuple[str, int], ...]


class Claim(NamedTuple):
    """Units of an order that its upstream stock has not shipped: on which lane, and when it was ordered."""

    lane: int
    point: NetworkPoint
    quantity: int
    placed: int


class NetworkPoint:
    """Levels of one stocking point; each change leaves a row in the ledger.

    `on_hand` may be used; `backorders` is what customers wait for; `on_order` what was ordered and is not yet in
    stock, wherever it is; `owed` what other sites and the plant's own production have ordered and wait for.
    """

    __slots__ = (
        "_append", "_lost", "_patience", "_shelf_life", "backorders", "claims", "decided", "item", "lots",
        "on_hand", "on_order", "owed", "production", "site", "waiting",
    )  # fmt: skip

    def __init__(
        self,
        ledger: Ledger,
        item: Item,
        site: Site,
        on_hand: int,
        lost: bool,
        patience: int | None,
        on_order: int = 0,
    ) -> None:
        self._append = ledger.append
        self._lost = lost
        self._patience = patience
        self._shelf_life = item.shelf_life
        self.site = site.name
        self.item = item.name
        self.on_hand = on_hand
        self.backorders = 0
        self.on_order = on_order
        self.owed = 0
        self.decided = 0  # what a person orders here at the review under way
        self.claims: list[Claim] = []
        self.production: list[int] = []  # units still to be started of each production order
        self.waiting: deque[tuple[int, int]] = deque()  # customers with patience: (period, units)
        self.lots: LotStock | None = None
        rows: Rows = ()
        if item.in_lots:
            self.lots = LotStock(site.issue)
            if on_hand:
                name = first_lot(site.name, item.name)
                self.lots.add([Lot(name, on_hand, item.shelf_life)], 0)
                rows = ((name, on_hand),)
        self._write(0, START, on_hand, 0, 0, None, "", rows)

    @property
    def inventory_position(self) -> int:
        """On hand + on order - what customers, other sites and the plant's own production wait for."""
        return self.on_hand + self.on_order - self.backorders - self.owed

    def demand(self, time: int, quantity: int, serving: bool = True) -> None:
        """Serve customers from stock; what is missing waits or is lost."""
        on_hand = self.on_hand
        shipped = (quantity if quantity < on_hand else on_hand) if serving else 0
        short = quantity - shipped
        rows: Rows = ()
        if shipped:
            self.on_hand = on_hand = on_hand - shipped
            if self.lots is not None:
                rows = brief(self.lots.take(shipped))
        if short and not self._lost:
            self.backorders += short
            if self._patience is not None:
                self.waiting.append((time, short))
        self._append(
            (time, DEMAND, self.site, self.item, quantity, shipped, short, on_hand, self.backorders,
             self.on_order, None, "", self.owed, rows)
        )  # fmt: skip

    def lose_patience(self, time: int) -> None:
        """Let the customers go who have waited longer than their patience."""
        gone = 0
        assert self._patience is not None
        while self.waiting and time - self.waiting[0][0] > self._patience:
            gone += self.waiting.popleft()[1]
        if gone:
            self.backorders -= gone
            self._write(time, LEAVE, gone, 0, 0, None, "", ())

    def receive(self, time: int, kind: str, quantity: int, other: str, lots: list[Lot]) -> None:
        """Take units into stock: customers who wait first, the rest on hand; what is too old is written off."""
        gone: list[Lot] = []
        if self.lots is not None:
            gone = [lot for lot in lots if lot.expires is not None and lot.expires <= time]
            lots = [lot for lot in lots if lot not in gone]
        expired = sum(lot.quantity for lot in gone)
        cleared = min(quantity - expired, self.backorders)
        self.on_order -= quantity
        self.backorders -= cleared
        self.on_hand += quantity - cleared
        if cleared and self.waiting:
            self._clear_waiting(cleared)
        self._write(time, kind, quantity, cleared, 0, None, other, brief(lots + gone))
        if self.lots is None:
            return
        served, kept = parted(lots, cleared)
        self.lots.add(kept, time)
        if served:
            self._write(time, CLEAR, cleared, 0, 0, None, "", brief(served))
        if expired:
            self._expired(time, expired, gone)

    def _clear_waiting(self, quantity: int) -> None:
        while quantity:
            period, units = self.waiting.popleft()
            if units > quantity:
                self.waiting.appendleft((period, units - quantity))
            quantity -= min(units, quantity)

    def reject(self, time: int, quantity: int, other: str, lots: list[Lot]) -> None:
        """Send back units that are not good: they never come into stock."""
        self.on_order -= quantity
        self._write(time, REJECT, quantity, 0, 0, None, other, brief(lots))

    def hold(self, time: int, quantity: int, other: str, due: int, lots: list[Lot]) -> None:
        """Note units that came in and wait for their inspection until `due`."""
        self._write(time, HOLD, quantity, 0, 0, due, other, brief(lots))

    def expire(self, time: int) -> None:
        """Write off the lots that may not be used any more."""
        if self.lots is None:
            return
        gone = self.lots.expire(time)
        if gone:
            self._expired(time, sum(lot.quantity for lot in gone), gone)

    def _expired(self, time: int, quantity: int, lots: list[Lot]) -> None:
        self.on_hand -= quantity
        self._write(time, EXPIRE, quantity, 0, 0, None, "", brief(lots))

    def place(self, time: int, quantity: int, other: str) -> None:
        """Note an order handed to a lane's origin, or to the plant's own production."""
        self.on_order += quantity
        self._write(time, ORDER, quantity, 0, 0, None, other, ())

    def ship(self, time: int, quantity: int, other: str, due: int) -> list[Lot]:
        """Send units to another site; return their lots."""
        self.owed -= quantity
        return self._issue(time, SHIP, quantity, other, due)

    def consume(self, time: int, quantity: int, other: str, due: int) -> None:
        """Take units into the production of another item."""
        self.owed -= quantity
        self._issue(time, CONSUME, quantity, other, due)

    def _issue(self, time: int, kind: str, quantity: int, other: str, due: int) -> list[Lot]:
        self.on_hand -= quantity
        lots = [] if self.lots is None else self.lots.take(quantity)
        self._write(time, kind, quantity, 0, 0, due, other, brief(lots))
        return lots

    def _write(
        self,
        time: int,
        kind: str,
        quantity: int,
        shipped: int,
        short: int,
        due: int | None,
        other: str,
        lots: Rows,
    ) -> None:
        self._append(
            (time, kind, self.site, self.item, quantity, shipped, short, self.on_hand, self.backorders,
             self.on_order, due, other, self.owed, lots)
        )  # fmt: skip
