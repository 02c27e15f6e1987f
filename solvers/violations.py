"""What a checker finds wrong with a plan: the rule broken, where, and by how much; no words."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Violation"]


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a plan breaks.

    ``rows`` are the places of the rows at fault in the plan (from 0); ``where`` names what is concerned (an
    order, a vehicle); ``found`` and ``limit`` are figures in ``unit``, where figures say how far it goes.
    """

    rule: str
    rows: tuple[int, ...] = ()
    where: str = ""
    found: float | None = None
    limit: float | None = None
    unit: str = ""
