"""Every forecasting method by its name, with its settings: what a competition between methods is run on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from solvers.arguments import numbers, whole
from solvers.errors import SolverError
from solvers.forecasting.croston import Croston
from solvers.forecasting.exponential_smoothing import Brown, Holt, Simple
from solvers.forecasting.holt_winters import HoltWinters
from solvers.forecasting.moving_average import MovingAverage, SeasonalNaive
from solvers.forecasting.seasonal_indices import Model
from solvers.forecasting.seasonal_trend import TrendedSeasons
from solvers.forecasting.series import MAX_PERIODS, constant, horizon_of, season_of, series, share
from solvers.forecasting.stepping import Learning
from solvers.forecasting.trend import LinearTrend

__all__ = ["MAX_HOLDOUT", "METHODS", "Method", "build", "forecast_ahead", "holdout_forecasts", "split"]

Settings = Mapping[str, Any]
MAX_HOLDOUT = 60  # the regressions are fitted again with each of its periods


@dataclass(frozen=True, slots=True)
class Method:
    """How a method is made: its settings in order, whether it needs a season, its least history.

    ``make`` takes the settings, with the season among them, and gives the method; smoothing constants may be
    arrays. It starts from ``least`` periods and ``cycles`` seasons. ``above_zero``: it divides by the actuals.
    """

    settings: tuple[str, ...]
    make: Callable[[Settings], Learning[Any]]
    least: int = 1
    cycles: int = 0
    above_zero: bool = False

    @property
    def seasonal(self) -> bool:
        """Whether it needs a season."""
        return self.cycles > 0


def _triple(model: Model) -> Method:
    return Method(
        ("alpha", "beta", "gamma"),
        lambda s: HoltWinters(s["alpha"], s["beta"], s["gamma"], s["season"], model),
        least=0,
        cycles=2,
        above_zero=model == "multiplicative",
    )


def _trended(model: Model) -> Method:
    return Method(
        (),
        lambda s: TrendedSeasons(s["season"], model),
        least=0,
        cycles=2,
        above_zero=model == "multiplicative",
    )


METHODS: dict[str, Method] = {
    "naive": Method((), lambda _: MovingAverage(1)),
    "seasonal_naive": Method((), lambda s: SeasonalNaive(s["season"]), least=0, cycles=1),
    "moving_average": Method(("periods",), lambda s: MovingAverage(s["periods"])),
    "weighted_average": Method(("weights",), lambda s: MovingAverage(len(s["weights"]), s["weights"])),
    "simple": Method(("alpha",), lambda s: Simple(s["alpha"])),
    "brown": Method(("alpha",), lambda s: Brown(s["alpha"])),
    "holt": Method(("alpha", "beta"), lambda s: Holt(s["alpha"], s["beta"]), least=2),
    "damped": Method(("alpha", "beta", "phi"), lambda s: Holt(s["alpha"], s["beta"], s["phi"]), least=2),
    "winters_additive": _triple("additive"),
    "winters_multiplicative": _triple("multiplicative"),
    "croston": Method(("alpha",), lambda s: Croston(s["alpha"])),
    "sba": Method(("alpha",), lambda s: Croston(s["alpha"], "sba")),
    "trend": Method((), lambda _: LinearTrend(), least=2),
    "seasonal_additive": _trended("additive"),
    "seasonal_multiplicative": _trended("multiplicative"),
    "seasonal_dummies": Method((), lambda s: TrendedSeasons(s["season"], dummies=True), cycles=1),
}


def build(method: str, settings: Settings, season: int | None = None) -> tuple[Learning[Any], int]:
    """Make a method from its name and settings; give it with the fewest periods that it starts from.

    ``settings`` holds each setting of the method and no other: ``alpha``, ``beta``, ``gamma``, ``phi`` (0 to
    1), ``periods`` (whole), ``weights``; ``season`` periods in a cycle for the methods with seasons.
    SolverError otherwise.

    Source: the module of each method.

    >>> build("winters_additive", {"alpha": 0.2, "beta": 0.1, "gamma": 0.3}, season=12)[1]
    24
    """
    found = known(method)
    if set(settings) != set(found.settings):
        raise SolverError(
            "settings", dict(settings), "these_settings", words=", ".join(found.settings) or "–"
        )
    m = season_of("season", season) if found.seasonal else 1
    checked = {name: _checked(name, settings[name]) for name in found.settings}
    if method == "brown" and checked["alpha"] >= 1:
        raise SolverError("alpha", settings["alpha"], "fraction")
    window = checked.get("periods", 0) or len(checked.get("weights", ()))
    return found.make({**checked, "season": m}), max(found.least + found.cycles * m, window)


def known(method: str) -> Method:
    """Give what the catalogue says of a method, or raise SolverError.

    Source: definition.

    >>> known("holt").settings
    ('alpha', 'beta')
    """
    if not isinstance(method, str) or method not in METHODS:
        raise SolverError("method", method, "one_of", words=", ".join(METHODS))
    return METHODS[method]


def checked_history(method: str, history: Sequence[float], least: int) -> tuple[float, ...]:
    """Return a history that a method can take: ``least`` periods, and figures above 0 where it divides.

    Raises SolverError.

    Source: the module of each method.

    >>> checked_history("simple", [3, 0], 1)
    (3.0, 0.0)
    """
    y = series("history", history, least)
    if known(method).above_zero:
        for t, actual in enumerate(y):
            if actual <= 0:
                raise SolverError(f"history[{t}]", actual, "positive_for_ratio")
    if method in {"croston", "sba"} and (min(y) < 0 or max(y) <= 0):
        raise SolverError("history", list(y), "some_above_zero")
    return y


def forecast_ahead(
    history: Sequence[float],
    method: str,
    settings: Settings,
    horizon: int,
    season: int | None = None,
) -> tuple[float, ...]:
    """Forecast the periods after a history by a method given by its name.

    ``history`` in units; ``method`` and ``settings`` as in :func:`build`; ``horizon`` periods. SolverError
    otherwise. Each method starts as it does by default.

    Source: the module of each method.

    >>> forecast_ahead([10, 30, 14, 34], "seasonal_dummies", {}, 2, season=2)
    (18.0, 38.0)
    """
    model, least = build(method, settings, season)
    y = checked_history(method, history, least)
    state, seen = model.start(y)
    for actual in y[seen:]:
        state = model.update(state, actual)
    return tuple(float(model.ahead(state, h)) for h in range(1, horizon_of(horizon) + 1))


def split(
    history: Sequence[float], holdout: int, least: int = 1
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Cut a history into what a method learns from and the last ``holdout`` periods, kept to judge it.

    ``holdout`` 1 to 60, and at least ``least`` periods before it; SolverError otherwise.

    Source: Hyndman & Athanasopoulos, Forecasting: Principles and Practice, section 5.8.

    >>> split([10, 12, 13, 15], 1)
    ((10.0, 12.0, 13.0), (15.0,))
    """
    y = series("history", history, 2)
    most = min(len(y) - least, MAX_HOLDOUT)
    if most < 1:
        raise SolverError("history", list(y), "series_length", least=least + 1, most=MAX_PERIODS)
    kept = whole("holdout", holdout)
    if not 1 <= kept <= most:
        raise SolverError("holdout", holdout, "count_between", least=1, most=most)
    return y[:-kept], y[-kept:]


