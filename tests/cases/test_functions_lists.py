"""Functions over lists of figures: an example of each that works, what it refuses, what always holds."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal, value
from hypothesis import given
from hypothesis import strategies as st

from cases.plain import Plain

# function -> an example and its result; by hand.
WORKS: dict[str, tuple[str, Plain]] = {
    "zip": ("[[x, y] for x, y in zip([1, 2], ['a', 'b'])]", [[1, "a"], [2, "b"]]),
    "enumerate": ("[n for n, x in enumerate([5, 1, 7], 1) if x > 3] + enumerate(['a'])", [1, 3, [0, "a"]]),
    "cumulative": ("cumulative([5, 3, 2])", [5, 8, 10]),
    "shares": ("shares([50, 30, 20])", [0.5, 0.3, 0.2]),
    "diff": ("diff([10, 12, 9])", [2, -3]),
    "rank": ("rank([30, 50, 30, 10]) + rank([30, 50, 30, 10], ascending=True)", [2, 1, 2, 4, 2, 4, 2, 1]),
    "pick": ("pick(['a', 'b', 'c'], [2, 0, 2])", ["c", "a", "c"]),
    "count": ("count(['A', 'B', 'A', 1], 'A') + count([1, 1.0, True], 1)", 4),
    "any": ("any(x > 3 for x in [1, 5]) and not any([])", True),
    "all": ("all([x > 3 for x in [4, 5]]) and all([])", True),
    "round_each": ("round_each([2.675, 1.2], 2) + round_each([1.2, 2], rule='ceil')", [2.68, 1.2, 2, 2]),
}

# function -> expressions that it refuses, each with the code of the refusal.
REFUSES: dict[str, list[tuple[str, str]]] = {
    "zip": [("zip([1, 2], [3])", "list_lengths"), ("zip(1, [2])", "expression_type")],
    "enumerate": [("enumerate(3)", "expression_type"), ("enumerate([1], -1)", "expression_type")],
    "cumulative": [("cumulative(3)", "expression_type"), ("cumulative(['a'])", "expression_type")],
    "shares": [("shares([])", "list_total_zero"), ("shares([1, -1])", "list_total_zero"),
               ("shares([True])", "expression_type")],
    "diff": [("diff([1, 'a'])", "expression_type"), ("diff()", "expression_arguments")],
    "rank": [("rank(['b', 'a'])", "expression_type"), ("rank([1], 1)", "expression_type")],
    "pick": [("pick([1], [1])", "expression_field"), ("pick([1], [-1])", "expression_type"),
             ("pick([1], [0.0])", "expression_type"), ("pick({'a': 1}, [0])", "expression_type")],
    "count": [("count([[1]], 1)", "expression_type"), ("count([1], [1])", "expression_type"),
              ("count('aa', 'a')", "expression_type")],
    "any": [("any([1, 0])", "expression_type"), ("any(True)", "expression_type")],
    "all": [("all([None])", "expression_type"), ("all(1, 2)", "expression_arguments")],
    "round_each": [("round_each([1], 13)", "rounding_decimals"), ("round_each([1], True)", "rounding_decimals"),
                   ("round_each([1], 0, 'up')", "rounding_rule"), ("round_each([None])", "expression_type")],
}  # fmt: skip


def test_the_examples_cover_the_list() -> None:
    check_listed("lists", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code)


FIGURES = st.lists(st.integers(-1000, 1000), max_size=20)


@given(FIGURES)
def test_differences_of_running_sums_give_the_figures_back(figures: list[int]) -> None:
    assert value("diff([0] + cumulative(x))", {"x": list[Plain](figures)}) == figures


@given(FIGURES)
def test_a_rank_counts_the_figures_ahead(figures: list[int]) -> None:
    found = value("rank(x)", {"x": list[Plain](figures)})
    assert found == [1 + sum(1 for other in figures if other > figure) for figure in figures]


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=20).filter(any))
def test_shares_add_up_to_one(figures: list[int]) -> None:
    assert value("sum(shares(x))", {"x": list[Plain](figures)}) == pytest.approx(1)
