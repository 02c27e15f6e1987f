"""Recall in a network: the moves of its lots, read in the ledger, for `sim.lot_tracing` to follow.

A place is a site, a lane (`from>to`, what is in transit), or `site:held` (what waits for its inspection).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.ledger import (
    CLEAR,
    CONSUME,
    DEMAND,
    HOLD,
    PRODUCE,
    RECEIPT,
    REJECT,
    RELEASE,
    SHIP,
    START,
    Ledger,
    Movement,
)  # fmt: skip
from sim.lot_tracing import LotMove
from sim.network.lots import made_lot
from sim.network.topology import Key


@dataclass(frozen=True, slots=True)
class LedgerMove:
    """A move of a lot, its period and its kind in the ledger, and the item and the site of the row."""

    period: int
    kind: str
    site: str
    item: str
    move: LotMove


def lot_moves(ledger: Ledger) -> tuple[LedgerMove, ...]:
    """Return every move of a lot in a network's ledger, in its order; only items followed in lots have any.

    The customers of a site bear its name.
    """
    return tuple(_moves(ledger))


def _moves(ledger: Ledger) -> Iterator[LedgerMove]:
    stocked: set[Key] = set()
    for row in ledger:
        if row.kind == START:
            stocked.add((row.site, row.item))
        if not row.lots:
            continue
        ends = _ends(row, (row.site, row.item) in stocked)
        for lot, quantity in row.lots:
            yield LedgerMove(row.time, row.kind, row.site, row.item, LotMove(lot, quantity, *ends))


def _ends(row: Movement, stocked: bool) -> tuple[str | None, str | None, str | None, str | None]:
    """Return where the lots of a row come from and go to, what they go into and who gets them."""
    site, lane, held = row.site, f"{row.other}>{row.site}", f"{row.site}:held"
    kind = row.kind
    if kind in (START, PRODUCE):
        return None, site, None, None
    if kind == SHIP:  # a source has no stock: its lots begin on the lane
        return site if stocked else None, f"{site}>{row.other}", None, None
    if kind in (RECEIPT, HOLD):
        return lane, site if kind == RECEIPT else held, None, None
    if kind == RELEASE:
        return held, site, None, None
    if kind in (DEMAND, CLEAR):
        return site, None, None, site
    into = made_lot(site, row.other, int(row.time)) if kind == CONSUME else None
    return lane if kind == REJECT else site, None, into, None  # used, sent back, or written off
