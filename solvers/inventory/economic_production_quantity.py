"""The economic production quantity: the lot enters stock at a finite rate while it is being used."""

from __future__ import annotations

import math
from dataclasses import dataclass

from solvers.arguments import positive
from solvers.errors import SolverError

__all__ = ["EconomicProductionQuantity", "annual_cost", "economic_production_quantity"]


@dataclass(frozen=True, slots=True)
class EconomicProductionQuantity:
    """The best production lot: units, money a year, runs a year, years from run to run and of one run."""

    lot_size: float
    annual_cost: float
    runs_per_year: float
    cycle_years: float
    run_years: float
    largest_stock: float


def economic_production_quantity(
    annual_demand: float, setup_cost: float, holding_cost: float, production_rate: float
) -> EconomicProductionQuantity:
    """Find the production lot with the least yearly cost of setting up and holding.

    ``annual_demand`` D and ``production_rate`` P in units a year with P > D, ``setup_cost`` K in money a
    run, ``holding_cost`` h in money per unit a year; all greater than 0, else SolverError. The stock
    peaks at Q·(1 − D/P), since demand draws on the lot while it is made.

    Q* = √(2·K·D / (h·(1 − D/P))),  cost = √(2·K·D·h·(1 − D/P)).

    Source: Taft 1918; Snyder & Shen, Fundamentals of Supply Chain Theory, equations 3.31 and 3.32.

    >>> best = economic_production_quantity(1300, setup_cost=8, holding_cost=0.225, production_rate=1820)
    >>> round(best.lot_size, 4), round(best.annual_cost, 4)
    (568.8194, 36.567)
    """
    D = positive("annual_demand", annual_demand)
    K = positive("setup_cost", setup_cost)
    h = positive("holding_cost", holding_cost)
    P, growth = _rate(D, production_rate)
    lot = math.sqrt(2 * K * D / (h * growth))
    return EconomicProductionQuantity(
        lot_size=lot,
        annual_cost=math.sqrt(2 * K * D * h * growth),
        runs_per_year=D / lot,
        cycle_years=lot / D,
        run_years=lot / P,
        largest_stock=lot * growth,
    )


def annual_cost(
    lot_size: float, annual_demand: float, setup_cost: float, holding_cost: float, production_rate: float
) -> float:
    """Give the yearly cost of setting up and holding with any production lot.

    ``lot_size`` Q in units, the others as in :func:`economic_production_quantity`, SolverError outside.
    Result in money a year.

    g(Q) = K·D/Q + h·(1 − D/P)·Q/2.

    Source: Snyder & Shen, Fundamentals of Supply Chain Theory, section 3.6.

    >>> annual_cost(500, annual_demand=1000, setup_cost=50, holding_cost=2, production_rate=4000)
    475.0
    """
    Q = positive("lot_size", lot_size)
    D = positive("annual_demand", annual_demand)
    K = positive("setup_cost", setup_cost)
    h = positive("holding_cost", holding_cost)
    _, growth = _rate(D, production_rate)
    return K * D / Q + h * growth * Q / 2


def _rate(annual_demand: float, production_rate: float) -> tuple[float, float]:
    """Check P > D and give P with 1 − D/P, the share of a day's output that goes to stock."""
    P = positive("production_rate", production_rate)
    if annual_demand >= P:
        raise SolverError("production_rate", production_rate, "faster_than_demand", demand=annual_demand)
    # (P − D)/P keeps more digits than 1 − D/P when the two rates are close.
    return P, (P - annual_demand) / P
