"""ABC and XYZ classes. Published figures are in tests/oracles; here the rule at the thresholds, and invariants."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.inventory.abc import abc_classes, abc_table, concentration
from solvers.inventory.xyz import coefficient_of_variation, xyz_classes

values = st.lists(st.integers(0, 1000).map(float), min_size=1, max_size=40).filter(
    lambda found: sum(found) > 0
)


def test_the_item_that_crosses_a_threshold() -> None:
    rows = [60, 30, 6, 4]  # 60, 90, 96, 100 %
    assert abc_classes(rows) == ("A", "B", "C", "C")
    assert abc_classes(rows, crossing="upper") == ("A", "A", "B", "C")
    # Exactly on the threshold: within it.
    assert abc_classes([60, 20, 15, 5]) == ("A", "A", "B", "C")
    assert abc_classes([60, 20, 15, 5], crossing="upper") == ("A", "A", "B", "C")
    # 0.2 + 0.1 is 0.30000000000000004, and still 30 %.
    assert abc_classes([0.2, 0.1, *[0.07] * 10], 0.3, 0.9)[:3] == ("A", "A", "B")


def test_one_item_over_the_threshold_is_still_in_a() -> None:
    assert abc_classes([95, 3, 2]) == ("A", "C", "C")
    assert abc_classes([5]) == ("A",)


def test_equal_values_share_a_class() -> None:
    # 40, 60, 80, 100 %: the third of the equals would be within 80 % and the fourth beyond.
    assert abc_classes([40, 20, 20, 20]) == ("A", "A", "A", "A")
    assert abc_classes([10, 0, 0]) == ("A", "C", "C")


@given(rows=values, seed=st.randoms(use_true_random=False), crossing=st.sampled_from(["lower", "upper"]))
def test_a_class_never_hangs_on_the_order_of_the_rows(rows: list[float], seed: object, crossing: str) -> None:
    shuffled = list(rows)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]  # a Random, as Hypothesis gives it
    first = dict(zip(rows, abc_classes(rows, crossing=crossing), strict=True))  # type: ignore[arg-type]
    other = dict(zip(shuffled, abc_classes(shuffled, crossing=crossing), strict=True))  # type: ignore[arg-type]
    assert first == other


@given(rows=values)
def test_the_table(rows: list[float]) -> None:
    table = abc_table(rows)
    assert sorted(line.place for line in table) == list(range(len(rows)))
    assert [line.value for line in table] == sorted(rows, reverse=True)
    assert table[-1].cumulative == pytest.approx(1)
    assert table[-1].rank_share == 1
    assert "".join(line.klass for line in table) == "".join(sorted(line.klass for line in table))
    for line in table[1:]:
        if line.klass == "A" and line.value < table[0].value:
            # The first of its equals is within the threshold.
            first = next(one for one in table if one.value == line.value)
            assert first.cumulative <= 0.8 + 1e-9
    assert all(line.value == rows[line.place] for line in table)


@given(rows=values)
def test_concentration(rows: list[float]) -> None:
    by_rectangles = concentration(rows)
    by_trapeziums = concentration(rows, area="trapeziums")
    assert 0 <= by_trapeziums <= by_rectangles <= 1
    assert by_trapeziums == pytest.approx(by_rectangles - 1 / len(rows))
    # The usual definition: the mean difference of all pairs over twice the mean.
    pairs = sum(abs(one - other) for one in rows for other in rows)
    assert by_trapeziums == pytest.approx(pairs / (2 * len(rows) * sum(rows)), abs=1e-9)


@given(demand=st.lists(st.floats(0, 1000), min_size=2, max_size=30).filter(lambda found: sum(found) > 1))
def test_variation_is_the_deviation_over_the_mean(demand: list[float]) -> None:
    mean = statistics.fmean(demand)
    assert coefficient_of_variation(demand) == pytest.approx(statistics.pstdev(demand) / mean, abs=1e-9)
    assert coefficient_of_variation(demand, sample=True) == pytest.approx(
        statistics.stdev(demand) / mean, abs=1e-9
    )
    assert coefficient_of_variation([7 * one for one in demand]) == pytest.approx(
        coefficient_of_variation(demand)
    )


def test_xyz_bounds_are_included() -> None:
    assert xyz_classes([0, 0.25, 0.26, 0.5, 0.51], 0.25, 0.5) == ("X", "X", "Y", "Y", "Z")


@pytest.mark.parametrize(
    ("call", "argument"),
    [
        (lambda: abc_classes([]), "values"),
        (lambda: abc_classes([0, 0]), "values"),
        (lambda: abc_classes([1, -1]), "values[1]"),
        (lambda: abc_classes([1], 0, 0.5), "a"),
        (lambda: abc_classes([1], 0.8, 0.8), "b"),
        (lambda: abc_classes([1], 0.8, 1), "b"),
        (lambda: abc_classes([1], crossing="both"), "crossing"),  # type: ignore[arg-type]
        (lambda: concentration([0]), "values"),
        (lambda: concentration([1], area="squares"), "area"),  # type: ignore[arg-type]
        (lambda: coefficient_of_variation([0, 0]), "demand"),
        (lambda: coefficient_of_variation([3], sample=True), "demand"),
        (lambda: coefficient_of_variation([3, math.nan]), "demand[1]"),
        (lambda: xyz_classes([0.2], 0, 1), "x"),
        (lambda: xyz_classes([0.2], 0.5, 0.5), "y"),
        (lambda: xyz_classes([-0.2]), "variations[0]"),
    ],
)
def test_refusals(call: Callable[[], object], argument: str) -> None:
    with pytest.raises(SolverError) as caught:
        call()
    assert caught.value.argument == argument
