"""The best reorder point and lot (s, Q) under random demand that waits, by theory: no simulation is involved.

Four models. ``best_rq_iterative`` is the rule of textbooks, where a shortage costs once per unit; the others
charge each unit short for as long as it waits: ``best_rq_normal`` and ``best_rq_poisson`` watch the stock at
every instant, ``best_rq_daily`` once a period as the simulator does.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from solvers.arguments import non_negative, positive
from solvers.errors import SolverError
from solvers.inventory.economic_quantity import economic_quantity
from solvers.inventory.normal_loss import normal_loss
from solvers.inventory.reorder_point_service import second_order_normal_loss
from solvers.inventory.service_factor import service_factor
from solvers.inventory.unit_demand import (
    LARGEST_SPREAD,
    UnitDemand,
    demand_of_lead_time,
    expected_short,
    least_level,
    poisson_demand,
)

__all__ = [
    "StochasticLot",
    "best_rq_daily",
    "best_rq_iterative",
    "best_rq_normal",
    "best_rq_poisson",
    "rq_cost_normal",
]

_TURNS = 10_000  # of a fixed-point iteration that gains digits at each turn; a hundred are enough in practice


@dataclass(frozen=True, slots=True)
class StochasticLot:
    """Reorder point and lot in units, expected cost in money per period."""

    s: float
    Q: float
    cost: float


def best_rq_iterative(
    demand_rate: float,
    order_cost: float,
    holding_cost: float,
    unit_shortage_cost: float,
    lead_time_demand_mean: float,
    lead_time_demand_sd: float,
) -> StochasticLot:
    """Give lot and reorder point that fit each other when each unit short costs once, by the textbook iteration.

    ``demand_rate`` λ in units a year (or period), ``order_cost`` K in money, ``holding_cost`` h per unit and
    year, ``unit_shortage_cost`` p in money per unit short, each greater than 0; mean μ (0 or more) and
    deviation σ (greater than 0) of the demand over the lead time in units. SolverError otherwise, and when
    one cycle's stock costs more than any shortage (Q·h ≥ p·λ: no reorder point fits).

    Q = √(2λ(K + p·n(s))/h) and 1 − Φ((s − μ)/σ) = Q·h/(p·λ) in turn from the economic quantity until both
    stand; cost = h·(s − μ + Q/2) + Kλ/Q + pλ·n(s)/Q.

    Source: Hadley & Whitin, Analysis of Inventory Systems, section 4-2; Nahmias, Production and Operations
    Analysis, section 5.4; Snyder & Shen, section 5.3.1 (expected-inventory-level approximation).

    >>> best = best_rq_iterative(200, 50, 2, 25, lead_time_demand_mean=100, lead_time_demand_sd=25)
    >>> round(best.s), round(best.Q)
    (143, 111)
    """
    rate, order, holding = _costs(demand_rate, order_cost, holding_cost)
    penalty = positive("unit_shortage_cost", unit_shortage_cost)
    mu, sigma = _lead_time_demand(lead_time_demand_mean, lead_time_demand_sd)
    lot, point = economic_quantity(rate, order, holding).lot_size, mu
    for _ in range(_TURNS):
        exceeded = lot * holding / (penalty * rate)
        if exceeded >= 1:
            raise SolverError(
                "unit_shortage_cost", unit_shortage_cost, "shortage_worth", least=lot * holding / rate
            )
        before, point = point, mu - sigma * service_factor(exceeded)
        last, lot = lot, math.sqrt(2 * rate * (order + penalty * normal_loss(point, mu, sigma)) / holding)
        if abs(lot - last) <= 1e-10 * lot and abs(point - before) <= 1e-10 * sigma:
            break
    short = normal_loss(point, mu, sigma)
    cost = holding * (point - mu + lot / 2) + order * rate / lot + penalty * rate * short / lot
    return StochasticLot(point, lot, cost)


def rq_cost_normal(
    s: float,
    Q: float,
    demand_rate: float,
    order_cost: float,
    holding_cost: float,
    backorder_cost: float,
    lead_time_demand_mean: float,
    lead_time_demand_sd: float,
) -> float:
    """Give the expected cost of (s, Q) watched at every instant, normal demand over the lead time, demand waits.

    ``s`` in units, any sign; ``Q`` in units, greater than 0; ``demand_rate`` λ in units a period,
    ``order_cost`` K in money, ``holding_cost`` h and ``backorder_cost`` b per unit and period, greater than
    0; mean μ (0 or more) and deviation σ (greater than 0) of the demand over the lead time. SolverError
    otherwise. Result in money a period.

    g(s, Q) = Kλ/Q + h·(s + Q/2 − μ) + (h + b)·[n₂(s) − n₂(s + Q)]/Q.

    Source: Hadley & Whitin, section 4-7; Snyder & Shen, equation 5.7 (example 5.1); Zheng 1992.

    >>> cost = rq_cost_normal(126.8, 328.5, 1300, 8, 0.225, 7.5, 1300 / 12, 150 / 12**0.5)
    >>> round(cost, 4)
    78.0712
    """
    rate, order, holding = _costs(demand_rate, order_cost, holding_cost)
    backorder, lot = positive("backorder_cost", backorder_cost), positive("Q", Q)
    mu, sigma = _lead_time_demand(lead_time_demand_mean, lead_time_demand_sd)
    owed = second_order_normal_loss(s, mu, sigma) - second_order_normal_loss(s + lot, mu, sigma)
    return order * rate / lot + holding * (s + lot / 2 - mu) + (holding + backorder) * owed / lot


def best_rq_normal(
    demand_rate: float,
    order_cost: float,
    holding_cost: float,
    backorder_cost: float,
    lead_time_demand_mean: float,
    lead_time_demand_sd: float,
) -> StochasticLot:
    """Give the exact best (s, Q) watched at every instant, normal demand over the lead time, demand waits.

    Arguments as in :func:`rq_cost_normal`, SolverError likewise; the result in units and money a period,
    neither s nor Q rounded.

    At the best, G(s) = G(s + Q) = g(s, Q), with G(y) = h·(y − μ) + (h + b)·n(y); Q is found by bisection on
    the convex cost g(s(Q), Q), for each Q the s with G(s) = G(s + Q) by bisection.

    Source: Zheng 1992, On properties of stochastic inventory systems; Snyder & Shen, section 5.2 (example
    5.1).

    >>> best = best_rq_normal(1300, 8, 0.225, 7.5, 1300 / 12, 150 / 12**0.5)
    >>> round(best.s, 1), round(best.Q, 1), round(best.cost, 4)
    (126.9, 328.4, 78.0711)
    """
    rate, order, holding = _costs(demand_rate, order_cost, holding_cost)
    backorder = positive("backorder_cost", backorder_cost)
    mu, sigma = _lead_time_demand(lead_time_demand_mean, lead_time_demand_sd)

    def standing(y: float) -> float:
        return holding * (y - mu) + (holding + backorder) * normal_loss(y, mu, sigma)

    bottom = mu + sigma * service_factor(backorder / (holding + backorder))

    def point(lot: float) -> float:
        return _root(lambda s: standing(s + lot) - standing(s), bottom - lot, bottom)

    def cost(s: float, lot: float) -> float:
        owed = second_order_normal_loss(s, mu, sigma) - second_order_normal_loss(s + lot, mu, sigma)
        return order * rate / lot + holding * (s + lot / 2 - mu) + (holding + backorder) * owed / lot

    def too_large(
        lot: float,
    ) -> float:  # rises with the lot, 0 at the best: the derivative of the cost has its sign
        s = point(lot)
        return standing(s) - cost(s, lot)

    low = high = economic_quantity(rate, order, holding).lot_size  # the best lot is never under it
    while too_large(high) < 0:
        high *= 2
    lot = _root(too_large, low, high)
    s = point(lot)
    return StochasticLot(s, lot, cost(s, lot))


def best_rq_poisson(
    demand_rate: float, order_cost: float, holding_cost: float, backorder_cost: float, lead_time: float
) -> StochasticLot:
    """Give the exact best (s, Q) in whole units watched at every instant, Poisson demand that waits.

    ``demand_rate`` λ in units a period, ``order_cost`` K in money, ``holding_cost`` h and ``backorder_cost``
    b per unit and period, greater than 0; ``lead_time`` L in periods, 0 or more. SolverError otherwise, and
    when the best lot is above 20 000. Result in whole units and money a period; among equals the least Q.

    g(s, Q) = [Kλ + Σ_{y=s+1}^{s+Q} G(y)]/Q with G(y) = h·E[(y − D)⁺] + b·E[(D − y)⁺]: the Q lowest levels of
    the convex G, one more at a time while that lowers g.

    Source: Federgruen & Zheng 1992, An efficient algorithm for computing an optimal (r,Q) policy; Snyder &
    Shen, section 5.5.

    >>> best = best_rq_poisson(1.5, 100, 20, 150, lead_time=2)
    >>> best.s, best.Q, round(best.cost, 4)
    (3, 5, 107.9236)
    """
    rate, order, holding = _costs(demand_rate, order_cost, holding_cost)
    backorder = positive("backorder_cost", backorder_cost)
    demand = poisson_demand(rate * non_negative("lead_time", lead_time))
    return _best_whole(demand, holding, backorder, order, lambda lots: np.full(lots.size, rate))


def best_rq_daily(
    demand: UnitDemand, order_cost: float, holding_cost: float, backorder_cost: float, lead_time: int
) -> StochasticLot:
    """Give the exact best (s, Q) in whole units looked at once a period, as the simulator does, demand waits.

    ``demand`` of one period; ``order_cost`` K in money per order (of one lot or several), ``holding_cost`` h
    and ``backorder_cost`` b per unit and period at its close, greater than 0; ``lead_time`` in whole periods,
    0 to 1 000, with the order of events told in ``unit_demand``. SolverError otherwise, and when the best lot
    is above 20 000. Result in whole units and money a period.

    g(s, Q) = [K·E[min(D, Q)] + Σ_{y=s+1}^{s+Q} G(y)]/Q, G(y) = h·E[(y − D_L)⁺] + b·E[(D_L − y)⁺]: every Q is
    tried up to the one where stock alone costs more than the best.

    Source: Axsäter, Inventory Control, section 6.2; Hadley & Whitin, chapter 5, for lots nQ with periodic
    review.

    >>> from solvers.inventory.unit_demand import poisson_demand
    >>> best = best_rq_daily(poisson_demand(6), 80, 0.2, 3, lead_time=4)
    >>> best.s, best.Q, round(best.cost, 4)
    (19, 74, 13.9012)
    """
    _, order, holding = _costs(1.0, order_cost, holding_cost)
    backorder = positive("backorder_cost", backorder_cost)
    over = demand_of_lead_time(demand, lead_time)

    def within(lots: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        found: npt.NDArray[np.float64] = demand.mean - expected_short(demand, lots)
        return found

    return _best_whole(over, holding, backorder, order, within)


def _best_whole(
    demand: UnitDemand,
    holding: float,
    backorder: float,
    order_cost: float,
    ordered: Callable[[npt.NDArray[np.int64]], npt.NDArray[np.float64]],
) -> StochasticLot:
    """The best (s, Q) of g(s, Q) = [K·ordered(Q) + Σ G(y)]/Q, the Q lowest levels of the convex G for each Q."""
    bottom = least_level(demand, backorder / (holding + backorder))
    levels = np.arange(bottom - LARGEST_SPREAD, bottom + LARGEST_SPREAD + 1, dtype=np.int64)
    short = expected_short(demand, levels)
    standing = holding * (levels - demand.mean + short) + backorder * short
    left = standing[:LARGEST_SPREAD][::-1]  # under the bottom, from the nearest down
    right = standing[LARGEST_SPREAD:]  # from the bottom up
    # The Q lowest levels of a convex function are found by merging its two sides.
    merged = np.concatenate([right, left])
    order = np.argsort(merged, kind="stable")[:LARGEST_SPREAD]
    lots = np.arange(1, order.size + 1, dtype=np.int64)
    below = np.cumsum(order >= right.size)  # levels taken under the bottom, for each Q
    costs = (order_cost * ordered(lots) + np.cumsum(merged[order])) / lots
    best = int(np.argmin(costs))
    if best == lots.size - 1 and best > 0:
        raise SolverError("order_cost", order_cost, "lot_within", limit=LARGEST_SPREAD)
    return StochasticLot(int(bottom - int(below[best]) - 1), int(lots[best]), float(costs[best]))


def _costs(rate: float, order: float, holding: float) -> tuple[float, float, float]:
    return positive("demand_rate", rate), positive("order_cost", order), positive("holding_cost", holding)


def _lead_time_demand(mean: float, sd: float) -> tuple[float, float]:
    return non_negative("lead_time_demand_mean", mean), positive("lead_time_demand_sd", sd)


def _root(rising: Callable[[float], float], low: float, high: float) -> float:
    """Where a rising function meets 0, by bisection down to neighbouring floats."""
    while low < (middle := (low + high) / 2) < high:
        if rising(middle) < 0:
            low = middle
        else:
            high = middle
    return high
