"""What an aggregate plan (PIC, S&OP) can use and what it costs, and what a plan gives: plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from math import fsum

from solvers.arguments import non_negative, positive
from solvers.errors import SolverError
from solvers.planning.lots.needs import per_period, quantities

__all__ = ["AggregatePeriod", "AggregatePlan", "AggregateTerms", "PlanCosts", "carried", "checked_terms"]

MOST_PERIODS = 120


@dataclass(frozen=True, slots=True)
class AggregateTerms:
    """The means of a family of products, in units, workers and money, by period.

    ``units_per_worker`` is what a worker makes in regular hours (one figure, or one for each period, as the
    working days go), ``wage`` what he costs whether he makes it or not; ``overtime_per_worker`` the most units
    he adds in overtime, ``overtime_cost`` each; ``material_cost`` of a unit made, ``subcontract_cost`` of one
    bought, None when none can be. ``subcontract_most``, ``stock_most`` and ``workers_most`` are limits of a period,
    None for none.
    ``backlog_cost`` is that of a unit late at the end of a period, None when all must be served on time.
    ``safety_stock`` is the least stock of each period (one figure or one for each), ``closing_stock`` of the last.
    """

    opening_workers: float = 0.0
    opening_stock: float = 0.0
    units_per_worker: float | tuple[float, ...] = 1.0
    wage: float = 0.0
    overtime_per_worker: float = 0.0
    overtime_cost: float = 0.0
    material_cost: float = 0.0
    subcontract_cost: float | None = None
    subcontract_most: float | None = None
    hiring_cost: float = 0.0
    firing_cost: float = 0.0
    holding_cost: float = 0.0
    backlog_cost: float | None = None
    safety_stock: float | tuple[float, ...] = 0.0
    closing_stock: float = 0.0
    stock_most: float | None = None
    workers_least: float = 0.0
    workers_most: float | None = None

    @property
    def bought_most(self) -> float | None:
        """The most units bought in a period: 0 when none can be, None for no limit."""
        return 0.0 if self.subcontract_cost is None else self.subcontract_most


@dataclass(frozen=True, slots=True)
class AggregatePeriod:
    """A period of a plan: workers, those hired and fired, units by origin, units in stock and late at its end."""

    workers: float
    hired: float
    fired: float
    regular: float
    overtime: float
    subcontract: float
    stock: float
    backlog: float


@dataclass(frozen=True, slots=True)
class PlanCosts:
    """The cost of a plan, line by line, in money."""

    wages: float
    overtime: float
    hiring: float
    firing: float
    material: float
    subcontracting: float
    holding: float
    backlog: float

    @property
    def total(self) -> float:
        """All the lines."""
        return fsum(getattr(self, one.name) for one in fields(self))


@dataclass(frozen=True, slots=True)
class AggregatePlan:
    """The periods, their costs, the proven lower bound on the total (None for a plan made by hand)."""

    periods: tuple[AggregatePeriod, ...]
    costs: PlanCosts
    bound: float | None = None
    proven: bool = False


def checked_terms(demand: Sequence[float], terms: AggregateTerms) -> tuple[float, ...]:
    """Return the demand of each period (units), or raise SolverError for it or terms out of range.

    Source: definition of the problem.

    >>> checked_terms([100, 120], AggregateTerms(units_per_worker=10))
    (100.0, 120.0)
    """
    asked = quantities("demand", demand)
    if len(asked) > MOST_PERIODS:
        raise SolverError("demand", len(asked), "count_between", least=1, most=MOST_PERIODS)
    for one in fields(terms):
        value = getattr(terms, one.name)
        if one.name in {"units_per_worker", "safety_stock"}:
            per_period(one.name, value, len(asked))
        elif value is not None:
            non_negative(one.name, value)
    for at, made in enumerate(per_period("units_per_worker", terms.units_per_worker, len(asked))):
        positive(f"units_per_worker[{at}]", made)
    if terms.workers_most is not None and terms.workers_most < terms.workers_least:
        raise SolverError("workers_most", terms.workers_most, "at_least", least=terms.workers_least)
    return asked


def carried(
    demand: Sequence[float],
    terms: AggregateTerms,
    rows: Sequence[tuple[float, float, float, float]],
    bound: float | None = None,
    proven: bool = False,
) -> AggregatePlan:
    """Carry decisions (workers, regular, overtime and subcontracted units) over the periods, and cost them.

    Source: Chopra & Meindl, Supply Chain Management, chapter on aggregate planning.

    >>> terms = AggregateTerms(opening_workers=2, units_per_worker=10, wage=100, hiring_cost=30, holding_cost=1)
    >>> found = carried([20, 30], terms, [(3, 30, 0, 0), (3, 20, 0, 0)])
    >>> [one.stock for one in found.periods], found.costs.total
    ([10.0, 0.0], 640.0)
    """
    staff, left = float(terms.opening_workers), float(terms.opening_stock)
    periods = []
    for asked, (workers, regular, overtime, bought) in zip(demand, rows, strict=True):
        left += regular + overtime + bought - asked
        left = 0.0 if abs(left) < 1e-6 else left
        change = workers - staff
        periods.append(
            AggregatePeriod(
                float(workers),
                max(change, 0.0) + 0.0,
                max(-change, 0.0) + 0.0,
                float(regular),
                float(overtime),
                float(bought),
                max(left, 0.0) + 0.0,
                max(-left, 0.0) + 0.0,
            )
        )
        staff = workers
    costs = PlanCosts(
        wages=terms.wage * fsum(one.workers for one in periods),
        overtime=terms.overtime_cost * fsum(one.overtime for one in periods),
        hiring=terms.hiring_cost * fsum(one.hired for one in periods),
        firing=terms.firing_cost * fsum(one.fired for one in periods),
        material=terms.material_cost * fsum(one.regular + one.overtime for one in periods),
        subcontracting=(terms.subcontract_cost or 0.0) * fsum(one.subcontract for one in periods),
        holding=terms.holding_cost * fsum(one.stock for one in periods),
        backlog=(terms.backlog_cost or 0.0) * fsum(one.backlog for one in periods),
    )
    return AggregatePlan(tuple(periods), costs, bound, proven)
