"""A case loaded, checked and compiled, ready to draw variants from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cases.graph import Graph
from cases.numerals import Lang
from cases.paper import Paper
from cases.questions.base import Question
from cases.schema import CaseFile
from cases.template import Template


@dataclass(frozen=True)
class Case:
    """A case: its file, its papers, its graph."""

    slug: str
    folder: Path
    file: CaseFile
    papers: Mapping[str, Paper]
    graph: Graph
    draws: Mapping[str, Mapping[str, Template]]
    conditions: tuple[Template, ...]
    annexes: Mapping[str, Mapping[str, Template]]
    contexts: Mapping[str, Template]
    lines: Mapping[str, int]

    @property
    def version(self) -> int:
        """The published version; a question of a version never changes."""
        return self.file.version

    @property
    def duration_min(self) -> int:
        """Minutes that the paper takes."""
        return self.file.duration_min

    @property
    def level(self) -> int:
        """1 (first steps) to 5 (expert)."""
        return self.file.level

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions, in the paper's order."""
        return tuple(self.file.questions)

    @property
    def question_ids(self) -> tuple[str, ...]:
        """Their ids."""
        return tuple(question.id for question in self.file.questions)

    @property
    def points(self) -> float:
        """The points of the whole paper."""
        return sum(question.points for question in self.file.questions)

    @property
    def criteria(self) -> tuple[str, ...]:
        """The criteria exercised, as ``rncp11928/B2.4``, in order and once each."""
        items = (item for question in self.file.questions for item in question.items())
        return tuple(sorted({key for item in items for key in item.criteria}))

    def question(self, identifier: str) -> Question:
        """The question of that id; raises KeyError."""
        for question in self.file.questions:
            if question.id == identifier:
                return question
        raise KeyError(identifier)

    def title(self, lang: Lang) -> str:
        """The title in ``lang``."""
        return self.papers[lang].title.text

    def summary(self, lang: Lang) -> str:
        """Two sentences for the catalogue, in ``lang``."""
        return self.papers[lang].body("summary")
