"""What holds in every feeding world, whatever is drawn: containers kept, trains never overloaded, no stock below 0."""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np
import pytest
from feeding_worlds import worlds
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.feeding import ledger as book
from sim.feeding.figures import INDICATORS, count, figures, kernel
from sim.feeding.run import run
from sim.feeding.world import World
from sim.models.feeding import told

some = settings(max_examples=60, deadline=None)


@settings(max_examples=150, deadline=None)
@given(world=worlds(), seed=st.integers(0, 20))
def test_the_kernel_lives_the_same_run_as_the_readable_model(world: World, seed: int) -> None:
    found, other = kernel(world, seed, "test", 2), count(world, run(world, seed, 1, "test"))
    for one, two in ((found.feeds, other.feeds), (found.lines, other.lines), (found.routes, other.routes)):
        np.testing.assert_allclose(one[1], two[0], rtol=0, atol=1e-9)


@some
@given(world=worlds(), seed=st.integers(0, 20))
def test_containers_are_neither_made_nor_lost(world: World, seed: int) -> None:
    """Recounted from what moved alone: full, in use, empty at the stop or on a train, asked for, aboard."""
    feeds = {feed.name: feed for feed in world.feeds()}
    full = {name: feed.initial for name, feed in feeds.items()}
    left = dict.fromkeys(feeds, 0)
    empty, riding, asked, aboard = (defaultdict(int) for _ in range(4))
    for row in book.rows(run(world, seed)):
        name = row.place
        if name not in feeds:
            continue
        feed = feeds[name]
        if row.kind == book.USE:
            left[name] -= row.quantity
            while left[name] < 0:
                full[name] -= 1
                left[name] += feed.parts
        elif row.kind == book.EMPTY:
            empty[name] += row.quantity
        elif row.kind == book.COLLECT:
            empty[name] -= row.quantity
            riding[name] += row.quantity
        elif row.kind == book.ASK:
            asked[name] += row.quantity
            if world.signal == "empties" and row.time > 0:
                riding[name] -= row.quantity
        elif row.kind == book.LOAD:
            asked[name] -= row.quantity
            aboard[name] += row.quantity
        elif row.kind == book.DELIVER:
            aboard[name] -= row.quantity
            full[name] += row.quantity
        assert (row.full, row.left) == (full[name], left[name])
        assert min(full[name], left[name], empty[name], riding[name], asked[name], aboard[name]) >= 0
        if row.kind == book.CLOSE:
            in_use = int(left[name] > 0 and not feed.opened)
            held = full[name] + in_use + asked[name] + aboard[name]
            if world.signal == "empties":
                held += empty[name] + riding[name]
            assert held == feed.containers


@some
@given(world=worlds(), seed=st.integers(0, 20))
def test_a_train_is_never_overloaded_and_keeps_to_its_round(world: World, seed: int) -> None:
    routes = {route.name: route for route in world.routes}
    room_of = {feed.name: world.routes[feed.route].places for feed in world.feeds()}
    back: dict[tuple[str, int], float] = {}
    for row in book.rows(run(world, seed)):
        if row.kind == book.DEPART:
            assert row.until is not None
            assert row.room <= routes[row.place].places
            assert back.get((row.place, row.train), 0) <= row.time
            assert row.until - row.time >= routes[row.place].shortest - 1e-9
            assert row.late >= 0
            back[row.place, row.train] = row.until
        elif row.kind == book.BACK:
            assert row.time == back[row.place, row.train]
        elif row.kind in (book.DELIVER, book.COLLECT):
            assert 0 <= row.room <= room_of[row.place]


@some
@given(world=worlds(), seed=st.integers(0, 20))
def test_a_line_stops_for_a_part_that_it_lacks_and_never_otherwise(world: World, seed: int) -> None:
    ledger = run(world, seed)
    stock = {feed.name: feed.initial * feed.parts for feed in world.feeds()}
    needs = {feed.name: feed.per_unit for feed in world.feeds()}
    stopped: dict[str, float] = {}
    units: dict[str, int] = defaultdict(int)
    for row in book.rows(ledger):
        if row.kind in (book.USE, book.DELIVER):
            size = next(feed.parts for feed in world.feeds() if feed.name == row.place)
            stock[row.place] = row.full * size + row.left
            assert stock[row.place] >= 0
        elif row.kind == book.STOP:
            assert stock[row.feed] < needs[row.feed]
            assert row.cause in book.CAUSES
            assert row.place not in stopped
            stopped[row.place] = row.time
        elif row.kind == book.RESTART:
            assert row.late == row.time - stopped.pop(row.place)
        elif row.kind == book.UNIT:
            assert row.place not in stopped
            assert row.quantity == units[row.place]
            units[row.place] += 1


@some
@given(world=worlds(), seed=st.integers(0, 20))
def test_figures_hold_together(world: World, seed: int) -> None:
    ledger = run(world, seed)
    found = {name: float(values[0]) for name, values in figures(world, count(world, ledger)).items()}
    assert tuple(found) == INDICATORS
    assert all(math.isfinite(value) and value >= 0 for value in found.values())
    causes = ("stops_cover", "stops_train_full", "stops_late_train", "stops_store")
    assert found["stops"] == sum(found[name] for name in causes)
    assert found["longest_stop"] <= found["stopped_time"] + 1e-9
    for share in ("stop_rate", "train_utilisation", "train_fill_rate"):
        assert found[share] <= 1 + 1e-9
    story = told(world, ledger)
    for part, row in story.cost_by_period.items():
        assert math.fsum(row) == pytest.approx(found[f"{part}_cost"], abs=1e-6), part


@settings(max_examples=20, deadline=None)
@given(world=worlds(), seed=st.integers(0, 20))
def test_the_same_arguments_give_the_same_bytes(world: World, seed: int) -> None:
    assert run(world, seed, 2, "a").to_jsonl() == run(world, seed, 2, "a").to_jsonl()
