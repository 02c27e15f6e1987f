"""The aggregate plan (PIC, S&OP) of least cost, as a linear programme, in whole workers where it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solvers.errors import SolverError
from solvers.mip import NODES, Engine, Mip
from solvers.planning.aggregate_terms import AggregatePlan, AggregateTerms, carried, checked_terms
from solvers.planning.lots.needs import per_period

__all__ = ["best_aggregate_plan"]


@dataclass(frozen=True, slots=True)
class _Period:
    workers: int
    hired: int
    fired: int
    regular: int
    overtime: int
    bought: int
    stock: int
    late: int | None


def best_aggregate_plan(
    demand: Sequence[float],
    terms: AggregateTerms,
    *,
    whole_workers: bool = False,
    whole_units: bool = False,
    engine: Engine = "highs",
    nodes: int = NODES,
) -> AggregatePlan:
    """Find the workforce, overtime, subcontracting, stock and backlog of least cost over the periods.

    ``demand`` in units by period. SolverError for figures out of range and when no plan keeps every limit; a
    search cut short gives its best plan with its bound, ``proven`` false.

    Minimise Σ wage·W + hiring·H + firing·F + overtime·O + material·(R + O) + subcontracting·S + holding·I +
    backlog·B subject to W(t) = W(t − 1) + H(t) − F(t); R(t) ≤ units·W(t); O(t) ≤ overtime·W(t); I(t) − B(t) =
    I(t − 1) − B(t − 1) + R(t) + O(t) + S(t) − demand(t); I(t) ≥ safety stock; B = 0 at the end.

    Source: Chopra & Meindl, Supply Chain Management, chapter on aggregate planning; Hanssmann & Hess (1960).

    >>> terms = AggregateTerms(
    ...     opening_workers=80, opening_stock=1000, units_per_worker=40, wage=640, overtime_per_worker=2.5,
    ...     overtime_cost=24, material_cost=10, subcontract_cost=30, hiring_cost=300, firing_cost=500,
    ...     holding_cost=2, backlog_cost=5, closing_stock=500,
    ... )
    >>> demand = [1600, 3000, 3200, 3800, 2200, 2200]
    >>> round(best_aggregate_plan(demand, terms).costs.total)
    422275
    >>> round(best_aggregate_plan(demand, terms, whole_workers=True).costs.total)
    422660
    """
    asked = checked_terms(demand, terms)
    count = len(asked)
    made = per_period("units_per_worker", terms.units_per_worker, count)
    safety = list(per_period("safety_stock", terms.safety_stock, count))
    safety[-1] = max(safety[-1], terms.closing_stock)
    model = Mip()
    periods = [
        _Period(
            workers=model.variable(
                terms.wage, low=terms.workers_least, high=terms.workers_most, whole=whole_workers
            ),
            hired=model.variable(terms.hiring_cost, whole=whole_workers),
            fired=model.variable(terms.firing_cost, whole=whole_workers),
            regular=model.variable(terms.material_cost, whole=whole_units),
            overtime=model.variable(terms.material_cost + terms.overtime_cost, whole=whole_units),
            bought=model.variable(terms.subcontract_cost or 0.0, high=terms.bought_most, whole=whole_units),
            stock=model.variable(terms.holding_cost, high=terms.stock_most),
            late=None if terms.backlog_cost is None or t == count - 1 else model.variable(terms.backlog_cost),
        )
        for t in range(count)
    ]
    for t, one in enumerate(periods):
        before = periods[t - 1] if t else None
        staff = {one.workers: 1.0, one.hired: -1.0, one.fired: 1.0}
        goods = {one.regular: 1.0, one.overtime: 1.0, one.bought: 1.0, one.stock: -1.0}
        if one.late is not None:
            goods[one.late] = 1.0
        if before is not None:
            staff[before.workers] = -1.0
            goods[before.stock] = 1.0
            if before.late is not None:
                goods[before.late] = -1.0
        model.require(staff, "==", 0.0 if t else terms.opening_workers)
        model.require(goods, "==", asked[t] - (0.0 if t else terms.opening_stock))
        model.require({one.regular: 1.0, one.workers: -made[t]}, "<=", 0.0)
        model.require({one.overtime: 1.0, one.workers: -terms.overtime_per_worker}, "<=", 0.0)
        if safety[t] > 0:
            floor = {one.stock: 1.0}
            if one.late is not None:
                floor[one.late] = -1.0  # stock and backlog together would be no safety
            model.require(floor, ">=", safety[t])
    found = model.solve(engine=engine, nodes=nodes)
    if found.status not in {"optimal", "feasible"}:
        raise SolverError("demand", list(asked), "met_within_limits")
    values = found.values
    rows = [
        tuple(
            max(round(float(values[at]), 9), 0.0)
            for at in (one.workers, one.regular, one.overtime, one.bought)
        )
        for one in periods
    ]
    plan = carried(asked, terms, [(w, r, o, s) for w, r, o, s in rows])
    total = plan.costs.total
    bound = total if found.bound is None else min(found.bound, total)
    return AggregatePlan(plan.periods, plan.costs, bound, found.status == "optimal")
