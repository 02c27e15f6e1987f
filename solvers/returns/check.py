"""A plan of dispositions checked, and valued anew, by what it says alone: nothing of the solver is used here."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from solvers.returns.disposition import Option, Returned
from solvers.violations import Violation

__all__ = ["RULES", "CheckedDispositions", "check_dispositions"]

RULES = ("unknown", "negative", "whole", "grade", "regulated", "too_old", "quantity", "capacity")
TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class CheckedDispositions:
    """The rules broken, what the plan brings net (money), revenue, cost, hours by resource."""

    violations: tuple[Violation, ...]
    net: float
    revenue: float
    cost: float
    hours: dict[str, float]


def check_dispositions(
    plan: Sequence[tuple[str, str, float]],
    goods: Sequence[Returned],
    options: Sequence[Option],
    capacities: Mapping[str, float] | None = None,
) -> CheckedDispositions:
    """Check rows of (item, disposition, quantity), and value them.

    Rules: ``unknown`` (no such item or way out), ``negative``, ``whole`` (part of a unit), ``grade``, ``regulated`` (a
    category that this way out may not take), ``too_old``, ``quantity`` (an item sent short or twice), ``capacity``
    (hours of a resource). Never raises on a plan.

    Source: definition of the problem.

    >>> ways = [Option("repair", 0.5, cost=10, uses={"bench": 2})]
    >>> found = check_dispositions([("tv", "repair", 3)], [Returned("tv", 3, 100)], ways, {"bench": 5})
    >>> found.net, [(one.rule, one.found, one.limit) for one in found.violations]
    (120.0, [('capacity', 6.0, 5.0)])
    """
    items = {one.item: one for one in goods}
    ways = {one.disposition: one for one in options}
    broken: list[Violation] = []
    sent: dict[str, float] = defaultdict(float)
    rows_of: dict[str, list[int]] = defaultdict(list)
    hours: dict[str, float] = defaultdict(float)
    revenue = cost = 0.0
    for row, (item, way, quantity) in enumerate(plan):
        if item not in items or way not in ways:
            broken.append(Violation("unknown", (row,), " ".join((item, way)).strip()))
            continue
        if quantity < 0:
            broken.append(Violation("negative", (row,), item, float(quantity), 0.0, "unit"))
            continue
        if abs(quantity - round(quantity)) > TOLERANCE:
            broken.append(Violation("whole", (row,), item, float(quantity)))
        one, option = items[item], ways[way]
        rows_of[item].append(row)
        sent[item] += quantity
        if quantity:
            broken.extend(_barred(row, one, option))
        share = option.by_grade.get(one.grade, option.share)
        sold = one.value * share * math.pow(1 - option.decay, option.weeks)
        revenue += quantity * (option.success * sold + (1 - option.success) * option.salvage + option.credit)
        cost += quantity * option.cost
        for name, each in option.uses.items():
            hours[name] += quantity * each
    for one in goods:
        if abs(sent[one.item] - one.quantity) > TOLERANCE:
            rows = tuple(rows_of[one.item])
            broken.append(Violation("quantity", rows, one.item, sent[one.item], float(one.quantity), "unit"))
    for name, limit in (capacities or {}).items():
        if hours[name] > limit + TOLERANCE:
            broken.append(Violation("capacity", (), name, hours[name], float(limit), "hour"))
    return CheckedDispositions(tuple(broken), revenue - cost, revenue, cost, dict(hours))


def _barred(row: int, goods: Returned, option: Option) -> list[Violation]:
    found: list[Violation] = []
    if option.grades and goods.grade not in option.grades:
        found.append(Violation("grade", (row,), goods.item))
    if goods.category and goods.category not in option.categories:
        found.append(Violation("regulated", (row,), goods.item))
    if option.oldest is not None and goods.age > option.oldest:
        found.append(Violation("too_old", (row,), goods.item, float(goods.age), float(option.oldest), "week"))
    return found
