"""How a figure is asked for and held against another: ``cases.figure_format`` by tables of kinds, units and values."""

from __future__ import annotations

import math
from typing import Any

from pydantic import ValidationError

from cases.figure_format import Allowed, FigureFormat
from cases.tolerance import Tolerance
from tests.mutation.oracles.asserting import invalid, is_false, is_true, near, no_value


def form(**more: Any) -> FigureFormat:
    """A figure asked for so."""
    return FigureFormat.model_validate(more)


DATE = {"kind": "date"}
# kind, unit given -> unit asked, decimals shown
ASKED = [
    ({}, "", 0),
    ({"unit": "piece"}, "piece", 0),
    ({"unit": "piece", "decimals": 3}, "piece", 3),
    ({"unit": "EUR"}, "EUR", 0),
    ({"unit": "hour"}, "hour", 0),
    ({"kind": "rate"}, "percent", 0),
    ({"kind": "rate", "unit": "percent", "decimals": 1}, "percent", 1),
    ({"kind": "money"}, "EUR", 2),
    ({"kind": "money", "decimals": 0}, "EUR", 0),
    ({"kind": "money", "unit": "EUR/piece"}, "EUR/piece", 2),
    ({"kind": "money", "unit": "USD"}, "USD", 2),
    ({"kind": "duration"}, "hour", 2),
    ({"kind": "duration", "unit": "minute"}, "minute", 0),
    ({"kind": "duration", "unit": "day"}, "day", 0),
    ({"kind": "duration", "unit": "working_day"}, "working_day", 0),
    ({"kind": "duration", "decimals": 1}, "hour", 1),
    (DATE, "", 0),
]


def asked() -> None:
    """The unit asked and the decimals shown."""
    for more, unit, decimals in ASKED:
        found = form(**more)
        assert (found.asked_unit, found.shown_decimals) == (unit, decimals), more
        assert found.is_date is (more.get("kind") == "date")


def defaults() -> None:
    """What a case that says nothing asks for, and the bounds of what it may say."""
    found = form()
    assert (found.decimals, found.rounding_credit, found.round) == (0, 0.5, "nearest")
    assert (found.tolerance.relative, found.tolerance.absolute, found.tolerance.days) == (0.01, 0.0, 0)
    for given in ({"relative": 0}, {"relative": 0.2}, {"absolute": 0}, {"days": 0}, {"days": 31}):
        Allowed.model_validate(given)
    for given in ({"relative": -0.01}, {"relative": 0.21}, {"absolute": -0.5}, {"days": -1}, {"days": 32}):
        wrong(Allowed, given)
    for more in ({"decimals": 0}, {"decimals": 6}, {"rounding_credit": 0}, {"rounding_credit": 0.99}):
        form(**more)
    for more in ({"decimals": -1}, {"decimals": 7}, {"rounding_credit": -0.1}, {"rounding_credit": 1}):
        wrong(FigureFormat, more)


def wrong(model: Any, given: dict[str, Any]) -> None:
    """The format refuses it."""
    refused = False
    try:
        model.model_validate(given)
    except ValidationError:
        refused = True
    assert refused, given


def units_of_kinds() -> None:
    """A kind has its own units, and a date no rounding."""
    for more, code in (
        ({"kind": "rate", "unit": "piece"}, "figure_rate"),
        ({"kind": "money", "unit": "piece"}, "figure_money"),
        ({"kind": "money", "unit": "piece/day"}, "figure_money"),
        ({"kind": "duration", "unit": "piece"}, "figure_duration"),
        ({"kind": "duration", "unit": "day/piece"}, "figure_duration"),
        ({"kind": "duration", "unit": "piece/day"}, "figure_duration"),
        ({**DATE, "unit": "day"}, "figure_date"),
        ({**DATE, "round": "ceil"}, "figure_date"),
        ({**DATE, "decimals": 1}, "figure_date"),
        ({**DATE, "rounding_credit": 0.2}, "figure_date"),
        ({**DATE, "tolerance": {"relative": 0.1}}, "figure_date"),
        ({**DATE, "tolerance": {"relative": 0.1, "days": 1}}, "figure_date"),
        ({**DATE, "round": "ceil", "tolerance": {"absolute": 1}}, "figure_date"),
        ({"tolerance": {"days": 1}}, "figure_days"),
        ({"kind": "money", "tolerance": {"days": 0}}, "figure_days"),
    ):
        invalid(lambda more=more: form(**more), code)
    form(**DATE, tolerance={"days": 2})
    form(unit="day/piece")
    form(unit="piece/day")


