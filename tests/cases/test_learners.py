"""Simulated learners: the expected outcome on sound cases, and a word when marking gives another."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from small_cases import YEAR, choice, decision, number, small

from cases import learners as them
from cases import marking
from cases.case import Case
from cases.learners import (
    Blank,
    Misconception,
    Naive,
    Perfect,
    Random,
    Reference,
    Rounding,
    Stock,
    Unreadable,
    learners,
    words_of,
)
from cases.library import library_folder, load
from cases.marking import mark
from cases.problem import Problem
from cases.questions.number import NumberQuestion
from cases.variant import Variant, draw
from cases.with_method import coarser_figures

HERE = Path(__file__).parent
TEMPLATE = library_folder().parent / "template_case"
DECISION = HERE / "sound_with_decision"
SOUND = [TEMPLATE, DECISION, "seuil-reappro"]


@cache
def loaded(name: Path | str) -> Case:
    return load(name)


def unexpected(case: Case, seeds: range) -> list[Problem]:
    """What any learner of a case shows over some seeds that it should not."""
    variants = [draw(case, seed) for seed in seeds]
    found = []
    for learner in learners(case, variants):
        shares = []
        for variant in variants[: learner.SEEDS] if learner.SEEDS < them.SEEDS else variants:
            if learner.applies(variant):
                marked = mark(variant, learner.answers(variant))
                found.extend(learner.expects(marked))
                shares.append(learner.share(variant, marked))
        found.extend(learner.expects_over(shares))
    return found


def words(problems: list[Problem]) -> list[str]:
    assert all(problem.explain("fr") for problem in problems)
    return [problem.explain("en") for problem in problems]


# -- the expected outcome ------------------------------------------------------------------------------
@pytest.mark.parametrize("name", SOUND, ids=str)
def test_every_learner_gets_what_it_should(name: Path | str) -> None:
    assert words(unexpected(loaded(name), range(3))) == []


def test_there_is_one_learner_for_each_misconception_and_each_wrong_option() -> None:
    case = loaded("seuil-reappro")
    found = [learner.id for learner in learners(case)]
    assert len(found) == len(set(found))
    declared = {
        f"{question.id}/mistake.{name}"
        for question in case.questions
        for name in question.lists().get("mistakes", ())  # in boxes, steps and fields as well
    }
    assert {"lot_size/mistake.rate_forgotten", "safety/mistake.demand_not_squared"} < declared
    assert "purchase/mistake.calendar_days" in declared
    assert declared <= set(found)
    assert {f"mode/option.{one}" for one in ("periodic", "kanban", "make_to_order")} <= set(found)
    kinds = {"perfect", "rounding", "blank", "unreadable", "stock", "random", "reference", "naive"}
    assert set(found) - declared - {name for name in found if "/option." in name} == kinds


def test_a_case_without_a_decision_has_no_learner_who_decides() -> None:
    assert {"reference", "naive"}.isdisjoint(one.id for one in learners(loaded(TEMPLATE)))


def test_each_learner_has_a_name_in_both_languages() -> None:
    for learner in learners(loaded("seuil-reappro")):
        assert learner.words("fr") == words_of(learner.id, "fr")
        assert learner.words("fr") != learner.words("en")


@pytest.mark.parametrize("name", SOUND, ids=str)
def test_the_same_seed_gives_the_same_sheets(name: Path | str) -> None:
    case = loaded(name)
    for learner in learners(case):
        variant = draw(case, 1)
        if learner.applies(variant):
            assert learner.answers(variant) == learner.answers(draw(case, 1))


def test_the_same_seed_gives_the_same_sheets_in_another_process() -> None:
    code = (
        "from cases.learners import learners, Random; from cases.library import load; from cases.variant import draw;"
        "print(Random(c := load('seuil-reappro')).answers(draw(c, 3)))"
    )
    case = loaded("seuil-reappro")
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=HERE.parents[1]
    )
    assert done.stdout.strip() == str(Random(case).answers(draw(case, 3)))


# -- each kind -----------------------------------------------------------------------------------------
@pytest.fixture
def chain(tmp_path: Path) -> Case:
    """Figures that follow from one another, and options."""
    return small(
        tmp_path / "chain",
        number(
            "first", "base / 7", decimals=3, mistakes={"doubled": "base / 3", "forms": ["base", "base * 5"]}
        ),
        number("second", "first * 31", mistakes={"added": "first + 31"}),
        choice("third", ["a", "b", "c"], "'a' if second > 1000 else 'b'"),
        choice("fourth", ["a", "b", "c", "d"], [{"text": "a"}, {"text": "c"}], several=True),
        draw={"base": {"integer": [100, 999]}},
    )


def sheet(learner: them.Learner, variant: Variant) -> dict[str, Any]:
    return {name: answer.raw for name, answer in learner.answers(variant).items()}


def test_a_misconception_is_followed_by_what_follows_from_it(chain: Case) -> None:
    variant = draw(chain, 4)
    base = variant.drawn["base"]
    assert isinstance(base, int)
    slip = Misconception(chain, "first", "mistake.doubled")
    marked = mark(variant, slip.answers(variant))
    assert marked.question("first").codes == ("mistake.doubled",)
    assert marked.question("second").codes == ("carried",)
    assert sheet(slip, variant)["second"].replace(" ", "").replace("\u202f", "") == str(
        round(round(base / 3, 3) * 31)
    )
    assert marked.question("third").outcome.credit == 1


def test_a_misconception_of_several_forms_takes_each_in_turn(chain: Case) -> None:
    slip = Misconception(chain, "first", "mistake.forms")
    typed = {sheet(slip, draw(chain, seed))["first"].count("") for seed in range(6)}
    assert len(typed) > 1
    assert all(list(slip.expects(mark(v := draw(chain, seed), slip.answers(v)))) == [] for seed in range(6))


def test_a_wrong_option_that_is_right_in_a_variant_is_not_sat_there(chain: Case) -> None:
    slip = Misconception(chain, "third", "option.a")
    variants = [draw(chain, seed) for seed in range(12)]
    here = [slip.applies(variant) for variant in variants]
    assert True in here
    assert False in here
    assert here == [variant.scope().value("third") != "a" for variant in variants]


def test_a_coarser_figure_is_gone_on_with_and_never_handed_in(chain: Case) -> None:
    variant = draw(chain, 4)
    rounded, perfect = sheet(Rounding(chain), variant), sheet(Perfect(chain), variant)
    assert rounded["first"] == perfect["first"]
    first = variant.scope().value("first")
    assert isinstance(first, float)
    coarse = coarser_figures(first)
    assert isinstance(coarse, float)
    assert rounded["second"].replace("\u202f", "") == str(round(coarse * 31))


@pytest.mark.parametrize(
    ("value", "coarse"),
    [(123.456, 123.5), (12345.67, 12346.0), (0.0123456, 0.01235), (-2.34567, -2.346), (7, 7), (12345, 12345),
     ("a", "a"), ([1.23456, {"b": 9.87654}], [1.235, {"b": 9.877}]), (True, True), (None, None), (0.0, 0.0)],
)  # fmt: skip
def test_coarser(value: Any, coarse: Any) -> None:
    assert coarser_figures(value) == coarse


def test_what_nobody_can_read_is_refused_and_earns_nothing(chain: Case) -> None:
    variant = draw(chain, 0)
    answers = Unreadable(chain).answers(variant)
    assert set(answers) == set(chain.question_ids)
    assert all(one.codes[0] == "unreadable" for one in mark(variant, answers).questions)


def test_a_blank_sheet_is_blank_for_every_type() -> None:
    case = loaded("seuil-reappro")
    marked = mark(draw(case, 0), Blank(case).answers(draw(case, 0)))
    assert {one.codes for one in marked.questions} == {("blank",)}


def test_stock_answers_earn_chance_on_options_and_its_mean_is_exact(chain: Case) -> None:
    stock, variant = Stock(chain), draw(chain, 0)
    marked = mark(variant, stock.answers(variant))
    by_options = [(1 / 3) * 1, chain.question("fourth").chance(variant.scope()) or 0]
    assert stock.share(variant, marked) == pytest.approx(sum(by_options) / 4)
    assert [problem.code for problem in stock.expects_over([0.19, 0.23])] == ["learner_share"]
    assert list(stock.expects_over([0.19, 0.2])) == []
    assert list(stock.expects_over([])) == []


def test_options_are_picked_by_chance_each_about_as_often(chain: Case) -> None:
    picked = [sheet(Random(chain), draw(chain, seed))["third"] for seed in range(90)]
    assert all(20 <= picked.count(option) <= 40 for option in "abc")
    some = [sheet(Random(chain), draw(chain, seed))["fourth"] for seed in range(40)]
    assert {len(one) for one in some} >= {1, 2, 3}


def test_deciding_learners_decide_and_the_others_do_not(tmp_path: Path) -> None:
    case = small(tmp_path / "year", number("one", 12), decision(), values={"year": YEAR})
    variant = draw(case, 0)
    assert "policy" not in Perfect(case).answers(variant)
    assert "policy" not in Random(case).answers(variant)
    reference = mark(variant, Reference(case).answers(variant))
    naive = mark(variant, Naive(case).answers(variant))
    assert reference.score == reference.max_score == 2
    assert naive.question("one").score == 1
    assert naive.question("policy").score < 1
    assert list(Naive(case).expects(naive)) == []


# -- a word when marking is wrong ----------------------------------------------------------------------
def told(monkeypatch: pytest.MonkeyPatch, case: Case, credit: float, *codes: str) -> dict[str, set[str]]:
    """What each learner says when marking gives every readable answer one credit and these codes."""
    real = marking._outcome

    def outcome(*arguments: Any) -> Any:
        found = real(*arguments)
        return replace(found, credit=credit, codes=codes or found.codes)

    monkeypatch.setattr(marking, "_outcome", outcome)
    variant = draw(case, 4)
    return {
        learner.id: {problem.code for problem in learner.expects(mark(variant, learner.answers(variant)))}
        for learner in learners(case, [variant])
    }


def test_marking_that_gives_nothing_is_told(monkeypatch: pytest.MonkeyPatch, chain: Case) -> None:
    found = told(monkeypatch, chain, 0.0)
    assert found.pop("perfect") == found.pop("rounding") == {"learner_credit"}
    assert not any(found.pop(name) for name in ("blank", "unreadable", "stock", "random"))
    assert set(map(frozenset, found.values())) == {frozenset({"learner_credit"})}


def test_marking_that_gives_everything_is_told(monkeypatch: pytest.MonkeyPatch, chain: Case) -> None:
    found = told(monkeypatch, chain, 1.0)
    assert found["blank"] == found["unreadable"] == {"learner_points"}
    assert found["perfect"] == set()


def test_marking_that_explains_a_slip_wrongly_is_told(monkeypatch: pytest.MonkeyPatch, chain: Case) -> None:
    found = told(monkeypatch, chain, 1.0, "correct")
    assert found["first/mistake.doubled"] == {"proof_mistake"}
    assert found["third/option.c"] == {"proof_mistake"}


def test_a_slip_told_as_right_as_well_is_told(monkeypatch: pytest.MonkeyPatch, chain: Case) -> None:
    found = told(monkeypatch, chain, 1.0, "mistake.doubled", "correct")
    assert found["first/mistake.doubled"] == {"proof_mistake"}


def test_marking_that_gives_more_than_all_is_told(monkeypatch: pytest.MonkeyPatch, chain: Case) -> None:
    assert told(monkeypatch, chain, 1.5)["random"] == {"learner_range"}


def test_an_answer_that_has_no_value_after_a_slip_is_told(tmp_path: Path) -> None:
    case = small(
        tmp_path / "gap",
        number("first", "base", mistakes={"nothing": "0"}),
        number("second", "100 / first"),
        draw={"base": {"integer": [5, 9]}},
    )
    variant = draw(case, 0)
    slip = Misconception(case, "first", "mistake.nothing")
    assert set(slip.answers(variant)) == {"first"}
    (problem,) = slip.expects(mark(variant, slip.answers(variant)))
    assert (problem.code, problem.params["name"], problem.params["found"]) == (
        "learner_credit",
        "second",
        "blank",
    )


def test_a_mistake_that_does_not_carry_is_told(monkeypatch: pytest.MonkeyPatch, chain: Case) -> None:
    monkeypatch.setattr(NumberQuestion, "carries", lambda self, reading, outcome: False)
    variant = draw(chain, 4)
    slip = Misconception(chain, "first", "mistake.doubled")
    problems = list(slip.expects(mark(variant, slip.answers(variant))))
    assert [(problem.code, problem.params["name"]) for problem in problems][:1] == [
        ("learner_credit", "second")
    ]
    assert problems[0].line == chain.lines["questions.1"]
