"""A network agrees with what is known without it: the single item, a recursion, a published convention."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from network_worlds import whole
from sim_strategies import scenarios

from sim.draws import demand_path, lead_time_path
from sim.experiment import interval, measure
from sim.network import NetworkRun, indicators, read_world, run
from sim.network.draws import Draws, draw
from sim.network.story import story
from sim.one_item import run as run_one_item
from sim.scenario import Scenario, policy_to_dict

SEED = 2026


def same_world(scenario: Scenario) -> dict[str, Any]:
    """A single item written as a network of one source, one site and one item."""
    assert scenario.policy is not None
    stock: dict[str, Any] = {"site": "stock", "item": "item", "holding": scenario.costs.holding}
    if scenario.initial_stock is not None:
        stock["initial"] = scenario.initial_stock
    lost = scenario.shortage == "lost"
    return {
        "horizon": scenario.horizon,
        "warm_up": scenario.warm_up,
        "year": scenario.year,
        "items": [{"name": "item", "unit_cost": scenario.item.unit_cost}],
        "sources": [{"name": "supplier"}],
        "sites": [{"name": "stock"}],
        "lanes": [{"from": "supplier", "to": "stock", "order_cost": scenario.costs.ordering}],
        "stocks": [stock],
        "demands": [
            {
                "site": "stock",
                "item": "item",
                "demand": {"poisson": 1},
                "shortage": scenario.shortage,
                "backorder": scenario.costs.backorder,
                "lost": scenario.costs.shortage if lost else 0,
            }
        ],
        "policy": {"replenish": [{"site": "stock", **policy_to_dict(scenario.policy)}]},
    }


def same_draws(scenario: Scenario, drawn: Draws) -> Draws:
    """The draws of the single item in the place of a network's own, lead times in whole periods."""
    demand = demand_path(scenario, SEED, 0, "")
    lead_time = np.ceil(lead_time_path(scenario, SEED, 0, "")).astype(np.int64)
    return Draws(demand[None, :], lead_time[None, :], drawn.made, drawn.rejects, drawn.held, drawn.down)


@settings(max_examples=200, deadline=None)
@given(scenarios())
def test_one_source_one_site_one_item_is_the_single_item(scenario: Scenario) -> None:
    world = read_world(same_world(scenario))
    ledger = NetworkRun(world, same_draws(scenario, draw(world, SEED, "", 0)), {}).run()
    alone = run_one_item(scenario, SEED)
    [track] = story(world, ledger).tracks
    closes = alone.rows("close")
    assert list(track.on_hand) == [row.on_hand for row in closes]
    assert list(track.backorders) == [row.backorders for row in closes]
    assert list(track.on_order) == [row.on_order for row in closes]
    orders = [(row.time, row.quantity) for row in alone.rows("order")]
    assert [(row.time, row.quantity) for row in ledger.rows("order")] == orders
    ours, theirs = indicators(world, ledger), measure(scenario, alone)
    for name in (
        "fill_rate",
        "cycle_service_level",
        "stock_out_days",
        "stock_out_rate",
        "mean_stock",
        "orders",
    ):
        assert getattr(ours, name) == getattr(theirs, name), name
    for name in ("stock_value", "turnover", "holding_cost", "ordering_cost"):
        assert getattr(ours, name) == pytest.approx(getattr(theirs, name)), name
    if scenario.shortage == "lost":
        assert ours.shortage_cost == pytest.approx(scenario.costs.shortage * theirs.short)
        assert ours.total_cost == pytest.approx(
            theirs.total_cost - scenario.costs.backorder * theirs.mean_backorders
        )
    else:
        days = scenario.horizon - scenario.warm_up
        assert ours.shortage_cost == pytest.approx(scenario.costs.backorder * theirs.mean_backorders * days)


