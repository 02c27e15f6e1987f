"""Aggregate plans: the best against the baselines and the second engine, the checker against all of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.planning.aggregate_baselines import chase_plan, level_plan, mixed_plan
from solvers.planning.aggregate_plan import best_aggregate_plan
from solvers.planning.aggregate_terms import AggregatePlan, AggregateTerms
from solvers.planning.check_aggregate_plan import RULES, CheckedAggregatePlan, check_aggregate_plan

TOOLS = AggregateTerms(
    opening_workers=80,
    opening_stock=1000,
    units_per_worker=40,
    wage=640,
    overtime_per_worker=2.5,
    overtime_cost=24,
    material_cost=10,
    subcontract_cost=30,
    hiring_cost=300,
    firing_cost=500,
    holding_cost=2,
    backlog_cost=5,
    closing_stock=500,
)
DEMAND = [1600, 3000, 3200, 3800, 2200, 2200]


def checked(plan: AggregatePlan, demand: list[int], terms: AggregateTerms) -> CheckedAggregatePlan:
    rows = [(one.workers, one.regular, one.overtime, one.subcontract) for one in plan.periods]
    return check_aggregate_plan(rows, demand, terms)


@pytest.mark.parametrize("engine", ["highs", "cbc"])
def test_both_engines_find_the_published_plan(engine: str) -> None:
    found = best_aggregate_plan(DEMAND, TOOLS, whole_workers=True, engine=engine)  # type: ignore[arg-type]
    assert found.costs.total == pytest.approx(422_660)
    assert found.proven
    assert all(one.workers == round(one.workers) for one in found.periods)


@given(
    demand=st.lists(st.integers(20, 200), min_size=2, max_size=8),
    stock=st.integers(0, 60),
    safety=st.integers(0, 20),
    backlog=st.sampled_from([None, 4.0]),
)
@settings(max_examples=20, deadline=None)
def test_no_baseline_beats_the_best_plan_and_the_checker_counts_as_they_do(
    demand: list[int], stock: int, safety: int, backlog: float | None
) -> None:
    terms = AggregateTerms(
        opening_workers=10,
        opening_stock=stock,
        units_per_worker=10,
        wage=50,
        overtime_per_worker=2,
        overtime_cost=8,
        material_cost=3,
        subcontract_cost=14,
        hiring_cost=40,
        firing_cost=70,
        holding_cost=1,
        backlog_cost=backlog,
        safety_stock=safety,
    )
    best = best_aggregate_plan(demand, terms)
    assert checked(best, demand, terms).violations == ()
    assert best.bound == pytest.approx(best.costs.total)
    for plan in (level_plan(demand, terms), chase_plan(demand, terms), mixed_plan(demand, terms, 8)):
        found = checked(plan, demand, terms)
        assert found.violations == ()
        assert found.total_cost == pytest.approx(plan.costs.total)
        assert found.stock == pytest.approx([one.stock - one.backlog for one in plan.periods], abs=1e-6)
        assert best.costs.total <= plan.costs.total + 1e-6
    whole = best_aggregate_plan(demand, terms, whole_workers=True)
    assert whole.costs.total >= best.costs.total - 1e-6


def test_level_keeps_the_workforce_and_chase_keeps_no_stock() -> None:
    level = level_plan(DEMAND, TOOLS, whole_workers=True)
    assert {one.workers for one in level.periods} == {
        67.0
    }  # (11 600 − 1 000) / (4 × 40), at the end of month 4
    assert checked(level, DEMAND, TOOLS).violations == ()
    chase = chase_plan(DEMAND, TOOLS)
    assert [one.stock for one in chase.periods] == [0.0, 0.0, 0.0, 0.0, 0.0, 500.0]
    assert max(one.backlog for one in level_plan(DEMAND, TOOLS, backlog=True).periods) > 0


def test_chase_buys_what_the_limit_on_workers_leaves() -> None:
    terms = AggregateTerms(units_per_worker=10, workers_most=20, workers_least=5, subcontract_cost=9)
    capped = chase_plan([100, 300], terms)
    assert [(one.workers, one.subcontract) for one in capped.periods] == [(10.0, 0.0), (20.0, 100.0)]
    alone = chase_plan([100, 300], replace(terms, subcontract_cost=None))
    assert [(one.subcontract, one.backlog) for one in alone.periods] == [(0.0, 0.0), (0.0, 100.0)]


PLAN: list[tuple[float, float | None, float, float]] = [(10, None, 0, 0), (10, None, 0, 0)]
TERMS = AggregateTerms(opening_workers=10, units_per_worker=10, backlog_cost=None)


@pytest.mark.parametrize(
    ("rows", "change", "rule"),
    [
        (PLAN[:1], {}, "periods"),
        ([(10, None, -1, 0), PLAN[1]], {}, "negative"),
        ([(10.5, None, 0, 0), PLAN[1]], {}, "whole_workers"),
        (PLAN, {"workers_most": 9}, "workers"),
        (PLAN, {"workers_least": 11}, "workers"),
        ([(10, 120, 0, 0), PLAN[1]], {}, "regular_capacity"),
        ([(10, None, 30, 0), PLAN[1]], {"overtime_per_worker": 2}, "overtime_cap"),
        ([(10, None, 0, 30), PLAN[1]], {}, "subcontract_cap"),
        ([(10, None, 0, 30), PLAN[1]], {"subcontract_cost": 5, "subcontract_most": 20}, "subcontract_cap"),
        ([(9, None, 0, 0), PLAN[1]], {}, "late"),
        (PLAN, {"safety_stock": 5}, "below_safety"),
        ([(15, None, 0, 0), PLAN[1]], {"stock_most": 20}, "stock_cap"),
        (PLAN, {"closing_stock": 5}, "closing_stock"),
    ],
)
def test_each_rule_of_the_checker(
    rows: list[tuple[float, float | None, float, float]], change: dict[str, float], rule: str
) -> None:
    terms = replace(TERMS, **change)  # type: ignore[arg-type]
    found = check_aggregate_plan(rows, [100, 100], terms, whole_workers=True)
    assert rule in {one.rule for one in found.violations}
    assert {one.rule for one in found.violations} <= set(RULES)
    assert check_aggregate_plan(PLAN, [100, 100], TERMS).violations == ()


def test_units_that_a_worker_makes_follow_the_working_days() -> None:
    terms = AggregateTerms(
        opening_workers=10, units_per_worker=(10.0, 5.0), wage=10, firing_cost=500, holding_cost=1
    )
    plan = best_aggregate_plan([50, 50], terms)
    assert checked(plan, [50, 50], terms).violations == ()
    assert [(one.workers, one.stock) for one in plan.periods] == [(10, 0), (10, 0)]


@pytest.mark.parametrize(
    ("demand", "change", "code"),
    [
        ([], {}, "some_numbers"),
        ([-1], {}, "non_negative"),
        ([1] * 121, {}, "count_between"),
        ([1], {"units_per_worker": 0}, "positive"),
        ([1], {"wage": -1}, "non_negative"),
        ([1], {"workers_least": 5, "workers_most": 4}, "at_least"),
        ([1, 2], {"safety_stock": (1.0,)}, "as_many_as_periods"),
        ([1000], {"workers_most": 1}, "met_within_limits"),
    ],
)
def test_figures_out_of_range_are_refused(demand: list[float], change: dict[str, float], code: str) -> None:
    with pytest.raises(SolverError) as caught:
        best_aggregate_plan(demand, replace(TERMS, **change))  # type: ignore[arg-type]
    assert caught.value.code == code
