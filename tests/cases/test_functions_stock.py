"""The stock functions that a case can call: an example of each that works, and what it refuses."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal

from cases.plain import Plain

# function -> an example and its result; figures by hand, or from the source named.
WORKS: dict[str, tuple[str, Plain]] = {
    "eoq": ("eoq(1300, 8, 0.225)", 304.0467800264368),  # Snyder & Shen, example 3.1
    "eoq_cost": ("eoq_cost(304.05, 1300, 8, 0.225)", 68.41),  # the same, cost 68.41 a year
    "lead_time_deviation": ("lead_time_deviation(2500, 500, 7, 7)", 17550.3),  # Chopra & Meindl, example 12-6
    "safety_stock": ("safety_stock(1.65, 100)", 165.0),
    "safety_stock_max_max": ("safety_stock_max_max(60, 6, 50, 5)", 110.0),
    "service_factor": ("service_factor(0.95)", 1.6449),  # normal table
    "reorder_point": ("reorder_point(20, 5, 15) + reorder_point(20, 5)", 215.0),
    "mean_stock": ("mean_stock(300, 40)", 190.0),
    "turnover": ("turnover(120000, 30000)", 4.0),
    "cover_days": ("cover_days(70000, 700000) + cover_days(10, 100, 240)", 60.0),
    "stock_out_rate": ("stock_out_rate(3, 60)", 0.05),
    "service_rate": ("service_rate(57, 60)", 0.95),
    "unit_holding_cost": ("unit_holding_cost(60, 0.16)", 9.6),
}

# function -> expressions that it refuses, each with the code of the refusal.
REFUSES: dict[str, list[tuple[str, str]]] = {
    "eoq": [("eoq(0, 8, 1)", "expression_call"), ("eoq(1, 8)", "expression_arguments")],
    "eoq_cost": [("eoq_cost(0, 1, 1, 1)", "expression_call"), ("eoq_cost(1, 1, 1)", "expression_arguments")],
    "lead_time_deviation": [("lead_time_deviation(-1, 1, 1)", "expression_call")],
    "safety_stock": [("safety_stock(1.65, -1)", "expression_call"), ("safety_stock(1)", "expression_arguments")],
    "safety_stock_max_max": [("safety_stock_max_max(40, 6, 50, 5)", "expression_call")],
    "service_factor": [("service_factor(95)", "expression_call"), ("service_factor(1)", "expression_call")],
    "reorder_point": [("reorder_point(-1, 5)", "expression_call"), ("reorder_point(1)", "expression_arguments")],
    "mean_stock": [("mean_stock(-1)", "expression_call"), ("mean_stock([1, 2])", "expression_call")],
    "turnover": [("turnover(1, 0)", "expression_call"), ("turnover(1)", "expression_arguments")],
    "cover_days": [("cover_days(1, 0)", "expression_call"), ("cover_days('a', 1)", "expression_call")],
    "stock_out_rate": [("stock_out_rate(61, 60)", "expression_call")],
    "service_rate": [("service_rate(1, 0)", "expression_call")],
    "unit_holding_cost": [("unit_holding_cost(-1, 0.2)", "expression_call")],
}  # fmt: skip


def test_the_examples_cover_the_list() -> None:
    check_listed("stock", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code)
