"""The aggregate plan and the master schedule: methods, baselines, what may be promised, and their checkers.

The terms of an aggregate plan are a record of the fields of ``AggregateTerms``; those of a master schedule hold
``on_hand``, ``safety_stock``, ``rule``, ``demand_fence``, ``planning_fence``.
"""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from functools import lru_cache
from typing import Any

from cases.expressions import Function
from cases.functions.arguments import Record, cell, figures, known_record, records, text, whole
from cases.functions.materials import lot_rule
from cases.functions.plans import figure, violations
from cases.plain import Plain, is_number
from solvers.planning import (
    aggregate_baselines,
    aggregate_plan,
    available_to_promise,
    check_aggregate_plan,
    check_master_schedule,
    master_schedule,
)
from solvers.planning.aggregate_terms import AggregatePlan, AggregateTerms, checked_terms
from solvers.planning.master_schedule import ScheduleTerms

AGGREGATE = tuple(one.name for one in fields(AggregateTerms))
SCHEDULE = tuple(one.name for one in fields(ScheduleTerms))


# -- aggregate plan ---------------------------------------------------------------------------------
def _aggregate_terms(record: object) -> AggregateTerms:
    found: dict[str, Any] = {}
    for name, value in known_record(record, AGGREGATE).items():
        if value is not None:
            found[name] = figure(value) if is_number(value) else tuple(figures(value))
    return AggregateTerms(**found)


def _plan(found: AggregatePlan) -> Record:
    rows: list[Plain] = [
        {"period": t} | {name: float(value) for name, value in asdict(one).items()}
        for t, one in enumerate(found.periods, 1)
    ]
    costs: Record = {name: float(value) for name, value in asdict(found.costs).items()}
    return {
        "rows": rows,
        "objective": {"total_cost": found.costs.total},
        "costs": costs,
        "bound": found.bound,
        "proven": found.proven,
    }


def _best_aggregate(demand: object, terms: object, whole_workers: bool = False) -> Record:
    """The plan of least cost, with its costs line by line and the bound that no plan can pass."""
    _aggregate_terms(terms)
    return _plan(_searched(json.dumps([figures(demand), terms, bool(whole_workers)], sort_keys=True)))


@lru_cache(maxsize=256)
def _searched(question: str) -> AggregatePlan:
    demand, terms, whole_workers = json.loads(question)
    return aggregate_plan.best_aggregate_plan(demand, _aggregate_terms(terms), whole_workers=whole_workers)


def _level_aggregate(
    demand: object, terms: object, whole_workers: bool = False, backlog: bool = False
) -> Record:
    """One workforce for the whole horizon, stock taking up the seasons."""
    return _plan(
        aggregate_baselines.level_plan(
            figures(demand), _aggregate_terms(terms), whole_workers=bool(whole_workers), backlog=bool(backlog)
        )
    )


def _chase_aggregate(demand: object, terms: object, whole_workers: bool = False) -> Record:
    """A workforce that follows the demand."""
    return _plan(
        aggregate_baselines.chase_plan(
            figures(demand), _aggregate_terms(terms), whole_workers=bool(whole_workers)
        )
    )


def _mixed_aggregate(demand: object, terms: object, workers: float) -> Record:
    """A steady workforce with overtime, then purchases, where it falls short."""
    return _plan(aggregate_baselines.mixed_plan(figures(demand), _aggregate_terms(terms), figure(workers)))


def _check_aggregate(
    plan: object, demand: object, terms: object, whole_workers: bool = False, unit: str = "unit"
) -> Record:
    """The rules that decisions (rows of ``workers``, ``overtime``, ``subcontract``, ``regular`` if any) break."""
    rows = [
        (
            figure(cell(row, "workers")),
            None if row.get("regular") is None else figure(row["regular"]),
            figure(row.get("overtime") or 0),
            figure(row.get("subcontract") or 0),
        )
        for row in records(plan)
    ]
    by = _aggregate_terms(terms)
    asked = checked_terms(figures(demand), by)
    found = check_aggregate_plan.check_aggregate_plan(
        rows, asked, by, whole_workers=bool(whole_workers), unit=text(unit)
    )
    return {
        "violations": violations(found.violations),
        "objective": {
            "total_cost": found.total_cost,
            "mean_stock": found.mean_stock,
            "service": found.service,
        },
        "costs": {**found.costs},
        "stock": list(found.stock),
    }


