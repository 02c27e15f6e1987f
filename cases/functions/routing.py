"""Rounds: the methods and the checker of ``solvers.routing``, over tables of stops, vehicles and distances.

Stops are rows of ``stop`` and may hold ``earliest``, ``latest`` (h, clock), ``service`` (h) and loads
(``weight_kg``, ``volume_m3``, ``pallets``, ``loading_metres``, ``parcels``, ``cartons``, ``bins``). Vehicles are
rows of ``vehicle`` and may hold the same loads as limits, ``km_cost``, ``hour_cost``, ``day_cost``, ``earliest``,
``latest``, ``longest``, ``longest_drive``, ``break_after``, ``break_length`` (h) and ``longest_km``. Distances are
rows of ``from``, ``to``, ``km`` and perhaps ``hours``, the way back being as long unless given.
"""

from __future__ import annotations

import json
from functools import lru_cache
from math import inf

from cases.expressions import Function
from cases.functions.arguments import Record, cell, listed, recorded, records, text, whole
from cases.functions.plans import figure, figure_or, violations
from cases.plain import Plain
from solvers.routing import (
    best_rounds,
    check,
    in_order,
    savings,
    sweep,
    tours,
)
from solvers.routing.fleet import Rounds
from solvers.routing.rounds import Network, Stop, Vehicle, network

# Loads that a table may hold, each with the unit that a page writes.
LOADS = {
    "weight_kg": "kg",
    "volume_m3": "m3",
    "pallets": "pallet",
    "loading_metres": "m",
    "parcels": "parcel",
    "cartons": "carton",
    "bins": "bin",
}
SHORTEST_BAR = 0.05  # hours: a stop without service is seen all the same


def _loads(row: Record) -> dict[str, float]:
    return {name: figure(row[name]) for name in LOADS if row.get(name) is not None}


def _stops(table: object) -> tuple[Stop, ...]:
    return tuple(
        Stop(
            text(cell(row, "stop")),
            _loads(row),
            figure_or(row, "earliest", 0.0),
            figure_or(row, "latest", inf),
            figure_or(row, "service", 0.0),
        )
        for row in records(table)
    )


def _vehicles(table: object) -> tuple[Vehicle, ...]:
    return tuple(
        Vehicle(
            vehicle=text(cell(row, "vehicle")),
            capacity=_loads(row),
            km_cost=figure_or(row, "km_cost", 1.0),
            hour_cost=figure_or(row, "hour_cost", 0.0),
            day_cost=figure_or(row, "day_cost", 0.0),
            earliest=figure_or(row, "earliest", 0.0),
            latest=figure_or(row, "latest", inf),
            longest=figure_or(row, "longest", inf),
            longest_drive=figure_or(row, "longest_drive", inf),
            longest_km=figure_or(row, "longest_km", inf),
            break_after=figure_or(row, "break_after", inf),
            break_length=figure_or(row, "break_length", 0.75),
        )
        for row in records(table)
    )


def _network(stops: tuple[str, ...], distances: object, depot: object, speed: object) -> Network:
    km: dict[tuple[str, str], float] = {}
    hours: dict[tuple[str, str], float] = {}
    for row in records(distances):
        pair = (text(cell(row, "from")), text(cell(row, "to")))
        km[pair] = figure(cell(row, "km"))
        if row.get("hours") is not None:
            hours[pair] = figure(row["hours"])
    return network(text(depot), stops, km, hours, speed=figure(speed))


def _problem(
    stops: object, vehicles: object, distances: object, depot: object, speed: object
) -> tuple[tuple[Stop, ...], tuple[Vehicle, ...], Network]:
    wanted = _stops(stops)
    return wanted, _vehicles(vehicles), _network(tuple(one.stop for one in wanted), distances, depot, speed)


def _rows(found: Rounds) -> list[Plain]:
    return [
        {"stop": stop, "vehicle": vehicle, "position": position}
        for vehicle, route in found.routes
        for position, stop in enumerate(route, start=1)
    ]


