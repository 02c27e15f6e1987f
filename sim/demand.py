"""Customer demand: one figure a day, drawn ahead for the whole horizon from one stream.

Each kind is a frozen dataclass with a pure `path(rng, periods)`; `of(uniforms)` is the same for a block of
uniforms of shape (…, periods), one uniform a day, whatever the kind. Demands are whole units by default.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np
from numpy.random import Generator

from sim.checks import Check, InvalidError
from sim.inversion import (
    Drawn,
    Number,
    Uniforms,
    Values,
    empirical_table,
    negative_binomial_table,
    normal_table,
    normal_values,
    numbers,
    poisson_table,
)
from sim.words import phrase

LARGEST_MEAN = 1e6  # units a day; a table of a distribution has some tens of standard deviations of rows
LARGEST_SPREAD = 10.0  # standard deviations per mean for a normal; beyond, the tail has no practical sense
WIDEST_TABLE = 1_000.0  # units of standard deviation; beyond, rounding moves the mean by under 1 / (8 sd)
LARGEST_OVERDISPERSION = 1e4  # variance per mean of a negative binomial


class Demand(Protocol):
    """What every kind of demand offers."""

    KEY: ClassVar[str]

    def of(self, uniforms: Uniforms) -> Values:
        """Turn uniforms of shape (…, periods) into units a day, int64 when whole, else float64."""

    def path(self, rng: Generator, periods: int) -> Values:
        """Draw units a day for days 0 to periods - 1."""


@dataclass(frozen=True)
class Series(Drawn):
    """A known series of units a day; after its end the figure `then`, or the same again with `repeat`."""

    KEY: ClassVar[str] = "series"
    values: tuple[Number, ...]
    then: Number | None = None
    repeat: bool = False

    def __post_init__(self) -> None:
        check = Check(self)
        check.numbers("values", least=0)
        check.number("then", least=0, optional=True)
        check.flag("repeat")
        if check.sound and self.repeat and self.then is not None:
            check.fault("then", "then_or_repeat")
        check.done()

    def covers(self, periods: int) -> bool:
        """True when the series gives a figure for each of the days 0 to periods - 1."""
        return self.repeat or self.then is not None or len(self.values) >= periods

    def of(self, uniforms: Uniforms) -> Values:
        """Return the same series on every row; raises ValueError when the series is too short."""
        periods = uniforms.shape[-1]
        if not self.covers(periods):
            raise ValueError(str(phrase("series_short", days=len(self.values), horizon=periods)))
        days = list(self.values[:periods])
        while len(days) < periods:
            days.append(self.values[len(days) % len(self.values)] if self.then is None else self.then)
        return np.broadcast_to(numbers(days), uniforms.shape).copy()


@dataclass(frozen=True)
class Poisson(Drawn):
    """Poisson demand: many customers, each on their own account. `mean` in units a day."""

    KEY: ClassVar[str] = "poisson"
    mean: Number

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("mean", least=0, most=LARGEST_MEAN)
        check.done()

    def of(self, uniforms: Uniforms) -> Values:
        """Turn uniforms into whole units a day."""
        return poisson_table(self.mean).of(uniforms)


@dataclass(frozen=True)
class Normal(Drawn):
    """Normal demand cut below zero, its mean kept.

    `mean` is the mean of what is drawn (units a day): the location of the normal before the cut is solved
    for. `sd` is the standard deviation before the cut; what is drawn spreads a little less when sd is large
    against the mean. `whole` rounds to units (the mean stays exact), otherwise to a millionth.
    """

    KEY: ClassVar[str] = "normal"
    mean: Number
    sd: Number
    whole: bool = True

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("mean", above=0, most=LARGEST_MEAN)
        check.number("sd", above=0)
        check.flag("whole")
        if check.sound and self.sd > LARGEST_SPREAD * self.mean:
            check.fault("sd", "normal_wide", limit=LARGEST_SPREAD)
        if check.sound and self.sd < 1e-3:
            check.fault("sd", "normal_narrow")
        check.done()

    def of(self, uniforms: Uniforms) -> Values:
        """Turn uniforms into units a day."""
        if self.whole and self.sd <= WIDEST_TABLE:
            return normal_table(self.mean, self.sd).of(uniforms)
        if self.whole:
            return np.rint(normal_values(self.mean, self.sd, uniforms)).astype(np.int64)
        return normal_values(self.mean, self.sd, uniforms)


@dataclass(frozen=True)
class NegativeBinomial(Drawn):
    """Negative binomial demand: lumpier than Poisson.

    Give `variance` (units², above the mean) or `dispersion` k, with variance = mean + mean² / k.
    """

    KEY: ClassVar[str] = "negative_binomial"
    mean: Number
    variance: Number | None = None
    dispersion: Number | None = None

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("mean", above=0, most=LARGEST_MEAN)
        check.number("variance", above=0, optional=True)
        check.number("dispersion", above=0, optional=True)
        if check.sound:
            field = "dispersion" if self.variance is None else "variance"
            if (self.variance is None) == (self.dispersion is None):
                check.fault(field, "variance_or_dispersion")
            elif self.spread <= self.mean:
                check.fault(field, "dispersion_none")
            elif self.spread > LARGEST_OVERDISPERSION * self.mean:
                check.fault(field, "dispersion_large", limit=LARGEST_OVERDISPERSION)
        check.done()

    @property
    def spread(self) -> float:
        """The variance of one day's demand (units²)."""
        if self.variance is not None:
            return self.variance
        assert self.dispersion is not None
        return self.mean + self.mean * self.mean / self.dispersion

    def of(self, uniforms: Uniforms) -> Values:
        """Turn uniforms into whole units a day."""
        return negative_binomial_table(self.mean, self.spread).of(uniforms)