def holdout_forecasts(
    history: Sequence[float],
    holdout: int,
    method: str,
    settings: Settings,
    season: int | None = None,
    *,
    rolling: bool = True,
) -> tuple[float, ...]:
    """Forecast the last ``holdout`` periods of a history by a method that is started on those before.

    Arguments as in :func:`forecast_ahead` and :func:`split`. ``rolling``: each period is forecast one period
    ahead, the actuals before it known; else all of them from the end of what comes before. SolverError
    otherwise.

    Source: Hyndman & Athanasopoulos, Forecasting: Principles and Practice, sections 5.8 and 5.10.

    >>> holdout_forecasts([10, 12, 14, 20], 2, "naive", {})
    (12.0, 14.0)
    >>> holdout_forecasts([10, 12, 14, 20], 2, "naive", {}, rolling=False)
    (12.0, 12.0)
    """
    model, least = build(method, settings, season)
    checked_history(method, history, 1)
    training, kept = split(history, holdout, least)
    checked_history(method, training, least)
    return tuple(float(one) for one in ahead_of(model, training, kept, rolling))


def ahead_of(
    model: Learning[Any], training: Sequence[float], kept: Sequence[float], rolling: bool
) -> list[Any]:
    """Give a method's forecasts of ``kept`` (arrays, when its settings are), after ``training``.

    Source: as :func:`holdout_forecasts`.

    >>> ahead_of(MovingAverage(1), [1.0, 2.0], [4.0, 5.0], rolling=True)
    [2.0, 4.0]
    """
    state, seen = model.start(training)
    for actual in training[seen:]:
        state = model.update(state, actual)
    if not rolling:
        return [model.ahead(state, h) for h in range(1, len(kept) + 1)]
    found = []
    for actual in kept:
        found.append(model.ahead(state, 1))
        state = model.update(state, actual)
    return found


def _checked(name: str, value: Any) -> Any:
    if name == "periods":
        n = whole("periods", value)
        if n < 1:
            raise SolverError("periods", value, "one_or_more")
        return n
    if name == "weights":
        weights = numbers("weights", value)
        if min(weights) < 0 or max(weights) <= 0:
            raise SolverError("weights", list(weights), "some_weight")
        return weights
    return share(name, value) if name in {"beta", "gamma"} else constant(name, value)
