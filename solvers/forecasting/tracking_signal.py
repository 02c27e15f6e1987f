"""The tracking signal: errors added up, counted in mean absolute deviations; out of its limits, a bias."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from solvers.arguments import positive
from solvers.forecasting.errors import paired
from solvers.forecasting.series import constant

__all__ = ["TrackingLine", "TriggLine", "tracking_signal", "trigg_signal"]


@dataclass(frozen=True, slots=True)
class TrackingLine:
    """One period: errors added up (units), mean absolute deviation so far (units), their ratio.

    ``signal`` is 0 while every error is; ``outside`` says whether it is beyond the limit either way.
    """

    period: int
    actual: float
    forecast: float
    error: float
    cumulative: float
    mad: float
    signal: float
    outside: bool


@dataclass(frozen=True, slots=True)
class TriggLine:
    """One period: the smoothed error and the smoothed absolute error (units), their ratio from −1 to 1."""

    period: int
    error: float
    smoothed_error: float
    smoothed_mad: float
    signal: float


def tracking_signal(
    actuals: Sequence[float], forecasts: Sequence[float | None], limit: float = 4.0
) -> tuple[TrackingLine, ...]:
    """Trace the tracking signal of forecasts, a line for each period that had one.

    ``actuals`` and ``forecasts`` of one length in units (None: no forecast), ``limit`` above 0 in mean absolute
    deviations (3.75 to 6 in the trade). SolverError otherwise.

    TS(t) = Σe / (Σ|e|/n) over the periods down to t.

    Source: Chopra & Meindl, Supply Chain Management, section 7.6; Heizer & Render, Operations Management.

    >>> [(line.cumulative, line.mad, line.signal) for line in tracking_signal([100, 110], [90, 130])]
    [(10.0, 10.0, 1.0), (-10.0, 15.0, -0.6666666666666666)]
    """
    bound, lines = positive("limit", limit), []
    pairs = paired(actuals, forecasts)
    periods = [t for t, forecast in enumerate(forecasts, start=1) if forecast is not None]
    errors: list[float] = []
    for period, (actual, forecast) in zip(periods, pairs, strict=True):
        errors.append(actual - forecast)
        total = math.fsum(errors)
        mad = math.fsum(map(abs, errors)) / len(errors)
        signal = total / mad if mad > 0 else 0.0
        lines.append(
            TrackingLine(period, actual, forecast, errors[-1], total, mad, signal, abs(signal) > bound)
        )
    return tuple(lines)


def trigg_signal(
    actuals: Sequence[float], forecasts: Sequence[float | None], alpha: float, initial_mad: float
) -> tuple[TriggLine, ...]:
    """Trace Trigg's signal: smoothed error over smoothed absolute error, near 0 when forecasts are unbiased.

    ``actuals`` and ``forecasts`` as in :func:`tracking_signal`; ``alpha`` above 0 and at most 1;
    ``initial_mad`` above 0 in units, the absolute error taken before the first period, whose smoothed error is
    0. SolverError otherwise.

    E = α·e + (1 − α)E,  M = α·|e| + (1 − α)M,  T = E/M.

    Source: Trigg, Monitoring a forecasting system, 1964.

    >>> [round(line.signal, 4) for line in trigg_signal([100, 110], [90, 130], 0.2, initial_mad=10)]
    [0.2, -0.2]
    """
    a, mad, smoothed, lines = constant("alpha", alpha), positive("initial_mad", initial_mad), 0.0, []
    pairs = paired(actuals, forecasts)
    periods = [t for t, forecast in enumerate(forecasts, start=1) if forecast is not None]
    for period, (actual, forecast) in zip(periods, pairs, strict=True):
        error = actual - forecast
        smoothed += a * (error - smoothed)
        mad += a * (abs(error) - mad)
        lines.append(TriggLine(period, error, smoothed, mad, smoothed / mad if mad > 0 else 0.0))
    return tuple(lines)
