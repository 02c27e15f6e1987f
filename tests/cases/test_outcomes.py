"""Outcome snapshots: the same bytes for the same outcomes, and every difference told."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from edited_cases import DAY, edited, plain
from hypothesis import given
from hypothesis import strategies as st
from small_cases import choice, small

from cases import marking
from cases.case import Case
from cases.library import load
from cases.outcomes import (
    OUTCOMES_FILE,
    Change,
    Outcomes,
    Sat,
    _ranges,
    _seeds,
    differences,
    observe,
    out_of_date,
    snapshot,
    write_snapshot,
    written,
)
from cases.problem import CaseError
from cases.variant import draw
from cases.versions import publish

FEW = 4


def change(folder: Path, old: str, new: str) -> Case:
    path = folder / "case.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return load(folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return edited(tmp_path)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four variants instead of twenty: what is tested hangs on none of them."""
    monkeypatch.setattr("cases.outcomes.observe.__defaults__", (FEW,))


def codes(case: Case) -> list[str]:
    found = list(out_of_date(case))
    assert all(problem.explain(lang) for problem in found for lang in ("fr", "en"))
    return [problem.code for problem in found]


# -- the file ------------------------------------------------------------------------------------------
def test_a_snapshot_is_read_back_whole_and_has_the_same_bytes_each_time(folder: Path) -> None:
    case = load(folder)
    outcomes = observe(case, FEW).outcomes
    path = write_snapshot(case, outcomes)
    assert path == folder / OUTCOMES_FILE
    assert snapshot(case) == outcomes
    assert written(observe(load(folder), FEW).outcomes) == path.read_text(encoding="utf-8")
    assert b"\r" not in path.read_bytes()


def test_a_snapshot_leaves_out_what_is_fully_right(folder: Path) -> None:
    text = written(observe(load(folder), FEW).outcomes)
    kept = json.loads(text)
    assert kept["learners"]["perfect"] == {"on": "0-3", "earned": {}}
    assert kept["learners"]["threshold/mistake.safety_left_out"]["earned"] == {
        "threshold": {"0 mistake.safety_left_out": "0-3"},
        "cover": {"4 carried": "0-3"},
    }
    assert kept["points"] == {question.id: question.points for question in load(folder).questions}


@given(st.sets(st.integers(0, 500)))
def test_seeds_as_ranges_are_read_back(seeds: set[int]) -> None:
    assert _seeds(_ranges(sorted(seeds))) == tuple(sorted(seeds))


def test_the_snapshot_of_a_case_that_decides_tells_decisions_on_a_few_variants() -> None:
    case = load(Path(__file__).parent / "sound_with_decision")
    observed = observe(case, 2)
    assert observed.problems == ()
    assert observed.shares["reference"] == 1
    assert observed.outcomes.learners["reference"].seen["policy"][1][1].startswith("correct")
    assert observed.outcomes.learners["perfect"].seen["policy"][1] == (0.0, "blank")


def test_a_wrong_option_is_sat_where_it_is_wrong(tmp_path: Path) -> None:
    case = small(
        tmp_path / "options",
        choice("which", ["a", "b"], "'a' if base > 500 else 'b'"),
        draw={"base": {"integer": [100, 999]}},
    )
    sat = observe(case, FEW).outcomes.learners
    right = [draw(case, seed).scope().value("which") for seed in range(FEW)]
    assert sat["which/option.a"].seeds == tuple(seed for seed in range(FEW) if right[seed] == "b")
    assert sat["which/option.b"].seeds == tuple(seed for seed in range(FEW) if right[seed] == "a")


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "3", "null", '{"version": 1}', '{"version": "x", "digest": "", "points": {}, "learners": {}}',
     '{"version": 1, "digest": "", "points": {"a": 1}, "learners": {"perfect": {"on": "0-99999999", "earned": {}}}}',
     '{"version": 1, "digest": "", "points": {"a": 1}, "learners": {"blank": {"on": "0", "earned": {"a": {"": "0"}}}}}',
     '{"version": 1, "digest": "", "points": {"a": 1}, "learners": {"perfect": 3}}',
     "[" * 5_000],
)  # fmt: skip
def test_a_snapshot_that_cannot_be_read_is_told_and_can_be_made_again(
    folder: Path, few: None, text: str
) -> None:
    (folder / OUTCOMES_FILE).write_text(text, encoding="utf-8")
    case = load(folder)
    with pytest.raises(CaseError) as caught:
        snapshot(case)
    (problem,) = caught.value.problems
    assert problem.code == "outcomes_unreadable"
    assert problem.file == "essai/outcomes.json"
    assert "case outcomes essai --write" in problem.explain("en")
    assert codes(case) == ["outcomes_unreadable"]


# -- the difference ------------------------------------------------------------------------------------
def test_nothing_changes_without_a_change(folder: Path) -> None:
    outcomes = observe(load(folder), FEW).outcomes
    assert list(differences(outcomes, outcomes)) == []


def test_more_points_are_told_for_each_learner_who_gains_them(folder: Path) -> None:
    before = observe(load(folder), FEW).outcomes
    after = observe(change(folder, "points: 4", "points: 5"), FEW).outcomes
    found = list(differences(before, after))
    assert {one.kind for one in found} == {"gained"}
    assert {one.question for one in found} == {"cover"}
    assert {one.learner for one in found} == {
        "perfect",
        "rounding",
        "threshold/mistake.safety_left_out",
        "risk/option.larger",
    }
    assert {(one.seeds, one.of, one.points) for one in found} == {(FEW, FEW, 1.0)}
    assert plain(found[0].explain("fr")) == (
        "copie parfaite : « cover » rapporte davantage (+1) dans 4 des 4 variantes (correct)."
    )
    assert next(differences(after, before)).kind == "lost"


