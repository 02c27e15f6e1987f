"""The model `order_process`: a year of orders, the errors made, the actions taken (see sim/order_process/)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from sim.models.base import OfRecords, Story, Track, run_by_run
from sim.order_process import figures as fig
from sim.order_process.world import ProcessPolicy, World


@dataclass(frozen=True)
class OrderProcessModel(OfRecords[World]):
    """Orders through a process over a number of working days, with or without the actions taken."""

    KEY: ClassVar[str] = "order_process"
    INDICATORS: ClassVar[tuple[str, ...]] = fig.INDICATORS
    WORLD: ClassVar[type[World]] = World
    POLICY: ClassVar[type[ProcessPolicy]] = ProcessPolicy
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "horizon": 250, "orders": {"poisson": 20}, "promised": 8, "late_cost": 25,
        "steps": [
            {"name": "entry", "lead_time": {"discrete": {"values": [0, 1], "weights": [3, 1]}}, "cost": 6},
            {"name": "credit", "cost": 2},
            {"name": "picking", "lead_time": {"discrete": {"values": [1, 2], "weights": [4, 1]}}, "cost": 9},
            {"name": "transport", "lead_time": {"discrete": {"values": [3, 4, 6], "weights": [5, 3, 1]}}, "cost": 40},
            {"name": "invoicing", "cost": 3},
        ],
        "causes": [
            {"name": "price", "step": "entry", "chance": 0.05, "found": 0.3, "rework_cost": 12, "complaint_cost": 55},
            {"name": "address", "step": "entry", "chance": 0.03, "effect": "time", "found": 0.2, "delay_days": 2,
             "rework_cost": 15, "complaint_cost": 90},
            {"name": "wrong_item", "step": "picking", "chance": 0.025, "effect": "full", "found": 0.5,
             "delay_days": 0.5, "rework_cost": 10, "complaint_cost": 140},
            {"name": "breakage", "step": "transport", "chance": 0.015, "effect": "damage", "complaint_cost": 180},
            {"name": "invoice", "step": "invoicing", "chance": 0.02, "found": 0.1, "rework_cost": 8,
             "complaint_cost": 40},
        ],
        "actions": [
            {"name": "mandatory_fields", "cost": 900, "from_day": 20,
             "effects": [{"cause": "price", "chance": 0.3}, {"cause": "address", "chance": 0.5}]},
            {"name": "edi", "cost": 1200, "unit_cost": 0.8, "from_day": 60,
             "effects": [{"cause": "price", "chance": 0.1}, {"cause": "invoice", "chance": 0.2}]},
            {"name": "double_check", "unit_cost": 1.5, "delay_days": 0.2,
             "effects": [{"cause": "wrong_item", "found": 0.7}]},
            {"name": "training", "cost": 1100, "from_day": 15,
             "effects": [{"cause": "wrong_item", "chance": 0.6}, {"cause": "invoice", "chance": 0.7}]},
            {"name": "other_carrier", "unit_cost": 2.5, "effects": [{"cause": "breakage", "chance": 0.35}]},
        ],
        "policy": {
            "actions": {
                "mandatory_fields": True, "edi": False, "double_check": True, "training": False, "other_carrier": False,
            }
        },
    }  # fmt: skip

    def each(self, seed: int, label: str, replications: int) -> dict[str, tuple[float, ...]]:
        """Every indicator of each replication."""

        def figures(replication: int) -> Mapping[str, float]:
            return fig.figures(self.world, fig.run(self.world, seed, label, replication))

        return run_by_run(figures, fig.INDICATORS, replications)

    def live(self, seed: int, label: str, replication: int) -> Story:
        """One run: a track for the whole process, then one for each cause, in orders."""
        return told(self.world, fig.run(self.world, seed, label, replication))

    def work(self) -> int:
        """Days × causes of one replication."""
        return self.world.horizon * len(self.world.causes)


def told(world: World, lived: fig.Lived) -> Story:
    """Tell one run as a story, in orders.

    Of the process (`place` is the world's name): demand are orders that come in, received those delivered, on_hand
    those under way at the close, backorders those under way longer than promised, short the orders complained about.
    Of a cause (`place` is its name): demand are its errors, ordered those found in the house, short its complaints,
    on_hand its complaints so far. All but deliveries on the day on which the order came in.
    """
    horizon, day = world.horizon, lived.drawn.day
    end = day + lived.lead
    closes = np.arange(1, horizon + 1, dtype=np.float64)
    out = np.searchsorted(np.sort(end), closes, side="left")
    under_way = np.searchsorted(day, closes, side="left") - out
    overdue: Any = np.zeros(horizon)
    if world.promised is not None:
        due = day[lived.late] + float(world.promised)
        overdue = np.searchsorted(np.sort(due), closes) - np.searchsorted(np.sort(end[lived.late]), closes)
    delivered = end[end < horizon].astype(np.int64)

    def daily(flags: fig.Flags) -> tuple[float, ...]:
        return _floats(fig.by_day(day, flags.astype(np.float64), horizon))

    tracks = [
        Track(
            place=world.name,
            item=world.name,
            on_hand=_floats(under_way),
            backorders=_floats(overdue),
            demand=daily(np.ones(day.size, np.bool_)),
            short=daily(np.logical_or.reduce(lived.complained, axis=0)),
            ordered=(0.0,) * horizon,
            received=_floats(np.bincount(delivered, minlength=horizon)),
            subject="orders",
        )
    ]
    for place, cause in enumerate(world.causes):
        caught, complained = lived.caught[place], lived.complained[place]
        complaints = daily(complained)
        tracks.append(
            Track(
                place=cause.name,
                item=world.name,
                on_hand=_floats(np.cumsum(complaints)),
                backorders=(0.0,) * horizon,
                demand=daily(caught | complained),
                short=complaints,
                ordered=daily(caught),
                received=(0.0,) * horizon,
                subject="orders",
            )
        )
    return Story(
        periods=horizon,
        period="working_day",
        tracks=tuple(tracks),
        indicators=fig.figures(world, lived),
        cost_by_period={name: _floats(row) for name, row in fig.costs(world, lived).items()},
        warm_up=world.warm_up,
    )


def _floats(values: Any) -> tuple[float, ...]:
    return tuple(float(one) for one in values)
