"""What a round takes and costs, for the methods that draw rounds up; the checker reckons on its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

from solvers.routing.rounds import Network, Stop, Vehicle

__all__ = ["RoundTimes", "fits", "fits_load", "priced", "round_times"]

SMALL = 1e-9


@dataclass(frozen=True, slots=True)
class RoundTimes:
    """A round from its latest departure that costs no time: clock times (h), kilometres, hours, lateness (h)."""

    departure: float
    back: float
    km: float
    drive: float
    breaks: float
    wait: float
    late: float

    @property
    def out(self) -> float:
        """Hours from departure to return."""
        return self.back - self.departure


def round_times(route: Sequence[str], stops: Mapping[str, Stop], vehicle: Vehicle, of: Network) -> RoundTimes:
    """Time a round: it leaves as late as it can without arriving later anywhere than it must.

    ``route``: the stops in their order. Breaks are taken when the driving since the last one is up, waiting does
    not count as one. Times in hours on the clock.

    Source: forward slack, Savelsbergh (1992), The vehicle routing problem with time windows.

    >>> from solvers.routing.rounds import network
    >>> ways = network("D", ["A"], {("D", "A"): 60})
    >>> stops = {"A": Stop("A", earliest=10, latest=11, service=0.5)}
    >>> found = round_times(["A"], stops, Vehicle("V", earliest=8), ways)
    >>> found.departure, found.back, found.wait
    (9.0, 11.5, 0.0)
    """
    places = {name: at for at, name in enumerate(of.places)}
    clock, here = vehicle.earliest, 0
    km = drive = breaks = waited = late = since = 0.0
    slack = inf
    for name in [*route, of.depot]:
        there = places[name]
        km += of.km[here][there]
        clock, since, rested = _drive(clock, since, of.hours[here][there], vehicle)
        drive += of.hours[here][there]
        breaks += rested
        here = there
        if name == of.depot:
            break
        stop = stops[name]
        wait = max(stop.earliest - clock, 0.0)
        clock += wait
        waited += wait
        over = max(clock - stop.latest, 0.0)
        late += over if over > SMALL else 0.0
        slack = min(slack, waited + (max(stop.latest - clock, 0.0) if not over else 0.0))
        clock += stop.service
    shift = max(min(slack, waited), 0.0)
    return RoundTimes(vehicle.earliest + shift, clock, km, drive, breaks, waited - shift, late)


def _drive(clock: float, since: float, hours: float, vehicle: Vehicle) -> tuple[float, float, float]:
    """The clock, the driving since the last break, and the breaks taken, after a leg."""
    rested, left = 0.0, hours
    while since + left > vehicle.break_after + SMALL:
        part = vehicle.break_after - since
        clock += part + vehicle.break_length
        rested += vehicle.break_length
        left -= part
        since = 0.0
    return clock + left, since + left, rested


def fits_load(route: Sequence[str], stops: Mapping[str, Stop], vehicle: Vehicle) -> bool:
    """Whether a vehicle can carry all of a round at once.

    Source: definition of the problem.

    >>> fits_load(["A"], {"A": Stop("A", {"kg": 12})}, Vehicle("V", {"kg": 10}))
    False
    """
    return all(
        sum(stops[name].demand.get(unit, 0.0) for name in route) <= most + SMALL
        for unit, most in vehicle.capacity.items()
    )


def fits(route: Sequence[str], stops: Mapping[str, Stop], vehicle: Vehicle, of: Network) -> str:
    """The first limit that a round breaks: "capacity", "window", "depot", "duty", "driving", "distance" or "".

    Source: definition of the problem.

    >>> from solvers.routing.rounds import network
    >>> fits(["A"], {"A": Stop("A")}, Vehicle("V", longest=1.5), network("D", ["A"], {("D", "A"): 60}))
    'duty'
    """
    if not fits_load(route, stops, vehicle):
        return "capacity"
    found = round_times(route, stops, vehicle, of)
    if found.late > SMALL:
        return "window"
    if found.back > vehicle.latest + SMALL:
        return "depot"
    if found.out > vehicle.longest + SMALL:
        return "duty"
    if found.drive > vehicle.longest_drive + SMALL:
        return "driving"
    return "distance" if found.km > vehicle.longest_km + SMALL else ""


def priced(route: Sequence[str], stops: Mapping[str, Stop], vehicle: Vehicle, of: Network) -> float:
    """The cost of a round in money: its kilometres, its hours out and the day; 0 for an empty one.

    Source: the haulage cost of three terms (km, hour, day).

    >>> from solvers.routing.rounds import network
    >>> priced(["A"], {"A": Stop("A")}, Vehicle("V", km_cost=0.5, hour_cost=20, day_cost=90),
    ...     network("D", ["A"], {("D", "A"): 60}))
    190.0
    """
    if not route:
        return 0.0
    found = round_times(route, stops, vehicle, of)
    return found.km * vehicle.km_cost + found.out * vehicle.hour_cost + vehicle.day_cost
