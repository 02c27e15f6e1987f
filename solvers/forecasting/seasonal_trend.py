"""Regression with seasons: a line through the deseasonalised demand, or a line with a step for each season."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from solvers.forecasting.seasonal_indices import (
    Base,
    Model,
    SeasonalIndices,
    seasonal_indices,
    with_season,
)
from solvers.forecasting.series import horizon_of, season_of, series
from solvers.forecasting.stepping import Forecast, Shown, Step
from solvers.forecasting.trend import Line, linear_regression

__all__ = [
    "SeasonalDummies",
    "SeasonalTrend",
    "TrendedSeasons",
    "dummy_regression",
    "seasonal_trend",
]


@dataclass(frozen=True, slots=True)
class SeasonalTrend:
    """The indices, the line through the demand without seasons, and the forecast that puts them together.

    The steps of ``forecast`` hold the fitted figures (their errors are residuals), the line's height and
    slope, and the index of each period.
    """

    seasons: SeasonalIndices
    line: Line
    forecast: Forecast


@dataclass(frozen=True, slots=True)
class SeasonalDummies:
    """One slope in units a period, and for each place of the season its own intercept in units at period 0."""

    slope: float
    intercepts: tuple[float, ...]
    forecast: Forecast


def seasonal_trend(
    history: Sequence[float],
    season: int,
    horizon: int = 1,
    *,
    model: Model = "multiplicative",
    base: Base = "centred_average",
    normalise: bool = True,
    first: int = 1,
) -> SeasonalTrend:
    """Forecast by a straight trend through the deseasonalised demand, re-seasonalised.

    Arguments and refusals as in :func:`solvers.forecasting.seasonal_indices.seasonal_indices`; ``horizon``
    periods ahead. With the base "centred_average" the line goes through the actuals without their index; with
    "trend" and "centred_trend" it is the line that the indices were taken to.

    F(t) = (a + b·t)·S(t), or (a + b·t) + S(t) when additive.

    Source: Nahmias & Olsen, Production and Operations Analysis, section 2.9; Chopra & Meindl, section 7.5.

    >>> found = seasonal_trend([10, 30, 14, 42, 18, 54], 2, horizon=2)
    >>> [round(one, 1) for one in found.forecast.ahead]
    [22.6, 64.4]
    """
    ahead = horizon_of(horizon)
    found = seasonal_indices(history, season, model=model, base=base, normalise=normalise, first=first)
    m = len(found.indices)
    line = found.line or linear_regression(
        [row.period for row in found.rows], [row.deseasonalised for row in found.rows]
    )

    def step(period: int, place: int, actual: float) -> Step:
        fitted = with_season(line.at(period), found.indices[place - 1], model)
        index = found.indices[place - 1]
        return Step(period, actual, fitted, actual - fitted, line.at(period), line.slope, index)

    steps = tuple(step(row.period, row.season, row.actual) for row in found.rows)
    n = len(steps)
    future = tuple(
        with_season(line.at(n + h), found.indices[(n + h + first - 2) % m], model)
        for h in range(1, ahead + 1)
    )
    return SeasonalTrend(found, line, Forecast(steps, future, Shown(line.intercept, line.slope)))


def dummy_regression(history: Sequence[float], season: int, horizon: int = 1) -> SeasonalDummies:
    """Forecast by least squares on time and one indicator variable per place of the season.

    ``history`` in units, one full season and one more period at least; ``season`` 2 to 366; ``horizon``
    periods ahead. The history's first period is at the season's first place. SolverError otherwise.

    y(t) = a(i) + b·t at place i. Within each place t and y are measured from their means there, which gives b
    by itself: b = Σ(t − t̄ᵢ)(y − ȳᵢ) / Σ(t − t̄ᵢ)²,  a(i) = ȳᵢ − b·t̄ᵢ.

    Source: Frisch & Waugh 1933; Hyndman & Athanasopoulos, Forecasting: Principles and Practice, section 7.4.

    >>> found = dummy_regression([10, 30, 14, 34], 2, horizon=2)
    >>> found.slope, found.intercepts, found.forecast.ahead
    (2.0, (8.0, 26.0), (18.0, 38.0))
    """
    m = season_of("season", season)
    y, ahead = series("history", history, m + 1), horizon_of(horizon)
    centre = []
    for place in range(m):
        seen = range(place, len(y), m)
        mean_t = math.fsum(t + 1 for t in seen) / len(seen)
        centre.append((mean_t, math.fsum(y[t] for t in seen) / len(seen)))
    pairs = [(t + 1 - centre[t % m][0], y[t] - centre[t % m][1]) for t in range(len(y))]
    slope = math.fsum(a * b for a, b in pairs) / math.fsum(a * a for a, _ in pairs)
    intercepts = tuple(mean_y - slope * mean_t for mean_t, mean_y in centre)

    def at(t: int) -> float:
        return intercepts[(t - 1) % m] + slope * t

    steps = tuple(
        Step(t, actual, at(t), actual - at(t), trend=slope, season=intercepts[(t - 1) % m])
        for t, actual in enumerate(y, start=1)
    )
    future = tuple(at(len(y) + h) for h in range(1, ahead + 1))
    return SeasonalDummies(slope, intercepts, Forecast(steps, future, Shown(trend=slope)))


@dataclass(frozen=True, slots=True)
class TrendedSeasons:
    """Regression with seasons fitted again with each actual; ``dummies`` for the one with indicator variables."""

    season: int
    model: Model = "multiplicative"
    dummies: bool = False

    def start(self, history: Sequence[float]) -> tuple[tuple[float, ...], int]:
        """All of the history: a line forecasts what comes after what it was fitted on."""
        return tuple(history), len(history)

    def ahead(self, state: tuple[float, ...], h: int) -> float:
        """The fitted line and season, h periods on."""
        if self.dummies:
            fitted = _dummies(state, self.season)
            period = len(state) + h
            return fitted.intercepts[(period - 1) % self.season] + fitted.slope * period
        found = _trend(state, self.season, self.model)
        index = found.seasons.indices[(len(state) + h - 1) % self.season]
        return with_season(found.line.at(len(state) + h), index, self.model)

    def update(self, state: tuple[float, ...], actual: float) -> tuple[float, ...]:
        """One more point to fit."""
        return (*state, actual)

    def shown(self, state: tuple[float, ...]) -> Shown:
        """Nothing: each fit has a table of its own."""
        return Shown()


# One fit serves every period ahead of it.
@lru_cache(maxsize=4)
def _dummies(history: tuple[float, ...], season: int) -> SeasonalDummies:
    return dummy_regression(history, season)


@lru_cache(maxsize=4)
def _trend(history: tuple[float, ...], season: int, model: Model) -> SeasonalTrend:
    return seasonal_trend(history, season, model=model)
