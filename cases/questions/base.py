"""What every question type is: its part of the format, its key, its reading and its marking."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, ClassVar, Protocol

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from cases import quantity
from cases.answers import Answer, Raw, Reading
from cases.numerals import Lang
from cases.plain import Plain
from cases.template import Source, Template, compile_template

Identifier = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,39}$")]
CriterionKey = Annotated[str, Field(pattern=r"^[a-z0-9-]+/[A-Z0-9.]+$")]


def _known_unit(unit: str) -> str:
    if unit:
        try:
            quantity.unit_label(unit, "en")
        except quantity.UnknownUnit as error:
            raise fault("unit_unknown", unit=unit, why=str(error)) from error
    return unit


def fault(code: str, **params: object) -> PydanticCustomError:
    """A fault of the format with words of its own: ``format.<code>`` in messages.yaml, given ``params``."""
    return PydanticCustomError(code, "not valid", params)


Unit = Annotated[str, AfterValidator(_known_unit)]


class Part(BaseModel):
    """A part of a case file: frozen, and no key that the format does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Scope(Protocol):
    """Where a question reads the graph: the key's values, or those carried from the learner's answers."""

    def evaluate(self, template: Template, extra: Mapping[str, Plain] | None = None) -> Plain:
        """The value of a template over the graph; ``extra`` names come first."""

    def value(self, name: str) -> Plain:
        """The value of a node."""

    @property
    def seed(self) -> int:
        """The variant's seed."""


@dataclass(frozen=True)
class Outcome:
    """What marking found: a credit in [0, 1], codes that do not depend on the seed, and the figures behind."""

    credit: float
    codes: tuple[str, ...]
    expected: Plain = None
    key: Plain = None
    interval: tuple[float, float] | None = None
    detail: Mapping[str, Plain] = field(default_factory=dict)


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


def unreadable(read: quantity.Reading, answer: Answer, unit: str, box: str = "") -> Reading:
    """A figure that could not be read, with what its explanation needs; ``box`` names the input, if several."""
    params: dict[str, Plain] = {
        "typed": str(answer.raw)[: quantity.MAX_LENGTH],
        "unit": unit,
        "unit_typed": read.unit_typed,
        "readings": list(read.readings),
        "input": box,
    }
    return Reading(codes=(f"reading.{read.code}",), params=params)


class Question(Part):
    """A question of a case file; each type is one file in this package with one subclass."""

    TYPE: ClassVar[str]
    EVIDENCE: ClassVar[str] = "computed"

    id: Identifier
    type: str
    points: float = Field(gt=0, le=100)
    criteria: list[CriterionKey] = Field(min_length=1, description="ids such as rncp11928/B2.4")

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
        """A value of the answer, in words."""

    # -- marking ------------------------------------------------------------------------------------
    @abstractmethod
    def mark(self, reading: Reading, carried: Scope, key: Scope) -> Outcome:
        """Mark a read answer against the carried graph and against the key's."""

    def carries(self, reading: Reading, outcome: Outcome) -> bool:
        """Tell whether the learner's answer stands in for the key's downstream (plausible, or explained)."""
        return reading.ok and bool(outcome.codes)

    def mistake_values(self, scope: Scope) -> dict[str, list[Plain]]:
        """What each declared misconception would answer, by outcome code: one value, or its several forms."""
        return {}

    def look_alike(self, scope: Scope) -> Iterator[tuple[str, str]]:
        """Pairs of outcome codes that this draw cannot tell apart."""
        return iter(())

    # -- words --------------------------------------------------------------------------------------
    def lists(self) -> dict[str, frozenset[str]]:
        """The lists of words that the papers must hold under this question: name of the list -> ids."""
        return {}

    def fields(self, lang: Lang, words: Mapping[str, str]) -> tuple[FieldView, ...]:
        """The input boxes, in ``lang``; ``words`` are the paper's labels."""
        return ()

    def shape(self) -> str:
        """What an answers file holds for this question, for error messages: "text", "list" or "record"."""
        return "text"
