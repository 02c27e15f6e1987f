"""Forecasting: the methods of ``solvers.forecasting``, over a list of figures by period, the oldest first.

Tables hold ``period`` (from 1), ``actual``, ``forecast``, ``error`` (actual − forecast) and what the method
learns: ``level``, ``trend``, ``season``. Where there is no figure yet, a field is None.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from cases.expressions import Function
from cases.functions.arguments import Record, figures, listed, text, whole
from cases.plain import Plain, is_number
from solvers.forecasting import (
    errors,
    exponential_smoothing,
    holt_winters,
    methods,
    moving_average,
    seasonal_indices,
    seasonal_trend,
    settings_search,
    tracking_signal,
    trend,
)
from solvers.forecasting.croston import croston
from solvers.forecasting.stepping import Forecast


def _table(found: Forecast) -> Record:
    """``rows``, the ``forecasts`` of the history in a list, and the forecasts ``ahead``."""
    return {
        "rows": [asdict(step) for step in found.steps],
        "forecasts": list(found.forecasts),
        "ahead": list(found.ahead),
        "start": asdict(found.start),
    }


def _start(initial: object) -> Any:
    """How a method starts: a word, or a list of figures (which may end with one of its own)."""
    if isinstance(initial, str):
        return initial
    parts = listed(initial)
    return tuple(figures(part) if isinstance(part, list) else part for part in parts)


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("True or False")
    return value


# -- averages and smoothing -------------------------------------------------------------------------
def _moving_average(history: object, periods: int, horizon: int = 1) -> Record:
    """The table of simple moving averages, and the forecasts ahead."""
    return _table(moving_average.moving_average(figures(history), periods, horizon))


def _weighted_moving_average(history: object, weights: object, horizon: int = 1) -> Record:
    """The same, weighted: the weight of the oldest period first."""
    return _table(moving_average.weighted_moving_average(figures(history), figures(weights), horizon))


def _centred_average(history: object, periods: int) -> list[Plain]:
    """The moving average centred on each period, None at both ends; half of the outer two when even."""
    return list(moving_average.centred_moving_average(figures(history), periods))


def _simple_smoothing(
    history: object, alpha: float, horizon: int = 1, initial: float | None = None
) -> Record:
    """Simple smoothing; ``initial`` is the forecast of period 1."""
    return _table(exponential_smoothing.simple_smoothing(figures(history), alpha, horizon, initial=initial))


def _brown_smoothing(history: object, alpha: float, horizon: int = 1) -> Record:
    """Brown's double smoothing."""
    return _table(exponential_smoothing.brown_smoothing(figures(history), alpha, horizon))


def _holt_smoothing(
    history: object,
    alpha: float,
    beta: float,
    horizon: int = 1,
    initial: object = "first_two",
    phi: float = 1.0,
) -> Record:
    """Holt's double smoothing; ``initial`` is first_two, regression, or [level, trend]."""
    return _table(
        exponential_smoothing.holt_smoothing(
            figures(history), alpha, beta, horizon, initial=_start(initial), phi=phi
        )
    )


def _holt_winters(
    history: object,
    season: int,
    alpha: float,
    beta: float,
    gamma: float,
    horizon: int = 1,
    model: object = "multiplicative",
    initial: object = "first_season",
) -> Record:
    """Triple smoothing; ``initial`` is first_season, decomposition, or [level, trend, [seasons]]."""
    return _table(
        holt_winters.holt_winters(
            figures(history),
            season,
            alpha,
            beta,
            gamma,
            horizon,
            model=text(model),  # type: ignore[arg-type]  # a word that it refuses itself
            initial=_start(initial),
        )
    )


def _croston(history: object, alpha: float, horizon: int = 1, variant: object = "croston") -> Record:
    """Croston's method for intermittent demand; rows hold ``size`` and ``interval``."""
    found = croston(figures(history), alpha, horizon, variant=text(variant))  # type: ignore[arg-type]  # as above
    return {
        "rows": [asdict(step) for step in found.steps],
        "forecasts": [step.forecast for step in found.steps],
        "ahead": list(found.ahead),
    }


