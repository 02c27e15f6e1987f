"""The kinds of draw of the case format: what a seed may draw for a parameter."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from cases.questions.base import Identifier, Part, Unit, fault
from cases.template import Source

FINEST = 1e-9  # step of a draw: what is drawn is then exact to the last decimal that can be written

Weight = Annotated[float, Field(ge=0)]


def _kind_in(value: Any, kinds: tuple[str, ...]) -> str | None:
    keys = value if isinstance(value, dict) else getattr(type(value), "model_fields", {})
    return next((kind for kind in kinds if kind in keys), None)


class IntegerDraw(Part):
    """A whole number between two bounds, both included, by steps."""

    integer: tuple[Source, Source] = Field(description="[lowest, highest]: numbers or expressions")
    step: int = Field(1, ge=1)
    unit: Unit | None = None


class DecimalDraw(Part):
    """A decimal number between two bounds, both included, by steps."""

    decimal: tuple[Source, Source] = Field(description="[lowest, highest]: numbers or expressions")
    step: float = Field(ge=FINEST)
    unit: Unit | None = None


class ChoiceDraw(Part):
    """One of the values listed, all equally likely unless weights are given."""

    choice: list[Source] = Field(min_length=1)
    weights: list[Weight] | None = Field(None, description="one per value; 0 leaves a value out")
    unit: Unit | None = None

    @model_validator(mode="after")
    def _one_weight_each(self) -> Self:
        if self.weights is not None and (len(self.weights) != len(self.choice) or not sum(self.weights)):
            raise fault("weights", count=len(self.choice))
        return self


class OneOfDraw(Part):
    """One of the items of a list or of a table, all equally likely."""

    one_of: Source = Field(description="a list, or a table: an expression")


class TableDraw(Part):
    """One row of a table of records, all equally likely."""

    table: list[dict[str, Source]] = Field(min_length=1)


class Series(Part):
    """A series around a mean: profile × (1 + noise × a standard normal draw cut at ±2)."""

    length: int = Field(ge=1, le=1_000)
    mean: Source
    profile: list[float] = Field(default=[1.0], min_length=1, description="repeated over the series")
    noise: float = Field(0.0, ge=0, le=0.5)
    step: float = Field(1, ge=FINEST, description="each figure is rounded to a multiple of it")


class SeriesDraw(Part):
    """A drawn series of figures (twelve months of consumption, say)."""

    series: Series
    unit: Unit | None = None


class SampleDraw(Part):
    """Some of the items of a list or of a table, each once, in the order drawn."""

    sample: Source = Field(description="a list, or a table: an expression")
    count: Source = Field(description="how many")
    in_order: bool = Field(False, description="keep the order of the list")


class ShuffleDraw(Part):
    """A list or a table in another order, all orders equally likely."""

    shuffle: Source = Field(description="a list, or a table: an expression")


class ValueColumn(Part):
    """A column of a drawn table that is computed, row by row."""

    value: Source = Field(description="over the columns before it, `row` (1, 2…) and the names of the case")


def _column_kind(value: Any) -> str | None:
    return _kind_in(value, COLUMN_KINDS)


COLUMN_KINDS = ("integer", "decimal", "choice", "one_of", "series", "value")
ColumnDraw = Annotated[
    Annotated[IntegerDraw, Tag("integer")]
    | Annotated[DecimalDraw, Tag("decimal")]
    | Annotated[ChoiceDraw, Tag("choice")]
    | Annotated[OneOfDraw, Tag("one_of")]
    | Annotated[SeriesDraw, Tag("series")]
    | Annotated[ValueColumn, Tag("value")],
    Discriminator(_column_kind),
]

ROW = "row"


class Rows(Part):
    """A table: so many rows, each column drawn or computed."""

    count: Source = Field(description="how many rows, 1 to 500")
    columns: dict[Identifier, ColumnDraw] = Field(min_length=1)
    key: Identifier | None = Field(None, description="a column whose values must differ from row to row")

    @model_validator(mode="after")
    def _names(self) -> Self:
        if ROW in self.columns:
            raise fault("row_name")
        if self.key is not None and self.key not in self.columns:
            raise fault("not_listed", item=self.key, known=", ".join(self.columns))
        return self


class RowsDraw(Part):
    """A drawn table: a list of records."""

    rows: Rows


FaultKind = Literal["missing", "duplicate", "typo", "unit", "outlier", "swapped", "negative", "format"]


class Plant(Part):
    """A kind of fault, planted in so many rows of a table; a row never bears two."""

    kind: FaultKind
    count: Source = Field(1, description="how many rows")
    column: Identifier | None = Field(None, description="where; a duplicate is of the whole row")
    factor: Source | None = Field(None, description="of a unit (1000) or an outlier (10)")
    other: Identifier | None = Field(None, description="the column that swapped values belong to")
    suffix: str = Field("", max_length=12, description="written after a figure in another format")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.column is None) != (self.kind == "duplicate"):
            raise fault("plant_column", kind=self.kind)
        if (self.other is not None) != (self.kind == "swapped"):
            raise fault("plant_other")
        if self.other is not None and self.other == self.column:
            raise fault("plant_other")
        if self.factor is not None and self.kind not in {"unit", "outlier"}:
            raise fault("plant_factor", kind=self.kind)
        return self


class Faults(Part):
    """Faults planted in a copy of a table, so that the truth is known."""

    table: Source = Field(description="the clean table: an expression")
    key: Identifier = Field(description="the column that names a row; its values must differ")
    plant: list[Plant] = Field(min_length=1, max_length=20)


class FaultsDraw(Part):
    """A record: `clean`, the table; `dirty`, with its faults; `faults`, where they are and what is true."""

    faults: Faults


def _draw_kind(value: Any) -> str | None:
    return _kind_in(value, DRAW_KINDS)


DRAW_KINDS = (
    *("integer", "decimal", "choice", "one_of", "table", "series"),
    *("rows", "sample", "shuffle", "faults"),
)
Draw = Annotated[
    Annotated[IntegerDraw, Tag("integer")]
    | Annotated[DecimalDraw, Tag("decimal")]
    | Annotated[ChoiceDraw, Tag("choice")]
    | Annotated[OneOfDraw, Tag("one_of")]
    | Annotated[TableDraw, Tag("table")]
    | Annotated[SeriesDraw, Tag("series")]
    | Annotated[RowsDraw, Tag("rows")]
    | Annotated[SampleDraw, Tag("sample")]
    | Annotated[ShuffleDraw, Tag("shuffle")]
    | Annotated[FaultsDraw, Tag("faults")],
    Discriminator(_draw_kind),
]
