"""Experiments: replications of a scenario, means with their confidence intervals, policies compared.

Replication i of every policy under the same seed and label meets the same demand and the same supplier
(common random numbers), so the difference of two policies is read pair by pair and needs fewer runs.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

from scipy.special import stdtrit

from sim.indicators import NAMES, Indicators, indicators
from sim.ledger import Ledger
from sim.one_item import run
from sim.policies import Policy
from sim.scenario import Scenario


@dataclass(frozen=True)
class Interval:
    """A mean with the bounds that hold the true mean with the given confidence (Student's t)."""

    mean: float
    low: float
    high: float
    confidence: float
    replications: int

    @property
    def half_width(self) -> float:
        """Half of the width of the interval."""
        return (self.high - self.low) / 2


@dataclass(frozen=True)
class Experiment:
    """The indicators of each replication, in order."""

    replications: tuple[Indicators, ...]

    def values(self, name: str) -> tuple[float, ...]:
        """Return one indicator of every replication; raises KeyError for a name that does not exist."""
        if name not in NAMES:
            raise KeyError(f"no indicator is called {name!r}; there are {', '.join(NAMES)}")
        return tuple(getattr(one, name) for one in self.replications)

    def mean(self, name: str) -> float:
        """Return the mean of one indicator over the replications."""
        return mean(self.values(name))

    def interval(self, name: str, confidence: float = 0.95) -> Interval:
        """Return the mean of one indicator with its confidence interval; raises ValueError below two runs."""
        return interval(self.values(name), confidence)


@dataclass(frozen=True)
class Comparison:
    """Two experiments under common random numbers."""

    first: Experiment
    second: Experiment

    def difference(self, name: str, confidence: float = 0.95) -> Interval:
        """Return the mean of second - first, pair by pair, with its confidence interval."""
        pairs = zip(self.first.values(name), self.second.values(name), strict=True)
        return interval([b - a for a, b in pairs], confidence)


def mean(values: Sequence[float]) -> float:
    """Return the mean, exactly rounded, so that it does not depend on the order of summing."""
    if not values:
        raise ValueError("the mean of no figure: run at least one replication")
    # fsum refuses to add opposite infinities; none of the indicators can be infinitely negative.
    return math.fsum(values) / len(values)


def interval(values: Sequence[float], confidence: float = 0.95) -> Interval:
    """Return the mean of independent figures with its confidence interval.

    mean ± t(1 - (1 - confidence) / 2, n - 1) · s / √n (Law, Simulation Modeling and Analysis, 4.5).
    Raises ValueError for fewer than two figures or a confidence outside ]0, 1[.
    """
    n = len(values)
    if n < 2:
        raise ValueError(f"a confidence interval needs at least two replications, not {n}")
    if not 0 < confidence < 1:
        raise ValueError(f"the confidence must lie between 0 and 1, e.g. 0.95, not {confidence!r}")
    centre = mean(values)
    if not math.isfinite(centre):
        return Interval(centre, -math.inf, math.inf, confidence, n)
    deviation = math.sqrt(math.fsum((value - centre) ** 2 for value in values) / (n - 1))
    half = float(stdtrit(n - 1, 0.5 + confidence / 2)) * deviation / math.sqrt(n)
    return Interval(centre, centre - half, centre + half, confidence, n)


def experiment(
    scenario: Scenario,
    seed: int,
    replications: int,
    *,
    policy: Policy | None = None,
    label: str = "",
    executor: Executor | None = None,
) -> Experiment:
    """Run replications 0 to replications - 1 and return their indicators.

    Any `concurrent.futures.Executor` may spread the work; the result is the same with and without.
    Raises ValueError below one replication, ScenarioError without a policy.
    """
    if replications < 1:
        raise ValueError(f"run at least one replication, not {replications}")
    one = partial(replicate, scenario.with_policy(policy), seed, label)
    if executor is None:
        return Experiment(tuple(map(one, range(replications))))
    return Experiment(tuple(executor.map(one, range(replications), chunksize=-(-replications // 16))))


def replicate(scenario: Scenario, seed: int, label: str, replication: int) -> Indicators:
    """Run one replication of a scenario that holds its policy, and measure it."""
    return measure(scenario, run(scenario, seed, replication, label=label))


def measure(scenario: Scenario, ledger: Ledger) -> Indicators:
    """Return the indicators of a ledger at the costs of its scenario."""
    return indicators(ledger, scenario.costs, unit_cost=scenario.item.unit_cost, year=scenario.year)


def compare(
    scenario: Scenario,
    first: Policy,
    second: Policy,
    seed: int,
    replications: int,
    *,
    label: str = "",
    executor: Executor | None = None,
) -> Comparison:
    """Run two policies on the same draws, replication by replication."""
    return Comparison(
        experiment(scenario, seed, replications, policy=first, label=label, executor=executor),
        experiment(scenario, seed, replications, policy=second, label=label, executor=executor),
    )
