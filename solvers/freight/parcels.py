"""A parcel carrier's price: each parcel by its own chargeable weight, on a scale written by its upper ends."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from solvers.arguments import non_negative
from solvers.errors import SolverError
from solvers.freight.chargeable import Package, chargeable_weight, package_totals
from solvers.freight.tariff import Band, tariff_price

__all__ = ["ParcelLine", "ParcelPrice", "parcel_price"]


@dataclass(frozen=True, slots=True)
class ParcelLine:
    """Alike parcels: how many, the weight charged for one in kg, the price of one and of all in money."""

    quantity: int
    chargeable_kg: float
    unit_price: float
    price: float


@dataclass(frozen=True, slots=True)
class ParcelPrice:
    """The lines, the parcels and the price of the shipment."""

    lines: tuple[ParcelLine, ...]
    parcels: int
    price: float


def parcel_price(
    parcels: Sequence[Package],
    bands: Sequence[Band],
    *,
    most: float,
    m3_per_tonne: float,
    step_kg: float = 0.0,
    per_shipment: float = 0.0,
) -> ParcelPrice:
    """Price a shipment of parcels, each charged by itself.

    ``parcels`` at least one row, as in :func:`solvers.freight.chargeable.package_totals`; ``bands`` as
    :func:`solvers.freight.tariff.bands_up_to` gives them, ``most`` their last end: the heaviest parcel carried;
    ``m3_per_tonne`` and ``step_kg`` as in :func:`solvers.freight.chargeable.chargeable_weight`;
    ``per_shipment`` in money, 0 or more. SolverError otherwise.

    Source: usage of parcel carriers.

    >>> from solvers.freight.tariff import bands_up_to
    >>> found = parcel_price(
    ...     [Package(60, 40, 50, 12, quantity=2)], bands_up_to([10, 20, 30], [9, 13, 18]), most=30, m3_per_tonne=5
    ... )
    >>> found.lines[0].chargeable_kg, found.price
    (24.0, 36.0)
    """
    if not parcels:
        raise SolverError("parcels", [], "some_numbers")
    lines = []
    for one in parcels:
        totals = package_totals([one])
        weight = chargeable_weight(
            one.weight_kg, totals.volume_m3 / totals.packages, m3_per_tonne=m3_per_tonne, step_kg=step_kg
        ).chargeable_kg
        unit = tariff_price(bands, weight, pays_for=False, included="to", most=most).price
        lines.append(ParcelLine(totals.packages, weight, unit, unit * totals.packages))
    fixed = non_negative("per_shipment", per_shipment)
    total = math.fsum((fixed, *(line.price for line in lines)))
    return ParcelPrice(tuple(lines), sum(line.quantity for line in lines), total)
