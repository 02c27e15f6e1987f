"""The emissions of a transport chain: its elements and hubs, each by its activity or by its own energy."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from solvers.arguments import SMALLEST, non_negative, number, positive
from solvers.carbon.factors import ENERGY, FactorTable, Scope, factor
from solvers.errors import SolverError

__all__ = [
    "ChainEmissions",
    "Element",
    "ElementEmissions",
    "TableTotal",
    "chain_emissions",
    "compare_tables",
]

MAX_ELEMENTS = 100
HUB = "hub"


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a transport chain (TCE): a leg of transport, or a hub.

    A leg has a ``mode`` and ``klass`` of the table, or its own ``intensity`` in kg CO2e a tonne-km, and
    ``distance_km`` of transport activity (great circle or shortest feasible; ``adjustment`` divides an actual
    distance into it). Instead of a factor a leg or a hub may give the ``energy`` that it used, a class of the
    table's energies, and ``used`` in its unit, of which ``share`` is the shipment's. A hub has ``mode`` "hub"
    and its ``kg_per_tonne``, a class, or energy. ``tonnes`` None: those of the chain.
    """

    element: str
    mode: str
    klass: str = ""
    distance_km: float = 0.0
    tonnes: float | None = None
    intensity: float | None = None
    adjustment: float = 1.0
    energy: str = ""
    used: float = 0.0
    share: float = 1.0
    kg_per_tonne: float | None = None


@dataclass(frozen=True, slots=True)
class ElementEmissions:
    """An element's activity in tonne-km, its kg CO2e, its share of the chain, kg a tonne-km (None for a hub)."""

    element: str
    mode: str
    klass: str
    tonnes: float
    distance_km: float
    tonne_km: float
    kg_co2e: float
    share: float
    intensity: float | None


@dataclass(frozen=True, slots=True)
class ChainEmissions:
    """The elements, then the chain: kg CO2e, tonne-km, kg a tonne-km and a tonne; the table and the scope."""

    elements: tuple[ElementEmissions, ...]
    kg_co2e: float
    tonne_km: float
    intensity: float | None
    per_tonne: float
    table: str
    scope: str


@dataclass(frozen=True, slots=True)
class TableTotal:
    """A chain by one table: kg CO2e, and the gap to the first table, in kg and as a share of it."""

    table: str
    kg_co2e: float
    gap: float
    gap_share: float


def chain_emissions(
    elements: Sequence[Element], tonnes: float, table: FactorTable, scope: Scope = "wtw"
) -> ChainEmissions:
    """Give the emissions of a shipment through a transport chain, element by element.

    ``elements`` 1 to 100, names that differ; ``tonnes`` of the shipment (packaging included), above 0; distances,
    energy and intensities 0 or more, shares up to 1. SolverError otherwise, and when the table lacks a factor.

    A leg: tonnes · km · intensity, or energy · factor · share; a hub: tonnes · kg a tonne, or its
    energy. The chain's intensity is Σ kg ÷ Σ tonne-km of its legs.

    Source: ISO 14083 (2023), quantification at the level of transport chain elements.

    >>> from solvers.carbon.factors import named_table
    >>> legs = [Element("truck", "road", "articulated, average", 100), Element("train", "rail", "freight train", 900)]
    >>> found = chain_emissions(legs, 20, named_table("uk-2025"))
    >>> [round(one.kg_co2e, 2) for one in found.elements], round(found.kg_co2e, 2), found.table
    ([192.46, 624.6], 817.06, 'uk-2025')
    """
    if not 1 <= len(elements) <= MAX_ELEMENTS:
        raise SolverError("elements", len(elements), "count_between", least=1, most=MAX_ELEMENTS)
    names = [one.element for one in elements]
    if len(set(names)) < len(names):
        raise SolverError("elements", names, "distinct_names")
    load = positive("tonnes", tonnes)
    found = []
    for one in elements:
        own = load if one.tonnes is None else positive(f"tonnes ({one.element})", one.tonnes)
        distance = non_negative(f"distance_km ({one.element})", one.distance_km)
        distance /= positive(f"adjustment ({one.element})", one.adjustment)
        activity = 0.0 if one.mode == HUB else own * distance
        found.append((one, own, distance, activity, _kg(one, own, activity, table, scope)))
    total = math.fsum(row[4] for row in found)
    work = math.fsum(row[3] for row in found)
    rows = tuple(
        ElementEmissions(
            one.element,
            one.mode,
            one.klass,
            own,
            distance,
            activity,
            kg,
            kg / total if total >= SMALLEST else 0.0,
            kg / activity if activity >= SMALLEST else None,
        )
        for one, own, distance, activity, kg in found
    )
    return ChainEmissions(
        rows, total, work, total / work if work >= SMALLEST else None, total / load, table.name, scope
    )


def compare_tables(
    chains: Sequence[tuple[FactorTable, Sequence[Element]]], tonnes: float, scope: Scope = "wtw"
) -> tuple[TableTotal, ...]:
    """Give the emissions of a chain by several tables, with the gap of each to the first.

    ``chains`` a table with the elements under that table's classes (sources name their classes each its own
    way), at least one; the rest as in :func:`chain_emissions`.

    Source: as :func:`chain_emissions`.

    >>> from solvers.carbon.factors import named_table
    >>> uk = [Element("truck", "road", "articulated over 33 t", 500)]
    >>> fr = [Element("truck", "road", "articulated 40 t, general goods, long haul", 500)]
    >>> found = compare_tables([(named_table("uk-2025"), uk), (named_table("fr-2012"), fr)], 10)
    >>> [(one.table, round(one.kg_co2e), round(one.gap_share, 3)) for one in found]
    [('uk-2025', 475, 0.0), ('fr-2012', 420, -0.116)]
    """
    if not chains:
        raise SolverError("chains", [], "some_numbers")
    totals = [
        (table.name, chain_emissions(elements, tonnes, table, scope).kg_co2e) for table, elements in chains
    ]
    first = totals[0][1]
    return tuple(
        TableTotal(name, kg, kg - first, (kg - first) / first if first >= SMALLEST else 0.0)
        for name, kg in totals
    )


def _kg(one: Element, tonnes: float, activity: float, table: FactorTable, scope: Scope) -> float:
    where = f"({one.element})"
    if one.energy:
        if not 0 <= number(f"share {where}", one.share) <= 1:
            raise SolverError(f"share {where}", one.share, "closed_fraction")
        used = non_negative(f"used {where}", one.used)
        return used * one.share * factor(table, ENERGY, one.energy, scope).value
    if one.mode == HUB:
        if one.kg_per_tonne is not None:
            return tonnes * non_negative(f"kg_per_tonne {where}", one.kg_per_tonne)
        return tonnes * factor(table, HUB, one.klass, scope).value
    if one.intensity is not None:
        return activity * non_negative(f"intensity {where}", one.intensity)
    return activity * factor(table, one.mode, one.klass, scope).value
