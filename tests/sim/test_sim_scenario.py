"""Scenarios from plain mappings: what is accepted, and that every fault is named with its path."""

from __future__ import annotations

import dataclasses
import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from sim_strategies import scenarios

from sim.policies.base_stock import BaseStock
from sim.policies.reorder_point import ReorderPoint
from sim.scenario import Scenario, ScenarioError, policy_from_dict, scenario_from_dict, scenario_to_dict

LEAST: dict[str, Any] = {
    "horizon": 30,
    "demand": {"poisson": {"mean": 4}},
    "lead_time": {"constant": {"days": 2}},
}


def test_the_least_scenario() -> None:
    scenario = scenario_from_dict(LEAST)
    assert (scenario.shortage, scenario.warm_up, scenario.policy, scenario.year) == (
        "backorder",
        0,
        None,
        360,
    )
    assert scenario.costs.holding == 0


def test_a_full_scenario() -> None:
    scenario = scenario_from_dict(
        {
            **LEAST,
            "name": "roulements",
            "warm_up": 10,
            "item": {"name": "roulement", "unit_cost": 12.5, "unit": "piece"},
            "shortage": "lost",
            "policy": {"reorder_point": {"s": 10.0, "Q": np.int64(30)}},
            "initial_stock": 25,
            "costs": {"holding": 0.01, "ordering": 45, "backorder": 0, "shortage": 6},
            "year": 365,
        }
    )
    assert scenario.policy == ReorderPoint(10, 30)
    assert scenario.start(ReorderPoint(10, 30)) == 25
    assert scenario_from_dict(LEAST).start(ReorderPoint(10, 30)) == 40
    with pytest.raises(dataclasses.FrozenInstanceError):
        scenario.horizon = 3  # type: ignore[misc]


def test_short_forms() -> None:
    short = {**LEAST, "demand": {"poisson": 4}, "lead_time": {"constant": 2}}
    assert scenario_from_dict(short) == scenario_from_dict(LEAST)
    assert policy_from_dict({"base_stock": 12}) == BaseStock(12)


@settings(deadline=None, max_examples=60)
@given(scenarios())
def test_written_and_read_back(scenario: Scenario) -> None:
    assert scenario_from_dict(scenario_to_dict(scenario)) == scenario


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"horizon": 0}, "^horizon: must be a whole number of 1 or more"),
        ({"horizon": 10**9}, "^horizon: .*at most 1000000"),
        ({"horizon": None}, "^horizon: .*give a value"),
        ({"warm_up": 30}, "^warm_up: must be shorter than the horizon of 30 days"),
        ({"shortage": "back order"}, "^shortage: must be one of backorder, lost, not 'back order'"),
        ({"name": 3}, "^name: must be a text"),
        ({"year": 0}, "^year: must be a number above 0"),
        ({"initial_stock": -1}, "^initial_stock: must be a number of 0 or more"),
        ({"demnad": 3}, "^demnad: is not known, did you mean demand"),
        (
            {"demand": {"poison": 3}},
            r"^demand\.poison: is not known, did you mean poisson\?; choose empirical",
        ),
        (
            {"demand": {"poisson": {"men": 3}}},
            r"(?s)^demand\.poisson\.men: .*did you mean mean.*mean: is missing",
        ),
        ({"demand": {"poisson": 3, "normal": 4}}, "^demand: must hold exactly one of .*, not 2 keys"),
        ({"demand": 20}, "^demand: must hold exactly one of .*, not 20"),
        ({"demand": None}, "^demand: is empty: give one of"),
        ({"demand": {"normal": 20}}, r"^demand\.normal: must be a mapping that gives mean, sd, not 20"),
        ({"demand": {"poisson": None}}, r"^demand\.poisson: must be a mapping that gives mean, not nothing"),
        ({"demand": {"poisson": -2}}, r"^demand\.poisson\.mean: must be a number of 0 or more, not -2"),
        ({"demand": {"series": [1, 2]}}, "^demand: the series has 2 days for a horizon of 30"),
        ({"demand": {"series": {"values": [1, "x"]}}}, r"^demand\.series\.values\[1\]: .*write figures only"),
        ({"lead_time": {"constant": "5"}}, r"^lead_time\.constant\.days: .*take the quotes away"),
        ({"policy": {"reorder_point": {"s": 1}}}, r"^policy\.reorder_point\.Q: is missing: add it"),
        ({"policy": {"min_max": {"s": 5, "S": 4}}}, r"^policy\.min_max\.S: must be above s = 5"),
        ({"item": {"cost": 3}}, r"^item\.cost: is not known, did you mean unit_cost"),
        ({"item": 3}, "^item: must be a mapping"),
        ({"costs": {"holding": "1,5"}}, r"^costs\.holding: .*write the decimals with a point, 1\.5"),
    ],
)
def test_one_fault_is_named_with_its_path(changes: dict[str, Any], what: str) -> None:
    with pytest.raises(ScenarioError, match=what) as caught:
        scenario_from_dict({**LEAST, **changes})
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("key", ["horizon", "demand", "lead_time"])
def test_missing_keys(key: str) -> None:
    with pytest.raises(ScenarioError, match=f"^{key}: is missing: add it$"):
        scenario_from_dict({name: value for name, value in LEAST.items() if name != key})


@pytest.mark.parametrize("data", [None, [], "text", 3, {}])
def test_not_even_a_scenario(data: Any) -> None:
    with pytest.raises(ScenarioError):
        scenario_from_dict(data)


def test_all_faults_are_collected() -> None:
    with pytest.raises(ScenarioError) as caught:
        scenario_from_dict(
            {
                "horizon": -1,
                "demand": {"normal": {"mean": -1, "sd": "x"}},
                "lead_time": {"gama": {}},
                "policy": {"reorder_point": {"s": -1, "Q": 0}},
                "costs": {"holding": -1},
                "colour": "red",
            }
        )
    paths = {".".join(map(str, problem.path)) for problem in caught.value.problems}
    assert paths == {
        "horizon",
        "demand.normal.mean",
        "demand.normal.sd",
        "lead_time.gama",
        "policy.reorder_point.s",
        "policy.reorder_point.Q",
        "costs.holding",
        "colour",
    }


def test_an_error_crosses_processes_whole() -> None:
    with pytest.raises(ScenarioError) as caught:
        policy_from_dict({"base_stock": -1})
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (type(copy), str(copy), copy.problems) == (ScenarioError, str(caught.value), caught.value.problems)
