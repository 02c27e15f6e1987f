"""Lean from a case: an example of each function, and what is refused."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal, value

from cases.plain import Plain

NAMES: dict[str, Plain] = {
    "tasks": [
        {"task": "a", "time": 4},
        {"task": "b", "time": 3, "after": ["a"]},
        {"task": "c", "time": 5},
    ],
    "parts": [
        {
            "item": "A",
            "demand": 100,
            "unit_time": 0.02,
            "setup_time": 0.5,
            "setup_cost": 40,
            "holding_cost": 0.1,
        },
        {
            "item": "B",
            "demand": 50,
            "unit_time": 0.04,
            "setup_time": 1.5,
            "setup_cost": 40,
            "holding_cost": 0.1,
        },
    ],
    "offered": [
        {"item": "A", "saved_time": 0.3, "cost": 800, "saved_cost": 20},
        {"item": "B", "saved_time": 1.0, "cost": 900, "saved_cost": 30},
    ],
    "steps": [
        {"step": "cut", "cycle_time": 40, "stock": 900},
        {"step": "weld", "cycle_time": 55, "stock": 450, "uptime": 0.9},
    ],
    "stops": [{"stop": "A", "demand": 60, "container": 20}, {"stop": "B", "demand": 30, "container": 10}],
}

WORKS: dict[str, tuple[str, Plain]] = {
    "convert_time": ("convert_time(612, 'dmh', 's')", 220.32),
    "takt_time": ("takt_time(460, 368)", 1.25),
    "operators_for": ("operators_for(6, 460, 368)", 5),
    "positional_weights": ("positional_weights(tasks)", {"a": 7.0, "b": 3.0, "c": 5.0}),
    "line_balance": ("line_balance(tasks, 8, 'largest_candidate').efficiency", 0.75),
    "best_balance": ("best_balance(tasks, 8).objective", {"stations": 2}),
    "check_balance": (
        "[v.rule for v in check_balance([{'task': 'a', 'station': 2}, {'task': 'b', 'station': 1}], tasks, 8)"
        ".violations]",
        ["missing", "precedence"],
    ),
    "oee": ("oee(480, 60, 0.5, 800, 760, opening=500).oee_opening", 0.76),
    "oee_times": ("oee_times(480, 400, 360, 342).losses.stops", 80.0),
    "loss_pareto": (
        "[l.cause for l in loss_pareto([{'cause': 'a', 'lost': 10}, {'cause': 'b', 'lost': 90}]) if l.first]",
        ["b"],
    ),
    "audit_5s": ("audit_5s({'sort': [4, 5], 'shine': [2, 3]}).weakest", "shine"),
    "setup_effect": ("setup_effect(1000, 4000, 6, 90, 22.5).saving", 450.0),
    "rotation": ("rotation(parts, 8).shortest_cycle", 0.5),
    "best_reductions": (
        "best_reductions(parts, 8, offered, 1000, 'cycle').rows",
        [{"item": "B", "saved_time": 1.0}],
    ),
    "check_reductions": (
        "check_reductions(best_reductions(parts, 8, offered, 1000).rows, parts, 8, offered, 1000).objective.cost"
        " - best_reductions(parts, 8, offered, 1000).objective.cost",
        0.0,
    ),
    "value_stream": ("value_stream(steps, 450, 27000, 225).waiting_days", 3.5),
    "cycle_efficiency": ("cycle_efficiency(30, 1200)", 0.025),
    "tugger_loop": ("tugger_loop(stops, 30, 12, 8, stop_time=1, handling=0.5).loop_time", 15.5),
    "best_interval": ("best_interval(stops, [10, 20, 60], 12, 4, train_cost=30)[0].interval", 20.0),
}
REFUSES: dict[str, list[tuple[str, str]]] = {
    "convert_time": [("convert_time(1, 'h', 'week')", "expression_call")],
    "takt_time": [("takt_time(460, 0)", "expression_call")],
    "operators_for": [("operators_for(-1, 460, 368)", "expression_call")],
    "positional_weights": [("positional_weights([])", "expression_call")],
    "line_balance": [
        ("line_balance(tasks, 4)", "expression_call"),
        ("line_balance(tasks, 8, 'luck')", "expression_call"),
        ("line_balance([{'task': 'a', 'time': 1, 'after': ['a']}], 8)", "expression_call"),
        ("line_balance([{'task': 'a'}], 8)", "table_field"),
    ],
    "best_balance": [
        ("best_balance([{'task': 'a', 'time': 1, 'after': ['z']}], 8)", "expression_call"),
        ("best_balance(3, 8)", "expression_type"),
    ],
    "check_balance": [("check_balance([{'task': 'a', 'station': 'x'}], tasks, 8)", "expression_type")],
    "oee": [
        ("oee(480, 60, 1, 800, 760)", "expression_call"),
        ("oee(480, 500, 0.1, 800, 760)", "expression_call"),
    ],
    "oee_times": [("oee_times(480, 400, 410, 342)", "expression_call")],
    "loss_pareto": [("loss_pareto([])", "expression_call"), ("loss_pareto(3)", "expression_type")],
    "audit_5s": [("audit_5s({'sort': [6]})", "expression_call"), ("audit_5s([1])", "expression_type")],
    "setup_effect": [("setup_effect(1000, 900, 6, 90, 22.5)", "expression_call")],
    "rotation": [("rotation(parts, 4)", "expression_call"), ("rotation([], 4)", "expression_call")],
    "best_reductions": [
        ("best_reductions(parts, 8, [{'item': 'Z', 'saved_time': 1, 'cost': 1}], 10)", "expression_call"),
        ("best_reductions(parts, 8, offered, 10, 'luck')", "expression_call"),
    ],
    "check_reductions": [("check_reductions(3, parts, 8, offered, 10)", "expression_type")],
    "value_stream": [("value_stream([], 450, 27000)", "expression_call")],
    "cycle_efficiency": [("cycle_efficiency(30, 20)", "expression_call")],
    "tugger_loop": [
        ("tugger_loop([], 30, 12, 8)", "expression_call"),
        ("tugger_loop(stops, 0, 12, 8)", "expression_call"),
        ("tugger_loop([{'stop': 'A', 'demand': 0, 'container': 5}], 3, 12, 8)", "expression_call"),
    ],
    "best_interval": [("best_interval(stops, [], 12, 4)", "expression_call")],
}


def test_the_examples_cover_the_list() -> None:
    check_listed("lean", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS, NAMES)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code, NAMES)


def test_a_machine_whose_setups_cost_no_money_has_no_cheapest_cycle() -> None:
    source = "rotation([{'item': 'A', 'demand': 9, 'unit_time': 0.1, 'setup_time': 1, 'setup_cost': 5}], 4)"
    found = value(source)
    assert isinstance(found, dict)
    assert found["economic_cycle"] is None
    assert found["cycle"] == found["shortest_cycle"]
