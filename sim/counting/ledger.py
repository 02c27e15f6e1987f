"""The ledger of a counted store: one row per event, always with the state of the item after it.

Kinds: `start`; `receipt` (quantity received, change = what keying adds to the record); `issue` (quantity asked, done =
issued, short, phantom = asked, on record and not found, hidden = there and not on record, change = keying); `mispick`
(quantity of the item `other` taken in the place of this one) and `taken` (the same, on the other item); `loss`,
`move` (quantity gone or moved, change = its effect on recorded - physical); `count` (quantity counted, change = what
the adjustment adds to the record, done = 1 when adjusted, counts = how many counts it took); `order` (quantity, due);
`close`.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.ledger import Ledger

START, RECEIPT, ISSUE, MISPICK, TAKEN, LOSS, MOVE, COUNT, ORDER, CLOSE = (
    "start", "receipt", "issue", "mispick", "taken", "loss", "move", "count", "order", "close",
)  # fmt: skip


class Row(NamedTuple):
    """One row: what happened, then the state of the item after it.

    `drift` is the sum of the errors since the record was last right or set right: recorded - physical.
    """

    time: int
    kind: str
    item: str
    quantity: int
    done: int
    short: int
    phantom: int
    hidden: int
    change: int
    counts: int
    other: str
    due: int | None
    physical: int
    recorded: int
    on_order: int
    backorders: int
    drift: int


def rows(ledger: Ledger, *kinds: str, item: str | None = None) -> tuple[Row, ...]:
    """Return the rows of the given kinds (all without any) and of one item (every one when None)."""
    return tuple(
        Row._make(row)
        for row in ledger.raw()
        if (not kinds or row[1] in kinds) and (item is None or row[2] == item)
    )


def by_item(ledger: Ledger) -> dict[str, list[Row]]:
    """Return the rows of each item, by its name, in one pass."""
    found: dict[str, list[Row]] = {}
    for row in map(Row._make, ledger.raw()):
        found.setdefault(row.item, []).append(row)
    return found
