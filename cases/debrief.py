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
from cases.plain import Plain
from cases.problem import message, message_codes
from cases.quantity import write_number
from cases.questions.base import Question
from cases.reading_words import explain_reading
from cases.render import render
from cases.variant import Variant
from cases.wording import QuestionWords


@dataclass(frozen=True)
class PartDebrief:
    """One place of an answer after hand-in: a cell, a field, a pair."""

    id: str
    label: str
    verdict: str
    credit: float
    given: str
    expected: str
    words: str


@dataclass(frozen=True)
class QuestionDebrief:
    """A question after hand-in, in words.

    The first ``quoting`` lines of the feedback quote what somebody typed: they are plain text, the others Markdown.
    """

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
    parts: tuple[PartDebrief, ...] = ()
    pending: bool = False
    cost: float = 0.0
    quoting: int = 0


def debrief(
    variant: Variant, answers: Mapping[str, Answer], marked: Marked, lang: Lang
) -> tuple[QuestionDebrief, ...]:
    """Every question asked, in the paper's order and under its number; only for a paper that was handed in."""
    asked = {mark.id for mark in marked.questions}
    return tuple(
        _question(variant, question, number, answers.get(question.id), marked, lang)
        for number, question in enumerate(variant.case.questions, start=1)
        if question.id in asked
    )


def explained(
    variant: Variant, identifier: str, answer: Answer | None, marked: Marked, lang: Lang
) -> QuestionDebrief:
    """One question alone, as ``debrief`` tells it; raises KeyError for an unknown one."""
    question = variant.case.question(identifier)
    number = variant.case.question_ids.index(identifier) + 1
    return _question(variant, question, number, answer, marked, lang)


def summary(variant: Variant, marked: Marked, lang: Lang) -> str:
    """A teacher's margin, as Markdown: what is right, the first error and its reach, one thing to revise."""
    right = [mark for mark in marked.questions if mark.credit >= 1 and not mark.cost]
    helped = [mark for mark in marked.questions if mark.cost]
    lines = [message("summary.right", lang, {"right": len(right), "total": len(marked.questions)})]
    if not right:
        lines = [message("summary.none", lang)]
    first = _first_error(variant, marked)
    if first is None:
        blank = [mark for mark in marked.questions if mark.reading.blank]
        if marked.pending:
            lines.append(message("summary.pending", lang, {"count": len(marked.pending)}))
        elif helped and not blank:
            lines = [*(lines if right else ()), message("summary.helped", lang, {"count": len(helped)})]
        elif len(blank) < len(marked.questions):
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
        default=None,
    )
    if weakest is not None:
        lines.append(message("summary.revise", lang, {"criterion": weakest.label[lang]}))
    return "\n\n".join(lines)


def _first_error(variant: Variant, marked: Marked) -> QuestionMark | None:
    wrong = {
        mark.id: mark
        for mark in marked.questions
        if mark.credit < 1 and not mark.reading.blank and not mark.outcome.pending
    }
    return next((wrong[name] for name in variant.case.graph.order if name in wrong), None)


def _named(variant: Variant, identifier: str, lang: Lang, how: str = "question") -> str:
    number = variant.case.question_ids.index(identifier) + 1
    title = variant.case.papers[lang].sections[identifier].title.text
    return message(f"debrief.{how}", lang, {"number": number, "title": title})


def _question(
    variant: Variant, question: Question, number: int, answer: Answer | None, marked: Marked, lang: Lang
) -> QuestionDebrief:
    mark = marked.question(question.id)
    own = _own_scope(variant, question, marked)
    words = QuestionWords(variant, question.id, lang, own)
    paper = variant.case.papers[lang]
    solution, own_solution = solutions(variant, question.id, marked, lang)
    verdict = _verdict(mark)
    feedback = tuple(_feedback(variant, question, mark, marked, words))
    unread = not mark.reading.ok and not mark.reading.blank
    return QuestionDebrief(
        id=question.id,
        number=number,
        title=paper.sections[question.id].title.text,
        verdict=verdict,
        verdict_label=message(f"verdict.{verdict}", lang),
        score=mark.score,
        max_score=mark.max_score,
        your_answer=_answered(question, mark, answer, words),
        expected=_expected(variant, question, mark, words),
        interval=question.interval(mark.outcome, lang),
        feedback=feedback,
        carried_from=mark.carried_from,
        solution=solution,
        own_solution=own_solution,
        criteria=tuple(dict.fromkeys(key for item in question.items() for key in item.criteria)),
        parts=tuple(_parts(question, mark, words)),
        pending=mark.outcome.pending,
        cost=mark.cost,
        quoting=len(feedback) if unread else int(mark.override is not None),
    )


def solutions(variant: Variant, identifier: str, marked: Marked, lang: Lang) -> tuple[str, str]:
    """The solution of a question, and the same with the learner's own figures where they lead elsewhere."""
    question = variant.case.question(identifier)
    text = variant.case.papers[lang].body(f"{identifier}.solution")
    solution = render(text, variant.scope(), lang)
    own = ""
    if _strayed(variant, question, marked):
        try:
            own = render(text, _own_scope(variant, question, marked), lang)
        except ExpressionError:
            own = ""  # the learner's figures give this step no value: the key's solution stands alone
    return solution, "" if own == solution else own


