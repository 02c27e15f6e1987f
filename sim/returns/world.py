"""The world of a returns cell as frozen dataclasses: products, reasons, inspection, workshop, and the policy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sim.checks import Check, InvalidError, Number, Problem
from sim.demand import Demand
from sim.records import twice, unknown, whole_demand
from sim.scenario import LONGEST_HORIZON
from sim.supply import Constant, LeadTime
from sim.words import phrase

GRADES = ("new", "light", "faulty", "dead")  # as new; refurbish; repair; parts or scrap
NEW, LIGHT, FAULTY, DEAD = range(4)
DISPOSITIONS = ("restock", "refurbish", "repair", "parts", "recycle", "destroy")
RESTOCK, REFURBISH, REPAIR, PARTS, RECYCLE, DESTROY = range(6)
SPREADS = ("constant", "exponential")
MOST_PRODUCTS = 50
LARGEST_RATE = 2_000  # returns a day, in the mean: bounds what a page may ask


@dataclass(frozen=True)
class Product:
    """A class of returned goods; `weight` is its part of the returns.

    `value`: what a unit sells for on the day it was first sold; `decay`: share of it lost each day since. Sold again,
    it brings its value of the day, times `refurbished` or `repaired`; its parts bring `parts` of it. `refurbish_hours`,
    `repair_hours` of the workshop, `repair_parts` money; a repair succeeds with the chance `success`. `recycle_cost`,
    `destroy_cost` a unit; `hazardous` goods are destroyed, never recycled. `exchange_cost`: a new unit for the
    customer, carriage included; `credit_cost`: what a credit note costs beside it (the margin, the customer).
    """

    name: str
    weight: Number = 1
    value: Number = 100
    decay: Number = 0
    refurbished: Number = 0.8
    repaired: Number = 0.7
    parts: Number = 0.15
    refurbish_hours: Number = 0.5
    repair_hours: Number = 2
    repair_parts: Number = 0
    success: Number = 1
    recycle_cost: Number = 0
    destroy_cost: Number = 0
    hazardous: bool = False
    exchange_cost: Number = 0
    credit_cost: Number = 0

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.number("weight", above=0)
        for name in ("decay", "refurbished", "repaired", "parts", "success"):
            check.number(name, least=0, most=1)
        for name in (
            "value", "refurbish_hours", "repair_hours", "repair_parts", "recycle_cost", "destroy_cost",
            "exchange_cost", "credit_cost",
        ):  # fmt: skip
            check.number(name, least=0)
        check.flag("hazardous")
        check.done()


@dataclass(frozen=True)
class Reason:
    """Why goods come back: its `weight` among the returns, and the weights of the true grades, in order of `GRADES`."""

    name: str
    grades: tuple[Number, ...]
    weight: Number = 1

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.number("weight", above=0)
        check.numbers("grades", least=0)
        if check.sound and (len(self.grades) != len(GRADES) or sum(self.grades) <= 0):
            check.fault("grades", "grade_weights", count=len(GRADES), names=", ".join(GRADES))
        check.done()


@dataclass(frozen=True)
class Inspection:
    """A level of inspection: `minutes` a unit, and how often it takes a unit for one grade better or worse than it is.

    `spread`: every unit takes the same time, or times are exponential.
    """

    minutes: Number
    false_good: Number = 0
    false_bad: Number = 0
    spread: str = "constant"

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("minutes", above=0)
        for name in ("false_good", "false_bad"):
            check.number(name, least=0, most=1)
        check.choice("spread", SPREADS)
        if check.sound and self.false_good + self.false_bad > 1:
            check.fault("false_bad", "inspection_errors")
        check.done()


@dataclass(frozen=True)
class ReturnsPolicy:
    """How the cell is run.

    `inspection`: "full" or "quick". `inspectors`, `repairers`: people. By the grade seen and the unit's value of the
    day: light goods are refurbished from `refurbish_from` up, faulty ones repaired from `repair_from` up, while at
    most `max_queue` units wait for the workshop (None: any) and the unit is `max_age` days old at most (None: any);
    other goods give parts from `parts_from` up (None: never), or are recycled. `exchange`: customers are given
    another unit from a stock kept at `exchange_stock` of each product, a credit note when none is left; without it, a
    credit note at once.
    """

    inspection: str = "full"
    inspectors: int = 1
    repairers: int = 1
    refurbish_from: Number = 0
    repair_from: Number = 0
    parts_from: Number | None = None
    max_queue: int | None = None
    max_age: Number | None = None
    exchange: bool = False
    exchange_stock: int = 0

    def __post_init__(self) -> None:
        check = Check(self)
        check.choice("inspection", ("full", "quick"))
        check.number("inspectors", least=1, most=100, whole=True)
        check.number("repairers", least=1, most=100, whole=True)
        for name in ("refurbish_from", "repair_from"):
            check.number(name, least=0)
        check.number("parts_from", least=0, optional=True)
        check.number("max_queue", least=0, whole=True, optional=True)
        check.number("max_age", least=0, optional=True)
        check.flag("exchange")
        check.number("exchange_stock", least=0, most=10_000, whole=True)
        check.done()


@dataclass(frozen=True)
class World:
    """Returns over working days 0 to horizon - 1, the first `warm_up` left out of the figures.

    `arrivals` a day, at any hour of it; `age` days since the sale. A person works `hours` a day and costs `wage` a day,
    inspectors `inspector_wage`. A customer is answered when its unit has been inspected, `exchange_days` or
    `credit_days` later; each day from the unit's coming costs `delay_cost`. A unit sold as new that is not costs
    `complaint_cost` and brings nothing. `exchange_lead` days to buy an exchange unit again, `holding` a unit and day
    in the exchange stock. What is still in the cell at the end gives parts.
    """

    horizon: int
    arrivals: Demand
    products: tuple[Product, ...]
    reasons: tuple[Reason, ...]
    full: Inspection
    quick: Inspection | None = None
    age: LeadTime = field(default_factory=lambda: Constant(0))
    warm_up: int = 0
    name: str = "returns"
    hours: Number = 7
    wage: Number = 0
    inspector_wage: Number = 0
    exchange_days: Number = 0
    credit_days: Number = 0
    delay_cost: Number = 0
    complaint_cost: Number = 0
    exchange_lead: Number = 0
    holding: Number = 0
    policy: ReturnsPolicy | None = None

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.span(LONGEST_HORIZON)
        check.number("hours", above=0, most=24)
        for name in (
            "wage", "inspector_wage", "exchange_days", "credit_days", "delay_cost", "complaint_cost", "exchange_lead",
            "holding",
        ):  # fmt: skip
            check.number(name, least=0)
        check.measured_span()
        for name, records in (("products", self.products), ("reasons", self.reasons)):
            if not records:
                check.fault(name, "records_none")
            elif len(records) > MOST_PRODUCTS:
                check.fault(name, "records_many", most=MOST_PRODUCTS)
        check.done()
        problems = [
            *twice("products", self.products),
            *twice("reasons", self.reasons),
            *whole_demand(self.arrivals, self.horizon, ("arrivals",)),
            *self._rules(),
        ]
        if problems:
            raise InvalidError(problems)

    def _rules(self) -> Iterable[Problem]:
        if self.policy is not None and self.policy.inspection == "quick" and self.quick is None:
            yield unknown(("policy", "inspection"), "quick", ("full",))

    def ruled(self) -> ReturnsPolicy:
        """Return the policy. Raises InvalidError without one."""
        if self.policy is None:
            raise InvalidError([Problem(("policy",), phrase("key_missing"))])
        return self.policy

    def inspected(self) -> Inspection:
        """Return the level of inspection of the policy."""
        level = self.quick if self.ruled().inspection == "quick" else self.full
        assert level is not None  # checked
        return level
