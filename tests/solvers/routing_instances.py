"""Published instances of vehicle routing, read from tests/oracles/instances, as our own plain data."""

from __future__ import annotations

import math
from pathlib import Path

from solvers.routing.rounds import Network, Stop, Vehicle

FOLDER = Path(__file__).resolve().parents[1] / "oracles" / "instances"


def cvrp(name: str, vehicles: int) -> tuple[list[Stop], list[Vehicle], Network]:
    """A capacitated instance in CVRPLIB's format: whole Euclidean distances (EUC_2D), cost = distance."""
    capacity, places, demand, section = 0, [], {}, ""
    for line in (FOLDER / f"{name}.vrp").read_text("utf-8").splitlines():
        words = line.split()
        if line.startswith("CAPACITY"):
            capacity = int(words[-1])
        elif line.strip().endswith("SECTION"):
            section = words[0]
        elif section.startswith("NODE") and len(words) == 3:
            places.append((words[0], float(words[1]), float(words[2])))
        elif section.startswith("DEMAND") and len(words) == 2:
            demand[words[0]] = int(words[1])
    km = tuple(tuple(float(int(math.hypot(x - u, y - v) + 0.5)) for _, u, v in places) for _, x, y in places)
    stops = [Stop(name, {"units": demand[name]}) for name, *_ in places[1:]]
    fleet = [Vehicle(f"V{at}", {"units": capacity}) for at in range(1, vehicles + 1)]
    return stops, fleet, Network(tuple(name for name, *_ in places), km, km)


def solomon(name: str) -> tuple[list[Stop], list[Vehicle], Network]:
    """An instance with time windows in Solomon's format: distances cut to one decimal, one unit of time each."""
    rows = [line.split() for line in (FOLDER / f"{name}.txt").read_text("utf-8").splitlines()]
    fleet_row = next(row for row in rows if len(row) == 2 and row[0].isdigit())
    nodes = [[float(word) for word in row] for row in rows if len(row) == 7 and row[0].isdigit()]
    km = tuple(
        tuple(math.floor(10 * math.hypot(one[1] - other[1], one[2] - other[2])) / 10 for other in nodes)
        for one in nodes
    )
    stops = [Stop(f"{one[0]:g}", {"units": one[3]}, one[4], one[5], one[6]) for one in nodes[1:]]
    most = float(fleet_row[1])
    fleet = [Vehicle(f"V{at}", {"units": most}, latest=nodes[0][5]) for at in range(1, int(fleet_row[0]) + 1)]
    return stops, fleet, Network(tuple(f"{one[0]:g}" for one in nodes), km, km)
