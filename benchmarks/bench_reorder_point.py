"""One item under (r, Q) for a year: the SimPy model and the compiled kernel against two peers.

The work: r = Q = 100, Poisson demand of 20 a day, lead time 5 days, backorders, 365 days, h = 1, p = 10,
K = 100, initial stock r + Q. One unit of work is one replication of that year. The peers: stockpyl 1.0.2 in
its own environment, and the SimPy model that one would write first, below. All of them walk the same demand
paths and must find the same costs, else nothing is measured: a fast wrong answer is not a result.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np
import simpy

from benchmarks.measure import Contestant, Result, compare, in_all, limit, on_one_thread, take_turns
from benchmarks.peers import run_in_peer
from sim import kernels
from sim.experiment import experiment
from sim.scenario import Scenario, scenario_from_dict

SEED = 20261120
ROUNDS = 7
DAYS = 365
R = Q = 100
LEAD_TIME = 5
HOLDING, BACKORDER, ORDERING = 1, 10, 100

STOCKPYL_REPLICATIONS = 4  # a quarter of a second; the others are given work of some tens of milliseconds
SIMPY_REPLICATIONS = 60
KERNEL_REPLICATIONS = 2_000

GRID_REPLICATIONS = 200
GRID_R = np.arange(60, 160)
GRID_Q = np.arange(50, 150)

# Runs in the peer's own Python. The loop alone is timed, not its start-up; the network is built anew for each
# replication because a simulation leaves its states in it, and building takes a small part of the time.
STOCKPYL = """
import time
from stockpyl.sim import simulation
from stockpyl.supply_chain_network import single_stage_system

def main(payload):
    costs = []
    start = time.process_time()
    for demand in payload["demand"]:
        network = single_stage_system(
            holding_cost=payload["holding"],
            stockout_cost=payload["backorder"],
            shipment_lead_time=payload["lead_time"],
            demand_type="D",
            demand_list=demand,
            policy_type="rQ",
            reorder_point=payload["r"],
            order_quantity=payload["Q"],
            initial_inventory_level=payload["r"] + payload["Q"],
        )
        costs.append(
            simulation(network, len(demand), rand_seed=1, progress_bar=False, consistency_checks="N")
        )
    return {"seconds": time.process_time() - start, "costs": costs}
