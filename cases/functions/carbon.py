"""Greenhouse gases of transport by the method of ISO 14083, over a table of factors that the case names or gives.

A table is its name (``uk-2025``), a list of rows, or ``{name, over, rows}``: rows that replace or complete those
of a named table. A row of factors holds ``mode``, ``class``, ``value``, ``unit``, ``scope`` (``wtw``, ``ttw``) and may
hold ``source``, ``year``, ``place``. An element holds ``element``, ``mode`` and what ``solvers.carbon.chain`` asks.
"""

from __future__ import annotations

from dataclasses import asdict

from cases.expressions import ExpressionError, Function
from cases.functions.arguments import Record, cell, records, text, whole
from cases.functions.freight import built, rows_of
from cases.functions.plans import figure
from cases.plain import Plain
from solvers.carbon import allocation, chain, distance, factors, own_vehicle

ROW = ("mode", "class", "value", "unit", "scope", "source", "year", "place")
OWN_TABLE = ("name", "over", "rows")
OWN_NAME = "own"


# -- tables -----------------------------------------------------------------------------------------
def _table(given: object) -> factors.FactorTable:
    if isinstance(given, str):
        return factors.named_table(given)
    if isinstance(given, list):
        return factors.own_table(OWN_NAME, _rows(given))
    if not isinstance(given, dict):
        raise TypeError("the name of a table, or its rows")
    for name in given:
        if name not in OWN_TABLE:
            raise ExpressionError("expression_field", name=str(name)[:40])
    over = given.get("over")
    under = None if over is None else factors.named_table(text(over))
    return factors.own_table(text(given.get("name", OWN_NAME)), _rows(cell(given, "rows")), under)


def _rows(table: object) -> list[factors.Factor]:
    found = []
    for row in records(table):
        for name in row:
            if name not in ROW:
                raise ExpressionError("expression_field", name=str(name)[:40])
        found.append(
            factors.Factor(
                text(cell(row, "mode")),
                text(cell(row, "class")),
                figure(cell(row, "value")),
                text(row.get("unit", "kg/t.km")),
                text(row.get("scope", "wtw")),  # type: ignore[arg-type]  # a word that is refused there
                text(row.get("source", "")),
                whole(row.get("year", 0)),
                text(row.get("place", "")),
            )
        )
    return found


def _row(one: factors.Factor, table: str) -> Record:
    return {
        "table": table,
        "mode": one.mode,
        "class": one.klass,
        "value": one.value,
        "unit": one.unit,
        "scope": one.scope,
        "source": one.source,
        "year": one.year,
        "place": one.place,
    }


def _emission_factor(table: object, mode: object, klass: object, scope: object = "wtw") -> Record:
    """The row of a table for a class of a mode over a scope."""
    source = _table(table)
    found = factors.factor(source, text(mode), text(klass), text(scope))  # type: ignore[arg-type]  # refused there
    return _row(found, source.name)


def _factor_rows(table: object, mode: object = None, scope: object = None) -> list[Plain]:
    """The rows of a table, of one mode and one scope if named."""
    source = _table(table)
    return [
        _row(one, source.name)
        for one in source.factors
        if (mode is None or one.mode == text(mode)) and (scope is None or one.scope == text(scope))
    ]


def _factor_table(table: object) -> Record:
    """What a table is: ``name``, ``title``, ``year``, ``place``, ``source``, ``status``, ``notes``."""
    told = asdict(_table(table))
    del told["factors"]
    return told


# -- chains -----------------------------------------------------------------------------------------
def _elements(table: object) -> list[chain.Element]:
    rows = []
    for row in records(table):
        renamed = {("klass" if name == "class" else name): value for name, value in row.items()}
        rows.append(built(chain.Element, renamed))
    return rows


def _chain_emissions(elements: object, tonnes: float, table: object, scope: object = "wtw") -> Record:
    """A shipment through a chain: ``elements`` a row each, ``kg_co2e``, ``tonne_km``, ``intensity``, ``table``."""
    found = chain.chain_emissions(
        _elements(elements),
        tonnes,
        _table(table),
        text(scope),  # type: ignore[arg-type]  # a word that is refused there
    )
    rows: list[Plain] = []
    for one in found.elements:
        row = asdict(one)
        rows.append({("class" if name == "klass" else name): value for name, value in row.items()})
    return asdict(found) | {"elements": rows}


def _compare_factor_tables(chains: object, tonnes: float, scope: object = "wtw") -> list[Plain]:
    """A chain by several tables (rows of ``table``, ``elements``): ``kg_co2e``, gap to the first."""
    told = [(_table(cell(row, "table")), _elements(cell(row, "elements"))) for row in records(chains)]
    found = chain.compare_tables(told, tonnes, text(scope))  # type: ignore[arg-type]  # refused there
    return [asdict(one) for one in found]


# -- own vehicles, sharing --------------------------------------------------------------------------
def _vehicle_emissions(legs: object, kg_per_unit: float) -> Record:
    """A vehicle that knows its energy: rows of ``km``, ``tonnes`` (0: empty), ``used``."""
    return asdict(own_vehicle.vehicle_emissions(rows_of(own_vehicle.VehicleLeg, legs), kg_per_unit))


def _modelled_intensity(
    empty_per_100km: float,
    full_per_100km: float,
    payload: float,
    load_factor: float,
    empty_km: float,
    kg_per_unit: float,
) -> Record:
    """What a vehicle should emit by its load and empty running: ``used_per_km``, ``kg_per_km``, ``intensity``."""
    return asdict(
        own_vehicle.modelled_intensity(
            empty_per_100km, full_per_100km, payload, load_factor, empty_km, kg_per_unit
        )
    )


def _allocate_emissions(kg_co2e: float, shipments: object, by: object = "tonne_km") -> list[Plain]:
    """Emissions shared between shipments: ``share``, ``kg_co2e``, ``per_tonne`` each."""
    found = allocation.allocate(
        kg_co2e,
        rows_of(allocation.Shipment, shipments),
        text(by),  # type: ignore[arg-type]  # a word that is refused there
    )
    return [asdict(one) for one in found]


FUNCTIONS: dict[str, Function] = {
    "emission_factor": _emission_factor,
    "factor_rows": _factor_rows,
    "factor_table": _factor_table,
    "chain_emissions": _chain_emissions,
    "compare_factor_tables": _compare_factor_tables,
    "vehicle_emissions": _vehicle_emissions,
    "modelled_intensity": _modelled_intensity,
    "allocate_emissions": _allocate_emissions,
    "great_circle_km": distance.great_circle_km,
}
