"""The case format: one pydantic tree, exported as JSON Schema so that an editor completes it."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union

from pydantic import AfterValidator, Discriminator, Field, Tag

from cases.quantity import check_filter
from cases.questions import QUESTION_TYPES
from cases.questions.base import Identifier, Part, Question, Unit, fault
from cases.template import Source

LABEL = "label"
FINEST = 1e-9  # step of a draw: what is drawn is then exact to the last decimal that can be written


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
    """One of the values listed, all equally likely."""

    choice: list[Source] = Field(min_length=1)
    unit: Unit | None = None


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


def _draw_kind(value: Any) -> str | None:
    keys = value if isinstance(value, dict) else getattr(type(value), "model_fields", {})
    return next((kind for kind in DRAW_KINDS if kind in keys), None)


DRAW_KINDS = ("integer", "decimal", "choice", "table", "series")
Draw = Annotated[
    Annotated[IntegerDraw, Tag("integer")]
    | Annotated[DecimalDraw, Tag("decimal")]
    | Annotated[ChoiceDraw, Tag("choice")]
    | Annotated[TableDraw, Tag("table")]
    | Annotated[SeriesDraw, Tag("series")],
    Discriminator(_draw_kind),
]


def _known_format(name: str) -> str:
    if name != LABEL:
        try:
            check_filter(name)
        except LookupError as error:
            raise fault("cell", format=name, why=str(error)) from error
    return name


Format = Annotated[str, AfterValidator(_known_format)]


class Column(Part):
    """A column of an annex table: the list of values, and how one is written."""

    value: Source
    format: Format = Field(
        "num", description="a filter of cases.quantity: int, dec2, eur, pct1, month, label…"
    )


class Cell(Part):
    """A field of an annex record: the value, and how it is written."""

    value: Source
    format: Format = Field("num", description="a filter of cases.quantity: int, dec2, eur, pct1, label…")


class Annex(Part):
    """A numbered document of the paper, built from the graph; its words stand in the papers."""

    id: Identifier
    record: dict[Identifier, Cell] = Field(default_factory=dict)
    columns: dict[Identifier, Column] = Field(default_factory=dict)


if TYPE_CHECKING:
    AnyQuestion = Question
else:
    AnyQuestion = Annotated[Union[tuple(QUESTION_TYPES.values())], Field(discriminator="type")]  # noqa: UP007


def _real_day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise fault("day", value=text) from error


class CaseFile(Part):
    """case.yaml: the numbers, the graph, the questions and the marks of a case; no sentence in it."""

    format: Literal[1] = 1
    version: int = Field(ge=1)
    set_at: Annotated[str, AfterValidator(_real_day)] = Field(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", description="the date the case is set at"
    )
    duration_min: int = Field(ge=5, le=480)
    level: int = Field(ge=1, le=5)
    draw: dict[Identifier, Draw] = Field(default_factory=dict)
    keep_if: list[str] = Field(default_factory=list)
    values: dict[Identifier, Source] = Field(default_factory=dict)
    annexes: list[Annex] = Field(default_factory=list)
    questions: list[AnyQuestion] = Field(min_length=1)


def json_schema() -> dict[str, Any]:
    """The format as JSON Schema, for editors."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **CaseFile.model_json_schema()}
    _close(schema)
    return schema


def _close(schema: Any) -> None:
    """Refuse the names that no pattern fits, as the model does; pydantic's schema lets them through."""
    parts = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    for part in parts:
        _close(part)
    if isinstance(schema, dict) and "patternProperties" in schema:
        schema.setdefault("additionalProperties", False)


if __name__ == "__main__":  # python -m cases.schema > cases/case.schema.json
    sys.stdout.write(json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n")