def test_a_misconception_that_earns_something_is_told_with_its_learner_only(folder: Path) -> None:
    before = observe(load(folder), FEW).outcomes
    case = change(
        folder, "safety_left_out: lead_demand", "safety_left_out: {answer: lead_demand, credit: 0.25}"
    )
    (one,) = differences(before, observe(case, FEW).outcomes)
    assert (one.kind, one.learner, one.question) == (
        "gained",
        "threshold/mistake.safety_left_out",
        "threshold",
    )
    assert one.points == 1.5
    assert "+1.5" in one.explain("en")
    assert "+1,5" in one.explain("fr")


def test_a_new_question_and_a_new_misconception_are_told_once(folder: Path) -> None:
    before = observe(load(folder), FEW).outcomes
    renamed = replace(
        before,
        points={**{name: most for name, most in before.points.items() if name != "risk"}, "gone": 1.0},
        learners={
            name: Sat(sat.seeds, {q: row for q, row in sat.seen.items() if q != "risk"})
            for name, sat in before.learners.items()
            if not name.startswith(("risk/", "threshold/"))
        },
    )
    found = [(one.kind, one.learner, one.question) for one in differences(renamed, before)]
    assert found == [
        ("question_new", "", "risk"),
        ("question_gone", "", "gone"),
        ("learner_new", "threshold/mistake.safety_left_out", ""),
    ]
    kinds = [one.kind for one in differences(before, renamed)]
    assert kinds == ["question_new", "question_gone", "learner_gone"]
    assert all(one.explain(lang) for one in differences(before, renamed) for lang in ("fr", "en"))


def test_gains_losses_and_other_codes_are_counted_apart() -> None:
    def outcomes(*seen: tuple[float, str]) -> Outcomes:
        return Outcomes(
            1, "", {"a": 2.0}, {"perfect": Sat(tuple(range(len(seen))), {"a": dict(enumerate(seen))})}
        )

    before = outcomes((2, "correct"), (2, "correct"), (1, "wrong"), (0, "wrong"), (2, "correct"), (0.5, "x"))
    after = outcomes((1, "wrong"), (1.5, "wrong"), (2, "correct"), (0, "sign"), (2, "correct"), (0.5, "x"))
    assert list(differences(before, after)) == [
        Change("gained", "perfect", "a", 1, 6, 1.0, "wrong", "correct"),
        Change("lost", "perfect", "a", 2, 6, -0.75, "correct", "wrong"),
        Change("recoded", "perfect", "a", 1, 6, 0.0, "wrong", "sign"),
    ]
    shorter = outcomes((2, "correct"))
    assert [one.kind for one in differences(before, shorter)] == ["sat"]


# -- in the check --------------------------------------------------------------------------------------
def test_a_case_without_a_snapshot_is_not_looked_at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.outcomes.observe", lambda case: pytest.fail("looked at"))
    assert codes(load(folder)) == []


def test_an_unchanged_case_is_up_to_date(folder: Path, few: None) -> None:
    case = load(folder)
    write_snapshot(case, observe(case, FEW).outcomes)
    assert codes(case) == []


def test_a_change_of_the_marking_code_is_told(
    folder: Path, few: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = load(folder)
    write_snapshot(case, observe(case, FEW).outcomes)
    real = marking._outcome

    def kinder(*arguments: Any) -> Any:
        found = real(*arguments)
        return replace(found, credit=0.5) if "mistake.safety_left_out" in found.codes else found

    monkeypatch.setattr(marking, "_outcome", kinder)
    (problem,) = out_of_date(case)
    assert problem.code == "outcomes_marking"
    assert "safety_left_out" in problem.explain("fr")


def test_a_change_of_the_case_under_the_same_version_is_told(folder: Path, few: None) -> None:
    case = load(folder)
    write_snapshot(case, observe(case, FEW).outcomes)
    assert codes(change(folder, "points: 4", "points: 5")) == ["outcomes_case"]


def test_a_next_version_being_written_is_free_to_differ(folder: Path, few: None) -> None:
    case = load(folder)
    write_snapshot(case, observe(case, FEW).outcomes)
    publish(case, DAY)
    change(folder, "points: 4", "points: 5")
    assert codes(change(folder, "version: 1", "version: 2")) == []


def test_a_learner_who_gets_what_none_should_is_told(
    folder: Path, few: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = load(folder)
    write_snapshot(case, observe(case, FEW).outcomes)
    real = marking._outcome
    monkeypatch.setattr(marking, "_outcome", lambda *arguments: replace(real(*arguments), credit=1.0))
    assert {"learner_points", "learner_share", "outcomes_marking"} <= set(codes(case))


def test_a_case_that_cannot_be_drawn_is_told_and_does_not_fail(folder: Path, few: None) -> None:
    case = load(folder)
    write_snapshot(case, observe(case, FEW).outcomes)
    text = (folder / "case.yaml").read_text(encoding="utf-8")
    (folder / "case.yaml").write_text(
        text + '\nkeep_if: ["1 > 2"]\n'
        if "keep_if" not in text
        else text.replace("keep_if:", "keep_if:\n  - 1 > 2"),
        encoding="utf-8",
    )
    assert codes(load(folder)) == ["draw_condition"]
