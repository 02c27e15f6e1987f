"""Pattern search over whole figures and choices, the objective being handed in as a function.

The solver knows nothing of what is decided: it asks the function for one point at a time, as a simulation
answers, and draws nothing, so that the same function gets the same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import inf, isnan, prod
from typing import TypeAlias

from solvers.arguments import whole
from solvers.errors import SolverError

__all__ = ["Axis", "BestPoint", "pattern_search"]

Point: TypeAlias = tuple[int, ...]
# How far a point misses what is required of it (0: nothing missed), and its cost.
Objective: TypeAlias = Callable[[Point], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Axis:
    """One figure: from `low` to `high`, first moved by `step`, at last by `finest`.

    An axis of `choices` (places of a list, `low` to `high`) has no order: every other place is tried at each turn.
    """

    low: int
    high: int
    step: int = 1
    finest: int = 1
    choices: bool = False

    def __post_init__(self) -> None:
        for name in ("low", "high", "step", "finest"):
            whole(name, getattr(self, name))
        if self.low > self.high:
            raise SolverError("axis", (self.low, self.high), "range_order")
        for name in ("step", "finest"):
            if getattr(self, name) < 1:
                raise SolverError(name, getattr(self, name), "one_or_more")

    def moves(self, value: int, step: int) -> list[int]:
        """The values next to one: every other choice, or `step` up and down, kept within the axis."""
        if self.choices:
            return [other for other in range(self.low, self.high + 1) if other != value]
        near = (min(value + step, self.high), max(value - step, self.low))
        return [other for other in dict.fromkeys(near) if other != value]

    def halved(self, step: int) -> int:
        """Half a step, as a multiple of the finest, and the finest at least."""
        return max(step // 2 // self.finest, 1) * self.finest

    def every(self) -> range:
        """All the values that the search may end on, from the lowest by the finest step."""
        return range(self.low, self.high + 1, 1 if self.choices else self.finest)


@dataclass(frozen=True, slots=True)
class BestPoint:
    """The best point found: what it misses, its cost, and how many points were asked for.

    `settled` is True when no single move by the finest step betters it; False when the tries ran out first.
    """

    point: Point
    missed: float
    cost: float
    tries: int
    settled: bool


def pattern_search(
    objective: Objective, axes: Sequence[Axis], starts: Sequence[Sequence[int]], *, tries: int = 60
) -> BestPoint:
    """Find a point that misses least, then costs least, from the best of some starts.

    ``objective(point)`` takes a whole figure for each axis and returns (missed, cost), in any units, missed
    being 0 where all is met; a figure that is not a number counts as infinite. Each point is asked for once.
    ``starts`` are brought into the axes. ``tries`` bounds the points asked for, the starts (always asked for) included.
    Equal merits keep the earlier point.

    Moves go one axis at a time, to the better of its two neighbours; after a round that gained, the same jump
    is tried once more as a whole; after one that did not, every step is halved, down to the finest. Where the
    starts and all points together fit into ``tries``, every point is asked for instead.

    Raises SolverError without a start, or on a start of the wrong length.

    Guarantee: never worse than any start; a minimum along each axis by its finest step when ``settled``.

    Source: Hooke and Jeeves, "Direct search" solution of numerical and statistical problems, Journal of the
    ACM 8 (1961), 212-229.

    >>> def bowl(point):
    ...     return 0.0, (point[0] - 40) ** 2 + 3 * (point[1] - 7) ** 2
    >>> pattern_search(bowl, [Axis(0, 100, 16), Axis(0, 20, 4)], [(90, 20)]).point
    (40, 7)
    """
    bound = whole("tries", tries)
    if bound < 1:
        raise SolverError("tries", tries, "one_or_more")
    if not starts:
        raise SolverError("starts", starts, "some_numbers")
    search = _Search(objective, tuple(axes), bound)
    for start in starts:
        if len(start) != len(search.axes):
            raise SolverError("starts", start, "as_many_as_axes", count=len(search.axes))
        search.ask(search.within(tuple(whole("starts", value) for value in start)))
    settled = search.exhaust() or search.walk()
    return BestPoint(search.best, *search.known[search.best], len(search.known), settled)


class _Search:
    """What one search has learnt: the merit of every point asked for, and the best of them."""

    def __init__(self, objective: Objective, axes: tuple[Axis, ...], tries: int) -> None:
        self._objective = objective
        self._tries = tries
        self.axes = axes
        self.known: dict[Point, tuple[float, float]] = {}
        self.best: Point = ()

    def within(self, point: Point) -> Point:
        return tuple(min(max(v, axis.low), axis.high) for v, axis in zip(point, self.axes, strict=True))

    def ask(self, point: Point) -> bool:
        """Ask for a point; True when it is the best so far."""
        if point not in self.known:
            missed, cost = (inf if isnan(figure) else float(figure) for figure in self._objective(point))
            self.known[point] = (missed, cost)
        if not self.best or self.known[point] < self.known[self.best]:
            self.best = point
            return True
        return False

    def exhaust(self) -> bool:
        """Ask for every point when the tries allow; True when done."""
        if prod(len(axis.every()) for axis in self.axes) + len(self.known) > self._tries:
            return False
        for point in product(*(axis.every() for axis in self.axes)):
            self.ask(point)
        return True

    def walk(self) -> bool:
        """Move until no single move by the finest step betters the point; False when the tries ran out."""
        steps = [axis.halved(2 * axis.step) for axis in self.axes]
        while True:
            before = self.best
            for point in self._round(steps):
                if point not in self.known and len(self.known) >= self._tries:
                    return False
                self.ask(point)
            if self.best != before:
                again = tuple(2 * new - old for new, old in zip(self.best, before, strict=True))
                jump = self.within(
                    tuple(
                        new if axis.choices else value
                        for value, new, axis in zip(again, self.best, self.axes, strict=True)
                    )
                )
                if jump in self.known or len(self.known) < self._tries:
                    self.ask(jump)
            elif all(
                step == axis.finest or axis.choices for step, axis in zip(steps, self.axes, strict=True)
            ):
                return True
            else:
                steps = [axis.halved(step) for step, axis in zip(steps, self.axes, strict=True)]

    def _round(self, steps: Sequence[int]) -> Iterator[Point]:
        """The neighbours of the best point axis by axis: each axis starts from the best of those before."""
        for place, axis in enumerate(self.axes):
            here = self.best
            for value in axis.moves(here[place], steps[place]):
                yield (*here[:place], value, *here[place + 1 :])
