"""Demand in whole units: moments, sums, losses and quantiles against scipy and plain sums."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom, norm, poisson

from solvers.errors import SolverError
from solvers.inventory.unit_demand import (
    UnitDemand,
    at_most,
    demand_over,
    demand_together,
    discrete_demand,
    expected_short,
    least_level,
    negative_binomial_demand,
    normal_unit_demand,
    poisson_demand,
)

small = st.lists(st.floats(0, 1), min_size=1, max_size=12).filter(lambda weights: sum(weights) > 0.01)


def units(demand: UnitDemand) -> np.ndarray:  # type: ignore[type-arg]
    return np.arange(demand.least, demand.largest + 1)


@pytest.mark.parametrize("mean", [1e-9, 0.02, 0.7, 1, 6, 50, 734.5, 25_000, 1_000_000])
def test_poisson(mean: float) -> None:
    demand = poisson_demand(mean)
    masses = np.array(demand.probabilities)
    assert masses == pytest.approx(poisson.pmf(units(demand), mean), rel=1e-6, abs=1e-15)
    assert demand.mean == pytest.approx(mean, rel=1e-9, abs=1e-15)
    assert demand.variance == pytest.approx(mean, rel=1e-6, abs=1e-12)


@pytest.mark.parametrize(("mean", "variance"), [(6, 18), (0.3, 2), (40, 41), (120, 900), (5, 500)])
def test_negative_binomial(mean: float, variance: float) -> None:
    demand = negative_binomial_demand(mean, variance)
    size = mean * mean / (variance - mean)
    exact = nbinom.pmf(units(demand), size, mean / variance)
    assert np.abs(np.array(demand.probabilities) - exact).max() < 1e-12
    assert demand.mean == pytest.approx(mean)
    assert demand.variance == pytest.approx(variance, rel=1e-6)


@pytest.mark.parametrize(("mean", "sd"), [(40, 9), (10, 9), (3, 12), (0.4, 0.3), (500, 60), (5000, 900)])
def test_normal_rounded_to_units_keeps_its_mean(mean: float, sd: float) -> None:
    demand = normal_unit_demand(mean, sd)
    assert demand.mean == pytest.approx(mean, rel=1e-9)
    assert demand.least >= 0
    if mean > 6 * sd:
        assert demand.variance == pytest.approx(sd**2 + 1 / 12, rel=1e-3)
        middle = np.array(demand.probabilities)[round(mean) - demand.least]
        edges = (round(mean) + np.array([-0.5, 0.5]) - mean) / sd
        assert middle == pytest.approx(norm.cdf(edges[1]) - norm.cdf(edges[0]), rel=1e-6)


@settings(max_examples=60, deadline=None)
@given(weights=small, least=st.integers(0, 9), periods=st.integers(0, 7))
def test_a_sum_of_periods_is_added_one_by_one(weights: list[float], least: int, periods: int) -> None:
    demand = discrete_demand([least + i for i in range(len(weights))], weights)
    one_by_one = discrete_demand([0])
    for _ in range(periods):
        one_by_one = demand_together(one_by_one, demand)
    total = demand_over(demand, periods)
    assert math.fsum(total.probabilities) == pytest.approx(1)
    assert total.mean == pytest.approx(periods * demand.mean, abs=1e-9)
    assert total.variance == pytest.approx(periods * demand.variance, abs=1e-8)
    levels = np.arange(one_by_one.least - 2, one_by_one.largest + 3)
    assert at_most(total, levels) == pytest.approx(at_most(one_by_one, levels), abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(weights=small, least=st.integers(0, 9), level=st.integers(-5, 30), probability=st.floats(0.01, 0.99))
def test_loss_share_and_quantile_are_plain_sums(
    weights: list[float], least: int, level: int, probability: float
) -> None:
    demand = discrete_demand([least + i for i in range(len(weights))], weights)
    pairs = [(demand.least + i, p) for i, p in enumerate(demand.probabilities)]
    assert expected_short(demand, [level])[0] == pytest.approx(sum(p * max(d - level, 0) for d, p in pairs))
    assert at_most(demand, [level])[0] == pytest.approx(sum(p for d, p in pairs if d <= level))
    found = least_level(demand, probability)
    assert at_most(demand, [found])[0] >= probability - 1e-9
    assert found == demand.least or at_most(demand, [found - 1])[0] < probability


def test_a_step_is_not_missed_by_the_last_digit() -> None:
    tenths = discrete_demand(list(range(10)))
    for k in range(1, 10):
        assert least_level(tenths, k / 10) == k - 1


def test_a_listed_demand_takes_its_values_in_any_order_and_twice() -> None:
    assert discrete_demand([5, 2.0, 5], [1, 2, 1]) == discrete_demand([2, 5])  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: poisson_demand(-1), "mean is -1; it must be 0 or more"),
        (lambda: poisson_demand(2e6), "spreads over at most 20000 units"),
        (lambda: negative_binomial_demand(6, 6), "variance is 6; it must be greater than the mean"),
        (lambda: negative_binomial_demand(6, 601), "at most 600"),
        (lambda: negative_binomial_demand(5e5, 4e7), "spreads over"),
        (lambda: normal_unit_demand(40, 0), "sd is 0"),
        (lambda: normal_unit_demand(1, 11), "at most 10 times the mean"),
        (lambda: normal_unit_demand(9_999, 2_000), "spreads over"),
        (lambda: discrete_demand([]), "at least 1 number"),
        (lambda: discrete_demand([1.5]), r"values\[0\] is 1.5; it must be a whole number"),  # type: ignore[list-item]
        (lambda: discrete_demand([-1]), r"values\[0\] is -1"),
        (lambda: discrete_demand([1, 2], [1]), "as many weights as values"),
        (lambda: discrete_demand([1, 2], [0, 0]), "above 0"),
        (lambda: discrete_demand([1, 2], [1, -1]), r"weights\[1\] is -1"),
        (lambda: discrete_demand([0, 20_001]), "spreads over"),
        (lambda: demand_over(poisson_demand(1), -1), "from 0 to 1000"),
        (
            lambda: demand_over(discrete_demand([0, 500]), 100),
            "demand is .*; it must be such that demand spreads over",
        ),
        (lambda: least_level(poisson_demand(1), 1), "probability is 1"),
    ],
)
def test_refusals(call: Callable[[], object], message: str) -> None:
    with pytest.raises(SolverError, match=message):
        call()


def test_two_wide_demands_do_not_go_together() -> None:
    wide = discrete_demand([0, 15_000])
    with pytest.raises(SolverError, match="spreads over"):
        demand_together(wide, wide)
