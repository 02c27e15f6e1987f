"""What a replenishment policy is: parameters, the days it looks at the stock, and how much it orders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Protocol, runtime_checkable

Number = int | float


@runtime_checkable
class Policy(Protocol):
    """A frozen dataclass with one pure decision; it knows nothing of events, stocks or suppliers."""

    KEY: ClassVar[str]
    EXAMPLE: ClassVar[Mapping[str, Any]]

    @property
    def initial_stock(self) -> Number:
        """Stock to start with when the scenario says nothing (units)."""

    def reviews(self, day: int) -> bool:
        """True on the days (0, 1, 2…) when the position is looked at, after that day's demand."""

    def order(self, position: Number) -> Number:
        """Return the units to order, 0 for none, at a position (on hand + on order - backorders)."""
