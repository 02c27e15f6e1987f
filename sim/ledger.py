"""The ledger: an append-only record of what happened, the only source of indicators, charts and replays.

One row per event, always with the levels after it. Kinds: `start` (quantity = initial stock), `receipt`
(quantity received, shipped = backorders it cleared), `demand` (quantity asked, shipped = served at once,
short = not served at once), `order` (quantity ordered, due = time of its receipt), `close` (levels at the
end of the day). Times are days, quantities units. A network writes `Movement` rows, which say more.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, Protocol

Number = int | float

START, RECEIPT, DEMAND, ORDER, CLOSE = "start", "receipt", "demand", "order", "close"
KINDS = (START, RECEIPT, DEMAND, ORDER, CLOSE)

# What else happens in a network; `sim.network.ledger` says what each row holds.
SHIP, TRUCKS, REJECT, HOLD, RELEASE = "ship", "trucks", "reject", "hold", "release"
CONSUME, PRODUCE, EXPIRE, CLEAR, LEAVE = "consume", "produce", "expire", "clear", "leave"


class Event(NamedTuple):
    """One row of the ledger."""

    time: Number
    kind: str
    site: str
    item: str
    quantity: Number
    shipped: Number
    short: Number
    on_hand: Number
    backorders: Number
    on_order: Number
    due: Number | None


class Movement(NamedTuple):
    """One row of a network's ledger: an `Event`, and the other end, what is owed to it, and the lots that moved."""

    time: Number
    kind: str
    site: str
    item: str
    quantity: Number
    shipped: Number
    short: Number
    on_hand: Number
    backorders: Number
    on_order: Number
    due: Number | None
    other: str = ""
    owed: Number = 0
    lots: tuple[tuple[str, Number], ...] = ()


class Spanned(Protocol):
    """A world with a name, lived over a horizon that begins with a warm-up."""

    @property
    def name(self) -> str: ...
    @property
    def horizon(self) -> Number: ...
    @property
    def warm_up(self) -> Number: ...


def run_header(world: Spanned, model: str, seed: int, replication: int, label: str) -> dict[str, Any]:
    """The header of one run of a world: which world, which model, which draws."""
    return {
        "scenario": world.name,
        "horizon": world.horizon,
        "warm_up": world.warm_up,
        "model": model,
        "seed": seed,
        "replication": replication,
        "label": label,
    }


class Ledger:
    """Rows in the order they happened, under a header that says which run this is; `row` is what a row is."""

    __slots__ = ("_row", "_rows", "append", "header")

    def __init__(self, header: Mapping[str, Any], row: type[Any] = Event) -> None:
        self.header: dict[str, Any] = dict(header)
        self._row = row
        self._rows: list[tuple[Any, ...]] = []
        # Adds one row, a tuple in the order of the fields of `Event`: the list's own method, called often.
        self.append: Callable[[tuple[Any, ...]], None] = self._rows.append

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Any]:
        return map(self._row._make, self._rows)

    def rows(self, *kinds: str) -> tuple[Any, ...]:
        """Return the events, all or of the given kinds only."""
        return tuple(event for event in self if not kinds or event.kind in kinds)

    def raw(self) -> list[tuple[Any, ...]]:
        """Return the rows themselves as plain tuples, in the order of the fields of `Event`: read only."""
        return self._rows

    def to_jsonl(self) -> bytes:
        """Write the ledger as JSON lines: the header, then one array per row. Same run, same bytes."""
        lines = [json.dumps(self.header, sort_keys=True, ensure_ascii=False, separators=(",", ":"))]
        lines += [json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in self._rows]
        return ("\n".join(lines) + "\n").encode()

    @classmethod
    def from_jsonl(cls, data: bytes, row: type[Any] = Event) -> Ledger:
        """Read back what `to_jsonl` wrote."""
        head, *rows = data.decode().splitlines()
        ledger = cls(json.loads(head), row)
        for one in rows:
            ledger.append(_tuples(json.loads(one)))
        return ledger

    def digest(self) -> str:
        """Return the SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.to_jsonl()).hexdigest()


def _tuples(value: Any) -> Any:
    return tuple(_tuples(one) for one in value) if isinstance(value, list) else value
