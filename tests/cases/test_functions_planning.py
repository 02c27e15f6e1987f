"""Aggregate plans and master schedules from a case: an example of each function, and what is refused."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal, value

from cases.checkers import RULES
from cases.plain import Plain
from solvers.planning.check_aggregate_plan import RULES as AGGREGATE
from solvers.planning.check_master_schedule import RULES as MASTER

NAMES: dict[str, Plain] = {
    "demand": [1600, 3000, 3200, 3800, 2200, 2200],
    "terms": {
        "opening_workers": 80,
        "opening_stock": 1000,
        "units_per_worker": 40,
        "wage": 640,
        "overtime_per_worker": 2.5,
        "overtime_cost": 24,
        "material_cost": 10,
        "subcontract_cost": 30,
        "hiring_cost": 300,
        "firing_cost": 500,
        "holding_cost": 2,
        "backlog_cost": 5,
        "closing_stock": 500,
    },
    "forecast": [40, 40, 40, 40],
    "orders": [42, 30, 10, 0],
    "item": {"on_hand": 45, "rule": {"rule": "fixed_quantity", "quantity": 80}},
    "mps": [0, 80, 0, 80],
}

WORKS: dict[str, tuple[str, Plain]] = {
    "best_aggregate": ("best_aggregate(demand, terms, True).objective.total_cost", 422660.0),
    "level_aggregate": (
        "column(level_aggregate([80, 120, 130], {'opening_workers': 10, 'units_per_worker': 10}).rows, 'stock')",
        [30.0, 20.0, 0.0],
    ),
    "chase_aggregate": ("chase_aggregate(demand, terms).rows[0].workers", 15.0),
    "mixed_aggregate": ("mixed_aggregate(demand, terms, 60).costs.wages", 230400.0),
    "check_aggregate": (
        "check_aggregate(best_aggregate(demand, terms, True).rows, demand, terms, True).violations",
        [],
    ),
    "master_schedule": ("master_schedule(forecast, orders, item).atp", [3.0, 40.0, None, 80.0]),
    "schedule_demand": ("schedule_demand(forecast, orders, 2)", [42.0, 30.0, 40.0, 40.0]),
    "projected_stock": ("projected_stock(45, mps, [42, 40, 40, 40])", [3.0, 43.0, 3.0, 43.0]),
    "atp": ("atp(10, [0, 40, 30], [5, 10, 50], 'carried_back')", [5.0, 10.0, 0.0]),
    "dav": ("dav(45, mps, orders)", [3.0, 43.0, 43.0, 123.0]),
    "earliest_promise": ("earliest_promise(dav(45, mps, orders), 50)", 4),
    "check_master_schedule": (
        "check_master_schedule([{'quantity': n} for n in mps], forecast, orders, item).objective.mean_stock",
        23.0,
    ),
}
REFUSES: dict[str, list[tuple[str, str]]] = {
    "best_aggregate": [
        ("best_aggregate([100], {'units_per_worker': 1, 'workers_most': 2})", "expression_call"),
        ("best_aggregate(demand, {'wages': 3})", "expression_field"),
        ("best_aggregate(demand, 3)", "expression_type"),
        ("best_aggregate([3, -1], terms)", "expression_call"),
    ],
    "level_aggregate": [("level_aggregate(demand, {'units_per_worker': 0})", "expression_call")],
    "chase_aggregate": [("chase_aggregate(3, terms)", "expression_type")],
    "mixed_aggregate": [("mixed_aggregate(demand, terms, 'many')", "expression_type")],
    "check_aggregate": [
        ("check_aggregate([{'overtime': 3}], demand, terms)", "table_field"),
        ("check_aggregate([], demand, {'wage': -1})", "expression_call"),
    ],
    "master_schedule": [
        ("master_schedule(forecast, [1], item)", "expression_call"),
        ("master_schedule(forecast, orders, {'fence': 2})", "expression_field"),
        ("master_schedule(forecast, orders, item, [], 'lost')", "expression_call"),
    ],
    "schedule_demand": [("schedule_demand(forecast, orders, -1)", "expression_call")],
    "projected_stock": [("projected_stock(45, mps, [1])", "expression_call")],
    "atp": [("atp(45, mps, [1])", "expression_call")],
    "dav": [("dav(-1, mps, orders)", "expression_call")],
    "earliest_promise": [
        ("earliest_promise([10], 0)", "expression_call"),
        ("earliest_promise([10], 5, 2)", "expression_call"),
    ],
    "check_master_schedule": [
        ("check_master_schedule([{'lot': 3}], forecast, orders, item)", "table_field"),
        ("check_master_schedule([], forecast, [1], item)", "expression_call"),
    ],
}  # fmt: skip


def test_the_examples_cover_the_list() -> None:
    check_listed("planning", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS, NAMES)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code, NAMES)


def test_no_period_can_promise_is_none() -> None:
    assert value("earliest_promise(dav(45, mps, orders), 500)", NAMES) is None


def test_what_a_checker_tells() -> None:
    rows = "[{'workers': 80, 'overtime': 0, 'subcontract': 0} for month in demand]"
    found = value(f"check_aggregate({rows}, demand, terms)", NAMES)
    assert isinstance(found, dict)
    assert found["violations"] == []
    assert found["stock"] == [2600.0, 2800.0, 2800.0, 2200.0, 3200.0, 4200.0]
    assert RULES["check_aggregate"] == AGGREGATE
    assert RULES["check_master_schedule"] == MASTER
