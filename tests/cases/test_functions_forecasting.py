"""Forecasting from a case: an example of each function, and what is refused."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal, value

from cases.plain import Plain

NAMES: dict[str, Plain] = {
    "y": [10, 30, 14, 42, 18, 54],
    "f": [None, 12, 10, 16],
    "a": [10, 14, 12, 15],
}

WORKS: dict[str, tuple[str, Plain]] = {
    "moving_average": ("moving_average([120, 130, 110, 140], 3).ahead[0]", 126.6666667),
    "weighted_moving_average": ("weighted_moving_average([10, 12, 13], [1, 2, 3]).ahead[0]", 12.1666667),
    "centred_average": ("centred_average([4, 8, 6, 2, 12], 4)", [None, None, 6.0, None, None]),
    "simple_smoothing": ("simple_smoothing([180, 168], 0.1, initial=175).ahead", [174.75]),
    "brown_smoothing": ("brown_smoothing([10, 12, 14], 0.5, 2).ahead", [14.5, 15.5]),
    "holt_smoothing": (
        "holt_smoothing([10, 13, 14], 0.5, 0.5).ahead"
        " + holt_smoothing([10, 13, 14], 0.5, 0.5, initial=[7, 3]).ahead",
        [17.5, 17.5],
    ),
    "holt_winters": ("holt_winters(y, 2, 0.5, 0.5, 0.5, 2, initial='first_season').ahead[0]", 21.878196),
    "croston": ("croston([0, 4, 0, 0, 6], 0.5, variant='sba').ahead", [1.5]),
    "seasonal_indices": ("seasonal_indices(y, 2).indices[0]", 0.555173),
    "linear_trend": ("linear_trend([12, 14, 16]).slope", 2.0),
    "linear_regression": ("linear_regression([1, 2, 3], [3, 5, 7]).intercept", 1.0),
    "seasonal_trend": ("seasonal_trend(y, 2, 2).ahead[1]", 64.413778),
    "seasonal_dummies": ("seasonal_dummies([10, 30, 14, 34], 2, 2).ahead", [18.0, 38.0]),
    "forecast_errors": ("forecast_errors([100, 120], [110, 100]).bias", 5.0),
    "mape": ("mape([100, 0, 50], [90, 5, 60], zeros='exclude')", 0.15),
    "mase": ("mase([14], [13], [10, 12, 14])", 0.5),
    "tracking_signal": ("tracking_signal(a, f, limit=1.5)[2].outside", True),
    "trigg_signal": ("trigg_signal([100, 110], [90, 130], 0.2, 10)[1].signal", -0.2),
    "forecast_by": ("forecast_by([10, 30, 14, 34], 'seasonal_dummies', {}, 2, season=2)", [18.0, 38.0]),
    "holdout_forecasts": (
        "holdout_forecasts([10, 12, 14, 20], 2, 'naive', {}, rolling=False)",
        [12.0, 12.0],
    ),
    "best_settings": (
        "best_settings([10, 14, 18, 22, 26, 30], 3, 'simple', step=0.25).settings",
        {"alpha": 1.0},
    ),
    "compare_methods": (
        "[c.method for c in compare_methods([10, 12, 14, 16, 18, 20], 2, ['naive', 'trend'])]"
        " + [c.method for c in compare_methods(y, 2, {'simple': {'alpha': 0.2}}, rolling=False)]",
        ["trend", "naive", "simple"],
    ),
}
REFUSES: dict[str, list[tuple[str, str]]] = {
    "moving_average": [
        ("moving_average([1, 2], 3)", "expression_call"),
        ("moving_average('12', 1)", "expression_type"),
        ("moving_average([1, 2], 1.5)", "expression_call"),
    ],
    "weighted_moving_average": [("weighted_moving_average([1, 2], [0, 0])", "expression_call")],
    "centred_average": [("centred_average([1, 2], 12)", "expression_call")],
    "simple_smoothing": [("simple_smoothing([1, 2], 0)", "expression_call")],
    "brown_smoothing": [("brown_smoothing([1, 2], 1)", "expression_call")],
    "holt_smoothing": [
        ("holt_smoothing([1, 2], 0.5, 0.5, initial='luck')", "expression_call"),
        ("holt_smoothing([1, 2], 0.5, 0.5, initial=[1])", "expression_call"),
        ("holt_smoothing([1, 2], 0.5, 0.5, initial=3)", "expression_type"),
    ],
    "holt_winters": [
        ("holt_winters([1, 2, 3], 2, 0.5, 0.5, 0.5)", "expression_call"),
        ("holt_winters([1, 2, 0, 4], 2, 0.5, 0.5, 0.5)", "expression_call"),
        ("holt_winters(y, 2, 0.5, 0.5, 0.5, initial=[1, 2, [1]])", "expression_call"),
    ],
    "croston": [("croston([0, 0], 0.5)", "expression_call")],
    "seasonal_indices": [
        ("seasonal_indices([1, 2, 3], 2)", "expression_call"),
        ("seasonal_indices(y, 2, base='moon')", "expression_call"),
        ("seasonal_indices(y, 2, normalise=1)", "expression_type"),
    ],
    "linear_trend": [("linear_trend([1])", "expression_call")],
    "linear_regression": [("linear_regression([1, 1], [1, 2])", "expression_call")],
    "seasonal_trend": [("seasonal_trend(y, 1)", "expression_call")],
    "seasonal_dummies": [("seasonal_dummies([1, 2], 2)", "expression_call")],
    "forecast_errors": [
        ("forecast_errors([1], [1, 2])", "expression_call"),
        ("forecast_errors([1], ['x'])", "expression_type"),
    ],
    "mape": [("mape([0, 1], [1, 1])", "expression_call")],
    "mase": [("mase([1], [1], [2, 2])", "expression_call")],
    "tracking_signal": [("tracking_signal([1], [1], limit=0)", "expression_call")],
    "trigg_signal": [("trigg_signal([1], [1], 0.2, 0)", "expression_call")],
    "forecast_by": [
        ("forecast_by([1, 2], 'oracle', {})", "expression_call"),
        ("forecast_by([1, 2], 'simple', {})", "expression_call"),
        ("forecast_by([1, 2], 'simple', 0.2)", "expression_type"),
        ("forecast_by([1, 2], 'seasonal_naive', {})", "expression_call"),
    ],
    "holdout_forecasts": [("holdout_forecasts([1, 2], 2, 'naive', {})", "expression_call")],
    "best_settings": [
        ("best_settings(y, 2, 'weighted_average')", "expression_call"),
        ("best_settings(y, 2, 'damped', step=0.01)", "expression_call"),
    ],
    "compare_methods": [
        ("compare_methods(y, 2, [])", "expression_call"),
        ("compare_methods(y, 2, 3)", "expression_type"),
    ],
}


def test_the_examples_cover_the_list() -> None:
    check_listed("forecasting", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS, NAMES)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code, NAMES)


def test_forecasts_of_a_table_go_straight_into_the_errors() -> None:
    source = "forecast_errors(y, moving_average(y, 2).forecasts)"
    found = value(source, NAMES)
    assert isinstance(found, dict)
    assert found["count"] == 4
    assert value("best_settings(y, 2, 'simple')", NAMES) == value("best_settings(y, 2, 'simple')", NAMES)
