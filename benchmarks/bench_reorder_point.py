"""One item under (r, Q) for a year: the SimPy model and the compiled kernels against four peers.

The work: r = Q = 100, Poisson demand of 20 a day, lead time 5 days, backorders, 365 days, h = 1, p = 10,
K = 100, initial stock r + Q. One unit of work is one replication of that year. The peers: stockpyl 1.0.2 and
SupplyNetPy 0.5.1 in their own environment, and two SimPy models below, the one that one would write first and
one with a process for each unit that a customer asks for. All of them walk the same demand paths and must find
the same costs, else nothing is measured: a fast wrong answer is not a result. SupplyNetPy serves customers in
parts only where sales are lost: it is met on lost sales, at 10 a unit lost.
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

COST_REPLICATIONS = 16_384
SUPPLYNETPY_REPLICATIONS = 8
UNIT_REPLICATIONS = 4

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


# A customer order of nothing would be an error there: no day of the paths used is without demand.
SUPPLYNETPY = """
import logging, time, warnings
warnings.filterwarnings("ignore")
import simpy
import SupplyNetPy.Components as scm

def year(demand, r, Q, lead_time, holding):
    env = simpy.Environment()
    quiet = {"logging": False}
    source = scm.Supplier(env=env, ID="S", name="S", node_type="infinite_supplier", **quiet)
    shop = scm.InventoryNode(
        env=env, ID="D", name="D", node_type="retailer", capacity=10**9, initial_level=r + Q,
        inventory_holding_cost=holding, replenishment_policy=scm.RQReplenishment, policy_param={"R": r, "Q": Q},
        product_sell_price=1, product_buy_price=0, **quiet,
    )
    scm.Link(env=env, ID="L", source=source, sink=shop, cost=0, lead_time=lambda: lead_time)
    scm.Demand(
        env=env, ID="C", name="C", order_arrival_model=lambda: 1, demand_node=shop, consume_available=True,
        order_quantity_model=lambda: demand[int(env.now)], **quiet,
    )
    env.run(until=len(demand))
    shop.inventory.update_carry_cost()
    return [shop.inventory.carry_cost, shop.stats.demand_placed[0], shop.stats.orders_shortage[1]]

def main(payload):
    figures = [payload[name] for name in ("r", "Q", "lead_time", "holding")]
    start = time.process_time()
    found = [year(path, *figures) for path in payload["demand"]]
    return {"seconds": time.process_time() - start, "found": found}
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


class UnitModel:
    """The model with a process for each unit asked for: customers queue one by one at a container."""

    def __init__(self, demand: list[int]) -> None:
        self.env = simpy.Environment()
        self.stock = simpy.Container(self.env, init=R + Q)
        self.position = R + Q
        self.waiting = self.cost = 0
        self.env.process(self.days(demand))
        self.env.run()

    def days(self, demand: list[int]) -> Generator[Any, Any, None]:
        """Let the day's customers in, review, then count the day's cost."""
        for quantity in demand:
            yield self.env.timeout(0.5)  # deliveries come on the hour, customers after
            for _ in range(quantity):
                self.env.process(self.customer())
            yield self.env.timeout(0.25)
            while self.position <= R:
                self.position += Q
                self.cost += ORDERING
                self.env.process(self.delivery())
            self.cost += HOLDING * int(self.stock.level) + BACKORDER * self.waiting
            yield self.env.timeout(0.25)

    def customer(self) -> Generator[Any, Any, None]:
        """Take one unit, now or when there is one."""
        self.position -= 1
        self.waiting += 1
        yield self.stock.get(1)
        self.waiting -= 1

    def delivery(self) -> Generator[Any, Any, None]:
        """Bring one lot after the lead time."""
        yield self.env.timeout(LEAD_TIME - 0.75)
        yield self.stock.put(Q)


