"""A loading plan checked by what it says alone: nothing of the methods that make plans is used here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from solvers.loading.loads import Order, Vehicle
from solvers.violations import Violation

__all__ = ["RULES", "CheckedLoading", "Load", "check_loading"]

RULES = ("missing", "twice", "unknown", "weight", "volume", "incompatible")
TOLERANCE = 1e-6  # of a limit in kg or m³: sums of decimals


@dataclass(frozen=True, slots=True)
class Load:
    """What one vehicle carries against what it may, in kg and in m³."""

    vehicle: str
    weight_kg: float
    payload_kg: float
    volume_m3: float
    capacity_m3: float


@dataclass(frozen=True, slots=True)
class CheckedLoading:
    """The rules broken, the cost and number of the vehicles used, how full they are, and each one's load.

    ``weight_share`` and ``volume_share`` are the loaded part of the vehicles used, 0 to 1 when nothing is
    overloaded, 0 when none is used.
    """

    violations: tuple[Violation, ...]
    total_cost: float
    vehicles: int
    weight_share: float
    volume_share: float
    loads: tuple[Load, ...]


def check_loading(
    plan: Sequence[tuple[str, str]],
    orders: Sequence[Order],
    vehicles: Sequence[Vehicle],
    incompatible: Collection[tuple[str, str]] = (),
) -> CheckedLoading:
    """Check a plan of (order, vehicle) pairs, and price it.

    Rules: ``missing`` (an order in no vehicle), ``twice`` (in two), ``unknown`` (an order or a vehicle that
    does not exist), ``weight`` and ``volume`` (a vehicle that carries more than it may, in kg and m³),
    ``incompatible`` (kinds of goods that may not share a vehicle). Never raises on a plan.

    Source: definition of the problem.

    >>> lorry = Vehicle("T1", 100, 9, 70)
    >>> found = check_loading([("A", "T1"), ("B", "T1")], [Order("A", 60, 1), Order("B", 50, 1)], [lorry])
    >>> [(one.rule, one.where, one.found, one.limit) for one in found.violations], found.total_cost
    ([('weight', 'T1', 110.0, 100.0)], 70.0)
    """
    known = {one.order: one for one in orders}
    fleet = {one.vehicle: one for one in vehicles}
    found: list[Violation] = []
    rows_of: dict[str, list[int]] = defaultdict(list)
    inside: dict[str, list[tuple[int, Order]]] = {name: [] for name in fleet}
    for row, (order, vehicle) in enumerate(plan):
        if order not in known or vehicle not in fleet:
            found.append(Violation("unknown", (row,), order if order not in known else vehicle))
            continue
        rows_of[order].append(row)
        inside[vehicle].append((row, known[order]))
    for name in known:
        if name not in rows_of:
            found.append(Violation("missing", (), name))
        elif len(rows_of[name]) > 1:
            found.append(Violation("twice", tuple(rows_of[name]), name))
    apart = [set(pair) for pair in incompatible]
    loads: list[Load] = []
    for name, carried in inside.items():
        if not carried:
            continue
        one, rows = fleet[name], tuple(row for row, _ in carried)
        weight = float(sum(order.weight_kg for _, order in carried))
        volume = float(sum(order.volume_m3 for _, order in carried))
        loads.append(Load(name, weight, float(one.payload_kg), volume, float(one.volume_m3)))
        if weight > one.payload_kg + TOLERANCE:
            found.append(Violation("weight", rows, name, weight, float(one.payload_kg), "kg"))
        if volume > one.volume_m3 + TOLERANCE:
            found.append(Violation("volume", rows, name, volume, float(one.volume_m3), "m3"))
        kinds = [order.kind for _, order in carried]
        for pair in apart:
            clashing = [row for row, order in carried if order.kind in pair]
            # A pair of one kind with itself: no two orders of that kind may travel together.
            if pair <= set(kinds) and len(clashing) > 1:
                found.append(Violation("incompatible", tuple(clashing), name))
    payload = sum(load.payload_kg for load in loads)
    capacity = sum(load.capacity_m3 for load in loads)
    return CheckedLoading(
        violations=tuple(found),
        total_cost=float(sum(fleet[load.vehicle].cost for load in loads)),
        vehicles=len(loads),
        weight_share=sum(load.weight_kg for load in loads) / payload if loads else 0.0,
        volume_share=sum(load.volume_m3 for load in loads) / capacity if loads else 0.0,
        loads=tuple(loads),
    )
