"""XYZ classes: how steady the demand of an item is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

from solvers.arguments import non_negative, numbers, positive
from solvers.errors import SolverError

__all__ = ["XyzClass", "coefficient_of_variation", "xyz_classes"]

XyzClass = Literal["X", "Y", "Z"]


def coefficient_of_variation(demand: Sequence[float], *, sample: bool = False) -> float:
    """Give the standard deviation of a demand over its mean.

    ``demand`` per period in units (0 or more, of a mean above 0). ``sample`` divides the squares by n − 1
    (two periods at least) instead of n. SolverError otherwise. Result without unit.

    CV = σ / μ.

    Source: Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains, chapter 2.

    >>> coefficient_of_variation([8, 12, 8, 12])
    0.2
    """
    asked = [non_negative(f"demand[{i}]", figure) for i, figure in enumerate(numbers("demand", demand))]
    if sum(asked) <= 0:
        raise SolverError("demand", asked, "some_above_zero")
    if sample and len(asked) < 2:
        raise SolverError("demand", asked, "two_numbers")
    mean = math.fsum(asked) / len(asked)
    squares = math.fsum((figure - mean) ** 2 for figure in asked)
    return math.sqrt(squares / (len(asked) - 1 if sample else len(asked))) / mean


def xyz_classes(variations: Sequence[float], x: float = 0.5, y: float = 1.0) -> tuple[XyzClass, ...]:
    """Give the class of each item by its coefficient of variation.

    ``variations`` 0 or more; X up to ``x`` included, Y up to ``y`` included, Z beyond; 0 < x < y. The bounds
    are the firm's own: 0.5 and 1 here when none are given. SolverError otherwise.

    Source: Scholz-Reiter et al., Integration of demand forecasts in ABC-XYZ analysis, 2012.

    >>> xyz_classes([0.2, 0.5, 0.9, 1.4])
    ('X', 'X', 'Y', 'Z')
    """
    steady, wild = positive("x", x), positive("y", y)
    if wild <= steady:
        raise SolverError("y", y, "above_threshold", before=steady)
    found = [
        non_negative(f"variations[{i}]", figure) for i, figure in enumerate(numbers("variations", variations))
    ]
    return tuple("X" if one <= steady else "Y" if one <= wild else "Z" for one in found)
