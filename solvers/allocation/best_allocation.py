"""The allocation that is worth most: margins earned less penalties for what is short, a whole-number programme."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from solvers.allocation.rules import Order, checked_orders
from solvers.arguments import non_negative
from solvers.errors import SolverError
from solvers.mip import Mip

__all__ = ["BestAllocation", "best_allocation"]

MOST_ORDERS = 200


@dataclass(frozen=True, slots=True)
class BestAllocation:
    """Whole units given to each order, in the orders' own order; their worth in money, the bound, whether proven."""

    allocated: tuple[int, ...]
    worth: float
    bound: float | None
    proven: bool


def best_allocation(orders: Sequence[Order], stock: Mapping[str, float]) -> BestAllocation:
    """Share whole units of stock so that margins less penalties are the most they can be.

    ``orders`` with whole quantities; ``stock`` units by item (an item left out has none). SolverError for figures out
    of range, more than 200 orders.

    max Σ margin·x − penalty·(quantity − x); x = quantity·y for an order to be complete, least·y ≤ x ≤ quantity·y with
    a smallest part, Σ x ≤ stock of each item, y 0 or 1.

    Source: definition of the problem; solved through :mod:`solvers.mip`.

    >>> orders = [Order("a", "x", 60, margin=5, complete=True), Order("b", "x", 40, margin=4)]
    >>> orders.append(Order("c", "x", 30, margin=3))
    >>> best_allocation(orders, {"x": 70}).allocated, best_allocation(orders, {"x": 50}).allocated
    ((60, 10, 0), (0, 40, 10))
    """
    checked_orders(orders)
    if not orders or len(orders) > MOST_ORDERS:
        raise SolverError("orders", len(orders), "count_between", least=1, most=MOST_ORDERS)
    model = Mip(maximise=True)
    for one in orders:
        if one.quantity != int(one.quantity):
            raise SolverError(f"quantity of {one.order}", one.quantity, "whole")
    parts = [model.variable(one.margin + one.penalty, high=float(one.quantity), whole=True) for one in orders]
    for one, part in zip(orders, parts, strict=True):
        if one.complete or one.least:
            taken = model.binary()
            model.require({part: 1.0, taken: -float(one.quantity)}, "==" if one.complete else "<=", 0.0)
            model.require({part: 1.0, taken: -float(one.least)}, ">=", 0.0)
    for item in dict.fromkeys(one.item for one in orders):
        held = math.floor(non_negative(f"stock.{item}", stock.get(item, 0.0)))
        terms = {part: 1.0 for one, part in zip(orders, parts, strict=True) if one.item == item}
        model.require(terms, "<=", float(held))
    found = model.solve()
    if found.value is None:
        raise SolverError("orders", len(orders), "choices_within", limit=MOST_ORDERS)
    lost = math.fsum(one.penalty * one.quantity for one in orders)
    return BestAllocation(
        tuple(int(found.values[part]) for part in parts),
        found.value - lost,
        None if found.bound is None else found.bound - lost,
        found.status == "optimal",
    )
