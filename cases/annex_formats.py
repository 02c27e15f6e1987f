"""How a value of an annex is written: a filter of ``cases.quantity``, or a word of the paper."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from cases.quantity import check_filter
from cases.questions.base import Part, fault
from cases.template import Source

LABEL = "label"
TEXTUAL = frozenset({LABEL, "text", "month", "date"})  # formats that write no figure


def _known_format(name: str) -> str:
    if name != LABEL:
        try:
            check_filter(name)
        except LookupError as error:
            raise fault("cell", format=name, why=str(error)) from error
    return name


Format = Annotated[str, AfterValidator(_known_format)]


class Cell(Part):
    """A field of an annex record: the value, and how it is written."""

    value: Source
    format: Format = Field("num", description="a filter of cases.quantity: int, dec2, eur, pct1, label…")
