"""A stocking point: one item on one site, with backorders or lost sales."""

from __future__ import annotations

from sim.ledger import CLOSE, DEMAND, ORDER, RECEIPT, START, Ledger

Number = int | float

BACKORDER, LOST = "backorder", "lost"
SHORTAGES = (BACKORDER, LOST)


class StockingPoint:
    """Levels of one item, and the only code that changes them; each change leaves a row in the ledger.

    `on_hand` is what lies there, `backorders` what customers still wait for, `on_order` what was ordered
    and not yet received. Stock and backorders are never both above zero.
    """

    __slots__ = ("_append", "_lost", "backorders", "item", "on_hand", "on_order", "site")

    def __init__(self, ledger: Ledger, on_hand: Number, shortage: str, site: str, item: str) -> None:
        self._append = ledger.append
        self._lost = shortage == LOST
        self.site = site
        self.item = item
        self.on_hand = on_hand
        self.backorders: Number = 0
        self.on_order: Number = 0
        self._write(0, START, on_hand, 0, 0, None)

    @property
    def inventory_position(self) -> Number:
        """On hand + on order - backorders: without the orders under way, a policy would reorder every day."""
        return self.on_hand + self.on_order - self.backorders

    def receive(self, time: Number, quantity: Number) -> None:
        """Take in an order: waiting customers first, the rest to stock."""
        cleared = min(quantity, self.backorders)
        self.on_order -= quantity
        self.backorders -= cleared
        self.on_hand += quantity - cleared
        self._write(time, RECEIPT, quantity, cleared, 0, None)

    def demand(self, time: Number, quantity: Number) -> None:
        """Serve customers from stock; what is missing waits or is lost."""
        shipped = min(quantity, self.on_hand)
        short = quantity - shipped
        self.on_hand -= shipped
        if not self._lost:
            self.backorders += short
        self._write(time, DEMAND, quantity, shipped, short, None)

    def place(self, time: Number, quantity: Number, due: Number) -> None:
        """Note an order handed to the supplier, due at the given time."""
        self.on_order += quantity
        self._write(time, ORDER, quantity, 0, 0, due)

    def close(self, time: Number) -> None:
        """Record the levels at the end of the day."""
        self._write(time, CLOSE, 0, 0, 0, None)

    def _write(
        self, time: Number, kind: str, quantity: Number, shipped: Number, short: Number, due: Number | None
    ) -> None:
        on_hand, waiting, coming = self.on_hand, self.backorders, self.on_order
        self._append(
            (time, kind, self.site, self.item, quantity, shipped, short, on_hand, waiting, coming, due)
        )
