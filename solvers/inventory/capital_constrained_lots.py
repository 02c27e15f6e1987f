"""Lots under a ceiling: capital, volume or floor that the stock of several items may take together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from solvers.arguments import SMALLEST, non_negative, positive
from solvers.errors import SolverError

__all__ = ["CeilingItem", "ConstrainedLots", "capital_constrained_lots"]

MAX_ITEMS = 2_000


@dataclass(frozen=True, slots=True)
class CeilingItem:
    """An item: demand in units a year, order cost, holding in money per unit a year, what one takes of the ceiling."""

    annual_demand: float
    order_cost: float
    holding_cost: float
    use: float


@dataclass(frozen=True, slots=True)
class ConstrainedLots:
    """The lots in units, what the stock takes of the ceiling, the yearly cost.

    ``multiplier`` is what one more unit of ceiling would save a year (0 when the ceiling does not bind);
    ``free_use`` and ``free_cost`` are those of the economic quantities.
    """

    lot_sizes: tuple[float, ...]
    used: float
    annual_cost: float
    multiplier: float
    binding: bool
    free_use: float
    free_cost: float


def capital_constrained_lots(
    items: Sequence[CeilingItem], ceiling: float, *, share: float = 0.5
) -> ConstrainedLots:
    """Find the lots of least ordering and holding cost whose stock stays under a ceiling.

    Items (1 to 2 000) with figures above 0, ``use`` 0 or more (its price for a ceiling of capital, its
    volume for one of space). ``ceiling`` above 0, in the unit of use × units. ``share`` of the lots that is in
    stock, above 0: 0.5 for the mean stock, 1 when all lots may arrive together. SolverError otherwise.

    Least Σ K·D/Q + h·Q/2 subject to Σ share·u·Q ≤ ceiling: Q(λ) = √( 2·K·D / (h + 2·share·λ·u) ), with λ = 0
    when the economic quantities keep the ceiling, else the λ at which they meet it. Where h is the same rate
    of u for every item, all the economic quantities shrink in one proportion: ceiling ÷ their use.

    Source: Hadley & Whitin, Analysis of Inventory Systems, 1963, section 2-11; Nahmias, Production and
    Operations Analysis, section 4.8.

    >>> three = [CeilingItem(1850, 100, 12.5, 50), CeilingItem(1150, 150, 87.5, 350)]
    >>> three += [CeilingItem(800, 50, 21.25, 85)]
    >>> found = capital_constrained_lots(three, 30_000, share=1)
    >>> [round(lot) for lot in found.lot_sizes], round(found.used, 6)
    ([144, 53, 51], 30000.0)
    """
    if not 1 <= len(items) <= MAX_ITEMS:
        raise SolverError("items", len(items), "count_between", least=1, most=MAX_ITEMS)
    room, part = positive("ceiling", ceiling), positive("share", share)
    figures = [
        (
            2
            * positive(f"items[{at}].order_cost", one.order_cost)
            * positive(f"items[{at}].annual_demand", one.annual_demand),
            positive(f"items[{at}].holding_cost", one.holding_cost),
            part * non_negative(f"items[{at}].use", one.use),
        )
        for at, one in enumerate(items)
    ]

    def lots(multiplier: float) -> list[float]:
        return [math.sqrt(twice / (h + 2 * multiplier * u)) for twice, h, u in figures]

    def used(quantities: Sequence[float]) -> float:
        return math.fsum(u * Q for (_, _, u), Q in zip(figures, quantities, strict=True))

    def cost(quantities: Sequence[float]) -> float:
        return math.fsum(
            twice / (2 * Q) + h * Q / 2 for (twice, h, _), Q in zip(figures, quantities, strict=True)
        )

    free = lots(0.0)
    free_use, free_cost = used(free), cost(free)
    if free_use <= room:
        return ConstrainedLots(tuple(free), free_use, free_cost, 0.0, False, free_use, free_cost)
    low, high = 0.0, SMALLEST
    while used(lots(high)) > room:
        low, high = high, high * 4
    for _ in range(200):
        middle = (low + high) / 2
        if middle in {low, high}:
            break
        if used(lots(middle)) > room:
            low = middle
        else:
            high = middle
    best = lots(high)  # the side that keeps the ceiling
    return ConstrainedLots(tuple(best), used(best), cost(best), high, True, free_use, free_cost)
