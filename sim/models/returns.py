"""The model `returns`: a cell that inspects, repairs, sells again or scraps what comes back (see sim/returns/)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from sim.models.base import OfRecords, Story, Track, run_by_run
from sim.returns import compiled as k
from sim.returns import figures as fig
from sim.returns.world import DISPOSITIONS, ReturnsPolicy, World


@dataclass(frozen=True)
class ReturnsModel(OfRecords[World]):
    """Returns over a number of working days, with or without the policy of the cell."""

    KEY: ClassVar[str] = "returns"
    INDICATORS: ClassVar[tuple[str, ...]] = fig.INDICATORS
    WORLD: ClassVar[type[World]] = World
    POLICY: ClassVar[type[ReturnsPolicy]] = ReturnsPolicy
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "horizon": 250, "arrivals": {"poisson": 9}, "age": {"empirical": [5, 12, 20, 45, 90, 200]},
        "products": [
            {"name": "drill", "weight": 3, "value": 140, "decay": 0.002, "repair_hours": 1.2, "repair_parts": 18,
             "success": 0.85, "refurbish_hours": 0.4, "recycle_cost": 3, "exchange_cost": 75, "credit_cost": 95},
            {"name": "charger", "weight": 2, "value": 45, "decay": 0.002, "repair_hours": 0.6, "repair_parts": 6,
             "refurbish_hours": 0.2, "recycle_cost": 1, "exchange_cost": 24, "credit_cost": 32},
            {"name": "battery", "weight": 1, "value": 80, "decay": 0.004, "repair_hours": 1.5, "repair_parts": 30,
             "success": 0.5, "parts": 0.05, "hazardous": True, "destroy_cost": 9, "exchange_cost": 42,
             "credit_cost": 55},
        ],
        "reasons": [
            {"name": "change_of_mind", "weight": 4, "grades": [7, 2, 1, 0]},
            {"name": "damaged", "weight": 2, "grades": [0, 4, 4, 2]},
            {"name": "breakdown", "weight": 4, "grades": [1, 1, 6, 2]},
        ],
        "full": {"minutes": 25, "false_good": 0.02, "false_bad": 0.02},
        "quick": {"minutes": 9, "false_good": 0.12, "false_bad": 0.08},
        "hours": 7, "wage": 180, "inspector_wage": 150, "exchange_days": 1, "credit_days": 3, "delay_cost": 2.5,
        "complaint_cost": 60, "exchange_lead": 5, "holding": 0.05,
        "policy": {
            "inspection": "full", "inspectors": 1, "repairers": 1, "refurbish_from": 20, "repair_from": 60,
            "parts_from": 40, "max_queue": 15, "max_age": 180, "exchange": True, "exchange_stock": 20,
        },
    }  # fmt: skip

    def each(self, seed: int, label: str, replications: int) -> dict[str, tuple[float, ...]]:
        """Every indicator of each replication."""

        def figures(replication: int) -> Mapping[str, float]:
            return fig.figures(self.world, fig.run(self.world, seed, label, replication))

        return run_by_run(figures, fig.INDICATORS, replications)

    def live(self, seed: int, label: str, replication: int) -> Story:
        """One run: a track for the whole cell, in units; `place` and `item` are the world's name."""
        return told(self.world, fig.run(self.world, seed, label, replication))

    def work(self) -> int:
        """Days × products of one replication."""
        return self.world.horizon * len(self.world.products)


def told(world: World, lived: fig.Lived) -> Story:
    """Tell one run as a story.

    In units: demand is what comes back, received what leaves the cell, short the customers given a credit note for
    want of another unit (with exchanges), ordered the exchange units bought again; on_hand the exchange stock at the
    close, backorders the units in the cell. Extra series: `inspection_queue` and `repair_queue` at the close, and the
    units of each disposition decided in the day.
    """
    horizon, policy = world.horizon, world.ruled()
    inspected, left, started = (lived.column(one) for one in (k.INSPECTED, k.LEFT, k.STARTED))
    seen, swapped = inspected <= horizon, lived.column(k.EXCHANGED) > 0
    benched = np.isfinite(started)

    def counted(when: fig.Floats) -> tuple[float, ...]:
        days = when[when < horizon].astype(np.int64)
        return tuple(np.bincount(days, minlength=horizon).astype(float).tolist())

    done = lived.column(k.DISPOSED)
    track = Track(
        place=world.name,
        item=world.name,
        on_hand=tuple(fig.stock(world, lived).tolist()),
        backorders=tuple(fig.levels(lived.came.time, left, horizon).tolist()),
        demand=counted(lived.came.time),
        short=counted(inspected[seen & ~swapped]) if policy.exchange else (0.0,) * horizon,
        ordered=counted(inspected[swapped]),
        received=counted(left),
        extra={
            "inspection_queue": tuple(
                fig.levels(lived.came.time, inspected - lived.inspecting, horizon).tolist()
            ),
            "repair_queue": tuple(fig.levels(inspected[benched], started[benched], horizon).tolist()),
            **{name: counted(inspected[done == place]) for place, name in enumerate(DISPOSITIONS)},
        },
        subject="returns",
    )
    return Story(
        periods=horizon,
        period="working_day",
        tracks=(track,),
        indicators=fig.figures(world, lived),
        cost_by_period={name: tuple(row.tolist()) for name, row in fig.costs(world, lived).items()},
        warm_up=world.warm_up,
    )
