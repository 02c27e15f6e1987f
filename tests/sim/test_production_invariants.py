"""What holds in every shop, whatever is drawn: no machine does two things, nothing is made or lost, Little's law."""

from __future__ import annotations

import math
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from production_worlds import worlds

from sim.models.production import told
from sim.production import ledger as book
from sim.production.calendar import inside
from sim.production.equipment import equipment
from sim.production.figures import INDICATORS, costs_by_period, course, figures
from sim.production.shop import run
from sim.production.world import World

some = settings(max_examples=25, deadline=None)


@some
@given(world=worlds(), seed=st.integers(0, 20))
def test_no_unit_does_two_things_and_none_works_when_closed(world: World, seed: int) -> None:
    ledger = run(world, seed)
    held: dict[tuple[str, int], float] = {}
    down = defaultdict(list)
    for row in book.rows(ledger, book.DOWN):
        down[row.machine, row.unit].append((row.time, row.until))
    machines = {one.name: one for one in world.machines}
    for row in book.rows(ledger, book.START):
        unit = (row.machine, row.unit)
        assert held.get(unit, 0) <= row.time
        assert 1 <= row.unit <= machines[row.machine].count
        if row.until is None:
            held[unit] = math.inf
            continue
        held[unit] = row.until
        windows = world.calendar_of(machines[row.machine]).windows(world.horizon)
        assert inside(windows, row.time, row.until) >= row.setup + row.work + row.down - 1e-9 or (
            row.until > world.horizon
        )
        assert not any(start <= row.time < end for start, end in down[unit])


@some
@given(world=worlds(), seed=st.integers(0, 20))
def test_operations_come_in_order_and_each_lot_is_in_one_place(world: World, seed: int) -> None:
    place: dict[tuple[str, int], tuple[str, int]] = {}
    for row in book.rows(run(world, seed)):
        if row.kind == book.QUEUE:
            before = place.get((row.order, row.lot))
            assert before is None or before == (book.END, row.operation - 1)
        elif row.kind == book.START:
            assert place[row.order, row.lot] == (book.QUEUE, row.operation)
        elif row.kind == book.END:
            assert place[row.order, row.lot] == (book.START, row.operation)
        else:
            continue
        place[row.order, row.lot] = (row.kind, row.operation)


@some
@given(world=worlds(), seed=st.integers(0, 20))
def test_pieces_are_neither_made_nor_lost(world: World, seed: int) -> None:
    ledger = run(world, seed)
    released = {row.order: row for row in book.rows(ledger, book.RELEASE)}
    lost: dict[str, int] = defaultdict(int)
    for row in book.rows(ledger, book.END):
        lost[row.order] += row.lost
    for row in book.rows(ledger, book.FINISH):
        assert row.quantity + row.lost == released[row.order].quantity
        assert row.lost == lost[row.order]
    taken: dict[str, int] = defaultdict(int)
    for row in book.rows(ledger, book.TAKE):
        taken[row.product] += row.quantity
    for card in world.rules().cards:
        made = sum(row.quantity for row in book.rows(ledger, book.FINISH) if row.product == card.product)
        assert taken[card.product] <= card.cards * card.pieces + made
    for track in told(world, ledger).tracks:
        assert min(*track.on_hand, *track.backorders, *track.on_order) >= 0


@some
@given(world=worlds(), seed=st.integers(0, 20))
def test_little(world: World, seed: int) -> None:
    """The orders in the shop, followed event by event, are the time that they spend in it: L = λ W, exactly."""
    ledger, low, high = run(world, seed), world.warm_up, world.horizon
    level, last, area = 0, 0.0, 0.0
    for row in book.rows(ledger, book.RELEASE, book.FINISH):
        area += level * max(min(row.time, high) - max(last, low), 0)
        last, level = row.time, level + (1 if row.kind == book.RELEASE else -1)
    area += level * max(high - max(last, low), 0)
    found = figures(world, ledger)
    assert found["mean_wip"] == pytest.approx(area / (high - low), abs=1e-9)
    if world.rules().wip is not None:
        assert found["mean_wip"] <= (world.rules().wip or 0) + 1e-9


@some
@given(world=worlds(), seed=st.integers(0, 20))
def test_figures_hold_together(world: World, seed: int) -> None:
    ledger = run(world, seed)
    found = figures(world, ledger)
    assert tuple(found) == INDICATORS
    assert all(map(math.isfinite, found.values()))
    rates = found["availability_rate"] * found["performance_rate"] * found["quality_rate"]
    if found["performance_rate"] > 0 and found["quality_rate"] > 0:
        assert found["oee"] == pytest.approx(rates, abs=1e-9)
    for one in equipment(world, ledger):
        assert one.setup + one.run + one.down <= one.open * (1 + 1e-9) + 1e-9
        assert 0 <= one.good <= one.standard + 1e-9
    costs = costs_by_period(world, ledger, course(world, ledger))
    assert found["total_cost"] == pytest.approx(math.fsum(v for row in costs.values() for v in row), abs=1e-6)
    assert min(found["holding_cost"], found["tardiness_cost"]) >= -1e-6


@some
@given(world=worlds(), seed=st.integers(0, 20))
def test_the_same_seed_gives_the_same_bytes(world: World, seed: int) -> None:
    assert run(world, seed).to_jsonl() == run(world, seed).to_jsonl()
