"""Least unit cost: the lot of least cost per unit."""

from __future__ import annotations

from collections.abc import Sequence

from solvers.planning.lots.needs import Lots
from solvers.planning.lots.silver_meal import until_it_rises

__all__ = ["least_unit_cost"]


def least_unit_cost(needs: Sequence[float], setup: float, holding: float) -> Lots:
    """Lengthen each lot as long as its cost per unit does not rise.

    Needs in units by period, ``setup`` in money per order, ``holding`` in money per unit and period.
    SolverError for figures out of range.

    (setup + holding·Σ (t − first)·need(t)) / Σ need(t).

    Source: Orlicky, Material Requirements Planning (1975), chapter 6; Nahmias, Production and Operations
    Analysis, section 7.2.

    >>> found = least_unit_cost([18, 30, 42, 5, 20], setup=80, holding=2)
    >>> found.lots, found.cost
    ((48.0, 0.0, 42.0, 25.0, 0.0), 340.0)
    """
    return until_it_rises(needs, setup, holding, lambda cost, quantity, _: cost / quantity)
