"""What a question is given to read: the values of a graph, and the words of a paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from cases.numerals import Lang
from cases.plain import Plain
from cases.template import Template


class Scope(Protocol):
    """Where a question reads the graph: the key's values, or those carried from the learner's answers."""

    def evaluate(self, template: Template, extra: Mapping[str, Plain] | None = None) -> Plain:
        """The value of a template over the graph; ``extra`` names come first."""

    def value(self, name: str) -> Plain:
        """The value of a node."""

    @property
    def seed(self) -> int:
        """The variant's seed."""


class Wording(Protocol):
    """The words of a question in one language, the figures of the variant put in."""

    @property
    def lang(self) -> Lang:
        """The language."""

    def item(self, section: str, item: str, extra: Mapping[str, Plain] | None = None) -> str:
        """The words of an item of a list under the question (an option, a misconception); its id if it has none."""

    def body(self, section: str) -> str:
        """The text of a section under the question, rendered; nothing if the paper has none."""

    def into(self, lang: Lang) -> Wording:
        """The words of the same question in ``lang``: a document or an exchange may not be in the page's language."""

    def shuffled(self, ids: Sequence[str], name: str) -> list[str]:
        """The ids in an order that belongs to the variant; ``name`` tells one shuffle from another."""
