"""A serial line of four base-stock stages over 100 periods: the compiled line against two peers.

One unit of work is one replication of 100 periods, Poisson demand of 5. stockpyl 1.0.2 walks the same demand
paths and must find the same costs, goods under way included. deepbullwhip 0.4.1 (vectorised mode) is given work
of the same size only: its stages never wait for one another, and a stage counts what it has just received twice
when it orders, so its figures cannot agree with those of a base-stock line.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.measure import Contestant, Result, compare, on_one_thread, take_turns
from benchmarks.peers import run_in_peer
from sim.serial import SerialLine, serial_line
from sim.streams import stream

SEED = 20261120
ROUNDS = 5
PERIODS = 100
MEAN = 5
LEVELS, LEAD_TIMES, HOLDING, BACKORDER = (12, 14, 10, 16), (1, 2, 1, 2), (7, 4, 2, 1), 40
LINE = SerialLine(LEVELS, LEAD_TIMES, HOLDING, BACKORDER, transit=(*HOLDING[1:], 0))

STOCKPYL_REPLICATIONS = 3
DEEPBULLWHIP_REPLICATIONS = 2_000
REPLICATIONS = 8_192

# stockpyl numbers stages from the top down when told to, and charges goods under way at the rate of their sender.
STOCKPYL = """
import time
from stockpyl.sim import simulation
from stockpyl.supply_chain_network import serial_system

def main(payload):
    costs = []
    levels = payload["levels"][::-1]
    start = time.process_time()
    for demand in payload["demand"]:
        network = serial_system(
            num_nodes=len(levels),
            node_order_in_system=list(range(len(levels), 0, -1)),
            local_holding_cost=payload["holding"][::-1],
            stockout_cost=[0] * (len(levels) - 1) + [payload["backorder"]],
            shipment_lead_time=payload["lead_times"][::-1],
            demand_type="D",
            demand_list=demand,
            policy_type="BS",
            base_stock_level=levels,
            initial_inventory_level=levels,
        )
        costs.append(
            simulation(network, len(demand), rand_seed=1, progress_bar=False, consistency_checks="N")
        )
    return {"seconds": time.process_time() - start, "costs": costs}
"""

DEEPBULLWHIP = """
import time
import numpy as np
from deepbullwhip.chain.config import EchelonConfig
from deepbullwhip.chain.vectorized import VectorizedSupplyChain

def main(payload):
    rng = np.random.default_rng(payload["seed"])
    demand = rng.poisson(payload["mean"], (payload["replications"], payload["periods"])).astype(float)
    stages = zip(payload["levels"], payload["lead_times"], payload["holding"])
    chain = VectorizedSupplyChain([
        EchelonConfig(str(i), lead_time=L, holding_cost=h, backorder_cost=payload["backorder"] if i == 0 else 0.0,
                      initial_inventory=float(S))
        for i, (S, L, h) in enumerate(stages)
    ])
    mean, spread = np.full_like(demand, demand.mean()), np.full_like(demand, demand.std())
    start = time.process_time()
    chain.simulate(demand, mean, spread)
    return {"seconds": time.process_time() - start}
"""


def run() -> list[Result]:
    """Measure and return the lines of the table."""
    demand = _demand(REPLICATIONS)
    figures: dict[str, Any] = {
        "levels": LEVELS, "lead_times": LEAD_TIMES, "holding": HOLDING, "backorder": BACKORDER,
    }  # fmt: skip
    stockpyl = {**figures, "demand": demand[:STOCKPYL_REPLICATIONS].tolist()}
    deepbullwhip = {
        **figures, "seed": SEED, "mean": MEAN, "replications": DEEPBULLWHIP_REPLICATIONS, "periods": PERIODS,
    }  # fmt: skip
    ours = serial_line(LINE, demand).total_cost[:STOCKPYL_REPLICATIONS].tolist()
    peer = run_in_peer(STOCKPYL, stockpyl)["costs"]
    if peer != ours:
        raise AssertionError(f"stockpyl finds costs {peer}, the line {ours}")
    rates = take_turns(
        {
            "line": Contestant(REPLICATIONS, on_one_thread(lambda: serial_line(LINE, demand))),
            "stockpyl": Contestant(
                STOCKPYL_REPLICATIONS, lambda: float(run_in_peer(STOCKPYL, stockpyl)["seconds"])
            ),
            "deepbullwhip": Contestant(
                DEEPBULLWHIP_REPLICATIONS, lambda: float(run_in_peer(DEEPBULLWHIP, deepbullwhip)["seconds"])
            ),
        },
        ROUNDS,
    )
    unit = "replications/CPU s"
    return [
        compare(
            "serial line / stockpyl", rates["line"], rates["stockpyl"], unit, goal=20_000,
            note="four stages, 100 periods, stock, goods under way, backorders and cost of each stage",
        ),
        compare(
            "serial line / deepbullwhip, vectorised", rates["line"], rates["deepbullwhip"], unit,
            note="work of the same size, not the same model: its stages never wait for one another",
        ),
    ]  # fmt: skip


def _demand(replications: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    # numpy's own Poisson is machine-dependent in principle: here both sides are given the same paths.
    return stream(SEED, "bench", "serial").poisson(MEAN, (replications, PERIODS)).astype(np.int64)
