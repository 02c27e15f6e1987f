"""The periodic policy (R, S): every R periods, order up to S.

``order_up_to_normal`` and ``order_up_to_poisson`` are the textbook rule over the protection interval R + L;
``periodic_service`` and ``best_order_up_to`` are exact for the simulator's order of events (see
``unit_demand``), where an order is received before the demand of period t + L and the protection interval is
thus R + L − 1 periods.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from solvers.arguments import SMALLEST, fraction, non_negative, number, positive, whole
from solvers.errors import SolverError
from solvers.inventory.normal_loss import normal_loss
from solvers.inventory.unit_demand import (
    LONGEST_SUM,
    UnitDemand,
    demand_over,
    demand_together,
    expected_short,
    least_level,
    poisson_demand,
)

__all__ = [
    "LONGEST_REVIEW",
    "BestOrderUpTo",
    "OrderUpTo",
    "PeriodicService",
    "best_order_up_to",
    "order_up_to_fill_rate",
    "order_up_to_normal",
    "order_up_to_poisson",
    "periodic_service",
]

LONGEST_REVIEW = 100  # periods


@dataclass(frozen=True, slots=True)
class OrderUpTo:
    """The level and its parts, in units, with the mean stock it leads to."""

    level: float
    protection_demand: float
    safety_stock: float
    mean_on_hand: float


@dataclass(frozen=True, slots=True)
class PeriodicService:
    """Share of demand served at once (rate); stock and backorders at the mean close, units ordered at each review."""

    fill_rate: float
    mean_on_hand: float
    mean_backorders: float
    mean_order: float


@dataclass(frozen=True, slots=True)
class BestOrderUpTo:
    """The best level in units, its expected holding and backorder cost in money a period, and its fill rate."""

    S: int
    cost: float
    fill_rate: float


def order_up_to_normal(
    period_mean: float,
    period_sd: float,
    review_period: float,
    lead_time: float,
    service_factor: float,
    lead_time_sd: float = 0.0,
) -> OrderUpTo:
    """Give the order-up-to level that covers review period and lead time with a safety factor, normal demand.

    ``period_mean`` d and ``period_sd`` σ_d in units a day (any period), ``review_period`` R, ``lead_time`` L
    and its deviation ``lead_time_sd`` σ_L in days, each 0 or more, R greater than 0; ``service_factor`` z in
    standard deviations, any sign. SolverError otherwise. Result in units; the mean stock neglects backorders.

    S = d·(R + L) + z·√((R + L)·σ_d² + d²·σ_L²); mean stock = d·R/2 + safety stock.

    Source: Chopra & Meindl, Supply Chain Management, periodic review policies; Silver, Pyke & Thomas, section
    on periodic-review, order-up-to-level systems.

    >>> found = order_up_to_normal(2500, 500, review_period=4, lead_time=2, service_factor=1.2816)
    >>> round(found.safety_stock), round(found.level)
    (1570, 16570)
    """
    mean, sd = non_negative("period_mean", period_mean), non_negative("period_sd", period_sd)
    review, lead = positive("review_period", review_period), non_negative("lead_time", lead_time)
    spread = non_negative("lead_time_sd", lead_time_sd)
    protected = mean * (review + lead)
    safety = number("service_factor", service_factor) * math.hypot(
        math.sqrt(review + lead) * sd, mean * spread
    )
    return OrderUpTo(protected + safety, protected, safety, mean * review / 2 + safety)


def order_up_to_poisson(
    period_mean: float, review_period: float, lead_time: float, cycle_service_level: float
) -> OrderUpTo:
    """Give the least whole order-up-to level that covers review period and lead time in a share of the cycles.

    ``period_mean`` d in units a day (any period), 0 or more; ``review_period`` R greater than 0 and
    ``lead_time`` L 0 or more in days; ``cycle_service_level`` α strictly between 0 and 1. SolverError
    otherwise. Result in units.

    S = min {y : P(Poisson(d·(R + L)) ≤ y) ≥ α}.

    Source: Hadley & Whitin, Analysis of Inventory Systems, chapter 5; Snyder & Shen, section 4.3.

    >>> order_up_to_poisson(1.5, review_period=2, lead_time=2, cycle_service_level=0.95).level
    10
    """
    mean = non_negative("period_mean", period_mean)
    review, lead = positive("review_period", review_period), non_negative("lead_time", lead_time)
    protected = mean * (review + lead)
    level = least_level(poisson_demand(protected), fraction("cycle_service_level", cycle_service_level))
    return OrderUpTo(level, protected, level - protected, mean * review / 2 + level - protected)


def order_up_to_fill_rate(
    S: float, period_mean: float, period_sd: float, review_period: float, lead_time: float
) -> float:
    """Give the share of a normal demand that an order-up-to level serves straight from stock.

    ``S`` in units; ``period_mean`` d and ``period_sd`` σ_d in units a day, greater than 0; ``review_period``
    R greater than 0 and ``lead_time`` L 0 or more in days. SolverError otherwise. Result from 0 to 1.

    β = 1 − [n_{R+L}(S) − n_L(S)]/(d·R), n_t the loss function of the demand of t days: what is short when the
    next order comes less what was short when this one came.

    Source: Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains; Hadley & Whitin,
    section 5-3.

    >>> round(order_up_to_fill_rate(16_000, 2500, 500, review_period=4, lead_time=2), 4)
    0.9857
    """
    level, mean = number("S", S), positive("period_mean", period_mean)
    sd = positive("period_sd", period_sd)
    review, lead = positive("review_period", review_period), non_negative("lead_time", lead_time)
    after = _short(level, mean, sd, review + lead)
    return min(max(1 - (after - _short(level, mean, sd, lead)) / (mean * review), 0.0), 1.0)


def periodic_service(S: int, demand: UnitDemand, review_period: int, lead_time: int) -> PeriodicService:
    """Give the service of (R, S) as the simulator lives it over a long run, demand waits.

    ``S`` in whole units; ``demand`` of one period; ``review_period`` R in whole periods, 1 or more, and
    ``lead_time`` L, 0 or more, at most 1 000 together, with the order of events told in ``unit_demand``.
    SolverError otherwise.

    Between two receipts the closes see S − D_L … S − D_{L+R−1}: the means are taken over them;
    fill rate = 1 − E[(D_{L+R−1} − S)⁺ − (D_{L−1} − S)⁺]/(R·E[D]) (L taken as 1 at least).

    Source: Hadley & Whitin, Analysis of Inventory Systems, section 5-3, counted in whole periods.

    >>> from solvers.inventory.unit_demand import poisson_demand
    >>> round(periodic_service(55, poisson_demand(6), review_period=5, lead_time=3).fill_rate, 4)
    0.9976
    """
    level = whole("S", S)
    review, lead = _periods(review_period, lead_time)
    mean = demand.mean
    backorders = [_owed(level, over) for over in _successive(demand, lead, review)]
    on_hand = [level - mean * (lead + j) + backorders[j] for j in range(review)]
    first = max(lead, 1)
    last = _successive(demand, first, review)[-1]
    short = _owed(level, last) - _owed(level, demand_over(demand, first - 1))
    return PeriodicService(
        fill_rate=min(max(1 - short / (mean * review), 0.0), 1.0) if mean > 0 else 1.0,
        mean_on_hand=max(math.fsum(on_hand) / review, 0.0),
        mean_backorders=math.fsum(backorders) / review,
        mean_order=mean * review,
    )


def best_order_up_to(
    demand: UnitDemand, review_period: int, lead_time: int, holding_cost: float, backorder_cost: float
) -> BestOrderUpTo:
    """Give the exact best order-up-to level for a review period, as the simulator lives it, demand waits.

    Arguments as in :func:`periodic_service`; ``holding_cost`` h and ``backorder_cost`` b per unit and period
    at its close, greater than 0. SolverError otherwise. R = 1 is the base-stock policy. Ordering costs are
    the same for every level and left out.

    S = min {y : (1/R)·Σ_{j=0}^{R−1} P(D_{L+j} ≤ y) ≥ b/(b + h)}.

    Source: Hadley & Whitin, section 5-3; Snyder & Shen, section 4.3.4 (R = 1).

    >>> from solvers.inventory.unit_demand import poisson_demand
    >>> best = best_order_up_to(poisson_demand(6), 1, 1, holding_cost=1, backorder_cost=4)
    >>> best.S, round(best.cost, 6)
    (8, 3.570107)
    """
    holding = positive("holding_cost", holding_cost)
    backorder = positive("backorder_cost", backorder_cost)
    review, lead = _periods(review_period, lead_time)
    closes = _successive(demand, lead, review)
    largest = max(close.largest for close in closes)
    least = min(close.least for close in closes)
    # The mixture of the closes' distributions, whose quantile is the level.
    mixed = np.zeros(largest - least + 1)
    for close in closes:
        start = close.least - least
        mixed[start : start + len(close.probabilities)] += close.probabilities
    S = least_level(UnitDemand(least, tuple((mixed / review).tolist())), backorder / (backorder + holding))
    service = periodic_service(S, demand, review, lead)
    cost = holding * service.mean_on_hand + backorder * service.mean_backorders
    return BestOrderUpTo(S, cost, service.fill_rate)


def _short(level: float, mean: float, sd: float, periods: float) -> float:
    spread = sd * math.sqrt(periods)
    return (
        normal_loss(level, mean * periods, spread) if spread > SMALLEST else max(mean * periods - level, 0.0)
    )


@lru_cache(maxsize=16)
def _successive(demand: UnitDemand, least: int, count: int) -> tuple[UnitDemand, ...]:
    """The demand of ``least``, ``least`` + 1, … periods: a search of the level asks for them again and again."""
    found = [demand_over(demand, least)]
    while len(found) < count:
        found.append(demand_together(found[-1], demand))
    return tuple(found)


def _owed(level: int, over: UnitDemand) -> float:
    return float(expected_short(over, [level])[0])


def _periods(review_period: int, lead_time: int) -> tuple[int, int]:
    review, lead = whole("review_period", review_period), whole("lead_time", lead_time)
    if not 1 <= review <= LONGEST_REVIEW:
        raise SolverError("review_period", review_period, "count_between", least=1, most=LONGEST_REVIEW)
    if not 0 <= lead <= LONGEST_SUM - review:
        raise SolverError("lead_time", lead_time, "count_between", least=0, most=LONGEST_SUM - review)
    return review, lead
