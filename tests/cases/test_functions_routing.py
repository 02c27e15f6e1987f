"""Rounds from a case: an example of each function, and what is refused."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal, value

from cases.checkers import RULES
from cases.plain import Plain
from solvers.routing import check

NAMES: dict[str, Plain] = {
    "stops": [
        {"stop": "A", "weight_kg": 500, "earliest": 8, "latest": 10, "service": 0.5},
        {"stop": "B", "weight_kg": 400, "pallets": 1},
        {"stop": "C", "weight_kg": 300, "pallets": 2},
    ],
    "fleet": [
        {"vehicle": "V1", "weight_kg": 1000, "km_cost": 0.5, "hour_cost": 20, "day_cost": 80, "earliest": 7},
        {"vehicle": "V2", "weight_kg": 1000, "pallets": 4, "km_cost": 0.5, "hour_cost": 20, "day_cost": 80},
    ],
    "ways": [
        {"from": "D", "to": "A", "km": 30},
        {"from": "D", "to": "B", "km": 40},
        {"from": "D", "to": "C", "km": 20, "hours": 0.5},
        {"from": "A", "to": "B", "km": 15},
        {"from": "A", "to": "C", "km": 35},
        {"from": "B", "to": "C", "km": 45},
    ],
    "even": [
        {"from": "D", "to": "A", "km": 30},
        {"from": "D", "to": "B", "km": 40},
        {"from": "D", "to": "C", "km": 20},
        {"from": "A", "to": "B", "km": 15},
        {"from": "A", "to": "C", "km": 35},
        {"from": "B", "to": "C", "km": 45},
    ],
    "places": [
        {"place": "D", "x": 0, "y": 0},
        {"place": "A", "x": 30, "y": 5},
        {"place": "B", "x": 35, "y": 20},
        {"place": "C", "x": -20, "y": 0},
    ],
    "plan": [
        {"stop": "A", "vehicle": "V1", "position": 1},
        {"stop": "B", "vehicle": "V1", "position": 2},
        {"stop": "C", "vehicle": "V2", "position": 1},
    ],
}
BEST = 30 + 15 + 40 + 20 + 20
WORKS: dict[str, tuple[str, Plain]] = {
    "check_rounds": ("check_rounds(plan, stops, fleet, even, 'D').objective.km", float(BEST)),
    "best_rounds": (
        "best_rounds(stops, fleet, even, 'D', iterations=100).objective.total_cost",
        BEST * 0.5 + (BEST / 60 + 0.5) * 20 + 160,
    ),
    "rounds_in_order": (
        "column(rounds_in_order(stops, fleet, even, 'D').rows, 'vehicle')",
        ["V1", "V1", "V2"],
    ),
    "savings_table": ("column(savings_table(even, 'D'), 'saving')", [55.0, 15.0, 15.0]),
    "savings_rounds": (
        "column(savings_rounds(stops, fleet, even, 'D').steps, 'reason')",
        ["", "capacity", "capacity"],
    ),
    "sweep_rounds": (
        "column(sweep_rounds(stops, fleet, even, places, 'D').steps, 'stop')",
        ["A", "B", "C"],
    ),
    "nearest_neighbour": ("nearest_neighbour(['A', 'B', 'C'], even, 'D').stops", ["C", "A", "B"]),
    "two_opt": ("two_opt(['A', 'C', 'B'], even, 'D').km", 110.0),
    "best_tour": ("best_tour(['A', 'B', 'C'], even, 'D').km", 110.0),
}
REFUSES: dict[str, list[tuple[str, str]]] = {
    "check_rounds": [
        ("check_rounds(plan, stops, fleet, even)", "expression_call"),
        ("check_rounds([{'stop': 'A'}], stops, fleet, even, 'D')", "table_field"),
        ("check_rounds(plan, stops, fleet, ways, 'D')", "expression_call"),
        ("check_rounds(plan, stops, fleet, even, 'D', 60, 3)", "expression_type"),
    ],
    "best_rounds": [
        ("best_rounds(stops, [fleet[0]], even, 'D')", "expression_call"),
        ("best_rounds(stops, fleet, even, 'D', 60, -1)", "expression_type"),
        ("best_rounds(stops, fleet, even, 'D', 60, 0, 0)", "expression_type"),
    ],
    "rounds_in_order": [("rounds_in_order(stops, [], even, 'D')", "expression_call")],
    "savings_table": [("savings_table(even, 'D', -1)", "expression_call")],
    "savings_rounds": [("savings_rounds(stops, [fleet[0]], even, 'D')", "expression_call")],
    "sweep_rounds": [
        ("sweep_rounds(stops, fleet, even, [places[0]], 'D')", "expression_call"),
        ("sweep_rounds(stops, fleet, even, places, 'D', 60, 0, 1)", "expression_type"),
    ],
    "nearest_neighbour": [("nearest_neighbour(['A', 'Q'], even, 'D')", "expression_call")],
    "two_opt": [("two_opt(['A'], even, 'D', 1)", "expression_type")],
    "best_tour": [("best_tour('A', even, 'D')", "expression_type")],
}


def test_the_examples_cover_the_list() -> None:
    check_listed("routing", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS, NAMES)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code, NAMES)


def test_a_check_as_a_page_reads_it() -> None:
    found = value("check_rounds(plan, stops, fleet, even, 'D', 60, {'V1': 10})", NAMES)
    assert isinstance(found, dict)
    assert found["violations"] == [
        {"rule": "window", "rows": [0], "where": "A", "found": 10.5, "limit": 10.0, "unit": "hour"}
    ]
    assert found["loads"] == [
        {"lane": "V1", "found": 900.0, "limit": 1000.0, "unit": "kg"},
        {"lane": "V2", "found": 2.0, "limit": 4.0, "unit": "pallet"},
        {"lane": "V2", "found": 300.0, "limit": 1000.0, "unit": "kg"},
    ]
    bars = found["bars"]
    assert isinstance(bars, list)
    assert bars[0] == {"lane": "V1", "label": "A", "job": "V1", "start": 10.5, "end": 11.0, "late": True}
    assert found["lanes"] == ["V1", "V2"]


def test_the_rules_of_the_checker_are_known() -> None:
    assert RULES["check_rounds"] == check.RULES
