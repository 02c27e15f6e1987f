"""Seasonal indices: each period beside a centred moving average, or beside the straight line of the trend."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from solvers.errors import SolverError
from solvers.forecasting.moving_average import centred_moving_average
from solvers.forecasting.series import season_of, series
from solvers.forecasting.trend import Line, linear_regression, linear_trend

__all__ = ["Base", "Model", "SeasonRow", "SeasonalIndices", "Summary", "seasonal_indices"]

Model = Literal["multiplicative", "additive"]
Base = Literal["centred_average", "trend", "centred_trend"]
Summary = Literal["mean", "median"]


@dataclass(frozen=True, slots=True)
class SeasonRow:
    """A period of the table: its place in the season (from 1), what it is set beside, and the ratio.

    ``base`` is the centred moving average or the trend, in units (None at the ends of an average);
    ``ratio`` = actual / base, or actual − base when additive; ``deseasonalised`` is the actual without its
    season's index, in units.
    """

    period: int
    season: int
    actual: float
    base: float | None
    ratio: float | None
    deseasonalised: float


@dataclass(frozen=True, slots=True)
class SeasonalIndices:
    """The indices of a season from its first place: ``raw`` as averaged, ``indices`` as they are to be used.

    ``line`` is the trend that the ratios were taken to, None for a centred average.
    """

    indices: tuple[float, ...]
    raw: tuple[float, ...]
    rows: tuple[SeasonRow, ...]
    model: Model
    line: Line | None


def seasonal_indices(
    history: Sequence[float],
    season: int,
    *,
    model: Model = "multiplicative",
    base: Base = "centred_average",
    summary: Summary = "mean",
    normalise: bool = True,
    first: int = 1,
) -> SeasonalIndices:
    """Find the index of each place of a season: its usual ratio to a demand without seasons.

    ``history`` in units, two full seasons or more, every figure above 0 when the model is multiplicative;
    ``season`` periods in a cycle; ``first`` the place (from 1) of the history's first period. ``base`` is what
    actuals are divided by (taken from, when additive): the "centred_average" over one season; the "trend", a
    straight line through the actuals; the "centred_trend", a straight line through the centred averages,
    extended to both ends. Ratios of one place are summed up by their mean or median. ``normalise`` rescales
    the indices to a mean of 1 (a sum of 0 when additive). SolverError otherwise.

    S(i) = mean of y(t)/CMA(t) over the periods t at place i;  S(i) ← S(i)·m / ΣS.

    Source: Makridakis, Wheelwright & Hyndman, Forecasting, 3rd ed., section 3/4 (classical decomposition);
    Chopra & Meindl, Supply Chain Management, section 7.5 ("centred_trend", not normalised).

    >>> found = seasonal_indices([10, 30, 14, 42, 18, 54], 2)
    >>> [round(one, 4) for one in found.indices]
    [0.5552, 1.4448]
    """
    m = season_of("season", season)
    y = series("history", history, 2 * m)
    _words(model, base, summary)
    if not 1 <= first <= m:
        raise SolverError("first", first, "count_between", least=1, most=m)
    if model == "multiplicative":
        for t, actual in enumerate(y):
            if actual <= 0:
                raise SolverError(f"history[{t}]", actual, "positive_for_ratio")
    beside, line = _beside(y, m, base)
    if model == "multiplicative" and any(one is not None and one <= 0 for one in beside):
        raise SolverError("history", list(y), "trend_above_zero")
    ratios = [
        None if one is None else (actual / one if model == "multiplicative" else actual - one)
        for actual, one in zip(y, beside, strict=True)
    ]
    places = [(t + first - 1) % m for t in range(len(y))]
    raw = []
    for place in range(m):
        seen = [r for r, at in zip(ratios, places, strict=True) if at == place and r is not None]
        raw.append(math.fsum(seen) / len(seen) if summary == "mean" else statistics.median(seen))
    indices = _normalised(raw, model) if normalise else tuple(raw)
    rows = tuple(
        SeasonRow(t + 1, place + 1, actual, one, ratio, without(actual, indices[place], model))
        for t, (actual, one, ratio, place) in enumerate(zip(y, beside, ratios, places, strict=True))
    )
    return SeasonalIndices(indices, tuple(raw), rows, model, line)


def without(actual: float, index: float, model: Model) -> float:
    """Take a season's index out of an actual, in units.

    Source: as :func:`seasonal_indices`.

    >>> without(120, 1.2, "multiplicative"), without(120, 20, "additive")
    (100.0, 100)
    """
    return actual / index if model == "multiplicative" else actual - index


def with_season(figure: float, index: float, model: Model) -> float:
    """Put a season's index back on a figure without seasons, in units.

    Source: as :func:`seasonal_indices`.

    >>> with_season(100, 1.2, "multiplicative"), with_season(100, 20, "additive")
    (120.0, 120)
    """
    return figure * index if model == "multiplicative" else figure + index


def _beside(y: tuple[float, ...], m: int, base: Base) -> tuple[tuple[float | None, ...], Line | None]:
    if base == "trend":
        line = linear_trend(y)
        return tuple(line.at(t) for t in range(1, len(y) + 1)), line
    centred = centred_moving_average(y, m)
    if base == "centred_average":
        return centred, None
    known = [(t, one) for t, one in enumerate(centred, start=1) if one is not None]
    line = linear_regression([t for t, _ in known], [one for _, one in known])
    return tuple(line.at(t) for t in range(1, len(y) + 1)), line


def _normalised(raw: list[float], model: Model) -> tuple[float, ...]:
    mean = math.fsum(raw) / len(raw)
    return tuple(one / mean if model == "multiplicative" else one - mean for one in raw)


def _words(model: str, base: str, summary: str) -> None:
    if model not in {"multiplicative", "additive"}:
        raise SolverError("model", model, "one_of", words="multiplicative, additive")
    if base not in {"centred_average", "trend", "centred_trend"}:
        raise SolverError("base", base, "one_of", words="centred_average, trend, centred_trend")
    if summary not in {"mean", "median"}:
        raise SolverError("summary", summary, "one_of", words="mean, median")
