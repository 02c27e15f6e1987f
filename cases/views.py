"""What a learner may see of a variant before handing in: no key can be reached from here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from cases.annex_views import AnnexView, ColumnView, TableView, annexes
from cases.numerals import Lang
from cases.questions.base import FieldView, Question
from cases.questions.choice import ChoiceAsk, OptionView
from cases.questions.decision import DecisionAsk
from cases.render import render
from cases.variant import Variant
from cases.wording import QuestionWords

__all__ = [
    "AnnexView",
    "ColumnView",
    "OptionView",
    "QuestionView",
    "TableView",
    "annexes",
    "brief",
    "question",
    "questions",
]


@dataclass(frozen=True)
class QuestionView:
    """A question as asked; ``ask`` is what its type's renderer needs, and never holds the key."""

    id: str
    number: int
    type: str
    title: str
    prompt: str
    points: float
    hints: tuple[str, ...]
    fields: tuple[FieldView, ...]
    ask: object = None

    @property
    def options(self) -> tuple[OptionView, ...]:
        """The options of a choice, in the variant's order."""
        return self.ask.options if isinstance(self.ask, ChoiceAsk) else ()

    @property
    def several(self) -> bool:
        """Whether several options may be chosen."""
        return isinstance(self.ask, ChoiceAsk) and self.ask.several

    @property
    def trials(self) -> int:
        """How many training years a decision lets explore."""
        return self.ask.trials if isinstance(self.ask, DecisionAsk) else 0


def brief(variant: Variant, lang: Lang) -> str:
    """The company file, as Markdown."""
    return render(variant.case.papers[lang].body("brief"), variant.scope(), lang)


def questions(variant: Variant, lang: Lang, asked: Collection[str] | None = None) -> tuple[QuestionView, ...]:
    """The questions, numbered from 1; only those ``asked`` (None: all), each under its number in the case."""
    return tuple(
        _question(variant, question, number, lang)
        for number, question in enumerate(variant.case.questions, start=1)
        if asked is None or question.id in asked
    )


def question(variant: Variant, identifier: str, lang: Lang) -> QuestionView:
    """One question as asked; raises KeyError."""
    number = variant.case.question_ids.index(variant.case.question(identifier).id) + 1
    return _question(variant, variant.case.question(identifier), number, lang)


def _question(variant: Variant, question: Question, number: int, lang: Lang) -> QuestionView:
    paper, scope = variant.case.papers[lang], variant.scope()
    section = paper.sections[question.id]
    hints = paper.sections.get(f"{question.id}.hints")
    inputs = paper.sections.get(f"{question.id}.inputs")
    words = {name: found.text for name, found in inputs.items.items()} if inputs else {}
    return QuestionView(
        id=question.id,
        number=number,
        type=question.type,
        title=section.title.text,
        prompt=render(section.body.text, scope, lang),
        points=question.points,
        hints=tuple(render(step.text, scope, lang) for step in hints.steps) if hints else (),
        fields=question.fields(lang, words),
        ask=question.ask(scope, QuestionWords(variant, question.id, lang)),
    )
