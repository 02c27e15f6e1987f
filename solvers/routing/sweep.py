"""The sweep: a hand turns round the depot, and each vehicle takes what it meets until it is full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import atan2, degrees, hypot

from solvers.arguments import number
from solvers.errors import SolverError
from solvers.routing.fleet import Rounds
from solvers.routing.rounds import Network, Stop, Vehicle, checked_rounds
from solvers.routing.timing import fits, priced
from solvers.routing.tours import two_opt

__all__ = ["SweepPlan", "SweepStep", "sweep_rounds"]


@dataclass(frozen=True, slots=True)
class SweepStep:
    """A stop met by the hand, at its angle (degrees, 0 to the east, counter-clockwise), and who takes it.

    ``closed`` is the limit for which the round before was closed, "" while it goes on.
    """

    stop: str
    angle: float
    vehicle: str
    closed: str


@dataclass(frozen=True, slots=True)
class SweepPlan:
    """The stops as they were met, and the rounds with their cost."""

    steps: tuple[SweepStep, ...]
    rounds: Rounds


def sweep_rounds(
    stops: Sequence[Stop],
    vehicles: Sequence[Vehicle],
    of: Network,
    places: Mapping[str, tuple[float, float]],
    *,
    start: float = 0.0,
    clockwise: bool = False,
    better: bool = True,
) -> SweepPlan:
    """Group stops by angle round the depot, vehicle after vehicle in the order of the list, then order each group.

    ``places``: x (east) and y (north) of each stop and of the depot, in any unit; ``start`` in degrees. A stop
    goes on the round as long as its vehicle keeps every limit in the order met; with ``better`` each round is
    then improved by 2-opt where that keeps the limits. Stops of one angle: the nearer first. Raises SolverError
    for figures out of range, a place that is missing, and when the vehicles do not suffice.

    Source: Gillett & Miller (1974), A heuristic algorithm for the vehicle-dispatch problem.

    >>> from solvers.routing.rounds import network
    >>> ways = network("D", ["A", "B", "C"], {("D", "A"): 1, ("D", "B"): 1, ("D", "C"): 1, ("A", "B"): 1.4,
    ...     ("A", "C"): 2, ("B", "C"): 1.4})
    >>> found = sweep_rounds([Stop(name, {"kg": 4}) for name in "CBA"], [Vehicle("V", {"kg": 8}), Vehicle("W")],
    ...     ways, {"D": (0, 0), "A": (1, 0), "B": (0, 1), "C": (-1, 0)})
    >>> [(one.stop, one.angle, one.vehicle, one.closed) for one in found.steps]
    [('A', 0.0, 'V', ''), ('B', 90.0, 'V', ''), ('C', 180.0, 'W', 'capacity')]
    """
    checked_rounds(stops, vehicles, of)
    known = {one.stop: one for one in stops}
    for name in [of.depot, *known]:
        if name not in places:
            raise SolverError("places", name, "place_of", name=name)
    x0, y0 = places[of.depot]
    first = number("start", start)
    met = []
    for name in known:
        x, y = (number(f"place ({name})", figure) for figure in places[name])
        angle = degrees(atan2(y - y0, x - x0)) % 360.0
        turn = (first - angle if clockwise else angle - first) % 360.0
        met.append((round(turn, 9), hypot(x - x0, y - y0), name, angle))
    met.sort()
    routes: list[list[str]] = [[]]
    steps = []
    for _, _, name, angle in met:
        closed = fits([*routes[-1], name], known, vehicles[len(routes) - 1], of)
        while closed and len(routes) < len(vehicles):
            routes.append([])
            if not fits([name], known, vehicles[len(routes) - 1], of):
                break
        if fits([*routes[-1], name], known, vehicles[len(routes) - 1], of):
            raise SolverError("vehicles", [one.vehicle for one in vehicles], "room_for", order=name)
        routes[-1].append(name)
        steps.append(SweepStep(name, angle, vehicles[len(routes) - 1].vehicle, closed))
    found = []
    for vehicle, route in zip(vehicles, routes, strict=False):
        kept = tuple(route)
        if better and len(route) > 1:
            other = two_opt(of, route).stops
            if not fits(other, known, vehicle, of):
                kept = other
        if kept:
            found.append((vehicle.vehicle, kept))
    by_name = {one.vehicle: one for one in vehicles}
    cost = float(sum(priced(route, known, by_name[name], of) for name, route in found))
    return SweepPlan(tuple(steps), Rounds(tuple(found), cost))