def _strayed(variant: Variant, question: Question, marked: Marked) -> tuple[str, ...]:
    upstream = variant.case.graph.upstream(question.id)
    return tuple(mark.id for mark in marked.questions if mark.id in upstream and mark.strays)


def _own_scope(variant: Variant, question: Question, marked: Marked) -> GraphScope:
    scope = variant.scope()
    upstream = variant.case.graph.upstream(question.id)
    for mark in marked.questions:
        if mark.id in upstream and mark.carries:
            scope.put(mark.id, mark.stands)
    return scope


def _verdict(mark: QuestionMark) -> str:
    given = mark.override is not None and mark.score > 0
    if mark.reading.blank and not given:
        return "blank"
    if mark.codes[0] == UNREADABLE and not given:
        return "unreadable"
    if mark.outcome.pending:
        return "pending"
    if mark.credit >= 1:
        return "right"
    return "partly" if mark.credit > 0 else "wrong"


def _expected(variant: Variant, question: Question, mark: QuestionMark, words: QuestionWords) -> str:
    """The answer expected; with the learner's own figures first where it rests on another than the key's."""
    outcome = mark.outcome
    if outcome.expected is None:
        return question.describe(question.key(variant.scope()), words)
    own = question.describe(outcome.expected, words)
    if outcome.expected == outcome.key or outcome.parts:  # place by place, the table of parts tells it better
        return own
    return message("debrief.own", words.lang, {"own": own, "key": question.describe(outcome.key, words)})


def _answered(question: Question, mark: QuestionMark, answer: Answer | None, words: QuestionWords) -> str:
    if mark.reading.blank or answer is None:
        return ""
    return question.describe_reading(mark.reading, words) if mark.reading.ok else _typed(answer.raw)


def _typed(raw: Raw) -> str:
    """What was typed, as typed: plain text that the page escapes."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, list):
        return ", ".join(raw)
    return ", ".join(f"{name} = {text}" for name, text in raw.items())


def _parts(question: Question, mark: QuestionMark, words: QuestionWords) -> Iterator[PartDebrief]:
    for place, part in mark.outcome.parts.items():
        head, _, item = part.code.partition(".")
        said = ""
        if head in question.WORDED and item:
            said = words.item(question.WORDED[head], item, {"answer": part.given, "expected": part.expected})
        elif f"part.{part.code}" in message_codes():
            said = message(f"part.{part.code}", words.lang)
        verdict = "right" if part.credit >= 1 else "partly" if part.credit > 0 else "wrong"
        yield PartDebrief(
            id=place,
            label=question.part_label(place, words),
            verdict="blank" if part.code == "blank" else verdict,
            credit=part.credit,
            given=question.part_show(place, part.given, words),
            expected=question.part_show(place, part.expected, words),
            words=said,
        )


def _feedback(
    variant: Variant, question: Question, mark: QuestionMark, marked: Marked, words: QuestionWords
) -> Iterator[str]:
    lang = words.lang
    if mark.override is not None:
        yield message("debrief.overridden", lang, {"comment": mark.override.comment.strip()})
    if not mark.reading.ok and not mark.reading.blank:
        yield message("debrief.unreadable", lang)
        for code in mark.reading.codes:
            yield explain_reading(code, lang, mark.reading.params)
        return
    if "carried" in mark.codes:
        yield _carried(variant, mark, marked, lang)
    yield from question.remarks(mark.reading, mark.outcome, words)
    extra: dict[str, Plain] = {"answer": mark.reading.value, "expected": mark.outcome.expected}
    paper = variant.case.papers[lang]
    for code in mark.codes:
        head, _, item = code.partition(".")
        if code == "carried" or question.told(code):
            continue
        if head in question.WORDED and item:
            if paper.words(f"{question.id}.{question.WORDED[head]}", item) is not None:
                yield words.item(question.WORDED[head], item, extra)
        elif f"debrief.{code}" in message_codes():
            yield message(f"debrief.{code}", lang)
    if mark.cost:
        yield message("debrief.cost", lang, {"cost": write_number(mark.cost, lang, unit="point")})


def _carried(variant: Variant, mark: QuestionMark, marked: Marked, lang: Lang) -> str:
    sources = [marked.question(one) for one in mark.carried_from]
    code = "debrief.carried"
    if all(one.outcome.credit >= 1 for one in sources):
        other = any(code.startswith("alternative.") for one in sources for code in one.codes)
        code = "debrief.carried_alternative" if other else "debrief.carried_rounding"
    if code != "debrief.carried":
        return message(code, lang, {"questions": ", ".join(_named(variant, one.id, lang) for one in sources)})
    *most, last = (_named(variant, one.id, lang, "the_question") for one in sources)
    between = ", de " if lang == "fr" else ", "
    told = (
        message("debrief.and_question", lang, {"before": between.join(most), "last": last}) if most else last
    )
    return message(code, lang, {"questions": told})
