"""Pallets on the floor of a lorry: how many of one kind, and the length that a mix takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from solvers.arguments import positive, whole
from solvers.errors import SolverError
from solvers.loading.pallet_layout import Layout, pallet_layout

__all__ = [
    "TRAILER_LENGTH",
    "TRAILER_WIDTH",
    "FloorRow",
    "FloorUse",
    "Pallets",
    "floor_rows",
    "pallets_on_floor",
]

# The usual curtain-sided semi-trailer inside, in mm.
TRAILER_LENGTH, TRAILER_WIDTH = 13_600, 2_450
CLEARANCE = 10  # mm beside each pallet: without it 34 EUR pallets would fit on paper, and 33 do in practice
METRE_WIDTH = 2_400  # the width that one loading metre stands for


@dataclass(frozen=True, slots=True)
class Pallets:
    """So many pallets of a kind: sides in mm, how many stand on each other (1: none)."""

    kind: str
    length: int
    width: int
    count: int
    stack: int = 1


@dataclass(frozen=True, slots=True)
class FloorRow:
    """A row across the lorry: where it starts and how deep it is (mm), and the places by kind, turned or not."""

    start: int
    depth: int
    places: tuple[tuple[str, bool, int], ...]


@dataclass(frozen=True, slots=True)
class FloorUse:
    """The rows, the length that they take (mm), the loading metres by area, and the pallets left behind."""

    rows: tuple[FloorRow, ...]
    used: int
    loading_metres: float
    left: tuple[tuple[str, int], ...]


def pallets_on_floor(
    length: int,
    width: int,
    floor_length: int = TRAILER_LENGTH,
    floor_width: int = TRAILER_WIDTH,
    clearance: int = CLEARANCE,
) -> Layout:
    """Lay pallets of one kind on a floor, each with its clearance along both sides.

    Whole mm. Raises SolverError as ``pallet_layout``.

    Source: the trade's count for 13.6 m: 33 EUR pallets of 80 × 120, 26 of 100 × 120.

    >>> pallets_on_floor(1200, 800).count, pallets_on_floor(1200, 1000).count
    (33, 26)
    """
    return pallet_layout(floor_length, floor_width, length + clearance, width + clearance)


def floor_rows(
    pallets: Sequence[Pallets],
    floor_length: int = TRAILER_LENGTH,
    floor_width: int = TRAILER_WIDTH,
    clearance: int = CLEARANCE,
) -> FloorUse:
    """Put a mix of pallets in rows across the floor, kind after kind, the last rows shared.

    Each kind stands the way that takes least length a pallet; places left in its last row are filled by the
    kinds after it. Places count stacks. ``loading_metres`` is the usual Σ length × width / 2.40 m / stack.
    Whole mm. Raises SolverError for figures out of range and a kind wider and longer than the floor.

    Source: loading metres as in road tariffs; rows as a loader builds them, first fit by falling depth.

    >>> found = floor_rows([Pallets("EUR", 1200, 800, 12), Pallets("IND", 1200, 1000, 4)])
    >>> found.used, round(found.loading_metres, 2), found.left
    (6860, 6.8, ())
    """
    stacks: list[tuple[str, int, int, int]] = []
    metres = 0.0
    for one in pallets:
        for name in ("length", "width", "count", "stack"):
            if whole(f"{name} ({one.kind})", getattr(one, name)) < (0 if name == "count" else 1):
                raise SolverError(f"{name} ({one.kind})", getattr(one, name), "one_or_more")
        metres += one.length * one.width * one.count / one.stack / METRE_WIDTH / 1000.0
        along, across = one.length + clearance, one.width + clearance
        ways = [(across, along), (along, across)]  # (depth, breadth)
        fitting = [way for way in ways if way[1] <= floor_width and way[0] <= floor_length]
        if not fitting:
            raise SolverError("pallets", one.kind, "room_for", order=one.kind)
        depth, breadth = min(fitting, key=lambda way: way[0] / (floor_width // way[1]))
        stacks += [(one.kind, depth, breadth, int(depth == along))] * ceil(one.count / one.stack)
    positive("floor_length", floor_length)
    rows: list[tuple[int, list[tuple[str, bool, int]], int]] = []  # depth, places, breadth used
    left: dict[str, int] = {}
    used = 0
    stacks.sort(key=lambda one: (-one[1], -one[2]))
    for kind, depth, breadth, lengthwise in stacks:
        at = next(
            (at for at, row in enumerate(rows) if row[0] >= depth and row[2] + breadth <= floor_width), None
        )
        if at is not None:
            rows[at][1].append((kind, not lengthwise, rows[at][2]))
            rows[at] = (rows[at][0], rows[at][1], rows[at][2] + breadth)
        elif used + depth <= floor_length:
            rows.append((depth, [(kind, not lengthwise, 0)], breadth))
            used += depth
        else:
            left[kind] = left.get(kind, 0) + 1
    told, start = [], 0
    for depth, places, _ in rows:
        told.append(FloorRow(start, depth, tuple(places)))
        start += depth
    return FloorUse(tuple(told), used, metres, tuple(left.items()))
