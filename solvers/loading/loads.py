"""What is to be loaded and into what: plain data, checked once for every method of this family."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solvers.arguments import non_negative, positive
from solvers.errors import SolverError

__all__ = ["MAX_ORDERS", "MAX_VEHICLES", "Order", "Vehicle", "checked"]

MAX_ORDERS = 60
MAX_VEHICLES = 20


@dataclass(frozen=True, slots=True)
class Order:
    """An order to load whole: its weight in kg, its volume in m³, and the kind of its goods."""

    order: str
    weight_kg: float
    volume_m3: float
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A vehicle: what it may carry, in kg and m³, and the cost of using it."""

    vehicle: str
    payload_kg: float
    volume_m3: float
    cost: float


def checked(orders: Sequence[Order], vehicles: Sequence[Vehicle]) -> None:
    """Refuse orders and vehicles that no method can load: none, too many, two of one name, figures out of range.

    Weights and volumes are 0 or more, payloads and capacities above 0, costs 0 or more. Raises SolverError.

    Source: definition of the problem.

    >>> checked([Order("A", 10, 1)], [Vehicle("T1", 100, 10, 50)])
    """
    for argument, count, most in (
        ("orders", len(orders), MAX_ORDERS),
        ("vehicles", len(vehicles), MAX_VEHICLES),
    ):
        if not 1 <= count <= most:
            raise SolverError(argument, count, "count_between", least=1, most=most)
    for argument, names in (
        ("orders", [one.order for one in orders]),
        ("vehicles", [one.vehicle for one in vehicles]),
    ):
        if len(set(names)) < len(names):
            raise SolverError(argument, names, "distinct_names")
    for order in orders:
        non_negative(f"weight_kg ({order.order})", order.weight_kg)
        non_negative(f"volume_m3 ({order.order})", order.volume_m3)
    for vehicle in vehicles:
        positive(f"payload_kg ({vehicle.vehicle})", vehicle.payload_kg)
        positive(f"volume_m3 ({vehicle.vehicle})", vehicle.volume_m3)
        non_negative(f"cost ({vehicle.vehicle})", vehicle.cost)
