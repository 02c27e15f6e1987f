"""A figure to compute: a quantity, a rate, a duration, an amount."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, product
from typing import ClassVar, Literal

from pydantic import Field

from cases import detectors
from cases.answers import BLANK, Answer, Raw, Reading, is_blank
from cases.expressions import ExpressionError
from cases.numerals import Lang
from cases.plain import Plain, is_number
from cases.problem import message
from cases.quantity import read_number, round_to, unit_label, write_number
from cases.questions.base import FieldView, Identifier, Outcome, Part, Question, Scope, Unit, unreadable
from cases.template import Source
from cases.tolerance import Tolerance, plausible, significant_digits

PERCENT = "percent"


class Mistake(Part):
    """A misconception: what it answers, and what it still earns (a share of the points)."""

    answer: Source = Field(description="an expression, or a list of them where one idea has several forms")
    credit: float = Field(0.0, ge=0, lt=1)


class Allowed(Part):
    """The allowance around the key: relative to it, and absolute in the unit asked."""

    relative: float = Field(
        0.01, ge=0, le=0.2, description="none by default where the question rounds up or down"
    )
    absolute: float = Field(0.0, ge=0)


class NumberQuestion(Question):
    """One figure with a unit, a rounding and a tolerance; the value of the same id is its key."""

    TYPE: ClassVar[str] = "number"

    type: Literal["number"] = "number"
    unit: Unit = ""
    answer: Source = Field(description="the key: an expression over the graph")
    round: Literal["nearest", "ceil", "floor", "truncate"] = "nearest"
    decimals: int = Field(0, ge=0, le=6, description="decimals asked (of the percentage for a percent)")
    tolerance: Allowed = Allowed()
    rounding_credit: float = Field(0.5, ge=0, lt=1, description="what a figure rounded the wrong way earns")
    mistakes: dict[Identifier, Mistake | str | float | list[str]] = Field(default_factory=dict)

    # -- the graph ----------------------------------------------------------------------------------
    def sources(self) -> dict[str, Source]:
        """The key and every misconception."""
        found: dict[str, Source] = {"answer": self.answer}
        for name, mistake in self.mistakes.items():
            answer = mistake.answer if isinstance(mistake, Mistake) else mistake
            found[f"mistakes.{name}"] = list(answer) if isinstance(answer, list) else answer
        return found

    @property
    def _decimals(self) -> int:
        return self.decimals + 2 if self.unit == PERCENT else self.decimals

    @property
    def _tolerance(self) -> Tolerance:
        absolute = self.tolerance.absolute / 100 if self.unit == PERCENT else self.tolerance.absolute
        relative = self.tolerance.relative
        if self.round in {"ceil", "floor"} and "relative" not in self.tolerance.model_fields_set:
            # 251 pallets are not 250: what is rounded up or down is exact, unless the case says otherwise
            relative = 0.0
        return Tolerance(relative, absolute, self.round, 10.0**-self._decimals)

    def _figure(self, scope: Scope, place: str) -> float:
        value = scope.evaluate(self.templates[place])
        if not is_number(value):
            raise ExpressionError("expression_type", what=place)
        return float(value)

    def _rounded(self, value: float) -> float:
        return float(round_to(value, self.round, self._decimals))

    def key(self, scope: Scope) -> Plain:
        """The key, rounded as asked: what the learner writes down and goes on with."""
        return self._rounded(self._figure(scope, "answer"))

    def _slips(self, scope: Scope, name: str) -> list[float]:
        value = scope.evaluate(self.templates[f"mistakes.{name}"])
        figures = value if isinstance(value, list) else [value]
        if not all(is_number(figure) for figure in figures):
            raise ExpressionError("expression_type", what=f"mistakes.{name}")
        return [self._rounded(float(figure)) for figure in figures if is_number(figure)]

    def mistake_values(self, scope: Scope) -> dict[str, list[Plain]]:
        """The figures that each declared misconception would write down."""
        return {f"mistake.{name}": list(self._slips(scope, name)) for name in self.mistakes}

    def look_alike(self, scope: Scope) -> Iterator[tuple[str, str]]:
        """Pairs among the key and the misconceptions whose accepted answers meet in this draw."""
        values = {"correct": [self.key(scope)], **self.mistake_values(scope)}
        for (one, figures), (other, others) in combinations(values.items(), 2):
            for a, b in product(figures, others):
                if is_number(a) and is_number(b) and not self._tolerance.apart(float(a), float(b)):
                    yield one, other

    # -- answers ------------------------------------------------------------------------------------
    def read(self, answer: Answer) -> Reading:
        """Read the figure in the language it was typed in."""
        if not isinstance(answer.raw, str):
            return Reading(codes=("answer_shape",))
        if is_blank(answer.raw):
            return BLANK
        rate = self.unit == PERCENT
        read = read_number(
            answer.raw, answer.lang, unit=self.unit or None, rate=rate, percent=rate, decimals=self.decimals
        )
        return Reading(value=read.value) if read.ok else unreadable(read, answer, self.unit)

    def raw(self, value: Plain, lang: Lang) -> Raw:
        """The figure as a careful learner types it, with its unit left out."""
        return self._write(value, lang, with_unit=False)

    def show(self, value: Plain, lang: Lang) -> str:
        """The figure with its unit."""
        return self._write(value, lang, with_unit=True)

    def _write(self, value: Plain, lang: Lang, *, with_unit: bool, decimals: int | None = None) -> str:
        if not is_number(value):
            return ""
        shown = max(self.decimals if decimals is None else decimals, 0)
        if self.unit == PERCENT:
            return write_number(value, lang, decimals=shown, style="percent")
        return write_number(value, lang, decimals=shown, unit=self.unit if with_unit and self.unit else None)

    def show_as_typed(self, value: float, lang: Lang) -> str:
        """What was read of a learner's figure, decimals kept, with the unit."""
        typed = next((d for d in range(7) if abs(round(value, d) - value) <= 1e-9 * max(1, abs(value))), 6)
        if self.unit == PERCENT:
            typed = max(typed - 2, 0)
        if typed and self.unit.split("/")[0] == "EUR":
            typed = max(typed, 2)  # an amount is written in cents: 4,10 €
        return self._write(value, lang, with_unit=True, decimals=typed)

    # -- marking ------------------------------------------------------------------------------------
    def mark(self, reading: Reading, carried: Scope, key: Scope) -> Outcome:
        """Mark a figure: right, right by what was carried, a known misconception, a slip, or wrong."""
        assert is_number(reading.value)
        answer = float(reading.value)
        right = self._key_figure(key)
        own = right if carried is key else self._key_figure(carried)
        credit, code = self._judge(answer, right, own, carried, key)
        accepted = right if code == "correct" else own
        return Outcome(
            credit=credit,
            codes=(code,),
            expected=accepted,
            key=right,
            interval=self._tolerance.shown(accepted, self._decimals),
        )

    def _key_figure(self, scope: Scope) -> float:
        value = self.key(scope)
        assert is_number(value)
        return float(value)

    def _judge(
        self, answer: float, right: float, own: float, carried: Scope, key: Scope
    ) -> tuple[float, str]:
        if self._tolerance.holds(right, answer):
            return 1.0, "correct"
        if self._tolerance.holds(own, answer):
            return 1.0, "carried"
        scopes = (key,) if carried is key else (carried, key)
        for name, mistake in self.mistakes.items():
            for scope in scopes:
                try:
                    slips = self._slips(scope, name)
                except ExpressionError:
                    continue  # a learner's odd upstream figure may leave a misconception without a value
                if any(self._tolerance.holds(slip, answer) for slip in slips):
                    return (mistake.credit if isinstance(mistake, Mistake) else 0.0), f"mistake.{name}"
        unit = 10.0**-self._decimals
        for scope in scopes:
            if abs(answer - self._figure(scope, "answer")) < unit * (1 - 1e-9):
                return self.rounding_credit, "rounding"
        found = (detectors.detect(answer, figure, self.unit) for figure in (own, right))
        return 0.0, next((slip for slip in found if slip), "wrong")

    def carries(self, reading: Reading, outcome: Outcome) -> bool:
        """Carry a right or explained figure always, another one only when it is plausible."""
        if not reading.ok or not is_number(reading.value):
            return False
        code = outcome.codes[0]
        if code in {"correct", "carried", "rounding"} or code.startswith("mistake."):
            return True
        if code != "wrong" and significant_digits(reading.value) >= 3:
            return True  # a known slip on a figure too precise to be a stock answer
        return is_number(outcome.key) and plausible(float(reading.value), float(outcome.key))

    # -- words --------------------------------------------------------------------------------------
    def lists(self) -> dict[str, frozenset[str]]:
        """A word of feedback for each misconception."""
        return {"mistakes": frozenset(self.mistakes)} if self.mistakes else {}

    def fields(self, lang: Lang, words: Mapping[str, str]) -> tuple[FieldView, ...]:
        """One box, with its unit and the rounding asked."""
        decimals = max(self.decimals, 0)
        note = message(f"round.{self.round}.{min(decimals, 2)}", lang, {"decimals": decimals})
        return (FieldView("value", "", unit_label(self.unit, lang) if self.unit else "", note),)


__all__ = ["Allowed", "Mistake", "NumberQuestion"]
