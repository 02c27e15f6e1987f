"""Loading: the methods and the checker of ``solvers.loading``, over tables of orders and of vehicles.

Orders hold ``order``, ``weight_kg``, ``volume_m3`` and may hold ``kind``; vehicles hold ``vehicle``,
``payload_kg``, ``volume_m3`` and ``cost``; ``incompatible`` is a list of pairs of kinds.
"""

from __future__ import annotations

import json
from functools import lru_cache

from cases.expressions import Function
from cases.functions.arguments import Record, cell, listed, records, text
from cases.functions.plans import figure, violations
from cases.plain import Plain
from solvers.loading import best_loading, check, first_fit
from solvers.loading.loads import Order, Vehicle

Pairs = tuple[tuple[str, str], ...]


def _orders(table: object) -> tuple[Order, ...]:
    return tuple(
        Order(
            text(cell(row, "order")),
            figure(cell(row, "weight_kg")),
            figure(cell(row, "volume_m3")),
            text(row.get("kind", "")),
        )
        for row in records(table)
    )


def _vehicles(table: object) -> tuple[Vehicle, ...]:
    return tuple(
        Vehicle(
            text(cell(row, "vehicle")),
            figure(cell(row, "payload_kg")),
            figure(cell(row, "volume_m3")),
            figure(cell(row, "cost")),
        )
        for row in records(table)
    )


def _pairs(values: object) -> Pairs:
    found = []
    for pair in listed(values):
        kinds = listed(pair)
        if len(kinds) != 2:
            raise TypeError("pairs of kinds")
        found.append((text(kinds[0]), text(kinds[1])))
    return tuple(found)


def _rows(pairs: Pairs) -> list[Plain]:
    return [{"order": order, "vehicle": vehicle} for order, vehicle in pairs]


def _check(plan: object, orders: object, vehicles: object, incompatible: object = None) -> Record:
    """The rules that a plan (rows of ``order`` and ``vehicle``) breaks, its cost, and what each vehicle carries."""
    pairs = [(text(cell(row, "order")), text(cell(row, "vehicle"))) for row in records(plan)]
    found = check.check_loading(pairs, _orders(orders), _vehicles(vehicles), _pairs(incompatible or []))
    return {
        "violations": violations(found.violations),
        "objective": {
            "total_cost": found.total_cost,
            "vehicles": found.vehicles,
            "weight_share": found.weight_share,
            "volume_share": found.volume_share,
        },
        "loads": [load for one in found.loads for load in _loads(one)],
    }


def _loads(one: check.Load) -> list[Plain]:
    return [
        {"lane": one.vehicle, "found": one.weight_kg, "limit": one.payload_kg, "unit": "kg"},
        {"lane": one.vehicle, "found": one.volume_m3, "limit": one.capacity_m3, "unit": "m3"},
    ]


def _first_fit(
    orders: object, vehicles: object, incompatible: object = None, decreasing: bool = False
) -> list[Plain]:
    """The plan of whoever loads the orders as they come, each into the first vehicle with room."""
    if not isinstance(decreasing, bool):
        raise TypeError("True or False")
    found = first_fit.first_fit(
        _orders(orders), _vehicles(vehicles), _pairs(incompatible or []), decreasing=decreasing
    )
    return _rows(found)


def _best(orders: object, vehicles: object, incompatible: object = None) -> Record:
    """The plan of least vehicle cost, with its cost and the bound that no plan can pass."""
    found = _searched(
        json.dumps([records(orders), records(vehicles), listed(incompatible or [])], sort_keys=True)
    )
    return {
        "rows": _rows(found.pairs),
        "objective": {"total_cost": found.cost},
        "bound": found.bound,
        "proven": found.proven,
    }


@lru_cache(maxsize=256)
def _searched(question: str) -> best_loading.BestLoading:
    orders, vehicles, incompatible = json.loads(question)
    return best_loading.best_loading(_orders(orders), _vehicles(vehicles), _pairs(incompatible))


FUNCTIONS: dict[str, Function] = {
    "check_loading": _check,
    "first_fit": _first_fit,
    "best_loading": _best,
}
PLAN_RULES: dict[str, tuple[str, ...]] = {"check_loading": check.RULES}
