"""Base stock S: each day, order what the day has consumed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from sim.checks import Check
from sim.policies.policy import Number


@dataclass(frozen=True)
class BaseStock:
    """Base stock: each day, order up to S whenever the position is below S (one for one)."""

    KEY: ClassVar[str] = "base_stock"
    EXAMPLE: ClassVar[Mapping[str, int]] = {"S": 140}
    S: Number

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("S", least=0)
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
        return self.S - position if position < self.S else 0
