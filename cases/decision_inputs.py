"""The inputs of a decision: how each is bounded, read, brought into range and written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from pydantic import Field, model_validator

from cases.answers import BLANK, Answer, Raw, Reading, is_blank
from cases.expression_error import ExpressionError
from cases.numerals import Lang
from cases.part import Identifier, Part, Unit, fault
from cases.plain import Plain, is_number
from cases.quantity import read_number, write_number
from cases.reading_words import refused
from solvers.pattern_search import Axis

Value = float | str  # a figure, or the id of an option
Inputs = Mapping[str, Value]


class Input(Part):
    """One parameter of the policy: a figure of ``unit`` within ``range``, or one of declared ``options``."""

    unit: Unit = ""
    range: tuple[float, float] | None = Field(None, description="the lowest and the highest figure allowed")
    decimals: int = Field(0, ge=0, le=2, description="0 for a whole number")
    step: float | None = Field(None, gt=0, description="of the slider and of a search; one unit by default")
    options: list[Identifier] = Field(
        default_factory=list, max_length=20, description="ids to choose from, instead of a range"
    )

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if bool(self.options) == (self.range is not None):
            raise fault("decision_input")
        if self.options and {"unit", "decimals", "step"} & self.model_fields_set:
            raise fault("decision_input")
        twice = next((one for one in self.options if self.options.count(one) > 1), None)
        if twice is not None:
            raise fault("listed_twice", item=twice)
        if len(self.options) == 1:
            raise fault("decision_input")
        if self.range is not None:
            if self.range[0] >= self.range[1]:
                raise fault("range_order", low=self.range[0], high=self.range[1])
            for figure in (*self.range, self.finest):
                if round(figure * self._scale, 6) != round(figure * self._scale):
                    raise fault("decision_decimals", found=figure, decimals=self.decimals)
        return self

    @property
    def _scale(self) -> int:
        return (1, 10, 100)[self.decimals]

    @property
    def finest(self) -> float:
        """The step of the slider, and the last one of a search."""
        return self.step if self.step is not None else 1 / self._scale

    @property
    def bounds(self) -> tuple[float, float]:
        """The lowest and the highest figure, plain whole numbers where there are no decimals."""
        assert self.range is not None
        low, high = self.range
        return (self.rounded(low), self.rounded(high))

    def rounded(self, figure: float) -> float:
        """A figure with the decimals of the input, a plain whole number where there are none."""
        return round(figure, self.decimals) if self.decimals else round(figure)

    def kept(self, value: Plain) -> Value | None:
        """A value rounded and brought into the range, or an option; None where it is neither."""
        if self.options:
            return value if isinstance(value, str) and value in self.options else None
        if not is_number(value):
            return None
        low, high = self.bounds
        return min(max(self.rounded(value), low), high)

    def read(self, name: str, typed: str, lang: Lang) -> Reading:
        """What was typed or chosen: a figure in its range, or the id of an option; never raises."""
        if self.options:
            if typed.strip() in self.options:
                return Reading(value=typed.strip())
            params: dict[str, Plain] = {"option": typed[:40], "options": ", ".join(self.options)}
            return Reading(codes=("unknown_option",), params=params)
        read = read_number(typed, lang, unit=self.unit or None, decimals=self.decimals)
        if not read.ok or read.value is None:
            return refused(read, typed, self.unit, name)
        low, high = self.bounds
        if not low <= read.value <= high:
            bounds = [self.write(one, lang) if self.decimals else one for one in (low, high)]
            return Reading(
                codes=("out_of_range",), params={"input": name, "low": bounds[0], "high": bounds[1]}
            )
        if read.value != self.rounded(read.value):
            code = "too_fine" if self.decimals else "not_whole"
            params = {"input": name, "decimals": self.decimals} if self.decimals else {"input": name}
            return Reading(codes=(code,), params=params)
        return Reading(value=self.rounded(read.value))

    def write(self, value: Plain, lang: Lang, unit: bool = False) -> str | None:
        """A value as a learner types it, with its unit to be shown; None for what is no value of the input."""
        if self.options:
            return value if isinstance(value, str) else None
        if not is_number(value):
            return None
        named = self.unit or None if unit else None
        return write_number(float(value), lang, decimals=self.decimals, unit=named)

    # -- a search ----------------------------------------------------------------------------------
    def axis(self, first: float) -> Axis:
        """The axis of a search, in units of the last decimal, or places of the options; ``first`` step."""
        if self.options:
            return Axis(0, len(self.options) - 1, choices=True)
        low, high = self.bounds
        return Axis(self.place(low), self.place(high), max(self._units(first), 1), self._units(self.finest))

    def place(self, value: Value) -> int:
        """Where a value stands on the axis."""
        return self.options.index(value) if isinstance(value, str) else self._units(value)

    def at(self, place: int) -> Value:
        """The value of a place on the axis."""
        return self.options[place] if self.options else self.rounded(place / self._scale)

    def _units(self, figure: float) -> int:
        return round(figure * self._scale)


def kept(boxes: Mapping[str, Input], value: Plain) -> dict[str, Value]:
    """Inputs rounded and brought into their ranges; raises ExpressionError when one is missing or no value."""
    found: dict[str, Value] = {}
    for name, box in boxes.items():
        one = box.kept(value[name]) if isinstance(value, dict) and set(value) == set(boxes) else None
        if one is None:
            raise ExpressionError("decision_inputs", inputs=", ".join(boxes))
        found[name] = one
    return found


def read(boxes: Mapping[str, Input], answer: Answer) -> Reading:
    """Every input of an answer; never raises."""
    if not isinstance(answer.raw, dict):
        return Reading(codes=("answer_shape",))
    if is_blank(answer.raw):
        return BLANK
    values: dict[str, Plain] = {}
    for name, box in boxes.items():
        typed = answer.raw.get(name, "")
        if is_blank(typed):
            return Reading(codes=("input_missing",), params={"input": name})
        found = box.read(name, str(typed), answer.lang)
        if not found.ok:
            return found
        values[name] = found.value
    return Reading(value=values)


def raw(boxes: Mapping[str, Input], value: Plain, lang: Lang) -> Raw:
    """The inputs as typed or chosen."""
    values = value if isinstance(value, dict) else {}
    written = {name: box.write(values[name], lang) for name, box in boxes.items() if name in values}
    return {name: text for name, text in written.items() if text is not None}
