"""The periodic policy (R, S) for goods with a fixed shelf life: how much must be wasted, and a level that weighs it.

Oldest goods go first (FEFO). With the order of events told in ``unit_demand``, a lot received before the
demand of period r can be sold in the m periods r … r + m − 1 and is written off at the opening of period r +
m.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from solvers.arguments import non_negative, positive, whole
from solvers.errors import SolverError
from solvers.inventory.order_up_to import best_order_up_to, periodic_service
from solvers.inventory.unit_demand import LONGEST_SUM, UnitDemand, demand_over, expected_short

__all__ = ["PerishableLevel", "least_waste", "perishable_level"]


@dataclass(frozen=True, slots=True)
class PerishableLevel:
    """The level in units, the estimated cost in money a period, and the least units wasted a period."""

    S: int
    cost: float
    least_waste: float


def least_waste(S: int, demand: UnitDemand, shelf_life: int, review_period: int, lead_time: int) -> float:
    """Give a floor under the units that (R, S) wastes in a period, oldest goods first.

    ``S`` in whole units; ``demand`` of one period; ``shelf_life`` m in whole periods, 1 or more;
    ``review_period`` R, 1 or more, and ``lead_time`` L, 1 or more, in whole periods, 1 000 for L + m − 1 at
    most. SolverError otherwise. Holds whether customers wait or not. Result in units a period.

    Of the S units in the position after a review, those that the demand of L + m − 1 periods does not take
    are wasted, and they belong to n = ⌊(L + m − 1)/R⌋ + 1 orders: waste per period ≥ E[(S −
    D_{L+m−1})⁺]/(n·R).

    Source: Chazan & Gal 1977, A Markovian model for a perishable product inventory (R = 1, no lead time),
    whose argument is carried over to R and L; Nahmias 1982, Perishable inventory theory: a review.

    >>> from solvers.inventory.unit_demand import poisson_demand
    >>> round(least_waste(30, poisson_demand(6), shelf_life=4, review_period=1, lead_time=1), 4)
    1.2591
    """
    level, mean = whole("S", S), demand.mean
    orders, periods = _exposure(shelf_life, review_period, lead_time)
    over = _over(demand, periods)
    left = level - mean * periods + float(expected_short(over, [level])[0])
    return max(left, 0.0) / (orders * review_period)


def perishable_level(
    demand: UnitDemand,
    shelf_life: int,
    review_period: int,
    lead_time: int,
    holding_cost: float,
    backorder_cost: float,
    waste_cost: float,
) -> PerishableLevel:
    """Give an order-up-to level that weighs shortage and holding against the least waste.

    ``demand`` of one period; ``shelf_life`` m, ``review_period`` R and ``lead_time`` L as in
    :func:`least_waste`; ``holding_cost`` h and ``backorder_cost`` b per unit and period at its close, greater
    than 0; ``waste_cost`` w per unit written off (its cost less what it still brings, plus disposal), 0 or
    more. SolverError otherwise. Near-best: the true waste is above its floor, so the true best level is a
    little lower. Ordering costs are left out.

    S = argmin h·E[on hand] + b·E[backorders] + w·least_waste(S), the stock and backorders as if nothing
    perished; the sum is convex in S.

    Source: Nahmias 1976, Myopic approximations for the perishable inventory problem (the waste charged to the
    order-up-to level in a one-period cost); floor of Chazan & Gal 1977.

    >>> from solvers.inventory.unit_demand import poisson_demand
    >>> found = perishable_level(poisson_demand(6), 3, 1, 1, holding_cost=0.1, backorder_cost=5, waste_cost=4)
    >>> found.S, round(found.least_waste, 3)
    (11, 0.014)
    """
    holding = positive("holding_cost", holding_cost)
    backorder = positive("backorder_cost", backorder_cost)
    waste = non_negative("waste_cost", waste_cost)
    _exposure(shelf_life, review_period, lead_time)

    def cost(S: int) -> float:
        service = periodic_service(S, demand, review_period, lead_time)
        wasted = least_waste(S, demand, shelf_life, review_period, lead_time)
        return holding * service.mean_on_hand + backorder * service.mean_backorders + waste * wasted

    # Waste only lowers the level: the least is at or under the level of goods that keep.
    last = best_order_up_to(demand, review_period, lead_time, holding, backorder).S
    first = min(0, last)
    while first < last:
        middle = (first + last) // 2
        if cost(middle) <= cost(middle + 1):
            last = middle
        else:
            first = middle + 1
    wasted = least_waste(first, demand, shelf_life, review_period, lead_time)
    return PerishableLevel(first, cost(first), wasted)


@lru_cache(maxsize=16)
def _over(demand: UnitDemand, periods: int) -> UnitDemand:
    return demand_over(demand, periods)


def _exposure(shelf_life: int, review_period: int, lead_time: int) -> tuple[int, int]:
    """How many orders the position holds units of, and how many periods of demand these units meet."""
    life, review, lead = (
        whole("shelf_life", shelf_life),
        whole("review_period", review_period),
        whole("lead_time", lead_time),
    )
    for name, value in (("shelf_life", life), ("review_period", review), ("lead_time", lead)):
        if not 1 <= value <= LONGEST_SUM // 2:
            raise SolverError(name, value, "count_between", least=1, most=LONGEST_SUM // 2)
    periods = lead + life - 1
    return periods // review + 1, periods
