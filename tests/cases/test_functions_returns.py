"""Returned goods from a case: an example of each function, and what is refused."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal, value

from cases.checkers import RULES
from cases.plain import Plain
from solvers.returns.check import RULES as NAMED

NAMES: dict[str, Plain] = {
    "goods": [
        {"item": "tv", "quantity": 3, "value": 200, "grade": "A", "category": "weee"},
        {"item": "radio", "quantity": 4, "value": 60, "grade": "B"},
    ],
    "ways": [
        {"disposition": "repair", "share": 0.6, "cost": 10, "uses": {"bench": 1}, "categories": ["weee"]},
        {"disposition": "recycle", "cost": 1, "categories": ["weee"]},
        {"disposition": "destroy"},
    ],
    "repair": {"disposition": "repair", "share": 0.6, "cost": 30},
    "recycle": {"disposition": "recycle", "cost": 3},
}
WORKS: dict[str, tuple[str, Plain]] = {
    "dispositions": (
        "[[r.net, r.rank] for r in dispositions(goods[0], ways)]",
        [[110.0, 1], [-1.0, 2], [0.0, None]],
    ),
    "dispositions_by_rule": (
        "[r.disposition for r in"
        " dispositions_by_rule(goods, [{'disposition': 'repair', 'least_value': 100}], 'recycle')]",
        ["repair", "recycle"],
    ),
    "best_dispositions": ("best_dispositions(goods, ways, {'bench': 5}).objective.net", 382.0),
    "check_dispositions": (
        "check_dispositions(best_dispositions(goods, ways, {'bench': 5}).rows, goods, ways, {'bench': 5}).violations",
        [],
    ),
    "resale_value": ("resale_value(1000, 0.01, 10)", 904.382),
    "repair_break_even": ("repair_break_even(repair, recycle)", 45.0),
    "repair_age": ("repair_age(repair, recycle, 100, 0.05)", 15),
}
REFUSES: dict[str, list[tuple[str, str]]] = {
    "dispositions": [
        ("dispositions({'item': 'tv'}, ways)", "table_field"),
        ("dispositions(goods[0], [])", "expression_call"),
        ("dispositions(goods[0], [{'disposition': 'sell', 'success': 2}])", "expression_call"),
        ("dispositions(goods[0], [{'disposition': 'sell', 'price': 2}])", "expression_field"),
    ],
    "dispositions_by_rule": [
        ("dispositions_by_rule(goods, [{'disposition': 'repair', 'value': 1}], 'x')", "expression_field")
    ],
    "best_dispositions": [
        ("best_dispositions(goods, [ways[2]])", "expression_call"),
        ("best_dispositions(goods, [ways[0]], {'bench': 2})", "expression_call"),
        ("best_dispositions([], ways)", "expression_call"),
        ("best_dispositions([{'item': 'tv', 'quantity': 1.5, 'value': 3}], ways)", "expression_type"),
    ],
    "check_dispositions": [
        ("check_dispositions(3, goods, ways)", "expression_type"),
        ("check_dispositions([{'item': 'tv'}], goods, ways)", "table_field"),
        ("check_dispositions([], goods, [])", "expression_call"),
    ],
    "resale_value": [
        ("resale_value(1000, 5, 10)", "expression_call"),
        ("resale_value(1, 0.1, -1)", "expression_call"),
    ],
    "repair_break_even": [("repair_break_even(repair, {'cost': 3})", "table_field")],
    "repair_age": [("repair_age(repair, recycle, 100, 'x')", "expression_type")],
}


def test_a_plan_as_a_case_reads_it() -> None:
    told = value(
        "check_dispositions([{'item': 'tv', 'disposition': 'destroy', 'quantity': 2}], goods, ways)", NAMES
    )
    assert isinstance(told, dict)
    assert [(one["rule"], one["where"]) for one in told["violations"] if isinstance(one, dict)] == [  # type: ignore[union-attr]
        ("regulated", "tv"),
        ("quantity", "tv"),
        ("quantity", "radio"),
    ]
    assert told["objective"] == {"net": 0.0, "revenue": 0.0, "cost": 0.0}


def test_the_rules_of_the_checker_are_known() -> None:
    assert RULES["check_dispositions"] == NAMED


def test_the_examples_cover_the_list() -> None:
    check_listed("returns", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS, NAMES)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code, NAMES)