def serial(base_stocks: list[int], lead_times: list[int], demand: list[int]) -> dict[str, Any]:
    """A serial line, stage 0 next to the customers, under base stocks; it starts at its base stocks."""
    stages = range(len(base_stocks))
    return {
        "horizon": len(demand),
        "items": [{"name": "A"}],
        "sources": [{"name": "outside"}],
        "sites": [{"name": f"s{stage}"} for stage in stages],
        "lanes": [
            {
                "from": f"s{stage + 1}" if stage + 1 < len(base_stocks) else "outside",
                "to": f"s{stage}",
                "lead_time": {"constant": lead_times[stage]},
            }
            for stage in stages
        ],
        "stocks": [{"site": f"s{stage}", "item": "A"} for stage in stages],
        "demands": [{"site": "s0", "item": "A", "demand": {"series": {"values": demand}}}],
        "policy": {"replenish": [{"site": f"s{at}", "base_stock": base_stocks[at]} for at in stages]},
    }


def recursion(base_stocks: list[int], lead_times: list[int], demand: list[int]) -> list[list[int]]:
    """Net stock (on hand - backorders) of each stage at each close, straight from the balance equations.

    Every stage orders the demand of the period; stage j ships min(on hand, owed); what it ships in t comes in at
    t + L (Snyder and Shen, Fundamentals of Supply Chain Theory, 6.2; one order of the same period cascades).
    """
    stages, horizon = len(base_stocks), len(demand)
    shipped = [[0] * horizon for _ in range(stages + 1)]
    shipped[stages] = list(demand)
    on_hand = list(base_stocks)
    owed = [0] * stages
    net = [[0] * horizon for _ in range(stages)]
    for t in range(horizon):
        for stage in range(stages):
            sent = t - lead_times[stage]
            coming = shipped[stage + 1][sent] if sent >= 0 else 0
            on_hand[stage] += coming
            if stage == 0:  # customers who wait are served on receipt, before the period's own
                served = min(on_hand[0], owed[0])
                on_hand[0] -= served
                owed[0] -= served
        for stage in range(stages):
            owed[stage] += demand[t]
            shipped[stage][t] = min(on_hand[stage], owed[stage])
            on_hand[stage] -= shipped[stage][t]
            owed[stage] -= shipped[stage][t]
            net[stage][t] = on_hand[stage] - owed[stage]
    return net


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_serial_line_follows_its_recursion(data: st.DataObject) -> None:
    stages = data.draw(whole(1, 4))
    base_stocks = data.draw(st.lists(whole(0, 40), min_size=stages, max_size=stages))
    lead_times = data.draw(st.lists(whole(1, 4), min_size=stages, max_size=stages))
    demand = data.draw(st.lists(whole(0, 15), min_size=1, max_size=25))
    world = read_world(serial(base_stocks, lead_times, demand))
    found = [
        [int(stock - waiting) for stock, waiting in zip(track.on_hand, track.backorders, strict=True)]
        for track in story(world, run(world, SEED)).tracks
    ]
    assert found == recursion(base_stocks, lead_times, demand)


def test_a_serial_line_by_hand() -> None:
    # Two stages of lead time 1, base stocks 5 and 3, demand 4: the shop's order of 4 finds 3 at the depot.
    world = read_world(serial([5, 3], [1, 1], [4, 4, 4, 4]))
    shop, depot = story(world, run(world, SEED)).tracks
    assert shop.on_hand == (1, 0, 0, 0)
    assert shop.backorders == (0, 0, 0, 0)
    assert depot.on_hand == (0, 0, 0, 0)
    assert shop.received == (0, 3, 4, 4)


def test_a_published_serial_line_costs_what_theory_says() -> None:
    # Snyder and Shen, Fundamentals of Supply Chain Theory, example 6.1, in hundredths of a unit: echelon base stocks
    # 6.51, 12.01 and 22.70 cost 47.67 a period, of which 30 for the 5 units in transit on each of the two inner
    # lanes, held at the rate of where they come from (4 and 2), which a network leaves out.
    levels, holding = [651, 550, 1069], [7, 4, 2]
    data = serial(levels, [1, 1, 2], [0])
    data.update(horizon=2050, warm_up=50)
    for stock, rate in zip(data["stocks"], holding, strict=True):
        stock["holding"] = rate
    demand = {"normal": {"mean": 500, "sd": 100}}
    data["demands"] = [{"site": "s0", "item": "A", "demand": demand, "backorder": 37.12}]
    world = read_world(data)
    costs = [indicators(world, run(world, SEED, "", at)).total_cost / 2000 for at in range(6)]
    found = interval(costs)
    assert found.low < 100 * (47.67 - 5 * (4 + 2)) < found.high
    assert found.half_width < 60
