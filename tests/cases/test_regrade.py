"""A past paper marked again: the same figures with its own version, a difference told with another one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from edited_cases import DAY, plain
from hypothesis import given, settings
from hypothesis import strategies as st
from small_cases import choice, number, small

from cases.answers import Answer, Raw
from cases.case import Case
from cases.keyfile import key_answers
from cases.library import load
from cases.policy import EXAM, PRACTICE
from cases.problem import CaseError, DrawError
from cases.regrade import Difference, Handed, QuestionDifference, regrade, shown_otherwise
from cases.variant import draw
from cases.versions import publish

SEED = 3


def questions(**more: Any) -> list[dict[str, Any]]:
    return [
        number("first", "base * 2", mistakes={"half": "base / 2"}, **more),
        number("second", "first + hidden"),
        choice("third", ["a", "b"], {"text": "a"}),
    ]


def file(**more: Any) -> dict[str, Any]:
    return {
        "draw": {"base": {"integer": [100, 999]}, "other": {"integer": [1, 9]}},
        "values": {"hidden": 7},
        "annexes": [{"id": "sheet", "record": {"base": {"value": "base", "format": "int"}}}],
        **more,
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "paper"


@pytest.fixture
def first(folder: Path) -> Case:
    """Version 1, published."""
    case = small(folder, *questions(), **file())
    publish(case, DAY)
    return load(folder, 1)


def handed(case: Case, seed: int = SEED, **typed: Raw) -> Handed:
    key = key_answers(draw(case, seed))
    return Handed(seed, {name: Answer(raw) for name, raw in {**key, **typed}.items()})


def kept(case: Case, paper: Handed) -> dict[str, Any]:
    """The grade as the store gives it back."""
    data: dict[str, Any] = json.loads(json.dumps(paper.marked(case).as_dict()))
    return data


def states(difference: Difference) -> dict[str, str]:
    return {one.id: one.state for one in difference.questions}


# -- the same version ----------------------------------------------------------------------------------
def test_a_paper_recomputes_to_the_same_figures(first: Case) -> None:
    paper = handed(first, second="12")
    found = regrade(first, paper, kept(first, paper))
    assert not found.changed
    assert not found.recoded
    assert found.applicable
    assert found.gain == 0
    assert set(states(found).values()) == {"same"}
    assert found.as_dict()["questions"] == []


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    wrong=st.dictionaries(
        st.sampled_from(["annual_demand", "lot_size", "safety", "mode"]), st.text(max_size=12)
    ),
    hints=st.dictionaries(st.sampled_from(["annual_demand", "lot_size", "safety"]), st.integers(0, 5)),
    rungs=st.dictionaries(
        st.sampled_from(["lot_size", "mode"]), st.sampled_from([("verdict",), ("slip", "solution")])
    ),
    exam=st.booleans(),
)
def test_any_past_grade_recomputes_to_the_same_figure(
    seed: int, wrong: dict[str, str], hints: dict[str, int], rungs: dict[str, tuple[str, ...]], exam: bool
) -> None:
    case = load("seuil-reappro")
    scope = draw(case, seed).scope()
    plain_ones = [question for question in case.questions if not question.SIMULATED]
    raw = {question.id: question.raw(scope.value(question.id), "fr") for question in plain_ones}
    answers = {name: Answer(typed) for name, typed in {**raw, **wrong}.items()}
    paper = Handed(seed, answers, EXAM if exam else PRACTICE, hints, rungs)
    assert not regrade(case, paper, kept(case, paper)).changed


def test_the_rules_of_the_sitting_count(first: Case) -> None:
    free = handed(first)
    hinted = Handed(free.seed, free.answers, PRACTICE, {"first": 2}, {"third": ("solution",)})
    found = regrade(first, hinted, kept(first, free))
    assert found.changed
    assert states(found) == {"first": "lost", "second": "same", "third": "lost"}
    assert not regrade(first, hinted, kept(first, hinted)).changed
    strict = Handed(free.seed, free.answers, EXAM, {"first": 2})
    assert not regrade(first, strict, kept(first, free)).changed


def test_a_grade_of_a_former_engine_is_compared_by_its_figures(first: Case) -> None:
    """Version 0.1 kept neither items nor contexts."""
    paper = handed(first)
    old = kept(first, paper)
    for name in ("pending", "contexts"):
        old.pop(name)
    for one in old["questions"]:
        one.pop("items")
        one.pop("pending")
    assert not regrade(first, paper, old).changed


# -- another version -----------------------------------------------------------------------------------
def test_a_changed_key_is_told_question_by_question(first: Case, folder: Path) -> None:
    right = handed(first)
    second = small(folder, *questions(), **file(version=2, values={"hidden": 900}))
    found = regrade(second, right, kept(first, right), first)
    assert states(found) == {"first": "same", "second": "lost", "third": "same"}
    assert found.gain == -1
    assert found.changed
    assert found.applicable
    assert found.as_dict()["old"] == {"version": 1, "score": 3, "max_score": 3}
    assert found.as_dict()["new"] == {"version": 2, "score": 2, "max_score": 3}
    assert [one["id"] for one in found.as_dict()["questions"]] == ["second"]


def test_points_that_a_misconception_gains_are_told(first: Case, folder: Path) -> None:
    slip = str(round(float(str(draw(first, SEED).scope().value("base"))) / 2))
    paper = handed(first, first=slip)
    more = questions()
    more[0]["mistakes"] = {"half": {"answer": "base / 2", "credit": 0.5}}
    second = small(folder, *more, **file(version=2))
    found = regrade(second, paper, kept(first, paper), first)
    assert states(found)["first"] == "gained"
    assert found.gain == 0.5


def test_the_same_points_for_another_reason_are_no_change_of_figures(first: Case, folder: Path) -> None:
    slip = str(round(float(str(draw(first, SEED).scope().value("base"))) / 2))
    paper = handed(first, first=slip)
    more = questions()
    more[0]["mistakes"] = {"other": "base / 2"}
    found = regrade(small(folder, *more, **file(version=2)), paper, kept(first, paper), first)
    assert states(found)["first"] == "recoded"
    assert not found.changed
    assert found.recoded
    assert found.gain == 0


def test_a_question_that_is_gone_and_one_that_is_new_are_told(first: Case, folder: Path) -> None:
    paper = handed(first)
    second = small(folder, *questions()[:2], number("fourth", "base + 1"), **file(version=2))
    found = regrade(second, paper, kept(first, paper), first)
    assert states(found) == {"first": "same", "second": "same", "fourth": "new", "third": "gone"}
    assert (found.old_score, found.new.score, found.changed) == (3, 2, True)
    told = [plain(words) for words in found.words("fr")]
    assert told == [
        "questions que l'apprenant n'a pas vues, comptées comme sans réponse : fourth.",
        "questions qui n'existent plus, leurs points sont retirés : third.",
    ]
    assert len(list(found.words("en"))) == 2


def test_other_points_at_stake_are_a_change_though_the_score_is_the_same(first: Case, folder: Path) -> None:
    paper = handed(first, first="1")
    found = regrade(small(folder, *questions(points=5), **file(version=2)), paper, kept(first, paper), first)
    assert found.gain == 0
    assert found.changed
    assert states(found)["first"] == "rescaled"


def test_a_total_that_its_questions_do_not_make_is_a_change(first: Case) -> None:
    paper = handed(first)
    assert regrade(first, paper, {**kept(first, paper), "score": 2.5}).changed
    assert regrade(first, paper, {**kept(first, paper), "max_score": 4}).changed


# -- what the learner read -----------------------------------------------------------------------------
def test_answers_to_one_paper_are_not_marked_with_the_figures_of_another(first: Case, folder: Path) -> None:
    paper = handed(first)
    other = file(version=2, draw={"base": {"integer": [100, 500]}, "other": {"integer": [1, 9]}})
    found = regrade(small(folder, *questions(), **other), paper, kept(first, paper), first)
    assert found.shown == ("sheet.record.base",)
    assert not found.applicable
    assert "sheet.record.base" in next(found.words("en"))
    assert regrade(first, paper, kept(first, paper)).applicable


def test_a_figure_of_the_words_counts_as_read_and_one_of_the_solution_does_not(folder: Path) -> None:
    def version(number_: int, hidden: int, where: str) -> Case:
        return small(
            folder,
            *questions(),
            words={where: "{{ hidden | int }}"},
            **file(version=number_, values={"hidden": hidden}),
        )

    for where in ("brief", "second"):
        before, after = draw(version(1, 7, where), 0), draw(version(2, 8, where), 0)
        assert shown_otherwise(before, after) == ("hidden",)
    before, after = draw(version(1, 7, "second.solution"), 0), draw(version(2, 8, "second.solution"), 0)
    assert shown_otherwise(before, after) == ()


def test_a_parameter_that_is_added_leaves_what_was_read(first: Case, folder: Path) -> None:
    more = file(version=2)
    more["draw"] = {**more["draw"], "fresh": {"integer": [1, 5]}}
    assert shown_otherwise(draw(first, SEED), draw(small(folder, *questions(), **more), SEED)) == ()


def test_what_is_no_longer_shown_was_read_all_the_same(first: Case, folder: Path) -> None:
    paper = handed(first)
    second = small(folder, *questions(), **file(version=2, annexes=[]))
    assert regrade(second, paper, kept(first, paper), first).applicable


# -- refusals ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "old",
    [{}, {"score": 1}, {"score": "x", "max_score": 3, "questions": []}, {"score": 1, "max_score": 3, "questions": 4},
     {"score": 1, "max_score": 3, "questions": [{"id": "first"}]}, [],
     {"score": None, "max_score": 3, "questions": []}],
)  # fmt: skip
def test_a_grade_that_cannot_be_read_is_told(first: Case, old: Any) -> None:
    with pytest.raises(CaseError) as caught:
        regrade(first, handed(first), old)
    assert [problem.code for problem in caught.value.problems] == ["regrade_unreadable"]
    assert caught.value.explain("fr")


def test_a_seed_that_the_new_version_cannot_draw_is_told(first: Case, folder: Path) -> None:
    paper = handed(first)
    second = small(folder, *questions(), **file(version=2, keep_if=["base > 5000"]))
    with pytest.raises(DrawError):
        regrade(second, paper, kept(first, paper), first)


def test_the_state_of_a_question() -> None:
    def one(old: float | None, new: float | None, was: str = "correct", now: str = "correct") -> str:
        return QuestionDifference("a", old, old and 2, (was,), new, new and 2, (now,)).state

    assert [one(None, 1), one(1, None), one(1, 2), one(2, 1), one(1, 1), one(1, 1, now="x"), one(0.1 + 0.2, 0.3)] == [
        "new", "gone", "gained", "lost", "same", "recoded", "same",
    ]  # fmt: skip
