"""A year of 50 lanes and 1 000 shipments a day: the compiled loop of `sim.transport` against SimPy, process by process.

One unit of work is one shipment: it waits for a lorry of a weekday timetable, passes through a hub and is taken on by
groupage at once; price, transit time and emissions of both legs are kept. The peer is written the way SimPy's examples
are: a process for each shipment, an event that the departure succeeds, timeouts for transit and handling. Both live the
same draws and must find the same freight, the same days and the same vehicles. The issue asks that ours live the year
in under two seconds; draws, which every policy shares, are measured beside it.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import Any

from simpy import Environment, Event

from benchmarks.measure import Contestant, Result, compare, in_all, limit, on_one_thread, take_turns
from sim.models.lanes import LanesModel
from sim.transport import compiled as k
from sim.transport.draws import _paths, paths
from sim.transport.figures import sums
from sim.transport.world import World

SEED = 20261121
LANES, A_DAY, DAYS = 50, 20, 365
ROUNDS = 5
LIMIT_MS = 2_000


def run() -> list[Result]:
    """Measure and return the lines of the table."""
    world = _world()
    drawn = paths(world, SEED, "bench", 0, 1)
    number = len(drawn.shipments)
    _agree(world)

    def anew() -> None:
        _paths.cache_clear()
        sums(world, SEED, "bench", 1)

    rates = take_turns(
        {
            "loop": Contestant(number, on_one_thread(lambda: sums(world, SEED, "bench", 1))),
            "simpy": Contestant(number, on_one_thread(lambda: _simpy(world))),
            "year": Contestant(1, in_all(anew)),
        },
        ROUNDS,
    )
    note = f"{LANES} lanes of two legs, {number} shipments in {DAYS} days"
    return [
        compare(
            "lanes / SimPy, a process per shipment",
            rates["loop"],
            rates["simpy"],
            "shipments/CPU s",
            note=note,
        ),
        limit("lanes, a year drawn and lived", rates["year"], LIMIT_MS, note + ", draws included"),
    ]


def _world() -> World:
    lanes = []
    flows = []
    for at in range(LANES):
        lanes.append(
            {
                "name": f"lane{at}",
                "legs": [
                    {
                        "mode": "road", "origin": "plant", "destination": f"hub{at % 5}", "distance_km": 200 + at,
                        "transit": {"gamma": {"mean": 1 + at / 50, "sd": 0.3}}, "emission_factor": 0.09,
                        "departures": {"weekdays": [0, 1, 2, 3, 4]}, "capacity": {"weight_kg": 24000, "pallets": 33},
                        "tariff": {"per_vehicle": 400 + at},
                    },
                    {
                        "mode": "road", "origin": f"hub{at % 5}", "destination": f"town{at}", "distance_km": 80,
                        "transit": {"gamma": {"mean": 1, "sd": 0.4}}, "emission_factor": 0.12,
                        "tariff": {"per_100_kg": 9, "minimum": 25},
                    },
                ],
            }
        )  # fmt: skip
        flows.append(
            {
                "name": f"flow{at}", "lane": f"lane{at}", "shipments": {"poisson": {"mean": A_DAY}},
                "weight": {"gamma": {"mean": 600, "sd": 300}},
            }
        )  # fmt: skip
    hubs = [{"name": f"hub{at}", "time": {"constant": 0.25}} for at in range(5)]
    data: dict[str, Any] = {"horizon": DAYS, "lanes": lanes, "hubs": hubs, "flows": flows, "policy": {}}
    return LanesModel.read(data).world


def _agree(world: World) -> None:
    parts, counted = sums(world, SEED, "bench", 1)
    ours = (
        counted[0, k.DELIVERED], counted[0, k.USED], parts[0, k.TRANSPORT], counted[0, k.TIME], counted[0, k.EMITTED],
    )  # fmt: skip
    theirs = _simpy(world)
    if not all(math.isclose(one, other, rel_tol=1e-9) for one, other in zip(ours, theirs, strict=True)):
        raise AssertionError(f"the compiled loop and SimPy tell another year: {ours} and {theirs}")


def _simpy(world: World) -> tuple[float, float, float, float, float]:
    drawn = paths(world, SEED, "bench", 0, 1)
    transit, handled = drawn.transit[0].tolist(), drawn.handled[0].tolist()
    env = Environment()
    waiting: list[list[tuple[Event, float, float]]] = [[] for _ in range(LANES)]
    told = {"delivered": 0.0, "vehicles": 0.0, "freight": 0.0, "days": 0.0, "co2e": 0.0}

    def shipment(lane: int, booked: float, kg: float, pallets: float) -> Generator[Event, Any, None]:
        yield env.timeout(booked)
        first, second = world.lanes[lane].legs
        left = env.event()
        waiting[lane].append((left, kg, pallets))
        yield left
        told["co2e"] += kg / 1000 * first.distance_km * first.emission_factor
        yield env.timeout(transit[2 * lane][int(env.now)])
        if env.now >= DAYS:
            return
        yield env.timeout(handled[lane % 5][int(env.now)])
        if env.now >= DAYS:
            return
        told["co2e"] += kg / 1000 * second.distance_km * second.emission_factor
        told["freight"] += max(9 * kg / 100, 25)
        yield env.timeout(transit[2 * lane + 1][int(env.now)])
        if math.ceil(env.now - 1e-9) < DAYS:
            told["delivered"] += 1
            told["days"] += env.now - booked

    def departures(lane: int) -> Generator[Event, Any, None]:
        price = world.lanes[lane].legs[0].tariff.per_vehicle
        for day in range(DAYS):
            # At the very end of what happens on this day, so that what is booked on it may leave.
            yield env.timeout(0 if day == 0 else 1)
            yield env.timeout(0)
            yield env.timeout(0)
            if day % 7 < 5 and waiting[lane]:
                load = max(
                    sum(one[1] for one in waiting[lane]) / 24000, sum(one[2] for one in waiting[lane]) / 33
                )
                told["vehicles"] += math.ceil(round(load, 9))
                told["freight"] += math.ceil(round(load, 9)) * price
                for left, _, _ in waiting[lane]:
                    left.succeed()
                waiting[lane] = []

    for row in drawn.shipments.tolist():
        env.process(shipment(int(row[2]), row[0], row[3], row[6]))
    for lane in range(LANES):
        env.process(departures(lane))
    env.run()
    return told["delivered"], told["vehicles"], told["freight"], told["days"], told["co2e"]
