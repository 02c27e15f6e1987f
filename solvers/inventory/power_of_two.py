"""Power-of-two intervals: orders every 1, 2, 4, 8… base periods, at most 6 % dearer than the optimum."""

from __future__ import annotations

import math
from dataclasses import dataclass

from solvers.arguments import positive

__all__ = ["PowerOfTwo", "power_of_two_interval"]


@dataclass(frozen=True, slots=True)
class PowerOfTwo:
    """The interval in years, its exponent (interval = base × 2^exponent), the lot in units, the yearly cost."""

    interval: float
    exponent: int
    lot_size: float
    annual_cost: float


def power_of_two_interval(
    annual_demand: float, order_cost: float, holding_cost: float, base: float
) -> PowerOfTwo:
    """Find the power-of-two multiple of a base period at which ordering and holding cost least.

    ``annual_demand`` D in units a year, ``order_cost`` K in money an order, ``holding_cost`` h in money per
    unit a year, ``base`` the base period in years (1/52 for a week): all above 0, SolverError otherwise. The
    exponent may be below 0. The shorter interval on a tie.

    Least T = base·2^k of K/T + h·D·T/2: the least k with 2^k·base ≥ T*/√2, T* = √(2K / hD). Its cost is at
    most 1.061 times the optimum.

    Source: Snyder & Shen, Fundamentals of Supply Chain Theory, section 3.3, theorem 3.2; Roundy 1985.

    >>> found = power_of_two_interval(1300, 8, 0.225, 1 / 52)
    >>> round(found.interval * 52), found.exponent, round(found.annual_cost, 6)
    (16, 4, 71.0)
    """
    D, K = positive("annual_demand", annual_demand), positive("order_cost", order_cost)
    h, unit = positive("holding_cost", holding_cost), positive("base", base)
    exponent = math.ceil(math.log2(math.sqrt(K / (h * D)) / unit) - 1e-12)
    interval = math.ldexp(unit, exponent)
    return PowerOfTwo(interval, exponent, D * interval, K / interval + h * D * interval / 2)
