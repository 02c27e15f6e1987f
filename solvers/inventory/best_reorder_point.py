"""Search of the best reorder point and lot (s, Q), the cost being handed in as a function.

The solver knows neither demand nor simulation: it asks the function for whole grids of policies, which
is what a compiled kernel answers fastest, and it draws nothing, so the same function gets the same answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from solvers.arguments import number, whole
from solvers.errors import SolverError

__all__ = ["BestReorderPoint", "CostGrid", "best_reorder_point"]

IntArray: TypeAlias = npt.NDArray[np.int64]
FloatArray: TypeAlias = npt.NDArray[np.float64]
# Given s[ns] and Q[nQ]: the cost of each pair [ns, nQ], alone or with the service level of each pair.
CostGrid: TypeAlias = Callable[[IntArray, IntArray], FloatArray | tuple[FloatArray, FloatArray]]

_LONGEST_RANGE = 100_000  # whole lines of the range are evaluated in one call at the end of a search
_COARSE = 33  # points per axis of the first grid
_FINE = 9  # points per axis around each centre that is kept
_CENTRES = 8  # centres kept at each level: a mean of few simulated years has many hollows
_WINDOW = 6  # half-width, in steps, of the square that is proven around the answer


@dataclass(frozen=True, slots=True)
class BestReorderPoint:
    """The best policy found, its cost and service (None when the function gives none), and the effort.

    ``evaluations`` counts the (s, Q) pairs asked for, repeats included. ``exhaustive`` is True when every
    pair of the ranges was evaluated, so that the answer is the proven best.
    """

    s: int
    Q: int
    cost: float
    service: float | None
    evaluations: int
    exhaustive: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One evaluated pair."""

    shortfall: float  # of the required service
    cost: float
    Q: int
    s: int
    service: float | None

    def preference(self) -> tuple[float, float, int, int]:
        return self.shortfall, self.cost, self.Q, self.s


