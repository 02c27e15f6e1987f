"""Freight: mode choice by total logistics cost, break-evens, carriers' scales and bills, containers.

A flow, a mode, a supplement, a pallet… is a record of the fields that its class in ``solvers.freight`` names, and no
other: a name misspelt would be a cost forgotten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TypeVar

from cases.expressions import Function
from cases.functions.arguments import Record, cell, figures, listed, records, text, whole
from cases.functions.plans import figure
from cases.functions.shaped import Readers, shaped
from cases.plain import Plain
from solvers.freight import (
    break_even,
    chargeable,
    containers,
    freight_bill,
    logistics_cost,
    parcels,
    tariff,
)

Made = TypeVar("Made")
COUNTS: Readers = dict.fromkeys(("quantity", "stack", "year"), whole)  # half a parcel is a mistake to tell


def built(kind: type[Made], record: object) -> Made:
    """A dataclass of ``solvers.freight`` from a record; None only where its field may be none, counts whole."""
    return shaped(kind, record, COUNTS, gaps=False)


def rows_of(kind: type[Made], table: object) -> list[Made]:
    """Rows of a table as dataclasses of ``solvers``; as ``built``."""
    return [built(kind, row) for row in records(table)]


# -- modes ------------------------------------------------------------------------------------------
def _ranked(found: Sequence[logistics_cost.RankedMode]) -> list[Plain]:
    return [asdict(one.cost) | {"rank": one.rank, "gap": one.gap} for one in found]


def _flow(record: object) -> logistics_cost.Flow:
    return built(logistics_cost.Flow, record)


def _mode(record: object) -> logistics_cost.Mode:
    return built(logistics_cost.Mode, record)


def _logistics_cost(flow: object, mode: object) -> Record:
    """The yearly logistics cost of a flow by a mode, part by part, with ``total`` and ``per_unit``."""
    return asdict(logistics_cost.logistics_cost(_flow(flow), _mode(mode)))


def _compare_modes(flow: object, modes: object) -> list[Plain]:
    """A row for each mode: parts, ``total``, ``rank``, ``gap`` to the cheapest."""
    return _ranked(logistics_cost.compare_modes(_flow(flow), rows_of(logistics_cost.Mode, modes)))


def _best_frequency(flow: object, mode: object, frequencies: object, review: bool = False) -> list[Plain]:
    """A row for each number of shipments a year: parts, ``total``, ``rank``, ``gap``."""
    if not isinstance(review, bool):
        raise TypeError("a truth value")
    numbers = figures(frequencies)
    return _ranked(logistics_cost.best_frequency(_flow(flow), _mode(mode), numbers, review=review))


def _break_even_distance(
    fixed_first: float,
    rate_first: float,
    fixed_second: float,
    rate_second: float,
    names: object = None,
) -> Record:
    """Where two costs, a fixed part and a rate each, are equal: ``at``, ``cost``, who is cheaper below and above."""
    told = [text(name) for name in listed(["first", "second"] if names is None else names)]
    if len(told) != 2:
        raise TypeError("a list of two names")
    pair = (told[0], told[1])
    return asdict(break_even.linear_break_even(fixed_first, rate_first, fixed_second, rate_second, pair))


def _break_even_goods_value(flow: object, first: object, second: object) -> Record:
    """The value of the goods at which two modes cost a flow as much."""
    given = {"unit_value": 0, **flow} if isinstance(flow, dict) else flow
    return asdict(break_even.break_even_goods_value(_flow(given), _mode(first), _mode(second)))


def _break_even_volume(flow: object, first: object, second: object, least: float, most: float) -> Record:
    """The yearly demand at which two modes cost as much."""
    given = {"annual_demand": 1, **flow} if isinstance(flow, dict) else flow
    return asdict(break_even.break_even_volume(_flow(given), _mode(first), _mode(second), least, most))


# -- what is charged --------------------------------------------------------------------------------
def _equivalence(rule: object, step: object) -> tuple[float, float]:
    """The m³ that count for a tonne and the step, by a rule's name or by figures."""
    named = chargeable.volumetric_rule(rule) if isinstance(rule, str) else None
    ratio = figure(rule) if named is None else named.m3_per_tonne
    if step is not None:
        return ratio, figure(step)
    return ratio, 0.0 if named is None else named.step_kg


def _chargeable_weight(
    gross_kg: float,
    volume_m3: float,
    rule: object,
    step: object = None,
    metres: float = 0.0,
    kg_per_metre: float = 0.0,
) -> Record:
    """The weight charged; ``rule`` a name of the data file, or the m³ that count for a tonne."""
    ratio, each = _equivalence(rule, step)
    found = chargeable.chargeable_weight(
        gross_kg,
        volume_m3,
        m3_per_tonne=ratio,
        step_kg=each,
        metres=metres,
        kg_per_metre=kg_per_metre,
    )
    return asdict(found)


def _bands(table: object) -> list[tariff.Band]:
    return [
        tariff.Band(
            figure(cell(row, "from")),
            figure(cell(row, "price")),
            None if row.get("per", 100) is None else figure(row.get("per", 100)),
        )
        for row in records(table)
    ]


