"""Measures of forecast error; error = actual − forecast, so a positive bias is demand underestimated."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from solvers.arguments import number, numbers
from solvers.errors import SolverError
from solvers.forecasting.series import series

__all__ = [
    "ForecastErrors",
    "Zeros",
    "forecast_errors",
    "mean_absolute_percentage_error",
    "mean_absolute_scaled_error",
    "paired",
    "theil_u",
]

Zeros = Literal["refuse", "exclude"]


@dataclass(frozen=True, slots=True)
class ForecastErrors:
    """The usual measures over the periods that had a forecast.

    ``total_error`` and ``bias`` (mean error), ``mad`` (mean absolute deviation), ``rmse`` in units, ``mse`` in
    units squared, ``deviation`` = √(Σe²/(n − 1)) in units (None for one period); ``mape`` and ``smape`` rates
    (0.05 for 5 %), None where a period's divisor is 0; ``theil_u`` a ratio to the naive forecast, None where
    that one has no error or an actual is 0.
    """

    count: int
    total_error: float
    bias: float
    mad: float
    mse: float
    rmse: float
    deviation: float | None
    mape: float | None
    smape: float | None
    theil_u: float | None


def forecast_errors(
    actuals: Sequence[float], forecasts: Sequence[float | None], *, zeros: Zeros = "refuse"
) -> ForecastErrors:
    """Measure forecasts against actuals; periods whose forecast is None are left out.

    ``actuals`` and ``forecasts`` of one length, in units, one pair at least. ``zeros``: what the mean absolute
    percentage error does with actuals of 0, as :func:`mean_absolute_percentage_error` (here "refuse" gives
    None in the place of an error). SolverError otherwise.

    e = y − F;  bias Σe/n, MAD Σ|e|/n, MSE Σe²/n, RMSE √MSE, MAPE Σ|e/y|/n, sMAPE Σ 2|e|/(|y| + |F|)/n.

    Source: Makridakis, Wheelwright & Hyndman, Forecasting, 3rd ed., section 2/4; tests/oracles (F05).

    >>> found = forecast_errors([100, 120], [110, 100])
    >>> found.bias, found.mad, found.mse, round(found.mape, 4)
    (5.0, 15.0, 250.0, 0.1333)
    """
    pairs = paired(actuals, forecasts)
    e = [y - f for y, f in pairs]
    n = len(e)
    squares = math.fsum(one * one for one in e)
    halves = [abs(y) + abs(f) for y, f in pairs]
    kept = _percentages(pairs, zeros)
    return ForecastErrors(
        count=n,
        total_error=math.fsum(e),
        bias=math.fsum(e) / n,
        mad=math.fsum(map(abs, e)) / n,
        mse=squares / n,
        rmse=math.sqrt(squares / n),
        deviation=math.sqrt(squares / (n - 1)) if n > 1 else None,
        mape=math.fsum(kept) / len(kept) if kept else None,
        smape=math.fsum(2 * abs(one) / half for one, half in zip(e, halves, strict=True)) / n
        if all(halves)
        else None,
        theil_u=_theil(pairs),
    )


def mean_absolute_percentage_error(
    actuals: Sequence[float], forecasts: Sequence[float | None], *, zeros: Zeros = "refuse"
) -> float:
    """Give the mean of absolute error over actual, as a rate.

    Arguments as in :func:`forecast_errors`. An actual of 0 has no percentage: ``zeros`` "refuse" raises
    SolverError, "exclude" leaves that period out (SolverError when nothing is left).

    MAPE = Σ|e/y| / n.

    Source: as :func:`forecast_errors`.

    >>> round(mean_absolute_percentage_error([100, 0, 50], [90, 5, 60], zeros="exclude"), 12)
    0.15
    """
    kept = _percentages(paired(actuals, forecasts), zeros)
    if not kept:
        raise SolverError("actuals", list(actuals), "actuals_above_zero")
    return math.fsum(kept) / len(kept)


def theil_u(actuals: Sequence[float], forecasts: Sequence[float | None]) -> float:
    """Give Theil's U (U₂): relative errors over those of the naive forecast; under 1 is better than naive.

    Arguments as in :func:`forecast_errors`, of consecutive periods, two or more; actuals but the last not 0
    and not all equal. SolverError otherwise. The first pair only gives the actual that the naive forecast
    repeats.

    U = √(Σ((F(t+1) − y(t+1))/y(t))² / Σ((y(t+1) − y(t))/y(t))²).

    Source: Theil 1966; Makridakis, Wheelwright & Hyndman, Forecasting, 3rd ed., section 2/4/4.

    >>> theil_u([100, 110, 99], [100, 105, 99])
    0.3535533905932738
    """
    found = _theil(paired(actuals, forecasts))
    if found is None:
        raise SolverError("actuals", list(actuals), "naive_errs")
    return found


def mean_absolute_scaled_error(
    actuals: Sequence[float],
    forecasts: Sequence[float | None],
    history: Sequence[float],
    season: int = 1,
) -> float:
    """Give the mean absolute error over that of the (seasonal) naive forecast on the history.

    ``actuals`` and ``forecasts`` as in :func:`forecast_errors`; ``history`` the figures that the method was set
    on, more than ``season`` of them and not all repeated from season to season. SolverError otherwise. Under 1
    is better than the naive forecast was.

    MASE = MAD / (Σ|y(t) − y(t−m)| / (n − m)).

    Source: Hyndman & Koehler, Another look at measures of forecast accuracy, 2006.

    >>> mean_absolute_scaled_error([14], [13], [10, 12, 14])
    0.5
    """
    if isinstance(season, bool) or not isinstance(season, int) or season < 1:
        raise SolverError("season", season, "one_or_more")
    y = series("history", history, season + 1)
    scale = math.fsum(abs(y[t] - y[t - season]) for t in range(season, len(y))) / (len(y) - season)
    if scale == 0:
        raise SolverError("history", list(y), "naive_errs")
    pairs = paired(actuals, forecasts)
    return math.fsum(abs(one - other) for one, other in pairs) / len(pairs) / scale


def paired(actuals: Sequence[float], forecasts: Sequence[float | None]) -> tuple[tuple[float, float], ...]:
    """Pair actuals with forecasts, the periods without a forecast left out.

    Raises SolverError unless there is a forecast (a figure or None) for each actual, and one figure at least.

    Source: definition.

    >>> paired([10, 12], [None, 11])
    ((12.0, 11.0),)
    """
    ys = numbers("actuals", actuals)
    if isinstance(forecasts, str | bytes) or not isinstance(forecasts, Sequence):
        raise SolverError("forecasts", forecasts, "numbers")
    if len(forecasts) != len(ys):
        raise SolverError("forecasts", list(forecasts), "as_many_as_actuals", count=len(ys))
    found = tuple(
        (y, number(f"forecasts[{t}]", f))
        for t, (y, f) in enumerate(zip(ys, forecasts, strict=True))
        if f is not None
    )
    if not found:
        raise SolverError("forecasts", list(forecasts), "some_numbers")
    return found


def _percentages(pairs: Sequence[tuple[float, float]], zeros: str) -> list[float] | None:
    if zeros not in {"refuse", "exclude"}:
        raise SolverError("zeros", zeros, "one_of", words="refuse, exclude")
    if zeros == "refuse" and any(y == 0 for y, _ in pairs):
        return None
    return [abs((y - f) / y) for y, f in pairs if y != 0]


def _theil(pairs: Sequence[tuple[float, float]]) -> float | None:
    steps = list(pairwise(pairs))
    if any(y == 0 for (y, _), _ in steps):
        return None
    ours = math.fsum(((f - y) / before) ** 2 for (before, _), (y, f) in steps)
    theirs = math.fsum(((y - before) / before) ** 2 for (before, _), (y, _) in steps)
    return math.sqrt(ours / theirs) if theirs > 0 else None
