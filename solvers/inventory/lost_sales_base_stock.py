"""Base stock where what is short is lost: exact cost and best level, looked at once a period or at every instant.

A lost sale frees stock for the next customer, so the position no longer tells the stock at the receipt: the
orders under way are the state of a Markov chain, small enough for lead times of a few periods only.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from solvers.arguments import non_negative, positive, whole
from solvers.errors import SolverError
from solvers.inventory.stationary import LARGEST_CHAIN, FloatArray, IntArray, stationary
from solvers.inventory.unit_demand import UnitDemand

__all__ = [
    "LARGEST_LEVEL",
    "LONGEST_LEAD_TIME",
    "LostSalesService",
    "best_lost_sales_level",
    "erlang_loss",
    "lost_sales_service",
]

LARGEST_LEVEL = 10_000  # units, where the lead time is 0 or 1 and there is no chain to solve
LONGEST_LEAD_TIME = 12  # periods
_LARGEST_STATES = 10_000


@dataclass(frozen=True, slots=True)
class LostSalesService:
    """The level in units, its cost in money a period, the share of demand served, and what a period leaves and loses.

    ``mean_on_hand`` is the stock at the close and ``mean_lost`` the sales lost in a period, both in units.
    """

    S: int
    cost: float
    fill_rate: float
    mean_on_hand: float
    mean_lost: float


def lost_sales_service(
    S: int, demand: UnitDemand, lead_time: int, holding_cost: float, lost_sale_cost: float
) -> LostSalesService:
    """Give the exact cost and service of base stock S looked at once a period, when what is short is lost.

    ``S`` in whole units, 0 to 10 000; ``demand`` of one period, its mean greater than 0; ``lead_time`` L in
    whole periods, 0 to 12, with the order of events told in ``unit_demand``; ``holding_cost`` h per unit and
    period at its close and ``lost_sale_cost`` p per unit, 0 or more. SolverError otherwise, and when S and L
    make more than 10 000 states (C(S + L − 1, L − 1)): take a larger unit.

    State: the last L − 1 orders, each the sales of its period; at the opening S less these is on hand, and
    sales = min(D, that). Shares of the states by ``stationary``; cost = h·E[stock at the close] + p·E[lost].

    Source: Zipkin 2008, Old and new methods for lost-sales inventory systems (his lead time is L − 1 here);
    Karlin & Scarf 1958.

    >>> from solvers.inventory.unit_demand import poisson_demand
    >>> found = lost_sales_service(13, poisson_demand(5), 2, holding_cost=1, lost_sale_cost=4)
    >>> round(found.cost, 2), round(found.fill_rate, 3)
    (4.39, 0.954)
    """
    level, lead = whole("S", S), whole("lead_time", lead_time)
    if not 0 <= level <= LARGEST_LEVEL:
        raise SolverError("S", S, "count_between", least=0, most=LARGEST_LEVEL)
    if not 0 <= lead <= LONGEST_LEAD_TIME:
        raise SolverError("lead_time", lead_time, "count_between", least=0, most=LONGEST_LEAD_TIME)
    holding = non_negative("holding_cost", holding_cost)
    penalty = non_negative("lost_sale_cost", lost_sale_cost)
    mean = positive("demand", demand.mean)
    masses = np.array(demand.probabilities)
    available, shares = _openings(level, masses, demand.least, max(lead - 1, 0))
    figures = np.arange(demand.least, demand.largest + 1)
    sold = float(shares @ (np.minimum(figures[None, :], available[:, None]) @ masses))
    # At the close the orders under way are those of the last L periods, sold on average each; with L = 0 the
    # order is received after the review, and the close finds S.
    on_hand = max(level - lead * sold, 0.0)
    lost = max(mean - sold, 0.0)
    return LostSalesService(
        S=level,
        cost=holding * on_hand + penalty * lost,
        fill_rate=min(sold / mean, 1.0),
        mean_on_hand=on_hand,
        mean_lost=lost,
    )


def best_lost_sales_level(
    demand: UnitDemand, lead_time: int, holding_cost: float, lost_sale_cost: float
) -> LostSalesService:
    """Give the best base-stock level looked at once a period, when what is short is lost.

    Arguments as in :func:`lost_sales_service`, both costs greater than 0; SolverError likewise. The cost is
    convex in S (Janakiraman & Roundy 2004), so the search only goes downhill.

    min_S h·E[stock at the close] + p·E[lost], by thirds between two levels that enclose the least.

    Source: Zipkin 2008; Janakiraman & Roundy 2004, Lost-sales problems with stochastic lead times: convexity
    results for base-stock policies.

    >>> from solvers.inventory.unit_demand import poisson_demand
    >>> best_lost_sales_level(poisson_demand(5), 2, holding_cost=1, lost_sale_cost=4).S
    12
    """
    positive("holding_cost", holding_cost)
    positive("lost_sale_cost", lost_sale_cost)

    def at(S: int) -> LostSalesService:
        return lost_sales_service(S, demand, lead_time, holding_cost, lost_sale_cost)

    middle = at(math.ceil(demand.mean * max(lead_time, 1)))
    lower, upper, step = at(max(middle.S - 1, 0)), at(middle.S + 1), 1
    while upper.cost < middle.cost:
        step *= 2
        lower, middle, upper = middle, upper, at(upper.S + step)
    while lower.cost < middle.cost:
        step *= 2
        lower, middle, upper = at(max(lower.S - step, 0)), lower, middle
    first, last = lower.S, upper.S
    while last - first > 2:
        left, right = at(first + (last - first) // 3), at(last - (last - first) // 3)
        if left.cost <= right.cost:
            last = right.S
        else:
            first = left.S
    return min((at(S) for S in range(first, last + 1)), key=lambda found: (found.cost, found.S))


def erlang_loss(S: int, lead_time_demand_mean: float) -> float:
    """Give the share of customers lost by one-for-one replenishment from S units, watched at every instant.

    ``S`` in whole units, 0 to 10 000; mean λL of the Poisson demand over the lead time in units, 0 or more.
    SolverError otherwise. Result from 0 to 1, whatever the distribution of the lead time.

    B(S) = (λL)^S/S! / Σ_{k=0}^{S} (λL)^k/k!, by B(S) = λL·B(S−1)/(S + λL·B(S−1)).

    Source: Erlang 1917; Karush 1957, A queuing model for an inventory problem; Hadley & Whitin, section 4-11.

    >>> round(erlang_loss(10, 5), 4)
    0.0184
    """
    level, load = whole("S", S), non_negative("lead_time_demand_mean", lead_time_demand_mean)
    if not 0 <= level <= LARGEST_LEVEL:
        raise SolverError("S", S, "count_between", least=0, most=LARGEST_LEVEL)
    lost = 1.0
    for k in range(1, level + 1):
        lost = load * lost / (k + load * lost)
    return lost


def _openings(level: int, masses: FloatArray, least: int, under_way: int) -> tuple[IntArray, FloatArray]:
    """What may be on hand at an opening, and its long-run share: all the level when no order is under way."""
    if under_way == 0:
        return np.array([level], dtype=np.int64), np.ones(1)
    if under_way == 1 and (level + 1) ** 2 > LARGEST_CHAIN:
        raise SolverError("S", level, "states_within", limit=math.isqrt(LARGEST_CHAIN))
    orders = _vectors(level, under_way)
    free = level - orders.sum(axis=1)
    # The chance of each sale d < free, and all the rest at d = free.
    sales = np.arange(level + 1)
    chance = np.zeros(level + 1)
    inside = slice(least, min(least + masses.size, level + 1))
    chance[inside] = masses[: max(inside.stop - inside.start, 0)]
    beyond = 1 - np.concatenate([[0.0], np.cumsum(chance)])  # P(D >= d)
    source, sale = np.nonzero(sales[None, :] <= free[:, None])
    probability = np.where(sale == free[source], beyond[sale], chance[sale])
    kept = probability > 0
    source, sale, probability = source[kept], sale[kept], probability[kept]
    after = np.concatenate([orders[source][:, 1:], sale[:, None]], axis=1)
    # The vectors stand in increasing order, and so do their codes.
    target = np.searchsorted(_code(orders, level), _code(after, level))
    return free, stationary(source, target, probability, orders.shape[0])


def _vectors(level: int, length: int) -> IntArray:
    """Every vector of ``length`` whole figures whose sum is at most the level."""
    vectors = np.arange(level + 1, dtype=np.int64)[:, None]
    for _ in range(length - 1):
        room = level - vectors.sum(axis=1)
        repeated = np.repeat(vectors, room + 1, axis=0)
        if repeated.shape[0] > _LARGEST_STATES:
            raise SolverError("S", level, "states_within", limit=_LARGEST_STATES)
        starts = np.repeat(np.cumsum(room + 1) - (room + 1), room + 1)
        added = np.arange(repeated.shape[0]) - starts
        vectors = np.concatenate([repeated, added[:, None]], axis=1)
    if vectors.shape[0] > _LARGEST_STATES:
        raise SolverError("S", level, "states_within", limit=_LARGEST_STATES)
    return vectors


def _code(vectors: IntArray, level: int) -> IntArray:
    code = np.zeros(vectors.shape[0], dtype=np.int64)
    for column in vectors.T:
        code = code * (level + 1) + column
    return code
