"""The ledger: an append-only record of what happened, the only source of indicators, charts and replays.

One row per event, always with the levels after it. Kinds: `start` (quantity = initial stock), `receipt`
(quantity received, shipped = backorders it cleared), `demand` (quantity asked, shipped = served at once,
short = not served at once), `order` (quantity ordered, due = time of its receipt), `close` (levels at the
end of the day). Times are days, quantities units.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

Number = int | float

START, RECEIPT, DEMAND, ORDER, CLOSE = "start", "receipt", "demand", "order", "close"
KINDS = (START, RECEIPT, DEMAND, ORDER, CLOSE)


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


class Ledger:
    """Rows in the order they happened, under a header that says which run this is."""

    __slots__ = ("_rows", "append", "header")

    def __init__(self, header: Mapping[str, Any]) -> None:
        self.header: dict[str, Any] = dict(header)
        self._rows: list[tuple[Any, ...]] = []
        # Adds one row, a tuple in the order of the fields of `Event`: the list's own method, called often.
        self.append: Callable[[tuple[Any, ...]], None] = self._rows.append

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Event]:
        return map(Event._make, self._rows)

    def rows(self, *kinds: str) -> tuple[Event, ...]:
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
    def from_jsonl(cls, data: bytes) -> Ledger:
        """Read back what `to_jsonl` wrote."""
        head, *rows = data.decode().splitlines()
        ledger = cls(json.loads(head))
        for row in rows:
            ledger.append(tuple(json.loads(row)))
        return ledger

    def digest(self) -> str:
        """Return the SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.to_jsonl()).hexdigest()
