"""A choice whole: none of these, credits of several, a list to unfold."""

from __future__ import annotations

from itertools import chain, combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from cases.answers import Answer
from cases.load import LANGUAGES, load_folder
from cases.problem import message
from cases.questions.base import Outcome
from cases.questions.choice import ChoiceAsk, ChoiceQuestion
from cases.variant import draw
from cases.views import question as view_of

OPTIONS = ["a", "b", "c", "d"]
CASE = load_folder(Path(__file__).parents[1] / "fixtures" / "figures")


class Nothing:
    """A scope without a name in it: the key is written out."""

    seed = 0

    def value(self, name: str) -> Any:
        raise AssertionError(name)

    def evaluate(self, template: Any, extra: Any = None) -> Any:
        return template.evaluate({}, {})


def asked(answer: Any, **more: Any) -> ChoiceQuestion:
    given_ = {"id": "q", "type": "choice", "points": 1, "criteria": ["rncp11928/B2.4"], "options": OPTIONS}
    return ChoiceQuestion.model_validate({**given_, "answer": answer, **more})


def outcome(question: ChoiceQuestion, *chosen: str) -> Outcome:
    reading = question.read(Answer(list(chosen)))
    assert reading.ok, reading
    return question.mark(reading, Nothing(), Nothing())


def test_none_of_these_is_the_key_of_an_empty_list() -> None:
    question = asked([], several=True, none="d")
    assert question.key(Nothing()) == ["d"]
    assert outcome(question, "d").codes == ("correct",)
    assert outcome(question, "a").credit == 0


def test_none_of_these_goes_with_no_other() -> None:
    question = asked([{"text": "a"}], several=True, none="d")
    reading = question.read(Answer(["a", "d"]))
    assert (reading.ok, reading.codes) == (False, ("none_alone",))
    assert all(message("none_alone", lang) for lang in LANGUAGES)
    assert outcome(question, "d").credit == 0
    with pytest.raises(ValueError, match="choice_none"):
        asked([{"text": "a"}, {"text": "d"}], several=True, none="d").key(Nothing())


def test_a_faulty_none_is_refused() -> None:
    with pytest.raises(ValidationError) as refused:
        asked({"text": "a"}, none="z")
    assert {fault["type"] for fault in refused.value.errors()} == {"not_listed"}
    with pytest.raises(ValidationError):
        asked({"text": "a"}, look="wheel")


def test_of_several_a_wrong_option_with_a_credit_costs_less() -> None:
    right = [{"text": "a"}, {"text": "b"}]
    plain, lenient = asked(right, several=True), asked(right, several=True, credits={"c": 0.5})
    assert outcome(plain, "a", "b", "c").credit == pytest.approx(1 / 2)
    assert outcome(lenient, "a", "b", "c").credit == pytest.approx(1 - 0.5 / 1.5)
    assert outcome(lenient, "a", "b", "d").credit == pytest.approx(1 - 1 / 1.5)
    assert outcome(lenient, *OPTIONS).credit == 0


SUBSETS = list(chain.from_iterable(combinations(OPTIONS, size) for size in range(1, 5)))


@given(
    st.sampled_from(SUBSETS),
    st.sampled_from(SUBSETS),
    st.dictionaries(st.sampled_from(OPTIONS), st.floats(0, 0.99), max_size=4),
)
def test_credits_never_make_ticking_all_pay(
    right: tuple[str, ...], chosen: tuple[str, ...], credits: dict[str, float]
) -> None:
    question = asked([{"text": option} for option in right], several=True, credits=credits)
    one = outcome(question, *chosen)
    assert 0 <= one.credit <= 1
    assert (one.credit == 1) == (set(chosen) == set(right))
    if len(right) < len(OPTIONS):
        assert outcome(question, *OPTIONS).credit == pytest.approx(0)
    for option in right:
        if option not in chosen:
            assert outcome(question, *chosen, option).credit >= one.credit - 1e-12


class Words:
    """Words that are the ids, in an order of their own."""

    lang = "fr"

    def item(self, section: str, item: str, extra: Any = None) -> str:
        return item

    def body(self, section: str) -> str:
        return ""

    def shuffled(self, ids: Any, name: str) -> list[str]:
        return list(reversed(ids))


def test_none_of_these_stands_last_whatever_the_order() -> None:
    for shuffle in (True, False):
        ask: Any = asked([], several=True, none="b", shuffle=shuffle).ask(Nothing(), Words())  # type: ignore[arg-type]
        assert isinstance(ask, ChoiceAsk)
        assert (ask.options[-1].id, ask.none, ask.look) == ("b", "b", "buttons")


def test_a_list_to_unfold_is_told_to_the_page() -> None:
    view = view_of(draw(CASE, 1), "shifts", "fr")
    assert isinstance(view.ask, ChoiceAsk)
    assert view.ask.look == "list"
    assert not view.several
