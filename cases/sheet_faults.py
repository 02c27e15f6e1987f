"""The faults of a table, and the marking of those that a learner found, corrected, missed or imagined."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from cases.answers import Reading
from cases.expression_error import ExpressionError
from cases.plain import Plain, is_number
from cases.questions.base import Outcome, PartMark
from cases.table_cell import Cell

DUPLICATE = "duplicate"
FAULT, VALUES = "fault", "values"
OTHER_KIND = 0.5  # what the right row under another kind earns of a fault found

Record = Mapping[str, Plain]


@dataclass(frozen=True)
class Fault:
    """A faulty row: the kind of its fault, the truth of its cells, and the rows that it may be told by."""

    row: int
    kind: str
    truths: Mapping[str, Plain] = field(default_factory=dict)
    rows: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Found:
    """What a learner says of a row: a kind of fault ("" for none), and cells corrected."""

    kind: str
    values: Record


@dataclass(frozen=True)
class Worth:
    """What each fault found and each cell corrected weighs, and what a false alarm takes off."""

    found: float
    corrected: float
    false_alarm: float


def faults_of(
    value: Plain, rows: list[Record], kinds: Collection[str], columns: Mapping[str, Cell], key: str
) -> dict[int, Fault]:
    """The faults by row, from a list of ``{row, column, kind, truth}``; raises ExpressionError.

    ``rows`` are the table shown; a duplicate may be told by any row that bears its key.
    """
    found: dict[int, Fault] = {}
    for one in value if isinstance(value, list) else [None]:
        record = one if isinstance(one, dict) else {}
        row, kind, column = record.get("row"), record.get("kind"), record.get("column") or ""
        if not is_number(row) or row != int(row) or not 1 <= row <= len(rows) or kind not in kinds:
            raise ExpressionError("sheet_faults", found=str(one)[:80], kinds=", ".join(kinds))
        before = found.get(int(row))
        if column not in {"", *columns} or (before is not None and before.kind != kind):
            raise ExpressionError("sheet_faults", found=str(one)[:80], kinds=", ".join(kinds))
        truths = dict(before.truths) if before is not None else {}
        if column:
            truths[str(column)] = columns[str(column)].rounded(record.get("truth"), str(column))
        same = {
            number for number, other in enumerate(rows, 1) if other.get(key) == rows[int(row) - 1].get(key)
        }
        several = frozenset(same) if kind == DUPLICATE else frozenset({int(row)})
        found[int(row)] = Fault(int(row), str(kind), truths, several)
    return found


def findings(value: Plain) -> dict[int, Found]:
    """What an answer says, by row."""
    record = value if isinstance(value, dict) else {}
    found: dict[int, Found] = {}
    for row, told in record.items():
        values = told.get(VALUES) if isinstance(told, dict) else None
        if isinstance(told, dict):
            found[int(row)] = Found(str(told.get(FAULT) or ""), values if isinstance(values, dict) else {})
    return found


def answer_of(faults: Mapping[int, Fault], corrected: Mapping[str, Collection[str]]) -> dict[str, Plain]:
    """The answer that names every fault and corrects what can be; ``corrected`` gives the columns, by kind."""
    return {
        str(row): {
            FAULT: fault.kind,
            VALUES: {name: truth for name, truth in fault.truths.items() if name in corrected[fault.kind]},
        }
        for row, fault in sorted(faults.items())
    }


def mark_sheet(
    reading: Reading,
    rows: list[Record],
    faults: Mapping[int, Fault],
    columns: Mapping[str, Cell],
    corrected: Mapping[str, Collection[str]],
    worth: Worth,
) -> Outcome:
    """Mark what was found: (found + corrected − false alarms) over all that there was, never under 0."""
    said = findings(reading.value)
    parts: dict[str, PartMark] = {}
    used: set[int] = set()
    alarms: set[int] = set()
    for number, one in sorted(faults.items()):
        told = next((row for row in sorted(one.rows, key=lambda row: row != number) if row in said), number)
        used.add(told)
        here = said.get(told, Found("", {}))
        parts[str(told)] = _flag(one, here, flagged=told in said, weight=worth.found)
        for name, truth in one.truths.items():
            if name in corrected[one.kind]:
                place = f"{told}.{name}"
                parts[place] = _cell(
                    columns[name], here.values.get(name), truth, place in reading.parts, worth.corrected
                )
        if set(_changed(here, rows[told - 1], columns)) - set(one.truths):
            alarms.add(told)
    total = sum(part.weight for part in parts.values())
    earned = sum(part.weight * part.credit for part in parts.values())
    for row, here in sorted(said.items()):
        if row in used or row > len(rows):
            continue
        if here.kind or any(_changed(here, rows[row - 1], columns)):
            alarms.add(row)
            parts[str(row)] = PartMark(0.0, "false_alarm", here.kind or None, None, None, 0.0)
    for row in alarms & used:
        for name in _changed(said[row], rows[row - 1], columns):
            if f"{row}.{name}" not in parts:
                parts[f"{row}.{name}"] = PartMark(
                    0.0, "false_alarm", said[row].values[name], rows[row - 1].get(name), None, 0.0
                )
    credit = min(1.0, max(0.0, round((earned + worth.false_alarm * len(alarms)) / total, 9)))
    return Outcome(
        credit=credit,
        codes=tuple(_codes(credit, parts, alarms)),
        expected=answer_of(faults, corrected),
        key=answer_of(faults, corrected),
        parts=dict(sorted(parts.items(), key=lambda item: int(item[0].partition(".")[0]))),
        detail={"alarms": len(alarms)},
    )


def _flag(fault: Fault, told: Found, *, flagged: bool, weight: float) -> PartMark:
    if flagged and told.kind == fault.kind:
        return PartMark(1.0, "found", told.kind, fault.kind, fault.kind, weight)
    if flagged and (told.kind or told.values):
        return PartMark(OTHER_KIND, "other_kind", told.kind or None, fault.kind, fault.kind, weight)
    return PartMark(0.0, "missed", None, fault.kind, fault.kind, weight)


def _cell(cell: Cell, given: Plain, truth: Plain, unread: bool, weight: float) -> PartMark:
    if given is None:
        return PartMark(0.0, "unreadable" if unread else "uncorrected", None, truth, truth, weight)
    if cell.holds(truth, given):
        return PartMark(1.0, "corrected", given, truth, truth, weight)
    slip = cell.figure.slip(given, truth) if cell.is_figure else None
    return PartMark(0.0, slip or "wrong", given, truth, truth, weight)


def _changed(told: Found, row: Record, columns: Mapping[str, Cell]) -> Iterator[str]:
    """The cells that a learner changed to something else than what stands there."""
    for name, value in told.values.items():
        if name in columns and not same(columns[name], row.get(name), value):
            yield name


def same(cell: Cell, shown: Plain, value: Plain) -> bool:
    """Tell whether a value is what the table shows already; within no tolerance, since 100 is not 101."""
    if is_number(shown) and is_number(value):
        return abs(shown - value) <= 1e-9 * max(1.0, abs(shown))
    return shown == value or (not cell.is_figure and cell.holds(shown, value))


def _codes(credit: float, parts: Mapping[str, PartMark], alarms: Collection[int]) -> Iterator[str]:
    codes = {part.code for part in parts.values()}
    if credit >= 1 and not alarms:
        yield "correct"
        return
    yield "partly" if credit > 0 else "wrong"
    yield from (code for code in ("missed", "other_kind") if code in codes)
    if any(part.credit < 1 for place, part in parts.items() if "." in place and part.weight):
        yield "uncorrected"
    if alarms:
        yield "false_alarm"
