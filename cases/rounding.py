"""Rounding as the trade does it by hand: on the decimal figure as written, halves away from zero."""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from numbers import Integral, Real

RULES = {"nearest": ROUND_HALF_UP, "ceil": ROUND_CEILING, "floor": ROUND_FLOOR, "truncate": ROUND_DOWN}

# A chain of float operations leaves 4.000000000001 where the exact figure is 4; a headcount of 5 would then
# be wrong. A figure this near (relative) to a whole step, or to half of one, is taken as being on it. The cap
# keeps the rule harmless on large figures, where a relative distance would reach whole units.
EPSILON = 1e-9
EPSILON_CAP = 1e-4

# Wide enough for any double times any step, and apart from the process-wide context, which others may change.
EXACT = Context(prec=400, Emin=-999_999, Emax=999_999)
_HALF = Decimal("0.5")

LEAST_DECIMALS, MOST_DECIMALS = -9, 12
_POWERS = {power: float(10**power) for power in range(MOST_DECIMALS + 3)}  # each exact, as all are up to 10²²
# Beyond this many steps, what a float loses nears the distance that counts as being on a step.
_QUICK = 1e9


def as_decimal(value: object) -> Decimal:
    """Give a number as the shortest decimal that reads back as the same float.

    Raises TypeError for anything but a real number (a truth value is not one), ValueError for an infinite or
    undefined one.
    """
    if value.__class__ is not float and (isinstance(value, bool) or not isinstance(value, Real | Decimal)):
        raise TypeError(f"expected a number, got {type(value).__name__} {value!r}: give an int or a float")
    if isinstance(value, Decimal):
        number = value
    elif isinstance(value, Integral):
        return Decimal(int(value))
    else:
        number = Decimal(repr(float(value)))
    if not number.is_finite():
        raise ValueError(f"cannot write or round {value!r}: give a finite number")
    return number


def round_to(value: float, rule: str, decimals: int = 0, *, step: float | None = None) -> float:
    """Round a figure to a number of decimals, or to a multiple of a step.

    `rule` is "nearest" (a half goes away from zero, on the decimal figure: 2.675 gives 2.68), "ceil",
    "floor" or "truncate"; `decimals` from -9 (billions) to 12, ignored when `step` (above 0) is given.
    Value and result share one unit. A figure within a relative 1e-9 of a step, or of a half step, counts as
    being on it. Raises ValueError on an unknown rule, bad decimals or step, or a figure that is not finite;
    TypeError on what is not a number.
    """
    if rule not in RULES:
        raise ValueError(f"unknown rounding rule {rule!r}: use one of {', '.join(RULES)}")
    if step is None:
        whole = isinstance(decimals, int) and not isinstance(decimals, bool)
        if not whole or not LEAST_DECIMALS <= decimals <= MOST_DECIMALS:
            raise ValueError(f"cannot round to {decimals!r} decimals: give a whole number from -9 to 12")
        quick = quick_steps(value, rule, decimals)
        if quick is not None:
            return quick / _POWERS[decimals] if decimals >= 0 else quick * _POWERS[-decimals]
        quantum = Decimal((0, (1,), -decimals))
    else:
        quantum = as_decimal(step)
        if quantum <= 0:
            raise ValueError(f"cannot round to a step of {step!r}: give a step above 0")
    steps = _snapped(EXACT.divide(as_decimal(value), quantum))
    rounded = float(EXACT.multiply(steps.to_integral_value(RULES[rule], EXACT), quantum))
    if math.isinf(rounded):
        raise ValueError(f"{value!r} rounded is too large: give a smaller figure")
    return rounded + 0.0  # -0.0 becomes 0.0


def quick_steps(value: object, rule: str, decimals: int) -> float | None:
    """Count the steps of 10^-decimals that a figure rounds to, in floats alone.

    None where only the exact path can tell: a figure that is no plain float or int, is large, or stands about
    as far from a step as what still counts as being on it. Elsewhere the few units in the last place that
    floats lose cannot carry a figure over a step, nor over that distance, and the count is the exact one.
    """
    if not (value.__class__ is float or value.__class__ is int):
        return None
    if not (-_QUICK < value < _QUICK and LEAST_DECIMALS <= decimals <= MOST_DECIMALS + 2):
        return None
    steps: float = value * _POWERS[decimals] if decimals >= 0 else value / _POWERS[-decimals]
    if not -_QUICK < steps < _QUICK:
        return None
    size = abs(steps)
    nearest = math.floor(steps * 2 + 0.5) / 2
    distance = abs(steps - nearest)
    tolerance = min(EPSILON * max(1.0, size), EPSILON_CAP)
    doubt = 1e-6 * tolerance + 1e-15 * size
    if distance <= tolerance - doubt:
        steps = nearest
    elif distance < tolerance + doubt:
        return None
    if rule == "nearest":
        whole = math.floor(abs(steps) + 0.5)
        return float(whole if steps > 0 else -whole) + 0.0
    if rule == "ceil":
        return float(math.ceil(steps))
    return float(math.floor(steps) if rule == "floor" else math.trunc(steps))


def round_decimal(value: object, decimals: int) -> Decimal:
    """Round a number to decimals (0 or more), halves away from zero, as `round_to` does.

    Raises as `as_decimal` does.
    """
    quantum = Decimal((0, (1,), -decimals))
    steps = _snapped(EXACT.divide(as_decimal(value), quantum)).to_integral_value(ROUND_HALF_UP, EXACT)
    return EXACT.multiply(steps, quantum)


def _snapped(steps: Decimal) -> Decimal:
    """Take a count of steps that float noise moved off a whole or a half back onto it."""
    halves = EXACT.divide(steps, _HALF).to_integral_value(ROUND_HALF_UP, EXACT)
    nearest = EXACT.multiply(halves, _HALF)
    tolerance = min(EPSILON * max(1.0, abs(float(steps))), EPSILON_CAP)
    return nearest if abs(EXACT.subtract(steps, nearest)) <= Decimal(tolerance) else steps
