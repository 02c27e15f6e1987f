"""What policies of episodes call: an example of each, and what is refused."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal, value

from cases.plain import Plain

NAMES: dict[str, Plain] = {
    "orders": [
        {"row": "A", "quantity": 15, "due": 2},
        {"row": "B", "quantity": 10, "due": 1},
        {"row": "C", "quantity": 4, "due": 3},
    ],
    "stocks": [{"row": "depot", "position": 30}, {"row": "shop", "position": 90}],
}
WORKS: dict[str, tuple[str, Plain]] = {
    "share_out": ("share_out(20, sort_by(orders, 'due'))", {"B": 10, "A": 10, "C": 0}),
    "by_row": ("by_row(orders, 'due')", {"A": 2, "B": 1, "C": 3}),
    "up_to_level": ("up_to_level(stocks, {'depot': 100, 'shop': 80})", {"depot": 70, "shop": 0}),
}
REFUSES: dict[str, list[tuple[str, str]]] = {
    "share_out": [
        ("share_out('x', orders)", "expression_type"),
        ("share_out(3, [{'row': 'A'}])", "table_field"),
        ("share_out(3, [{'row': 1, 'quantity': 1}])", "expression_type"),
        ("share_out([{'row': 'P'}], orders)", "table_field"),
        ("share_out([{'row': 'P', 'on_hand': 5}], orders)", "table_field"),
    ],
    "by_row": [("by_row(orders, 'nothing')", "table_field"), ("by_row(3, 'due')", "expression_type")],
    "up_to_level": [
        ("up_to_level(stocks, {'depot': 100})", "table_field"),
        ("up_to_level(orders, 50)", "table_field"),
        ("up_to_level(stocks, 'x')", "expression_type"),
    ],
}


def test_a_stock_of_several_items_is_shared_out_item_by_item() -> None:
    names: dict[str, Plain] = {
        "stock": [{"row": "P", "on_hand": 8}, {"row": "Q", "on_hand": 5}],
        "orders": [
            {"row": "A", "item": "Q", "quantity": 4},
            {"row": "B", "item": "P", "quantity": 9},
            {"row": "C", "item": "Q", "quantity": 3},
            {"row": "D", "item": "P", "quantity": 1},
            {"row": "E", "item": "no such", "quantity": 2},
        ],
    }
    assert value("share_out(stock, orders)", names) == {"A": 4, "B": 8, "C": 1, "D": 0, "E": 0}


def test_one_level_for_every_stock() -> None:
    assert value("up_to_level(stocks, 50)", NAMES) == {"depot": 20, "shop": 0}


def test_the_examples_cover_the_list() -> None:
    check_listed("episodes", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS, NAMES)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code, NAMES)
