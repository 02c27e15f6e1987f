"""Requirements: a plain explosion and the checker, which share no code with the arrays, agree with them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.planning.bill_of_materials import BomLine, low_level_codes, total_needs
from solvers.planning.check_requirements import RULES, check_requirements
from solvers.planning.exception_messages import KINDS, exception_messages
from solvers.planning.lots.rules import LotRule, lots_by_rule
from solvers.planning.pegging import end_demands, pegs
from solvers.planning.planned_lots import PlannedLot, planned_lots
from solvers.planning.requirements import Item, requirements

LOT_RULES = [
    LotRule(),
    LotRule("fixed_quantity", quantity=25),
    LotRule("minimum_multiple", minimum=20, multiple=6),
    LotRule("fixed_period", periods=3),
    LotRule("period_order_quantity", setup=60, holding=1),
    LotRule("silver_meal", setup=60, holding=1),
    LotRule("wagner_whitin", setup=60, holding=1),
]
PERIODS = 6


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Item], list[BomLine], dict[str, list[int]]]:
    count = draw(st.integers(1, 5))
    names = [f"I{at}" for at in range(count)]
    items = [
        Item(
            name,
            on_hand=draw(st.integers(0, 60)),
            lead_time=draw(st.integers(0, 3)),
            safety_stock=draw(st.integers(0, 15)),
            rule=draw(st.sampled_from(LOT_RULES)),
            receipts=tuple(draw(st.lists(st.integers(0, 30), max_size=PERIODS))),
            scrap=draw(st.sampled_from([0.0, 0.0, 0.2])),
        )
        for name in names
    ]
    bom = [
        BomLine(names[a], names[b], draw(st.integers(1, 3)), draw(st.sampled_from([0.0, 0.5])), draw(st.integers(0, 1)))
        for a in range(count)
        for b in range(a + 1, count)
        if draw(st.booleans())
    ]  # fmt: skip
    demand = {
        name: draw(st.lists(st.integers(0, 40), min_size=PERIODS, max_size=PERIODS))
        for name in names
        if draw(st.booleans()) or name == names[0]
    }
    return draw(st.permutations(items)), bom, demand


def plain_explosion(
    items: list[Item], bom: list[BomLine], demand: dict[str, list[int]]
) -> dict[str, tuple[list[float], list[float]]]:
    """Gross requirements and launched lots of each item (overdue in the first period), by the book's own loop."""
    codes = low_level_codes([one.item for one in items], bom)
    gross = {one.item: [float(x) for x in demand.get(one.item, [0] * PERIODS)] for one in items}
    found = {}
    for item in sorted(items, key=lambda one: codes[one.item]):
        assert isinstance(item.safety_stock, int)
        left, needs = float(item.on_hand), []
        for t in range(PERIODS):
            left += item.receipts[t] if t < len(item.receipts) else 0
            need = max(0.0, gross[item.item][t] + item.safety_stock - left)
            needs.append(need / (1 - item.scrap))
            left += need - gross[item.item][t]
        lots = lots_by_rule([round(one, 9) for one in needs], item.rule).lots
        launched = [0.0] * PERIODS
        for t, lot in enumerate(lots):
            launched[max(t - item.lead_time, 0)] += lot
        found[item.item] = (gross[item.item], launched)
        for line in bom:
            if line.parent == item.item:
                for t, lot in enumerate(launched):
                    if t + line.offset < PERIODS:
                        gross[line.component][t + line.offset] += lot * line.quantity / (1 - line.scrap)
    return found


@given(worlds())
@settings(max_examples=120, deadline=None)
def test_the_arrays_give_what_a_plain_explosion_gives(
    world: tuple[list[Item], list[BomLine], dict[str, list[int]]],
) -> None:
    items, bom, demand = world
    plan = requirements(items, bom, demand)
    plain = plain_explosion(items, bom, demand)
    for grid in plan.grids:
        gross, launched = plain[grid.item]
        assert grid.gross == pytest.approx(gross)
        releases = [grid.planned_releases[0] + grid.past_due, *grid.planned_releases[1:]]
        assert releases == pytest.approx(launched, abs=1e-6)


