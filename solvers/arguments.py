"""What every solver asks of the figures it is given: real, finite, within the trade's magnitudes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from numbers import Integral, Real

from solvers.errors import SolverError

__all__ = ["LARGEST", "SMALLEST", "fraction", "non_negative", "number", "numbers", "positive", "whole"]

# Between these bounds every product and quotient of the inventory formulas stays finite and non-zero in
# double precision, so a method that has checked its arguments need not check its result. Whole units are
# still exact at the upper one.
SMALLEST = 1e-12
LARGEST = 1e15


def number(argument: str, value: object) -> float:
    """Return ``value`` as a plain float.

    Raises SolverError unless it is a real number (not a bool, not text), finite and at most 1e15 in size.

    >>> number("demand", 12)
    12.0
    """
    if isinstance(value, bool) or not isinstance(value, Real):
        raise SolverError(argument, value, "number")
    try:
        figure = float(value)
    except OverflowError:
        raise SolverError(argument, value, "bounded", low=-LARGEST, high=LARGEST) from None
    if not math.isfinite(figure):
        raise SolverError(argument, value, "finite")
    if abs(figure) > LARGEST:
        raise SolverError(argument, value, "bounded", low=-LARGEST, high=LARGEST)
    return figure


def positive(argument: str, value: object) -> float:
    """Return ``value`` as a float greater than 0 (at least 1e-12), or raise SolverError.

    >>> positive("order_cost", 80)
    80.0
    """
    figure = number(argument, value)
    if figure <= 0:
        raise SolverError(argument, value, "positive")
    if figure < SMALLEST:
        raise SolverError(argument, value, "not_tiny", least=SMALLEST)
    return figure


def non_negative(argument: str, value: object) -> float:
    """Return ``value`` as a float of 0 or more, or raise SolverError.

    >>> non_negative("safety_stock", 0)
    0.0
    """
    figure = number(argument, value)
    if figure < 0:
        raise SolverError(argument, value, "non_negative")
    return figure + 0.0  # turns -0.0 into 0.0


def fraction(argument: str, value: object) -> float:
    """Return ``value`` as a float strictly between 0 and 1, or raise SolverError.

    >>> fraction("cycle_service_level", 0.95)
    0.95
    """
    figure = number(argument, value)
    if not 0 < figure < 1:
        raise SolverError(argument, value, "fraction")
    return figure


def whole(argument: str, value: object) -> int:
    """Return ``value`` as a plain int, or raise SolverError when it is not a whole number.

    >>> whole("Q", 40)
    40
    """
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise SolverError(argument, value, "whole")
    figure = int(value)
    if abs(figure) > LARGEST:
        raise SolverError(argument, value, "bounded", low=-LARGEST, high=LARGEST)
    return figure


def numbers(argument: str, values: Sequence[float]) -> tuple[float, ...]:
    """Return ``values`` as floats, or raise SolverError naming the one that is wrong.

    At least one value is needed; a string is refused although it is a sequence.

    >>> numbers("breaks", [0, 100])
    (0.0, 100.0)
    """
    if isinstance(values, str | bytes):
        raise SolverError(argument, values, "numbers")
    try:
        items = list(values)
    except TypeError:
        raise SolverError(argument, values, "numbers") from None
    if not items:
        raise SolverError(argument, values, "some_numbers")
    return tuple(number(f"{argument}[{i}]", item) for i, item in enumerate(items))
