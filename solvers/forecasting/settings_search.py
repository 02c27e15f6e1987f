"""Settings found on a holdout: a grid over the smoothing constants, then finer grids around its best point."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from solvers.arguments import fraction, whole
from solvers.errors import SolverError
from solvers.forecasting.methods import (
    Settings,
    ahead_of,
    checked_history,
    holdout_forecasts,
    known,
    split,
)
from solvers.forecasting.series import season_of

__all__ = ["MAX_GRID", "BestSettings", "Entrant", "Measure", "SearchPass", "best_settings", "compare_methods"]

Measure = Literal["mad", "mse", "rmse", "mape", "bias"]
MAX_GRID = 20_000
_FINER = 5  # each pass divides the step by this
_MOST_PERIODS = 36  # of a moving average that is searched


@dataclass(frozen=True, slots=True)
class SearchPass:
    """One grid: the step of its constants, how many settings it tried, the best of them and its measure."""

    step: float
    tried: int
    settings: dict[str, float]
    value: float


@dataclass(frozen=True, slots=True)
class BestSettings:
    """The settings with the least measure, the forecasts of the holdout that they gave, and the passes."""

    method: str
    settings: dict[str, Any]
    measure: str
    value: float
    forecasts: tuple[float, ...]
    passes: tuple[SearchPass, ...]


@dataclass(frozen=True, slots=True)
class Entrant:
    """A method in a competition: its settings and their measure, its forecasts of the holdout, its rank."""

    method: str
    settings: dict[str, Any]
    value: float
    forecasts: tuple[float, ...]
    rank: int


def best_settings(
    history: Sequence[float],
    holdout: int,
    method: str,
    season: int | None = None,
    *,
    measure: Measure = "mad",
    rolling: bool = True,
    step: float = 0.1,
    passes: int = 3,
) -> BestSettings:
    """Find the settings of a method that forecast the last ``holdout`` periods of a history best.

    ``history`` in units; ``method`` a name of :data:`solvers.forecasting.methods.METHODS` whose settings are
    smoothing constants or ``periods`` (1 to 36 are tried), or that has none; ``season`` for those with seasons;
    ``measure`` what is made least ("bias": its size); ``rolling`` as in
    :func:`solvers.forecasting.methods.holdout_forecasts`. The first grid goes by ``step`` (α and φ from a step
    to 1, β and γ from 0 to 1), each of the ``passes`` after it five times finer, around the best point. On a
    tie the smaller settings win, so the same history gives the same settings. The measure of a best setting is
    optimistic: it was chosen on these very periods. SolverError otherwise.

    Source: grid search on a validation set; Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 5.8.

    >>> found = best_settings([10, 14, 18, 22, 26, 30], 3, "simple", step=0.25, passes=1)
    >>> found.settings, found.value
    ({'alpha': 1.0}, 4.0)
    """
    catalogue, grid_step = known(method), fraction("step", step)
    rounds = whole("passes", passes)
    if not 1 <= rounds <= 6:
        raise SolverError("passes", passes, "count_between", least=1, most=6)
    if measure not in {"mad", "mse", "rmse", "mape", "bias"}:
        raise SolverError("measure", measure, "one_of", words="mad, mse, rmse, mape, bias")
    m = season_of("season", season) if catalogue.seasonal else 1
    if catalogue.settings == ("weights",):
        raise SolverError("method", method, "searchable")
    checked_history(method, history, 1)
    if catalogue.settings == ("periods",):
        return _best_periods(history, holdout, measure, rolling)
    training, kept = split(history, holdout, catalogue.least + catalogue.cycles * m)
    checked_history(method, training, 1)
    if measure == "mape" and 0 in kept:
        raise SolverError("history", list(kept), "actuals_above_zero")
    if not catalogue.settings:
        made = holdout_forecasts(history, holdout, method, {}, season, rolling=rolling)
        return BestSettings(method, {}, measure, float(_measure(list(made), kept, measure)), made, ())
    names, trail = catalogue.settings, []
    axes = [_first_axis(name, grid_step, method) for name in names]
    best: dict[str, float] = {}
    value = math.inf
    for _ in range(rounds):
        if math.prod(len(axis) for axis in axes) > MAX_GRID:
            raise SolverError("step", step, "grid_size", limit=MAX_GRID)
        points = list(product(*axes))
        columns = [np.array(column) for column in zip(*points, strict=True)]
        model = catalogue.make({**dict(zip(names, columns, strict=True)), "season": m})
        with np.errstate(all="ignore"):  # a bad setting may divide by 0: its measure is put out below
            values = np.broadcast_to(
                _measure(ahead_of(model, training, kept, rolling), kept, measure), (len(points),)
            )
        values = np.where(np.isfinite(values), values, np.inf)
        place = int(np.argmin(values))
        if values[place] < value:
            best, value = dict(zip(names, points[place], strict=True)), float(values[place])
        if not best:
            raise SolverError("history", list(training), "level_above_zero")
        trail.append(SearchPass(grid_step, len(points), best, value))
        grid_step /= _FINER
        axes = [_around(name, best[name], grid_step, method) for name in names]
    forecasts = holdout_forecasts(history, holdout, method, best, season, rolling=rolling)
    return BestSettings(method, dict(best), measure, value, forecasts, tuple(trail))


def compare_methods(
    history: Sequence[float],
    holdout: int,
    methods: Sequence[str] | Mapping[str, Settings],
    season: int | None = None,
    *,
    measure: Measure = "mad",
    rolling: bool = True,
) -> tuple[Entrant, ...]:
    """Rank methods by how well they forecast the last ``holdout`` periods of a history.

    ``methods`` names, each with the settings that :func:`best_settings` finds for it, or a record of names
    with their settings; the rest as there. The best comes first; equal measures keep the order given.
    SolverError otherwise.

    Source: Makridakis & Hibon, The M3-Competition, 2000 (competition between methods on a holdout).

    >>> [one.method for one in compare_methods([10, 12, 14, 16, 18, 20], 2, ["naive", "trend"])]
    ['trend', 'naive']
    """
    if isinstance(methods, str) or not methods:
        raise SolverError("methods", methods, "some_texts")
    found = []
    for name in methods:
        if isinstance(methods, Mapping):
            forecasts = holdout_forecasts(history, holdout, name, methods[name], season, rolling=rolling)
            kept = split(history, holdout)[1]
            if measure not in {"mad", "mse", "rmse", "mape", "bias"}:
                raise SolverError("measure", measure, "one_of", words="mad, mse, rmse, mape, bias")
            if measure == "mape" and 0 in kept:
                raise SolverError("history", list(kept), "actuals_above_zero")
            value = float(_measure(list(forecasts), kept, measure))
            found.append((name, dict(methods[name]), value, forecasts))
        else:
            one = best_settings(history, holdout, name, season, measure=measure, rolling=rolling)
            found.append((name, one.settings, one.value, one.forecasts))
    found.sort(key=lambda one: one[2])
    return tuple(
        Entrant(name, settings, value, forecasts, rank)
        for rank, (name, settings, value, forecasts) in enumerate(found, start=1)
    )


def _best_periods(history: Sequence[float], holdout: int, measure: Measure, rolling: bool) -> BestSettings:
    training, kept = split(history, holdout)
    if measure == "mape" and 0 in kept:
        raise SolverError("history", list(kept), "actuals_above_zero")
    tried: list[tuple[float, int, tuple[float, ...]]] = []
    for n in range(1, min(len(training), _MOST_PERIODS) + 1):
        made = holdout_forecasts(history, holdout, "moving_average", {"periods": n}, rolling=rolling)
        tried.append((float(_measure(list(made), kept, measure)), n, made))
    value, n, made = min(tried)
    only = SearchPass(1.0, len(tried), {"periods": n}, value)
    return BestSettings("moving_average", {"periods": n}, measure, value, made, (only,))


def _measure(forecasts: Sequence[Any], kept: Sequence[float], measure: str) -> NDArray[np.float64]:
    # Added period after period, element by element: the same bytes on every machine, which numpy's own sum
    # does not promise.
    total = np.zeros(np.shape(forecasts[0]))
    for forecast, actual in zip(forecasts, kept, strict=True):
        error = actual - np.asarray(forecast, dtype=np.float64)
        if measure == "mape":
            total = total + np.abs(error / actual)
        elif measure == "bias":
            total = total + error
        else:
            total = total + (np.abs(error) if measure == "mad" else error * error)
    mean = np.abs(total) / len(kept)
    return np.sqrt(mean) if measure == "rmse" else mean


def _first_axis(name: str, step: float, method: str) -> list[float]:
    count = math.floor(1 / step + 1e-9)
    grid = [_rounded(step * k) for k in range(1, count + 1)]
    if name in {"beta", "gamma"}:
        grid = [0.0, *grid]
    return _allowed(name, grid, method)


def _around(name: str, best: float, step: float, method: str) -> list[float]:
    return _allowed(name, [_rounded(best + k * step) for k in range(1 - _FINER, _FINER)], method)


def _allowed(name: str, grid: list[float], method: str) -> list[float]:
    low_open = name not in {"beta", "gamma"}
    high_open = method == "brown"
    return [x for x in grid if (x > 0 if low_open else x >= 0) and (x < 1 if high_open else x <= 1)]


def _rounded(value: float) -> float:
    return round(value, 9)
