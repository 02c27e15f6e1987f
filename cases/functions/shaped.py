"""Records of a case read into the frozen dataclasses of the solvers, field by field; no field misspelt goes unseen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, asdict, fields
from datetime import date
from typing import Any, TypeVar

from cases.expressions import ExpressionError
from cases.functions.arguments import Record, known_record, listed, records, text
from cases.functions.dates import read_day
from cases.functions.plans import figure
from cases.plain import Plain

__all__ = ["amounts", "day", "days", "flag", "shaped", "shaped_rows", "texts", "told"]

Shape = TypeVar("Shape")
Readers = Mapping[str, Callable[[object], Any]]


def shaped(shape: type[Shape], record: object, readers: Readers | None = None, *, gaps: bool = True) -> Shape:
    """A record as a dataclass; None leaves a field at its default or, without ``gaps``, stands for itself.

    Raises TypeError for what is no record or a value of another kind, ExpressionError for a field that the dataclass
    does not hold, or one that it needs and that is missing.
    """
    held = {field.name: field for field in fields(shape)}  # type: ignore[arg-type]  # a dataclass, by what is passed
    given = known_record(record, held)
    found: dict[str, Any] = {}
    for name, field in held.items():
        kind, value = str(field.type), given.get(name)
        if value is not None or (name in given and not gaps):
            none = value is None and kind.endswith(" | None")
            found[name] = None if none else _reader(name, kind, readers or {})(value)
        elif field.default is MISSING and field.default_factory is MISSING:
            raise ExpressionError("table_field", field=name)
    return shape(**found)


def shaped_rows(
    shape: type[Shape], table: object, readers: Readers | None = None, *, gaps: bool = True
) -> list[Shape]:
    """A table as dataclasses, row by row; raises as ``shaped``."""
    return [shaped(shape, row, readers, gaps=gaps) for row in records(table)]


def _reader(name: str, kind: str, readers: Readers) -> Callable[[object], Any]:
    if name in readers:
        return readers[name]
    plain = kind.removesuffix(" | None")
    if plain == "bool":
        return flag
    if plain == "date":
        return day
    if plain == "tuple[str, ...]":
        return texts
    if plain == "Mapping[str, float]":
        return amounts
    if plain in {"int", "float"}:
        return figure
    return text


def flag(value: object) -> bool:
    """A truth value; raises TypeError."""
    if not isinstance(value, bool):
        raise TypeError("True or False")
    return value


def day(value: object) -> date:
    """A date written as 2026-11-20; raises TypeError, ExpressionError when it cannot be read."""
    return read_day(value)


def days(values: object) -> list[date]:
    """A list of dates; raises as ``day``."""
    return [read_day(value) for value in (values if isinstance(values, tuple) else listed(values))]


def texts(values: object) -> tuple[str, ...]:
    """A list of texts; raises TypeError."""
    return tuple(text(value) for value in listed(values))


def amounts(record: object) -> dict[str, float]:
    """A record of figures; raises TypeError."""
    if not isinstance(record, dict):
        raise TypeError("a record of figures")
    return {name: figure(value) for name, value in record.items()}


def told(found: object) -> Record:
    """A result as a record: dates as text, tuples as lists, dataclasses within it as records."""
    return {name: _plain(value) for name, value in asdict(found).items()}  # type: ignore[call-overload]  # as above


def _plain(value: object) -> Plain:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    return value  # type: ignore[return-value]  # figures, texts, truth values: all that the solvers give
