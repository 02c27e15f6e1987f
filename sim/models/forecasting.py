"""The model `forecasting`: months to come, supplied on the forecasts of a tool (see sim/forecasting/)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.forecasting import figures as fig
from sim.forecasting.run import lived
from sim.forecasting.world import ForecastPolicy, World
from sim.models.base import OfRecords, Story, Track


@dataclass(frozen=True)
class ForecastingModel(OfRecords[World]):
    """One seasonal item over periods to come, with or without the settings of the tool that forecasts them."""

    KEY: ClassVar[str] = "forecasting"
    INDICATORS: ClassVar[tuple[str, ...]] = fig.INDICATORS
    WORLD: ClassVar[type[World]] = World
    POLICY: ClassVar[type[ForecastPolicy]] = ForecastPolicy
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "horizon": 24, "period": "month", "name": "cones", "level": 400, "trend": 2,
        "seasons": [0.62, 0.55, 0.5, 0.55, 0.65, 0.9, 1.15, 1.4, 1.6, 1.75, 1.45, 0.88],
        "noise": 0.07, "drift": 0.02, "events": [1, 1, 1, 1, 1, 1, 1, 1.3],
        "lead_time": 1, "multiple": 1, "holding": 0.4, "shortage_cost": 5,
        "policy": {
            "level": 396, "trend": 1.5,
            "seasons": [0.6, 0.57, 0.49, 0.56, 0.67, 0.88, 1.15, 1.43, 1.58, 1.75, 1.44, 0.88],
            "alpha": 0.2, "beta": 0.05, "gamma": 0.1, "adjust": [1, 1, 1, 1, 1, 1, 1, 1.3], "margin": 0.15,
        },
    }  # fmt: skip

    def each(self, seed: int, label: str, replications: int) -> dict[str, tuple[float, ...]]:
        """Every indicator of each replication, lived side by side."""
        found = fig.figures(self.world, lived(self.world, seed, label, 0, replications))
        return {name: tuple(values.tolist()) for name, values in found.items()}

    def live(self, seed: int, label: str, replication: int) -> Story:
        """One run; its track holds one further series, the `forecast` of each period made just before it."""
        world = self.world
        course = lived(world, seed, label, replication, 1)
        series: dict[str, tuple[float, ...]] = {
            name: tuple(values[0].tolist()) for name, values in vars(course).items()
        }
        track = Track(
            place=world.name,
            item=world.name,
            on_hand=series["on_hand"],
            backorders=(0.0,) * world.horizon,
            demand=series["demand"],
            short=series["short"],
            ordered=series["ordered"],
            received=series["received"],
            on_order=series["on_order"],
            extra={"forecast": series["forecast"]},
        )
        return Story(
            periods=world.horizon,
            period=world.period,
            tracks=(track,),
            indicators={name: float(values[0]) for name, values in fig.figures(world, course).items()},
            cost_by_period={
                "holding": self._costs(series["on_hand"], world.holding),
                "shortage": self._costs(series["short"], world.shortage_cost),
            },
            warm_up=world.warm_up,
        )

    def _costs(self, units: tuple[float, ...], rate: float) -> tuple[float, ...]:
        return (0.0,) * self.world.warm_up + tuple(rate * one for one in units[self.world.warm_up :])

    def work(self) -> int:
        """The periods of one replication."""
        return self.world.horizon