def check_same_costs(year: Scenario, drawn: kernels.Paths) -> None:
    """Raise AssertionError unless every contestant finds the same cost on the same demand paths."""
    count = STOCKPYL_REPLICATIONS
    result = kernels.evaluate(None, drawn, year)
    ours = result["total_cost"][:count].tolist()
    model = experiment(year, SEED, count).values("total_cost")
    first = [FirstModel(path).cost for path in drawn.demand[:count].tolist()]
    unit = [UnitModel(path).cost for path in drawn.demand[:count].tolist()]
    cost_only = kernels.cost(None, drawn, year)[:count].tolist()
    ordering = result["ordering_cost"][:count].tolist()
    peer = run_in_peer(STOCKPYL, payload(drawn))["costs"]  # stockpyl's simulation has no cost per order
    with_orders = [cost + orders for cost, orders in zip(peer, ordering, strict=True)]
    for name, costs in (
        ("SimPy model", model), ("first SimPy model", first), ("stockpyl", with_orders),
        ("model of units", unit), ("cost-only kernel", cost_only),
    ):  # fmt: skip
        if list(costs) != ours:
            raise AssertionError(f"the {name} finds costs {list(costs)}, the kernel {ours}")


def check_same_lost_sales(lost: Scenario, drawn: kernels.Paths) -> None:
    """Raise AssertionError unless SupplyNetPy finds the kernel's costs where sales are lost."""
    found = run_in_peer(SUPPLYNETPY, payload(drawn, SUPPLYNETPY_REPLICATIONS))["found"]
    costs = [HOLDING * held + ORDERING * orders + BACKORDER * short for held, orders, short in found]
    ours = kernels.cost(None, drawn, lost)[: len(costs)].tolist()
    if costs != ours:
        raise AssertionError(f"SupplyNetPy finds costs {costs}, the kernel {ours}")


def payload(drawn: kernels.Paths, replications: int = STOCKPYL_REPLICATIONS) -> dict[str, Any]:
    """Give a peer its work as plain data."""
    demand = drawn.demand[:replications].tolist()
    figures = {"r": R, "Q": Q, "lead_time": LEAD_TIME, "holding": HOLDING, "backorder": BACKORDER}
    return {"demand": demand, **figures}


def run() -> list[Result]:
    """Measure and return the lines of the table."""
    kernels.warm_up()
    year = scenario()
    drawn = kernels.paths(year, SEED, KERNEL_REPLICATIONS)
    check_same_costs(year, drawn)

    many = kernels.paths(year, SEED, COST_REPLICATIONS)
    lost_sales = scenario(
        shortage="lost", costs={"holding": HOLDING, "shortage": BACKORDER, "ordering": ORDERING}
    )
    check_same_lost_sales(lost_sales, drawn)
    supplynetpy = payload(drawn, SUPPLYNETPY_REPLICATIONS)
    units = drawn.demand[:UNIT_REPLICATIONS].tolist()

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
            "supplynetpy": Contestant(
                SUPPLYNETPY_REPLICATIONS, lambda: float(run_in_peer(SUPPLYNETPY, supplynetpy)["seconds"])
            ),
            "units": Contestant(len(units), on_one_thread(lambda: [UnitModel(path).cost for path in units])),
            "cost": Contestant(COST_REPLICATIONS, on_one_thread(lambda: kernels.cost(None, many, year))),
            "cost, lost": Contestant(
                COST_REPLICATIONS, on_one_thread(lambda: kernels.cost(None, many, lost_sales))
            ),
            "kernel, lost": Contestant(
                KERNEL_REPLICATIONS, on_one_thread(lambda: kernels.evaluate(None, drawn, lost_sales))
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
            "cost-only kernel / stockpyl", rates["cost"], rates["stockpyl"], unit, goal=100_000,
            note="total cost alone, one thread; demand drawn beforehand for both",
        ),
        compare(
            "cost-only kernel / SupplyNetPy", rates["cost, lost"], rates["supplynetpy"], unit, goal=30_000,
            note="lost sales; total cost alone, one thread; demand drawn beforehand for both",
        ),
        compare(
            "kernel / SupplyNetPy", rates["kernel, lost"], rates["supplynetpy"], unit,
            note="lost sales; all indicators, one thread",
        ),
        compare(
            "SimPy model / SimPy model of units", rates["model"], rates["units"], unit, goal=4,
            note="a process for each unit asked for, against one event for a day's demand, ledger and indicators",
        ),
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
