"""The model `lanes`: stocks and customers served over transport lanes and chains (see sim/transport/)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from sim.models.base import OfRecords, Story, Track
from sim.transport import compiled as k
from sim.transport import figures as fig
from sim.transport.policy import TransportPolicy
from sim.transport.tracking import live
from sim.transport.world import World


@dataclass(frozen=True)
class LanesModel(OfRecords[World]):
    """Lanes over a number of days, with or without the rules of receivers and of dispatch."""

    WORLD: ClassVar[type[Any]] = World
    POLICY: ClassVar[type[Any]] = TransportPolicy
    KEY: ClassVar[str] = "lanes"
    INDICATORS: ClassVar[tuple[str, ...]] = fig.INDICATORS
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "horizon": 425, "warm_up": 60, "carbon_price": 80,
        "hubs": [
            {
                "name": "loading_port", "time": {"constant": {"days": 1}}, "customs": True, "per_shipment": 90,
                "per_pallet": 6, "emission_factor": 1.2,
                "delays": [
                    {"cause": "customs", "chance": 0.08, "time": {"discrete": {"values": [1, 3], "weights": [3, 1]}}},
                    {"cause": "congestion", "chance": 0.1, "time": {"gamma": {"mean": 2, "sd": 1}}, "first": 240},
                ],
            },
            {"name": "arrival_port", "time": {"empirical": {"values": [1.5]}}, "per_shipment": 110, "per_pallet": 6},
        ],
        "lanes": [
            {
                "name": "sea", "promised": 32, "liability_per_kg": 2.4, "claim_cost": 80,
                "legs": [
                    {
                        "mode": "road", "origin": "supplier", "destination": "loading_port",
                        "transit": {"empirical": {"values": [0.5]}},
                        "distance_km": 180, "tariff": {"per_shipment": 260, "fuel": 0.12}, "emission_factor": 0.09,
                    },
                    {
                        "mode": "sea", "origin": "loading_port", "destination": "arrival_port", "distance_km": 9200,
                        "transit": {"gamma": {"mean": 18, "sd": 1.5}}, "departures": {"weekdays": [3], "cut_off": 2},
                        "capacity": {"weight_kg": 21000, "volume_m3": 60, "pallets": 20}, "vehicles": 3,
                        "tariff": {"per_vehicle": 1900, "fuel": 0.15}, "emission_factor": 0.008, "damage": 0.004,
                        "stoppages": [
                            {"cause": "strike", "chance": 0.004, "length": {"empirical": {"values": [3, 3, 8]}}}
                        ],
                    },
                    {
                        "mode": "road", "origin": "arrival_port", "destination": "store",
                        "transit": {"empirical": {"values": [0.7]}},
                        "distance_km": 320, "tariff": {"per_shipment": 420, "fuel": 0.12}, "emission_factor": 0.09,
                        "delays": [{"cause": "traffic", "chance": 0.1, "time": {"empirical": {"values": [0.5]}}}],
                    },
                ],
            },
            {
                "name": "air", "liability_per_kg": 30, "claim_cost": 80,
                "legs": [
                    {
                        "mode": "air", "origin": "supplier", "destination": "store", "distance_km": 8900,
                        "transit": {"discrete": {"values": [3, 4, 6], "weights": [6, 3, 1]}},
                        "departures": {"weekdays": [0, 2, 4]},
                        "tariff": {
                            "density": 167, "minimum": 150, "fuel": 0.2, "next_band": True,
                            "bands": [
                                {"least": 0, "price": 410}, {"least": 500, "price": 330},
                                {"least": 1000, "price": 290},
                            ],
                        },
                        "emission_factor": 0.6, "loss": 0.002,
                    }
                ],
            },
            {
                "name": "groupage", "promised": 3, "liability_per_kg": 10,
                "legs": [
                    {
                        "mode": "road", "origin": "store", "destination": "customers", "distance_km": 450,
                        "transit": {"discrete": {"values": [1, 2], "weights": [3, 1]}},
                        "departures": {"every": 2}, "capacity": {"weight_kg": 12000, "pallets": 18},
                        "tariff": {"per_vehicle": 620, "fuel": 0.1}, "vehicle_emission_factor": 0.85, "damage": 0.01,
                        "delays": [
                            {
                                "cause": "weather", "chance": 0.05, "time": {"constant": {"days": 1}}, "first": 330,
                                "last": 60,
                            }
                        ],
                    }
                ],
            },
        ],
        "receivers": [
            {
                "name": "store", "item": "pump", "demand": {"negative_binomial": {"mean": 9, "dispersion": 6}},
                "weight_kg": 14, "volume_m3": 0.06, "value": 180, "units_per_pallet": 24, "holding": 0.11,
                "transit_holding": 0.05, "backorder": 3, "order_cost": 60, "handling_per_pallet": 7,
            }
        ],
        "flows": [
            {
                "name": "customers", "lane": "groupage", "shipments": {"poisson": {"mean": 4}},
                "weight": {"gamma": {"mean": 700, "sd": 400}}, "value_per_kg": 9, "time_cost": 4, "late_cost": 40,
            }
        ],
        "policy": {
            "receivers": [
                {"name": "store", "lane": "sea", "every": 7, "safety_days": 12, "backup": "air", "backup_days": 5}
            ],
        },
    }  # fmt: skip

    def each(self, seed: int, label: str, replications: int) -> dict[str, tuple[float, ...]]:
        """Every indicator of each replication, in the compiled loop."""
        found = fig.figures(self.world, *fig.sums(self.world, seed, label, replications))
        return {name: tuple(values.tolist()) for name, values in found.items()}

    def live(self, seed: int, label: str, replication: int) -> Story:
        """One run: a track for each receiver in units, and for each lane that carries flows in shipments."""
        return told(self.world, *live(self.world, seed, label, replication))

    def work(self) -> int:
        """Receivers and lanes of flows × days of one replication."""
        return self.world.horizon * (
            len(self.world.receivers) + len({flow.lane for flow in self.world.flows})
        )


def told(world: World, cost: Any, sums: Any, series: Any, lane_series: Any) -> Story:
    """Tell one run of the compiled loop as a story.

    Of a receiver: units; on_order is what is on the way, the extra series `backup` what was ordered over the backup
    lane. Of a lane with flows: shipments; on_hand those that wait to leave, on_order those on the way or waiting,
    demand booked, ordered picked up, received delivered, short delivered late.
    """
    tracks = []
    for at, (receiver, rule) in enumerate(zip(world.receivers, world.settings(), strict=True)):
        row = series[at]
        levels = {"S": float(rule.level)}
        extra = {}
        if rule.point != rule.level - 1:
            levels["s"] = float(rule.point)
        if rule.backup >= 0:
            levels["backup"] = float(rule.backup_level)
            extra["backup"] = tuple(row[k.URGENT].tolist())
        tracks.append(
            Track(
                place=receiver.name,
                item=receiver.item or receiver.name,
                on_hand=tuple(row[k.ON_HAND].tolist()),
                backorders=tuple(row[k.BACK].tolist()),
                demand=tuple(row[k.ASKED].tolist()),
                short=tuple(row[k.SHORTS].tolist()),
                ordered=tuple(row[k.PLACED].tolist()),
                received=tuple(row[k.GOT].tolist()),
                on_order=tuple(row[k.UNDER_WAY].tolist()),
                levels=levels,
                extra=extra,
            )
        )
    used = {flow.lane for flow in world.flows}
    for at, lane in enumerate(world.lanes):
        if lane.name in used:
            row = lane_series[at]
            tracks.append(
                Track(
                    place=lane.name,
                    item="shipments",
                    on_hand=tuple(row[k.WAITING].tolist()),
                    backorders=(0.0,) * world.horizon,
                    demand=tuple(row[k.BOOKED].tolist()),
                    short=tuple(row[k.LATE].tolist()),
                    ordered=tuple(row[k.LEFT].tolist()),
                    received=tuple(row[k.ARRIVED].tolist()),
                    on_order=tuple(row[k.CARRIED].tolist()),
                    subject="shipments",
                )
            )
    parts = np.array([[sum(row) for row in cost.tolist()]])
    found = fig.figures(world, parts, sums[None])
    return Story(
        periods=world.horizon,
        period=world.period,
        tracks=tuple(tracks),
        indicators={name: float(values[0]) for name, values in found.items()},
        cost_by_period={part: tuple(cost[place].tolist()) for place, part in enumerate(fig.COSTS)},
        warm_up=world.warm_up,
    )
