"""The shape of a table: its rows, its columns, and values of the graph laid out cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from cases.expression_error import ExpressionError
from cases.plain import Plain, is_number

MAX_LINES = 60
MAX_CELLS = 400
MAX_NAME = 60

Place = tuple[str, str]
Cells = Mapping[Place, Plain]


def place(at: Place) -> str:
    """A cell's name in an answer: "row.column"."""
    return f"{at[0]}.{at[1]}"


@dataclass(frozen=True)
class Sides:
    """The rows and the columns, by id or by the text that names them."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every cell, row by row."""
        return tuple((row, column) for row in self.rows for column in self.columns)

    def cells(self, value: Plain, what: str) -> dict[Place, Plain]:
        """Values by cell, those that are null left out.

        ``value`` gives the rows as a record or as a list in their order; a row gives its cells in either form.
        Raises ExpressionError, which names ``what``.
        """
        found: dict[Place, Plain] = {}
        for row, cells in _by_name(value, self.rows, what):
            for column, one in _by_name(cells, self.columns, what):
                if one is not None:
                    found[row, column] = one
        return found


def names_of(value: Plain, what: str) -> tuple[str, ...]:
    """The names of a side: a list of texts or of whole numbers that all differ; raises ExpressionError."""
    listed = value if isinstance(value, list) else []
    names = tuple(" ".join(one.split()) if isinstance(one, str) else _whole(one) for one in listed)
    fits = 0 < len(names) <= MAX_LINES and len(set(names)) == len(names)
    if not fits or any(not 0 < len(name) <= MAX_NAME for name in names):
        raise ExpressionError("table_names", what=what, limit=MAX_LINES, characters=MAX_NAME)
    return names


def nested(cells: Cells) -> dict[str, Plain]:
    """Cells as a record of rows, each a record of its columns."""
    found: dict[str, dict[str, Plain]] = {}
    for (row, column), value in cells.items():
        found.setdefault(row, {})[column] = value
    return dict(found)


def flat(value: Plain) -> dict[Place, Plain]:
    """Cells from a record of records; nothing from anything else."""
    record = value if isinstance(value, dict) else {}
    return {
        (row, column): one
        for row, cells in record.items()
        if isinstance(cells, dict)
        for column, one in cells.items()
    }


def _by_name(value: Plain, names: tuple[str, ...], what: str) -> Iterator[tuple[str, Plain]]:
    if isinstance(value, list) and len(value) == len(names):
        yield from zip(names, value, strict=True)
    elif isinstance(value, dict) and set(value) <= set(names):
        yield from value.items()
    else:
        known = ", ".join(names)
        raise ExpressionError("table_shape", what=what, names=known[:200], found=str(value)[:80])


def _whole(value: Plain) -> str:
    return str(int(value)) if is_number(value) and value == int(value) else ""
