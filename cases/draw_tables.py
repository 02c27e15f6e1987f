"""Drawing tables: rows of drawn and computed columns, samples, and lists in another order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from numpy.random import Generator

from cases.draw_kinds import ROW, Rows
from cases.draw_scalars import Uniforms, items_of, scalar, uniforms
from cases.expressions import ExpressionError
from cases.plain import Plain, is_scalar

MAX_ROWS = 500
MAX_CELLS = 20_000

RowRead = Callable[[str, Mapping[str, Plain]], Plain]


class Streams(Protocol):
    """The streams of one parameter: its own without a name, others under it by name."""

    def __call__(self, *names: str | int) -> Generator:
        """A stream at its beginning."""


def table_of(rows: Rows, count: int, readers: Mapping[str, RowRead], streams: Streams) -> list[Plain]:
    """Draw a table row by row.

    ``readers`` evaluates the expressions of each column over the columns before it. Raises ExpressionError
    for a count out of 1 to 500, a table of over 20 000 cells, or two rows with the same key.
    """
    if not 1 <= count <= MAX_ROWS:
        raise ExpressionError("draw_rows_count", count=count, limit=MAX_ROWS)
    if count * sum(max(1, uniforms(column)) for column in rows.columns.values()) > MAX_CELLS:
        raise ExpressionError("expression_size", limit=MAX_CELLS)
    rngs = {name: streams("column", name) for name in rows.columns}
    table: list[Plain] = []
    seen: set[Plain] = set()
    for number in range(1, count + 1):
        given: dict[str, Plain] = {ROW: number}
        for name, column in rows.columns.items():
            given[name] = scalar(column, partial(_read, readers[name], given), rngs[name])
        record = {name: given[name] for name in rows.columns}
        if rows.key is not None:
            _told_apart(record[rows.key], rows.key, seen)
        table.append(record)
    return table


def _read(reader: RowRead, given: Mapping[str, Plain], place: str) -> Plain:
    return reader(place, given)


def _told_apart(key: Plain, name: str, seen: set[Plain]) -> None:
    if not is_scalar(key) or key in seen:
        raise ExpressionError("draw_key", column=name, key=str(key)[:40] if is_scalar(key) else "[…]")
    seen.add(key)


def sampled(values: Plain, count: int, in_order: bool, rng: Uniforms) -> list[Plain]:
    """``count`` of the items, each once; raises ExpressionError when there are fewer, or none is asked."""
    items = items_of(values)
    if not 1 <= count <= len(items):
        raise ExpressionError("draw_sample", count=count, items=len(items))
    places = order_by_chance(len(items), rng)[:count]
    return [items[place] for place in (sorted(places) if in_order else places)]


def shuffled(values: Plain, rng: Uniforms) -> list[Plain]:
    """The items in another order."""
    items = items_of(values)
    return [items[place] for place in order_by_chance(len(items), rng)]


def order_by_chance(count: int, rng: Uniforms) -> list[int]:
    """The places 0 to ``count`` - 1 in an order of chance; takes one uniform for each."""
    keys = [rng.random() for _ in range(count)]
    return sorted(range(count), key=keys.__getitem__)
