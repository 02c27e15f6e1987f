"""Indicators: a small year worked by hand, the edges, and the theory where it has a closed form."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from scipy.special import pdtr

from sim.checks import InvalidError
from sim.experiment import experiment
from sim.indicators import NAMES, Costs, count, indicators
from sim.one_item import run
from sim.scenario import scenario_from_dict

SERIES = {"series": {"values": [4, 4, 4, 0, 6, 2]}}


def small(**changes: object) -> dict[str, object]:
    # Start 6; an order of 6 at the end of days 1, 2 and 4, received two days later.
    return {
        "horizon": 6,
        "demand": SERIES,
        "lead_time": {"constant": 2},
        "policy": {"reorder_point": {"s": 0, "Q": 6}},
        "item": {"unit_cost": 10},
        "costs": {"holding": 0.5, "ordering": 7, "backorder": 3, "shortage": 1},
        **changes,
    }


def test_worked_by_hand_with_backorders() -> None:
    scenario = scenario_from_dict(small())
    ledger = run(scenario, 1)
    # day      0  1  2  3  4  5
    # demand   4  4  4  0  6  2
    # on hand  2  0  0  0  0  0     short 0 2 4 0 6 2
    # waiting  0  2  6  0  0  2     (6 received on day 3 clears 6; 6 on day 4 serves 6)
    assert [event.on_hand for event in ledger.rows("close")] == [2, 0, 0, 0, 0, 0]
    assert [event.backorders for event in ledger.rows("close")] == [0, 2, 6, 0, 0, 2]
    one = indicators(ledger, scenario.costs, unit_cost=10, year=360)
    assert (one.days, one.demand, one.short, one.shipped) == (6, 20, 8, 18)
    assert one.fill_rate == 1 - 8 / 20
    assert one.stock_out_days == 3
    assert one.stock_out_rate == 0.5
    assert one.cycle_service_level == pytest.approx(1 / 3)  # days 0-2 short, day 3 good, days 4-5 short
    assert one.mean_stock == pytest.approx(2 / 6)
    assert one.mean_backorders == pytest.approx(10 / 6)
    assert one.stock_value == pytest.approx(20 / 6)
    assert one.turnover == pytest.approx(18 * 60 / (2 / 6))
    assert one.cover_days == pytest.approx((2 / 6) / (20 / 6))
    assert (one.orders, one.units_ordered) == (3, 18)
    assert one.holding_cost == 1.0
    assert one.ordering_cost == 21.0
    assert one.shortage_cost == 3 * 10 + 8
    assert one.total_cost == 60.0
    assert one.total_cost_per_day == pytest.approx(60 / 6)


def test_warm_up_leaves_the_first_days_out() -> None:
    scenario = scenario_from_dict(small(warm_up=3))
    one = indicators(run(scenario, 1), scenario.costs)
    assert (one.days, one.demand, one.short, one.stock_out_days) == (3, 8, 2, 1)
    assert one.shipped == 12, "the backorders cleared on day 3 leave the stock in the measured days"
    assert one.cycle_service_level == 0.5
    assert count(run(scenario, 1), warm_up=0).demand == 20
    with pytest.raises(ValueError, match="no day is left to measure from day 6 on"):
        count(run(scenario, 1), warm_up=6)


def test_lost_sales_are_shipped_never() -> None:
    scenario = scenario_from_dict(small(shortage="lost"))
    one = indicators(run(scenario, 1), scenario.costs)
    assert one.shipped == one.demand - one.short
    assert one.mean_backorders == 0


def test_without_demand_or_without_stock() -> None:
    idle = scenario_from_dict(small(demand={"series": {"values": [0], "repeat": True}}))
    one = indicators(run(idle, 1), idle.costs)
    assert (one.fill_rate, one.cycle_service_level, one.stock_out_days) == (1.0, 1.0, 0)
    assert (one.turnover, one.cover_days) == (0.0, math.inf)
    assert one.as_dict()["cover_days"] is None
    bare = scenario_from_dict(small(policy={"base_stock": 0}))
    one = indicators(run(bare, 1), bare.costs)
    assert (one.fill_rate, one.mean_stock, one.turnover, one.cover_days) == (0.0, 0.0, math.inf, 0.0)
    json.dumps(one.as_dict(), allow_nan=False)


def test_names_and_types() -> None:
    scenario = scenario_from_dict(small(costs={"holding": 1}))
    one = indicators(run(scenario, 1), scenario.costs)
    assert tuple(one.as_dict()) == NAMES
    for name in NAMES:
        kind = float if "cost" in name or "rate" in name or "mean" in name else (int, float)
        assert isinstance(getattr(one, name), kind), name
    with pytest.raises(InvalidError, match=r"(?s)holding.*backorder"):
        Costs(holding=-1, backorder=float("nan"))


@pytest.mark.parametrize(("lead_time", "up_to"), [(0, 6), (1, 10), (4, 30)])
def test_base_stock_agrees_with_theory(lead_time: int, up_to: int) -> None:
    """Poisson demand m a day, backorders, base stock S (Axsäter, Inventory Control, 5.3; Zipkin, 6.2).

    The net level at the close of a day is S less the demand of L days; units short on a day are the growth
    of (S - demand)⁻ from L - 1 days of demand to L (with L = 0: of one day's demand against S).
    """
    mean, days, warm_up, runs = 6.0, 400, 10, 60

    def losses(over: float) -> float:  # E[(X - S)+] for X Poisson of mean `over`
        k = np.arange(up_to)
        return over - up_to + float(np.sum(pdtr(k, over))) if over > 0 else 0.0

    scenario = scenario_from_dict(
        {
            "horizon": days + warm_up,
            "warm_up": warm_up,
            "demand": {"poisson": mean},
            "lead_time": {"constant": lead_time},
            "policy": {"base_stock": up_to},
        }
    )
    simulated = experiment(scenario, 11, runs)
    waiting = losses(lead_time * mean)
    short = losses(mean) if lead_time == 0 else waiting - losses((lead_time - 1) * mean)
    expected = {
        "mean_backorders": waiting,
        "mean_stock": up_to - lead_time * mean + waiting,
        "short": short * days,
    }
    for name, theory in expected.items():
        found = simulated.interval(name, confidence=0.999)
        assert found.low - 1e-9 <= theory <= found.high + 1e-9, (name, theory, found)
    assert simulated.mean("fill_rate") == pytest.approx(1 - short / mean, abs=0.01)
