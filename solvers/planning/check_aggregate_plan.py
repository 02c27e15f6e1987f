"""An aggregate plan checked by what it says alone: nothing of the methods that make plans is used here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solvers.planning.aggregate_terms import AggregateTerms
from solvers.violations import Violation

__all__ = ["RULES", "CheckedAggregatePlan", "check_aggregate_plan"]

RULES = (
    "periods",
    "negative",
    "whole_workers",
    "workers",
    "regular_capacity",
    "overtime_cap",
    "subcontract_cap",
    "late",
    "below_safety",
    "stock_cap",
    "closing_stock",
)
TOLERANCE = 1e-4  # of a quantity: plans are typed with few decimals


@dataclass(frozen=True, slots=True)
class CheckedAggregatePlan:
    """The rules broken, stock (late units under 0) by period, costs by line and in all, service and mean stock.

    ``service`` is the share of the demand that is not late at the end of its period.
    """

    violations: tuple[Violation, ...]
    stock: tuple[float, ...]
    costs: dict[str, float]
    total_cost: float
    mean_stock: float
    service: float


def check_aggregate_plan(
    rows: Sequence[tuple[float, float | None, float, float]],
    demand: Sequence[float],
    terms: AggregateTerms,
    *,
    whole_workers: bool = False,
    unit: str = "unit",
) -> CheckedAggregatePlan:
    """Check decisions (workers, regular, overtime, subcontracted units) period by period, and cost them.

    Regular units left out (None) are all that the workers make. Rules: ``periods`` (not one row for each),
    ``negative``, ``whole_workers``, ``workers`` (outside their limits), ``regular_capacity`` (more than the
    workers make), ``overtime_cap``, ``subcontract_cap``, ``late`` (units late where none may be, or at the end),
    ``below_safety``, ``stock_cap``, ``closing_stock``. The row of a violation is its period, from 0; ``unit`` is
    that of the figures. Never raises on a plan.

    Source: definition of the problem.

    >>> terms = AggregateTerms(opening_workers=8, units_per_worker=10, wage=100, hiring_cost=50)
    >>> found = check_aggregate_plan([(8, None, 0, 0), (9, 85, 0, 0)], [80, 90], terms)
    >>> [(one.rule, one.rows, one.found, one.limit) for one in found.violations], found.total_cost
    ([('late', (1,), 5.0, 0.0)], 1750.0)
    """
    count = len(demand)
    found: list[Violation] = []
    if len(rows) != count:
        found.append(Violation("periods", (), "", float(len(rows)), float(count), "period"))
    names = ("wages", "overtime", "hiring", "firing", "material", "subcontracting", "holding", "backlog")
    costs = dict.fromkeys(names, 0.0)
    staff, left = float(terms.opening_workers), float(terms.opening_stock)
    levels: list[float] = []
    missed = 0.0
    for t in range(count):
        workers, regular, overtime, bought = rows[t] if t < len(rows) else (0.0, None, 0.0, 0.0)
        rate = (
            terms.units_per_worker[t] if isinstance(terms.units_per_worker, tuple) else terms.units_per_worker
        )
        able = workers * rate
        made = able if regular is None else float(regular)
        if t < len(rows):
            found += _of_a_row(t, (workers, made, overtime, bought), able, terms, whole_workers, unit)
        left += made + overtime + bought - demand[t]
        left = 0.0 if abs(left) < 1e-9 else left
        levels.append(left)
        missed += min(max(-left, 0.0), float(demand[t]))
        costs["wages"] += terms.wage * workers
        costs["overtime"] += terms.overtime_cost * overtime
        costs["hiring"] += terms.hiring_cost * max(workers - staff, 0.0)
        costs["firing"] += terms.firing_cost * max(staff - workers, 0.0)
        costs["material"] += terms.material_cost * (made + overtime)
        costs["subcontracting"] += (terms.subcontract_cost or 0.0) * bought
        costs["holding"] += terms.holding_cost * max(left, 0.0)
        costs["backlog"] += (terms.backlog_cost or 0.0) * max(-left, 0.0)
        staff = float(workers)
        found += _of_a_level(t, left, t == count - 1, terms, unit)
    asked = float(sum(demand))
    return CheckedAggregatePlan(
        violations=tuple(found),
        stock=tuple(levels),
        costs=costs,
        total_cost=sum(costs.values()),
        mean_stock=sum(max(level, 0.0) for level in levels) / max(count, 1),
        service=1.0 - missed / asked if asked else 1.0,
    )


def _of_a_row(
    t: int,
    row: tuple[float, float, float, float],
    able: float,
    terms: AggregateTerms,
    whole_workers: bool,
    unit: str,
) -> list[Violation]:
    workers, made, overtime, bought = row
    found, where = [], str(t + 1)
    if min(row) < 0:
        found.append(Violation("negative", (t,), where, float(min(row)), 0.0, unit))
    if whole_workers and abs(workers - round(workers)) > TOLERANCE:
        found.append(Violation("whole_workers", (t,), where, float(workers), float(round(workers)), "worker"))
    if workers < terms.workers_least - TOLERANCE:
        found.append(Violation("workers", (t,), where, float(workers), float(terms.workers_least), "worker"))
    if terms.workers_most is not None and workers > terms.workers_most + TOLERANCE:
        found.append(Violation("workers", (t,), where, float(workers), float(terms.workers_most), "worker"))
    caps = (
        ("regular_capacity", made, able),
        ("overtime_cap", overtime, workers * terms.overtime_per_worker),
        ("subcontract_cap", bought, 0.0 if terms.subcontract_cost is None else terms.subcontract_most),
    )
    found += [
        Violation(rule, (t,), where, float(value), float(cap), unit)
        for rule, value, cap in caps
        if cap is not None and value > cap + TOLERANCE * max(1.0, abs(cap))
    ]
    return found


def _of_a_level(t: int, left: float, last: bool, terms: AggregateTerms, unit: str) -> list[Violation]:
    found, where = [], str(t + 1)
    safety = terms.safety_stock[t] if isinstance(terms.safety_stock, tuple) else terms.safety_stock
    if left < -TOLERANCE and (terms.backlog_cost is None or last):
        found.append(Violation("late", (t,), where, -left, 0.0, unit))
    elif safety > 0 and left < safety - TOLERANCE:
        found.append(Violation("below_safety", (t,), where, left, float(safety), unit))
    elif last and left < terms.closing_stock - TOLERANCE:
        found.append(Violation("closing_stock", (t,), where, left, float(terms.closing_stock), unit))
    if terms.stock_most is not None and left > terms.stock_most + TOLERANCE:
        found.append(Violation("stock_cap", (t,), where, left, float(terms.stock_most), unit))
    return found
