"""The ledger of a shop floor: one row per event.

Kinds: `order` (a customer's order is known; until = due date, quantity, priority), `release` (a production order
enters the shop), `queue` (a lot comes in front of a machine), `start` (an operation begins on a unit; setup, work and
down in opening hours, standard = standard time of the lot, until = when it will end, None for never in this run; who =
operator), `end` (quantity = good pieces, lost, back = pieces to rework), `blocked` (the unit comes free of a lot that
had nowhere to go; work = time it was blocked), `down` (a unit that fails by the clock, until its repair), `finish` (a
production order is over: quantity good, lost), `take` (pieces given to a customer from stock), `serve` (a customer's
order is complete; quantity = good pieces, lost = pieces that lack).
"""

from __future__ import annotations

from typing import NamedTuple

from sim.ledger import Ledger, Number

ORDER, RELEASE, QUEUE, START, END = "order", "release", "queue", "start", "end"
BLOCKED, DOWN, FINISH, TAKE, SERVE = "blocked", "down", "finish", "take", "serve"


class Row(NamedTuple):
    """One event; operations count from 1, lots and units from 1, what does not apply stays at its default."""

    time: Number
    kind: str
    order: str = ""
    product: str = ""
    quantity: int = 0
    machine: str = ""
    unit: int = 0
    lot: int = 0
    operation: int = 0
    setup: Number = 0
    work: Number = 0
    down: Number = 0
    until: Number | None = None
    lost: int = 0
    back: int = 0
    standard: Number = 0
    priority: Number = 1
    who: str = ""


def rows(ledger: Ledger, *kinds: str) -> list[Row]:
    """Return the rows of the given kinds, all without any."""
    return [Row._make(row) for row in ledger.raw() if not kinds or row[1] in kinds]
