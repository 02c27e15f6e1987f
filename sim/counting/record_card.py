"""One item on its shelf and on its record, and the only code that changes either; each change leaves a row."""

from __future__ import annotations

from sim.counting.ledger import CLOSE, COUNT, ISSUE, LOSS, MISPICK, MOVE, ORDER, RECEIPT, START, TAKEN, Row
from sim.ledger import Ledger


class RecordCard:
    """Physical and recorded stock of an item. `drift` adds up the errors by themselves: recorded - physical.

    `was` is the record before the day's issues and `missed` is true once goods on record were not found.
    """

    __slots__ = (
        "_by_record", "_ledger", "_lost", "backorders", "drift", "missed", "name", "on_order", "physical", "recorded",
        "was",
    )  # fmt: skip

    def __init__(self, ledger: Ledger, name: str, start: int, by_record: bool, lost: bool) -> None:
        self._ledger, self._by_record, self._lost = ledger, by_record, lost
        self.name = name
        self.physical = self.recorded = self.was = start
        self.on_order = self.backorders = self.drift = 0
        self.missed = False
        self._write(0, START, quantity=start)

    @property
    def position(self) -> int:
        """What a replenishment looks at: recorded + on order - backorders."""
        return self.recorded + self.on_order - self.backorders

    def open(self) -> None:
        """Begin a day, once its deliveries are in."""
        self.was = self.recorded
        self.missed = False

    def receive(self, time: int, quantity: int, keyed: int) -> None:
        """Take in a delivery, keyed with an error; customers who wait are served as far as pickers find goods."""
        self.on_order -= quantity
        self.physical += quantity
        self.recorded += quantity + keyed
        self.drift += keyed
        cleared = min(self.backorders, self._findable)
        self.backorders -= cleared
        self.physical -= cleared
        self.recorded -= cleared
        self._write(time, RECEIPT, quantity=quantity, done=cleared, change=keyed)

    @property
    def _findable(self) -> int:
        return min(self.physical, max(self.recorded, 0)) if self._by_record else self.physical

    def issue(self, time: int, asked: int, keyed: int) -> int:
        """Serve customers as far as goods are found; an issue is keyed with an error. Return what was issued."""
        done = min(asked, self._findable)
        phantom = max(min(asked, self.recorded) - done, 0)
        hidden = min(asked, self.physical) - done
        self.physical -= done
        change = -keyed if done else 0
        self.recorded -= done - change
        self.drift += change
        self.missed = phantom > 0
        if not self._lost:
            self.backorders += asked - done
        short = asked - done
        self._write(
            time, ISSUE, quantity=asked, done=done, short=short, phantom=phantom, hidden=hidden, change=change
        )
        return done

    def mispick(self, time: int, quantity: int, other: RecordCard) -> None:
        """Goods of another item were issued in the place of this one's: neither record knows."""
        self.physical += quantity
        self.drift -= quantity
        self._write(time, MISPICK, quantity=quantity, change=-quantity, other=other.name)
        other.physical -= quantity
        other.drift += quantity
        other._write(time, TAKEN, quantity=quantity, change=quantity, other=self.name)

    def lose(self, time: int, quantity: int) -> None:
        """Goods go without a record."""
        self.physical -= quantity
        self.drift += quantity
        self._write(time, LOSS, quantity=quantity, change=quantity)

    def move(self, time: int, quantity: int) -> None:
        """Goods come (or go, under zero) without a record."""
        self.physical += quantity
        self.drift -= quantity
        self._write(time, MOVE, quantity=quantity, change=-quantity)

    def count(self, time: int, counted: int, counts: int, adjusted: bool) -> None:
        """Note a count, and set the record to it when adjusted."""
        change = counted - self.recorded if adjusted else 0
        self.recorded += change
        if adjusted:
            self.drift = counted - self.physical  # what the count itself got wrong
        self._write(time, COUNT, quantity=counted, done=int(adjusted), change=change, counts=counts)

    def place(self, time: int, quantity: int, due: int) -> None:
        """Note an order handed to the supplier."""
        self.on_order += quantity
        self._write(time, ORDER, quantity=quantity, due=due)

    def close(self, time: int) -> None:
        """Record the state at the end of the day."""
        self._write(time, CLOSE)

    def _write(
        self,
        time: int,
        kind: str,
        quantity: int = 0,
        done: int = 0,
        short: int = 0,
        phantom: int = 0,
        hidden: int = 0,
        change: int = 0,
        counts: int = 0,
        other: str = "",
        due: int | None = None,
    ) -> None:
        state = (self.physical, self.recorded, self.on_order, self.backorders, self.drift)
        event = (time, kind, self.name, quantity, done, short, phantom, hidden, change, counts, other, due)
        self._ledger.append(Row(*event, *state))
