"""Loads and capacity: rough-cut and detailed loads, levelling, lots that share a capacity, and their checkers.

Orders to level hold ``order``, ``period``, ``hours`` and may hold ``earliest``, ``early_cost``,
``subcontract_cost``; terms hold ``capacity`` and may hold ``overtime_most`` (hours by period), ``overtime_cost``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from functools import lru_cache

from cases.expressions import Function
from cases.functions.arguments import Record, cell, figures, known_record, listed, records, text, whole
from cases.functions.materials import schedules
from cases.functions.plans import figure, violations
from cases.plain import Plain
from solvers.planning import (
    capacitated_lots,
    capacity_loads,
    check_capacitated_lots,
    check_levelling,
    levelling_terms,
    load_levelling,
)
from solvers.planning.levelling_terms import LevelTerms, LoadOrder
from solvers.planning.planned_lots import PlannedLot
from solvers.violations import Violation


# -- loads ------------------------------------------------------------------------------------------
def _marks(record: object) -> dict[str, float]:
    if not isinstance(record, dict):
        raise TypeError("a record of figures")
    return {name: figure(value) for name, value in record.items()}


def _by_resource(loads: dict[str, tuple[float, ...]]) -> Record:
    return {name: list(hours) for name, hours in loads.items()}


def _rough_cut_loads(mps: object, bill: object) -> Record:
    """Hours by resource and period from a master schedule and a bill of resources."""
    lines = [
        capacity_loads.ResourceLine(
            text(cell(row, "item")),
            text(cell(row, "resource")),
            figure(cell(row, "hours")),
            whole(row.get("offset", 0)),
        )
        for row in records(bill)
    ]
    return _by_resource(capacity_loads.resource_loads(schedules(mps), lines))


def _overall_loads(mps: object, hours: object, shares: object) -> Record:
    """Hours by resource and period from overall planning factors."""
    return _by_resource(capacity_loads.overall_factors(schedules(mps), _marks(hours), _marks(shares)))


def _lot_loads(lots: object, routing: object, periods: int) -> list[Plain]:
    """What each planned lot loads each resource with: rows of resource, period, item, quantity, hours."""
    several = [
        PlannedLot(
            text(cell(row, "item")),
            whole(cell(row, "release")),
            whole(row.get("receipt", cell(row, "release"))),
            figure(cell(row, "quantity")),
        )
        for row in records(lots)
    ]
    steps = [
        capacity_loads.RoutingStep(
            text(cell(row, "item")),
            text(cell(row, "resource")),
            figure(row.get("setup_h", 0)),
            figure(row.get("run_h", 0)),
            whole(row.get("offset", 0)),
        )
        for row in records(routing)
    ]
    return [asdict(one) for one in capacity_loads.detailed_loads(several, steps, whole(periods))]


def _load_profile(loads: object, capacity: object) -> list[Plain]:
    """Loads against capacities: rows of resource, period, load, capacity, rate, over."""
    return [asdict(one) for one in capacity_loads.load_profile(schedules(loads), schedules(capacity))]


def _period(value: object) -> int:
    """A period as it is typed in a plan; -1, which no horizon holds, for one with decimals."""
    typed = figure(value)
    return int(typed) if typed == int(typed) else -1


# -- levelling --------------------------------------------------------------------------------------
def _orders(table: object) -> list[LoadOrder]:
    return [
        LoadOrder(
            text(cell(row, "order")),
            whole(cell(row, "period")),
            figure(cell(row, "hours")),
            whole(row.get("earliest", row["period"])),
            figure(row.get("early_cost", 0)),
            None if row.get("subcontract_cost") is None else figure(row["subcontract_cost"]),
        )
        for row in records(table)
    ]


def _level_terms(record: object) -> LevelTerms:
    terms = known_record(record, {"capacity", "overtime_most", "overtime_cost"})
    return LevelTerms(
        tuple(figures(cell(terms, "capacity"))),
        tuple(figures(terms.get("overtime_most", []))),
        figure(terms.get("overtime_cost", 0)),
    )


def _levelled(found: levelling_terms.Levelled) -> Record:
    return {
        "rows": [{"order": order, "period": period or 0} for order, period in found.rows],
        "objective": {"total_cost": found.total_cost},
        "loads": list(found.loads),
        "overtime": list(found.overtime),
        "bound": found.bound,
        "proven": found.proven,
    }


def _level_load(orders: object, terms: object) -> Record:
    """Orders levelled by hand, from the last period back; period 0 is made outside."""
    return _levelled(load_levelling.level_backward(_orders(orders), _level_terms(terms)))


def _best_level_load(orders: object, terms: object) -> Record:
    """The levelling of least cost; period 0 is made outside."""
    _level_terms(terms)
    return _levelled(_levelled_best(json.dumps([records(orders), terms], sort_keys=True)))


@lru_cache(maxsize=256)
def _levelled_best(question: str) -> levelling_terms.Levelled:
    orders, terms = json.loads(question)
    return load_levelling.best_levelling(_orders(orders), _level_terms(terms))


def _check_level_load(
    plan: object, orders: object, terms: object, unit: str = "hour", names: object = None
) -> Record:
    """The rules that a levelling (rows of ``order`` and ``period``, 0 or none: outside) breaks, its loads and costs.

    ``names`` are what the case calls the periods (1, 2… without them).
    """
    by, several = _level_terms(terms), _orders(orders)
    called = [text(one) for one in listed(names)] if names is not None else []
    told = {str(t): name for t, name in enumerate(called, 1)}
    extra = levelling_terms.checked_levelling(several, by)
    rows = [
        (text(cell(row, "order")), _period(row["period"]) if row.get("period") else None)
        for row in records(plan)
    ]
    found = check_levelling.check_levelling(rows, several, by, text(unit))
    limits = [able + more for able, more in zip(by.capacity, extra, strict=True)]
    return {
        "violations": violations(_called(one, told) for one in found.violations),
        "objective": {
            "total_cost": found.total_cost,
            "early_cost": found.early_cost,
            "overtime_cost": found.overtime_cost,
            "subcontract_cost": found.subcontract_cost,
            "peak_rate": found.peak_rate,
        },
        "loads": [
            {"lane": told.get(str(t), str(t)), "found": load, "limit": limit, "unit": text(unit)}
            for t, (load, limit) in enumerate(zip(found.loads, limits, strict=True), 1)
        ],
    }


def _called(one: Violation, told: Mapping[str, str]) -> Violation:
    """A violation with the period by its name, and without the numbers that stand for names."""
    named = replace(one, where=told.get(one.where, one.where))
    return replace(named, found=None, limit=None) if told and one.unit == "period" else named


# -- lots under a capacity --------------------------------------------------------------------------
def _capacitated(table: object) -> list[capacitated_lots.CapacitatedItem]:
    return [
        capacitated_lots.CapacitatedItem(
            text(cell(row, "item")),
            tuple(figures(cell(row, "demand"))),
            figure(row.get("run_h", 1)),
            figure(row.get("setup_h", 0)),
            figure(row.get("setup_cost", 0)),
            figure(row.get("holding_cost", 0)),
            figure(row.get("opening_stock", 0)),
        )
        for row in records(table)
    ]


def _best_shared_lots(items: object, capacity: object) -> Record:
    """The lots of least cost of items that share a capacity (rows of item, period, quantity), with a bound."""
    found = _shared(json.dumps([records(items), figures(capacity)], sort_keys=True))
    return {
        "rows": [
            {"item": item, "period": period, "quantity": quantity} for item, period, quantity in found.rows
        ],
        "objective": {"total_cost": found.cost},
        "bound": found.bound,
        "proven": found.proven,
    }


@lru_cache(maxsize=256)
def _shared(question: str) -> capacitated_lots.CapacitatedLots:
    items, capacity = json.loads(question)
    return capacitated_lots.best_capacitated_lots(_capacitated(items), capacity)


def _check_shared_lots(plan: object, items: object, capacity: object, unit: str = "unit") -> Record:
    """The rules that lots (rows of ``item``, ``period``, ``quantity``) break, their hours and costs."""
    rows = [
        (text(cell(row, "item")), _period(cell(row, "period")), figure(cell(row, "quantity")))
        for row in records(plan)
    ]
    able = figures(capacity)
    found = check_capacitated_lots.check_capacitated_lots(rows, _capacitated(items), able, text(unit))
    return {
        "violations": violations(found.violations),
        "objective": {
            "total_cost": found.total_cost,
            "setup_cost": found.setup_cost,
            "holding_cost": found.holding_cost,
            "setups": found.setups,
        },
        "stock": {name: list(levels) for name, levels in found.stock.items()},
        "loads": [
            {"lane": str(t), "found": load, "limit": limit, "unit": "hour"}
            for t, (load, limit) in enumerate(zip(found.loads, able, strict=True), 1)
        ],
    }


FUNCTIONS: dict[str, Function] = {
    "rough_cut_loads": _rough_cut_loads,
    "overall_loads": _overall_loads,
    "lot_loads": _lot_loads,
    "load_profile": _load_profile,
    "level_load": _level_load,
    "best_level_load": _best_level_load,
    "check_level_load": _check_level_load,
    "best_shared_lots": _best_shared_lots,
    "check_shared_lots": _check_shared_lots,
}
PLAN_RULES: dict[str, tuple[str, ...]] = {
    "check_level_load": check_levelling.RULES,
    "check_shared_lots": check_capacitated_lots.RULES,
}
