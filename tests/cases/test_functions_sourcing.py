"""Sourcing from a case: an example of each function, and what is refused."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal, value

from cases.checkers import RULES
from cases.plain import Plain
from solvers.sourcing.check import RULES as NAMED

NAMES: dict[str, Plain] = {
    "offers": [
        {
            "supplier": "near",
            "country": "FR",
            "prices": [{"from": 0, "price": 10}, {"from": 500, "price": 9.5}],
        },
        {"supplier": "far", "price": 8, "capacity": 700, "multiple": 50, "fixed_cost": 900, "lead_time": 40},
    ],
    "two_items": [
        {"supplier": "N", "item": "bolt", "price": 2},
        {"supplier": "S", "item": "bolt", "price": 3},
        {"supplier": "S", "item": "nut", "price": 1},
    ],
    "needs": [{"item": "bolt", "quantity": 10}, {"item": "nut", "quantity": 20}],
    "table": [
        {"supplier": "N", "price": 6, "quality": 8},
        {"supplier": "S", "price": 10, "quality": 3},
    ],
    "weights": {"price": 60, "quality": 40},
    "far": {"unit_price": 20, "freight": 2, "duty_rate": 0.1, "lot_size": 1000, "order_cost": 200},
}

WORKS: dict[str, tuple[str, Plain]] = {
    "kraljic": ("[kraljic(4, 2, 3), kraljic(60, 4, 50, risk_cut=3)]", ["leverage", "strategic"]),
    "scorecard": (
        "scorecard({'price': 8, 'quality': 5}, weights, {'quality': 6})",
        {"score": 6.8, "vetoes": ["quality"], "kept": False},
    ),
    "rank_suppliers": ("[r.supplier for r in rank_suppliers(table, weights, {'quality': 5})]", ["N", "S"]),
    "total_cost": (
        "total_cost(12000, far, holding_rate=0.2).total",
        264000 + 26400 + 2400 + 0.2 * 24.2 * 500,
    ),
    "break_even_price": ("break_even_price(6000, {'freight': 1.3}, 63000)", 9.2),
    "best_split": (
        "best_split(1000, offers, [{'supplier': 'far', 'share': 0.4}]).objective.total_cost",
        9500.0,
    ),
    "check_split": ("check_split(best_split(1000, offers).rows, 1000, offers).objective.total_cost", 9500.0),
}
REFUSES: dict[str, list[tuple[str, str]]] = {
    "kraljic": [("kraljic(-1, 1, 1)", "expression_call"), ("kraljic('x', 1, 1)", "expression_call")],
    "scorecard": [
        ("scorecard({'price': 8}, weights)", "expression_call"),
        ("scorecard({'price': 'x'}, {'price': 1})", "expression_type"),
        ("scorecard([8], weights)", "expression_type"),
    ],
    "rank_suppliers": [
        ("rank_suppliers(table, {'delivery': 1})", "table_field"),
        ("rank_suppliers([], weights)", "expression_call"),
        ("rank_suppliers(3, weights)", "expression_type"),
    ],
    "total_cost": [
        ("total_cost(0, far)", "expression_call"),
        ("total_cost(10, {'freight': 2})", "table_field"),
        ("total_cost(10, {'unit_price': 2, 'freigth': 2})", "expression_field"),
        ("total_cost(10, 3)", "expression_type"),
        ("total_cost(10, {'unit_price': 'x'})", "expression_type"),
        ("total_cost(10, far, stock_at='sale')", "expression_call"),
    ],
    "break_even_price": [
        ("break_even_price(6000, far, 10)", "expression_call"),
        ("break_even_price(6000, {'price': 1}, 10)", "expression_field"),
    ],
    "best_split": [
        ("best_split(5000, [offers[1]])", "expression_call"),
        ("best_split(1000, offers, limits={'defects': 1})", "expression_field"),
        ("best_split(1000, offers, limits={'fewest': 1.5})", "expression_type"),
        ("best_split(1000, [{'supplier': 'near'}])", "table_field"),
        ("best_split(1000, 3)", "expression_type"),
        ("best_split('x', offers)", "expression_type"),
    ],
    "check_split": [
        ("check_split(3, 1000, offers)", "expression_type"),
        ("check_split([{'supplier': 'near'}], 1000, offers)", "table_field"),
        ("check_split([{'supplier': 'near', 'quantity': 'x'}], 1000, offers)", "expression_type"),
        ("check_split([], 0, offers)", "expression_call"),
    ],
}


def test_a_split_as_a_case_reads_it() -> None:
    found = value("best_split(1000, offers, limits={'lead_time': 28, 'fewest': 2})", NAMES)
    assert isinstance(found, dict)
    # Two suppliers at least, and 40 days × 700 ÷ 1000 = 28: the far one is worth its fixed cost by then.
    assert found["rows"] == [{"supplier": "near", "quantity": 300.0}, {"supplier": "far", "quantity": 700.0}]
    assert found["proven"] is True
    told = value("check_split([{'supplier': 'far', 'quantity': 800}], 1000, offers)", NAMES)
    assert isinstance(told, dict)
    assert told["violations"] == [
        {"rule": "demand", "rows": [0], "where": "", "found": 800.0, "limit": 1000.0, "unit": "unit"},
        {"rule": "capacity", "rows": [0], "where": "far", "found": 800.0, "limit": 700.0, "unit": "unit"},
    ]
    assert told["shares"] == [{"supplier": "far", "quantity": 800.0, "share": 1.0, "cost": 7300.0}]
    several = value("best_split(needs, two_items, [{'supplier': 'N', 'fixed_cost': 50}])", NAMES)
    assert isinstance(several, dict)
    assert several["rows"] == [
        {"supplier": "S", "item": "bolt", "quantity": 10.0},
        {"supplier": "S", "item": "nut", "quantity": 20.0},
    ]
    rows = "[{'supplier': 'S', 'item': 'bolt', 'quantity': 10}, {'supplier': 'S', 'item': 'nut', 'quantity': 20}]"
    assert value(f"check_split({rows}, needs, two_items).objective.total_cost", NAMES) == 50.0


def test_the_rules_of_the_checker_are_known() -> None:
    assert RULES["check_split"] == NAMED


def test_parts_of_a_total_cost() -> None:
    found = value("total_cost(12000, far, holding_rate=0.2)", NAMES)
    assert isinstance(found, dict)
    assert (found["purchase"], found["transport"], found["ordering"]) == (240000.0, 24000.0, 2400.0)
    assert found["landed_cost"] == pytest.approx(24.2)
    at_price = value("total_cost(12000, far, 0.2, stock_at='price').cycle_stock", NAMES)
    assert at_price == 2000.0
    ranked = value("rank_suppliers(table, weights, {'quality': 5})", NAMES)
    assert ranked == [
        {"supplier": "N", "score": 6.8, "vetoes": [], "kept": True, "rank": 1},
        {"supplier": "S", "score": 7.2, "vetoes": ["quality"], "kept": False, "rank": None},
    ]


def test_the_examples_cover_the_list() -> None:
    check_listed("sourcing", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS, NAMES)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code, NAMES)
