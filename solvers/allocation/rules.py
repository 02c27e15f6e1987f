"""Stock shared between orders by a rule: first come, priority, due date, margin, or a fair share for all."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from solvers.arguments import non_negative, number, positive
from solvers.errors import SolverError

__all__ = ["RULES", "Allocated", "Order", "Rule", "allocate", "ranked"]

Rule = Literal["first_come", "priority", "due_date", "margin", "smallest", "fair_share"]
RULES: tuple[str, ...] = get_args(Rule)


@dataclass(frozen=True, slots=True)
class Order:
    """An order line: units, when it came and when it is due (any increasing figure), priority (1 goes first).

    ``margin`` and ``penalty`` money a unit shipped, a unit short; ``complete``: all or nothing; ``least`` the units
    below which the customer takes none.
    """

    order: str
    item: str
    quantity: float
    received: float = 0.0
    due: float = 0.0
    priority: float = 1.0
    margin: float = 0.0
    penalty: float = 0.0
    complete: bool = False
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class Allocated:
    """What an order gets of what it asks, in units; ``rank`` its turn (1 first, orders of a fair share together)."""

    order: str
    item: str
    asked: float
    allocated: float
    short: float
    rank: int


def ranked(orders: Sequence[Order], rule: Rule) -> tuple[int, ...]:
    """Give the places of the orders in the turn that a rule gives them; equals keep first come, then the list's order.

    SolverError for another rule.

    Source: definition of the rules.

    >>> ranked([Order("a", "x", 5, due=9), Order("b", "x", 2, due=3)], "due_date")
    (1, 0)
    """
    if rule not in RULES:
        raise SolverError("rule", rule, "one_of", words=", ".join(RULES))
    keys = {
        "priority": [one.priority for one in orders],
        "due_date": [one.due for one in orders],
        "margin": [-one.margin for one in orders],
        "smallest": [one.quantity for one in orders],
    }.get(rule, [0.0] * len(orders))
    return tuple(sorted(range(len(orders)), key=lambda at: (keys[at], orders[at].received, at)))


def allocate(
    orders: Sequence[Order], stock: Mapping[str, float], rule: Rule, step: float = 1.0
) -> tuple[Allocated, ...]:
    """Share the stock of each item between the orders, in the orders' own order.

    ``stock`` units by item (an item left out has none); ``step`` the smallest part shipped (1: whole units). An order
    to be complete takes all or nothing and leaves its turn to the next. ``fair_share``: in proportion to what is
    asked, rounded down to the step, what is left going by the largest remainders; orders to be complete count as the
    others and give theirs back when it is not whole. SolverError for figures out of range, orders named twice,
    another rule.

    Source: priority rules and fair share (proportional rationing) as in Silver, Pyke & Thomas, Inventory and
    Production Management in Supply Chains.

    >>> orders = [Order("a", "x", 60, received=1, priority=2), Order("b", "x", 40, received=2, priority=1)]
    >>> [one.allocated for one in allocate(orders, {"x": 70}, "priority")]
    [30.0, 40.0]
    >>> [one.allocated for one in allocate(orders, {"x": 70}, "fair_share")]
    [42.0, 28.0]
    """
    checked_orders(orders)
    unit = positive("step", step)
    left = {item: non_negative(f"stock.{item}", units) for item, units in stock.items()}
    places = ranked(orders, rule)
    given = [0.0] * len(orders)
    turn = {at: rank for rank, at in enumerate(places, 1)}
    if rule == "fair_share":
        for item in dict.fromkeys(one.item for one in orders):
            own = [at for at in places if orders[at].item == item]
            for at, units in zip(
                own, _shared([orders[at] for at in own], left.get(item, 0.0), unit), strict=True
            ):
                given[at] = units
        turn = dict.fromkeys(places, 1)
    else:
        for at in places:
            one = orders[at]
            units = min(float(one.quantity), _down(left.get(one.item, 0.0), unit))
            if (one.complete and units < one.quantity) or units < one.least:
                units = 0.0
            given[at] = units
            left[one.item] = left.get(one.item, 0.0) - units
    return tuple(
        Allocated(one.order, one.item, float(one.quantity), units, one.quantity - units, turn[at])
        for at, (one, units) in enumerate(zip(orders, given, strict=True))
    )


def checked_orders(orders: Sequence[Order]) -> None:
    """Refuse, with a SolverError, orders that bear one name and item, or whose figures are out of range."""
    names = [f"{one.order} {one.item}" for one in orders]
    if len(set(names)) < len(names):
        raise SolverError("orders", names, "distinct_names")
    for one in orders:
        positive(f"quantity of {one.order}", one.quantity)
        for name in ("received", "due", "priority", "margin"):
            number(f"{name} of {one.order}", getattr(one, name))
        for name in ("penalty", "least"):
            non_negative(f"{name} of {one.order}", getattr(one, name))


def _down(units: float, step: float) -> float:
    return math.floor(units / step + 1e-9) * step


def _shared(orders: Sequence[Order], stock: float, step: float) -> list[float]:
    active = list(range(len(orders)))
    while True:
        asked = math.fsum(orders[at].quantity for at in active)
        whole = _down(min(stock, asked), step)
        exact = {at: orders[at].quantity * whole / asked for at in active} if asked else {}
        found = {at: _down(units, step) for at, units in exact.items()}
        spare = round((whole - math.fsum(found.values())) / step)
        for at in sorted(active, key=lambda one: (found[one] - exact[one], one))[:spare]:
            found[at] += step
        # Who gets less than they would take leaves the table, the smallest part first, and the rest share anew.
        refused = [
            at
            for at in active
            if found[at] < orders[at].least or (orders[at].complete and found[at] < orders[at].quantity)
        ]
        if not refused:
            return [min(found.get(at, 0.0), float(orders[at].quantity)) for at in range(len(orders))]
        active.remove(min(refused, key=lambda at: (found[at], -at)))
