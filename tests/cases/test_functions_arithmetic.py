"""Sums, means, extremes and rounding that a case can call: an example of each that works, and what it refuses."""

from __future__ import annotations

import math

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal, value

from cases.plain import Plain

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
}  # fmt: skip


def test_the_examples_cover_the_list() -> None:
    check_listed("arithmetic", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code)


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
