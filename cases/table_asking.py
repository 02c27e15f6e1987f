"""A table as the page asks it: headings, given cells in words, and the cells to fill in. Never the key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cases.plain import Plain
from cases.questions.choice import OptionView
from cases.scope import Wording
from cases.table_cell import Cell
from cases.table_grid import Cells, Place, Sides, place


@dataclass(frozen=True)
class CellAsk:
    """A cell: to fill in, or given (``text``); with options where one is chosen."""

    place: str
    asked: bool
    text: str = ""
    options: tuple[OptionView, ...] = ()
    placeholder: str = ""


@dataclass(frozen=True)
class HeadAsk:
    """The heading of a row or of a column, with its unit in words."""

    id: str
    label: str
    unit: str = ""
    numeric: bool = True

    @property
    def text(self) -> str:
        """ "Besoin net (pièces)"."""
        return f"{self.label} ({self.unit})" if self.unit else self.label


@dataclass(frozen=True)
class TableAsk:
    """The grid: ``corner`` heads the rows, or says the unit of every cell where they share one.

    A note says how to write and round, for the lines that it names.
    """

    corner: str
    columns: tuple[HeadAsk, ...]
    rows: tuple[tuple[HeadAsk, tuple[CellAsk, ...]], ...]
    notes: tuple[str, ...]
    blank_is: str = ""

    @property
    def asked(self) -> frozenset[str]:
        """The places to fill in."""
        return frozenset(cell.place for _, cells in self.rows for cell in cells if cell.asked)


def table_ask(
    sides: Sides,
    asked: tuple[Place, ...],
    given: Cells,
    cell: Callable[[Place], Cell],
    own_cells: Mapping[str, Cell],
    choices: Callable[[Cell], tuple[str, ...]],
    label: Callable[[str, str], str],
    words: Wording,
    corner: str,
    blank_is: str,
) -> TableAsk:
    """The grid in the words of a paper; ``own_cells`` are the rows or columns that have a format of their own."""
    waiting = frozenset(asked)
    units = {at: _unit(cell(at), words) for at in sides.places}
    # Said once, over the rows, where every cell has the same and nothing else stands there.
    shared = "" if corner or len(set(units.values())) > 1 else next(iter(units.values()))
    rest = next((unit for at, unit in units.items() if own_cells.keys().isdisjoint(at)), "")
    formatted = "rows" if not own_cells.keys().isdisjoint(sides.rows) else "columns"

    def head(side: str, name: str) -> HeadAsk:
        own = own_cells.get(name)
        unit = _unit(own, words) if own is not None else rest if side == formatted else ""
        return HeadAsk(name, label(side, name), "" if shared else unit)

    def cell_ask(at: Place) -> CellAsk:
        one = cell(at)
        if at not in waiting:
            return CellAsk(place(at), False, _shown(one, given.get(at), words))
        options = tuple(
            OptionView(option, words.item("options", option) if one.options else option)
            for option in (choices(one) if one.chosen else ())
        )
        placeholder = one.figure.placeholder(words.lang) if one.is_figure else ""
        return CellAsk(place(at), True, "", options, placeholder)

    columns = tuple(head("columns", name) for name in sides.columns)
    rows = tuple(
        (head("rows", row), tuple(cell_ask((row, column)) for column in sides.columns)) for row in sides.rows
    )
    heads = {one.id: one.label for one in (*columns, *(head for head, _ in rows))}
    return TableAsk(corner or shared, columns, rows, _notes(asked, cell, own_cells, heads, words), blank_is)


def _unit(cell: Cell, words: Wording) -> str:
    """The unit of a cell in words; nothing where there is none."""
    return cell.figure.unit_words(words.lang) if cell.is_figure else ""


def _shown(cell: Cell, value: Plain, words: Wording) -> str:
    if cell.options and isinstance(value, str):
        return words.item("options", value)
    return cell.shown(value, words.lang)


def _notes(
    asked: tuple[Place, ...],
    cell: Callable[[Place], Cell],
    own_cells: Mapping[str, Cell],
    heads: Mapping[str, str],
    words: Wording,
) -> tuple[str, ...]:
    """How to round, once each, after the names of the lines where it is not the same for all."""
    lines: dict[str, dict[str, None]] = {}
    for at in asked:
        if cell(at).is_figure:
            named = next((name for name in at if name in own_cells), "")
            lines.setdefault(cell(at).figure.note(words.lang), {})[heads.get(named, "")] = None
    lines.pop("", None)
    if len(lines) < 2:
        return tuple(lines)
    colon = "\u00a0: " if words.lang == "fr" else ": "
    return tuple(
        f"{', '.join(names)}{colon}{note}" if "" not in names else note for note, names in lines.items()
    )
