"""Clarke and Wright's savings, merge by merge, each accepted or refused and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from solvers.arguments import non_negative
from solvers.routing.fleet import Rounds, best_vehicles
from solvers.routing.rounds import Network, Stop, Vehicle, checked_rounds
from solvers.routing.timing import fits

__all__ = ["MergeStep", "Saving", "SavingsPlan", "savings_rounds", "savings_table"]


@dataclass(frozen=True, slots=True)
class Saving:
    """The kilometres saved when one round goes from ``first`` to ``second`` instead of back to the depot between."""

    first: str
    second: str
    km: float


@dataclass(frozen=True, slots=True)
class MergeStep:
    """A saving looked at: whether the two rounds were joined, why not, and the round that came of it.

    ``reason`` is "" when joined, else "same_round", "interior" (a stop is not next to the depot) or the limit
    that the joined round would break: "capacity", "window", "depot", "duty", "driving", "distance".
    """

    first: str
    second: str
    km: float
    accepted: bool
    reason: str
    route: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SavingsPlan:
    """The savings, largest first, the merges tried, the rounds with their vehicles and cost."""

    savings: tuple[Saving, ...]
    steps: tuple[MergeStep, ...]
    rounds: Rounds


def savings_table(of: Network, stops: Sequence[str] | None = None, shape: float = 1.0) -> tuple[Saving, ...]:
    """The savings s(i, j) = km(i, depot) + km(depot, j) − shape·km(i, j), largest first, then by the places' order.

    ``shape`` 1 is Clarke and Wright's own, others are Gaskell's and Yellow's. Of distances that differ by
    direction both ways are listed. Raises SolverError for a negative shape.

    Source: Clarke & Wright (1964), Scheduling of vehicles from a central depot; Yellow (1970).

    >>> from solvers.routing.rounds import network
    >>> savings_table(network("D", ["A", "B"], {("D", "A"): 10, ("D", "B"): 8, ("A", "B"): 5}))
    (Saving(first='A', second='B', km=13.0),)
    """
    weight = non_negative("shape", shape)
    chosen = [at for at, name in enumerate(of.places) if at and (stops is None or name in stops)]
    both_ways = any(of.km[i][j] != of.km[j][i] for i in [0, *chosen] for j in chosen)
    found = [
        Saving(of.places[i], of.places[j], of.km[i][0] + of.km[0][j] - weight * of.km[i][j])
        for i in chosen
        for j in chosen
        if i < j or (both_ways and i != j)
    ]
    return tuple(sorted(found, key=lambda one: -round(one.km, 9)))


def savings_rounds(
    stops: Sequence[Stop], vehicles: Sequence[Vehicle], of: Network, *, shape: float = 1.0
) -> SavingsPlan:
    """Join rounds of one stop each by falling savings, as long as some vehicle could drive the joined round.

    The parallel version: any two rounds may be joined at stops next to the depot; a round may be turned round
    for it. Savings of 0 or less are not looked at. In the end each round gets a vehicle, at the least cost
    together. Raises SolverError for figures out of range and when the vehicles are too few or too small.

    Source: Clarke & Wright (1964).

    >>> from solvers.routing.rounds import network
    >>> ways = network("D", ["A", "B", "C"], {("D", "A"): 10, ("D", "B"): 8, ("D", "C"): 9, ("A", "B"): 5,
    ...     ("A", "C"): 18, ("B", "C"): 12})
    >>> found = savings_rounds([Stop(name, {"kg": 4}) for name in "ABC"],
    ...     [Vehicle("V1", {"kg": 10}), Vehicle("V2", {"kg": 10})], ways)
    >>> [(one.first, one.second, one.km, one.reason) for one in found.steps]
    [('A', 'B', 13.0, ''), ('B', 'C', 5.0, 'capacity'), ('A', 'C', 1.0, 'capacity')]
    >>> found.rounds.routes, found.rounds.cost
    ((('V1', ('A', 'B')), ('V2', ('C',))), 41.0)
    """
    checked_rounds(stops, vehicles, of)
    known = {one.stop: one for one in stops}
    savings = savings_table(of, list(known), shape)
    route_of: dict[str, list[str]] = {name: [name] for name in known}
    steps = []
    for saving in savings:
        if saving.km <= 1e-9:
            break
        joined, reason = _joined(saving, route_of, known, vehicles, of)
        if not reason:
            for name in joined:
                route_of[name] = joined
        steps.append(MergeStep(saving.first, saving.second, saving.km, not reason, reason, tuple(joined)))
    routes = list({id(route): tuple(route) for route in route_of.values()}.values())
    return SavingsPlan(savings, tuple(steps), best_vehicles(routes, known, vehicles, of))


def _joined(
    saving: Saving,
    route_of: Mapping[str, list[str]],
    stops: Mapping[str, Stop],
    vehicles: Sequence[Vehicle],
    of: Network,
) -> tuple[list[str], str]:
    """The joined round and "", or the reason why there is none."""
    one, other = route_of[saving.first], route_of[saving.second]
    if one is other:
        return [], "same_round"
    heads = [route for route in (one, one[::-1]) if route[-1] == saving.first]
    tails = [route for route in (other, other[::-1]) if route[0] == saving.second]
    if not heads or not tails:
        return [], "interior"
    reason = ""
    for head in heads[:1]:
        for tail in tails[:1]:
            for route in (head + tail, (head + tail)[::-1]):
                broken = [fits(route, stops, vehicle, of) for vehicle in vehicles]
                if "" in broken:
                    return route, ""
                reason = reason or max(broken, key=_LIMITS.index)
    return [], reason


# The limit told is the one that the vehicle that comes furthest breaks.
_LIMITS = ("capacity", "window", "depot", "duty", "driving", "distance")
