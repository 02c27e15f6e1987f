"""First plans of a transport problem, cell by cell: north-west corner, least cost, Balas-Hammer (Vogel)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from solvers.errors import SolverError
from solvers.flows.transport_terms import Shipment, TransportTerms

__all__ = ["METHODS", "Cell", "StartStep", "TransportStart", "forbidden_cost", "shipments_of", "start_plan"]

METHODS = ("north_west", "least_cost", "vogel")
Cell = tuple[int, int]
Penalties = tuple[tuple[float | None, ...], tuple[float | None, ...]]


@dataclass(frozen=True, slots=True)
class StartStep:
    """One allocation: the cell, its quantity, the line that it closes, and the penalties that chose it.

    ``closed`` names the source or the destination that is served; ``penalties`` are by source, then by
    destination, None where a line is closed or holds one open cell only; empty for the other methods.
    """

    source: str
    destination: str
    quantity: float
    closed: str
    source_penalties: tuple[float | None, ...] = ()
    destination_penalties: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True)
class TransportStart:
    """A plan with its cost and its steps; ``basis`` holds its m + n − 1 cells, those of 0 units too."""

    shipments: tuple[Shipment, ...]
    cost: float
    steps: tuple[StartStep, ...]
    basis: tuple[tuple[int, int, float], ...]


def start_plan(terms: TransportTerms, method: str = "vogel") -> TransportStart:
    """Draw up a first plan by one of the methods of the textbooks.

    ``north_west``: the upper left cell that is open; ``least_cost``: the open cell that costs least; ``vogel``
    (Balas-Hammer): in the line with the largest difference between its two least costs, the cell that costs
    least (of equal differences the line that holds the cheaper cell, then the first). Each step gives the cell
    all it can take and closes one line; when both are served the row is closed, and the column goes on with 0.
    The dummy's cells count like any other. Costs in money, quantities in units. Raises SolverError for an
    unknown method, and when the routes that exist cannot carry it all.

    Source: Dantzig, Linear Programming and Extensions, chapter 14; Reinfeld & Vogel (1958); Winston, section 7.2.

    >>> from solvers.flows.transport_terms import transport_terms
    >>> terms = transport_terms({"A": 5, "B": 5}, {"X": 4, "Y": 6},
    ...     {("A", "X"): 1, ("A", "Y"): 2, ("B", "X"): 4, ("B", "Y"): 3})
    >>> [(one.source, one.destination, one.quantity) for one in start_plan(terms, "north_west").steps]
    [('A', 'X', 4.0), ('A', 'Y', 1.0), ('B', 'Y', 5.0)]
    >>> start_plan(terms).cost
    21.0
    """
    if method not in METHODS:
        raise SolverError("method", method, "one_of", words=", ".join(METHODS))
    priced = _with_forbidden(terms)
    choose = {"north_west": _north_west, "least_cost": _least_cost, "vogel": _vogel}[method]
    steps, basis = _fill(terms, priced, choose)
    return TransportStart(shipments_of(terms, basis), _cost(terms, basis), tuple(steps), tuple(basis))


def _with_forbidden(terms: TransportTerms) -> list[list[float]]:
    """Costs with a figure so large where no route is that such a cell is taken last."""
    large = forbidden_cost(terms)
    return [[large if cost is None else cost for cost in row] for row in terms.costs]


def forbidden_cost(terms: TransportTerms) -> float:
    """A unit cost that no detour over routes that exist can reach.

    Source: the big-M method; a cycle has at most 2·min(m, n) cells.

    >>> forbidden_cost(TransportTerms(("A",), ("X",), (1.0,), (1.0,), ((3.0,),)))
    16.0
    """
    most = max((abs(cost) for row in terms.costs for cost in row if cost is not None), default=0.0)
    return (most + 1.0) * 2.0 * (len(terms.sources) + len(terms.destinations))


def shipments_of(terms: TransportTerms, basis: Sequence[tuple[int, int, float]]) -> tuple[Shipment, ...]:
    """The cells that carry something, in the order of the table.

    Raises SolverError when one of them is no route. Source: definition of the problem.

    >>> shipments_of(TransportTerms(("A",), ("X",), (1.0,), (1.0,), ((3.0,),)), [(0, 0, 1.0)])[0].cost
    3.0
    """
    found = []
    for i, j, quantity in sorted(basis):
        if quantity <= 0:
            continue
        cost = terms.costs[i][j]
        if cost is None:
            raise SolverError("costs", terms.destinations[j], "routes_for", name=terms.destinations[j])
        found.append(Shipment(terms.sources[i], terms.destinations[j], quantity, cost))
    return tuple(found)


def _cost(terms: TransportTerms, basis: Sequence[tuple[int, int, float]]) -> float:
    return float(sum(quantity * (terms.costs[i][j] or 0.0) for i, j, quantity in basis))


Chosen = tuple[Cell, Penalties]
Choice = Callable[[list[list[float]], list[int], list[int]], Chosen]


def _fill(
    terms: TransportTerms, costs: list[list[float]], choose: Choice
) -> tuple[list[StartStep], list[tuple[int, int, float]]]:
    left, wanted = list(terms.supply), list(terms.demand)
    rows, columns = list(range(len(left))), list(range(len(wanted)))
    steps: list[StartStep] = []
    basis: list[tuple[int, int, float]] = []
    while rows and columns:
        (i, j), penalties = choose(costs, rows, columns)
        quantity = min(left[i], wanted[j])
        left[i] -= quantity
        wanted[j] -= quantity
        # One line a step, and never the last of its kind before the other kind: m + n − 1 cells in all.
        row_done = left[i] <= wanted[j]
        if row_done and len(rows) == 1 and len(columns) > 1:
            row_done = False
        elif not row_done and len(columns) == 1 and len(rows) > 1:
            row_done = True
        if row_done:
            rows.remove(i)
            left[i] = 0.0
        else:
            columns.remove(j)
            wanted[j] = 0.0
        basis.append((i, j, quantity))
        closed = terms.sources[i] if row_done else terms.destinations[j]
        steps.append(
            StartStep(terms.sources[i], terms.destinations[j], quantity, closed, penalties[0], penalties[1])
        )
        if not rows or not columns:
            break
    return steps, basis


def _north_west(_costs: list[list[float]], rows: list[int], columns: list[int]) -> Chosen:
    return (rows[0], columns[0]), ((), ())


def _least_cost(costs: list[list[float]], rows: list[int], columns: list[int]) -> Chosen:
    return min(((i, j) for i in rows for j in columns), key=lambda cell: costs[cell[0]][cell[1]]), ((), ())


def _vogel(costs: list[list[float]], rows: list[int], columns: list[int]) -> Chosen:
    by_row: dict[int, float] = {}
    by_column: dict[int, float] = {}
    for i in rows:
        if len(columns) > 1:
            first, second = sorted(costs[i][j] for j in columns)[:2]
            by_row[i] = second - first
    for j in columns:
        if len(rows) > 1:
            first, second = sorted(costs[i][j] for i in rows)[:2]
            by_column[j] = second - first
    best: tuple[float, float, int] | None = None
    cell = (rows[0], columns[0])
    lines = [(gap, min((costs[i][j], i, j) for j in columns)) for i, gap in by_row.items()]
    lines += [(gap, min((costs[i][j], i, j) for i in rows)) for j, gap in by_column.items()]
    for turn, (gap, (cost, i, j)) in enumerate(lines):
        key = (-gap, cost, turn)
        if best is None or key < best:
            best, cell = key, (i, j)
    told = (
        tuple(by_row.get(i) for i in range(len(costs))),
        tuple(by_column.get(j) for j in range(len(costs[0]))),
    )
    return cell, told
