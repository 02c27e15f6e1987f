"""Returned goods: the ways out against brute force, the checker alone, thresholds where two ways are worth the same."""

from __future__ import annotations

from itertools import combinations_with_replacement, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.returns.best_dispositions import best_dispositions
from solvers.returns.check import RULES, check_dispositions
from solvers.returns.disposition import (
    Option,
    Returned,
    Rule,
    break_even_age,
    break_even_value,
    by_threshold,
    decayed,
    dispositions,
    net_value,
)

WAYS = [
    Option("resell", 0.9, cost=4, weeks=2, decay=0.02, grades=("A",), oldest=8),
    Option("repair", 0.6, cost=15, weeks=4, decay=0.02, success=0.9, salvage=-3, uses={"bench": 1.5}),
    Option("parts", by_grade={"A": 0.2, "B": 0.15}, cost=5, uses={"bench": 0.5}, categories=("weee",)),
    Option("recycle", cost=2, credit=0.5, categories=("weee",)),
]


@st.composite
def lots(draw: st.DrawFn) -> list[Returned]:
    return [
        Returned(
            name,
            draw(st.integers(1, 3)),
            draw(st.integers(5, 200)),
            draw(st.sampled_from("AB")),
            draw(st.integers(0, 12)),
            draw(st.sampled_from(["", "", "weee"])),
        )
        for name in "xy"
    ]


@settings(max_examples=40, deadline=None)
@given(goods=lots(), bench=st.integers(0, 8))
def test_no_plan_brings_more(goods: list[Returned], bench: int) -> None:
    plan = best_dispositions(goods, WAYS, {"bench": bench})
    told = check_dispositions(
        [(one.item, one.disposition, one.quantity) for one in plan.parts], goods, WAYS, {"bench": bench}
    )
    assert told.violations == ()
    assert told.net == pytest.approx(plan.net)
    assert plan.proven
    best = -1e9
    names = [way.disposition for way in WAYS]
    for sent in product(*(combinations_with_replacement(names, int(one.quantity)) for one in goods)):
        rows = [(one.item, way, 1) for one, ways in zip(goods, sent, strict=True) for way in ways]
        found = check_dispositions(rows, goods, WAYS, {"bench": bench})
        if not found.violations:
            best = max(best, found.net)
    assert plan.net == pytest.approx(best)


def test_every_rule_of_the_checker() -> None:
    goods = [Returned("tv", 2, 100, "B", 10, "weee")]
    rows = [
        ("tv", "burn", 1.0),
        ("tv", "repair", -1.0),
        ("tv", "resell", 1.5),
        ("tv", "repair", 2.0),
    ]
    found = check_dispositions(rows, goods, WAYS, {"bench": 1})
    assert {one.rule for one in found.violations} == set(RULES)


def test_value_goes_down_with_time() -> None:
    assert decayed(100, 0.1, 0) == 100
    assert decayed(100, 0.1, 2) == pytest.approx(81)
    one = Returned("x", 1, 100, "A")
    assert net_value(WAYS[0], one) == pytest.approx(90 * 0.98**2 - 4)
    assert [way.disposition for way in dispositions(one, WAYS) if way.rank == 1] == ["resell"]
    old = Returned("x", 1, 100, "A", age=9)
    assert [way.disposition for way in dispositions(old, WAYS) if way.rank == 1] == ["repair"]


@given(
    dear=st.tuples(st.floats(0.3, 1), st.floats(0, 80)), cheap=st.tuples(st.floats(0, 0.25), st.floats(0, 80))
)
def test_at_the_threshold_both_ways_are_worth_the_same(
    dear: tuple[float, float], cheap: tuple[float, float]
) -> None:
    first, second = Option("dear", dear[0], cost=dear[1]), Option("cheap", cheap[0], cost=cheap[1])
    at = break_even_value(first, second)
    assert at is not None
    goods = Returned("", 1, at)
    if at:
        assert net_value(first, goods) == pytest.approx(net_value(second, goods), abs=1e-6)
    above = Returned("", 1, at + 1)
    assert net_value(first, above) > net_value(second, above)


def test_thresholds() -> None:
    repair, recycle = Option("repair", 0.6, cost=30), Option("recycle", cost=3)
    age = break_even_age(repair, recycle, 100, 0.05)
    assert age == 15
    assert decayed(100, 0.05, 15) >= 45 > decayed(100, 0.05, 16)
    assert break_even_age(repair, recycle, 40, 0.05) is None
    assert break_even_value(recycle, repair) is None
    rules = [Rule("resell", ("A",), 4), Rule("repair", least_value=50, most_value=500)]
    goods = [
        Returned("a", 1, 900, "A", 4),
        Returned("b", 1, 900, "A", 5),
        Returned("c", 1, 50, "B"),
        Returned("d", 1, 49, "B"),
    ]
    assert by_threshold(goods, rules, "recycle") == ("resell", "recycle", "repair", "recycle")


def test_what_a_plan_refuses() -> None:
    with pytest.raises(SolverError, match="at least one disposition allowed for tv"):
        best_dispositions([Returned("tv", 1, 9, "B", 0, "battery")], WAYS)
    with pytest.raises(SolverError, match="enough capacity"):
        best_dispositions([Returned("tv", 4, 9, "B")], [WAYS[1]], {"bench": 5})
    with pytest.raises(SolverError, match="options"):
        dispositions(Returned("tv", 1, 9), [WAYS[0], WAYS[0]])
