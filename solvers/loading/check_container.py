"""A stowed container checked by what it says alone: nothing of the method that stows is used here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solvers.loading.cargo import Cargo, Container, Piece
from solvers.violations import Violation

__all__ = ["RULES", "CheckedContainer", "check_container"]

RULES = (
    "unknown",
    "missing",
    "too_many",
    "sides",
    "upright",
    "outside",
    "overlap",
    "support",
    "stacking",
    "weight",
)
TOLERANCE = 1e-6  # m, kg


@dataclass(frozen=True, slots=True)
class CheckedContainer:
    """The rules broken, boxes stowed, shares of volume and payload, length used (m), centre of gravity (m)."""

    violations: tuple[Violation, ...]
    boxes: int
    volume_share: float
    weight_kg: float
    weight_share: float
    used_length: float
    centre: tuple[float, float, float]


def check_container(
    plan: Sequence[Piece], cargo: Sequence[Cargo], container: Container, *, support: float = 0.8
) -> CheckedContainer:
    """Check boxes in their places in a container.

    Rules: ``unknown`` kind, ``missing`` and ``too_many`` (against the counts), ``sides`` (not those of the
    kind), ``upright`` (a box that must stand lies), ``outside``, ``overlap``, ``support`` (share of the base
    that stands on the floor or on boxes), ``stacking`` (kg on top of a box above what it bears, weights going
    down by the areas they rest on), ``weight`` (payload, kg). ``rows`` are the boxes. Never raises on a plan.

    Source: definition of the problem; Bischoff & Ratcliff (1995) for the practical rules.

    >>> found = check_container([Piece("A", 0, 0, 0, 1, 1, 1), Piece("A", 0.5, 0, 1, 1, 1, 1)],
    ...     [Cargo("A", 1, 1, 1, 90, count=2)], Container(2, 1, 2, 1000))
    >>> [(one.rule, one.rows, one.found, one.limit) for one in found.violations]
    [('support', (1,), 0.5, 0.8)]
    """
    known = {one.kind: one for one in cargo}
    found: list[Violation] = []
    counts = dict.fromkeys(known, 0)
    placed: list[tuple[int, Piece, Cargo]] = []
    for row, one in enumerate(plan):
        kind = known.get(one.kind)
        if kind is None:
            found.append(Violation("unknown", (row,), one.kind))
            continue
        counts[one.kind] += 1
        placed.append((row, one, kind))
        found += _own(row, one, kind, container)
    for name, count in counts.items():
        if count != known[name].count:
            rule = "missing" if count < known[name].count else "too_many"
            found.append(Violation(rule, (), name, float(count), float(known[name].count)))
    for at, (row, one, _) in enumerate(placed):
        for other_row, other, _ in placed[:at]:
            if all(_common(one, other, axis) > TOLERANCE for axis in "xyz"):
                found.append(Violation("overlap", (other_row, row), one.kind))
    found += _standing(placed, support)
    weight = float(sum(kind.weight_kg for *_, kind in placed))
    if weight > container.payload_kg + TOLERANCE:
        rows = tuple(row for row, *_ in placed)
        found.append(Violation("weight", rows, "", weight, float(container.payload_kg), "kg"))
    volume = sum(one.length * one.width * one.height for _, one, _ in placed)
    return CheckedContainer(
        tuple(found),
        len(placed),
        float(volume / (container.length * container.width * container.height)),
        weight,
        weight / container.payload_kg,
        float(max((one.x + one.length for _, one, _ in placed), default=0.0)),
        _centre(placed, weight),
    )


def _own(row: int, one: Piece, kind: Cargo, container: Container) -> list[Violation]:
    found = []
    sides = (one.length, one.width, one.height)
    if any(
        abs(a - b) > TOLERANCE
        for a, b in zip(sorted(sides), sorted((kind.length, kind.width, kind.height)), strict=True)
    ):
        found.append(Violation("sides", (row,), one.kind))
    elif kind.upright and abs(one.height - kind.height) > TOLERANCE:
        found.append(Violation("upright", (row,), one.kind))
    if (
        min(one.x, one.y, one.z) < -TOLERANCE
        or one.x + one.length > container.length + TOLERANCE
        or one.y + one.width > container.width + TOLERANCE
        or one.z + one.height > container.height + TOLERANCE
    ):
        found.append(Violation("outside", (row,), one.kind))
    return found


_SIDE = {"x": "length", "y": "width", "z": "height"}


def _common(one: Piece, other: Piece, axis: str) -> float:
    """What two boxes share of an axis; negative when there is a gap."""
    a, b = getattr(one, axis), getattr(other, axis)
    side = _SIDE[axis]
    return float(min(a + getattr(one, side), b + getattr(other, side)) - max(a, b))


def _standing(placed: Sequence[tuple[int, Piece, Cargo]], support: float) -> list[Violation]:
    """Support from below, and weights handed down from the top box to the floor."""
    found = []
    carried = {row: 0.0 for row, *_ in placed}
    for row, one, kind in sorted(placed, key=lambda item: -item[1].z):
        load = carried[row]
        if load > kind.bears_kg + TOLERANCE:
            found.append(Violation("stacking", (row,), one.kind, load, float(kind.bears_kg), "kg"))
        if one.z <= TOLERANCE:
            continue
        below = [
            (other_row, _common(one, other, "x") * _common(one, other, "y"))
            for other_row, other, _ in placed
            if abs(other.z + other.height - one.z) <= TOLERANCE
            and _common(one, other, "x") > TOLERANCE
            and _common(one, other, "y") > TOLERANCE
        ]
        area = sum(part for _, part in below)
        share = area / (one.length * one.width)
        if share < support - TOLERANCE:
            found.append(Violation("support", (row,), one.kind, float(share), support))
        for other_row, part in below:
            carried[other_row] += (load + kind.weight_kg) * part / area
    return found


def _centre(placed: Sequence[tuple[int, Piece, Cargo]], weight: float) -> tuple[float, float, float]:
    if not weight:
        return (0.0, 0.0, 0.0)
    x = sum(kind.weight_kg * (one.x + one.length / 2) for _, one, kind in placed) / weight
    y = sum(kind.weight_kg * (one.y + one.width / 2) for _, one, kind in placed) / weight
    z = sum(kind.weight_kg * (one.z + one.height / 2) for _, one, kind in placed) / weight
    return (float(x), float(y), float(z))