def allowances() -> None:
    """The tolerance in the scale of the values: fractions for a rate, days for a date."""
    table: list[tuple[dict[str, Any], Tolerance]] = [
        ({}, Tolerance(0.01, 0.0, "nearest", 1.0)),
        ({"decimals": 2}, Tolerance(0.01, 0.0, "nearest", 0.01)),
        ({"kind": "money"}, Tolerance(0.01, 0.0, "nearest", 0.01)),
        ({"kind": "rate", "tolerance": {"absolute": 2}}, Tolerance(0.01, 0.02, "nearest", 0.01)),
        ({"kind": "rate", "decimals": 1}, Tolerance(0.01, 0.0, "nearest", 0.001)),
        ({"round": "truncate", "tolerance": {"absolute": 2}}, Tolerance(0.01, 2.0, "truncate", 1.0)),
        ({"round": "ceil"}, Tolerance(0.0, 0.0, "ceil", 1.0)),
        ({"round": "floor"}, Tolerance(0.0, 0.0, "floor", 1.0)),
        ({"round": "floor", "tolerance": {"relative": 0.01}}, Tolerance(0.01, 0.0, "floor", 1.0)),
        ({"round": "ceil", "tolerance": {"absolute": 1}}, Tolerance(0.0, 1.0, "ceil", 1.0)),
        ({"tolerance": {"relative": 0.05}}, Tolerance(0.05, 0.0, "nearest", 1.0)),
        ({**DATE, "tolerance": {"days": 2}}, Tolerance(0.0, 2, "ceil", 1.0)),
    ]
    for more, expected in table:
        found = form(**more).accepted
        assert (found.rule, found.unit) == (expected.rule, expected.unit), more
        near(found.relative, expected.relative)
        near(found.absolute, expected.absolute)


def rounding() -> None:
    """As the question asks; a percentage on its own decimals."""
    for rule, value, expected in (
        ("nearest", 2.5, 3.0),
        ("ceil", 2.1, 3.0),
        ("floor", 2.9, 2.0),
        ("truncate", -2.9, -2.0),
    ):
        found = form(round=rule).rounded(value)
        assert (found, type(found)) == (expected, float)
    assert form(decimals=1).rounded(2.46) == 2.5
    assert form(kind="rate", decimals=1).rounded(0.12345) == 0.123
    assert form(kind="money").rounded(7) == 7.0
    assert form(kind="date").rounded("2026-03-02") == "2026-03-02"
    found = form().checked(7)
    assert (found, type(found)) == (7.0, float)
    assert form().checked(2.46) == 2.46
    for value in ("7", True, None, math.inf, [1]):
        no_value(lambda value=value: form().rounded(value), "expression_type")
    for value in ("2026-02-30", "02/03/2026", "20260302", 46_000, None, "2026-3-2"):
        no_value(lambda value=value: form(kind="date").rounded(value), "date_unreadable")


def held() -> None:
    """What is accepted for what."""
    figure, day = form(), form(**DATE, tolerance={"days": 1})
    for expected, given, holds in (
        (1000, 1010, True),
        (1000, 990, True),
        (1000, 1010.5, False),
        (1000, None, False),
        (None, 1000, False),
        (1000, "1000", False),
        (1000, True, False),
    ):
        assert figure.holds(expected, given) is holds, (expected, given)
    for expected, given, holds in (
        ("2026-03-02", "2026-03-03", True),
        ("2026-03-02", "2026-03-01", True),
        ("2026-03-02", "2026-03-04", False),
        ("2026-03-02", "2026-13-01", False),
        ("2026-03-02", 739_678, False),
        ("nothing", "nothing", False),
    ):
        assert day.holds(expected, given) is holds, (expected, given)
    assert [figure.scale(one) for one in (5, "5", None)] == [5.0, None, None]
    assert day.scale("0001-01-02") == 2
    assert [day.scale(one) for one in (5, "5", None)] == [None, None, None]


def kept_apart() -> None:
    """Two values whose accepted answers never meet; what is no value meets nothing."""
    figure, day = form(), form(**DATE, tolerance={"days": 1})
    is_true(figure.apart(1000, 1100))
    is_false(figure.apart(1000, 1015))
    is_true(figure.apart(1000, None))
    is_true(figure.apart(None, 1000))
    is_true(day.apart("2026-03-02", "2026-03-05"))
    is_false(day.apart("2026-03-02", "2026-03-04"))


