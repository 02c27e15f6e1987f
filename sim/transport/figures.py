"""Indicators of lanes, from the sums of the compiled loop."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.transport.compiled import Drawn, Fixed, Told, replications
from sim.transport.compiled import columns as k
from sim.transport.delays import CAUSES
from sim.transport.draws import Paths, legs_of, paths
from sim.transport.world import World

Floats = NDArray[np.float64]

COSTS = ("transport", "handling", "ordering", "holding", "transit", "shortage", "claims", "carbon")
INDICATORS: tuple[str, ...] = (
    "total_cost", *(f"{part}_cost" for part in COSTS),
    "fill_rate", "stock_out_days", "otif_rate", "mean_transit_time", "transit_time_sd",
    "load_factor", "vehicles", "shipments", "rolled_over", "cost_per_tkm", "cost_per_order", "cost_per_pallet",
    "claims_rate", "co2e", "co2e_per_tkm", "tonne_km",
    "mean_stock", "stock_value", "mean_in_transit", "orders", "backup_share",
    *(f"delay_{cause}" for cause in CAUSES),
)  # fmt: skip
MOST_DRAWN = 8_000_000  # figures drawn at once


def fixed(world: World) -> Fixed:
    """Return what the compiled loop takes beside the draws. Raises InvalidError without a policy."""
    lanes, settings = world.run_lanes(), world.settings()
    legs = legs_of(lanes)
    places = {hub.name: place for place, hub in enumerate(world.hubs)}
    bands: list[tuple[float, float]] = []
    causes: list[int] = []
    leg_rows = []
    for leg in legs:
        t = leg.tariff
        leg_rows.append(
            (
                leg.departures.on_demand, leg.departures.cut_off, leg.departures.fill, leg.departures.longest_wait,
                leg.vehicles or 0, leg.is_bounded, *leg.capacity.row, leg.distance_km, leg.emission_factor,
                leg.vehicle_emission_factor, t.per_shipment, t.per_vehicle, t.per_100_kg, t.per_pallet,
                t.per_cubic_metre, t.per_loading_metre, t.ad_valorem, t.minimum, t.fuel, t.density, len(bands),
                len(t.bands), t.next_band, places.get(leg.origin, -1), len(causes), len(leg.delays),
            )
        )  # fmt: skip
        bands += [(float(band.least), float(band.price)) for band in t.bands]
        causes += [CAUSES.index(delay.cause) for delay in leg.delays]
    hub_rows = []
    for hub in world.hubs:
        hub_rows.append(
            (
                hub.per_shipment, hub.per_pallet, hub.per_100_kg, hub.emission_factor, len(causes), len(hub.delays),
                hub.customs,
            )
        )  # fmt: skip
        causes += [CAUSES.index(delay.cause) for delay in hub.delays]
    lane_rows = []
    first = 0
    for lane in lanes:
        loss = 1 - math.prod(1 - leg.loss for leg in lane.legs)
        damage = 1 - math.prod(1 - leg.damage for leg in lane.legs)
        lane_rows.append(
            (
                first, len(lane.legs), lane.promise(world.hubs), loss, damage, lane.damage_share, lane.liability_per_kg,
                lane.claim_cost,
            )
        )  # fmt: skip
        first += len(lane.legs)
    receiver_rows = [
        (
            one.weight_kg, one.volume_m3, one.units_per_pallet, one.pallet_metres, one.value, one.shortage == "lost",
            one.holding, one.transit_holding, one.backorder, one.shortage_cost, one.order_cost,
            one.handling_per_shipment, one.handling_per_pallet, rule.level if one.initial is None else one.initial,
            rule.level, rule.point, rule.lot, rule.base, rule.backup, rule.backup_level, rule.planned,
            rule.backup_planned, rule.most, rule.backup_most,
        )
        for one, rule in zip(world.receivers, settings, strict=True)
    ]  # fmt: skip
    return Fixed(
        lanes=_rows(lane_rows, 8),
        legs=_rows(leg_rows, 29),
        rank=np.array([rank for lane in lanes for rank in range(len(lane.legs))], np.int64),
        bands=_rows(bands, 2),
        causes=np.array(causes, np.int64),
        hubs=_rows(hub_rows, 7),
        receivers=_rows(receiver_rows, 24),
        flows=_rows([(flow.time_cost, flow.late_cost) for flow in world.flows], 2),
        leaves=np.array([leg.departures.days(world.horizon) for leg in legs], np.bool_),
        order_days=np.array([rule.days for rule in settings], np.bool_).reshape(len(settings), world.horizon),
        carbon_price=float(world.carbon_price),
        warm_up=world.warm_up,
        horizon=world.horizon,
    )


def _rows(rows: list[Any], columns: int) -> Floats:
    return np.array(rows, np.float64).reshape(len(rows), columns)


def sums(world: World, seed: int, label: str, replications: int) -> tuple[Floats, Floats]:
    """Return cost parts and sums of replications 0 to replications - 1, a row each. Raises InvalidError."""
    given = fixed(world)
    each = world.horizon * (
        2 * len(given.legs) + len(given.causes) + len(world.hubs) + 5 * len(world.receivers)
    )
    each += 10 * world.shipments()
    block = max(1, min(replications, MOST_DRAWN // max(each, 1)))
    found = []
    for first in range(0, replications, block):
        drawn = paths(world, seed, label, first, min(block, replications - first))
        found.append(run(given, drawn, 0)[:2])
    return np.concatenate([one[0] for one in found]), np.concatenate([one[1] for one in found])


def run(given: Fixed, drawn: Paths, room_for_events: int) -> tuple[Floats, Floats, Told]:
    """Run the compiled loop over some draws (see `sim.transport.compiled.replication.replications`)."""
    of_all = Drawn(
        drawn.demand, drawn.fate, drawn.shipments, drawn.transit, drawn.closed, drawn.handled, drawn.delay
    )
    return replications(given, of_all, drawn.first, room_for_events)


def figures(world: World, parts: Floats, counted: Floats) -> dict[str, Floats]:
    """Turn cost parts (replications, PARTS) and sums (replications, SUMS) into `INDICATORS`, one figure a replication.

    Money in the currency of the prices: transport_cost is freight; handling_cost hubs and receipt; holding_cost stock
    at receivers; transit_cost what is on the way; shortage_cost units late or missing, shipments late; claims_cost
    goods lost less what carriers pay, and handling of claims; carbon_cost CO2e at its price. otif_rate,
    claims_rate: shares of shipments delivered. mean_transit_time, transit_time_sd in days, booking to delivery.
    load_factor: load over capacity of vehicles, by the measure that bounds most. vehicles: used on legs with a
    capacity. rolled_over: shipments left behind by a full departure, each time. cost_per_tkm: transport_cost over
    tonne_km; cost_per_order, cost_per_pallet: transport and handling over shipments sent and pallets delivered. co2e
    in kg, co2e_per_tkm in grams. delay_…: days lost by cause, shipment by shipment.
    """
    days = world.horizon - world.warm_up
    cost = {f"{part}_cost": parts[:, place] for place, part in enumerate(COSTS)}
    total = np.zeros(len(parts))
    for part in cost.values():
        total = total + part
    c = counted.T
    delivered, tkm = np.maximum(c[k.DELIVERED], 1), c[k.TKM]
    mean = c[k.TIME] / delivered
    moved = cost["transport_cost"] + cost["handling_cost"]
    found = {
        "total_cost": total,
        **cost,
        "fill_rate": 1 - c[k.SHORT] / np.maximum(c[k.DEMAND], 1),
        "stock_out_days": c[k.SHORT_DAYS],
        "otif_rate": c[k.ON_TIME_FULL] / delivered,
        "mean_transit_time": mean,
        "transit_time_sd": np.sqrt(np.maximum(c[k.TIME_SQUARES] / delivered - mean * mean, 0)),
        "load_factor": _share(c[k.LOAD], c[k.USED]),
        "vehicles": c[k.USED],
        "shipments": c[k.FREIGHT_ORDERS],
        "rolled_over": c[k.ROLLED],
        "cost_per_tkm": _share(cost["transport_cost"], tkm),
        "cost_per_order": _share(moved, c[k.FREIGHT_ORDERS]),
        "cost_per_pallet": _share(moved, c[k.DELIVERED_PALLETS]),
        "claims_rate": c[k.CLAIMED] / delivered,
        "co2e": c[k.EMITTED],
        "co2e_per_tkm": _share(1000 * c[k.EMITTED], tkm),
        "tonne_km": tkm,
        "mean_stock": c[k.STOCK] / days,
        "stock_value": c[k.STOCK_VALUE] / days,
        "mean_in_transit": c[k.WAY] / days,
        "orders": c[k.ORDERS],
        "backup_share": _share(c[k.BACKUP_ORDERED], c[k.ORDERED]),
        **{f"delay_{cause}": c[k.BY_CAUSE + place] for place, cause in enumerate(CAUSES)},
    }
    return {name: found[name] for name in INDICATORS}


def _share(part: Floats, whole: Floats) -> Floats:
    """Return part / whole, 0 where there is nothing."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
