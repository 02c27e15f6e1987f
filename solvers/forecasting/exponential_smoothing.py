"""Exponential smoothing without seasons: simple, double by Brown, double by Holt with or without damping."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from solvers.arguments import number
from solvers.errors import SolverError
from solvers.forecasting.series import constant, horizon_of, series, share
from solvers.forecasting.stepping import Figure, Forecast, Shown, as_figure, run
from solvers.forecasting.trend import linear_trend

__all__ = ["Brown", "Holt", "HoltStart", "Simple", "brown_smoothing", "holt_smoothing", "simple_smoothing"]

HoltStart = Literal["first_two", "regression"]
Pair = tuple[Figure, Figure]


@dataclass(frozen=True, slots=True)
class Simple:
    """Simple smoothing; ``level`` is the forecast of period 1, None to start from the first actual."""

    alpha: Figure
    level: float | None = None

    def start(self, history: Sequence[float]) -> tuple[Figure, int]:
        """The level given before period 1, or the first actual after it."""
        return (history[0], 1) if self.level is None else (self.level, 0)

    def ahead(self, state: Figure, h: int) -> Figure:
        """The level, whatever the period."""
        return state

    def update(self, state: Figure, actual: float) -> Figure:
        """The level moved by a share of the error."""
        return state + self.alpha * (actual - state)

    def shown(self, state: Figure) -> Shown:
        """The level."""
        return Shown(level=as_figure(state))


@dataclass(frozen=True, slots=True)
class Brown:
    """Double smoothing by one constant: the smoothed series smoothed again; both start at the first actual."""

    alpha: Figure

    def start(self, history: Sequence[float]) -> tuple[Pair, int]:
        """Both smoothed figures are the first actual."""
        return (history[0], history[0]), 1

    def ahead(self, state: Pair, h: int) -> Figure:
        """Level and trend drawn from the two smoothed figures."""
        level, trend = self._drawn(state)
        return level + h * trend

    def update(self, state: Pair, actual: float) -> Pair:
        """Smooth the actual, then the smoothed figure."""
        once = state[0] + self.alpha * (actual - state[0])
        return once, state[1] + self.alpha * (once - state[1])

    def shown(self, state: Pair) -> Shown:
        """Level and trend."""
        level, trend = self._drawn(state)
        return Shown(as_figure(level), as_figure(trend))

    def _drawn(self, state: Pair) -> Pair:
        once, twice = state
        # α = 1 leaves once = twice: 0/0, and its limit is the last rise, which the two figures have forgotten.
        return 2 * once - twice, self.alpha * (once - twice) / (1 - self.alpha)


@dataclass(frozen=True, slots=True)
class Holt:
    """Double smoothing by two constants, level and trend; ``phi`` under 1 damps the trend as it goes ahead."""

    alpha: Figure
    beta: Figure
    phi: Figure = 1.0
    initial: HoltStart | tuple[float, float] = "first_two"

    def start(self, history: Sequence[float]) -> tuple[Pair, int]:
        """The first two actuals, or a level and a trend before period 1."""
        if self.initial == "first_two":
            return (history[1], history[1] - history[0]), 2
        if self.initial == "regression":
            line = linear_trend(history)
            return (line.intercept, line.slope), 0
        return self.initial, 0

    def ahead(self, state: Pair, h: int) -> Figure:
        """The level and h times its trend, each time a little less when it is damped."""
        level, trend = state
        times: Figure = 0.0
        for _ in range(h):
            times = (1 + times) * self.phi  # φ + φ² + … + φʰ
        return level + times * trend

    def update(self, state: Pair, actual: float) -> Pair:
        """Correct the level by the actual, then the trend by the level's rise."""
        level, trend = state
        expected = level + self.phi * trend
        now = expected + self.alpha * (actual - expected)
        kept = self.phi * trend
        return now, kept + self.beta * (now - level - kept)

    def shown(self, state: Pair) -> Shown:
        """Level and trend."""
        return Shown(as_figure(state[0]), as_figure(state[1]))


