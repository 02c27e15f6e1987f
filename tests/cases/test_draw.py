"""Drawing a variant: within its bounds, the same on any machine, and untouched by what is added beside it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from edited_cases import Edit, case_with, edited, plain
from hypothesis import given, settings
from hypothesis import strategies as st
from one_draw import drawn, many

from cases.case import Case
from cases.draw import NOISE_CUT
from cases.expressions import ExpressionError
from cases.library import load, slugs
from cases.plain import is_number
from cases.problem import DrawError
from cases.variant import MAX_ATTEMPTS, MAX_SEED, Variant, draw

Y = "case.yaml"


# -- one parameter -------------------------------------------------------------------------------------
def test_every_whole_number_between_the_bounds_may_come() -> None:
    assert set(many({"integer": [3, 7]})) == {3, 4, 5, 6, 7}
    assert set(many({"integer": [-10, 15], "step": 10})) == {-10, 0, 10}
    assert set(many({"integer": [5, 5]}, 5)) == {5}
    assert all(type(value) is int for value in many({"integer": [0.0, 3.0]}, 20))


def test_every_decimal_step_between_the_bounds_may_come() -> None:
    assert set(many({"decimal": [0.1, 0.5], "step": 0.1})) == {0.1, 0.2, 0.3, 0.4, 0.5}
    assert set(many({"decimal": [1, 1.07], "step": 0.05})) == {1.0, 1.05}
    assert set(many({"decimal": [1, 3], "step": 1})) == {1, 2, 3}
    assert all(type(value) is int for value in many({"decimal": [1, 3], "step": 1}, 20))


def test_every_choice_and_every_row_may_come() -> None:
    assert set(many({"choice": [0.2, "1 / 4", "k"]}, 100, k=9)) == {0.2, 0.25, 9}
    assert many({"choice": [{"text": "steel"}]}, 1) == ["steel"]
    rows = many({"table": [{"level": 0.95, "z": "k"}, {"level": 0.99, "z": 2.33}]}, 50, k=1.65)
    assert {row["z"] for row in rows} == {1.65, 2.33}
    assert rows[0] in ({"level": 0.95, "z": 1.65}, {"level": 0.99, "z": 2.33})


def test_bounds_may_be_expressions() -> None:
    assert set(many({"integer": ["low", "low + 1"]}, 50, low=4)) == {4, 5}
    assert set(many({"decimal": ["low / 10", 0.5], "step": 0.1}, 50, low=4)) == {0.4, 0.5}


@given(st.integers(-(10**6), 10**6), st.integers(0, 10**6), st.integers(1, 1000), st.integers(0, MAX_SEED))
def test_a_whole_draw_keeps_to_its_bounds_and_steps(low: int, width: int, step: int, seed: int) -> None:
    value = drawn({"integer": [low, low + width], "step": step}, seed)
    assert isinstance(value, int)
    assert low <= value <= low + width
    assert (value - low) % step == 0


@given(st.integers(-1000, 1000), st.integers(0, 1000), st.sampled_from([0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5]),
       st.integers(0, MAX_SEED))  # fmt: skip
def test_a_decimal_draw_keeps_to_its_bounds_and_steps(first: int, width: int, step: float, seed: int) -> None:
    low, high = first * step, (first + width) * step
    value = drawn({"decimal": [low, high], "step": step}, seed)
    assert is_number(value)
    assert low - 1e-9 <= value <= high + 1e-9
    assert abs((value - low) / step - round((value - low) / step)) < 1e-6
    assert len(repr(value).partition(".")[2]) <= 5, "no noise of binary fractions is shown to a learner"


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6), st.floats(1e-9, 1e3), st.integers(0, MAX_SEED))
@settings(max_examples=100)
def test_any_decimal_bounds_give_a_figure_near_them(low: float, width: float, step: float, seed: int) -> None:
    value = drawn({"decimal": [low, low + width], "step": step}, seed)
    assert is_number(value)
    slack = step / 20 + abs(low) * 1e-12  # the lower bound itself is written to two digits under the step
    assert low - slack <= value <= low + width + slack


@given(st.integers(1, 40), st.floats(0, 10_000), st.lists(st.floats(0.1, 3), min_size=1, max_size=12),
       st.floats(0, 0.5), st.sampled_from([0.01, 0.5, 1, 10]), st.integers(0, MAX_SEED))  # fmt: skip
def test_a_series_keeps_to_its_profile(
    length: int, mean: float, profile: list[float], noise: float, step: float, seed: int
) -> None:
    series = {"length": length, "mean": mean, "profile": profile, "noise": noise, "step": step}
    values = drawn({"series": series}, seed)
    assert isinstance(values, list)
    assert len(values) == length
    for place, value in enumerate(values):
        assert is_number(value)
        level = mean * profile[place % len(profile)]
        slack = level * noise * NOISE_CUT + step / 2 + 1e-6
        assert level - slack <= value <= level + slack
        assert abs(value / step - round(value / step)) < 1e-6


def test_a_series_scatters_as_it_says() -> None:
    series = {"length": 1000, "mean": 1000, "noise": 0.1}
    values = drawn({"series": series}, 3)
    assert isinstance(values, list)
    figures = [value for value in values if is_number(value)]
    mean = sum(figures) / 1000
    deviation = (sum((value - mean) ** 2 for value in figures) / 1000) ** 0.5
    assert abs(mean - 1000) < 4 * 100 / 1000**0.5
    assert 80 < deviation < 100  # a normal law cut at two standard deviations keeps 0.94 of them


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ({"integer": [5, 4]}, "draw_empty"),
        ({"decimal": [0.5, 0.4], "step": 0.1}, "draw_empty"),
        ({"integer": [0.5, 4]}, "draw_whole"),
        ({"integer": [{"text": "a"}, 4]}, "draw_number"),
        ({"integer": ["[1]", 4]}, "draw_number"),
        ({"integer": [True, 4]}, "draw_number"),
        ({"decimal": [0, "nothing"], "step": 1}, "expression_name"),
        ({"integer": [0, 10**17]}, "expression_size"),
        ({"decimal": [0, 1e300], "step": 1e-9}, "expression_size"),
        ({"series": {"length": 2, "mean": 1e300, "step": 1e-9}}, "expression_size"),
        ({"series": {"length": 2, "mean": {"text": "a"}}}, "draw_number"),
        ({"choice": ["1 / 0"]}, "expression_zero"),
    ],
)
def test_what_cannot_be_drawn(source: dict[str, Any], code: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        drawn(source)
    assert caught.value.code == code


# -- a variant -----------------------------------------------------------------------------------------
def text_of(variant: Variant) -> str:
    return json.dumps(dict(variant.drawn))


def test_a_seed_gives_one_variant(tmp_path: Path) -> None:
    case = case_with(tmp_path)
    assert text_of(draw(case, 5)) == text_of(draw(case, 5))
    assert len({text_of(draw(case, seed)) for seed in range(30)}) > 25
    assert draw(case, 0).seed == 0
    assert draw(case, MAX_SEED).seed == MAX_SEED


@pytest.mark.parametrize("seed", [-1, MAX_SEED + 1, 10**30])
def test_a_seed_out_of_range_is_refused(seed: int, tmp_path: Path) -> None:
    with pytest.raises(DrawError) as caught:
        draw(case_with(tmp_path), seed)
    assert caught.value.problems[0].code == "seed_range"
    assert str(MAX_SEED) in plain(caught.value.explain("fr"))


SCRIPT = """
import json, sys
from pathlib import Path
from cases.library import load, slugs
from cases.variant import draw
from cases.views import questions
for where in [*slugs(), Path(sys.argv[1])]:
    case = load(where)
    for seed in (0, 7, 2**31 - 1) if isinstance(where, Path) else (7,):
        variant = draw(case, seed)
        order = [[option.id for option in view.options] for view in questions(variant, "fr")]
        print(case.slug, seed, json.dumps(dict(variant.drawn)), json.dumps(order))
