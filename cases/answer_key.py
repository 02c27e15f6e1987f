"""The corrigé of a variant, for who writes or marks it: the key, the method, and every slip that marking knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cases.debrief import QuestionDebrief, debrief
from cases.expressions import ExpressionError
from cases.marking import mark
from cases.numerals import Lang
from cases.plain import Plain
from cases.questions.base import Question
from cases.variant import Variant
from cases.with_method import with_method
from cases.wording import QuestionWords


@dataclass(frozen=True)
class SlipView:
    """A wrong answer that marking recognises: its code, what it would answer (if one value), what is said of it."""

    code: str
    answer: str
    words: str


@dataclass(frozen=True)
class KeyView:
    """A question with its key: the debrief of a perfect answer, its type, criteria and slips."""

    item: QuestionDebrief
    type: str
    criteria: tuple[str, ...]
    slips: tuple[SlipView, ...]


def answer_key(variant: Variant, lang: Lang) -> tuple[KeyView, ...]:
    """The corrigé, in the paper's order; never for a learner who has not handed in.

    Decisions are not simulated: their key is told, not marked.
    """
    answers = with_method(variant)
    told = debrief(variant, answers, mark(variant, answers), lang)
    return tuple(
        KeyView(item, question.type, tuple(question.criteria), tuple(_slips(variant, question, lang)))
        for item, question in zip(told, variant.case.questions, strict=True)
    )


def _slips(variant: Variant, question: Question, lang: Lang) -> Iterator[SlipView]:
    words, paper = QuestionWords(variant, question.id, lang), variant.case.papers[lang]
    values = question.mistake_values(variant.scope())
    told: set[str] = set()
    for head, section in question.WORDED.items():
        listed = paper.sections.get(f"{question.id}.{section}")
        for item in listed.items if listed is not None else ():
            code = f"{head}.{item}"
            told.add(code)
            value = next(iter(values.get(code, ())), None)
            yield SlipView(code, _described(question, value, words), _said(words, section, item, value))
    for code, found in values.items():
        if code not in told:
            yield SlipView(code, _described(question, next(iter(found), None), words), "")


def _described(question: Question, value: Plain, words: QuestionWords) -> str:
    if value is None:
        return ""
    told = question.describe(value, words)
    # Of a table or a document the words only say where it stands, the key's like the slip's.
    return "" if told == question.describe(question.key(words.variant.scope()), words) else told


def _said(words: QuestionWords, section: str, item: str, value: Plain) -> str:
    try:
        return words.item(section, item, {"answer": value, "expected": value})
    except ExpressionError:  # words about the learner's own answer, where no single one can stand for it
        return ""
