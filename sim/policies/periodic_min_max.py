"""Periodic min-max (R,s,S): every R days, order up to S when the position has fallen to s."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from sim.checks import Check
from sim.policies.policy import Number


@dataclass(frozen=True)
class PeriodicMinMax:
    """(R,s,S): at the end of each period of R days (days R - 1, 2R - 1…), at or below s, order up to S."""

    KEY: ClassVar[str] = "periodic_min_max"
    EXAMPLE: ClassVar[Mapping[str, int]] = {"R": 5, "s": 150, "S": 300}
    R: int
    s: Number
    S: Number

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("R", least=1, whole=True)
        check.number("s", least=0)
        check.number("S", above=0)
        if check.sound and self.s >= self.S:
            check.fault("S", "levels_each_review", s=self.s)
        check.done()

    @property
    def initial_stock(self) -> Number:
        """Start full, at S."""
        return self.S

    def reviews(self, day: int) -> bool:
        """Look at the end of each period of R days."""
        return (day + 1) % self.R == 0

    def order(self, position: Number) -> Number:
        """Return the units that bring the position to S."""
        return self.S - position if position <= self.s else 0
