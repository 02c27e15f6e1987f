"""The grid over (s,Q): each of its three ways equals one evaluation per pair."""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sim_strategies import scenarios

from sim import grid as grid_module
from sim import shifted
from sim.kernels import Grid, KernelError, evaluate, paths, reorder_point_grid
from sim.policies.reorder_point import ReorderPoint
from sim.scenario import Scenario, scenario_from_dict

SEED = 17


def year(**changes: Any) -> Scenario:
    return scenario_from_dict(
        {
            "horizon": 120,
            "demand": {"poisson": {"mean": 20}},
            "lead_time": {"constant": 5},
            "costs": {"holding": 1, "ordering": 100, "backorder": 10, "shortage": 0.3},
            **changes,
        }
    )


def agrees(scenario: Scenario, s: list[int], Q: list[int], replications: int = 3) -> Grid:
    drawn = paths(scenario, SEED, replications)
    grid = reorder_point_grid(s, Q, drawn, scenario)
    for i, point in enumerate(s):
        for j, lot in enumerate(Q):
            one = evaluate(ReorderPoint(point, lot), drawn, scenario)
            assert grid.total_cost[i, j] == pytest.approx(one.mean("total_cost"), rel=1e-12, abs=1e-9)
            assert grid.fill_rate[i, j] == pytest.approx(one.mean("fill_rate"), rel=1e-12, abs=1e-12)
    return grid


values = st.lists(st.integers(0, 90), min_size=1, max_size=5)


@settings(max_examples=120, deadline=None)
@given(scenarios(), values, values)
def test_the_grid_is_one_evaluation_per_pair(scenario: Scenario, s: list[int], lots: list[int]) -> None:
    agrees(scenario, s, [lot + 1 for lot in lots])


