"""Rounds on two published instances: how near the best known PyVRP comes in 10 s, and the textbook's savings.

The search is counted in iterations, so that it finds the same plan everywhere; the counts are those that 10 s of
a processor hold here. A line of cost compares with the best known cost and the margin allowed; every plan passes
the checker. Instances: tests/oracles/instances (Uchoa et al., 2017).
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.measure import Contestant, Result, limit, on_one_thread, take_turns
from solvers.routing.best_rounds import best_rounds
from solvers.routing.check import check_rounds
from solvers.routing.fleet import Rounds
from solvers.routing.savings import savings_rounds

ROUNDS = 1
LONGEST_MS = 10_000
# name, vehicles offered, iterations, best known cost, margin allowed
INSTANCES = (
    ("X-n101-k25", 60, 8_000, 27_591, 0.005),
    ("X-n200-k36", 50, 6_000, 58_578, 0.025),
)


def _instances() -> ModuleType:
    path = Path(__file__).resolve().parents[1] / "tests" / "solvers" / "routing_instances.py"
    spec = importlib.util.spec_from_file_location("routing_instances", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _cost(found: Rounds, of: tuple[Any, Any, Any]) -> float:
    plan = [(stop, vehicle, at) for vehicle, route in found.routes for at, stop in enumerate(route)]
    told = check_rounds(plan, *of)
    if told.violations:
        raise AssertionError(f"a plan breaks {told.violations[0].rule}")
    return told.total_cost


def run() -> list[Result]:
    """Measure and return the lines of the table."""
    read = _instances().cvrp
    lines = []
    for name, vehicles, iterations, best, margin in INSTANCES:
        of = read(name, vehicles)
        kept: list[Rounds] = []
        rates = take_turns(
            {
                "search": Contestant(
                    1,
                    on_one_thread(
                        lambda of=of, n=iterations, kept=kept: kept.append(best_rounds(*of, iterations=n))
                    ),
                )
            },
            ROUNDS,
        )
        cost, savings = _cost(kept[-1], of), _cost(savings_rounds(*of).rounds, of)
        told = f"{100 * (cost / best - 1):.2f} % above the best known; savings {100 * (savings / best - 1):.1f} %"
        lines += [
            Result(
                f"{name}: cost", cost, best * (1 + margin), best * (1 + margin) / cost, "km", told, goal=1
            ),
            limit(f"{name}: time", rates["search"], LONGEST_MS, f"{iterations} iterations"),
        ]
    return lines
