"""What the carriage of a shipment costs and emits: the tariff of a leg, the hub before it, vehicles."""

from __future__ import annotations

from sim.transport.compiled import columns as c
from sim.transport.compiled.arrays import Fixed, Goods, Told
from sim.transport.compiled.compiling import part


@part
def price(fixed: Fixed, goods: Goods, k: int, s: int) -> float:
    """Return the freight of shipment s on leg k, the vehicles' own price left out (see `sim.transport.tariff`)."""
    legs, what = fixed.legs, goods.what
    chargeable = max(what[s, c.S_KG], what[s, c.S_CUBIC] * legs[k, c.T_DENSITY])
    found = legs[k, c.T_SHIPMENT] + _by_weight(fixed, k, chargeable)
    found += legs[k, c.T_PALLET] * what[s, c.S_PALLETS]
    found += legs[k, c.T_CUBIC] * what[s, c.S_CUBIC]
    found += legs[k, c.T_METRE] * what[s, c.S_METRES]
    found = max(found, legs[k, c.T_MINIMUM]) * (1 + legs[k, c.T_FUEL])
    return float(found + legs[k, c.T_VALUE] * what[s, c.S_VALUE])


@part
def _by_weight(fixed: Fixed, k: int, chargeable: float) -> float:
    """Return the part of a freight that follows the chargeable weight: by the bands of leg k, if it has some."""
    legs, bands = fixed.legs, fixed.bands
    first, count = int(legs[k, c.BAND_FIRST]), int(legs[k, c.BAND_COUNT])
    if count == 0:
        return float(legs[k, c.T_100_KG] * chargeable / 100)
    own = 0
    for at in range(count):
        if bands[first + at, 0] <= chargeable:
            own = at
    found = bands[first + own, 1] * chargeable / 100
    if legs[k, c.NEXT_BAND] > 0:
        for at in range(own + 1, count):
            found = min(found, bands[first + at, 1] * bands[first + at, 0] / 100)
    return float(found)


@part
def carry(fixed: Fixed, goods: Goods, told: Told, k: int, s: int, day: int) -> None:
    """Count what shipment s costs and emits on leg k, the hub where it begins among it."""
    legs, hubs, what = fixed.legs, fixed.hubs, goods.what
    tonnes = what[s, c.S_KG] / 1000
    told.cost[c.TRANSPORT, day] += price(fixed, goods, k, s)
    told.sums[c.TKM] += tonnes * legs[k, c.DISTANCE]
    kg_co2e = tonnes * legs[k, c.DISTANCE] * legs[k, c.FACTOR]
    h = int(legs[k, c.HUB])
    if fixed.rank[k] == 0:
        told.sums[c.FREIGHT_ORDERS] += 1
    elif h >= 0:
        by_pallet, by_weight = (
            hubs[h, c.H_PALLET] * what[s, c.S_PALLETS],
            hubs[h, c.H_100_KG] * what[s, c.S_KG] / 100,
        )
        told.cost[c.HANDLING, day] += hubs[h, c.H_SHIPMENT] + by_pallet + by_weight
        kg_co2e += tonnes * hubs[h, c.H_FACTOR]
    emit(fixed, told, kg_co2e, day)


@part
def drive(fixed: Fixed, told: Told, k: int, vehicles: float, day: int) -> None:
    """Count what vehicles cost and emit on leg k, full or not."""
    legs = fixed.legs
    told.cost[c.TRANSPORT, day] += vehicles * legs[k, c.T_VEHICLE] * (1 + legs[k, c.T_FUEL])
    emit(fixed, told, vehicles * legs[k, c.DISTANCE] * legs[k, c.VEHICLE_FACTOR], day)


@part
def emit(fixed: Fixed, told: Told, kg_co2e: float, day: int) -> None:
    """Count emissions and their price."""
    told.sums[c.EMITTED] += kg_co2e
    told.cost[c.CARBON, day] += kg_co2e * fixed.carbon_price / 1000
