"""One option to choose, or several, each with its own feedback."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import Field, ValidationInfo, field_validator

from cases.answers import BLANK, Answer, Raw, Reading, is_blank
from cases.expressions import ExpressionError
from cases.joined import joined
from cases.numerals import Lang
from cases.plain import Plain
from cases.problem import message
from cases.questions.base import Identifier, Outcome, Question, Scope, Wording, fault
from cases.template import Source


@dataclass(frozen=True)
class OptionView:
    """An option of a choice."""

    id: str
    text: str


@dataclass(frozen=True)
class ChoiceAsk:
    """The options in the variant's order; ``none`` is the one that excludes the others, and stands last.

    ``look`` is "buttons" or "list": a list to unfold suits many options, one of which is chosen.
    """

    options: tuple[OptionView, ...]
    several: bool
    none: str = ""
    look: str = "buttons"


class ChoiceQuestion(Question):
    """Options with ids; the key is one id, a list of ids, or an expression that gives either."""

    TYPE: ClassVar[str] = "choice"

    type: Literal["choice"] = "choice"
    options: list[Identifier] = Field(min_length=2, max_length=12)
    answer: Source = Field(description="{text: id}, a list of them, or an expression over the graph")
    several: bool = False
    shuffle: bool = True
    credits: dict[Identifier, float] = Field(
        default_factory=dict, description="what a wrong option still earns; of several, how little it costs"
    )
    none: Identifier | None = Field(
        None, description="the option for none of the others: the key when the answer is an empty list"
    )
    look: Literal["buttons", "list"] = Field(
        "buttons", description="list: to unfold, for one of many options"
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

    @field_validator("none")
    @classmethod
    def _an_option(cls, none: str | None, info: ValidationInfo) -> str | None:
        options = info.data.get("options", [none])
        if none is not None and none not in options:
            raise fault("not_listed", item=none, known=", ".join(options))
        return none

    # -- the graph ----------------------------------------------------------------------------------
    def sources(self) -> dict[str, Source]:
        """The key."""
        return {"answer": self.answer}

    def key(self, scope: Scope) -> Plain:
        """The id of the right option; of several, the list of them in the file's order."""
        value = scope.evaluate(self.templates["answer"])
        chosen: list[Plain] = list(value) if isinstance(value, list) else [value]
        if not chosen and self.none is not None:
            chosen = [self.none]
        if not chosen or any(option not in self.options for option in chosen):
            raise ExpressionError("choice_key", options=", ".join(self.options), found=str(value))
        if not self.several and len(chosen) != 1:
            raise ExpressionError("choice_several", found=str(value))
        if self.none in chosen and len(set(map(str, chosen))) > 1:
            raise ExpressionError("choice_none", none=str(self.none), found=str(value))
        return self._value(chosen)

    def _value(self, chosen: Collection[Plain]) -> Plain:
        ids: list[Plain] = [option for option in self.options if option in chosen]
        return ids if self.several else ids[0]

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
        if self.none in chosen and len(set(chosen)) > 1:
            return Reading(codes=("none_alone",))
        return Reading(value=self._value(chosen))

    def raw(self, value: Plain, lang: Lang) -> Raw:  # ids are the same in both languages
        """The option ids."""
        ids = _listed(value)
        return ids if self.several else ids[0]

    def show(self, value: Plain, lang: Lang) -> str:
        """The option ids; the debrief puts their words in their place."""
        return ", ".join(_listed(value))

    def describe(self, value: Plain, words: Wording) -> str:
        """The words of the options."""
        return joined((words.item("options", option) for option in _listed(value)), words.lang)

    def shaped(self, text: str) -> Iterator[Raw]:
        """An id, and a list of ids."""
        yield text
        yield [self.options[0], text]

    # -- marking ------------------------------------------------------------------------------------
    def mark(self, reading: Reading, carried: Scope, key: Scope) -> Outcome:
        """Mark a choice: the share of the right ids less the share of the wrong ones, never under zero.

        Ticking everything therefore earns nothing, however many of the options are right. A wrong id that
        has a credit costs that much less than the others, which then cost more.
        """
        chosen = set(_listed(reading.value))
        right, own = self._ids(key), self._ids(carried)
        if chosen == set(right):
            return Outcome(1.0, ("correct",), expected=self._value(right), key=self._value(right))
        if chosen == set(own):
            return Outcome(1.0, ("carried",), expected=self._value(own), key=self._value(right))
        wrong = [option for option in self.options if option in chosen - set(own)]
        if self.several:
            costs = {
                option: 1 - self.credits.get(option, 0.0) for option in self.options if option not in own
            }
            lost = sum(costs[option] for option in wrong) / (sum(costs.values()) or 1.0)
            credit = max(0.0, len(chosen & set(own)) / len(own) - lost)
        else:
            credit = self.credits.get(wrong[0], 0.0)
        head = "partly" if credit > 0 else "wrong"
        codes = (*(f"option.{option}" for option in wrong), head)
        return Outcome(credit, codes, expected=self._value(own), key=self._value(right))

    def _ids(self, scope: Scope) -> list[str]:
        return _listed(self.key(scope))

    def mistake_values(self, scope: Scope) -> dict[str, list[Plain]]:
        """Each wrong option of a single choice is a misconception of its own."""
        if self.several:
            return {}
        right = self._ids(scope)
        return {f"option.{option}": [option] for option in self.options if option not in right}

    # -- the proof ----------------------------------------------------------------------------------
    def chance(self, scope: Scope) -> float | None:
        """The mean credit over the options: a figure that few seeds estimate as well as many."""
        outcomes = [self.mark(self.read(Answer(option)), scope, scope) for option in self.options]
        return sum(outcome.credit for outcome in outcomes) / len(outcomes)

    # -- words --------------------------------------------------------------------------------------
    def remarks(self, reading: Reading, outcome: Outcome, words: Wording) -> Iterator[str]:
        """A word on each option: what was rightly chosen, what was not, what was left out."""
        chosen, right = _listed(reading.value), _listed(outcome.expected)
        if not chosen:
            return
        for option in sorted(chosen, key=lambda one: one not in right):
            yield words.item("feedback", option)
        for option in right:
            if option not in chosen and self.several:
                yield message("debrief.left_out", words.lang, {"option": self.describe([option], words)})

    def told(self, code: str) -> bool:
        """Every code but a blank's and the carried one has its words on the options."""
        return code != "blank"

    def ask(self, scope: Scope, words: Wording) -> ChoiceAsk:
        """The options in the variant's order."""
        order = words.shuffled(self.options, "options") if self.shuffle else self.options
        order = sorted(order, key=lambda option: option == self.none)  # "none of these" stands last
        options = tuple(OptionView(option, words.item("options", option)) for option in order)
        return ChoiceAsk(options, self.several, self.none or "", self.look)

    def lists(self) -> dict[str, frozenset[str]]:
        """The words of each option, and a word of feedback on each."""
        ids = frozenset(self.options)
        return {"options": ids, "feedback": ids}

    def shape(self) -> str:
        """A list of ids, or one id."""
        return "list" if self.several else "text"


def _listed(value: Plain) -> list[str]:
    """The ids of a value, whether it is one of them or a list."""
    if value is None:
        return []
    return [str(option) for option in value] if isinstance(value, list) else [str(value)]
