"""The table that a plan is entered in: its columns, its rows, and how each cell is read and written.

The answer is flat, "row.column" -> text. A row is known by its number, or by the text of its fixed first
column; read, the rows become a list of records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from pydantic import Field, model_validator

from cases.answers import BLANK, Answer, Reading, is_blank
from cases.expression_error import ExpressionError
from cases.figure_format import FigureFormat, Kind
from cases.numerals import Lang
from cases.part import Identifier, Part, Unit, fault
from cases.plain import Plain, is_number
from cases.problem import message
from cases.quantity import name_written
from cases.template import Source

MAX_ROWS = 200
MAX_NAME = 60
_DIGITS = re.compile(r"(\d+)")
_FIGURE = ("kind", "unit", "decimals", "range")

Row = dict[str, Plain]


class Column(Part):
    """A column of a plan: a choice among texts of the graph or among declared options, or a figure."""

    choice: Source = Field(None, description="an expression that gives the texts to choose from")
    options: list[Identifier] = Field(
        default_factory=list, max_length=30, description="ids to choose from, worded in the paper"
    )
    kind: Kind = "quantity"
    unit: Unit = ""
    decimals: int = Field(0, ge=0, le=4)
    range: tuple[float, float] | None = Field(None, description="the lowest and the highest figure allowed")
    optional: bool = Field(False, description="a row is complete without it")

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        chosen = (self.choice is not None) + bool(self.options)
        if chosen > 1 or (chosen and any(name in self.model_fields_set for name in _FIGURE)):
            raise fault("plan_column")
        if len(set(self.options)) < len(self.options):
            raise fault("listed_twice", item=next(one for one in self.options if self.options.count(one) > 1))
        if self.range is not None and self.range[0] >= self.range[1]:
            raise fault("range_order", low=self.range[0], high=self.range[1])
        return self

    @property
    def chosen(self) -> bool:
        """True where a text is chosen, False where a figure is typed."""
        return self.choice is not None or bool(self.options)

    @cached_property
    def figure(self) -> FigureFormat:
        """How the figure of a cell is read and written."""
        given = {name: getattr(self, name) for name in _FIGURE[:3] if name in self.model_fields_set}
        return FigureFormat.model_validate(given)

    def read(self, text: str, lang: Lang) -> Reading:
        """What a cell holds: BLANK, a value, or why it cannot be read; never raises."""
        if not self.chosen:
            return self.figure.read(text, lang)
        value = " ".join(text.split())
        if len(value) > MAX_NAME:
            return Reading(codes=("plan_long",), params={"limit": MAX_NAME})
        return Reading(value=value) if value else BLANK

    def raw(self, value: Plain, lang: Lang) -> str:
        """A value as it is chosen or typed; nothing for none."""
        if value is None:
            return ""
        if self.chosen:
            return str(value)
        short = self.figure.raw(value, lang)  # without its unit, unless decimals would be lost
        return short if self.figure.read(short, lang).value == value else self.figure.retyped(value, lang)

    def show(self, value: Plain, lang: Lang) -> str:
        """A value as a table shows it, without its unit."""
        if value is None:
            return ""
        return str(value) if self.chosen else self.figure.raw(value, lang)

    def outside(self, value: Plain) -> bool:
        """Tell whether a figure lies out of the range."""
        return self.range is not None and is_number(value) and not self.range[0] <= value <= self.range[1]


@dataclass(frozen=True)
class Table:
    """The columns of a plan, and the name of the fixed first one where the case gives the rows."""

    columns: Mapping[str, Column]
    key: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every column of a row, the fixed one first."""
        return (self.key, *self.columns) if self.key else tuple(self.columns)

    def read(self, answer: Answer) -> Reading:
        """The rows that hold anything, in their order, as records; ``params`` names them under "rows".

        A cell that cannot be read is left out of its record and told in ``parts``. Never raises.
        """
        if not isinstance(answer.raw, dict):
            return Reading(codes=("answer_shape",))
        if is_blank(answer.raw):
            return BLANK
        rows: dict[str, Row] = {}
        parts: dict[str, Reading] = {}
        for place, text in answer.raw.items():
            row, _, name = place.rpartition(".")
            if name not in self.columns or not self._row(row):
                known = ", ".join(f"1.{one}" for one in self.columns)
                return Reading(codes=("unknown_place",), params={"place": place[:MAX_NAME], "places": known})
            read = self.columns[name].read(text, answer.lang)
            if read.blank:
                continue
            cells = rows.setdefault(row, {})
            if read.ok:
                cells[name] = read.value
            else:
                parts[place] = read
        if len(rows) > MAX_ROWS:
            return Reading(codes=("plan_rows_many",), params={"limit": MAX_ROWS})
        order = sorted(rows, key=natural)
        found: list[Plain] = [self._record(row, rows[row]) for row in order]
        if not any(rows.values()):  # nothing at all could be read
            first = next(iter(parts.values()))
            return Reading(codes=first.codes, params=first.params)
        return Reading(value=found, params={"rows": list(order)}, parts=parts)

    def _row(self, row: str) -> bool:
        if self.key:
            return 0 < len(row) <= MAX_NAME
        return row.isascii() and row.isdigit() and 1 <= int(row[:4]) <= MAX_ROWS and not row.startswith("0")

    def _record(self, row: str, cells: Row) -> dict[str, Plain]:
        head: Row = {self.key: row} if self.key else {}
        return head | {name: cells[name] for name in self.columns if name in cells}

    def rows_of(self, value: Plain) -> list[Row]:
        """Rows as this table holds them, figures rounded, from a list of records or a record of ``rows``.

        Raises ExpressionError where a column is missing or of another kind.
        """
        listed = value.get("rows") if isinstance(value, dict) else value
        if not isinstance(listed, list):
            raise self._not_rows()
        return self.ordered([self._row_of(row) for row in listed])

    def _row_of(self, row: Plain) -> Row:
        if not isinstance(row, dict):
            raise self._not_rows()
        kept: Row = {self.key: row.get(self.key)} if self.key else {}
        for name, column in self.columns.items():
            cell = row.get(name)
            if cell is None and column.optional:
                continue
            kept[name] = cell if column.chosen else column.figure.rounded(cell, name)
        chosen = [self.key, *(name for name, column in self.columns.items() if column.chosen)]
        if not all(isinstance(kept.get(name, ""), str) for name in chosen):
            raise self._not_rows()
        return kept

    def _not_rows(self) -> ExpressionError:
        return ExpressionError("plan_rows_of", columns=", ".join(self.names))

    def raw(self, rows: Sequence[Mapping[str, Plain]], lang: Lang) -> dict[str, str]:
        """What a learner would choose and type to hand in rows."""
        return {
            f"{self.place(row, number)}.{name}": column.raw(row[name], lang)
            for number, row in enumerate(rows, start=1)
            for name, column in self.columns.items()
            if row.get(name) is not None
        }

    def place(self, row: Mapping[str, Plain], number: int) -> str:
        """The name of a row: the text of its fixed column, else its number."""
        return str(row.get(self.key, "")) if self.key else str(number)

    def ordered(self, rows: Sequence[Row]) -> list[Row]:
        """Rows as ``read`` orders them: by their fixed column, else as they come."""
        return sorted(rows, key=lambda row: natural(str(row[self.key]))) if self.key else list(rows)

    def line(self, row: Mapping[str, Plain], shown: Mapping[str, str], lang: Lang) -> str:
        """A row in a few words, from its cells as shown."""
        head = [name_written(str(row[self.key]), lang)] if self.key and self.key in row else []
        return " · ".join([*head, *(text for text in shown.values() if text)])


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts CMD-9 before CMD-10."""
    return tuple(
        (0, int(part[:15]), part) if part.isascii() and part.isdigit() else (1, 0, part)
        for part in _DIGITS.split(text)
        if part
    )


def shaped(table: Table, text: str) -> Iterator[dict[str, str]]:
    """Answers that hold ``text`` in the first cell of a row, and in every one."""
    names = list(table.columns)
    yield {f"1.{names[0]}": text}
    yield {f"1.{name}": text for name in names}


def row_name(table: Table, place: str, lang: Lang) -> str:
    """How a row is called: the text of its fixed column, else "ligne 3"."""
    return name_written(place, lang) if table.key else message("plan.row", lang, {"number": place})


def texts(value: Plain, what: str) -> tuple[str, ...]:
    """A list of distinct texts; raises ExpressionError."""
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise ExpressionError("plan_choice", name=what)
    texts = tuple(" ".join(str(one).split()) for one in value)
    if len(set(texts)) < len(texts) or any(len(one) > MAX_NAME for one in texts):
        raise ExpressionError("plan_choice", name=what)
    return texts


def records(value: Plain) -> list[Row]:
    """The records of a list."""
    return [dict(row) for row in value if isinstance(row, dict)] if isinstance(value, list) else []
