"""What is under way on a lane when a run begins: shipments not yet there, and orders not yet seen."""

from __future__ import annotations

from dataclasses import dataclass

from sim.checks import Check


@dataclass(frozen=True)
class UnderWay:
    """Units of an item under way from the start: they come in, or their order is seen, at the beginning of `period`."""

    item: str
    quantity: int
    period: int = 0

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("item")
        check.number("quantity", least=1, whole=True)
        check.number("period", least=0, whole=True)
        check.done()
