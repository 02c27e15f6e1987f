"""Landed cost: what goods cost at the door, costs shared between their lines."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from solvers.arguments import non_negative, positive
from solvers.errors import SolverError

__all__ = ["Goods", "LandedLine", "SharedBy", "landed_cost"]

SharedBy = Literal["value", "weight", "quantity"]


@dataclass(frozen=True, slots=True)
class Goods:
    """A line of an import: units, unit price in the seller's money, weight in all (kg), duty in the buyer's money."""

    item: str
    quantity: float
    unit_price: float
    weight_kg: float = 0.0
    duty: float = 0.0


@dataclass(frozen=True, slots=True)
class LandedLine:
    """A line's cost in the buyer's money: goods, shared costs, duty, total, per unit, and total over goods."""

    item: str
    goods: float
    costs: float
    duty: float
    total: float
    per_unit: float
    coefficient: float


def landed_cost(
    lines: Sequence[Goods],
    costs: Mapping[str, float],
    exchange_rate: float = 1.0,
    shared_by: SharedBy = "value",
) -> tuple[LandedLine, ...]:
    """Give what each line of an import costs at the door, VAT that is recovered left out.

    ``costs`` in the buyer's money for the whole (carriage, insurance, terminal, agent), shared ``by`` value, weight
    or quantity; ``exchange_rate`` units of the buyer's money for one of the seller's. SolverError for figures out of
    range, no line, nothing to share by.

    Source: definition of the landed cost; French courses on the coût de revient à l'importation.

    >>> [round(one.per_unit, 3) for one in landed_cost([Goods("A", 100, 5), Goods("B", 50, 10)], {"freight": 80}, 0.9)]
    [4.9, 9.8]
    """
    if not lines:
        raise SolverError("lines", lines, "some_goods")
    if shared_by not in get_args(SharedBy):
        raise SolverError("shared_by", shared_by, "one_of", words=", ".join(get_args(SharedBy)))
    rate = positive("exchange_rate", exchange_rate)
    goods = [
        positive(f"quantity of {one.item}", one.quantity)
        * non_negative(f"unit_price of {one.item}", one.unit_price)
        for one in lines
    ]
    weights = {
        "value": goods,
        "weight": [non_negative(f"weight_kg of {one.item}", one.weight_kg) for one in lines],
        "quantity": [one.quantity for one in lines],
    }[shared_by]
    whole = math.fsum(weights)
    total = math.fsum(non_negative(f"costs.{name}", amount) for name, amount in costs.items())
    if not whole and total:
        raise SolverError("shared_by", shared_by, "something_to_share_by")
    found: list[LandedLine] = []
    for one, value, weight in zip(lines, goods, weights, strict=True):
        part = total * weight / whole if whole else 0.0
        duty = non_negative(f"duty of {one.item}", one.duty)
        cost = value * rate + part + duty
        worth = cost / (value * rate) if value else 0.0
        found.append(LandedLine(one.item, value * rate, part, duty, cost, cost / one.quantity, worth))
    return tuple(found)
