"""Loading without looking ahead: each order goes into the first vehicle that can still take it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from solvers.errors import SolverError
from solvers.loading.loads import Order, Vehicle, checked

__all__ = ["first_fit"]

Pair = tuple[str, str]


def first_fit(
    orders: Sequence[Order],
    vehicles: Sequence[Vehicle],
    incompatible: Collection[Pair] = (),
    *,
    decreasing: bool = False,
) -> tuple[tuple[str, str], ...]:
    """Load the orders one by one, each into the first vehicle of the list that has room and suits its goods.

    Returns (order, vehicle) pairs in the order of loading: that of the list, or by falling share of the
    largest vehicle taken (the larger of weight and volume) when ``decreasing``. ``incompatible`` pairs kinds
    of goods that may not share a vehicle. Raises SolverError when no vehicle can take an order.

    Source: Johnson (1973), Near-optimal bin packing algorithms: first fit, and first fit decreasing.

    >>> lorries = [Vehicle("T1", 100, 9, 50), Vehicle("T2", 100, 9, 50)]
    >>> first_fit([Order("A", 60, 1), Order("B", 70, 1), Order("C", 40, 1)], lorries)
    (('A', 'T1'), ('B', 'T2'), ('C', 'T1'))
    """
    checked(orders, vehicles)
    apart = {frozenset(pair) for pair in incompatible}
    payload = max(one.payload_kg for one in vehicles)
    volume = max(one.volume_m3 for one in vehicles)
    queue = list(orders)
    if decreasing:
        queue.sort(key=lambda one: max(one.weight_kg / payload, one.volume_m3 / volume), reverse=True)
    loaded: dict[str, list[Order]] = {one.vehicle: [] for one in vehicles}
    placed: list[tuple[str, str]] = []
    for order in queue:
        found = next((one for one in vehicles if _takes(one, loaded[one.vehicle], order, apart)), None)
        if found is None:
            raise SolverError("vehicles", [one.vehicle for one in vehicles], "room_for", order=order.order)
        loaded[found.vehicle].append(order)
        placed.append((order.order, found.vehicle))
    return tuple(placed)


def _takes(
    vehicle: Vehicle, loaded: Sequence[Order], order: Order, apart: Collection[frozenset[str]]
) -> bool:
    weight = sum(one.weight_kg for one in loaded) + order.weight_kg
    volume = sum(one.volume_m3 for one in loaded) + order.volume_m3
    if weight > vehicle.payload_kg or volume > vehicle.volume_m3:
        return False
    return all(frozenset((one.kind, order.kind)) not in apart for one in loaded)
