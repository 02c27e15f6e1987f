"""The ledger of kanban loops: one row per event, always with the state of the loop after it.

Kinds, for a loop (`place` is its name): `start`; `receipt` (quantity = containers); `use` (quantity = parts of the
period's pieces, wanted = parts asked, late pieces included, done = parts taken, short = parts missing for the
period's pieces); `collect` (quantity = cards taken from the post to the board); `launch` (quantity = containers, due
= their arrival); `close`. For a line: `build` (the same columns as `use` in pieces, late = pieces waiting after it).
"""

from __future__ import annotations

from typing import NamedTuple

from sim.ledger import Ledger

START, RECEIPT, USE, COLLECT, LAUNCH, CLOSE, BUILD = (
    "start", "receipt", "use", "collect", "launch", "close", "build",
)  # fmt: skip


class Row(NamedTuple):
    """One row: what happened, then the state of the loop after it.

    `full` containers at the line side with their cards, `left` parts in the open container, `in_use` 1 when the open
    container holds a card, `post` cards waiting for a collection, `board` cards waiting for a launch, `under_way`
    containers launched and not arrived.
    """

    time: int
    kind: str
    place: str
    quantity: int = 0
    wanted: int = 0
    done: int = 0
    short: int = 0
    late: int = 0
    due: int | None = None
    full: int = 0
    left: int = 0
    in_use: int = 0
    post: int = 0
    board: int = 0
    under_way: int = 0


def rows(ledger: Ledger, *kinds: str, place: str | None = None) -> tuple[Row, ...]:
    """Return the rows of the given kinds (all without any) and of one place (every one when None)."""
    return tuple(
        Row._make(row)
        for row in ledger.raw()
        if (not kinds or row[1] in kinds) and (place is None or row[2] == place)
    )


def by_place(ledger: Ledger) -> dict[str, list[Row]]:
    """Return the rows of each loop, by its name, in one pass."""
    found: dict[str, list[Row]] = {}
    for row in map(Row._make, ledger.raw()):
        if row.kind != BUILD:
            found.setdefault(row.place, []).append(row)
    return found


def board_at(ledger: Ledger, period: int) -> dict[str, Row]:
    """Return the state of every loop at the close of a period, by name: what the board and the line side show."""
    return {row.place: row for row in rows(ledger, CLOSE) if row.time == period}
