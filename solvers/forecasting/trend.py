"""Least squares: a straight line through a demand over time, or through any pairs of figures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from solvers.arguments import numbers
from solvers.errors import SolverError
from solvers.forecasting.series import horizon_of, series
from solvers.forecasting.stepping import Forecast, Shown, Step

__all__ = ["Line", "LinearTrend", "linear_regression", "linear_trend", "trend_forecast"]


@dataclass(frozen=True, slots=True)
class Line:
    """The line y = intercept + slope·x, with the sums that a table by hand shows.

    ``correlation`` is r (None when the y are all equal), ``determination`` its square, ``standard_error`` the
    spread around the line √(Σe²/(n − 2)), in units of y (None for two pairs).
    """

    intercept: float
    slope: float
    correlation: float | None
    standard_error: float | None
    count: int
    sum_x: float
    sum_y: float
    sum_xy: float
    sum_xx: float
    sum_yy: float

    @property
    def determination(self) -> float | None:
        """The share of the variance of y that the line explains."""
        return None if self.correlation is None else self.correlation**2

    def at(self, x: float) -> float:
        """The line's y at x."""
        return self.intercept + self.slope * x


def linear_regression(x: Sequence[float], y: Sequence[float]) -> Line:
    """Fit the line of least squares through pairs.

    ``x`` and ``y`` of one length, 2 or more, the x not all equal. SolverError otherwise.

    b = Σ(x − x̄)(y − ȳ) / Σ(x − x̄)²,  a = ȳ − b·x̄.

    Source: Draper & Smith, Applied Regression Analysis, chapter 1.

    >>> line = linear_regression([1, 2, 3], [3, 5, 7])
    >>> line.intercept, line.slope, line.determination
    (1.0, 2.0, 1.0)
    """
    xs, ys = numbers("x", x), numbers("y", y)
    if len(ys) != len(xs):
        raise SolverError("y", list(ys), "as_many_as_x", count=len(xs))
    if len(xs) < 2:
        raise SolverError("x", list(xs), "two_numbers")
    n = len(xs)
    mean_x, mean_y = math.fsum(xs) / n, math.fsum(ys) / n
    # Around the means, not by the sums of the hand table: far from 0 those lose half of the digits.
    sxx = math.fsum((one - mean_x) ** 2 for one in xs)
    sxy = math.fsum((one - mean_x) * (other - mean_y) for one, other in zip(xs, ys, strict=True))
    syy = math.fsum((other - mean_y) ** 2 for other in ys)
    if sxx == 0:
        raise SolverError("x", list(xs), "not_all_equal")
    slope = sxy / sxx
    intercept = mean_y - slope * mean_x
    residual = math.fsum((other - intercept - slope * one) ** 2 for one, other in zip(xs, ys, strict=True))
    return Line(
        intercept=intercept,
        slope=slope,
        correlation=max(-1.0, min(1.0, sxy / math.sqrt(sxx * syy))) if syy > 0 else None,
        standard_error=math.sqrt(residual / (n - 2)) if n > 2 else None,
        count=n,
        sum_x=math.fsum(xs),
        sum_y=math.fsum(ys),
        sum_xy=math.fsum(one * other for one, other in zip(xs, ys, strict=True)),
        sum_xx=math.fsum(one * one for one in xs),
        sum_yy=math.fsum(other * other for other in ys),
    )


def linear_trend(history: Sequence[float]) -> Line:
    """Fit the line of least squares through a demand, its periods numbered from 1.

    ``history`` in units, 2 periods or more; SolverError otherwise. Slope in units a period.

    Source: as :func:`linear_regression`.

    >>> linear_trend([12, 14, 16]).at(4)
    18.0
    """
    y = series("history", history, 2)
    return linear_regression(range(1, len(y) + 1), y)


@dataclass(frozen=True, slots=True)
class LinearTrend:
    """The straight line fitted again with each actual."""

    def start(self, history: Sequence[float]) -> tuple[tuple[float, ...], int]:
        """All of the history: a line forecasts what comes after what it was fitted on."""
        return tuple(history), len(history)

    def ahead(self, state: tuple[float, ...], h: int) -> float:
        """The line's figure."""
        return _fitted(state).at(len(state) + h)

    def update(self, state: tuple[float, ...], actual: float) -> tuple[float, ...]:
        """One more point to fit."""
        return (*state, actual)

    def shown(self, state: tuple[float, ...]) -> Shown:
        """The line's height and slope at the last period."""
        line = _fitted(state)
        return Shown(level=line.at(len(state)), trend=line.slope)


# One fit serves every period ahead of it.
@lru_cache(maxsize=4)
def _fitted(history: tuple[float, ...]) -> Line:
    return linear_trend(history)


def trend_forecast(history: Sequence[float], horizon: int = 1) -> Forecast:
    """Extend the straight line through a demand; the steps hold the line's own figures.

    ``history`` in units, 2 periods or more; SolverError otherwise. The line is fitted once on all of the
    history: the errors of the steps are residuals, smaller than those of true forecasts.

    Source: as :func:`linear_regression`.

    >>> trend_forecast([12, 14, 16], 2).ahead
    (18.0, 20.0)
    """
    y = series("history", history, 2)
    line, ahead = linear_trend(y), horizon_of(horizon)
    steps = tuple(
        Step(t, actual, line.at(t), actual - line.at(t), line.at(t), line.slope)
        for t, actual in enumerate(y, start=1)
    )
    return Forecast(
        steps, tuple(line.at(len(y) + h) for h in range(1, ahead + 1)), Shown(line.intercept, line.slope)
    )
