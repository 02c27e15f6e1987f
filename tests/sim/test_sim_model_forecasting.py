"""Forecasts lived month by month: a hand-worked run, the tool against the solvers' methods, invariants, refusals."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from ruamel.yaml import YAML

from sim.checks import InvalidError
from sim.forecasting.draws import demands
from sim.forecasting.run import lived
from sim.forecasting.world import World
from sim.models import read_model
from sim.models.forecasting import ForecastingModel
from sim.records import read
from solvers.forecasting.exponential_smoothing import holt_smoothing, simple_smoothing
from solvers.forecasting.holt_winters import holt_winters
from solvers.forecasting.moving_average import moving_average

FILE = Path(__file__).parents[2] / "docs" / "examples" / "seasonal-forecasts.yaml"
SURE: dict[str, Any] = {"horizon": 4, "level": 100, "seasons": [0.5, 1.5], "holding": 2, "shortage_cost": 10}
NOISY: dict[str, Any] = {
    "horizon": 30, "level": 400, "trend": 3, "seasons": [0.6, 1.1, 1.3], "noise": 0.1, "drift": 0.03,
    "holding": 1, "shortage_cost": 9, "name": "cones",
}  # fmt: skip


def world(data: Mapping[str, Any], **policy: Any) -> World:
    return read(World, {**data, "policy": policy})


def asked(data: Mapping[str, Any]) -> list[float]:
    return [float(one) for one in demands(world(data), 3, "test", 0, 1)[0]]


def forecasts(data: Mapping[str, Any], **policy: Any) -> list[float]:
    return [float(one) for one in lived(world(data, **policy), 3, "test", 0, 1).forecast[0]]


def test_a_sure_demand_worked_out_by_hand() -> None:
    """Without chance demand is 50, 150, 50, 150; a flat tool at 100 with half of each error, and 10 % on top.

    Forecasts: 100, then 100 + (50 − 100) / 2 = 75, 75 + (150 − 75) / 2 = 112.5, 112.5 + (50 − 112.5) / 2 = 81.25.
    Stock up to 110, then 83 (82.5 rounded up), 124 (123.75), 90 (89.375).
    """
    course = lived(world(SURE, level=100, alpha=0.5, margin=0.1), 1, "", 0, 1)
    assert course.demand[0].tolist() == [50, 150, 50, 150]
    assert course.forecast[0].tolist() == [100, 75, 112.5, 81.25]
    assert course.received[0].tolist() == [0, 23, 124, 16]
    assert course.on_hand[0].tolist() == [60, 0, 74, 0]
    assert course.short[0].tolist() == [0, 67, 0, 60]
    found = read_model(
        {"forecasting": {**SURE, "policy": {"level": 100, "alpha": 0.5, "margin": 0.1}}}
    ).measure(1, "", 1)
    assert found["holding_cost"] == 2 * (60 + 74)
    assert found["shortage_cost"] == 10 * (67 + 60)
    assert found["total_cost"] == 268 + 1270
    assert found["fill_rate"] == pytest.approx(1 - 127 / 400)
    assert found["stock_out_rate"] == 0.5
    errors = [-50, 75, -62.5, 68.75]
    assert found["forecast_mad"] == pytest.approx(sum(map(abs, errors)) / 4)
    assert found["forecast_bias"] == pytest.approx(sum(errors) / 4)
    assert found["forecast_wape"] == pytest.approx(sum(map(abs, errors)) / 400)
    assert found["forecast_signal"] == pytest.approx(sum(errors) / (sum(map(abs, errors)) / 4))


def test_a_launch_covers_the_forecasts_of_its_whole_lead_time() -> None:
    """100 asked each period, three periods from launch to stock, nothing at first: 300 launched at the opening."""
    data = {"horizon": 6, "level": 100, "lead_time": 3, "initial": 0}
    course = lived(world(data, level=100), 1, "", 0, 1)
    assert course.received[0].tolist() == [0, 0, 300, 0, 0, 100]
    assert course.short[0].tolist() == [100, 100, 0, 0, 0, 0]
    assert course.ordered[0].tolist() == [0, 0, 100, 100, 100, 100]
    assert course.on_order[0].tolist() == [300, 300, 100, 200, 300, 300]
    seasonal = lived(world({**data, "seasons": [0.5, 1, 1.5]}, level=100, seasons=[0.5, 1, 1.5]), 1, "", 0, 1)
    assert seasonal.received[0, 2] == 300


def test_a_tool_that_knows_the_law_is_never_wrong() -> None:
    data = {**SURE, "trend": 4, "horizon": 12, "events": [1, 1, 1.3]}
    found = forecasts(data, level=100, trend=4, seasons=[0.5, 1.5], adjust=[1, 1, 1.3])
    assert found == pytest.approx(asked(data), abs=0.5)


# -- the tool against the methods of the solvers --------------------------------------------------------------
def test_simple_smoothing_is_a_flat_tool() -> None:
    demand = asked(NOISY)
    expected = simple_smoothing(demand, 0.3, initial=400).forecasts
    assert forecasts(NOISY, level=400, alpha=0.3) == pytest.approx(expected)


def test_holt_is_a_tool_with_a_trend() -> None:
    demand = asked(NOISY)
    expected = holt_smoothing(demand, 0.4, 0.2, initial=(390, 5)).forecasts
    assert forecasts(NOISY, level=390, trend=5, alpha=0.4, beta=0.2) == pytest.approx(expected)


def test_winters_is_a_tool_with_all_its_constants() -> None:
    demand, seasons = asked(NOISY), [0.7, 1, 1.3]
    expected = holt_winters(demand, 3, 0.3, 0.1, 0.2, initial=(390, 5, seasons)).forecasts
    found = forecasts(NOISY, level=390, trend=5, seasons=seasons, alpha=0.3, beta=0.1, gamma=0.2)
    assert found == pytest.approx(expected)


def test_the_last_periods_averaged() -> None:
    demand, before = asked(NOISY), [300.0, 350.0, 500.0]
    expected = moving_average([*before, *demand], 3).forecasts[3:]
    assert forecasts(NOISY, recent=before) == pytest.approx(expected)


def test_the_same_period_of_the_last_season() -> None:
    demand, last = asked(NOISY), [250.0, 440.0, 510.0]
    assert forecasts(NOISY, level=1, seasons=last, gamma=1) == pytest.approx([*last, *demand][:30])


def test_what_was_adjusted_teaches_nothing() -> None:
    """An event that people saw coming leaves the tool as it would have been without it."""
    quiet, busy = {**NOISY, "noise": 0}, {**NOISY, "noise": 0, "events": [1, 2]}
    tool: dict[str, Any] = {"level": 400, "seasons": [0.6, 1.1, 1.3], "alpha": 0.5}
    assert forecasts(busy, **tool, adjust=[1, 2])[2:] == pytest.approx(forecasts(quiet, **tool)[2:], rel=2e-3)
    assert forecasts(busy, **tool)[2] > 1.3 * forecasts(quiet, **tool)[2]


# -- chance ---------------------------------------------------------------------------------------------------
def test_demand_hangs_on_no_policy_and_on_no_horizon() -> None:
    first = demands(world(NOISY, level=1), 3, "test", 0, 4)
    assert (first == demands(world(NOISY, level=500, margin=1), 3, "test", 0, 4)).all()
    longer = demands(world({**NOISY, "horizon": 50}), 3, "test", 0, 4)
    assert (longer[:, :30] == first).all()
    assert (demands(world(NOISY), 3, "test", 2, 1)[0] == first[2]).all()


def test_noise_and_drift_spread_as_they_say() -> None:
    """Over many runs: noise alone has deviation 0.1 in each period; drift alone 0.03 √t after t of them."""
    flat = {"horizon": 9, "level": 10_000}
    still = demands(world({**flat, "noise": 0.1}), 1, "law", 0, 4000) / 10_000
    moving = demands(world({**flat, "drift": 0.03}), 1, "law", 0, 4000) / 10_000
    assert still.mean() == pytest.approx(1, abs=0.003)
    assert still[:, 8].std() == pytest.approx(0.1, rel=0.05)
    assert moving[:, 8].std() == pytest.approx(0.09, rel=0.05)
    assert np.corrcoef(still[:, 3], still[:, 4])[0, 1] == pytest.approx(0, abs=0.05)


@settings(max_examples=40, deadline=None)
@given(
    alpha=some.floats(0, 1), beta=some.floats(0, 1), gamma=some.floats(0, 1), margin=some.floats(-0.5, 1),
    lead_time=some.integers(1, 4), multiple=some.sampled_from([1, 7, 50]), initial=some.sampled_from([None, 0, 900]),
    warm_up=some.integers(0, 5),
)  # fmt: skip
def test_units_are_neither_made_nor_lost(
    alpha: float, beta: float, gamma: float, margin: float, lead_time: int, multiple: int, initial: int | None,
    warm_up: int,
) -> None:  # fmt: skip
    data = {**NOISY, "lead_time": lead_time, "multiple": multiple, "initial": initial, "warm_up": warm_up}
    tool = {
        "level": 380,
        "seasons": [0.7, 1, 1.2],
        "alpha": alpha,
        "beta": beta,
        "gamma": gamma,
        "margin": margin,
    }
    course = lived(world(data, **tool), 5, "test", 0, 3)
    served = course.demand - course.short
    before = course.on_hand[:, :1] + served[:, :1] - course.received[:, :1]
    assert (before + course.received.cumsum(axis=1) - served.cumsum(axis=1) == course.on_hand).all()
    assert (course.received[:, lead_time:] == course.ordered[:, :-lead_time]).all()
    assert (np.minimum(course.on_hand, course.short) == 0).all()
    for series in vars(course).values():
        assert (series >= 0).all()
        assert np.isfinite(series).all()
    assert (course.ordered % multiple == 0).all()
    found = ForecastingModel(world(data, **tool)).measure(5, "test", 3)
    assert found["total_cost"] == pytest.approx(found["holding_cost"] + found["shortage_cost"])


def test_more_margin_serves_better_and_holds_more() -> None:
    thin, thick = (
        ForecastingModel(world(NOISY, level=400, trend=3, seasons=[0.6, 1.1, 1.3], alpha=0.2, margin=margin))
        for margin in (0.0, 0.3)
    )
    one, other = thin.measure(2, "test", 50), thick.measure(2, "test", 50)
    assert other["fill_rate"] > one["fill_rate"]
    assert other["holding_cost"] > one["holding_cost"]
    assert other["forecast_mad"] == one["forecast_mad"]


def test_the_steady_gain_is_the_best_constant() -> None:
    """With q = (drift / noise)², the level is best followed by alpha = (√(q² + 4q) − q) / 2 (Muth 1960)."""
    data = {"horizon": 200, "warm_up": 40, "level": 1000, "noise": 0.1, "drift": 0.05}
    q = 0.25
    best = (math.sqrt(q * q + 4 * q) - q) / 2
    found = {
        alpha: ForecastingModel(world(data, level=1000, alpha=alpha)).measure(4, "test", 40)["forecast_mad"]
        for alpha in (best - 0.25, best, best + 0.35)
    }
    assert min(found, key=lambda one: found[one]) == best


# -- plain data -----------------------------------------------------------------------------------------------
def test_the_example_of_the_docs_runs() -> None:
    found = read_model(YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))).measure(1, "file", 5)
    assert 0 < found["fill_rate"] <= 1


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"level": 0}, ("level",)),
        ({"seasons": []}, ("seasons",)),
        ({"noise": 0.6}, ("noise",)),
        ({"lead_time": 0}, ("lead_time",)),
        ({"warm_up": 30}, ("warm_up",)),
        ({"policy": {"alpha": 1.2}}, ("policy", "alpha")),
        ({"policy": {"seasons": [1, 0]}}, ("policy", "seasons", 1)),
        ({"policy": {"adjust": [0]}}, ("policy", "adjust", 0)),
        ({"policy": {"recent": []}}, ("policy", "recent")),
    ],
)
def test_what_makes_no_world_is_refused(change: dict[str, Any], path: tuple[str | int, ...]) -> None:
    with pytest.raises(InvalidError) as refused:
        read_model({"forecasting": {**NOISY, **change}})
    assert ("forecasting", *path) in {problem.path for problem in refused.value.problems}
    assert refused.value.explain("fr")
