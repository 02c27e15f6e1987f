"""The debrief of a marked paper: what is right first, where the first error is, what followed from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cases import awards
from cases.answers import Answer, Raw
from cases.expressions import ExpressionError
from cases.graph import GraphScope
from cases.marking import UNREADABLE, Marked, QuestionMark
from cases.numerals import Lang
from cases.plain import Plain, is_number
from cases.problem import message, message_codes
from cases.quantity import write_number
from cases.questions.base import Question
from cases.questions.choice import ChoiceQuestion
from cases.questions.decision import DecisionQuestion
from cases.questions.number import PERCENT, NumberQuestion
from cases.reading_words import explain_reading
from cases.render import render
from cases.variant import Variant

# Codes whose words stand in the paper: prefix -> list under the question.
SIGNS = frozenset({"EUR", PERCENT})
IN_PAPER = {"mistake": "mistakes", "option": "feedback", "notice": "notices"}


@dataclass(frozen=True)
class QuestionDebrief:
    """A question after hand-in, in words."""

    id: str
    number: int
    title: str
    verdict: str
    verdict_label: str
    score: float
    max_score: float
    your_answer: str
    expected: str
    interval: str
    feedback: tuple[str, ...]
    carried_from: tuple[str, ...]
    solution: str
    own_solution: str
    criteria: tuple[str, ...]


def debrief(
    variant: Variant, answers: Mapping[str, Answer], marked: Marked, lang: Lang
) -> tuple[QuestionDebrief, ...]:
    """Every question in the paper's order; only for a paper that was handed in."""
    return tuple(
        _question(variant, question, number, answers.get(question.id), marked, lang)
        for number, question in enumerate(variant.case.questions, start=1)
    )


def summary(variant: Variant, marked: Marked, lang: Lang) -> str:
    """A teacher's margin, as Markdown: what is right, the first error and its reach, one thing to revise."""
    right = [mark for mark in marked.questions if mark.outcome.credit >= 1]
    lines = [message("summary.right", lang, {"right": len(right), "total": len(marked.questions)})]
    if not right:
        lines = [message("summary.none", lang)]
    first = _first_error(variant, marked)
    if first is None:
        blank = [mark for mark in marked.questions if mark.reading.blank]
        if len(blank) < len(marked.questions):
            lines.append(message("summary.blank" if blank else "summary.full", lang, {"count": len(blank)}))
        return "\n\n".join(lines)
    lines.append(message("summary.first", lang, {"question": _named(variant, first.id, lang)}))
    followers = [mark for mark in marked.questions if first.id in mark.carried_from]
    if followers:
        names = ", ".join(_named(variant, mark.id, lang) for mark in followers)
        lines.append(message("summary.carried", lang, {"questions": names}))
    weakest = min(
        (
            one
            for result in awards.results(marked.criteria)
            for block in result.blocks
            for one in block.criteria
        ),
        key=lambda one: one.ratio,
    )
    lines.append(message("summary.revise", lang, {"criterion": weakest.label[lang]}))
    return "\n\n".join(lines)


def _first_error(variant: Variant, marked: Marked) -> QuestionMark | None:
    wrong = {mark.id: mark for mark in marked.questions if mark.outcome.credit < 1 and not mark.reading.blank}
    return next((wrong[name] for name in variant.case.graph.order if name in wrong), None)


def _named(variant: Variant, identifier: str, lang: Lang) -> str:
    number = variant.case.question_ids.index(identifier) + 1
    title = variant.case.papers[lang].sections[identifier].title.text
    return message("debrief.question", lang, {"number": number, "title": title})


def _question(
    variant: Variant, question: Question, number: int, answer: Answer | None, marked: Marked, lang: Lang
) -> QuestionDebrief:
    mark = marked.question(question.id)
    own = _own_scope(variant, question, marked)
    paper = variant.case.papers[lang]
    text = paper.body(f"{question.id}.solution")
    solution = render(text, variant.scope(), lang)
    own_solution = ""
    if _strayed(variant, question, marked):
        try:
            own_solution = render(text, own, lang)
        except ExpressionError:
            own_solution = (
                ""  # the learner's figures give this step no value: the key's solution stands alone
            )
    verdict = _verdict(mark)
    return QuestionDebrief(
        id=question.id,
        number=number,
        title=paper.sections[question.id].title.text,
        verdict=verdict,
        verdict_label=message(f"verdict.{verdict}", lang),
        score=mark.score,
        max_score=mark.max_score,
        your_answer=_answered(variant, question, mark, answer, lang),
        expected=_expected(variant, question, mark, lang),
        interval=_interval(question, mark, lang),
        feedback=tuple(_feedback(variant, question, mark, marked, own, lang)),
        carried_from=mark.carried_from,
        solution=solution,
        own_solution="" if own_solution == solution else own_solution,
        criteria=tuple(question.criteria),
    )


def _strayed(variant: Variant, question: Question, marked: Marked) -> tuple[str, ...]:
    upstream = variant.case.graph.upstream(question.id)
    return tuple(mark.id for mark in marked.questions if mark.id in upstream and mark.strays)


def _own_scope(variant: Variant, question: Question, marked: Marked) -> GraphScope:
    scope = variant.scope()
    upstream = variant.case.graph.upstream(question.id)
    for mark in marked.questions:
        if mark.id in upstream and mark.carries:
            scope.put(mark.id, mark.reading.value)
    return scope


def _verdict(mark: QuestionMark) -> str:
    if mark.reading.blank:
        return "blank"
    if mark.codes[0] == UNREADABLE:
        return "unreadable"
    if mark.outcome.credit >= 1:
        return "right"
    return "partly" if mark.outcome.credit > 0 else "wrong"


