"""Rounds without method: the stops as they are listed, vehicle after vehicle."""

from __future__ import annotations

from collections.abc import Sequence

from solvers.errors import SolverError
from solvers.routing.fleet import Rounds
from solvers.routing.rounds import Network, Stop, Vehicle, checked_rounds
from solvers.routing.timing import fits, priced

__all__ = ["rounds_in_order"]


def rounds_in_order(stops: Sequence[Stop], vehicles: Sequence[Vehicle], of: Network) -> Rounds:
    """Give each stop, as listed, to the first vehicle that can add it at the end of its round.

    Keeps every limit; cost in money. Raises SolverError for figures out of range, and for a stop that no
    vehicle can add.

    Source: first fit, Johnson (1973), over rounds.

    >>> from solvers.routing.rounds import network
    >>> ways = network("D", ["A", "B"], {("D", "A"): 10, ("D", "B"): 8, ("A", "B"): 5})
    >>> stops = [Stop("B", {"kg": 4}), Stop("A", {"kg": 4})]
    >>> rounds_in_order(stops, [Vehicle("V", {"kg": 5}), Vehicle("W", {"kg": 9})], ways)
    Rounds(routes=(('V', ('B',)), ('W', ('A',))), cost=36.0)
    """
    checked_rounds(stops, vehicles, of)
    known = {one.stop: one for one in stops}
    routes: dict[str, list[str]] = {one.vehicle: [] for one in vehicles}
    for name in known:
        taker = next(
            (one for one in vehicles if not fits([*routes[one.vehicle], name], known, one, of)), None
        )
        if taker is None:
            raise SolverError("vehicles", [one.vehicle for one in vehicles], "room_for", order=name)
        routes[taker.vehicle].append(name)
    found = tuple((one.vehicle, tuple(routes[one.vehicle])) for one in vehicles if routes[one.vehicle])
    by_name = {one.vehicle: one for one in vehicles}
    return Rounds(found, float(sum(priced(route, known, by_name[name], of) for name, route in found)))
