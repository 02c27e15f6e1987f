"""The compiled path: equal to the SimPy model to the last bit, day by day, or a clear refusal."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from sim_strategies import scenarios

from sim.draws import demand_path, lead_time_path
from sim.experiment import measure
from sim.indicators import NAMES
from sim.kernels import KernelError, Paths, evaluate, paths, trace, warm_up
from sim.one_item import run
from sim.policies import POLICIES
from sim.policies.base_stock import BaseStock
from sim.policies.reorder_point import ReorderPoint
from sim.scenario import Scenario, scenario_from_dict
from sim.scenario_yaml import load_scenario

SEED = 41


def year(**changes: Any) -> Scenario:
    return scenario_from_dict(
        {
            "horizon": 365,
            "demand": {"poisson": {"mean": 20}},
            "lead_time": {"constant": 5},
            "policy": {"reorder_point": {"s": 100, "Q": 100}},
            "costs": {"holding": 1, "ordering": 100, "backorder": 10},
            **changes,
        }
    )


def agree(scenario: Scenario, replications: int = 2) -> None:
    """Assert that both ways give equal indicators, and equal levels and flows on every day."""
    drawn = paths(scenario, SEED, replications, "agree")
    result = evaluate(None, drawn, scenario)
    for replication in range(replications):
        ledger = run(scenario, SEED, replication, label="agree")
        assert result.indicators(replication) == measure(scenario, ledger)
        days = trace(None, drawn, scenario, replication)
        closes = ledger.rows("close")
        assert days.on_hand.tolist() == [event.on_hand for event in closes]
        assert days.backorders.tolist() == [event.backorders for event in closes]
        assert days.on_order.tolist() == [event.on_order for event in closes]
        assert days.demand.tolist() == [event.quantity for event in ledger.rows("demand")]
        assert days.short.tolist() == [event.short for event in ledger.rows("demand")]
        ordered, received = np.zeros((2, scenario.horizon), np.int64)
        for event in ledger.rows("order"):
            ordered[int(event.time)] += int(event.quantity)
        for event in ledger.rows("receipt"):
            received[int(np.ceil(event.time))] += int(event.quantity)
        assert days.ordered.tolist() == ordered.tolist()
        assert days.received.tolist() == received.tolist()


@settings(max_examples=250, deadline=None)
@given(scenarios())
def test_agreement_over_random_scenarios(scenario: Scenario) -> None:
    agree(scenario)


@pytest.mark.parametrize("shortage", ["backorder", "lost"])
@pytest.mark.parametrize("key", sorted(POLICIES))
@pytest.mark.parametrize("lead_time", [{"constant": 0}, {"constant": 5}, {"gamma": {"mean": 4, "sd": 3}}])
def test_agreement_over_a_year(key: str, shortage: str, lead_time: dict[str, Any]) -> None:
    policy = {key: dict(POLICIES[key].EXAMPLE)}
    agree(
        year(policy=policy, shortage=shortage, lead_time=lead_time, costs={"holding": 0.1, "shortage": 1.7})
    )


@pytest.mark.parametrize(
    "file", sorted((Path(__file__).parent / "golden").glob("*.yaml")), ids=lambda f: f.stem
)
def test_agreement_on_the_golden_scenarios(file: Path) -> None:
    agree(load_scenario(file))


def test_published_figures() -> None:
    # The two figures of issue 2 of the project, see test_sim_experiment and test_sim_one_item.
    result = evaluate(None, paths(year(), 1, 1000), year())
    assert result.mean("total_cost_per_day") == pytest.approx(74.2, abs=0.1)
    assert result.mean("fill_rate") == pytest.approx(0.989, abs=0.001)
    assert result.interval("fill_rate").half_width < 0.001
    known = load_scenario(Path(__file__).parent / "golden" / "known_path.yaml")
    path = evaluate(ReorderPoint(115, 100), paths(known, 1, 1), known)
    assert (path["holding_cost"].tolist(), path["orders"].tolist()) == ([1448], [3])


def test_paths_are_the_draws_of_the_model() -> None:
    scenario = year(horizon=50, lead_time={"gamma": {"mean": 4, "sd": 3}})
    drawn = paths(scenario, 9, 3, "trial")
    for replication in range(3):
        assert drawn.demand[replication].tolist() == demand_path(scenario, 9, replication, "trial").tolist()
        exact = lead_time_path(scenario, 9, replication, "trial")
        assert drawn.lead_time[replication].tolist() == np.ceil(exact).tolist()
    assert drawn.demand.dtype == drawn.lead_time.dtype == np.int64


def test_results_by_name() -> None:
    scenario = year(horizon=30)
    result = evaluate(BaseStock(120), paths(scenario, 1, 4), scenario)
    assert tuple(result.values) == NAMES
    assert all(result[name].shape == (4,) for name in NAMES)
    assert result.mean("orders") == sum(result["orders"].tolist()) / 4
    with pytest.raises(KeyError, match="no indicator is called 'cost'"):
        result["cost"]


def test_warm_up_compiles_without_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    warm_up()
    assert capsys.readouterr() == ("", "")


@dataclasses.dataclass(frozen=True)
class Foreign:
    """A policy the kernel has no table for."""

    KEY = "foreign"
    EXAMPLE = {}  # noqa: RUF012 - the contract of a policy, never changed
    initial_stock = 5

    def reviews(self, day: int) -> bool:
        return True

    def order(self, position: float) -> float:
        return 0


def test_refusals() -> None:
    scenario = year(horizon=10)
    drawn = paths(scenario, 1, 2)
    with pytest.raises(KernelError, match="no compiled path for the policy foreign"):
        evaluate(Foreign(), drawn, scenario)
    with pytest.raises(KernelError, match="whole parameters"):
        evaluate(ReorderPoint(1.5, 10), drawn, scenario)
    with pytest.raises(KernelError, match="whole initial stock"):
        evaluate(None, drawn, year(horizon=10, initial_stock=2.5))
    with pytest.raises(KernelError, match="paths of 10 days do not fit a horizon of 11 days"):
        evaluate(None, drawn, year(horizon=11))
    with pytest.raises(KernelError, match="whole units of demand"):
        paths(year(demand={"normal": {"mean": 5, "sd": 1, "whole": False}}), 1, 1)
    with pytest.raises(KernelError, match="replication 2 does not exist: there are 2"):
        trace(None, drawn, scenario, 2)
    with pytest.raises(ValueError, match="at least one replication"):
        paths(scenario, 1, 0)


@pytest.mark.parametrize(
    ("demand", "lead_time"),
    [
        (np.zeros((2, 3)), np.zeros((2, 3), np.int64)),
        (np.zeros(3, np.int64), np.zeros(3, np.int64)),
        (np.zeros((2, 3), np.int64), np.zeros((2, 4), np.int64)),
        (np.zeros((0, 3), np.int64), np.zeros((0, 3), np.int64)),
        (np.full((2, 3), -1), np.zeros((2, 3), np.int64)),
        (np.full((2, 3), 2**41), np.zeros((2, 3), np.int64)),
        (np.zeros((3, 2), np.int64).T, np.zeros((2, 3), np.int64)),
    ],
)
def test_paths_that_would_break_the_loops_are_refused(demand: Any, lead_time: Any) -> None:
    with pytest.raises(KernelError):
        Paths(demand, lead_time)