def _expected(variant: Variant, question: Question, mark: QuestionMark, lang: Lang) -> str:
    """The figure expected; with the learner's own figures first where it rests on another than the key's."""
    outcome = mark.outcome
    if outcome.expected is None:
        return _shown(variant, question, question.key(variant.scope()), lang)
    own = _shown(variant, question, outcome.expected, lang)
    if outcome.expected == outcome.key:
        return own
    return message("debrief.own", lang, {"own": own, "key": _shown(variant, question, outcome.key, lang)})


def _shown(variant: Variant, question: Question, value: Plain, lang: Lang) -> str:
    if isinstance(question, ChoiceQuestion) and isinstance(value, list):
        words = variant.case.papers[lang].sections[f"{question.id}.options"].items
        between = "\u00a0; " if lang == "fr" else "; "
        return between.join(render(words[str(option)].text, variant.scope(), lang) for option in value)
    return question.show(value, lang)


def _answered(
    variant: Variant, question: Question, mark: QuestionMark, answer: Answer | None, lang: Lang
) -> str:
    if mark.reading.blank or answer is None:
        return ""
    if not mark.reading.ok:
        return _typed(answer.raw)
    if isinstance(question, NumberQuestion) and is_number(mark.reading.value):
        return question.show_as_typed(float(mark.reading.value), lang)
    return _shown(variant, question, mark.reading.value, lang)


def _typed(raw: Raw) -> str:
    """What was typed, as typed: plain text that the page escapes."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, list):
        return ", ".join(raw)
    return ", ".join(f"{name} = {text}" for name, text in raw.items())


def _interval(question: Question, mark: QuestionMark, lang: Lang) -> str:
    if mark.outcome.interval is None or not isinstance(question, NumberQuestion):
        return ""
    low, high = mark.outcome.interval
    if low == high:
        return message("debrief.exact", lang, {"value": question.show(low, lang)})
    # "de 802 à 818 pièces": the unit once, unless it is a sign that stands with each figure.
    first = question.show(low, lang) if question.unit in SIGNS else str(question.raw(low, lang))
    return message("debrief.interval", lang, {"low": first, "high": question.show(high, lang)})


def _feedback(
    variant: Variant, question: Question, mark: QuestionMark, marked: Marked, own: GraphScope, lang: Lang
) -> Iterator[str]:
    if not mark.reading.ok and not mark.reading.blank:
        yield message("debrief.unreadable", lang)
        for code in mark.reading.codes:
            yield explain_reading(code, lang, mark.reading.params)
        return
    if isinstance(question, ChoiceQuestion) and isinstance(mark.reading.value, list):
        yield from _choice_feedback(variant, question, mark, marked, lang)
        return
    if isinstance(question, DecisionQuestion) and mark.outcome.detail:
        yield _decision_feedback(question, mark, lang)
    extra: dict[str, Plain] = {"answer": mark.reading.value, "expected": mark.outcome.expected}
    for code in mark.codes:
        head, _, item = code.partition(".")
        if head in IN_PAPER and item:
            words = variant.case.papers[lang].words(f"{question.id}.{IN_PAPER[head]}", item)
            if words is not None:
                yield _worded(words.text, variant, own, lang, extra)
        elif code == "carried":
            yield _carried(variant, mark, marked, lang)
        elif isinstance(question, DecisionQuestion) and code in {"correct", "partly"}:
            share = write_number(mark.outcome.credit, lang, decimals=0, style="percent")
            yield message(f"debrief.decision_{code}", lang, {"share": share})
        elif f"debrief.{code}" in message_codes():
            yield message(f"debrief.{code}", lang)


def _worded(text: str, variant: Variant, own: GraphScope, lang: Lang, extra: Mapping[str, Plain]) -> str:
    try:
        return render(text, own, lang, extra)
    except ExpressionError:
        # What the learner carried this far gives these words no figure: they speak of the key's.
        return render(text, variant.scope(), lang, extra)


def _carried(variant: Variant, mark: QuestionMark, marked: Marked, lang: Lang) -> str:
    sources = [marked.question(one) for one in mark.carried_from]
    names = ", ".join(_named(variant, one.id, lang) for one in sources)
    only_rounded = all(one.outcome.credit >= 1 for one in sources)
    return message(
        "debrief.carried_rounding" if only_rounded else "debrief.carried", lang, {"questions": names}
    )


def _choice_feedback(
    variant: Variant, question: ChoiceQuestion, mark: QuestionMark, marked: Marked, lang: Lang
) -> Iterator[str]:
    if "carried" in mark.codes:
        yield _carried(variant, mark, marked, lang)
    words = variant.case.papers[lang].sections[f"{question.id}.feedback"].items
    chosen, right = mark.reading.value, mark.outcome.expected
    assert isinstance(chosen, list)
    assert isinstance(right, list)
    # What was rightly chosen comes first, then what was not, then what was left out.
    ordered = [option for option in chosen if option in right] + [
        option for option in chosen if option not in right
    ]
    for option in ordered:
        yield render(words[str(option)].text, variant.scope(), lang)
    for option in right:
        if option not in chosen and question.several:
            yield message("debrief.left_out", lang, {"option": _shown(variant, question, [option], lang)})


def _decision_feedback(question: DecisionQuestion, mark: QuestionMark, lang: Lang) -> str:
    detail = mark.outcome.detail
    figures = {}
    for who in ("learner", "reference", "naive"):
        result = detail[who]
        assert isinstance(result, dict)
        cost = result[question.minimise]
        assert is_number(cost)
        figures[who] = write_number(float(cost), lang, decimals=0, unit="EUR")
    return message("debrief.decision", lang, figures)
