"""The economic quantity turned into a number of periods."""

from __future__ import annotations

import math
from collections.abc import Sequence

from solvers.arguments import non_negative, positive
from solvers.planning.lots.fixed_period import fixed_period
from solvers.planning.lots.needs import MOST_PERIODS, Lots, checked_needs

__all__ = ["order_interval", "period_order_quantity"]


def order_interval(needs: Sequence[float], setup: float, holding: float) -> int:
    """Return the whole number of periods that an economic quantity lasts, the nearest and at least 1.

    Needs in units by period, ``setup`` in money per order, ``holding`` in money per unit and period (above 0).
    SolverError for figures out of range. Without any need, 1.

    √(2·setup / (mean need · holding)), rounded half up.

    Source: Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains, section 5.6.

    >>> order_interval([35, 30, 40, 0, 10, 40, 30, 0, 30, 55], setup=100, holding=1)
    3
    """
    wanted = checked_needs(needs)
    ordering, keeping = non_negative("setup", setup), positive("holding", holding)
    mean = math.fsum(wanted) / len(wanted)
    if mean <= 0:
        return 1
    return min(max(math.floor(math.sqrt(2 * ordering / (mean * keeping)) + 0.5), 1), MOST_PERIODS)


def period_order_quantity(needs: Sequence[float], setup: float, holding: float) -> Lots:
    """Order the needs of the number of periods that an economic quantity lasts.

    Needs and costs as for ``order_interval``; the count starts over at the first need that no lot covers.
    SolverError for figures out of range.

    Source: Orlicky, Material Requirements Planning (1975), chapter 6 (period order quantity).

    >>> period_order_quantity([35, 30, 40, 0, 10, 40, 30, 0, 30, 55], setup=100, holding=1).lots
    (105.0, 0.0, 0.0, 0.0, 80.0, 0.0, 0.0, 0.0, 85.0, 0.0)
    """
    return fixed_period(needs, order_interval(needs, setup, holding), setup, holding)
