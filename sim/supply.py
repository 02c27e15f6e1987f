"""Supplier lead time: one figure a day, drawn ahead; the order placed on day t takes element t of the path.

Tied to the day and not to the order: two policies compared under common random numbers meet the same
supplier on the same day, whatever each of them ordered before. Nothing keeps orders in sequence: an order
with a short lead time may overtake an older one, as with several carriers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np
from numpy.random import Generator
from scipy.special import gammaincinv

from sim.checks import Check
from sim.demand import check_weights
from sim.inversion import Drawn, Number, Uniforms, Values, empirical_table, numbers

LONGEST_DAYS = 10_000


class LeadTime(Protocol):
    """What every kind of lead time offers."""

    KEY: ClassVar[str]

    def of(self, uniforms: Uniforms) -> Values:
        """Turn uniforms of shape (…, periods) into days, int64 when whole, else float64."""

    def path(self, rng: Generator, periods: int) -> Values:
        """Draw the lead time in days of an order placed on each of the days 0 to periods - 1."""


@dataclass(frozen=True)
class Constant(Drawn):
    """The same lead time for every order, in days; 0 means received after the review of the same day."""

    KEY: ClassVar[str] = "constant"
    days: Number

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("days", least=0, most=LONGEST_DAYS)
        check.done()

    def of(self, uniforms: Uniforms) -> Values:
        """Return the same figure everywhere."""
        return np.broadcast_to(numbers([self.days]), uniforms.shape).copy()


@dataclass(frozen=True)
class Discrete(Drawn):
    """A few possible lead times in days, each with its weight."""

    KEY: ClassVar[str] = "discrete"
    values: tuple[Number, ...]
    weights: tuple[Number, ...]

    def __post_init__(self) -> None:
        _check_values(self)

    def of(self, uniforms: Uniforms) -> Values:
        """Turn uniforms into days."""
        return empirical_table(self.values, self.weights).of(uniforms)


@dataclass(frozen=True)
class Empirical(Drawn):
    """Lead times drawn with replacement from those observed, in days."""

    KEY: ClassVar[str] = "empirical"
    values: tuple[Number, ...]
    weights: tuple[Number, ...] | None = None

    def __post_init__(self) -> None:
        _check_values(self)

    def of(self, uniforms: Uniforms) -> Values:
        """Turn uniforms into days."""
        return empirical_table(self.values, self.weights).of(uniforms)


@dataclass(frozen=True)
class Gamma(Drawn):
    """Gamma lead time of the given mean and standard deviation, in days and fractions of a day.

    Rounded to a millionth of a day, below which mathematics libraries of different machines may disagree.
    """

    KEY: ClassVar[str] = "gamma"
    mean: Number
    sd: Number

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("mean", above=0, most=LONGEST_DAYS / 10)
        check.number("sd", above=0)
        if check.sound and not 1e-3 * self.mean <= self.sd <= 3 * self.mean:
            check.fault("sd", "gamma_sd")
        check.done()

    def of(self, uniforms: Uniforms) -> Values:
        """Turn uniforms into days."""
        shape = (self.mean / self.sd) ** 2
        days: Values = np.round(gammaincinv(shape, uniforms) * (self.mean / shape), 6)
        return days


def _check_values(owner: Discrete | Empirical) -> None:
    check = Check(owner)
    check.numbers("values", least=0)
    if isinstance(owner, Discrete):
        check.numbers("weights", least=0)
    if check.sound and max(owner.values) > LONGEST_DAYS:
        check.fault("values", "lead_time_long", limit=LONGEST_DAYS)
    if check.sound:
        check_weights(check, owner.values, owner.weights)
    check.done()


LEAD_TIMES: dict[str, type[LeadTime]] = {kind.KEY: kind for kind in (Constant, Discrete, Gamma, Empirical)}
