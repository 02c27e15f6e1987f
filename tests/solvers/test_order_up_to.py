"""(R, S): levels against service, exact service against plain sums, the perishable's floor of waste."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.inventory.normal_loss import normal_loss
from solvers.inventory.order_up_to import (
    best_order_up_to,
    order_up_to_fill_rate,
    order_up_to_normal,
    order_up_to_poisson,
    periodic_service,
)
from solvers.inventory.perishable_order_up_to import least_waste, perishable_level
from solvers.inventory.reorder_point_service import service_daily
from solvers.inventory.unit_demand import (
    UnitDemand,
    at_most,
    demand_over,
    discrete_demand,
    negative_binomial_demand,
    poisson_demand,
)

LUMPY = negative_binomial_demand(3, 8)


@settings(max_examples=40, deadline=None)
@given(
    mean=st.floats(0, 500), sd=st.floats(0, 90), R=st.floats(0.5, 30), L=st.floats(0, 30), z=st.floats(-3, 4)
)
def test_the_textbook_level_adds_up(mean: float, sd: float, R: float, L: float, z: float) -> None:
    found = order_up_to_normal(mean, sd, R, L, z)
    assert found.level == pytest.approx(found.protection_demand + found.safety_stock)
    assert found.safety_stock == pytest.approx(z * sd * math.sqrt(R + L), abs=1e-9)
    longer = order_up_to_normal(mean, sd, R, L, z, lead_time_sd=2)
    assert abs(longer.safety_stock) >= abs(found.safety_stock) - 1e-9


@settings(max_examples=40, deadline=None)
@given(mean=st.floats(0.1, 30), R=st.integers(1, 14), L=st.integers(0, 14), alpha=st.floats(0.05, 0.999))
def test_the_poisson_level_is_the_least(mean: float, R: int, L: int, alpha: float) -> None:
    level = int(order_up_to_poisson(mean, R, L, alpha).level)
    over = poisson_demand(mean * (R + L))
    assert at_most(over, [level])[0] >= alpha - 1e-9
    assert at_most(over, [level - 1])[0] < alpha


@settings(max_examples=40, deadline=None)
@given(S=st.floats(0, 400), more=st.floats(0, 60), R=st.floats(1, 10), L=st.floats(0, 10))
def test_fill_rate_rises_with_the_level(S: float, more: float, R: float, L: float) -> None:
    low, high = (order_up_to_fill_rate(level, 12, 5, R, L) for level in (S, S + more))
    assert 0 <= low <= high + 1e-12
    assert high <= 1
    short = normal_loss(S, 12 * (R + L), 5 * math.sqrt(R + L)) / (12 * R)
    assert low >= 1 - short - 1e-9, "what was already short at the last receipt is not counted twice"


@settings(max_examples=30, deadline=None)
@given(S=st.integers(-5, 60), R=st.integers(1, 8), L=st.integers(0, 6))
def test_exact_service_is_a_mean_over_the_closes(S: int, R: int, L: int) -> None:
    found = periodic_service(S, LUMPY, R, L)
    stock = owed = 0.0
    for j in range(R):
        over = demand_over(LUMPY, L + j)
        net = S - np.arange(over.least, over.largest + 1)
        stock += float(np.maximum(net, 0) @ np.array(over.probabilities)) / R
        owed += float(np.maximum(-net, 0) @ np.array(over.probabilities)) / R
    assert found.mean_on_hand == pytest.approx(stock, abs=1e-9)
    assert found.mean_backorders == pytest.approx(owed, abs=1e-9)
    assert periodic_service(S + 1, LUMPY, R, L).fill_rate >= found.fill_rate - 1e-12


@settings(max_examples=20, deadline=None)
@given(S=st.integers(-5, 60), L=st.integers(0, 6))
def test_reviewed_each_day_it_is_a_reorder_point_with_lots_of_one(S: int, L: int) -> None:
    up_to, point = periodic_service(S, LUMPY, 1, L), service_daily(S - 1, 1, LUMPY, L)
    assert up_to.fill_rate == pytest.approx(point.fill_rate)
    assert up_to.mean_on_hand == pytest.approx(point.mean_on_hand, abs=1e-12)
    assert up_to.mean_backorders == pytest.approx(point.mean_backorders, abs=1e-12)


@settings(max_examples=25, deadline=None)
@given(R=st.integers(1, 8), L=st.integers(0, 6), h=st.floats(0.1, 5), b=st.floats(0.1, 40))
def test_the_best_level_is_the_best_of_all(R: int, L: int, h: float, b: float) -> None:
    best = best_order_up_to(LUMPY, R, L, h, b)

    def cost(S: int) -> float:
        found = periodic_service(S, LUMPY, R, L)
        return h * found.mean_on_hand + b * found.mean_backorders

    assert best.cost == pytest.approx(cost(best.S))
    assert all(best.cost <= cost(S) + 1e-9 for S in range(best.S - 12, best.S + 13))


@settings(max_examples=30, deadline=None)
@given(S=st.integers(0, 60), life=st.integers(1, 9), R=st.integers(1, 4), L=st.integers(1, 4))
def test_waste_grows_with_the_level_and_falls_with_life(S: int, life: int, R: int, L: int) -> None:
    here = least_waste(S, LUMPY, life, R, L)
    higher, longer = least_waste(S + 1, LUMPY, life, R, L), least_waste(S, LUMPY, life + 1, R, L)
    assert 0 <= here <= higher
    assert longer <= here + 1e-12
    assert least_waste(S + 2, LUMPY, life, R, L) - higher >= higher - here - 1e-9, "convex"


@settings(max_examples=20, deadline=None)
@given(life=st.integers(1, 6), R=st.integers(1, 3), waste=st.floats(0, 30), more=st.floats(0, 30))
def test_the_perishable_level_is_the_least_of_its_costs(life: int, R: int, waste: float, more: float) -> None:
    found = perishable_level(LUMPY, life, R, 2, 0.2, 5, waste)

    def cost(S: int, w: float) -> float:
        service = periodic_service(S, LUMPY, R, 2)
        return (
            0.2 * service.mean_on_hand + 5 * service.mean_backorders + w * least_waste(S, LUMPY, life, R, 2)
        )

    assert found.cost == pytest.approx(cost(found.S, waste))
    assert all(found.cost <= cost(S, waste) + 1e-9 for S in range(found.S - 6, found.S + 7))
    assert perishable_level(LUMPY, life, R, 2, 0.2, 5, waste + more).S <= found.S


def test_goods_that_keep_have_the_level_of_goods_that_keep() -> None:
    kept = best_order_up_to(LUMPY, 2, 2, 0.2, 5)
    found = perishable_level(LUMPY, 200, 2, 2, 0.2, 5, 50)
    assert (found.S, found.cost) == (kept.S, pytest.approx(kept.cost))


def demand() -> UnitDemand:
    return discrete_demand([1, 3])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: order_up_to_normal(1, 1, 0, 1, 1), "review_period is 0"),
        (lambda: order_up_to_poisson(1, 1, 1, 95), "cycle_service_level is 95"),
        (lambda: order_up_to_fill_rate(1, 0, 1, 1, 1), "period_mean is 0"),
        (lambda: periodic_service(3, demand(), 0, 1), "review_period is 0; it must be from 1 to 100"),
        (lambda: periodic_service(3, demand(), 100, 901), "lead_time is 901; it must be from 0 to 900"),
        (lambda: periodic_service(3.5, demand(), 1, 1), "S is 3.5"),  # type: ignore[arg-type]
        (lambda: best_order_up_to(demand(), 1, 1, 0, 1), "holding_cost is 0"),
        (lambda: least_waste(3, demand(), 0, 1, 1), "shelf_life is 0; it must be from 1 to 500"),
        (lambda: least_waste(3, demand(), 1, 1, 0), "lead_time is 0"),
        (lambda: perishable_level(demand(), 3, 1, 1, 1, 1, -1), "waste_cost is -1"),
    ],
)
def test_refusals(call: Callable[[], object], message: str) -> None:
    with pytest.raises(SolverError, match=message):
        call()
