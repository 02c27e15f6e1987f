"""The newsvendor: the best of all lots, cost convex, more service for a dearer shortage."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.inventory.newsvendor import (
    critical_ratio,
    newsvendor_discrete,
    newsvendor_normal,
    newsvendor_poisson,
)

money = st.floats(0.01, 100)


@settings(max_examples=60, deadline=None)
@given(mean=st.floats(-50, 500), sd=st.floats(0.5, 100), under=money, over=money, other=st.floats(-6, 6))
def test_no_lot_beats_the_normal_one(mean: float, sd: float, under: float, over: float, other: float) -> None:
    best = newsvendor_normal(mean, sd, under, over)
    assert best.in_stock == pytest.approx(best.critical_ratio)
    assert best.cost <= newsvendor_normal(mean, sd, under, over, mean + other * sd).cost * (1 + 1e-12)
    assert best.level - mean == pytest.approx(best.expected_left - best.expected_short, abs=1e-9 * sd)


@settings(max_examples=40, deadline=None)
@given(mean=st.floats(0, 60), under=money, over=money)
def test_the_poisson_lot_is_the_best_of_all(mean: float, under: float, over: float) -> None:
    best = newsvendor_poisson(mean, under, over)
    costs = [newsvendor_poisson(mean, under, over, level).cost for level in range(int(mean) + 80)]
    assert best.cost == pytest.approx(min(costs), rel=1e-9, abs=1e-12)
    slopes = [b - a for a, b in itertools.pairwise(costs)]
    assert all(b >= a - 1e-9 for a, b in itertools.pairwise(slopes)), "the cost is convex"


@settings(max_examples=40, deadline=None)
@given(under=money, more=st.floats(1, 5), over=money)
def test_a_dearer_shortage_never_lowers_the_lot(under: float, more: float, over: float) -> None:
    values, weights = [0, 4, 9, 20], [1.0, 3.0, 2.0, 0.5]
    cheap = newsvendor_discrete(values, weights, under, over)
    dear = newsvendor_discrete(values, weights, under * more, over)
    assert dear.level >= cheap.level
    assert cheap.level in values


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: critical_ratio(0, 1), "underage_cost is 0"),
        (lambda: newsvendor_normal(50, -1, 1, 1), "sd is -1"),
        (lambda: newsvendor_poisson(5, 1, 1, 2.5), "level is 2.5; it must be a whole number"),  # type: ignore[arg-type]
        (lambda: newsvendor_discrete([1], [1], 1, -1), "overage_cost is -1"),
    ],
)
def test_refusals(call: Callable[[], object], message: str) -> None:
    with pytest.raises(SolverError, match=message):
        call()