# -- seasons and trends -----------------------------------------------------------------------------
def _seasonal_indices(
    history: object,
    season: int,
    model: object = "multiplicative",
    base: object = "centred_average",
    summary: object = "mean",
    normalise: bool = True,
    first: int = 1,
) -> Record:
    """``indices`` by place of the season, ``raw`` before normalising, and the ``rows`` of the table."""
    found = seasonal_indices.seasonal_indices(
        figures(history),
        season,
        model=text(model),  # type: ignore[arg-type]  # as above
        base=text(base),  # type: ignore[arg-type]  # as above
        summary=text(summary),  # type: ignore[arg-type]  # as above
        normalise=_truth(normalise),
        first=first,
    )
    return {
        "indices": list(found.indices),
        "raw": list(found.raw),
        "rows": [asdict(row) for row in found.rows],
    }


def _line(line: trend.Line) -> Record:
    return {**asdict(line), "determination": line.determination}


def _seasonal_trend(
    history: object,
    season: int,
    horizon: int = 1,
    model: object = "multiplicative",
    base: object = "centred_average",
    normalise: bool = True,
    first: int = 1,
) -> Record:
    """``indices``, the ``line`` through the deseasonalised demand, and the forecasts put together."""
    found = seasonal_trend.seasonal_trend(
        figures(history),
        season,
        horizon,
        model=text(model),  # type: ignore[arg-type]  # as above
        base=text(base),  # type: ignore[arg-type]  # as above
        normalise=_truth(normalise),
        first=first,
    )
    return {**_table(found.forecast), "indices": list(found.seasons.indices), "line": _line(found.line)}


def _seasonal_dummies(history: object, season: int, horizon: int = 1) -> Record:
    """One ``slope``, an ``intercepts`` list by place of the season, and the forecasts."""
    found = seasonal_trend.dummy_regression(figures(history), season, horizon)
    return {**_table(found.forecast), "slope": found.slope, "intercepts": list(found.intercepts)}


# -- errors -----------------------------------------------------------------------------------------
def _forecasts(values: object) -> list[float | None]:
    found = listed(values)
    if not all(value is None or is_number(value) for value in found):
        raise TypeError("a list of figures")
    return found  # type: ignore[return-value]  # checked item by item


def _forecast_errors(actuals: object, forecasts: object, zeros: object = "refuse") -> Record:
    """``count``, ``total_error``, ``bias``, ``mad``, ``mse``, ``rmse``, ``deviation``, ``mape``, ``smape``…

    A measure that cannot be is None.
    """
    return asdict(
        errors.forecast_errors(figures(actuals), _forecasts(forecasts), zeros=text(zeros))  # type: ignore[arg-type]  # as above
    )


def _mape(actuals: object, forecasts: object, zeros: object = "refuse") -> float:
    """The mean absolute percentage error, as a rate; actuals of 0 are refused, or excluded."""
    return errors.mean_absolute_percentage_error(
        figures(actuals),
        _forecasts(forecasts),
        zeros=text(zeros),  # type: ignore[arg-type]  # as above
    )


def _mase(actuals: object, forecasts: object, history: object, season: int = 1) -> float:
    """The mean absolute error over that of the (seasonal) naive forecast on a history."""
    return errors.mean_absolute_scaled_error(
        figures(actuals), _forecasts(forecasts), figures(history), whole(season, 1)
    )


def _tracking_signal(actuals: object, forecasts: object, limit: float = 4.0) -> list[Record]:
    """A row a period: ``error``, ``cumulative``, ``mad``, ``signal``, ``outside`` the limit or not."""
    found = tracking_signal.tracking_signal(figures(actuals), _forecasts(forecasts), limit)
    return [asdict(line) for line in found]


