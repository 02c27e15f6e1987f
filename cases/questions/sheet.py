"""A table to clean: faulty rows to flag by their kind, and cells to correct."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from cases.answers import BLANK, Answer, Raw, Reading, is_blank
from cases.expression_error import ExpressionError
from cases.numerals import Lang
from cases.plain import Plain, is_number
from cases.problem import message
from cases.questions.base import Outcome, Question, Scope, Wording
from cases.questions.choice import OptionView
from cases.sheet_faults import (
    DUPLICATE,
    FAULT,
    VALUES,
    Fault,
    Found,
    Record,
    Worth,
    answer_of,
    faults_of,
    findings,
    mark_sheet,
)
from cases.sheet_format import SheetFields
from cases.table_asking import HeadAsk
from cases.template import Source

MAX_ROWS = 500
FLAGGED = 0.10  # the most that flagging every row may earn
_ROW = re.compile(r"[1-9][0-9]{0,2}")


@dataclass(frozen=True)
class SheetAsk:
    """The rows as they stand, in words, and what a row may be flagged as."""

    columns: tuple[HeadAsk, ...]
    rows: tuple[tuple[str, ...], ...]
    kinds: tuple[OptionView, ...]
    options: Mapping[str, tuple[OptionView, ...]]


class SheetQuestion(SheetFields, Question):
    """A table with faults planted in it, whose truth is known.

    The answer names rows and corrects cells; downstream, ``cleaned(table, answer)`` gives the table as the
    learner leaves it. A false alarm takes off what it says, so flagging everything earns nothing.
    """

    TYPE: ClassVar[str] = "sheet"

    type: Literal["sheet"] = "sheet"

    # -- the graph ----------------------------------------------------------------------------------
    def sources(self) -> dict[str, Source]:
        """The table and its faults."""
        return {"table": self.table, "faults": self.faults}

    def graph_sources(self) -> tuple[str, ...]:
        """Both."""
        return ("table", "faults")

    def shown_sources(self) -> tuple[str, ...]:
        """Both: neither may rest on an answer."""
        return ("table", "faults")

    def rows(self, scope: Scope) -> list[Record]:
        """The rows shown; raises ExpressionError."""
        value = scope.evaluate(self.templates["table"])
        rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
        if not isinstance(value, list) or not 0 < len(rows) == len(value) <= MAX_ROWS:
            raise ExpressionError("sheet_table", limit=MAX_ROWS, columns=", ".join(self.columns))
        if any(name not in row for row in rows for name in self.columns):
            raise ExpressionError("sheet_table", limit=MAX_ROWS, columns=", ".join(self.columns))
        return list(rows)

    def faulty(self, scope: Scope) -> dict[int, Fault]:
        """The faults by row, from 1; raises ExpressionError."""
        value = scope.evaluate(self.templates["faults"])
        faults = faults_of(value, self.rows(scope), self.kinds, self.columns, self.row_key)
        if not faults:
            raise ExpressionError("sheet_no_fault")
        return faults

    @property
    def corrected(self) -> dict[str, frozenset[str]]:
        """The columns to correct, by kind of fault."""
        every = frozenset(self.columns)
        return {
            kind: frozenset() if kind == DUPLICATE or kind in self.flag_only else every for kind in self.kinds
        }

    def key(self, scope: Scope) -> Plain:
        """Every fault with its correction: {row: {fault: kind, values: {column: truth}}}."""
        return answer_of(self.faulty(scope), self.corrected)

    # -- answers ------------------------------------------------------------------------------------
    def read(self, answer: Answer) -> Reading:
        """Read the rows flagged and the cells corrected; a cell that cannot be read leaves the others."""
        if not isinstance(answer.raw, dict):
            return BLANK if is_blank(answer.raw) else Reading(codes=("answer_shape",))
        if is_blank(answer.raw):
            return BLANK
        if len(answer.raw) > MAX_ROWS * (1 + len(self.columns)):
            return Reading(codes=("answer_shape",))
        kinds: dict[int, str] = {}
        values: dict[int, dict[str, Plain]] = {}
        parts: dict[str, Reading] = {}
        for place, text in answer.raw.items():
            row, _, column = place.partition(".")
            if not _ROW.fullmatch(row) or int(row) > MAX_ROWS or column not in {"", *self.columns}:
                params = {"place": place[:60], "places": ", ".join(f"1.{name}" for name in self.columns)}
                return Reading(codes=("unknown_place",), params=params)
            if not column:
                if text.strip() and text.strip() not in self.kinds:
                    options = ", ".join(self.kinds)
                    return Reading(
                        codes=("unknown_option",), params={"option": text[:40], "options": options}
                    )
                kinds[int(row)] = text.strip()
                continue
            read = self.columns[column].read(text, answer.lang)
            if read.ok:
                values.setdefault(int(row), {})[column] = read.value
            elif not read.blank:
                parts[place] = read
        found: dict[str, Plain] = {
            str(row): {FAULT: kinds.get(row, ""), VALUES: dict(values.get(row, {}))}
            for row in sorted(kinds.keys() | values.keys())
            if kinds.get(row) or values.get(row)
        }
        if not found and parts:
            first = next(iter(parts.values()))
            return Reading(codes=first.codes, params=first.params)
        return Reading(value=found, parts=parts) if found else BLANK

    def raw(self, value: Plain, lang: Lang) -> Raw:
        """The kind of each row, and each cell corrected, by "row" and "row.column"."""
        found: dict[str, str] = {}
        for row, told in findings(value).items():
            if told.kind:
                found[str(row)] = told.kind
            for name, one in told.values.items():
                found[f"{row}.{name}"] = self.columns[name].raw(one, lang)
        return found

    def retyped(self, reading: Reading, lang: Lang) -> dict[str, str]:
        """The cells corrected, by place, as they are typed in another language."""
        raw = self.raw(reading.value, lang)
        assert isinstance(raw, dict)
        return {place: text for place, text in raw.items() if "." in place}

    def show(self, value: Plain, lang: Lang) -> str:
        """How many rows are flagged."""
        count = len(findings(value))
        code = ("sheet.flagged.0", "sheet.flagged.1", "sheet.flagged.2")[min(count, 2)]
        return message(code, lang, {"count": count})

    def blank(self) -> Raw:
        """No row."""
        return {}

    def shaped(self, text: str) -> Iterator[Raw]:
        """The text in a cell, and as a kind."""
        yield {f"1.{next(iter(self.columns))}": text}
        yield {f"1.{name}": text for name in self.columns}
        yield {"1": text}

    def part_label(self, place: str, words: Wording) -> str:
        """ "Ligne 12", or "Ligne 12, stock"."""
        row, _, column = place.partition(".")
        label = message("sheet.row", words.lang, {"number": row})
        return f"{label}, {words.item('columns', column)}" if column else label

    def part_show(self, place: str, value: Plain, words: Wording) -> str:
        """A kind of fault in words; the value of a cell with its unit."""
        _, _, column = place.partition(".")
        if value is None:
            return ""
        return self.cell_show(column, value, words) if column else words.item("kinds", str(value))

    def cell_show(self, column: str, value: Plain, words: Wording) -> str:
        """A cell of the table as it stands: a figure as written here, a text as it is."""
        cell = self.columns[column]
        if cell.options and value in cell.options:
            return words.item("options", str(value))
        return cell.shown(value, words.lang)

    # -- marking ------------------------------------------------------------------------------------
    def mark(self, reading: Reading, carried: Scope, key: Scope) -> Outcome:
        """Mark what was found, corrected, missed and imagined."""
        return mark_sheet(
            reading,
            self.rows(key),
            self.faulty(key),
            self.columns,
            self.corrected,
            Worth(self.credit.found, self.credit.corrected, self.credit.false_alarm),
        )

    def carries(self, reading: Reading, outcome: Outcome) -> bool:
        """The table goes on as the learner leaves it."""
        return reading.ok

    # -- the proof ----------------------------------------------------------------------------------
    def errors(self, scope: Scope) -> list[Plain]:
        """A fault left in the table, where figures can still be computed with it; a figure corrected wrongly."""
        faults, rows = self.faulty(scope), self.rows(scope)
        found: list[Plain] = []
        for number, one in faults.items():
            shown = [rows[number - 1].get(name) for name in one.truths]
            if one.kind == DUPLICATE or all(is_number(value) for value in shown):
                rest = {row: other for row, other in faults.items() if row != number}
                found.append(answer_of(rest, self.corrected))
                break
        for number, one in faults.items():
            name = next((name for name, truth in one.truths.items() if is_number(truth) and truth), None)
            if name is not None and name in self.corrected[one.kind]:
                cell = self.columns[name]
                wrong = cell.rounded(cell.figure.nudged(one.truths[name]), name)
                changed = {**faults, number: Fault(number, one.kind, {**one.truths, name: wrong})}
                found.append(answer_of(changed, self.corrected))
                break
        return [one for one in found if one]

    def stock(self, figures: Iterator[str]) -> Raw:
        """The first row, under the first kind."""
        return {"1": self.kinds[0]}

    def chance(self, scope: Scope) -> float | None:
        """The mean credit of flagging every row under one kind, or one row in two."""
        credits = [self._everywhere(scope, kind, step) for kind in self.kinds for step in (1, 2)]
        return sum(credits) / len(credits)

    def _everywhere(self, scope: Scope, kind: str, step: int) -> float:
        rows = range(1, len(self.rows(scope)) + 1, step)
        flagged: dict[str, Plain] = {str(row): {FAULT: kind, VALUES: {}} for row in rows}
        return self.mark(Reading(value=flagged), scope, scope).credit

    def prove(self, scope: Scope) -> Iterator[tuple[str, Mapping[str, object]]]:
        """Every truth can be typed and differs from what is shown; flagging every row earns little."""
        rows = self.rows(scope)
        for number, one in self.faulty(scope).items():
            for name, truth in one.truths.items():
                cell = self.columns[name]
                if cell.is_figure:
                    yield from cell.figure.prove(truth)
                if cell.holds(truth, rows[number - 1].get(name)):
                    yield "proof_sheet_hidden", {"row": number, "column": name, "value": str(truth)[:40]}
        for kind in self.kinds:
            if (share := self._everywhere(scope, kind, 1)) > FLAGGED:
                yield "proof_sheet_flagged", {"kind": kind, "share": share, "limit": FLAGGED}

    # -- words --------------------------------------------------------------------------------------
    def remarks(self, reading: Reading, outcome: Outcome, words: Wording) -> Iterator[str]:
        """Kind by kind, how many were found; then how many cells were corrected, and the false alarms."""
        if not outcome.parts or outcome.credit >= 1:
            return
        rows = {place: part for place, part in outcome.parts.items() if "." not in place and part.weight}
        lines = []
        for kind in self.kinds:
            several = [part for part in rows.values() if part.expected == kind]
            if several:
                params = {
                    "kind": words.item("kinds", kind),
                    "found": sum(part.credit >= 1 for part in several),
                    "total": len(several),
                }
                lines.append(message("sheet.found", words.lang, params))
        cells = [part for place, part in outcome.parts.items() if "." in place and part.weight]
        if cells:
            params = {"right": sum(part.credit >= 1 for part in cells), "total": len(cells)}
            lines.append(message("sheet.corrected", words.lang, params))
        if outcome.detail.get("alarms"):
            lines.append(message("sheet.alarms", words.lang, {"count": outcome.detail["alarms"]}))
        yield "\n".join(f"- {line}" for line in lines)

    def told(self, code: str) -> bool:
        """The counts say it all."""
        return code in {"partly", "missed", "other_kind", "uncorrected", "false_alarm"}

    def ask(self, scope: Scope, words: Wording) -> SheetAsk:
        """The table as it stands; never where its faults are."""
        rows = tuple(
            tuple(self.cell_show(name, row.get(name), words) for name in self.columns)
            for row in self.rows(scope)
        )
        return SheetAsk(
            tuple(
                HeadAsk(
                    name,
                    words.item("columns", name),
                    cell.figure.unit_words(words.lang) if cell.is_figure else "",
                    cell.is_figure,
                )
                for name, cell in self.columns.items()
            ),
            rows,
            tuple(OptionView(kind, words.item("kinds", kind)) for kind in self.kinds),
            {
                name: tuple(OptionView(one, words.item("options", one)) for one in cell.options)
                for name, cell in self.columns.items()
                if cell.options
            },
        )

    def lists(self) -> dict[str, frozenset[str]]:
        """The words of the columns, of the kinds of fault, and of the options."""
        found = {"columns": frozenset(self.columns), "kinds": frozenset(self.kinds)}
        options = frozenset(one for cell in self.columns.values() for one in cell.options)
        return found | ({"options": options} if options else {})

    def shape(self) -> str:
        """A record of rows and cells."""
        return "record"


__all__ = ["Found", "SheetAsk", "SheetQuestion"]
