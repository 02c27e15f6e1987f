"""What ``cases.tolerance`` must say, from the rules of conventions.md worked by hand."""

from __future__ import annotations

import math

from cases.tolerance import Tolerance, plausible, significant_digits
from tests.mutation.oracles.asserting import is_false, is_true

# relative, absolute, rule, unit of the last digit, value, how far an answer may stand
REACHES = [
    (0.01, 0.0, "nearest", 1.0, 1000.0, 10.0),
    (0.01, 0.0, "nearest", 1.0, -1000.0, 10.0),
    (0.01, 25.0, "nearest", 1.0, 1000.0, 25.0),
    (0.01, 4.0, "ceil", 1.0, 1000.0, 10.0),
    (0.0, 0.0, "nearest", 1.0, 1000.0, 0.5),  # half a unit where whole numbers are asked
    (0.0, 0.0, "nearest", 10.0, 1000.0, 5.0),
    (0.0, 0.0, "nearest", 0.5, 8.0, 0.5),  # a whole one with decimals: truncating them is common
    (0.0, 0.0, "truncate", 0.25, 8.0, 0.25),
    (0.0, 0.0, "ceil", 1.0, 1000.0, 0.0),  # 251 pallets are not 250
    (0.0, 0.0, "floor", 0.25, 8.0, 0.0),
    (0.0, 0.0, "ceil", 1.0, 0.0, 0.0),
]


def reaches() -> None:
    """The interval around a value."""
    for relative, absolute, rule, unit, value, reach in REACHES:
        found = Tolerance(relative, absolute, rule, unit).around(value)
        assert found == (value - reach, value + reach), (found, value, reach)


def bounds_are_accepted() -> None:
    """Both bounds included, and what a float loses beyond them."""
    wide, unit = Tolerance(0.01, 0.0, "ceil", 1.0), Tolerance(0.0, 1.0, "ceil", 1.0)
    for value, sign in ((1000.0, 1), (-1000.0, -1)):
        for bound, beyond in ((1010, 1), (990, -1)):
            is_true(wide.holds(value, sign * bound))
            is_true(wide.holds(value, sign * (bound + beyond * 0.9e-9)))
            is_false(wide.holds(value, sign * (bound + beyond * 2e-9)))
            is_false(wide.holds(value, sign * (bound + beyond)))
    for value in (0.0, 0.5):
        for side in (1, -1):
            is_true(unit.holds(value, value + side))
            is_true(unit.holds(value, value + side * (1 + 0.9e-12)))
            is_false(unit.holds(value, value + side * (1 + 1.5e-12)))
    is_true(unit.holds(0.0, 1.0 + 1e-12))  # on the last figure that is forgiven
    is_true(unit.holds(0.0, -1.0 - 1e-12))


def bounds_shown_are_accepted() -> None:
    """Rounded inwards."""
    found = Tolerance(0.01, 0.0, "nearest", 1.0)
    assert found.shown(1234.5, 0) == (1223, 1246)
    assert found.shown(1234.5, 1) == (1222.2, 1246.8)
    assert Tolerance(0.0, 0.0, "ceil", 1.0).shown(12.0, 0) == (12, 12)


def apart() -> None:
    """Two values whose accepted answers meet in one point are not apart."""
    found = Tolerance(0.0, 1.0, "ceil", 1.0)
    for one, other, expected in ((10, 12, False), (10, 11, False), (10, 12.5, True), (10, 10, False)):
        assert found.apart(one, other) is expected
        assert found.apart(other, one) is expected
    relative = Tolerance(0.1, 0.0, "ceil", 1.0)  # 90 to 110 and 117 to 143
    is_true(relative.apart(100, 130))
    is_false(relative.apart(100, 120))
    is_true(relative.apart(130, 100))


def gate() -> None:
    """Same sign, from a fifth of the key to five times it."""
    table = [(100, True), (20, True), (19.9, False), (500, True), (501, False), (-50, False), (0, False)]
    for answer, expected in table:
        assert plausible(answer, 100) is expected, answer
        assert plausible(-answer, -100) is expected
    for answer, key in ((1, 3), (-1, -3), (3, 1), (-3, -1)):
        is_true(plausible(answer, key))
    is_true(plausible(0, 0))
    is_false(plausible(3, 0))
    is_false(plausible(-3, 0))
    is_true(plausible(30, 10, 2, 4))
    is_false(plausible(10, 10, 2, 4))


def digits() -> None:
    """Zeros at both ends are no digits."""
    table = {
        12_000: 2,
        0.0305: 3,
        0: 0,
        1234: 4,
        100.5: 4,
        -120: 2,
        1e20: 1,
        12.3: 3,
        1.0: 1,
        -1.0: 1,
        1e-7: 1,
    }
    for value, expected in table.items():
        assert significant_digits(value) == expected, value
    assert [significant_digits(value) for value in (math.inf, -math.inf, math.nan)] == [0, 0, 0]
    assert significant_digits(1 / 3) == 12


ORACLES = (reaches, bounds_are_accepted, bounds_shown_are_accepted, apart, gate, digits)
