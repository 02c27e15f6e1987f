"""Forecasting methods. Published figures are in tests/oracles; here identities, other computations and refusals."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.forecasting.croston import croston
from solvers.forecasting.errors import (
    forecast_errors,
    mean_absolute_percentage_error,
    mean_absolute_scaled_error,
    theil_u,
)
from solvers.forecasting.exponential_smoothing import brown_smoothing, holt_smoothing, simple_smoothing
from solvers.forecasting.holt_winters import holt_winters
from solvers.forecasting.moving_average import (
    centred_moving_average,
    moving_average,
    naive,
    seasonal_naive,
    weighted_moving_average,
)
from solvers.forecasting.seasonal_indices import seasonal_indices
from solvers.forecasting.seasonal_trend import dummy_regression, seasonal_trend
from solvers.forecasting.tracking_signal import tracking_signal, trigg_signal
from solvers.forecasting.trend import linear_regression, linear_trend, trend_forecast

histories = st.lists(st.integers(1, 900).map(float), min_size=8, max_size=40)
constants = st.integers(1, 9).map(lambda tenths: tenths / 10)


@given(histories, st.integers(1, 8))
def test_moving_averages_are_those_of_numpy(y: list[float], n: int) -> None:
    found = moving_average(y, n, 3)
    means = np.convolve(y, np.ones(n) / n, mode="valid")
    assert [one for one in found.forecasts if one is not None] == pytest.approx(list(means[:-1]))
    assert found.ahead == pytest.approx([means[-1]] * 3)
    assert weighted_moving_average(y, [2.0] * n).ahead == pytest.approx(moving_average(y, n).ahead)
    for step in found.steps[n:]:
        assert step.error == step.actual - step.forecast
    assert all(step.forecast is None for step in found.steps[:n])


@given(histories, st.integers(1, 4).map(lambda half: 2 * half))
def test_an_even_centred_average_is_the_mean_of_two(y: list[float], n: int) -> None:
    pairs = np.convolve(np.convolve(y, np.ones(n) / n, mode="valid"), [0.5, 0.5], mode="valid")
    found = centred_moving_average(y, n) if len(y) > n else ()
    assert [one for one in found if one is not None] == pytest.approx(list(pairs) if found else [])
    assert centred_moving_average(y, 1) == tuple(y)


@given(histories, constants)
def test_simple_smoothing_is_a_mean_of_weights_that_fall(y: list[float], alpha: float) -> None:
    found = simple_smoothing(y, alpha).ahead[0]
    weights = [alpha * (1 - alpha) ** k for k in range(len(y) - 1)]
    rest = 1 - math.fsum(weights)
    assert found == pytest.approx(
        math.fsum(w * v for w, v in zip(weights, y[::-1], strict=False)) + rest * y[0]
    )
    assert min(y) - 1e-9 <= found <= max(y) + 1e-9
    assert simple_smoothing(y, 1).ahead == naive(y).ahead
    assert simple_smoothing(y, alpha, initial=y[0]).ahead[0] == pytest.approx(found)


@given(histories, constants, constants)
def test_double_smoothing_line_by_line(y: list[float], alpha: float, beta: float) -> None:
    found = holt_smoothing(y, alpha, beta, 3, phi=0.9)
    level, trend = y[1], y[1] - y[0]
    for step in found.steps[2:]:
        assert step.forecast == pytest.approx(level + 0.9 * trend)
        before = level
        level = alpha * step.actual + (1 - alpha) * (level + 0.9 * trend)
        trend = beta * (level - before) + (1 - beta) * 0.9 * trend
        assert (step.level, step.trend) == pytest.approx((level, trend))
    assert found.ahead == pytest.approx(
        [level + (0.9) * trend, level + (0.9 + 0.81) * trend, level + (0.9 + 0.81 + 0.729) * trend]
    )


@given(histories, constants)
def test_brown_is_two_smoothings(y: list[float], alpha: float) -> None:
    once = twice = y[0]
    for actual in y[1:]:
        once = alpha * actual + (1 - alpha) * once
        twice = alpha * once + (1 - alpha) * twice
    found = brown_smoothing(y, alpha, 2)
    slope = alpha / (1 - alpha) * (once - twice)
    assert found.ahead == pytest.approx([2 * once - twice + slope, 2 * once - twice + 2 * slope], abs=1e-9)


@given(st.integers(0, 500), st.integers(-9, 9), constants, constants)
def test_a_straight_line_is_forecast_without_error(a: int, b: int, alpha: float, beta: float) -> None:
    y = [float(a + b * t) for t in range(1, 15)]
    for found in (
        holt_smoothing(y, alpha, beta, 4),
        holt_smoothing(y, alpha, beta, 4, initial="regression"),
        trend_forecast(y, 4),
    ):
        assert found.errors == pytest.approx([0.0] * len(found.errors), abs=1e-9)
        assert found.ahead == pytest.approx([a + b * t for t in range(15, 19)], abs=1e-9)


seasons = st.lists(st.integers(5, 30).map(lambda tenths: tenths / 10), min_size=4, max_size=4)


@given(st.integers(200, 900), st.integers(0, 9), seasons, constants, constants, constants)
def test_a_demand_made_of_trend_and_seasons_is_found_again(
    a: int, b: int, shape: list[float], alpha: float, beta: float, gamma: float
) -> None:
    index = [one * 4 / sum(shape) for one in shape]
    shift = [100 * (one - 1) for one in index]
    times = [(a + b * t) * index[(t - 1) % 4] for t in range(1, 21)]
    plus = [a + b * t + shift[(t - 1) % 4] for t in range(1, 21)]
    found = holt_winters(times[:16], 4, alpha, beta, gamma, 4, initial=(a, b, index))
    assert found.errors == pytest.approx([0] * 16, abs=1e-7)
    assert found.ahead == pytest.approx(times[16:])
    added = holt_winters(plus[:16], 4, alpha, beta, gamma, 4, model="additive", initial=(a, b, shift))
    assert added.ahead == pytest.approx(plus[16:])
    assert dummy_regression(plus[:16], 4, 4).forecast.ahead == pytest.approx(plus[16:])
    split = seasonal_trend(plus[:16], 4, 4, model="additive")
    assert split.seasons.indices == pytest.approx(shift, abs=1e-7)
    assert split.forecast.ahead == pytest.approx(plus[16:])
    flat = [a * one for one in index] * 4
    assert seasonal_indices(flat, 4).indices == pytest.approx(index)
    assert holt_winters(flat, 4, alpha, beta, gamma, 4, initial="decomposition").ahead == pytest.approx(
        flat[:4]
    )
    assert holt_winters(flat, 4, alpha, beta, gamma, 4).ahead == pytest.approx(flat[:4])


@given(histories, st.sampled_from(["centred_average", "trend", "centred_trend"]), st.integers(1, 3))
def test_indices_are_normalised_and_follow_their_place(y: list[float], base: str, first: int) -> None:
    if base != "centred_average":
        y = [900 + one / 100 for one in y]  # a line through them stays above 0
    found = seasonal_indices(y, 3, base=base, first=first)  # type: ignore[arg-type]
    assert math.fsum(found.indices) == pytest.approx(3)
    assert found.rows[0].season == first
    for row in found.rows:
        assert row.deseasonalised * found.indices[row.season - 1] == pytest.approx(row.actual)
    rotated = seasonal_indices(y, 3, base=base, first=1)  # type: ignore[arg-type]
    assert found.indices[first - 1] == pytest.approx(rotated.indices[0])
    summed = seasonal_indices(y, 3, model="additive", summary="median")
    assert math.fsum(summed.indices) == pytest.approx(0, abs=1e-6)


@given(histories)
def test_regressions_are_those_of_numpy(y: list[float]) -> None:
    t = np.arange(1, len(y) + 1)
    slope, intercept = np.polyfit(t, y, 1)
    line = linear_trend(y)
    assert (line.slope, line.intercept) == pytest.approx((slope, intercept), abs=1e-6)
    if line.correlation is not None:
        assert line.correlation == pytest.approx(np.corrcoef(t, y)[0, 1], abs=1e-9)
    n = line.count
    by_hand = (n * line.sum_xy - line.sum_x * line.sum_y) / (n * line.sum_xx - line.sum_x**2)
    assert by_hand == pytest.approx(line.slope, abs=1e-9)
    columns = np.column_stack([t, *((t - 1) % 3 == place for place in range(3))]).astype(float)
    solved = np.linalg.lstsq(columns, np.array(y), rcond=None)[0]
    found = dummy_regression(y, 3)
    assert [found.slope, *found.intercepts] == pytest.approx(list(solved), abs=1e-6)


def test_croston_and_its_correction() -> None:
    y = [0.0, 0, 5, 0, 0, 7, 4, 0]
    found = croston(y, 0.2, 2)
    size, interval = 5 + 0.2 * (7 - 5), 3 + 0.2 * (3 - 3)
    assert (found.steps[5].size, found.steps[5].interval) == pytest.approx((size, interval))
    size, interval = size + 0.2 * (4 - size), interval + 0.2 * (1 - interval)
    assert found.ahead == pytest.approx([size / interval] * 2)
    assert croston(y, 0.2, variant="sba").ahead[0] == pytest.approx(0.9 * found.ahead[0])
    assert [step.forecast for step in found.steps[:3]] == [None] * 3
    assert found.steps[3].forecast == pytest.approx(5 / 3)


@given(st.lists(st.integers(1, 99), min_size=2, max_size=20), constants)
def test_croston_on_a_demand_of_every_period_is_simple_smoothing(y: list[int], alpha: float) -> None:
    assert croston(y, alpha).ahead == pytest.approx(simple_smoothing(y, alpha).ahead)


@given(histories, st.lists(st.integers(0, 900), min_size=40, max_size=40))
def test_error_measures(y: list[float], others: list[int]) -> None:
    f = [float(one) for one in others[: len(y)]]
    found = forecast_errors(y, f)
    assert abs(found.bias) <= found.mad + 1e-9 <= found.rmse + 2e-9
    assert found.rmse**2 == pytest.approx(found.mse)
    assert found.total_error == pytest.approx(found.bias * found.count)
    assert found.smape is not None
    assert 0 <= found.smape <= 2
    lines = tracking_signal(y, f)
    assert lines[-1].cumulative == pytest.approx(found.total_error)
    assert lines[-1].mad == pytest.approx(found.mad)
    assert all(abs(line.signal) <= place + 1e-9 for place, line in enumerate(lines, start=1))
    assert all(abs(line.signal) <= 1 + 1e-9 for line in trigg_signal(y, f, 0.3, 10))


def test_the_naive_forecast_scores_one() -> None:
    y = [100.0, 110, 90, 130]
    assert theil_u(y, [100.0, *y[:-1]]) == pytest.approx(1)
    assert mean_absolute_scaled_error(y[1:], y[:-1], y) == pytest.approx(1)
    assert seasonal_naive([1, 2, 3, 4], 2, 3).ahead == (3, 4, 3)


def test_a_period_without_forecast_is_left_out_and_a_zero_is_named() -> None:
    found = forecast_errors([5, 0, 8], [None, 1, 6])
    assert (found.count, found.bias, found.mape) == (2, 0.5, None)
    assert forecast_errors([5, 0, 8], [None, 1, 6], zeros="exclude").mape == 0.25
    assert [line.period for line in tracking_signal([5, 0, 8], [None, 1, 6])] == [2, 3]
    assert tracking_signal([5, 8], [5, 8])[1].signal == 0
    assert not tracking_signal([9] * 4, [5] * 4)[3].outside
    assert tracking_signal([9] * 5, [5] * 5)[4].outside
    assert forecast_errors([3], [3]).deviation is None
    assert forecast_errors([0], [0]).smape is None


@pytest.mark.parametrize(
    ("call", "argument"),
    [
        (lambda: moving_average([1, 2], 0), "periods"),
        (lambda: moving_average([1, 2], 3), "history"),
        (lambda: moving_average([1] * 2001, 3), "history"),
        (lambda: moving_average([1, 2], 1, 0), "horizon"),
        (lambda: moving_average([1, math.nan], 1), "history[1]"),
        (lambda: weighted_moving_average([1, 2], [-1, 2]), "weights[0]"),
        (lambda: seasonal_naive([1, 2], 1), "season"),
        (lambda: simple_smoothing([1, 2], 1.2), "alpha"),
        (lambda: brown_smoothing([1, 2], 1), "alpha"),
        (lambda: holt_smoothing([1], 0.1, 0.1), "history"),
        (lambda: holt_smoothing([1, 2], 0.1, -0.1), "beta"),
        (lambda: holt_smoothing([1, 2], 0.1, 0.1, phi=0), "phi"),
        (lambda: holt_smoothing([1, 2], 0.1, 0.1, initial=(1,)), "initial"),  # type: ignore[arg-type]
        (lambda: holt_winters([1, 2, 3, 0], 2, 0.1, 0.1, 0.1), "history[3]"),
        (lambda: holt_winters([9, 9, 9, 9], 2, 0.1, 0, 0.5, initial=(2, -5, [1, 1])), "history"),
        (lambda: holt_winters([1] * 4, 2, 0.1, 0.1, 0.1, model="mixed"), "model"),  # type: ignore[arg-type]
        (lambda: holt_winters([1] * 4, 2, 0.1, 0.1, 0.1, initial=(1, 1, [1, 0])), "initial[2]"),
        (lambda: holt_winters([1] * 4, 2, 0.1, 0.1, 0.1, initial=(1, 1)), "initial"),  # type: ignore[arg-type]
        (lambda: seasonal_indices([1, 2, 3, 4], 2, first=3), "first"),
        (lambda: seasonal_indices([1, 2, 3, 0], 2), "history[3]"),
        (lambda: seasonal_indices([99, 9, 1, 1], 2, base="trend"), "history"),
        (lambda: seasonal_indices([1, 2, 3, 4], 2, summary="mode"), "summary"),  # type: ignore[arg-type]
        (lambda: linear_regression([1, 2], [1]), "y"),
        (lambda: linear_regression([1], [1]), "x"),
        (lambda: croston([0, 0], 0.1), "history"),
        (lambda: croston([1, -1], 0.1), "history[1]"),
        (lambda: croston([1, 1], 0.1, variant="tsb"), "variant"),  # type: ignore[arg-type]
        (lambda: forecast_errors([1], [None]), "forecasts"),
        (lambda: forecast_errors([1], "1"), "forecasts"),  # type: ignore[arg-type]
        (lambda: forecast_errors([1], [1], zeros="hide"), "zeros"),  # type: ignore[arg-type]
        (lambda: mean_absolute_percentage_error([0], [1], zeros="exclude"), "actuals"),
        (lambda: theil_u([5, 5], [5, 5]), "actuals"),
        (lambda: mean_absolute_scaled_error([1], [1], [1, 2], season=0), "season"),
        (lambda: trigg_signal([1], [1], 0, 1), "alpha"),
    ],
)
def test_refusals(call: Callable[[], object], argument: str) -> None:
    with pytest.raises(SolverError) as caught:
        call()
    assert caught.value.argument == argument
    assert caught.value.explain("fr") != caught.value.explain("en")
