"""Grouped orders. Published figures are in tests/oracles; here the exact search against brute force, and invariants."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.inventory.economic_quantity import economic_quantity
from solvers.inventory.joint_replenishment import (
    GroupedItem,
    cyclic_cost,
    joint_power_of_two,
    joint_replenishment,
    joint_replenishment_heuristic,
    separate_cost,
)
from solvers.inventory.power_of_two import power_of_two_interval

figures = st.floats(0.1, 1000)
items = st.lists(
    st.builds(GroupedItem, st.floats(1, 1e5), st.one_of(st.just(0.0), figures), st.floats(0.01, 50)),
    min_size=1,
    max_size=6,
)


dear_lines = st.builds(GroupedItem, st.floats(1, 1e4), figures, figures)


@given(K=st.floats(5, 1000), group=st.lists(dear_lines, min_size=1, max_size=3))
def test_no_multiples_are_cheaper(K: float, group: list[GroupedItem]) -> None:
    best = joint_replenishment(K, group)
    cheapest = min(cyclic_cost(K, group, m).annual_cost for m in product(range(1, 6), repeat=len(group)))
    assert best.annual_cost <= cheapest * (1 + 1e-9)
    if max(best.multiples) <= 5:
        assert best.annual_cost == pytest.approx(cheapest, rel=1e-9)


@given(K=st.floats(5, 1000), group=items, T=st.floats(1e-3, 20))
def test_no_period_is_cheaper(K: float, group: list[GroupedItem], T: float) -> None:
    best = joint_replenishment(K, group)
    assert cyclic_cost(K, group, best.multiples, period=T).annual_cost >= best.annual_cost * (1 - 1e-12)
    assert cyclic_cost(K, group, best.multiples).annual_cost == pytest.approx(best.annual_cost)
    for one, m, lot in zip(group, best.multiples, best.lot_sizes, strict=True):
        assert lot == pytest.approx(one.annual_demand * m * best.period)


@given(K=st.floats(5, 1000), group=items)
def test_the_methods_in_their_order(K: float, group: list[GroupedItem]) -> None:
    best = joint_replenishment(K, group).annual_cost
    together = cyclic_cost(K, group, [1] * len(group)).annual_cost
    # Never dearer than each item alone; the calculator's method and powers of two cannot beat the optimum.
    assert best <= min(together, separate_cost(K, group)) * (1 + 1e-12)
    assert best <= joint_replenishment_heuristic(K, group).annual_cost * (1 + 1e-12)
    twos = joint_power_of_two(K, group, 1 / 52).annual_cost
    assert best <= twos * (1 + 1e-12)
    # The optimum pays every line at its own best, and some orders beside.
    lines = (2 * one.line_cost * one.annual_demand * one.holding_cost for one in group)
    assert best > math.fsum(math.sqrt(line) for line in lines) * (1 - 1e-12)


@given(K=st.floats(5, 1000), D=st.floats(1, 1e5), h=st.floats(0.01, 50), k=figures)
def test_one_item_is_the_economic_quantity(K: float, D: float, h: float, k: float) -> None:
    alone = economic_quantity(D, K + k, h)
    best = joint_replenishment(K, [GroupedItem(D, k, h)])
    assert best.multiples == (1,)
    assert best.annual_cost == pytest.approx(alone.annual_cost)
    assert best.lot_sizes[0] == pytest.approx(alone.lot_size)
    twos = power_of_two_interval(D, K + k, h, 1 / 52)
    joint = joint_power_of_two(K, [GroupedItem(D, k, h)], 1 / 52)
    assert joint.annual_cost == pytest.approx(twos.annual_cost)
    # Roundy's guarantee: (√2 + 1/√2) / 2 of the optimum at worst.
    assert alone.annual_cost * (1 - 1e-9) <= twos.annual_cost <= alone.annual_cost * 1.0607


def test_a_base_period() -> None:
    group = [GroupedItem(5200, 5, 2), GroupedItem(260, 20, 2)]
    best = joint_replenishment(60, group, base=1 / 52)
    weeks = best.period * 52
    assert weeks == pytest.approx(round(weeks))
    brute = min(
        (cyclic_cost(60, group, (1, m), period=n / 52).annual_cost, n, m)
        for n in range(1, 60)
        for m in range(1, 20)
    )
    assert (best.annual_cost, weeks, best.multiples[1]) == pytest.approx(brute)
    long = joint_replenishment(60, group, base=3.0)  # one base period is already too long: take one
    assert long.period == 3.0


def test_powers_of_two_by_hand() -> None:
    group = [GroupedItem(1, 120, 160), GroupedItem(1, 840, 20), GroupedItem(1, 300, 50)]
    best = joint_power_of_two(600, group, 1)
    tried = [
        cyclic_cost(600, group, m, period=T).annual_cost
        for T in (0.5, 1, 2, 4, 8)
        for m in product((1, 2, 4, 8), repeat=3)
    ]
    assert best.annual_cost == min(tried) == 860


@pytest.mark.parametrize(
    ("call", "argument"),
    [
        (lambda: joint_replenishment(0, [GroupedItem(1, 1, 1)]), "order_cost"),
        (lambda: joint_replenishment(1, []), "items"),
        (lambda: joint_replenishment(1, [GroupedItem(1, 1, 1)] * 201), "items"),
        (lambda: joint_replenishment(1, [GroupedItem(1, 1, 1), GroupedItem(1, -1, 1)]), "items[1].line_cost"),
        (lambda: joint_replenishment(1, [GroupedItem(1, 1, 0)]), "items[0].holding_cost"),
        (lambda: joint_replenishment(1, [GroupedItem(1, 1, 1)], base=0), "base"),
        (lambda: joint_replenishment(1, [GroupedItem(1, 1, 1)], base=1e-9), "base"),
        (lambda: joint_replenishment(1e-9, [GroupedItem(1, 1 + i, 1) for i in range(200)]), "order_cost"),
        (lambda: joint_replenishment_heuristic(1, [GroupedItem(0, 1, 1)]), "items[0].annual_demand"),
        (lambda: joint_power_of_two(1, [GroupedItem(1, 1, 1)], -1), "base"),
        (lambda: cyclic_cost(1, [GroupedItem(1, 1, 1)], [1, 1]), "multiples"),
        (lambda: cyclic_cost(1, [GroupedItem(1, 1, 1)], [0]), "multiples[0]"),
        (lambda: cyclic_cost(1, [GroupedItem(1, 1, 1)], [1.5]), "multiples[0]"),  # type: ignore[list-item]
        (lambda: power_of_two_interval(1, 1, 0, 1), "holding_cost"),
    ],
)  # fmt: skip
def test_refusals(call: Callable[[], object], argument: str) -> None:
    with pytest.raises(SolverError) as caught:
        call()
    assert caught.value.argument == argument
