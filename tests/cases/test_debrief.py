"""The debrief: what is right first, where the error is, what followed from it, in the learner's language."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_cases import YEAR, choice, decision, marked, number, small, typed

from cases import hostile
from cases.answers import Answer
from cases.debrief import QuestionDebrief, debrief, summary
from cases.keyfile import key_answers
from cases.load import LANGUAGES, load_folder
from cases.marking import mark
from cases.problem import message, message_codes
from cases.variant import Variant, draw

WORDS = {
    "need.solution": "{{ daily | dec1 }} × 12 = {{ need | int }}",
    "need.mistakes.week": "vous : {{ answer | int }} / attendu : {{ expected | int }}",
    "policy.notices.no_safety": "sans sécurité",
}


@pytest.fixture(scope="module")
def variant(tmp_path_factory: pytest.TempPathFactory) -> Variant:
    """daily -> need -> pallets, two choices, a rate and a policy."""
    case = small(
        tmp_path_factory.mktemp("debrief") / "paper",
        number("daily", "base", unit="piece/day", decimals=1, mistakes={"month": "base * 20"}),
        number("need", "daily * 12", unit="piece", mistakes={"week": "daily * 5"}),
        number("pallets", "need / 50", unit="pallet", round="ceil"),
        choice("rule", ["point", "period", "never"], {"text": "point"}),
        choice("costs", ["a", "b", "c"], [{"text": "a"}, {"text": "b"}], several=True),
        number("rate", "base / 10000", unit="percent", decimals=1),
        decision(notices={"no_safety": "s <= 100"}),
        words=WORDS,
        draw={"base": {"integer": [200, 400]}},
        values={"year": YEAR},
    )
    return draw(case, 4)


@pytest.fixture(scope="module")
def base(variant: Variant) -> int:
    value = variant.scope().value("base")
    assert isinstance(value, int)
    return value


def told(variant: Variant, lang: Any = "fr", **raws: Any) -> dict[str, QuestionDebrief]:
    answers = typed(lang, **raws)
    return {one.id: one for one in debrief(variant, answers, mark(variant, answers), lang)}


def plain(text: str) -> str:
    return re.sub(r"[\u00a0\u202f]", " ", text)


# -- every code ----------------------------------------------------------------------------------------
NUMBER_CODES = (
    "correct",
    "carried",
    "rounding",
    "sign",
    "power_of_ten",
    "month_for_year",
    "unit_swapped",
    "wrong",
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_has_words(lang: Any) -> None:
    for code in (
        *NUMBER_CODES,
        "carried_rounding",
        "blank",
        "unreadable",
        "partly",
        "no_gain",
        "requirement_missed",
        "decision_correct",
        "decision_partly",
    ):
        words = message(f"debrief.{code}", lang, {"questions": "Q", "share": "60 %"})
        assert len(words) >= 15
        assert "{" not in words
    for verdict in ("right", "partly", "wrong", "blank", "unreadable"):
        assert message(f"verdict.{verdict}", lang)
    assert {f"debrief.{code}" for code in NUMBER_CODES} <= set(message_codes())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("question", "factor", "verdict"),
    [("need", 12, "right"), ("need", 5, "wrong"), ("need", 120, "wrong"), ("need", -12, "wrong"),
     ("need", 144, "wrong"), ("need", 29, "wrong")],
)  # fmt: skip
def test_each_answer_has_one_word_on_it(
    variant: Variant, base: int, lang: Any, question: str, factor: int, verdict: str
) -> None:
    one = told(variant, lang, daily=str(base), need=str(base * factor))[question]
    assert one.verdict == verdict
    assert one.verdict_label == message(f"verdict.{verdict}", lang)
    assert len(one.feedback) == 1
    assert one.feedback[0]
    assert one.title == "T need"
    assert one.criteria == ("rncp11928/B2.2",)


def test_a_misconception_speaks_with_the_learners_figure(variant: Variant, base: int) -> None:
    one = told(variant, daily=str(base), need=str(base * 5))["need"]
    assert plain(one.feedback[0]) == plain(
        f"vous : {message_int(base * 5)} / attendu : {message_int(base * 12)}"
    )


def message_int(value: int) -> str:
    return f"{value:,}".replace(",", " ")


# -- numbers --------------------------------------------------------------------------------------------
def test_the_accepted_interval_is_told_and_true(variant: Variant, base: int) -> None:
    for lang in LANGUAGES:
        one = told(variant, lang, need=str(base * 12))["need"]
        assert plain(one.interval).startswith("accepté : de " if lang == "fr" else "accepted: from ")
        low, high = interval_of(one.interval)
        for figure, right in ((low, True), (high, True), (low - 1, False), (high + 1, False)):
            credit = marked(variant, need=str(figure)).question("need").outcome.credit
            assert (credit == 1) is right, figure


def interval_of(text: str) -> tuple[int, int]:
    low, high = re.findall(r"\d[\d ,]*\d", plain(text))
    return int(re.sub(r"\D", "", low)), int(re.sub(r"\D", "", high))


def test_an_exact_count_is_told_as_such(variant: Variant, base: int) -> None:
    one = told(variant, need=str(base * 12))["pallets"]
    assert one.interval == ""  # nothing was answered
    right = -(-base * 12 // 50)
    one = told(variant, need=str(base * 12), pallets=str(right))["pallets"]
    assert plain(one.interval) == f"accepté : {right} palettes exactement"
    one = told(variant, "en", need=str(base * 12), pallets=str(right))["pallets"]
    assert plain(one.interval) == f"accepted: {right} pallets exactly"


def test_a_rate_shows_its_sign_on_both_bounds(variant: Variant, base: int) -> None:
    one = told(variant, rate=f"{base / 100:.1f}".replace(".", ",") + " %")["rate"]
    assert one.verdict == "right"
    assert one.interval.count("%") == 2
    assert plain(one.your_answer).endswith(" %")


def test_the_answer_is_shown_as_it_was_read(variant: Variant) -> None:
    assert plain(told(variant, need="1234,5")["need"].your_answer) == "1 234,5 pièces"
    assert plain(told(variant, "en", need="1234.5")["need"].your_answer) == "1,234.5 pieces"
    assert told(variant)["need"].your_answer == ""


# -- carried --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_carried_names_its_source(variant: Variant, base: int, lang: Any) -> None:
    wrong = round(base * 1.3)
    found = told(variant, lang, daily=str(wrong), need=str(wrong * 12))
    one = found["need"]
    assert (one.verdict, one.score, one.carried_from) == ("right", 1, ("daily",))
    assert f"{'de la' if lang == 'fr' else 'from'} question 1 (T daily)" in one.feedback[0]
    assert plain(one.expected).startswith(message_int(wrong * 12).replace(" ", " " if lang == "fr" else ","))
    assert message_int(base * 12).replace(" ", " " if lang == "fr" else ",") in plain(
        one.expected
    )  # the key too
    low, high = interval_of(one.interval)
    assert low <= wrong * 12 <= high
    # the worked solution twice: with the key's figures, then with the learner's own
    assert message_int(base * 12).replace(" ", " " if lang == "fr" else ",") in plain(one.solution)
    assert message_int(wrong * 12).replace(" ", " " if lang == "fr" else ",") in plain(one.own_solution)
    assert found["daily"].own_solution == ""


def test_the_own_solution_is_not_shown_when_it_says_the_same(variant: Variant, base: int) -> None:
    found = told(variant, daily=str(base), need="7")
    assert found["need"].own_solution == ""
    # an implausible figure did not go on: no solution is worked with it
    assert told(variant, daily="1", need="12")["need"].own_solution == ""


def test_an_own_rounding_is_not_called_an_error(variant: Variant, base: int) -> None:
    near = base * 1.009  # accepted
    found = told(variant, daily=f"{near:.2f}".replace(".", ","), need=str(round(near * 12 * 1.009)))
    assert found["daily"].verdict == "right"
    one = found["need"]
    assert (one.verdict, one.carried_from) == ("right", ("daily",))
    assert one.feedback[0] == message("debrief.carried_rounding", "fr", {"questions": "question 1 (T daily)"})


def test_words_that_the_learners_figures_give_no_value_fall_back_on_the_keys(tmp_path: Path) -> None:
    case = small(
        tmp_path / "odd",
        number("a", "k", mistakes={"zero": "k - k"}),
        number("b", "a + 100", mistakes={"double": "(a + 100) * 2"}),
        words={"b.mistakes.double": "{{ 1000 / a | dec2 }}", "b.solution": "{{ 1000 / a | dec2 }}"},
        draw={"k": {"integer": [4, 5]}},
    )
    variant = draw(case, 1)
    k: Any = variant.scope().value("k")
    answers = {"a": Answer("0"), "b": Answer("200")}
    found = debrief(variant, answers, mark(variant, answers), "fr")[1]
    assert found.feedback == (f"{1000 / k:.2f}".replace(".", ","),)
    assert found.own_solution == ""
    assert found.solution


# -- choices and decisions ------------------------------------------------------------------------------
def test_what_was_rightly_chosen_comes_first(variant: Variant) -> None:
    one = told(variant, costs=["c", "a"])["costs"]
    assert one.feedback == ("a fr", "c fr", message("debrief.left_out", "fr", {"option": "b fr"}))
    assert plain(one.your_answer) == "a fr ; c fr"
    assert plain(one.expected) == "a fr ; b fr"
    assert told(variant, "en", costs=["c", "a"])["costs"].your_answer == "a en; c en"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_decision_tells_the_three_costs_then_its_remarks(variant: Variant, lang: Any) -> None:
    one = told(variant, lang, policy={"s": "50", "Q": "300"})["policy"]
    assert one.verdict in {"partly", "wrong"}
    assert one.feedback[0].count("€") == 3
    assert "95" in one.feedback[1]  # what was required, beside what the policy gives
    assert one.feedback[2] == message("debrief.requirement_missed", lang)
    assert one.feedback[3] == "sans sécurité"
    label = f"s {lang}"  # the name that the paper gives the input
    assert plain(one.your_answer).startswith(f"{label} : 50" if lang == "fr" else f"{label}: 50")
    assert one.expected.startswith(label)
    dear = told(variant, lang, policy={"s": "130", "Q": "500"})["policy"]
    assert dear.verdict == "partly"
    share = plain(dear.feedback[1])
    assert f"{dear.score * 100:.0f}{' ' if lang == 'fr' else ''}%" in share
    key = variant.scope().value("policy")
    assert isinstance(key, dict)
    best = told(variant, lang, policy={name: str(value) for name, value in key.items()})["policy"]
    assert best.feedback[1] == message("debrief.decision_correct", lang, {"share": ""})


# -- nothing readable -----------------------------------------------------------------------------------
def test_a_blank_is_no_fault(variant: Variant) -> None:
    for one in told(variant).values():
        assert (one.verdict, one.your_answer, one.interval, one.score) == ("blank", "", "", 0)
        assert one.feedback == (message("debrief.blank", "fr"),)
        assert one.expected
        assert one.solution


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_could_not_be_read_is_quoted_as_typed(variant: Variant, lang: Any) -> None:
    hurt = "<script>alert(1)</script>"
    found = told(variant, lang, need=hurt, rule=[hurt], policy={"s": hurt, "Q": "**3**"})
    assert found["need"].your_answer == hurt  # plain text: the page escapes it
    assert found["rule"].your_answer == hurt
    assert found["policy"].your_answer == f"s = {hurt}, Q = **3**"
    for name in ("need", "rule", "policy"):
        assert found[name].verdict == "unreadable"
        assert found[name].feedback[0] == message("debrief.unreadable", lang)
        assert len(found[name].feedback) == 2


def test_hostile_answers_never_stop_a_debrief(variant: Variant) -> None:
    for raw in (*hostile.TEXTS, *hostile.SHAPES):
        answers = {name: Answer(raw) for name in variant.case.question_ids}
        paper = mark(variant, answers)
        for lang in LANGUAGES:
            assert len(debrief(variant, answers, paper, lang)) == 7
            assert summary(variant, paper, lang)


@given(
    st.lists(
        st.sampled_from(["", "1", "300", "12,5", "-4", "x", "point", "100 %", "0"]), min_size=7, max_size=7
    )
)
def test_any_paper_has_a_debrief(variant: Variant, texts: list[str]) -> None:
    answers = {name: Answer(raw) for name, raw in zip(variant.case.question_ids, texts, strict=True)}
    paper = mark(variant, answers)
    for lang in LANGUAGES:
        for one in debrief(variant, answers, paper, lang):
            assert one.feedback
            assert one.solution
            assert "{{" not in "".join((one.solution, one.own_solution, one.expected, *one.feedback))
        assert summary(variant, paper, lang)


# -- the summary ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_summary_says_first_what_is_right(variant: Variant, base: int, lang: Any) -> None:
    wrong = round(base * 1.3)
    paper = marked(variant, daily=str(wrong), need=str(wrong * 12), rule="point")
    lines = summary(variant, paper, lang).split("\n\n")
    assert lines[0] == message("summary.right", lang, {"right": 2, "total": 7})
    assert lines[1] == message("summary.first", lang, {"question": "question 1 (T daily)"})
    assert lines[2] == message("summary.carried", lang, {"questions": "question 2 (T need)"})
    assert lines[3].startswith(message("summary.revise", lang, {"criterion": ""})[:10])


def test_the_first_error_is_the_one_upstream_of_the_others(tmp_path: Path) -> None:
    case = small(
        tmp_path / "back",
        number("late", "early * 2"),
        number("early", "k"),
        draw={"k": {"integer": [400, 500]}},
    )
    variant = draw(case, 1)
    assert "question 2 (T early)" in summary(variant, marked(variant, late="7", early="9"), "fr")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_full_marks_empty_papers_and_papers_with_gaps(variant: Variant, lang: Any) -> None:
    key = {name: Answer(raw, lang) for name, raw in key_answers(variant, lang).items()}
    full = summary(variant, mark(variant, key), lang)
    assert full.endswith(message("summary.full", lang))
    gaps = summary(variant, mark(variant, {**key, "rule": Answer("")}), lang)
    assert gaps.endswith(message("summary.blank", lang, {"count": 1}))
    empty = summary(variant, mark(variant, {}), lang)
    assert empty == message("summary.none", lang)  # nothing was handed in: nothing of it is right
    wrong = summary(variant, marked(variant, rule="never"), lang)
    assert wrong.startswith(message("summary.none", lang))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_summary_does_not_call_right_what_help_or_a_person_must_settle(
    tmp_path: Path, variant: Variant, lang: Any
) -> None:
    key = {name: Answer(raw) for name, raw in key_answers(variant).items()}
    helped = mark(variant, key, hints={"daily": 1})
    said = summary(variant, helped, lang)
    assert message("summary.helped", lang, {"count": 1}) in said
    assert message("summary.full", lang, {"count": 0}) not in said
    right, total = len(helped.questions) - 1, len(helped.questions)
    assert message("summary.right", lang, {"right": right, "total": total}) in said
    waiting = load_folder(Path(__file__).parent / "fixtures" / "ranking")
    written = summary(draw(waiting, 3), mark(draw(waiting, 3), {"argue": Answer("P1 first.")}), lang)
    assert message("summary.pending", lang, {"count": 1}) in written
    assert message("summary.blank", lang, {"count": 5}) not in written
