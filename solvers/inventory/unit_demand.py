"""Demand in whole units, as the probability of each figure: what the exact methods work on.

One figure a period. Periods follow the simulator's order of events: an order placed at the close of period t
is received before the demand of period t + L, so the level at the close of t + L is the position after the
order less the demand of L periods. (The "zero lead time" of textbooks, received before the next demand, is L
= 1 here.)
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from solvers.arguments import fraction, non_negative, numbers, positive, whole
from solvers.errors import SolverError

__all__ = [
    "LARGEST_SPREAD",
    "LONGEST_SUM",
    "UnitDemand",
    "at_most",
    "demand_of_lead_time",
    "demand_over",
    "demand_together",
    "discrete_demand",
    "expected_short",
    "least_level",
    "negative_binomial_demand",
    "normal_unit_demand",
    "poisson_demand",
]

FloatArray: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.int64]

LARGEST_SPREAD = (
    20_000  # units between the least and the largest demand: bounds the work of every exact method
)
LONGEST_SUM = 1_000  # periods added up
_BLOCK = 4_096
_NEGLIGIBLE = 1e-17  # of probability, cut at each end of a sum: below the last digit of 1


@dataclass(frozen=True, slots=True)
class UnitDemand:
    """The probability of ``least``, ``least`` + 1, … units, which sum to 1."""

    least: int
    probabilities: tuple[float, ...]

    @property
    def largest(self) -> int:
        """The largest demand that can come, in units."""
        return self.least + len(self.probabilities) - 1

    @property
    def mean(self) -> float:
        """The mean demand, in units."""
        return math.fsum(p * (self.least + i) for i, p in enumerate(self.probabilities))

    @property
    def variance(self) -> float:
        """The variance of demand, in units²."""
        mean = self.mean
        return math.fsum(p * (self.least + i - mean) ** 2 for i, p in enumerate(self.probabilities))


def poisson_demand(mean: float) -> UnitDemand:
    """Give the Poisson demand of a mean: many customers who each decide on their own.

    ``mean`` λ in units, 0 or more, spread over at most 20 000 units; SolverError otherwise.

    P(D = d) = e^(−λ)·λ^d / d!, from the most likely figure outwards, down to 1e-17 of it.

    Source: any textbook of probability; Snyder & Shen, appendix C.

    >>> demand = poisson_demand(6)
    >>> round(demand.mean, 9), round(demand.variance, 9), round(demand.probabilities[0], 6)
    (6.0, 6.0, 0.002479)
    """
    rate = non_negative("mean", mean)
    if 20 * math.sqrt(rate) > LARGEST_SPREAD:
        raise SolverError("mean", mean, "spread", limit=LARGEST_SPREAD)
    mode = math.floor(rate)
    down, up = [1.0], [1.0]
    while mode - len(down) >= 0 and down[-1] > _NEGLIGIBLE:
        down.append(down[-1] * (mode - len(down) + 1) / rate)
    while up[-1] > _NEGLIGIBLE:
        up.append(up[-1] * rate / (mode + len(up)))
    return _scaled(mode - len(down) + 1, [*reversed(down), *up[1:]])


def discrete_demand(values: Sequence[int], weights: Sequence[float] | None = None) -> UnitDemand:
    """Give the demand that takes some whole values, each with its weight (equal without weights).

    ``values`` in units, whole, 0 or more, at most 20 000 apart, a value may come twice; ``weights`` as many,
    0 or more, not all 0, of any sum. SolverError otherwise.

    P(D = d) = Σ w_i over the values equal to d / Σ w_i.

    Source: the empirical distribution of any textbook of statistics.

    >>> discrete_demand([4, 6, 4], [1, 1, 2])
    UnitDemand(least=4, probabilities=(0.75, 0.0, 0.25))
    """
    figures = [whole(f"values[{i}]", _unfloated(v)) for i, v in enumerate(numbers("values", values))]
    for i, figure in enumerate(figures):
        non_negative(f"values[{i}]", figure)
    shares = [1.0] * len(figures)
    if weights is not None:
        shares = [non_negative(f"weights[{i}]", w) for i, w in enumerate(numbers("weights", weights))]
    if len(shares) != len(figures):
        raise SolverError("weights", list(shares), "as_many_as_values", count=len(figures))
    if not math.fsum(shares) > 0:
        raise SolverError("weights", list(shares), "some_weight")
    least, largest = min(figures), max(figures)
    if largest - least > LARGEST_SPREAD:
        raise SolverError("values", list(figures), "spread", limit=LARGEST_SPREAD)
    masses = [0.0] * (largest - least + 1)
    for figure, share in zip(figures, shares, strict=True):
        masses[figure - least] += share
    return _scaled(least, masses)


def normal_unit_demand(mean: float, sd: float) -> UnitDemand:
    """Give the normal demand rounded to whole units and cut below zero, its mean kept.

    ``mean`` and ``sd`` (before the cut) in units, greater than 0, ``sd`` at most 10 means, spread over at
    most 20 000 units; SolverError otherwise. It is the demand that the simulator draws under ``normal``.

    P(D = d) ∝ Φ((d + ½ − m)/σ) − Φ((d − ½ − m)/σ) for d = 0, 1, 2…, the location m found by bisection so
    that the mean is kept.

    Source: continuity correction, e.g. Silver, Pyke & Thomas, Inventory and Production Management in Supply
    Chains; the kept mean as in sim/demand.py.

    >>> demand = normal_unit_demand(40, 9)
    >>> round(demand.mean, 9), round(demand.variance**0.5, 2)
    (40.0, 9.0)
    """
    mu, sigma = positive("mean", mean), positive("sd", sd)
    if sigma > 10 * mu:
        raise SolverError("sd", sd, "at_most_times_mean", times=10, mean=mu)
    if 20 * sigma > LARGEST_SPREAD:
        raise SolverError("sd", sd, "spread", limit=LARGEST_SPREAD)
    return _scaled(*_rounded_normal(_location(mu, sigma), sigma))


def negative_binomial_demand(mean: float, variance: float) -> UnitDemand:
    """Give the negative binomial demand of a mean and a variance: lumpier than Poisson.

    ``mean`` in units, greater than 0; ``variance`` in units², greater than the mean, at most 100 times it;
    spread over at most 20 000 units. SolverError otherwise.

    P(D = d + 1)/P(D = d) = q·(d + k)/(d + 1), q = 1 − μ/σ², k = μ²/(σ² − μ), down to 1e-17 of the likeliest.

    Source: Agrawal & Smith 1996, Estimating negative binomial demand for retail inventory management.

    >>> demand = negative_binomial_demand(6, 18)
    >>> round(demand.mean, 9), round(demand.variance, 9)
    (6.0, 18.0)
    """
    mu, spread = positive("mean", mean), positive("variance", variance)
    if not mu * (1 + 1e-9) < spread <= 100 * mu:
        raise SolverError("variance", variance, "variance_between", least=mu, most=100 * mu)
    if 60 * math.sqrt(spread) + 40 * spread / mu > LARGEST_SPREAD:
        raise SolverError("mean", mean, "spread", limit=LARGEST_SPREAD)
    q, k = 1 - mu / spread, mu * mu / (spread - mu)
    mode = max(math.floor(q * (k - 1) / (1 - q)), 0)
    down, up = [1.0], [1.0]
    while mode - len(down) >= 0 and down[-1] > _NEGLIGIBLE:
        d = mode - len(down)
        down.append(down[-1] * (d + 1) / (q * (d + k)))
    while up[-1] > _NEGLIGIBLE:
        d = mode + len(up) - 1
        up.append(up[-1] * q * (d + k) / (d + 1))
    return _scaled(mode - len(down) + 1, [*reversed(down), *up[1:]])


def demand_over(demand: UnitDemand, periods: int) -> UnitDemand:
    """Give the demand of several periods, each independent of the others.

    ``periods`` whole, 0 to 1 000; the sum spread over at most 20 000 units. SolverError otherwise.

    Convolution of the distribution with itself by repeated squaring, 1e-17 cut at each end.

    Source: any textbook of probability; Snyder & Shen, section on lead-time demand.

    >>> demand_over(discrete_demand([0, 1]), 2)
    UnitDemand(least=0, probabilities=(0.25, 0.5, 0.25))
    """
    count = whole("periods", periods)
    if not 0 <= count <= LONGEST_SUM:
        raise SolverError("periods", periods, "count_between", least=0, most=LONGEST_SUM)
    least, total = 0, np.ones(1)
    low, power = demand.least, np.array(demand.probabilities)
    while count:
        if count % 2:
            least, total = least + low, _convolved(total, power)
            least, total = _cut(least, total)
        count //= 2
        if count:
            low, power = _cut(2 * low, _convolved(power, power))
    return _scaled(least, total.tolist())


def demand_of_lead_time(demand: UnitDemand, lead_time: int) -> UnitDemand:
    """Give the demand that an order placed at a close meets before its own close: that of the lead time.

    ``demand`` of one period; ``lead_time`` in whole periods, 0 to 1 000, with the order of events told above;
    SolverError otherwise.

    D_L, the sum of L independent periods.

    Source: Snyder & Shen, section on lead-time demand.

    >>> demand_of_lead_time(discrete_demand([0, 1]), 2).mean
    1.0
    """
    lead = whole("lead_time", lead_time)
    if not 0 <= lead <= LONGEST_SUM:
        raise SolverError("lead_time", lead_time, "count_between", least=0, most=LONGEST_SUM)
    return demand_over(demand, lead)


def demand_together(first: UnitDemand, second: UnitDemand) -> UnitDemand:
    """Give the sum of two demands, each independent of the other.

    The sum spread over at most 20 000 units, SolverError otherwise.

    P(D₁ + D₂ = d) = Σ_i P(D₁ = i)·P(D₂ = d − i), 1e-17 cut at each end.

    Source: any textbook of probability.

    >>> demand_together(discrete_demand([1]), discrete_demand([0, 1]))
    UnitDemand(least=1, probabilities=(0.5, 0.5))
    """
    one, other = np.array(first.probabilities), np.array(second.probabilities)
    total = _convolved(one, other)
    least, masses = _cut(first.least + second.least, total)
    return _scaled(least, masses.tolist())


def expected_short(demand: UnitDemand, levels: Sequence[int] | IntArray) -> FloatArray:
    """Give E[(D − y)⁺], the units expected short, for each level y.

    ``levels`` [n] in whole units, any sign; the result float64 [n] in units.

    n(y) = Σ_{d ≥ y} P(D > d), and n(y) = E[D] − y below the least demand.

    Source: Snyder & Shen, Fundamentals of Supply Chain Theory, appendix C (discrete loss function).

    >>> expected_short(discrete_demand([0, 1, 2]), [-1, 0, 1, 2, 5]).round(6).tolist()
    [2.0, 1.0, 0.333333, 0.0, 0.0]
    """
    y = np.asarray(levels, dtype=np.int64)
    masses = np.array(demand.probabilities)
    above = np.append(np.cumsum(masses[::-1])[::-1][1:], 0.0)  # P(D > least + i)
    short = np.append(np.cumsum(above[::-1])[::-1], 0.0)  # n(least + i)
    inside = np.clip(y - demand.least, 0, masses.size)
    found: FloatArray = short[inside] + np.maximum(demand.least - y, 0)
    return found


def at_most(demand: UnitDemand, levels: Sequence[int] | IntArray) -> FloatArray:
    """Give P(D ≤ y) for each level y.

    ``levels`` [n] in whole units, any sign; the result float64 [n] from 0 to 1.

    F(y) = Σ_{d ≤ y} P(D = d).

    Source: any textbook of probability.

    >>> at_most(discrete_demand([0, 1, 2, 3]), [-1, 0, 2, 9]).tolist()
    [0.0, 0.25, 0.75, 1.0]
    """
    y = np.asarray(levels, dtype=np.int64)
    masses = np.array(demand.probabilities)
    cumulated = np.concatenate([[0.0], np.minimum(np.cumsum(masses), 1.0)])
    cumulated[-1] = 1.0
    found: FloatArray = cumulated[np.clip(y - demand.least + 1, 0, masses.size)]
    return found


def least_level(demand: UnitDemand, probability: float) -> int:
    """Give the least whole level that demand does not exceed with a probability at least the one asked.

    ``probability`` strictly between 0 and 1, SolverError otherwise; the result in units.

    min {y : P(D ≤ y) ≥ α}, 1e-12 forgiven, so that a step of the distribution is not missed by the last
    digit.

    Source: the quantile of any textbook of statistics; Snyder & Shen, section 4.3.2.

    >>> least_level(discrete_demand([0, 1, 2, 3]), 0.75)
    2
    """
    alpha = fraction("probability", probability)
    cumulated = np.cumsum(demand.probabilities)
    return demand.least + min(int(np.searchsorted(cumulated, alpha - 1e-12)), cumulated.size - 1)


def _unfloated(value: float) -> float | int:
    """A whole figure as an int: 12.0 in a list of demands is 12."""
    return int(value) if value == int(value) else value


def _scaled(least: int, masses: Sequence[float]) -> UnitDemand:
    total = math.fsum(masses)
    first = next(i for i, mass in enumerate(masses) if mass > 0)
    last = next(i for i in range(len(masses) - 1, -1, -1) if masses[i] > 0)
    return UnitDemand(least + first, tuple(mass / total for mass in masses[first : last + 1]))


def convolved(one: FloatArray, other: FloatArray) -> FloatArray:
    """Σ_i one[i]·other[k − i] for each k, in blocks.

    numpy hands each of these sums to the linear algebra library, which spreads long ones over threads: the order of
    summing, so the last digit, would then depend on the machine (and a busy one stands still for seconds).
    """
    short, long = (one, other) if one.size <= other.size else (other, one)
    found = np.zeros(one.size + other.size - 1)
    for start in range(0, short.size, _BLOCK):
        block = short[start : start + _BLOCK]
        found[start : start + block.size + long.size - 1] += np.convolve(long, block)
    return found


def _convolved(one: FloatArray, other: FloatArray) -> FloatArray:
    """The distribution of the sum, refused before it is worked out when it is too wide."""
    if one.size + other.size > LARGEST_SPREAD + 2:
        raise SolverError("demand", one.size + other.size, "spread", limit=LARGEST_SPREAD)
    return convolved(one, other)


def _cut(least: int, masses: FloatArray) -> tuple[int, FloatArray]:
    below, above = np.cumsum(masses), np.cumsum(masses[::-1])
    first = int(np.searchsorted(below, _NEGLIGIBLE))
    last = masses.size - int(np.searchsorted(above, _NEGLIGIBLE))
    return least + first, masses[first:last]


@lru_cache(maxsize=1024)
def _location(mean: float, sd: float) -> float:
    """Where a normal stands whose rounding and cut keep the mean."""
    if mean > 9 * sd and sd > 2:  # nothing is cut, and rounding moves the mean by less than 1e-30
        return mean
    low, high = -36 * sd, mean + 1.0
    while low < (middle := (low + high) / 2) < high:
        first, masses = _rounded_normal(middle, sd)
        total = math.fsum(masses)
        reached = total > 0 and first + math.fsum(p * i for i, p in enumerate(masses)) / total >= mean
        low, high = (low, middle) if reached else (middle, high)
    return high


def _rounded_normal(location: float, sd: float) -> tuple[int, list[float]]:
    """The least unit and the mass of each unit of a normal cut below zero, not scaled."""
    first = max(0, math.floor(location - 9 * sd))
    last = math.ceil(max(location, 0.0) + 9.5 * sd) + 1
    edges = [(first + i - 0.5 - location) / sd for i in range(last - first + 2)]
    root = math.sqrt(2)
    # Above the location the difference of upper tails keeps its digits; below it, that of lower tails.
    lower = [math.erfc(-z / root) / 2 for z in edges]
    upper = [math.erfc(z / root) / 2 for z in edges]
    masses = [
        upper[i] - upper[i + 1] if edges[i] > 0 else lower[i + 1] - lower[i] for i in range(len(edges) - 1)
    ]
    return first, masses
