"""A day of deliveries as plain data: the depot, the stops, the vehicles, the way between any two places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

from solvers.arguments import non_negative, number
from solvers.errors import SolverError

__all__ = ["MAX_STOPS", "MAX_VEHICLES", "Network", "Stop", "Vehicle", "checked_rounds", "network"]

MAX_STOPS = 400
MAX_VEHICLES = 100


@dataclass(frozen=True, slots=True)
class Stop:
    """A delivery: what it takes in each unit, the time of the day it may start at, how long it takes.

    ``demand`` by unit (kg, pallets…); ``earliest`` and ``latest`` (h, clock) bound the start of the service,
    ``service`` is in hours.
    """

    stop: str
    demand: Mapping[str, float] = field(default_factory=dict)
    earliest: float = 0.0
    latest: float = inf
    service: float = 0.0


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A vehicle for one round a day: what it carries, what it costs, when and how long it may be out.

    ``capacity`` by unit, a unit that is not there having no limit; costs a kilometre, an hour out and a day
    used, in money; ``earliest`` departure and ``latest`` return (h, clock); ``longest`` time out,
    ``longest_drive`` at the wheel (h), ``longest_km``; a break of ``break_length`` after ``break_after`` hours
    of driving, taken when they are up.
    """

    vehicle: str
    capacity: Mapping[str, float] = field(default_factory=dict)
    km_cost: float = 1.0
    hour_cost: float = 0.0
    day_cost: float = 0.0
    earliest: float = 0.0
    latest: float = inf
    longest: float = inf
    longest_drive: float = inf
    longest_km: float = inf
    break_after: float = inf
    break_length: float = 0.75


@dataclass(frozen=True, slots=True)
class Network:
    """Kilometres and hours from each place to each other; place 0 is the depot."""

    places: tuple[str, ...]
    km: tuple[tuple[float, ...], ...]
    hours: tuple[tuple[float, ...], ...]

    @property
    def depot(self) -> str:
        """The place where rounds start and end."""
        return self.places[0]


def network(
    depot: str,
    stops: Sequence[str],
    km: Mapping[tuple[str, str], float],
    hours: Mapping[tuple[str, str], float] | None = None,
    *,
    speed: float = 60.0,
) -> Network:
    """Put distances by pair into a matrix; a way that is not given is as long as the way back.

    ``km`` by (from, to); ``hours`` by (from, to), else km / ``speed`` (km/h). Raises SolverError for figures out
    of range, no stop or more than 400, names given twice, and a pair without a distance.

    Source: definition of the problem.

    >>> network("D", ["A"], {("D", "A"): 30}).hours
    ((0.0, 0.5), (0.5, 0.0))
    """
    places = (depot, *stops)
    if not 1 <= len(stops) <= MAX_STOPS:
        raise SolverError("stops", len(stops), "count_between", least=1, most=MAX_STOPS)
    if len(set(places)) < len(places):
        raise SolverError("stops", list(places), "distinct_names")
    pace = number("speed", speed)
    if pace <= 0:
        raise SolverError("speed", speed, "positive")
    far = tuple(tuple(_way("km", km, one, other) for other in places) for one in places)
    if hours:
        slow = tuple(tuple(_way("hours", hours, one, other) for other in places) for one in places)
    else:
        slow = tuple(tuple(figure / pace for figure in row) for row in far)
    return Network(places, far, slow)


def _way(argument: str, given: Mapping[tuple[str, str], float], one: str, other: str) -> float:
    if one == other:
        return 0.0
    figure = given.get((one, other), given.get((other, one)))
    if figure is None:
        raise SolverError(argument, f"{one}, {other}", "way_between")
    return non_negative(f"{argument} ({one}, {other})", figure)


def checked_rounds(stops: Sequence[Stop], vehicles: Sequence[Vehicle], of: Network) -> None:
    """Refuse stops and vehicles that no method can take: figures out of range, names twice or unknown.

    Raises SolverError. Source: definition of the problem.

    >>> checked_rounds([Stop("A")], [Vehicle("V")], network("D", ["A"], {("D", "A"): 30}))
    """
    names = [one.stop for one in stops]
    if len(set(names)) < len(names):
        raise SolverError("stops", names, "distinct_names")
    for name in names:
        if name not in of.places[1:]:
            raise SolverError("stops", name, "known_name", words=", ".join(of.places[1:])[:80])
    if not 1 <= len(vehicles) <= MAX_VEHICLES:
        raise SolverError("vehicles", len(vehicles), "count_between", least=1, most=MAX_VEHICLES)
    if len({one.vehicle for one in vehicles}) < len(vehicles):
        raise SolverError("vehicles", [one.vehicle for one in vehicles], "distinct_names")
    for stop in stops:
        for unit, figure in stop.demand.items():
            non_negative(f"{unit} ({stop.stop})", figure)
        non_negative(f"service ({stop.stop})", stop.service)
        _window(stop.stop, stop.earliest, stop.latest)
    for one in vehicles:
        for unit, figure in one.capacity.items():
            non_negative(f"{unit} ({one.vehicle})", figure)
        for name in ("km_cost", "hour_cost", "day_cost", "break_length"):
            non_negative(f"{name} ({one.vehicle})", getattr(one, name))
        for name in ("longest", "longest_drive", "longest_km", "break_after"):
            if getattr(one, name) != inf and number(f"{name} ({one.vehicle})", getattr(one, name)) <= 0:
                raise SolverError(f"{name} ({one.vehicle})", getattr(one, name), "positive")
        _window(one.vehicle, one.earliest, one.latest)


def _window(name: str, earliest: float, latest: float) -> None:
    non_negative(f"earliest ({name})", earliest)
    if latest != inf and number(f"latest ({name})", latest) < earliest:
        raise SolverError(f"latest ({name})", latest, "at_least", least=earliest)