"""


def scenario(**changes: Any) -> Scenario:
    """Give the work above as a scenario, with what is to be changed in it."""
    return scenario_from_dict(
        {
            "horizon": DAYS,
            "demand": {"poisson": {"mean": 20}},
            "lead_time": {"constant": LEAD_TIME},
            "shortage": "backorder",
            "policy": {"reorder_point": {"s": R, "Q": Q}},
            "costs": {"holding": HOLDING, "backorder": BACKORDER, "ordering": ORDERING},
            **changes,
        }
    )


class FirstModel:
    """The (r, Q) model one writes first in SimPy: a process for the days, one more for each delivery."""

    def __init__(self, demand: list[int]) -> None:
        self.env = simpy.Environment()
        self.level = self.position = R + Q
        self.cost = 0
        self.env.process(self.days(demand))
        self.env.run()

    def days(self, demand: list[int]) -> Generator[Any, Any, None]:
        """Serve each day's demand, review, then count the day's cost."""
        for quantity in demand:
            yield self.env.timeout(0.5)  # deliveries come on the hour, customers after
            self.level -= quantity
            self.position -= quantity
            while self.position <= R:
                self.position += Q
                self.cost += ORDERING
                self.env.process(self.delivery())
            self.cost += HOLDING * self.level if self.level > 0 else -BACKORDER * self.level
            yield self.env.timeout(0.5)

    def delivery(self) -> Generator[Any, Any, None]:
        """Bring one lot after the lead time."""
        yield self.env.timeout(LEAD_TIME - 0.5)
        self.level += Q


def check_same_costs(year: Scenario, drawn: kernels.Paths) -> None:
    """Raise AssertionError unless every contestant finds the same cost on the same demand paths."""
    count = STOCKPYL_REPLICATIONS
    result = kernels.evaluate(None, drawn, year)
    ours = result["total_cost"][:count].tolist()
    model = experiment(year, SEED, count).values("total_cost")
    first = [FirstModel(path).cost for path in drawn.demand[:count].tolist()]
    ordering = result["ordering_cost"][:count].tolist()
    peer = run_in_peer(STOCKPYL, payload(drawn))["costs"]  # stockpyl's simulation has no cost per order
    with_orders = [cost + orders for cost, orders in zip(peer, ordering, strict=True)]
    for name, costs in (("SimPy model", model), ("first SimPy model", first), ("stockpyl", with_orders)):
        if list(costs) != ours:
            raise AssertionError(f"the {name} finds costs {list(costs)}, the kernel {ours}")


def payload(drawn: kernels.Paths) -> dict[str, Any]:
    """Give stockpyl its work as plain data."""
    demand = drawn.demand[:STOCKPYL_REPLICATIONS].tolist()
    figures = {"r": R, "Q": Q, "lead_time": LEAD_TIME, "holding": HOLDING, "backorder": BACKORDER}
    return {"demand": demand, **figures}


def run() -> list[Result]:
    """Measure and return the lines of the table."""
    kernels.warm_up()
    year = scenario()
    drawn = kernels.paths(year, SEED, KERNEL_REPLICATIONS)
    check_same_costs(year, drawn)

    few = drawn.demand[:SIMPY_REPLICATIONS].tolist()
    grid = kernels.paths(year, SEED, GRID_REPLICATIONS)
    lost = scenario(shortage="lost")
    fixed = scenario(initial_stock=R + Q)
    stockpyl = payload(drawn)

    def search(where: Scenario) -> Contestant:
        """Make a contestant of the whole grid of policies under one scenario."""
        return Contestant(1, in_all(lambda: kernels.reorder_point_grid(GRID_R, GRID_Q, grid, where)))

    rates = take_turns(
        {
            "stockpyl": Contestant(
                STOCKPYL_REPLICATIONS, lambda: float(run_in_peer(STOCKPYL, stockpyl)["seconds"])
            ),
            "first": Contestant(len(few), on_one_thread(lambda: [FirstModel(path).cost for path in few])),
            "model": Contestant(len(few), on_one_thread(lambda: experiment(year, SEED, len(few)))),
            "kernel": Contestant(
                KERNEL_REPLICATIONS, on_one_thread(lambda: kernels.evaluate(None, drawn, year))
            ),
            "kernel and draws": Contestant(
                KERNEL_REPLICATIONS,
                on_one_thread(
                    lambda: kernels.evaluate(None, kernels.paths(year, SEED, KERNEL_REPLICATIONS), year)
                ),
            ),
            "grid, shifted": search(year),
            "grid, lost": search(lost),
            "grid, fixed": search(fixed),
        },
        ROUNDS,
    )
    unit = "replications/CPU s"
    policies = f"{GRID_R.size * GRID_Q.size} policies × {GRID_REPLICATIONS} × {DAYS} days"
    return [
        compare(
            "kernel / stockpyl", rates["kernel"], rates["stockpyl"], unit, goal=20_000,
            note="all indicators, one thread; demand drawn beforehand for both, as common random numbers are",
        ),
        compare(
            "kernel with its draws / stockpyl", rates["kernel and draws"], rates["stockpyl"], unit,
            note="the kernel also draws demand and lead times from its named streams; stockpyl is given them",
        ),
        compare("kernel / first SimPy model", rates["kernel"], rates["first"], unit),
        compare(
            "SimPy model / stockpyl", rates["model"], rates["stockpyl"], unit,
            note="the model draws, writes its ledger and reads every indicator from it",
        ),
        compare(
            "SimPy model / first SimPy model", rates["model"], rates["first"], unit,
            note="the first model only adds up costs of demand drawn beforehand: the price of the ledger",
        ),
        limit("grid, backorders", rates["grid, shifted"], 20, f"{policies}; initial stock r + Q: shift-invariant"),
        limit("grid, lost sales", rates["grid, lost"], 500, policies),
        limit("grid, fixed initial stock", rates["grid, fixed"], 500, f"{policies}; backorders"),
    ]  # fmt: skip
