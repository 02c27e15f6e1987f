"""Rounds checked by what they say alone: nothing of the methods that draw rounds up is used here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from solvers.routing.rounds import Network, Stop, Vehicle
from solvers.violations import Violation

__all__ = ["RULES", "CheckedRound", "CheckedRounds", "Visit", "check_rounds"]

RULES = (
    "missing", "twice", "unknown", "position", "capacity", "window",
    "departure", "depot", "duty", "driving", "distance",
)  # fmt: skip
TOLERANCE = 1e-6  # of hours, kilometres and loads: sums of decimals
HOUR, KM = "hour", "km"


@dataclass(frozen=True, slots=True)
class Visit:
    """A stop on a round, on the clock (h): arrival, start and end of the service, lateness; ``row`` of the plan."""

    stop: str
    row: int
    arrival: float
    start: float
    end: float
    late: float


@dataclass(frozen=True, slots=True)
class CheckedRound:
    """A vehicle's round: its visits, clock times and hours, kilometres, cost, and what it carries by unit."""

    vehicle: str
    visits: tuple[Visit, ...]
    departure: float
    back: float
    km: float
    drive: float
    breaks: float
    wait: float
    cost: float
    loads: tuple[tuple[str, float, float], ...]
    breaks_at: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class CheckedRounds:
    """The rules broken, the figures of the day, and each round.

    Cost in money, kilometres, hours out and at the wheel, hours late (all stops together) and the share of
    stops served in time, vehicles used, and the load factor of those, of the unit that fills them most.
    """

    violations: tuple[Violation, ...]
    total_cost: float
    km: float
    hours: float
    driving_hours: float
    lateness: float
    on_time: float
    vehicles: int
    load_factor: float
    rounds: tuple[CheckedRound, ...]


def check_rounds(
    plan: Sequence[tuple[str, str, float]],
    stops: Sequence[Stop],
    vehicles: Sequence[Vehicle],
    of: Network,
    departures: Mapping[str, float] | None = None,
) -> CheckedRounds:
    """Check a plan of (stop, vehicle, position), time it and price it.

    Rules: ``missing`` (a stop on no round), ``twice``, ``unknown`` (a stop or a vehicle), ``position`` (two
    stops at one place of a round), ``capacity``, ``window`` (service that starts too late, in h), ``departure``
    (before the vehicle may leave), ``depot`` (back after it must be), ``duty`` (out too long), ``driving``,
    ``distance``. A vehicle leaves at its hour in ``departures`` (h, clock), else as late as it can without
    being later anywhere; it waits for a window to open and takes its break once its hours of driving are up.
    Never raises on a plan.

    Source: definition of the problem; costs by kilometre, hour and day.

    >>> from solvers.routing.rounds import network
    >>> ways = network("D", ["A", "B"], {("D", "A"): 30, ("D", "B"): 30, ("A", "B"): 15})
    >>> found = check_rounds([("A", "V", 1), ("B", "V", 2)], [Stop("A", {"kg": 6}), Stop("B", {"kg": 5})],
    ...     [Vehicle("V", {"kg": 10}, km_cost=2)], ways)
    >>> [(one.rule, one.where, one.found, one.limit) for one in found.violations], found.total_cost, found.km
    ([('capacity', 'V', 11.0, 10.0)], 150.0, 75.0)
    """
    known = {one.stop: one for one in stops}
    fleet = {one.vehicle: one for one in vehicles}
    found: list[Violation] = []
    rows: dict[str, list[int]] = defaultdict(list)
    orders: dict[str, list[tuple[float, int, str]]] = {name: [] for name in fleet}
    for row, (stop, vehicle, position) in enumerate(plan):
        if stop not in known or vehicle not in fleet:
            found.append(Violation("unknown", (row,), stop if stop not in known else vehicle))
            continue
        rows[stop].append(row)
        orders[vehicle].append((float(position), row, stop))
    for name in known:
        if name not in rows:
            found.append(Violation("missing", (), name))
        elif len(rows[name]) > 1:
            found.append(Violation("twice", tuple(rows[name]), name))
    rounds = []
    for name, visited in orders.items():
        if not visited:
            continue
        visited.sort()
        for before, after in pairwise(visited):
            if before[0] == after[0]:
                found.append(Violation("position", (before[1], after[1]), name, after[0]))
        one = _driven(fleet[name], visited, known, of, (departures or {}).get(name))
        rounds.append(one)
        found += _broken(one, fleet[name], known)
    late = [visit.late for one in rounds for visit in one.visits]
    return CheckedRounds(
        violations=tuple(found),
        total_cost=float(sum(one.cost for one in rounds)),
        km=float(sum(one.km for one in rounds)),
        hours=float(sum(one.back - one.departure for one in rounds)),
        driving_hours=float(sum(one.drive for one in rounds)),
        lateness=float(sum(late)),
        on_time=sum(hours == 0 for hours in late) / len(known) if known else 1.0,
        vehicles=len(rounds),
        load_factor=_load_factor(rounds),
        rounds=tuple(rounds),
    )


