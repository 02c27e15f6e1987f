"""Rounding on the decimal figure: halves away from zero, float noise forgiven, directions kept."""

import math
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.quantity import round_to

RULES = ("nearest", "ceil", "floor", "truncate")
_MODERATE = st.floats(-1e9, 1e9, allow_nan=False)


@pytest.mark.parametrize(
    ("value", "rule", "decimals", "rounded"),
    [
        (2.675, "nearest", 2, 2.68),  # binary 2.675 is below the half: Python's round gives 2.67
        (1.005, "nearest", 2, 1.01),
        (0.5, "nearest", 0, 1),
        (-0.5, "nearest", 0, -1),
        (2.5, "nearest", 0, 3),
        (0.1 + 0.2, "nearest", 1, 0.3),
        (1.1 * 1.5, "nearest", 1, 1.7),  # 1.6500000000000001, and 1.65 by hand
        (2.3 * 0.5, "nearest", 1, 1.2),  # 1.15, whose noise may fall below the half
        (4.000000000001, "ceil", 0, 4),
        (4.0001, "ceil", 0, 5),
        (0.1 + 0.2, "ceil", 1, 0.3),
        (3.999999999999, "floor", 0, 4),
        (3.9999, "floor", 0, 3),
        (-4.2, "ceil", 0, -4),
        (-4.2, "floor", 0, -5),
        (-4.7, "truncate", 0, -4),
        (4.7, "truncate", 0, 4),
        (1.999, "truncate", 2, 1.99),
        (0.29 * 100, "truncate", 0, 29),  # 28.999999999999996
        (1249.99, "nearest", -2, 1200),
        (1250, "nearest", -2, 1300),
        (1e10 + 0.25, "ceil", 0, 1e10 + 1),  # no forgiveness of whole units on large figures
        (1e300, "nearest", 2, 1e300),
        (5e-324, "ceil", 12, 0),
    ],
)
def test_a_figure_is_rounded(value: float, rule: str, decimals: int, rounded: float) -> None:
    assert round_to(value, rule, decimals) == rounded


@pytest.mark.parametrize(
    ("value", "rule", "step", "rounded"),
    [
        (1037, "nearest", 25, 1025),
        (1037.5, "nearest", 25, 1050),
        (1037, "ceil", 25, 1050),
        (0.3, "floor", 0.1, 0.3),
        (7.3, "ceil", 0.5, 7.5),  # air freight: up to the next half kilogram
        (7.5, "ceil", 0.5, 7.5),
    ],
)
def test_a_figure_is_rounded_to_a_step(value: float, rule: str, step: float, rounded: float) -> None:
    assert round_to(value, rule, step=step) == rounded


def test_numbers_of_numpy_are_taken_and_plain_floats_come_back() -> None:
    assert type(round_to(np.float64(2.675), "nearest", 2)) is float
    assert round_to(np.int64(7), "ceil") == 7.0


def test_no_negative_zero() -> None:
    for rule in ("nearest", "ceil", "truncate"):
        assert math.copysign(1, round_to(-0.2, rule)) == 1


@given(value=_MODERATE, rule=st.sampled_from(RULES), decimals=st.integers(-3, 6))
def test_rounding_twice_is_rounding_once_and_moves_less_than_a_step(
    value: float, rule: str, decimals: int
) -> None:
    once = round_to(value, rule, decimals)
    assert round_to(once, rule, decimals) == once
    assert abs(once - value) <= 10.0**-decimals * (1 + 1e-6)


@given(value=_MODERATE, decimals=st.integers(-3, 6))
def test_rules_keep_their_direction(value: float, decimals: int) -> None:
    # beyond the forgiven noise: 1e-9 relative, at most 1e-4 of a step
    slack = 1e-4 * 10.0**-decimals
    floor, ceil = round_to(value, "floor", decimals), round_to(value, "ceil", decimals)
    assert floor - slack <= value <= ceil + slack
    assert floor <= round_to(value, "nearest", decimals) <= ceil
    assert round_to(value, "truncate", decimals) == (floor if value >= 0 else ceil)
    assert round_to(-value, "nearest", decimals) == -round_to(value, "nearest", decimals)


@given(thousandths=st.integers(-(10**9), 10**9), decimals=st.integers(0, 3))
def test_a_short_figure_is_rounded_as_by_hand(thousandths: int, decimals: int) -> None:
    by_hand = (Decimal(thousandths) / 1000).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert round_to(thousandths / 1000, "nearest", decimals) == float(by_hand)


def test_the_process_wide_decimal_context_does_not_matter() -> None:
    with localcontext() as context:
        context.prec = 3
        assert round_to(123456.789, "nearest", 2) == 123456.79


@pytest.mark.parametrize(
    ("arguments", "options", "error", "what"),
    [
        ((1.0, "up"), {}, ValueError, "nearest, ceil, floor, truncate"),
        ((1.0, "nearest", 13), {}, ValueError, "-9 to 12"),
        ((1.0, "nearest", 1.5), {}, ValueError, "-9 to 12"),
        ((1.0, "nearest"), {"step": 0}, ValueError, "above 0"),
        ((1.0, "nearest"), {"step": -5}, ValueError, "above 0"),
        ((math.nan, "nearest"), {}, ValueError, "finite"),
        ((math.inf, "ceil"), {}, ValueError, "finite"),
        (("1", "ceil"), {}, TypeError, "expected a number"),
        ((True, "ceil"), {}, TypeError, "expected a number"),
    ],
)
def test_bad_arguments_are_refused(arguments: Any, options: Any, error: Any, what: str) -> None:
    with pytest.raises(error, match=what):
        round_to(*arguments, **options)
