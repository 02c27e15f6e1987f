"""What a plan is worth: the rules it breaks, named; then its regret between a plan without method and the best.

Rows that are not complete are told by rules of this file (``plan_…``); the others go through the checker that
the case names. Nothing here compares a plan with another: only what the checker says of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cases.expression_error import ExpressionError
from cases.plain import Plain, is_number
from cases.plan_table import Column, Row

# Rules about the rows themselves, whatever the checker: worded in messages.yaml.
INCOMPLETE, UNKNOWN_VALUE, UNKNOWN_ROW, OUT_OF_RANGE = (
    "plan_incomplete", "plan_unknown_value", "plan_unknown_row", "plan_out_of_range",
)  # fmt: skip
OWN_RULES = frozenset({INCOMPLETE, UNKNOWN_VALUE, UNKNOWN_ROW, OUT_OF_RANGE})


@dataclass(frozen=True)
class Fault:
    """A rule that a plan breaks: ``rows`` are its rows at fault (from 0), ``where`` names what is concerned.

    ``row`` is the one to say it beside where the others only stand in its way.
    """

    rule: str
    rows: tuple[int, ...] = ()
    where: str = ""
    found: float | None = None
    limit: float | None = None
    unit: str = ""
    row: int | None = None

    def as_dict(self) -> dict[str, Plain]:
        """As plain data."""
        record: dict[str, Plain] = {
            "rule": self.rule, "rows": list(self.rows), "where": self.where,
            "found": self.found, "limit": self.limit, "unit": self.unit,
        }  # fmt: skip
        return record if self.row is None else record | {"row": self.row}


@dataclass(frozen=True)
class Checked:
    """What a checker says of a plan: rules broken, named figures, and what a picture of it needs.

    ``lanes`` are the rows of a Gantt in their order, those without a bar too; those of the bars where it is empty.
    """

    faults: tuple[Fault, ...]
    objective: Mapping[str, float]
    bars: tuple[Mapping[str, Plain], ...] = ()
    loads: tuple[Mapping[str, Plain], ...] = ()
    lanes: tuple[str, ...] = ()


def own_faults(
    rows: Sequence[Row], columns: Mapping[str, Column], choices: Mapping[str, Collection[str]], key: str
) -> Iterator[Fault]:
    """What is wrong with the rows themselves; ``choices`` holds the texts allowed, the fixed column's too."""
    for place, row in enumerate(rows):
        if key and row.get(key) not in choices[key]:
            yield Fault(UNKNOWN_ROW, (place,), str(row.get(key, "")))
        for name, column in columns.items():
            value = row.get(name)
            if value is None:
                if not column.optional:
                    yield Fault(INCOMPLETE, (place,), name)
            elif column.chosen and value not in choices[name]:
                yield Fault(UNKNOWN_VALUE, (place,), str(value))
            elif column.outside(value):
                assert is_number(value)
                assert column.range is not None
                limit = column.range[0] if value < column.range[0] else column.range[1]
                yield Fault(OUT_OF_RANGE, (place,), name, float(value), limit, column.unit)


def checked(result: Plain, places: Sequence[int]) -> Checked:
    """What the checker's record says; ``places`` are the places in the plan of the rows that it was given.

    Raises ExpressionError when it is no record of ``violations`` and ``objective``.
    """
    if not isinstance(result, dict):
        raise ExpressionError("plan_check")
    violations, objective = result.get("violations"), result.get("objective")
    if not isinstance(violations, list) or not isinstance(objective, dict):
        raise ExpressionError("plan_check")
    figures = {name: float(value) for name, value in objective.items() if is_number(value)}
    faults = tuple(_fault(one, places) for one in violations)
    lanes = result.get("lanes")
    return Checked(
        faults,
        figures,
        _records(result.get("bars")),
        _records(result.get("loads")),
        tuple(map(str, lanes)) if isinstance(lanes, list) else (),
    )


def _fault(record: Plain, places: Sequence[int]) -> Fault:
    if not isinstance(record, dict) or not isinstance(record.get("rule"), str):
        raise ExpressionError("plan_check")
    rows = record.get("rows", [])
    if not isinstance(rows, list) or not all(_place(one, places) for one in rows):
        raise ExpressionError("plan_check")
    found, limit, row = record.get("found"), record.get("limit"), record.get("row")
    return Fault(
        rule=str(record["rule"]),
        rows=tuple(places[one] for one in rows if isinstance(one, int)),
        where=str(record.get("where", ""))[:60],
        found=float(found) if is_number(found) else None,
        limit=float(limit) if is_number(limit) else None,
        unit=str(record.get("unit", "")),
        row=places[row] if isinstance(row, int) and row in rows else None,
    )


def _place(value: Plain, places: Sequence[int]) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(places)


def _records(value: Plain) -> tuple[Mapping[str, Plain], ...]:
    return tuple(one for one in value if isinstance(one, dict)) if isinstance(value, list) else ()


def share_fine(faults: Sequence[Fault], rows: int) -> float:
    """The share of the rows that no rule complains of; a rule broken by no row of the plan counts as a row."""
    at_fault = {place for one in faults for place in one.rows}
    absent = sum(not one.rows for one in faults)
    return (rows - len(at_fault)) / (rows + absent) if rows else 0.0


def gain(value: float, naive: float, best: float, dead_band: float, *, maximise: bool = False) -> float:
    """The share of the way from the naive value to the best one, in [0, 1]; 1 within the dead band of the best."""
    if maximise:
        value, naive, best = -value, -naive, -best
    if value <= best + dead_band * abs(best) + 1e-9:
        return 1.0
    if naive <= best:
        return 0.0
    return min(max((naive - value) / (naive - best), 0.0), 1.0)
