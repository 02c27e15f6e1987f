"""Pegging: which parent's order, or which customer, stands behind a gross requirement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from solvers.errors import SolverError
from solvers.planning.bill_of_materials import BomLine
from solvers.planning.requirements import Requirements

__all__ = ["Peg", "end_demands", "pegs"]

NOISE = 1e-9


@dataclass(frozen=True, slots=True)
class Peg:
    """A part of the gross requirement of an item in a period (from 1), in units, and where it comes from.

    ``parent`` is the item whose launch in ``released`` asks for it (0: overdue, before the first period), or
    empty, with ``released`` the period itself, for independent demand.
    """

    item: str
    period: int
    parent: str
    released: int
    quantity: float


def pegs(
    plan: Requirements, bom: Sequence[BomLine], demand: Mapping[str, Sequence[float]]
) -> tuple[Peg, ...]:
    """Return where each gross requirement comes from, one level up, by item and period.

    ``bom`` and ``demand`` as given to ``requirements``; units. The parts of a period add up to its gross
    requirement, before it is rounded up where only whole units are planned.

    Source: Orlicky, Material Requirements Planning (1975), chapter 7 (pegged requirements).

    >>> from solvers.planning.requirements import Item, requirements
    >>> bom, demand = [BomLine("chair", "leg", 4)], {"chair": [0, 20], "leg": [3, 0]}
    >>> found = pegs(requirements([Item("chair", lead_time=1), Item("leg")], bom, demand), bom, demand)
    >>> [(one.item, one.period, one.parent, one.released, one.quantity) for one in found if one.item == "leg"]
    [('leg', 1, '', 1, 3.0), ('leg', 1, 'chair', 1, 80.0)]
    """
    found: list[Peg] = []
    for grid in plan.grids:
        horizon = len(grid.gross)
        own = [
            Peg(grid.item, t, "", t, float(asked))
            for t, asked in enumerate(demand.get(grid.item, ()), 1)
            if asked > 0
        ]
        for line in bom:
            if line.component != grid.item:
                continue
            parent = plan.of(line.parent)
            launched = [(0, parent.past_due), *enumerate(parent.planned_releases, 1)]
            for released, quantity in launched:
                needed = max(released, 1) + line.offset
                if quantity > NOISE and needed <= horizon:
                    part = quantity * line.quantity / (1 - line.scrap)
                    own.append(Peg(grid.item, needed, line.parent, released, part))
        found += sorted(own, key=lambda one: (one.period, one.parent, one.released))
    return tuple(found)


def end_demands(
    plan: Requirements,
    bom: Sequence[BomLine],
    demand: Mapping[str, Sequence[float]],
    item: str,
    period: int,
) -> tuple[tuple[str, int], ...]:
    """Return the independent demands (item, period) that a requirement may serve, going up all the levels.

    A lot is taken to serve the needs from the period it comes in until the next lot of its item; there are no end
    demands behind a lot that only restores a safety stock. SolverError
    for an item that is not known and a period out of the horizon.

    Source: Orlicky, Material Requirements Planning (1975), chapter 7 (full pegging).

    >>> from solvers.planning.requirements import Item, requirements
    >>> bom, demand = [BomLine("chair", "leg", 4)], {"chair": [0, 20]}
    >>> plan = requirements([Item("chair", lead_time=1), Item("leg")], bom, demand)
    >>> end_demands(plan, bom, demand, "leg", 1)
    (('chair', 2),)
    """
    grids = {grid.item: grid for grid in plan.grids}
    if item not in grids:
        raise SolverError("item", item, "known_item")
    horizon = len(grids[item].gross)
    if not 1 <= period <= horizon:
        raise SolverError("period", period, "count_between", least=1, most=horizon)
    by_need: dict[tuple[str, int], list[Peg]] = {}
    for peg in pegs(plan, bom, demand):
        by_need.setdefault((peg.item, peg.period), []).append(peg)
    waiting, seen, ends = [(item, period)], set[tuple[str, int]](), set[tuple[str, int]]()
    while waiting:
        need = waiting.pop()
        if need in seen:
            continue
        seen.add(need)
        for peg in by_need.get(need, ()):
            if not peg.parent:
                ends.add(need)
                continue
            waiting += _served(plan, peg)
    return tuple(sorted(ends))


def _served(plan: Requirements, peg: Peg) -> list[tuple[str, int]]:
    """The needs of the parent that its launch serves: from where the lot comes in until the next lot."""
    grid = plan.of(peg.parent)
    receipts = grid.planned_receipts
    made = [t for t, quantity in enumerate(receipts, 1) if quantity > NOISE]
    # Lots and launches stand in the same order, overdue ones first.
    launches = [t for t, quantity in enumerate(grid.planned_releases, 1) if quantity > NOISE]
    overdue = len(made) - len(launches)
    chosen = range(overdue) if peg.released == 0 else [overdue + launches.index(peg.released)]
    needs = []
    for at in chosen:
        end = made[at + 1] if at + 1 < len(made) else len(receipts) + 1
        needs += [(peg.parent, t) for t in range(made[at], end) if grid.gross[t - 1] > 0]
    return needs
