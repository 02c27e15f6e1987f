"""Flows over a network checked by what they say alone: nothing of the method that finds them is used here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

from solvers.flows.transshipment import Arc
from solvers.violations import Violation

__all__ = ["RULES", "CheckedFlows", "check_flows"]

RULES = ("unknown", "no_route", "negative", "capacity", "hub", "supply", "demand", "balance")
TOLERANCE = 1e-6  # of a quantity: sums of decimals


@dataclass(frozen=True, slots=True)
class CheckedFlows:
    """The rules broken, the cost, and what goes through each place."""

    violations: tuple[Violation, ...]
    total_cost: float
    through: tuple[tuple[str, float], ...]


def check_flows(
    plan: Sequence[tuple[str, str, float]],
    supply: Mapping[str, float],
    demand: Mapping[str, float],
    arcs: Sequence[Arc],
    hubs: Mapping[str, float] | None = None,
) -> CheckedFlows:
    """Check a plan of (start, end, quantity) over a network, and price it.

    Rules: ``unknown`` place, ``no_route``, ``negative``, ``capacity`` (more on an arc than it carries), ``hub``
    (more through a place than it passes), ``supply`` (more out of a source than it holds and gets), ``demand``
    (too little reaches a destination), ``balance`` (a place keeps what it should pass on, or passes on what it
    never got). Never raises on a plan.

    Source: definition of the problem.

    >>> found = check_flows([("A", "H", 9), ("H", "X", 8)], {"A": 10}, {"X": 8}, [Arc("A", "H", 2), Arc("H", "X", 1)])
    >>> [(one.rule, one.where, one.found, one.limit) for one in found.violations], found.total_cost
    ([('balance', 'H', 8.0, 9.0)], 26.0)
    """
    places = {*supply, *demand, *(name for one in arcs for name in (one.start, one.end))}
    costs = {(one.start, one.end): one for one in arcs}
    found: list[Violation] = []
    into, out = dict.fromkeys(places, 0.0), dict.fromkeys(places, 0.0)
    rows: dict[str, list[int]] = {name: [] for name in places}
    on_arc: dict[tuple[str, str], tuple[float, list[int]]] = {}
    cost = 0.0
    for row, (start, end, quantity) in enumerate(plan):
        if start not in places or end not in places:
            found.append(Violation("unknown", (row,), start if start not in places else end))
        elif quantity < 0:
            found.append(Violation("negative", (row,), start, float(quantity), 0.0))
        elif (start, end) not in costs:
            if quantity > 0:
                found.append(Violation("no_route", (row,), f"{start} → {end}"))
        else:
            carried, at = on_arc.get((start, end), (0.0, []))
            on_arc[start, end] = (carried + quantity, [*at, row])
            cost += quantity * costs[start, end].unit_cost
            out[start] += quantity
            into[end] += quantity
            rows[start].append(row)
            rows[end].append(row)
    for (start, end), (carried, at) in on_arc.items():
        most = costs[start, end].capacity
        if carried > most + TOLERANCE:
            found.append(Violation("capacity", tuple(at), f"{start} → {end}", float(carried), float(most)))
    for name in sorted(places):
        passed = max(into[name], out[name])
        most = (hubs or {}).get(name, inf)
        if passed > most + TOLERANCE:
            found.append(Violation("hub", tuple(rows[name]), name, float(passed), float(most)))
        held, wanted = float(supply.get(name, 0.0)), float(demand.get(name, 0.0))
        kept = into[name] - out[name]
        if kept + held - wanted < -TOLERANCE:
            # A destination is short of what it asks, another place sends more than it has.
            rule = "demand" if wanted else "supply" if held else "balance"
            figures = (kept + held, wanted) if wanted else (float(out[name]), into[name] + held)
            found.append(Violation(rule, tuple(rows[name]), name, *figures))
        elif kept - wanted > TOLERANCE:
            found.append(Violation("balance", tuple(rows[name]), name, float(out[name]), into[name] - wanted))
    return CheckedFlows(
        tuple(found), float(cost), tuple((name, max(into[name], out[name])) for name in sorted(places))
    )
