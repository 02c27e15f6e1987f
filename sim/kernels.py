"""The compiled fast path for one item under the known policies: live sliders and searches for an optimum.

It runs the same days as `sim.one_item` on the same draws, in whole numbers, and must agree with it exactly:
same orders, same stock each day, same costs to the last bit. It needs whole demand, a whole initial stock
and whole policy parameters; a lead time with a fraction counts as the next whole day, which is when the
SimPy model can first use what it received in between.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim import compiled, cost_only
from sim.experiment import Interval, interval, mean
from sim.grid import Grid, reorder_point_grid
from sim.indicators import Indicators, Sums, figures, from_figures
from sim.paths import LARGEST, KernelError, Paths, check_fit, paths
from sim.policies import Policy
from sim.policies.base_stock import BaseStock
from sim.policies.min_max import MinMax
from sim.policies.periodic import Periodic
from sim.policies.periodic_min_max import PeriodicMinMax
from sim.policies.reorder_point import ReorderPoint
from sim.scenario import Scenario, scenario_from_dict
from sim.stock import BACKORDER, LOST
from sim.words import given, phrase

__all__ = [
    "Grid",
    "KernelError",
    "KernelResult",
    "Paths",
    "Trace",
    "cost",
    "evaluate",
    "paths",
    "reorder_point_grid",
    "trace",
    "warm_up",
]

Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class KernelResult:
    """Every indicator of `sim.indicators.Indicators`, as one array with a figure per replication."""

    values: dict[str, Any]
    sums: Sums

    @property
    def replications(self) -> int:
        """The number of replications."""
        return int(self.values["demand"].size)

    def __getitem__(self, name: str) -> NDArray[Any]:
        """Return one indicator of every replication; raises KeyError for a name that does not exist."""
        if name not in self.values:
            raise KeyError(f"no indicator is called {name!r}; there are {', '.join(self.values)}")
        array: NDArray[Any] = np.broadcast_to(self.values[name], (self.replications,))
        return array

    def mean(self, name: str) -> float:
        """Return the mean of one indicator over the replications."""
        return mean(self[name].tolist())

    def interval(self, name: str, confidence: float = 0.95) -> Interval:
        """Return the mean of one indicator with its confidence interval."""
        return interval(self[name].tolist(), confidence)

    def indicators(self, replication: int) -> Indicators:
        """Return the indicators of one replication, equal to those of the SimPy model's ledger."""
        return from_figures({name: self[name][replication].item() for name in self.values})


@dataclass(frozen=True, eq=False)
class Trace:
    """One replication day by day, each an int64 array of length horizon, in units.

    on_hand, backorders and on_order at the close of the day; demand, ordered, received and short over it.
    """

    demand: Ints
    on_hand: Ints
    backorders: Ints
    on_order: Ints
    ordered: Ints
    received: Ints
    short: Ints


def evaluate(policy: Policy | None, paths: Paths, scenario: Scenario) -> KernelResult:
    """Run a policy (None: the scenario's own) over every replication and return every indicator.

    Raises KernelError for a policy or a scenario that the kernel does not take.
    """
    rule, initial = _prepare(policy, paths, scenario)
    lost = scenario.shortage == LOST
    counts = compiled.counted(paths.demand, paths.lead_time, rule, lost, initial, scenario.warm_up)
    days = scenario.horizon - scenario.warm_up
    sums = Sums(days, *(counts[:, column] for column in range(compiled.COUNTS)))
    return KernelResult(figures(sums, scenario.costs, scenario.item.unit_cost, scenario.year), sums)


