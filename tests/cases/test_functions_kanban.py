"""Kanban from a case: an example of each function, and what is refused."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal

from cases.plain import Plain

NAMES: dict[str, Plain] = {
    "boxes": [{"name": "pallet", "capacity": 200, "move_cost": 6}, {"name": "box", "capacity": 20}],
}

WORKS: dict[str, tuple[str, Plain]] = {
    "kanban_cards": ("kanban_cards(2000, 0.4, 200, 0.1) + kanban_cards(2000, 0.4, 200)", 9),
    "kanban_board": (
        "kanban_board(2000, 0.4, 200, 600, safety=0.1)",
        {"red": 1, "orange": 4, "green": 3, "cards": 8},
    ),
    "two_bin": ("two_bin(120, 2, 0.25, multiple=50)", 300.0),
    "choose_container": ("choose_container(100, 0.5, boxes, holding_cost=0.05)[0].name", "box"),
}
REFUSES: dict[str, list[tuple[str, str]]] = {
    "kanban_cards": [
        ("kanban_cards(0, 1, 1)", "expression_call"),
        ("kanban_cards('x', 1, 1)", "expression_call"),
        ("kanban_cards(1)", "expression_arguments"),
    ],
    "kanban_board": [("kanban_board(1, 1, 1, 0)", "expression_call")],
    "two_bin": [("two_bin(1, 1, multiple=0)", "expression_call")],
    "choose_container": [
        ("choose_container(1, 1, [])", "expression_call"),
        ("choose_container(1, 1, [{'name': 'box'}])", "table_field"),
        ("choose_container(1, 1, 3)", "expression_type"),
        ("choose_container('x', 1, boxes)", "expression_call"),
    ],
}


def test_the_examples_cover_the_list() -> None:
    check_listed("kanban", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS, NAMES)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code, NAMES)
