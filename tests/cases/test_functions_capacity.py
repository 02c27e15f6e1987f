"""Loads and capacity from a case: an example of each function, and what is refused."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal, value

from cases.checkers import RULES
from cases.plain import Plain
from solvers.planning.check_capacitated_lots import RULES as SHARED
from solvers.planning.check_levelling import RULES as LEVELLING

NAMES: dict[str, Plain] = {
    "mps": {"A": [10, 20]},
    "bill": [
        {"item": "A", "resource": "lathe", "hours": 1.5},
        {"item": "A", "resource": "press", "hours": 2, "offset": 1},
    ],
    "lots": [{"item": "leg", "release": 0, "receipt": 1, "quantity": 50}],
    "routing": [{"item": "leg", "resource": "lathe", "setup_h": 1, "run_h": 0.1}],
    "orders": [
        {"order": "A", "period": 2, "hours": 5, "earliest": 1, "early_cost": 20, "subcontract_cost": 90},
        {"order": "B", "period": 2, "hours": 6, "earliest": 1, "early_cost": 30},
        {"order": "C", "period": 1, "hours": 4},
    ],
    "terms": {"capacity": [8, 8], "overtime_most": [2, 2], "overtime_cost": 15},
    "items": [{"item": "A", "demand": [90, 120, 80, 70], "setup_cost": 500, "holding_cost": 2}],
}  # fmt: skip

WORKS: dict[str, tuple[str, Plain]] = {
    "rough_cut_loads": ("rough_cut_loads(mps, bill)", {"lathe": [15.0, 30.0], "press": [40.0, 0.0]}),
    "overall_loads": ("overall_loads(mps, {'A': 2}, {'lathe': 0.5}).lathe", [10.0, 20.0]),
    "lot_loads": (
        "lot_loads(lots, routing, 3)",
        [{"resource": "lathe", "period": 1, "item": "leg", "quantity": 50.0, "hours": 6.0}],
    ),
    "load_profile": ("column(load_profile({'lathe': [15, 30]}, {'lathe': [20, 20]}), 'over')", [0.0, 10.0]),
    "level_load": ("level_load(orders, terms).loads", [9.0, 6.0]),
    "best_level_load": ("best_level_load(orders, terms).objective.total_cost", 35.0),
    "check_level_load": ("check_level_load(best_level_load(orders, terms).rows, orders, terms).violations", []),
    "best_shared_lots": ("best_shared_lots(items, [1000, 1000, 1000, 1000]).bound", 1380.0),
    "check_shared_lots": (
        "check_shared_lots([{'item': 'A', 'period': 1, 'quantity': 360}], items, [1000] * 4).objective.total_cost",
        1480.0,
    ),
}  # fmt: skip
REFUSES: dict[str, list[tuple[str, str]]] = {
    "rough_cut_loads": [
        ("rough_cut_loads(mps, [{'item': 'Z', 'resource': 'lathe', 'hours': 1}])", "expression_call"),
        ("rough_cut_loads({}, bill)", "expression_call"),
    ],
    "overall_loads": [
        ("overall_loads(mps, {}, {'lathe': 1})", "expression_call"),
        ("overall_loads(mps, 3, {})", "expression_type"),
    ],
    "lot_loads": [
        ("lot_loads(lots, routing, 0)", "expression_call"),
        ("lot_loads([{'item': 'leg'}], routing, 2)", "table_field"),
    ],
    "load_profile": [("load_profile({'lathe': [15]}, {})", "expression_call")],
    "level_load": [
        ("level_load([], terms)", "expression_call"),
        ("level_load(orders, {'capacity': [8, 8], 'overtime': [2, 2]})", "expression_field"),
        ("level_load(orders, {'capacity': [8]})", "expression_call"),
    ],
    "best_level_load": [("best_level_load(orders, {'capacity': [5, 5]})", "expression_call")],
    "check_level_load": [
        ("check_level_load([{'period': 1}], orders, terms)", "table_field"),
        ("check_level_load([], orders, 3)", "expression_type"),
    ],
    "best_shared_lots": [("best_shared_lots(items, [10, 10, 10, 10])", "expression_call")],
    "check_shared_lots": [
        ("check_shared_lots([{'item': 'A', 'period': 'one', 'quantity': 3}], items, [9])", "expression_type"),
    ],
}  # fmt: skip


def test_the_examples_cover_the_list() -> None:
    check_listed("capacity", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS, NAMES)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code, NAMES)


def test_outside_is_period_0_or_none() -> None:
    for outside in ("{'order': 'A', 'period': 0}", "{'order': 'A'}"):
        rows = f"[{outside}, {{'order': 'B', 'period': 2}}, {{'order': 'C', 'period': 1}}]"
        found = value(f"check_level_load({rows}, orders, terms)", NAMES)
        assert isinstance(found, dict)
        assert found["violations"] == []
        assert found["objective"]["total_cost"] == 90.0  # type: ignore[index, call-overload]


def test_the_loads_of_a_picture() -> None:
    found = value("check_level_load([], orders, terms).loads[0]", NAMES)
    assert found == {"lane": "1", "found": 0.0, "limit": 10.0, "unit": "hour"}
    assert RULES["check_level_load"] == LEVELLING
    assert RULES["check_shared_lots"] == SHARED


def test_a_period_typed_in_a_plan_is_a_figure() -> None:
    rows = "[{'order': o.order, 'period': o.period * 1.0} for o in orders]"
    found = value(f"check_level_load({rows}, orders, terms).objective.total_cost", NAMES)
    assert found == value(
        f"check_level_load({rows.replace(' * 1.0', '')}, orders, terms).objective.total_cost", NAMES
    )
    between = "[{'order': o.order, 'period': 1.5} for o in orders]"
    told = value(f"check_level_load({between}, orders, terms).violations", NAMES)
    assert {one["rule"] for one in told} >= {"out_of_horizon"}  # type: ignore[call-overload,index,union-attr]
