"""Line feeding worked out by hand: the first stop to the instant, calls, room, supermarket, kits, late trains."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from feeding_worlds import lived, plant
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sim.feeding import ledger as book
from sim.feeding.figures import count, figures
from sim.feeding.run import run
from sim.feeding.world import World
from sim.models.feeding import FeedingModel
from solvers.lean.tugger import Stop, tugger_loop

GOLDEN = Path(__file__).parent / "golden" / "feeding.jsonl"
OUT = 4  # of the plant: from a departure to the end of its stop


def told(world: World) -> dict[str, float]:
    return {name: float(row[0]) for name, row in figures(world, count(world, run(world, 1))).items()}


def sized(containers: int, parts: int, takt: int, interval: int, **data: Any) -> World:
    """The plant with a round of OUT out and 2 back, driven every `interval`."""
    return plant(
        horizon=400,
        lines=[{"name": "line", "takt": {"constant": takt}}],
        parts=[{"name": "part", "line": "line", "stop": "here", "container": parts}],
        routes=[{"name": "way", "places": 200, "return_time": 2, "stops": [{"name": "here", "travel": OUT}]}],
        policy={
            "routes": [{"name": "way", "interval": interval}],
            "feeds": [{"name": "part", "containers": containers}],
        },
        **data,
    )


def first_stop(
    containers: int, parts: int, takt: int, interval: int, call: bool
) -> tuple[float, float] | None:
    """When a steady line first stops and when it starts again, by arithmetic alone; None while it never does.

    The unit that takes the last part of container j starts at e = ((j + 1) C − 1) τ. Its empty leaves with the first
    visit after e (visits stand at k P + OUT) and comes back full one interval later; a call made at e leaves with the
    next departure k P ≥ e. It is needed when N containers more have been used, at (j + N) C τ.
    """
    for j in range(400 // (parts * takt)):
        emptied = ((j + 1) * parts - 1) * takt
        if call:
            back = math.ceil(emptied / interval) * interval + OUT
        else:
            back = (math.floor((emptied - OUT) / interval) + 1) * interval + OUT + interval
            back = max(back, OUT + interval)
        needed = (j + containers) * parts * takt
        if back > needed and needed < 400:
            return needed, back
    return None


@settings(max_examples=150, deadline=None)
@given(
    containers=st.integers(1, 8),
    parts=st.integers(1, 12),
    takt=st.integers(1, 4),
    interval=st.integers(6, 40),
    call=st.booleans(),
)
def test_the_first_stop_of_a_steady_line_is_that_of_arithmetic(
    containers: int, parts: int, takt: int, interval: int, call: bool
) -> None:
    world = sized(containers, parts, takt, interval, signal="call" if call else "empties")
    expected = first_stop(containers, parts, takt, interval, call)
    ledger = run(world, 1)
    stops = [row.time for row in book.rows(ledger, book.STOP)]
    assert stops[:1] == ([] if expected is None else [expected[0]])
    if expected is not None and expected[1] < 400:
        assert book.rows(ledger, book.RESTART)[0].time == expected[1]
    assert {row.cause for row in book.rows(ledger, book.STOP)} <= {book.COVER}


@settings(max_examples=60, deadline=None)
@given(parts=st.integers(1, 12), takt=st.integers(1, 4), interval=st.integers(6, 40), more=st.integers(0, 2))
def test_no_stop_once_the_containers_cover_two_intervals(
    parts: int, takt: int, interval: int, more: int
) -> None:
    """Closed form: ((N − 1) C + 1) τ ≥ 2 P is enough, one container being in use; with a call, P + OUT."""
    for exposure, signal in ((2 * interval, "empties"), (interval + OUT, "call")):
        containers = math.ceil((exposure / takt - 1) / parts) + 1 + more
        assert told(sized(containers, parts, takt, interval, signal=signal))["stops"] == 0


@settings(max_examples=40, deadline=None)
@given(demand=st.integers(6, 40), interval=st.integers(12, 30), handling=st.sampled_from([0, 0.25, 0.5]))
def test_the_mean_round_is_the_loop_of_the_solver(demand: int, interval: int, handling: float) -> None:
    """Two implementations that share nothing: the sized loop and the lived one, once the flow is steady."""
    sized_loop = tugger_loop([Stop("here", demand, 4)], interval, 6, 60, stop_time=1, handling=handling)
    assume(sized_loop.loop_time < interval)
    world = plant(
        horizon=40 * interval,
        warm_up=10 * interval,
        lines=[{"name": "line", "takt": {"constant": 60 / demand}}],
        parts=[{"name": "part", "line": "line", "stop": "here", "container": 4}],
        routes=[
            {
                "name": "way",
                "places": 60,
                "handling": handling,
                "return_time": 3,
                "stops": [{"name": "here", "travel": 3, "pause": 1}],
            }
        ],
        policy={
            "routes": [{"name": "way", "interval": interval}],
            "feeds": [{"name": "part", "containers": 60}],
        },
    )
    found = told(world)
    assert found["mean_round_time"] == pytest.approx(sized_loop.loop_time, abs=handling / 15 + 1e-9)
    assert found["train_utilisation"] == pytest.approx(sized_loop.occupation, abs=handling / 15 + 1e-9)
    assert found["stops"] == 0


def test_a_call_brings_what_an_empty_brings_an_interval_later() -> None:
    for signal, expected in (("empties", []), ("call", [14.0])):
        ledger = lived(signal=signal, horizon=24)
        assert [row.time for row in book.rows(ledger, book.DELIVER)] == expected


def test_a_train_on_demand_leaves_when_called() -> None:
    policy = {
        "routes": [{"name": "way", "on_demand": 2}],
        "feeds": [{"name": "part", "containers": 4}],
    }
    ledger = lived(signal="call", policy=policy, horizon=40)
    departures = book.rows(ledger, book.DEPART)
    # The second container is emptied by unit 9, which starts at 18; the fourth at 38.
    assert [(row.time, row.quantity, row.until) for row in departures] == [(18, 2, 24), (38, 2, 44)]


def test_a_full_train_leaves_containers_behind_and_says_so() -> None:
    parts = [
        {"name": "large", "line": "line", "stop": "here", "container": 5, "size": 6, "initial": 0},
        {"name": "small", "line": "line", "stop": "here", "container": 5, "size": 5, "initial": 0},
    ]
    feeds = [{"name": name, "containers": 1} for name in ("large", "small")]
    policy = {"routes": [{"name": "way", "interval": 10}], "feeds": feeds}
    ledger = lived(parts=parts, policy=policy, horizon=20)
    assert [(row.time, row.place, row.cause) for row in book.rows(ledger, book.WAIT)] == [
        (0, "small", book.TRAIN_FULL)
    ]
    assert [(row.time, row.feed, row.cause) for row in book.rows(ledger, book.STOP)] == [
        (0, "large", book.COVER)
    ]  # before the train of that instant leaves
    assert [row.time for row in book.rows(ledger, book.RESTART)] == [14]


def test_an_empty_that_finds_no_room_waits_for_the_next_train() -> None:
    parts = [{"name": "part", "line": "line", "stop": "here", "container": 1, "size": 5}]
    policy = {
        "routes": [{"name": "way", "interval": 10}],
        "feeds": [{"name": "part", "containers": 9}],
    }
    rows = book.rows(lived(parts=parts, policy=policy, horizon=30), book.COLLECT)
    assert [(row.time, row.quantity) for row in rows] == [
        (4, 1),
        (14, 1),
        (24, 1),
    ]  # one place of five in nine


def test_a_supermarket_that_runs_dry_stops_the_line_and_says_so() -> None:
    parts = [
        {
            "name": "part",
            "line": "line",
            "stop": "here",
            "container": 5,
            "store": 1,
            "replenishment": {"constant": 35},
        }
    ]
    world = plant(parts=parts, horizon=100)
    ledger = run(world, 1)
    loads = [row.time for row in book.rows(ledger, book.LOAD)]
    assert loads == [20, 60]  # the one container; ready again at 55
    assert book.rows(ledger, book.STOP)[0].cause == book.STORE
    assert told(world)["store_outs"] >= 2


def test_a_train_that_is_not_back_leaves_late_and_the_times_missed_are_left_out() -> None:
    ledger = lived(
        routes=[{"name": "way", "places": 9, "return_time": 11, "stops": [{"name": "here", "travel": 12}]}],
        horizon=60,
    )
    assert [(row.time, row.late) for row in book.rows(ledger, book.DEPART)] == [(0, 0), (23, 13), (46, 16)]
    two = lived(
        routes=[{"name": "way", "places": 9, "return_time": 11, "stops": [{"name": "here", "travel": 12}]}],
        policy={
            "routes": [{"name": "way", "interval": 10, "trains": 3}],
            "feeds": [{"name": "part", "containers": 9}],
        },
        horizon=60,
    )
    assert [(row.time, row.train) for row in book.rows(two, book.DEPART)] == [
        (0, 1), (10, 2), (20, 3), (30, 1), (40, 2), (50, 3),
    ]  # fmt: skip


def test_a_late_train_is_told_as_the_cause() -> None:
    ledger = lived(
        routes=[{"name": "way", "places": 9, "return_time": 40, "stops": [{"name": "here", "travel": 4}]}],
        horizon=100,
    )
    assert next(row.cause for row in book.rows(ledger, book.STOP)) == book.LATE


def test_a_kit_stands_for_its_parts() -> None:
    parts = [
        {"name": "lamp", "line": "line", "stop": "here", "share": 0.5, "holding": 2, "unit_cost": 10},
        {"name": "seat", "line": "line", "stop": "here", "per_unit": 2, "holding": 1, "unit_cost": 3},
    ]
    kits = [{"name": "kit", "parts": ["lamp", "seat"], "stop": "here", "units": 4, "fill_cost": 1.5}]
    policy = {
        "routes": [{"name": "way", "interval": 10}],
        "feeds": [{"name": "kit", "containers": 5}],
    }
    world = plant(parts=parts, kits=kits, policy=policy)
    [feed] = world.feeds()
    assert (feed.per_unit, feed.parts, feed.holding, feed.unit_cost, feed.take) == (1, 4, 3, 11, None)
    found = told(world)
    assert found["stops"] == 0
    assert found["units_built"] == 50
    assert found["handling_cost"] == 1.5 * found["containers_moved"] > 0


def test_costs_by_hand() -> None:
    """Two rounds of 6 with nothing on board, then one with one container: every part of the cost by arithmetic."""
    world = plant(
        horizon=30,
        parts=[{"name": "part", "line": "line", "stop": "here", "container": 5, "holding": 0.5, "fill_cost": 3}],
        routes=[
            {
                "name": "way", "places": 9, "return_time": 2, "loading": 1, "handling": 1,
                "stops": [{"name": "here", "travel": 3, "pause": 1}],
            }
        ],
        train_cost=0.1, round_cost=7, driver_cost=2, place_cost=0.25,
    )  # fmt: skip
    found = told(world)
    assert found["train_rounds"] == 3
    assert found["containers_moved"] == 1  # emptied at 8, taken at 14, loaded at 20
    assert found["mean_round_time"] == pytest.approx((6 + 6 + 8) / 3)
    assert found["transport_cost"] == pytest.approx(0.1 * 30 + 7 * 3)
    assert found["handling_cost"] == pytest.approx(2 * 20 + 3)
    used = [min(t // 2 + 1, 20) for t in range(30)]  # units started by the close of each period
    stock = [20 - one + (5 if t >= 26 else 0) for t, one in enumerate(used)]
    assert found["holding_cost"] == pytest.approx(0.5 * sum(stock) + 0.25 * 4 * 30)
    assert found["shortage_cost"] == 0


def test_golden_trace() -> None:
    """A promise that an old case with an old seed gives the run it gave (written by this very line)."""
    data = {**FeedingModel.EXAMPLE, "horizon": 75, "warm_up": 0}
    assert run(FeedingModel.read(data).world, 2026, label="golden").to_jsonl() == GOLDEN.read_bytes()
