"""The allowance around a key, as the trade marks it (conventions: half a unit, truncation, exact counts)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.tolerance import Tolerance, plausible, significant_digits

FIGURES = st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: round(value, 4))
RULES = st.sampled_from(["nearest", "truncate", "ceil", "floor"])
TOLERANCES = st.builds(
    Tolerance,
    relative=st.sampled_from([0.0, 0.005, 0.01, 0.05]),
    absolute=st.sampled_from([0.0, 0.5, 20.0]),
    rule=RULES,
    unit=st.sampled_from([100.0, 1.0, 0.1, 0.01, 0.001]),
)


def whole(relative: float = 0.0, absolute: float = 0.0, rule: str = "nearest") -> Tolerance:
    return Tolerance(relative, absolute, rule, 1.0)


@pytest.mark.parametrize(
    ("tolerance", "key", "accepted", "refused"),
    [
        # the relative allowance, where it is the larger: 1 % of 1 250
        (whole(0.01), 1250, [1237.5, 1250, 1262.5], [1237, 1263]),
        # half a unit, where whole figures are asked
        (whole(), 40, [39.5, 40, 40.5], [39.4, 40.6]),
        (whole(0.01), 40, [39.5, 40.5], [39.4, 40.6]),
        # a unit of the last decimal: truncating 12.68 to 12.6 is common
        (Tolerance(0, 0, "nearest", 0.1), 12.7, [12.6, 12.7, 12.8], [12.59, 12.81]),
        (Tolerance(0, 0, "nearest", 0.01), 3.14, [3.13, 3.15], [3.12, 3.16]),
        # the absolute allowance, such as one day
        (whole(0.0, 1.0), 12, [11, 13], [10.9, 13.1]),
        # hundreds: half of one
        (Tolerance(0, 0, "nearest", 100.0), 1200, [1150, 1250], [1149, 1251]),
        # pallets, cards, staff: rounded up or down, exact
        (whole(0.0, 0.0, "ceil"), 12, [12], [11.9, 12.1, 13]),
        (whole(0.0, 0.0, "floor"), 12, [12], [11.9, 12.1, 13]),
        (whole(0.01, 0.0, "ceil"), 1000, [990, 1010], [989, 1011]),  # a case may still allow it
        # signs
        (whole(0.01), -1250, [-1262.5, -1237.5], [-1263, -1237, 1250]),
        (whole(), 0, [0, 0.5, -0.5], [0.6]),
    ],
)
def test_the_larger_allowance_holds(
    tolerance: Tolerance, key: float, accepted: list[float], refused: list[float]
) -> None:
    assert [figure for figure in accepted if not tolerance.holds(key, figure)] == []
    assert [figure for figure in refused if tolerance.holds(key, figure)] == []


def test_bounds_are_accepted_whatever_the_float_noise() -> None:
    tolerance = Tolerance(0.0, 0.0, "nearest", 0.1)
    assert tolerance.holds(0.3, 0.1 + 0.1)  # 0.2 and 0.3 - 0.1 are not the same float
    assert tolerance.holds(0.1 + 0.2, 0.4)


@given(TOLERANCES, FIGURES, FIGURES)
def test_what_is_accepted_is_an_interval_around_the_key(
    tolerance: Tolerance, key: float, answer: float
) -> None:
    low, high = tolerance.around(key)
    assert low <= key <= high
    assert tolerance.holds(key, key)
    assert tolerance.holds(key, answer) == (
        low - 1e-12 * max(1, abs(key)) <= answer <= high + 1e-12 * max(1, abs(key))
    )
    assert high - key == pytest.approx(key - low)


@given(TOLERANCES, st.integers(-(10**9), 10**9))
def test_every_figure_of_the_interval_shown_is_accepted_and_its_neighbours_refused(
    tolerance: Tolerance, steps: int
) -> None:
    decimals = {100.0: -2, 1.0: 0, 0.1: 1, 0.01: 2, 0.001: 3}[tolerance.unit]
    key = round(steps * tolerance.unit, 6)
    low, high = tolerance.shown(key, decimals)
    assert low <= key <= high
    assert tolerance.holds(key, low)
    assert tolerance.holds(key, high)
    assert not tolerance.holds(key, low - tolerance.unit)
    assert not tolerance.holds(key, high + tolerance.unit)


@pytest.mark.parametrize(
    ("tolerance", "other", "apart"),
    [(whole(0.01), 1020, False), (whole(0.01), 1021, True), (whole(), 1001, False), (whole(), 1002, True),
     (whole(0, 0, "ceil"), 1001, True), (whole(0, 0, "ceil"), 1000, False)],
)  # fmt: skip
def test_two_values_are_apart_when_their_intervals_do_not_meet(
    tolerance: Tolerance, other: float, apart: bool
) -> None:
    assert tolerance.apart(1000, other) is apart


@given(TOLERANCES, FIGURES, FIGURES, st.floats(0, 1))
def test_values_apart_share_no_answer(
    tolerance: Tolerance, value: float, other: float, between: float
) -> None:
    assert tolerance.apart(value, other) == tolerance.apart(other, value)
    assert not tolerance.apart(value, value)
    if tolerance.apart(value, other) and abs(value - other) > 1e-3:
        answer = value + between * (other - value)
        assert not (tolerance.holds(value, answer) and tolerance.holds(other, answer))


@pytest.mark.parametrize(
    ("answer", "key", "expected"),
    [
        (100, 100, True),
        (20, 100, True),
        (500, 100, True),
        (19.9, 100, False),
        (501, 100, False),
        (-100, 100, False),
        (-30, -100, True),
        (0, 100, False),
        (1, 0, False),
        (0, 0, True),
        (1, 813, False),  # a stock answer
    ],
)
def test_the_gate_is_a_fifth_to_five_times_the_key(answer: float, key: float, expected: bool) -> None:
    assert plausible(answer, key) is expected


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        (0, 0), (1, 1), (10, 1), (100, 1), (12_000, 2), (0.0305, 3), (123, 3), (1230, 3), (-4.56, 3),
        (0.5, 1), (1e-9, 1), (1234567, 7), (123456789012345, 12), (float("inf"), 0), (float("nan"), 0),
        (1e15, 1), (1.05, 3),
    ],
)  # fmt: skip
def test_significant_digits(value: float, digits: int) -> None:
    assert significant_digits(value) == digits
