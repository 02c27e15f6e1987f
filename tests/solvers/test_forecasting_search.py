"""The search of settings on a holdout, and the competition between methods, against plain loops."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.forecasting.errors import forecast_errors
from solvers.forecasting.methods import METHODS, build, forecast_ahead, holdout_forecasts, split
from solvers.forecasting.settings_search import best_settings, compare_methods

SEASONAL = [100 + 2 * t + 30 * math.sin(math.pi * t / 2) + (t * 37) % 11 for t in range(1, 33)]
SEARCHED = [name for name, method in METHODS.items() if method.settings not in {(), ("weights",)}]
GIVEN = {"alpha": 0.3, "beta": 0.2, "gamma": 0.4, "phi": 0.9, "periods": 3, "weights": [1, 2]}


@pytest.mark.parametrize("name", METHODS)
def test_every_method_forecasts_by_its_name(name: str) -> None:
    chosen = {setting: GIVEN[setting] for setting in METHODS[name].settings}
    ahead = forecast_ahead(SEASONAL, name, chosen, 6, season=4)
    assert len(ahead) == 6
    assert all(math.isfinite(one) for one in ahead)
    training, kept = split(SEASONAL, 6)
    fixed = holdout_forecasts(SEASONAL, 6, name, chosen, 4, rolling=False)
    assert fixed == pytest.approx(forecast_ahead(training, name, chosen, 6, 4))
    rolling = holdout_forecasts(SEASONAL, 6, name, chosen, 4)
    assert rolling[0] == pytest.approx(fixed[0])
    assert len(rolling) == len(kept) == 6
    # What comes later never reaches an earlier forecast.
    changed = [*SEASONAL[:-1], SEASONAL[-1] * 3]
    assert holdout_forecasts(changed, 6, name, chosen, 4) == rolling


@pytest.mark.parametrize("name", SEARCHED)
@pytest.mark.parametrize("rolling", [True, False])
def test_the_value_told_is_that_of_the_settings_told(name: str, rolling: bool) -> None:
    kept = split(SEASONAL, 6)[1]
    for measure in ("mad", "mse", "rmse", "mape", "bias"):
        found = best_settings(SEASONAL, 6, name, 4, measure=measure, rolling=rolling, step=0.25, passes=2)  # type: ignore[arg-type]
        made = holdout_forecasts(SEASONAL, 6, name, found.settings, 4, rolling=rolling)
        assert found.forecasts == made
        assert abs(getattr(forecast_errors(kept, made), measure)) == pytest.approx(found.value)
        again = best_settings(SEASONAL, 6, name, 4, measure=measure, rolling=rolling, step=0.25, passes=2)  # type: ignore[arg-type]
        assert again == found


@pytest.mark.parametrize("name", ["simple", "holt", "winters_additive", "winters_multiplicative", "sba"])
def test_no_point_of_the_first_grid_is_better(name: str) -> None:
    found = best_settings(SEASONAL, 6, name, 4, step=0.25, passes=3)
    names = METHODS[name].settings
    grid = [[0.25, 0.5, 0.75, 1.0] if one == "alpha" else [0.0, 0.25, 0.5, 0.75, 1.0] for one in names]
    kept = split(SEASONAL, 6)[1]
    values = [
        forecast_errors(
            kept, holdout_forecasts(SEASONAL, 6, name, dict(zip(names, point, strict=True)), 4)
        ).mad
        for point in product(*grid)
    ]
    assert found.passes[0].tried == len(values)
    assert found.passes[0].value == pytest.approx(min(values))
    assert found.value <= min(values) + 1e-9
    assert [one.value for one in found.passes] == sorted((one.value for one in found.passes), reverse=True)


@hypothesis_settings(max_examples=30)
@given(st.lists(st.integers(0, 50), min_size=6, max_size=24), st.integers(1, 3))
def test_a_search_ends_on_any_history(y: list[int], holdout: int) -> None:
    for name in ("simple", "brown", "holt", "moving_average"):
        found = best_settings(y, holdout, name, step=0.2)
        assert 0 <= found.value < math.inf


def test_methods_are_ranked() -> None:
    found = compare_methods(SEASONAL, 8, ["naive", "trend", "seasonal_additive", "winters_additive"], 4)
    assert [one.value for one in found] == sorted(one.value for one in found)
    assert [one.rank for one in found] == [1, 2, 3, 4]
    assert found[0].method in {"seasonal_additive", "winters_additive"}
    chosen = compare_methods(SEASONAL, 8, {"simple": {"alpha": 0.2}, "naive": {}}, measure="mape")
    assert chosen[0].method in {"simple", "naive"}


@pytest.mark.parametrize(
    ("call", "argument"),
    [
        (lambda: build("oracle", {}), "method"),
        (lambda: build("simple", {"alpha": 0.2, "beta": 0.1}), "settings"),
        (lambda: build("simple", {"alpha": 0}), "alpha"),
        (lambda: build("brown", {"alpha": 1}), "alpha"),
        (lambda: build("moving_average", {"periods": 0}), "periods"),
        (lambda: build("weighted_average", {"weights": [0, 0]}), "weights"),
        (lambda: build("seasonal_naive", {}), "season"),
        (lambda: forecast_ahead([0, 0], "croston", {"alpha": 0.1}, 1), "history"),
        (lambda: forecast_ahead([1, 0] * 4, "winters_multiplicative", GIVEN, 1, 2), "settings"),
        (lambda: forecast_ahead([1, 0] * 4, "seasonal_multiplicative", {}, 1, 2), "history[1]"),
        (lambda: split([1, 2, 3], 3), "holdout"),
        (lambda: split([1, 2, 3], 1, least=3), "history"),
        (lambda: best_settings([1, 2, 3], 1, "simple", step=2), "step"),
        (lambda: best_settings([1, 2, 3], 1, "simple", passes=9), "passes"),
        (lambda: best_settings([1, 2, 3], 1, "simple", measure="luck"), "measure"),  # type: ignore[arg-type]
        (lambda: best_settings([1, 2, 0], 1, "simple", measure="mape"), "history"),
        (lambda: best_settings([1, 2, 0], 1, "moving_average", measure="mape"), "history"),
        (lambda: best_settings([0, 0, 5], 1, "croston"), "history"),
        (lambda: best_settings([1, 2, 3, 4], 1, "damped", step=0.01), "step"),
        (lambda: compare_methods([1, 2, 0], 1, {"naive": {}}, measure="mape"), "history"),
        (lambda: compare_methods([1, 2, 3], 1, {"naive": {}}, measure="luck"), "measure"),  # type: ignore[arg-type]
        (lambda: compare_methods([1, 2, 3], 1, "naive"), "methods"),
    ],
)
def test_refusals(call: Callable[[], object], argument: str) -> None:
    with pytest.raises(SolverError) as caught:
        call()
    assert caught.value.argument == argument
