"""The portfolio kernel counts, item by item, what the SimPy model of the same network counts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from network_worlds import line, one

from sim.kernels import KernelError
from sim.network import World, breakdown, indicators, read_world, run
from sim.portfolio import portfolio, portfolio_paths

SEED, LABEL = 5, "portfolio"


def store(rules: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    """One site, an item for each rule, lanes of one and of two items, lead times of 1 to 3."""
    names = [f"I{at}" for at in range(len(rules))]
    return {
        "horizon": 60,
        "items": [{"name": name, "unit_cost": 3} for name in names],
        "sources": [{"name": "north"}],
        "sites": [{"name": "store"}],
        "lanes": [
            {"from": "north", "to": "store", "item": name, "lead_time": {"constant": 1 + at % 3},
             "order_cost": 7, "line_cost": 2}
            for at, name in enumerate(names)
        ],
        "stocks": [{"site": "store", "item": name, "holding": 0.5} for name in names],
        "demands": [
            {"site": "store", "item": name, "demand": {"poisson": 1 + at}, "backorder": 2, "lost": 3,
             "shortage": "lost" if at % 2 else "backorder"}
            for at, name in enumerate(names)
        ],
        "policy": {
            "replenish": [{"site": "store", "item": name, **rule} for name, rule in zip(names, rules, strict=True)]
        },
        **changes,
    }  # fmt: skip


def agree(world: World, replications: int = 2) -> None:
    found = portfolio(world, portfolio_paths(world, SEED, LABEL, replications))
    for r in range(replications):
        ledger = run(world, SEED, LABEL, r)
        assert found.total_cost[r] == pytest.approx(indicators(world, ledger).total_cost, rel=1e-12)
        by_stock = breakdown(world, ledger).by_stock
        days = world.horizon - world.warm_up
        for place, one_stock in enumerate(world.stocks):
            figures = by_stock[one_stock.site, one_stock.item]
            assert found.stock[r, place] / days == pytest.approx(figures.mean_stock, rel=1e-12)
            assert found.lines[r, place] == figures.orders
            assert found.fill_rate[r, place] == pytest.approx(figures.fill_rate, rel=1e-12)


rule = st.one_of(
    st.builds(lambda s, Q: {"reorder_point": {"s": s, "Q": Q}}, st.integers(0, 25), st.integers(1, 30)),
    st.builds(lambda s, up: {"min_max": {"s": s, "S": s + up}}, st.integers(0, 25), st.integers(1, 30)),
    st.builds(lambda S: {"base_stock": {"S": S}}, st.integers(1, 40)),
    st.builds(lambda R, S: {"periodic": {"R": R, "S": S}}, st.integers(1, 7), st.integers(1, 60)),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(rule, min_size=1, max_size=6), st.integers(0, 59))
def test_every_item_counts_the_same(rules: list[dict[str, Any]], warm_up: int) -> None:
    agree(read_world(store(rules, warm_up=warm_up)))


def test_more_items_than_lanes() -> None:
    agree(
        read_world(store([{"reorder_point": {"s": 5 + at % 40, "Q": 10 + at % 7}} for at in range(140)])), 1
    )


@pytest.mark.parametrize(
    "data",
    [
        line(),
        one(lanes=[{"from": "north", "to": "depot", "truck": {"capacity": 10}}]),
        one(lanes=[{"from": "north", "to": "depot", "lead_time": {"constant": 0}}]),
        one(lanes=[{"from": "north", "to": "depot", "order_days": [0, 3]}]),
        one(lanes=[{"from": "north", "to": "depot", "multiple": 5}]),
        one(items=[{"name": "A", "shelf_life": 5}]),
        one(stocks=[{"site": "depot", "item": "A", "initial": 2**30}]),
    ],
    ids=["echelons", "truck", "at once", "calendar", "multiple", "shelf life", "large"],
)
def test_a_network_that_is_no_portfolio_is_refused(data: dict[str, Any]) -> None:
    world = read_world(data)
    with pytest.raises(KernelError) as error:
        portfolio(world, portfolio_paths(world, SEED, LABEL, 1))
    assert "portefeuille" in error.value.explain("fr")
    assert "portfolio" in error.value.explain("en")
