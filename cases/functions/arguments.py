"""Checks on what a case hands to a function; the evaluator words the kind of an argument that does not fit."""

from __future__ import annotations

import math
from collections.abc import Collection

from cases.expressions import ExpressionError
from cases.plain import Plain, Scalar, is_number, is_scalar

Record = dict[str, Plain]
Key = tuple[bool, Scalar]


def figures(values: object) -> list[float]:
    """A list of figures; raises TypeError, worded by the evaluator, which knows the function's name."""
    if not isinstance(values, list) or not all(is_number(value) for value in values):
        raise TypeError("a list of figures")
    return values


def filled(name: str, values: object) -> list[float]:
    """A list of one figure at least; raises TypeError, ExpressionError when it is empty."""
    found = figures(values)
    if not found:
        raise ExpressionError("expression_empty", name=name)
    return found


def add_up(values: object) -> float:
    """The sum of a list of figures: whole when they all are, else free of the noise of the order they come in."""
    found = figures(values)
    return sum(found) if all(isinstance(figure, int) for figure in found) else math.fsum(found)


def whole(value: object, least: int | None = None) -> int:
    """A whole number, ``least`` or more if given; raises TypeError."""
    if not isinstance(value, int) or isinstance(value, bool) or (least is not None and value < least):
        raise TypeError("a whole number")
    return value


def text(value: object) -> str:
    """A text; raises TypeError."""
    if not isinstance(value, str):
        raise TypeError("a text")
    return value


def listed(values: object) -> list[Plain]:
    """A list; raises TypeError."""
    if not isinstance(values, list):
        raise TypeError("a list")
    return values


def recorded(value: object) -> Record:
    """A record; raises TypeError."""
    if not isinstance(value, dict):
        raise TypeError("a record")
    return value


def known_record(value: object, known: Collection[str]) -> Record:
    """A record of these fields and no other, for a name misspelt would be a cost forgotten.

    Raises TypeError, and ExpressionError for a field that is not known.
    """
    record = recorded(value)
    for name in record:
        if name not in known:
            raise ExpressionError("expression_field", name=str(name)[:40])
    return record


def records(table: object) -> list[Record]:
    """A table: a list of records; raises TypeError."""
    if not isinstance(table, list) or not all(isinstance(row, dict) for row in table):
        raise TypeError("a table")
    return table


def cell(row: Record, field: object) -> Plain:
    """The value of a field of a row; raises TypeError when the field is no text, ExpressionError when it is missing."""
    if text(field) not in row:
        raise ExpressionError("table_field", field=text(field)[:40])
    return row[text(field)]


def cells(table: object, field: object) -> list[Plain]:
    """The values of a field, row by row; raises as ``cell``."""
    return [cell(row, field) for row in records(table)]


def key_of(value: Plain) -> Key:
    """A scalar as a key: 1 and 1.0 are one key, 1 and True are two; raises TypeError for a list or a record."""
    if not is_scalar(value):
        raise TypeError("a number or a text")
    return isinstance(value, bool), value


def keyed(table: object, field: object) -> dict[Key, Record]:
    """The rows of a table by the value of a field; raises ExpressionError when two rows share one."""
    found: dict[Key, Record] = {}
    for row in records(table):
        key = key_of(cell(row, field))
        if key in found:
            raise ExpressionError("table_rows_alike", field=text(field)[:40], key=str(key[1])[:40])
        found[key] = row
    return found