"""


def test_a_seed_gives_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    target = edited(tmp_path)
    started = [
        subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(target)],
            env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone},
            stdout=subprocess.PIPE,
        )
        for seed, locale, zone in (("1", "C", "UTC"), ("4242", "C.UTF-8", "Asia/Tokyo"))
    ]
    printed = [process.communicate()[0] for process in started]
    assert [process.returncode for process in started] == [0, 0]
    assert printed[0] == printed[1]
    lines = printed[0].decode().splitlines()
    assert len(lines) == len(slugs()) + 3
    variant = draw(load(target), 7)
    assert f"essai 7 {text_of(variant)}" in printed[0].decode()


ADDED: Edit = (Y, "  lead_weeks: {", "  added: {integer: [1, 1000]}\n  lead_weeks: {")


def test_a_parameter_added_leaves_the_others_as_they_were(tmp_path: Path) -> None:
    before, after = case_with(tmp_path / "a"), case_with(tmp_path / "b", ADDED)
    for seed in range(60):
        old, new = draw(before, seed), draw(after, seed)
        assert {name: new.drawn[name] for name in old.drawn} == dict(old.drawn)
        assert "added" in new.drawn


@pytest.mark.parametrize("slug", slugs())
def test_so_it_is_for_the_cases_of_the_library(slug: str, tmp_path: Path) -> None:
    case = load(slug)
    target = tmp_path / slug
    target.mkdir()
    for name in (Y, "fr.md", "en.md"):
        text = (case.folder / name).read_text(encoding="utf-8")
        text = text.replace("\ndraw:\n", "\ndraw:\n  added_first: {integer: [1, 1000]}\n", 1)
        (target / name).write_text(text, encoding="utf-8")
    more = load(target)
    for seed in range(3):
        old, new = draw(case, seed), draw(more, seed)
        assert {name: new.drawn[name] for name in old.drawn} == dict(old.drawn)
        assert new.rejected == old.rejected


def test_parameters_are_drawn_apart(tmp_path: Path) -> None:
    """Two parameters of the same bounds are not the same figure."""
    case = case_with(
        tmp_path,
        (Y, "  lead_weeks: {", "  one: {integer: [1, 999]}\n  two: {integer: [1, 999]}\n  lead_weeks: {"),
    )
    same = sum(draw(case, seed).drawn["one"] == draw(case, seed).drawn["two"] for seed in range(100))
    assert same <= 3


# -- rejected draws ------------------------------------------------------------------------------------
KEEP = "  - safety < weekly_demand * lead_weeks / 3\n"
ANY = '  - "True"\n'


def line_of(case: Case, fragment: str) -> int:
    text = (case.folder / Y).read_text(encoding="utf-8")
    return text[: text.index(fragment)].count("\n") + 1


def test_a_condition_rejects_what_breaks_it(tmp_path: Path) -> None:
    free, kept = (
        case_with(tmp_path / "a", (Y, KEEP, ANY)),
        case_with(tmp_path / "b", (Y, KEEP, "  - lead_weeks == 3\n")),
    )
    weeks = [draw(free, seed).drawn["lead_weeks"] for seed in range(60)]
    assert set(weeks) == {2, 3, 4, 5}
    for seed in range(60):
        variant = draw(kept, seed)
        assert variant.drawn["lead_weeks"] == 3
        assert (variant.rejected == 0) == (weeks[seed] == 3), "a draw that fits is kept as it is"
    assert sum(draw(kept, seed).rejected for seed in range(60)) > 60


def test_an_impossible_condition_is_named_with_its_line(tmp_path: Path) -> None:
    case = case_with(tmp_path, (Y, KEEP, KEEP + "  - lead_weeks > 9\n"))
    with pytest.raises(DrawError) as caught:
        draw(case, 1)
    (problem,) = caught.value.problems
    assert problem.code == "draw_condition"
    assert problem.place() == f"essai/case.yaml:{line_of(case, 'lead_weeks > 9')}"
    for lang in ("fr", "en"):
        assert "lead_weeks > 9" in plain(problem.explain(lang))
        assert str(MAX_ATTEMPTS) in plain(problem.explain(lang))


def test_a_condition_that_is_no_truth_keeps_nothing(tmp_path: Path) -> None:
    for index, condition in enumerate(("lead_weeks", "None", "[1]")):
        case = case_with(tmp_path / str(index), (Y, KEEP, f'  - "{condition}"\n'))
        with pytest.raises(DrawError) as caught:
            draw(case, 1)
        assert condition in plain(caught.value.explain("fr"))


def test_a_draw_that_cannot_be_computed_says_why_in_words(tmp_path: Path) -> None:
    case = case_with(
        tmp_path, (Y, "answer: lead_demand + safety", "answer: lead_demand / (lead_weeks - lead_weeks)")
    )
    with pytest.raises(DrawError) as caught:
        draw(case, 1)
    assert caught.value.problems[0].code == "draw_failed"
    assert "division par zéro dans « lead_demand / (lead_weeks - lead_weeks) »" in plain(
        caught.value.explain("fr")
    )
    assert "division by zero in “lead_demand / (lead_weeks - lead_weeks)”" in plain(
        caught.value.explain("en")
    )
    assert "{'" not in plain(caught.value.explain("fr"))


def test_a_draw_that_fails_now_and_then_is_drawn_again(tmp_path: Path) -> None:
    edit: Edit = (Y, "answer: lead_demand + safety", "answer: lead_demand + safety + 0 / (lead_weeks - 3)")
    case = case_with(tmp_path, edit, (Y, "safety_left_out: lead_demand", "safety_left_out: lead_demand / 3"))
    variants = [draw(case, seed) for seed in range(40)]
    assert all(variant.drawn["lead_weeks"] != 3 for variant in variants)
    assert any(variant.rejected for variant in variants)


def test_a_draw_whose_answers_look_alike_is_drawn_again(tmp_path: Path) -> None:
    """At four weeks the mistake gives the key itself: no such variant is served."""
    edit: Edit = (Y, "safety_left_out: lead_demand", "safety_left_out: weekly_demand * 4 + safety")
    case = case_with(tmp_path, edit, (Y, KEEP, ANY))
    variants = [draw(case, seed) for seed in range(60)]
    assert {variant.drawn["lead_weeks"] for variant in variants} == {2, 3, 5}
    assert any(variant.rejected for variant in variants)


def test_answers_that_always_look_alike_are_named(tmp_path: Path) -> None:
    case = case_with(
        tmp_path, (Y, "safety_left_out: lead_demand", "safety_left_out: safety + lead_demand + 1")
    )
    with pytest.raises(DrawError) as caught:
        draw(case, 1)
    (problem,) = caught.value.problems
    assert problem.code == "draw_alike"
    assert "threshold: correct = mistake.safety_left_out" in plain(problem.explain("fr"))
    assert problem.place() == f"essai/case.yaml:{line_of(case, '- id: threshold')}"
