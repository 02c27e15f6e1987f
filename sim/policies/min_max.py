"""Min-max (s,S): a variable lot up to S, ordered when the position falls to s."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from sim.checks import Check
from sim.policies.policy import Number


@dataclass(frozen=True)
class MinMax:
    """(s,S): each day, when the position is at or below s, order up to S."""

    KEY: ClassVar[str] = "min_max"
    EXAMPLE: ClassVar[Mapping[str, int]] = {"s": 100, "S": 220}
    s: Number
    S: Number

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("s", least=0)
        check.number("S", above=0)
        if check.sound and self.s >= self.S:
            check.fault("S", "levels_each_day", s=self.s)
        check.done()

    @property
    def initial_stock(self) -> Number:
        """Start full, at S."""
        return self.S

    def reviews(self, day: int) -> bool:
        """Look every day."""
        return True

    def order(self, position: Number) -> Number:
        """Return the units that bring the position to S."""
        return self.S - position if position <= self.s else 0
