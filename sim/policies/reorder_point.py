"""Reorder point (s,Q): a fixed lot, ordered when the position falls to the reorder point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from sim.checks import Check
from sim.policies.policy import Number


@dataclass(frozen=True)
class ReorderPoint:
    """(s,Q), also written (r,Q) or (r,nQ): each day, when the position is at or below s, order n lots of Q.

    n is the smallest whole number that brings the position above s (Axsäter, Inventory Control, 3.2.3.1).
    """

    KEY: ClassVar[str] = "reorder_point"
    EXAMPLE: ClassVar[Mapping[str, int]] = {"s": 100, "Q": 100}
    s: Number
    Q: Number

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("s", least=0)
        check.number("Q", above=0)
        check.done()

    @property
    def initial_stock(self) -> Number:
        """Start at the highest position the policy allows, s + Q."""
        return self.s + self.Q

    def reviews(self, day: int) -> bool:
        """Look every day."""
        return True

    def order(self, position: Number) -> Number:
        """Return the lots to order, in units."""
        if position > self.s:
            return 0
        return ((self.s - position) // self.Q + 1) * self.Q
