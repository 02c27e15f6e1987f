"""What every forecasting method asks of its history, season, horizon and smoothing constants."""

from __future__ import annotations

from collections.abc import Sequence

from solvers.arguments import number, numbers, whole
from solvers.errors import SolverError

__all__ = [
    "MAX_HORIZON",
    "MAX_PERIODS",
    "MAX_SEASON",
    "constant",
    "horizon_of",
    "season_of",
    "series",
    "share",
]

MAX_PERIODS = 2000
MAX_SEASON = 366
MAX_HORIZON = 1000


def series(argument: str, values: Sequence[float], least: int = 1) -> tuple[float, ...]:
    """Return a demand history as floats, or raise SolverError.

    ``values`` one figure per period, the oldest first, ``least`` to 2 000 of them.

    Source: definition.

    >>> series("history", [12, 15], least=2)
    (12.0, 15.0)
    """
    found = numbers(argument, values)
    if not least <= len(found) <= MAX_PERIODS:
        raise SolverError(argument, list(found), "series_length", least=least, most=MAX_PERIODS)
    return found


def season_of(argument: str, value: object) -> int:
    """Return the periods of a season's cycle (12 for months in a year), 2 to 366, or raise SolverError.

    Source: definition.

    >>> season_of("season", 4)
    4
    """
    return _between(argument, value, 2, MAX_SEASON)


def horizon_of(value: object) -> int:
    """Return how many periods to forecast, 1 to 1 000, or raise SolverError.

    Source: definition.

    >>> horizon_of(3)
    3
    """
    return _between("horizon", value, 1, MAX_HORIZON)


def constant(argument: str, value: object) -> float:
    """Return a smoothing constant above 0 and at most 1, or raise SolverError.

    Source: Brown, Smoothing, Forecasting and Prediction of Discrete Time Series, 1963.

    >>> constant("alpha", 1)
    1.0
    """
    figure = number(argument, value)
    if not 0 < figure <= 1:
        raise SolverError(argument, value, "smoothing_constant")
    return figure


def share(argument: str, value: object) -> float:
    """Return a smoothing constant that may be 0 (nothing is corrected), at most 1, or raise SolverError.

    Source: Winters, Forecasting sales by exponentially weighted moving averages, 1960.

    >>> share("beta", 0)
    0.0
    """
    figure = number(argument, value)
    if not 0 <= figure <= 1:
        raise SolverError(argument, value, "closed_fraction")
    return figure + 0.0


def _between(argument: str, value: object, least: int, most: int) -> int:
    figure = whole(argument, value)
    if not least <= figure <= most:
        raise SolverError(argument, value, "count_between", least=least, most=most)
    return figure
