"""What a lane does to an order and to a shipment: split, minimum, multiple, price, rejects, trucks."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.network.world import Lane, Truck

Number = int | float

SHARE_UNITS = 10**6  # a share counts in millionths, so that a split is exact


def split(quantity: int, shares: Sequence[Number]) -> list[int]:
    """Split units in proportion to shares, whole units by largest remainder, the first on a tie."""
    weights = [round(share * SHARE_UNITS) for share in shares]
    total = sum(weights)
    parts = [quantity * weight // total for weight in weights]
    remainders = [quantity * weight % total for weight in weights]
    left = quantity - sum(parts)
    for place in sorted(range(len(parts)), key=lambda place: -remainders[place])[:left]:
        parts[place] += 1
    return parts


def line_quantity(quantity: int, minimum: int, multiple: int) -> int:
    """Return the units ordered for a wish above 0: at least the minimum, then up to a multiple."""
    return -(-max(quantity, minimum) // multiple) * multiple


def raise_largest(quantities: list[int], multiples: Sequence[int], minimum_total: int) -> None:
    """Raise the largest line (the first on a tie), by multiples, until the order reaches its minimum in units."""
    short = minimum_total - sum(quantities)
    if quantities and short > 0:
        place = max(range(len(quantities)), key=lambda place: quantities[place])
        quantities[place] += -(-short // multiples[place]) * multiples[place]


def price_of(lane: Lane, item: str, quantity: Number, unit_cost: Number) -> Number:
    """Return the price a unit of a line: of its highest break reached, else the item's cost."""
    reached = [one for one in lane.prices if one.item == item and quantity >= one.least]
    return max(reached, key=lambda one: one.least).price if reached else unit_cost


def rejected(quantity: int, good_share: Number, uniform: float) -> int:
    """Return the units of a receipt that are not good: their mean share is 1 - good_share, in whole units."""
    return min(math.floor(quantity * (1 - good_share) + uniform), quantity)


def trucks(volume: Number, truck: Truck) -> int:
    """Return the trucks that carry a volume; a billionth too much fills no truck of its own."""
    return math.ceil(round(volume / truck.capacity, 9))
