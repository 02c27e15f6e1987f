"""Loading: the programme against every loading there is, its plans against the checker, both engines."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.loading.best_loading import best_loading
from solvers.loading.check import RULES, check_loading
from solvers.loading.first_fit import first_fit
from solvers.loading.loads import Order, Vehicle

VEHICLES = [Vehicle("T1", 100, 10, 70), Vehicle("T2", 100, 10, 70), Vehicle("V1", 40, 4, 25)]
ORDERS = [
    Order("A", 60, 5, "food"),
    Order("B", 50, 2, "paint"),
    Order("C", 30, 3, "food"),
    Order("D", 20, 2, "dry"),
]
APART = [("food", "paint")]


def test_the_best_plan_keeps_every_rule() -> None:
    found = best_loading(ORDERS, VEHICLES, APART)
    assert (found.cost, found.bound, found.proven) == (140.0, pytest.approx(140), True)
    checked = check_loading(found.pairs, ORDERS, VEHICLES, APART)
    assert checked.violations == ()
    assert checked.total_cost == found.cost
    assert found.cost == best_loading(ORDERS, VEHICLES, APART, engine="cbc").cost


def test_identical_vehicles_are_used_in_the_order_of_the_list() -> None:
    assert best_loading([Order("A", 60, 5)], VEHICLES[:2]).pairs == (("A", "T1"),)


def test_first_fit_and_first_fit_decreasing() -> None:
    """Sizes 4 8 5 1 7 6 1 4 2 2 in bins of 10: five bins in turn, four by falling size, which is the least."""
    orders = [Order(str(at), size, 0) for at, size in enumerate([4, 8, 5, 1, 7, 6, 1, 4, 2, 2])]
    bins = [Vehicle(f"B{at}", 10, 1, 1) for at in range(6)]

    def used(pairs: tuple[tuple[str, str], ...]) -> int:
        assert not check_loading(pairs, orders, bins).violations
        return len({vehicle for _, vehicle in pairs})

    assert used(first_fit(orders, bins)) == 5
    assert used(first_fit(orders, bins, decreasing=True)) == 4
    assert best_loading(orders, bins).cost == 4


@pytest.mark.parametrize(
    ("plan", "rules"),
    [
        ([("A", "T1"), ("B", "T2"), ("C", "T1"), ("D", "T2")], []),
        ([("A", "T1"), ("B", "T2"), ("C", "T1")], [("missing", (), "D")]),
        ([("A", "T1"), ("B", "T2"), ("C", "T1"), ("D", "T2"), ("D", "V1")], [("twice", (3, 4), "D")]),
        ([("A", "T1"), ("B", "T2"), ("C", "T1"), ("D", "T9")], [("unknown", (3,), "T9"), ("missing", (), "D")]),
        ([("A", "T1"), ("B", "T2"), ("C", "T1"), ("D", "T1")], [("weight", (0, 2, 3), "T1")]),
        ([("A", "T1"), ("B", "T2"), ("C", "T2"), ("D", "T2")], [("incompatible", (1, 2), "T2")]),
        ([("A", "V1"), ("B", "T2"), ("C", "T1"), ("D", "T2")], [("weight", (0,), "V1"), ("volume", (0,), "V1")]),
    ],
)  # fmt: skip
def test_each_rule_is_named(plan: list[tuple[str, str]], rules: list[tuple[object, ...]]) -> None:
    found = check_loading(plan, ORDERS, VEHICLES, APART).violations
    assert [(one.rule, one.rows, one.where) for one in found] == rules
    assert {one.rule for one in found} <= set(RULES)


def test_figures_of_a_violation_and_of_the_plan() -> None:
    found = check_loading([(one.order, "T1") for one in ORDERS], ORDERS, VEHICLES)
    weight, volume = found.violations
    assert (weight.found, weight.limit, weight.unit) == (160, 100, "kg")
    assert (volume.found, volume.limit, volume.unit) == (12, 10, "m3")
    assert (found.vehicles, found.total_cost, found.weight_share, found.volume_share) == (1, 70, 1.6, 1.2)
    assert check_loading([], ORDERS, VEHICLES).weight_share == 0


def test_a_kind_apart_from_itself() -> None:
    two = [Order("A", 1, 1, "x"), Order("B", 1, 1, "x")]
    assert check_loading([("A", "T1")], two[:1], VEHICLES, [("x", "x")]).violations == ()
    assert len(check_loading([("A", "T1"), ("B", "T1")], two, VEHICLES, [("x", "x")]).violations) == 1
    assert len({vehicle for _, vehicle in best_loading(two, VEHICLES, [("x", "x")]).pairs}) == 2
    assert len({vehicle for _, vehicle in first_fit(two, VEHICLES, [("x", "x")])}) == 2


@pytest.mark.parametrize(
    ("orders", "vehicles", "words"),
    [
        ([], VEHICLES, "orders is 0"),
        (ORDERS, [], "vehicles is 0"),
        ([Order("A", 1, 1)] * 2, VEHICLES, "all differ"),
        ([Order("A", -1, 1)], VEHICLES, "weight_kg"),
        ([Order("A", 1, float("nan"))], VEHICLES, "volume_m3"),
        (ORDERS, [Vehicle("T", 0, 1, 1)], "payload_kg"),
        ([Order("A", 500, 1)], VEHICLES, "room to load A"),
    ],
)
def test_refusals(orders: list[Order], vehicles: list[Vehicle], words: str) -> None:
    for method in (first_fit, best_loading):
        with pytest.raises(SolverError, match=words) as caught:
            method(orders, vehicles)
        assert caught.value.explain("fr")


ORDER = st.builds(
    Order,
    st.just("?"),
    st.integers(1, 60),
    st.integers(1, 6),
    st.sampled_from(["food", "paint", "dry"]),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(ORDER, min_size=1, max_size=5))
def test_no_loading_costs_less(drawn: list[Order]) -> None:
    orders = [Order(str(at), one.weight_kg, one.volume_m3, one.kind) for at, one in enumerate(drawn)]
    every = [
        check_loading(list(zip([one.order for one in orders], choice, strict=True)), orders, VEHICLES, APART)
        for choice in product([one.vehicle for one in VEHICLES], repeat=len(orders))
    ]
    costs = [one.total_cost for one in every if not one.violations]
    if not costs:
        with pytest.raises(SolverError):
            best_loading(orders, VEHICLES, APART)
        return
    found = best_loading(orders, VEHICLES, APART)
    assert found.cost == min(costs)
    assert check_loading(found.pairs, orders, VEHICLES, APART).violations == ()
