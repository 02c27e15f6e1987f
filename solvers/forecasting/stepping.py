"""How a method that learns period after period is run: its steps line by line, and its forecasts ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["Figure", "Forecast", "Learning", "Shown", "Step", "as_figure", "run"]

# A setting or a state is a figure, or an array of figures when many settings are tried side by side.
Figure = float | NDArray[np.float64]
S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a state shows: level and trend in units, the season's index (or units) of the period just seen."""

    level: float | None = None
    trend: float | None = None
    season: float | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a forecasting table; periods are numbered from 1.

    ``forecast`` was made one period before, ``error`` = actual − forecast (both None while the method is
    being started); ``level``, ``trend`` and ``season`` are what the method holds once the actual is known.
    """

    period: int
    actual: float
    forecast: float | None
    error: float | None
    level: float | None = None
    trend: float | None = None
    season: float | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """The table of a method over a history, and ``ahead``: its forecasts of the periods that follow, in units.

    ``start`` is what the method holds before its first forecast.
    """

    steps: tuple[Step, ...]
    ahead: tuple[float, ...]
    start: Shown = Shown()

    @property
    def forecasts(self) -> tuple[float | None, ...]:
        """The forecast of each period of the history, None where there was none."""
        return tuple(step.forecast for step in self.steps)

    @property
    def errors(self) -> tuple[float, ...]:
        """The errors of the periods that had a forecast."""
        return tuple(step.error for step in self.steps if step.error is not None)


class Learning(Protocol[S]):
    """A method that holds a state, forecasts from it and corrects it with each actual."""

    def start(self, history: Sequence[float]) -> tuple[S, int]:
        """The state before the first forecast, and the number of periods seen by then."""

    def ahead(self, state: S, h: int) -> Figure:
        """The forecast of the h-th period after the state."""

    def update(self, state: S, actual: float) -> S:
        """The state once one more actual is known."""

    def shown(self, state: S) -> Shown:
        """What a table shows of the state."""


def run(method: Learning[Any], history: Sequence[float], horizon: int) -> Forecast:
    """Run a method over a history: a line per period, then ``horizon`` forecasts from the last state.

    ``history`` in units, checked by the caller. Forecasts of the steps are made one period ahead.

    Source: definition.

    >>> from solvers.forecasting.moving_average import MovingAverage
    >>> run(MovingAverage(2), (10.0, 20.0, 30.0), 1).ahead
    (25.0,)
    """
    state, seen = method.start(history)
    start = method.shown(state)
    lines = [Step(place, actual, None, None) for place, actual in enumerate(history[:seen], start=1)]
    if seen:
        last = lines[-1]
        lines[-1] = Step(last.period, last.actual, None, None, start.level, start.trend, start.season)
    for place, actual in enumerate(history[seen:], start=seen + 1):
        forecast = as_figure(method.ahead(state, 1))
        state = method.update(state, actual)
        now = method.shown(state)
        lines.append(Step(place, actual, forecast, actual - forecast, now.level, now.trend, now.season))
    ahead = tuple(as_figure(method.ahead(state, h)) for h in range(1, horizon + 1))
    return Forecast(tuple(lines), ahead, start)


def as_figure(value: Figure) -> float:
    """Give the plain float of a figure that is not an array.

    Source: definition.

    >>> as_figure(np.float64(2))
    2.0
    """
    return float(value)
