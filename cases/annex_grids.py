"""The tables of an annex as values with their formats: what the page writes and what the proof reads back."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cases.annex_kinds import LABEL, TEXTUAL, Annex, Table
from cases.expressions import ExpressionError
from cases.functions.arguments import add_up
from cases.numerals import Lang
from cases.paper import Paper
from cases.plain import Plain, Scalar, is_number, is_scalar
from cases.problem import message
from cases.render import shown
from cases.variant import Variant

Values = Mapping[str, Plain]


@dataclass(frozen=True)
class ColumnView:
    """A column: its heading, and which side its figures lean to."""

    id: str
    label: str
    align: str


@dataclass(frozen=True)
class TableView:
    """A table of an annex as shown, and as a CSV file for a spreadsheet of the page's language.

    ``foot`` is a last row of totals, or nothing; the file leaves it out.
    """

    id: str
    caption: str
    columns: tuple[ColumnView, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: str
    csv: bytes
    filename: str
    foot: tuple[str, ...] = ()


@dataclass(frozen=True)
class GridCell:
    """A value and how it is written; ``derived`` when the annex computes it for show only (a share, a total)."""

    value: Plain
    format: str
    as_found: bool = False
    derived: bool = False


Grid = tuple[tuple[GridCell, ...], ...]


@dataclass(frozen=True)
class Page:
    """Where an annex is written: the variant, the annex, its values, and the paper of a language."""

    variant: Variant
    annex: Annex
    values: Values
    lang: Lang

    @property
    def paper(self) -> Paper:
        """The paper in that language."""
        return self.variant.case.papers[self.lang]

    def label(self, section: str, item: str) -> str:
        """The words of an item of a section under the annex."""
        return self.paper.sections[f"{self.annex.id}.{section}"].items[item].text

    def caption(self, section: str) -> str:
        """The heading of a section under the annex."""
        return self.paper.sections[f"{self.annex.id}.{section}"].title.text

    def listed(self, place: str, length: int | None = None) -> list[Plain]:
        """The list at a place of the annex, of that length if given; raises ExpressionError."""
        values = self.values[place]
        if not isinstance(values, list) or (length is not None and len(values) != length):
            raise ExpressionError("annex_columns", annex=self.annex.id)
        return values

    def written(self, cell: GridCell) -> str:
        """A cell as the page shows it; raises ExpressionError."""
        if cell.as_found and (cell.value is None or isinstance(cell.value, str)):
            return cell.value or ""
        if cell.value is None and cell.derived:
            return ""
        if cell.format != LABEL:
            return shown(cell.value, cell.format, self.lang)
        words = self.paper.words(f"{self.annex.id}.labels", str(cell.value))
        if words is None:
            raise ExpressionError("annex_label", annex=self.annex.id, label=str(cell.value))
        return words.text

    def filed(self, cell: GridCell) -> str:
        """A cell as a spreadsheet of the page's language reads it: no thousands mark, its own decimal mark."""
        if cell.format in TEXTUAL or not is_number(cell.value):
            assert is_scalar(cell.value)
            return self.written(cell)
        return _decimal(cell.value, self.lang)

    def table(
        self,
        section: str,
        kind: str,
        columns: Sequence[ColumnView],
        grid: Grid,
        foot: Sequence[GridCell] = (),
        caption: str | None = None,
    ) -> TableView:
        """A grid as a table; ``section`` names it under the annex, and its file beside others."""
        case = self.variant.case
        file = self.annex.id if section == "columns" else f"{self.annex.id}-{section}"
        return TableView(
            f"{self.annex.id}.{section}",
            self.caption(section) if caption is None else caption,
            tuple(columns),
            tuple(tuple(map(self.written, row)) for row in grid),
            kind,
            _csv(
                [column.label for column in columns], [list(map(self.filed, row)) for row in grid], self.lang
            ),
            f"{case.slug}-{self.variant.seed}-{file}-{self.lang}.csv",
            tuple(map(self.written, foot)),
        )


