"""Exception messages: what a planner is told to do about orders under way and planned lots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solvers.errors import SolverError
from solvers.planning.requirements import Grid, Item, Requirements

__all__ = ["KINDS", "ExceptionMessage", "exception_messages"]

KINDS = ("past_due", "release", "expedite", "postpone", "cancel", "inside_fence")
NOISE = 1e-9


@dataclass(frozen=True, slots=True)
class ExceptionMessage:
    """A message on ``quantity`` units of an item, due in ``period`` (from 1) and wanted in ``to`` (0: never).

    Kinds: ``past_due`` (a lot to come in in ``period`` should have been launched in ``to``, 0 or before),
    ``release`` (to launch in the first period), ``expedite``, ``postpone`` and ``cancel`` (a scheduled receipt
    wanted earlier, later, not at all), ``inside_fence`` (a need of ``period`` that the fence puts off to ``to``).
    """

    kind: str
    item: str
    period: int
    to: int
    quantity: float


def exception_messages(plan: Requirements, items: Sequence[Item]) -> tuple[ExceptionMessage, ...]:
    """Return the exception messages of a plan, by item in the order of its grids, then by period.

    ``items`` as given to ``requirements``; SolverError when one has no grid. A scheduled receipt is wanted in
    the first period whose requirements, safety stock included, the stock and the receipts before it do not
    cover; planned lots do not count, since what is under way is used first.

    Source: Orlicky, Material Requirements Planning (1975), chapter 7; Vollmann, Berry & Whybark, Manufacturing
    Planning and Control Systems, chapter on material requirements planning (exception codes).

    >>> from solvers.planning.requirements import requirements
    >>> items = [Item("leg", on_hand=30, lead_time=1, receipts=(0, 0, 50))]
    >>> plan = requirements(items, [], {"leg": [10, 40, 0, 25]})
    >>> [(one.kind, one.period, one.to, one.quantity) for one in exception_messages(plan, items)]
    [('release', 2, 1, 20.0), ('expedite', 3, 2, 50.0)]
    """
    known = {one.item: one for one in items}
    found: list[ExceptionMessage] = []
    for grid in plan.grids:
        if grid.item not in known:
            raise SolverError("items", grid.item, "known_item")
        item = known[grid.item]
        own = [*_launches(grid, item), *_reschedules(grid, item), *_held_back(grid, item)]
        found += sorted(own, key=lambda one: (one.period, KINDS.index(one.kind)))
    return tuple(found)


def _launches(grid: Grid, item: Item) -> list[ExceptionMessage]:
    found = []
    for t, quantity in enumerate(grid.planned_receipts, 1):
        launch = t - item.lead_time
        if quantity > NOISE and launch <= 1:
            kind = "release" if launch == 1 else "past_due"
            found.append(ExceptionMessage(kind, item.item, t, launch, quantity))
    return found


def _reschedules(grid: Grid, item: Item) -> list[ExceptionMessage]:
    found = []
    covered = grid.on_hand
    for t, quantity in enumerate(grid.scheduled, 1):
        if quantity <= NOISE:
            continue
        wanted = _first_short(grid, item, covered)
        covered += quantity
        if wanted == 0:
            found.append(ExceptionMessage("cancel", item.item, t, 0, quantity))
        elif wanted != t:
            kind = "expedite" if wanted < t else "postpone"
            found.append(ExceptionMessage(kind, item.item, t, wanted, quantity))
    return found


def _first_short(grid: Grid, item: Item, covered: float) -> int:
    asked = 0.0
    for t, gross in enumerate(grid.gross, 1):
        asked += gross
        safety = item.safety_stock[t - 1] if isinstance(item.safety_stock, tuple) else item.safety_stock
        if asked + safety - covered > NOISE * max(1.0, asked):
            return t
    return 0


def _held_back(grid: Grid, item: Item) -> list[ExceptionMessage]:
    horizon = len(grid.gross)
    return [
        ExceptionMessage("inside_fence", item.item, t, min(item.fence, horizon) + 1, grid.net[t - 1])
        for t in range(1, min(item.fence, horizon) + 1)
        if grid.net[t - 1] > NOISE
    ]
