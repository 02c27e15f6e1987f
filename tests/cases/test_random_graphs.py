"""What marking owes to any graph of questions: laws checked on random small cases and random papers."""

from __future__ import annotations

import json
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_papers import (
    ANYTHING,
    LANGS,
    attempts,
    filled,
    going_on,
    loaded,
    papers,
    right_here,
    variant_of,
)

from cases.answers import Answer
from cases.marking import Marked, check, mark
from cases.numerals import Lang
from cases.problem import DrawError
from cases.questions.base import Outcome, Question
from cases.questions.match import MatchQuestion
from cases.questions.number import NumberQuestion
from cases.questions.order import OrderQuestion
from cases.variant import Variant, draw

SEEDS = st.integers(0, 7)
NOISE = 1e-9


def some(count: int) -> Any:
    """Settings for a property whose every example writes and loads a case."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=count, deadline=None, suppress_health_check=slow)


def graded(paper: Marked) -> str:
    return json.dumps(paper.as_dict(), sort_keys=True)


def with_the_key(variant: Variant, lang: Lang) -> dict[str, Answer]:
    scope = variant.scope()
    return {one.id: Answer(one.raw(scope.value(one.id), lang), lang) for one in variant.case.questions}


# -- the whole paper ------------------------------------------------------------------------------------
@given(papers(), SEEDS, LANGS)
@some(20)
def test_the_key_earns_all_and_a_blank_nothing(paper: Any, seed: int, lang: Lang) -> None:
    with variant_of(paper, seed) as variant:
        if variant is None:
            return
    full = mark(variant, with_the_key(variant, lang))
    assert full.score == pytest.approx(full.max_score)
    assert full.out_of_20 == 20
    assert {code for one in full.questions for code in one.codes} == {"correct"}
    blanks = {one.id: Answer(one.blank(), lang) for one in variant.case.questions}
    for answers in ({}, blanks, {one: Answer("", lang) for one in blanks}):
        none = mark(variant, answers)
        assert (none.score, none.out_of_20) == (0, 0)
        assert {one.codes for one in none.questions} == {("blank",)}
        assert not any(one.carries or one.score or one.carried_from for one in none.questions)


@given(papers(), SEEDS)
@some(10)
def test_the_same_seed_gives_the_same_bytes(paper: Any, seed: int) -> None:
    found = []
    for _ in range(2):
        with TemporaryDirectory() as folder:
            case = loaded(folder, paper)
        try:
            variant = draw(case, seed)
        except DrawError as error:
            found.append(repr(error.problems))
            continue
        key = with_the_key(variant, "fr")
        key[case.question_ids[0]] = Answer("845")
        told = {name: answer.raw for name, answer in key.items()}
        found.append(json.dumps([dict(variant.drawn), variant.rejected, told]) + graded(mark(variant, key)))
    assert found[0] == found[1]


@given(papers(), SEEDS, st.data())
@some(20)
def test_any_paper_is_marked_within_its_points(paper: Any, seed: int, pick: Any) -> None:
    with variant_of(paper, seed) as variant:
        if variant is None:
            return
    answers = filled(pick, variant)
    before = dict(answers)
    marked = mark(variant, answers)
    assert answers == before
    assert graded(mark(variant, answers)) == graded(marked)
    assert mark(variant, dict(reversed(answers.items()))) == marked
    for one in marked.questions:
        assert 0 <= one.outcome.credit <= 1, one
        assert 0 <= one.score <= one.max_score
        assert all(0 <= part.credit <= 1 for part in one.outcome.parts.values()), one
        credit, head = one.outcome.credit, one.codes[0].partition(".")[0]
        assert (credit == 1) == (head in {"correct", "carried", "alternative"}), one
        assert credit == 0 or head not in {"wrong", "blank", "unreadable"}
        assert credit > 0 or head != "partly"
        assert one.carries <= one.reading.ok
        seen = check(variant, one.id, answers[one.id])
        assert (seen.ok, seen.blank) == (one.reading.ok, one.reading.blank)
        assert seen.ok or seen.blank or (seen.message("fr") and seen.message("en"))
    adds_up(marked, variant)


def adds_up(marked: Marked, variant: Variant) -> None:
    """What is told as JSON gives the sums again."""
    told = json.loads(json.dumps(marked.as_dict()))
    assert told == marked.as_dict()
    questions = told["questions"]
    assert [one["id"] for one in questions] == [one.id for one in variant.case.questions]
    assert told["score"] == pytest.approx(sum(one["score"] for one in questions), abs=1e-4)
    assert told["max_score"] == pytest.approx(sum(one["max_score"] for one in questions))
    assert marked.out_of_20 == pytest.approx(told["score"] / told["max_score"] * 20, abs=0.0051)
    earned: dict[str, float] = {}
    at_stake: dict[str, float] = {}
    for one, question in zip(questions, variant.case.questions, strict=True):
        assert one["score"] == pytest.approx(sum(item["score"] for item in one["items"]), abs=1e-4)
        for item in one["items"]:
            assert item["criteria"] == list(question.criteria)
            for key in item["criteria"]:
                earned[key] = earned.get(key, 0) + item["score"]
                at_stake[key] = at_stake.get(key, 0) + item["max_score"]
    found = {f"{one['referential']}/{one['id']}": one for one in told["criteria"]}
    assert set(found) == set(earned)
    for key, one in found.items():
        assert one["score"] == pytest.approx(earned[key], abs=1e-3)
        assert one["max_score"] == pytest.approx(at_stake[key])


# -- reading and writing --------------------------------------------------------------------------------
@given(papers(), SEEDS, LANGS)
@some(20)
def test_what_is_written_is_read_back(paper: Any, seed: int, lang: Lang) -> None:
    with variant_of(paper, seed) as variant:
        if variant is None:
            return
    scope = variant.scope()
    for question in variant.case.questions:
        slips = [one for values in question.mistake_values(scope).values() for one in values]
        for value in (scope.value(question.id), *slips):
            for raw in (question.raw(value, lang), question.displayed(value, lang)):
                if raw is not None:
                    assert typed(question.read(Answer(raw, lang)).value) == typed(value)


def typed(value: Any) -> Any:
    """A value without the items to which no class is given: they are left blank."""
    return {name: one for name, one in value.items() if one != []} if isinstance(value, dict) else value


# -- errors carried -------------------------------------------------------------------------------------
@given(papers(), SEEDS, st.integers(0, 5), st.integers(0, 3))
@some(30)
def test_an_error_costs_its_own_question_only(paper: Any, seed: int, place: int, which: int) -> None:
    with variant_of(paper, seed) as variant:
        if variant is None:
            return
    key = with_the_key(variant, "fr")
    perfect = mark(variant, key)
    question = variant.case.questions[place % len(variant.case.questions)]
    errors = question.errors(variant.scope())
    if not errors:
        return
    answers = going_on(variant, key, perfect, question.id, errors[which % len(errors)])
    marked = mark(variant, answers)
    for one in marked.questions:
        if one.id != question.id:
            assert one.outcome.credit == pytest.approx(1), (one.id, one.codes, answers)
            assert set(one.carried_from) <= {question.id}
    touched = {question.id, *variant.case.graph.downstream(question.id)}
    for one in marked.questions:
        if one.id not in touched:
            assert one == perfect.question(one.id)


@given(papers(), SEEDS, st.data())
@some(20)
def test_a_question_moves_only_what_rests_on_it(paper: Any, seed: int, pick: Any) -> None:
    with variant_of(paper, seed) as variant:
        if variant is None:
            return
    answers = filled(pick, variant, texts=False)
    question = pick.draw(st.sampled_from(variant.case.questions))
    other = {**answers, question.id: Answer(pick.draw(ANYTHING))}
    before, after = mark(variant, answers), mark(variant, other)
    below = variant.case.graph.downstream(question.id)
    for one in before.questions:
        if one.id != question.id and one.id not in below:
            assert after.question(one.id) == one


# -- better answers never earn less ---------------------------------------------------------------------
@given(papers(), SEEDS, st.data())
@some(35)
def test_one_more_question_right_never_lowers_the_paper(paper: Any, seed: int, pick: Any) -> None:
    """Right by the figures carried so far; what rests on it is left as it is, or done again with method.

    Left as it is, only an answer that followed from the wrong one can lose: it no longer does.
    """
    with variant_of(paper, seed) as variant:
        if variant is None:
            return
    answers = filled(pick, variant)
    before = mark(variant, answers)
    name = pick.draw(st.sampled_from(variant.case.question_ids))
    value = right_here(variant, before, name)
    below = variant.case.graph.downstream(name)
    better = mark(variant, going_on(variant, answers, before, name, value))
    assert better.score >= before.score - NOISE
    for one in better.questions:
        if one.id == name or one.id in below:
            assert one.outcome.credit == pytest.approx(1), (one.id, one.codes)
        else:
            assert one == before.question(one.id)
    alone = mark(variant, {**answers, name: Answer(variant.case.question(name).raw(value, "fr"))})
    for one in alone.questions:
        if one.outcome.credit < before.question(one.id).outcome.credit - NOISE:
            assert one.id in below
            assert not {"blank", "unreadable"} & {*before.question(name).codes}


@given(papers(), SEEDS, st.data())
@some(35)
def test_one_more_place_right_never_lowers_a_question(paper: Any, seed: int, pick: Any) -> None:
    """Right as the learner's own figures have it; a misconception that the case prices is left aside."""
    with variant_of(paper, seed) as variant:
        if variant is None:
            return
    answers = filled(pick, variant, texts=False)
    marked = mark(variant, answers)
    for question in variant.case.questions:
        before = marked.question(question.id)
        if not before.reading.ok or before.codes[0].startswith("mistake."):
            continue
        steps = list(mended(question, before.outcome, before.reading.value))
        if not steps:
            continue
        after = mark(
            variant, {**answers, question.id: Answer(question.raw(pick.draw(st.sampled_from(steps)), "fr"))}
        )
        one = after.question(question.id)
        if not one.codes[0].startswith("mistake."):
            assert one.outcome.credit >= before.outcome.credit - NOISE, (before, one)