@dataclass(frozen=True, slots=True)
class _Axis:
    """The values low, low + step, …, at most high; the search works on their indices."""

    low: int
    step: int
    size: int

    def values(self, indices: IntArray) -> IntArray:
        return self.low + self.step * indices

    def index(self, value: int) -> int:
        return (value - self.low) // self.step

    def line(self) -> IntArray:
        return np.arange(self.size, dtype=np.int64)

    def coarse(self) -> tuple[IntArray, int]:
        """At most 33 indices spread over the axis, both ends included, and the widest gap between two."""
        spread = np.linspace(0, self.size - 1, min(_COARSE, self.size))
        indices = np.unique(np.rint(spread).astype(np.int64))
        return indices, int(np.diff(indices).max(initial=1))

    def around(self, centres: list[int], reach: int, gap: int) -> IntArray:
        """Indices every ``gap`` within ``reach`` of any centre, centres included, clipped to the axis."""
        offsets = np.arange(-(reach // gap) - 1, reach // gap + 2, dtype=np.int64) * gap
        offsets = np.clip(offsets, -reach, reach)
        points = np.add.outer(np.asarray(centres, dtype=np.int64), offsets)
        return np.unique(np.clip(points, 0, self.size - 1))


def best_reorder_point(
    cost: CostGrid,
    s_range: tuple[int, int],
    Q_range: tuple[int, int],
    *,
    s_step: int = 1,
    Q_step: int = 1,
    minimum_service: float | None = None,
    exhaustive_up_to: int = 10_000,
) -> BestReorderPoint:
    """Find the reorder point s and the lot Q of least cost, with at least a required service if any.

    ``cost(s, Q)`` takes int64 arrays s[ns] and Q[nQ] in units, increasing, and returns the cost of every
    pair as float64 [ns, nQ] in any unit of money, or (cost, service), two such arrays, which
    ``minimum_service`` (the least service accepted, in the function's own terms) needs. A pair must get
    the same figures whatever grid it is asked in. ``s_range`` and ``Q_range`` are (lowest, highest) in
    units, both included, Q from 1, searched every ``s_step`` and ``Q_step`` (a pack) from the lowest on.
    Equal costs go to the smaller Q, then to the smaller s.

    Raises SolverError on ranges that are empty, not whole or longer than 100 000 values, on figures of the
    wrong shape or not a number, and when no pair evaluated gives the required service.

    Guarantee. With at most ``exhaustive_up_to`` pairs every one is evaluated and the answer is the best.
    Beyond, a coarse grid of 33 × 33 pairs is refined around its eight best centres down to the step, then
    the answer is improved until nothing better is left (a) with the same Q and any s, (b) with the same s
    and any Q, (c) within six steps on both axes at once. No more is promised: where the cost has several
    hollows or a narrow slanting valley, a better pair may exist that shares neither s nor Q with the
    answer and lies outside that window. The answer is never worse than any pair evaluated.

    Source: coarse-to-fine enumeration, then coordinate descent; no textbook formula is involved.

    >>> def bowl(s, Q):
    ...     return 2.0 * (s[:, None] - 40) ** 2 + (Q[None, :] - 90.0) ** 2 + 5
    >>> best_reorder_point(bowl, s_range=(0, 500), Q_range=(1, 800), exhaustive_up_to=0).cost
    5.0
    """
    s_axis = _axis("s_range", s_range, "s_step", s_step)
    Q_axis = _axis("Q_range", Q_range, "Q_step", Q_step)
    if Q_axis.low < 1:
        raise SolverError("Q_range", Q_range, "range_from_one")
    required = None if minimum_service is None else number("minimum_service", minimum_service)
    search = _Search(cost, s_axis, Q_axis, required)
    exhaustive = s_axis.size * Q_axis.size <= whole("exhaustive_up_to", exhaustive_up_to)
    if exhaustive:
        search.evaluate(s_axis.line(), Q_axis.line())
    else:
        search.narrow()
        search.polish()
    best = search.best
    if best is None or not np.isfinite(best.cost):
        raise SolverError("cost", cost, "finite_cost")
    if best.shortfall > 0:
        raise SolverError(
            "minimum_service",
            minimum_service,
            "reachable_service",
            best=best.service,
            s_range=s_range,
            Q_range=Q_range,
        )
    return BestReorderPoint(best.s, best.Q, best.cost, best.service, search.evaluations, exhaustive)


class _Search:
    """What one search has learnt so far: the best pair and the number of evaluations."""

    def __init__(self, cost: CostGrid, s_axis: _Axis, Q_axis: _Axis, required: float | None) -> None:
        self._cost = cost
        self._s = s_axis
        self._Q = Q_axis
        self._required = required
        self.best: _Candidate | None = None
        self.evaluations = 0

    def narrow(self) -> None:
        """Refine a coarse grid around its best centres until the step is reached on both axes."""
        s_indices, s_gap = self._s.coarse()
        Q_indices, Q_gap = self._Q.coarse()
        while True:
            columns = self.evaluate(s_indices, Q_indices)
            if s_gap == 1 and Q_gap == 1:
                return
            centres = self._centres(columns, Q_gap)
            s_reach, Q_reach = s_gap, Q_gap
            s_gap, Q_gap = (max(1, -(-2 * reach // (_FINE - 1))) for reach in (s_reach, Q_reach))
            s_indices = self._s.around([s for s, _ in centres], s_reach, s_gap)
            Q_indices = self._Q.around([Q for _, Q in centres], Q_reach, Q_gap)

    def polish(self) -> None:
        """Improve the best pair along its whole lines and within its window until it stands."""
        while True:
            before = self.best
            assert before is not None  # narrow() has evaluated the coarse grid
            self.evaluate(self._s.line(), np.array([self._Q.index(before.Q)]))
            if self.best is before:
                self.evaluate(np.array([self._s.index(before.s)]), self._Q.line())
            if self.best is before:
                self.evaluate(
                    self._s.around([self._s.index(before.s)], _WINDOW, 1),
                    self._Q.around([self._Q.index(before.Q)], _WINDOW, 1),
                )
            if self.best is before:
                return

    def evaluate(self, s_indices: IntArray, Q_indices: IntArray) -> list[_Candidate]:
        """Ask for a grid, remember its best pair, and return the best pair of each Q."""
        s, Q = self._s.values(s_indices), self._Q.values(Q_indices)
        cost, service = self._ask(s, Q)
        self.evaluations += cost.size
        shortfall = np.zeros_like(cost)
        if service is not None and self._required is not None:
            shortfall = np.maximum(0.0, self._required - service)
        columns = []
        for j in range(Q.size):
            # lexsort's last key leads; s increases, so equal pairs keep the smaller s first.
            i = int(np.lexsort((cost[:, j], shortfall[:, j]))[0])
            columns.append(
                _Candidate(
                    shortfall=float(shortfall[i, j]),
                    cost=float(cost[i, j]),
                    Q=int(Q[j]),
                    s=int(s[i]),
                    service=None if service is None else float(service[i, j]),
                )
            )
        found = min(columns, key=_Candidate.preference)
        if self.best is None or found.preference() < self.best.preference():
            self.best = found
        return columns

    def _ask(self, s: IntArray, Q: IntArray) -> tuple[FloatArray, FloatArray | None]:
        answer = self._cost(s, Q)
        cost, service = answer if isinstance(answer, tuple) else (answer, None)
        if self._required is not None and service is None:
            raise SolverError("cost", self._cost, "returns_service")
        shape = (s.size, Q.size)
        return _grid("cost", cost, shape), None if service is None else _grid("service", service, shape)

    def _centres(self, columns: list[_Candidate], Q_gap: int) -> list[tuple[int, int]]:
        """The indices of the best columns, no two of them neighbours on the Q axis."""
        kept: list[tuple[int, int]] = []
        for column in sorted(columns, key=_Candidate.preference):
            Q = self._Q.index(column.Q)
            if all(abs(Q - other) > Q_gap for _, other in kept):
                kept.append((self._s.index(column.s), Q))
            if len(kept) == _CENTRES:
                break
        return kept


def _grid(what: str, figures: object, shape: tuple[int, int]) -> FloatArray:
    try:
        grid = np.asarray(figures, dtype=np.float64)
    except (TypeError, ValueError):
        raise SolverError(what, figures, "array", shape=shape) from None
    if grid.shape != shape:
        raise SolverError(what, figures, "shape", wanted=shape, found=grid.shape)
    if np.isnan(grid).any():
        i, j = (int(k) for k in np.argwhere(np.isnan(grid))[0])
        raise SolverError(what, np.nan, "number_per_pair", row=i, column=j)
    return grid


def _axis(name: str, bounds: tuple[int, int], step_name: str, step: int) -> _Axis:
    if not isinstance(bounds, tuple | list) or len(bounds) != 2:
        raise SolverError(name, bounds, "range_pair")
    low, high = whole(f"{name}[0]", bounds[0]), whole(f"{name}[1]", bounds[1])
    stride = whole(step_name, step)
    if stride < 1:
        raise SolverError(step_name, step, "one_or_more")
    if high < low:
        raise SolverError(name, bounds, "range_order")
    size = (high - low) // stride + 1
    if size > _LONGEST_RANGE:
        raise SolverError(name, bounds, "range_size", limit=_LONGEST_RANGE, step=step_name)
    return _Axis(low, stride, size)
