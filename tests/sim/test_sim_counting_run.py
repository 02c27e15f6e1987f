"""A counted store: days worked by hand, a formula for the accuracy, and what holds at every instant."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from counting_strategies import stores
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.counting import compiled
from sim.counting import ledger as book
from sim.counting.draws import paths
from sim.counting.figures import arguments, count, figures, kernel
from sim.counting.run import run
from sim.counting.world import World
from sim.experiment import interval
from sim.models.counting import CountingModel
from sim.records import read

ALWAYS = {"chance": 1}


def store(demand: list[int], **changes: Any) -> World:
    item = {"name": "a", "demand": {"series": {"values": demand}}, "s": 0, "Q": 5, **changes.pop("item", {})}
    data = {"horizon": len(demand), "items": [item], "policy": {}, **changes}
    return read(World, data)


def closes(data: World, *columns: str, item: str = "a") -> list[tuple[int, ...]]:
    return [
        tuple(getattr(row, name) for name in columns)
        for row in book.rows(run(data, 1), book.CLOSE, item=item)
    ]


def counted_days(data: World) -> list[int]:
    return [row.time for row in book.rows(run(data, 1), book.COUNT)]


def test_losses_freeze_an_item_that_nobody_counts() -> None:
    # One unit a day lost, one asked: of 10, 5 are sold. The record says 5, above s = 2: nothing is ordered any more
    # (Y. Kang and S. B. Gershwin, Information inaccuracy in inventory systems, IIE Transactions 37, 2005).
    data = store([1] * 12, item={"initial": 10, "s": 2}, errors={"loss": ALWAYS})
    assert closes(data, "physical", "recorded")[:6] == [(8, 9), (6, 8), (4, 7), (2, 6), (0, 5), (0, 5)]
    assert closes(data, "physical", "recorded")[-1] == (0, 5)
    found = figures(data, count(data, run(data, 1)))
    assert (found["orders"][0], found["phantom_short"][0], found["fill_rate"][0]) == (0, 7, 1 - 7 / 12)
    assert found["cost_of_wrong_records"][0] == 0


def test_a_count_of_what_was_not_found_starts_orders_again() -> None:
    # On day 5 the goods on record are not found: a count puts the record at 0, at or under s, and 5 are ordered.
    data = store([1] * 9, item={"initial": 10, "s": 2}, errors={"loss": ALWAYS}, policy={"on_miss": True})
    ledger = run(data, 1)
    [first, *_] = book.rows(ledger, book.COUNT)
    assert (first.time, first.quantity, first.change, first.done) == (5, 0, -5, 1)
    first = book.rows(ledger, book.ORDER)[0]
    assert (first.time, first.quantity, first.due) == (5, 5, 6)


def test_goods_that_the_record_does_not_know() -> None:
    # 3 come unrecorded on each day (10 → 13 on the shelf), 12 are asked on day 1: the record lets 10 go.
    errors = {"unrecorded": {"chance": 1, "size": {"empirical": [3]}, "inward": 1}}
    data = store([0, 12], item={"initial": 10}, errors=errors)
    [_, row] = book.rows(run(data, 1), book.ISSUE)
    assert (row.done, row.short, row.phantom, row.hidden, row.physical, row.recorded) == (10, 2, 0, 2, 3, 0)
    shelf = store([0, 12], item={"initial": 10}, errors=errors, pick_by="shelf")
    [_, row] = book.rows(run(shelf, 1), book.ISSUE)
    assert (row.done, row.hidden, row.recorded) == (12, 0, -2)


def test_a_mispick_moves_the_error_from_one_item_to_another() -> None:
    items = [
        {"name": name, "demand": {"series": {"values": [asked]}}, "s": 0, "Q": 5, "initial": 8, "zone": zone}
        for name, asked, zone in (("a", 3, "x"), ("b", 0, "x"), ("c", 0, "y"))
    ]
    data = read(
        World,
        {
            "horizon": 1,
            "items": items,
            "policy": {},
            "errors": {"mispick": {"chance": 1, "size": {"empirical": [2]}}},
        },
    )
    assert closes(data, "physical", "recorded", "drift") == [(7, 5, -2)]
    assert closes(data, "physical", "recorded", "drift", item="b") == [(6, 8, 2)]
    assert closes(data, "physical", "recorded", "drift", item="c") == [(8, 8, 0)]


def test_what_calls_for_a_count() -> None:
    at_zero = store(
        [4, 6, 0, 0], item={"initial": 10, "lead_time": {"constant": 9}}, policy={"at_zero": True}
    )
    assert counted_days(at_zero) == [1], "once, when the record comes to zero"
    errors = {"unrecorded": {"chance": 1, "size": {"empirical": [3]}, "inward": 1}}
    more = {"item": {"initial": 4}, "errors": errors, "pick_by": "shelf"}
    assert counted_days(store([0, 6, 0], **more, policy={"on_negative": True})) == [1]
    assert counted_days(store([0, 6, 0], **more, policy={"on_miss": True})) == []
    calendar = store([0] * 20, year=10, policy={"counts_per_year": 2})
    assert counted_days(calendar) == [2, 7, 12, 17]
    assert counted_days(store([0] * 20, year=10, policy={"full_counts": [9]})) == [9, 19]


def test_what_a_count_does_about_a_difference() -> None:
    # 10 on record, 9 on the shelf, each count one or more out.
    errors = {"loss": ALWAYS, "miscount": ALWAYS}
    daily = {"counts_per_year": 1}
    more: dict[str, Any] = {"year": 1, "item": {"initial": 10}, "errors": errors}
    [row] = book.rows(run(store([0], **more, policy=daily), 1), book.COUNT)
    assert row.physical == 9
    assert row.quantity in (8, 10)
    assert (row.counts, row.recorded, row.drift) == (1, row.quantity, row.quantity - 9)
    [row] = book.rows(run(store([0], **more, policy={**daily, "tolerance": 0.2}), 1), book.COUNT)
    assert (row.done, row.change, row.recorded, row.drift) == (0, 0, 10, 1)
    [row] = book.rows(
        run(store([0], **{**more, "errors": {"loss": ALWAYS}}, policy={**daily, "recount": True}), 1), "count"
    )
    assert (row.counts, row.quantity, row.done, row.change, row.drift) == (2, 9, 1, -1, 0)


def test_costs_by_hand() -> None:
    item = {
        "initial": 6, "lead_time": {"constant": 1}, "unit_cost": 10, "holding": 0.5, "order_cost": 7,
        "shortage_cost": 3,
    }  # fmt: skip
    # Shelf 6; asked 4, 4, 4; one lost each day. Day 0: 2 left, 1 lost, 1 (record 2). Day 1: asked 4, record 2, found 1:
    # 3 short, of which 1 on record. Record 1, shelf 0. Full count on day 1: record 0; 5 ordered, in on day 2: 4 served.
    data = store(
        [4, 4, 4], item=item, errors={"loss": ALWAYS}, policy={"full_counts": [1]}, year=3,
        count_minutes=30, adjustment_minutes=60, hour_cost=20, closing_cost=100,
    )  # fmt: skip
    assert closes(data, "physical", "recorded") == [(1, 2), (0, 0), (0, 1)]
    found = {name: values[0] for name, values in figures(data, kernel(data, 1, "", 1)).items()}
    assert (found["holding_cost"], found["ordering_cost"]) == (0.5, 7)
    assert found["counting_cost"] == 100 + (30 + 60) / 60 * 20
    assert (found["shortage_cost"], found["cost_of_wrong_records"]) == (9, 3)
    assert found["total_cost"] == 0.5 + 7 + 130 + 9
    assert (found["fill_rate"], found["phantom_short"], found["hidden_short"]) == (1 - 3 / 12, 1, 0)
    assert (found["adjusted_units_net"], found["adjusted_value_absolute"]) == (-1, 10)
    assert (found["record_accuracy"], found["final_accuracy"]) == (1 / 3, 0)
    assert (found["stock_value"], found["recorded_value"]) == (10 / 3, 10)


@pytest.mark.parametrize("counts", [2, 5, 10])
def test_the_accuracy_between_two_counts_follows_the_formula(counts: int) -> None:
    # A record set right every T days and spoilt with the chance p a day is right on j = 0 … T - 1 days after the count
    # with the probability (1 - p)^j: the mean is (1 - (1 - p)^T) / (p·T).
    p, days = 0.05, 100
    T = days // counts
    item = {"name": "a", "demand": {"poisson": 0}, "s": 0, "Q": 1, "initial": 10_000}
    data = read(
        World,
        {
            "horizon": 11 * days,
            "warm_up": days,
            "year": days,
            "items": [item],
            "errors": {"loss": {"chance": p}},
            "policy": {"counts_per_year": counts},
        },
    )
    found = figures(data, kernel(data, 1, "", 150))["record_accuracy"]
    theory = (1 - (1 - p) ** T) / (p * T)
    told = interval(found.tolist(), 0.99)
    assert told.low <= theory <= told.high
    assert told.half_width < 0.02


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=5, max_size=40), st.integers(0, 25), st.integers(0, 6))
def test_without_errors_the_store_is_the_single_item(asked: list[int], s: int, delay: int) -> None:
    from sim.one_item import run as live  # noqa: PLC0415 - another model as the oracle
    from sim.scenario import scenario_from_dict  # noqa: PLC0415

    for shortage in ("lost", "backorder"):
        one = scenario_from_dict(
            {
                "horizon": len(asked),
                "demand": {"series": {"values": asked}},
                "lead_time": {"constant": delay},
                "shortage": shortage,
                "initial_stock": s + 5,
                "policy": {"reorder_point": {"s": s, "Q": 5}},
            }
        )
        data = store(asked, item={"s": s, "lead_time": {"constant": delay}}, shortage=shortage)
        days = [(row.on_hand, row.backorders, row.on_order) for row in live(one, 1).rows("close")]
        assert closes(data, "physical", "backorders", "on_order") == days
        assert closes(data, "physical") == closes(data, "recorded")


@given(
    st.lists(st.sampled_from("ABC"), min_size=1, max_size=30),
    st.integers(4, 60),
    st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 4)),
)
@settings(deadline=None)
def test_the_calendar_counts_each_item_as_often_as_said_and_loads_the_days_evenly(
    classes: list[str], year: int, counts: tuple[int, int, int]
) -> None:
    item = {"demand": {"poisson": 1}, "s": 0, "Q": 1}
    items = [{**item, "name": str(i), "klass": klass} for i, klass in enumerate(classes)]
    times = {klass: k for klass, k in zip("ABC", counts, strict=True) if klass in classes}
    data = read(World, {"horizon": 1, "year": year, "items": items, "policy": {"counts_per_year": times}})
    calendar = data.calendar()
    assert len(calendar) == year
    for place, klass in enumerate(classes):
        days = [day for day, places in enumerate(calendar) if place in places]
        assert len(days) == times[klass]
        gaps = [b - a for a, b in pairwise(days)]
        assert all(abs(gap - year / times[klass]) < 1 for gap in gaps)
    for klass in times:
        loads = [sum(classes[place] == klass for place in places) for places in calendar]
        assert max(loads) - min(loads) <= 1


@settings(max_examples=80, deadline=None)
@given(stores())
def test_the_record_is_out_by_the_errors_since_it_was_set_right(data: dict[str, Any]) -> None:
    world = CountingModel.read(data).world
    ledger = run(world, 3)
    for item in world.items:
        out = 0
        shelf = 0
        for row in book.rows(ledger, item=item.name):
            assert row.physical >= 0
            assert row.recorded - row.physical == row.drift
            assert min(row.on_order, row.backorders) >= 0
            # Both sides again from the rows alone: every row tells its whole effect.
            match row.kind:
                case book.START:
                    shelf = row.quantity
                case book.RECEIPT:
                    shelf += row.quantity - row.done
                    out += row.change
                case book.ISSUE:
                    shelf -= row.done
                    out += row.change
                    assert row.done + row.short == row.quantity
                    assert 0 <= row.phantom + row.hidden <= row.short
                case book.MISPICK | book.TAKEN | book.LOSS | book.MOVE:
                    shelf -= row.change
                    out += row.change
                case book.COUNT:
                    out += row.change
                    if row.done and not world.errors.miscount:
                        assert out == 0
            assert (row.physical, row.drift) == (shelf, out)


@settings(max_examples=80, deadline=None)
@given(stores())
def test_the_kernel_agrees_with_the_model_to_the_last_bit(data: dict[str, Any]) -> None:
    world = CountingModel.read(data).world
    sums = kernel(world, 3, "agree", 2)
    fast = figures(world, sums)
    for replication in range(2):
        ledger = run(world, 3, replication, "agree")
        counted = count(world, ledger)
        assert counted[0].tolist() == sums[replication].tolist()
        slow = figures(world, counted)
        assert {name: values[0] for name, values in slow.items()} == {
            name: values[replication] for name, values in fast.items()
        }
        drawn = [array[0] for array in paths(world, 3, "agree", replication, 1).arrays()]
        trace = np.zeros((compiled.TRACES, len(world.items), world.horizon), np.int64)
        compiled.replication(*drawn, *arguments(world), np.zeros(sums.shape[1:], np.int64), trace)
        for place, item in enumerate(world.items):
            days = book.rows(ledger, book.CLOSE, item=item.name)
            told = [[row.physical, row.recorded, row.on_order, row.backorders, row.drift] for row in days]
            assert trace[:, place].T.tolist() == told


def test_draws_depend_on_nothing_else() -> None:
    data = CountingModel.EXAMPLE
    base = paths(CountingModel.read(data).world, 1, "x", 0, 2)
    longer = paths(CountingModel.read({**data, "horizon": 300}).world, 1, "x", 0, 2)
    for one, other in zip(base.arrays(), longer.arrays(), strict=True):
        assert (one == other[:, :, :250]).all()
    more = CountingModel.read({**data, "items": [*data["items"], {**data["items"][0], "name": "new"}]})
    again = paths(more.world, 1, "x", 1, 1)
    for name in ("demand", "delay", "loss", "moved", "mispick", "keyed_out", "miscount"):
        assert (getattr(base, name)[1] == getattr(again, name)[0, :3]).all()
