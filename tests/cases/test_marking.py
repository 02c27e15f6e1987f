"""Marking a paper: a pure function of a variant and its answers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from small_cases import YEAR, choice, codes, decision, marked, number, small, typed

from cases.answers import Answer
from cases.keyfile import key_answers
from cases.marking import check, mark
from cases.variant import Variant, draw


@pytest.fixture(scope="module")
def variant(tmp_path_factory: pytest.TempPathFactory) -> Variant:
    """A year's demand, its daily mean, a cover, a choice and a policy: every question type."""
    case = small(
        tmp_path_factory.mktemp("marking") / "paper",
        number(
            "daily", "yearly / 240", unit="piece/day", decimals=1, points=2, mistakes={"days": "yearly / 365"}
        ),
        number("need", "daily * 12", unit="piece", points=3, criteria=["rncp11928/B2.2", "cqpm-tli/C3.R1"]),
        choice("rule", ["point", "period"], {"text": "point"}, criteria=["cqpm-tli/C3.M1"]),
        number("pallets", "need / 50", unit="pallet", round="ceil", points=1.5),
        decision(points=2.5, criteria=["cqpm-tli/C3.M1"]),
        draw={"yearly": {"integer": [12_000, 20_000]}},
        values={"year": YEAR},
    )
    return draw(case, 5)


def key(variant: Variant, lang: Any = "fr") -> dict[str, Answer]:
    return {name: Answer(raw, lang) for name, raw in key_answers(variant, lang).items()}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_key_earns_every_point(variant: Variant, lang: Any) -> None:
    paper = mark(variant, key(variant, lang))
    assert (paper.score, paper.max_score, paper.out_of_20) == (10, 10, 20.0)
    assert set(codes(paper).values()) == {"correct"}
    assert [one.id for one in paper.questions] == ["daily", "need", "rule", "pallets", "policy"]


def test_a_blank_paper_earns_nothing(variant: Variant) -> None:
    for answers in ({}, typed(daily="", need="  ", policy={}), {"rule": Answer([])}):
        paper = mark(variant, answers)
        assert (paper.score, paper.out_of_20) == (0, 0)
        assert {one.codes for one in paper.questions} == {("blank",)}
        assert {one.score for one in paper.criteria} == {0}


def test_answers_to_questions_that_do_not_exist_are_ignored(variant: Variant) -> None:
    answers = key(variant)
    assert mark(variant, {**answers, "nowhere": Answer("1"), "seed": Answer("2")}) == mark(variant, answers)


def test_the_order_of_the_answers_does_not_matter(variant: Variant) -> None:
    answers = key(variant) | typed(daily="77", rule="period")
    assert mark(variant, dict(reversed(answers.items()))) == mark(variant, answers)


def test_marking_twice_gives_equal_marks_and_leaves_the_answers(variant: Variant) -> None:
    answers = key(variant) | typed(daily="77", need="1.234")
    before = dict(answers)
    assert mark(variant, answers) == mark(variant, answers)
    assert answers == before
    assert json.dumps(mark(variant, answers).as_dict()) == json.dumps(mark(variant, answers).as_dict())


def test_the_language_of_each_answer_is_kept(variant: Variant) -> None:
    answers = key(variant, "fr")
    mixed = {
        name: key(variant, "en")[name] if name in {"daily", "need"} else a for name, a in answers.items()
    }
    assert mark(variant, mixed).score == 10


def test_a_format_error_is_no_attempt(variant: Variant) -> None:
    scope = variant.scope()
    need: Any = scope.value("need")
    paper = marked(variant, daily="environ 60", need=str(round(need)))
    one = paper.question("daily")
    assert (one.score, one.codes) == (0, ("unreadable", "reading.not_a_number"))
    assert not one.carries
    assert codes(paper)["need"] == "correct"  # the key goes on in its place
    assert paper.question("need").carried_from == ()


def test_a_question_that_does_not_exist_has_no_mark(variant: Variant) -> None:
    with pytest.raises(KeyError):
        mark(variant, {}).question("nowhere")
    with pytest.raises(KeyError):
        check(variant, "nowhere", Answer("1"))


def test_the_shape_of_grade(variant: Variant) -> None:
    paper = mark(variant, key(variant) | typed(rule="period")).as_dict()
    assert json.loads(json.dumps(paper)) == paper
    assert list(paper) == [
        "case", "version", "seed", "score", "max_score", "pending", "contexts", "questions", "criteria",
    ]  # fmt: skip
    assert (paper["case"], paper["version"], paper["seed"]) == ("paper", 1, 5)
    assert (paper["score"], paper["max_score"]) == (9, 10)
    assert paper["questions"][2] == {
        "id": "rule",
        "score": 0,
        "max_score": 1,
        "codes": ["option.period", "wrong"],
        "pending": False,
        "items": [
            {
                "id": "rule",
                "score": 0,
                "max_score": 1,
                "criteria": ["cqpm-tli/C3.M1"],
                "kind": "computed",
            }
        ],
    }
    assert paper["criteria"] == [
        {"referential": "cqpm-tli", "id": "C3.M1", "score": 2.5, "max_score": 3.5},
        {"referential": "cqpm-tli", "id": "C3.R1", "score": 3, "max_score": 3},
        {"referential": "rncp11928", "id": "B2.2", "score": 6.5, "max_score": 6.5},
    ]


def test_scores_are_figures_without_float_noise(variant: Variant) -> None:
    need: Any = variant.scope().value("need")
    paper = marked(variant, need=str(need), pallets=str(need / 50))
    assert paper.question("pallets").score == 0.75
    assert len(repr(paper.score)) < 8


def test_checking_says_nothing_of_right_or_wrong(variant: Variant) -> None:
    right, wrong = key(variant)["daily"], Answer("1")
    for answer in (right, wrong):
        seen = check(variant, "daily", answer)
        assert (seen.ok, seen.blank, seen.codes) == (True, False, ())
        assert seen.message("en").startswith("read: ")
    refused = check(variant, "daily", Answer("beaucoup"))
    assert (refused.ok, refused.codes) == (False, ("reading.not_a_number",))
    assert "beaucoup" in refused.message("fr")
    assert refused.message("fr") != refused.message("en")
    assert check(variant, "rule", Answer("point")).message("fr") == ""
    assert check(variant, "policy", Answer({"s": "1", "Q": "x"})).message("fr").startswith("Q\u00a0: ")
    assert check(variant, "policy", Answer({"s": "1", "Q": "x"})).message("en").startswith("Q: ")
