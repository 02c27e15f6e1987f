"""Classes from a case: an example of each function, and what is refused."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal

from cases.plain import Plain

NAMES: dict[str, Plain] = {"values": [20, 70, 10]}

WORKS: dict[str, tuple[str, Plain]] = {
    "abc_classes": ("abc_classes(values, 0.75, 0.95)", ["B", "A", "C"]),
    "abc_table": ("[r.place for r in abc_table(values)]", [1, 0, 2]),
    "concentration": ("concentration(values) + concentration(values, area='trapeziums')", 11 / 15 + 0.4),
    "variation": ("variation([8, 12]) + variation([8, 12], sample=True)", 0.2 + 0.2 * 2**0.5),
    "xyz_classes": ("xyz_classes([0.1, 0.6, 3])", ["X", "Y", "Z"]),
    "cross_classes": ("cross_classes(abc_classes(values), xyz_classes([0.1, 0.6, 3]))", ["BX", "AY", "CZ"]),
}
REFUSES: dict[str, list[tuple[str, str]]] = {
    "abc_classes": [
        ("abc_classes([])", "expression_call"),
        ("abc_classes(3)", "expression_type"),
        ("abc_classes(values, 0.9, 0.8)", "expression_call"),
        ("abc_classes(values, crossing='both')", "expression_call"),
        ("abc_classes(values, crossing=1)", "expression_type"),
        ("abc_classes(values, 'x')", "expression_call"),
    ],
    "abc_table": [("abc_table(['a'])", "expression_type"), ("abc_table([0])", "expression_call")],
    "concentration": [
        ("concentration([0, 0])", "expression_call"),
        ("concentration('a')", "expression_type"),
    ],
    "variation": [("variation([0])", "expression_call"), ("variation([1, 2], sample=1)", "expression_type")],
    "xyz_classes": [("xyz_classes([1], 2, 1)", "expression_call"), ("xyz_classes(1)", "expression_type")],
    "cross_classes": [
        ("cross_classes(['A'], [])", "table_lengths"),
        ("cross_classes(['A'], [1])", "expression_type"),
    ],
}


def test_the_examples_cover_the_list() -> None:
    check_listed("classes", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS, NAMES)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code, NAMES)
