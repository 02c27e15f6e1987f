"""Rounds and the vehicles that drive them: each round one vehicle, at the least cost together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from solvers.errors import SolverError
from solvers.flows.assignment import best_assignment
from solvers.routing.rounds import Network, Stop, Vehicle
from solvers.routing.timing import fits, priced

__all__ = ["Rounds", "best_vehicles"]


@dataclass(frozen=True, slots=True)
class Rounds:
    """The rounds as (vehicle, stops in their order), and what they cost together, in money."""

    routes: tuple[tuple[str, tuple[str, ...]], ...]
    cost: float


def best_vehicles(
    routes: Sequence[Sequence[str]], stops: Mapping[str, Stop], vehicles: Sequence[Vehicle], of: Network
) -> Rounds:
    """Give each round a vehicle that may drive it, at the least cost; rounds in the order of the vehicles.

    Raises SolverError when no choice of vehicles drives them all.

    Source: the assignment problem, Kuhn (1955).

    >>> from solvers.routing.rounds import network
    >>> ways = network("D", ["A"], {("D", "A"): 10})
    >>> best_vehicles([["A"]], {"A": Stop("A")}, [Vehicle("V", km_cost=2), Vehicle("W", km_cost=1)], ways)
    Rounds(routes=(('W', ('A',)),), cost=20.0)
    """
    if not routes:
        return Rounds((), 0.0)
    if len(routes) > len(vehicles):
        raise SolverError("vehicles", len(vehicles), "rounds_of", count=len(routes))
    table = [
        [None if fits(route, stops, one, of) else priced(route, stops, one, of) for one in vehicles]
        for route in routes
    ]
    try:
        found = best_assignment(table)
    except SolverError:
        raise SolverError("vehicles", len(vehicles), "rounds_of", count=len(routes)) from None
    placed = sorted((at, route) for route, at in found.pairs)
    return Rounds(tuple((vehicles[at].vehicle, tuple(routes[route])) for at, route in placed), found.total)
