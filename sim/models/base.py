"""What every model is: a world that is lived under a policy, measured over replications or shown once.

A model is read from plain data: the single item has no top key, any other one stands under a key that names it
(`{network: {…}}`). A `policy` may stand inside; `under` lays another one over it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, Protocol, Self, TypeVar, runtime_checkable

from sim.experiment import mean
from sim.records import read

WorldT = TypeVar("WorldT")


@dataclass(frozen=True)
class Track:
    """One picture: a stocking point (or a loop, a line) over the periods of a run, in units of its item.

    `place` and `item` are the ids that the data give; the paper words them. `on_hand`, `backorders` and
    `on_order` are levels at the close of each period; `demand`, `short` (not served at once), `ordered` and
    `received` are summed over it. `levels` are thresholds to draw (`{"s": 120}`), `extra` other flows
    (`{"expired": …}`). Every series is as long as the run; `on_order` may be empty. `subject` says what `ordered` is:
    orders of "stock", production orders released in a "shop", the production of a "plan", what a process found of
    its "orders", the units bought again for exchanges of "returns", or the "shipments" that leave.
    """

    place: str
    item: str
    on_hand: tuple[float, ...]
    backorders: tuple[float, ...]
    demand: tuple[float, ...]
    short: tuple[float, ...]
    ordered: tuple[float, ...]
    received: tuple[float, ...]
    on_order: tuple[float, ...] = ()
    levels: Mapping[str, float] = field(default_factory=dict)
    extra: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    subject: str = "stock"

    @property
    def out(self) -> tuple[bool, ...]:
        """Of each period, whether something was missing: not served at once, or still owed at its close."""
        # The backorders of "returns" are the units in the cell, those of "orders" orders that run late: neither is
        # a want of what was asked for.
        if self.subject in {"returns", "orders"}:
            return tuple(short > 0 for short in self.short)
        return tuple(bool(short or owed) for short, owed in zip(self.short, self.backorders, strict=True))


@dataclass(frozen=True)
class Story:
    """One run, to be shown: its tracks, its indicators over the whole world, and what each period cost.

    `period` is the word of a period: "day", "week", "hour". `cost_by_period` gives each part of the cost
    (holding, ordering, shortage, transport, waste…) period by period, summed over the world; the first `warm_up`
    periods are not measured and cost nothing, so that all of it adds up to the run's total cost.
    """

    periods: int
    period: str
    tracks: tuple[Track, ...]
    indicators: Mapping[str, float]
    cost_by_period: Mapping[str, tuple[float, ...]]
    warm_up: int = 0

    @property
    def subject(self) -> str:
        """What its tracks are of."""
        return self.tracks[0].subject if self.tracks else "stock"


def run_by_run(
    figures: Callable[[int], Mapping[str, float]], names: Sequence[str], replications: int
) -> dict[str, tuple[float, ...]]:
    """Every indicator of each replication, of a model whose ``figures`` are those of one."""
    runs = [figures(replication) for replication in range(replications)]
    return {name: tuple(one[name] for one in runs) for name in names}


class Means:
    """What a model measures, where the means of its replications are all there is to it."""

    def measure(self: Model, seed: int, label: str, replications: int) -> dict[str, float]:
        """Mean indicators over replications 0 to replications - 1 of `each`."""
        return {name: mean(row) for name, row in self.each(seed, label, replications).items()}


@dataclass(frozen=True)
class OfRecords(Means, Generic[WorldT]):
    """A model whose world is a record with a field `policy`, both read as `sim.records` reads plain data.

    A subclass names its records in WORLD and POLICY, and gives `each`, `live` and `work`.
    """

    WORLD: ClassVar[type[Any]]
    POLICY: ClassVar[type[Any]]

    world: WorldT

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """Build the world from plain data, as EXAMPLE; raises InvalidError with every fault and its path."""
        return cls(read(cls.WORLD, data))

    def under(self, policy: Mapping[str, Any]) -> Self:
        """The same world with a policy, as in EXAMPLE, in the place of its own; raises InvalidError."""
        rules = read(self.POLICY, policy, ("policy",))
        world: Any = self.world  # a dataclass, which a type variable cannot be bound to
        return type(self)(dataclasses.replace(world, policy=rules))


@runtime_checkable
class Model(Protocol):
    """A frozen dataclass: the world, with or without its policy."""

    KEY: ClassVar[str]
    # The names of the figures that `measure` gives, totals over the whole world.
    INDICATORS: ClassVar[tuple[str, ...]]
    # Plain data that `read` takes, its policy included.
    EXAMPLE: ClassVar[Mapping[str, Any]]

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """Build the world from plain data, what stands under KEY; raises InvalidError with every fault."""

    def under(self, policy: Mapping[str, Any]) -> Self:
        """The same world with a policy, plain data, in the place of its own; raises InvalidError."""

    def measure(self, seed: int, label: str, replications: int) -> dict[str, float]:
        """Mean indicators over replications 0 to replications - 1.

        Common random numbers: the same seed, label and replication give the same world whatever the policy.
        An indicator that is not finite is left out. Raises InvalidError without a policy.
        """

    def each(self, seed: int, label: str, replications: int) -> dict[str, tuple[float, ...]]:
        """Every indicator of each of the replications whose means `measure` gives, infinite ones as they are.

        Raises InvalidError without a policy.
        """

    def live(self, seed: int, label: str, replication: int) -> Story:
        """One run, to be shown: the world of that replication of `measure`. Raises InvalidError without a policy."""

    def work(self) -> int:
        """Periods of one replication, summed over its stocking points: bounds what a case may ask."""
