"""The model `aggregate`: a production plan (PIC, S&OP) executed over a year (see sim/aggregate/)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.aggregate import figures as fig
from sim.aggregate.period import COSTS, Closed, Figure
from sim.aggregate.run import run
from sim.aggregate.world import AggregatePolicy, World
from sim.models.base import OfRecords, Story, Track


@dataclass(frozen=True)
class AggregateModel(OfRecords[World]):
    """A plan for one family over its periods, with or without the plan itself: the policy."""

    KEY: ClassVar[str] = "aggregate"
    INDICATORS: ClassVar[tuple[str, ...]] = fig.INDICATORS
    WORLD: ClassVar[type[World]] = World
    POLICY: ClassVar[type[AggregatePolicy]] = AggregatePolicy
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "forecast": [800, 950, 1500, 2300, 2700, 2600, 2100, 1400, 1000, 800, 700, 700],
        "error": {"bias": 0, "level": 0.05, "noise": 0.08},
        "opening_workers": 24, "opening_stock": 900, "units_per_worker": 60, "wage": 2900,
        "overtime_per_worker": 8, "overtime_cost": 62, "subcontract_cost": 70, "subcontract_most": 500,
        "subcontract_lead": 1, "hiring_cost": 1500, "firing_cost": 2200, "holding_cost": 4, "stock_most": 3500,
        "overflow_cost": 4, "backlog_cost": 45, "closing_stock": 900, "closing_cost": 70,
        "policy": {
            "workers": [24, 24, 28, 28, 28, 28, 28, 24, 20, 20, 20, 20], "overtime_to": 300, "subcontract_to": 150,
            "cut_above": 3500, "revise": 0.3,
        },
    }  # fmt: skip

    def each(self, seed: int, label: str, replications: int) -> dict[str, tuple[float, ...]]:
        """Every indicator of each replication."""
        found = fig.figures(self.world, run(self.world, seed, label, 0, replications))
        return {name: tuple(values.tolist()) for name, values in found.items()}

    def live(self, seed: int, label: str, replication: int) -> Story:
        """One run: one track, in units."""
        return told(self.world, run(self.world, seed, label, replication, 1))

    def work(self) -> int:
        """Periods of one replication."""
        return self.world.periods


def told(world: World, closed: Sequence[Closed]) -> Story:
    """Tell one run as a story: one track, `place` and `item` both being the world's name.

    In units: ordered is what was decided (made and bought), received what came in, short what was not served in its
    own period. Extra series: `workers`, units made in `regular` hours and in `overtime`, `subcontract` units bought,
    and the first `forecast`.
    """

    def row(of: Callable[[Closed], Figure]) -> tuple[float, ...]:
        return tuple(float(of(one)[0]) for one in closed)

    track = Track(
        place=world.name,
        item=world.name,
        on_hand=row(lambda one: one.stock),
        backorders=row(lambda one: one.backlog),
        demand=row(lambda one: one.demand),
        short=row(lambda one: one.short),
        ordered=row(lambda one: one.done.regular + one.done.overtime + one.done.subcontract),
        received=row(lambda one: one.received),
        on_order=row(lambda one: one.on_order) if world.subcontract_lead else (),
        levels={} if world.stock_most is None else {"stock_most": float(world.stock_most)},
        extra={
            "forecast": tuple(map(float, world.forecast)),
            "regular": row(lambda one: one.done.regular),
            "overtime": row(lambda one: one.done.overtime),
            "subcontract": row(lambda one: one.done.subcontract),
            "workers": row(lambda one: one.done.workers),
        },
        subject="plan",
    )
    found = fig.figures(world, closed)
    return Story(
        periods=world.periods,
        period=world.period,
        tracks=(track,),
        indicators={name: float(values[0]) for name, values in found.items()},
        cost_by_period={
            name: tuple(float(one.costs[place][0]) for one in closed) for place, name in enumerate(COSTS)
        },
    )
