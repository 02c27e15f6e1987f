"""Loads against capacity: rough-cut from the master schedule, detailed from planned lots and routings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from solvers.arguments import non_negative, whole
from solvers.errors import SolverError
from solvers.planning.lots.needs import quantities
from solvers.planning.planned_lots import PlannedLot

__all__ = [
    "LoadLine",
    "LoadPart",
    "ResourceLine",
    "RoutingStep",
    "detailed_loads",
    "load_profile",
    "overall_factors",
    "resource_loads",
]


@dataclass(frozen=True, slots=True)
class ResourceLine:
    """Hours of a resource for one unit of an item, ``offset`` periods before the unit is due."""

    item: str
    resource: str
    hours: float
    offset: int = 0


@dataclass(frozen=True, slots=True)
class RoutingStep:
    """An operation of an item: hours to set up for a lot and to run a unit, ``offset`` periods after the launch."""

    item: str
    resource: str
    setup_h: float
    run_h: float
    offset: int = 0


@dataclass(frozen=True, slots=True)
class LoadPart:
    """What a lot loads a resource with in a period (from 1): hours of setup and run."""

    resource: str
    period: int
    item: str
    quantity: float
    hours: float


@dataclass(frozen=True, slots=True)
class LoadLine:
    """A resource in a period (from 1): hours asked and there, load rate (None without capacity), hours over."""

    resource: str
    period: int
    load: float
    capacity: float
    rate: float | None
    over: float


def _schedules(mps: Mapping[str, Sequence[float]]) -> tuple[dict[str, tuple[float, ...]], int]:
    found = {item: quantities(f"mps ({item})", made) for item, made in mps.items()}
    horizon = max((len(made) for made in found.values()), default=0)
    if horizon == 0:
        raise SolverError("mps", dict(mps), "some_numbers")
    for item, made in found.items():
        if len(made) != horizon:
            raise SolverError(f"mps ({item})", len(made), "as_many_as_periods", count=horizon)
    return found, horizon


def overall_factors(
    mps: Mapping[str, Sequence[float]], hours: Mapping[str, float], shares: Mapping[str, float]
) -> dict[str, tuple[float, ...]]:
    """Return the load of each resource by period from overall planning factors.

    ``mps`` units by item and period, ``hours`` of all resources together for a unit of each item, ``shares`` of
    these hours that each resource has taken in the past. Hours. SolverError for figures out of range and an item
    without hours.

    load(resource, t) = share · Σ hours(item) · mps(item, t).

    Source: Vollmann, Berry & Whybark, Manufacturing Planning and Control Systems, chapter on capacity planning
    (capacity planning using overall factors).

    >>> overall_factors({"A": [10, 20], "B": [5, 0]}, {"A": 2, "B": 4}, {"lathe": 0.75, "press": 0.25})
    {'lathe': (30.0, 30.0), 'press': (10.0, 10.0)}
    """
    made, horizon = _schedules(mps)
    for item in made:
        if item not in hours:
            raise SolverError("hours", item, "known_item")
    unit = {item: non_negative(f"hours ({item})", hours[item]) for item in made}
    total = [fsum(unit[item] * made[item][t] for item in made) for t in range(horizon)]
    parts = {name: non_negative(f"shares ({name})", share) for name, share in shares.items()}
    return {name: tuple(share * one for one in total) for name, share in parts.items()}


def resource_loads(
    mps: Mapping[str, Sequence[float]], bill: Sequence[ResourceLine]
) -> dict[str, tuple[float, ...]]:
    """Return the load of each resource by period from bills of resources, with offsets a resource profile.

    ``mps`` units by item and period. Hours; those that offsets place before the first period are left out, since
    they are behind. SolverError for figures out of range and lines of items that are not scheduled.

    load(resource, t) = Σ hours(item) · mps(item, t + offset).

    Source: Vollmann, Berry & Whybark, Manufacturing Planning and Control Systems, chapter on capacity planning
    (capacity bills, resource profiles).

    >>> resource_loads({"A": [10, 20]}, [ResourceLine("A", "lathe", 1.5), ResourceLine("A", "press", 0.5, 1)])
    {'lathe': (15.0, 30.0), 'press': (10.0, 0.0)}
    """
    made, horizon = _schedules(mps)
    loads: dict[str, list[float]] = {}
    for line in bill:
        if line.item not in made:
            raise SolverError("bill", line.item, "known_item")
        hours = non_negative(f"hours ({line.item}, {line.resource})", line.hours)
        offset = _offset(line.item, line.resource, line.offset)
        own = loads.setdefault(line.resource, [0.0] * horizon)
        for t in range(horizon - offset):
            own[t] += hours * made[line.item][t + offset]
    return {name: tuple(own) for name, own in loads.items()}


def _offset(item: str, resource: str, offset: int) -> int:
    if whole(f"offset ({item}, {resource})", offset) < 0:
        raise SolverError(f"offset ({item}, {resource})", offset, "non_negative")
    return offset


def detailed_loads(
    lots: Sequence[PlannedLot], routing: Sequence[RoutingStep], periods: int
) -> tuple[LoadPart, ...]:
    """Return what each lot loads each resource with, by resource, period and item.

    Lots as ``planned_lots`` gives them, their overdue launches taken in the first period; hours; operations after
    the last period are left out. SolverError for figures out of range.

    hours = setup + run · launched units, in the period of the launch + offset.

    Source: Vollmann, Berry & Whybark, Manufacturing Planning and Control Systems, chapter on capacity planning
    (capacity requirements planning).

    >>> parts = detailed_loads([PlannedLot("leg", 1, 2, 50)], [RoutingStep("leg", "lathe", 1, 0.1)], 4)
    >>> [(one.resource, one.period, one.hours) for one in parts]
    [('lathe', 1, 6.0)]
    """
    if whole("periods", periods) < 1:
        raise SolverError("periods", periods, "one_or_more")
    steps: dict[str, list[RoutingStep]] = {}
    for step in routing:
        where = f"({step.item}, {step.resource})"
        non_negative(f"setup_h {where}", step.setup_h)
        non_negative(f"run_h {where}", step.run_h)
        _offset(step.item, step.resource, step.offset)
        steps.setdefault(step.item, []).append(step)
    found = [
        LoadPart(
            step.resource,
            max(lot.release, 1) + step.offset,
            lot.item,
            lot.quantity,
            step.setup_h + step.run_h * lot.quantity,
        )
        for lot in lots
        for step in steps.get(lot.item, ())
        if lot.quantity > 0 and max(lot.release, 1) + step.offset <= periods
    ]
    return tuple(sorted(found, key=lambda one: (one.resource, one.period, one.item)))


def load_profile(
    loads: Mapping[str, Sequence[float]], capacity: Mapping[str, Sequence[float]]
) -> tuple[LoadLine, ...]:
    """Set loads against capacities, both in hours by resource and period.

    SolverError for figures out of range and a resource without a capacity for each period.

    rate = load / capacity; over = max(0, load − capacity).

    Source: definition of the figures.

    >>> [(one.period, one.rate, one.over) for one in load_profile({"lathe": [30, 45]}, {"lathe": [40, 40]})]
    [(1, 0.75, 0.0), (2, 1.125, 5.0)]
    """
    found = []
    for name, load in loads.items():
        if name not in capacity:
            raise SolverError("capacity", name, "capacity_of_each", name=name)
        asked, there = quantities(f"loads ({name})", load), quantities(f"capacity ({name})", capacity[name])
        if len(there) != len(asked):
            raise SolverError(f"capacity ({name})", len(there), "as_many_as_periods", count=len(asked))
        found += [
            LoadLine(name, t, hours, able, hours / able if able > 0 else None, max(hours - able, 0.0))
            for t, (hours, able) in enumerate(zip(asked, there, strict=True), 1)
        ]
    return tuple(found)
