"""The simulator outside any case, without its page: worlds, what may be changed in them, their figures, their files."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from app.commands import simulate
from app.i18n import LANGUAGES, translator
from app.playground import bench as benches
from app.playground import runs
from app.playground.bench import MOST_PERIODS, TooLongError, begin, loaded
from app.playground.examples import EXAMPLES
from app.playground.file import LARGEST_FILE, FileRefusedError, command, from_yaml, to_yaml
from app.playground.kinds import expanded, kind_of, kinds_at, switched
from app.playground.knobs import GROUPS, knobs, nice, scale
from app.playground.plain import at, put
from sim.checks import InvalidError
from sim.experiment import experiment, interval
from sim.models import read_model
from sim.policies import POLICIES
from sim.scenario import scenario_from_dict

every = pytest.mark.parametrize("name", EXAMPLES)
DOCS = Path(__file__).parents[2] / "docs" / "examples"


# -- worlds ---------------------------------------------------------------------------------------------------


@every
def test_an_example_runs_under_both_policies(name: str) -> None:
    bench = begin(name)
    assert bench.faults() is None
    assert bench.other_faults() is None
    assert bench.other != at(bench.data, (bench.model, "policy") if bench.model else ("policy",))
    assert runs.replications_of(bench) == bench.replications
    story = runs.story(bench.sound, 1, 1)
    assert story.tracks
    assert len(story.tracks[0].on_hand) == story.periods


@every
def test_a_world_written_in_full_is_the_same_world(name: str) -> None:
    assert read_model(begin(name).data) == read_model(EXAMPLES[name])


def test_setting_a_figure_leaves_what_was_before_alone() -> None:
    before = begin("item")
    after = before.setting(("costs", "holding"), 0.05)
    assert at(before.data, ("costs", "holding")) == 0.02
    assert at(after.data, ("costs", "holding")) == 0.05
    assert after.sound == after.data
    assert after.base == before.base  # so that a slider's range stays


def test_figures_that_make_no_world_keep_the_results_of_the_last_that_did() -> None:
    bench = begin("item").setting(("policy", "reorder_point", "Q"), 0)
    found = bench.faults()
    assert found is not None
    assert "policy.reorder_point.Q" in found.explain("fr")
    assert bench.sound == begin("item").data
    mended = bench.setting(("policy", "reorder_point", "Q"), 50)
    assert mended.sound == mended.data


def test_a_world_too_long_for_a_page_is_refused_with_words() -> None:
    bench = begin("item").setting(("horizon",), MOST_PERIODS + 1)
    found = bench.faults()
    assert isinstance(found, TooLongError)
    for lang in LANGUAGES:
        assert "logitrain simulate" in found.explain(lang)
    with pytest.raises(TooLongError):
        loaded({**EXAMPLES["item"], "horizon": 10**6})


def test_a_world_without_a_policy_is_refused() -> None:
    data = {key: value for key, value in EXAMPLES["item"].items() if key != "policy"}
    with pytest.raises(InvalidError) as found:
        loaded(data)
    assert found.value.problems[0].path == ("policy",)


def test_every_policy_may_take_the_place_of_every_other() -> None:
    for first in POLICIES:
        for second in POLICIES:
            bench = begin("item").choosing(("policy",), first).choosing(("policy",), second)
            assert bench.faults() is None, (first, second)
            assert list(at(bench.sound, ("policy",))) == [second]


@every
def test_every_kind_may_be_chosen(name: str) -> None:
    bench = begin(name)
    for knob in knobs(bench.data, bench.base):
        if knob.kind == "kind":
            for kind in knob.options:
                changed = bench.choosing(knob.path, kind)
                assert changed.faults() is None or kind == "gamma", (knob.path, kind, str(changed.faults()))
                [again] = [one for one in knobs(changed.data, changed.base) if one.path == knob.path]
                assert again.value == kind


def test_another_kind_keeps_the_level() -> None:
    kinds = kinds_at(("demand",), {"normal": {"mean": 40, "sd": 9}})
    assert kinds is not None
    value: Any = {"normal": {"mean": 40, "sd": 9}}
    for kind in kinds:
        value = switched(kinds, value, kind)
        assert kind_of(kinds, value) == kind
        drawn = scenario_from_dict({"horizon": 700, "demand": value, "lead_time": {"constant": 1}}).demand
        assert drawn.of(np.full((1, 7), 0.5)).mean() == pytest.approx(40, rel=0.1)


def test_a_short_kind_is_written_in_full() -> None:
    assert expanded({"demand": {"poisson": 9}}) == {"demand": {"poisson": {"mean": 9}}}
    rule = {"policy": {"replenish": [{"site": "a", "base_stock": 40}]}}
    assert expanded(rule) == {"policy": {"replenish": [{"site": "a", "base_stock": {"S": 40}}]}}


def test_put_changes_a_copy() -> None:
    data = {"a": [{"b": 1}, {"b": 2}]}
    assert put(data, ("a", 1, "b"), 3) == {"a": [{"b": 1}, {"b": 3}]}
    assert data == {"a": [{"b": 1}, {"b": 2}]}
    assert at(data, ("a", 5, "b"), "none") == "none"


# -- knobs ----------------------------------------------------------------------------------------------------


@every
def test_a_slider_holds_its_figure_and_every_knob_has_words(name: str) -> None:
    bench = begin(name)
    found = knobs(bench.data, bench.base)
    assert {knob.group for knob in found} <= set(GROUPS)
    assert len({knob.path for knob in found}) == len(found)
    for knob in found:
        assert at(bench.data, knob.path) is not None
        if knob.kind == "number":
            assert knob.low <= knob.value <= knob.high, knob
            assert knob.low < knob.high
            assert 10 <= (knob.high - knob.low) / knob.step + 7 <= 3100, knob
        for lang in LANGUAGES:
            t = translator(lang)
            kind = knob.kind if knob.kind in ("word", "kind") else "field"
            assert t.has(f"simulator.{kind}.{knob.field}"), knob.field
            assert all(t.has(f"simulator.option.{option}") for option in knob.options), knob
            assert all(t.has(f"simulator.place.{part}") or part in "ABC" for part in knob.owner), knob.owner


def test_ranges_do_not_follow_the_figure() -> None:
    bench = begin("item")
    path = ("policy", "reorder_point", "s")
    first, second = (
        next(knob for knob in knobs(one.data, one.base) if knob.path == path)
        for one in (bench, bench.setting(path, 90))
    )
    assert (second.low, second.high, second.step) == (first.low, first.high, first.step)
    assert second.value == 90


@given(some.floats(1e-6, 1e9))
def test_a_nice_figure_is_near_and_not_under(value: float) -> None:
    assert value * (1 - 1e-9) <= nice(value) <= 2 * value


@given(some.sampled_from(["s", "mean", "holding", "chance", "unit_cost", "days"]), some.floats(0, 1e6))
def test_a_scale_is_a_range(field: str, before: float) -> None:
    low, high, step, decimals = scale(field, before)
    assert low < high
    assert 0 < step < high
    assert decimals >= 0


# -- figures --------------------------------------------------------------------------------------------------


def test_the_figures_are_those_of_the_experiment() -> None:
    bench = begin("item")
    found = runs.figures(bench.sound, 3, 12)
    known = experiment(scenario_from_dict(bench.sound), 3, 12)
    assert found["total_cost"] == pytest.approx(known.values("total_cost"))
    assert runs.in_intervals(found)["fill_rate"].low == pytest.approx(known.interval("fill_rate").low)


def test_the_run_that_is_drawn_is_one_of_those_measured() -> None:
    for name in EXAMPLES:
        bench = begin(name)
        told = runs.story(bench.sound, 2, 3).indicators
        assert told["total_cost"] == pytest.approx(runs.figures(bench.sound, 2, 3)["total_cost"][2]), name


def test_large_worlds_are_run_fewer_times() -> None:
    large = loaded({**EXAMPLES["item"], "horizon": MOST_PERIODS})
    assert runs.replications_of(dataclasses.replace(large, replications=500)) == 500
    slow = large.setting(("demand", "normal", "whole"), False)  # the kernel counts whole units only
    assert slow.faults() is None
    assert runs.replications_of(slow) == runs.MOST_SIMPY // MOST_PERIODS


def test_the_spread_tells_the_bad_tail() -> None:
    row = tuple(float(one) for one in range(1, 101))
    cost, service = runs.spread("total_cost", row), runs.spread("fill_rate", row)
    assert (cost.mean, cost.tail, cost.low_is_bad) == (50.5, pytest.approx(95.05), False)
    assert (service.tail, service.low_is_bad) == (pytest.approx(5.95), True)
    assert sum(count for *_, count in cost.bins) == 100
    assert runs.spread("total_cost", (3.0, 3.0)).is_flat


def test_a_paired_difference_is_that_of_the_pairs() -> None:
    found = runs.paired((10.0, 20.0, 30.0), (11.0, 22.0, 30.0))
    known = interval([1.0, 2.0, 0.0])
    assert found.difference == known
    assert (found.first_lower, found.second_lower) == (2, 0)
    assert not found.is_sure
    assert runs.paired((10.0, 20.0, 30.0), (11.0, 21.1, 31.0)).is_sure


def test_pairs_tell_more_than_two_samples() -> None:
    """Common random numbers: the same customers for both, so the difference is far surer than either mean."""
    bench = begin("item")
    first, second = (runs.figures(data, 1, 100)["total_cost"] for data in (bench.sound, bench.second))
    apart = math.hypot(interval(first).half_width, interval(second).half_width)
    assert runs.paired(first, second).difference.half_width < apart


# -- the surface ----------------------------------------------------------------------------------------------


def test_a_surface_is_the_mean_cost_of_each_point() -> None:
    bench = begin("item").setting(("horizon",), 90)
    found = runs.surface(bench.sound, 1, 0.95)
    assert found is not None
    assert found.cost.shape == found.fill_rate.shape == (runs.SIDE, runs.SIDE)
    assert found.replications == runs.SURFACE_RUNS
    row, column = 40, 30
    point = {"reorder_point": {"s": int(found.s[row]), "Q": int(found.Q[column])}}
    known = runs.figures(put(bench.sound, ("policy",), point), 1, runs.SURFACE_RUNS)
    assert found.cost[row, column] == pytest.approx(math.fsum(known["total_cost"]) / runs.SURFACE_RUNS)
    assert found.at(found.best)[0] == found.cost.min()
    assert found.best_served is not None
    assert found.at(found.best_served)[1] >= 0.95


def test_the_optimum_lies_inside_the_picture() -> None:
    for costs in ({}, {"holding": 0.05}, {"ordering": 150}, {"backorder": 3}):
        data = {**EXAMPLES["item"], "costs": {**EXAMPLES["item"]["costs"], **costs}}
        found = runs.surface(data, 1, 0.95)
        assert found is not None
        assert found.s[0] < found.best[0] < found.s[-1], costs
        assert found.Q[0] < found.best[1] < found.Q[-1], costs


def test_the_picture_stays_while_the_policy_moves() -> None:
    bench = begin("item")
    first = runs.surface(bench.sound, 1, 0.95)
    second = runs.surface(bench.setting(("policy", "reorder_point", "s"), 40).sound, 1, 0.95)
    assert first is not None
    assert second is not None
    assert second.cost is first.cost
    assert second.own is not None
    assert second.own[:2] == (40, 200)


def test_no_surface_for_what_the_kernel_does_not_take() -> None:
    assert runs.surface(begin("beer").sound, 1, 0.95) is None
    uncounted = begin("item").setting(("demand", "normal", "whole"), False)
    assert runs.surface(uncounted.sound, 1, 0.95) is None
    other = runs.surface(begin("item").choosing(("policy",), "min_max").sound, 1, 0.95)
    assert other is not None
    assert other.own is None


# -- files ----------------------------------------------------------------------------------------------------


@every
def test_a_file_gives_the_figures_of_the_page(name: str, tmp_path: Path) -> None:
    bench = dataclasses.replace(begin(name), seed=4)
    file = tmp_path / benches.file_name(bench.sound)
    line = command(bench, 20)
    file.write_text(to_yaml(bench.sound, line), encoding="utf-8")
    assert line.split()[:3] == ["logitrain", "simulate", file.name]
    report = simulate.run(file, 4, 20, translator("fr"))
    found = runs.figures(bench.sound, 4, 20)
    for indicator, row in report["indicators"].items():
        if indicator in found:
            assert row["mean"] == pytest.approx(math.fsum(found[indicator]) / 20, rel=1e-9, abs=1e-9), (
                indicator
            )
    again = from_yaml(file.read_text(encoding="utf-8"), file.name)
    assert again.data == bench.data


@pytest.mark.parametrize("file", sorted(DOCS.glob("*.yaml")), ids=lambda file: file.name)
def test_the_examples_of_the_documents_are_taken(file: Path) -> None:
    bench = from_yaml(file.read_text(encoding="utf-8"), file.name)
    assert bench.faults() is None
    assert runs.story(bench.sound, 1, 1).periods > 0


def test_a_fault_is_told_with_its_line() -> None:
    text = to_yaml(begin("item").data, "x").replace("s: 120", "s: -3")
    with pytest.raises(InvalidError) as found:
        from_yaml(text, "mine.yaml")
    line = next(at for at, row in enumerate(text.splitlines(), 1) if "s: -3" in row)
    assert f"mine.yaml:{line}: " in found.value.explain("fr")


LAUGHS = "\n".join(
    ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    + [f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 10) + "]" for n in range(1, 9)]
)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("x" * (LARGEST_FILE + 1), "simulator.file_large"),
        (LAUGHS, "simulator.file_grows"),
        ("a: &a [*a]", "simulator.file_grows"),
        ("a: " + "[" * 2_000, "simulator.file_deep"),
    ],
    ids=["large", "laughs", "loop", "deep"],
)
def test_a_hostile_file_is_refused_in_words(text: str, key: str) -> None:
    with pytest.raises(FileRefusedError) as found:
        from_yaml(text, "hostile.yaml")
    assert found.value.key == key
    for lang in LANGUAGES:
        assert found.value.explain(lang) != key


@pytest.mark.parametrize(
    "text",
    [
        "", "- 1", "a: b: c", "!!python/object/apply:os.system ['true']", "horizon: 10", "network: {}", "\x00", "\t- x",
        "? [a]\n: b", "network: [1]", "{demand: {poisson: 3}, 1: 2}", "horizon: 2026-01-01", "a: *nowhere", "kanban: 5",
        "demand: !!binary aGVsbG8=", "horizon: .inf", "'': ''", "null",
    ],
)  # fmt: skip
def test_what_is_no_world_is_refused_and_nothing_else_happens(text: str) -> None:
    with pytest.raises(InvalidError) as found:
        from_yaml(text, "odd.yaml")
    for lang in LANGUAGES:
        assert found.value.explain(lang)


@settings(max_examples=60, deadline=None)
@given(some.text(max_size=80))
def test_any_text_is_a_world_or_refused(text: str) -> None:
    with pytest.raises(InvalidError):
        from_yaml(text, "any.yaml")


def test_a_file_name_is_safe() -> None:
    assert benches.file_name({"network": {"name": "../../Été <b>"}}) == "t-b.yaml"
    assert benches.file_name({"name": "///"}) == "scenario.yaml"


def test_every_indicator_has_its_meaning() -> None:
    for name in EXAMPLES:
        for indicator in runs.telling(runs.figures(begin(name).sound, 1, 20)):
            for lang in LANGUAGES:
                assert translator(lang).has(f"simulator.meaning.{indicator}"), indicator