def not_yet_rounded() -> None:
    """A figure rounded the wrong way is less than one unit of the last digit from the exact one."""
    figure, rate = form(round="ceil"), form(kind="rate", decimals=1, round="ceil")
    for exact, given, expected in (
        (5.2, 5.0, True),
        (5.2, 5.9, True),
        (5.2, 6.3, False),
        (5.2, 4.2, False),
        (5.0, 6.0, False),
        (5.0, 4.0, False),
        (5.0, 5.9999999985, True),
        (0.0, 1 - 1e-9, False),
        (5.0, None, False),
        (None, 5.0, False),
    ):
        assert figure.unrounded_holds(exact, given) is expected, (exact, given)
    is_true(form(decimals=1).unrounded_holds(5.25, 5.2))
    is_false(form(decimals=1).unrounded_holds(5.25, 5.145))
    is_true(rate.unrounded_holds(0.1234, 0.1226))
    is_false(rate.unrounded_holds(0.1234, 0.1254))
    is_false(form(**DATE).unrounded_holds("2026-03-02", "2026-03-02"))
    is_false(form(**DATE).unrounded_holds(1, 1))


def slips() -> None:
    """Generic slips of a figure, and those of a date."""
    assert form(unit="day").slip(35, 5) == "unit_swapped"
    assert form(unit="piece").slip(35, 5) is None
    assert form().slip(50, 5) == "power_of_ten"
    assert form().slip(None, 5) is None
    assert form().slip(5, None) is None
    assert form().slip("50", 5) is None
    day = form(**DATE)
    for given, expected, code in (
        ("2026-03-02", "2026-02-03", "day_month"),
        ("2026-02-03", "2026-03-02", "day_month"),
        ("2025-03-02", "2026-03-02", "other_year"),
        ("2025-02-03", "2026-03-02", None),
        ("2026-03-02", "2026-03-02", None),
        ("2025-05-05", "2026-05-05", "other_year"),
        ("2026-03-05", "2026-03-02", None),
        ("2026-04-02", "2026-03-02", None),
        ("2025-05-05", "2026-04-04", None),
        ("x", "2026-03-02", None),
        ("2026-03-02", "x", None),
        (5, "2026-03-02", None),
        ("2026-03-02", 5, None),
        (50, 5, None),
    ):
        assert day.slip(given, expected) == code, (given, expected)


def gates() -> None:
    """What goes on downstream: a plausible value, or one worked out to three digits."""
    figure, day = form(), form(**DATE)
    for given, key, expected in (
        (450, 100, True),
        (501, 100, False),
        (4500, 1000, True),
        (130, 10, False),
        (None, 100, False),
        (100, None, False),
    ):
        assert figure.plausible(given, key) is expected
    for given, expected in (
        ("2026-03-02", True),
        ("2027-03-03", True),  # 366 days later
        ("2027-03-04", False),
        ("2025-03-01", True),
        ("2025-02-28", False),
        (None, False),
    ):
        assert day.plausible(given, "2026-03-02") is expected, given
    is_false(day.plausible("2026-03-02", None))
    is_true(day.plausible("0001-03-02", "0001-01-01"))
    for given, expected in (
        (123, True),
        (1230, True),
        (12, False),
        (1200, False),
        (1.01, True),
        (None, False),
    ):
        assert figure.precise(given) is expected
    is_true(day.precise("2026-03-02"))


def nudges() -> None:
    """What an unexplained error would give: plausible, and never accepted."""
    near(form().nudged(100), 137.0)
    assert form().nudged("x") == "x"
    assert form(**DATE).nudged("2026-03-02") == "2026-03-19"
    assert form(**DATE).nudged(None) is None
    assert form(**DATE, tolerance={"days": 3}).nudged("2026-03-02") == "2026-03-22"


def intervals() -> None:
    """The accepted interval, in the decimals asked."""
    assert form().interval(1234.0) == (1222, 1246)
    assert form(decimals=1).interval(1234.0) == (1221.7, 1246.3)
    assert form(kind="rate", decimals=1).interval(0.123) == (0.122, 0.124)
    assert form(**DATE).interval("2026-03-02") is None
    assert form().interval("x") is None


def proof() -> None:
    """A key that can be typed, a percentage that cannot be taken for a rate."""

    def codes(figure: FigureFormat, value: Any) -> list[str]:
        return [code for code, params in figure.prove(value) if params == {"value": value}]

    for value in (1e12, -1e12, 2e12):
        assert codes(form(), value) == ["proof_range"]
    for value in (1e12 - 1, -1e12 + 1, 0, 0.004):
        assert codes(form(), value) == []
    for value in (0.004, -0.004, 0.0099):
        assert codes(form(kind="rate"), value) == ["proof_percent"]
    for value in (0, 0.01, -0.01, 0.5, 12):
        assert codes(form(kind="rate"), value) == []
    assert codes(form(kind="rate"), -3e12) == ["proof_range"]
    assert codes(form(**DATE), "2026-03-02") == []
    assert codes(form(), None) == []


ORACLES = (
    *(asked, defaults, units_of_kinds, allowances, rounding, held, kept_apart, not_yet_rounded),
    *(slips, gates, nudges, intervals, proof),
)
