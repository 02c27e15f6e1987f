"""ABC classes: the few items that make most of the value, the many that make little of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from solvers.arguments import fraction, non_negative, numbers
from solvers.errors import SolverError

__all__ = ["AbcClass", "AbcLine", "Area", "Crossing", "abc_classes", "abc_table", "concentration"]

AbcClass = Literal["A", "B", "C"]
Crossing = Literal["lower", "upper"]
Area = Literal["rectangles", "trapeziums"]
CLOSE = 1e-9  # of a share: 0.1 + 0.7 is 0.7999999999999999


@dataclass(frozen=True, slots=True)
class AbcLine:
    """One line of the table sorted by falling value.

    ``place`` is the item's place in the list given (from 0), ``share`` its part of the total,
    ``cumulative`` the part of the items down to it, ``rank_share`` the part of the number of items.
    """

    place: int
    value: float
    share: float
    cumulative: float
    rank_share: float
    klass: AbcClass


def abc_table(
    values: Sequence[float], a: float = 0.8, b: float = 0.95, *, crossing: Crossing = "lower"
) -> tuple[AbcLine, ...]:
    """Sort items by falling value and give each its cumulative share and its class.

    ``values`` (yearly consumption in money, say), 0 or more, one at least above 0; ``a`` and ``b`` the
    cumulative shares where classes A and B end, 0 < a < b < 1. The item that crosses a threshold goes to the
    class below it ("lower": A while the cumulative share is at most a) or stays in the class above ("upper":
    A while the share before it is under a). The first item is in A whatever its share. Items of one value
    share the class of the first of them: a class never hangs on the order of the rows. SolverError otherwise.

    Source: Dickie, ABC inventory analysis shoots for dollars not pennies, 1951; French usage 80/95 %.

    >>> [(line.place, round(line.cumulative, 2), line.klass) for line in abc_table([20, 70, 10], 0.75, 0.95)]
    [(1, 0.7, 'A'), (0, 0.9, 'B'), (2, 1.0, 'C')]
    """
    held, first, second = _checked(values, a, b)
    if crossing not in {"lower", "upper"}:
        raise SolverError("crossing", crossing, "one_of", words="lower, upper")
    total = math.fsum(held)
    order = sorted(range(len(held)), key=lambda place: -held[place])
    cumulative = [running / total for running in accumulate(held[place] for place in order)]
    lines: list[AbcLine] = []
    for rank, (place, reached) in enumerate(zip(order, cumulative, strict=True)):
        before = cumulative[rank - 1] if rank else 0.0
        if lines and held[place] == lines[-1].value:
            klass = lines[-1].klass
        elif crossing == "upper":
            klass = _class_of(before + 2 * CLOSE, first, second)
        else:
            klass = "A" if rank == 0 else _class_of(reached, first, second)
        lines.append(AbcLine(place, held[place], held[place] / total, reached, (rank + 1) / len(held), klass))
    return tuple(lines)


def abc_classes(
    values: Sequence[float], a: float = 0.8, b: float = 0.95, *, crossing: Crossing = "lower"
) -> tuple[AbcClass, ...]:
    """Give the class of each item, in the order of the values given.

    Arguments, rule and refusals as in :func:`abc_table`.

    Source: as :func:`abc_table`.

    >>> abc_classes([20, 70, 10], 0.75, 0.95)
    ('B', 'A', 'C')
    """
    found: list[AbcClass] = ["C"] * len(values)
    for line in abc_table(values, a, b, crossing=crossing):
        found[line.place] = line.klass
    return tuple(found)


def concentration(values: Sequence[float], *, area: Area = "rectangles") -> float:
    """Give how concentrated values are: near 0 when all are equal, near 1 when one makes the total.

    ``values`` as in :func:`abc_table`. Result: the discrimination or Gini index, twice the area under the curve
    of cumulative shares (the largest first) less 1. The area is that of rectangles, as French courses compute
    it when they ask for more than 0.6 before classes are made (equal values then give 1/n), or of "trapeziums".
    SolverError otherwise.

    γ = (Σ cumulative % × 100/n − 5000) ÷ 5000; trapeziums take 1/n less.

    Source: Gini, Variabilità e mutabilità, 1912; French courses on the ABC method (indice de Gini).

    >>> concentration([8, 0, 0, 0]), concentration([5, 5, 5, 5], area="trapeziums")
    (1.0, 0.0)
    """
    if area not in {"rectangles", "trapeziums"}:
        raise SolverError("area", area, "one_of", words="rectangles, trapeziums")
    held, _, _ = _checked(values, 0.8, 0.95)
    total = math.fsum(held)
    shares = [running / total for running in accumulate(sorted(held, reverse=True))]
    index = 2 * math.fsum(shares) / len(held) - 1
    return index if area == "rectangles" else max(0.0, index - 1 / len(held))


def _class_of(share: float, a: float, b: float) -> AbcClass:
    return "A" if share <= a + CLOSE else "B" if share <= b + CLOSE else "C"


def _checked(values: Sequence[float], a: float, b: float) -> tuple[list[float], float, float]:
    held = [non_negative(f"values[{i}]", value) for i, value in enumerate(numbers("values", values))]
    if sum(held) <= 0:
        raise SolverError("values", held, "some_above_zero")
    first, second = fraction("a", a), fraction("b", b)
    if second <= first:
        raise SolverError("b", b, "above_threshold", before=first)
    return held, first, second
