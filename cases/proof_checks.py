"""What must hold on every variant of a case: each check yields the problems that it finds in one variant."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from cases import hostile
from cases.answers import Answer
from cases.case import Case
from cases.debrief import debrief, summary
from cases.expressions import ExpressionError
from cases.load import LANGUAGES
from cases.marking import Marked, check, mark
from cases.numerals import Lang
from cases.plain import Plain, is_number, is_scalar
from cases.problem import Problem
from cases.questions.base import Question
from cases.questions.decision import DecisionQuestion
from cases.questions.number import PERCENT, NumberQuestion
from cases.render import render
from cases.variant import Variant, draw
from cases.views import annexes, brief, questions

LARGEST = 1e12
SMALLEST_PERCENT = 0.01
HOSTILE_EVERY = 10


@dataclass(frozen=True)
class ProofProblem(Problem):
    """A fault met while proving a variant, told with its cause in the language asked."""

    cause: Problem | str = ""

    def explain(self, lang: str = "fr") -> str:
        """``file:line: what happened, and why``, in ``lang``."""
        what = self.cause if isinstance(self.cause, str) else self.cause.explain(lang)
        return Problem(self.code, self.file, self.line, {**self.params, "what": what}).explain(lang)


def where(case: Case, name: str) -> str:
    """The place of a node of the graph in the case file."""
    if name in case.question_ids:
        return _place(case, case.question(name))
    return f"{'draw' if name in case.file.draw else 'values'}.{name}"


def caused(variant: Variant, code: str, place: str, error: Exception, **params: object) -> Problem:
    case = variant.case
    cause: Problem | str = f"{type(error).__name__}: {error}"[:200]
    if isinstance(error, ExpressionError):
        cause = Problem(error.code, params={"near": "", **error.params})
    file, line = f"{case.slug}/case.yaml", case.lines.get(place)
    return ProofProblem(code, file, line, {"seed": variant.seed, **params}, cause)


def _problem(variant: Variant, code: str, place: str = "", **params: object) -> Problem:
    case = variant.case
    return Problem(code, f"{case.slug}/case.yaml", case.lines.get(place), {"seed": variant.seed, **params})


def _place(case: Case, question: Question) -> str:
    return f"questions.{case.question_ids.index(question.id)}"


def _key(variant: Variant, lang: Lang) -> dict[str, Answer]:
    scope = variant.scope()
    return {one.id: Answer(one.raw(scope.value(one.id), lang), lang) for one in variant.case.questions}


# -- the checks ----------------------------------------------------------------------------------------
def same_seed_same_bytes(variant: Variant) -> Iterator[Problem]:
    """Two draws of a seed give the same parameters, to the byte."""
    again = draw(variant.case, variant.seed)
    if json.dumps(dict(again.drawn)) != json.dumps(dict(variant.drawn)):
        yield _problem(variant, "proof_repeat")


def finite_and_in_range(variant: Variant) -> Iterator[Problem]:
    """Every figure of the graph is finite, and every answer one that a learner can type."""
    scope, case = variant.scope(), variant.case
    for name in case.graph.order:
        for leaf in _leaves(scope.value(name)):
            if isinstance(leaf, float) and not is_number(leaf):
                yield _problem(variant, "proof_finite", where(case, name), name=name)
    for question in case.questions:
        value = scope.value(question.id)
        if not isinstance(question, NumberQuestion) or not is_number(value):
            continue
        place = _place(case, question)
        if not abs(value) < LARGEST:
            yield _problem(variant, "proof_range", place, name=question.id, value=value)
        if question.unit == PERCENT and 0 < abs(value) < SMALLEST_PERCENT:
            # Typed without its sign, 0.4 % reads as the rate 0.4: a fair answer would be marked wrong.
            yield _problem(variant, "proof_percent", place, name=question.id, value=value)


def _leaves(value: Plain) -> Iterator[object]:
    if is_scalar(value):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _leaves(item)


def key_earns_all(variant: Variant) -> Iterator[Problem]:
    """The key scores 100 %, also once displayed and read again, in both languages."""
    case, scope = variant.case, variant.scope()
    for lang in LANGUAGES:
        marked = mark(variant, _key(variant, lang))
        shown = {
            question.id: Answer(question.show(scope.value(question.id), lang), lang)
            for question in case.questions
            if isinstance(question, NumberQuestion)
        }
        displayed = mark(variant, shown)
        for question in case.questions:
            for paper in (marked, displayed) if question.id in shown else (marked,):
                credit = paper.question(question.id).outcome.credit
                if credit < 1:
                    text, place = question.show(scope.value(question.id), lang), _place(case, question)
                    yield _problem(
                        variant,
                        "proof_key",
                        place,
                        lang=lang,
                        name=question.id,
                        shown=text,
                        credit=credit,
                    )


def blank_earns_nothing(variant: Variant) -> Iterator[Problem]:
    """A blank paper scores 0."""
    blanks = {
        one.id: Answer({} if isinstance(one, DecisionQuestion) else "  ") for one in variant.case.questions
    }
    for paper in (mark(variant, {}), mark(variant, blanks)):
        if paper.score:
            yield _problem(variant, "proof_blank", score=paper.score)


def mistakes_are_told_apart(variant: Variant) -> Iterator[Problem]:
    """Each misconception yields its own code, as displayed and read again."""
    scope, case = variant.scope(), variant.case
    for question in case.questions:
        for code, values in question.mistake_values(scope).items():
            for value in values:
                reading = question.read(Answer(question.raw(value, "fr"), "fr"))
                outcome = question.mark(reading, scope, scope) if reading.ok else None
                if outcome is None or code not in outcome.codes or "correct" in outcome.codes:
                    found = outcome.codes[0] if outcome else "unreadable"
                    yield _problem(
                        variant,
                        "proof_mistake",
                        _place(case, question),
                        slip=code,
                        name=question.id,
                        found=found,
                    )


def an_error_costs_its_own_question(variant: Variant) -> Iterator[Problem]:
    """One upstream error, plausible or a known misconception, costs points in its own question only."""
    case = variant.case
    for question in case.questions:
        if not isinstance(question, NumberQuestion):
            continue
        downstream = [one for one in case.questions if question.id in case.graph.upstream(one.id)]
        if not downstream:
            continue
        scope = variant.scope()
        value = scope.value(question.id)
        assert is_number(value)
        slips = [figure for figures in question.mistake_values(scope).values() for figure in figures]
        for slip in (value * 1.37, *slips):
            typed, place = question.raw(slip, "fr"), _place(case, question)
            if not question.read(Answer(typed, "fr")).ok:
                continue  # the check of the misconceptions tells it
            try:
                answers = _consistent(variant, question, Answer(typed, "fr"), downstream)
            except ExpressionError as error:
                yield caused(variant, "proof_slip", place, error, name=question.id, value=typed)
                continue
            marked = mark(variant, answers)
            for other in downstream:
                skipped = isinstance(other, DecisionQuestion)
                if not skipped and marked.question(other.id).outcome.credit < 1:
                    yield _problem(
                        variant,
                        "proof_carried",
                        place,
                        name=question.id,
                        value=typed,
                        victim=other.id,
                    )


def _consistent(
    variant: Variant, wrong: Question, answer: Answer, downstream: list[Question]
) -> dict[str, Answer]:
    """What a learner who errs once, then goes on with method, hands in downstream; decisions are left out."""
    scope = variant.scope()
    asked = {question.id: question for question in downstream}
    answers = {wrong.id: answer}
    scope.put(wrong.id, wrong.read(answer).value)
    for name in variant.case.graph.order:
        question = asked.get(name)
        if question is None or isinstance(question, DecisionQuestion):
            continue
        answers[name] = Answer(question.raw(question.key(scope), "fr"), "fr")
        scope.put(name, question.read(answers[name]).value)
    return answers


def hostile_text_is_harmless(variant: Variant) -> Iterator[Problem]:
    """No text that a learner may type makes a question fail; on one variant in ten, since it hangs on no figure."""
    if variant.seed % HOSTILE_EVERY:
        return
    scope, case = variant.scope(), variant.case
    for question in case.questions:
        for raw in (*hostile.TEXTS, *hostile.SHAPES):
            for lang in LANGUAGES:
                answer = Answer(raw, lang)
                try:
                    reading = question.read(answer)
                    check(variant, question.id, answer).message(lang)
                    if reading.ok and not isinstance(question, DecisionQuestion):
                        question.mark(reading, scope, scope)
                except Exception as error:  # whatever it is, it is the fault that this check looks for
                    what = f"{type(error).__name__}: {error}"[:120]
                    place = _place(case, question)
                    yield _problem(
                        variant, "proof_hostile", place, text=repr(raw)[:60], name=question.id, what=what
                    )


def words_can_be_shown(variant: Variant) -> Iterator[Problem]:
    """Brief, annexes, questions, solutions and feedback render in both languages, figures included."""
    answers = _key(variant, "fr")
    marked = _marked_without_decisions(variant, answers)
    for lang in LANGUAGES:
        try:
            brief(variant, lang)
            annexes(variant, lang)
            questions(variant, lang)
            debrief(variant, answers, marked, lang)
            summary(variant, marked, lang)
            _feedback_words(variant, lang)
        except ExpressionError as error:
            cause = Problem(error.code, params={"near": "", **error.params})
            params = {"seed": variant.seed, "lang": lang}
            yield ProofProblem("proof_text", f"{variant.case.slug}/{lang}.md", None, params, cause)


def _feedback_words(variant: Variant, lang: Lang) -> None:
    scope, paper = variant.scope(), variant.case.papers[lang]
    for question in variant.case.questions:
        extra = {"answer": scope.value(question.id), "expected": scope.value(question.id)}
        for name in question.lists():
            for words in paper.sections[f"{question.id}.{name}"].items.values():
                render(words.text, scope, lang, extra)


def _marked_without_decisions(variant: Variant, answers: Mapping[str, Answer]) -> Marked:
    kept = {
        name: a
        for name, a in answers.items()
        if not isinstance(variant.case.question(name), DecisionQuestion)
    }
    return mark(variant, kept)


def decisions_are_told_apart(variant: Variant) -> Iterator[Problem]:
    """The naive policy earns nothing and lies well apart from the reference."""
    scope, case = variant.scope(), variant.case
    for question in case.questions:
        if not isinstance(question, DecisionQuestion):
            continue
        best = scope.value(question.id)
        assert isinstance(best, dict)
        chosen = {name: figure for name, figure in best.items() if is_number(figure)}
        cost = question.measured(scope, chosen)[question.minimise]
        naive = question.measured(scope, question.naive_inputs(scope))[question.minimise]
        if naive < cost * (1 + 5 * question.dead_band):
            yield _problem(
                variant, "proof_decision", _place(case, question), name=question.id, naive=naive, best=cost
            )


Prove = Callable[[Variant], Iterator[Problem]]
CHECKS: tuple[Prove, ...] = (
    same_seed_same_bytes,
    finite_and_in_range,
    key_earns_all,
    blank_earns_nothing,
    mistakes_are_told_apart,
    an_error_costs_its_own_question,
    hostile_text_is_harmless,
    words_can_be_shown,
    decisions_are_told_apart,
)