# -- master schedule --------------------------------------------------------------------------------
def _schedule_terms(record: object) -> ScheduleTerms:
    found: dict[str, Any] = {}
    for name, value in known_record(record, SCHEDULE).items():
        if name == "rule":
            found[name] = lot_rule(value)
        else:
            found[name] = whole(value) if name.endswith("fence") else figure(value)
    return ScheduleTerms(**found)


def _master_schedule(
    forecast: object, orders: object, terms: object, firm: object = None, deficit: object = "shown"
) -> Record:
    """The schedule of an item: demand to meet, net, mps, projected stock, atp (None: no production), dav."""
    found = master_schedule.master_schedule(
        figures(forecast),
        figures(orders),
        _schedule_terms(terms),
        figures(firm or []),
        text(deficit),  # type: ignore[arg-type]  # a word that it refuses itself
    )
    return {name: list(values) for name, values in asdict(found).items()}


def _atp(on_hand: float, mps: object, orders: object, deficit: object = "shown") -> list[Plain]:
    """The discrete available-to-promise, None in periods without production."""
    return list(
        available_to_promise.discrete_atp(
            on_hand,
            figures(mps),
            figures(orders),
            text(deficit),  # type: ignore[arg-type]  # a word that it refuses itself
        )
    )


def _earliest_promise(dav: object, quantity: float, from_period: int = 1) -> int | None:
    """The first period in which a quantity can be promised, None when there is none."""
    return available_to_promise.earliest_promise(figures(dav), quantity, whole(from_period))


def _check_master_schedule(
    plan: object,
    forecast: object,
    orders: object,
    terms: object,
    firm: object = None,
    capacity: object = None,
    unit: str = "unit",
) -> Record:
    """The rules that a schedule (rows of ``quantity``, one a period) breaks, its stock and its costs."""
    expected, asked = figures(forecast), figures(orders)
    master_schedule.gross_demand(expected, asked)  # refuses lists that do not fit together
    found = check_master_schedule.check_master_schedule(
        [figure(cell(row, "quantity")) for row in records(plan)],
        expected,
        asked,
        _schedule_terms(terms),
        figures(firm or []),
        figures(capacity or []),
        text(unit),
    )
    return {
        "violations": violations(found.violations),
        "objective": {
            "total_cost": found.total_cost,
            "setup_cost": found.setup_cost,
            "holding_cost": found.holding_cost,
            "productions": found.productions,
            "mean_stock": found.mean_stock,
            "largest_dip": found.largest_dip,
        },
        "projected": list(found.projected),
    }


FUNCTIONS: dict[str, Function] = {
    "best_aggregate": _best_aggregate,
    "level_aggregate": _level_aggregate,
    "chase_aggregate": _chase_aggregate,
    "mixed_aggregate": _mixed_aggregate,
    "check_aggregate": _check_aggregate,
    "master_schedule": _master_schedule,
    "schedule_demand": lambda forecast, orders, fence=0: list(
        master_schedule.gross_demand(figures(forecast), figures(orders), whole(fence))
    ),
    "projected_stock": lambda on_hand, mps, demand: list(
        master_schedule.projected_available(on_hand, figures(mps), figures(demand))
    ),
    "atp": _atp,
    "dav": lambda on_hand, mps, orders: list(
        available_to_promise.cumulative_dav(on_hand, figures(mps), figures(orders))
    ),
    "earliest_promise": _earliest_promise,
    "check_master_schedule": _check_master_schedule,
}
PLAN_RULES: dict[str, tuple[str, ...]] = {
    "check_aggregate": check_aggregate_plan.RULES,
    "check_master_schedule": check_master_schedule.RULES,
}