def cost(policy: Policy | None, paths: Paths, scenario: Scenario) -> NDArray[np.float64]:
    """Return the total cost of a policy (None: the scenario's own) in every replication, (replications,), and
    nothing else: `evaluate(…)["total_cost"]` to the last bit, several times sooner where one lead time of a
    day or more and figures of ordinary size allow it (see `sim.cost_only`).

    Raises KernelError for a policy or a scenario that the kernel does not take.
    """
    rule, initial = _prepare(policy, paths, scenario)
    lost = scenario.shortage == LOST
    lag = int(paths.lead_time[0, 0])
    reach = max(initial, abs(rule[1]), rule[2]) + rule[3] + paths.largest_total
    if (
        lag < 1
        or lag >= paths.horizon
        or np.any(paths.lead_time != lag)
        or (paths.horizon + 1) * reach >= 2**31
        or (scenario.costs.shortage and not lost)  # units short at once, of which a lane keeps no count
    ):
        return evaluate(scenario.policy if policy is None else policy, paths, scenario)["total_cost"] * 1.0
    demand, largest = paths.lanes
    totals = np.empty((len(demand), cost_only.TOTALS, compiled.LANES), np.int64)
    cost_only.blocks(demand, largest, rule, initial, lag, scenario.warm_up, lost, totals)
    stock, missing, orders = totals.transpose(1, 0, 2).reshape(cost_only.TOTALS, -1)[:, : paths.replications]
    costs = scenario.costs
    waiting, short = (0 * missing, missing) if lost else (missing, 0 * missing)
    total: NDArray[np.float64] = (
        costs.holding * stock + costs.ordering * orders + (costs.backorder * waiting + costs.shortage * short)
    ) * 1.0
    return total


def trace(policy: Policy | None, paths: Paths, scenario: Scenario, replication: int = 0) -> Trace:
    """Run a policy over one replication and return its levels and flows day by day, for a chart."""
    rule, initial = _prepare(policy, paths, scenario)
    if not 0 <= replication < paths.replications:
        raise KernelError(phrase("kernel_replication", replication=replication, count=paths.replications))
    rows = np.empty((compiled.TRACES, paths.horizon), np.int64)
    compiled.replication(
        paths.demand[replication],
        paths.lead_time[replication],
        rule,
        scenario.shortage == LOST,
        initial,
        scenario.warm_up,
        np.empty(paths.horizon, np.int64),
        np.empty(compiled.COUNTS, np.int64),
        rows,
    )
    return Trace(*rows)


def warm_up() -> None:
    """Compile (or load from disk) every loop, so that the first learner does not wait for it."""
    policy = {"reorder_point": {"s": 2, "Q": 3}}
    base = {"horizon": 3, "demand": {"poisson": 2}, "lead_time": {"constant": 1}, "policy": policy}
    for shortage in (BACKORDER, LOST):
        scenario = scenario_from_dict({**base, "shortage": shortage})
        drawn = paths(scenario, 0, 1)
        evaluate(None, drawn, scenario)
        cost(None, drawn, scenario)
        trace(None, drawn, scenario)
        reorder_point_grid([1], [2], drawn, scenario)


def _rule(policy: Policy) -> tuple[Any, Any, Any, Any]:
    """Return (R, trigger, S, Q) of a policy; for whole positions, below S is at or below S - 1."""
    match policy:
        case ReorderPoint(s=s, Q=Q):
            return 1, s, 0, Q
        case MinMax(s=s, S=S):
            return 1, s, S, 0
        case BaseStock(S=S):
            return 1, S - 1, S, 0
        case Periodic(R=R, S=S):
            return R, S - 1, S, 0
        case PeriodicMinMax(R=R, s=s, S=S):
            return R, s, S, 0
    raise KernelError(phrase("kernel_policy", policy=policy.KEY))


def _prepare(
    policy: Policy | None, paths: Paths, scenario: Scenario
) -> tuple[tuple[int, int, int, int], int]:
    scenario = scenario.with_policy(policy)
    assert scenario.policy is not None
    check_fit(paths, scenario)
    rule: Any = _rule(scenario.policy)
    initial: Any = scenario.start(scenario.policy)
    # The parameters as they were given come first: S = 12.5 is refused as 12.5, not as the S - 1 of its rule.
    for value in (*vars(scenario.policy).values(), *rule, initial):
        if not isinstance(value, int) or abs(value) > LARGEST:
            raise KernelError(phrase("kernel_whole", limit=LARGEST, found=given(value)))
    return rule, initial
