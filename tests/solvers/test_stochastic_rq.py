"""Reorder point and lot under random demand: the best of all by enumeration or by an independent minimiser."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.optimize import minimize_scalar
from scipy.stats import norm

from solvers.errors import SolverError
from solvers.inventory.economic_quantity import economic_quantity
from solvers.inventory.normal_loss import normal_loss
from solvers.inventory.reorder_point_service import (
    second_order_normal_loss,
    service_daily,
    service_normal,
    service_poisson,
)
from solvers.inventory.stochastic_rq import (
    best_rq_daily,
    best_rq_iterative,
    best_rq_normal,
    best_rq_poisson,
    rq_cost_normal,
)
from solvers.inventory.stochastic_ss import best_ss
from solvers.inventory.unit_demand import discrete_demand, negative_binomial_demand, poisson_demand


@settings(max_examples=40, deadline=None)
@given(z=st.floats(-6, 6), mean=st.floats(-20, 200), sd=st.floats(0.5, 50))
def test_second_order_loss_is_the_integral_of_the_first(z: float, mean: float, sd: float) -> None:
    level = mean + z * sd
    integral, _ = quad(lambda y: normal_loss(y, mean, sd), level, mean + 12 * sd, limit=200)
    assert second_order_normal_loss(level, mean, sd) == pytest.approx(integral, rel=1e-6, abs=1e-9 * sd**2)


@settings(max_examples=30, deadline=None)
@given(s=st.floats(-3, 4), Q=st.floats(0.2, 8), mean=st.floats(0, 100), sd=st.floats(0.5, 30))
def test_normal_service_is_a_mean_over_the_positions(s: float, Q: float, mean: float, sd: float) -> None:
    point, lot = mean + s * sd, Q * sd
    found = service_normal(point, lot, mean, sd)
    ready, _ = quad(lambda y: norm.cdf(y, mean, sd), point, point + lot)
    owed, _ = quad(lambda y: normal_loss(y, mean, sd), point, point + lot)
    assert found.fill_rate == pytest.approx(ready / lot, abs=1e-8)
    assert found.mean_backorders == pytest.approx(owed / lot, abs=1e-7 * sd)


@pytest.mark.parametrize("rate", [0.3, 1.5, 4.0])
@pytest.mark.parametrize(("order", "holding", "backorder"), [(100, 20, 150), (5, 1, 9), (60, 3, 3)])
def test_poisson_best_of_all(rate: float, order: float, holding: float, backorder: float) -> None:
    best = best_rq_poisson(rate, order, holding, backorder, 2)

    def cost(s: int, Q: int) -> float:
        found = service_poisson(s, Q, rate * 2)
        return order * rate / Q + holding * found.mean_on_hand + backorder * found.mean_backorders

    assert best.cost == pytest.approx(cost(int(best.s), int(best.Q)))
    assert best.cost == pytest.approx(min(cost(s, Q) for s in range(-15, 20) for Q in range(1, 45)))


@pytest.mark.parametrize(
    "demand", [poisson_demand(2), negative_binomial_demand(2, 6), discrete_demand([0, 1, 5], [3, 1, 1])]
)
@pytest.mark.parametrize(("order", "lead_time"), [(12, 0), (12, 3), (40, 1)])
def test_daily_best_of_all(demand: object, order: float, lead_time: int) -> None:
    best = best_rq_daily(demand, order, 0.5, 4, lead_time)  # type: ignore[arg-type]

    def cost(s: int, Q: int) -> float:
        found = service_daily(s, Q, demand, lead_time)  # type: ignore[arg-type]
        assert found.orders_per_period is not None
        return order * found.orders_per_period + 0.5 * found.mean_on_hand + 4 * found.mean_backorders

    assert best.cost == pytest.approx(cost(int(best.s), int(best.Q)))
    assert best.cost == pytest.approx(min(cost(s, Q) for s in range(-12, 16) for Q in range(1, 40)))
    # No rule does better than the best (s, S) (Iglehart 1963).
    least = best_ss(demand, order, 0.5, 4, lead_time).cost  # type: ignore[arg-type]
    assert least is not None
    assert least <= best.cost + 1e-9


@settings(max_examples=12, deadline=None)
@given(
    order=st.floats(1, 500),
    backorder=st.floats(0.5, 50),
    sd=st.floats(5, 120),
    mean=st.floats(0, 400),
)
def test_normal_best_against_a_general_minimiser(
    order: float, backorder: float, sd: float, mean: float
) -> None:
    costs = (1000, order, 0.5, backorder, mean, sd)
    best = best_rq_normal(*costs)
    assert best.cost == pytest.approx(rq_cost_normal(best.s, best.Q, *costs))
    assert economic_quantity(1000, order, 0.5).lot_size - 1e-6 <= best.Q
    eoq = economic_quantity(1000, order, 0.5).lot_size

    def least(Q: float) -> float:
        bounds = (mean - Q - 9 * sd, mean + 9 * sd)
        return float(
            minimize_scalar(
                lambda s: rq_cost_normal(s, Q, *costs), bounds=bounds, options={"xatol": 1e-6 * sd}
            ).fun
        )

    other = minimize_scalar(least, bounds=(eoq, 4 * eoq + 9 * sd), options={"xatol": 1e-4 * eoq})
    assert best.cost <= other.fun * (1 + 1e-9)
    assert best.cost == pytest.approx(other.fun, rel=1e-6)


@settings(max_examples=40, deadline=None)
@given(
    order=st.floats(5, 300), penalty=st.floats(5, 80), sd=st.floats(1, 60), mean=st.floats(0, 300)
)  # fmt: skip
def test_the_iteration_ends_where_both_equations_hold(
    order: float, penalty: float, sd: float, mean: float
) -> None:
    found = best_rq_iterative(500, order, 2, penalty, mean, sd)
    assert 1 - norm.cdf(found.s, mean, sd) == pytest.approx(found.Q * 2 / (penalty * 500), rel=1e-6)
    short = normal_loss(found.s, mean, sd)
    assert pytest.approx(math.sqrt(2 * 500 * (order + penalty * short) / 2), rel=1e-8) == found.Q


@settings(max_examples=30, deadline=None)
@given(s=st.integers(-20, 60), Q=st.integers(1, 60), lead_time=st.integers(0, 6))
def test_service_rises_with_s_and_levels_balance(s: int, Q: int, lead_time: int) -> None:
    demand = negative_binomial_demand(3, 7)
    low, high = service_daily(s, Q, demand, lead_time), service_daily(s + 1, Q, demand, lead_time)
    assert high.fill_rate >= low.fill_rate - 1e-12
    assert high.mean_on_hand >= low.mean_on_hand - 1e-12
    net = s + (Q + 1) / 2 - 3 * lead_time
    assert low.mean_on_hand - low.mean_backorders == pytest.approx(net, abs=1e-9)


def test_many_small_days_come_near_the_instant() -> None:
    continuous = service_poisson(3, 5, 3)
    daily = service_daily(3, 5, poisson_demand(3 / 900), 900)
    assert daily.fill_rate == pytest.approx(continuous.fill_rate, abs=2e-3)
    assert daily.mean_on_hand == pytest.approx(continuous.mean_on_hand, abs=2e-3)


def test_no_demand_asks_for_no_stock() -> None:
    nothing = discrete_demand([0])
    assert service_daily(0, 1, nothing, 3).fill_rate == 1.0
    best = best_rq_daily(nothing, 10, 1, 5, 2)
    assert (best.s, best.Q, best.cost) == (-1, 1, 0.0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: best_rq_iterative(200, 50, 2, 0.5, 100, 25), "more than holding a unit for one cycle costs"),
        (lambda: best_rq_iterative(0, 50, 2, 25, 100, 25), "demand_rate is 0"),
        (lambda: best_rq_normal(200, 50, 2, 25, 100, 0), "lead_time_demand_sd is 0"),
        (lambda: rq_cost_normal(1, 0, 200, 50, 2, 25, 100, 1), "Q is 0"),
        (lambda: best_rq_poisson(1.5, 1e10, 20, 150, 2), "under 20000 units"),
        (lambda: best_rq_poisson(1.5, 100, 20, 150, -1), "lead_time is -1"),
        (lambda: best_rq_daily(poisson_demand(6), 0, 0.2, 3, 4), "order_cost is 0"),
        (lambda: best_rq_daily(poisson_demand(6), 5, 0.2, 3, 4.5), "lead_time is 4.5"),  # type: ignore[arg-type]
        (lambda: service_daily(3, 0, poisson_demand(6), 2), "Q is 0; it must be from 1 to 20000"),
        (lambda: service_poisson(10**7, 5, 2), "s is 10000000"),
        (lambda: service_normal(3, 5, -1, 2), "lead_time_demand_mean is -1"),
        (lambda: second_order_normal_loss(3, 5, 0), "sd is 0"),
    ],
)
def test_refusals(call: Callable[[], object], message: str) -> None:
    with pytest.raises(SolverError, match=message):
        call()