def pages(variant: Variant, lang: Lang) -> list[Page]:
    """Every annex of a variant with its values, in the order of the file; raises ExpressionError."""
    scope, compiled = variant.scope(), variant.case.annexes
    return [
        Page(variant, annex, {place: scope.evaluate(one) for place, one in compiled[annex.id].items()}, lang)
        for annex in variant.case.file.annexes
    ]


def align(how: str) -> str:
    """The side to which what a format writes leans."""
    return "left" if how in TEXTUAL else "right"


# -- the grids ------------------------------------------------------------------------------------------
def record_grid(page: Page) -> Grid:
    """A record: a row for each field, its words and its value."""
    return tuple(
        (
            GridCell(page.label("record", name), "text"),
            GridCell(page.values[f"record.{name}"], cell.format),
        )
        for name, cell in page.annex.record.items()
    )


def columns_grid(page: Page) -> Grid:
    """Columns given as lists of the same length."""
    formats = {name: column.format for name, column in page.annex.columns.items()}
    lists = [page.listed(f"columns.{name}") for name in formats]
    if len({len(values) for values in lists}) != 1:
        raise ExpressionError("annex_columns", annex=page.annex.id)
    return tuple(
        tuple(GridCell(value, how) for value, how in zip(row, formats.values(), strict=True))
        for row in zip(*lists, strict=True)
    )


def table_grid(page: Page, table: Table) -> tuple[Grid, tuple[GridCell, ...]]:
    """A table of the graph: its rows, and its row of totals if it has one."""
    rows = page.values["table.value"]
    if not isinstance(rows, list):
        raise ExpressionError("annex_table", annex=page.annex.id)
    grid = []
    for row in rows:
        if not isinstance(row, dict) or not set(table.columns) <= set(row):
            raise ExpressionError("annex_table", annex=page.annex.id)
        grid.append(
            tuple(
                GridCell(row[name], how.format, as_found=how.as_found) for name, how in table.columns.items()
            )
        )
    return tuple(grid), _totals(page, table, grid)


def _totals(page: Page, table: Table, grid: Sequence[tuple[GridCell, ...]]) -> tuple[GridCell, ...]:
    if not table.total:
        return ()
    foot = [GridCell(message("annex.total", page.lang), "text", derived=True)]
    for place, (name, how) in enumerate(table.columns.items()):
        if not place:
            continue
        if name not in table.total:
            foot.append(GridCell(None, how.format, derived=True))
            continue
        values = [row[place].value for row in grid if not (how.as_found and not is_number(row[place].value))]
        if not all(is_number(value) for value in values):
            raise ExpressionError("annex_table", annex=page.annex.id)
        foot.append(GridCell(add_up(values), how.format, derived=True))
    return tuple(foot)


# -- tables ---------------------------------------------------------------------------------------------
def tables(page: Page) -> tuple[TableView, ...]:
    """The record, the columns and the table of an annex, as far as it has them; raises ExpressionError."""
    annex, found = page.annex, []
    if annex.record:
        columns = (
            ColumnView("field", message("annex.field", page.lang), "left"),
            ColumnView("value", message("annex.value", page.lang), "right"),
        )
        found.append(page.table("record", "record", columns, record_grid(page)))
    if annex.columns:
        heads = [
            ColumnView(name, page.label("columns", name), align(column.format))
            for name, column in annex.columns.items()
        ]
        found.append(page.table("columns", "table", heads, columns_grid(page)))
    if annex.table is not None:
        heads = [
            ColumnView(name, page.label("table", name), align(how.format))
            for name, how in annex.table.columns.items()
        ]
        grid, foot = table_grid(page, annex.table)
        found.append(page.table("table", "table", heads, grid, foot))
    return tuple(found)


def _decimal(value: Scalar, lang: Lang) -> str:
    text = format(Decimal(repr(value)).normalize(), "f")
    return text.replace(".", ",") if lang == "fr" else text


def _csv(heads: Sequence[str], rows: Sequence[Sequence[str]], lang: Lang) -> bytes:
    # A French spreadsheet takes the comma as a decimal mark, so its files part their columns with semicolons;
    # the byte order mark makes it read UTF-8.
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";" if lang == "fr" else ",", lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8-sig")
