"""The single item on one site as a model: the scenario of `sim.scenario`, measured by the kernel where it fits."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Self

from sim import kernels
from sim.experiment import experiment, mean, measure
from sim.indicators import NAMES, Costs
from sim.ledger import CLOSE, DEMAND, ORDER, RECEIPT, Ledger
from sim.models.base import Story, Track
from sim.one_item import SITE, run
from sim.policies import Policy
from sim.scenario import Scenario, policy_from_dict, scenario_from_dict

LEVELS = ("s", "S")  # parameters of the policies that are levels of the stock


@dataclass(frozen=True)
class StockModel:
    """One item on one site, its customers and its supplier; a period is a day."""

    KEY: ClassVar[str] = "stock"
    INDICATORS: ClassVar[tuple[str, ...]] = NAMES
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "horizon": 60,
        "demand": {"poisson": {"mean": 20}},
        "lead_time": {"constant": 5},
        "costs": {"holding": 0.02, "ordering": 40, "backorder": 2},
        "policy": {"reorder_point": {"s": 120, "Q": 200}},
    }
    scenario: Scenario

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """Build the scenario from plain data (see `sim.scenario.scenario_from_dict`); raises ScenarioError."""
        return cls(scenario_from_dict(data))

    def under(self, policy: Mapping[str, Any]) -> Self:
        """The same scenario under `{KIND: {…}}`; raises InvalidError with the path from `policy` on."""
        return dataclasses.replace(self, scenario=self.scenario.with_policy(policy_from_dict(policy)))

    def measure(self, seed: int, label: str, replications: int) -> dict[str, float]:
        """Mean indicators over the replications, by the kernel or, where it does not take the world, by SimPy."""
        return _finite({name: mean(row) for name, row in self.each(seed, label, replications).items()})

    def each(self, seed: int, label: str, replications: int) -> dict[str, tuple[float, ...]]:
        """Every indicator of each replication, by the kernel or, where it does not take the world, by SimPy."""
        wired = self.scenario.with_policy(None)
        try:
            drawn = _paths(dataclasses.replace(wired, policy=None), seed, label, replications)
            result = kernels.evaluate(wired.policy, drawn, wired)
        except kernels.KernelError:
            found = experiment(wired, seed, replications, label=label)
            return {name: found.values(name) for name in NAMES}
        return {name: tuple(result[name].tolist()) for name in NAMES}

    def live(self, seed: int, label: str, replication: int) -> Story:
        """One run from its ledger, one track with the policy's levels."""
        wired = self.scenario.with_policy(None)
        assert wired.policy is not None
        ledger = run(wired, seed, replication, label=label)
        track = _track(ledger, wired)
        return Story(
            periods=wired.horizon,
            period="day",
            tracks=(track,),
            indicators=_finite(dataclasses.asdict(measure(wired, ledger))),
            cost_by_period=_costs(track, wired.costs, wired.warm_up),
            warm_up=wired.warm_up,
        )

    def work(self) -> int:
        """The days of one replication."""
        return self.scenario.horizon


@lru_cache(maxsize=64)
def _paths(bare: Scenario, seed: int, label: str, replications: int) -> kernels.Paths:
    """The draws of a scenario without its policy: drawn once for every policy tried on them."""
    return kernels.paths(bare, seed, replications, label)


def _finite(figures: Mapping[str, float]) -> dict[str, float]:
    return {name: float(value) for name, value in figures.items() if math.isfinite(value)}


def _track(ledger: Ledger, scenario: Scenario) -> Track:
    days = scenario.horizon
    sums = {name: [0.0] * days for name in ("demand", "short", "ordered", "received")}
    closes: list[tuple[float, float, float]] = []
    for event in ledger:
        # What arrives between two days is first of use on the day after, and is counted there.
        day = math.ceil(event.time)
        if event.kind == CLOSE:
            closes.append((event.on_hand, event.backorders, event.on_order))
        elif event.kind == DEMAND:
            sums["demand"][day] += event.quantity
            sums["short"][day] += event.short
        elif event.kind == ORDER:
            sums["ordered"][day] += event.quantity
        elif event.kind == RECEIPT and day < days:
            sums["received"][day] += event.quantity
    on_hand, backorders, on_order = (tuple(map(float, column)) for column in zip(*closes, strict=True))
    return Track(
        place=SITE,
        item=scenario.item.name,
        on_hand=on_hand,
        backorders=backorders,
        on_order=on_order,
        demand=tuple(sums["demand"]),
        short=tuple(sums["short"]),
        ordered=tuple(sums["ordered"]),
        received=tuple(sums["received"]),
        levels=_levels(scenario.policy),
    )


def _levels(policy: Policy | None) -> dict[str, float]:
    return {name: float(getattr(policy, name)) for name in LEVELS if hasattr(policy, name)}


def _costs(track: Track, costs: Costs, warm_up: int) -> dict[str, tuple[float, ...]]:
    """What each day costs; the warm-up is not measured, so it costs nothing."""
    parts = {
        "holding": [costs.holding * level for level in track.on_hand],
        "ordering": [float(costs.ordering) if quantity > 0 else 0.0 for quantity in track.ordered],
        "shortage": [
            costs.backorder * waiting + costs.shortage * short
            for waiting, short in zip(track.backorders, track.short, strict=True)
        ],
    }
    return {name: (0.0,) * warm_up + tuple(values[warm_up:]) for name, values in parts.items()}
