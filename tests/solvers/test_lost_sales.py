"""Base stock whose shortages are lost: the chain against a plain recursion, the best level against all of them."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.inventory.lost_sales_base_stock import best_lost_sales_level, erlang_loss, lost_sales_service
from solvers.inventory.newsvendor import newsvendor_poisson
from solvers.inventory.unit_demand import (
    UnitDemand,
    discrete_demand,
    negative_binomial_demand,
    poisson_demand,
)

DEMANDS = [poisson_demand(2), discrete_demand([0, 1, 4], [5, 3, 2]), negative_binomial_demand(1.5, 4)]


def by_recursion(S: int, demand: UnitDemand, lead_time: int) -> tuple[float, float]:
    """The oracle: shares of (on hand at the opening, orders under way) over 3 000 periods, one by one."""
    shares = {(S, *[0] * (lead_time - 1)): 1.0}
    for _ in range(3_000):
        after: dict[tuple[int, ...], float] = {}
        sold = left = 0.0
        for (on_hand, *coming), share in shares.items():
            for i, p in enumerate(demand.probabilities):
                sale = min(on_hand, demand.least + i)
                sold += share * p * sale
                left += share * p * (on_hand - sale)
                orders = [*coming, sale]
                state = (on_hand - sale + orders[0], *orders[1:])
                after[state] = after.get(state, 0.0) + share * p
        shares = after
    return sold, left


@pytest.mark.parametrize("demand", [DEMANDS[1], discrete_demand([0, 2], [1, 1])])
@pytest.mark.parametrize(("S", "lead_time"), [(4, 1), (5, 2), (4, 3)])
def test_shares_are_those_of_the_recursion(demand: UnitDemand, S: int, lead_time: int) -> None:
    found = lost_sales_service(S, demand, lead_time, 1, 5)
    sold, left = by_recursion(S, demand, lead_time)
    assert found.fill_rate * demand.mean == pytest.approx(sold, rel=1e-6)
    assert found.mean_on_hand == pytest.approx(left, rel=1e-6)
    assert found.cost == pytest.approx(left + 5 * (demand.mean - sold), rel=1e-6)


@settings(max_examples=15, deadline=None)
@given(
    demand=st.sampled_from(DEMANDS), lead_time=st.integers(0, 3), p=st.floats(0.5, 40), h=st.floats(0.1, 3)
)
def test_the_best_level_is_the_best_of_all(demand: UnitDemand, lead_time: int, p: float, h: float) -> None:
    best = best_lost_sales_level(demand, lead_time, h, p)
    costs = [lost_sales_service(S, demand, lead_time, h, p).cost for S in range(best.S + 6)]
    assert best.cost == pytest.approx(min(costs))
    fills = [lost_sales_service(S, demand, lead_time, h, p).fill_rate for S in range(best.S + 6)]
    assert all(low <= high + 1e-9 for low, high in itertools.pairwise(fills))


def test_received_before_the_next_demand_it_is_the_newsvendor() -> None:
    best, season = best_lost_sales_level(poisson_demand(6), 1, 1, 4), newsvendor_poisson(6, 4, 1)
    assert season.level == best.S
    assert best.cost == pytest.approx(season.cost)


def test_many_small_days_come_near_the_instant() -> None:
    daily = lost_sales_service(3, poisson_demand(0.2), 10, 1, 1)
    assert 1 - daily.fill_rate == pytest.approx(erlang_loss(3, 2), abs=0.02)


@settings(max_examples=40, deadline=None)
@given(S=st.integers(0, 60), load=st.floats(0, 80))
def test_fewer_are_lost_with_one_more_unit(S: int, load: float) -> None:
    here, more = erlang_loss(S, load), erlang_loss(S + 1, load)
    assert 0 <= more <= here <= 1
    assert here >= max(1 - S / load, 0) - 1e-12 if load > 0 else here in (0, 1)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: lost_sales_service(-1, DEMANDS[0], 1, 1, 1), "S is -1; it must be from 0 to 10000"),
        (lambda: lost_sales_service(3, DEMANDS[0], 13, 1, 1), "lead_time is 13; it must be from 0 to 12"),
        (lambda: lost_sales_service(3, DEMANDS[0], 1, -1, 1), "holding_cost is -1"),
        (lambda: lost_sales_service(3, discrete_demand([0]), 1, 1, 1), "demand is 0"),
        (lambda: lost_sales_service(60, DEMANDS[0], 5, 1, 1), "at most 10000 states"),
        (lambda: lost_sales_service(3_000, DEMANDS[0], 2, 1, 1), "S is 3000; it must be low enough"),
        (lambda: best_lost_sales_level(DEMANDS[0], 1, 0, 1), "holding_cost is 0"),
        (lambda: erlang_loss(2.5, 1), "S is 2.5"),  # type: ignore[arg-type]
        (lambda: erlang_loss(2, -1), "lead_time_demand_mean is -1"),
    ],
)
def test_refusals(call: Callable[[], object], message: str) -> None:
    with pytest.raises(SolverError, match=message):
        call()
