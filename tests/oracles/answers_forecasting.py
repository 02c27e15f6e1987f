"""What our forecasting methods answer to forecasting_published.json."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from solvers.forecasting.errors import forecast_errors
from solvers.forecasting.exponential_smoothing import holt_smoothing, simple_smoothing
from solvers.forecasting.holt_winters import holt_winters
from solvers.forecasting.moving_average import (
    centred_moving_average,
    moving_average,
    weighted_moving_average,
)
from solvers.forecasting.seasonal_indices import seasonal_indices
from solvers.forecasting.seasonal_trend import seasonal_trend
from solvers.forecasting.stepping import Forecast
from solvers.forecasting.tracking_signal import tracking_signal
from solvers.forecasting.trend import linear_trend, trend_forecast

Figures = dict[str, Any]


def _known(values: Any) -> list[float]:
    return [value for value in values if value is not None]


def _accuracy(history: list[float], found: Forecast) -> Figures:
    measured = forecast_errors(history, found.forecasts)
    assert measured.mape is not None
    return {"mad": measured.mad, "mape_pct": 100 * measured.mape}


def _f02(x: Figures) -> Figures:
    found = seasonal_indices(x["ventes_trim"], 4)
    return {
        "MMC": _known(centred_moving_average(x["ventes_trim"], 4)),
        "indices": _known(row.ratio for row in found.rows),
    }


def _f05(x: Figures) -> Figures:
    found = simple_smoothing(x["A"], x["alpha"], initial=x["F1"])
    measured = forecast_errors(x["A"], found.forecasts)
    assert measured.mape is not None
    return {
        "F": list(found.forecasts),
        "F9": found.ahead[0],
        "MAD": measured.mad,
        "MSE": measured.mse,
        "MAPE_pct": 100 * measured.mape,
        "biais": measured.bias,
    }


def _decomposition(x: Figures) -> Figures:
    found = seasonal_trend(x["history"], x["season"], base="centred_trend", normalise=False)
    return {
        "level": found.line.intercept,
        "trend": found.line.slope,
        "factors": list(found.seasons.indices),
    }


def _tahoe_average(x: Figures) -> Figures:
    found = moving_average(x["history"], x["periods"])
    return {**_accuracy(x["history"], found), "ahead": found.ahead[0]}


def _tahoe_simple(x: Figures) -> Figures:
    mean = sum(x["history"]) / len(x["history"])
    found = simple_smoothing(x["history"], x["alpha"], initial=mean)
    return {**_accuracy(x["history"], found), "ahead": found.ahead[0]}


def _tahoe_holt(x: Figures) -> Figures:
    found = holt_smoothing(x["history"], x["alpha"], x["beta"], initial="regression")
    return {
        "level": found.start.level,
        "trend": found.start.trend,
        "first": found.forecasts[0],
        **_accuracy(x["history"], found),
    }


def _tahoe_winters(x: Figures) -> Figures:
    constants = (x["alpha"], x["beta"], x["gamma"])
    found = holt_winters(x["history"], x["season"], *constants, 4, initial=x["initial"])
    return {
        "first": found.forecasts[0],
        **_accuracy(x["history"], found),
        "ahead": list(found.ahead),
    }


def _portland(x: Figures) -> Figures:
    found = holt_smoothing(x["history"], x["alpha"], x["beta"], initial=x["initial"])
    return {"forecasts": list(found.forecasts)[:8], "ahead": found.ahead[0]}


def _edison(x: Figures) -> Figures:
    line = linear_trend(x["history"])
    ahead = list(trend_forecast(x["history"], 2).ahead)
    return {"intercept": line.intercept, "slope": line.slope, "ahead": ahead}


def _bakery(x: Figures) -> Figures:
    lines = tracking_signal(x["actuals"], x["forecasts"])
    return {name: [getattr(line, name) for line in lines] for name in ("cumulative", "mad", "signal")}


def _engines(x: Figures) -> Figures:
    return {
        "smoothed": _known(simple_smoothing(x["history"], x["alpha"]).forecasts),
        "averages": _known(moving_average(x["history"], x["periods"]).forecasts),
    }


def _engines_holt(x: Figures) -> Figures:
    steps = holt_smoothing(x["history"], x["alpha"], x["beta"], initial=x["initial"]).steps
    return {"levels": [step.level for step in steps], "trends": [step.trend for step in steps]}


def _export(x: Figures) -> Figures:
    found = holt_winters(x["history"], x["season"], x["alpha"], x["beta"], x["gamma"])
    level = found.start.level
    assert level is not None
    return {
        "level": level,
        "trend": found.start.trend,
        "seasons": [step.actual / level for step in found.steps[:4]],
        "first": found.forecasts[4],
    }


ANSWERS: dict[str, Callable[[Figures], Figures]] = {
    "F02": _f02,
    "F05": _f05,
    "tahoe_decomposition": _decomposition,
    "tahoe_moving_average": _tahoe_average,
    "tahoe_simple": _tahoe_simple,
    "tahoe_holt": _tahoe_holt,
    "tahoe_winters": _tahoe_winters,
    "oil_simple": lambda x: {"ahead": simple_smoothing(x["history"], x["alpha"]).ahead[0]},
    "donna_moving_average": lambda x: {
        "forecasts": _known(moving_average(x["history"], x["periods"]).forecasts)
    },
    "donna_weighted": lambda x: {
        "forecasts": _known(weighted_moving_average(x["history"], x["weights"]).forecasts)
    },
    "portland_holt": _portland,
    "edison_trend": _edison,
    "bakery_tracking": _bakery,
    "engines_simple": _engines,
    "engines_holt": _engines_holt,
    "export_winters_start": _export,
}