def _load_factor(rounds: Sequence[CheckedRound]) -> float:
    carried: dict[str, float] = defaultdict(float)
    room: dict[str, float] = defaultdict(float)
    for one in rounds:
        for unit, load, most in one.loads:
            carried[unit] += load
            room[unit] += most
    return max((carried[unit] / most for unit, most in room.items() if most), default=0.0)


def _driven(
    vehicle: Vehicle,
    visited: Sequence[tuple[float, int, str]],
    known: Mapping[str, Stop],
    of: Network,
    departure: float | None,
) -> CheckedRound:
    if departure is not None:
        return _run(vehicle, visited, known, of, departure)
    first = _run(vehicle, visited, known, of, vehicle.earliest)
    # Leaving later by no more than this neither delays the return nor makes any stop later than it is.
    room, waited = inf, 0.0
    for visit in first.visits:
        waited += visit.start - visit.arrival
        spare = known[visit.stop].latest - visit.start
        room = min(room, waited + max(spare, 0.0))
    shift = min(room, waited)
    return _run(vehicle, visited, known, of, vehicle.earliest + shift) if shift > 0 else first


def _run(
    vehicle: Vehicle,
    visited: Sequence[tuple[float, int, str]],
    known: Mapping[str, Stop],
    of: Network,
    departure: float,
) -> CheckedRound:
    place_of = {name: at for at, name in enumerate(of.places)}
    now, at, km, drive, waited = departure, 0, 0.0, 0.0, 0.0
    wheel = 0.0  # hours at the wheel since the last break
    breaks: list[tuple[float, float]] = []
    visits: list[Visit] = []
    for _, row, name in [*visited, (inf, -1, of.depot)]:
        to = place_of[name]
        km += of.km[at][to]
        remaining = of.hours[at][to]
        drive += remaining
        while wheel + remaining > vehicle.break_after + TOLERANCE:
            now += vehicle.break_after - wheel
            remaining -= vehicle.break_after - wheel
            breaks.append((now, now + vehicle.break_length))
            now += vehicle.break_length
            wheel = 0.0
        now += remaining
        wheel += remaining
        at = to
        if row < 0:
            break
        stop = known[name]
        start = max(now, stop.earliest)
        waited += start - now
        over = start - stop.latest
        visits.append(Visit(name, row, now, start, start + stop.service, over if over > TOLERANCE else 0.0))
        now = start + stop.service
    units = sorted({unit for *_, name in visited for unit in known[name].demand} & set(vehicle.capacity))
    loads = tuple(
        (
            unit,
            float(sum(known[name].demand.get(unit, 0.0) for *_, name in visited)),
            float(vehicle.capacity[unit]),
        )
        for unit in units
    )
    cost = km * vehicle.km_cost + (now - departure) * vehicle.hour_cost + vehicle.day_cost
    return CheckedRound(
        vehicle.vehicle,
        tuple(visits),
        departure,
        now,
        km,
        drive,
        float(sum(end - start for start, end in breaks)),
        waited,
        cost,
        loads,
        tuple(breaks),
    )


def _broken(one: CheckedRound, vehicle: Vehicle, known: Mapping[str, Stop]) -> list[Violation]:
    name, rows = one.vehicle, tuple(visit.row for visit in one.visits)
    found = [
        Violation("capacity", rows, name, load, most, unit)
        for unit, load, most in one.loads
        if load > most + TOLERANCE
    ]
    found += [
        Violation("window", (visit.row,), visit.stop, visit.start, known[visit.stop].latest, HOUR)
        for visit in one.visits
        if visit.late
    ]
    if one.departure < vehicle.earliest - TOLERANCE:
        found.append(Violation("departure", rows, name, one.departure, vehicle.earliest, HOUR))
    for rule, value, most, unit in (
        ("depot", one.back, vehicle.latest, HOUR),
        ("duty", one.back - one.departure, vehicle.longest, HOUR),
        ("driving", one.drive, vehicle.longest_drive, HOUR),
        ("distance", one.km, vehicle.longest_km, KM),
    ):
        if value > most + TOLERANCE:
            found.append(Violation(rule, rows, name, value, most, unit))
    return found
