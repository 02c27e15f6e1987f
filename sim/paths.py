"""Drawn paths of demand and lead time in whole numbers: drawn once, reused by every policy tried on them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.compiled import LANES
from sim.draws import demand_paths, lead_time_paths
from sim.scenario import Scenario
from sim.words import Phrase, given, phrase

Ints = NDArray[np.int64]

LARGEST = 2**40  # of a level or a day's demand: sums over any horizon stay far inside 64 bits


class KernelError(ValueError):
    """A scenario or a policy that the compiled path does not take; the SimPy model may."""

    def __init__(self, what: Phrase | str) -> None:
        super().__init__(what)
        self.what = what

    def explain(self, lang: str = "fr") -> str:
        """Say it in `lang` ("fr" or "en")."""
        return self.what.explain(lang) if isinstance(self.what, Phrase) else self.what


@dataclass(frozen=True, eq=False)
class Paths:
    """Demand (units) and lead time (days) of each day, both int64 of shape (replications, horizon)."""

    demand: Ints
    lead_time: Ints

    def __post_init__(self) -> None:
        for name in ("demand", "lead_time"):
            array = getattr(self, name)
            if array.dtype != np.int64 or array.ndim != 2 or not array.flags.c_contiguous:
                raise KernelError(phrase("kernel_array", name=name))
            if array.size and (array.min() < 0 or array.max() > LARGEST):
                raise KernelError(phrase("kernel_range", name=name, limit=LARGEST))
        if self.demand.shape != self.lead_time.shape or self.demand.size == 0:
            demand, lead_time = str(self.demand.shape), str(self.lead_time.shape)
            raise KernelError(phrase("kernel_shapes", demand=demand, lead_time=lead_time))

    @property
    def replications(self) -> int:
        """The number of replications."""
        return int(self.demand.shape[0])

    @property
    def horizon(self) -> int:
        """The number of days."""
        return int(self.demand.shape[1])

    @cached_property
    def narrow(self) -> tuple[NDArray[np.int32], NDArray[np.int32], int]:
        """Demand and lead time as int32, and the longest lead time, cut at the horizon: later is never."""
        lead_time = np.minimum(self.lead_time, self.horizon).astype(np.int32)
        return self.demand.astype(np.int32), lead_time, int(lead_time.max())

    @cached_property
    def lanes(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Demand by blocks of `LANES` replications side by side, int32 (blocks, horizon, LANES), and the largest
        demand of each day of a block, int32 (blocks, horizon); the last block repeats the last replication."""
        count = -(-self.replications // LANES)
        rows = np.minimum(np.arange(count * LANES), self.replications - 1)
        side_by_side = self.demand[rows].reshape(count, LANES, self.horizon).transpose(0, 2, 1)
        blocks = np.ascontiguousarray(side_by_side, dtype=np.int32)
        return blocks, blocks.max(axis=2)

    @cached_property
    def largest_total(self) -> int:
        """The largest demand of a whole replication (units)."""
        return int(self.demand.sum(axis=1).max())


def paths(scenario: Scenario, seed: int, replications: int, label: str = "") -> Paths:
    """Draw what `sim.one_item.run` draws for replications 0 to replications - 1 under the same seed and label.

    Raises KernelError when demands are not whole, ValueError below one replication.
    """
    if replications < 1:
        raise ValueError(f"draw at least one replication, not {replications}")
    demand = demand_paths(scenario, seed, replications, label)
    if demand.dtype != np.int64:
        raise KernelError(phrase("kernel_demand"))
    lead_time = np.ceil(lead_time_paths(scenario, seed, replications, label)).astype(np.int64)
    return Paths(np.ascontiguousarray(demand), np.ascontiguousarray(lead_time))


def check_fit(paths: Paths, scenario: Scenario) -> None:
    """Raise KernelError when paths and scenario do not belong together."""
    if paths.horizon != scenario.horizon:
        raise KernelError(phrase("kernel_horizon", days=paths.horizon, horizon=scenario.horizon))
    if scenario.initial_stock is not None and not isinstance(scenario.initial_stock, int):
        raise KernelError(phrase("kernel_stock", found=given(scenario.initial_stock)))