@given(worlds())
@settings(max_examples=120, deadline=None)
def test_the_checker_finds_nothing_but_lots_launched_in_the_past(
    world: tuple[list[Item], list[BomLine], dict[str, list[int]]],
) -> None:
    items, bom, demand = world
    plan = requirements(items, bom, demand)
    lots = planned_lots(plan, items)
    found = check_requirements(lots, items, bom, demand)
    assert {one.rule for one in found.violations} <= {"past"}
    for grid in plan.grids:
        assert found.stock[grid.item] == pytest.approx(grid.projected, abs=1e-5)
    late = {(one.item, one.period) for one in exception_messages(plan, items) if one.kind == "past_due"}
    assert late == {(one.item, one.receipt) for one in lots if one.release < 1}


@given(worlds())
@settings(max_examples=60, deadline=None)
def test_the_pegs_of_a_period_add_up_to_its_gross_requirement(
    world: tuple[list[Item], list[BomLine], dict[str, list[int]]],
) -> None:
    items, bom, demand = world
    plan = requirements(items, bom, demand)
    parts: dict[tuple[str, int], float] = {}
    for peg in pegs(plan, bom, demand):
        parts[peg.item, peg.period] = parts.get((peg.item, peg.period), 0.0) + peg.quantity
    for grid in plan.grids:
        for t, gross in enumerate(grid.gross, 1):
            assert parts.get((grid.item, t), 0.0) == pytest.approx(gross)
            ends = end_demands(plan, bom, demand, grid.item, t)
            assert all(demand[name][period - 1] > 0 for name, period in ends)
            if gross > 0 and not any(one.safety_stock for one in items):
                assert ends  # a lot may serve a safety stock alone


CHAIR = [Item("chair", on_hand=10, lead_time=1), Item("leg", on_hand=50, lead_time=1)]
BOM = [BomLine("chair", "leg", 4)]


@pytest.mark.parametrize(
    ("lot", "change", "rule"),
    [
        (PlannedLot("table", 1, 2, 5), {}, "unknown"),
        (PlannedLot("leg", 1, 2, 0), {}, "negative"),
        (PlannedLot("leg", 3, 4, 9), {}, "out_of_horizon"),
        (PlannedLot("leg", 0, 1, 9), {}, "past"),
        (PlannedLot("leg", 1, 3, 9), {}, "lead_time"),
        (PlannedLot("leg", 1, 2, 9), {"fence": 2}, "inside_fence"),
        (PlannedLot("leg", 1, 2, 9), {"rule": LotRule("fixed_quantity", quantity=5)}, "lot_size"),
        (PlannedLot("leg", 1, 2, 9), {"rule": LotRule("minimum_multiple", minimum=10)}, "lot_size"),
        (PlannedLot("chair", 1, 2, 40), {}, "shortage"),
        (PlannedLot("leg", 1, 2, 9), {"safety_stock": 60}, "below_safety"),
    ],
)
def test_each_rule_of_the_checker(lot: PlannedLot, change: dict[str, object], rule: str) -> None:
    leg = Item("leg", on_hand=50, lead_time=1, **change)  # type: ignore[arg-type]
    found = check_requirements([lot], [Item("chair", lead_time=1), leg], BOM, {"chair": [0, 0, 0]})
    assert rule in {one.rule for one in found.violations}
    assert {one.rule for one in found.violations} <= set(RULES)


def test_every_message() -> None:
    items = [
        Item("A", on_hand=20, lead_time=2, receipts=(0, 30, 0, 0, 40, 10)),
        Item("B", on_hand=5, fence=2, receipts=(10,)),
    ]
    plan = requirements(items, [], {"A": [30, 10, 5, 20, 0, 0], "B": [30, 0, 0, 0, 0, 0]})
    found = [(one.kind, one.item, one.period, one.to) for one in exception_messages(plan, items)]
    assert found == [
        ("past_due", "A", 1, -1),
        ("expedite", "A", 2, 1),
        ("expedite", "A", 5, 4),
        ("cancel", "A", 6, 0),
        ("inside_fence", "B", 1, 3),
        ("inside_fence", "B", 2, 3),
    ]
    assert {kind for kind, *_ in found} <= set(KINDS)


