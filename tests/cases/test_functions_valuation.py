"""Valuation from a case: an example of each function, and what is refused."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal, value

from cases.plain import Plain

NAMES: dict[str, Plain] = {
    "card": [
        {"date": "2026-01-04", "move": "in", "quantity": 100, "unit_cost": 10},
        {"date": "2026-01-11", "move": "in", "quantity": 50, "unit_cost": 13},
        {"date": "2026-01-12", "move": "out", "quantity": 120},
    ],
}

WORKS: dict[str, tuple[str, Plain]] = {
    "value_stock": (
        "[value_stock(card, m).value for m in ['fifo', 'lifo', 'average']]",
        [390.0, 300.0, 330.0],
    ),
    "weighted_average": ("weighted_average([10, 13], [100, 50])", 11.0),
}
REFUSES: dict[str, list[tuple[str, str]]] = {
    "value_stock": [
        ("value_stock(card, 'nifo')", "expression_call"),
        ("value_stock(card, 3)", "expression_type"),
        ("value_stock([], 'fifo')", "expression_call"),
        ("value_stock([{'move': 'out', 'quantity': 1}], 'fifo')", "expression_call"),
        ("value_stock([{'move': 'in', 'quantity': 1}], 'fifo')", "table_field"),
        ("value_stock([{'move': 'back', 'quantity': 1}], 'fifo')", "expression_call"),
        ("value_stock(card, 'average', decimals=9)", "expression_call"),
        ("value_stock(card, 'average', decimals=1.5)", "expression_type"),
    ],
    "weighted_average": [
        ("weighted_average([1], [1, 2])", "table_lengths"),
        ("weighted_average([1], [0])", "list_total_zero"),
        ("weighted_average(1, 2)", "expression_type"),
    ],
}


def test_the_rows_keep_what_the_card_says() -> None:
    found = value("value_stock(card, 'fifo')", NAMES)
    assert isinstance(found, dict)
    assert (found["quantity"], found["cost_of_goods"], found["receipts"]) == (30.0, 1260.0, 1650.0)
    rows = found["rows"]
    assert isinstance(rows, list)
    assert rows[2] == {
        "date": "2026-01-12",
        "move": "out",
        "quantity": 120,
        "unit_cost": 10.5,
        "value": 1260.0,
        "parts": [{"quantity": 100.0, "unit_cost": 10.0}, {"quantity": 20.0, "unit_cost": 13.0}],
        "stock": 30.0,
        "stock_value": 390.0,
        "stock_unit_cost": 13.0,
        "layers": [{"quantity": 30.0, "unit_cost": 13.0}],
    }
    average = value("value_stock(card, 'average', decimals=1).rows[2].unit_cost", NAMES)
    assert average == 11.0


def test_the_examples_cover_the_list() -> None:
    check_listed("valuation", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS, NAMES)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code, NAMES)
