"""Planned lots as rows: what is launched, when, and when it comes in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solvers.errors import SolverError
from solvers.planning.requirements import Item, Requirements

__all__ = ["PlannedLot", "planned_lots"]


@dataclass(frozen=True, slots=True)
class PlannedLot:
    """A lot of an item: launched in ``release``, in stock in ``receipt`` (periods from 1), in launched units."""

    item: str
    release: int
    receipt: int
    quantity: float


def planned_lots(plan: Requirements, items: Sequence[Item]) -> tuple[PlannedLot, ...]:
    """Return the planned lots of requirements, by item in the order of the grids, then by period.

    ``items`` as given to ``requirements``; SolverError when one has no grid. A release of 0 or before was due
    before the first period.

    Source: definition of the figures.

    >>> from solvers.planning.requirements import requirements
    >>> items = [Item("leg", on_hand=10, lead_time=1, scrap=0.2)]
    >>> planned_lots(requirements(items, [], {"leg": [10, 40]}), items)
    (PlannedLot(item='leg', release=1, receipt=2, quantity=50.0),)
    """
    known = {one.item: one for one in items}
    found = []
    for grid in plan.grids:
        if grid.item not in known:
            raise SolverError("items", grid.item, "known_item")
        item = known[grid.item]
        for t, good in enumerate(grid.planned_receipts, 1):
            if good > 0:
                launched = good / (1 - item.scrap)
                near = round(launched, 9)  # 50 × 0.8 / 0.8 is 50 again
                found.append(PlannedLot(grid.item, t - item.lead_time, t, near))
    return tuple(found)
