"""Texts that a case can make: an example that works, and what is refused."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal

from cases.plain import Plain

# function -> an example and its result.
WORKS: dict[str, tuple[str, Plain]] = {
    "compose": ("compose(['EUR', 2.1, 'PER KG', 3.0], ' ')", "EUR 2.10 PER KG 3"),
    "numbered": ("numbered('CMD-', 7, 4)", "CMD-0007"),
}

# function -> expressions that it refuses, each with the code of the refusal.
REFUSES: dict[str, list[tuple[str, str]]] = {
    "compose": [
        ("compose('PO')", "expression_type"),
        ("compose(['PO', None])", "expression_type"),
        ("compose(['EUR', 2.125])", "expression_type"),
        ("compose(['PO'], 1)", "expression_type"),
        ("compose(['" + "x" * 200 + "', '" + "x" * 101 + "'])", "expression_size"),
    ],
    "numbered": [
        ("numbered('CMD-', -1)", "expression_type"),
        ("numbered('CMD-', 1.0)", "expression_type"),
        ("numbered(1, 1)", "expression_type"),
        ("numbered('CMD-', 1, 41)", "expression_size"),
        ("numbered('" + "x" * 41 + "', 1)", "expression_size"),
    ],
}


def test_the_examples_cover_the_list() -> None:
    check_listed("text", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code)
