"""Periodic review (R,S): every R days, order up to S."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from sim.checks import Check
from sim.policies.policy import Number


@dataclass(frozen=True)
class Periodic:
    """(R,S): at the end of each period of R days, order up to S.

    The stock starts full, so the first review comes after R whole days of demand: days R - 1, 2R - 1, 3R - 1…
    """

    KEY: ClassVar[str] = "periodic"
    EXAMPLE: ClassVar[Mapping[str, int]] = {"R": 7, "S": 280}
    R: int
    S: Number

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("R", least=1, whole=True)
        check.number("S", least=0)
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
        return self.S - position if position < self.S else 0
