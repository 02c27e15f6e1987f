"""A floor plan checked by what it says alone: rectangles within a floor that do not lie on each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from solvers.violations import Violation

__all__ = ["RULES", "CheckedLayout", "Laid", "check_layout"]

RULES = ("unknown", "outside", "overlap", "missing", "too_many")
TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Laid:
    """A rectangle of a kind, its corner nearest the origin, and whether it is turned by a quarter."""

    kind: str
    x: float
    y: float
    turned: bool = False


@dataclass(frozen=True, slots=True)
class CheckedLayout:
    """The rules broken, the number of rectangles within the floor, the share of the floor and the length used."""

    violations: tuple[Violation, ...]
    count: int
    area_share: float
    used_length: float


def check_layout(
    plan: Sequence[Laid],
    length: float,
    width: float,
    kinds: Mapping[str, tuple[float, float]],
    wanted: Mapping[str, int] | None = None,
) -> CheckedLayout:
    """Check rectangles laid on a floor of ``length`` (x) by ``width`` (y), in one unit.

    ``kinds``: length and width of each kind. Rules: ``unknown`` kind, ``outside`` the floor, ``overlap`` (two on
    one spot), and where ``wanted`` counts are given ``missing`` and ``too_many``. Never raises on a plan.

    Source: definition of the problem.

    >>> found = check_layout([Laid("A", 0, 0), Laid("A", 2, 0)], 6, 2, {"A": (3, 2)})
    >>> [(one.rule, one.rows) for one in found.violations], found.count
    ([('overlap', (0, 1))], 2)
    """
    found: list[Violation] = []
    spots: list[tuple[int, float, float, float, float]] = []
    counts = dict.fromkeys(kinds, 0)
    for row, one in enumerate(plan):
        if one.kind not in kinds:
            found.append(Violation("unknown", (row,), one.kind))
            continue
        counts[one.kind] += 1
        along, across = kinds[one.kind][::-1] if one.turned else kinds[one.kind]
        right, top = one.x + along, one.y + across
        if min(one.x, one.y) < -TOLERANCE or right > length + TOLERANCE or top > width + TOLERANCE:
            found.append(Violation("outside", (row,), one.kind))
        for other, left, low, far, high in spots:
            clear = (
                right <= left + TOLERANCE
                or far <= one.x + TOLERANCE
                or top <= low + TOLERANCE
                or high <= one.y + TOLERANCE
            )
            if not clear:
                found.append(Violation("overlap", (other, row), one.kind))
        spots.append((row, one.x, one.y, right, top))
    for kind, count in (wanted or {}).items():
        placed = counts.get(kind, 0)
        if placed != count:
            rule = "missing" if placed < count else "too_many"
            found.append(Violation(rule, (), kind, float(placed), float(count)))
    area = sum((right - left) * (top - low) for _, left, low, right, top in spots)
    return CheckedLayout(
        tuple(found),
        len(spots),
        float(area / (length * width)),
        float(max((right for *_, right, _ in spots), default=0.0)),
    )