def _trigg_signal(actuals: object, forecasts: object, alpha: float, initial_mad: float) -> list[Record]:
    """Trigg's signal, a row a period: ``smoothed_error``, ``smoothed_mad``, ``signal``."""
    found = tracking_signal.trigg_signal(figures(actuals), _forecasts(forecasts), alpha, initial_mad)
    return [asdict(line) for line in found]


# -- competition on a holdout -----------------------------------------------------------------------
def _settings(record: object) -> dict[str, Any]:
    if not isinstance(record, dict):
        raise TypeError("a record of settings")
    return record


def _forecast_by(
    history: object, method: object, settings: object, horizon: int = 1, season: int | None = None
) -> list[Plain]:
    """The forecasts ahead of a method given by its name, with its settings."""
    return list(methods.forecast_ahead(figures(history), text(method), _settings(settings), horizon, season))


def _holdout_forecasts(
    history: object,
    holdout: int,
    method: object,
    settings: object,
    season: int | None = None,
    rolling: bool = True,
) -> list[Plain]:
    """The forecasts of the last periods by a method started on those before."""
    return list(
        methods.holdout_forecasts(
            figures(history), holdout, text(method), _settings(settings), season, rolling=_truth(rolling)
        )
    )


def _best_settings(
    history: object,
    holdout: int,
    method: object,
    season: int | None = None,
    measure: object = "mad",
    rolling: bool = True,
    step: float = 0.1,
) -> Record:
    """The settings that forecast the last periods best, their measure (``value``), the ``passes`` of the search."""
    asked = [figures(history), holdout, text(method), season, text(measure), _truth(rolling), step]
    found: Record = json.loads(_searched(json.dumps(asked)))
    return found


def _compare_methods(
    history: object,
    holdout: int,
    names: object,
    season: int | None = None,
    measure: object = "mad",
    rolling: bool = True,
) -> list[Plain]:
    """Methods ranked on the last periods: names (each with its best settings), or a record of their settings."""
    chosen = names if isinstance(names, dict) else [text(name) for name in listed(names)]
    asked = [figures(history), holdout, chosen, season, text(measure), _truth(rolling)]
    found: list[Plain] = json.loads(_compared(json.dumps(asked)))
    return found


# Kept as text: what a case does to an answer must not reach the next one that asks the same.
@lru_cache(maxsize=256)
def _searched(question: str) -> str:
    history, holdout, method, season, measure, rolling, step = json.loads(question)
    found = settings_search.best_settings(
        history, holdout, method, season, measure=measure, rolling=rolling, step=step
    )
    return json.dumps(asdict(found))


@lru_cache(maxsize=256)
def _compared(question: str) -> str:
    history, holdout, chosen, season, measure, rolling = json.loads(question)
    found = settings_search.compare_methods(
        history, holdout, chosen, season, measure=measure, rolling=rolling
    )
    return json.dumps([asdict(one) for one in found])


FUNCTIONS: dict[str, Function] = {
    "moving_average": _moving_average,
    "weighted_moving_average": _weighted_moving_average,
    "centred_average": _centred_average,
    "simple_smoothing": _simple_smoothing,
    "brown_smoothing": _brown_smoothing,
    "holt_smoothing": _holt_smoothing,
    "holt_winters": _holt_winters,
    "croston": _croston,
    "seasonal_indices": _seasonal_indices,
    "linear_trend": lambda history: _line(trend.linear_trend(figures(history))),
    "linear_regression": lambda x, y: _line(trend.linear_regression(figures(x), figures(y))),
    "seasonal_trend": _seasonal_trend,
    "seasonal_dummies": _seasonal_dummies,
    "forecast_errors": _forecast_errors,
    "mape": _mape,
    "mase": _mase,
    "tracking_signal": _tracking_signal,
    "trigg_signal": _trigg_signal,
    "forecast_by": _forecast_by,
    "holdout_forecasts": _holdout_forecasts,
    "best_settings": _best_settings,
    "compare_methods": _compare_methods,
}
