"""The world of a process of orders as frozen dataclasses: steps, causes of errors, actions, and the policy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.checks import Check, InvalidError, Number, Problem
from sim.demand import Demand
from sim.records import twice, unknown, whole_demand
from sim.scenario import LONGEST_HORIZON
from sim.supply import Constant, LeadTime
from sim.words import given, phrase

TIME, FULL, DOCUMENTS, DAMAGE = "time", "full", "documents", "damage"
EFFECTS = (TIME, FULL, DOCUMENTS, DAMAGE)  # the four ways in which an order is not perfect
MOST = 40  # steps, causes or actions
LARGEST_RATE = 2_000  # orders a day: bounds what a page may ask


@dataclass(frozen=True)
class Step:
    """A step of the process: how long it takes an order, `lead_time` in days, and what it costs."""

    name: str
    lead_time: LeadTime = field(default_factory=lambda: Constant(0))
    cost: Number = 0

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.number("cost", least=0)
        check.done()


@dataclass(frozen=True)
class Cause:
    """A cause of errors, born at a step.

    An order has it with the chance `chance`; it is found in the house with the chance `found`: mended for `rework_cost`
    and `delay_days` more. Otherwise the customer finds it and complains: `complaint_cost`. `effect`: what of the order
    is not right; a delay (`time`) takes its days found or not.
    """

    name: str
    chance: Number
    step: str = ""
    effect: str = DOCUMENTS
    found: Number = 0
    delay_days: Number = 0
    rework_cost: Number = 0
    complaint_cost: Number = 0

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.text("step")
        check.choice("effect", EFFECTS)
        check.number("chance", least=0, most=1)
        check.number("found", least=0, most=1)
        for name in ("delay_days", "rework_cost", "complaint_cost"):
            check.number(name, least=0)
        check.done()


@dataclass(frozen=True)
class Effect:
    """What an action does to a cause: its chance is multiplied by `chance`, and `found` of what slipped by is found."""

    cause: str
    chance: Number = 1
    found: Number = 0

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("cause")
        check.number("chance", least=0, most=1)
        check.number("found", least=0, most=1)
        check.done()


@dataclass(frozen=True)
class Action:
    """Something that may be done about the causes.

    `cost` once, `unit_cost` an order and `delay_days` more for each; it works from day `from_day` on.
    """

    name: str
    effects: tuple[Effect, ...] = ()
    cost: Number = 0
    unit_cost: Number = 0
    delay_days: Number = 0
    from_day: int = 0

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        for name in ("cost", "unit_cost", "delay_days"):
            check.number(name, least=0)
        check.number("from_day", least=0, most=LONGEST_HORIZON, whole=True)
        check.done()


@dataclass(frozen=True)
class ProcessPolicy:
    """The actions taken: a list of their names, or a yes or no for each name."""

    actions: Any = ()

    def __post_init__(self) -> None:
        given_ = self.actions
        flags = given_ if isinstance(given_, Mapping) else None
        if flags is None and (isinstance(given_, str | bytes) or not isinstance(given_, Iterable)):
            raise InvalidError([Problem(("actions",), phrase("wanted_names", found=given(given_)))])
        pairs = flags.items() if flags is not None else [(name, True) for name in given_]
        problems = []
        for place, (name, taken) in enumerate(pairs):
            where = str(name) if flags is not None else place
            if not isinstance(name, str):
                problems.append(Problem(("actions", where), phrase("wanted_text", found=given(name))))
            elif not isinstance(taken, bool):
                problems.append(Problem(("actions", where), phrase("wanted_flag", found=given(taken))))
        if problems:
            raise InvalidError(problems)
        object.__setattr__(self, "actions", tuple(pairs))

    @property
    def names(self) -> tuple[str, ...]:
        """The actions taken."""
        return tuple(name for name, taken in self.actions if taken)


@dataclass(frozen=True)
class World:
    """Orders over working days 0 to horizon - 1, the first `warm_up` left out of the figures.

    `orders` a day. An order is late when it takes longer than `promised` days (None: never), which costs `late_cost`.
    """

    horizon: int
    orders: Demand
    causes: tuple[Cause, ...]
    steps: tuple[Step, ...] = ()
    actions: tuple[Action, ...] = ()
    warm_up: int = 0
    name: str = "orders"
    promised: Number | None = None
    late_cost: Number = 0
    policy: ProcessPolicy | None = None

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.span(LONGEST_HORIZON)
        check.number("promised", least=0, optional=True)
        check.number("late_cost", least=0)
        check.measured_span()
        if not self.causes:
            check.fault("causes", "records_none")
        for name in ("causes", "steps", "actions"):
            if len(getattr(self, name)) > MOST:
                check.fault(name, "records_many", most=MOST)
        check.done()
        problems = [
            *twice("causes", self.causes),
            *twice("steps", self.steps),
            *twice("actions", self.actions),
            *whole_demand(self.orders, self.horizon, ("orders",)),
            *self._references(),
        ]
        if problems:
            raise InvalidError(problems)

    def _references(self) -> Iterable[Problem]:
        steps, causes = {one.name for one in self.steps}, {one.name for one in self.causes}
        for place, cause in enumerate(self.causes):
            if cause.step and cause.step not in steps:
                yield unknown(("causes", place, "step"), cause.step, steps)
        for place, action in enumerate(self.actions):
            for at, effect in enumerate(action.effects):
                if effect.cause not in causes:
                    yield unknown(("actions", place, "effects", at, "cause"), effect.cause, causes)
        known = {one.name for one in self.actions}
        for name, _ in self.policy.actions if self.policy else ():
            if name not in known:
                yield unknown(("policy", "actions", name), name, known)

    def ruled(self) -> ProcessPolicy:
        """Return the policy. Raises InvalidError without one."""
        if self.policy is None:
            raise InvalidError([Problem(("policy",), phrase("key_missing"))])
        return self.policy

    def taken(self) -> tuple[Action, ...]:
        """Return the actions of the policy, each once, in the order of the world."""
        names = set(self.ruled().names)
        return tuple(one for one in self.actions if one.name in names)
