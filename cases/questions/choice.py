"""One option to choose, or several, each with its own feedback."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field, ValidationInfo, field_validator

from cases.answers import BLANK, Answer, Raw, Reading, is_blank
from cases.expressions import ExpressionError
from cases.numerals import Lang
from cases.plain import Plain
from cases.questions.base import Identifier, Outcome, Question, Scope, fault
from cases.template import Source


class ChoiceQuestion(Question):
    """Options with ids; the key is one id, a list of ids, or an expression that gives either."""

    TYPE: ClassVar[str] = "choice"

    type: Literal["choice"] = "choice"
    options: list[Identifier] = Field(min_length=2, max_length=12)
    answer: Source = Field(description="{text: id}, a list of them, or an expression over the graph")
    several: bool = False
    shuffle: bool = True
    credits: dict[Identifier, float] = Field(
        default_factory=dict, description="what a wrong option still earns"
    )

    @field_validator("options")
    @classmethod
    def _each_once_too(cls, options: list[str]) -> list[str]:
        twice = next((option for option in options if options.count(option) > 1), None)
        if twice is not None:
            raise fault("listed_twice", item=twice)
        return options

    @field_validator("credits")
    @classmethod
    def _of_options(cls, credits: dict[str, float], info: ValidationInfo) -> dict[str, float]:
        options = info.data.get("options", list(credits))
        for option, credit in credits.items():
            if option not in options:
                raise fault("not_listed", item=option, known=", ".join(options))
            if not 0 <= credit < 1:
                raise fault("credit_range", item=option, credit=credit)
        return credits

    # -- the graph ----------------------------------------------------------------------------------
    def sources(self) -> dict[str, Source]:
        """The key."""
        return {"answer": self.answer}

    def key(self, scope: Scope) -> Plain:
        """The ids of the right options, in the file's order."""
        value = scope.evaluate(self.templates["answer"])
        chosen = value if isinstance(value, list) else [value]
        if not chosen or any(option not in self.options for option in chosen):
            raise ExpressionError("choice_key", options=", ".join(self.options), found=str(value))
        if not self.several and len(chosen) != 1:
            raise ExpressionError("choice_several", found=str(value))
        return [option for option in self.options if option in chosen]

    # -- answers ------------------------------------------------------------------------------------
    def read(self, answer: Answer) -> Reading:
        """Read option ids; an id that the question does not know is refused, never marked."""
        if isinstance(answer.raw, dict):
            return Reading(codes=("answer_shape",))
        if is_blank(answer.raw):
            return BLANK
        chosen = [answer.raw] if isinstance(answer.raw, str) else answer.raw
        chosen = [option.strip() for option in chosen if option.strip()]
        unknown = next((option for option in chosen if option not in self.options), None)
        if unknown is not None:
            return Reading(
                codes=("unknown_option",), params={"option": unknown[:40], "options": ", ".join(self.options)}
            )
        if len(set(chosen)) > 1 and not self.several:
            return Reading(codes=("one_option",))
        return Reading(value=[option for option in self.options if option in chosen])

    def raw(self, value: Plain, lang: Lang) -> Raw:  # ids are the same in both languages
        """The option ids."""
        ids = [str(option) for option in value] if isinstance(value, list) else [str(value)]
        return ids if self.several else ids[0]

    def show(self, value: Plain, lang: Lang) -> str:
        """The option ids; the debrief puts their words in their place."""
        return ", ".join(str(option) for option in value) if isinstance(value, list) else ""

    # -- marking ------------------------------------------------------------------------------------
    def mark(self, reading: Reading, carried: Scope, key: Scope) -> Outcome:
        """Mark a choice: the share of the right ids less the share of the wrong ones, never under zero.

        Ticking everything therefore earns nothing, however many of the options are right.
        """
        assert isinstance(reading.value, list)
        chosen = set(reading.value)
        right, own = self._ids(key), self._ids(carried)
        if chosen == set(right):
            return Outcome(1.0, ("correct",), expected=list(right), key=list(right))
        if chosen == set(own):
            return Outcome(1.0, ("carried",), expected=list(own), key=list(right))
        wrong = [option for option in self.options if option in chosen - set(own)]
        if self.several:
            others = max(len(self.options) - len(own), 1)
            credit = max(0.0, len(chosen & set(own)) / len(own) - len(wrong) / others)
        else:
            credit = self.credits.get(wrong[0], 0.0)
        head = "partly" if credit > 0 else "wrong"
        return Outcome(
            credit, (*(f"option.{option}" for option in wrong), head), expected=list(own), key=list(right)
        )

    def _ids(self, scope: Scope) -> list[str]:
        value = self.key(scope)
        assert isinstance(value, list)
        return [str(option) for option in value]

    def mistake_values(self, scope: Scope) -> dict[str, list[Plain]]:
        """Each wrong option of a single choice is a misconception of its own."""
        if self.several:
            return {}
        right = self._ids(scope)
        return {f"option.{option}": [[option]] for option in self.options if option not in right}

    # -- words --------------------------------------------------------------------------------------
    def lists(self) -> dict[str, frozenset[str]]:
        """The words of each option, and a word of feedback on each."""
        ids = frozenset(self.options)
        return {"options": ids, "feedback": ids}

    def shape(self) -> str:
        """A list of ids, or one id."""
        return "list" if self.several else "text"
