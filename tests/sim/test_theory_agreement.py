"""The simulator against the exact formulas of the solvers: each mean lies in its 99.9 % confidence interval.

Long runs from fixed seeds, warm-up left out; the formulas know nothing of the simulator but its order of events.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim import kernels
from sim.experiment import Interval, interval
from sim.kernels import KernelResult
from sim.models import read_model
from sim.scenario import scenario_from_dict
from sim.serial import SerialLine, serial_line
from solvers.inventory.lost_sales_base_stock import lost_sales_service
from solvers.inventory.order_up_to import best_order_up_to, periodic_service
from solvers.inventory.perishable_order_up_to import least_waste
from solvers.inventory.reorder_point_service import service_daily
from solvers.inventory.serial_base_stock import serial_cost, serial_levels
from solvers.inventory.stochastic_rq import best_rq_daily
from solvers.inventory.stochastic_ss import best_ss, ss_cost
from solvers.inventory.unit_demand import (
    UnitDemand,
    discrete_demand,
    negative_binomial_demand,
    normal_unit_demand,
    poisson_demand,
)

HORIZON, WARM_UP, REPLICATIONS = 4_300, 300, 200
DAYS = HORIZON - WARM_UP
HOLDING, ORDERING, BACKORDER = 0.2, 80, 3

DEMANDS: dict[str, tuple[dict[str, Any], UnitDemand]] = {
    "poisson": ({"poisson": 6}, poisson_demand(6)),
    "slow": ({"poisson": 0.4}, poisson_demand(0.4)),
    "normal": ({"normal": {"mean": 40, "sd": 9}}, normal_unit_demand(40, 9)),
    "wide normal": ({"normal": {"mean": 10, "sd": 9}}, normal_unit_demand(10, 9)),
    "lumpy": ({"negative_binomial": {"mean": 6, "variance": 24}}, negative_binomial_demand(6, 24)),
    "listed": ({"empirical": {"values": [0, 3, 10], "weights": [6, 3, 1]}}, discrete_demand([0, 3, 10], [6, 3, 1])),
}  # fmt: skip


def simulated(demand: str, policy: dict[str, Any], lead_time: int, **changes: Any) -> KernelResult:
    scenario = scenario_from_dict(
        {
            "horizon": HORIZON,
            "warm_up": WARM_UP,
            "demand": DEMANDS[demand][0],
            "lead_time": {"constant": lead_time},
            "policy": policy,
            "costs": {"holding": HOLDING, "ordering": ORDERING, "backorder": BACKORDER},
            **changes,
        }
    )
    paths = kernels.paths(scenario, 20_261_121, REPLICATIONS, label=f"theory {demand}")
    return kernels.evaluate(None, paths, scenario)


def holds(found: Interval, theory: float) -> None:
    assert found.half_width <= 0.04 * max(abs(theory), 0.2), "too wide to say anything"
    assert found.low <= theory <= found.high, f"{found} does not hold {theory}"


@pytest.mark.parametrize(
    ("demand", "s", "Q", "lead_time"),
    [
        ("poisson", 22, 40, 3),
        ("poisson", 10, 25, 2),
        ("slow", 2, 5, 6),
        ("normal", 150, 210, 4),
        ("normal", 130, 35, 4),
        ("wide normal", 25, 60, 3),
        ("lumpy", 20, 31, 3),
        ("listed", 4, 7, 2),
        ("poisson", 6, 30, 0),
        ("poisson", 8, 30, 1),
    ],
)
def test_reorder_point(demand: str, s: int, Q: int, lead_time: int) -> None:
    found = simulated(demand, {"reorder_point": {"s": s, "Q": Q}}, lead_time)
    theory = service_daily(s, Q, DEMANDS[demand][1], lead_time)
    holds(found.interval("fill_rate", 0.999), theory.fill_rate)
    holds(found.interval("mean_stock", 0.999), theory.mean_on_hand)
    holds(found.interval("mean_backorders", 0.999), theory.mean_backorders)
    assert theory.orders_per_period is not None
    holds(
        interval((found["orders"] / DAYS).tolist(), 0.999),
        theory.orders_per_period,
    )


@pytest.mark.parametrize("demand", ["poisson", "normal", "lumpy"])
def test_cost_of_the_best_reorder_point(demand: str) -> None:
    best = best_rq_daily(DEMANDS[demand][1], ORDERING, HOLDING, BACKORDER, 4)
    found = simulated(demand, {"reorder_point": {"s": best.s, "Q": best.Q}}, 4)
    holds(interval((found["total_cost"] / DAYS).tolist(), 0.999), best.cost)


@pytest.mark.parametrize("demand", ["poisson", "normal", "lumpy"])
def test_cost_of_the_best_min_max(demand: str) -> None:
    best = best_ss(DEMANDS[demand][1], ORDERING, HOLDING, BACKORDER, 3)
    found = simulated(demand, {"min_max": {"s": best.s, "S": best.S}}, 3)
    assert best.cost is not None
    holds(interval((found["total_cost"] / DAYS).tolist(), 0.999), best.cost)


def test_cost_of_a_poor_min_max() -> None:
    found = simulated("listed", {"min_max": {"s": 3, "S": 21}}, 2)
    theory = ss_cost(3, 21, DEMANDS["listed"][1], ORDERING, HOLDING, BACKORDER, 2)
    holds(interval((found["total_cost"] / DAYS).tolist(), 0.999), theory)


@pytest.mark.parametrize(("S", "lead_time"), [(16, 2), (10, 1), (24, 3)])
def test_base_stock(S: int, lead_time: int) -> None:
    found = simulated("poisson", {"base_stock": {"S": S}}, lead_time)
    theory = periodic_service(S, DEMANDS["poisson"][1], 1, lead_time)
    holds(found.interval("fill_rate", 0.999), theory.fill_rate)
    holds(found.interval("mean_stock", 0.999), theory.mean_on_hand)
    holds(found.interval("mean_backorders", 0.999), theory.mean_backorders)


@pytest.mark.parametrize(
    ("demand", "S", "R", "lead_time"),
    [("poisson", 50, 5, 3), ("normal", 300, 5, 2), ("wide normal", 100, 7, 0), ("lumpy", 66, 7, 4)],
)
def test_order_up_to(demand: str, S: int, R: int, lead_time: int) -> None:
    found = simulated(demand, {"periodic": {"R": R, "S": S}}, lead_time, horizon=300 + 700 * 6)
    theory = periodic_service(S, DEMANDS[demand][1], R, lead_time)
    holds(found.interval("fill_rate", 0.999), theory.fill_rate)
    holds(found.interval("mean_stock", 0.999), theory.mean_on_hand)
    holds(found.interval("mean_backorders", 0.999), theory.mean_backorders)


def test_cost_of_the_best_order_up_to_level() -> None:
    best = best_order_up_to(DEMANDS["normal"][1], 5, 3, HOLDING, BACKORDER)
    costs = {"holding": HOLDING, "backorder": BACKORDER}
    found = simulated("normal", {"periodic": {"R": 5, "S": best.S}}, 3, costs=costs)
    holds(interval((found["total_cost"] / DAYS).tolist(), 0.999), best.cost)


@pytest.mark.parametrize(("S", "lead_time"), [(13, 2), (8, 1), (18, 3), (6, 0)])
def test_lost_sales(S: int, lead_time: int) -> None:
    costs = {"holding": HOLDING, "shortage": 4}
    found = simulated("poisson", {"base_stock": {"S": S}}, lead_time, shortage="lost", costs=costs)
    theory = lost_sales_service(S, DEMANDS["poisson"][1], lead_time, HOLDING, 4)
    holds(found.interval("fill_rate", 0.999), theory.fill_rate)
    holds(found.interval("mean_stock", 0.999), theory.mean_on_hand)
    holds(interval((found["total_cost"] / DAYS).tolist(), 0.999), theory.cost)


@pytest.mark.parametrize(
    ("leads", "holding", "shift"),
    [([2, 1, 1], [2, 4, 7], 0), ([3, 2], [1, 1.5], 0), ([2, 1, 1], [2, 4, 7], -4), ([1, 1, 2, 3], [1, 2, 3, 4], 0)],
)  # fmt: skip
def test_serial_line(leads: list[int], holding: list[float], shift: int) -> None:
    demand, backorder = DEMANDS["poisson"][1], 30.0
    best = serial_levels(demand, leads, holding, backorder)
    echelon = [int(level) + shift for level in best.echelon]
    local = [int(level) for level in best.local]
    local[-1] += shift  # the stage that sells: every echelon level moves with it
    # The simulator counts stages from the customers; goods under way cost what they cost where they left.
    line = SerialLine(local[::-1], leads[::-1], holding[::-1], backorder, [*holding[::-1][1:], 0])
    rng = np.random.Generator(np.random.PCG64DXSM(7))
    found = serial_line(line, rng.poisson(6, (REPLICATIONS, HORIZON)).astype(np.int64), WARM_UP)
    theory = serial_cost(echelon, demand, leads, holding, backorder)
    holds(interval((found.total_cost / DAYS).tolist(), 0.999), theory)
    assert theory >= best.cost - 1e-9
    if shift == 0:
        assert theory == pytest.approx(best.cost)


@pytest.mark.parametrize(
    ("S", "life", "R", "lead_time", "shortage"),
    [(16, 2, 1, 1, "lost"), (22, 3, 1, 1, "backorder"), (30, 3, 2, 2, "lost"), (40, 5, 4, 1, "backorder")],
)
def test_waste_is_above_its_floor(S: int, life: int, R: int, lead_time: int, shortage: str) -> None:
    model = read_model(
        {
            "network": {
                "horizon": 2_000,
                "warm_up": 50,
                "items": [{"name": "A", "unit_cost": 1, "shelf_life": life}],
                "sources": [{"name": "farm"}],
                "sites": [{"name": "shop"}],
                "lanes": [{"from": "farm", "to": "shop", "lead_time": {"constant": lead_time}}],
                "stocks": [{"site": "shop", "item": "A"}],
                "demands": [{"site": "shop", "item": "A", "demand": {"poisson": 5}, "shortage": shortage}],
                "policy": {"replenish": [{"site": "shop", "periodic": {"R": R, "S": S}}]},
            }
        }
    )
    runs = [model.measure(3, f"waste {i}", 1)["waste_cost"] / 1_950 for i in range(4)]
    found, floor = interval(runs, 0.999), least_waste(S, poisson_demand(5), life, R, lead_time)
    assert floor > 0.1, "too little waste to say anything"
    assert found.high >= floor
    assert found.mean <= 3 * floor, "a floor that far below says nothing"
