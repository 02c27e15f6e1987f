"""Draws by inversion: a uniform number becomes a value through the table of a distribution.

One uniform per draw and a table that rises with it: two scenarios that share their uniforms stay as alike
as can be (common random numbers), and a longer horizon only adds days. The tables of the count
distributions use additions, multiplications and divisions only, so they are the same on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.special import erfcx, ndtr, ndtri

Number = int | float
Values = NDArray[Any]  # int64 or float64
Uniforms = NDArray[np.float64]

_NEGLIGIBLE = 1e-19  # of the weight of the mode: far below the 2**-53 step of a uniform


@dataclass(frozen=True, eq=False)
class Table:
    """Values in rising order with their cumulative probabilities (both of length n, the last one 1)."""

    values: Values
    cumulative: NDArray[np.float64]

    def of(self, uniforms: Uniforms) -> Values:
        """Turn uniforms in [0, 1) of any shape into values of the same shape."""
        index = np.searchsorted(self.cumulative, uniforms, side="right")
        found: Values = self.values[np.minimum(index, self.values.size - 1)]
        return found


class Drawn:
    """Something drawn by inversion, one uniform a day: `of` does the work, `path` draws the uniforms."""

    def of(self, uniforms: Uniforms) -> Values:
        """Turn uniforms of shape (…, periods) into values of the same shape, int64 when whole."""
        raise NotImplementedError

    def path(self, rng: Generator, periods: int) -> Values:
        """Draw the values of days 0 to periods - 1 from the beginning of a stream."""
        return self.of(rng.random(periods))


def numbers(values: Sequence[Number]) -> Values:
    """Return an int64 array when every value is whole, else a float64 array."""
    whole = all(isinstance(value, int) for value in values)
    return np.array(values, dtype=np.int64 if whole else np.float64)


@lru_cache(maxsize=256)
def empirical_table(values: tuple[Number, ...], weights: tuple[Number, ...] | None) -> Table:
    """Return the table of a list of values with weights (all equal when None), equal values merged."""
    merged: dict[Number, float] = {}
    for value, weight in zip(values, weights or (1,) * len(values), strict=True):
        merged[value] = merged.get(value, 0) + weight
    kept = sorted(value for value, weight in merged.items() if weight > 0)
    return _table(numbers(kept), [merged[value] for value in kept])


@lru_cache(maxsize=1024)
def poisson_table(mean: float) -> Table:
    """Return the table of the Poisson distribution: p(k+1) / p(k) = mean / (k + 1)."""
    if mean == 0:
        return _table(numbers([0]), [1.0])
    return _count_table(int(mean), lambda k: mean / (k + 1))


@lru_cache(maxsize=1024)
def negative_binomial_table(mean: float, variance: float) -> Table:
    """Return the table of the negative binomial: p(k+1) / p(k) = q (k + r) / (k + 1).

    r = mean² / (variance - mean) and q = 1 - mean / variance (a Poisson whose mean follows a gamma).
    """
    size = mean * mean / (variance - mean)
    q = 1 - mean / variance
    mode = max(0, int((size - 1) * q / (1 - q)))
    return _count_table(mode, lambda k: q * (k + size) / (k + 1))


@lru_cache(maxsize=1024)
def normal_table(mean: float, sd: float) -> Table:
    """Return the table of the normal rounded to whole units and cut below zero, with its mean kept.

    P(k) is proportional to Phi((k + 1/2 - m) / sd) - Phi((k - 1/2 - m) / sd) for k = 0, 1, 2…; the
    location m is solved by bisection so that the mean of the cut distribution is `mean`.
    """

    def weights(location: float) -> tuple[int, NDArray[np.float64]]:
        first = max(0, math.floor(location - 9 * sd))
        # Below a location of zero the tail is lighter still than that of a half-normal.
        last = math.ceil(max(location, 0.0) + 9.5 * sd) + 1
        edges = (np.arange(first, last + 2) - 0.5 - location) / sd
        # On the upper side the difference of upper tails keeps its digits; on the lower side, the lower.
        upper = ndtr(-edges)
        lower = ndtr(edges)
        mass = np.where(edges[:-1] > 0, upper[:-1] - upper[1:], lower[1:] - lower[:-1])
        return first, mass

    def mean_at(location: float) -> float:
        first, mass = weights(location)
        total = math.fsum(mass)
        if total == 0.0:
            return 0.0
        return first + math.fsum(mass * np.arange(mass.size)) / total

    location = _solve(mean_at, mean, low=-36 * sd, high=mean + 1.0)
    first, mass = weights(location)
    kept = np.flatnonzero(mass > mass.max() * _NEGLIGIBLE)
    mass = mass[kept[0] : kept[-1] + 1]
    first += int(kept[0])
    return _table(np.arange(first, first + mass.size, dtype=np.int64), mass.tolist())


@lru_cache(maxsize=1024)
def normal_location(mean: float, sd: float) -> float:
    """Return the location m of a normal cut below zero whose mean is `mean`.

    mean = m + sd · phi(m / sd) / Phi(m / sd) (Johnson, Kotz and Balakrishnan, Continuous Univariate
    Distributions 1, section 13.10), solved numerically.
    """
    return _solve(
        lambda m: m + sd * math.sqrt(2 / math.pi) / float(erfcx(-m / sd / math.sqrt(2))),
        mean,
        low=-36 * sd,
        high=mean,
    )


def normal_values(mean: float, sd: float, uniforms: Uniforms) -> NDArray[np.float64]:
    """Turn uniforms into values of the normal cut below zero with its mean kept, not rounded to units.

    Rounded to a millionth, below which mathematics libraries of different machines may disagree.
    """
    # The upper tail at the value is (1 - u) of the upper tail at zero: no digit is lost far out.
    location = normal_location(mean, sd)
    values = location - sd * ndtri((1 - uniforms) * ndtr(location / sd))
    return np.maximum(np.round(values, 6), 0.0)


def _solve(function: Callable[[float], float], target: float, low: float, high: float) -> float:
    """Return x with function(x) = target for a rising function, between low and high.

    False position (Illinois variant), with a plain halving every third step so that it always ends.
    """
    at_low, at_high = function(low) - target, function(high) - target
    x, side = high, 0
    for step in range(300):
        x = (low + high) / 2 if step % 3 == 2 else (low * at_high - high * at_low) / (at_high - at_low)
        if not low < x < high:
            x = (low + high) / 2
        miss = function(x) - target
        if abs(miss) <= 1e-13 * target or high - low <= 1e-14 * max(1.0, abs(x)):
            break
        if miss < 0:
            low, at_low = x, miss
            at_high = at_high / 2 if side < 0 else at_high
            side = -1
        else:
            high, at_high = x, miss
            at_low = at_low / 2 if side > 0 else at_low
            side = 1
    return x


def _count_table(mode: int, ratio: Callable[[int], float]) -> Table:
    """Return the table of a count distribution from p(k+1) / p(k), walking both ways from its mode."""
    below: list[float] = []
    weight = 1.0
    for k in range(mode - 1, -1, -1):
        weight /= ratio(k)
        if weight < _NEGLIGIBLE:
            break
        below.append(weight)
    above: list[float] = []
    weight, k = 1.0, mode
    while True:
        weight *= ratio(k)
        k += 1
        if weight < _NEGLIGIBLE:
            break
        above.append(weight)
    first = mode - len(below)
    weights = [*reversed(below), 1.0, *above]
    return _table(np.arange(first, first + len(weights), dtype=np.int64), weights)


def _table(values: Values, weights: Sequence[float]) -> Table:
    sums = list(accumulate(weights))  # one after the other: a vectorised sum may depend on the machine
    cumulative = np.array(sums) / sums[-1]
    cumulative.setflags(write=False)
    values.setflags(write=False)
    return Table(values, cumulative)
