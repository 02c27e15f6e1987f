"""Models: one contract over every model found, then the single item, and how plain data name a model."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path
from typing import Any

import pytest

import sim.models
from sim.checks import InvalidError
from sim.experiment import experiment
from sim.models import MODELS, Model, Story, read_model
from sim.models.stock import StockModel
from sim.scenario import ScenarioError, scenario_from_dict

every = pytest.mark.parametrize("kind", MODELS.values(), ids=list(MODELS))
YEAR: dict[str, Any] = {
    "horizon": 90,
    "warm_up": 10,
    "demand": {"poisson": {"mean": 20}},
    "lead_time": {"empirical": {"values": [3, 4, 6]}},
    "costs": {"holding": 0.02, "ordering": 40, "backorder": 2, "shortage": 1},
}
POLICY = {"reorder_point": {"s": 90, "Q": 200}}


@pytest.fixture(scope="module")
def stories() -> dict[str, Story]:
    return {key: kind.read(kind.EXAMPLE).live(3, "test", 1) for key, kind in MODELS.items()}


# -- the contract ---------------------------------------------------------------------------------------
@every
def test_a_model_is_frozen_and_found_by_its_key(kind: type[Model]) -> None:
    model = kind.read(kind.EXAMPLE)
    assert isinstance(model, Model)
    assert type(read_model({kind.KEY: dict(kind.EXAMPLE)})) is kind
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(model, dataclasses.fields(model)[0].name, 1)  # type: ignore[arg-type]
    assert model.work() > 0


def test_a_file_is_a_model() -> None:
    folder = Path(sim.models.__file__).parent
    assert {file.stem for file in folder.glob("*.py")} - {"__init__", "base"} == set(MODELS)


@every
def test_a_model_gives_the_figures_it_names(kind: type[Model]) -> None:
    model = kind.read(kind.EXAMPLE)
    found = model.measure(5, "test", 3)
    assert set(found) <= set(kind.INDICATORS)
    assert len(set(kind.INDICATORS)) == len(kind.INDICATORS)
    assert all(math.isfinite(value) for value in found.values())
    assert found == kind.read(kind.EXAMPLE).measure(5, "test", 3)
    assert found != model.measure(6, "test", 3)
    assert found != model.measure(5, "other", 3)


@every
def test_the_mean_is_that_of_the_runs_one_by_one(kind: type[Model]) -> None:
    """So the kernel and the model that is shown live the same worlds."""
    model = kind.read(kind.EXAMPLE)
    runs = [model.live(5, "test", run).indicators for run in range(3)]
    for name, value in model.measure(5, "test", 3).items():
        assert value == pytest.approx(math.fsum(one[name] for one in runs) / 3, rel=1e-9, abs=1e-9), name


@every
def test_each_replication_has_its_figures(kind: type[Model]) -> None:
    model = kind.read(kind.EXAMPLE)
    found = model.each(5, "test", 3)
    assert list(found) == list(kind.INDICATORS)
    assert {len(row) for row in found.values()} == {3}
    for run in range(3):
        for name, value in model.live(5, "test", run).indicators.items():
            assert found[name][run] == pytest.approx(value, rel=1e-9, abs=1e-9), name


@every
def test_a_story_is_whole(kind: type[Model], stories: dict[str, Story]) -> None:
    story = stories[kind.KEY]
    assert story.tracks
    for track in story.tracks:
        series = {
            "on_hand": track.on_hand, "backorders": track.backorders, "demand": track.demand, "short": track.short,
            "ordered": track.ordered, "received": track.received, **track.extra,
        }  # fmt: skip
        if track.on_order:
            series["on_order"] = track.on_order
        assert {name: len(values) for name, values in series.items()} == dict.fromkeys(series, story.periods)
        levels = [values for name, values in series.items() if name not in track.extra]
        assert all(value >= 0 for values in levels for value in values)
    assert {len(costs) for costs in story.cost_by_period.values()} == {story.periods}
    total = math.fsum(cost for costs in story.cost_by_period.values() for cost in costs)
    assert total == pytest.approx(story.indicators["total_cost"], rel=1e-9)
    assert set(story.indicators) <= set(kind.INDICATORS)
    assert len({(track.place, track.item) for track in story.tracks}) == len(story.tracks)


@every
def test_a_policy_is_laid_over_the_world(kind: type[Model]) -> None:
    policy = kind.EXAMPLE["policy"]
    bare = kind.read({name: value for name, value in kind.EXAMPLE.items() if name != "policy"})
    assert bare.under(policy).measure(1, "test", 2) == kind.read(kind.EXAMPLE).measure(1, "test", 2)
    for ask in (lambda: bare.measure(1, "test", 2), lambda: bare.live(1, "test", 0)):
        with pytest.raises(InvalidError):
            ask()
    with pytest.raises(InvalidError) as refused:
        bare.under({"no_such_rule": 3})
    assert {problem.path[0] for problem in refused.value.problems} == {"policy"}


@every
def test_what_is_no_world_is_refused_with_its_place(kind: type[Model]) -> None:
    with pytest.raises(InvalidError) as refused:
        read_model({kind.KEY: {**kind.EXAMPLE, "horizn": 3}})
    assert (kind.KEY, "horizn") in {problem.path for problem in refused.value.problems}


# -- the single item ------------------------------------------------------------------------------------
def test_the_single_item_gives_the_figures_of_its_scenario() -> None:
    model = read_model({**YEAR, "policy": POLICY})
    runs = experiment(scenario_from_dict({**YEAR, "policy": POLICY}), 7, 8, label="marking")
    found = model.measure(7, "marking", 8)
    assert found == {name: runs.mean(name) for name in found}
    assert set(found) == set(StockModel.INDICATORS)


@pytest.mark.parametrize(
    "more",
    [
        {"policy": {"reorder_point": {"s": 90.5, "Q": 200}}},
        {"demand": {"normal": {"mean": 20, "sd": 3, "whole": False}}, "policy": POLICY},
    ],
)
def test_what_the_kernel_does_not_take_is_lived_all_the_same(more: dict[str, Any]) -> None:
    runs = experiment(scenario_from_dict({**YEAR, **more}), 7, 4)
    assert read_model({**YEAR, **more}).measure(7, "", 4)["total_cost"] == runs.mean("total_cost")


def test_the_single_item_told_day_by_day() -> None:
    story = read_model({**YEAR, "policy": {"min_max": {"s": 90, "S": 280}}}).live(7, "trial", 0)
    [track] = story.tracks
    assert (story.period, story.periods) == ("day", 90)
    assert track.levels == {"s": 90, "S": 280}
    level = 280.0
    for day in range(90):
        level += track.received[day] - track.demand[day]
        assert track.on_hand[day] - track.backorders[day] == level
    assert all(costs[:10] == (0,) * 10 for costs in story.cost_by_period.values())
    assert story.indicators["fill_rate"] == pytest.approx(1 - sum(track.short[10:]) / sum(track.demand[10:]))


def test_what_arrives_between_two_days_counts_on_the_day_after() -> None:
    data = {**YEAR, "lead_time": {"constant": 2.5}, "policy": POLICY}
    [track] = read_model(data).live(1, "", 0).tracks
    first = next(day for day, quantity in enumerate(track.ordered) if quantity)
    assert next(day for day, quantity in enumerate(track.received) if quantity) == first + 3


# -- plain data -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({"stok": {"horizon": 3}}, ("stok",)),
        ({"stock": 3}, ("stock",)),
        ({"stock": {**YEAR, "horizon": 0}}, ("stock", "horizon")),
        ({**YEAR, "horizon": 0}, ("horizon",)),
        ([1], ()),
    ],
)
def test_data_of_no_model_are_refused(data: Any, path: tuple[str, ...]) -> None:
    with pytest.raises(InvalidError) as refused:
        read_model(data)
    assert path in {problem.path for problem in refused.value.problems}
    assert refused.value.explain("fr")


def test_a_scenario_that_lacks_all_but_one_key_is_still_a_single_item() -> None:
    for data in ({"horizon": 3}, {"demand": {"poisson": 3}}, {}):
        with pytest.raises(ScenarioError):
            read_model(data)
