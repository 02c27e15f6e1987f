"""The door from the cases to the simulator: plain scenarios and policies in, plain indicators out.

What a page or a search asks again and again (the reference of a variant, the naive policy) is kept by its
content, so that a sitting simulates each policy once.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from cases.expressions import ExpressionError
from cases.plain import Plain, is_number
from cases.problem import both
from sim import kernels
from sim.scenario import Scenario, ScenarioError, scenario_from_dict

MAX_WORK = 2_000_000  # days simulated for one policy: a year of 500 replications, or four years of 1 000
MAX_SEARCH = (
    2_000_000_000  # days simulated by a search, reckoned as if it tried every s, every Q and 10 000 pairs
)


def scenario_of(scenario: Mapping[str, Plain], policy: Mapping[str, Plain]) -> Scenario:
    """A scenario under a policy; raises ExpressionError that names what does not fit."""
    return _scenario(_text({**scenario, "policy": dict(policy)}))


def measure(
    scenario: Mapping[str, Plain], policy: Mapping[str, Plain], seed: int, label: str, replications: int
) -> dict[str, float]:
    """Mean indicators of a policy over replications that share their demand and lead times."""
    return dict(_measure(_text({**scenario, "policy": dict(policy)}), seed, label, replications))


def trace(
    scenario: Mapping[str, Plain], policy: Mapping[str, Plain], seed: int, label: str, replication: int
) -> tuple[kernels.Trace, dict[str, float]]:
    """One simulated year day by day, and its indicators."""
    wired = scenario_of(scenario, policy)
    paths = _paths(_text(scenario), seed, label, replication + 1)
    one = _run(wired, paths)
    figures = one.indicators(replication).as_dict()
    indicators = {name: float(value) for name, value in figures.items() if value is not None}
    return kernels.trace(wired.policy, paths, wired, replication), indicators


def best_reorder_point(
    scenario: Mapping[str, Plain],
    seed: int,
    label: str,
    replications: int,
    *,
    search: Callable[..., Any],
    s_range: tuple[int, int],
    Q_range: tuple[int, int],
    Q_step: int = 1,
    fill_rate: Plain = None,
) -> tuple[int, int]:
    """The (s, Q) of least mean cost over the runs of a label, found by ``search`` (a solver) on the kernel."""
    required = float(fill_rate) if is_number(fill_rate) else None
    days = _scenario(_text(scenario)).horizon * replications
    lines = [max(high - low, 0) // step + 1 for (low, high), step in ((s_range, 1), (Q_range, Q_step))]
    work = days * (sum(lines) + min(math.prod(lines), 10_000))
    if work > MAX_SEARCH:
        raise ExpressionError("search_size", work=work, limit=MAX_SEARCH)
    return _best(_text(scenario), seed, label, replications, search, s_range, Q_range, Q_step, required)


def _text(value: Mapping[str, Plain]) -> str:
    return json.dumps(value, sort_keys=True)


@lru_cache(maxsize=512)
def _scenario(text: str) -> Scenario:
    try:
        return scenario_from_dict(json.loads(text))
    except ScenarioError as error:
        raise ExpressionError("scenario", why=both(error)) from error


@lru_cache(maxsize=64)
def _paths(text: str, seed: int, label: str, replications: int) -> kernels.Paths:
    scenario = _scenario(text)
    if scenario.horizon * replications > MAX_WORK:
        raise ExpressionError("simulation_size", work=scenario.horizon * replications, limit=MAX_WORK)
    try:
        return kernels.paths(scenario, seed, replications, label)
    except kernels.KernelError as error:
        raise ExpressionError("scenario", why=both(error)) from error


def _run(scenario: Scenario, paths: kernels.Paths) -> kernels.KernelResult:
    try:
        return kernels.evaluate(scenario.policy, paths, scenario)
    except kernels.KernelError as error:
        raise ExpressionError("scenario", why=both(error)) from error


@lru_cache(maxsize=1024)
def _measure(text: str, seed: int, label: str, replications: int) -> tuple[tuple[str, float], ...]:
    scenario = _scenario(text)
    bare = {name: part for name, part in json.loads(text).items() if name != "policy"}
    paths = _paths(_text(bare), seed, label, replications)
    result = _run(scenario, paths)
    means = ((name, result.mean(name)) for name in result.values)
    return tuple((name, mean) for name, mean in means if math.isfinite(mean))


@lru_cache(maxsize=256)
def _best(
    text: str,
    seed: int,
    label: str,
    replications: int,
    search: Callable[..., Any],
    s_range: tuple[int, int],
    Q_range: tuple[int, int],
    Q_step: int,
    fill_rate: float | None,
) -> tuple[int, int]:
    scenario = _scenario(text)
    paths = _paths(text, seed, label, replications)

    def cost(s_values: Any, Q_values: Any) -> Any:
        grid = kernels.reorder_point_grid(s_values, Q_values, paths, scenario)
        return grid.total_cost, grid.fill_rate

    found = search(cost, s_range, Q_range, Q_step=Q_step, minimum_service=fill_rate)
    return int(found.s), int(found.Q)


def costs(scenario: Mapping[str, Plain]) -> Any:
    """The cost rates of a scenario (per unit and day, per order, per unit short)."""
    return _scenario(_text(scenario)).costs
