"""Networks: a portfolio of 1 000 items over a year, a depot with its shops, and how cost grows.

The portfolio: one site, 1 000 items under (s, Q), Poisson demand, lead time of 5 days, backorders, 365 days. The
portfolio kernel and the compiled network are compared with the SimPy model of the same network and with the loop over
days that one writes first in numpy, all items at once; all must find the same cost on the same demand, else nothing is
measured.
The depot with five shops has order days, a truck and fair sharing, which the loop in numpy has not: there the
compiled network meets the SimPy model alone. Growth: the slope of the logarithm of the time over that of the work,
1 when the time is in proportion to it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import median
from typing import Any

import numpy as np

from benchmarks.measure import Contestant, Result, compare, on_one_thread, take_turns
from sim.network import World, indicators, read_world
from sim.network import run as run_model
from sim.network.arrays import drawn
from sim.network.kernel import evaluate
from sim.portfolio import portfolio as run_portfolio
from sim.portfolio import portfolio_paths

SEED = 20261120
ROUNDS = 5
DAYS = 365
ITEMS = 1_000
REPLICATIONS = 20
LEAD_TIME = 5
HOLDING, BACKORDER, ORDERING = 0.02, 0.5, 20
LABEL = "bench"


def portfolio(items: int, days: int) -> World:
    """Give one site with so many items, each with its own demand, reorder point and lot."""
    names = [f"I{number}" for number in range(items)]
    mean = {name: 2 + number % 19 for number, name in enumerate(names)}
    return read_world(
        {
            "horizon": days,
            "items": [{"name": name, "unit_cost": 10} for name in names],
            "sources": [{"name": "supplier"}],
            "sites": [{"name": "store"}],
            "lanes": [
                {
                    "from": "supplier", "to": "store", "lead_time": {"constant": LEAD_TIME}, "line_cost": ORDERING,
                }
            ],
            "stocks": [{"site": "store", "item": name, "holding": HOLDING} for name in names],
            "demands": [
                {"site": "store", "item": name, "demand": {"poisson": mean[name]}, "backorder": BACKORDER}
                for name in names
            ],
            "policy": {
                "replenish": [
                    {"site": "store", "item": name, "reorder_point": {"s": 6 * mean[name], "Q": 20 * mean[name]}}
                    for name in names
                ]
            },
        }
    )  # fmt: skip


def depot(days: int = DAYS) -> World:
    """Give a depot that shares what is short fairly between five shops."""
    shops = [f"shop{number}" for number in range(5)]
    return read_world(
        {
            "horizon": days,
            "week": 5,
            "items": [{"name": "A", "unit_cost": 10}],
            "sources": [{"name": "plant"}],
            "sites": [{"name": "depot", "allocation": "fair_share"}, *({"name": name} for name in shops)],
            "lanes": [
                {
                    "from": "plant", "to": "depot", "order_days": [0, 2], "multiple": 10, "order_cost": 60,
                    "lead_time": {"discrete": {"values": [4, 5, 7], "weights": [3, 2, 1]}},
                },
                *(
                    {"from": "depot", "to": name, "truck": {"capacity": 40, "cost": 25}, "lead_time": {"constant": 1}}
                    for name in shops
                ),
            ],
            "stocks": [
                {"site": "depot", "item": "A", "holding": 0.01},
                *({"site": name, "item": "A", "holding": 0.02} for name in shops),
            ],
            "demands": [
                {"site": name, "item": "A", "demand": {"poisson": 8 + number}, "backorder": 1}
                for number, name in enumerate(shops)
            ],
            "policy": {
                "replenish": [
                    {"site": "depot", "min_max": {"s": 330, "S": 480}},
                    *({"site": name, "base_stock": {"S": 32}} for name in shops),
                ]
            },
        }
    )  # fmt: skip


def first_loop(world: World, demand: np.ndarray[Any, np.dtype[np.int64]]) -> float:
    """Run the portfolio as one writes it first in numpy: the days one by one, the items at once; return the cost."""
    rules = [rule.policy for rule in world.policy.replenish] if world.policy is not None else []
    s = np.array([rule.s for rule in rules])
    Q = np.array([rule.Q for rule in rules])
    level = position = s + Q
    due = np.zeros((LEAD_TIME + 1, s.size), np.int64)
    held = waited = lines = 0
    for day in range(world.horizon):
        level = level + due[day % (LEAD_TIME + 1)] - demand[:, day]
        position = position - demand[:, day]
        order = np.where(position <= s, ((s - position) // Q + 1) * Q, 0)
        position = position + order
        due[(day + LEAD_TIME) % (LEAD_TIME + 1)] = order
        held += int(np.maximum(level, 0).sum())
        waited += int(np.maximum(-level, 0).sum())
        lines += int((order > 0).sum())
    return HOLDING * held + BACKORDER * waited + ORDERING * lines


def run() -> list[Result]:
    """Measure and return the lines of the table."""
    store, shops = portfolio(ITEMS, DAYS), depot()
    demand = drawn(store, SEED, LABEL, 1).demand[0]
    drawn(shops, SEED, LABEL, 50)
    paths = portfolio_paths(store, SEED, LABEL, REPLICATIONS)
    check_same_costs(store, shops, demand)
    rates = take_turns(
        {
            "portfolio": Contestant(REPLICATIONS, on_one_thread(lambda: run_portfolio(store, paths))),
            "compiled": Contestant(1, on_one_thread(lambda: evaluate(store, SEED, LABEL, 1))),
            "loop": Contestant(1, on_one_thread(lambda: first_loop(store, demand))),
            "model": Contestant(1, on_one_thread(lambda: indicators(store, run_model(store, SEED, LABEL)))),
            "compiled depot": Contestant(50, on_one_thread(lambda: evaluate(shops, SEED, LABEL, 50))),
            "depot": Contestant(1, on_one_thread(lambda: indicators(shops, run_model(shops, SEED, LABEL)))),
        },
        ROUNDS,
    )
    unit = "replications/CPU s"
    work = f"{ITEMS} items × {DAYS} days"
    return [
        compare(
            "portfolio kernel / SimPy model", rates["portfolio"], rates["model"], unit,
            note=f"{work}; costs and service of each item, demand drawn beforehand",
        ),
        compare(
            "portfolio kernel / numpy loop", rates["portfolio"], rates["loop"], unit,
            note=f"{work}; demand drawn beforehand for both",
        ),
        compare(
            "compiled network / SimPy model", rates["compiled"], rates["model"], unit,
            note=f"{work}; every indicator; the model also draws and writes its ledger",
        ),
        compare(
            "compiled network / numpy loop", rates["compiled"], rates["loop"], unit,
            note=f"{work}; every indicator of a general network, against the cost of this one",
        ),
        compare(
            "compiled depot and shops / SimPy model", rates["compiled depot"], rates["depot"], unit,
            note="six stocks, order days, trucks, fair share",
        ),
        _growth("growth in items", lambda size: portfolio(size, DAYS), (250, 500, 1_000, 2_000), 1),
        _growth("growth in periods", lambda size: portfolio(200, size), (250, 500, 1_000, 2_000), 1),
        _growth("growth in replications", lambda _: portfolio(100, DAYS), (5, 10, 20, 40), None),
    ]  # fmt: skip


def check_same_costs(store: World, shops: World, demand: np.ndarray[Any, np.dtype[np.int64]]) -> None:
    """Raise AssertionError unless all contestants find the same costs."""
    ours = evaluate(store, SEED, LABEL, 1)["total_cost"][0]
    model = indicators(store, run_model(store, SEED, LABEL)).total_cost
    loop = first_loop(store, demand)
    items = float(run_portfolio(store, portfolio_paths(store, SEED, LABEL, 1)).total_cost[0])
    if model != ours or not all(math.isclose(one, ours, rel_tol=1e-9) for one in (loop, items)):
        raise AssertionError(f"the compiled network finds {ours}, the model {model}, others {loop}, {items}")
    ours = evaluate(shops, SEED, LABEL, 50)["total_cost"][0]
    model = indicators(shops, run_model(shops, SEED, LABEL)).total_cost
    if model != ours:
        raise AssertionError(f"the compiled depot costs {ours}, the model {model}")


def _growth(
    name: str, make: Callable[[int], World], sizes: tuple[int, ...], replications: int | None
) -> Result:
    """Fit the slope of log time over log work; a size is one of the world, or of replications when None."""
    times: list[list[float]] = []
    worlds = {size: make(size) for size in sizes}
    for size, world in worlds.items():
        drawn(world, SEED, LABEL, replications or size)
    for _ in range(ROUNDS + 1):
        times.append(
            [
                on_one_thread(lambda w=world, n=replications or size: evaluate(w, SEED, LABEL, n))()  # type: ignore[misc]
                for size, world in worlds.items()
            ]
        )
    middle = [median(column) for column in zip(*times[1:], strict=True)]
    slope = float(np.polyfit(np.log(sizes), np.log(middle), 1)[0])
    note = ", ".join(f"{size}: {1000 * one:.3g} ms" for size, one in zip(sizes, middle, strict=True))
    return Result(name, slope, 1.0, slope, "slope of log time", note)
