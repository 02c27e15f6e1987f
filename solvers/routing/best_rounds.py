"""The rounds of least cost that PyVRP's search finds: seeded, a fixed number of iterations, the same every time.

The one module that knows PyVRP, loaded when rounds are asked for. It works in whole numbers: metres, seconds,
thousandths of a unit, millionths of money; the cost told is reckoned again from the rounds.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor, inf
from typing import Any

import numpy as np

from solvers.arguments import whole
from solvers.errors import SolverError
from solvers.routing.fleet import Rounds
from solvers.routing.rounds import Network, Stop, Vehicle, checked_rounds
from solvers.routing.timing import fits, priced

__all__ = ["ITERATIONS", "best_rounds"]

ITERATIONS = 5_000
MOST_ITERATIONS = 2_000_000
METRES, SECONDS, PARTS, MONEY = 1_000.0, 3_600.0, 1_000.0, 1e6
NOISE = 1e-6
MOST_PENALTY = 1e10  # of a unit too much: PyVRP's own limit is too low for costs in millionths


@dataclass(frozen=True, slots=True)
class _Kind:
    """Vehicles that do not differ but by name."""

    names: tuple[str, ...]
    vehicle: Vehicle


def best_rounds(
    stops: Sequence[Stop],
    vehicles: Sequence[Vehicle],
    of: Network,
    *,
    seed: int = 0,
    iterations: int = ITERATIONS,
) -> Rounds:
    """Search the rounds of least cost (kilometres, hours out, vehicles used) that keep every limit.

    Not every vehicle need be used. ``seed`` and ``iterations`` (up to 2 000 000) fix the plan. Breaks and hours
    at the wheel are no part of PyVRP's problem: when its plan breaks them, travel times are stretched by the
    share of the breaks, then distances are limited, until the plan keeps them. Raises SolverError for figures
    out of range, and when no plan was found that keeps every limit.

    Source: Wouda, Lan & Kool (2024), PyVRP: a high-performance VRP solver package; iterated local search.

    >>> from solvers.routing.rounds import network
    >>> ways = network("D", ["A", "B", "C"], {("D", "A"): 10, ("D", "B"): 8, ("D", "C"): 9, ("A", "B"): 5,
    ...     ("A", "C"): 18, ("B", "C"): 12})
    >>> best_rounds([Stop(name, {"kg": 4}) for name in "ABC"],
    ...     [Vehicle("V1", {"kg": 10}), Vehicle("V2", {"kg": 10})], ways, iterations=50).cost
    41.0
    """
    checked_rounds(stops, vehicles, of)
    turns = whole("iterations", iterations)
    if not 1 <= turns <= MOST_ITERATIONS:
        raise SolverError("iterations", turns, "count_between", least=1, most=MOST_ITERATIONS)
    start = whole("seed", seed)
    if not 0 <= start < 2**32:
        raise SolverError("seed", start, "count_between", least=0, most=2**32 - 1)
    if not stops:
        return Rounds((), 0.0)
    known = {one.stop: one for one in stops}
    by_name = {one.vehicle: one for one in vehicles}
    stretch = max(
        (one.break_length / one.break_after for one in vehicles if one.break_after < inf), default=0.0
    )
    bound = any(one.longest_drive < inf for one in vehicles)
    attempts = [(0.0, False)]
    attempts += [(stretch, False)] if stretch else []
    attempts += [(0.0, True)] if bound else []
    attempts += [(stretch, True)] if bound and stretch else []
    for longer, limited in attempts:
        routes = _searched(stops, _kinds(vehicles, of, limited), of, longer, start, turns)
        if routes is not None and not any(fits(route, known, by_name[name], of) for name, route in routes):
            cost = sum(priced(route, known, by_name[name], of) for name, route in routes)
            return Rounds(tuple(routes), float(cost))
    raise SolverError("vehicles", [one.vehicle for one in vehicles], "rounds_within")


def _kinds(vehicles: Sequence[Vehicle], of: Network, limited: bool) -> list[_Kind]:
    """Vehicles by what they are; with ``limited``, no further than the slowest road allows at the wheel."""
    ways = [
        (km, hours)
        for far, slow in zip(of.km, of.hours, strict=True)
        for km, hours in zip(far, slow, strict=True)
    ]
    slowest = min((km / hours for km, hours in ways if hours > 0), default=inf)
    found: list[_Kind] = []
    for one in vehicles:
        most = (
            min(one.longest_km, one.longest_drive * slowest)
            if limited and one.longest_drive < inf
            else one.longest_km
        )
        like = replace(one, vehicle="", longest_km=most)
        at = next((place for place, kind in enumerate(found) if kind.vehicle == like), None)
        if at is None:
            found.append(_Kind((one.vehicle,), like))
        else:
            found[at] = _Kind((*found[at].names, one.vehicle), like)
    return found


def _searched(
    stops: Sequence[Stop], kinds: Sequence[_Kind], of: Network, longer: float, seed: int, iterations: int
) -> list[tuple[str, tuple[str, ...]]] | None:
    import pyvrp  # noqa: PLC0415  # half a second to load, and most pages draw up no rounds
    from pyvrp.exceptions import PenaltyBoundWarning  # noqa: PLC0415  # as above
    from pyvrp.stop import MaxIterations  # noqa: PLC0415  # as above

    # Its way to say that too few vehicles were offered, which is told as a refusal here.
    warnings.filterwarnings("ignore", category=PenaltyBoundWarning)

    units = sorted({unit for kind in kinds for unit in kind.vehicle.capacity})
    metres = METRES if any(km != int(km) for row in of.km for km in row) else 1.0
    seconds = (
        SECONDS
        if any(hours != int(hours) for row in of.hours for hours in row) or not _whole_hours(stops, kinds)
        else 1.0
    )
    parts = {unit: 1.0 if _whole_loads(stops, kinds, unit) else PARTS for unit in units}
    locations = [pyvrp.Location(0, 0, name=name) for name in of.places]
    clients = [
        pyvrp.Client(
            location=of.places.index(one.stop),
            delivery=[ceil(one.demand.get(unit, 0.0) * parts[unit] - NOISE) for unit in units],
            service_duration=ceil(one.service * seconds - NOISE),
            tw_early=ceil(one.earliest * seconds - NOISE),
            **_until("tw_late", one.latest, seconds),
        )
        for one in stops
    ]
    types = []
    for kind in kinds:
        one = kind.vehicle
        types.append(
            pyvrp.VehicleType(
                num_available=len(kind.names),
                capacity=[_most(one.capacity.get(unit, inf), parts[unit]) for unit in units],
                fixed_cost=round(one.day_cost * MONEY),
                tw_early=ceil(one.earliest * seconds - NOISE),
                **_until("tw_late", one.latest, seconds),
                **_until("shift_duration", one.longest, seconds),
                **_until("max_distance", one.longest_km, metres),
                unit_distance_cost=round(one.km_cost * MONEY / metres),
                unit_duration_cost=round(one.hour_cost * MONEY / seconds),
            )
        )
    distances: Any = np.ceil(np.array(of.km) * metres - NOISE).astype(np.int64)
    durations: Any = np.ceil(np.array(of.hours) * (1.0 + longer) * seconds - NOISE).astype(np.int64)
    data = pyvrp.ProblemData(locations, clients, [pyvrp.Depot(location=0)], types, [distances], [durations])
    params = pyvrp.SolveParams(penalty=pyvrp.PenaltyParams(max_penalty=MOST_PENALTY))
    found = pyvrp.solve(
        data, MaxIterations(iterations), seed=seed, collect_stats=False, display=False, params=params
    )
    if not found.is_feasible():
        return None
    left = [list(kind.names) for kind in kinds]
    routes = []
    for route in found.best.routes():
        visits = [activity.idx for activity in route if activity.is_client()]
        if visits:
            routes.append((left[route.vehicle_type()].pop(0), tuple(stops[at].stop for at in visits)))
    return routes


def _whole_hours(stops: Sequence[Stop], kinds: Sequence[_Kind]) -> bool:
    """Whether every time is a whole number, as in the published instances."""
    figures = [figure for one in stops for figure in (one.earliest, one.latest, one.service)]
    figures += [
        figure for one in kinds for figure in (one.vehicle.earliest, one.vehicle.latest, one.vehicle.longest)
    ]
    return all(figure == inf or figure == int(figure) for figure in figures)


def _whole_loads(stops: Sequence[Stop], kinds: Sequence[_Kind], unit: str) -> bool:
    figures = [one.demand.get(unit, 0.0) for one in stops]
    figures += [one.vehicle.capacity.get(unit, 0.0) for one in kinds]
    return all(figure == inf or figure == int(figure) for figure in figures)


def _most(figure: float, scale: float) -> int:
    return 2**40 if figure == inf else floor(figure * scale + NOISE)


def _until(name: str, figure: float, scale: float) -> Mapping[str, Any]:
    """The limit as an argument, or none where there is no limit."""
    return {} if figure == inf else {name: floor(figure * scale + NOISE)}
