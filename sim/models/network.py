"""The network as a model: sites, lanes, stocks and customers, lived under a replenishment policy."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from sim.checks import InvalidError, Problem
from sim.experiment import mean
from sim.models.base import Story
from sim.network import kernel
from sim.network.arrays import check_taken
from sim.network.indicators import NAMES, NetworkIndicators, indicators
from sim.network.model import run
from sim.network.reading import read_policy, read_world
from sim.network.soundness import checked
from sim.network.topology import topology
from sim.network.world import World
from sim.paths import KernelError
from sim.words import phrase

LARGEST_WORK = 5_000_000  # stock-periods of one replication: some seconds


@dataclass(frozen=True)
class NetworkModel:
    """A network of stocks (see `sim.network`), with or without its policy."""

    KEY: ClassVar[str] = "network"
    INDICATORS: ClassVar[tuple[str, ...]] = NAMES
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "horizon": 240,
        "week": 5,
        "items": [{"name": "A", "unit_cost": 12}],
        "sources": [{"name": "north"}],
        "sites": [{"name": "depot", "allocation": "fair_share"}, {"name": "shop"}, {"name": "web"}],
        "lanes": [
            {
                "from": "north", "to": "depot", "lead_time": {"discrete": {"values": [5, 6], "weights": [3, 1]}},
                "order_days": [1, 3], "minimum": 50, "multiple": 10, "order_cost": 80,
            },
            {"from": "depot", "to": "shop", "lead_time": {"constant": 1}, "truck": {"capacity": 60, "cost": 35}},
            {"from": "depot", "to": "web", "lead_time": {"constant": 1}},
        ],
        "stocks": [
            {"site": "depot", "item": "A", "holding": 0.02},
            {"site": "shop", "item": "A", "holding": 0.03},
            {"site": "web", "item": "A", "holding": 0.03},
        ],
        "demands": [
            {"site": "shop", "item": "A", "demand": {"normal": {"mean": 25, "sd": 8}}, "backorder": 1.5},
            {"site": "web", "item": "A", "demand": {"poisson": 15}, "shortage": "lost", "lost": 4},
        ],
        "policy": {
            "replenish": [
                {"site": "depot", "item": "A", "min_max": {"s": 320, "S": 420}},
                {"site": "shop", "base_stock": {"S": 75}},
                {"site": "web", "reorder_point": {"s": 30, "Q": 30}},
            ]
        },
    }  # fmt: skip

    world: World

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """Build the world from what stands under `network:`; raises InvalidError with every fault and its path."""
        model = cls(read_world(data))
        work = model.work()
        if work > LARGEST_WORK:
            raise InvalidError(
                [Problem(("horizon",), phrase("network_large", work=work, limit=LARGEST_WORK))]
            )
        return model

    def under(self, policy: Mapping[str, Any]) -> Self:
        """The same world with a policy, {replenish: [...], split?: [...]}, in the place of its own."""
        return type(self)(checked(self.world.under(read_policy(policy))))

    def measure(self, seed: int, label: str, replications: int) -> dict[str, float]:
        """Mean indicators over replications 0 to replications - 1; one that is not finite is left out."""
        means = {name: mean(row) for name, row in self.each(seed, label, replications).items()}
        return {name: value for name, value in means.items() if math.isfinite(value)}

    def each(self, seed: int, label: str, replications: int) -> dict[str, tuple[float, ...]]:
        """Every indicator of each replication, by the compiled loop or, where it does not take the world, by SimPy."""
        if replications < 1:
            raise ValueError(f"run at least one replication, not {replications}")
        try:
            found = kernel.evaluate(self.world, seed, label, replications)
            return {name: tuple(found[name]) for name in NAMES}
        except KernelError:  # what the compiled loop does not take, the SimPy model does
            pass
        runs = [self.measured(seed, label, replication) for replication in range(replications)]
        return {name: tuple(float(getattr(one, name)) for one in runs) for name in NAMES}

    def measured(self, seed: int, label: str, replication: int) -> NetworkIndicators:
        """The indicators of one replication, by the SimPy model."""
        return indicators(self.world, run(self.world, seed, label, replication))

    def live(self, seed: int, label: str, replication: int) -> Story:
        """One run, to be shown."""
        from sim.network.story import story  # noqa: PLC0415  (it speaks of this package's Story)

        return story(self.world, run(self.world, seed, label, replication))

    def work(self) -> int:
        """Stock-periods of one replication."""
        return self.world.horizon * len(self.world.stocks)


def compiles(world: World) -> bool:
    """Tell whether the compiled loop takes a world; the SimPy model, which takes them all, is many times slower."""
    try:
        check_taken(world, topology(world))
    except KernelError:
        return False
    return True
