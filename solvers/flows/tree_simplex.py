"""The transport problem on a tree of rows and columns, compiled: what large tables are solved with.

The one module of the solvers that knows numba, loaded when a large table comes: small ones never wait for it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["solve_large"]

Floats = NDArray[np.float64]
MOST_PIVOTS = 20_000_000


def solve_large(
    supply: Floats, demand: Floats, costs: Floats
) -> tuple[list[tuple[int, int, float]], Floats, Floats]:
    """The best basis of a balanced problem, as (row, column, quantity), with its potentials u and v (u[0] = 0).

    supply: float (m,), demand: float (n,), of equal sums, in units; costs: float (m, n) in money a unit, finite.
    The simplex over a spanning tree of the m + n places: the cheapest cells first, then row by row the cell of
    least reduced cost enters and the cell of its loop that comes to 0 first leaves.

    Source: Dantzig (1951); tree as in Ahuja, Magnanti & Orlin, Network Flows, chapter 11.

    >>> basis, u, v = solve_large(np.array([5.0, 5.0]), np.array([4.0, 6.0]), np.array([[1.0, 2.0], [4.0, 3.0]]))
    >>> basis, u.tolist(), v.tolist()
    ([(0, 0, 4.0), (0, 1, 1.0), (1, 1, 5.0)], [0.0, 1.0], [1.0, 2.0])
    """
    m, n = costs.shape
    order = np.argsort(costs, axis=None, kind="stable")
    noise = 1e-11 * max(float(np.abs(costs).max()), 1.0)
    parent = np.full(m + n, -1, dtype=np.int64)
    flow = np.zeros(m + n)
    pot = np.zeros(m + n)
    pivots = _compiled()(
        supply.copy(), demand.copy(), np.ascontiguousarray(costs), order, noise, parent, flow, pot
    )
    if pivots >= MOST_PIVOTS:
        raise ArithmeticError("the transport problem's pivots do not come to an end")
    basis = []
    for node in range(1, m + n):
        up = int(parent[node])
        i, j = (node, up - m) if node < m else (up, node - m)
        basis.append((i, j, float(flow[node])))
    return sorted(basis), pot[:m], pot[m:]


@lru_cache(maxsize=1)
def _compiled() -> Any:
    from numba import njit  # noqa: PLC0415  # half a second to load, and small tables never need it

    return njit(cache=True, nogil=True)(_pivots)


def _pivots(  # noqa: PLR0912, PLR0915 - one loop, compiled whole
    left: Any, wanted: Any, costs: Any, order: Any, noise: float, parent: Any, flow: Any, pot: Any
) -> int:
    """Fill parent, flow (on the edge to the parent) and pot of the best tree, rooted in row 0; count the pivots."""
    m, n = costs.shape
    nodes = m + n
    # -- cheapest cells first: m + n − 1 cells that hang together as a tree
    rows_open, columns_open = m, n
    row_done = np.zeros(m, dtype=np.bool_)
    column_done = np.zeros(n, dtype=np.bool_)
    cells = np.empty((nodes - 1, 2), dtype=np.int64)
    amounts = np.empty(nodes - 1)
    count = 0
    for place in range(order.size):
        i, j = order[place] // n, order[place] % n
        if row_done[i] or column_done[j]:
            continue
        quantity = min(left[i], wanted[j])
        left[i] -= quantity
        wanted[j] -= quantity
        closes_row = left[i] <= wanted[j]
        if closes_row and rows_open == 1 and columns_open > 1:
            closes_row = False
        elif not closes_row and columns_open == 1 and rows_open > 1:
            closes_row = True
        if closes_row:
            row_done[i] = True
            rows_open -= 1
        else:
            column_done[j] = True
            columns_open -= 1
        cells[count, 0], cells[count, 1], amounts[count] = i, j, quantity
        count += 1
        if count == nodes - 1:
            break
    # -- the tree: neighbours, then parents, depths and potentials from row 0
    degree = np.zeros(nodes + 1, dtype=np.int64)
    for at in range(count):
        degree[cells[at, 0] + 1] += 1
        degree[m + cells[at, 1] + 1] += 1
    for node in range(nodes):
        degree[node + 1] += degree[node]
    filled = degree[:-1].copy()
    beside = np.empty(2 * count, dtype=np.int64)
    by_edge = np.empty(2 * count)
    for at in range(count):
        i, j = cells[at, 0], m + cells[at, 1]
        beside[filled[i]], by_edge[filled[i]] = j, amounts[at]
        beside[filled[j]], by_edge[filled[j]] = i, amounts[at]
        filled[i] += 1
        filled[j] += 1
    depth = np.full(nodes, -1, dtype=np.int64)
    child = np.full(nodes, -1, dtype=np.int64)  # first child, then next and previous sibling
    after = np.full(nodes, -1, dtype=np.int64)
    prior = np.full(nodes, -1, dtype=np.int64)
    stack = np.empty(nodes, dtype=np.int64)
    depth[0], top = 0, 1
    stack[0] = 0
    while top > 0:
        top -= 1
        node = stack[top]
        for at in range(degree[node], degree[node + 1]):
            other = beside[at]
            if depth[other] < 0:
                depth[other] = depth[node] + 1
                parent[other], flow[other] = node, by_edge[at]
                i, j = (node, other - m) if node < m else (other, node - m)
                pot[other] = costs[i, j] - pot[node]
                after[other], prior[other] = child[node], -1
                if child[node] >= 0:
                    prior[child[node]] = other
                child[node] = other
                stack[top] = other
                top += 1
    # -- pivots: the best cell of the next row that has one
    pivots, next_row, idle, last_moved = 0, 0, 0, 0
    while idle < m and pivots < MOST_PIVOTS:
        i = next_row
        next_row = (next_row + 1) % m
        best, column = -noise, -1
        own = pot[i]
        for j in range(n):
            change = costs[i, j] - own - pot[m + j]
            if change < best:
                best, column = change, j
                if last_moved > nodes * 8:
                    break  # Bland: the first one, so that empty moves cannot turn in a ring
        if column < 0:
            idle += 1
            continue
        idle = 0
        pivots += 1
        if last_moved > nodes * 8:
            next_row = 0
        # the loop: from both ends up to where they meet, the cells next to the ends give
        a, b = i, m + column
        theta, out, from_row = np.inf, -1, True
        while a != b:
            if depth[a] >= depth[b]:
                if a < m and flow[a] < theta:
                    theta, out, from_row = flow[a], a, True
                a = parent[a]
            else:
                if b >= m and flow[b] < theta:
                    theta, out, from_row = flow[b], b, False
                b = parent[b]
        a, b = i, m + column
        while a != b:
            if depth[a] >= depth[b]:
                flow[a] += -theta if a < m else theta
                a = parent[a]
            else:
                flow[b] += -theta if b >= m else theta
                b = parent[b]
        last_moved = 0 if theta > 0 else last_moved + 1
        # the part below the cell that leaves is hung under the other end of the cell that enters
        node, above, carried = (i, m + column, theta) if from_row else (m + column, i, theta)
        end = parent[out]
        while node != end:
            old, had = parent[node], flow[node]
            if prior[node] >= 0:
                after[prior[node]] = after[node]
            else:
                child[old] = after[node]
            if after[node] >= 0:
                prior[after[node]] = prior[node]
            parent[node], flow[node] = above, carried
            after[node], prior[node] = child[above], -1
            if child[above] >= 0:
                prior[child[above]] = node
            child[above] = node
            if node == out:
                break
            above, carried, node = node, had, old
        # depths and potentials of that part
        hung = i if from_row else m + column
        stack[0], top = hung, 1
        while top > 0:
            top -= 1
            node = stack[top]
            up = parent[node]
            depth[node] = depth[up] + 1
            pot[node] = (costs[node, up - m] if node < m else costs[up, node - m]) - pot[up]
            other = child[node]
            while other >= 0:
                stack[top] = other
                top += 1
                other = after[other]
    return pivots
