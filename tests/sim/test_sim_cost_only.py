"""The cost-only kernel gives the costs of the full one, to the last bit, whatever the policy and the setting."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim import cost_only, kernels
from sim.scenario import Scenario, scenario_from_dict

POLICIES: list[dict[str, Any]] = [
    {"reorder_point": {"s": 40, "Q": 60}},
    {"reorder_point": {"s": 30, "Q": 3}},  # several lots at once
    {"min_max": {"s": 30, "S": 90}},
    {"base_stock": {"S": 55}},
    {"periodic": {"R": 5, "S": 110}},
    {"periodic_min_max": {"R": 3, "s": 40, "S": 110}},
]


def scenario(**changes: Any) -> Scenario:
    costs = {"holding": 0.13, "backorder": 10.7, "ordering": 100.3}
    return scenario_from_dict(
        {
            "horizon": 90,
            "demand": {"poisson": 10},
            "lead_time": {"constant": 3},
            "policy": POLICIES[0],
            "costs": costs,
            **changes,
        }
    )


def agree(year: Scenario, replications: int = 140) -> None:
    drawn = kernels.paths(year, 11, replications)
    ours = kernels.cost(None, drawn, year)
    assert ours.dtype == np.float64
    assert ours.tolist() == [float(one) for one in kernels.evaluate(None, drawn, year)["total_cost"]]


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: next(iter(policy)))
@pytest.mark.parametrize("shortage", ["backorder", "lost"])
@pytest.mark.parametrize(
    "changes", [{}, {"warm_up": 30}, {"initial_stock": 0}, {"initial_stock": 400}], ids=str
)
def test_same_costs_as_the_full_kernel(
    policy: dict[str, Any], shortage: str, changes: dict[str, Any]
) -> None:
    rates = {"holding": 0.13, "ordering": 100.3, "backorder" if shortage == "backorder" else "shortage": 10.7}
    agree(scenario(policy=policy, shortage=shortage, costs=rates, **changes))


@settings(max_examples=40, deadline=None)  # the first call compiles
@given(
    s=st.integers(0, 120), Q=st.integers(1, 150), lag=st.integers(1, 12), mean=st.integers(1, 30),
    warm_up=st.integers(0, 40), lost=st.booleans(),
)  # fmt: skip
def test_same_costs_whatever_the_figures(
    s: int, Q: int, lag: int, mean: int, warm_up: int, lost: bool
) -> None:
    agree(
        scenario(
            demand={"poisson": mean},
            lead_time={"constant": lag},
            policy={"reorder_point": {"s": s, "Q": Q}},
            warm_up=warm_up,
            shortage="lost" if lost else "backorder",
            costs={"holding": 1, "ordering": 3, "shortage" if lost else "backorder": 2},
        ),
        replications=3,
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"lead_time": {"constant": 0}},
        {"lead_time": {"discrete": {"values": [2, 4], "weights": [1, 1]}}},
        {"lead_time": {"constant": 200}},
        {"costs": {"holding": 1, "shortage": 5}},  # units short at once, while customers wait
        {"demand": {"poisson": 10}, "initial_stock": 2**30},
    ],
    ids=["at once", "random", "never", "short at once", "large"],
)
def test_what_the_lanes_do_not_take_costs_the_same(changes: dict[str, Any]) -> None:
    agree(scenario(**changes), replications=4)


def test_the_lanes_really_run_where_they_can(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[tuple[int, ...]] = []
    blocks = cost_only.blocks
    monkeypatch.setattr(cost_only, "blocks", lambda *given: (runs.append(given[0].shape), blocks(*given)))
    agree(scenario(), replications=130)
    assert runs == [(2, 90, 128)]


def test_it_refuses_what_the_full_kernel_refuses() -> None:
    year = scenario()
    drawn = kernels.paths(year, 11, 2)
    with pytest.raises(kernels.KernelError, match=r"12\.5"):
        kernels.cost(scenario(policy={"base_stock": {"S": 12.5}}).policy, drawn, year)
    with pytest.raises(kernels.KernelError):
        kernels.cost(None, drawn, scenario(horizon=91))
