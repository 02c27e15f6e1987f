"""The world of forecasts as frozen dataclasses: the law of demand, what supply costs, and the settings of the tool."""

from __future__ import annotations

from dataclasses import dataclass

from sim.checks import Check, InvalidError, Number, Problem
from sim.scenario import LONGEST_HORIZON
from sim.words import phrase

LARGEST_SHARE = 0.5  # of noise and drift: a law that spreads more is no seasonal law


@dataclass(frozen=True)
class ForecastPolicy:
    """The settings of a tool, and what it holds before the first period.

    Its forecast h periods ahead is (level + h·trend) × the index of that period × `adjust` of it. Once the demand D is
    known, what was adjusted is taken out of it (d = D / adjust), then: level = grown + alpha·(d / index − grown) with
    grown = level + trend; the trend moves by beta towards what the level gained, the index by gamma towards d / level.
    `level` and `trend` in units a period, `seasons` the indices of the periods to come, the first of them first,
    repeated. With `recent` (units without their season, the oldest first) the level is their moving average instead.
    `adjust`: factors that people lay over the forecast of each period (1 after the last). `margin`: the share of the
    forecast that is supplied on top of it.
    """

    level: Number = 0
    trend: Number = 0
    seasons: tuple[Number, ...] = (1,)
    alpha: Number = 0
    beta: Number = 0
    gamma: Number = 0
    recent: tuple[Number, ...] | None = None
    adjust: tuple[Number, ...] | None = None
    margin: Number = 0

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("level", least=0)
        check.number("trend")
        check.numbers("seasons", least=0)
        for name in ("alpha", "beta", "gamma"):
            check.number(name, least=0, most=1)
        check.numbers("recent", least=0, optional=True)
        check.numbers("adjust", least=0, optional=True)
        check.number("margin", least=-1, most=10)
        check.done()
        faults = [
            Problem((name, place), phrase("forecast_above_zero"))
            for name in ("seasons", "adjust")
            for place, figure in enumerate(getattr(self, name) or ())
            if figure <= 0
        ]
        if faults:
            raise InvalidError(faults)


@dataclass(frozen=True)
class World:
    """One item over periods 0 to horizon - 1, the first `warm_up` left out of the figures.

    Demand: `level` units a period before period 0; each period it moves by `trend` units and by a draw of deviation
    `drift` (a share of it), which lasts; what is asked is the level × the index of the period (`seasons`, the first
    one for period 0, repeated) × its factor of `events` (1 after the last), give or take a draw of deviation `noise`
    (a share), which does not last. Both are normal, cut at three deviations. What is launched at the close of a period
    serves from `lead_time` periods later on, in whole `multiple`s. `initial` units in stock at first (None: the
    forecast and its margin). Customers not served are lost, and known: the tool learns from what was asked. `holding`
    a unit in stock at the close, `shortage_cost` a unit not served.
    """

    horizon: int
    level: Number
    trend: Number = 0
    seasons: tuple[Number, ...] = (1,)
    noise: Number = 0
    drift: Number = 0
    events: tuple[Number, ...] | None = None
    warm_up: int = 0
    period: str = "month"
    name: str = "item"
    lead_time: int = 1
    multiple: int = 1
    initial: int | None = None
    holding: Number = 0
    shortage_cost: Number = 0
    policy: ForecastPolicy | None = None

    def __post_init__(self) -> None:
        check = Check(self)
        for name in ("period", "name"):
            check.text(name)
        check.span(LONGEST_HORIZON)
        check.number("level", above=0)
        check.number("trend")
        check.numbers("seasons", least=0)
        check.numbers("events", least=0, optional=True)
        for name in ("noise", "drift"):
            check.number(name, least=0, most=LARGEST_SHARE)
        check.number("lead_time", least=1, most=LONGEST_HORIZON, whole=True)
        check.number("multiple", least=1, whole=True)
        check.number("initial", least=0, whole=True, optional=True)
        for name in ("holding", "shortage_cost"):
            check.number(name, least=0)
        check.measured_span()
        check.done()

    def ruled(self) -> ForecastPolicy:
        """Return the policy. Raises InvalidError without one."""
        if self.policy is None:
            raise InvalidError([Problem(("policy",), phrase("key_missing"))])
        return self.policy