def test_a_receipt_wanted_later_is_postponed_and_the_first_period_is_released() -> None:
    items = [Item("A", on_hand=20, receipts=(0, 30), lead_time=3)]
    plan = requirements(items, [], {"A": [10, 0, 0, 50]})
    found = [(one.kind, one.period, one.to, one.quantity) for one in exception_messages(plan, items)]
    assert found == [("postpone", 2, 4, 30.0), ("release", 4, 1, 10.0)]


def test_a_safety_stock_of_each_period_and_whole_units() -> None:
    items = [Item("A", on_hand=20, safety_stock=(0.0, 10.0, 0.0)), Item("B")]
    plan = requirements(items, [BomLine("A", "B", 0.3)], {"A": [5, 5, 5]}, whole_units=True)
    assert plan.of("A").projected == (15.0, 10.0, 5.0)
    plan = requirements([Item("A"), Item("B")], [BomLine("A", "B", 0.3)], {"A": [5, 5, 5]}, whole_units=True)
    assert plan.of("B").gross == (2.0, 2.0, 2.0)
    with pytest.raises(KeyError):
        plan.of("C")


def test_a_ring_is_refused_by_its_name_whatever_the_order_of_the_lines() -> None:
    lines = [BomLine("A", "B"), BomLine("B", "C"), BomLine("C", "A"), BomLine("C", "D")]
    for some in (lines, lines[::-1]):
        with pytest.raises(SolverError) as caught:
            low_level_codes(["A", "B", "C", "D"], some)
        assert caught.value.code == "no_bom_ring"
        assert caught.value.value == "A > B > C > A"
    with pytest.raises(SolverError, match="no item goes into itself"):
        low_level_codes(["A"], [BomLine("A", "A")])


@pytest.mark.parametrize(
    ("items", "bom", "demand", "code"),
    [
        ([], [], {"A": [1]}, "count_between"),
        ([Item("A"), Item("A")], [], {"A": [1]}, "distinct_names"),
        ([Item("A")], [], {"B": [1]}, "known_item"),
        ([Item("A")], [], {}, "count_between"),
        ([Item("A"), Item("B")], [], {"A": [1], "B": [1, 2]}, "as_many_as_periods"),
        ([Item("A")], [BomLine("A", "B")], {"A": [1]}, "known_item"),
        ([Item("A"), Item("B")], [BomLine("A", "B"), BomLine("A", "B")], {"A": [1]}, "given_once"),
        ([Item("A"), Item("B")], [BomLine("A", "B", 0)], {"A": [1]}, "positive"),
        ([Item("A"), Item("B")], [BomLine("A", "B", 1, 1.0)], {"A": [1]}, "share_under_one"),
        ([Item("A"), Item("B")], [BomLine("A", "B", 1, 0, -1)], {"A": [1]}, "non_negative"),
        ([Item("A", lead_time=-1)], [], {"A": [1]}, "non_negative"),
        ([Item("A", receipts=(1, 2))], [], {"A": [1]}, "as_many_as_periods"),
        ([Item("A", safety_stock=(1.0, 2.0))], [], {"A": [1]}, "as_many_as_periods"),
        ([Item("A")], [], {"A": [-1]}, "non_negative"),
    ],
)
def test_figures_out_of_range_are_refused(
    items: list[Item], bom: list[BomLine], demand: dict[str, list[float]], code: str
) -> None:
    with pytest.raises(SolverError) as caught:
        requirements(items, bom, demand)
    assert caught.value.code == code


def test_unknown_items_and_periods_are_refused_by_what_reads_a_plan() -> None:
    plan = requirements(CHAIR, BOM, {"chair": [0, 20]})
    for call in (
        lambda: end_demands(plan, BOM, {"chair": [0, 20]}, "table", 1),
        lambda: end_demands(plan, BOM, {"chair": [0, 20]}, "leg", 3),
        lambda: exception_messages(plan, CHAIR[:1]),
        lambda: planned_lots(plan, CHAIR[:1]),
        lambda: total_needs(["A"], [], "B"),
    ):
        with pytest.raises(SolverError):
            call()
