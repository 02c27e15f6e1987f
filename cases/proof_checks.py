"""What must hold on every variant of a case: each check yields the problems that it finds in one variant."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cases import hostile
from cases.answers import Answer, Reading
from cases.case import Case
from cases.debrief import debrief, summary
from cases.expressions import ExpressionError
from cases.graph import GraphScope
from cases.load import LANGUAGES
from cases.marking import Marked, check, mark, marked_alone
from cases.numerals import Lang
from cases.plain import Plain, is_number, is_scalar
from cases.problem import Problem
from cases.proof_annexes import annexes_show_what_the_key_uses
from cases.questions.base import Question
from cases.render import render
from cases.variant import Variant, draw
from cases.views import annexes, brief, questions

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


def _problem(variant: Variant, code: str, place: str = "", /, **params: object) -> Problem:
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


def finite_and_provable(variant: Variant) -> Iterator[Problem]:
    """Every figure of the graph is finite, and what each question's type asks of a variant holds."""
    scope, case = variant.scope(), variant.case
    for name in case.graph.order:
        for leaf in _leaves(scope.value(name)):
            if isinstance(leaf, float) and not is_number(leaf):
                yield _problem(variant, "proof_finite", where(case, name), name=name)
    for question in case.questions:
        for code, params in question.prove(scope):
            yield _problem(variant, code, _place(case, question), name=question.id, **params)


def drawn_ids_are_worded(variant: Variant) -> Iterator[Problem]:
    """The ids that only a draw can tell (sites and items of a world, say) have words in both papers."""
    scope, case = variant.scope(), variant.case
    for question in case.questions:
        for name, ids in question.drawn_ids(scope).items():
            for lang in LANGUAGES:
                section = case.papers[lang].sections.get(f"{question.id}.{name}")
                for missing in sorted(ids - set(section.items if section is not None else ())):
                    params = {"section": f"{question.id}.{name}", "item": missing, "seed": variant.seed}
                    yield Problem("proof_words", f"{case.slug}/{lang}.md", None, params)


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
            question.id: Answer(raw, lang)
            for question in case.questions
            if (raw := question.displayed(scope.value(question.id), lang)) is not None
        }
        displayed = mark(variant, shown)
        for question in case.questions:
            if not question.AUTO:
                continue
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
    blanks = {one.id: Answer(one.blank()) for one in variant.case.questions}
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
    case, key = variant.case, variant.scope()
    for question in case.questions:
        below = {one.id: one for one in case.questions if question.id in case.graph.upstream(one.id)}
        kept = [below[name] for name in case.graph.order if name in below]
        kept = [one for one in kept if one.AUTO and not one.SIMULATED]
        if not kept or not question.AUTO:
            continue
        place = _place(case, question)
        for slip in question.errors(key):
            typed = question.raw(slip, "fr")
            reading = question.read(Answer(typed, "fr"))
            if not reading.ok:
                continue  # the check of the misconceptions tells it
            named = {"name": question.id, "value": str(typed)[:80]}
            try:
                victims = list(_victims(variant, question, reading, kept, key))
            except ExpressionError as error:
                yield caused(variant, "proof_slip", place, error, **named)
                continue
            for victim in victims:
                yield _problem(variant, "proof_carried", place, **named, victim=victim)


def _victims(
    variant: Variant, wrong: Question, reading: Reading, below: Sequence[Question], key: GraphScope
) -> Iterator[str]:
    """The questions where a learner who errs once, then goes on with method, loses points all the same.

    ``below`` are those downstream, in the graph's order. Raises ExpressionError where the error leaves one
    of them without a value.
    """
    outcome = wrong.mark(reading, key, key)
    own, carried = variant.scope(), key
    own.put(wrong.id, wrong.stand_in(reading, outcome, key))
    if wrong.carries(reading, outcome):
        carried = own  # what the learner goes on with is what marking goes on with
    for question in below:
        read = question.read(Answer(question.raw(question.key(own), "fr"), "fr"))
        found = marked_alone(question, read, carried, key)
        if found.credit < 1:
            yield question.id
        own.put(question.id, read.value)


def hostile_text_is_harmless(variant: Variant) -> Iterator[Problem]:
    """No text that a learner may type makes a question fail; on one variant in ten, since it hangs on no figure."""
    if variant.seed % HOSTILE_EVERY:
        return
    scope, case = variant.scope(), variant.case
    for question in case.questions:
        try:
            scope.value(question.id)
        except ExpressionError:
            continue  # a key without a value is told by the other checks
        shaped = (raw for text in hostile.TEXTS for raw in question.shaped(text))
        for raw in (*shaped, *hostile.SHAPES):
            for lang in LANGUAGES:
                answer = Answer(raw, lang)
                try:
                    reading = question.read(answer)
                    check(variant, question.id, answer).message(lang)
                    if reading.ok and question.AUTO and not question.SIMULATED:
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
    kept = {name: a for name, a in answers.items() if not variant.case.question(name).SIMULATED}
    return mark(variant, kept)


Prove = Callable[[Variant], Iterator[Problem]]
CHECKS: tuple[Prove, ...] = (
    same_seed_same_bytes,
    finite_and_provable,
    drawn_ids_are_worded,
    key_earns_all,
    blank_earns_nothing,
    mistakes_are_told_apart,
    an_error_costs_its_own_question,
    hostile_text_is_harmless,
    words_can_be_shown,
    annexes_show_what_the_key_uses,
)
