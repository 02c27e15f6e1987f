"""Lots of a fixed size, or of a minimum and a multiple."""

from __future__ import annotations

import math
from collections.abc import Sequence

from solvers.arguments import non_negative, positive
from solvers.planning.lots.needs import NOISE, Lots, checked_needs, costed

__all__ = ["fixed_quantity", "minimum_multiple", "rounded_lot"]


def rounded_lot(need: float, minimum: float = 0.0, multiple: float = 0.0) -> float:
    """Return the least lot that covers a need: ``minimum`` at least, and whole ``multiple``s (0: any figure).

    All in units. SolverError for figures under 0.

    Source: definition of the rule.

    >>> rounded_lot(49, multiple=12), rounded_lot(5, minimum=20, multiple=12), rounded_lot(0, minimum=20)
    (60.0, 24.0, 0.0)
    """
    wanted = non_negative("need", need)
    least, pack = non_negative("minimum", minimum), non_negative("multiple", multiple)
    if wanted <= NOISE:
        return 0.0
    lot = max(wanted, least)
    return math.ceil(lot / pack - NOISE) * pack if pack else lot


def minimum_multiple(
    needs: Sequence[float],
    minimum: float = 0.0,
    multiple: float = 0.0,
    setup: float | Sequence[float] = 0.0,
    holding: float | Sequence[float] = 0.0,
) -> Lots:
    """Order what the stock of earlier lots does not cover: a minimum at least, in whole multiples.

    Needs in units by period, from no stock; ``setup`` in money per order, ``holding`` in money per unit and
    period. SolverError for figures out of range.

    lot(t) = ⌈max(need(t) − stock(t − 1), minimum) / multiple⌉ × multiple when the stock does not cover need(t).

    Source: Orlicky, Material Requirements Planning (1975), chapter 6 (lot size adjustments).

    >>> minimum_multiple([11, 55, 55, 15], multiple=12).lots
    (12.0, 60.0, 60.0, 12.0)
    """
    wanted = checked_needs(needs)
    least, pack = non_negative("minimum", minimum), non_negative("multiple", multiple)
    lots, left = [], 0.0
    for need in wanted:
        short = need - left
        lot = rounded_lot(short, least, pack) if short > NOISE * max(1.0, need) else 0.0
        lots.append(lot)
        left += lot - need
    return costed(wanted, lots, setup, holding)


def fixed_quantity(
    needs: Sequence[float],
    quantity: float,
    setup: float | Sequence[float] = 0.0,
    holding: float | Sequence[float] = 0.0,
) -> Lots:
    """Order a fixed lot, or several of it when one is not enough, whenever the stock does not cover the need.

    Needs and ``quantity`` (above 0) in units; costs as for ``minimum_multiple``. SolverError for figures out
    of range.

    Source: Orlicky, Material Requirements Planning (1975), chapter 6 (fixed order quantity).

    >>> fixed_quantity([0, 32, 10, 10], 30).lots
    (0.0, 60.0, 0.0, 0.0)
    """
    return minimum_multiple(needs, multiple=positive("quantity", quantity), setup=setup, holding=holding)
