"""The keys of a case file that say what a plan is: its table, its checker, and the plans that it is marked by."""

from __future__ import annotations

from functools import cached_property
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from cases.part import Identifier, Part, Unit, fault
from cases.plan_table import Column, Table
from cases.template import Source
from cases.time_axis import TimeAxis


class PlanFields(Part):
    """The format of a plan, the table that it is entered in, and the figure that marks it."""

    columns: dict[Identifier, Column] = Field(min_length=1, max_length=10)
    rows: Source = Field(
        description="how many rows at most, or {column: texts}: a row for each text, in a fixed first column"
    )
    check: Source = Field(
        description="a checker over plan: {violations: [{rule, rows, …}], objective: {…}}; check_loading, say"
    )
    rules: list[Identifier] = Field(
        default_factory=list, description="rules that check names beyond those of the checkers it calls"
    )
    soft: dict[Identifier, float] = Field(
        default_factory=dict, description="rules that may be broken: the most that such a plan earns"
    )
    minimise: Identifier | None = Field(None, description="the figure of the objective to bring down")
    maximise: Identifier | None = Field(None, description="the figure of the objective to bring up")
    unit: Unit = Field("", description="the unit of that figure")
    naive: Source = Field(description="the rows of a plan without method: no credit")
    reference: Source = Field(description="a solver's rows, or {rows, objective, bound}")
    dead_band: float = Field(
        0.01, ge=0, le=0.1, description="share of the best figure within which 100 % is due"
    )
    infeasible_credit: float = Field(
        0.3, ge=0, lt=1, description="the most that a plan which breaks a rule earns"
    )
    violations_shown: Literal["always", "after"] = "always"
    chart: Literal["none", "gantt", "loads"] = "none"
    axis: TimeAxis | None = Field(None, description="worked days along the gantt")

    @field_validator("rows")
    @classmethod
    def _rows_shape(cls, rows: Source) -> Source:
        if isinstance(rows, bool) or not isinstance(rows, int | str | dict) or rows == 0:
            raise fault("plan_rows")
        if isinstance(rows, dict) and (len(rows) != 1 or not next(iter(rows)).isidentifier()):
            raise fault("plan_rows")
        return rows

    @field_validator("soft")
    @classmethod
    def _caps(cls, soft: dict[str, float]) -> dict[str, float]:
        for rule, most in soft.items():
            if not 0 <= most < 1:
                raise fault("credit_range", item=rule, credit=most)
        return soft

    @model_validator(mode="after")
    def _one_aim(self) -> Self:
        if (self.minimise is None) == (self.maximise is None):
            raise fault("plan_aim")
        if self.axis is not None and self.chart != "gantt":
            raise fault("plan_axis")
        if self.key_column in self.columns:
            raise fault("listed_twice", item=self.key_column)
        return self

    @property
    def key_column(self) -> str:
        """The fixed first column; nothing where rows have but a number."""
        return str(next(iter(self.rows))) if isinstance(self.rows, dict) else ""

    @cached_property
    def table(self) -> Table:
        """The table that the answer is entered in."""
        return Table(self.columns, self.key_column)

    @property
    def aim(self) -> str:
        """The figure of the objective that marks the plan."""
        return str(self.minimise or self.maximise)
