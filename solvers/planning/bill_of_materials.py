"""Bills of materials: what goes into what, the low-level code of each item, and rings refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solvers.arguments import number, positive, whole
from solvers.errors import SolverError

__all__ = ["BomLine", "checked_bom", "levels_of", "low_level_codes", "total_needs"]

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class BomLine:
    """``quantity`` units of a component in one unit of its parent.

    ``scrap`` is the share of the component lost on the way in (0.05 is 5 %), ``offset`` the number of periods
    after the parent's release at which the component is needed.
    """

    parent: str
    component: str
    quantity: float = 1.0
    scrap: float = 0.0
    offset: int = 0


def checked_bom(items: Sequence[str], bom: Sequence[BomLine]) -> None:
    """Refuse lines of items that are not listed, two lines of one pair, and figures out of range: SolverError.

    Source: definition of the problem.

    >>> checked_bom(["table", "leg"], [BomLine("table", "leg", 4)])
    """
    known, pairs = set(items), set()
    for line in bom:
        for name in (line.parent, line.component):
            if name not in known:
                raise SolverError("bom", name, "known_item")
        pair = f"{line.parent} > {line.component}"
        if pair in pairs:
            raise SolverError("bom", pair, "given_once")
        pairs.add(pair)
        positive(f"quantity ({pair})", line.quantity)
        share_lost(f"scrap ({pair})", line.scrap)
        if whole(f"offset ({pair})", line.offset) < 0:
            raise SolverError(f"offset ({pair})", line.offset, "non_negative")


def share_lost(argument: str, value: float) -> float:
    """A share of what is made or used that is lost: from 0 to less than 1; SolverError else."""
    found = number(argument, value)
    if not 0 <= found < 1:
        raise SolverError(argument, value, "share_under_one")
    return found


def levels_of(count: int, parents: Ints, components: Ints) -> Ints:
    """Return the low-level code of items 0 … count − 1 from the lines' parents and components, or −1 in a ring.

    Items are peeled level by level: an item leaves once all its parents have. Items below a ring get −1 too.

    Source: Kahn (1962), by levels.

    >>> levels_of(3, np.array([0, 0, 1]), np.array([1, 2, 2])).tolist()
    [0, 1, 2]
    """
    order = np.argsort(parents, kind="stable")
    ends = components[order]
    starts = np.searchsorted(parents[order], np.arange(count + 1))
    waiting = np.bincount(components, minlength=count)
    levels = np.full(count, -1, dtype=np.int64)
    front: Ints = np.flatnonzero(waiting == 0)
    level = 0
    while front.size:
        levels[front] = level
        sizes = starts[front + 1] - starts[front]
        places = np.repeat(starts[front] - np.concatenate(([0], np.cumsum(sizes)[:-1])), sizes) + np.arange(
            sizes.sum()
        )
        reached, times = np.unique(ends[places], return_counts=True)
        waiting[reached] -= times
        front = reached[waiting[reached] == 0]
        level += 1
    return levels


def low_level_codes(items: Sequence[str], bom: Sequence[BomLine]) -> dict[str, int]:
    """Return the low-level code of each item: 0 for end items, else the longest way down from one.

    SolverError for lines out of range and for a ring, which it names.

    Source: Orlicky, Material Requirements Planning (1975), chapter 3.

    >>> low_level_codes(["C", "B", "A"], [BomLine("A", "B"), BomLine("A", "C"), BomLine("B", "C")])
    {'C': 2, 'B': 1, 'A': 0}
    """
    if len(set(items)) < len(items):
        raise SolverError("items", list(items), "distinct_names")
    checked_bom(items, bom)
    place = {name: at for at, name in enumerate(items)}
    parents, components = lines_as_places(place, bom)
    levels = levels_of(len(items), parents, components)
    if (levels < 0).any():
        left = {name for name in items if levels[place[name]] < 0}
        ring = " > ".join(_ring(left, bom))
        raise SolverError("bom", ring, "no_bom_ring")
    return {name: int(levels[place[name]]) for name in items}


def lines_as_places(place: dict[str, int], bom: Sequence[BomLine]) -> tuple[Ints, Ints]:
    """The parents and the components of lines, as places of the list of items."""
    parents = np.array([place[line.parent] for line in bom], dtype=np.int64)
    components = np.array([place[line.component] for line in bom], dtype=np.int64)
    return parents, components


def _ring(left: set[str], bom: Sequence[BomLine]) -> list[str]:
    # Every item left has a parent that is left too: going up from any of them ends in a ring.
    above: dict[str, str] = {}
    for line in bom:
        if line.parent in left and line.component in left:
            above.setdefault(line.component, line.parent)
    seen: list[str] = []
    at = min(left)
    while at not in seen:
        seen.append(at)
        at = above[at]
    found = [*seen[seen.index(at) :], at][::-1]
    lowest = found.index(min(found))  # the same ring is told the same way whatever the order of the lines
    return [*found[lowest:-1], *found[: lowest + 1]]


def total_needs(
    items: Sequence[str], bom: Sequence[BomLine], item: str, quantity: float = 1.0
) -> dict[str, float]:
    """Return how much of each item a quantity of one needs in all, levels below included, stock left aside.

    Units of each item, scrap of the lines counted. SolverError as ``low_level_codes``.

    need(component) = Σ need(parent) · quantity / (1 − scrap), level by level.

    Source: Vazsonyi (1958), Scientific Programming in Business and Industry (gozinto theorem).

    >>> total_needs(["A", "B", "C"], [BomLine("A", "B", 2), BomLine("A", "C"), BomLine("B", "C", 3)], "A", 10)
    {'A': 10.0, 'B': 20.0, 'C': 70.0}
    """
    codes = low_level_codes(items, bom)
    if item not in codes:
        raise SolverError("item", item, "known_item")
    needs: dict[str, Any] = dict.fromkeys(items, 0.0)
    needs[item] = positive("quantity", quantity)
    for line in sorted(bom, key=lambda one: codes[one.parent]):
        needs[line.component] += needs[line.parent] * line.quantity / (1 - line.scrap)
    return {name: float(needs[name]) for name in items}
