"""The ratios by which a stock is followed: mean stock, turnover, cover, service, value, carrying charges.

Each is a plain ratio of two figures in the same unit (pieces or money), of the same period.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from solvers.arguments import non_negative, numbers, positive
from solvers.errors import SolverError

__all__ = [
    "carrying_charges",
    "cover_days",
    "holding_rate",
    "lot_mean_stock",
    "mean_stock",
    "service_rate",
    "stock_out_rate",
    "stock_value",
    "turnover",
    "unit_holding_cost",
]


def mean_stock(levels: Sequence[float]) -> float:
    """Average the stock levels counted at regular dates, for example at opening and at closing.

    ``levels`` in pieces or in money, at least one, each 0 or more; SolverError otherwise. Result in the
    same unit.

    SM = Σ stock_i / n; with two levels (SI + SF)/2.

    Source: French accounting practice (stock moyen), e.g. the course quoted as S12 in tests/oracles.

    >>> mean_stock([50_000, 90_000])
    70000.0
    """
    counted = [non_negative(f"levels[{i}]", level) for i, level in enumerate(numbers("levels", levels))]
    return math.fsum(counted) / len(counted)


def lot_mean_stock(lot_size: float, safety_stock: float = 0.0) -> float:
    """Give the mean stock that a lot leaves under a steady demand, on top of the safety stock.

    ``lot_size`` Q and ``safety_stock`` SS in units, 0 or more; SolverError otherwise. Result in units.

    SM = Q/2 + SS.

    Source: Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains, cycle stock.

    >>> lot_mean_stock(300, safety_stock=40)
    190.0
    """
    return non_negative("lot_size", lot_size) / 2 + non_negative("safety_stock", safety_stock)


def turnover(consumption: float, mean_stock: float) -> float:
    """Give how many times the mean stock is used up over the period of the consumption.

    ``consumption`` (0 or more) and ``mean_stock`` (greater than 0) in the same unit: both in pieces, or
    both at cost. SolverError otherwise. Result in turns per period.

    Rotation = consumption / SM.

    Source: French accounting practice (taux de rotation), e.g. S16 in tests/oracles.

    >>> turnover(120_000, mean_stock=30_000)
    4.0
    """
    return non_negative("consumption", consumption) / positive("mean_stock", mean_stock)


def cover_days(stock: float, consumption: float, days: float = 360) -> float:
    """Give how many days a stock lasts at the pace of the consumption.

    ``stock`` (0 or more) and ``consumption`` over the period (greater than 0) in the same unit; ``days``
    in the period, 360 a year by the French convention. SolverError otherwise. Result in days. The same
    ratio gives customers' and suppliers' payment delays from balances and yearly amounts.

    Cover = stock / consumption × days = days / turnover.

    Source: French accounting practice (durée d'écoulement, couverture), e.g. S12 in tests/oracles.

    >>> cover_days(70_000, consumption=700_000)
    36.0
    """
    return non_negative("stock", stock) / positive("consumption", consumption) * positive("days", days)


def stock_out_rate(stock_outs: float, requests: float) -> float:
    """Give the share of requests that met an empty shelf.

    ``stock_outs`` (0 or more, at most the requests) and ``requests`` (greater than 0) counted alike:
    units, order lines, days or cycles, the paper says which. SolverError otherwise. Result from 0 to 1.

    Rate = stock-outs / requests.

    Source: French trade usage (taux de rupture).

    >>> stock_out_rate(3, requests=60)
    0.05
    """
    asked = positive("requests", requests)
    missed = non_negative("stock_outs", stock_outs)
    if missed > asked:
        raise SolverError("stock_outs", stock_outs, "at_most_requests", requests=asked)
    return missed / asked


def service_rate(served: float, requests: float) -> float:
    """Give the share of requests that were served at once and in full.

    ``served`` (0 or more, at most the requests) and ``requests`` (greater than 0) counted alike: units
    give the fill rate, cycles the cycle service level. SolverError otherwise. Result from 0 to 1.

    Rate = served / requests = 1 − stock-out rate.

    Source: French trade usage (taux de service).

    >>> service_rate(57, requests=60)
    0.95
    """
    asked = positive("requests", requests)
    met = non_negative("served", served)
    if met > asked:
        raise SolverError("served", served, "at_most_requests", requests=asked)
    return met / asked


def stock_value(quantities: Sequence[float], unit_costs: Sequence[float]) -> float:
    """Give the value of a stock of several items, or of several lots of one.

    ``quantities`` in units and ``unit_costs`` in money a unit, as many of one as of the other, each 0 or
    more; SolverError otherwise. Result in money.

    Value = Σ q_i·c_i.

    Source: French accounting practice (valeur du stock au coût unitaire).

    >>> stock_value([10, 4], [2.5, 100])
    425.0
    """
    held = [non_negative(f"quantities[{i}]", q) for i, q in enumerate(numbers("quantities", quantities))]
    costs = [non_negative(f"unit_costs[{i}]", c) for i, c in enumerate(numbers("unit_costs", unit_costs))]
    if len(costs) != len(held):
        raise SolverError("unit_costs", costs, "as_many_as_quantities", count=len(held))
    return math.fsum(q * c for q, c in zip(held, costs, strict=True))


def holding_rate(carrying_charges: float, mean_stock_value: float) -> float:
    """Give the yearly cost of holding one unit of money of stock.

    ``carrying_charges`` in money a year (0 or more: rent, staff, insurance, capital, losses),
    ``mean_stock_value`` in money, greater than 0. SolverError otherwise. Result is a rate a year.

    t = charges / SM.

    Source: French trade usage (taux de possession).

    >>> holding_rate(16_000, mean_stock_value=100_000)
    0.16
    """
    return non_negative("carrying_charges", carrying_charges) / positive("mean_stock_value", mean_stock_value)


def carrying_charges(mean_stock_value: float, holding_rate: float) -> float:
    """Give what holding a stock costs in a year.

    ``mean_stock_value`` in money and ``holding_rate`` a year, 0 or more; SolverError otherwise. Result in
    money a year.

    Charges = SM·t.

    Source: French trade usage (coût de possession).

    >>> carrying_charges(100_000, holding_rate=0.16)
    16000.0
    """
    return non_negative("mean_stock_value", mean_stock_value) * non_negative("holding_rate", holding_rate)


def unit_holding_cost(unit_cost: float, holding_rate: float) -> float:
    """Give what holding one unit costs in a year, the h of the lot-size formulas.

    ``unit_cost`` in money a unit and ``holding_rate`` a year, 0 or more; SolverError otherwise. Result in
    money per unit a year.

    h = price·t.

    Source: Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains (there v·r).

    >>> unit_holding_cost(60, holding_rate=0.16)
    9.6
    """
    return non_negative("unit_cost", unit_cost) * non_negative("holding_rate", holding_rate)
