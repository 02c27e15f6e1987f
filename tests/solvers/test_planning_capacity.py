"""Loads, levelling and lots that share a capacity: best plans against a plain search, checkers against both."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.planning.capacitated_lots import CapacitatedItem, best_capacitated_lots
from solvers.planning.capacity_loads import (
    LoadPart,
    ResourceLine,
    RoutingStep,
    detailed_loads,
    load_profile,
    overall_factors,
    resource_loads,
)
from solvers.planning.check_capacitated_lots import RULES as LOT_RULES
from solvers.planning.check_capacitated_lots import check_capacitated_lots
from solvers.planning.check_levelling import RULES as LEVEL_RULES
from solvers.planning.check_levelling import check_levelling
from solvers.planning.levelling_terms import LevelTerms, LoadOrder
from solvers.planning.load_levelling import best_levelling, level_backward
from solvers.planning.lots.wagner_whitin import wagner_whitin
from solvers.planning.planned_lots import PlannedLot

TERMS = LevelTerms((8, 8, 8), (2, 2, 2), 15)
ORDERS = st.lists(
    st.tuples(st.integers(1, 3), st.integers(1, 7), st.integers(0, 2), st.integers(0, 9), st.booleans()),
    min_size=1,
    max_size=5,
)


@given(ORDERS)
@settings(max_examples=60, deadline=None)
def test_the_best_levelling_is_the_best_of_all(drawn: list[tuple[int, int, int, int, bool]]) -> None:
    orders = [
        LoadOrder(str(at), period, hours, max(period - ahead, 1), early, 60 if outside else None)
        for at, (period, hours, ahead, early, outside) in enumerate(drawn)
    ]
    choices = [
        [*range(one.earliest, one.period + 1), *([None] if one.subcontract_cost else [])] for one in orders
    ]
    feasible = []
    for chosen in product(*choices):
        plan = [(one.order, period) for one, period in zip(orders, chosen, strict=True)]
        checked = check_levelling(plan, orders, TERMS)
        if not checked.violations:
            feasible.append(checked.total_cost)
    if not feasible:
        with pytest.raises(SolverError, match="fit into the capacity"):
            best_levelling(orders, TERMS)
        return
    best = best_levelling(orders, TERMS)
    assert best.total_cost == pytest.approx(min(feasible))
    assert check_levelling(best.rows, orders, TERMS).violations == ()
    by_hand = level_backward(orders, TERMS)
    told = check_levelling(by_hand.rows, orders, TERMS)
    assert {one.rule for one in told.violations} <= {"overload"}
    assert told.total_cost == pytest.approx(by_hand.total_cost)
    assert told.violations or by_hand.total_cost >= best.total_cost - 1e-6


@pytest.mark.parametrize(
    ("rows", "rule"),
    [
        ([("Z", 1)], "unknown"),
        ([("A", 1), ("A", 2), ("B", 2)], "twice"),
        ([("A", 1)], "missing"),
        ([("A", 4), ("B", 2)], "out_of_horizon"),
        ([("A", 2), ("B", 1)], "too_early"),
        ([("A", 3), ("B", 2)], "late"),
        ([("A", 1), ("B", None)], "not_outside"),
        ([("A", 2), ("B", 2)], "overload"),
    ],
)
def test_each_rule_of_the_levelling_checker(rows: list[tuple[str, int | None]], rule: str) -> None:
    orders = [LoadOrder("A", 2, 6, 1, 2, 50), LoadOrder("B", 2, 6, 2)]
    found = check_levelling(rows, orders, TERMS)
    assert rule in {one.rule for one in found.violations}
    assert {one.rule for one in found.violations} <= set(LEVEL_RULES)
    assert check_levelling([("A", 1), ("B", 2)], orders, TERMS).violations == ()


def test_levelling_by_hand_sends_outside_what_overtime_cannot_take() -> None:
    orders = [LoadOrder("A", 1, 9, 1, 0, 90), LoadOrder("B", 1, 5, 1, 0, 70), LoadOrder("C", 1, 6, 1)]
    assert level_backward(orders, LevelTerms((8, 8), (2, 2), 1)).rows == (("A", None), ("B", None), ("C", 1))


@given(
    st.lists(
        st.lists(st.integers(0, 20), min_size=3, max_size=3),
        min_size=1,
        max_size=2,
    ),
    st.integers(0, 12),
)
@settings(max_examples=25, deadline=None)
def test_shared_lots_keep_every_rule_and_their_bound(demands: list[list[int]], stock: int) -> None:
    items = [
        CapacitatedItem(name, tuple(demand), 1, 2, 30, 1, stock)
        for name, demand in zip("AB", demands, strict=False)
    ]
    found = best_capacitated_lots(items, [45, 45, 45])
    checked = check_capacitated_lots(found.rows, items, [45, 45, 45])
    assert checked.violations == ()
    assert checked.total_cost == pytest.approx(found.cost)
    assert found.bound <= found.cost + 1e-6
    assert found.proven
    one_lot_fits = sum(demands[0]) * items[0].run_h + items[0].setup_h <= 45
    if len(items) == 1 and not stock and one_lot_fits:  # then the capacity never binds
        assert found.cost == pytest.approx(wagner_whitin(demands[0], 30, 1).cost)


def test_a_capacity_that_binds_costs_more_and_one_too_small_is_refused() -> None:
    item = CapacitatedItem("A", (90, 120, 80, 70), setup_cost=500, holding_cost=2)
    assert best_capacitated_lots([item], [1000] * 4).cost == 1380
    assert best_capacitated_lots([item], [200] * 4).cost == 1580
    cbc = best_capacitated_lots([item], [200] * 4, engine="cbc")
    assert cbc.cost == pytest.approx(1580)
    with pytest.raises(SolverError, match="serves the demand on time"):
        best_capacitated_lots([item], [80] * 4)


@pytest.mark.parametrize(
    ("rows", "rule"),
    [
        ([("Z", 1, 5)], "unknown"),
        ([("A", 1, -5)], "negative"),
        ([("A", 3, 5)], "out_of_horizon"),
        ([("A", 1, 5), ("A", 1, 5)], "twice"),
        ([("A", 1, 5)], "shortage"),
        ([("A", 1, 50)], "overload"),
    ],
)
def test_each_rule_of_the_lot_checker(rows: list[tuple[str, int, float]], rule: str) -> None:
    found = check_capacitated_lots(rows, [CapacitatedItem("A", (10, 10), setup_h=2)], [30, 30])
    assert rule in {one.rule for one in found.violations}
    assert {one.rule for one in found.violations} <= set(LOT_RULES)


def test_loads_with_offsets() -> None:
    assert resource_loads({"A": [10, 20]}, [ResourceLine("A", "press", 2, 5)]) == {"press": (0.0, 0.0)}
    steps = [RoutingStep("leg", "saw", 2, 0.5), RoutingStep("leg", "lathe", 1, 0.1, 1)]
    parts = detailed_loads([PlannedLot("leg", -1, 1, 10), PlannedLot("leg", 2, 4, 10)], steps, 2)
    assert parts == (
        LoadPart("lathe", 2, "leg", 10, 2.0),
        LoadPart("saw", 1, "leg", 10, 7.0),
        LoadPart("saw", 2, "leg", 10, 7.0),
    )
    (line,) = load_profile({"saw": [7]}, {"saw": [0]})
    assert (line.rate, line.over) == (None, 7.0)


def test_loads_out_of_range_are_refused() -> None:
    item = CapacitatedItem("A", (1,))
    for call in (
        lambda: overall_factors({}, {}, {}),
        lambda: overall_factors({"A": [1], "B": [1, 2]}, {"A": 1, "B": 1}, {}),
        lambda: overall_factors({"A": [1]}, {}, {}),
        lambda: resource_loads({"A": [1]}, [ResourceLine("A", "saw", 1, -1)]),
        lambda: detailed_loads([], [RoutingStep("A", "saw", -1, 0)], 3),
        lambda: detailed_loads([], [], 0),
        lambda: load_profile({"saw": [1]}, {"saw": [1, 2]}),
        lambda: level_backward([], TERMS),
        lambda: level_backward([LoadOrder("A", 1, 1, 1), LoadOrder("A", 1, 1, 1)], TERMS),
        lambda: level_backward([LoadOrder("A", 9, 1, 1)], TERMS),
        lambda: level_backward([LoadOrder("A", 1, 1, 2)], TERMS),
        lambda: level_backward([LoadOrder("A", 1, 1, 1)], LevelTerms((8,), (1, 2))),
        lambda: best_capacitated_lots([], [8]),
        lambda: best_capacitated_lots([item, item], [8]),
        lambda: best_capacitated_lots([item], [8, 8]),
    ):
        with pytest.raises(SolverError):
            call()
