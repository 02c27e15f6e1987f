"""How a cell of a table is asked for: a figure, an option, or a short text; how it is read, written and compared."""

from __future__ import annotations

from functools import cached_property
from typing import Self

from pydantic import Field, model_validator

from cases.answers import BLANK, Reading
from cases.expression_error import ExpressionError
from cases.figure_format import FigureFormat, FormatFields
from cases.numerals import Lang
from cases.part import Identifier, fault
from cases.plain import Plain
from cases.template import Source

MAX_TEXT = 60
_FIGURE = frozenset(FormatFields.model_fields)


class Cell(FormatFields):
    """A figure by default; an option of the case or of the graph; or a short text, whose case does not count."""

    options: list[Identifier] = Field(
        default_factory=list, max_length=30, description="ids to choose from, worded in the paper"
    )
    choices: Source = Field(None, description="an expression that gives the texts to choose from")
    text: bool = Field(False, description="a short text typed, a code say")
    weight: float = Field(1.0, gt=0, le=100, description="what a cell of this row or column weighs")

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        kinds = bool(self.options) + (self.choices is not None) + self.text
        if kinds > 1 or (kinds and _FIGURE & self.model_fields_set):
            raise fault("table_cell")
        twice = next((one for one in self.options if self.options.count(one) > 1), None)
        if twice is not None:
            raise fault("listed_twice", item=twice)
        return self

    @property
    def chosen(self) -> bool:
        """True where an option is chosen."""
        return bool(self.options) or self.choices is not None

    @property
    def is_figure(self) -> bool:
        """True where a figure or a date is typed."""
        return not self.chosen and not self.text

    @cached_property
    def figure(self) -> FigureFormat:
        """How the figure is read, written and held against another."""
        given = {name: getattr(self, name) for name in _FIGURE & self.model_fields_set}
        return FigureFormat.model_validate(given)

    # -- values -------------------------------------------------------------------------------------
    def rounded(self, value: Plain, what: str) -> Plain:
        """A value of the graph as one would write it down; raises ExpressionError, which names ``what``."""
        if self.is_figure:
            return self.figure.rounded(value, what)
        text = str(value) if isinstance(value, str) else ""
        if not 0 < len(text) <= MAX_TEXT or (self.options and text not in self.options):
            raise ExpressionError("table_text", what=what, found=str(value)[:60], limit=MAX_TEXT)
        return text

    def holds(self, expected: Plain, given: Plain) -> bool:
        """Tell whether ``given`` is accepted for ``expected``."""
        if self.is_figure:
            return self.figure.holds(expected, given)
        return isinstance(expected, str) and isinstance(given, str) and _folded(expected) == _folded(given)

    def apart(self, value: Plain, other: Plain) -> bool:
        """Tell whether the answers accepted for two values never meet."""
        return self.figure.apart(value, other) if self.is_figure else not self.holds(value, other)

    # -- reading and writing ------------------------------------------------------------------------
    def read(self, raw: str, lang: Lang) -> Reading:
        """Read what was typed or chosen: BLANK, a value, or the codes of a refusal; never raises."""
        if self.is_figure:
            return self.figure.read(raw, lang)
        text = " ".join(raw.split())
        if not text:
            return BLANK
        if self.options and text not in self.options:
            known = ", ".join(self.options)
            return Reading(codes=("unknown_option",), params={"option": text[:40], "options": known})
        if len(text) > MAX_TEXT:
            return Reading(codes=("table_long",), params={"limit": MAX_TEXT})
        return Reading(value=text)

    def raw(self, value: Plain, lang: Lang) -> str:
        """A value as it is typed or chosen, none of its decimals lost."""
        if not self.is_figure:
            return str(value)
        short = self.figure.raw(value, lang)
        return short if self.figure.read(short, lang).value == value else self.figure.retyped(value, lang)

    def shown(self, value: Plain, lang: Lang) -> str:
        """A value as the table shows it, without its unit; a text that stands for a figure as it is."""
        if value is None:
            return ""
        if not self.is_figure or (isinstance(value, str) and not self.figure.is_date):
            return str(value)
        return self.raw(value, lang)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
