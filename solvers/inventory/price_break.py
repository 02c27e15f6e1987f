"""The lot to order under a price scale, a minimum order and a pack multiple: whole packs only."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from solvers.arguments import LARGEST, non_negative, positive
from solvers.errors import SolverError
from solvers.inventory import quantity_discount as scale

__all__ = ["BreakCandidate", "PriceBreak", "best_order_quantity"]

Scheme = Literal["all_units", "incremental"]


@dataclass(frozen=True, slots=True)
class BreakCandidate:
    """One line of the comparison: a lot worth looking at, what a unit costs on average in it, its yearly cost."""

    lot_size: float
    unit_price: float
    purchase_cost: float
    ordering_cost: float
    holding_cost: float
    annual_cost: float


@dataclass(frozen=True, slots=True)
class PriceBreak:
    """The best lot's line, and every line compared, smallest lot first."""

    best: BreakCandidate
    candidates: tuple[BreakCandidate, ...]


def best_order_quantity(
    annual_demand: float,
    order_cost: float,
    holding_rate: float,
    breaks: Sequence[float],
    unit_prices: Sequence[float],
    *,
    minimum: float = 0.0,
    multiple: float = 1.0,
    scheme: Scheme = "all_units",
    other_holding_cost: float = 0.0,
) -> PriceBreak:
    """Find the cheapest lot that the supplier will deliver: from its minimum, in whole packs.

    Arguments, units and refusals as in :func:`quantity_discount.all_units_discount`; ``minimum`` of an order
    in units (0 or more), ``multiple`` the units of a pack (above 0), ``scheme`` "all_units" (the price reached
    counts for the whole lot) or "incremental" (for the units beyond each break). The smaller lot on a tie.

    Within a band the cost is convex in the lot: the whole packs on either side of the band's economic lot, the
    first of the band and the last before the next break are the only ones that can win.

    Source: Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains, section 4.5 (all
    units); Snyder & Shen, Fundamentals of Supply Chain Theory, section 3.4; whole packs by convexity.

    >>> found = best_order_quantity(1200, 40, 0.2, [0, 250], [10, 9.5], minimum=100, multiple=60)
    >>> found.best.lot_size, round(found.best.annual_cost, 2)
    (300.0, 11845.0)
    >>> [line.lot_size for line in found.candidates]
    [120.0, 180.0, 240.0, 300.0]
    """
    if scheme not in {"all_units", "incremental"}:
        raise SolverError("scheme", scheme, "one_of", words="all_units, incremental")
    pack, least = positive("multiple", multiple), non_negative("minimum", minimum)
    search = scale.all_units_discount if scheme == "all_units" else scale.incremental_discount
    bands = search(
        annual_demand, order_cost, holding_rate, breaks, unit_prices, other_holding_cost=other_holding_cost
    ).bands
    lots: set[int] = set()
    for band in bands:
        first = max(1, _packs_up(max(band.lowest, least) / pack))
        last = math.inf if band.next_break is None else _packs_up(band.next_break / pack) - 1
        if first <= last:
            wished = band.economic_lot / pack
            around = (first, math.floor(wished), math.ceil(wished), last)
            lots |= {int(min(max(packs, first), last)) for packs in around if packs < LARGEST}
    lines = sorted(
        (
            _line(
                packs * pack,
                annual_demand,
                order_cost,
                holding_rate,
                breaks,
                unit_prices,
                scheme,
                other_holding_cost,
            )
            for packs in lots
        ),
        key=lambda line: line.lot_size,
    )
    return PriceBreak(min(lines, key=lambda line: (line.annual_cost, line.lot_size)), tuple(lines))


def _line(
    lot: float,
    D: float,
    K: float,
    rate: float,
    breaks: Sequence[float],
    prices: Sequence[float],
    scheme: Scheme,
    other: float,
) -> BreakCandidate:
    price = prices[sum(lowest <= lot for lowest in breaks) - 1]
    if scheme == "incremental":
        # Each band's units at its own price; with a minimum order the units below it cost the first price.
        edges = [0.0, *breaks[1:], math.inf]
        paid = math.fsum(
            one * max(0.0, min(lot, high) - low)
            for one, (low, high) in zip(prices, pairwise(edges), strict=True)
        )
        price = paid / lot
    purchase, ordering, holding = price * D, K * D / lot, (rate * price + other) * lot / 2
    return BreakCandidate(lot, price, purchase, ordering, holding, purchase + ordering + holding)


def _packs_up(packs: float) -> int:
    return math.ceil(float(f"{packs:.12g}"))
