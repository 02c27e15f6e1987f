"""The safety stock against a demand and a lead time that vary, by the three methods of the trade.

By cycle service level or by fill rate (normal demand over the lead time), and "max-max", which uses no
statistics. They answer different questions: a paper says which one it means.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from solvers.arguments import LARGEST, SMALLEST, fraction, non_negative, number, positive
from solvers.errors import SolverError
from solvers.inventory.normal_loss import inverse_standard_normal_loss, normal_cdf, normal_loss
from solvers.inventory.service_factor import service_factor

__all__ = [
    "LeadTimeDemand",
    "SafetyStock",
    "expected_fill_rate",
    "lead_time_demand",
    "safety_stock_by_fill_rate",
    "safety_stock_by_service_factor",
    "safety_stock_by_service_level",
    "safety_stock_max_max",
]


@dataclass(frozen=True, slots=True)
class LeadTimeDemand:
    """Mean and standard deviation of what is asked between order and receipt, in units."""

    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class SafetyStock:
    """The safety stock in units, the z it comes from, and the chance of no stock-out in a cycle."""

    quantity: float
    service_factor: float
    cycle_service_level: float
    lead_time_demand_sd: float


def lead_time_demand(
    daily_mean: float, daily_sd: float, lead_time_mean: float, lead_time_sd: float = 0.0
) -> LeadTimeDemand:
    """Give mean and standard deviation of the demand over a lead time that may itself vary.

    ``daily_mean`` d and ``daily_sd`` σ_d in units a day, ``lead_time_mean`` L and ``lead_time_sd`` σ_L in
    days (any period, the same for all four); 0 or more, SolverError otherwise. Days are independent of one
    another and of the lead time.

    μ_dL = d·L,  σ_dL² = L·σ_d² + d²·σ_L².

    Source: Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains, section on
    variability in the replenishment lead time; Chopra & Meindl, Supply Chain Management, safety
    inventory chapter.

    >>> demand = lead_time_demand(daily_mean=2500, daily_sd=500, lead_time_mean=7, lead_time_sd=7)
    >>> demand.mean, round(demand.sd)
    (17500.0, 17550)
    """
    d = non_negative("daily_mean", daily_mean)
    sigma_d = non_negative("daily_sd", daily_sd)
    L = non_negative("lead_time_mean", lead_time_mean)
    sigma_L = non_negative("lead_time_sd", lead_time_sd)
    return LeadTimeDemand(mean=d * L, sd=math.hypot(math.sqrt(L) * sigma_d, d * sigma_L))


def safety_stock_by_service_factor(service_factor: float, lead_time_demand_sd: float) -> SafetyStock:
    """Give the safety stock for a z that the paper gives (1.64, 1.645 or 1.65 for 95 %).

    ``service_factor`` z in standard deviations, any sign; ``lead_time_demand_sd`` σ_dL in units, 0 or
    more (see :func:`lead_time_demand`). SolverError otherwise.

    SS = z·σ_dL.

    Source: Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains, section on safety
    stock by a simple factor.

    >>> safety_stock_by_service_factor(1.65, lead_time_demand_sd=100).quantity
    165.0
    """
    z = number("service_factor", service_factor)
    sigma = non_negative("lead_time_demand_sd", lead_time_demand_sd)
    return SafetyStock(
        quantity=z * sigma,
        service_factor=z,
        cycle_service_level=normal_cdf(z),
        lead_time_demand_sd=sigma,
    )


def safety_stock_by_service_level(cycle_service_level: float, lead_time_demand_sd: float) -> SafetyStock:
    """Give the safety stock that lets a cycle end without stock-out with the given probability.

    ``cycle_service_level`` α strictly between 0 and 1 (not the fill rate), ``lead_time_demand_sd`` σ_dL in
    units, 0 or more. SolverError otherwise. Negative below 0.5: stocking out every other cycle needs none.

    SS = Φ⁻¹(α)·σ_dL.

    Source: Chopra & Meindl, Supply Chain Management, safety inventory chapter.

    >>> round(safety_stock_by_service_level(0.90, lead_time_demand_sd=17550).quantity)
    22491
    """
    alpha = fraction("cycle_service_level", cycle_service_level)
    sigma = non_negative("lead_time_demand_sd", lead_time_demand_sd)
    z = service_factor(alpha)
    return SafetyStock(
        quantity=z * sigma, service_factor=z, cycle_service_level=alpha, lead_time_demand_sd=sigma
    )


def safety_stock_by_fill_rate(fill_rate: float, lot_size: float, lead_time_demand_sd: float) -> SafetyStock:
    """Give the safety stock that serves the given share of demand straight from stock.

    ``fill_rate`` β strictly between 0 and 1, ``lot_size`` Q in units and greater than 0,
    ``lead_time_demand_sd`` σ_dL in units, 0 or more. SolverError otherwise. Large lots need little: the
    answer is negative where the lot alone does better than β. With σ_dL = 0 nothing varies and it is 0.

    Solves σ_dL·G(z) = (1 − β)·Q, SS = z·σ_dL, G the standard normal loss. This is the usual textbook
    rule: backorders still open at the next receipt are neglected, which is sound while σ_dL is well below Q.

    Source: Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains, decision rule
    for a specified fill rate; Chopra & Meindl, Supply Chain Management, safety inventory chapter.

    >>> sd = lead_time_demand(daily_mean=2500, daily_sd=500, lead_time_mean=2).sd
    >>> round(safety_stock_by_fill_rate(0.975, lot_size=10_000, lead_time_demand_sd=sd).quantity)
    67
    """
    beta = fraction("fill_rate", fill_rate)
    Q = positive("lot_size", lot_size)
    sigma = non_negative("lead_time_demand_sd", lead_time_demand_sd)
    if sigma < SMALLEST:
        return SafetyStock(
            quantity=0.0, service_factor=0.0, cycle_service_level=1.0, lead_time_demand_sd=sigma
        )
    loss = (1 - beta) * Q / sigma
    # Far below 0 the loss is −z to the last digit, and the table need not be searched.
    z = -loss if loss > 40 else inverse_standard_normal_loss(loss)
    return SafetyStock(
        quantity=z * sigma,
        service_factor=z,
        cycle_service_level=normal_cdf(max(z, -LARGEST)),
        lead_time_demand_sd=sigma,
    )


def expected_fill_rate(safety_stock: float, lot_size: float, lead_time_demand_sd: float) -> float:
    """Give the share of demand that a safety stock lets serve straight from stock.

    ``safety_stock`` in units, any sign; ``lot_size`` Q in units, greater than 0; ``lead_time_demand_sd``
    σ_dL in units, 0 or more. SolverError otherwise. Result at most 1, and floored at 0, where the rule
    (that of :func:`safety_stock_by_fill_rate`, of which this is the inverse) no longer holds.

    β = 1 − σ_dL·G(SS/σ_dL)/Q.

    Source: Chopra & Meindl, Supply Chain Management, safety inventory chapter, expected shortage per cycle.

    >>> round(expected_fill_rate(safety_stock=1000, lot_size=10_000, lead_time_demand_sd=707.1), 4)
    0.9975
    """
    SS = number("safety_stock", safety_stock)
    Q = positive("lot_size", lot_size)
    sigma = non_negative("lead_time_demand_sd", lead_time_demand_sd)
    short = max(-SS, 0.0) if sigma < SMALLEST else normal_loss(SS, mean=0, sd=sigma)
    return max(1 - short / Q, 0.0)


def safety_stock_max_max(
    max_daily_demand: float, max_lead_time: float, mean_daily_demand: float, mean_lead_time: float
) -> float:
    """Give the safety stock that covers the worst day's demand over the worst lead time ("max-max").

    Demands in units a day, lead times in days (any period, the same for all); 0 or more, each maximum at
    least its mean, SolverError otherwise. Result in units. No probability is attached to it.

    SS = C_max·L_max − C_mean·L_mean.

    Source: usual in French exercises, e.g. the series quoted as S07 in tests/oracles.

    >>> safety_stock_max_max(60, 6, mean_daily_demand=50, mean_lead_time=5)
    110.0
    """
    demand = non_negative("mean_daily_demand", mean_daily_demand)
    most = non_negative("max_daily_demand", max_daily_demand)
    delay = non_negative("mean_lead_time", mean_lead_time)
    longest = non_negative("max_lead_time", max_lead_time)
    if most < demand:
        raise SolverError("max_daily_demand", max_daily_demand, "at_least_mean", mean=demand)
    if longest < delay:
        raise SolverError("max_lead_time", max_lead_time, "at_least_mean", mean=delay)
    return most * longest - demand * delay
