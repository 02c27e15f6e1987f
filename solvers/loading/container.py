"""Boxes into a container: each at the corner furthest front, lowest and left where it stands safely."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import permutations
from math import inf

import numpy as np
from numpy.typing import NDArray

from solvers.arguments import number
from solvers.errors import SolverError
from solvers.loading.cargo import Cargo, Container, Piece, checked_cargo

__all__ = ["SUPPORT", "Stowage", "stow"]

SUPPORT = 0.8  # the share of its base that a box must stand on
SMALL = 1e-9
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stowage:
    """The boxes in their places, those left out by kind, and the rule that ordered them."""

    pieces: tuple[Piece, ...]
    left: tuple[tuple[str, int], ...]
    rule: str


def stow(cargo: Sequence[Cargo], container: Container, *, support: float = SUPPORT) -> Stowage:
    """Load as much as a set of loading orders finds, box by box.

    Each box, in the order of a rule (volume, base, height, weight, or as listed), goes to the free corner nearest
    the front wall, then lowest, then leftmost, where it lies within the container, on ``support`` of its base
    (0 to 1), on no box that bears less than would then stand on it, and within the payload. The first order that
    loads all is kept, else the one that loads most volume. Metres and kg. Raises SolverError for figures out of
    range, and more than 200 boxes.

    Source: Crainic, Perboli & Tadei (2008), Extreme point-based heuristics for three-dimensional bin packing.

    >>> found = stow([Cargo("A", 1, 1, 1, 100, count=5, bears_kg=100)], Container(2, 1, 2, 1000))
    >>> len(found.pieces), found.left
    (4, (('A', 1),))
    """
    checked_cargo(cargo, container)
    if not 0 <= number("support", support) <= 1:
        raise SolverError("support", support, "closed_fraction")
    rules: dict[str, Callable[[Cargo], tuple[float, ...]]] = {
        "volume": lambda one: (-one.length * one.width * one.height,),
        "base": lambda one: (-one.length * one.width, -one.height),
        "weight": lambda one: (-one.bears_kg if one.bears_kg < inf else -1e15, -one.weight_kg),
        "height": lambda one: (-one.height, -one.length * one.width),
        "listed": lambda _one: (),
    }
    best: tuple[float, Stowage] | None = None
    for rule, key in rules.items():
        boxes = [one for one in sorted(cargo, key=key) for _ in range(one.count)]
        pieces, left = _loaded(boxes, container, support)
        volume = sum(one.length * one.width * one.height for one in pieces)
        if best is None or volume > best[0] + SMALL:
            best = (volume, Stowage(tuple(pieces), left, rule))
        if not left:
            break
    assert best is not None
    return best[1]


def _loaded(
    boxes: Sequence[Cargo], container: Container, support: float
) -> tuple[list[Piece], tuple[tuple[str, int], ...]]:
    room = np.array([container.length, container.width, container.height])
    low: Floats = np.empty((0, 3))
    high: Floats = np.empty((0, 3))
    kinds: list[Cargo] = []
    borne: list[float] = []
    corners: list[tuple[float, float, float]] = [(0.0, 0.0, 0.0)]
    pieces: list[Piece] = []
    left: dict[str, int] = {}
    weight = 0.0
    hopeless: set[str] = set()
    for box in boxes:
        spot = None
        if box.kind not in hopeless and weight + box.weight_kg <= container.payload_kg + SMALL:
            spot = _spot(box, corners, low, high, kinds, borne, room, support)
        if spot is None:
            hopeless.add(box.kind)
            left[box.kind] = left.get(box.kind, 0) + 1
            continue
        at, sides = spot
        corner, far = np.array(at), np.array(at) + np.array(sides)
        _press(corner, far, box.weight_kg, low, high, borne)
        low, high = np.vstack([low, corner]), np.vstack([high, far])
        kinds.append(box)
        borne.append(0.0)
        weight += box.weight_kg
        pieces.append(Piece(box.kind, *at, *sides))
        corners.remove(at)
        corners += _corners(corner, far, low[:-1], high[:-1], room)
        corners = sorted(set(corners), key=lambda one: (one[0], one[2], one[1]))
    return pieces, tuple(left.items())


def _ways(box: Cargo) -> list[tuple[float, float, float]]:
    sides = (box.length, box.width, box.height)
    if not box.upright:
        return list(dict.fromkeys((one, other, up) for one, other, up in permutations(sides)))
    return list(dict.fromkeys([sides, (box.width, box.length, box.height)]))


Spot = tuple[tuple[float, float, float], tuple[float, float, float]]


def _spot(
    box: Cargo,
    corners: Sequence[tuple[float, float, float]],
    low: Floats,
    high: Floats,
    kinds: Sequence[Cargo],
    borne: Sequence[float],
    room: Floats,
    support: float,
) -> Spot | None:
    for at in corners:
        corner = np.array(at)
        for sides in _ways(box):
            far = corner + sides
            if (far > room + SMALL).any():
                continue
            if len(low) and ((corner < high - SMALL) & (far > low + SMALL)).all(axis=1).any():
                continue
            if at[2] > SMALL:
                area, _ = _under(corner, far, low, high)
                if float(area.sum()) < support * sides[0] * sides[1] - SMALL:
                    continue
                pressed = list(borne)
                _press(corner, far, box.weight_kg, low, high, pressed)
                if any(load > kind.bears_kg + SMALL for load, kind in zip(pressed, kinds, strict=True)):
                    continue
            return at, sides
    return None


def _under(corner: Floats, far: Floats, low: Floats, high: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """The area of each box that touches the base from below, and which do."""
    touching = np.abs(high[:, 2] - corner[2]) <= 1e-6
    along = np.minimum(high[:, 0], far[0]) - np.maximum(low[:, 0], corner[0])
    across = np.minimum(high[:, 1], far[1]) - np.maximum(low[:, 1], corner[1])
    area = np.where(touching, np.clip(along, 0, None) * np.clip(across, 0, None), 0.0)
    return area, area > SMALL


def _press(corner: Floats, far: Floats, weight: float, low: Floats, high: Floats, borne: list[float]) -> None:
    """Add a weight to what stands on the boxes below, by the area on which it rests, down to the floor."""
    if corner[2] <= SMALL or not len(low):
        return
    area, resting = _under(corner, far, low, high)
    total = float(area.sum())
    for at in np.flatnonzero(resting).tolist():
        part = weight * float(area[at]) / total
        borne[at] += part
        _press(low[at], high[at], part, low, high, borne)


def _corners(
    corner: Floats, far: Floats, low: Floats, high: Floats, room: Floats
) -> list[tuple[float, float, float]]:
    """The extreme points of a box: its three far corners, let go towards the walls until they meet a box."""
    found = [(far[0], corner[1], corner[2]), (corner[0], far[1], corner[2]), (corner[0], corner[1], far[2])]
    # Each far corner slid along the two other axes.
    for axis in range(3):
        base = corner.copy()
        base[axis] = far[axis]
        for other in range(3):
            if other == axis:
                continue
            slid = base.copy()
            rest = 3 - axis - other
            before = (
                (high[:, other] <= base[other] + SMALL)
                & (low[:, axis] <= base[axis] + SMALL)
                & (high[:, axis] > base[axis] + SMALL)
                & (low[:, rest] <= base[rest] + SMALL)
                & (high[:, rest] > base[rest] + SMALL)
            )
            slid[other] = float(high[before, other].max()) if before.any() else 0.0
            found.append((slid[0], slid[1], slid[2]))
    return [
        (round(float(x), 9), round(float(y), 9), round(float(z), 9))
        for x, y, z in found
        if x < room[0] - SMALL and y < room[1] - SMALL and z < room[2] - SMALL
    ]
