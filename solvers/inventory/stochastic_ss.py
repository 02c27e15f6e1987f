"""The best (s, S) under random demand that waits: order up to S as soon as the position is at s or below.

Looked at once a period, in whole units, with the order of events told in ``unit_demand``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from solvers.arguments import non_negative, positive, whole
from solvers.errors import SolverError
from solvers.inventory.unit_demand import UnitDemand, demand_of_lead_time, expected_short, least_level

__all__ = ["LARGEST_GAP", "MinMaxLevels", "best_ss", "power_approximation", "ss_cost"]

FloatArray: TypeAlias = npt.NDArray[np.float64]

LARGEST_GAP = 5_000  # units between s and S: the renewal recursion takes its square


@dataclass(frozen=True, slots=True)
class MinMaxLevels:
    """The two levels in units and the expected cost in money a period, None where the method gives none."""

    s: float
    S: float
    cost: float | None


def ss_cost(
    s: int,
    S: int,
    demand: UnitDemand,
    order_cost: float,
    holding_cost: float,
    backorder_cost: float,
    lead_time: int,
) -> float:
    """Give the exact expected cost of (s, S) looked at once a period, demand waits.

    ``s`` and ``S`` in whole units, S above s by 5 000 at most; ``demand`` of one period, not always 0;
    ``order_cost`` K in money (0 or more), ``holding_cost`` h and ``backorder_cost`` b per unit and period at
    its close, greater than 0; ``lead_time`` in whole periods, 0 to 1 000. SolverError otherwise. Result in
    money a period.

    c(s, S) = [K + Σ_{j=0}^{S−s−1} m(j)·G(S − j)] / Σ_{j=0}^{S−s−1} m(j), m the renewal density of demand,
    m(j) = 1{j=0} + Σ_l P(D = l)·m(j − l), and G(y) = h·E[(y − D_L)⁺] + b·E[(D_L − y)⁺].

    Source: Veinott & Wagner 1965; Zheng & Federgruen 1991, equations 2 to 4; Snyder & Shen, section 4.4.

    >>> from solvers.inventory.unit_demand import poisson_demand
    >>> round(ss_cost(4, 10, poisson_demand(6), 5, 1, 4, lead_time=1), 6)
    8.034112
    """
    low, high = whole("s", s), whole("S", S)
    if not 1 <= high - low <= LARGEST_GAP:
        raise SolverError("S", S, "above_by", s=low, most=LARGEST_GAP)
    fixed = non_negative("order_cost", order_cost)
    standing = _Standing(demand, holding_cost, backorder_cost, lead_time)
    renewal = _Renewal(demand, high - low)
    m = renewal.density[: high - low]
    costs = standing.at(np.arange(high, low, -1, dtype=np.int64))
    return (fixed + float(m @ costs)) / float(m.sum())


def best_ss(
    demand: UnitDemand, order_cost: float, holding_cost: float, backorder_cost: float, lead_time: int
) -> MinMaxLevels:
    """Give the exact best (s, S) looked at once a period, demand waits.

    Arguments as in :func:`ss_cost`, SolverError likewise, and when the best gap is above 5 000 units: take a
    larger unit. Result in whole units and money a period. No other policy does better (Iglehart 1963).

    Zheng and Federgruen's search: from S at the bottom of G, the s with c(s, S) ≤ G(s) nearest below; then
    every higher S while G(S) does not exceed the best cost, s moved up whenever S improves on it.

    Source: Zheng & Federgruen 1991, Finding optimal (s,S) policies is about as simple as evaluating a single
    policy; Snyder & Shen, section 4.4.3.

    >>> from solvers.inventory.unit_demand import poisson_demand
    >>> best = best_ss(poisson_demand(6), 5, 1, 4, lead_time=1)
    >>> best.s, best.S, round(best.cost, 6)
    (4, 10, 8.034112)
    """
    fixed = non_negative("order_cost", order_cost)
    standing = _Standing(demand, holding_cost, backorder_cost, lead_time)
    for gap in (LARGEST_GAP // 16, LARGEST_GAP // 4, LARGEST_GAP):
        found = _search(fixed, standing, _Renewal(demand, gap).density)
        if found is not None:
            return found
    raise SolverError("order_cost", order_cost, "gap_within", limit=LARGEST_GAP)


def power_approximation(
    demand_mean: float,
    demand_sd: float,
    order_cost: float,
    holding_cost: float,
    backorder_cost: float,
    lead_time: float = 1,
) -> MinMaxLevels:
    """Give a near-best (s, S) from mean and standard deviation alone, by a regression over many exact ones.

    ``demand_mean`` μ and ``demand_sd`` σ of one period in units, ``order_cost`` K in money, ``holding_cost``
    h and ``backorder_cost`` b per unit and period, each greater than 0; ``lead_time`` L in periods, greater
    than 0, counted as in ``unit_demand``. SolverError otherwise. Levels in units, not rounded; no cost is
    given.

    Q = 1.30·μ^0.494·(K/h)^0.506·(1 + σ_L²/μ²)^0.116; z = √(Q·h/(σ_L·b));
    s = 0.973·μ_L + σ_L·(0.183/z + 1.063 − 2.192·z); S = s + Q, with μ_L = μL and σ_L = σ√L. Made for Q above
    1.5·μ: with small order costs S is better capped by the newsvendor level of the lead-time demand.

    Source: Ehrhardt & Mosier 1984, A revision of the power approximation for computing (s,S) policies; Snyder
    & Shen, equations 4.77 to 4.80 (example 4.7).

    >>> found = power_approximation(50, 8, 2.5, 0.18, 0.70)
    >>> round(found.s, 4), round(found.S, 4)
    (40.1946, 74.2902)
    """
    mu, sigma = positive("demand_mean", demand_mean), positive("demand_sd", demand_sd)
    fixed, holding = positive("order_cost", order_cost), positive("holding_cost", holding_cost)
    backorder, lead = positive("backorder_cost", backorder_cost), positive("lead_time", lead_time)
    over, spread = mu * lead, sigma * math.sqrt(lead)
    lot = 1.30 * mu**0.494 * (fixed / holding) ** 0.506 * (1 + (spread / mu) ** 2) ** 0.116
    z = math.sqrt(lot * holding / (spread * backorder))
    s = 0.973 * over + spread * (0.183 / z + 1.063 - 2.192 * z)
    return MinMaxLevels(s, s + lot, None)


def _search(fixed: float, standing: _Standing, m: FloatArray) -> MinMaxLevels | None:
    """The best levels, None when their gap is beyond the renewal density at hand."""
    bottom, size = standing.bottom, m.size
    # G of each level that can come up, from the highest down: a slice starts at S and ends above s.
    G = standing.at(np.arange(bottom + size, bottom - size - 2, -1, dtype=np.int64))
    visits = np.cumsum(m)

    def costs(S: int, s: int) -> FloatArray:
        """c of S with S - 1, S - 2, … s: both sums grow by a term as s falls by one."""
        start = bottom + size - S
        found: FloatArray = (fixed + np.cumsum(m[: S - s] * G[start : start + S - s])) / visits[: S - s]
        return found

    first = costs(bottom, bottom - size)
    enough = np.flatnonzero(first <= G[size + 1 : 2 * size + 1])
    if not enough.size:
        return None
    s, S, best = int(bottom - 1 - enough[0]), bottom, float(first[enough[0]])
    higher = bottom + 1
    while higher - s <= size:
        start = bottom + size - higher
        if G[start] > best:
            return MinMaxLevels(s, S, best)
        if (fixed + float(m[: higher - s] @ G[start : start + higher - s])) / visits[higher - s - 1] < best:
            S, of_s = higher, costs(higher, s)
            best = float(of_s[-1])
            # With the better S, raise s while the level just above it costs no less than the mean.
            while s + 1 < bottom and best <= G[bottom + size - s - 1]:
                s += 1
                best = float(of_s[S - s - 1])
        higher += 1
    return None


class _Standing:
    """G(y): what holding and backorders cost in a period whose close follows an order up to y."""

    def __init__(self, demand: UnitDemand, holding: float, backorder: float, lead_time: int) -> None:
        self._holding = positive("holding_cost", holding)
        self._backorder = positive("backorder_cost", backorder)
        self._over = demand_of_lead_time(demand, lead_time)
        self._mean = self._over.mean
        self.bottom = least_level(self._over, self._backorder / (self._holding + self._backorder))

    def at(self, levels: npt.NDArray[np.int64]) -> FloatArray:
        short = expected_short(self._over, levels)
        found: FloatArray = self._holding * (levels - self._mean + short) + self._backorder * short
        return found


class _Renewal:
    """m(j): how often the position is expected to stand j units below S between two orders."""

    def __init__(self, demand: UnitDemand, size: int) -> None:
        masses = np.zeros(size + 1)
        for i, p in enumerate(demand.probabilities[: max(size + 1 - demand.least, 0)]):
            masses[demand.least + i] = p
        if masses[0] >= 1:
            raise SolverError("demand", 0, "some_demand")
        stays = masses[0]
        density = np.zeros(size)
        density[0] = 1 / (1 - stays)
        for j in range(1, size):
            density[j] = float(masses[1 : j + 1] @ density[j - 1 :: -1][:j]) / (1 - stays)
        self.density = density