@dataclass(frozen=True)
class Empirical(Drawn):
    """Demand drawn with replacement from observed figures, with `weights` when they are not alike."""

    KEY: ClassVar[str] = "empirical"
    values: tuple[Number, ...]
    weights: tuple[Number, ...] | None = None

    def __post_init__(self) -> None:
        check = Check(self)
        check.numbers("values", least=0)
        check_weights(check, self.values, self.weights)
        check.done()

    def of(self, uniforms: Uniforms) -> Values:
        """Turn uniforms into units a day."""
        return empirical_table(self.values, self.weights).of(uniforms)


@dataclass(frozen=True)
class Seasonal(Drawn):
    """A seasonal profile times noise.

    `mean` is the mean over a whole cycle (units a day); `profile` gives the relative level of each step,
    scaled to a mean of 1; a step lasts `step_days` days (1 for a weekly profile of seven figures, 30 for
    twelve months) and the cycle starts again after the last. `noise` is `none`, `poisson`, `normal` (give
    `cv`, the standard deviation per mean) or `negative_binomial` (give `dispersion`, see there). Without
    noise, the running total is rounded, so that no unit is lost over a year.
    """

    KEY: ClassVar[str] = "seasonal"
    NOISES: ClassVar[tuple[str, ...]] = ("none", "poisson", "normal", "negative_binomial")
    mean: Number
    profile: tuple[Number, ...]
    step_days: int = 1
    noise: str = "poisson"
    cv: Number | None = None
    dispersion: Number | None = None

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("mean", above=0, most=LARGEST_MEAN)
        check.numbers("profile", least=0)
        check.number("step_days", least=1, whole=True)
        check.choice("noise", self.NOISES)
        check.number("cv", above=0, most=LARGEST_SPREAD, optional=True)
        check.number("dispersion", above=0, optional=True)
        if check.sound and sum(self.profile) <= 0:
            check.fault("profile", "all_zero")
        if check.sound and (self.cv is None) != (self.noise != "normal"):
            check.fault("cv", "with_noise", noise="normal")
        if check.sound and (self.dispersion is None) != (self.noise != "negative_binomial"):
            check.fault("dispersion", "with_noise", noise="negative_binomial")
        if check.sound:
            check = self._check_levels(check)
        check.done()

    def _check_levels(self, check: Check) -> Check:
        try:
            for level in set(self.levels()):
                self._noise(level)
        except InvalidError as error:
            check.fault("noise", "noise_unfit", why=error.problems[0])
        return check

    def levels(self) -> tuple[float, ...]:
        """Return the mean demand of each step of the cycle (units a day)."""
        average = sum(self.profile) / len(self.profile)
        return tuple(self.mean * factor / average for factor in self.profile)

    def _noise(self, level: float) -> Demand:
        if self.noise == "normal" and level > 0:
            assert self.cv is not None
            return Normal(level, self.cv * level)
        if self.noise == "negative_binomial" and level > 0:
            return NegativeBinomial(level, dispersion=self.dispersion)
        return Poisson(level)

    def of(self, uniforms: Uniforms) -> Values:
        """Turn uniforms into whole units a day."""
        periods = uniforms.shape[-1]
        step = np.arange(periods) // self.step_days % len(self.profile)
        levels = self.levels()
        if self.noise == "none":
            total = np.floor(np.cumsum([0.0, *(levels[i] for i in step)]) + 0.5).astype(np.int64)
            return np.broadcast_to(np.diff(total), uniforms.shape).copy()
        out = np.empty(uniforms.shape, dtype=np.int64)
        for index, level in enumerate(levels):
            days = step == index
            out[..., days] = self._noise(level).of(uniforms[..., days])
        return out


def check_weights(
    check: Check, values: tuple[Number, ...], weights: tuple[Number, ...] | None, field: str = "weights"
) -> None:
    """Check the weights of a list of values: as many, none negative, not all zero."""
    if weights is None:
        return
    check.numbers(field, least=0)
    if not check.sound:
        return
    if len(weights) != len(values):
        check.fault(field, "weights_count", count=len(weights), values=len(values))
    elif sum(weights) <= 0:
        check.fault(field, "all_zero")


DEMANDS: dict[str, type[Demand]] = {
    kind.KEY: kind for kind in (Series, Poisson, Normal, NegativeBinomial, Empirical, Seasonal)
}
