"""What a reorder point and lot (s, Q) give: service, stock and backorders, exactly, when demand waits.

The position after an order is uniform on the Q units above s, whatever the demand: each formula is the mean
of a base-stock formula over those levels. ``normal`` and ``poisson`` look at the stock at every instant;
``daily`` once a period, as the simulator does, several lots at once where a period took more than one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from solvers.arguments import non_negative, number, positive, whole
from solvers.errors import SolverError
from solvers.inventory.normal_loss import normal_cdf, normal_loss
from solvers.inventory.unit_demand import (
    LARGEST_SPREAD,
    UnitDemand,
    at_most,
    demand_of_lead_time,
    demand_over,
    expected_short,
    poisson_demand,
)

__all__ = [
    "ReorderPointService",
    "second_order_normal_loss",
    "service_daily",
    "service_normal",
    "service_poisson",
]


@dataclass(frozen=True, slots=True)
class ReorderPointService:
    """Share of demand served at once (rate), mean stock and mean backorders (units), orders per period.

    ``orders_per_period`` is None where the model gives no demand per period.
    """

    fill_rate: float
    mean_on_hand: float
    mean_backorders: float
    orders_per_period: float | None = None


def second_order_normal_loss(level: float, mean: float, sd: float) -> float:
    """Give E[((X − level)⁺)²]/2 for a normal X: the loss function added up from the level on.

    ``level`` and ``mean`` in units, ``sd`` in units and greater than 0, SolverError otherwise; result in
    units².

    n₂(x) = ∫_x^∞ E[(X − y)⁺] dy = (σ²/2)·[(z² + 1)(1 − Φ(z)) − z·φ(z)], z = (x − μ)/σ.

    Source: Zipkin, Foundations of Inventory Management, section 6.2.4; Snyder & Shen, appendix C.

    >>> round(second_order_normal_loss(50, mean=50, sd=8), 6)
    16.0
    """
    x, mu, sigma = number("level", level), number("mean", mean), positive("sd", sd)
    z = (x - mu) / sigma
    if z < 0:  # E[((X − x)⁺)²] + E[((x − X)⁺)²] = σ² + (μ − x)², and the mirrored term keeps its digits
        return (sigma**2 + (mu - x) ** 2) / 2 - second_order_normal_loss(2 * mu - x, mu, sigma)
    density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return max(sigma**2 / 2 * ((z * z + 1) * normal_cdf(-z) - z * density), 0.0)


def service_normal(
    s: float, Q: float, lead_time_demand_mean: float, lead_time_demand_sd: float
) -> ReorderPointService:
    """Give the service of (s, Q) watched at every instant, with a normal demand over the lead time.

    ``s`` in units, any sign; ``Q`` in units, greater than 0; mean μ (0 or more) and deviation σ (greater than
    0) of the demand over the lead time in units. SolverError otherwise. Demand comes unit by unit and waits.

    fill rate = 1 − [n(s) − n(s + Q)]/Q; backorders = [n₂(s) − n₂(s + Q)]/Q; on hand = s + Q/2 − μ +
    backorders, with n and n₂ the loss functions of the demand over the lead time.

    Source: Zipkin, Foundations of Inventory Management, section 6.3; Axsäter, Inventory Control, section 5.3.

    >>> found = service_normal(6000, 10_000, lead_time_demand_mean=5000, lead_time_demand_sd=707.1)
    >>> round(found.fill_rate, 4), round(found.mean_on_hand)
    (0.9975, 6001)
    """
    point, lot = number("s", s), positive("Q", Q)
    mu, sigma = non_negative("lead_time_demand_mean", lead_time_demand_mean), lead_time_demand_sd
    positive("lead_time_demand_sd", sigma)
    short = normal_loss(point, mu, sigma) - normal_loss(point + lot, mu, sigma)
    owed = second_order_normal_loss(point, mu, sigma) - second_order_normal_loss(point + lot, mu, sigma)
    backorders = max(owed / lot, 0.0)
    return ReorderPointService(
        fill_rate=min(max(1 - short / lot, 0.0), 1.0),
        mean_on_hand=max(point + lot / 2 - mu + backorders, 0.0),
        mean_backorders=backorders,
    )


def service_poisson(s: int, Q: int, lead_time_demand_mean: float) -> ReorderPointService:
    """Give the service of (s, Q) watched at every instant, with single customers who come as a Poisson process.

    ``s`` in whole units, −1 000 000 to 1 000 000; ``Q`` in whole units, 1 to 20 000; mean λL of the demand
    over the lead time in units, 0 or more. SolverError otherwise. Demand waits.

    fill rate = (1/Q)·Σ_{y=s+1}^{s+Q} P(D < y); backorders = (1/Q)·Σ E[(D − y)⁺]; on hand = the mean of y − λL
    + backorders.

    Source: Hadley & Whitin, Analysis of Inventory Systems, chapter 4; Axsäter, Inventory Control, section
    5.3.2.

    >>> round(service_poisson(3, 5, lead_time_demand_mean=3).fill_rate, 4)
    0.8666
    """
    levels = positions(s, Q)
    demand = poisson_demand(lead_time_demand_mean)
    backorders = float(expected_short(demand, levels).mean())
    return ReorderPointService(
        fill_rate=float(at_most(demand, levels - 1).mean()),
        mean_on_hand=max(float(levels.mean()) - demand.mean + backorders, 0.0),
        mean_backorders=backorders,
    )


def service_daily(s: int, Q: int, demand: UnitDemand, lead_time: int) -> ReorderPointService:
    """Give the service of (s, Q) looked at once a period, as the simulator lives it over a long run.

    ``s`` and ``Q`` in whole units as in :func:`service_poisson`; ``demand`` of one period; ``lead_time`` in
    whole periods, 0 to 1 000, with the order of events told in ``unit_demand``. SolverError otherwise. Stock
    and backorders are those at the close of a period. Demand waits.

    With D_L the demand of L periods and y uniform on s + 1 … s + Q (demands that share a divisor with Q break
    this uniformity): on hand = E[(y − D_L)⁺]; backorders = E[(D_L − y)⁺]; fill rate = 1 − E[(D_L − y)⁺ −
    (D_{L−1} − y)⁺]/E[D] (L taken as 1 at least); orders = E[min(D, Q)]/Q.

    Source: Axsäter, Inventory Control, sections 5.3 and 6.2 (periodic review); Hadley & Whitin, chapter 5.

    >>> from solvers.inventory.unit_demand import poisson_demand
    >>> found = service_daily(22, 40, poisson_demand(6), lead_time=3)
    >>> round(found.fill_rate, 4), round(found.orders_per_period, 3)
    (0.9969, 0.15)
    """
    levels = positions(s, Q)
    backorders = float(expected_short(demand_of_lead_time(demand, lead_time), levels).mean())
    mean = demand.mean
    exposed = max(lead_time, 1)
    before, after = demand_over(demand, exposed - 1), demand_over(demand, exposed)
    short = float((expected_short(after, levels) - expected_short(before, levels)).mean())
    within = demand.mean - float(expected_short(demand, [int(Q)])[0])
    return ReorderPointService(
        fill_rate=min(max(1 - short / mean, 0.0), 1.0) if mean > 0 else 1.0,
        mean_on_hand=max(float(levels.mean()) - lead_time * mean + backorders, 0.0),
        mean_backorders=backorders,
        orders_per_period=within / Q,
    )


def positions(s: int, Q: int) -> np.typing.NDArray[np.int64]:
    """The positions s + 1 … s + Q that an order leads to, checked."""
    point, lot = whole("s", s), whole("Q", Q)
    if not 1 <= lot <= LARGEST_SPREAD:
        raise SolverError("Q", Q, "count_between", least=1, most=LARGEST_SPREAD)
    if abs(point) > 1_000_000:
        raise SolverError("s", s, "bounded", low=-1e6, high=1e6)
    return np.arange(point + 1, point + lot + 1, dtype=np.int64)
