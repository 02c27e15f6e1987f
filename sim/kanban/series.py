"""The course of a run period by period, read from its ledger: what a chart or a board shows."""

from __future__ import annotations

from collections.abc import Sequence

from sim.kanban import ledger as book
from sim.kanban.world import Settings
from sim.ledger import Ledger

Series = tuple[float, ...]


def of_loop(rows: Sequence[book.Row], settings: Settings, periods: int) -> dict[str, Series]:
    """Return the series of a loop from its rows, one figure a period.

    In parts: demand, short, ordered, received over the period; on_hand and on_order at its close. In cards or
    containers: launched and batches over the period; board, post and full at its close.
    """
    flows = ("demand", "short", "ordered", "received", "launched", "batches")
    levels = ("on_hand", "on_order", "board", "post", "full")
    found = {name: [0.0] * periods for name in (*flows, *levels)}
    for row in rows:
        t = row.time
        match row.kind:
            case book.USE:
                found["demand"][t] += row.quantity
                found["short"][t] += row.short
            case book.LAUNCH:
                found["ordered"][t] += row.quantity * settings.parts
                found["launched"][t] += row.quantity
                found["batches"][t] += 1
            case book.RECEIPT:
                found["received"][t] += row.quantity * settings.parts
            case book.CLOSE:
                found["on_hand"][t] = row.full * settings.parts + row.left
                found["on_order"][t] = row.under_way * settings.parts
                found["board"][t], found["post"][t], found["full"][t] = row.board, row.post, row.full
    return {name: tuple(values) for name, values in found.items()}


def of_line(ledger: Ledger, name: str, periods: int) -> dict[str, Series]:
    """Return the series of a line: asked, built, missing (pieces), stopped (1 or 0), late (pieces at the close)."""
    found = {name: [0.0] * periods for name in ("asked", "built", "missing", "stopped", "late")}
    known = 0
    for row in book.rows(ledger, book.BUILD, place=name):
        t = row.time
        found["asked"][t], found["built"][t], found["missing"][t] = row.quantity, row.done, row.short
        found["stopped"][t] = float(row.done < row.wanted)
        # Nothing changes in the periods not worked: late pieces stay what they were.
        found["late"][known:t] = [found["late"][known - 1]] * (t - known) if known else [0.0] * t
        found["late"][t] = row.late
        known = t + 1
    if known:
        found["late"][known:] = [found["late"][known - 1]] * (periods - known)
    return {name: tuple(values) for name, values in found.items()}
