"""Total cost of ownership: what buying from a supplier costs in a year, part by part."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

from solvers.arguments import non_negative, number, positive
from solvers.errors import SolverError

__all__ = ["Ownership", "StockAt", "Terms", "break_even_price", "total_cost_of_ownership"]

StockAt = Literal["landed", "price"]


@dataclass(frozen=True, slots=True)
class Terms:
    """What a supplier offers, and what buying from it entails.

    ``unit_price``, ``freight`` and ``handling`` (after the border) in money a unit; ``insurance_rate`` of price
    + freight; ``duty_rate`` of price + freight + insurance; ``lot_size`` and ``safety_stock`` in units;
    ``order_cost`` in money an order; ``transit_days`` during which the goods are ours; ``defect_rate`` a share
    and ``defect_cost`` in money per bad unit; ``payment_days`` after receipt (below 0: paid before);
    ``fixed_cost`` in money a year (audits, tooling, travel).
    """

    unit_price: float
    freight: float = 0.0
    handling: float = 0.0
    insurance_rate: float = 0.0
    duty_rate: float = 0.0
    lot_size: float | None = None
    order_cost: float = 0.0
    safety_stock: float = 0.0
    transit_days: float = 0.0
    defect_rate: float = 0.0
    defect_cost: float = 0.0
    payment_days: float = 0.0
    fixed_cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Ownership:
    """The parts in money a year (``payment`` is below 0 when the supplier lends), their sum, and the sum a unit.

    ``landed_cost`` is price, freight, insurance, duty and handling, a unit.
    """

    purchase: float
    transport: float
    insurance: float
    duty: float
    ordering: float
    cycle_stock: float
    safety_stock: float
    transit_stock: float
    quality: float
    payment: float
    fixed: float
    total: float
    per_unit: float
    landed_cost: float


def total_cost_of_ownership(
    annual_demand: float,
    terms: Terms,
    *,
    holding_rate: float = 0.0,
    finance_rate: float = 0.0,
    days: float = 360.0,
    stock_at: StockAt = "landed",
) -> Ownership:
    """Give the yearly cost of buying under some terms, part by part.

    ``annual_demand`` D in units a year, above 0; ``holding_rate`` i and ``finance_rate`` f shares a year, 0 or
    more; ``days`` of the year, above 0; ``stock_at`` "landed" or "price", what a unit in stock is
    worth. Terms 0 or more, ``lot_size`` above 0, rates of defects up to 1. SolverError otherwise.

    Purchase D·p; transport D·(freight + handling); insurance D·a·(p + freight);
    duty D·d·(p + freight)·(1 + a); ordering K·D/Q; stocks i·c·(Q/2, safety, D·transit/days) with c the landed
    cost or the price; quality D·q·cost of a bad unit; payment −f·p·D·payment days/days; fixed.

    Source: Ellram, Total cost of ownership, 1995; customs value CIF as the Union Customs Code has it, art. 71.

    >>> near = Terms(10, freight=0.3, lot_size=500, order_cost=60, safety_stock=100)
    >>> found = total_cost_of_ownership(6000, near, holding_rate=0.2)
    >>> round(found.total, 2), round(found.per_unit, 4)
    (63241.0, 10.5402)
    """
    D = positive("annual_demand", annual_demand)
    i, f = non_negative("holding_rate", holding_rate), non_negative("finance_rate", finance_rate)
    year, one = positive("days", days), _checked(terms)
    if stock_at not in {"landed", "price"}:
        raise SolverError("stock_at", stock_at, "one_of", words="landed, price")
    insured = one.insurance_rate * (one.unit_price + one.freight)
    dutiable = one.unit_price + one.freight + insured
    landed = dutiable * (1 + one.duty_rate) + one.handling
    worth = i * (landed if stock_at == "landed" else one.unit_price)
    parts = {
        "purchase": D * one.unit_price,
        "transport": D * (one.freight + one.handling),
        "insurance": D * insured,
        "duty": D * one.duty_rate * dutiable,
        "ordering": one.order_cost * D / one.lot_size if one.lot_size else 0.0,
        "cycle_stock": worth * (one.lot_size or 0.0) / 2,
        "safety_stock": worth * one.safety_stock,
        "transit_stock": worth * D * one.transit_days / year,
        "quality": D * one.defect_rate * one.defect_cost,
        "payment": -f * D * one.unit_price * one.payment_days / year,
        "fixed": one.fixed_cost,
    }
    total = math.fsum(parts.values())
    return Ownership(**parts, total=total, per_unit=total / D, landed_cost=landed)


def break_even_price(
    annual_demand: float,
    terms: Terms,
    target: float,
    *,
    holding_rate: float = 0.0,
    finance_rate: float = 0.0,
    days: float = 360.0,
    stock_at: StockAt = "landed",
) -> float:
    """Give the unit price at which some terms cost as much in all as a target.

    ``target`` in money a year (another supplier's total); the rest as in :func:`total_cost_of_ownership`.
    Result in money a unit. SolverError when the other costs alone pass the target, and when the total does not
    rise with the price.

    The total is a straight line of the price: p = (target − total at 0) ÷ (total at 1 − total at 0).

    Source: definition; the total as in :func:`total_cost_of_ownership`.

    >>> round(break_even_price(6000, Terms(9, freight=1.3), 63_000), 4)
    9.2
    """
    goal = number("target", target)

    def at(price: float) -> float:
        other = replace(terms, unit_price=price)
        return total_cost_of_ownership(
            annual_demand,
            other,
            holding_rate=holding_rate,
            finance_rate=finance_rate,
            days=days,
            stock_at=stock_at,
        ).total

    base = at(0.0)
    slope = at(1.0) - base
    if goal < base or slope <= 0:
        raise SolverError("target", target, "over_other_costs", least=base)
    return (goal - base) / slope


def _checked(terms: Terms) -> Terms:
    for name in (
        "unit_price",
        "freight",
        "handling",
        "insurance_rate",
        "duty_rate",
        "order_cost",
        "safety_stock",
        "transit_days",
        "defect_cost",
        "fixed_cost",
    ):
        non_negative(name, getattr(terms, name))
    number("payment_days", terms.payment_days)
    if not 0 <= number("defect_rate", terms.defect_rate) <= 1:
        raise SolverError("defect_rate", terms.defect_rate, "closed_fraction")
    if terms.lot_size is not None:
        positive("lot_size", terms.lot_size)
    return terms
