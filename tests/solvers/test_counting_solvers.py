"""Counts: calendars, record accuracy, discrepancies. Published figures are in tests/oracles."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.inventory.cycle_count_calendar import cycle_count_calendar, daily_counts, spread_evenly
from solvers.inventory.discrepancy import discrepancies
from solvers.inventory.record_accuracy import record_accuracy

stores = st.fixed_dictionaries(
    {
        "classes": st.lists(st.sampled_from("ABC"), min_size=1, max_size=40),
        "counts_per_year": st.fixed_dictionaries(
            {"A": st.integers(0, 12), "B": st.integers(0, 6), "C": st.integers(0, 2)}
        ),
        "working_days": st.integers(12, 60),
    }
)


@given(store=stores)
def test_every_item_is_counted_as_often_as_asked_and_evenly(store: dict[str, object]) -> None:
    classes, times, days = store["classes"], store["counts_per_year"], store["working_days"]
    assert isinstance(classes, list)
    assert isinstance(times, dict)
    assert isinstance(days, int)
    found = cycle_count_calendar(classes, times, days)
    assert len(found.days) == days
    assert found.counts == sum(times[klass] for klass in classes) == sum(len(day) for day in found.days)
    assert found.peak == max(len(day) for day in found.days) >= math.ceil(found.mean)
    for place, klass in enumerate(classes):
        counted = [day for day, places in enumerate(found.days) if place in places]
        assert len(counted) == times[klass]
        if times[klass]:
            interval = days / times[klass]
            assert all(abs(after - before - interval) < 1 for before, after in pairwise(counted))
            # Round the year too: from the last count of a year to the first of the next.
            assert abs(counted[0] + days - counted[-1] - interval) < 1 or times[klass] == 1


def test_the_load_is_levelled() -> None:
    # 500 items of a store: 100 A six times, 150 B twice, 250 C once a year, 250 days.
    classes = ["A"] * 100 + ["B"] * 150 + ["C"] * 250
    found = cycle_count_calendar(classes, {"A": 6, "B": 2, "C": 1}, 250)
    assert (found.counts, found.mean) == (1150, 4.6)
    assert found.peak == 5
    assert min(len(day) for day in found.days) >= 4
    assert cycle_count_calendar(classes, {"A": 6, "B": 2, "C": 1}, 250) == found
    # The fullest day is looked at first: by the sum of the loads alone, a day of this week would hold five.
    assert (
        cycle_count_calendar(["A", "B", "A", "A", "B", "B", "C", "A", "B"], {"A": 5, "B": 2, "C": 1}, 8).peak
        == 4
    )


@given(total=st.integers(0, 10_000), periods=st.integers(1, 366))
def test_spread_evenly(total: int, periods: int) -> None:
    found = spread_evenly(total, periods)
    assert (len(found), sum(found)) == (periods, total)
    assert max(found) - min(found) <= 1
    # At no moment does it run one ahead of the even pace, or behind it.
    done = 0
    for period, count in enumerate(found, start=1):
        done += count
        assert -1 < done - total * period / periods <= 0


@given(
    rows=st.lists(
        st.tuples(st.integers(-20, 500), st.integers(0, 500), st.integers(0, 90)), min_size=1, max_size=30
    )
)
def test_discrepancies_add_up(rows: list[tuple[int, int, int]]) -> None:
    recorded, counted, costs = (list(column) for column in zip(*rows, strict=True))
    found = discrepancies(recorded, counted, costs)
    assert found.net == pytest.approx(found.surplus - found.shortage)
    assert found.absolute == pytest.approx(found.surplus + found.shortage)
    assert abs(found.net) <= found.absolute + 1e-9
    shelf = sum(physical * cost for _, physical, cost in rows)
    assert found.recorded_value + found.net == pytest.approx(shelf)
    for line, (record, physical, cost) in zip(found.lines, rows, strict=True):
        assert (line.quantity, line.value) == (physical - record, (physical - record) * cost)
        assert line.rate == (None if record == 0 else (physical - record) / record)


def test_net_hides_what_absolute_shows() -> None:
    found = discrepancies([100, 100], [90, 110], [5, 5])
    assert (found.net, found.absolute, found.net_rate, found.absolute_rate) == (0, 100, 0, 0.1)
    assert discrepancies([0], [4], [5]).net_rate is None


def test_record_accuracy_by_class() -> None:
    found = record_accuracy(
        [100, 100, 100, 0, 60], [100, 102, 95, 0, 63], [0, 0.01, 0.05, 0, 0.05], [2, 1, 1, 9, 1]
    )
    assert found.right == (True, False, True, True, True)
    assert (found.count, found.rate) == (4, 0.8)
    assert found.by_value == pytest.approx(1 - (2 + 5 + 3) / (200 + 100 + 100 + 60))
    assert record_accuracy([0], [0], 0, [4]).by_value is None
    assert record_accuracy([1], [90], 0, [4]).by_value == 0


@given(
    rows=st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=30),
    low=st.floats(0, 1),
    more=st.floats(0, 1),
)
def test_a_wider_tolerance_never_finds_fewer(rows: list[tuple[int, int]], low: float, more: float) -> None:
    recorded, counted = (list(column) for column in zip(*rows, strict=True))
    narrow = record_accuracy(recorded, counted, low)
    wide = record_accuracy(recorded, counted, min(1.0, low + more))
    assert narrow.count <= wide.count
    assert record_accuracy(recorded, recorded).rate == 1


@pytest.mark.parametrize(
    ("call", "argument"),
    [
        (lambda: cycle_count_calendar([], {"A": 1}, 20), "classes"),
        (lambda: cycle_count_calendar("AB", {"A": 1, "B": 1}, 20), "classes"),
        (lambda: cycle_count_calendar(["D"], {"A": 1}, 20), "classes[0]"),
        (lambda: cycle_count_calendar(["A"], {"A": 21}, 20), "counts_per_year (A)"),
        (lambda: cycle_count_calendar(["A"], {"A": -1}, 20), "counts_per_year (A)"),
        (lambda: cycle_count_calendar(["A"], {"A": 1.5}, 20), "counts_per_year (A)"),  # type: ignore[dict-item]
        (lambda: cycle_count_calendar(["A"], {"A": 1}, 0), "working_days"),
        (lambda: cycle_count_calendar(["A"] * 2_001, {"A": 1}, 250), "classes"),
        (lambda: daily_counts([1, 2], [3]), "intervals"),
        (lambda: daily_counts([1], [0]), "intervals[0]"),
        (lambda: daily_counts([-1], [1]), "items[0]"),
        (lambda: spread_evenly(-1, 12), "total"),
        (lambda: spread_evenly(12, 0), "periods"),
        (lambda: discrepancies([1, 2], [1], [1, 1]), "counted"),
        (lambda: discrepancies([1], [1], [1, 1]), "unit_costs"),
        (lambda: discrepancies([1], [-1], [1]), "counted[0]"),
        (lambda: discrepancies([], [], []), "recorded"),
        (lambda: record_accuracy([1, 2], [1]), "counted"),
        (lambda: record_accuracy([1], [1], [0.1, 0.2]), "tolerances"),
        (lambda: record_accuracy([1], [1], 5), "tolerances"),
        (lambda: record_accuracy([1], [1], 0, [-1]), "unit_costs[0]"),
    ],
)
def test_refusals(call: Callable[[], object], argument: str) -> None:
    with pytest.raises(SolverError) as caught:
        call()
    assert caught.value.argument == argument
