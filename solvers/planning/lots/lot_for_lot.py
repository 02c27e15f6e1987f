"""Lot for lot: each need ordered as it comes."""

from __future__ import annotations

from collections.abc import Sequence

from solvers.planning.lots.needs import Lots, checked_needs, costed

__all__ = ["lot_for_lot"]


def lot_for_lot(
    needs: Sequence[float], setup: float | Sequence[float] = 0.0, holding: float | Sequence[float] = 0.0
) -> Lots:
    """Order each period what it needs: no stock, as many orders as there are needs.

    Needs in units by period, ``setup`` in money per order, ``holding`` in money per unit and period.
    SolverError for figures out of range.

    Source: Orlicky, Material Requirements Planning (1975), chapter 6.

    >>> lot_for_lot([18, 0, 42], setup=80).cost
    160.0
    """
    return costed(needs, checked_needs(needs), setup, holding)
