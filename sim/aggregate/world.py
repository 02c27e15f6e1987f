"""The world of a production plan as frozen dataclasses: forecast and its error, means, costs, and the policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sim.checks import Check, InvalidError, Number, Problem
from sim.stock import BACKORDER, LOST, SHORTAGES
from sim.words import phrase

__all__ = ["BACKORDER", "LOST", "MOST_PERIODS", "AggregatePolicy", "ForecastError", "World", "at"]

MOST_PERIODS = 120
LARGEST_ERROR = 2

# One figure for every period, or one for each: plain data give either.
Profile = Any


@dataclass(frozen=True)
class ForecastError:
    """How what customers ask for differs from the forecast.

    `bias`: share of the forecast by which they ask for more (under 0: less), on average. `level`: standard deviation,
    as a share, of an error that all the periods of a run share (a good or a bad year). `noise`: that of the error
    of each period alone.
    """

    bias: Number = 0
    level: Number = 0
    noise: Number = 0

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("bias", least=-1, most=LARGEST_ERROR)
        check.number("level", least=0, most=LARGEST_ERROR)
        check.number("noise", least=0, most=LARGEST_ERROR)
        check.done()


@dataclass(frozen=True)
class AggregatePolicy:
    """The plan, and how it is mended on the way; each figure is one for every period, or a list.

    `workers`; `regular` units made in regular hours (None: all that the staff makes); `overtime` and `subcontract`
    units. Then, once these are laid down, by the projected stock at the close (of the period in which purchases
    arrive, for them): overtime is worked up to `overtime_to`, purchases are made up to `subcontract_to`, regular hours
    are cut down to `cut_above` (None: never). `revise`: share of the last gap between demand and forecast that
    the forecast of the coming periods takes in (simple smoothing of their ratio).
    """

    workers: Profile
    regular: Profile = None
    overtime: Profile = 0
    subcontract: Profile = 0
    overtime_to: Profile = None
    subcontract_to: Profile = None
    cut_above: Profile = None
    revise: Number = 0

    def __post_init__(self) -> None:
        check = Check(self)
        for name in ("workers", "overtime", "subcontract"):
            _profile(check, self, name)
        for name in ("regular", "overtime_to", "subcontract_to", "cut_above"):
            _profile(check, self, name, optional=True)
        check.number("revise", least=0, most=1)
        check.done()

    @classmethod
    def profiles(cls) -> tuple[str, ...]:
        """The fields that may be lists."""
        return (
            "workers",
            "regular",
            "overtime",
            "subcontract",
            "overtime_to",
            "subcontract_to",
            "cut_above",
        )


@dataclass(frozen=True)
class World:
    """A plant and its customers over as many periods as `forecast` has figures (units).

    `units_per_worker` made in regular hours of a period (a list as working days go), `overtime_per_worker` more at
    most; `wage` a worker and period, worked or not, but for the `paid_anyway` whom any plan pays; `overtime_cost`,
    `material_cost`, `subcontract_cost` a unit (None: nothing is bought), `subcontract_most` units a period, received
    `subcontract_lead` periods later; `hiring_cost`, `firing_cost` a worker; staff between `workers_least` and
    `workers_most`. `holding_cost` a unit at the close, `overflow_cost` more for each beyond `stock_most`. `shortage`:
    units not served wait (`backlog_cost` a unit at the close) or are lost (`lost_cost`). `closing_cost` a unit that
    the last close lacks to `closing_stock`.
    """

    forecast: tuple[Number, ...]
    error: ForecastError = field(default_factory=ForecastError)
    name: str = "plan"
    period: str = "month"
    opening_workers: Number = 0
    opening_stock: Number = 0
    units_per_worker: Profile = 1
    wage: Number = 0
    paid_anyway: Number = 0
    overtime_per_worker: Profile = 0
    overtime_cost: Number = 0
    material_cost: Number = 0
    subcontract_cost: Number | None = None
    subcontract_most: Number | None = None
    subcontract_lead: int = 0
    hiring_cost: Number = 0
    firing_cost: Number = 0
    workers_least: Number = 0
    workers_most: Number | None = None
    holding_cost: Number = 0
    stock_most: Number | None = None
    overflow_cost: Number = 0
    shortage: str = BACKORDER
    backlog_cost: Number = 0
    lost_cost: Number = 0
    closing_stock: Number = 0
    closing_cost: Number = 0
    policy: AggregatePolicy | None = None

    def __post_init__(self) -> None:
        check = Check(self)
        check.numbers("forecast", least=0)
        check.text("name")
        check.text("period")
        for name in (
            "opening_workers", "opening_stock", "wage", "paid_anyway", "overtime_cost", "material_cost", "hiring_cost",
            "firing_cost", "workers_least", "holding_cost", "overflow_cost", "backlog_cost", "lost_cost",
            "closing_stock", "closing_cost",
        ):  # fmt: skip
            check.number(name, least=0)
        for name in ("subcontract_cost", "subcontract_most", "workers_most", "stock_most"):
            check.number(name, least=0, optional=True)
        for name in ("units_per_worker", "overtime_per_worker"):
            _profile(check, self, name)
        check.number("subcontract_lead", least=0, most=MOST_PERIODS, whole=True)
        check.choice("shortage", SHORTAGES)
        if check.sound and len(self.forecast) > MOST_PERIODS:
            check.fault("forecast", "records_many", most=MOST_PERIODS)
        if check.sound and self.workers_most is not None and self.workers_most < self.workers_least:
            check.fault("workers_most", "workers_bounds", least=self.workers_least)
        check.done()
        problems = [
            Problem((name,), phrase("profile_length", count=len(value), periods=self.periods))
            for name in ("units_per_worker", "overtime_per_worker")
            if isinstance(value := getattr(self, name), tuple) and len(value) != self.periods
        ]
        if self.policy is not None:
            problems += self._rules(self.policy)
        if problems:
            raise InvalidError(problems)

    @property
    def periods(self) -> int:
        """How many periods the plan has."""
        return len(self.forecast)

    def _rules(self, policy: AggregatePolicy) -> list[Problem]:
        problems = [
            Problem(("policy", name), phrase("profile_length", count=len(value), periods=self.periods))
            for name in policy.profiles()
            if isinstance(value := getattr(policy, name), tuple) and len(value) != self.periods
        ]
        if self.subcontract_cost is None:
            bought = policy.subcontract if isinstance(policy.subcontract, tuple) else (policy.subcontract,)
            names = ["subcontract"] if any(bought) else []
            names += ["subcontract_to"] if policy.subcontract_to is not None else []
            problems += [Problem(("policy", name), phrase("subcontract_none")) for name in names]
        return problems

    def ruled(self) -> AggregatePolicy:
        """Return the policy. Raises InvalidError without one."""
        if self.policy is None:
            raise InvalidError([Problem(("policy",), phrase("key_missing"))])
        return self.policy


def at(profile: Profile, period: int) -> float:
    """Return the figure of a period, from 0, of a profile that was checked."""
    return profile[period] if isinstance(profile, tuple) else profile  # type: ignore[no-any-return]


def _profile(check: Check, owner: object, name: str, *, optional: bool = False) -> None:
    value = getattr(owner, name)
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        check.numbers(name, least=0)
    else:
        check.number(name, least=0, optional=optional)
