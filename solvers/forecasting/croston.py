"""Intermittent demand by Croston: the size of a demand and the time between two, smoothed apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from solvers.arguments import non_negative
from solvers.errors import SolverError
from solvers.forecasting.series import constant, horizon_of, series
from solvers.forecasting.stepping import Figure, Shown, as_figure

__all__ = ["Croston", "CrostonForecast", "CrostonStep", "Pace", "Variant", "croston"]

Variant = Literal["croston", "sba"]


@dataclass(frozen=True, slots=True)
class CrostonStep:
    """A period: its demand, the forecast made one period before (None until a first demand), its error.

    ``size`` in units and ``interval`` in periods are the smoothed figures once the demand is known.
    """

    period: int
    actual: float
    forecast: float | None
    error: float | None
    size: float | None
    interval: float | None


@dataclass(frozen=True, slots=True)
class CrostonForecast:
    """The table, and the forecast in units a period of each period ahead."""

    steps: tuple[CrostonStep, ...]
    ahead: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Pace:
    """Smoothed size and interval, and the periods since the last demand."""

    size: Figure
    interval: Figure
    since: int


@dataclass(frozen=True, slots=True)
class Croston:
    """Croston's method; ``variant`` "sba" corrects its bias upwards."""

    alpha: Figure
    variant: Variant = "croston"

    def start(self, history: Sequence[float]) -> tuple[Pace, int]:
        """The first demand: its size, and the periods that it took to come."""
        first = next(t for t, actual in enumerate(history) if actual > 0)
        return Pace(history[first], float(first + 1), 0), first + 1

    def ahead(self, state: Pace, h: int) -> Figure:
        """The same mean a period for every period ahead."""
        rate = state.size / state.interval
        return rate * (1 - self.alpha / 2) if self.variant == "sba" else rate

    def update(self, state: Pace, actual: float) -> Pace:
        """Nothing moves in a period without demand but the time since the last one."""
        since = state.since + 1
        if actual <= 0:
            return Pace(state.size, state.interval, since)
        return Pace(
            state.size + self.alpha * (actual - state.size),
            state.interval + self.alpha * (since - state.interval),
            0,
        )

    def shown(self, state: Pace) -> Shown:
        """The size as a level."""
        return Shown(level=as_figure(state.size))


def croston(
    history: Sequence[float], alpha: float, horizon: int = 1, *, variant: Variant = "croston"
) -> CrostonForecast:
    """Forecast an intermittent demand by Croston's method, or by its variant of Syntetos and Boylan.

    ``history`` in units, 0 or more, one demand above 0 at least; ``alpha`` above 0 and at most 1, for sizes
    and intervals alike. Size and interval start at the first demand and the periods that it took to come.
    ``variant``: "croston", or "sba", which takes out the bias that the ratio of two means has. SolverError
    otherwise.

    At a demand: z = z + α(y − z), p = p + α(q − p), q the periods since the one before;  F = z/p, SBA: F = (1 −
    α/2)·z/p.

    Source: Croston 1972; Syntetos & Boylan, The accuracy of intermittent demand estimates, 2005.

    >>> croston([0, 4, 0, 0, 6], 0.5).ahead, croston([0, 4, 0, 0, 6], 0.5, variant="sba").ahead
    ((2.0,), (1.5,))
    """
    y = tuple(non_negative(f"history[{t}]", one) for t, one in enumerate(series("history", history)))
    if max(y) <= 0:
        raise SolverError("history", list(y), "some_above_zero")
    if variant not in {"croston", "sba"}:
        raise SolverError("variant", variant, "one_of", words="croston, sba")
    method = Croston(constant("alpha", alpha), variant)
    periods = horizon_of(horizon)
    state, seen = method.start(y)
    steps = [CrostonStep(t + 1, y[t], None, None, None, None) for t in range(seen - 1)]
    steps.append(CrostonStep(seen, y[seen - 1], None, None, as_figure(state.size), as_figure(state.interval)))
    for t in range(seen, len(y)):
        forecast = as_figure(method.ahead(state, 1))
        state = method.update(state, y[t])
        steps.append(
            CrostonStep(
                t + 1, y[t], forecast, y[t] - forecast, as_figure(state.size), as_figure(state.interval)
            )
        )
    return CrostonForecast(tuple(steps), (as_figure(method.ahead(state, 1)),) * periods)
