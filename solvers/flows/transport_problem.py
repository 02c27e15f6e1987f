"""The transport plan of least cost, with what its dual prices say and how far they hold."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import inf

import numpy as np
from numpy.typing import NDArray

from solvers.errors import SolverError
from solvers.flows.modi import MAX_CELLS, modi_steps
from solvers.flows.transport_start import Cell, forbidden_cost, shipments_of
from solvers.flows.transport_terms import Shipment, TransportTerms
from solvers.flows.tree_simplex import solve_large

__all__ = ["BestTransport", "RouteCost", "Worth", "best_transport"]


@dataclass(frozen=True, slots=True)
class Worth:
    """What one more unit changes the cost by, and the units less (``least``, 0 or below) and more it holds for."""

    change: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class RouteCost:
    """A route in the best plan or out of it: its reduced cost and the unit costs for which the plan stays best.

    ``reduced`` is what one unit forced onto the route would add (0 in the basis); ``lowest`` and ``highest``
    bound the unit cost while the others stay as they are.
    """

    source: str
    destination: str
    quantity: float
    unit_cost: float
    reduced: float
    basic: bool
    lowest: float
    highest: float


@dataclass(frozen=True)
class BestTransport:
    """A plan of least cost: its shipments, its m + n − 1 basic cells, and a potential for each place.

    cost = Σ u·supply + Σ v·demand. The potential of the dummy, or of the first source when there is none, is 0.
    ``degenerate``: a basic cell carries nothing, so other potentials may do as well and ranges may be of 0 on
    one side.
    """

    terms: TransportTerms
    shipments: tuple[Shipment, ...]
    cost: float
    basis: tuple[tuple[int, int, float], ...]
    source_potentials: tuple[float, ...]
    destination_potentials: tuple[float, ...]

    @property
    def degenerate(self) -> bool:
        """Whether a basic cell carries nothing."""
        return any(quantity <= 0 for *_, quantity in self.basis)

    @property
    def undelivered(self) -> float:
        """The units that come from a dummy source."""
        return sum(one.quantity for one in self.shipments if one.source == self.terms.dummy)

    @cached_property
    def _flow(self) -> dict[Cell, float]:
        return {(i, j): quantity for i, j, quantity in self.basis}

    def worth(self, source: str, destination: str) -> Worth:
        """The change of cost when the source has one unit more and the destination wants it, and its range.

        With a dummy destination, ``worth(source, dummy)`` is one more unit of supply alone; with a dummy
        source, ``worth(dummy, destination)`` is one more unit of demand alone. SolverError for unknown places.
        """
        for argument, name, known in (
            ("source", source, self.terms.sources),
            ("destination", destination, self.terms.destinations),
        ):
            if name not in known:
                raise SolverError(argument, name, "known_name", words=", ".join(known)[:80])
        i, j = self.terms.sources.index(source), self.terms.destinations.index(destination)
        more, less = inf, inf
        for turn, cell in enumerate(self._path(i, j)):
            if turn % 2 == 0:
                less = min(less, self._flow[cell])
            else:
                more = min(more, self._flow[cell])
        return Worth(self.source_potentials[i] + self.destination_potentials[j], -less, more)

    def _path(self, i: int, j: int) -> list[Cell]:
        """The basic cells from row i to column j."""
        start, goal = (True, i), (False, j)
        before = {start: start}
        waiting = [start]
        while goal not in before:
            is_row, at = waiting.pop()
            for r, c in self._flow:
                if (r if is_row else c) == at:
                    node = (not is_row, c if is_row else r)
                    if node not in before:
                        before[node] = (is_row, at)
                        waiting.append(node)
        path = [goal]
        while path[-1] != start:
            path.append(before[path[-1]])
        path.reverse()
        cells = []
        for one, other in pairwise(path):
            cells.append((one[1], other[1]) if one[0] else (other[1], one[1]))
        return cells

    def routes(self) -> tuple[RouteCost, ...]:
        """Every route that exists, with its reduced cost and the range of its unit cost."""
        terms, u, v = self.terms, np.array(self.source_potentials), np.array(self.destination_potentials)
        costs = _table(terms)
        reduced = np.maximum(costs - u[:, None] - v[None, :], 0.0)
        for i, j in self._flow:
            reduced[i, j] = 0.0
        is_basic = np.zeros(costs.shape, dtype=bool)
        for cell in self._flow:
            is_basic[cell] = True
        found = []
        for i, source in enumerate(terms.sources):
            for j, destination in enumerate(terms.destinations):
                cost = terms.costs[i][j]
                if cost is None:
                    continue
                quantity = self._flow.get((i, j), 0.0)
                if (i, j) not in self._flow:
                    change = float(reduced[i, j])
                    found.append(
                        RouteCost(source, destination, quantity, cost, change, False, cost - change, inf)
                    )
                    continue
                rows, columns = self._side(i, j)
                outside = ~is_basic
                up = reduced[np.ix_(rows, ~columns)][outside[np.ix_(rows, ~columns)]]
                down = reduced[np.ix_(~rows, columns)][outside[np.ix_(~rows, columns)]]
                lowest = cost - float(down.min()) if down.size else -inf
                highest = cost + float(up.min()) if up.size else inf
                found.append(RouteCost(source, destination, quantity, cost, 0.0, True, lowest, highest))
        return tuple(found)

    def _side(self, i: int, j: int) -> tuple[np.ndarray, np.ndarray]:
        """The rows and columns that still hang together with row i once the cell (i, j) is cut."""
        rows = np.zeros(len(self.terms.sources), dtype=bool)
        columns = np.zeros(len(self.terms.destinations), dtype=bool)
        rows[i] = True
        grown = True
        while grown:
            grown = False
            for r, c in self._flow:
                if (r, c) != (i, j) and rows[r] != columns[c]:
                    rows[r] = columns[c] = grown = True
        return rows, columns


def best_transport(terms: TransportTerms) -> BestTransport:
    """Find a plan of least cost: MODI from Vogel's plan, or the compiled tree simplex for a large table.

    Minimise Σ cost·x with Σ_j x(i,j) = supply(i), Σ_i x(i,j) = demand(j), x ≥ 0 (a dummy takes the rest). Costs
    in money, quantities in units. Raises SolverError when the routes that exist cannot carry it all.

    Source: Hitchcock (1941); Dantzig (1951). Powerco: Winston, Operations Research, section 7.1.

    >>> from solvers.flows.transport_terms import transport_terms
    >>> costs = {(s, d): c for s, row in {"1": [8, 6, 10, 9], "2": [9, 12, 13, 7], "3": [14, 9, 16, 5]}.items()
    ...     for d, c in zip("abcd", row)}
    >>> supply, demand = {"1": 35, "2": 50, "3": 40}, {"a": 45, "b": 20, "c": 30, "d": 30}
    >>> found = best_transport(transport_terms(supply, demand, costs))
    >>> found.cost, found.source_potentials, found.destination_potentials
    (1020.0, (0.0, 3.0, 3.0), (6.0, 6.0, 10.0, 2.0))
    >>> found.worth("1", "a")
    Worth(change=6.0, least=-25.0, most=5.0)
    """
    if len(terms.sources) * len(terms.destinations) <= MAX_CELLS:
        found = modi_steps(terms)
        last = found.steps[-1]
        prices = _anchored(terms, last.source_potentials, last.destination_potentials)
        return BestTransport(terms, found.shipments, found.cost, found.basis, *prices)
    costs = _table(terms)
    supply, demand = np.array(terms.supply), np.array(terms.demand)
    basis, u, v = solve_large(supply, demand, costs)
    plan = tuple(basis)
    shipments = shipments_of(terms, plan)
    cost = float(sum(one.cost for one in shipments))
    prices = _anchored(terms, tuple(u.tolist()), tuple(v.tolist()))
    return BestTransport(terms, shipments, cost, plan, *prices)


def _table(terms: TransportTerms) -> NDArray[np.float64]:
    """The unit costs, a figure that no detour reaches where no route is."""
    costs = np.array(terms.costs, dtype=float)  # None becomes NaN
    missing = np.isnan(costs)
    if missing.any():
        costs[missing] = forbidden_cost(terms)
    return costs


def _anchored(
    terms: TransportTerms, u: tuple[float, ...], v: tuple[float, ...]
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The potentials shifted so that the dummy's, or the first source's, is 0."""
    if terms.dummy in terms.destinations:
        shift = -v[terms.destinations.index(terms.dummy)]
    elif terms.dummy in terms.sources:
        shift = u[terms.sources.index(terms.dummy)]
    else:
        shift = u[0]
    return tuple(one - shift + 0.0 for one in u), tuple(one + shift + 0.0 for one in v)
