"""Experiments: published figures, intervals against tables, common random numbers, any executor."""

from __future__ import annotations

import math
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from typing import Any

import pytest

from sim.experiment import compare, experiment, interval, mean, measure
from sim.one_item import run
from sim.policies.base_stock import BaseStock
from sim.policies.reorder_point import ReorderPoint
from sim.scenario import Scenario, ScenarioError, scenario_from_dict


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


def test_published_cost_and_fill_rate() -> None:
    # (r,Q) = (100,100), lead time 5, Poisson 20 a day, h = 1, p = 10, K = 100: see issue 2 of the project.
    done = experiment(year(), 1, 1000)
    assert done.mean("total_cost_per_day") == pytest.approx(74.2, abs=0.1)
    assert done.mean("fill_rate") == pytest.approx(0.989, abs=0.001)


def test_replications_are_the_runs_one_by_one() -> None:
    done = experiment(year(horizon=40), 5, 4, label="trial")
    assert done.replications == tuple(
        measure(year(), run(year(horizon=40), 5, replication, label="trial")) for replication in range(4)
    )
    assert experiment(year(horizon=40), 5, 2, label="trial").replications == done.replications[:2]
    assert experiment(year(horizon=40), 5, 2).replications != done.replications[:2]


def test_any_executor_gives_the_same() -> None:
    alone = experiment(year(horizon=60), 3, 21)
    with ThreadPoolExecutor(2) as threads:
        assert experiment(year(horizon=60), 3, 21, executor=threads) == alone
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        assert experiment(year(horizon=60), 3, 21, executor=processes) == alone


def test_interval_is_students() -> None:
    # t(0.975, 4 degrees of freedom) = 2.776 (Student's table); deviation of 1…5 is √2.5.
    found = interval([1, 2, 3, 4, 5])
    assert found.mean == 3
    assert found.half_width == pytest.approx(2.776 * math.sqrt(2.5 / 5), abs=1e-3)
    assert found.low == pytest.approx(3 - found.half_width)
    assert interval([1, 2, 3, 4, 5], confidence=0.9).half_width < found.half_width
    assert interval([2.0, 2.0]).half_width == 0


def test_interval_covers_the_truth_as_often_as_it_says() -> None:
    scenario = year(horizon=20, policy={"base_stock": {"S": 100}})
    values = experiment(scenario, 8, 600).values("demand")
    covered = sum(
        one.low <= 400 <= one.high for one in (interval(values[i : i + 6]) for i in range(0, 600, 6))
    )
    assert 88 <= covered <= 99  # 95 expected of 100; outside with probability under 0.5 % on each side


def test_common_random_numbers_make_differences_sharp() -> None:
    pair = compare(year(), ReorderPoint(100, 100), ReorderPoint(103, 100), 2, 20)
    assert pair.first.values("demand") == pair.second.values("demand")
    apart = pair.first.interval("total_cost").half_width + pair.second.interval("total_cost").half_width
    difference = pair.difference("total_cost")
    assert difference.half_width < apart / 4
    expected = pair.second.mean("total_cost") - pair.first.mean("total_cost")
    assert difference.mean == pytest.approx(expected)


def test_a_policy_given_replaces_the_scenarios() -> None:
    assert experiment(year(), 1, 1, policy=BaseStock(150)) == experiment(
        year(policy={"base_stock": {"S": 150}}), 1, 1
    )


def test_an_infinite_indicator_has_an_infinite_interval() -> None:
    idle = experiment(year(horizon=5, demand={"poisson": 0}), 1, 3)
    assert idle.mean("cover_days") == math.inf
    assert idle.interval("cover_days").high == math.inf


def test_refusals() -> None:
    with pytest.raises(ValueError, match="at least one replication, not 0"):
        experiment(year(), 1, 0)
    with pytest.raises(ValueError, match="at least two replications, not 1"):
        experiment(year(horizon=5), 1, 1).interval("fill_rate")
    with pytest.raises(ValueError, match="between 0 and 1"):
        interval([1, 2], confidence=95)
    with pytest.raises(ValueError, match="at least one replication"):
        mean([])
    with pytest.raises(KeyError, match="no indicator is called 'fill'"):
        experiment(year(horizon=5), 1, 1).mean("fill")
    with pytest.raises(ScenarioError, match="policy"):
        experiment(
            scenario_from_dict({"horizon": 5, "demand": {"poisson": 1}, "lead_time": {"constant": 1}}), 1, 1
        )
