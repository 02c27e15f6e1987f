"""Triple exponential smoothing by Holt and Winters: level, trend and seasons, additive or multiplicative."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from solvers.arguments import number, numbers
from solvers.errors import SolverError
from solvers.forecasting.seasonal_indices import Model, seasonal_indices
from solvers.forecasting.series import constant, horizon_of, season_of, series, share
from solvers.forecasting.stepping import Figure, Forecast, Shown, as_figure, run

__all__ = ["HoltWinters", "Seasons", "WintersStart", "holt_winters"]

WintersStart = Literal["first_season", "decomposition"]


@dataclass(frozen=True, slots=True)
class Seasons:
    """Level and trend in units, and the seasons: that of the next period first, that just seen last."""

    level: Figure
    trend: Figure
    seasons: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class HoltWinters:
    """Level, trend and seasons, a constant each; how it starts is told in :func:`holt_winters`."""

    alpha: Figure
    beta: Figure
    gamma: Figure
    season: int
    model: Model = "multiplicative"
    initial: WintersStart | Seasons = "first_season"

    def start(self, history: Sequence[float]) -> tuple[Seasons, int]:
        """Seasons after the first cycle, or before period 1."""
        if isinstance(self.initial, Seasons):
            return self.initial, 0
        if self.initial == "decomposition":
            found = seasonal_indices(
                history, self.season, model=self.model, base="centred_trend", normalise=False
            )
            assert found.line is not None
            return Seasons(found.line.intercept, found.line.slope, tuple(found.indices)), 0
        m = self.season
        level = math.fsum(history[:m]) / m
        trend = (math.fsum(history[m : 2 * m]) - math.fsum(history[:m])) / m / m
        times = self.model == "multiplicative"
        return Seasons(level, trend, tuple(y / level if times else y - level for y in history[:m])), m

    def ahead(self, state: Seasons, h: int) -> Figure:
        """The level h trends on, with the last season's figure of that place."""
        season = state.seasons[(h - 1) % self.season]
        grown = state.level + h * state.trend
        return grown * season if self.model == "multiplicative" else grown + season

    def update(self, state: Seasons, actual: float) -> Seasons:
        """Correct the level by the actual without its season, the trend by the level, the season by both."""
        season, rest = state.seasons[0], state.seasons[1:]
        grown = state.level + state.trend
        if self.model == "multiplicative":
            level = grown + self.alpha * (actual / season - grown)
            now = season + self.gamma * (actual / _above_zero(level) - season)
        else:
            level = grown + self.alpha * (actual - season - grown)
            now = season + self.gamma * (actual - level - season)
        trend = state.trend + self.beta * (level - state.level - state.trend)
        return Seasons(level, trend, (*rest, _above_zero(now) if self.model == "multiplicative" else now))

    def shown(self, state: Seasons) -> Shown:
        """Level, trend, and the season of the period just seen."""
        return Shown(as_figure(state.level), as_figure(state.trend), as_figure(state.seasons[-1]))


def holt_winters(
    history: Sequence[float],
    season: int,
    alpha: float,
    beta: float,
    gamma: float,
    horizon: int = 1,
    *,
    model: Model = "multiplicative",
    initial: WintersStart | tuple[float, float, Sequence[float]] = "first_season",
) -> Forecast:
    """Forecast each period by Holt and Winters: a level, a trend, and an index for each place of the season.

    ``history`` in units, two full seasons or more, every figure above 0 when multiplicative; ``season`` periods
    in a cycle; ``alpha`` above 0 and at most 1, ``beta`` and ``gamma`` 0 to 1. ``initial``: "first_season" (the
    level is the mean of the first season, the trend a period's share of the rise from the first to the second,
    the seasons are the first season's actuals over the level, and forecasts start with the second season);
    "decomposition" (a line through the centred moving averages gives level and trend before period 1, the mean
    ratios of the actuals to that line give the seasons, and forecasts start with period 1); or (level, trend,
    seasons) before period 1. SolverError otherwise.

    Multiplicative: L = α·y/S + (1 − α)(L₋₁ + b₋₁),  b = β(L − L₋₁) + (1 − β)b₋₁,  S′ = γ·y/L + (1 − γ)S,
    F(t+h) = (L + h·b)·S; additive with differences for ratios.

    Source: Winters 1960; Makridakis, Wheelwright & Hyndman, Forecasting, 3rd ed., section 4/3/4
    ("first_season"); Chopra & Meindl, Supply Chain Management, section 7.5 ("decomposition").

    >>> found = holt_winters([10, 30, 14, 42, 18, 54], 2, 0.5, 0.5, 0.5, horizon=2)
    >>> [round(one, 2) for one in found.ahead]
    [21.88, 66.32]
    """
    m = season_of("season", season)
    y = series("history", history, 2 * m)
    _check(y, model)
    model_ = HoltWinters(
        constant("alpha", alpha),
        share("beta", beta),
        share("gamma", gamma),
        m,
        model,
        _initial(initial, m, model),
    )
    return run(model_, y, horizon_of(horizon))


def _check(y: Sequence[float], model: str) -> None:
    if model not in {"multiplicative", "additive"}:
        raise SolverError("model", model, "one_of", words="multiplicative, additive")
    if model == "multiplicative":
        for t, actual in enumerate(y):
            if actual <= 0:
                raise SolverError(f"history[{t}]", actual, "positive_for_ratio")


def _initial(initial: object, m: int, model: Model) -> WintersStart | Seasons:
    if initial == "first_season":
        return "first_season"
    if initial == "decomposition":
        return "decomposition"
    if isinstance(initial, str):
        raise SolverError("initial", initial, "one_of", words="first_season, decomposition")
    if not isinstance(initial, list | tuple) or len(initial) != 3:
        raise SolverError("initial", initial, "level_trend_and_seasons")
    seasons = numbers("initial[2]", initial[2])
    if len(seasons) != m:
        raise SolverError("initial[2]", list(seasons), "as_many_as_season", count=m)
    if model == "multiplicative" and min(seasons) <= 0:
        raise SolverError("initial[2]", list(seasons), "all_above_zero")
    return Seasons(number("initial[0]", initial[0]), number("initial[1]", initial[1]), seasons)


def _above_zero(figure: Figure) -> Figure:
    """Refuse a level or an index of 0 or less; among settings tried side by side, put the bad ones out."""
    if isinstance(figure, np.ndarray):
        return np.where(figure > 0, figure, np.nan)
    if figure <= 0:
        raise SolverError("history", figure, "level_above_zero")
    return figure
