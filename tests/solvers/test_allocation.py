"""Stock between orders: nothing lost, nobody passed over, fair to a unit, and no rule worth more than the best."""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.allocation.best_allocation import best_allocation
from solvers.allocation.check import RULES as BROKEN
from solvers.allocation.check import check_allocation
from solvers.allocation.promises import promise_orders
from solvers.allocation.rules import RULES, Allocated, Order, Rule, allocate
from solvers.errors import SolverError


@st.composite
def books(draw: st.DrawFn) -> tuple[list[Order], dict[str, float]]:
    orders = [
        Order(
            f"o{at}",
            draw(st.sampled_from("xy")),
            draw(st.integers(1, 9)),
            received=draw(st.integers(0, 5)),
            due=draw(st.integers(1, 4)),
            priority=draw(st.integers(1, 3)),
            margin=draw(st.integers(0, 9)),
            penalty=draw(st.integers(0, 5)),
            complete=draw(st.booleans()),
            least=draw(st.integers(0, 3)),
        )
        for at in range(draw(st.integers(1, 4)))
    ]
    return orders, {"x": draw(st.integers(0, 15)), "y": draw(st.integers(0, 15))}


def rows(found: tuple[Allocated, ...]) -> list[tuple[str, str, float]]:
    return [(one.order, one.item, one.allocated) for one in found]


@settings(max_examples=60, deadline=None)
@given(book=books(), rule=st.sampled_from(get_args(Rule)))
def test_a_rule_keeps_to_the_stock_and_no_more_than_the_best(
    book: tuple[list[Order], dict[str, float]], rule: Rule
) -> None:
    orders, stock = book
    found = allocate(orders, stock, rule)
    told = check_allocation(rows(found), orders, stock, by_priority=rule == "priority")
    least_unmet = [one for one in told.violations if one.rule != "passed_over"]
    assert least_unmet == []
    best = best_allocation(orders, stock)
    assert told.worth <= best.worth + 1e-6


@settings(max_examples=30, deadline=None)
@given(book=books())
def test_no_allocation_is_worth_more(book: tuple[list[Order], dict[str, float]]) -> None:
    orders, stock = book
    orders = orders[:3]
    best = best_allocation(orders, stock)
    plan = [(one.order, one.item, units) for one, units in zip(orders, best.allocated, strict=True)]
    told = check_allocation(plan, orders, stock)
    assert told.violations == ()
    assert told.worth == pytest.approx(best.worth)
    worths = []
    for split in product(*(range(int(one.quantity) + 1) for one in orders)):
        tried = check_allocation(
            [(one.order, one.item, units) for one, units in zip(orders, split, strict=True)], orders, stock
        )
        if not tried.violations:
            worths.append(tried.worth)
    assert best.worth == pytest.approx(max(worths))


@given(
    quantities=st.lists(st.integers(1, 50), min_size=1, max_size=8),
    stock=st.integers(0, 300),
)
def test_fair_to_a_unit(quantities: list[int], stock: int) -> None:
    orders = [Order(f"o{at}", "x", units) for at, units in enumerate(quantities)]
    found = allocate(orders, {"x": stock}, "fair_share")
    total = sum(quantities)
    assert sum(one.allocated for one in found) == min(stock, total)
    for one in found:
        assert abs(one.allocated - min(1, stock / total) * one.asked) < 1


def test_each_rule_serves_its_first() -> None:
    orders = [
        Order("early", "x", 6, received=1, due=9, priority=3, margin=1),
        Order("due", "x", 5, received=2, due=1, priority=2, margin=2),
        Order("vip", "x", 4, received=3, due=5, priority=1, margin=3),
        Order("rich", "x", 3, received=4, due=6, priority=2, margin=9),
        Order("small", "x", 2, received=5, due=7, priority=3, margin=2),
    ]
    firsts = {
        rule: next(one.order for one in allocate(orders, {"x": 20}, rule) if one.rank == 1)  # type: ignore[arg-type]
        for rule in RULES
        if rule != "fair_share"
    }
    assert firsts == {
        "first_come": "early",
        "priority": "vip",
        "due_date": "due",
        "margin": "rich",
        "smallest": "small",
    }


def test_an_order_to_be_complete_leaves_its_turn() -> None:
    orders = [Order("whole", "x", 10, complete=True), Order("any", "x", 8, received=1)]
    assert [one.allocated for one in allocate(orders, {"x": 9}, "first_come")] == [0, 8]
    assert [one.allocated for one in allocate(orders, {"x": 9}, "fair_share")] == [0, 8]


def test_promises_never_break_one_another() -> None:
    orders = [
        Order("a", "x", 30, received=1, due=2),
        Order("b", "x", 50, received=2, due=1),
        Order("c", "x", 20, received=3, due=1),
        Order("d", "x", 60, received=4, due=1),
    ]
    found = promise_orders(orders, {"x": 40}, {"x": [0, 20, 0, 60]})
    # a keeps 30 of the 60 there in period 2: b waits for the 60 of period 4, c takes what is left at once.
    assert [(one.order, one.promised, one.late) for one in found] == [
        ("a", 2, 0),
        ("b", 4, 3),
        ("c", 1, 0),
        ("d", None, None),
    ]
    first = promise_orders(orders, {"x": 40}, {"x": [0, 20, 0, 60]}, "due_date")
    assert [one.promised for one in first] == [4, 2, 4, None]


def test_every_rule_of_the_checker() -> None:
    orders = [
        Order("a", "x", 6, priority=1, complete=True),
        Order("b", "x", 5, priority=2, least=3),
        Order("c", "x", 4, priority=3),
    ]
    plan = [
        ("z", "x", 1.0),
        ("a", "x", -1.0),
        ("a", "x", 4.0),
        ("b", "x", 1.0),
        ("b", "x", 1.0),
        ("c", "x", 8.5),
    ]
    found = check_allocation(plan, orders, {"x": 9}, by_priority=True)
    assert {one.rule for one in found.violations} == set(BROKEN)


def test_what_allocations_refuse() -> None:
    with pytest.raises(SolverError, match="rule"):
        allocate([Order("a", "x", 1)], {}, "lottery")  # type: ignore[arg-type]  # on purpose
    with pytest.raises(SolverError, match="orders"):
        allocate([Order("a", "x", 1), Order("a", "x", 2)], {}, "margin")
    with pytest.raises(SolverError, match="due of a"):
        promise_orders([Order("a", "x", 1, due=3)], {}, {"x": [1]})
