"""Workshops from a case: an example of each function, and what is refused."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal, value

from cases.plain import Plain

NAMES: dict[str, Plain] = {
    "routes": [
        {"order": "A", "operation": 10, "machine": "saw", "time": 3},
        {"order": "A", "operation": 20, "machine": "drill", "time": 2},
        {"order": "B", "operation": 10, "machine": "drill", "time": 2, "task": "drill B"},
        {"order": "B", "operation": 20, "machine": "saw", "time": 1.5, "family": "oak"},
        {"order": "B", "operation": 20, "machine": "band saw", "time": 4, "family": "oak"},
    ],
    "orders": [{"order": "A", "due": 5}, {"order": "B", "due": 4, "weight": 2}],
    "setups": [{"before": "", "after": "oak", "time": 1}],
    "flow": [
        {"order": "1", "cut": 4, "fit": 5},
        {"order": "2", "cut": 4, "fit": 1},
        {"order": "3", "cut": 30, "fit": 4},
        {"order": "4", "cut": 6, "fit": 30},
        {"order": "5", "cut": 2, "fit": 3},
    ],
    "three": [
        {"order": "A", "cut": 8, "fit": 2, "paint": 4},
        {"order": "B", "cut": 5, "fit": 4, "paint": 5},
        {"order": "C", "cut": 6, "fit": 1, "paint": 3},
    ],
    "stages": [{"machine": "saw", "unit_time": 0.1}, {"machine": "drill", "unit_time": 0.1, "transfer": 1}],
}

WORKS: dict[str, tuple[str, Plain]] = {
    "check_shop": (
        "check_shop(best_shop(routes, orders, 'weighted_tardiness', setups).rows, routes, orders, setups)"
        ".objective.total_tardiness",
        1.5,
    ),
    "dispatch_shop": (
        "[(row.task, row.machine, row.start) for row in dispatch_shop(routes, 'edd', orders)]",
        [["drill B", "drill", 0.0], ["A/10", "saw", 0.0], ["B/20", "saw", 3.0], ["A/20", "drill", 3.0]],
    ),
    "best_shop": ("best_shop(routes).objective.makespan", 5.0),
    "flow_shop": ("flow_shop(flow, ['cut', 'fit'], ['1', '2', '3', '4', '5']).makespan", 77.0),
    "johnson": ("johnson(flow, ['cut', 'fit']).sequence", ["5", "1", "4", "3", "2"]),
    "johnson_three": ("johnson_three(three, ['cut', 'fit', 'paint']).makespan", 23.0),
    "neh": ("neh(flow, ['cut', 'fit']).makespan", 47.0),
    "stream_lot": ("stream_lot([50, 50], stages).lead_time", 16.0),
    "equal_sublots": ("equal_sublots(100, 3)", [33, 33, 34]),
    "geometric_sublots": ("geometric_sublots(70, 3, 1, 2)", [10.0, 20.0, 40.0]),
}
REFUSES: dict[str, list[tuple[str, str]]] = {
    "check_shop": [
        ("check_shop([{'task': 'A/10'}], routes)", "table_field"),
        ("check_shop([{'task': 'A/10', 'start': 'x'}], routes)", "expression_type"),
    ],
    "dispatch_shop": [("dispatch_shop(routes, 'luck')", "expression_call")],
    "best_shop": [
        ("best_shop(routes, orders, 'beauty')", "expression_call"),
        ("best_shop([{'order': 'A', 'operation': 1, 'machine': 'saw'}])", "table_field"),
        (
            "best_shop([{'order': 'A', 'operation': 1, 'machine': 'saw', 'time': 0.123456}])",
            "expression_call",
        ),
        (
            "best_shop(routes, orders, 'makespan', [], [{'machine': 'saw', 'start': 0, 'end': 2}])",
            "expression_call",
        ),
    ],
    "flow_shop": [("flow_shop(flow, ['cut', 'fit'], ['1', '1'])", "expression_call")],
    "johnson": [
        ("johnson(flow, ['cut'])", "expression_call"),
        ("johnson(flow, ['x', 'fit'])", "table_field"),
    ],
    "johnson_three": [
        (
            "johnson_three([{'order': 'A', 'a': 1, 'b': 9, 'c': 2}, {'order': 'B', 'a': 3, 'b': 1, 'c': 1}], "
            "['a', 'b', 'c'])",
            "expression_call",
        )
    ],
    "neh": [("neh([], ['cut'])", "expression_call")],
    "stream_lot": [
        ("stream_lot([], stages)", "expression_call"),
        ("stream_lot([1], stages, 1)", "expression_type"),
    ],
    "equal_sublots": [
        ("equal_sublots(2, 3)", "expression_call"),
        ("equal_sublots(2.5, 1)", "expression_type"),
    ],
    "geometric_sublots": [("geometric_sublots(70, 0, 1, 2)", "expression_call")],
}


def test_the_examples_cover_the_list() -> None:
    check_listed("workshops", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS, NAMES)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code, NAMES)


def test_a_check_as_a_case_reads_it() -> None:
    plan = "[{'task': 'A/10', 'start': 0}, {'task': 'A/20', 'start': 2}, {'task': 'B/20', 'start': 9}]"
    found = value(f"check_shop({plan}, routes, orders)", NAMES)
    assert isinstance(found, dict)
    assert [(one["rule"], one["rows"], one["where"]) for one in found["violations"]] == [  # type: ignore[call-overload,index,union-attr]
        ("missing", [], "drill B"),
        ("precedence", [0, 1], "A"),
    ]
    assert found["bars"][2] == {  # type: ignore[call-overload,index]
        "lane": "saw", "label": "B/20", "job": "B", "start": 9.0, "end": 10.5, "late": True,
    }  # fmt: skip


def test_an_operation_that_is_not_there_is_unknown() -> None:
    found = value("check_shop([{'task': 'Z', 'start': 0}], routes).violations", NAMES)
    assert [one["where"] for one in found if one["rule"] == "unknown"] == ["Z"]  # type: ignore[call-overload,index,union-attr]
