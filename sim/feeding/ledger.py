"""The ledger of line feeding: one row per event.

Kinds. For a route: `depart` (train; quantity = containers on board; until = back at the supermarket; late = periods
after its time; room = room taken), `back` (quantity = empties brought back). For a feed: `start` (quantity = full
containers at the line side), `ask` (one container asked for at the supermarket), `load` (train, quantity), `wait`
(quantity asked for and not loaded, cause `train_full` or `store`), `deliver` (train, quantity of full containers set
down, room = room taken on the train after the stop), `collect` (train, quantity of empties taken, room the same),
`empty` (one container set aside), `use` (quantity = parts), `close` (a period is over);
all of these say what is full, left in the open one, asked for and aboard after them. For a line: `unit` (quantity =
number of the unit), `stop` (feed = what is missing, cause `cover`, `train_full`, `late` or `store`), `restart` (late =
periods stopped).
"""

from __future__ import annotations

from typing import NamedTuple

from sim.ledger import Ledger, Number

START, ASK, LOAD, WAIT, DEPART, BACK, DELIVER, COLLECT = (
    "start", "ask", "load", "wait", "depart", "back", "deliver", "collect",
)  # fmt: skip
EMPTY, USE, UNIT, STOP, RESTART, CLOSE = "empty", "use", "unit", "stop", "restart", "close"

COVER, TRAIN_FULL, LATE, STORE = "cover", "train_full", "late", "store"
CAUSES = (COVER, TRAIN_FULL, LATE, STORE)


class Row(NamedTuple):
    """One row: what happened at `place` (a route, a line, a part or a kit) at `time`, in periods."""

    time: Number
    kind: str
    place: str
    quantity: int = 0
    train: int = 0
    feed: str = ""
    cause: str = ""
    until: Number | None = None
    late: Number = 0
    room: int = 0
    full: int = 0
    left: int = 0
    asked: int = 0
    aboard: int = 0


def rows(ledger: Ledger, *kinds: str, place: str | None = None) -> tuple[Row, ...]:
    """Return the rows of the given kinds (all without any) and of one place (every one when None)."""
    return tuple(
        Row._make(row)
        for row in ledger.raw()
        if (not kinds or row[1] in kinds) and (place is None or row[2] == place)
    )
