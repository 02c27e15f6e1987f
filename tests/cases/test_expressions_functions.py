"""Every function that a case can call: an example that works, and what it refuses."""

from __future__ import annotations

import math

import pytest

from cases.expressions import ExpressionError, evaluate, parse
from cases.functions import FUNCTIONS
from cases.plain import Plain
from cases.problem import message

YEAR: dict[str, Plain] = {
    "horizon": 60,
    "demand": {"poisson": {"mean": 20}},
    "lead_time": {"constant": {"days": 5}},
    "shortage": "backorder",
    "costs": {"holding": 1, "ordering": 100, "backorder": 10},
}
RUN: dict[str, Plain] = {
    "seed": 7,
    "label": "test",
    "replications": 20,
    "require": {"fill_rate": 0.9},
    "ranges": {"s": [60, 160], "Q": [40, 90]},
}

# function -> an example and its result; figures by hand, or from the source named.
WORKS: dict[str, tuple[str, Plain]] = {
    "abs": ("abs(-3)", 3),
    "sqrt": ("sqrt(2)", math.sqrt(2)),
    "sum": ("sum([1, 2, 3.5])", 6.5),
    "mean": ("mean([1, 2, 6])", 3.0),
    "median": ("median([9, 1, 2])", 2),
    "deviation": ("deviation([2, 4, 4, 4, 5, 5, 7, 9])", 2.0),  # the textbook set whose population σ is 2
    "min": ("min(3, 1, 2) + min([5, 4])", 5),
    "max": ("max(3, 1, 2) + max([5, 4])", 8),
    "sorted": ("sorted([3, 1, 2])", [1, 2, 3]),
    "len": ("len([1, 2]) + len({'a': 1})", 3),
    "range": ("range(3) + range(1, 3) + range(9, 0, -4)", [0, 1, 2, 1, 2, 9, 5, 1]),
    "nearest": ("nearest(2.675, 2) + nearest(1250, -2)", 1302.68),
    "ceil": ("ceil(4.0000000000001) + ceil(4.2) + ceil(0.121, 2)", 9.13),
    "floor": ("floor(4.9) + floor(-0.5)", 3),
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
    "best_reorder_point": ("best_reorder_point(year, run, 10).Q in range(40, 91)", True),
}

# function -> expressions that it refuses, each with the code of the refusal.
REFUSES: dict[str, list[tuple[str, str]]] = {
    "abs": [("abs('a')", "expression_type"), ("abs()", "expression_arguments")],
    "sqrt": [("sqrt(-4)", "expression_type"), ("sqrt([4])", "expression_type")],
    "sum": [("sum(['a'])", "expression_type"), ("sum(1)", "expression_type"), ("sum([True])", "expression_type")],
    "mean": [("mean([])", "expression_empty"), ("mean(3)", "expression_type")],
    "median": [("median([])", "expression_empty"), ("median([[1]])", "expression_type")],
    "deviation": [("deviation([])", "expression_empty"), ("deviation({'a': 1})", "expression_type")],
    "min": [("min()", "expression_empty"), ("min([])", "expression_empty"), ("min('a')", "expression_type")],
    "max": [("max()", "expression_empty"), ("max([1], [2])", "expression_type")],
    "sorted": [("sorted(['b', 'a'])", "expression_type"), ("sorted([1], [2])", "expression_arguments")],
    "len": [("len('abc')", "expression_type"), ("len(3)", "expression_type")],
    "range": [("range()", "expression_arguments"), ("range(2.5)", "expression_arguments"),
              ("range(1, 9, 0)", "expression_arguments"), ("range(10001)", "expression_size")],
    "nearest": [("nearest('2')", "expression_type"), ("nearest(2, 13)", "rounding_decimals"),
                ("nearest(2, 1.0)", "rounding_decimals"), ("nearest(2, True)", "rounding_decimals")],
    "ceil": [("ceil([2])", "expression_type"), ("ceil(2, -10)", "rounding_decimals")],
    "floor": [("floor(None)", "expression_type"), ("floor(2, [1])", "rounding_decimals")],
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
    "best_reorder_point": [("best_reorder_point(year)", "expression_arguments"),
                           ("best_reorder_point({}, run)", "scenario"),
                           ("best_reorder_point(year, {'ranges': {'s': [1, 2]}})", "decision_inputs"),
                           ("best_reorder_point(year, {'ranges': {'s': [1, 2], 'Q': [1, 2]}})", "expression_type")],
}  # fmt: skip


def value(source: str) -> Plain:
    return evaluate(parse(source), {"year": YEAR, "run": RUN}, FUNCTIONS)


def test_the_examples_cover_the_list() -> None:
    assert set(WORKS) == set(FUNCTIONS) == set(REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    source, expected = WORKS[name]
    assert name in parse(source).functions
    found = value(source)
    if isinstance(expected, float):
        assert found == pytest.approx(expected, rel=1e-4)
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("name", "source", "code"), [(name, *refusal) for name, several in REFUSES.items() for refusal in several]
)
def test_a_listed_function_refuses(name: str, source: str, code: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        value(source)
    error = caught.value
    assert error.code == code
    for lang in ("fr", "en"):
        words = message(error.code, lang, error.params)
        assert "lambda" not in words
        assert "Error" not in words
        assert "argument" not in words


def test_whole_figures_stay_whole() -> None:
    for source in (
        "sum([1, 2])",
        "nearest(2.5)",
        "ceil(2.1)",
        "floor(2.9)",
        "nearest(1250.0, -2)",
        "max(1, 2)",
    ):
        assert type(value(source)) is int, source
    for source in ("nearest(2.55, 1)", "mean([1, 1])", "sum([1, 2.0])"):
        assert type(value(source)) is float, source


def test_a_search_finds_a_policy_that_meets_its_requirement() -> None:
    found = value("best_reorder_point(year, run, 5)")
    assert isinstance(found, dict)
    assert set(found) == {"s", "Q"}
    assert isinstance(found["Q"], int)
    assert 60 <= found["s"] <= 160  # type: ignore[operator]
    assert found["Q"] % 5 == 0
    assert found == value("best_reorder_point(year, run, 5)")
