"""An allocation checked, and its worth counted, by what it says alone: nothing of the solvers is used here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from solvers.allocation.rules import Order
from solvers.violations import Violation

__all__ = ["RULES", "CheckedAllocation", "check_allocation"]

RULES = (
    "unknown",
    "twice",
    "negative",
    "whole",
    "over_asked",
    "incomplete",
    "under_least",
    "over_stock",
    "passed_over",
)
TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class CheckedAllocation:
    """The rules broken; worth = margin − penalty (money); units shipped and short; share of units and of orders met."""

    violations: tuple[Violation, ...]
    worth: float
    margin: float
    penalty: float
    allocated: float
    short: float
    fill_rate: float
    orders_met: float


def check_allocation(
    plan: Sequence[tuple[str, str, float]],
    orders: Sequence[Order],
    stock: Mapping[str, float],
    *,
    by_priority: bool = False,
) -> CheckedAllocation:
    """Check rows of (order, item, quantity) against the orders and the stock.

    Rules: ``unknown``, ``twice``, ``negative``, ``whole`` (part of a unit), ``over_asked``, ``incomplete`` (an order
    to be complete that is not), ``under_least``, ``over_stock`` (an item), and ``passed_over`` when ``by_priority``:
    units go to an order while one of a better priority is short of the same item, and would take them. Never raises
    on a plan.

    Source: definition of the problem.

    >>> orders = [Order("a", "x", 60, priority=1, margin=5), Order("b", "x", 40, priority=2, margin=4, penalty=1)]
    >>> found = check_allocation([("b", "x", 40), ("a", "x", 40)], orders, {"x": 70}, by_priority=True)
    >>> [(one.rule, one.where) for one in found.violations], found.worth
    ([('over_stock', 'x'), ('passed_over', 'a')], 360.0)
    """
    known = {(one.order, one.item): one for one in orders}
    broken: list[Violation] = []
    rows_of: dict[tuple[str, str], list[int]] = defaultdict(list)
    given: dict[tuple[str, str], float] = defaultdict(float)
    for row, (order, item, quantity) in enumerate(plan):
        if (order, item) not in known:
            broken.append(Violation("unknown", (row,), " ".join((order, item)).strip()))
        elif quantity < 0:
            broken.append(Violation("negative", (row,), order, float(quantity), 0.0, "unit"))
        else:
            if abs(quantity - round(quantity)) > TOLERANCE:
                broken.append(Violation("whole", (row,), order, float(quantity)))
            rows_of[order, item].append(row)
            given[order, item] += quantity
    broken += [
        Violation("twice", tuple(several), pair[0]) for pair, several in rows_of.items() if len(several) > 1
    ]
    for pair, one in known.items():
        units, rows = given[pair], tuple(rows_of[pair])
        if units > one.quantity + TOLERANCE:
            broken.append(Violation("over_asked", rows, one.order, units, float(one.quantity), "unit"))
        if one.complete and TOLERANCE < units < one.quantity - TOLERANCE:
            broken.append(Violation("incomplete", rows, one.order, units, float(one.quantity), "unit"))
        if TOLERANCE < units < one.least - TOLERANCE:
            broken.append(Violation("under_least", rows, one.order, units, float(one.least), "unit"))
    for item in dict.fromkeys(one.item for one in orders):
        units = sum(given[pair] for pair in known if pair[1] == item)
        rows = tuple(row for pair, several in rows_of.items() if pair[1] == item for row in several)
        if units > stock.get(item, 0.0) + TOLERANCE:
            broken.append(Violation("over_stock", rows, item, units, float(stock.get(item, 0.0)), "unit"))
    if by_priority:
        broken += _passed_over(orders, given, rows_of)
    asked = sum(one.quantity for one in orders)
    sent = {pair: min(units, known[pair].quantity) for pair, units in given.items()}
    margin = sum(units * known[pair].margin for pair, units in sent.items())
    penalty = sum((one.quantity - sent.get(pair, 0.0)) * one.penalty for pair, one in known.items())
    total = float(sum(sent.values()))
    met = sum(sent.get(pair, 0.0) >= one.quantity - TOLERANCE for pair, one in known.items())
    return CheckedAllocation(
        violations=tuple(broken),
        worth=float(margin - penalty),
        margin=float(margin),
        penalty=float(penalty),
        allocated=total,
        short=float(asked - total),
        fill_rate=total / asked if asked else 1.0,
        orders_met=met / len(known) if known else 1.0,
    )


def _passed_over(
    orders: Sequence[Order],
    given: Mapping[tuple[str, str], float],
    rows_of: Mapping[tuple[str, str], list[int]],
) -> list[Violation]:
    found: list[Violation] = []
    for one in orders:
        pair = (one.order, one.item)
        lacking = one.quantity - given.get(pair, 0.0)
        behind = [
            (other.order, other.item)
            for other in orders
            if other.item == one.item
            and other.priority > one.priority
            and given.get((other.order, other.item), 0.0)
        ]
        taken = sum(given.get(other, 0.0) for other in behind)
        # An all-or-nothing order that the units behind it would not fill is not passed over.
        wants = lacking if one.complete else max(one.least - given.get(pair, 0.0), TOLERANCE)
        if lacking > TOLERANCE and taken >= wants:
            rows = tuple(row for other in behind for row in rows_of.get(other, []))
            found.append(
                Violation("passed_over", rows, one.order, given.get(pair, 0.0), float(one.quantity), "unit")
            )
    return found
