"""The reorder point: the stock position at which the next lot is ordered."""

from __future__ import annotations

from dataclasses import dataclass

from solvers.arguments import non_negative, number

__all__ = ["ReorderPoint", "reorder_point"]


@dataclass(frozen=True, slots=True)
class ReorderPoint:
    """The level and the two parts it is the sum of, in units."""

    level: float
    lead_time_demand: float
    safety_stock: float


def reorder_point(daily_demand: float, lead_time_days: float, safety_stock: float = 0.0) -> ReorderPoint:
    """Add the safety stock to what is expected to be asked between order and receipt.

    ``daily_demand`` d in units a day and ``lead_time_days`` L in days (or both in another period), 0 or
    more; ``safety_stock`` in units, which may be negative where a low service level asks for it.
    SolverError otherwise. The level is one of position (on hand + on order − backorders), so it may
    exceed the lot size when the lead time spans several cycles. It assumes that the position is looked at
    continuously; under daily review the demand of the review day comes on top.

    s = d·L + SS.

    Source: Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains, section on the
    (s, Q) system.

    >>> reorder_point(daily_demand=50, lead_time_days=6, safety_stock=40).level
    340.0
    """
    demand = non_negative("daily_demand", daily_demand) * non_negative("lead_time_days", lead_time_days)
    safety = number("safety_stock", safety_stock)
    return ReorderPoint(level=demand + safety, lead_time_demand=demand, safety_stock=safety)
