"""Transport problem of 100 sources × 300 destinations: our tree simplex against PuLP with HiGHS.

One unit of work is one problem, from plain records to the plan with its potentials; both must find the same cost.
PuLP is given the same problem the plain way: a variable a route, a constraint a place.
"""

from __future__ import annotations

import numpy as np
import pulp

from benchmarks.measure import Contestant, Result, compare, limit, on_one_thread, take_turns
from sim.streams import stream
from solvers.flows.transport_problem import best_transport
from solvers.flows.transport_terms import transport_terms

SEED = 20261121
ROUNDS = 5
SOURCES, DESTINATIONS = 100, 300
LONGEST_MS = 50

Problem = tuple[dict[str, float], dict[str, float], dict[tuple[str, str], float]]


def problem() -> Problem:
    """Places on a square, costs by distance, whole supplies and demands of equal sums."""
    draw = stream(SEED, "bench", "transport")
    start, end = draw.random((SOURCES, 2)), draw.random((DESTINATIONS, 2))
    costs = np.round(100 * np.hypot(*(start[:, None] - end[None, :]).transpose(2, 0, 1)), 1) + 5
    demand = draw.integers(5, 60, DESTINATIONS)
    supply = draw.multinomial(int(demand.sum()), np.full(SOURCES, 1 / SOURCES))
    return (
        {f"S{at}": float(figure) for at, figure in enumerate(supply)},
        {f"D{at}": float(figure) for at, figure in enumerate(demand)},
        {(f"S{i}", f"D{j}"): float(costs[i, j]) for i in range(SOURCES) for j in range(DESTINATIONS)},
    )


def by_pulp(supply: dict[str, float], demand: dict[str, float], costs: dict[tuple[str, str], float]) -> float:
    """The same problem through PuLP and HiGHS."""
    model = pulp.LpProblem("transport", pulp.LpMinimize)
    moved = {pair: model.add_variable(f"x{at}", 0) for at, pair in enumerate(costs)}
    model += pulp.lpSum(cost * moved[pair] for pair, cost in costs.items())
    for source, held in supply.items():
        model += pulp.lpSum(moved[source, destination] for destination in demand) == held
    for destination, asked in demand.items():
        model += pulp.lpSum(moved[source, destination] for source in supply) == asked
    model.solve(pulp.HiGHS(msg=False))
    return float(pulp.value(model.objective))


def run() -> list[Result]:
    """Measure and return the lines of the table."""
    given = problem()
    ours, peer = best_transport(transport_terms(*given)).cost, by_pulp(*given)
    if abs(ours - peer) > 1e-6 * peer:
        raise AssertionError(f"the tree finds {ours}, PuLP {peer}")
    rates = take_turns(
        {
            "tree": Contestant(1, on_one_thread(lambda: best_transport(transport_terms(*given)))),
            "pulp": Contestant(1, on_one_thread(lambda: by_pulp(*given))),
        },
        ROUNDS,
    )
    size = f"{SOURCES} × {DESTINATIONS}"
    return [
        compare(f"{size}: tree simplex / PuLP", rates["tree"], rates["pulp"], "problems/CPU s", goal=10),
        limit(f"{size}: time", rates["tree"], LONGEST_MS, "from records to plan and potentials"),
    ]
