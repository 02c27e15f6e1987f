"""Counting from a case: an example of each function, and what is refused."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal, value

from cases.plain import Plain

NAMES: dict[str, Plain] = {
    "sheet": [
        {"sku": "A1", "recorded": 100, "counted": 98, "cost": 4, "tolerance": 0},
        {"sku": "B1", "recorded": 40, "counted": 42, "cost": 1, "tolerance": 0.05},
    ],
    "classes": ["A", "B", "B"],
}

WORKS: dict[str, tuple[str, Plain]] = {
    "count_calendar": ("count_calendar(classes, {'A': 2, 'B': 1}, 4).days", [[0], [1], [0], [2]]),
    "daily_counts": ("daily_counts([500, 300], [20, 60])", [25.0, 5.0]),
    "spread_evenly": ("spread_evenly(10, 4)", [2, 3, 2, 3]),
    "record_accuracy": (
        "record_accuracy(column(sheet, 'recorded'), column(sheet, 'counted'), column(sheet, 'tolerance')).rate",
        0.5,
    ),
    "discrepancies": (
        "discrepancies(column(sheet, 'recorded'), column(sheet, 'counted'), column(sheet, 'cost')).net",
        -6.0,
    ),
}
REFUSES: dict[str, list[tuple[str, str]]] = {
    "count_calendar": [
        ("count_calendar(classes, {'A': 2}, 4)", "expression_call"),
        ("count_calendar(classes, {'A': 9, 'B': 1}, 4)", "expression_call"),
        ("count_calendar(classes, {'A': 1.5, 'B': 1}, 4)", "expression_type"),
        ("count_calendar(classes, [1], 4)", "expression_type"),
        ("count_calendar([1], {'A': 1}, 4)", "expression_type"),
    ],
    "daily_counts": [
        ("daily_counts([1], [0])", "expression_call"),
        ("daily_counts(1, [0])", "expression_type"),
    ],
    "spread_evenly": [
        ("spread_evenly(5, 0)", "expression_call"),
        ("spread_evenly(5.5, 2)", "expression_type"),
    ],
    "record_accuracy": [
        ("record_accuracy([1], [1, 2])", "expression_call"),
        ("record_accuracy([1], [1], 'x')", "expression_type"),
        ("record_accuracy([1], [1], 5)", "expression_call"),
        ("record_accuracy([1], [1], 0, 4)", "expression_type"),
    ],
    "discrepancies": [
        ("discrepancies([1], [1], [1, 2])", "expression_call"),
        ("discrepancies([1], [1], ['x'])", "expression_type"),
    ],
}


def test_the_fields_that_a_case_reads() -> None:
    columns = "column(sheet, 'recorded'), column(sheet, 'counted')"
    found = value(f"discrepancies({columns}, column(sheet, 'cost'))", NAMES)
    assert found == {
        "lines": [
            {"quantity": -2.0, "rate": -0.02, "value": -8.0},
            {"quantity": 2.0, "rate": 0.05, "value": 2.0},
        ],
        "net": -6.0,
        "absolute": 10.0,
        "surplus": 2.0,
        "shortage": 8.0,
        "recorded_value": 440.0,
        "net_rate": -6 / 440,
        "absolute_rate": 10 / 440,
    }
    right = value(f"record_accuracy({columns}, 0.02, column(sheet, 'cost'))", NAMES)
    assert right == {"right": [True, False], "count": 1, "rate": 0.5, "by_value": 1 - 10 / 440}
    calendar = value("count_calendar(classes, {'A': 2, 'B': 1}, 4)", NAMES)
    assert calendar == {
        "days": [[0], [1], [0], [2]],
        "loads": [1, 1, 1, 1],
        "counts": 4,
        "peak": 1,
        "mean": 1.0,
    }


def test_the_examples_cover_the_list() -> None:
    check_listed("counting", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS, NAMES)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code, NAMES)
