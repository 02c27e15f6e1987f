"""The economic order quantity: the lot that balances ordering against holding (Wilson, QEC)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from solvers.arguments import positive

__all__ = ["EconomicQuantity", "annual_cost", "economic_quantity"]


@dataclass(frozen=True, slots=True)
class EconomicQuantity:
    """The best lot and what it brings: units, money a year, orders a year, years between two orders."""

    lot_size: float
    annual_cost: float
    orders_per_year: float
    cycle_years: float


def economic_quantity(annual_demand: float, order_cost: float, holding_cost: float) -> EconomicQuantity:
    """Find the lot with the least yearly cost of ordering and holding, under a steady known demand.

    ``annual_demand`` D in units a year, ``order_cost`` K in money an order, ``holding_cost`` h in money
    per unit kept a year (unit price × holding rate). All greater than 0, else SolverError. Any other
    period serves as well as the year, provided D and h share it. The purchase price is left out of
    the cost, since it does not depend on the lot.

    Q* = √(2·K·D / h),  cost = √(2·K·D·h).

    Source: Harris 1913; Snyder & Shen, Fundamentals of Supply Chain Theory, equations 3.4 and 3.5.

    >>> best = economic_quantity(annual_demand=1300, order_cost=8, holding_cost=0.225)
    >>> round(best.lot_size, 4), round(best.annual_cost, 4)
    (304.0468, 68.4105)
    """
    D = positive("annual_demand", annual_demand)
    K = positive("order_cost", order_cost)
    h = positive("holding_cost", holding_cost)
    lot = math.sqrt(2 * K * D / h)
    return EconomicQuantity(
        lot_size=lot,
        annual_cost=math.sqrt(2 * K * D * h),
        orders_per_year=D / lot,
        cycle_years=lot / D,
    )


def annual_cost(lot_size: float, annual_demand: float, order_cost: float, holding_cost: float) -> float:
    """Give the yearly cost of ordering and holding with any lot.

    ``lot_size`` Q in units, the others as in :func:`economic_quantity`; all greater than 0, else
    SolverError. Result in money a year, purchase price left out.

    g(Q) = K·D/Q + h·Q/2.

    Source: Snyder & Shen, Fundamentals of Supply Chain Theory, equation 3.3.

    >>> annual_cost(250, annual_demand=1300, order_cost=8, holding_cost=0.225)
    69.725
    """
    Q = positive("lot_size", lot_size)
    D = positive("annual_demand", annual_demand)
    K = positive("order_cost", order_cost)
    h = positive("holding_cost", holding_cost)
    return K * D / Q + h * Q / 2
