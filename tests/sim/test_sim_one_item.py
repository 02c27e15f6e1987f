"""The wired model: order of a day's events, invariants, published figures, golden ledgers, same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from sim_strategies import scenarios

from sim.draws import demand_path
from sim.ledger import Event, Ledger
from sim.one_item import run
from sim.policies.base_stock import BaseStock
from sim.scenario import Scenario, ScenarioError, scenario_from_dict
from sim.scenario_yaml import load_scenario
from sim.stock import StockingPoint

GOLDEN = Path(__file__).parent / "golden"
SEED = 2026


def scenario(**changes: Any) -> Scenario:
    data: dict[str, Any] = {
        "horizon": 12,
        "demand": {"series": {"values": [10], "repeat": True}},
        "lead_time": {"constant": 2},
        "policy": {"reorder_point": {"s": 25, "Q": 30}},
    }
    return scenario_from_dict({**data, **changes})


def told(ledger: Ledger, *kinds: str) -> list[tuple[float, str, float]]:
    return [(event.time, event.kind, event.quantity) for event in ledger.rows(*kinds)]


def closes(ledger: Ledger) -> list[Event]:
    return list(ledger.rows("close"))


def test_a_day_is_receipt_demand_review_close() -> None:
    ledger = run(scenario(), SEED)
    # 55 - 10 a day: 25 at the close of day 2, ordered that day, received before the demand of day 4.
    assert [event.kind for event in ledger if event.time == 2] == ["demand", "order", "close"]
    assert [event.kind for event in ledger if event.time == 4] == ["receipt", "demand", "close"]
    assert [event.on_hand for event in closes(ledger)[:6]] == [45, 35, 25, 15, 35, 25]
    assert told(ledger, "order") == [(2, "order", 30), (5, "order", 30), (8, "order", 30), (11, "order", 30)]


def test_lead_time_zero_counts_in_the_close_and_not_in_the_demand() -> None:
    ledger = run(scenario(lead_time={"constant": 0}, policy={"base_stock": 8}), SEED)
    assert [event.kind for event in ledger if event.time == 0][1:] == ["demand", "order", "receipt", "close"]
    assert ledger.rows("demand")[0].short == 2
    assert [event.on_hand for event in closes(ledger)] == [8] * 12


def test_a_fraction_of_a_day_is_received_between_two_days() -> None:
    ledger = run(scenario(lead_time={"constant": 1.5}), SEED)
    assert told(ledger, "receipt")[0] == (3.5, "receipt", 30)
    assert [event.on_hand for event in closes(ledger)[:5]] == [45, 35, 25, 15, 35]


def test_the_lead_time_belongs_to_the_day_of_the_order() -> None:
    base = {"demand": {"poisson": 9}, "lead_time": {"discrete": {"values": [1, 2, 5], "weights": [1, 1, 1]}}}
    lead_times = []
    for policy in ({"base_stock": 40}, {"reorder_point": {"s": 20, "Q": 15}}):
        ledger = run(scenario(**base, horizon=40, policy=policy), SEED)
        lead_times.append({event.time: event.due - event.time for event in ledger.rows("order") if event.due})
    common = lead_times[0].keys() & lead_times[1].keys()
    assert len(common) > 5
    assert all(lead_times[0][day] == lead_times[1][day] for day in common)


def test_orders_may_overtake_one_another() -> None:
    data = {"demand": {"poisson": 9}, "lead_time": {"discrete": {"values": [1, 6], "weights": [1, 1]}}}
    orders = run(scenario(**data, horizon=60, policy={"base_stock": 60}), SEED).rows("order")
    assert any(earlier.due > later.due for earlier, later in pairwise(orders))  # type: ignore[operator]


def test_runaway_order_is_not_possible(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = scenario(horizon=30, lead_time={"constant": 9}, policy={"reorder_point": {"s": 95, "Q": 100}})
    orders = [event.time for event in run(slow, SEED).rows("order")]
    assert orders == [9, 19, 29], "one lot of 100 covers ten days of 10"
    # The same with the fault put in: a position that forgets what is on order reorders every single day.
    monkeypatch.setattr(
        StockingPoint, "inventory_position", property(lambda stock: stock.on_hand - stock.backorders)
    )
    orders = [event.time for event in run(slow, SEED).rows("order")]
    assert orders[:9] == list(range(9, 18))


def test_initial_stock_is_the_policys_unless_the_scenario_says() -> None:
    assert run(scenario(), SEED).rows("start")[0].quantity == 55
    assert run(scenario(initial_stock=7), SEED).rows("start")[0].quantity == 7
    assert run(scenario(), SEED, policy=BaseStock(90)).rows("start")[0].quantity == 90


def test_published_path() -> None:
    # 20 25 30 22 18 15 30 10 then 20 eight times; r = 115, Q = 100, lead time 5; see issue 2 of the project.
    ledger = run(load_scenario(GOLDEN / "known_path.yaml"), SEED)
    assert [event.on_hand for event in closes(ledger)][:8] == [195, 170, 140, 118, 100, 85, 55, 45]
    assert sum(event.on_hand for event in closes(ledger)) == 1448
    assert len(ledger.rows("order")) == 3


def test_a_run_without_policy_says_so() -> None:
    bare = scenario_from_dict({"horizon": 3, "demand": {"poisson": 1}, "lead_time": {"constant": 1}})
    with pytest.raises(ScenarioError, match=r"policy: is missing: give one of base_stock"):
        run(bare, SEED)
    assert len(closes(run(bare, SEED, policy=BaseStock(2)))) == 3


def test_labels_seeds_and_replications_are_different_years() -> None:
    random = scenario(demand={"poisson": 20}, horizon=30)
    runs = [(1, 0, ""), (2, 0, ""), (1, 1, ""), (1, 0, "trial"), (1, 0, "marking")]
    demands = {tuple(demand_path(random, seed, rep, label).tolist()) for seed, rep, label in runs}
    assert len(demands) == len(runs)
    ledger = run(random, 1, 1, label="trial")
    assert tuple(e.quantity for e in ledger.rows("demand")) == tuple(demand_path(random, 1, 1, "trial"))


@settings(max_examples=150, deadline=None)
@given(scenarios())
def test_invariants(scenario: Scenario) -> None:
    """Units are conserved, the position counts each unit once, waiting and stock exclude one another."""
    ledger = run(scenario, SEED)
    policy = scenario.policy
    assert policy is not None
    on_hand, backorders, on_order = 0, 0, 0
    for event in ledger:
        if event.kind == "start":
            on_hand = event.quantity
        elif event.kind == "receipt":
            on_hand += event.quantity - event.shipped
            backorders -= event.shipped
            on_order -= event.quantity
        elif event.kind == "demand":
            assert event.quantity == event.shipped + event.short
            on_hand -= event.shipped
            backorders += event.short if scenario.shortage == "backorder" else 0
        elif event.kind == "order":
            assert event.quantity == policy.order(on_hand + on_order - backorders) > 0
            assert policy.reviews(int(event.time))
            on_order += event.quantity
        assert (event.on_hand, event.backorders, event.on_order) == (on_hand, backorders, on_order)
        assert min(on_hand, backorders, on_order) >= 0
        assert on_hand == 0 or backorders == 0
    assert [event.time for event in ledger] == sorted(event.time for event in ledger)
    assert [event.time for event in closes(ledger)] == list(range(scenario.horizon))
    received = sum(event.quantity for event in ledger.rows("receipt"))
    shipped = sum(event.shipped for event in ledger)
    assert ledger.rows("start")[0].quantity + received == shipped + on_hand


@settings(max_examples=30, deadline=None)
@given(scenarios())
def test_same_arguments_same_bytes(scenario: Scenario) -> None:
    assert run(scenario, 3, 1, label="a").to_jsonl() == run(scenario, 3, 1, label="a").to_jsonl()


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("*.yaml")), ids=lambda file: file.stem)
def test_golden_ledgers(file: Path) -> None:
    ledger = run(load_scenario(file), SEED, label="golden")
    golden = Ledger.from_jsonl(file.with_suffix(".jsonl").read_bytes())
    assert ledger.header == golden.header
    assert ledger.rows() == golden.rows(), "see tests/sim/golden/regenerate.py"
    assert ledger.to_jsonl() == golden.to_jsonl()


def test_same_seed_same_bytes_in_another_process() -> None:
    file = GOLDEN / "lost_sales.yaml"
    program = (
        "import sys; from sim.one_item import run; from sim.scenario_yaml import load_scenario\n"
        "sys.stdout.write(run(load_scenario(sys.argv[1]), 77, 4, label='é').digest())"
    )
    here = run(load_scenario(file), 77, 4, label="é").digest()
    for hash_seed in ("0", "12345"):
        env = {**os.environ, "PYTHONHASHSEED": hash_seed}
        done = subprocess.run(
            [sys.executable, "-c", program, str(file)], env=env, capture_output=True, text=True, check=True
        )
        assert done.stdout == here