def _routes(found: Rounds) -> list[Plain]:
    return [{"vehicle": vehicle, "stops": list(route)} for vehicle, route in found.routes]


def _plan(found: Rounds) -> Record:
    return {"rows": _rows(found), "routes": _routes(found), "objective": {"total_cost": found.cost}}


def _check(
    plan: object,
    stops: object,
    vehicles: object,
    distances: object,
    depot: object = "depot",
    speed: object = 60,
    departures: object = None,
) -> Record:
    """The rules that rounds (rows of ``stop``, ``vehicle``, ``position``) break, their times, cost and loads."""
    wanted, fleet, of = _problem(stops, vehicles, distances, depot, speed)
    leaving = {text(name): figure(hour) for name, hour in recorded(departures or {}).items()}
    rows = [
        (text(cell(row, "stop")), text(cell(row, "vehicle")), figure(cell(row, "position")))
        for row in records(plan)
    ]
    found = check.check_rounds(rows, wanted, fleet, of, leaving)
    told = violations(found.violations)
    for one in told:
        if isinstance(one, dict) and one["unit"] in LOADS:
            one["unit"] = LOADS[str(one["unit"])]
    visits: list[Plain] = []
    bars: list[Plain] = []
    for driven in found.rounds:
        for position, visit in enumerate(driven.visits, start=1):
            visits.append(
                {
                    "vehicle": driven.vehicle,
                    "position": position,
                    "stop": visit.stop,
                    "arrival": visit.arrival,
                    "start": visit.start,
                    "end": visit.end,
                    "late": visit.late,
                }
            )
            bars.append(
                {
                    "lane": driven.vehicle,
                    "label": visit.stop,
                    "job": driven.vehicle,
                    "start": visit.arrival,
                    "end": max(visit.end, visit.arrival + SHORTEST_BAR),
                    "late": visit.late > 0,
                }
            )
    return {
        "violations": told,
        "objective": {
            "total_cost": found.total_cost,
            "km": found.km,
            "hours": found.hours,
            "driving_hours": found.driving_hours,
            "lateness": found.lateness,
            "on_time": found.on_time,
            "vehicles": found.vehicles,
            "load_factor": found.load_factor,
        },
        "rounds": [
            {
                "vehicle": one.vehicle,
                "stops": [visit.stop for visit in one.visits],
                "departure": one.departure,
                "back": one.back,
                "hours": one.back - one.departure,
                "km": one.km,
                "driving_hours": one.drive,
                "breaks": one.breaks,
                "waiting": one.wait,
                "cost": one.cost,
            }
            for one in found.rounds
        ],
        "visits": visits,
        "bars": bars,
        "lanes": [one.vehicle for one in fleet],
        "loads": [
            {"lane": one.vehicle, "found": load, "limit": most, "unit": LOADS[unit]}
            for one in found.rounds
            for unit, load, most in one.loads
        ],
    }


def _best(
    stops: object,
    vehicles: object,
    distances: object,
    depot: object = "depot",
    speed: object = 60,
    seed: object = 0,
    iterations: object = best_rounds.ITERATIONS,
) -> Record:
    """The rounds of least cost that a search of so many iterations finds; the same for the same seed."""
    given = [records(stops), records(vehicles), records(distances), text(depot), figure(speed)]
    found = _searched(json.dumps(given, sort_keys=True), whole(seed, 0), whole(iterations, 1))
    return _plan(found)


@lru_cache(maxsize=256)
def _searched(question: str, seed: int, iterations: int) -> Rounds:
    wanted, fleet, of = _problem(*json.loads(question))
    return best_rounds.best_rounds(wanted, fleet, of, seed=seed, iterations=iterations)


