"""Lots and requirements from a case: an example of each function, and what is refused."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal, value

from cases.checkers import RULES
from cases.plain import Plain
from solvers.planning.check_requirements import RULES as NAMED

NAMES: dict[str, Plain] = {
    "needs": [18, 30, 42, 5, 20],
    "items": [
        {"item": "chair", "on_hand": 10, "lead_time": 1},
        {
            "item": "leg",
            "on_hand": 50,
            "lead_time": 1,
            "safety_stock": 10,
            "rule": {"rule": "fixed_quantity", "quantity": 100, "setup": 40, "holding": 0.5},
        },
    ],
    "bom": [{"parent": "chair", "component": "leg", "quantity": 4}],
    "demand": {"chair": [0, 20, 30]},
}

WORKS: dict[str, tuple[str, Plain]] = {
    "plan_lots": ("plan_lots(needs, {'rule': 'silver_meal', 'setup': 80, 'holding': 2}).cost", 310.0),
    "cost_lots": ("cost_lots(needs, [48, 0, 47, 0, 20], 80, [2, 2, 2, 2, 2]).cost", 310.0),
    "wagner_whitin_steps": ("wagner_whitin_steps([90, 120, 80, 70], 500, 2)[-1].measure", 1560.0),
    "order_interval": ("order_interval(needs, 80, 2)", 2),
    "low_level_codes": ("low_level_codes(items, bom)", {"chair": 0, "leg": 1}),
    "total_needs": ("total_needs(['chair', 'leg'], bom, 'chair', 5).leg", 20.0),
    "requirements": ("requirements(items, bom, demand).grids.leg.receipts", [0.0, 200.0, 0.0]),
    "pegging": ("pegging(items, bom, demand, 'leg', 2).ends", [{"item": "chair", "period": 3}]),
    "check_requirements": (
        "check_requirements(requirements(items, bom, demand).lots, items, bom, demand).violations",
        [],
    ),
}
REFUSES: dict[str, list[tuple[str, str]]] = {
    "plan_lots": [
        ("plan_lots([3, -1])", "expression_call"),
        ("plan_lots(needs, 'by_guess')", "expression_call"),
        ("plan_lots(needs, {'rule': 'fixed_quantity', 'lot': 3})", "expression_field"),
        ("plan_lots(needs, 3)", "expression_type"),
        ("plan_lots(needs, {'rule': 'fixed_period', 'periods': 1.5})", "expression_type"),
    ],
    "cost_lots": [("cost_lots(needs, [1, 2])", "expression_call")],
    "wagner_whitin_steps": [("wagner_whitin_steps(needs, [80], 2)", "expression_call")],
    "order_interval": [("order_interval(needs, 80, 0)", "expression_call")],
    "low_level_codes": [
        ("low_level_codes(items, [{'parent': 'leg', 'component': 'leg'}])", "expression_call"),
        ("low_level_codes(items, [{'parent': 'leg'}])", "table_field"),
    ],
    "total_needs": [("total_needs(items, bom, 'table')", "expression_call")],
    "requirements": [
        ("requirements(items, bom, {'table': [1]})", "expression_call"),
        ("requirements(items, bom, [1])", "expression_type"),
        ("requirements(items, [{'parent': 'leg', 'component': 'screw'}], demand)", "expression_call"),
    ],
    "pegging": [("pegging(items, bom, demand, 'leg', 9)", "expression_call")],
    "check_requirements": [
        ("check_requirements([{'item': 'leg', 'release': 1, 'receipt': 2}], items, bom, demand)", "table_field"),
        ("check_requirements([], items, [{'parent': 'a', 'component': 'b'}], demand)", "expression_call"),
    ],
}  # fmt: skip


def test_the_examples_cover_the_list() -> None:
    check_listed("materials", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS, NAMES)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code, NAMES)


def test_a_grid_and_its_messages_as_a_case_reads_them() -> None:
    found = value("requirements(items, bom, demand).grids.leg", NAMES)
    assert found == {
        "level": 1,
        "gross": [40.0, 120.0, 0.0],
        "scheduled": [0.0, 0.0, 0.0],
        "projected": [10.0, 90.0, 90.0],
        "net": [0.0, 120.0, 0.0],
        "receipts": [0.0, 200.0, 0.0],
        "releases": [200.0, 0.0, 0.0],
        "past_due": 0.0,
    }
    assert value("requirements(items, bom, demand).messages", NAMES) == [
        {"kind": "release", "item": "chair", "period": 2, "to": 1, "quantity": 10.0},
        {"kind": "release", "item": "leg", "period": 2, "to": 1, "quantity": 200.0},
    ]


def test_what_a_checker_tells() -> None:
    found = value("check_requirements([], items, bom, demand)", NAMES)
    assert isinstance(found, dict)
    assert found["violations"] == [
        {"rule": "shortage", "rows": [], "where": "chair (3)", "found": -40.0, "limit": 0.0, "unit": "unit"}
    ]
    assert RULES["check_requirements"] == NAMED
