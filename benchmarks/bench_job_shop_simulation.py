"""A job shop in simulation: the event loop of `sim.production` against SimPy with a process for each operation.

One unit of work is one operation: it waits for its machine, first come first served, is worked on and goes to the
next. The peer is written the way SimPy's own examples are: a process for each operation, a request for the machine, a
timeout, an event that lets the next operation begin; it keeps start and end of each operation and nothing else. Ours
writes its whole ledger. Both must find the same end of every order; times are not whole, so that no two things
happen at the same instant, where each has an order of its own.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from simpy import Environment, Event, Resource

from benchmarks.measure import Contestant, Result, compare, on_one_thread, take_turns
from sim.production import ledger as book
from sim.production.shop import run as live
from sim.production.world import World
from sim.records import read
from sim.streams import stream

SEED = 20261121
ROUNDS = 5
MACHINES, ORDERS = 10, 400


def run() -> list[Result]:
    """Measure and return the lines of the table."""
    routes, releases = _shop()
    world = _world(routes, releases)
    ours = {row.order: row.time for row in book.rows(live(world, SEED), book.FINISH)}
    theirs = {str(order): ends for order, ends in enumerate(_simpy(routes, releases))}
    if ours != theirs:
        raise AssertionError("the event loop and SimPy do not finish the orders at the same times")
    operations = sum(map(len, routes))
    rates = take_turns(
        {
            "loop": Contestant(operations, on_one_thread(lambda: live(world, SEED))),
            "simpy": Contestant(operations, on_one_thread(lambda: _simpy(routes, releases))),
        },
        ROUNDS,
    )
    note = f"{ORDERS} orders over {MACHINES} machines, first come first served; ours with its ledger of every event"
    return [
        compare(
            "job shop / SimPy, a process per operation",
            rates["loop"],
            rates["simpy"],
            "operations/CPU s",
            note=note,
        )
    ]


def _shop() -> tuple[list[list[tuple[int, float]]], list[float]]:
    """Routes through every machine once, in an order of their own; and when each order is released."""
    routes = []
    for order in range(ORDERS):
        uniforms = stream(SEED, "bench", "job shop", order).random((2, MACHINES))
        places = sorted(range(MACHINES), key=uniforms[0].tolist().__getitem__)
        times = (1 + uniforms[1] * 99).tolist()
        routes.append(list(zip(places, times, strict=True)))
    gaps = 1 + stream(SEED, "bench", "job shop", "gaps").random(ORDERS) * 120
    return routes, gaps.cumsum().tolist()


def _world(routes: list[list[tuple[int, float]]], releases: list[float]) -> World:
    machines = [{"name": str(machine)} for machine in range(MACHINES)]
    products = [
        {"name": str(order), "routing": [{"machine": str(machine), "time": time} for machine, time in route]}
        for order, route in enumerate(routes)
    ]
    orders = [
        {"name": str(order), "product": str(order), "release": release, "due": release + 1_000}
        for order, release in enumerate(releases)
    ]
    data = {"horizon": 100_000, "machines": machines, "products": products, "orders": orders, "policy": {}}
    return read(World, data)


def _simpy(routes: list[list[tuple[int, float]]], releases: list[float]) -> list[Any]:
    env = Environment()
    machines = [Resource(env) for _ in range(MACHINES)]
    told: list[tuple[int, int, Any, Any]] = []
    ends: list[Any] = [None] * len(routes)

    def operation(order: int, step: int, before: Event, after: Event) -> Generator[Event, Any, None]:
        yield before
        machine, time = routes[order][step]
        with machines[machine].request() as turn:
            yield turn
            start = env.now
            yield env.timeout(time)
        told.append((order, step, start, env.now))
        ends[order] = env.now
        after.succeed()

    for order, route in enumerate(routes):
        before: Event = env.timeout(releases[order])
        for step in range(len(route)):
            after = env.event()
            env.process(operation(order, step, before, after))
            before = after
    env.run()
    return ends
