"""Order, match and text: read, marked, carried, and words for every place."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_cases import small

from cases import ranking
from cases.answers import Answer, Raw
from cases.assessment import Assessment
from cases.debrief import debrief
from cases.load import load_folder
from cases.marking import Marked, check, mark
from cases.problem import CaseError
from cases.proof import prove_share
from cases.questions.match import MatchAsk
from cases.questions.order import OrderAsk
from cases.questions.text import TextAsk, word_count
from cases.variant import Variant, draw
from cases.views import question as asked_view

FOLDER = Path(__file__).parent.parent / "fixtures" / "ranking"
ORDERS = ["alpha", "beta", "gamma", "delta"]
CODES = ["P1", "P2", "P3", "P4", "P5"]


@pytest.fixture(scope="module")
def variant() -> Variant:
    return draw(load_folder(FOLDER), 3)


def one(variant: Variant, name: str, raw: Raw, **more: Any) -> Marked:
    return mark(variant, {name: Answer(raw)}, **more)


def key(variant: Variant, name: str) -> Any:
    return variant.scope().value(name)


def test_the_sample_is_proven() -> None:
    share = prove_share(load_folder(FOLDER), 0, 40)
    assert [problem.explain("en") for problem in share.problems] == []
    assert share.seeds == 40


# -- ranking ----------------------------------------------------------------------------------------------
def test_agreement_is_kendalls_tau_never_under_nothing() -> None:
    from scipy.stats import kendalltau  # noqa: PLC0415  (an independent peer, slow to import)

    right = list("abcdef")
    for order in list(permutations(right))[::37]:
        tau = kendalltau([right.index(item) for item in order], range(6)).statistic
        assert ranking.agreement(order, right) == pytest.approx(max(0.0, tau))


def test_ties_do_not_count_and_what_is_left_out_or_added_does() -> None:
    ties = [frozenset("ab")]
    assert ranking.agreement("bacd", "abcd", ties) == 1
    assert ranking.agreement("bacd", "abcd") == pytest.approx(4 / 6)
    assert ranking.agreement("abc", "abcd") == 0  # three pairs of six are missing
    assert ranking.agreement("abcdx", "abcd") == pytest.approx(0.75)
    assert ranking.agreement("", "abcd") == 0
    assert ranking.agreement("ba", "ab", [frozenset("ab")]) == 1
    assert ranking.agreement("b", "ab", [frozenset("ab")]) == 0.5


@given(st.permutations("abcdef"), st.integers(0, 4))
def test_one_more_pair_in_order_never_lowers_the_credit(order: list[str], place: int) -> None:
    better = list(order)
    if better[place] > better[place + 1]:
        better[place], better[place + 1] = better[place + 1], better[place]
    assert ranking.agreement(better, "abcdef") >= ranking.agreement(order, "abcdef")


def test_chance_is_the_mean_over_every_order() -> None:
    credits = [ranking.agreement(order, "abcd") for order in permutations("abcd")]
    assert ranking.chance("abcd") == pytest.approx(sum(credits) / 24)
    assert ranking.chance("abcdefghijkl") < 0.15


# -- order ------------------------------------------------------------------------------------------------
def test_an_order_is_marked_by_its_pairs(variant: Variant) -> None:
    right = key(variant, "sequence")
    assert one(variant, "sequence", right).question("sequence").codes == ("correct",)
    swapped = [right[1], right[0], *right[2:]]
    found = one(variant, "sequence", swapped).question("sequence")
    if swapped != ORDERS:
        assert (found.outcome.credit, found.codes) == (pytest.approx(4 / 6), ("partly",))
    assert one(variant, "sequence", right[::-1]).question("sequence").outcome.credit == 0
    assert [part.code for part in found.outcome.parts.values()].count("moved") >= 2


def test_the_order_of_another_rule_is_named(variant: Variant) -> None:
    found = one(variant, "sequence", ORDERS).question("sequence")
    assert found.codes == ("mistake.arrival",)
    words = debrief(variant, {"sequence": Answer(ORDERS)}, one(variant, "sequence", ORDERS), "fr")
    assert "Vous avez suivi l’ordre d’arrivée." in words[1].feedback


def test_steps_to_leave_out(variant: Variant) -> None:
    right = ["count", "unload", "sign", "store"]  # the first two are tied
    assert one(variant, "steps", right).question("steps").outcome.credit == 1
    found = one(variant, "steps", [*right, "invoice"]).question("steps")
    assert found.outcome.credit == 0.75
    assert found.outcome.parts["invoice"].code == "extra"
    view = asked_view(variant, "steps", "en")
    assert isinstance(view.ask, OrderAsk)
    assert view.ask.subset
    assert {item.text for item in view.ask.items} == {"Unload", "Count", "Sign", "Store", "Invoice"}


@pytest.mark.parametrize(
    ("raw", "code"),
    [(["omega"], "unknown_option"), (["alpha", "alpha"], "ranked_twice"), ({"a": "b"}, "answer_shape")],
)
def test_an_order_that_cannot_be_read(variant: Variant, raw: Raw, code: str) -> None:
    found = check(variant, "sequence", Answer(raw))
    assert found.codes == (code,)
    assert found.message("fr") != found.message("en")


# -- match ------------------------------------------------------------------------------------------------
def test_classes_weigh_the_same_and_one_class_for_all_earns_nothing(variant: Variant) -> None:
    right = key(variant, "abc")
    assert one(variant, "abc", right).question("abc").codes == ("correct",)
    for letter in "ABC":
        assert one(variant, "abc", dict.fromkeys(CODES, letter)).question("abc").outcome.credit == 0
    members = [code for code in CODES if right[code] == right["P5"]]
    other = next(letter for letter in "ABC" if letter != right["P5"])
    found = one(variant, "abc", {**right, "P5": other}).question("abc").outcome
    classes = len(set(right.values()))
    mean = (classes - 1 / len(members)) / classes
    assert found.credit == pytest.approx((mean - 1 / classes) / (1 - 1 / classes))
    assert found.parts["P5"].code == "wrong"


def test_a_classification_by_another_rule_is_named(variant: Variant) -> None:
    question = variant.case.question("abc")
    by_price = question.mistake_values(variant.scope())["mistake.by_price"][0]
    found = one(variant, "abc", question.raw(by_price, "fr")).question("abc")
    assert (found.codes, found.outcome.credit) == (("mistake.by_price",), 0.25)


def test_classes_follow_the_learners_own_figures(variant: Variant) -> None:
    right = key(variant, "abc")
    answers = {"head_value": Answer("300"), "abc": Answer({**right, "P1": "B"})}
    found = mark(variant, answers).question("abc")
    assert (found.outcome.credit, found.codes, found.carried_from) == (1, ("carried",), ("head_value",))


def test_an_item_may_have_several_classes(variant: Variant) -> None:
    right = {"export": "seller", "freight": "seller,buyer", "import": "buyer"}
    assert one(variant, "duties", right).question("duties").outcome.credit == 1
    half = one(variant, "duties", {**right, "freight": "seller"}).question("duties").outcome
    assert half.credit == pytest.approx((1 + 0.5 + 1) / 3)
    all_ticked = one(variant, "duties", dict.fromkeys(right, "seller,buyer")).question("duties").outcome
    assert all_ticked.credit == pytest.approx(1 / 3)  # only the item that has both


@given(st.dictionaries(st.sampled_from(CODES), st.sampled_from("ABC")), st.sampled_from(CODES))
def test_one_more_item_right_never_lowers_the_credit(given_: dict[str, str], item: str) -> None:
    variant = draw(load_folder(FOLDER), 3)
    right = key(variant, "abc")
    before = one(variant, "abc", given_).question("abc")
    after = one(variant, "abc", {**given_, item: right[item]}).question("abc")
    assert 0 <= before.outcome.credit <= 1
    if not before.codes[0].startswith("mistake.") and not after.codes[0].startswith("mistake."):
        assert after.outcome.credit >= before.outcome.credit


def test_what_is_shown_of_items_comes_from_the_graph(variant: Variant) -> None:
    view = asked_view(variant, "abc", "fr")
    assert isinstance(view.ask, MatchAsk)
    assert [title for title, _ in view.ask.columns] == ["Prix", "Quantité"]
    assert view.ask.columns[0][1][1] == "40,00\u00a0€"
    assert [item.id for item in view.ask.items] == CODES


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("abc", {"P1": "Z"}, "unknown_option"),
        ("abc", {"P1": "A,B"}, "one_option"),
        ("abc", ["A"], "answer_shape"),
        ("duties", {"nobody": "seller"}, "unknown_option"),
    ],
)
def test_classes_that_cannot_be_read(variant: Variant, name: str, raw: Raw, code: str) -> None:
    assert check(variant, name, Answer(raw)).codes == (code,)


# -- text -------------------------------------------------------------------------------------------------
TEXT = "P1 is worth watching: it makes half of the value of what we use in a year."


def test_a_text_waits_for_a_person(variant: Variant) -> None:
    paper = one(variant, "argue", TEXT)
    found = paper.question("argue")
    assert (found.score, found.codes, found.outcome.pending) == (0, ("pending",), True)
    assert (paper.pending, paper.pending_points) == (("argue",), 2)
    assert "rncp11928/B2.3" in {one.key for one in paper.criteria}  # by the questions marked, not by this one
    whole = mark(
        variant,
        {n: Answer(variant.case.question(n).raw(key(variant, n), "fr")) for n in variant.case.question_ids},
    )
    assert (whole.score, whole.pending) == (10, ())  # a blank text waits for nobody
    assert whole.question("argue").codes == ("blank",)


def test_a_person_gives_the_points_of_the_rubric(variant: Variant) -> None:
    given_points = Assessment("trainer", {"figures": 0.5, "advice": 7, "style": 3}, "Cite the share.")
    paper = one(variant, "argue", TEXT, assessments={"argue": given_points})
    found = paper.question("argue")
    assert (found.score, found.codes) == (1.5, ("assessed_trainer",))  # a line gives its points at most
    told = debrief(variant, {"argue": Answer(TEXT)}, paper, "en")[-1]
    assert told.feedback == ("Comment: Cite the share.", "Assessed by the trainer with the rubric.")
    assert [(part.label, part.given) for part in told.parts] == [
        ("Figures that are right", "0.5\u00a0points"),
        ("A clear advice", "1\u00a0point"),
    ]


def test_what_a_text_is_asked_for(variant: Variant) -> None:
    view = asked_view(variant, "argue", "fr")
    assert view.ask == TextAsk(
        (20, 60), "en", (("figures", "Des chiffres justes", 1), ("advice", "Un conseil clair", 1))
    )
    assert check(variant, "argue", Answer(TEXT)).message("en") == "read: 17 words (from 20 to 60 asked)"


def test_words_are_counted_as_a_reader_counts_them() -> None:
    assert word_count("L’article P-12 coûte 1 234,50 €, soit 12,5 % de moins.") == 9
    assert word_count("  ") == 0


def test_a_text_too_long_is_refused_with_its_limit(variant: Variant) -> None:
    found = check(variant, "argue", Answer("a" * 20_001))
    assert found.codes == ("text_long",)
    assert "20000" in found.message("en").replace(",", "").replace(" ", "")


# -- the format ---------------------------------------------------------------------------------------------
BASE = {"id": "asked", "points": 2, "criteria": ["rncp11928/B2.2"]}


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ({"type": "order", "items": ["a", "a"], "answer": [{"text": "a"}]}, "twice"),
        ({"type": "order", "items": ["a", "b"], "answer": [{"text": "a"}], "ties": [["a", "z"]]}, "z"),
        ({"type": "match", "items": ["a", "a"], "classes": ["x", "y"], "answer": {}}, "twice"),
        ({"type": "text", "rubric": [{"id": "a", "points": 1}]}, "rubric"),
        ({"type": "text", "rubric": [{"id": "a", "points": 2}], "words": [9, 2]}, "9"),
    ],
)
def test_a_question_that_cannot_be(tmp_path: Path, question: dict[str, Any], words: str) -> None:
    with pytest.raises(CaseError) as caught:
        small(tmp_path / "case", {**BASE, **question})
    assert words in caught.value.explain("en")


def test_a_key_that_names_no_item_is_told(tmp_path: Path) -> None:
    case = small(
        tmp_path / "case",
        {**BASE, "type": "order", "items": ["a", "b"], "answer": [{"text": "a"}, {"text": "c"}]},
    )
    problems = prove_share(case, 0, 2).problems
    assert any("must name items of the list" in problem.explain("en") for problem in problems)
