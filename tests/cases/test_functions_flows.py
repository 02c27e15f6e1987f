"""Flows from a case: an example of each function, and what is refused."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal, value

from cases.checkers import RULES
from cases.plain import Plain
from solvers.flows import check_flows, check_transport

NAMES: dict[str, Plain] = {
    "supply": {"A": 30, "B": 25},
    "demand": [{"destination": "X", "quantity": 20}, {"destination": "Y", "quantity": 25}],
    "costs": [
        {"source": "A", "destination": "X", "cost": 4},
        {"source": "A", "destination": "Y", "cost": 7},
        {"source": "B", "destination": "X", "cost": 5},
        {"source": "B", "destination": "Y", "cost": 3},
    ],
    "plan": [
        {"source": "A", "destination": "X", "quantity": 20},
        {"source": "B", "destination": "Y", "quantity": 25},
    ],
    "arcs": [
        {"start": "A", "end": "H", "cost": 2},
        {"start": "H", "end": "X", "cost": 1, "capacity": 15},
        {"start": "A", "end": "X", "cost": 9},
    ],
    "jobs": [
        {"row": "Ann", "column": "north", "cost": 4},
        {"row": "Ann", "column": "south", "cost": 2},
        {"row": "Bob", "column": "north", "cost": 3},
        {"row": "Bob", "column": "south", "cost": 3},
    ],
}

WORKS: dict[str, tuple[str, Plain]] = {
    "start_transport": ("start_transport(supply, demand, costs, 'north_west').objective.total_cost", 195.0),
    "modi_steps": ("min(column(modi_steps(supply, demand, costs, 'north_west'), 'cost'))", 155.0),
    "best_transport": ("best_transport(supply, demand, costs).objective.total_cost", 155.0),
    "transport_worth": (
        "transport_worth(supply, demand, costs, 'A', 'dummy')",
        {"change": 0.0, "least": -10.0, "most": None},
    ),
    "check_transport": ("check_transport(plan, supply, demand, costs).objective.total_cost", 155.0),
    "best_transshipment": ("best_transshipment({'A': 30}, {'X': 20}, arcs).objective.total_cost", 90.0),
    "check_flows": (
        "check_flows(best_transshipment({'A': 30}, {'X': 20}, arcs).rows, {'A': 30}, {'X': 20}, arcs).violations",
        [],
    ),
    "best_assignment": ("best_assignment(jobs).objective.total_cost", 5.0),
    "hungarian_steps": (
        "column(hungarian_steps([[4, 2], [3, 3]]), 'action')",
        ["rows", "columns", "cover"],
    ),
}
REFUSES: dict[str, list[tuple[str, str]]] = {
    "start_transport": [
        ("start_transport(supply, demand, costs, 'first')", "expression_call"),
        ("start_transport(3, demand, costs)", "expression_type"),
        ("start_transport(supply, [{'destination': 'X'}], costs)", "table_field"),
    ],
    "modi_steps": [("modi_steps(supply, demand, [costs[0]])", "expression_call")],
    "best_transport": [
        ("best_transport({'A': -1}, demand, costs)", "expression_call"),
        (
            "best_transport(supply, demand, [{'source': 'A', 'destination': 'Q', 'cost': 1}])",
            "expression_call",
        ),
    ],
    "transport_worth": [("transport_worth(supply, demand, costs, 'Q', 'X')", "expression_call")],
    "check_transport": [("check_transport([{'source': 'A'}], supply, demand, costs)", "table_field")],
    "best_transshipment": [("best_transshipment({'A': 30}, {'X': 40}, arcs)", "expression_call")],
    "check_flows": [("check_flows(3, {'A': 1}, {'X': 1}, arcs)", "expression_type")],
    "best_assignment": [
        ("best_assignment(jobs, 1)", "expression_type"),
        ("best_assignment([{'row': 'Ann', 'column': 'north', 'cost': 'x'}])", "expression_type"),
    ],
    "hungarian_steps": [
        ("hungarian_steps([[1, 2], [3]])", "expression_call"),
        ("hungarian_steps([[1, 2]], 3)", "expression_type"),
    ],
}


def test_the_examples_cover_the_list() -> None:
    check_listed("flows", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS, NAMES)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code, NAMES)


def test_the_dummy_stays_out_of_the_rows() -> None:
    found = value("best_transport(supply, demand, costs, 'unsold')", NAMES)
    assert isinstance(found, dict)
    assert found["dummy"] == "unsold"
    assert found["rows"] == [
        {"source": "A", "destination": "X", "quantity": 20.0, "unit_cost": 4.0, "cost": 80.0},
        {"source": "B", "destination": "Y", "quantity": 25.0, "unit_cost": 3.0, "cost": 75.0},
    ]
    steps = value("start_transport(supply, demand, costs, 'vogel', 'unsold').steps", NAMES)
    assert isinstance(steps, list)
    assert isinstance(steps[0], dict)
    assert steps[0]["source_penalties"] == {"A": 4.0, "B": 3.0}


def test_the_rules_of_the_checkers_are_known() -> None:
    assert RULES["check_transport"] == check_transport.RULES
    assert RULES["check_flows"] == check_flows.RULES
