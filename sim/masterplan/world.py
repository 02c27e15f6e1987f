"""The world of a master schedule as frozen dataclasses: forecast, orders, capacity, costs, and the policy."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from sim.checks import Check, InvalidError, Number, Problem
from sim.demand import Demand
from sim.records import twice, whole_demand
from sim.scenario import LONGEST_HORIZON
from sim.supply import Constant, LeadTime
from sim.words import given, phrase

REQUESTED, ATP, STANDARD = "requested", "atp", "standard"
PROMISES = (REQUESTED, ATP, STANDARD)
LONGEST_VIEW = 104
MOST_ORDERS = 2_000
# What schedules again: without effect on a plan given whole.
SCHEDULING = ("fence", "demand_fence", "lot_size", "cover", "safety_stock")


@dataclass(frozen=True)
class CustomerOrder:
    """An order known by name: `quantity` units wanted in week `due`, placed in week `week` (0: in the book at first).

    `promised`: the week already promised, which no policy changes; none is promised by the policy. Weeks count from 0.
    """

    name: str
    due: int
    quantity: int
    week: int = 0
    promised: int | None = None

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.number("week", least=0, most=LONGEST_HORIZON, whole=True)
        check.number("due", least=0, most=LONGEST_HORIZON, whole=True)
        check.number("quantity", least=1, whole=True)
        check.number("promised", least=0, most=LONGEST_HORIZON, whole=True, optional=True)
        if check.sound and self.due < self.week:
            check.fault("due", "order_due_before", week=self.week)
        if check.sound and self.promised is not None and self.promised < self.due:
            check.fault("promised", "promised_before", due=self.due)
        check.done()


@dataclass(frozen=True)
class Customers:
    """Customers who order by chance: `order_count` orders a week of `order_size` units, wanted `notice` weeks ahead."""

    name: str
    order_count: Demand
    order_size: Demand
    notice: LeadTime = field(default_factory=lambda: Constant(0))

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.done()
        problems = whole_demand(self.order_size, LONGEST_HORIZON, ("order_size",))
        if problems:
            raise InvalidError(problems)


@dataclass(frozen=True)
class Changes:
    """Orders of customers that are changed after they were placed: each with `chance`, once.

    In a week drawn evenly after the one it was placed in, up to the one it is due in (an order wanted at once is never
    changed). The quantity is multiplied by one of `factors` (0: cancelled), the due week moved by one of `shifts`.
    """

    chance: Number
    factors: tuple[Number, ...] = (1,)
    shifts: tuple[Number, ...] = (0,)

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("chance", least=0, most=1)
        check.numbers("factors", least=0)
        check.numbers("shifts")
        check.done()
        problems = [
            Problem(("shifts", place), phrase("shift_whole", found=given(shift)))
            for place, shift in enumerate(self.shifts)
            if not isinstance(shift, int)
        ]
        if problems:
            raise InvalidError(problems)


@dataclass(frozen=True)
class Stoppage:
    """Weeks that lose a `share` of their regular hours, each with `chance`."""

    chance: Number
    share: Number

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("chance", least=0, most=1)
        check.number("share", least=0, most=1)
        check.done()


@dataclass(frozen=True)
class SchedulePolicy:
    """How the schedule is made and how orders are promised.

    With `plan`, units by week from the first (0 after its end), nothing is scheduled again. Without it, at the start
    of each week the weeks from `fence` ahead on are scheduled again: a week whose projected stock would fall under
    `safety_stock` gets a quantity that brings it back there and covers `cover` weeks in all, in multiples of
    `lot_size`; what passes the hours of a week goes to the weeks before, then after. The demand to meet is what is
    promised for the first `demand_fence` weeks, then the larger of that and the forecast.

    `promise`: `requested` says yes to every date, `atp` promises the first week whose cumulative available-to-promise
    holds the whole order, `standard` the week asked for, `quoted_weeks` ahead at least. `expedite` raises the week's
    production to what is promised and missing. `overtime`: hours a week at most.
    """

    promise: str = REQUESTED
    quoted_weeks: int = 0
    plan: tuple[Number, ...] | None = None
    fence: int = 0
    demand_fence: int = 0
    lot_size: int = 1
    cover: int = 1
    safety_stock: int = 0
    expedite: bool = False
    overtime: Number = 0

    def __post_init__(self) -> None:
        check = Check(self)
        check.choice("promise", PROMISES)
        check.number("quoted_weeks", least=0, most=LONGEST_VIEW, whole=True)
        check.numbers("plan", least=0, optional=True)
        check.number("fence", least=0, most=LONGEST_VIEW, whole=True)
        check.number("demand_fence", least=0, most=LONGEST_VIEW, whole=True)
        check.number("lot_size", least=1, whole=True)
        check.number("cover", least=1, most=LONGEST_VIEW, whole=True)
        check.number("safety_stock", least=0, whole=True)
        check.flag("expedite")
        check.number("overtime", least=0)
        check.done()
        problems = whole_units(self, "plan")
        if self.quoted_weeks and self.promise != STANDARD:
            problems.append(Problem(("quoted_weeks",), phrase("delay_alone")))
        if self.plan is not None:
            usual = {one.name: one.default for one in fields(self)}
            problems += [
                Problem((name,), phrase("plan_alone"))
                for name in SCHEDULING
                if getattr(self, name) != usual[name]
            ]
        if problems:
            raise InvalidError(problems)


@dataclass(frozen=True)
class World:
    """A product over weeks 0 to horizon - 1, the first `warm_up` left out of the figures.

    `forecast`: units by due week, begun again at its end; `profile`: what the sizes of drawn orders are multiplied by,
    by due week, begun again too. `scheduled`: units already scheduled, from the first week on. `initial` stock in
    units. Hours a week `capacity` (none: no limit), `unit_hours` each, `setup_hours` in a week with production,
    `overtime_most` hours more. `component_weeks`: how long ahead components are ordered; units added to nearer weeks
    are expedited. `view`: weeks that the schedule looks ahead. `patience`: weeks that a promise may lie after the week
    asked for, else the order is lost (none: customers take any).

    Costs: `holding` a unit and week, `setup_cost` a week with production, `overtime_cost` an hour, `expediting_cost` a
    unit, `late_cost` a unit and week after its promise, `delay_cost` a unit and week that it was promised later than
    asked, `lost_cost` a unit lost. `unit_cost` values the stock.
    """

    horizon: int
    forecast: tuple[Number, ...]
    name: str = "product"
    warm_up: int = 0
    period: str = "week"
    orders: tuple[CustomerOrder, ...] = ()
    customers: tuple[Customers, ...] = ()
    changes: Changes | None = None
    profile: tuple[Number, ...] = (1,)
    scheduled: tuple[Number, ...] = ()
    initial: int = 0
    capacity: Number | None = None
    unit_hours: Number = 0
    setup_hours: Number = 0
    overtime_most: Number = 0
    stoppage: Stoppage | None = None
    component_weeks: int = 0
    view: int = 12
    patience: int | None = None
    unit_cost: Number = 0
    holding: Number = 0
    setup_cost: Number = 0
    overtime_cost: Number = 0
    expediting_cost: Number = 0
    late_cost: Number = 0
    delay_cost: Number = 0
    lost_cost: Number = 0
    policy: SchedulePolicy | None = None

    def __post_init__(self) -> None:
        check = Check(self)
        for name in ("name", "period"):
            check.text(name)
        check.span(LONGEST_HORIZON)
        check.numbers("forecast", least=0)
        check.numbers("profile", least=0)
        if self.scheduled not in ((), []):
            check.numbers("scheduled", least=0)
        check.number("initial", least=0, whole=True)
        check.number("capacity", least=0, optional=True)
        for name in ("unit_hours", "setup_hours", "overtime_most", "unit_cost", "holding", "setup_cost"):
            check.number(name, least=0)
        for name in ("overtime_cost", "expediting_cost", "late_cost", "delay_cost", "lost_cost"):
            check.number(name, least=0)
        check.number("component_weeks", least=0, most=LONGEST_VIEW, whole=True)
        check.number("view", least=1, most=LONGEST_VIEW, whole=True)
        check.number("patience", least=0, most=LONGEST_VIEW, whole=True, optional=True)
        check.measured_span()
        if check.sound and self.capacity is not None and self.unit_hours == 0:
            check.fault("unit_hours", "unit_hours_none")
        if len(self.orders) > MOST_ORDERS:
            check.fault("orders", "records_many", most=MOST_ORDERS)
        if check.sound and not self.orders and not self.customers:
            check.fault("customers", "orders_of_nobody")
        check.done()
        problems = whole_units(self, "forecast") + whole_units(self, "scheduled")
        problems += twice("orders", self.orders) + twice("customers", self.customers)
        for place, one in enumerate(self.customers):
            problems += whole_demand(one.order_count, self.horizon, ("customers", place, "order_count"))
        if self.policy is not None and not problems:
            problems += self._fits(self.policy)
        if problems:
            raise InvalidError(problems)

    def _fits(self, policy: SchedulePolicy) -> list[Problem]:
        problems = []
        for name in ("fence", "demand_fence", "cover"):
            if getattr(policy, name) > self.view:
                problems.append(Problem(("policy", name), phrase("beyond_view", view=self.view)))
        if policy.overtime > self.overtime_most:
            problems.append(
                Problem(("policy", "overtime"), phrase("overtime_beyond", most=self.overtime_most))
            )
        return problems

    def ruled(self) -> SchedulePolicy:
        """Return the policy. Raises InvalidError without one."""
        if self.policy is None:
            raise InvalidError([Problem(("policy",), phrase("key_missing"))])
        return self.policy


def whole_units(owner: object, name: str) -> list[Problem]:
    """Return a fault for each figure of a list that is no whole number of units."""
    return [
        Problem((name, place), phrase("units_whole", found=given(figure)))
        for place, figure in enumerate(getattr(owner, name) or ())
        if not isinstance(figure, int)
    ]
