"""The economic quantity when customers wait: part of each lot is sold before it arrives."""

from __future__ import annotations

import math
from dataclasses import dataclass

from solvers.arguments import number, positive
from solvers.errors import SolverError

__all__ = ["EconomicQuantityBackorders", "annual_cost", "economic_quantity_backorders"]


@dataclass(frozen=True, slots=True)
class EconomicQuantityBackorders:
    """The best lot with planned backorders: units, money a year, orders a year, years between orders.

    ``backorder_fraction`` is the share of each lot that is owed when it arrives, ``largest_backorder``
    the same in units, ``largest_stock`` what is left once the owed units are served.
    """

    lot_size: float
    backorder_fraction: float
    largest_backorder: float
    largest_stock: float
    annual_cost: float
    orders_per_year: float
    cycle_years: float


def economic_quantity_backorders(
    annual_demand: float, order_cost: float, holding_cost: float, backorder_cost: float
) -> EconomicQuantityBackorders:
    """Find the lot and the share of it sold ahead of receipt with the least yearly cost.

    ``annual_demand`` D in units a year, ``order_cost`` K in money an order, ``holding_cost`` h and
    ``backorder_cost`` p in money per unit a year (kept, owed). All greater than 0, else SolverError.
    As p grows the answer tends to the plain economic quantity.

    Q* = √(2·K·D·(h + p) / (h·p)),  x* = h / (h + p),  cost = √(2·K·D·h·p / (h + p)).

    Source: Snyder & Shen, Fundamentals of Supply Chain Theory, equations 3.27 to 3.29.

    >>> best = economic_quantity_backorders(1300, order_cost=8, holding_cost=0.225, backorder_cost=5)
    >>> round(best.lot_size, 4), round(best.backorder_fraction, 4), round(best.annual_cost, 4)
    (310.8126, 0.0431, 66.9214)
    """
    D = positive("annual_demand", annual_demand)
    K = positive("order_cost", order_cost)
    h = positive("holding_cost", holding_cost)
    p = positive("backorder_cost", backorder_cost)
    x = h / (h + p)
    # h·p/(h + p) written as p·x: the product of two tiny figures would lose its digits first.
    lot = math.sqrt(2 * K * D / (p * x))
    return EconomicQuantityBackorders(
        lot_size=lot,
        backorder_fraction=x,
        largest_backorder=x * lot,
        largest_stock=p / (h + p) * lot,
        annual_cost=math.sqrt(2 * K * D * p * x),
        orders_per_year=D / lot,
        cycle_years=lot / D,
    )


def annual_cost(
    lot_size: float,
    backorder_fraction: float,
    *,
    annual_demand: float,
    order_cost: float,
    holding_cost: float,
    backorder_cost: float,
) -> float:
    """Give the yearly cost of ordering, holding and owing with any lot and any share sold ahead.

    ``lot_size`` Q in units, ``backorder_fraction`` x from 0 to 1 (both allowed), the others as in
    :func:`economic_quantity_backorders`; SolverError outside. Result in money a year.

    g(Q, x) = K·D/Q + h·Q·(1 − x)²/2 + p·Q·x²/2.

    Source: Snyder & Shen, Fundamentals of Supply Chain Theory, section 3.5.

    >>> annual_cost(200, 0.5, annual_demand=1000, order_cost=8, holding_cost=2, backorder_cost=6)
    240.0
    """
    Q = positive("lot_size", lot_size)
    x = number("backorder_fraction", backorder_fraction)
    if not 0 <= x <= 1:
        raise SolverError("backorder_fraction", backorder_fraction, "closed_fraction")
    D = positive("annual_demand", annual_demand)
    K = positive("order_cost", order_cost)
    h = positive("holding_cost", holding_cost)
    p = positive("backorder_cost", backorder_cost)
    return K * D / Q + h * Q * (1 - x) ** 2 / 2 + p * Q * x**2 / 2
