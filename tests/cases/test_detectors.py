"""Slips recognised by their ratio to the figure expected, whatever the case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.detectors import detect

KNOWN = {"sign", "power_of_ten", "month_for_year", "unit_swapped", None}


@pytest.mark.parametrize(
    ("answer", "expected", "unit", "slip"),
    [
        (8130, 813, "piece", "power_of_ten"),
        (0.813, 813, "piece", "power_of_ten"),
        (813e6, 813, "piece", "power_of_ten"),
        (81.5, 813, "piece", "power_of_ten"),  # rounded as well
        (3.5, 0.035, "percent", "power_of_ten"),  # 350 % for 3.5 %
        (-813, 813, "piece", "sign"),
        (12 * 813, 813, "piece", "month_for_year"),
        (813 / 12, 813, "piece", "month_for_year"),
        (14, 2, "week", "unit_swapped"),  # days for weeks
        (2, 14, "day", "unit_swapped"),
        (90, 1.5, "hour", "unit_swapped"),
        (2, 120, "minute", "unit_swapped"),
        (60, 3, "working_day", "unit_swapped"),
        (14, 2, "week/piece", "unit_swapped"),  # the head of a compound unit
        (14, 2, "piece", None),  # seven times too many pieces is no slip of a unit
        (14, 2, "", None),
        (813, 813, "piece", None),
        (900, 813, "piece", None),
        (1113, 813, "piece", None),
        (0, 813, "piece", None),
        (813, 0, "piece", None),
        (-8130, 813, "piece", None),  # two slips at once are not guessed
    ],
)
def test_slips(answer: float, expected: float, unit: str, slip: str | None) -> None:
    assert detect(answer, expected, unit) == slip


@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["day", "working_day", "week", "month", "hour", "minute", "piece", "EUR/piece", ""]),
)
def test_any_two_figures_give_a_known_code(answer: float, expected: float, unit: str) -> None:
    assert detect(answer, expected, unit) in KNOWN


@given(st.floats(1e-3, 1e6), st.integers(-6, 6), st.floats(-0.009, 0.009))
def test_a_power_of_ten_is_seen_through_a_rounding(expected: float, power: int, rounding: float) -> None:
    answer = expected * 10.0**power * (1 + rounding)
    assert detect(answer, expected, "piece") == ("power_of_ten" if power else None)
