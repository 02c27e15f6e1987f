"""The model `masterplan`: a master schedule carried out against realised orders (see sim/masterplan/)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.masterplan import compiled as k
from sim.masterplan import figures as fig
from sim.masterplan.world import SchedulePolicy, World
from sim.models.base import OfRecords, Story, Track

EXTRA = {"booked": k.BOOKED, "expedited": k.EXPEDITED}


@dataclass(frozen=True)
class MasterPlanModel(OfRecords[World]):
    """A product, its schedule and its customers over weeks, with or without the way it is scheduled and promised."""

    KEY: ClassVar[str] = "masterplan"
    INDICATORS: ClassVar[tuple[str, ...]] = fig.INDICATORS
    WORLD: ClassVar[type[World]] = World
    POLICY: ClassVar[type[SchedulePolicy]] = SchedulePolicy
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "horizon": 52, "warm_up": 4, "name": "scooter",
        "forecast": [80, 80, 90, 110, 110, 90, 80, 70], "profile": [0.9, 0.9, 1, 1.25, 1.25, 1, 0.9, 0.8],
        "orders": [{"name": "A", "due": 0, "quantity": 70, "promised": 0},
                   {"name": "B", "due": 1, "quantity": 40}],
        "customers": [
            {"name": "chains", "order_count": {"poisson": 1}, "order_size": {"empirical": [30, 40, 60]},
             "notice": {"discrete": {"values": [2, 3, 4], "weights": [1, 2, 1]}}},
            {"name": "shops", "order_count": {"poisson": 5}, "order_size": {"empirical": [5, 8, 10, 15]},
             "notice": {"discrete": {"values": [0, 1, 2], "weights": [1, 2, 1]}}},
        ],
        "changes": {"chance": 0.15, "factors": [0, 0.5, 1.5], "shifts": [-1, 0, 1]},
        "scheduled": [100, 0, 200, 0], "initial": 90,
        "capacity": 35, "unit_hours": 0.3, "setup_hours": 2, "overtime_most": 8,
        "stoppage": {"chance": 0.06, "share": 0.5}, "component_weeks": 3, "patience": 4,
        "unit_cost": 210, "holding": 0.9, "setup_cost": 160, "overtime_cost": 38, "expediting_cost": 6,
        "late_cost": 14, "delay_cost": 4, "lost_cost": 45,
        "policy": {
            "promise": "atp", "fence": 3, "demand_fence": 1, "lot_size": 20, "cover": 2, "safety_stock": 40,
            "expedite": True, "overtime": 6,
        },
    }  # fmt: skip

    def each(self, seed: int, label: str, replications: int) -> dict[str, tuple[float, ...]]:
        """Every indicator of each replication, in the compiled kernel."""
        found = fig.figures(self.world, fig.traces(self.world, seed, label, 0, replications))
        return {name: tuple(values.tolist()) for name, values in found.items()}

    def live(self, seed: int, label: str, replication: int) -> Story:
        """One run: a track for the product, in units."""
        return told(self.world, fig.traces(self.world, seed, label, replication, 1))

    def work(self) -> int:
        """Weeks of one replication × weeks ahead that each of them schedules."""
        return self.world.horizon * self.world.view


def told(world: World, trace: fig.Floats) -> Story:
    """Tell the trace of one run, float64 (1, weeks, TRACES), as a story.

    In units: `demand` is what customers wanted for the week as it stood then, `short` of it not shipped by its end,
    `backorders` promised for the week or before and not shipped, `ordered` the schedule of the week, `received` what
    was made. Extra series: `booked` and `expedited` during the week.
    """
    weeks = trace[0]

    def row(column: int) -> tuple[float, ...]:
        return tuple(weeks[:, column].tolist())

    policy = world.ruled()
    track = Track(
        place=world.name,
        item=world.name,
        on_hand=row(k.ON_HAND),
        backorders=row(k.LATE),
        demand=row(k.WANTED),
        short=row(k.SHORT),
        ordered=row(k.PLANNED),
        received=row(k.MADE),
        levels={"safety_stock": float(policy.safety_stock)} if policy.safety_stock else {},
        extra={name: row(column) for name, column in EXTRA.items()},
        subject="plan",
    )
    return Story(
        periods=world.horizon,
        period=world.period,
        tracks=(track,),
        indicators={name: float(values[0]) for name, values in fig.figures(world, trace).items()},
        cost_by_period={name: tuple(values[0].tolist()) for name, values in fig.costs(world, trace).items()},
        warm_up=world.warm_up,
    )
