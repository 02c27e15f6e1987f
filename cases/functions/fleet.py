"""Vehicles and fleets: cost of a year and of a tour, own vehicles against hired ones, budget, use."""

from __future__ import annotations

from dataclasses import asdict

from cases.expressions import Function
from cases.functions.arguments import Record, cell, figures, records, text
from cases.functions.freight import built
from cases.functions.plans import figure
from cases.plain import Plain
from solvers.freight import fleet, vehicle_cost

GROUP = ("km", "hours", "days", "extra")


def _vehicle_cost(year: object, driver_in: object = "hour") -> Record:
    """The cost price of a vehicle over a year: items, ``rates`` (per_km, per_hour, per_day), ``total``."""
    found = vehicle_cost.vehicle_cost(
        built(vehicle_cost.VehicleYear, year),
        driver_in=text(driver_in),  # type: ignore[arg-type]  # a word that it refuses itself
    )
    return asdict(found)


def _rates(
    km_costs: float,
    km: float,
    hour_costs: float = 0.0,
    hours: float = 1.0,
    day_costs: float = 0.0,
    days: float = 1.0,
) -> Record:
    """The three terms from yearly sums: ``per_km``, ``per_hour``, ``per_day``."""
    return asdict(
        vehicle_cost.rates_from_totals(
            km_costs, km, hour_costs=hour_costs, hours=hours, day_costs=day_costs, days=days
        )
    )


def _tour_cost(
    rates: object,
    km: float,
    hours: float = 0.0,
    days: float = 0.0,
    extra: float = 0.0,
    empty_km: float = 0.0,
    tonnes: float = 0.0,
) -> Record:
    """What a tour costs: parts, ``total``, and a km, a loaded km, a tonne, a tonne-km (None without)."""
    found = vehicle_cost.tour_cost(
        built(vehicle_cost.Rates, rates),
        km,
        hours=hours,
        days=days,
        extra=extra,
        empty_km=empty_km,
        tonnes=tonnes,
    )
    return asdict(found)


def _own_or_hire(own_fixed: float, own_rate: float, hire_rate: float, hire_fixed: float = 0.0) -> Record:
    """The activity at which own and hired cost as much: ``at``, ``cost``, who is cheaper ``below`` and ``above``."""
    return asdict(fleet.own_or_hire(own_fixed, own_rate, hire_rate, hire_fixed))


def _fleet_sizes(needs: object, fixed: float, use_per_day: float, hire_per_day: float) -> list[Plain]:
    """A row for each number of own vehicles, the rest hired: costs, days, ``rank``."""
    return [asdict(one) for one in fleet.fleet_sizes(figures(needs), fixed, use_per_day, hire_per_day)]


def _group(row: Record) -> fleet.VehicleGroup:
    rates = vehicle_cost.Rates(*(figure(row.get(name, 0)) for name in ("per_km", "per_hour", "per_day")))
    activity = {name: figure(row.get(name, 0)) for name in GROUP}
    return fleet.VehicleGroup(text(cell(row, "group")), figure(cell(row, "vehicles")), rates, **activity)


def _fleet_budget(groups: object, hired: float = 0.0) -> Record:
    """The budget of a fleet: ``lines`` a group (rows with the three rates), ``hired``, ``total``."""
    found = fleet.fleet_budget([_group(row) for row in records(groups)], hired)
    return asdict(found) | {"lines": [asdict(line) for line in found.lines]}


def _fleet_use(legs: object, cost: object = None) -> Record:
    """How legs (rows of ``km``, ``tonnes``, ``capacity``) used their vehicles."""
    spent = None if cost is None else figure(cost)
    kept = [
        fleet.Leg(*(figure(cell(row, name)) for name in ("km", "tonnes", "capacity")))
        for row in records(legs)
    ]
    return asdict(fleet.fleet_use(kept, spent))


FUNCTIONS: dict[str, Function] = {
    "vehicle_cost": _vehicle_cost,
    "vehicle_rates": _rates,
    "tour_cost": _tour_cost,
    "own_or_hire": _own_or_hire,
    "fleet_sizes": _fleet_sizes,
    "fleet_budget": _fleet_budget,
    "fleet_use": _fleet_use,
}
