"""The keys of a case file that say what a table holds: its sides, its cells, its key and its rules."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from cases.figure import Mistake
from cases.part import Identifier, Part, fault
from cases.table_cell import Cell
from cases.table_grid import MAX_NAME, Place
from cases.template import Source


class TableFields(Part):
    """The format of a table, and what a cell's place is made of."""

    rows: list[Identifier] | str = Field(
        description="ids worded in the paper, or an expression that gives texts"
    )
    columns: list[Identifier] | str = Field(description="likewise: periods, say")
    cell: Cell = Field(default_factory=Cell, description="how a cell is asked, where cells does not say")
    cells: dict[Identifier, Cell] = Field(
        default_factory=dict, description="how the cells of a row are asked, or of a column: not both"
    )
    answer: Source = Field(description="{row: {column: value}}, {row: [values]}, or rows in their order")
    given: Source = Field(None, description="cells shown, not asked: the same shape")
    wanted: list[str] = Field(
        default_factory=list,
        alias="ask",
        description="rows, columns or row.column asked; all that is not given by default",
    )
    blank_is: float | None = Field(None, description="what an empty figure stands for: 0, say")
    zero_weight: float = Field(0.2, gt=0, le=1, description="what a cell whose key is 0 weighs")
    rules: dict[Identifier, Source] = Field(
        default_factory=dict,
        description="row or column: what a cell is worth over cell, prev, next, line, number",
    )
    start: Source = Field(None, description="what prev holds before the first: {on_hand: stock}")
    mistakes: dict[Identifier, Annotated[Mistake | Source, Field(union_mode="left_to_right")]] = Field(
        default_factory=dict, description="the same table by another rule, each with its words"
    )

    @model_validator(mode="after")
    def _sides_named(self) -> Self:
        declared = self._declared
        if not declared:
            raise fault("table_sides")
        twice = next((one for one in declared if declared.count(one) > 1), None)
        if twice is not None:
            raise fault("listed_twice", item=twice)
        known = set(declared)
        for name in (*self.cells, *self.rules):
            if name not in known:
                raise fault("not_listed", item=name, known=", ".join(declared))
        rows = set(self.rows if isinstance(self.rows, list) else ())
        if rows & set(self.cells) and set(self.cells) - rows:
            raise fault("table_cells")
        for one in self.wanted:
            row, _, column = one.partition(".")
            if not (one in known or (column and known & {row, column} and self.known(row, column))):
                raise fault("not_listed", item=one, known=", ".join(declared))
        return self

    @property
    def _declared(self) -> list[str]:
        return [one for side in (self.rows, self.columns) if isinstance(side, list) for one in side]

    def known(self, row: str, column: str) -> bool:
        """Tell whether a row and a column may be, as far as the case file says."""
        for name, side in ((row, self.rows), (column, self.columns)):
            if isinstance(side, list) and name not in side:
                return False
            if not 0 < len(name) <= MAX_NAME:
                return False
        return True

    def at(self, name: str) -> Place | None:
        """The cell of a place; None where it cannot be one."""
        row, dot, column = name.partition(".") if isinstance(self.rows, list) else name.rpartition(".")
        return (row, column) if dot and self.known(row, column) else None

    def of(self, at: Place) -> Cell:
        """How a cell is asked."""
        return self.cells.get(at[0]) or self.cells.get(at[1]) or self.cell
