"""Who ships over lanes: a receiver whose stock lives from them, and a flow of shipments for customers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.checks import Check, Number
from sim.demand import Demand
from sim.stock import BACKORDER, SHORTAGES
from sim.supply import LeadTime

LARGEST_UNIT = 1_000_000


@dataclass(frozen=True)
class Receiver:
    """A stock of one item that serves a `demand` (units a day) and is replenished over lanes.

    Of a unit: `weight_kg`, `volume_m3`, `value`; `units_per_pallet` stand on a pallet, which takes `pallet_metres`
    loading metres. Costs: `holding` per unit and day in store, `transit_holding` per unit and day on the way,
    `backorder` per unit and day late, `shortage_cost` per unit not served at once, `order_cost` per order,
    `handling_per_shipment` and `handling_per_pallet` on receipt. `initial` units at first (the order-up-to level when
    None).
    """

    name: str
    demand: Demand
    item: str = ""
    weight_kg: Number = 1
    volume_m3: Number = 0
    value: Number = 0
    units_per_pallet: Number = 1
    pallet_metres: Number = 0.4
    shortage: str = BACKORDER
    holding: Number = 0
    transit_holding: Number = 0
    backorder: Number = 0
    shortage_cost: Number = 0
    order_cost: Number = 0
    handling_per_shipment: Number = 0
    handling_per_pallet: Number = 0
    initial: int | None = None

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.text("item")
        check.number("weight_kg", above=0)
        check.number("units_per_pallet", above=0, most=LARGEST_UNIT)
        check.choice("shortage", SHORTAGES)
        for name in (
            "volume_m3", "value", "pallet_metres", "holding", "transit_holding", "backorder", "shortage_cost",
            "order_cost", "handling_per_shipment", "handling_per_pallet",
        ):  # fmt: skip
            check.number(name, least=0)
        check.number("initial", least=0, whole=True, optional=True)
        check.done()

    def mean_demand(self, horizon: int) -> float:
        """Return the mean demand a day over the horizon, from its quantiles."""
        periods = min(horizon, 365)
        uniforms = np.repeat(((np.arange(128) + 0.5) / 128)[:, None], periods, axis=1)
        return float(np.mean(self.demand.of(uniforms)))


@dataclass(frozen=True)
class Flow:
    """Shipments for customers over one lane: `shipments` a day, each of a drawn `weight` in kilograms.

    `density` in kilograms per cubic metre gives the volume, `pallet_kg` the pallets (rounded up) of `pallet_metres`
    each, `value_per_kg` the value. Costs: `time_cost` per shipment and day from booking to delivery, `late_cost` per
    shipment delivered after what the lane promises.
    """

    name: str
    lane: str
    shipments: Demand
    weight: LeadTime
    density: Number = 200
    pallet_kg: Number = 400
    pallet_metres: Number = 0.4
    value_per_kg: Number = 0
    time_cost: Number = 0
    late_cost: Number = 0

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.text("lane")
        check.number("density", above=0)
        check.number("pallet_kg", above=0)
        for name in ("pallet_metres", "value_per_kg", "time_cost", "late_cost"):
            check.number(name, least=0)
        check.done()