def _savings_table(distances: object, depot: object = "depot", shape: object = 1) -> list[Plain]:
    """The savings of every two stops that the distances name, largest first."""
    names = [text(cell(row, field)) for row in records(distances) for field in ("from", "to")]
    stops = tuple(dict.fromkeys(name for name in names if name != depot))
    of = _network(stops, distances, depot, 60)
    return [
        {"first": one.first, "second": one.second, "saving": one.km}
        for one in savings.savings_table(of, None, figure(shape))
    ]


def _savings(
    stops: object,
    vehicles: object,
    distances: object,
    depot: object = "depot",
    speed: object = 60,
    shape: object = 1,
) -> Record:
    """The rounds of Clarke and Wright, with each merge accepted or refused and why."""
    found = savings.savings_rounds(*_problem(stops, vehicles, distances, depot, speed), shape=figure(shape))
    return _plan(found.rounds) | {
        "steps": [
            {
                "first": one.first,
                "second": one.second,
                "saving": one.km,
                "accepted": one.accepted,
                "reason": one.reason,
                "route": list(one.route),
            }
            for one in found.steps
        ]
    }


def _sweep(
    stops: object,
    vehicles: object,
    distances: object,
    places: object,
    depot: object = "depot",
    speed: object = 60,
    start: object = 0,
    clockwise: bool = False,
    better: bool = True,
) -> Record:
    """The rounds of a sweep round the depot; places are rows of ``place``, ``x`` and ``y``."""
    if not isinstance(clockwise, bool) or not isinstance(better, bool):
        raise TypeError("True or False")
    where = {
        text(cell(row, "place")): (figure(cell(row, "x")), figure(cell(row, "y"))) for row in records(places)
    }
    found = sweep.sweep_rounds(
        *_problem(stops, vehicles, distances, depot, speed),
        where,
        start=figure(start),
        clockwise=clockwise,
        better=better,
    )
    return _plan(found.rounds) | {
        "steps": [
            {"stop": one.stop, "angle": one.angle, "vehicle": one.vehicle, "closed": one.closed}
            for one in found.steps
        ]
    }


def _in_order(
    stops: object, vehicles: object, distances: object, depot: object = "depot", speed: object = 60
) -> Record:
    """The rounds of whoever loads the stops as they are listed, vehicle after vehicle."""

    return _plan(in_order.rounds_in_order(*_problem(stops, vehicles, distances, depot, speed)))


def _tour(found: tours.Tour) -> Record:
    return {
        "stops": list(found.stops),
        "km": found.km,
        "steps": [
            {"action": one.action, "first": one.first, "last": one.last, "km": one.km} for one in found.steps
        ],
    }


def _names(stops: object) -> tuple[str, ...]:
    return tuple(text(name) for name in listed(stops))


def _nearest(stops: object, distances: object, depot: object = "depot") -> Record:
    """One round through a list of stops, each time to the nearest."""
    return _tour(tours.nearest_neighbour(_network(_names(stops), distances, depot, 60)))


def _two_opt(stops: object, distances: object, depot: object = "depot", moves: bool = True) -> Record:
    """One round through a list of stops, bettered by reversals and moves."""
    if not isinstance(moves, bool):
        raise TypeError("True or False")
    names = _names(stops)
    return _tour(tours.two_opt(_network(names, distances, depot, 60), names, moves=moves))


def _best_tour(stops: object, distances: object, depot: object = "depot") -> Record:
    """The shortest round through a list of 13 stops at most."""
    return _tour(tours.best_tour(_network(_names(stops), distances, depot, 60)))


FUNCTIONS: dict[str, Function] = {
    "check_rounds": _check,
    "best_rounds": _best,
    "rounds_in_order": _in_order,
    "savings_table": _savings_table,
    "savings_rounds": _savings,
    "sweep_rounds": _sweep,
    "nearest_neighbour": _nearest,
    "two_opt": _two_opt,
    "best_tour": _best_tour,
}
PLAN_RULES: dict[str, tuple[str, ...]] = {
    "check_rounds": check.RULES,
}
