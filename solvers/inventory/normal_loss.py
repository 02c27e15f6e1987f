"""The normal loss function: what a normal demand is expected to ask beyond a stock."""

from __future__ import annotations

import math

from solvers.arguments import number, positive
from solvers.errors import SolverError

__all__ = ["inverse_standard_normal_loss", "normal_cdf", "normal_loss", "standard_normal_loss"]

_SQRT_2 = math.sqrt(2)
_SQRT_2_PI = math.sqrt(2 * math.pi)


def normal_cdf(z: float) -> float:
    """Give Φ(z), the probability that a standard normal variable stays at or below z.

    ``z`` is a plain figure (standard deviations), SolverError when not finite; the result is from 0 to 1,
    with full relative precision in the lower tail.

    Φ(z) = erfc(−z/√2)/2.

    Source: Abramowitz & Stegun, Handbook of Mathematical Functions, 26.2.29.

    >>> round(normal_cdf(1.645), 4)
    0.95
    """
    return _cdf(number("z", z))


def standard_normal_loss(z: float) -> float:
    """Give G(z) = E[(Z − z)⁺], the expected excess of a standard normal variable over z.

    ``z`` in standard deviations, SolverError when not finite; the result in standard deviations, above 0
    and falling as z rises (0 when it is too small for a float, from z = 39 on).

    G(z) = φ(z) − z·(1 − Φ(z)), and G(−z) = z + G(z).

    Source: Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains, appendix on the
    unit normal distribution (there G_u(k)); Snyder & Shen, equation C.22.

    >>> round(standard_normal_loss(0), 4), round(standard_normal_loss(1), 4)
    (0.3989, 0.0833)
    """
    return _loss(number("z", z))


def normal_loss(level: float, mean: float, sd: float) -> float:
    """Give E[(X − level)⁺] for a normal X: the units expected short with a stock ``level``.

    ``level`` and ``mean`` in units, ``sd`` in units and greater than 0, SolverError otherwise; the result
    in units.

    E[(X − x)⁺] = σ·G((x − μ)/σ).

    Source: Snyder & Shen, Fundamentals of Supply Chain Theory, equation C.31.

    >>> round(normal_loss(55, mean=50, sd=8), 4)
    1.2954
    """
    x = number("level", level)
    mu = number("mean", mean)
    sigma = positive("sd", sd)
    return sigma * _loss((x - mu) / sigma)


def inverse_standard_normal_loss(loss: float) -> float:
    """Give the z whose standard normal loss is ``loss``.

    ``loss`` in standard deviations, greater than 0 (at least 1e-300), SolverError otherwise. The result
    is negative when ``loss`` exceeds G(0) = 0.3989….

    Solves G(z) = loss by bisection down to neighbouring floats: G only falls, −loss is at or left of the
    root since G(z) ≥ −z, and G(39) is below any float.

    Source: Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains, section on the
    fill rate (reading the G_u(k) table backwards).

    >>> round(inverse_standard_normal_loss(0.0833), 2)
    1.0
    """
    target = number("loss", loss)
    if target < 1e-300:
        raise SolverError("loss", loss, "loss")
    low, high = -target, 39.0
    while True:
        middle = (low + high) / 2
        if not low < middle < high:
            return middle
        if _loss(middle) > target:
            low = middle
        else:
            high = middle


def _cdf(z: float) -> float:
    return math.erfc(-z / _SQRT_2) / 2


def _loss(z: float) -> float:
    # The upper tail comes from erfc rather than from 1 − Φ(z), which has no digits left beyond z = 8.
    # Below 0 the reflection keeps the small term from drowning in the subtraction.
    if z < 0:
        return -z + _loss(-z)
    excess = math.exp(-z * z / 2) / _SQRT_2_PI - z * math.erfc(z / _SQRT_2) / 2
    return max(excess, 0.0)
