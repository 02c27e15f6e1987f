"""Options to choose: read by their ids, marked so that neither ticking all nor guessing pays."""

from __future__ import annotations

from itertools import chain, combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from small_cases import choice, codes, marked, number, small, typed

from cases.answers import Answer
from cases.debrief import debrief
from cases.expressions import ExpressionError
from cases.questions.base import Outcome
from cases.questions.choice import ChoiceQuestion
from cases.variant import Variant, draw

OPTIONS = ["a", "b", "c", "d"]


class Nothing:
    """A scope without a name in it: the key is written out."""

    seed = 0

    def value(self, name: str) -> Any:
        raise AssertionError(name)

    def evaluate(self, template: Any, extra: Any = None) -> Any:
        return template.evaluate({}, {})


def asked(answer: Any, **more: Any) -> ChoiceQuestion:
    return ChoiceQuestion.model_validate(choice("asked", OPTIONS, answer, **more))


def outcome(question: ChoiceQuestion, *chosen: str) -> Outcome:
    reading = question.read(Answer(list(chosen)))
    assert reading.ok
    return question.mark(reading, Nothing(), Nothing())


def test_one_option() -> None:
    question = asked({"text": "b"})
    assert outcome(question, "b").codes == ("correct",)
    wrong = outcome(question, "c")
    assert (wrong.credit, wrong.codes, wrong.key) == (0, ("option.c", "wrong"), "b")


def test_a_wrong_option_may_earn_a_share() -> None:
    question = asked({"text": "b"}, credits={"c": 0.5})
    assert (outcome(question, "c").credit, outcome(question, "c").codes) == (0.5, ("option.c", "partly"))
    assert outcome(question, "d").credit == 0


@pytest.mark.parametrize(
    ("chosen", "credit", "found"),
    [
        (["a", "b", "c"], 1, ("correct",)),
        (["c", "b", "a"], 1, ("correct",)),
        (["a", "b"], 2 / 3, ("partly",)),
        (["a"], 1 / 3, ("partly",)),
        (["d"], 0, ("option.d", "wrong")),
        (["a", "b", "d"], 0, ("option.d", "wrong")),
        (["a", "b", "c", "d"], 0, ("option.d", "wrong")),
    ],
)
def test_several_options(chosen: list[str], credit: float, found: tuple[str, ...]) -> None:
    one = outcome(asked([{"text": "a"}, {"text": "b"}, {"text": "c"}], several=True), *chosen)
    assert one.credit == pytest.approx(credit)
    assert one.codes == found


SUBSETS = list(chain.from_iterable(combinations(OPTIONS, size) for size in range(1, 5)))


@given(st.sampled_from(SUBSETS), st.sampled_from(SUBSETS))
def test_several_options_never_pay_beyond_what_is_known(
    right: tuple[str, ...], chosen: tuple[str, ...]
) -> None:
    question = asked([{"text": option} for option in right], several=True)
    one = outcome(question, *chosen)
    assert 0 <= one.credit <= 1
    assert (one.credit == 1) == (set(chosen) == set(right))
    if len(right) < len(OPTIONS):
        assert outcome(question, *OPTIONS).credit == 0
    # dropping a wrong option, or adding a right one, never costs a point
    better = [option for option in OPTIONS if option in set(chosen) & set(right)]
    if better:
        assert outcome(question, *better).credit >= one.credit


def test_the_order_of_ids_and_their_repetition_do_not_matter() -> None:
    question = asked([{"text": "a"}, {"text": "b"}], several=True)
    assert question.read(Answer(["b", "a", "b", " a "])).value == ["a", "b"]
    assert question.read(Answer("a")).value == ["a"]


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("e", "unknown_option"),
        (["a", "e"], "unknown_option"),
        (["a", "b"], "one_option"),
        ({"a": "b"}, "answer_shape"),
        ("A", "unknown_option"),
        ("<script>", "unknown_option"),
    ],
)
def test_what_is_no_option_is_refused_not_marked(raw: Any, found: str) -> None:
    reading = asked({"text": "b"}).read(Answer(raw))
    assert (reading.ok, reading.codes) == (False, (found,))


def test_a_key_that_is_no_option_is_a_fault_of_the_case() -> None:
    with pytest.raises(ExpressionError, match="choice_key"):
        asked({"text": "nowhere"}).key(Nothing())
    with pytest.raises(ExpressionError, match="choice_several"):
        asked([{"text": "a"}, {"text": "b"}]).key(Nothing())
    with pytest.raises(ExpressionError, match="choice_key"):
        asked([], several=True).key(Nothing())


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"options": ["a", "b", "a"]}, "listed_twice"),
        ({"options": ["a"]}, "too_short"),
        ({"credits": {"z": 0.5}}, "not_listed"),
        ({"credits": {"c": 1}}, "credit_range"),
        ({"credits": {"c": -0.5}}, "credit_range"),
        ({"criteria": []}, "too_short"),
    ],
)
def test_a_faulty_question_is_refused(more: dict[str, Any], kind: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ChoiceQuestion.model_validate({**choice("asked", OPTIONS, {"text": "b"}), **more})
    assert kind in {fault["type"] for fault in refused.value.errors()}


# -- in a graph -----------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def variant(tmp_path_factory: pytest.TempPathFactory) -> Variant:
    """A stock, a threshold, and what to do: order when the first is not above the second."""
    case = small(
        tmp_path_factory.mktemp("choices") / "order-today",
        number("stock", "k"),
        number("threshold", "k * 2", mistakes={"half": "k"}),
        choice("today", ["order", "wait", "call"], "'order' if stock <= threshold else 'wait'"),
        choice("lot", ["one", "many"], "'one' if today == 'order' else 'many'"),
        draw={"k": {"integer": [300, 400]}},
    )
    return draw(case, 1)


def test_a_choice_follows_the_learners_own_figures(variant: Variant) -> None:
    k = variant.scope().value("k")
    assert isinstance(k, int)
    wrong = marked(variant, stock=str(k * 3), threshold=str(k * 2), today="wait")
    assert codes(wrong) == {"stock": "wrong", "threshold": "correct", "today": "carried", "lot": "blank"}
    assert wrong.question("today").carried_from == ("stock",)
    # the key's own choice stays right: nobody is punished for seeing better than their figures
    assert codes(marked(variant, stock=str(k * 3), today="order"))["today"] == "correct"
    assert codes(marked(variant, stock=str(k * 3), today="call"))["today"] == "option.call"


def test_a_choice_may_itself_go_on(variant: Variant) -> None:
    k = variant.scope().value("k")
    found = marked(variant, stock=str(k), threshold=str(k), today="wait", lot="many")
    assert codes(found)["today"] == "option.wait"
    assert codes(found)["lot"] == "carried"
    assert found.question("lot").carried_from == ("today",)  # the choice hides the threshold behind it


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_debrief_of_a_choice_speaks_of_the_options_chosen(variant: Variant, lang: Any) -> None:
    answers = typed(today="call")
    one = next(q for q in debrief(variant, answers, marked(variant, today="call"), lang) if q.id == "today")
    assert one.your_answer == f"call {lang}"
    assert one.expected == f"order {lang}"
    assert one.feedback == (f"call {lang}",)
    assert one.verdict == "wrong"
