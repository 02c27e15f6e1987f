"""A fleet: own vehicles against hired ones, its budget for a year, how well it is used."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from solvers.arguments import SMALLEST, non_negative, number, positive
from solvers.errors import SolverError
from solvers.freight.break_even import BreakEven, linear_break_even
from solvers.freight.vehicle_cost import Rates

__all__ = [
    "BudgetLine",
    "FleetBudget",
    "FleetSize",
    "FleetUse",
    "Leg",
    "VehicleGroup",
    "fleet_budget",
    "fleet_sizes",
    "fleet_use",
    "own_or_hire",
]

OWN, HIRE = "own", "hire"
MAX_DAYS = 400


@dataclass(frozen=True, slots=True)
class FleetSize:
    """A number of own vehicles with its cost over the days: own fixed, own use, hire, total; days of hire; rank."""

    vehicles: int
    fixed: float
    use: float
    hire: float
    total: float
    used_days: float
    hired_days: float
    rank: int


@dataclass(frozen=True, slots=True)
class VehicleGroup:
    """Alike vehicles of a fleet: how many, the activity of one a year, their rates; ``extra`` in money a vehicle."""

    group: str
    vehicles: float
    rates: Rates
    km: float = 0.0
    hours: float = 0.0
    days: float = 0.0
    extra: float = 0.0


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """What a group costs in a year: by km, hour and day, extra, in all and a km (None when it does not run)."""

    group: str
    km_cost: float
    hour_cost: float
    day_cost: float
    extra: float
    total: float
    per_km: float | None


@dataclass(frozen=True, slots=True)
class FleetBudget:
    """The lines of a budget, the hired carriage and the total, in money a year."""

    lines: tuple[BudgetLine, ...]
    hired: float
    total: float


@dataclass(frozen=True, slots=True)
class Leg:
    """A leg of a vehicle: km, load in tonnes (0: empty), what the vehicle could carry."""

    km: float
    tonnes: float
    capacity: float


@dataclass(frozen=True, slots=True)
class FleetUse:
    """How legs used their vehicles: km, empty share of km, tonne-km, mean fill of loaded km, fill of all km.

    ``cost_per_tonne_km`` is None without a cost or without tonne-km.
    """

    km: float
    empty_share: float
    tonne_km: float
    loaded_fill: float
    load_factor: float
    cost_per_tonne_km: float | None


def own_or_hire(own_fixed: float, own_rate: float, hire_rate: float, hire_fixed: float = 0.0) -> BreakEven:
    """Give the activity of a year at which an own vehicle costs as much as a hired one.

    ``own_fixed`` and ``hire_fixed`` in money a year; rates in money a km or a day, whichever is counted; 0 or
    more, else SolverError, also when one is always cheaper. ``below`` and ``above`` say "own" or "hire".

    (own fixed − hire fixed) ÷ (hire rate − own rate).

    Source: definition.

    >>> found = own_or_hire(60_000, 100, 500)
    >>> found.at, found.below, found.above
    (150.0, 'hire', 'own')
    """
    for name, value in (
        ("own_fixed", own_fixed),
        ("own_rate", own_rate),
        ("hire_rate", hire_rate),
        ("hire_fixed", hire_fixed),
    ):
        non_negative(name, value)
    return linear_break_even(own_fixed, own_rate, hire_fixed, hire_rate, (OWN, HIRE))


def fleet_sizes(
    needs: Sequence[float], fixed: float, use_per_day: float, hire_per_day: float
) -> tuple[FleetSize, ...]:
    """Give the cost of every size of own fleet against needs that vary from day to day, the rest hired.

    ``needs`` in vehicles, 0 or more, 1 to 400 days, the largest at most 400; ``fixed`` in money an own vehicle over
    these days, whether it runs or not; ``use_per_day`` of an own one that runs, ``hire_per_day`` of a hired one, 0 or
    more. SolverError otherwise. From no own vehicle to the largest need; equals share the better rank.

    An own vehicle pays while the days on which it is needed × (hire − use) exceed its fixed cost.

    Source: definition.

    >>> [(one.vehicles, one.total, one.rank) for one in fleet_sizes([1, 1, 2, 3], 60, 10, 40)]
    [(0, 280.0, 4), (1, 220.0, 1), (2, 220.0, 1), (3, 250.0, 3)]
    """
    if not 1 <= len(needs) <= MAX_DAYS:
        raise SolverError("needs", len(needs), "count_between", least=1, most=MAX_DAYS)
    asked = [non_negative(f"needs[{day}]", each) for day, each in enumerate(needs)]
    if max(asked) > MAX_DAYS:
        raise SolverError("needs", max(asked), "at_most", most=MAX_DAYS)
    keep, run, rent = (
        non_negative("fixed", fixed),
        non_negative("use_per_day", use_per_day),
        non_negative("hire_per_day", hire_per_day),
    )
    found = []
    for vehicles in range(math.ceil(max(asked)) + 1):
        used = math.fsum(min(each, vehicles) for each in asked)
        hired = math.fsum(max(0.0, each - vehicles) for each in asked)
        found.append((vehicles, vehicles * keep, used * run, hired * rent, used, hired))
    totals = [math.fsum(row[1:4]) for row in found]
    return tuple(
        FleetSize(
            *row[:4],
            total=total,
            used_days=row[4],
            hired_days=row[5],
            rank=1 + sum(other < total for other in totals),
        )
        for row, total in zip(found, totals, strict=True)
    )


def fleet_budget(groups: Sequence[VehicleGroup], hired: float = 0.0) -> FleetBudget:
    """Give the budget of a fleet for a year, group by group, with the carriage that is hired.

    Figures 0 or more, at least one group with names that differ, else SolverError.

    Source: three-term formula of the French national road committee (CNR).

    >>> found = fleet_budget([VehicleGroup("19 t", 3, Rates(0.5, 20, 150), 40_000, 1600, 220)], hired=10_000)
    >>> found.lines[0].total, found.total
    (255000.0, 265000.0)
    """
    names = [one.group for one in groups]
    if not names or len(set(names)) < len(names):
        raise SolverError("groups", names, "distinct_names")
    lines = []
    for one in groups:
        count = non_negative(f"vehicles ({one.group})", one.vehicles)
        parts = [
            count
            * non_negative(f"{what} ({one.group})", amount)
            * non_negative(f"{name} ({one.group})", rate)
            for what, amount, name, rate in (
                ("km", one.km, "per_km", one.rates.per_km),
                ("hours", one.hours, "per_hour", one.rates.per_hour),
                ("days", one.days, "per_day", one.rates.per_day),
            )
        ]
        parts.append(count * non_negative(f"extra ({one.group})", one.extra))
        total, run = math.fsum(parts), count * one.km
        km_cost, hour_cost, day_cost, extra = parts
        per_km = total / run if run >= SMALLEST else None
        lines.append(BudgetLine(one.group, km_cost, hour_cost, day_cost, extra, total, per_km))
    bought = non_negative("hired", hired)
    return FleetBudget(tuple(lines), bought, math.fsum((bought, *(line.total for line in lines))))


def fleet_use(legs: Sequence[Leg], cost: float | None = None) -> FleetUse:
    """Give how well legs used their vehicles: empty km, fill, tonne-km and what one costs.

    ``legs`` with km and capacity above 0 and a load from 0 to the capacity; ``cost`` of all of them in money,
    0 or more. SolverError otherwise.

    Empty share: empty km ÷ km. Load factor: tonne-km ÷ Σ capacity·km; over loaded km only for ``loaded_fill``.

    Source: definitions, as in ISO 14083 and EN 16258.

    >>> found = fleet_use([Leg(100, 20, 25), Leg(100, 0, 25)], cost=300)
    >>> found.empty_share, found.loaded_fill, found.load_factor, found.cost_per_tonne_km
    (0.5, 0.8, 0.4, 0.15)
    """
    if not legs:
        raise SolverError("legs", [], "some_numbers")
    for place, leg in enumerate(legs, 1):
        positive(f"km ({place})", leg.km)
        positive(f"capacity ({place})", leg.capacity)
        if non_negative(f"tonnes ({place})", leg.tonnes) > leg.capacity:
            raise SolverError(
                f"tonnes ({place})", leg.tonnes, "at_most", most=number("capacity", leg.capacity)
            )
    km = math.fsum(leg.km for leg in legs)
    work = math.fsum(leg.km * leg.tonnes for leg in legs)
    offered = math.fsum(leg.km * leg.capacity for leg in legs)
    loaded = math.fsum(leg.km * leg.capacity for leg in legs if leg.tonnes)
    spent = None if cost is None else non_negative("cost", cost)
    return FleetUse(
        km=km,
        empty_share=math.fsum(leg.km for leg in legs if not leg.tonnes) / km,
        tonne_km=work,
        loaded_fill=work / loaded if loaded else 0.0,
        load_factor=work / offered,
        cost_per_tonne_km=spent / work if spent is not None and work >= SMALLEST else None,
    )
