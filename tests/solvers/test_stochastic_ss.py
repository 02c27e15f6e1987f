"""(s, S) under random demand: the exact search against enumeration, its cost against the chain of positions."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.inventory.stationary import stationary
from solvers.inventory.stochastic_ss import best_ss, power_approximation, ss_cost
from solvers.inventory.unit_demand import (
    UnitDemand,
    at_most,
    demand_over,
    discrete_demand,
    negative_binomial_demand,
    normal_unit_demand,
    poisson_demand,
)

weights = st.lists(st.integers(0, 9), min_size=2, max_size=7).filter(lambda w: sum(w[1:]) > 0)


def by_chain(s: int, S: int, demand: UnitDemand, K: float, h: float, b: float, lead_time: int) -> float:
    """The oracle: long-run shares of the position after a review, as a Markov chain over s + 1 … S."""
    figures = np.arange(demand.least, demand.largest + 1)
    rows = [(i, d, p) for i in range(S - s) for d, p in zip(figures, demand.probabilities, strict=True)]
    sources = np.array([i for i, _, _ in rows])
    after = np.array([i - d for i, d, _ in rows])  # state i is the position s + 1 + i
    chances = np.array([p for _, _, p in rows])
    shares = stationary(sources, np.where(after < 0, S - s - 1, after), chances, S - s)
    orders = float(shares[sources] @ (chances * (after < 0)))
    over = demand_over(demand, lead_time)
    cost = K * orders
    for i, share in enumerate(shares):
        for d, p in zip(range(over.least, over.largest + 1), over.probabilities, strict=True):
            net = s + 1 + i - d
            cost += share * p * (h * max(net, 0) + b * max(-net, 0))
    return float(cost)


@settings(max_examples=25, deadline=None)
@given(
    weights=weights,
    s=st.integers(-6, 9),
    gap=st.integers(1, 9),
    K=st.floats(0, 50),
    lead_time=st.integers(0, 3),
)
def test_cost_is_that_of_the_chain(weights: list[int], s: int, gap: int, K: float, lead_time: int) -> None:
    demand = discrete_demand(list(range(len(weights))), weights)
    found = ss_cost(s, s + gap, demand, K, 1, 4, lead_time)
    assert found == pytest.approx(by_chain(s, s + gap, demand, K, 1, 4, lead_time), rel=1e-6)


@settings(max_examples=12, deadline=None)
@given(weights=weights, K=st.floats(0, 40), b=st.floats(0.3, 12), lead_time=st.integers(0, 2))
def test_best_of_all(weights: list[int], K: float, b: float, lead_time: int) -> None:
    demand = discrete_demand(list(range(len(weights))), weights)
    best = best_ss(demand, K, 1, b, lead_time)
    assert best.cost is not None
    assert best.cost == pytest.approx(ss_cost(int(best.s), int(best.S), demand, K, 1, b, lead_time))
    for s in range(int(best.s) - 7, int(best.s) + 8):
        for S in range(max(s + 1, int(best.S) - 7), int(best.S) + 8):
            assert best.cost <= ss_cost(s, S, demand, K, 1, b, lead_time) + 1e-9


@settings(max_examples=25, deadline=None)
@given(mean=st.floats(1, 40), K=st.floats(1, 200), b=st.floats(1, 30), more=st.floats(1.01, 4))
def test_dearer_orders_come_less_often_and_cost_more(mean: float, K: float, b: float, more: float) -> None:
    cheap, dear = (best_ss(poisson_demand(mean), k, 1, b, 2) for k in (K, K * more))
    assert cheap.cost is not None
    assert dear.cost is not None
    assert dear.cost >= cheap.cost
    assert dear.s <= cheap.s


def test_without_an_order_cost_it_is_base_stock() -> None:
    best = best_ss(poisson_demand(6), 0, 1, 4, 1)
    assert (best.s, best.S) == (7, 8)  # the newsvendor's 8
    assert at_most(poisson_demand(6), [8])[0] >= 0.8


def test_power_approximation_is_near_the_best() -> None:
    for demand, K, lead_time in [
        (normal_unit_demand(50, 15), 300, 1),
        (negative_binomial_demand(20, 60), 200, 3),
        (poisson_demand(30), 500, 2),
    ]:
        near = power_approximation(demand.mean, demand.variance**0.5, K, 1, 9, lead_time)
        best = best_ss(demand, K, 1, 9, lead_time)
        assert best.cost is not None
        cost = ss_cost(round(near.s), round(near.S), demand, K, 1, 9, lead_time)
        assert best.cost <= cost <= 1.03 * best.cost  # within 3 % of the best, as its authors found


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: ss_cost(4, 4, poisson_demand(6), 5, 1, 4, 1), r"S is 4; it must be greater than s \(4\)"),
        (lambda: ss_cost(4, 5005, poisson_demand(6), 5, 1, 4, 1), "by at most 5000 units"),
        (lambda: ss_cost(4, 9, discrete_demand([0]), 5, 1, 4, 1), "not always 0"),
        (lambda: best_ss(poisson_demand(6), -5, 1, 4, 1), "order_cost is -5"),
        (lambda: best_ss(poisson_demand(6), 5, 0, 4, 1), "holding_cost is 0"),
        (lambda: best_ss(poisson_demand(6), 5, 1, 4, -1), "lead_time is -1; it must be from 0 to 1000"),
        (lambda: best_ss(poisson_demand(600), 1e6, 0.01, 4, 1), "exceed s by at most 5000 units"),
        (lambda: best_ss(poisson_demand(900), 4e4, 0.01, 4, 1), "exceed s by at most 5000 units"),
        (lambda: power_approximation(50, 0, 1, 1, 1), "demand_sd is 0"),
        (
            lambda: stationary(*(np.zeros(2_000_001, np.int64),) * 2, np.ones(2_000_001), 1),
            "transitions is 2000001",
        ),
    ],
)
def test_refusals(call: Callable[[], object], message: str) -> None:
    with pytest.raises(SolverError, match=message):
        call()
