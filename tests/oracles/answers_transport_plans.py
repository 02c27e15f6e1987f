"""What our flows, rounds and loading answer to transport_plans.json."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from solvers.flows.assignment import best_assignment, hungarian_steps
from solvers.flows.transport_problem import best_transport
from solvers.flows.transport_start import start_plan
from solvers.flows.transport_terms import TransportTerms, transport_terms
from solvers.flows.transshipment import Arc, best_transshipment
from solvers.loading.pallet_layout import pallet_layout
from solvers.loading.truck_floor import pallets_on_floor
from solvers.routing.best_rounds import best_rounds
from solvers.routing.check import check_rounds
from solvers.routing.driving_hours import Activity, check_driving
from solvers.routing.rounds import Network
from solvers.routing.tours import best_tour
from solvers.routing.trip import Leg, trip_times

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "solvers"))
from routing_instances import cvrp, solomon  # a helper of the solvers' tests

Figures = dict[str, Any]


def _terms(x: Figures) -> TransportTerms:
    supply = {f"S{at}": figure for at, figure in enumerate(x["supply"])}
    demand = {f"D{at}": figure for at, figure in enumerate(x["demand"])}
    costs = {(f"S{i}", f"D{j}"): cost for i, row in enumerate(x["costs"]) for j, cost in enumerate(row)}
    return transport_terms(supply, demand, costs)


def _transport(x: Figures) -> Figures:
    terms = _terms(x)
    found = best_transport(terms)
    starts = {method: start_plan(terms, method).cost for method in ("north_west", "least_cost", "vogel")}
    prices = {"u": list(found.source_potentials), "v": list(found.destination_potentials)}
    return {"optimum": found.cost} | starts | prices


def _widgetco(x: Figures) -> Figures:
    arcs = [Arc(*one) for one in x["arcs"]]
    return {"optimum": best_transshipment(x["supply"], x["demand"], arcs).cost}


def _machineco(x: Figures) -> Figures:
    steps = hungarian_steps(x["costs"])
    return {
        "optimum": best_assignment(x["costs"]).total,
        "reduced_rows": [list(row) for row in steps[0].table],
    }


def _cvrp(x: Figures) -> Figures:
    stops, fleet, ways = cvrp(x["instance"], x["vehicles"])
    found = best_rounds(stops, fleet, ways, iterations=x["iterations"])
    plan = [(stop, vehicle, at) for vehicle, route in found.routes for at, stop in enumerate(route)]
    told = check_rounds(plan, stops, fleet, ways)
    # CVRPLIB's plans number customers from 1, its instances the depot.
    published = [
        (str(int(stop) + 1), f"V{at}", place)
        for at, route in enumerate(x.get("published", []), start=1)
        for place, stop in enumerate(route.split())
    ]
    return {
        "found": told.total_cost,
        "broken": len(told.violations),
        "published_plan": check_rounds(published, stops, fleet, ways).total_cost,
    }


def _windows(x: Figures) -> Figures:
    stops, fleet, ways = solomon(x["instance"])
    found = best_rounds(stops, fleet, ways, iterations=x["iterations"])
    plan = [(stop, vehicle, at) for vehicle, route in found.routes for at, stop in enumerate(route)]
    told = check_rounds(plan, stops, fleet, ways)
    return {"found": told.total_cost, "vehicles": told.vehicles, "broken": len(told.violations)}


def _geographic(one: list[float], other: list[float]) -> float:
    """TSPLIB's own distance: degrees and minutes on a sphere of 6 378.388 km, with its value of pi."""

    def radians(figure: float) -> float:
        degrees = int(figure)
        return 3.141592 * (degrees + 5.0 * (figure - degrees) / 3.0) / 180.0

    (a, b), (c, d) = map(radians, one), map(radians, other)
    q1, q2, q3 = math.cos(b - d), math.cos(a - c), math.cos(a + c)
    return float(int(6378.388 * math.acos(0.5 * ((1.0 + q1) * q2 - (1.0 - q1) * q3)) + 1.0))


def _burma(x: Figures) -> Figures:
    places = x["places"]
    km = tuple(
        tuple(0.0 if i == j else _geographic(one, other) for j, other in enumerate(places))
        for i, one in enumerate(places)
    )
    names = tuple(str(at) for at in range(len(places)))
    return {"optimum": best_tour(Network(names, km, km)).km}


def _pallets(x: Figures) -> Figures:
    return {"boxes": [pallet_layout(*floor).count for floor in x["floors"]]}


def _lorry(x: Figures) -> Figures:
    length = round(x["longueur"] * 1000)
    return {
        "EUR": pallets_on_floor(1200, 800, length).count,
        "100x120": pallets_on_floor(1200, 1000, length).count,
    }


def _breaks(x: Figures) -> Figures:
    right, wrong = (check_driving([Activity(*one) for one in x[name]]) for name in ("right", "wrong"))
    return {"right": len(right.violations), "wrong": [one.rule for one in wrong.violations]}


def _trip(x: Figures) -> Figures:
    found = trip_times([Leg("end", x["km"])], x["speed"], x["start"])
    return {"arrival": found.arrivals[0][1], "breaks": found.breaks, "rests": found.rests}


ANSWERS: dict[str, Callable[[Figures], Figures]] = {
    "FL01": _transport,
    "FL02": _transport,
    "FL03": _transport,
    "FL04": _transport,
    "FL05": _widgetco,
    "FL06": _machineco,
    "RT01": _cvrp,
    "RT02": _cvrp,
    "RT03": _windows,
    "RT04": _burma,
    "LO01": _pallets,
    "T20": _lorry,
    "DR01": _breaks,
    "DR02": _trip,
}
