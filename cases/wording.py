"""The words of one question of a paper, with the figures of a variant, or a learner's own, put in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cases.expressions import ExpressionError
from cases.graph import GraphScope
from cases.numerals import Lang
from cases.plain import Plain
from cases.render import render
from cases.variant import Variant
from sim.streams import stream


@dataclass(frozen=True)
class QuestionWords:
    """The words under one question; ``own`` is a learner's graph, None for the key's."""

    variant: Variant
    question: str
    lang: Lang
    own: GraphScope | None = None

    def item(self, section: str, item: str, extra: Mapping[str, Plain] | None = None) -> str:
        """The words of an item of a list under the question; its id when the paper has no such item."""
        words = self.variant.case.papers[self.lang].words(f"{self.question}.{section}", item)
        return item if words is None else self._render(words.text, extra)

    def body(self, section: str) -> str:
        """The text of a section under the question; nothing when the paper has none."""
        return self._render(self.variant.case.papers[self.lang].body(f"{self.question}.{section}"), None)

    def into(self, lang: Lang) -> QuestionWords:
        """The words of the same question in ``lang``."""
        return self if lang == self.lang else replace(self, lang=lang)

    def shuffled(self, ids: Sequence[str], name: str) -> list[str]:
        """The ids in the variant's order."""
        rng = stream(self.variant.seed, "case", self.variant.case.slug, name, self.question)
        place = dict(zip(ids, rng.random(len(ids)).tolist(), strict=True))
        return sorted(ids, key=place.__getitem__)

    def _render(self, text: str, extra: Mapping[str, Plain] | None) -> str:
        if "{{" not in text:
            return text
        if self.own is not None:
            try:
                return render(text, self.own, self.lang, extra)
            except ExpressionError:
                pass  # what the learner carried this far gives these words no figure: they speak of the key's
        return render(text, self.variant.scope(), self.lang, extra)
