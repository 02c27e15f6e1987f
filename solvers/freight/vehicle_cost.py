"""What a vehicle costs: its year, the three-term rate (km, hour, day), a tour with its empty running."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Literal

from solvers.arguments import SMALLEST, non_negative, positive
from solvers.errors import SolverError

__all__ = [
    "Rates",
    "TourCost",
    "VehicleCost",
    "VehicleYear",
    "rates_from_totals",
    "tour_cost",
    "vehicle_cost",
]

DriverIn = Literal["hour", "day"]


@dataclass(frozen=True, slots=True)
class VehicleYear:
    """A year of a vehicle: its activity, then what each item costs.

    ``km``, ``hours`` of service and ``days`` of use a year; ``purchase`` and ``residual`` value in money over
    ``life_years``; ``interest_rate`` a year on the mean capital; ``insurance``, ``taxes``, ``structure``
    (overheads) and ``other_fixed`` in money a year; ``wages`` gross a year with ``charges_rate`` on them,
    ``expenses`` of the driver a day; ``fuel_l_100km`` at ``fuel_price`` a litre; ``tyres`` the price of a set
    that lasts ``tyres_km``; ``maintenance_km`` and ``tolls_km`` in money a km.
    """

    km: float
    hours: float
    days: float
    purchase: float = 0.0
    residual: float = 0.0
    life_years: float = 1.0
    interest_rate: float = 0.0
    insurance: float = 0.0
    taxes: float = 0.0
    structure: float = 0.0
    other_fixed: float = 0.0
    wages: float = 0.0
    charges_rate: float = 0.0
    expenses: float = 0.0
    fuel_l_100km: float = 0.0
    fuel_price: float = 0.0
    tyres: float = 0.0
    tyres_km: float | None = None
    maintenance_km: float = 0.0
    tolls_km: float = 0.0


@dataclass(frozen=True, slots=True)
class Rates:
    """The three terms in money: a kilometre, an hour of service, a day of use."""

    per_km: float
    per_hour: float = 0.0
    per_day: float = 0.0


@dataclass(frozen=True, slots=True)
class VehicleCost:
    """Items in money a year, their three sums, the rates that they make, the total and its cost a km."""

    fuel: float
    tyres: float
    maintenance: float
    tolls: float
    driver: float
    expenses: float
    depreciation: float
    finance: float
    insurance: float
    taxes: float
    structure: float
    other_fixed: float
    km_term: float
    hour_term: float
    day_term: float
    rates: Rates
    total: float
    cost_per_km: float


@dataclass(frozen=True, slots=True)
class TourCost:
    """A tour's parts in money and its total, then the total a km run, a km loaded, a tonne and a tonne-km.

    The last three are None without loaded km, tonnes or tonne-km; ``empty_cost`` is what the empty km cost by their
    kilometre term; ``empty_share`` the share of km run empty.
    """

    km_cost: float
    hour_cost: float
    day_cost: float
    extra: float
    total: float
    empty_cost: float
    empty_share: float
    per_km: float
    per_loaded_km: float | None
    per_tonne: float | None
    per_tonne_km: float | None


def vehicle_cost(year: VehicleYear, *, driver_in: DriverIn = "hour") -> VehicleCost:
    """Give the cost price of a vehicle over a year, item by item, and its three-term rates.

    ``year`` as its class says: km, hours, days and life above 0, the rest 0 or more, the residual value at most
    the purchase, ``tyres_km`` above 0 where tyres have a price. ``driver_in`` "hour" (three terms) or "day" (two terms:
    the driver counts by the day). SolverError otherwise.

    Kilometre term: fuel, tyres, maintenance, tolls ÷ km. Hour term: driver and expenses ÷ hours. Day
    term: depreciation (purchase − residual) ÷ life, interest on (purchase + residual) ÷ 2, insurance, taxes,
    structure, other ÷ days.

    Source: three-term formula of the French national road committee (CNR).

    >>> year = VehicleYear(100_000, 2000, 220, purchase=90_000, residual=30_000, life_years=6, wages=26_000,
    ...     charges_rate=0.3, fuel_l_100km=30, fuel_price=1.2, structure=12_000)
    >>> found = vehicle_cost(year)
    >>> found.rates.per_km, found.rates.per_hour, found.rates.per_day, found.total
    (0.36, 16.9, 100.0, 91800.0)
    """
    _check(year)
    if driver_in not in {"hour", "day"}:
        raise SolverError("driver_in", driver_in, "one_of", words="hour, day")
    by_km = {
        "fuel": year.km * year.fuel_l_100km * year.fuel_price / 100,
        "tyres": year.km * year.tyres / year.tyres_km if year.tyres_km else 0.0,
        "maintenance": year.km * year.maintenance_km,
        "tolls": year.km * year.tolls_km,
    }
    driver = {"driver": year.wages * (1 + year.charges_rate), "expenses": year.expenses * year.days}
    by_day = {
        "depreciation": (year.purchase - year.residual) / year.life_years,
        "finance": year.interest_rate * (year.purchase + year.residual) / 2,
        "insurance": float(year.insurance),
        "taxes": float(year.taxes),
        "structure": float(year.structure),
        "other_fixed": float(year.other_fixed),
    }
    km_term, driver_sum, day_term = (math.fsum(part.values()) for part in (by_km, driver, by_day))
    hour_term = driver_sum if driver_in == "hour" else 0.0
    day_term += driver_sum - hour_term
    rates = Rates(km_term / year.km, hour_term / year.hours, day_term / year.days)
    total = km_term + hour_term + day_term
    return VehicleCost(
        **by_km,
        **driver,
        **by_day,
        km_term=km_term,
        hour_term=hour_term,
        day_term=day_term,
        rates=rates,
        total=total,
        cost_per_km=total / year.km,
    )


def rates_from_totals(
    km_costs: float,
    km: float,
    *,
    hour_costs: float = 0.0,
    hours: float = 1.0,
    day_costs: float = 0.0,
    days: float = 1.0,
) -> Rates:
    """Give the three terms from the yearly sums of the costs that follow km, hours and days.

    Costs in money a year, 0 or more; km, hours and days of the year above 0. SolverError otherwise. With no hour costs
    it is the two-term formula.

    Source: three-term formula of the French national road committee (CNR).

    >>> found = rates_from_totals(26_250, 80_000, day_costs=41_123 + 27_060, days=220)
    >>> found.per_km, round(found.per_day, 2)
    (0.328125, 309.92)
    """
    return Rates(
        non_negative("km_costs", km_costs) / positive("km", km),
        non_negative("hour_costs", hour_costs) / positive("hours", hours),
        non_negative("day_costs", day_costs) / positive("days", days),
    )


def tour_cost(
    rates: Rates,
    km: float,
    *,
    hours: float = 0.0,
    days: float = 0.0,
    extra: float = 0.0,
    empty_km: float = 0.0,
    tonnes: float = 0.0,
) -> TourCost:
    """Give what a tour costs by its km, hours and days.

    ``km`` in all, above 0, of which ``empty_km`` without load (the way back, as a rule), at most ``km``; ``hours``
    and ``days`` (0.5 for half a day); ``extra`` in money (tolls, ferry); ``tonnes`` carried over the loaded km.
    0 or more, else SolverError.

    km·per km + hours·per hour + days·per day + extra.

    Source: three-term formula of the French national road committee (CNR).

    >>> found = tour_cost(Rates(0.5, 20, 150), 400, hours=8, days=1, empty_km=200, tonnes=10)
    >>> found.total, found.empty_cost, found.per_loaded_km, found.per_tonne_km
    (510.0, 100.0, 2.55, 0.255)
    """
    run = positive("km", km)
    empty = non_negative("empty_km", empty_km)
    if empty > run:
        raise SolverError("empty_km", empty_km, "at_most", most=run)
    for name in ("per_km", "per_hour", "per_day"):
        non_negative(name, getattr(rates, name))
    parts = {
        "km_cost": run * rates.per_km,
        "hour_cost": non_negative("hours", hours) * rates.per_hour,
        "day_cost": non_negative("days", days) * rates.per_day,
        "extra": non_negative("extra", extra),
    }
    load = non_negative("tonnes", tonnes)
    total, loaded = math.fsum(parts.values()), run - empty
    return TourCost(
        **parts,
        total=total,
        empty_cost=empty * rates.per_km,
        empty_share=empty / run,
        per_km=total / run,
        per_loaded_km=total / loaded if loaded >= SMALLEST else None,
        per_tonne=total / load if load >= SMALLEST else None,
        per_tonne_km=total / (load * loaded) if load * loaded >= SMALLEST else None,
    )


def _check(year: VehicleYear) -> None:
    for name in ("km", "hours", "days", "life_years"):
        positive(name, getattr(year, name))
    for field in fields(year):
        if field.name not in {"km", "hours", "days", "life_years", "tyres_km"}:
            non_negative(field.name, getattr(year, field.name))
    if year.residual > year.purchase:
        raise SolverError("residual", year.residual, "at_most", most=year.purchase)
    if year.tyres_km is not None or year.tyres:
        positive("tyres_km", year.tyres_km)
