"""Emissions of a vehicle or a round shared between its shipments."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from solvers.arguments import SMALLEST, non_negative
from solvers.errors import SolverError

__all__ = ["Shipment", "ShipmentEmissions", "allocate"]

Key = Literal["tonne_km", "tonnes", "volume", "count"]


@dataclass(frozen=True, slots=True)
class Shipment:
    """A shipment: tonnes, ``distance_km`` from its origin to its destination (not along the round), m³, items."""

    shipment: str
    tonnes: float = 0.0
    distance_km: float = 0.0
    volume_m3: float = 0.0
    items: float = 1.0


@dataclass(frozen=True, slots=True)
class ShipmentEmissions:
    """A shipment's weight in the sharing, its share, its kg CO2e, kg a tonne (None without tonnes)."""

    shipment: str
    weight: float
    share: float
    kg_co2e: float
    per_tonne: float | None


def allocate(
    kg_co2e: float, shipments: Sequence[Shipment], by: Key = "tonne_km"
) -> tuple[ShipmentEmissions, ...]:
    """Share emissions between shipments.

    ``kg_co2e`` 0 or more; ``shipments`` with names that differ and figures 0 or more, of which one at least counts;
    ``by`` "tonne_km" (the rule of ISO 14083), "tonnes", "volume" or "count" (items: parcels, pallets).
    SolverError otherwise. In a round the distance of each is the direct one, so that the order of the stops does not
    change the sharing.

    Source: ISO 14083 (2023), allocation; EN 16258 (2012) for the other keys.

    >>> found = allocate(90, [Shipment("A", 2, 50), Shipment("B", 1, 200)])
    >>> [(one.shipment, one.kg_co2e) for one in found]
    [('A', 30.0), ('B', 60.0)]
    """
    total = non_negative("kg_co2e", kg_co2e)
    names = [one.shipment for one in shipments]
    if not names or len(set(names)) < len(names):
        raise SolverError("shipments", names, "distinct_names")
    if by not in {"tonne_km", "tonnes", "volume", "count"}:
        raise SolverError("by", by, "one_of", words="tonne_km, tonnes, volume, count")
    for one in shipments:
        for name in ("tonnes", "distance_km", "volume_m3", "items"):
            non_negative(f"{name} ({one.shipment})", getattr(one, name))
    weights = [_weight(one, by) for one in shipments]
    whole = math.fsum(weights)
    if whole < SMALLEST:
        raise SolverError("shipments", weights, "some_above_zero")
    return tuple(
        ShipmentEmissions(
            one.shipment,
            weight,
            weight / whole,
            total * weight / whole,
            total * weight / whole / one.tonnes if one.tonnes >= SMALLEST else None,
        )
        for one, weight in zip(shipments, weights, strict=True)
    )


def _weight(one: Shipment, by: Key) -> float:
    return {
        "tonne_km": one.tonnes * one.distance_km,
        "tonnes": one.tonnes,
        "volume": one.volume_m3,
        "count": one.items,
    }[by]
