"""Moving averages: simple, weighted and centred; and the naive forecasts, which are the shortest of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from solvers.arguments import non_negative, numbers, whole
from solvers.errors import SolverError
from solvers.forecasting.series import horizon_of, season_of, series
from solvers.forecasting.stepping import Forecast, Shown, run

__all__ = [
    "MovingAverage",
    "SeasonalNaive",
    "centred_moving_average",
    "moving_average",
    "naive",
    "seasonal_naive",
    "weighted_moving_average",
]

Window = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class MovingAverage:
    """The mean of the last ``periods``; with ``weights`` (the oldest first, any sum above 0) a weighted one."""

    periods: int
    weights: tuple[float, ...] = ()

    def start(self, history: Sequence[float]) -> tuple[Window, int]:
        """The first window."""
        return tuple(history[: self.periods]), self.periods

    def ahead(self, state: Window, h: int) -> float:
        """The same figure for every period ahead: an average knows no trend."""
        if not self.weights:
            return math.fsum(state) / self.periods
        return math.fsum(w * y for w, y in zip(self.weights, state, strict=True)) / math.fsum(self.weights)

    def update(self, state: Window, actual: float) -> Window:
        """The window one period later."""
        return (*state[1:], actual)

    def shown(self, state: Window) -> Shown:
        """The average is a level."""
        return Shown(level=self.ahead(state, 1))


@dataclass(frozen=True, slots=True)
class SeasonalNaive:
    """What the same period of the season before was."""

    season: int

    def start(self, history: Sequence[float]) -> tuple[Window, int]:
        """The first season."""
        return tuple(history[: self.season]), self.season

    def ahead(self, state: Window, h: int) -> float:
        """The same period of the last season."""
        return state[(h - 1) % self.season]

    def update(self, state: Window, actual: float) -> Window:
        """The last season one period later."""
        return (*state[1:], actual)

    def shown(self, state: Window) -> Shown:
        """Nothing but the actuals."""
        return Shown()


def moving_average(history: Sequence[float], periods: int, horizon: int = 1) -> Forecast:
    """Forecast each period by the mean of the ``periods`` before it.

    ``history`` in units, the oldest first, at least ``periods`` of it; ``periods`` 1 or more. Every period
    ahead gets the last mean. SolverError otherwise.

    F(t+1) = (y(t) + … + y(t−n+1)) / n.

    Source: Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains, section 3.4.1.

    >>> found = moving_average([120, 130, 110, 140], 3)
    >>> found.steps[3].forecast, round(found.ahead[0], 2)
    (120.0, 126.67)
    """
    n = _periods(periods)
    return run(MovingAverage(n), series("history", history, n), horizon_of(horizon))


def weighted_moving_average(history: Sequence[float], weights: Sequence[float], horizon: int = 1) -> Forecast:
    """Forecast each period by a weighted mean of the periods before it.

    ``history`` as in :func:`moving_average`; ``weights`` 0 or more, that of the oldest period first and that
    of the most recent last, of any sum above 0 (they are divided by it). SolverError otherwise.

    F(t+1) = Σ w(i)·y(t−n+i) / Σ w(i).

    Source: Heizer & Render, Operations Management, chapter on forecasting.

    >>> weighted_moving_average([10, 12, 13], [1, 2, 3]).ahead[0]
    12.166666666666666
    """
    shares = tuple(non_negative(f"weights[{i}]", one) for i, one in enumerate(numbers("weights", weights)))
    if math.fsum(shares) <= 0:
        raise SolverError("weights", list(shares), "some_above_zero")
    return run(
        MovingAverage(len(shares), shares), series("history", history, len(shares)), horizon_of(horizon)
    )


def naive(history: Sequence[float], horizon: int = 1) -> Forecast:
    """Forecast each period by the one before it.

    ``history`` in units; SolverError when it is empty.

    F(t+1) = y(t).

    Source: Hyndman & Athanasopoulos, Forecasting: Principles and Practice, section 5.2.

    >>> naive([10, 12]).ahead
    (12.0,)
    """
    return moving_average(history, 1, horizon)


def seasonal_naive(history: Sequence[float], season: int, horizon: int = 1) -> Forecast:
    """Forecast each period by the same period of the season before.

    ``history`` in units, at least ``season`` periods of it; ``season`` 2 to 366. SolverError otherwise.

    F(t+h) = y(t + h − m·⌈h/m⌉).

    Source: Hyndman & Athanasopoulos, Forecasting: Principles and Practice, section 5.2.

    >>> seasonal_naive([10, 30, 12, 33], 2, horizon=3).ahead
    (12.0, 33.0, 12.0)
    """
    m = season_of("season", season)
    return run(SeasonalNaive(m), series("history", history, m), horizon_of(horizon))


def centred_moving_average(history: Sequence[float], periods: int) -> tuple[float | None, ...]:
    """Give the moving average centred on each period, None at both ends where it cannot be.

    ``history`` in units; ``periods`` 1 or more. An even number takes half of the two outer periods, which is
    the mean of two moving averages that follow each other (2×n). SolverError otherwise.

    n odd: Σ y(t−k…t+k) / n with k = (n − 1)/2;  n even: (½y(t−k) + … + ½y(t+k)) / n with k = n/2.

    Source: Makridakis, Wheelwright & Hyndman, Forecasting, 3rd ed., section 3/2; tests/oracles (F02).

    >>> centred_moving_average([4, 8, 6, 2, 12], 4)
    (None, None, 6.0, None, None)
    """
    n = _periods(periods)
    k = n // 2
    y = series("history", history, 2 * k + 1)
    outer = 1.0 if n % 2 else 0.5

    def at(t: int) -> float | None:
        if not k <= t < len(y) - k:
            return None
        if k == 0:
            return y[t]
        return math.fsum([outer * y[t - k], *y[t - k + 1 : t + k], outer * y[t + k]]) / n

    return tuple(at(t) for t in range(len(y)))


def _periods(periods: object) -> int:
    n = whole("periods", periods)
    if n < 1:
        raise SolverError("periods", periods, "one_or_more")
    return n
