"""Assignment: who does what at the least cost, with the potentials that prove it and the Hungarian steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solvers.arguments import number
from solvers.errors import SolverError

__all__ = ["Assignment", "HungarianStep", "best_assignment", "hungarian_steps"]

MAX_SIDE = 1_000
STEPS_SIDE = 12
Table = Sequence[Sequence[float | None]]


@dataclass(frozen=True, slots=True)
class Assignment:
    """The pairs (row, column), their total, and potentials: cost − u − v is 0 on each pair, and never below 0.

    With ``maximise`` the total is the largest, and value − u − v is never above 0.
    """

    pairs: tuple[tuple[int, int], ...]
    total: float
    row_potentials: tuple[float, ...]
    column_potentials: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class HungarianStep:
    """A table of the Hungarian method: what was done, the table, and the lines that cover its zeros."""

    action: str
    table: tuple[tuple[float, ...], ...]
    covered_rows: tuple[int, ...] = ()
    covered_columns: tuple[int, ...] = ()
    least: float = 0.0


def best_assignment(costs: Table, *, maximise: bool = False) -> Assignment:
    """Give each row another column (or each column another row, when there are fewer) at the least total.

    ``costs`` (rows × columns) in any unit, None where a pair may not be. The potentials come from the shortest
    paths of the best plan. Raises SolverError for an empty or ragged table, more than 1 000 lines, and when the
    pairs allowed leave a line without one.

    Source: Kuhn (1955); Crouse (2016) as in scipy; potentials by Bellman and Ford.

    >>> found = best_assignment([[4, 1, 3], [2, 0, 5], [3, 2, 2]])
    >>> found.pairs, found.total
    (((0, 1), (1, 0), (2, 2)), 5.0)
    """
    table, large = _table(costs, maximise)
    if table.shape[0] > table.shape[1]:
        turned = best_assignment(
            [[row[j] for row in costs] for j in range(table.shape[1])], maximise=maximise
        )
        return Assignment(
            tuple(sorted((i, j) for j, i in turned.pairs)),
            turned.total,
            turned.column_potentials,
            turned.row_potentials,
        )
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415  # slow to load, and few pages assign

    rows, columns = linear_sum_assignment(table)
    total = 0.0
    for i, j in zip(rows.tolist(), columns.tolist(), strict=True):
        cost = costs[i][j]
        if cost is None:
            raise SolverError("costs", i + 1, "free_pair")
        total += cost
    # v starts at 0 and falls where a chain of exchanges is worth more; u makes each pair's own cost.
    v = np.zeros(table.shape[1])
    step = table - table[rows, columns][:, None]
    for _ in range(table.shape[0] + 1):
        lower = np.minimum(v, (step + v[columns][:, None]).min(axis=0))
        if np.allclose(lower, v, rtol=0.0, atol=1e-12 * large):
            break
        v = lower
    u = table[rows, columns] - v[columns]
    sign = -1.0 if maximise else 1.0
    return Assignment(
        tuple(zip(rows.tolist(), columns.tolist(), strict=True)),
        float(total),
        tuple((sign * u + 0.0).tolist()),
        tuple((sign * v + 0.0).tolist()),
    )


def _table(costs: Table, maximise: bool) -> tuple[NDArray[np.float64], float]:
    rows = [list(row) for row in costs]
    if not rows or not rows[0]:
        raise SolverError("costs", rows, "some_numbers")
    if any(len(row) != len(rows[0]) for row in rows):
        raise SolverError("costs", [len(row) for row in rows], "rows_alike", count=len(rows[0]))
    if max(len(rows), len(rows[0])) > MAX_SIDE:
        raise SolverError("costs", max(len(rows), len(rows[0])), "count_between", least=1, most=MAX_SIDE)
    known = [[None if one is None else number("costs", one) for one in row] for row in rows]
    most = max((abs(one) for row in known for one in row if one is not None), default=0.0)
    large = (most + 1.0) * 2.0 * (len(rows) + len(rows[0]))
    sign = -1.0 if maximise else 1.0
    return np.array([[large if one is None else sign * one for one in row] for row in known]), large


def hungarian_steps(costs: Table, *, maximise: bool = False) -> tuple[HungarianStep, ...]:
    """The tables of the Hungarian method, from the reduction of rows and columns to as many lines as rows.

    Actions: ``complement`` (largest value less each, to maximise), ``square`` (lines of 0 added), ``rows`` and
    ``columns`` (each less its least), ``cover`` (the fewest lines that cover the zeros; ``least`` is then the
    least figure left uncovered, taken off there and added where two lines cross). Raises SolverError as
    ``best_assignment``, for a pair that may not be, and for more than 12 lines.

    Source: Kuhn (1955), The Hungarian method for the assignment problem; König's theorem for the lines.

    >>> [one.action for one in hungarian_steps([[4, 1, 3], [2, 0, 5], [3, 2, 2]])]
    ['rows', 'columns', 'cover', 'cover']
    """
    table, _ = _table(costs, False)
    if any(one is None for row in costs for one in row):
        raise SolverError("costs", "None", "all_pairs")
    if max(table.shape) > STEPS_SIDE:
        raise SolverError("costs", max(table.shape), "count_between", least=1, most=STEPS_SIDE)
    steps: list[HungarianStep] = []

    def told(action: str, rows: Sequence[int] = (), columns: Sequence[int] = (), least: float = 0.0) -> None:
        shown = tuple(tuple(float(one) for one in row) for row in table.tolist())
        steps.append(HungarianStep(action, shown, tuple(rows), tuple(columns), least))

    if maximise:
        table = table.max() - table
        told("complement")
    side = max(table.shape)
    if table.shape != (side, side):
        full = np.zeros((side, side))
        full[: table.shape[0], : table.shape[1]] = table
        table = full
        told("square")
    table = table - table.min(axis=1, keepdims=True)
    told("rows")
    table = table - table.min(axis=0, keepdims=True)
    told("columns")
    while True:
        rows, columns = _cover(np.isclose(table, 0.0, atol=1e-9))
        if len(rows) + len(columns) >= side:
            told("cover", rows, columns)
            return tuple(steps)
        free = np.ones((side, side), dtype=bool)
        free[rows, :] = False
        free[:, columns] = False
        least = float(table[free].min())
        told("cover", rows, columns, least)
        table[free] -= least
        table[np.ix_(rows, columns)] += least


def _cover(zeros: NDArray[np.bool_]) -> tuple[list[int], list[int]]:
    """The fewest lines that cover the zeros, from a largest set of zeros alone in row and column (König)."""
    side = zeros.shape[0]
    of_column = [-1] * side

    def reach(i: int, seen: set[int]) -> bool:
        for j in range(side):
            if zeros[i, j] and j not in seen:
                seen.add(j)
                if of_column[j] < 0 or reach(of_column[j], seen):
                    of_column[j] = i
                    return True
        return False

    matched = [reach(i, set()) for i in range(side)]
    of_row = {i: j for j, i in enumerate(of_column) if i >= 0}
    rows, columns = {i for i in range(side) if i not in of_row}, set[int]()
    assert len(of_row) == sum(matched)
    waiting = list(rows)
    while waiting:
        i = waiting.pop()
        for j in range(side):
            if zeros[i, j] and j not in columns:
                columns.add(j)
                if of_column[j] not in rows:
                    rows.add(of_column[j])
                    waiting.append(of_column[j])
    return [i for i in range(side) if i not in rows], sorted(columns)