def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that will hold the names of the ways the grid takes."""
    taken: list[str] = []
    for name in ("_shifted_grid", "_plain_grid", "_wide_grid"):
        inner = getattr(grid_module, name)

        def noted(*args: Any, name: str = name, inner: Any = inner) -> Any:
            taken.append(name)
            return inner(*args)

        monkeypatch.setattr(grid_module, name, noted)
    return taken


@pytest.mark.parametrize("lead_time", [{"constant": 0}, {"constant": 5}, {"gamma": {"mean": 4, "sd": 4}}])
@pytest.mark.parametrize(
    ("changes", "way"),
    [
        ({}, "_shifted_grid"),
        ({"warm_up": 30}, "_shifted_grid"),
        ({"shortage": "lost"}, "_plain_grid"),
        ({"shortage": "lost", "warm_up": 30}, "_plain_grid"),
        ({"initial_stock": 150}, "_plain_grid"),
        ({"initial_stock": 10**7}, "_wide_grid"),
        ({"demand": {"poisson": 200_000}, "shortage": "lost"}, "_wide_grid"),
        ({"demand": {"poisson": 200_000}}, "_shifted_grid"),
    ],
)
def test_each_way_is_taken_where_it_is_exact(
    changes: dict[str, Any], way: str, lead_time: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = counted(monkeypatch)
    agrees(year(**changes, lead_time=lead_time), [0, 60, 100, 140], [1, 15, 70, 130])
    assert taken == [way]


@pytest.mark.parametrize("asked", [45, 2_520, 100_000])
def test_lots_are_counted_exactly_at_whole_multiples(asked: int) -> None:
    # The 32-bit loop divides by multiplying with a rounded inverse: at a gap of exactly k lots (41 is the
    # first lot whose rounded inverse times itself is not 1) it would be one lot short without its half.
    one_day = {"horizon": 1, "demand": {"series": [asked]}, "lead_time": {"constant": 0}, "initial_stock": 0}
    scenario = year(**one_day, costs={"holding": 1})
    s, lots = np.arange(200), np.arange(1, 160)
    grid = reorder_point_grid(s, lots, paths(scenario, SEED, 1), scenario)
    gap = s[:, None] + asked
    assert np.array_equal(grid.total_cost, (gap // lots + 1) * lots - asked)


@pytest.mark.parametrize("asked", [45, 2_520, 99_960])
def test_shifted_lots_are_counted_exactly_at_whole_multiples(asked: int) -> None:
    # As above in 64 bits, where 49 is the first lot whose rounded inverse times itself is not 1.
    two_days = {"horizon": 2, "demand": {"series": [asked, 0]}, "lead_time": {"constant": 1}}
    scenario = year(**two_days, costs={"holding": 1})
    s, lots = np.arange(200), np.arange(1, 160)
    grid = reorder_point_grid(s, lots, paths(scenario, SEED, 1), scenario)
    first = np.maximum(s[:, None] + lots - asked, 0)
    assert np.array_equal(grid.total_cost, first + s[:, None] + lots - asked % lots)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_one_lead_time_is_many_lead_times_that_are_equal(data: st.DataObject) -> None:
    # The shifted grid has a shorter way when all orders have the same lead time: same counts, unit by unit.
    whole = st.integers
    horizon = data.draw(whole(1, 40))
    figures = st.lists(whole(0, 60), min_size=2 * horizon, max_size=2 * horizon)
    demand = np.array(data.draw(figures), np.int32).reshape(2, horizon)
    lag, warm_up = data.draw(whole(1, horizon)), data.draw(whole(0, horizon - 1))
    s, lots = np.arange(0, 150, 9), np.array(data.draw(st.lists(whole(1, 90), min_size=1, max_size=4)))
    lowest = -int(demand.sum(axis=1).max())
    shape = (lots.size, int(lots.max()) - lowest + 1)
    totals, fill = np.empty((2, lots.size, 4, s.size), np.int64), np.empty((2, lots.size, s.size))
    for way in (0, 1):
        shifted.lots_shifted(
            demand,
            np.full_like(demand, lag),
            lag * way,
            demand[:, warm_up:].sum(axis=1),
            s,
            lots,
            warm_up,
            lowest,
            np.zeros((2, *shape), np.int64),
            np.zeros(shape),
            totals[way],
            fill[way],
        )
    assert np.array_equal(totals[0], totals[1])
    assert np.array_equal(fill[0], fill[1])


def test_more_pairs_than_lanes_and_several_threads() -> None:
    s, lots = np.arange(80, 97), np.arange(50, 70)
    for shortage in ("backorder", "lost"):
        scenario = year(shortage=shortage)
        drawn = paths(scenario, SEED, 4)
        one = reorder_point_grid(s, lots, drawn, scenario, threads=1)
        for threads in (2, 5):
            many = reorder_point_grid(s, lots, drawn, scenario, threads=threads)
            assert np.array_equal(many.total_cost, one.total_cost)
            assert np.array_equal(many.fill_rate, one.fill_rate)
        corner = evaluate(ReorderPoint(96, 69), drawn, scenario)
        assert one.total_cost[-1, -1] == pytest.approx(corner.mean("total_cost"))


def test_two_learners_at_once() -> None:
    scenario = year(shortage="lost")
    drawn = paths(scenario, SEED, 3)
    alone = reorder_point_grid(range(50, 90), range(40, 60), drawn, scenario, threads=2)  # type: ignore[arg-type]
    with ThreadPoolExecutor(4) as pool:
        calls = [
            pool.submit(reorder_point_grid, range(50, 90), range(40, 60), drawn, scenario, threads=2)  # type: ignore[arg-type]
            for _ in range(8)
        ]
        assert all(np.array_equal(call.result().total_cost, alone.total_cost) for call in calls)


def test_no_shortage_is_a_fill_rate_of_exactly_one() -> None:
    scenario = year()
    drawn = paths(scenario, SEED, 40)
    s = np.arange(60, 180)
    grid = reorder_point_grid(s, [37, 70], drawn, scenario)
    for j, lot in enumerate((37, 70)):
        short = [evaluate(ReorderPoint(int(point), lot), drawn, scenario).mean("short") for point in s]
        assert (grid.fill_rate[:, j] == 1.0).tolist() == [one == 0 for one in short]
        assert 0 in short


def test_best_is_the_cheapest_that_serves_enough() -> None:
    scenario = year()
    grid = agrees(scenario, [80, 100, 120], [60, 80, 100])
    i, j = np.unravel_index(np.argmin(grid.total_cost), grid.total_cost.shape)
    assert grid.best() == (grid.s[i], grid.Q[j])
    served = grid.best(fill_rate=0.995)
    assert served is not None
    assert evaluate(ReorderPoint(*served), paths(scenario, SEED, 3), scenario).mean("fill_rate") >= 0.995
    assert grid.best(fill_rate=1.1) is None


@pytest.mark.parametrize(
    ("s", "Q", "what"),
    [
        ([], [1], "s must be a list"),
        ([1.5], [1], "every s must be a whole number from 0"),
        ([-1], [1], "every s must be a whole number from 0"),
        ([1], [0], "every Q must be a whole number from 1"),
        ([1], [float("nan")], "Q must be a list of whole numbers"),
        ([[1]], [1], "s must be a list"),
        ([2**41], [1], "every s must be a whole number"),
    ],
)
def test_refusals(s: Any, Q: Any, what: str) -> None:
    scenario = year()
    with pytest.raises(KernelError, match=what):
        reorder_point_grid(s, Q, paths(scenario, SEED, 1), scenario)
    with pytest.raises(KernelError, match="do not fit a horizon"):
        reorder_point_grid([1], [1], paths(scenario, SEED, 1), dataclasses.replace(scenario, horizon=9))
