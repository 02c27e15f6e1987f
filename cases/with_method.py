"""An answer sheet as a learner with method fills it: right but where told otherwise, consistent from there on."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from cases.answers import Answer, Raw
from cases.expressions import ExpressionError
from cases.numerals import Lang
from cases.plain import Plain, is_number
from cases.questions.base import Question
from cases.variant import Variant

LANG: Lang = "fr"
DIGITS = 4  # significant digits that a careless learner keeps of a figure before going on


def with_method(
    variant: Variant, given: Mapping[str, Raw] | None = None, *, coarser: bool = False
) -> dict[str, Answer]:
    """What a learner with method hands in who answers as ``given`` says, and goes on from there.

    Decisions are left out unless given. With ``coarser`` each figure is rounded to four significant digits
    before it is used again. A question whose answer has no value after that is left out too.
    """
    scope, answers = variant.scope(), {}
    asked = {question.id: question for question in variant.case.questions}
    for name in variant.case.graph.order:
        question, raw = asked.get(name), (given or {}).get(name)
        if question is None or (raw is None and question.SIMULATED):
            continue
        try:
            answers[name] = Answer(question.raw(scope.value(name), LANG) if raw is None else raw, LANG)
            if raw is not None:
                _stand_in(variant, question, answers[name], scope.put)
            elif coarser:
                scope.put(name, coarser_figures(scope.value(name)))
        except ExpressionError:
            answers.pop(name, None)
    return answers


def _stand_in(
    variant: Variant, question: Question, answer: Answer, put: Callable[[str, Plain], None]
) -> None:
    reading, key = question.read(answer), variant.scope()
    if reading.ok and question.AUTO:
        put(question.id, question.stand_in(reading, question.mark(reading, key, key), key))


def coarser_figures(value: Plain) -> Plain:
    """Figures with decimals cut to four significant digits, whole ones as they are, wherever they stand."""
    if isinstance(value, list):
        return [coarser_figures(item) for item in value]
    if isinstance(value, dict):
        return {name: coarser_figures(item) for name, item in value.items()}
    if not is_number(value) or value == round(value):
        return value
    return round(value, max(DIGITS - 1 - math.floor(math.log10(abs(value))), 0))
