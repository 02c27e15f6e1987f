"""The master schedule: its identities, what may be promised, and the checker against it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.planning.available_to_promise import cumulative_dav, discrete_atp, earliest_promise
from solvers.planning.check_master_schedule import RULES, check_master_schedule
from solvers.planning.lots.rules import LotRule
from solvers.planning.master_schedule import (
    ScheduleTerms,
    gross_demand,
    master_schedule,
    projected_available,
)

FIGURES = st.lists(st.integers(0, 60), min_size=6, max_size=6)
LOTS = [
    LotRule(),
    LotRule("fixed_quantity", quantity=80),
    LotRule("minimum_multiple", minimum=30, multiple=10),
    LotRule("silver_meal", setup=50, holding=1),
]


@given(FIGURES, FIGURES, st.integers(0, 90), st.integers(0, 20), st.sampled_from(LOTS), st.integers(0, 3))
@settings(max_examples=150, deadline=None)
def test_a_schedule_covers_its_demand_after_the_fence_and_its_checker_agrees(
    forecast: list[int], orders: list[int], on_hand: int, safety: int, rule: LotRule, fence: int
) -> None:
    terms = ScheduleTerms(on_hand, safety, rule, demand_fence=fence, planning_fence=fence)
    firm = [20] * fence
    found = master_schedule(forecast, orders, terms, firm)
    assert found.demand == gross_demand(forecast, orders, fence)
    assert found.projected == projected_available(on_hand, found.mps, found.demand)
    assert found.mps[:fence] == tuple(map(float, firm))
    assert all(t <= fence for t in found.late)
    checked = check_master_schedule(found.mps, forecast, orders, terms, firm)
    assert checked.projected == pytest.approx(found.projected)
    assert not {one.rule for one in checked.violations} - {"shortage", "below_safety", "oversold"}
    if not found.late:
        assert checked.violations == ()
    for net, level, made in zip(found.net, (on_hand, *found.projected), found.mps, strict=False):
        assert net >= 0
        assert not made or net or made in firm or level >= 0


@given(FIGURES, FIGURES, st.integers(0, 90))
@settings(max_examples=150, deadline=None)
def test_what_is_promised_can_be_kept(mps: list[int], orders: list[int], on_hand: int) -> None:
    dav = cumulative_dav(on_hand, mps, orders)
    assert list(dav) == sorted(dav)
    for t, left in enumerate(dav):
        more = [order + (left if at == t else 0) for at, order in enumerate(orders)] if left > 0 else orders
        levels = projected_available(on_hand, mps, more)
        if left > 0:
            assert min(levels[t:]) >= -1e-9  # promised whole, nothing later falls short …
            more[t] += 1
            assert min(projected_available(on_hand, mps, more)[t:]) < 0  # … and not one unit more would do
    atp = discrete_atp(on_hand, mps, orders)
    assert sum(one for one in atp if one is not None) == on_hand + sum(mps) - sum(orders)
    back = discrete_atp(on_hand, mps, orders, "carried_back")
    assert sum(one for one in back if one is not None) == on_hand + sum(mps) - sum(orders)
    assert all(one >= 0 for one in back[1:] if one is not None)


def test_the_two_availables_are_not_the_same_figure() -> None:
    """An order of the third period larger than the production before it: only the cumulative figure foresees it."""
    mps, orders = [100, 0, 50], [20, 0, 90]
    assert discrete_atp(0, mps, orders) == (80.0, None, -40.0)
    assert cumulative_dav(0, mps, orders) == (40.0, 40.0, 40.0)
    assert earliest_promise(cumulative_dav(0, mps, orders), 40) == 1
    assert earliest_promise(cumulative_dav(0, mps, orders), 41) is None


TERMS = ScheduleTerms(on_hand=20, rule=LotRule("fixed_quantity", quantity=10))


@pytest.mark.parametrize(
    ("mps", "terms", "firm", "capacity", "rule"),
    [
        ([10], TERMS, [], [], "periods"),
        ([-10, 10], TERMS, [], [], "negative"),
        ([10, 10], ScheduleTerms(20, planning_fence=1), [], [], "fence"),
        ([15, 10], TERMS, [], [], "lot_size"),
        ([5, 10], ScheduleTerms(20, rule=LotRule("minimum_multiple", minimum=8)), [], [], "lot_size"),
        ([10, 20], TERMS, [], [10, 10], "capacity"),
        ([0, 0], TERMS, [], [], "shortage"),
        ([0, 10], ScheduleTerms(20, 5), [], [], "below_safety"),
        ([0, 0], ScheduleTerms(5), [], [], "oversold"),
    ],
)
def test_each_rule_of_the_checker(
    mps: list[float], terms: ScheduleTerms, firm: list[float], capacity: list[float], rule: str
) -> None:
    found = check_master_schedule(mps, [15, 15], [10, 0], terms, firm, capacity)
    assert rule in {one.rule for one in found.violations}
    assert {one.rule for one in found.violations} <= set(RULES)


def test_a_shortage_that_lasts_is_told_once_and_another_again() -> None:
    found = check_master_schedule([0, 0, 60, 0], [20, 20, 20, 20], [0] * 4, ScheduleTerms(on_hand=10))
    assert [(one.rule, one.rows, one.found) for one in found.violations] == [
        ("shortage", (0, 1), -10.0),
        ("shortage", (3,), -10.0),
    ]


@pytest.mark.parametrize(
    ("forecast", "orders", "terms", "firm", "code"),
    [
        ([], [], None, [], "some_numbers"),
        ([1, 2], [1], None, [], "as_many_as_periods"),
        ([1], [1], ScheduleTerms(on_hand=-1), [], "non_negative"),
        ([1], [1], ScheduleTerms(demand_fence=-1), [], "non_negative"),
        ([1], [1], ScheduleTerms(planning_fence=-1), [], "non_negative"),
        ([1], [1], None, [1, 2], "as_many_as_periods"),
        ([1], [1], ScheduleTerms(rule=LotRule("guess")), [], "one_of"),
    ],
)
def test_figures_out_of_range_are_refused(
    forecast: list[float],
    orders: list[float],
    terms: ScheduleTerms | None,
    firm: list[float],
    code: str,
) -> None:
    with pytest.raises(SolverError) as caught:
        master_schedule(forecast, orders, terms, firm)
    assert caught.value.code == code


def test_promises_out_of_range_are_refused() -> None:
    for call in (
        lambda: discrete_atp(0, [1], [1], "lost"),  # type: ignore[arg-type]
        lambda: discrete_atp(0, [1], [1, 2]),
        lambda: earliest_promise([1], 0),
        lambda: earliest_promise([1], 1, 2),
        lambda: projected_available(0, [1], [1, 2]),
    ):
        with pytest.raises(SolverError):
            call()