def simple_smoothing(
    history: Sequence[float], alpha: float, horizon: int = 1, *, initial: float | None = None
) -> Forecast:
    """Forecast each period by simple exponential smoothing.

    ``history`` in units; ``alpha`` above 0 and at most 1; ``initial`` the forecast of period 1 in units
    (none: the first actual is the first level and the first forecast is that of period 2). Every period ahead
    gets the last level. SolverError otherwise.

    F(t+1) = F(t) + α·(y(t) − F(t)).

    Source: Brown 1956; Hyndman & Athanasopoulos, Forecasting: Principles and Practice, section 8.1.

    >>> simple_smoothing([180, 168], alpha=0.1, initial=175).ahead
    (174.75,)
    """
    first = None if initial is None else number("initial", initial)
    return run(Simple(constant("alpha", alpha), first), series("history", history), horizon_of(horizon))


def brown_smoothing(history: Sequence[float], alpha: float, horizon: int = 1) -> Forecast:
    """Forecast each period by Brown's double exponential smoothing: one constant, a trend.

    ``history`` in units; ``alpha`` above 0 and under 1. Both smoothed figures start at the first actual, the
    first forecast is that of period 2. SolverError otherwise.

    S′ = α·y + (1 − α)·S′,  S″ = α·S′ + (1 − α)·S″;  level = 2S′ − S″, trend = α/(1 − α)·(S′ − S″).

    Source: Brown 1963; Makridakis, Wheelwright & Hyndman, Forecasting, 3rd ed., section 4/3.

    >>> found = brown_smoothing([10, 12, 14], 0.5, horizon=2)
    >>> found.steps[2].level, found.steps[2].trend, found.ahead
    (13.5, 1.0, (14.5, 15.5))
    """
    a = constant("alpha", alpha)
    if a >= 1:
        raise SolverError("alpha", alpha, "fraction")
    return run(Brown(a), series("history", history), horizon_of(horizon))


def holt_smoothing(
    history: Sequence[float],
    alpha: float,
    beta: float,
    horizon: int = 1,
    *,
    initial: HoltStart | tuple[float, float] = "first_two",
    phi: float = 1.0,
) -> Forecast:
    """Forecast each period by Holt's double exponential smoothing: a level and a trend, a constant each.

    ``history`` in units, 2 periods or more; ``alpha`` above 0 and at most 1, ``beta`` 0 to 1; ``phi`` above 0
    and at most 1, under 1 for a damped trend. ``initial``: "first_two" (level y₂ and trend y₂ − y₁ after
    period 2, the first forecast is that of period 3), "regression" (intercept and slope of the line through
    all of the history, the first forecast is that of period 1), or (level, trend) before period 1. SolverError
    otherwise.

    L = α·y + (1 − α)(L + φ·b),  b = β·(L − L₋₁) + (1 − β)·φ·b,  F(t+h) = L + (φ + … + φʰ)·b.

    Source: Holt 1957; Gardner & McKenzie 1985; Chopra & Meindl, Supply Chain Management, section 7.5.

    >>> found = holt_smoothing([10, 13, 14], 0.5, 0.5, horizon=2)
    >>> found.steps[2].forecast, found.steps[2].level, found.steps[2].trend, found.ahead
    (16.0, 15.0, 2.5, (17.5, 20.0))
    """
    start: HoltStart | tuple[float, float]
    if isinstance(initial, str):
        if initial not in {"first_two", "regression"}:
            raise SolverError("initial", initial, "one_of", words="first_two, regression")
        start = initial
    else:
        start = _pair(initial)
    model = Holt(constant("alpha", alpha), share("beta", beta), constant("phi", phi), start)
    return run(model, series("history", history, 2), horizon_of(horizon))


def _pair(initial: object) -> tuple[float, float]:
    if not isinstance(initial, list | tuple) or len(initial) != 2:
        raise SolverError("initial", initial, "level_and_trend")
    return number("initial[0]", initial[0]), number("initial[1]", initial[1])
