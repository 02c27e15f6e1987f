"""Changeovers to shorten, checked by what a plan says alone: nothing of the method that chooses is used here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from solvers.violations import Violation

__all__ = ["REDUCTION_RULES", "CheckedReductions", "check_reductions"]

REDUCTION_RULES = ("unknown", "twice", "not_offered", "budget", "overload")
TOLERANCE = 1e-6  # of a time or of money: sums of decimals


@dataclass(frozen=True, slots=True)
class CheckedReductions:
    """The rules broken; money spent once, cost a period, shortest and economic cycle (periods).

    ``cycle`` is the longer of the two; ``setups`` and ``lots`` (hours, units) by part are those that result.
    Figures are None when the machine has no hours left.
    """

    violations: tuple[Violation, ...]
    spent: float
    cost: float | None
    shortest_cycle: float | None
    economic_cycle: float | None
    cycle: float | None
    setups: Mapping[str, float]
    lots: Mapping[str, float]


def check_reductions(
    plan: Sequence[tuple[str, float]],
    items: Mapping[str, Mapping[str, float]],
    hours: float,
    offered: Sequence[Mapping[str, object]],
    budget: float,
    unit: str = "EUR",
) -> CheckedReductions:
    """Check which changeovers are shortened, given as (part, hours taken off), and what lots that gives.

    ``items`` by part: ``demand``, ``unit_time``, ``setup_time``, ``setup_cost``, ``holding_cost``; ``hours``
    open a period; ``offered`` actions: ``item``, ``saved_time``, ``cost``, ``saved_cost``; ``budget`` in
    ``unit``. A row of 0 hours does nothing. Rules: ``unknown`` parts, ``twice``, ``not_offered`` (no action
    takes that much off), ``budget``, ``overload`` (run times fill the opening hours: no cycle is long enough).
    Never raises on a plan.

    Source: definition; Nahmias & Olsen, Production and Operations Analysis, section 4.9.

    >>> items = {"A": {"demand": 100, "unit_time": 0.02, "setup_time": 2, "setup_cost": 0, "holding_cost": 1}}
    >>> offered = [{"item": "A", "saved_time": 1, "cost": 500, "saved_cost": 0}]
    >>> found = check_reductions([("A", 1)], items, 4, offered, 400)
    >>> [(one.rule, one.found, one.limit) for one in found.violations], found.shortest_cycle
    ([('budget', 500.0, 400.0)], 0.5)
    """
    found: list[Violation] = []
    setup = {name: float(item["setup_time"]) for name, item in items.items()}
    setup_cost = {name: float(item["setup_cost"]) for name, item in items.items()}
    rows: dict[str, list[int]] = {}
    spent = 0.0
    for row, (name, saved) in enumerate(plan):
        if name not in items:
            found.append(Violation("unknown", (row,), name))
            continue
        rows.setdefault(name, []).append(row)
        if len(rows[name]) > 1 or saved == 0:
            continue
        fitting = [
            action
            for action in offered
            if action["item"] == name and abs(_figure(action["saved_time"]) - saved) <= TOLERANCE
        ]
        if not fitting:
            found.append(Violation("not_offered", (row,), name, float(saved)))
            continue
        action = min(fitting, key=lambda one: _figure(one["cost"]))
        spent += _figure(action["cost"])
        setup[name] = max(0.0, setup[name] - saved)
        setup_cost[name] = max(0.0, setup_cost[name] - _figure(action["saved_cost"]))
    for name, several in rows.items():
        if len(several) > 1:
            found.append(Violation("twice", tuple(several), name))
    if spent > budget + TOLERANCE:
        taken = tuple(several[0] for several in rows.values())
        found.append(Violation("budget", taken, "", spent, float(budget), unit))
    run = sum(item["demand"] * item["unit_time"] for item in items.values())
    if run >= hours:
        found.append(Violation("overload", (), "", run, float(hours), "hour"))
        return CheckedReductions(tuple(found), spent, None, None, None, None, setup, {})
    shortest = sum(setup.values()) / (hours - run)
    holding = sum(
        item["holding_cost"] * item["demand"] * (1 - item["demand"] * item["unit_time"] / hours)
        for item in items.values()
    )
    per_cycle = sum(setup_cost.values())
    economic = (2 * per_cycle / holding) ** 0.5 if holding > 0 else None
    cycle = shortest if economic is None else max(shortest, economic)
    cost = (per_cycle / cycle if cycle > 0 else 0.0) + holding * cycle / 2
    lots = {name: item["demand"] * cycle for name, item in items.items()}
    return CheckedReductions(tuple(found), spent, cost, shortest, economic, cycle, setup, lots)


def _figure(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
