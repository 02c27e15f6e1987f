"""Lot rules: what holds of every one, and the best of all plans by a plain search."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.planning.lots.fixed_quantity import rounded_lot
from solvers.planning.lots.needs import costed
from solvers.planning.lots.part_period import part_period
from solvers.planning.lots.rules import RULES, LotRule, checked_rule, lots_by_rule
from solvers.planning.lots.silver_meal import silver_meal
from solvers.planning.lots.wagner_whitin import wagner_whitin, wagner_whitin_steps

NEEDS = st.lists(st.integers(0, 90), min_size=1, max_size=9)
COSTS = {"setup": 100, "holding": 1, "quantity": 30, "minimum": 20, "multiple": 12, "periods": 3}


def named(rule: str) -> LotRule:
    return LotRule(rule, **COSTS)  # type: ignore[arg-type]


def best_by_search(needs: list[int], setup: list[int], holding: list[int]) -> float:
    """The least cost over every choice of the periods in which a lot is made."""
    count, best = len(needs), float("inf")
    for size in range(count + 1):
        for made in combinations(range(count), size):
            if any(need and not [s for s in made if s <= t] for t, need in enumerate(needs)):
                continue
            cost = sum(setup[s] for s in made)
            for t, need in enumerate(needs):
                if need:
                    cost += need * sum(holding[max(s for s in made if s <= t) : t])
            best = min(best, cost)
    return best


@pytest.mark.parametrize("rule", RULES)
@given(needs=NEEDS)
@settings(max_examples=25, deadline=None)
def test_every_rule_serves_every_need_and_no_lot_is_for_nothing(rule: str, needs: list[int]) -> None:
    found = lots_by_rule(needs, named(rule))
    assert min(found.stock) >= 0
    assert found.orders == sum(lot > 0 for lot in found.lots)
    assert found.cost == found.setup_cost + found.holding_cost
    assert found == costed(needs, found.lots, 100, 1, found.steps)
    if rule not in {"fixed_quantity", "minimum_multiple"}:
        assert sum(found.lots) == sum(needs)
    for t, lot in enumerate(found.lots):
        assert not lot or (found.stock[t - 1] if t else 0.0) < sum(needs[t:])


@given(needs=NEEDS, data=st.data())
@settings(max_examples=120, deadline=None)
def test_wagner_whitin_is_the_best_of_all(needs: list[int], data: st.DataObject) -> None:
    figures = st.lists(st.integers(0, 120), min_size=len(needs), max_size=len(needs))
    setup, holding = data.draw(figures), [one % 4 for one in data.draw(figures)]
    found = wagner_whitin(needs, setup, holding)
    assert found.cost == best_by_search(needs, setup, holding)
    kept = [one for one in wagner_whitin_steps(needs, setup, holding) if one.kept]
    if kept:
        assert max(kept, key=lambda one: one.last).measure == found.cost


@given(needs=st.lists(st.integers(0, 200), min_size=1, max_size=60), setup=st.integers(0, 900))
@settings(max_examples=60, deadline=None)
def test_no_rule_beats_wagner_whitin(needs: list[int], setup: int) -> None:
    best = wagner_whitin(needs, setup, 2).cost
    for rule in RULES:
        by = LotRule(rule, quantity=50, minimum=20, multiple=12, periods=2, setup=setup, holding=2)
        assert lots_by_rule(needs, by).cost >= best - 1e-6


def test_the_steps_of_a_rule_show_the_rise_that_ends_a_lot() -> None:
    steps = silver_meal([18, 30, 42, 5, 20], 80, 2).steps
    assert [(one.first, one.last, round(one.measure, 2), one.kept) for one in steps] == [
        (1, 1, 80.0, False),
        (1, 2, 70.0, True),
        (1, 3, 102.67, False),
        (3, 3, 80.0, False),
        (3, 4, 45.0, True),
        (3, 5, 56.67, False),
        (5, 5, 80.0, True),
    ]


def test_two_variants_of_the_part_period_rule_differ_where_one_passes_by_less() -> None:
    assert part_period([10, 10, 12], 20, 1).lots == (20.0, 0.0, 12.0)
    assert part_period([10, 10, 12], 25, 1, "nearest").lots == (32.0, 0.0, 0.0)  # 34 is nearer to 25 than 10


def test_a_lot_covers_its_need_in_whole_packs() -> None:
    assert rounded_lot(0.3, multiple=0.1) == pytest.approx(0.3)  # three packs, not four
    assert rounded_lot(24, minimum=5, multiple=12) == 24


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (LotRule("guess"), "one_of"),
        (LotRule("fixed_quantity"), "positive"),
        (LotRule("fixed_period", periods=0), "count_between"),
        (LotRule("silver_meal", setup=10), "positive"),
        (LotRule("minimum_multiple", minimum=-1), "non_negative"),
    ],
)
def test_a_rule_out_of_range_is_refused(rule: LotRule, code: str) -> None:
    with pytest.raises(SolverError) as caught:
        checked_rule(rule)
    assert caught.value.code == code


def test_needs_and_costs_out_of_range_are_refused() -> None:
    for wrong in ([], [3, -1], [float("nan")], "12", [True]):
        with pytest.raises(SolverError):
            wagner_whitin(wrong, 1, 1)  # type: ignore[arg-type]
    with pytest.raises(SolverError, match="as many as there are periods"):
        wagner_whitin([1, 2], [3], 1)
    with pytest.raises(SolverError, match="as many as there are periods"):
        costed([1, 2], [3])
    with pytest.raises(SolverError, match="from 1 to 120"):
        wagner_whitin_steps([1] * 121, 1, 1)
    with pytest.raises(SolverError, match="one of"):
        part_period([1], 1, 1, "least")  # type: ignore[arg-type]
