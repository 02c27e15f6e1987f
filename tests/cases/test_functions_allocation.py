"""Stock between orders from a case: an example of each function, and what is refused."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal, value

from cases.checkers import RULES
from cases.plain import Plain
from solvers.allocation.check import RULES as NAMED

NAMES: dict[str, Plain] = {
    "orders": [
        {"order": "a", "quantity": 60, "received": 1, "due": 2, "priority": 2, "margin": 5, "complete": True},
        {"order": "b", "quantity": 40, "received": 2, "due": 1, "priority": 1, "margin": 4},
    ],
    "two_items": [
        {"order": "a", "item": "x", "quantity": 6, "margin": 3},
        {"order": "a", "item": "y", "quantity": 5, "margin": 1, "penalty": 2},
    ],
}
WORKS: dict[str, tuple[str, Plain]] = {
    "allocate_stock": (
        "[[r.allocated for r in allocate_stock(orders, 70, rule)]"
        " for rule in ['first_come', 'priority', 'fair_share']]",
        [[60.0, 10.0], [0.0, 40.0], [0.0, 40.0]],
    ),
    "promise_orders": ("[r.promised for r in promise_orders(orders, 50, [0, 0, 70], 'priority')]", [3, 1]),
    "best_allocation": ("best_allocation(orders, 70).objective.worth", 340.0),
    "check_allocation": (
        "check_allocation(best_allocation(two_items, {'x': 4, 'y': 9}).rows, two_items, {'x': 4, 'y': 9})"
        ".objective.worth",
        17.0,
    ),
}
REFUSES: dict[str, list[tuple[str, str]]] = {
    "allocate_stock": [
        ("allocate_stock(orders, 70, 'random')", "expression_call"),
        ("allocate_stock(orders, 70, 'priority', 0)", "expression_call"),
        ("allocate_stock([{'order': 'a'}], 70, 'priority')", "table_field"),
        ("allocate_stock([orders[0], orders[0]], 70, 'priority')", "expression_call"),
        ("allocate_stock(orders, 'x', 'priority')", "expression_type"),
    ],
    "promise_orders": [
        ("promise_orders(orders, 50, [])", "expression_call"),
        ("promise_orders(orders, 50, [10])", "expression_call"),
        ("promise_orders(orders, 50, 3)", "expression_type"),
    ],
    "best_allocation": [
        ("best_allocation([], 5)", "expression_call"),
        ("best_allocation([{'order': 'a', 'quantity': 1.5}], 5)", "expression_call"),
    ],
    "check_allocation": [
        ("check_allocation(3, orders, 70)", "expression_type"),
        ("check_allocation([{'order': 'a'}], orders, 70)", "table_field"),
        ("check_allocation([], [{'order': 'a', 'quantity': 0}], 70)", "expression_call"),
    ],
}


def test_a_plan_as_a_case_reads_it() -> None:
    told = value("check_allocation([{'order': 'a', 'quantity': 40}], orders, 30, True)", NAMES)
    assert isinstance(told, dict)
    assert [one["rule"] for one in told["violations"] if isinstance(one, dict)] == [  # type: ignore[union-attr]
        "incomplete",
        "over_stock",
        "passed_over",
    ]


def test_the_rules_of_the_checker_are_known() -> None:
    assert RULES["check_allocation"] == NAMED


def test_the_examples_cover_the_list() -> None:
    check_listed("allocation", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS, NAMES)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code, NAMES)