def mended(question: Question, outcome: Outcome, value: Any) -> list[Any]:
    """The answers that are nearer to what was expected by one place."""
    expected: Any = outcome.expected
    if isinstance(question, OrderQuestion):
        return nearer_orders(value, expected, question.ties)
    if isinstance(question, MatchQuestion):
        return [{**value, item: classes} for item, classes in expected.items()]
    if isinstance(question, NumberQuestion):
        if question.several is None:
            return [expected]
        free = ["apart"] if "apart" in expected else []  # the others rest on one another
        return [{**value, place: expected[place]} for place in free]
    if not question.model_dump()["several"]:
        return [expected]
    ticked = [sorted({*value, option}) for option in expected]
    return [*ticked, *([one for one in value if one != option] for option in value if option not in expected)]


def nearer_orders(order: list[str], right: list[str], ties: list[list[str]]) -> list[list[str]]:
    """One pair put in order, one item too many left out, or one left out put in its place."""
    found = [[one for one in order if one != item] for item in order if item not in right]
    for n in range(len(order) - 1):
        one, other = order[n], order[n + 1]
        if one in right and other in right and right.index(one) > right.index(other):
            found.append([*order[:n], other, one, *order[n + 2 :]])
    for item in right:
        if item not in order and all(one in right for one in order):
            earlier = [one for one in order if right.index(one) < right.index(item)]
            if order[: len(earlier)] == earlier or set(order[: len(earlier)]) == set(earlier):
                found.append([*order[: len(earlier)], item, *order[len(earlier) :]])
    return [one for one in found if one]


@given(papers(), SEEDS, st.data())
@some(20)
def test_own_shapes_are_read_without_a_word_on_right_or_wrong(paper: Any, seed: int, pick: Any) -> None:
    with variant_of(paper, seed) as variant:
        if variant is None:
            return
    scope = variant.scope()
    for question in variant.case.questions:
        for text in ("¿ 12,3,4 ?", "\x00", "9" * 300):
            for raw in question.shaped(text):
                reading = question.read(Answer(raw))
                assert not reading.blank
                assert mark(variant, {question.id: Answer(raw)}).question(question.id).score == 0
        raw = pick.draw(attempts(question, scope.value(question.id)))
        reading = question.read(Answer(raw))
        assert reading.ok or reading.blank or reading.codes
        if reading.ok:
            assert question.read(Answer(question.raw(reading.value, "en"), "en")).value is not None
