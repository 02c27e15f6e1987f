"""Loading from a case: an example of each function, and what is refused."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal, value

from cases.checkers import RULES, rules_of
from cases.plain import Plain
from solvers.loading.check import RULES as NAMED

NAMES: dict[str, Plain] = {
    "orders": [
        {"order": "A", "weight_kg": 60, "volume_m3": 1, "kind": "food"},
        {"order": "B", "weight_kg": 50, "volume_m3": 1, "kind": "paint"},
    ],
    "fleet": [
        {"vehicle": "T1", "payload_kg": 120, "volume_m3": 9, "cost": 70},
        {"vehicle": "V1", "payload_kg": 60, "volume_m3": 9, "cost": 30},
        {"vehicle": "V2", "payload_kg": 60, "volume_m3": 9, "cost": 30},
    ],
    "best": {"rows": [{"order": "A", "vehicle": "V1"}, {"order": "B", "vehicle": "V2"}], "cost": 60.0},
}

WORKS: dict[str, tuple[str, Plain]] = {
    "check_loading": ("check_loading(best.rows, orders, fleet).objective.total_cost", 60.0),
    "first_fit": (
        "first_fit(orders, fleet)",
        [{"order": "A", "vehicle": "T1"}, {"order": "B", "vehicle": "T1"}],
    ),
    "best_loading": ("best_loading(orders, fleet).bound", 60.0),
}
REFUSES: dict[str, list[tuple[str, str]]] = {
    "check_loading": [
        ("check_loading(3, orders, fleet)", "expression_type"),
        ("check_loading([{'order': 'A'}], orders, fleet)", "table_field"),
        ("check_loading([{'order': 1, 'vehicle': 'T1'}], orders, fleet)", "expression_type"),
        ("check_loading(best.rows, [{'order': 'A', 'weight_kg': 'x', 'volume_m3': 1}], fleet)", "expression_type"),
    ],
    "first_fit": [
        ("first_fit(orders, fleet, [['food']])", "expression_type"),
        ("first_fit(orders, fleet, [], 1)", "expression_type"),
        ("first_fit([], fleet)", "expression_call"),
    ],
    "best_loading": [
        ("best_loading(orders, [fleet[1]])", "expression_call"),
        ("best_loading(orders, 3)", "expression_type"),
    ],
}  # fmt: skip


def test_the_examples_cover_the_list() -> None:
    check_listed("loading", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS, NAMES)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code, NAMES)


def test_a_check_as_a_case_reads_it() -> None:
    found = value("check_loading(first_fit(orders, fleet), orders, fleet, [['food', 'paint']])", NAMES)
    assert isinstance(found, dict)
    assert found["violations"] == [
        {"rule": "incompatible", "rows": [0, 1], "where": "T1", "found": None, "limit": None, "unit": ""}
    ]
    assert found["loads"] == [
        {"lane": "T1", "found": 110.0, "limit": 120.0, "unit": "kg"},
        {"lane": "T1", "found": 2.0, "limit": 9.0, "unit": "m3"},
    ]
    apart = value("column(best_loading(orders, fleet, [['food', 'paint']]).rows, 'vehicle')", NAMES)
    assert isinstance(apart, list)
    assert set(apart) == {"V1", "V2"}  # which goes where is all the same


def test_the_rules_of_a_checker_are_known() -> None:
    assert RULES["check_loading"] == NAMED
    assert rules_of(["sum", "check_loading", "check_loading"]) == NAMED
    assert rules_of(["sum"]) == ()
