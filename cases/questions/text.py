"""A free answer: written by the learner, assessed by a person with a rubric, never marked by the machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import Field, ValidationInfo, field_validator

from cases.answers import BLANK, Answer, Raw, Reading, is_blank
from cases.assessment import Assessment
from cases.numerals import Lang
from cases.part import Part
from cases.plain import Plain
from cases.problem import message
from cases.quantity import write_number
from cases.questions.base import Identifier, Outcome, PartMark, Question, Scope, Wording, fault
from cases.questions.choice import OptionView
from cases.template import Source

MAX_CHARACTERS = 20_000
WORD = re.compile(r"\w+(?:[’'\-.,]\w+)*")


class Line(Part):
    """A line of the rubric: what is looked for, and its points."""

    id: Identifier
    points: float = Field(gt=0, le=100)


@dataclass(frozen=True)
class TextAsk:
    """How long the answer should be, and in which language; the rubric's lines with their points."""

    words: tuple[int, int] | None
    language: str | None
    rubric: tuple[tuple[str, str, float], ...]


@dataclass(frozen=True)
class TextReview:
    """What a person needs to assess the answer: the rubric and the key points, in words."""

    rubric: tuple[tuple[str, str, float], ...]
    key_points: tuple[OptionView, ...]


class TextQuestion(Question):
    """A text with a rubric whose points add up to the question's, and key points to look for.

    It is pending until the learner (in practice) or a trainer (in an exam) has assessed it.
    """

    TYPE: ClassVar[str] = "text"
    EVIDENCE: ClassVar[str] = "text"
    AUTO: ClassVar[bool] = False

    type: Literal["text"] = "text"
    words: tuple[int, int] | None = Field(
        None, description="[fewest, most] words asked: told, never enforced"
    )
    language: Literal["fr", "en"] | None = Field(
        None, description="the language to answer in, whatever the page's"
    )
    rubric: list[Line] = Field(min_length=1, max_length=12)
    key_points: list[Identifier] = Field(default_factory=list, max_length=20)

    @field_validator("words")
    @classmethod
    def _rising(cls, bounds: tuple[int, int] | None) -> tuple[int, int] | None:
        if bounds is not None and not 0 < bounds[0] < bounds[1]:
            raise fault("range_order", low=bounds[0], high=bounds[1])
        return bounds

    @field_validator("rubric")
    @classmethod
    def _whole(cls, rubric: list[Line], info: ValidationInfo) -> list[Line]:
        names = [line.id for line in rubric]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise fault("listed_twice", item=twice)
        points = info.data.get("points")
        total = sum(line.points for line in rubric)
        if points is not None and abs(total - points) > 1e-9:
            raise fault("rubric_points", total=total, points=points)
        return rubric

    # -- the graph ----------------------------------------------------------------------------------
    def sources(self) -> dict[str, Source]:
        """A text rests on no expression."""
        return {}

    def graph_sources(self) -> tuple[str, ...]:
        """Nothing."""
        return ()

    def key(self, scope: Scope) -> Plain:
        """No key: the solution of the paper is a model answer."""
        return None

    # -- answers ------------------------------------------------------------------------------------
    def read(self, answer: Answer) -> Reading:
        """Take the text as typed."""
        if not isinstance(answer.raw, str):
            return Reading(codes=("answer_shape",))
        if is_blank(answer.raw):
            return BLANK
        if len(answer.raw) > MAX_CHARACTERS:
            return Reading(codes=("text_long",), params={"limit": MAX_CHARACTERS})
        return Reading(value=answer.raw)

    def raw(self, value: Plain, lang: Lang) -> Raw:
        """The text."""
        return value if isinstance(value, str) else ""

    def show(self, value: Plain, lang: Lang) -> str:
        """The text."""
        return value if isinstance(value, str) else ""

    def echo(self, reading: Reading, lang: Lang) -> str:
        """The number of words, and how many are asked."""
        count = word_count(str(reading.value))
        if self.words is None:
            return message("text.count", lang, {"count": count})
        return message("text.count_of", lang, {"count": count, "low": self.words[0], "high": self.words[1]})

    # -- marking ------------------------------------------------------------------------------------
    def mark(self, reading: Reading, carried: Scope, key: Scope) -> Outcome:
        """Never marked by the machine: pending."""
        return self.assess(reading, None)

    def assess(self, reading: Reading, assessment: Assessment | None) -> Outcome:
        """The points that a person gave, line by line of the rubric, each held within its line."""
        if assessment is None:
            return Outcome(0.0, ("pending",), pending=True)
        parts: dict[str, PartMark] = {}
        earned = 0.0
        for line in self.rubric:
            given = min(max(float(assessment.points.get(line.id, 0.0)), 0.0), line.points)
            earned += given
            parts[line.id] = PartMark(
                given / line.points, "assessed", given, line.points, line.points, line.points
            )
        credit = min(earned / sum(line.points for line in self.rubric), 1.0)
        detail: dict[str, Plain] = {"comment": assessment.comment, "by": assessment.by}
        return Outcome(credit, (f"assessed_{assessment.by}",), parts=parts, detail=detail)

    def carries(self, reading: Reading, outcome: Outcome) -> bool:
        """Nothing rests on a text."""
        return False

    # -- words --------------------------------------------------------------------------------------
    def remarks(self, reading: Reading, outcome: Outcome, words: Wording) -> Iterator[str]:
        """The comment of who assessed the text."""
        comment = outcome.detail.get("comment")
        if isinstance(comment, str) and comment.strip():
            yield message("text.comment", words.lang, {"comment": comment.strip()})

    def part_label(self, place: str, words: Wording) -> str:
        """The words of a line of the rubric."""
        return words.item("rubric", place)

    def part_show(self, place: str, value: Plain, words: Wording) -> str:
        """Points."""
        return write_number(value, words.lang, unit="point") if isinstance(value, int | float) else ""

    def _rubric(self, words: Wording) -> tuple[tuple[str, str, float], ...]:
        return tuple((line.id, words.item("rubric", line.id), line.points) for line in self.rubric)

    def ask(self, scope: Scope, words: Wording) -> TextAsk:
        """The length, the language, and what is looked for with its points."""
        return TextAsk(self.words, self.language, self._rubric(words))

    def review(self, words: Wording) -> TextReview:
        """The rubric and the key points; only for a paper that was handed in."""
        points = tuple(OptionView(one, words.item("key_points", one)) for one in self.key_points)
        return TextReview(self._rubric(words), points)

    def lists(self) -> dict[str, frozenset[str]]:
        """The words of the rubric's lines and of the key points."""
        found = {"rubric": frozenset(line.id for line in self.rubric)}
        return found | ({"key_points": frozenset(self.key_points)} if self.key_points else {})


def word_count(text: str) -> int:
    """How many words a text holds; a figure and a hyphenated word are one each."""
    return len(WORD.findall(text))
