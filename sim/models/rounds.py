"""The model `rounds`: delivery rounds driven over days (see sim/rounds/)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from sim.models.base import OfRecords, Story, Track
from sim.rounds import compiled as k
from sim.rounds import figures as fig
from sim.rounds.log import live
from sim.rounds.policy import RoundsPolicy
from sim.rounds.world import World

_STOPS = (
    ("bakery", 66, 36, 280, 6.5, 8, "refuse", 0), ("school", 74, 48, 360, 7, 9.5, "refuse", 0),
    ("garage", 94, 54, 410, 8, 12, "accept", 0.05), ("farm", 10, 14, 440, 8, 19, "accept", 0.1),
    ("shop", 38, 50, 260, 9, 11, "refuse", 0.03), ("cafe", 32, 6, 190, 7, 11, "refuse", 0.06),
)  # fmt: skip


@dataclass(frozen=True)
class RoundsModel(OfRecords[World]):
    """Rounds from a depot over a number of days, with or without their plan."""

    WORLD: ClassVar[type[Any]] = World
    POLICY: ClassVar[type[Any]] = RoundsPolicy
    KEY: ClassVar[str] = "rounds"
    INDICATORS: ClassVar[tuple[str, ...]] = fig.INDICATORS
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "horizon": 250, "depot_x_km": 50, "depot_y_km": 30, "speed_kmh": 38, "attempts": 2,
        "late_cost": 18, "failed_cost": 12, "lost_cost": 90, "carbon_price": 80,
        "profile": [
            1, 1, 1, 1, 1, 1, 1.1, 1.45, 1.6, 1.3, 1.1, 1.1, 1.2, 1.2, 1.1, 1.1, 1.3, 1.6, 1.5, 1.2, 1, 1, 1, 1,
        ],
        "noise": {"gamma": {"mean": 1, "sd": 0.15}},
        "day_noise": {"discrete": {"values": [1, 1.25, 1.6], "weights": [16, 3, 1]}},
        "stops": [
            {
                "name": name, "x_km": x, "y_km": y, "chance": 0.85, "load": {"gamma": {"mean": load, "sd": load / 3}},
                "service": {"gamma": {"mean": 0.3, "sd": 0.1}}, "opens": opens, "closes": closes, "late": late,
                "absent": absent,
            }
            for name, x, y, load, opens, closes, late, absent in _STOPS
        ],
        "vehicles": [
            {
                "name": "van", "capacity": 1100, "per_km": 0.32, "per_hour": 26, "per_day": 48, "overtime": 9,
                "emission_factor": 0.24, "full_emission_factor": 0.31,
            }
        ],
        "policy": {
            "routes": [
                {"vehicle": "van", "stops": ["bakery", "school", "garage"], "departure": 6.5},
                {"vehicle": "van", "stops": ["cafe", "shop", "farm"], "departure": 7.5},
            ]
        },
    }  # fmt: skip

    def each(self, seed: int, label: str, replications: int) -> dict[str, tuple[float, ...]]:
        """Every indicator of each replication, in the compiled loop."""
        found = fig.figures(*fig.sums(self.world, seed, label, replications))
        return {name: tuple(values.tolist()) for name, values in found.items()}

    def live(self, seed: int, label: str, replication: int) -> Story:
        """One run: one track, the world's name, in deliveries."""
        return told(self.world, *live(self.world, seed, label, replication))

    def work(self) -> int:
        """Stops × days of one replication."""
        return self.world.horizon * len(self.world.stops)


def told(world: World, cost: Any, sums: Any, series: Any) -> Story:
    """Tell one run of the compiled loop as a story.

    In stops: demand the orders of the day, ordered the visits planned, received the deliveries, short those late or
    failed, backorders what waits for another attempt. Extra series: `failed`, `kilometres`, `duty_hours`.
    """
    rows = {name: tuple(row.tolist()) for name, row in zip(_SERIES, series, strict=True)}
    track = Track(
        place=world.name,
        item="deliveries",
        on_hand=(0.0,) * world.horizon,
        backorders=rows["pending"],
        demand=rows["orders"],
        short=tuple(late + failed for late, failed in zip(rows["late"], rows["failed"], strict=True)),
        ordered=rows["visits"],
        received=rows["delivered"],
        extra={"failed": rows["failed"], "kilometres": rows["km"], "duty_hours": rows["hours"]},
    )
    parts = np.array([[sum(row) for row in cost.tolist()]])
    found = fig.figures(parts, sums[None])
    return Story(
        periods=world.horizon,
        period=world.period,
        tracks=(track,),
        indicators={name: float(values[0]) for name, values in found.items()},
        cost_by_period={part: tuple(cost[place].tolist()) for place, part in enumerate(fig.COSTS)},
        warm_up=world.warm_up,
    )


_SERIES = ("orders", "delivered", "late", "failed", "pending", "km", "hours", "visits")
assert len(_SERIES) == k.SERIES