def _tariff_price(
    table: object,
    quantity: float,
    minimum: float = 0.0,
    pays_for: bool = True,
    step: float = 0.0,
    scheme: object = "whole",
) -> Record:
    """A shipment priced by a scale: rows of ``from`` (or ``to``, its last value the most), ``price``, ``per``."""
    rows = records(table)
    if not isinstance(pays_for, bool):
        raise TypeError("a truth value")
    ends = bool(rows) and "to" in rows[0]
    found = tariff.tariff_price(
        _bands_to(rows) if ends else _bands(rows),
        quantity,
        minimum=minimum,
        pays_for=pays_for,
        step=step,
        included="to" if ends else "from",
        scheme=text(scheme),  # type: ignore[arg-type]  # a word that it refuses itself
        most=figure(cell(rows[-1], "to")) if ends else None,
    )
    return asdict(found)


def _bands_to(rows: list[Record]) -> list[tariff.Band]:
    starts = tariff.bands_up_to(
        [figure(cell(row, "to")) for row in rows], [figure(cell(row, "price")) for row in rows]
    )
    pers = [row.get("per") for row in rows]
    return [
        tariff.Band(band.start, band.price, None if per is None else figure(per))
        for band, per in zip(starts, pers, strict=True)
    ]


def _pays_for_weights(table: object) -> list[Plain]:
    """The quantity of each band above which the next one, paid from its start, costs less."""
    return [
        {"from": one.start, "above": one.above, "paid_as": one.paid_as}
        for one in tariff.pays_for_weights(_bands(table))
    ]


def _parcel_price(
    packages: object, scale: object, rule: object, step: object = None, per_shipment: float = 0.0
) -> Record:
    """A shipment of parcels, each charged by itself, on rows of ``to`` and ``price``."""
    rows = records(scale)
    ratio, each = _equivalence(rule, step)
    found = parcels.parcel_price(
        rows_of(chargeable.Package, packages),
        _bands_to(rows),
        most=figure(cell(rows[-1], "to")) if rows else 0.0,
        m3_per_tonne=ratio,
        step_kg=each,
        per_shipment=per_shipment,
    )
    return asdict(found) | {"lines": [asdict(line) for line in found.lines]}


def _freight_bill(freight: float, fuel_rate: float = 0.0, supplements: object = None) -> Record:
    """A carrier's bill: ``freight``, ``fuel``, ``lines``, ``supplements``, ``total``."""
    extra = rows_of(freight_bill.Supplement, supplements or [])
    found = freight_bill.freight_bill(freight, fuel_rate=fuel_rate, supplements=extra)
    return asdict(found) | {"lines": [asdict(line) for line in found.lines]}


# -- containers -------------------------------------------------------------------------------------
def _container_offers(table: object, fill: float) -> list[containers.ContainerOffer]:
    """Offers; volume and payload come from the data file where a row does not give them."""
    offers = []
    for row in records(table):
        name = text(cell(row, "container"))
        if "volume_m3" in row and "payload_kg" in row:
            volume, payload = figure(row["volume_m3"]), figure(row["payload_kg"])
        else:
            size = containers.container_size(name)
            volume = figure(row.get("volume_m3", size.volume_m3))
            payload = figure(row.get("payload_kg", size.payload_kg))
        offers.append(
            containers.ContainerOffer(name, figure(cell(row, "price")), volume * figure(fill), payload)
        )
    return offers


def _container_choice(
    volume_m3: float, weight_kg: float, offers: object, groupage: object = None, fill: float = 1.0
) -> Record:
    """The cheapest containers and groupage; ``fill`` the share of a container's volume that can be used."""
    terms = None if groupage is None else built(containers.Groupage, groupage)
    found = containers.container_choice(volume_m3, weight_kg, _container_offers(offers, fill), terms)
    return asdict(found) | {"containers": dict(found.containers)}


FUNCTIONS: dict[str, Function] = {
    "logistics_cost": _logistics_cost,
    "compare_modes": _compare_modes,
    "best_frequency": _best_frequency,
    "break_even_distance": _break_even_distance,
    "break_even_goods_value": _break_even_goods_value,
    "break_even_volume": _break_even_volume,
    "chargeable_weight": _chargeable_weight,
    "package_totals": lambda packages: asdict(
        chargeable.package_totals(rows_of(chargeable.Package, packages))
    ),
    "loading_metres": lambda pallets, width_m=chargeable.TRAILER_WIDTH_M: chargeable.loading_metres(
        rows_of(chargeable.Pallets, pallets), width_m
    ),
    "tariff_price": _tariff_price,
    "pays_for_weights": _pays_for_weights,
    "fuel_surcharge": freight_bill.fuel_surcharge_rate,
    "fuel_step": lambda steps, index: freight_bill.fuel_step_rate(
        rows_of(freight_bill.FuelStep, steps), index
    ),
    "freight_bill": _freight_bill,
    "parcel_price": _parcel_price,
    "groupage_price": lambda volume_m3, weight_kg, terms: containers.groupage_price(
        volume_m3, weight_kg, built(containers.Groupage, terms)
    ),
    "container_size": lambda name: asdict(containers.container_size(text(name))),
    "container_choice": _container_choice,
}
