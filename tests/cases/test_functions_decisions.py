"""Searches for the best policy that a case can call: an example of each that works, and what it refuses."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal, value

from cases.plain import Plain

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
NAMES: dict[str, Plain] = {"year": YEAR, "run": RUN}

# function -> an example and its result; figures by hand, or from the source named.
WORKS: dict[str, tuple[str, Plain]] = {
    "best_reorder_point": ("best_reorder_point(year, run, 10).Q in range(40, 91)", True),
}

# function -> expressions that it refuses, each with the code of the refusal.
REFUSES: dict[str, list[tuple[str, str]]] = {
    "best_reorder_point": [("best_reorder_point(year)", "expression_arguments"),
                           ("best_reorder_point({}, run)", "scenario"),
                           ("best_reorder_point(year, {'ranges': {'s': [1, 2]}})", "decision_inputs"),
                           ("best_reorder_point(year, {'ranges': {'s': [1, 2], 'Q': [1, 2]}})", "expression_type")],
}  # fmt: skip


def test_the_examples_cover_the_list() -> None:
    check_listed("decisions", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS, NAMES)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code, NAMES)


def test_a_search_finds_a_policy_that_meets_its_requirement() -> None:
    found = value("best_reorder_point(year, run, 5)", NAMES)
    assert isinstance(found, dict)
    assert set(found) == {"s", "Q"}
    assert isinstance(found["Q"], int)
    assert 60 <= found["s"] <= 160  # type: ignore[operator]
    assert found["Q"] % 5 == 0
    assert found == value("best_reorder_point(year, run, 5)", NAMES)
