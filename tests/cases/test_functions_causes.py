"""Causes from a case: an example of each function, and what is refused."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal

from cases.plain import Plain

NAMES: dict[str, Plain] = {
    "tree": [
        {"event": "late", "kind": "or", "of": ["no_stock", "no_truck"]},
        {"event": "no_stock", "kind": "and", "of": ["forecast", "supplier"]},
    ],
    "chances": {"forecast": 0.1, "supplier": 0.2, "no_truck": 0.05},
    "links": [
        {"effect": "late", "cause": "picked late"},
        {"effect": "picked late", "cause": "no stock"},
        {"effect": "late", "cause": "traffic", "verified": False},
    ],
    "causes": [
        {"cause": "no label", "branch": "method", "weight": 6},
        {"cause": "scanner", "branch": "machine", "weight": 2},
    ],
}
WORKS: dict[str, tuple[str, Plain]] = {
    "cut_sets": ("cut_sets(tree, 'late')", [["no_truck"], ["forecast", "supplier"]]),
    "fault_tree": ("fault_tree(tree, chances, 'late').probability", 0.069),
    "whys": ("whys(links, 'late')", [["late", "picked late", "no stock"]]),
    "mark_whys": (
        "mark_whys(['picked late', 'no stock'], links, 'late')",
        {"sound": [True, True], "depth": 2, "share": 1.0, "root": True},
    ),
    "fishbone": ("[b.share for b in fishbone(causes) if b.weight]", [0.75, 0.25]),
    "mark_fishbone": (
        "mark_fishbone({'no label': 'method', 'scanner': 'people'}, {'no label': ['method'], 'scanner': 'machine'})",
        {"right": ["no label"], "misplaced": ["scanner"], "missing": [], "share": 0.0},
    ),
}
REFUSES: dict[str, list[tuple[str, str]]] = {
    "cut_sets": [
        ("cut_sets(tree, 'forecast')", "expression_call"),
        ("cut_sets([{'event': 'a', 'kind': 'or', 'of': ['a']}], 'a')", "expression_call"),
        ("cut_sets([{'event': 'a', 'kind': 'xor', 'of': ['b']}], 'a')", "expression_call"),
        ("cut_sets([{'event': 'a', 'kind': 'or', 'of': []}], 'a')", "expression_call"),
        ("cut_sets([{'event': 'a', 'kind': 'vote', 'of': ['b'], 'votes': 2}], 'a')", "expression_call"),
        ("cut_sets([{'event': 'a'}], 'a')", "table_field"),
    ],
    "fault_tree": [
        ("fault_tree(tree, {'forecast': 0.1}, 'late')", "expression_call"),
        ("fault_tree(tree, {'forecast': 2, 'supplier': 0.1, 'no_truck': 0.1}, 'late')", "expression_call"),
    ],
    "whys": [
        ("whys(links, 'early')", "expression_call"),
        ("whys([{'effect': 'a', 'cause': 'b'}, {'effect': 'b', 'cause': 'a'}], 'a')", "expression_call"),
    ],
    "mark_whys": [("mark_whys('late', links, 'late')", "expression_type")],
    "fishbone": [
        ("fishbone([{'cause': 'x', 'branch': 'weather'}])", "expression_call"),
        ("fishbone([{'cause': 'x', 'branch': 'method', 'under': 'y'}])", "expression_call"),
        ("fishbone([causes[0], causes[0]])", "expression_call"),
    ],
    "mark_fishbone": [
        ("mark_fishbone({}, {})", "expression_call"),
        ("mark_fishbone([], {'a': 'method'})", "expression_type"),
    ],
}


def test_the_examples_cover_the_list() -> None:
    check_listed("causes", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS, NAMES)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code, NAMES)
