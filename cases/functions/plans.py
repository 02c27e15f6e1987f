"""What the checkers of plans share: figures taken from tables, and violations as records."""

from __future__ import annotations

from collections.abc import Iterable

from cases.functions.arguments import Record
from cases.plain import Plain, is_number
from solvers.violations import Violation

# Rules over two rows: the one before, then the one that starts too early.
FOLLOWS = frozenset({"precedence", "overlap", "setup"})


def figure(value: object) -> float:
    """A finite figure; raises TypeError, worded by the evaluator."""
    if not is_number(value):
        raise TypeError("a figure")
    return value


def figure_or(row: Record, field: str, without: float) -> float:
    """The figure of a field of a row, or ``without`` where it is missing or None; raises TypeError."""
    value = row.get(field)
    return without if value is None else figure(value)


def violations(found: Iterable[Violation]) -> list[Plain]:
    """Violations as a case reads them: ``rule``, ``rows`` (from 0), ``where``, ``found``, ``limit``, ``unit``.

    Of two rows that meet, ``row`` is the one that starts too early.
    """
    told: list[Plain] = []
    for one in found:
        record: dict[str, Plain] = {
            "rule": one.rule,
            "rows": list(one.rows),
            "where": one.where,
            "found": one.found,
            "limit": one.limit,
            "unit": one.unit,
        }
        if one.rule in FOLLOWS and one.rows:
            record["row"] = one.rows[-1]
        told.append(record)
    return told
