"""The keys of a case file that say which faults a table may bear, and what finding them is worth."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from cases.draw_kinds import FaultKind
from cases.part import Identifier, Part, fault
from cases.table_cell import Cell
from cases.template import Source


class SheetCredit(Part):
    """What a fault found, a cell corrected and a false alarm count for, against one another."""

    found: float = Field(1.0, gt=0, le=100)
    corrected: float = Field(1.0, ge=0, le=100)
    false_alarm: float = Field(-0.5, ge=-100, le=0)


class SheetFields(Part):
    """The format of a table to clean."""

    table: Source = Field(description="the rows shown, faults included: extract.dirty")
    faults: Source = Field(description="where the faults are and what is true: extract.faults")
    row_key: Identifier = Field(alias="key", description="the column that names a row")
    columns: dict[Identifier, Cell] = Field(min_length=2, max_length=15)
    kinds: list[FaultKind | Identifier] = Field(
        min_length=1, max_length=12, description="what a row may be flagged as, worded in the paper"
    )
    flag_only: list[Identifier] = Field(
        default_factory=list, description="kinds that are flagged, not corrected; a duplicate always is"
    )
    credit: SheetCredit = SheetCredit()

    @model_validator(mode="after")
    def _names_known(self) -> Self:
        twice = next((one for one in self.kinds if self.kinds.count(one) > 1), None)
        if twice is not None:
            raise fault("listed_twice", item=twice)
        if self.row_key not in self.columns:
            raise fault("not_listed", item=self.row_key, known=", ".join(self.columns))
        for kind in self.flag_only:
            if kind not in self.kinds:
                raise fault("not_listed", item=kind, known=", ".join(self.kinds))
        for name, cell in self.columns.items():
            if cell.choices is not None or "weight" in cell.model_fields_set:
                raise fault("sheet_column", item=name)
        return self
