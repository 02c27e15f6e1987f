"""Planting faults in a copy of a table, as data entry and imports leave them, so that the truth is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from cases.draw_kinds import Faults, Plant
from cases.draw_scalars import Read, Uniforms, figure, items_of, whole
from cases.draw_tables import MAX_ROWS, Streams
from cases.expressions import ExpressionError
from cases.functions.arguments import Record, cell, keyed, records
from cases.plain import Plain, Scalar, is_number, is_scalar
from cases.rounding import EXACT, as_decimal

FACTORS: dict[str, float] = {"unit": 1000, "outlier": 10}
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True)
class _Change:
    """A cell of the dirty table: its column, and what stands there instead of the truth."""

    column: str
    found: Scalar


def planted(faults: Faults, read: Read, streams: Streams) -> Record:
    """Give the clean table, the same with its faults, and where they are.

    Returns ``{clean, dirty, faults}``; a fault is ``{row, key, column, kind, found, truth}``: ``row`` counts
    the dirty table's rows from 1, a duplicate has no column and no truth. Raises ExpressionError when rows
    that fit are too few for the faults asked, or when two rows share a key.
    """
    clean = _table(read("faults.table"), faults.key)
    changes: dict[int, tuple[_Change, ...]] = {}
    kinds: dict[int, str] = {}
    copies: list[tuple[int, int]] = []  # a row, and the row after which its duplicate stands
    for number, plant in enumerate(faults.plant):
        count = whole(read(f"faults.plant.{number}.count"))
        factor = FACTORS.get(plant.kind, 1.0)
        if plant.factor is not None:
            factor = figure(read(f"faults.plant.{number}.factor"))
        for row, found, after in _chosen(plant, count, factor, clean, kinds, streams("plant", number)):
            kinds[row] = plant.kind
            changes[row] = found
            if plant.kind == "duplicate":
                copies.append((row, after))
    return _told(clean, faults.key, changes, kinds, copies)


def _table(value: Plain, key: str) -> list[Record]:
    rows = items_of(value)
    if not all(isinstance(row, dict) for row in rows) or len(rows) > MAX_ROWS:
        raise ExpressionError("draw_table", limit=MAX_ROWS)
    keyed(rows, key)
    return records(rows)


def _chosen(
    plant: Plant, count: int, factor: float, clean: list[Record], kinds: dict[int, str], rng: Uniforms
) -> list[tuple[int, tuple[_Change, ...], int]]:
    """The rows that bear the faults of a plant: each with its changes, and where a duplicate would stand."""
    fitting = []
    for row in range(len(clean)):
        order, where, after = rng.random(), rng.random(), rng.random()  # as many for each row, fitting or not
        if row not in kinds and (found := _changed(plant, clean, row, where, factor)) is not None:
            fitting.append((order, row, found, row + int(after * (len(clean) - row))))
    if count < 0 or count > len(fitting):
        column = plant.column or "…"
        raise ExpressionError("draw_faults", kind=plant.kind, column=column, count=count, rows=len(fitting))
    return [(row, found, after) for _, row, found, after in sorted(fitting)[:count]]


def _changed(
    plant: Plant, clean: list[Record], row: int, where: float, factor: float
) -> tuple[_Change, ...] | None:
    """What a fault would put in a row, or None when it would change nothing there."""
    if plant.column is None:
        return ()
    truth = _scalar(clean[row], plant.column)
    if plant.other is not None:
        other = _scalar(clean[row], plant.other)
        same = truth == other or truth is None or other is None
        return None if same else (_Change(plant.column, other), _Change(plant.other, truth))
    if truth is None:
        return None
    if plant.kind == "missing":
        return (_Change(plant.column, None),)
    found: Scalar = None
    if plant.kind == "typo":
        found = _typo(truth, where, {_scalar(one, plant.column) for one in clean})
    elif plant.kind == "format":
        found = _reformatted(truth, plant.suffix)
    elif is_number(truth) and (plant.kind != "negative" or truth > 0):
        found = _multiplied(truth, factor if plant.kind != "negative" else -1)
    return None if found is None or found == truth else (_Change(plant.column, found),)


def _scalar(row: Record, column: str) -> Scalar:
    value = cell(row, column)
    if not is_scalar(value):
        raise ExpressionError("draw_fault_cell", column=column)
    return value


def _typo(truth: Scalar, where: float, taken: set[Scalar]) -> Scalar:
    """The truth with two neighbouring letters or digits exchanged, from a place of chance on; None when none can be."""
    figures = is_number(truth)
    if not figures and not isinstance(truth, str):
        return None
    written = format(as_decimal(truth), "f") if figures else str(truth)
    twins = [
        place
        for place, (one, next_one) in enumerate(pairwise(written))
        if one != next_one
        and one.isalnum()
        and next_one.isalnum()
        and not (figures and "0" in (one, next_one))
    ]
    start = int(where * len(twins))
    for place in (*twins[start:], *twins[:start]):
        wrong = written[:place] + written[place + 1] + written[place] + written[place + 2 :]
        found: Scalar = _plain_figure(Decimal(wrong)) if figures else wrong
        if found not in taken:
            return found
    return None


def _reformatted(truth: Scalar, suffix: str) -> Scalar:
    """The truth as another system writes it: a date day first, a figure as text, letters in another case."""
    if is_number(truth):  # without a suffix the figure would look as it should
        return f"{format(as_decimal(truth), 'f').replace('.', ',')}{suffix}" if suffix else None
    if not isinstance(truth, str):
        return None
    date = _ISO_DATE.fullmatch(truth)
    if date:
        return f"{date[3]}/{date[2]}/{date[1]}"
    return truth.lower() if truth != truth.lower() else truth.upper()


def _multiplied(truth: float, factor: float) -> float:
    return _plain_figure(EXACT.multiply(as_decimal(truth), as_decimal(factor)))


def _plain_figure(value: Decimal) -> float:
    return int(value) if value == value.to_integral_value() else float(value)


def _told(
    clean: list[Record],
    key: str,
    changes: dict[int, tuple[_Change, ...]],
    kinds: dict[int, str],
    copies: list[tuple[int, int]],
) -> Record:
    """The three parts: the copies stand after the rows drawn for them, the faults in the dirty table's order."""
    places = [(row, 0, row) for row in range(len(clean))] + [(after, 1, row) for row, after in copies]
    dirty: list[Plain] = []
    faults: list[Plain] = []
    for number, (_, copied, row) in enumerate(sorted(places), start=1):
        truth = clean[row]
        told: Record = {"row": number, "key": truth[key]}
        if copied:
            faults.append({**told, "column": "", "kind": kinds[row], "found": None, "truth": None})
        found = changes.get(row, ())
        dirty.append({**truth, **{change.column: change.found for change in found}})
        faults.extend(
            {
                **told,
                "column": change.column,
                "kind": kinds[row],
                "found": change.found,
                "truth": truth[change.column],
            }
            for change in found
        )
    return {"clean": list[Plain](clean), "dirty": dirty, "faults": faults}
