"""Tables: lists of records, searched, sorted, grouped, joined; each function walks a table once."""

from __future__ import annotations

from cases.expressions import ExpressionError, Function
from cases.functions.arguments import (
    Record,
    add_up,
    cell,
    cells,
    figures,
    key_of,
    keyed,
    listed,
    recorded,
    records,
    text,
)
from cases.plain import Plain, is_number


def _lookup(table: object, key_name: object, key: Plain, field: object) -> Plain:
    """The field of the one row whose ``key_name`` is ``key``."""
    wanted = key_of(key)
    rows = [row for row in records(table) if key_of(cell(row, key_name)) == wanted]
    if len(rows) != 1:
        code = "table_rows_alike" if rows else "table_no_row"
        raise ExpressionError(code, field=text(key_name)[:40], key=str(key)[:40])
    return cell(rows[0], field)


def _index_by(table: object, field: object) -> dict[str, Plain]:
    """The rows as a record, each under the text of a field that tells them apart: ``items['A12'].price``."""
    return {text(key): row for (_, key), row in keyed(table, field).items()}


def _sort_by(table: object, field: object, descending: bool = False) -> list[Record]:
    """The rows in the order of a field, figures or texts; rows that share a value keep their order."""
    if not isinstance(descending, bool):
        raise TypeError("True or False")
    values = cells(table, field)
    if not (all(is_number(value) for value in values) or all(isinstance(value, str) for value in values)):
        raise TypeError("a field of figures, or of texts")
    keys: list[float] | list[str] = values  # type: ignore[assignment]  # checked just above
    order = sorted(range(len(keys)), key=keys.__getitem__, reverse=descending)
    return [records(table)[place] for place in order]


def _groups(table: object, by: object) -> list[tuple[Plain, list[Record]]]:
    """The rows by the value of a field, in the order in which the values first come."""
    found: dict[tuple[bool, Plain], list[Record]] = {}
    for row in records(table):
        found.setdefault(key_of(cell(row, by)), []).append(row)
    return [(key, rows) for (_, key), rows in found.items()]


def _group_sum(table: object, by: object, field: object) -> list[Record]:
    """A row for each value of ``by``, with the sum of ``field``."""
    if by == field:
        raise ExpressionError("table_field_twice", field=text(field)[:40])
    return [{text(by): key, text(field): add_up(cells(rows, field))} for key, rows in _groups(table, by)]


def _group_count(table: object, by: object) -> list[Record]:
    """A row for each value of ``by``, with the number of rows as ``count``."""
    if by == "count":
        raise ExpressionError("table_field_twice", field="count")
    return [{text(by): key, "count": len(rows)} for key, rows in _groups(table, by)]


def _totals(table: object, fields: object) -> Record:
    """The sum of each of the listed fields, as a record."""
    return {text(field): add_up(cells(table, field)) for field in listed(fields)}


def _zip_records(columns: object) -> list[Record]:
    """A table from its columns: a record of lists of the same length."""
    if not isinstance(columns, dict) or not all(isinstance(values, list) for values in columns.values()):
        raise TypeError("a record of lists")
    if len({len(values) for values in columns.values()}) > 1:
        raise ExpressionError("table_lengths")
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _values_of(record: object) -> list[Plain]:
    """The values of a record, in its order: a row of a table that was filled in, say."""
    return list(recorded(record).values())


def _cleaned(table: object, answer: object, dropped: object = ("duplicate",)) -> list[Record]:
    """A table with the corrections of a sheet's answer put in, the rows flagged as ``dropped`` kinds left out."""
    kinds = dropped if isinstance(dropped, tuple) else tuple(text(kind) for kind in listed(dropped))
    corrections = recorded(answer)
    kept: list[Record] = []
    for number, row in enumerate(records(table), start=1):
        told = corrections.get(str(number), {})
        values = told.get("values", {}) if isinstance(told, dict) else None
        if not isinstance(told, dict) or not isinstance(values, dict):
            raise TypeError("a record of records")
        if told.get("fault") not in kinds:
            kept.append({**row, **values})
    return kept


def _with_column(table: object, field: object, values: object) -> list[Record]:
    """The table with one more column, or with another in its place."""
    rows, column = records(table), listed(values)
    if len(rows) != len(column):
        raise ExpressionError("table_lengths")
    return [{**row, text(field): value} for row, value in zip(rows, column, strict=True)]


def _join(table: object, other: object, key: object) -> list[Record]:
    """Each row with the fields of the row of ``other`` that bears the same key."""
    known = keyed(other, key)
    joined: list[Record] = []
    for row in records(table):
        value = cell(row, key)
        match = known.get(key_of(value))
        if match is None:
            raise ExpressionError("table_no_row", field=text(key)[:40], key=str(value)[:40])
        twice = sorted((row.keys() & match.keys()) - {text(key)})
        if twice:
            raise ExpressionError("table_field_twice", field=twice[0][:40])
        joined.append({**row, **match, text(key): value})
    return joined


def _extreme_row(name: str) -> Function:
    def row_of(table: object, field: object) -> Record:
        values = figures(cells(table, field))
        if not values:
            raise ExpressionError("expression_empty", name=name)
        return records(table)[values.index(max(values) if name == "row_max" else min(values))]

    return row_of


FUNCTIONS: dict[str, Function] = {
    "column": cells,
    "lookup": _lookup,
    "index_by": _index_by,
    "sort_by": _sort_by,
    "group_sum": _group_sum,
    "group_count": _group_count,
    "totals": _totals,
    "zip_records": _zip_records,
    "values_of": _values_of,
    "cleaned": _cleaned,
    "with_column": _with_column,
    "join": _join,
    "row_max": _extreme_row("row_max"),
    "row_min": _extreme_row("row_min"),
}
