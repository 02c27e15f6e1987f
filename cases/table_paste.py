"""A block copied from a spreadsheet, spread over the cells of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cases.table_asking import CellAsk, TableAsk
from cases.table_grid import MAX_LINES
from cases.uploads import folded

MAX_PASTED = 20_000


@dataclass(frozen=True)
class Pasted:
    """The cells that a block fills, by place, and how many of its texts found none."""

    cells: Mapping[str, str]
    left: int


def pasted(text: str, asked: TableAsk, first_row: str = "") -> Pasted:
    """Spread lines of texts separated by tabs, else by semicolons, over a table.

    A first line of headings tells the columns; otherwise the texts stand from the first column that asks for
    something, or from the first of all where a line is as wide as the table. A line that starts with the name
    of a row fills that row; otherwise lines go down from ``first_row``. Given cells are left as they are.
    """
    lines = [line for line in text[:MAX_PASTED].splitlines() if line.strip()][: 2 * MAX_LINES]
    mark = "\t" if any("\t" in line for line in lines) else ";"
    block = [[" ".join(cell.split()) for cell in line.split(mark)] for line in lines]
    rows = [head.id for head, _ in asked.rows]
    columns = _headed(block[0], asked) if block else {}
    body = block[1:] if columns else block
    named = {folded(name): head.id for head, _ in asked.rows for name in (head.id, head.label, head.text)}
    start = rows.index(first_row) if first_row in rows else 0
    cells: dict[str, str] = {}
    left = 0
    for number, texts in enumerate(body):
        row = named.get(folded(texts[0])) if len(texts) > 1 else None
        values = texts[1:] if row else texts
        if row is None:
            row = rows[start + number] if start + number < len(rows) else ""
        places = columns or _from_first(asked, row, len(values))
        shift = 1 if columns and len(texts) != len(values) else 0
        for at, value in enumerate(values):
            cell = _cell(asked, row, places.get(at + shift, ""))
            if value and cell is None:
                left += 1
            elif value and cell is not None and cell.asked:
                cells[cell.place] = _chosen(cell, value)
    return Pasted(cells, left)


def _headed(texts: Sequence[str], asked: TableAsk) -> dict[int, str]:
    """The columns that a first line names, by position; nothing where it is no line of headings."""
    named = {folded(name): head.id for head in asked.columns for name in (head.id, head.label, head.text)}
    found = {at: named[folded(text)] for at, text in enumerate(texts) if text and folded(text) in named}
    return found if len(found) >= max(1, sum(map(bool, texts)) - 1) else {}


def _from_first(asked: TableAsk, row: str, width: int) -> dict[int, str]:
    """The columns from the first that asks for something; from the first of all for a line that needs them."""
    cells = next((cells for head, cells in asked.rows if head.id == row), ())
    first = next((at for at, cell in enumerate(cells) if cell.asked), 0)
    if first + width > len(cells):
        first = 0
    return {at: head.id for at, head in enumerate(asked.columns[first:])}


def _cell(asked: TableAsk, row: str, column: str) -> CellAsk | None:
    for head, cells in asked.rows:
        if head.id == row:
            for heading, cell in zip(asked.columns, cells, strict=True):
                if heading.id == column:
                    return cell
    return None


def _chosen(cell: CellAsk, text: str) -> str:
    """The id of an option written in words; the text itself otherwise."""
    return next((one.id for one in cell.options if folded(one.text) == folded(text)), text)
