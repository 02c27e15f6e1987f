"""A carrier's bill: freight, the revision for the price of fuel, supplements."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from solvers.arguments import non_negative, number, positive
from solvers.errors import SolverError

__all__ = [
    "BillLine",
    "FreightBill",
    "FuelStep",
    "Supplement",
    "freight_bill",
    "fuel_step_rate",
    "fuel_surcharge_rate",
]

Base = Literal["freight", "fuelled"]


@dataclass(frozen=True, slots=True)
class FuelStep:
    """A step of a carrier's fuel table: from this index, this rate of the freight."""

    index: float
    rate: float


@dataclass(frozen=True, slots=True)
class Supplement:
    """A line of a bill: ``amount`` in money × ``quantity``, plus ``rate`` of a ``base``, at least ``minimum``.

    ``base`` "freight" without the fuel revision, "fuelled" with it.
    """

    supplement: str
    amount: float = 0.0
    quantity: float = 1.0
    rate: float = 0.0
    base: Base = "freight"
    minimum: float = 0.0


@dataclass(frozen=True, slots=True)
class BillLine:
    """A line of a bill and its money."""

    line: str
    amount: float


@dataclass(frozen=True, slots=True)
class FreightBill:
    """Freight, fuel revision (below 0 when fuel got cheaper), supplements line by line, total before tax."""

    freight: float
    fuel: float
    lines: tuple[BillLine, ...]
    supplements: float
    total: float


def fuel_surcharge_rate(share: float, base_index: float, index: float, threshold: float = 0.0) -> float:
    """Give the rate by which a price of carriage is revised for the price of fuel.

    ``share`` of fuel in the cost price, 0 to 1; ``base_index`` of the contract and ``index`` of the month,
    above 0, of the same series; ``threshold`` the relative change of the index below which nothing is revised.
    SolverError otherwise. Below 0 when the index fell.

    share · (index − base) / base.

    Source: method of the French national road committee (CNR), code of transport, art. L3222-1.

    >>> round(fuel_surcharge_rate(0.25, 160, 184), 4)
    0.0375
    """
    if not 0 <= number("share", share) <= 1:
        raise SolverError("share", share, "closed_fraction")
    base, now = positive("base_index", base_index), positive("index", index)
    least = non_negative("threshold", threshold)
    change = (now - base) / base
    return 0.0 if abs(change) < least else share * change


def fuel_step_rate(steps: Sequence[FuelStep], index: float) -> float:
    """Give the fuel rate that a carrier's table has for an index.

    ``steps`` with rising indices; 0 below the first. SolverError otherwise.

    Source: usage of parcel carriers.

    >>> fuel_step_rate([FuelStep(150, 0.04), FuelStep(160, 0.045)], 158)
    0.04
    """
    if not steps:
        raise SolverError("steps", [], "some_numbers")
    for before, after in pairwise(steps):
        if number("steps.index", after.index) <= before.index:
            raise SolverError("steps.index", after.index, "rising_break", before=before.index)
    level = number("index", index)
    reached = [
        number("steps.rate", step.rate) for step in steps if number("steps.index", step.index) <= level
    ]
    return reached[-1] if reached else 0.0


def freight_bill(
    freight: float, *, fuel_rate: float = 0.0, supplements: Sequence[Supplement] = ()
) -> FreightBill:
    """Make the bill of a shipment: freight, fuel revision, supplements, total before tax.

    ``freight`` in money, 0 or more; ``fuel_rate`` a share of it, above −1; supplements 0 or more with a known
    base. SolverError otherwise.

    Source: usage of carriers.

    >>> bill = freight_bill(200, fuel_rate=0.05, supplements=[Supplement("tail lift", 15), Supplement("ADR", rate=0.1)])
    >>> bill.fuel, bill.supplements, bill.total
    (10.0, 35.0, 245.0)
    """
    price = non_negative("freight", freight)
    if number("fuel_rate", fuel_rate) <= -1:
        raise SolverError("fuel_rate", fuel_rate, "more_than", least=-1)
    fuel = price * fuel_rate
    lines = []
    for one in supplements:
        if one.base not in {"freight", "fuelled"}:
            raise SolverError(f"base ({one.supplement})", one.base, "one_of", words="freight, fuelled")
        figures = {
            name: non_negative(f"{name} ({one.supplement})", getattr(one, name))
            for name in ("amount", "quantity", "rate", "minimum")
        }
        base = price if one.base == "freight" else price + fuel
        plain = figures["amount"] * figures["quantity"] + figures["rate"] * base
        lines.append(BillLine(one.supplement, max(plain, figures["minimum"])))
    extra = math.fsum(line.amount for line in lines)
    return FreightBill(price, fuel, tuple(lines), extra, math.fsum((price, fuel, extra)))
