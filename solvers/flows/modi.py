"""From a first plan to the best one by MODI (stepping-stone): potentials, reduced costs, loops, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from solvers.errors import SolverError
from solvers.flows.transport_start import Cell, forbidden_cost, shipments_of, start_plan
from solvers.flows.transport_terms import Shipment, TransportTerms

__all__ = ["ModiStep", "ModiSteps", "modi_steps", "potentials", "stepping_stone"]

MAX_CELLS = 900  # what a learner's table, or a check by it, may hold; larger ones go to the tree simplex
NOISE = 1e-9  # of the largest cost: a reduced cost above −noise is 0


@dataclass(frozen=True, slots=True)
class ModiStep:
    """The potentials of a plan, its reduced costs, and the loop that betters it.

    ``reduced`` (sources × destinations) holds cost − u − v, None in basic cells and where no route is.
    ``loop`` starts at the cell that enters and alternates + and −; it is empty at the optimum. ``moved`` units
    go round it, and the ``leaves`` cell comes to 0.
    """

    cost: float
    source_potentials: tuple[float, ...]
    destination_potentials: tuple[float, ...]
    reduced: tuple[tuple[float | None, ...], ...]
    loop: tuple[tuple[str, str], ...] = ()
    gain: float = 0.0
    moved: float = 0.0
    leaves: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ModiSteps:
    """The steps, the last of which proves the optimum, the plan, its cost and its basis."""

    steps: tuple[ModiStep, ...]
    shipments: tuple[Shipment, ...]
    cost: float
    basis: tuple[tuple[int, int, float], ...]


def potentials(
    costs: list[list[float]], basis: list[Cell], anchor: int | None = None
) -> tuple[list[float], list[float]]:
    """Potentials u (rows) and v (columns) with u + v = cost in each cell of a basis, u = 0 in the first row.

    ``anchor``: a column whose v is 0 instead. Raises KeyError when the cells do not hang together.

    Source: Dantzig (1951), Application of the simplex method to a transportation problem.

    >>> potentials([[1, 2], [4, 3]], [(0, 0), (0, 1), (1, 1)])
    ([0.0, 1.0], [1.0, 2.0])
    """
    by_row: dict[int, list[int]] = {}
    by_column: dict[int, list[int]] = {}
    for i, j in basis:
        by_row.setdefault(i, []).append(j)
        by_column.setdefault(j, []).append(i)
    u: dict[int, float] = {}
    v: dict[int, float] = {}
    waiting: list[tuple[bool, int]] = []
    if anchor is None:
        u[0] = 0.0
        waiting.append((True, 0))
    else:
        v[anchor] = 0.0
        waiting.append((False, anchor))
    while waiting:
        is_row, at = waiting.pop()
        if is_row:
            for j in by_row[at]:
                if j not in v:
                    v[j] = float(costs[at][j] - u[at])
                    waiting.append((False, j))
        else:
            for i in by_column[at]:
                if i not in u:
                    u[i] = float(costs[i][at] - v[at])
                    waiting.append((True, i))
    return [u[i] for i in range(len(costs))], [v[j] for j in range(len(costs[0]))]


def _loop(basis: list[Cell], enters: Cell) -> list[Cell]:
    """The only loop that a cell closes with a basis: the cell, then − and + in turn."""
    # From the cell's column back to its row, through cells that change line each time.
    by_row: dict[int, list[int]] = {}
    by_column: dict[int, list[int]] = {}
    for i, j in basis:
        by_row.setdefault(i, []).append(j)
        by_column.setdefault(j, []).append(i)
    start, goal = (False, enters[1]), (True, enters[0])
    before: dict[tuple[bool, int], tuple[bool, int]] = {start: start}
    waiting = [start]
    while goal not in before:
        is_row, at = waiting.pop(0)
        for other in by_row.get(at, []) if is_row else by_column.get(at, []):
            node = (not is_row, other)
            if node not in before:
                before[node] = (is_row, at)
                waiting.append(node)
    path = [goal]
    while path[-1] != start:
        path.append(before[path[-1]])
    path.reverse()
    loop = [enters]
    for here, there in pairwise(path):
        loop.append((there[1], here[1]) if there[0] else (here[1], there[1]))
    return loop


def stepping_stone(terms: TransportTerms, basis: list[tuple[int, int, float]], source: str, destination: str) -> (
    tuple[tuple[tuple[str, str], ...], float]
):  # fmt: skip
    """The loop of an empty cell and what one unit sent round it changes the cost by (its reduced cost).

    Raises SolverError for an unknown place or a cell that is in the plan.

    Source: Charnes & Cooper (1954), The stepping stone method.

    >>> from solvers.flows.transport_terms import transport_terms
    >>> terms = transport_terms({"A": 5, "B": 5}, {"X": 4, "Y": 6},
    ...     {("A", "X"): 1, ("A", "Y"): 2, ("B", "X"): 4, ("B", "Y"): 3})
    >>> stepping_stone(terms, [(0, 0, 4.0), (0, 1, 1.0), (1, 1, 5.0)], "B", "X")
    ((('B', 'X'), ('A', 'X'), ('A', 'Y'), ('B', 'Y')), 2.0)
    """
    for name, known in ((source, terms.sources), (destination, terms.destinations)):
        if name not in known:
            raise SolverError("route", name, "known_name", words=", ".join(known)[:80])
    enters = (terms.sources.index(source), terms.destinations.index(destination))
    cells = [(i, j) for i, j, _ in basis]
    if enters in cells:
        raise SolverError("route", f"{source}, {destination}", "empty_cell")
    large = forbidden_cost(terms)
    loop = _loop(cells, enters)
    change = 0.0
    for turn, (i, j) in enumerate(loop):
        cost = terms.costs[i][j]
        change += (1 if turn % 2 == 0 else -1) * (large if cost is None else cost)
    return tuple((terms.sources[i], terms.destinations[j]) for i, j in loop), change


def modi_steps(terms: TransportTerms, start: str = "vogel") -> ModiSteps:
    """Better a first plan loop by loop until no empty cell has a negative reduced cost.

    ``start`` is a method of ``start_plan``. Each step takes the most negative cell (the first of equals) and
    moves what its loop allows; of cells that come to 0 together the first of the loop leaves. After as many
    empty moves as there are cells, Bland's rule takes over, which cannot turn in a ring. Raises SolverError for
    more than 900 cells, an unknown method, and when the routes cannot carry it all.

    Source: Dantzig (1951); Winston, section 7.3; Bland (1977).

    >>> from solvers.flows.transport_terms import transport_terms
    >>> terms = transport_terms({"A": 5, "B": 5}, {"X": 4, "Y": 6},
    ...     {("A", "X"): 4, ("A", "Y"): 2, ("B", "X"): 1, ("B", "Y"): 3})
    >>> found = modi_steps(terms, "north_west")
    >>> [(one.cost, one.loop[:1], one.moved) for one in found.steps], found.cost
    ([(33.0, (('B', 'X'),), 4.0), (17.0, (), 0.0)], 17.0)
    """
    rows, columns = len(terms.sources), len(terms.destinations)
    if rows * columns > MAX_CELLS:
        raise SolverError("cells", rows * columns, "at_most", most=MAX_CELLS)
    large = forbidden_cost(terms)
    costs = [[large if cost is None else cost for cost in row] for row in terms.costs]
    noise = NOISE * max(large, 1.0)
    first = _open_start(terms, start)
    flow = {(i, j): quantity for i, j, quantity in first}
    steps: list[ModiStep] = []
    idle = 0
    while True:
        basis = list(flow)
        u, v = potentials(costs, basis, _anchor_column(terms))
        if terms.dummy in terms.sources:
            shift = u[terms.sources.index(terms.dummy)]
            u, v = [one - shift for one in u], [one + shift for one in v]
        value = float(sum(quantity * costs[i][j] for (i, j), quantity in flow.items() if quantity))
        table = {
            (i, j): costs[i][j] - u[i] - v[j]
            for i in range(rows)
            for j in range(columns)
            if (i, j) not in flow
        }
        reduced = tuple(
            tuple(
                None if terms.costs[i][j] is None else _clean(table.get((i, j)), noise)
                for j in range(columns)
            )
            for i in range(rows)
        )
        better = [cell for cell, change in table.items() if change < -noise]
        if not better:
            steps.append(ModiStep(value, tuple(u), tuple(v), reduced))
            break
        bland = idle > rows * columns
        enters = min(better) if bland else min(better, key=lambda cell: table[cell])
        loop = _loop(basis, enters)
        giving = loop[1::2]
        moved = min(flow[cell] for cell in giving)
        ties = [cell for cell in giving if flow[cell] == moved]
        leaves = min(ties) if bland else ties[0]
        idle = 0 if moved > 0 else idle + 1
        steps.append(
            ModiStep(
                value,
                tuple(u),
                tuple(v),
                reduced,
                tuple((terms.sources[i], terms.destinations[j]) for i, j in loop),
                -table[enters],
                moved,
                (terms.sources[leaves[0]], terms.destinations[leaves[1]]),
            )
        )
        flow[enters] = 0.0
        for turn, cell in enumerate(loop):
            flow[cell] += moved if turn % 2 == 0 else -moved
        del flow[leaves]
    plan = tuple((i, j, flow[i, j]) for i, j in sorted(flow))
    shipments = shipments_of(terms, plan)
    return ModiSteps(tuple(steps), shipments, float(sum(one.cost for one in shipments)), plan)


def _open_start(terms: TransportTerms, method: str) -> tuple[tuple[int, int, float], ...]:
    """The basis of a first plan; where no route is counts as a dear route, which the steps then leave."""
    large = forbidden_cost(terms)
    costs = tuple(tuple(large if cost is None else cost for cost in row) for row in terms.costs)
    open_terms = TransportTerms(
        terms.sources, terms.destinations, terms.supply, terms.demand, costs, terms.dummy
    )
    return start_plan(open_terms, method).basis


def _anchor_column(terms: TransportTerms) -> int | None:
    """The dummy destination: what is not shipped is worth nothing, so potentials are read against it."""
    return terms.destinations.index(terms.dummy) if terms.dummy in terms.destinations else None


def _clean(change: float | None, noise: float) -> float | None:
    return None if change is None else 0.0 if abs(change) <= noise else change
