"""Boxes for a container as plain data, checked once for every method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from solvers.arguments import non_negative, positive, whole
from solvers.errors import SolverError

__all__ = ["MAX_PIECES", "Cargo", "Container", "Piece", "checked_cargo"]

MAX_PIECES = 200


@dataclass(frozen=True, slots=True)
class Cargo:
    """A kind of box: sides in m, kg, how many; whether it stands on its base only; kg that it bears on top."""

    kind: str
    length: float
    width: float
    height: float
    weight_kg: float
    count: int = 1
    upright: bool = True
    bears_kg: float = inf


@dataclass(frozen=True, slots=True)
class Container:
    """A container inside: sides in m (length from the front wall to the door) and payload in kg."""

    length: float
    width: float
    height: float
    payload_kg: float


@dataclass(frozen=True, slots=True)
class Piece:
    """A box in its place: the corner nearest front, left and floor, and its sides along x, y and z, in m."""

    kind: str
    x: float
    y: float
    z: float
    length: float
    width: float
    height: float


def checked_cargo(cargo: Sequence[Cargo], container: Container) -> None:
    """Refuse boxes and containers that no method can take.

    Raises SolverError. Source: definition of the problem.

    >>> checked_cargo([Cargo("A", 1, 1, 1, 10)], Container(5.9, 2.35, 2.39, 28_000))
    """
    names = [one.kind for one in cargo]
    if len(set(names)) < len(names):
        raise SolverError("cargo", names, "distinct_names")
    for one in cargo:
        for name in ("length", "width", "height"):
            positive(f"{name} ({one.kind})", getattr(one, name))
        non_negative(f"weight_kg ({one.kind})", one.weight_kg)
        if one.bears_kg != inf:
            non_negative(f"bears_kg ({one.kind})", one.bears_kg)
        if whole(f"count ({one.kind})", one.count) < 0:
            raise SolverError(f"count ({one.kind})", one.count, "non_negative")
    pieces = sum(one.count for one in cargo)
    if not 1 <= pieces <= MAX_PIECES:
        raise SolverError("cargo", pieces, "count_between", least=1, most=MAX_PIECES)
    for name in ("length", "width", "height", "payload_kg"):
        positive(name, getattr(container, name))
