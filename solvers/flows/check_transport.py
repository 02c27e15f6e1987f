"""A transport plan checked by what it says alone: nothing of the methods that make plans is used here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from solvers.violations import Violation

__all__ = ["RULES", "CheckedTransport", "check_transport"]

RULES = ("unknown", "no_route", "negative", "supply", "demand", "excess")
TOLERANCE = 1e-6  # of a quantity: sums of decimals


@dataclass(frozen=True, slots=True)
class CheckedTransport:
    """The rules broken, the cost, and the units shipped from and to each place that the plan names."""

    violations: tuple[Violation, ...]
    total_cost: float
    quantity: float
    shipped: tuple[tuple[str, float, float], ...]
    received: tuple[tuple[str, float, float], ...]


def check_transport(
    plan: Sequence[tuple[str, str, float]],
    supply: Mapping[str, float],
    demand: Mapping[str, float],
    costs: Mapping[tuple[str, str], float],
) -> CheckedTransport:
    """Check a plan of (source, destination, quantity), and price it.

    Rules: ``unknown`` (a place that does not exist), ``no_route`` (a pair without a cost), ``negative``,
    ``supply`` (a source that ships more than it has), ``demand`` (a destination that gets less than it wants,
    unless all supply is used up), ``excess`` (one that gets more). Rows of one route add up. ``shipped`` and
    ``received`` are (name, found, limit). Never raises on a plan.

    Source: definition of the problem.

    >>> found = check_transport([("A", "X", 30)], {"A": 20}, {"X": 30}, {("A", "X"): 2})
    >>> [(one.rule, one.where, one.found, one.limit) for one in found.violations], found.total_cost
    ([('supply', 'A', 30.0, 20.0)], 60.0)
    """
    found: list[Violation] = []
    out: dict[str, float] = defaultdict(float)
    into: dict[str, float] = defaultdict(float)
    rows_out: dict[str, list[int]] = defaultdict(list)
    rows_into: dict[str, list[int]] = defaultdict(list)
    cost = 0.0
    for row, (source, destination, quantity) in enumerate(plan):
        if source not in supply or destination not in demand:
            found.append(Violation("unknown", (row,), source if source not in supply else destination))
            continue
        if quantity < 0:
            found.append(Violation("negative", (row,), source, float(quantity), 0.0))
            continue
        if (source, destination) not in costs:
            if quantity > 0:
                found.append(Violation("no_route", (row,), f"{source} → {destination}"))
            continue
        cost += quantity * costs[source, destination]
        out[source] += quantity
        into[destination] += quantity
        rows_out[source].append(row)
        rows_into[destination].append(row)
    for name, held in supply.items():
        if out[name] > held + TOLERANCE:
            found.append(Violation("supply", tuple(rows_out[name]), name, float(out[name]), float(held)))
    delivered, wanted = sum(into.values()), sum(demand.values())
    short_of_supply = sum(supply.values()) < wanted and delivered >= sum(supply.values()) - TOLERANCE
    for name, asked in demand.items():
        if into[name] < asked - TOLERANCE and not short_of_supply:
            found.append(Violation("demand", tuple(rows_into[name]), name, float(into[name]), float(asked)))
        if into[name] > asked + TOLERANCE:
            found.append(Violation("excess", tuple(rows_into[name]), name, float(into[name]), float(asked)))
    return CheckedTransport(
        tuple(found),
        float(cost),
        float(delivered),
        tuple((name, float(out[name]), float(held)) for name, held in supply.items()),
        tuple((name, float(into[name]), float(asked)) for name, asked in demand.items()),
    )
