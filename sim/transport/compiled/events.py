"""The events of shipments, for tracking."""

from __future__ import annotations

from sim.transport.compiled import columns as c
from sim.transport.compiled.arrays import Goods, Told
from sim.transport.compiled.compiling import part


@part
def write(
    told: Told, goods: Goods, s: int, when: float, kind: int, rank: int, gone: float, more: float, cause: int
) -> None:
    """Write an event of shipment s, `gone` of its units left out, where there is room for it."""
    at = told.noted[0]
    if at < told.events.shape[0]:
        row = told.events[at]
        row[0], row[1], row[2], row[3] = when, kind, s, goods.what[s, c.S_FLOW]
        row[4], row[5], row[6] = goods.what[s, c.S_LANE], rank, goods.what[s, c.S_QUANTITY] - gone
        row[7], row[8] = more, cause
    told.noted[0] = at + 1


@part
def note(told: Told, goods: Goods, s: int, when: float, kind: int, rank: int) -> None:
    """Write that something of a kind happened to shipment s on the leg of that rank in its lane."""
    write(told, goods, s, when, kind, rank, 0.0, 0.0, 0)


@part
def note_delay(told: Told, goods: Goods, s: int, when: float, rank: int, days: float, cause: int) -> None:
    """Write that shipment s loses days, by 1 + the place of the cause."""
    write(told, goods, s, when, c.E_EXCEPTION, rank, 0.0, days, cause)
