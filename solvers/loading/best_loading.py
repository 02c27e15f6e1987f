"""The loading of least vehicle cost, as a programme in whole numbers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

from solvers.errors import SolverError
from solvers.loading.loads import Order, Vehicle, checked
from solvers.mip import NODES, Engine, Mip

__all__ = ["BestLoading", "best_loading"]


@dataclass(frozen=True, slots=True)
class BestLoading:
    """The pairs (order, vehicle), the cost of the vehicles used, and the proven lower bound on it."""

    pairs: tuple[tuple[str, str], ...]
    cost: float
    bound: float
    proven: bool


def best_loading(
    orders: Sequence[Order],
    vehicles: Sequence[Vehicle],
    incompatible: Collection[tuple[str, str]] = (),
    *,
    engine: Engine = "highs",
    nodes: int = NODES,
) -> BestLoading:
    """Load every order, whole, at the least cost of vehicles.

    x(o,v) = 1 when order o goes into vehicle v, y(v) = 1 when v is used: minimise Σ cost·y subject to
    Σ_v x(o,v) = 1; Σ_o weight·x(o,v) ≤ payload·y(v), volume likewise; x(o,v) ≤ y(v); x(o,v) + x(p,v) ≤ y(v)
    for goods that may not share a vehicle. Identical vehicles are used in the order of the list. Weights in
    kg, volumes in m³, costs in any unit of money. Raises SolverError on figures out of range and when the
    vehicles cannot take the orders.

    Source: variable-cost vector bin packing; Martello & Toth, Knapsack Problems, chapter 8.

    >>> lorries = [Vehicle("T1", 100, 9, 70), Vehicle("T2", 100, 9, 70), Vehicle("V3", 50, 9, 30)]
    >>> best_loading([Order("A", 60, 1), Order("B", 50, 1), Order("C", 40, 1)], lorries).cost
    100.0
    """
    checked(orders, vehicles)
    apart = {frozenset(pair) for pair in incompatible}
    model = Mip()
    used = [model.binary(one.cost) for one in vehicles]
    inside = [[model.binary() for _ in vehicles] for _ in orders]
    for row in inside:
        model.require(dict.fromkeys(row, 1.0), "==", 1.0)
    for at, vehicle in enumerate(vehicles):
        column = [row[at] for row in inside]
        weights = dict(zip(column, (one.weight_kg for one in orders), strict=True))
        model.require(weights | {used[at]: -vehicle.payload_kg}, "<=", 0.0)
        volumes = dict(zip(column, (one.volume_m3 for one in orders), strict=True))
        model.require(volumes | {used[at]: -vehicle.volume_m3}, "<=", 0.0)
        for place in column:
            model.require({place: 1.0, used[at]: -1.0}, "<=", 0.0)
        for one, other in combinations(range(len(orders)), 2):
            if frozenset((orders[one].kind, orders[other].kind)) in apart:
                model.require({column[one]: 1.0, column[other]: 1.0, used[at]: -1.0}, "<=", 0.0)
    for first, second in _twins(vehicles):
        model.require({used[first]: 1.0, used[second]: -1.0}, ">=", 0.0)
    found = model.solve(engine=engine, nodes=nodes)
    if found.value is None or found.bound is None:
        names = [one.vehicle for one in vehicles]
        raise SolverError("vehicles", names, "room_for", order=", ".join(one.order for one in orders)[:80])
    pairs = tuple(
        (order.order, vehicle.vehicle)
        for order, row in zip(orders, inside, strict=True)
        for vehicle, place in zip(vehicles, row, strict=True)
        if found.values[place] == 1
    )
    return BestLoading(pairs, found.value, found.bound, found.status == "optimal")


def _twins(vehicles: Sequence[Vehicle]) -> list[tuple[int, int]]:
    """Each vehicle with the one before it of the same payload, volume and cost."""
    last: dict[tuple[float, float, float], int] = {}
    found: list[tuple[int, int]] = []
    for at, one in enumerate(vehicles):
        kind = (one.payload_kg, one.volume_m3, one.cost)
        if kind in last:
            found.append((last[kind], at))
        last[kind] = at
    return found
