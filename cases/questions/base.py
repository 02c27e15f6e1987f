"""What every question type is: its part of the format, its key, its reading and its marking."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

from pydantic import Field, field_validator

from cases import quantity
from cases.answers import Answer, Raw, Reading
from cases.assessment import Assessment
from cases.numerals import Lang
from cases.part import CriterionKey, Identifier, Part, Unit, fault
from cases.plain import Plain
from cases.reading_words import refused
from cases.scope import Scope, Wording
from cases.template import Source, Template, compile_template


@dataclass(frozen=True)
class Item:
    """A scored item: points of a question, the criteria that they are evidence for, and of which kind."""

    id: str
    points: float
    criteria: tuple[str, ...]
    kind: str


@dataclass(frozen=True)
class PartMark:
    """The mark of one place of an answer: a cell, a field, a pair, a step."""

    credit: float
    code: str
    given: Plain = None
    expected: Plain = None
    key: Plain = None
    weight: float = 1.0


@dataclass(frozen=True)
class Outcome:
    """What marking found: a credit in [0, 1], codes that do not depend on the seed, and the figures behind.

    ``parts`` marks each place of an answer of several; ``items`` gives the credit of each scored item where
    the question has more than one; ``pending`` says that a person must still assess it.
    """

    credit: float
    codes: tuple[str, ...]
    expected: Plain = None
    key: Plain = None
    interval: tuple[float, float] | None = None
    detail: Mapping[str, Plain] = field(default_factory=dict)
    parts: Mapping[str, PartMark] = field(default_factory=dict)
    items: Mapping[str, float] = field(default_factory=dict)
    pending: bool = False


@dataclass(frozen=True)
class FieldView:
    """An input box: its unit in words, how to round, and what it may hold."""

    id: str
    label: str
    unit_label: str
    note: str = ""
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    decimals: int = 0


def unreadable(read: quantity.Reading, answer: Answer, unit: str, box: str = "") -> Reading:
    """A figure that could not be read, with what its explanation needs; ``box`` names the input, if several."""
    return refused(read, str(answer.raw), unit, box)


class Question(Part):
    """A question of a case file; each type is one file in this package with one subclass."""

    TYPE: ClassVar[str]
    # The kind of evidence: computed, simulated, plan, document, dialogue or text.
    EVIDENCE: ClassVar[str] = "computed"
    # Marking it simulates: checks that mark a paper many times leave it out.
    SIMULATED: ClassVar[bool] = False
    # Marked by the machine; otherwise by the learner in practice and by a trainer in an exam.
    AUTO: ClassVar[bool] = True
    # Codes whose words stand in the paper: head of the code -> list under the question.
    WORDED: ClassVar[Mapping[str, str]] = {
        "mistake": "mistakes", "option": "feedback", "notice": "notices", "alternative": "alternatives",
    }  # fmt: skip

    id: Identifier
    type: str
    points: float = Field(gt=0, le=100)
    criteria: list[CriterionKey] = Field(min_length=1, description="ids such as rncp11928/B2.4")
    skill: Identifier | None = Field(None, description="an id of skills.yaml: revision draws drills by it")

    @field_validator("criteria")
    @classmethod
    def _each_once(cls, criteria: list[str]) -> list[str]:
        twice = next((key for key in criteria if criteria.count(key) > 1), None)
        if twice is not None:  # its points would count double
            raise fault("listed_twice", item=twice)
        return criteria

    # -- the graph ----------------------------------------------------------------------------------
    @abstractmethod
    def sources(self) -> dict[str, Source]:
        """Every expression of the question, by its place under the question in the file."""

    @cached_property
    def templates(self) -> Mapping[str, Template]:
        """The compiled sources, by place."""
        return {place: compile_template(source) for place, source in self.sources().items()}

    def graph_sources(self) -> tuple[str, ...]:
        """The places whose names the key depends on."""
        return ("answer",)

    def shown_sources(self) -> tuple[str, ...]:
        """The places whose values show before handing in: none may rest on an answer."""
        return ()

    def own_names(self) -> frozenset[str]:
        """Names that the question itself gives to its expressions (a decision's inputs, say)."""
        return frozenset()

    @abstractmethod
    def key(self, scope: Scope) -> Plain:
        """The right answer over ``scope``, rounded as the question asks."""

    # -- answers ------------------------------------------------------------------------------------
    @abstractmethod
    def read(self, answer: Answer) -> Reading:
        """Read a raw answer, without a word on right or wrong; never raises."""

    @abstractmethod
    def raw(self, value: Plain, lang: Lang) -> Raw:
        """What a learner would type or choose to answer ``value``."""

    @abstractmethod
    def show(self, value: Plain, lang: Lang) -> str:
        """A value of the answer, in words that need no paper."""

    def describe(self, value: Plain, words: Wording) -> str:
        """A value of the answer, in the words of the paper."""
        return self.show(value, words.lang)

    def describe_reading(self, reading: Reading, words: Wording) -> str:
        """What was read of a learner's answer, in words."""
        return self.describe(reading.value, words)

    def echo(self, reading: Reading, lang: Lang) -> str:
        """What was read, said back at once while typing; nothing where the answer speaks for itself."""
        return ""

    def displayed(self, value: Plain, lang: Lang) -> Raw | None:
        """``value`` as the debrief displays it, to be typed and read again; None where nothing is typed."""
        return None

    def blank(self) -> Raw:
        """An answer with nothing in it."""
        return "  "

    def shaped(self, text: str) -> Iterator[Raw]:
        """Answers of this question's shape that hold ``text``, whatever it is, in one place or in all."""
        yield text

    def part_label(self, place: str, words: Wording) -> str:
        """The name of one place of the answer (a cell, a field), in words."""
        return words.item("fields", place)

    def part_show(self, place: str, value: Plain, words: Wording) -> str:
        """The value of one place of the answer, in words."""
        return "" if value is None else str(value)

    # -- marking ------------------------------------------------------------------------------------
    @abstractmethod
    def mark(self, reading: Reading, carried: Scope, key: Scope) -> Outcome:
        """Mark a read answer against the carried graph and against the key's."""

    def carries(self, reading: Reading, outcome: Outcome) -> bool:
        """Tell whether the learner's answer stands in for the key's downstream (plausible, or explained)."""
        return reading.ok and bool(outcome.codes)

    def assess(self, reading: Reading, assessment: Assessment | None) -> Outcome:
        """Mark a question that a person assesses (``AUTO`` is False); pending without an assessment."""
        raise NotImplementedError

    def items(self) -> tuple[Item, ...]:
        """The scored items; most questions are one."""
        return (Item(self.id, self.points, tuple(self.criteria), self.EVIDENCE),)

    def alone(self) -> bool:
        """Tell whether it makes an exercise of revision: marked at once by the machine, in a few minutes."""
        return self.AUTO and not self.SIMULATED and self.EVIDENCE == "computed"

    def slips(self) -> frozenset[str]:
        """The generic slips (``cases.detectors``) that an answer may show."""
        return frozenset()

    def stand_in(self, reading: Reading, outcome: Outcome, carried: Scope) -> Plain:
        """The value that stands for the key downstream once ``carries`` said so."""
        return reading.value

    def mistake_values(self, scope: Scope) -> dict[str, list[Plain]]:
        """What each declared misconception would answer, by outcome code: one value, or its several forms."""
        return {}

    def look_alike(self, scope: Scope) -> Iterator[tuple[str, str]]:
        """Pairs of outcome codes that this draw cannot tell apart."""
        return iter(())

    # -- the proof ----------------------------------------------------------------------------------
    def errors(self, scope: Scope) -> list[Plain]:
        """Wrong answers that an honest learner may carry downstream: the declared misconceptions by default."""
        return [value for values in self.mistake_values(scope).values() for value in values]

    def stock(self, figures: Iterator[str]) -> Raw:
        """The answer of a learner without method; ``figures`` yields 1, 1, 0, 1, 1, 0…"""
        return next(figures)

    def chance(self, scope: Scope) -> float | None:
        """The mean credit of answers given by chance, where it can be told; None where ``stock`` is marked."""
        return None

    def prove(self, scope: Scope) -> Iterator[tuple[str, Mapping[str, object]]]:
        """What must hold of this type on every variant: message codes and what their words need."""
        return iter(())

    # -- words --------------------------------------------------------------------------------------
    def remarks(self, reading: Reading, outcome: Outcome, words: Wording) -> Iterator[str]:
        """Feedback of the type's own, before the words of the codes."""
        return iter(())

    def told(self, code: str) -> bool:
        """Tell whether ``remarks`` has already said what a code says."""
        return False

    def interval(self, outcome: Outcome, lang: Lang) -> str:
        """The accepted answers, in plain words; nothing where it makes no sense."""
        return ""

    def ask(self, scope: Scope, words: Wording) -> object:
        """What the page needs to ask the question, a frozen dataclass of the type's file; never the key."""
        return None

    def lists(self) -> dict[str, frozenset[str]]:
        """The lists of words that the papers must hold under this question: name of the list -> ids."""
        return {}

    def open_lists(self) -> tuple[str, ...]:
        """Lists of words that the papers may hold under this question, whose ids only a draw can tell."""
        return ()

    def drawn_ids(self, scope: Scope) -> dict[str, frozenset[str]]:
        """The ids of ``open_lists`` that this draw shows, so that the papers must word them."""
        return {}

    def fields(self, lang: Lang, words: Mapping[str, str]) -> tuple[FieldView, ...]:
        """The input boxes, in ``lang``; ``words`` are the paper's labels."""
        return ()

    def shape(self) -> str:
        """What an answers file holds for this question, for error messages: "text", "list" or "record"."""
        return "text"


__all__ = [
    "CriterionKey",
    "FieldView",
    "Identifier",
    "Item",
    "Outcome",
    "Part",
    "PartMark",
    "Question",
    "Scope",
    "Unit",
    "Wording",
    "fault",
    "unreadable",
]
