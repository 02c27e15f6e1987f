"""A master schedule checked by what it says alone: nothing of the method that makes it is used here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solvers.planning.master_schedule import ScheduleTerms
from solvers.violations import Violation

__all__ = ["RULES", "CheckedMasterSchedule", "check_master_schedule"]

RULES = ("periods", "negative", "fence", "lot_size", "capacity", "shortage", "below_safety", "oversold")
TOLERANCE = 1e-6  # of a quantity: sums of decimals


@dataclass(frozen=True, slots=True)
class CheckedMasterSchedule:
    """The rules broken, the projected stock by period, and figures: productions, mean and least stock, costs.

    Units; costs in money by the setup and holding cost of the lot rule. ``largest_dip`` is the most that the
    stock falls under the safety stock.
    """

    violations: tuple[Violation, ...]
    projected: tuple[float, ...]
    productions: int
    mean_stock: float
    least_stock: float
    largest_dip: float
    setup_cost: float
    holding_cost: float
    total_cost: float


def check_master_schedule(
    mps: Sequence[float],
    forecast: Sequence[float],
    orders: Sequence[float],
    terms: ScheduleTerms,
    firm: Sequence[float] = (),
    capacity: Sequence[float] = (),
    unit: str = "unit",
) -> CheckedMasterSchedule:
    """Check the production of each period against demand, fences, lots and capacity, and measure it.

    Rules: ``periods`` (not one figure for each period), ``negative``, ``fence`` (other than ``firm`` up to the
    planning fence), ``lot_size`` (under the minimum or no whole number of lots), ``capacity`` (over the units
    that a period can make, where they are given), ``shortage`` (projected stock under 0), ``below_safety``,
    ``oversold`` (stock under 0 with firm orders alone). The rows of a violation are its periods, from 0; a
    shortage that lasts is told once, with the figures of its first period. ``unit`` is that of the figures.
    Never raises on a schedule.

    Source: definition of the problem.

    >>> terms = ScheduleTerms(on_hand=5)
    >>> found = check_master_schedule([0, 30], [20, 20], [0, 0], terms)
    >>> [(one.rule, one.rows, one.found) for one in found.violations], found.projected
    ([('shortage', (0, 1), -15.0)], (-15.0, -5.0))
    """
    count = len(forecast)
    found: list[Violation] = []
    if len(mps) != count:
        found.append(Violation("periods", (), "", float(len(mps)), float(count), "period"))
    made = [*map(float, mps[:count]), *[0.0] * (count - len(mps))]
    stock = promised = float(terms.on_hand)
    levels: list[float] = []
    for t in range(count):
        asked = orders[t] if t < terms.demand_fence else max(orders[t], forecast[t])
        stock += made[t] - asked
        promised += made[t] - orders[t]
        levels.append(0.0 if abs(stock) < TOLERANCE else stock)
        found += _of_a_period(t, made[t], terms, firm, capacity, unit)
        where = str(t + 1)
        if promised < -TOLERANCE:
            found.append(Violation("oversold", (t,), where, promised, 0.0, unit))
        if stock < -TOLERANCE:
            found.append(Violation("shortage", (t,), where, levels[-1], 0.0, unit))
        elif stock < terms.safety_stock - TOLERANCE:
            found.append(Violation("below_safety", (t,), where, levels[-1], float(terms.safety_stock), unit))
    kept = [max(level, 0.0) for level in levels]
    productions = sum(one > 0 for one in made)
    setups = terms.rule.setup * productions
    holding = terms.rule.holding * sum(kept)
    return CheckedMasterSchedule(
        violations=tuple(_together(found)),
        projected=tuple(levels),
        productions=productions,
        mean_stock=sum(kept) / max(count, 1),
        least_stock=min(levels, default=0.0),
        largest_dip=max((terms.safety_stock - level for level in levels), default=0.0),
        setup_cost=setups,
        holding_cost=holding,
        total_cost=setups + holding,
    )


def _of_a_period(
    t: int,
    made: float,
    terms: ScheduleTerms,
    firm: Sequence[float],
    capacity: Sequence[float],
    unit: str,
) -> list[Violation]:
    found, where = [], str(t + 1)
    fixed = float(firm[t]) if t < len(firm) else 0.0
    if made < -TOLERANCE:
        return [Violation("negative", (t,), where, made, 0.0, unit)]
    if t < terms.planning_fence and abs(made - fixed) > TOLERANCE:
        found.append(Violation("fence", (t,), where, made, fixed, unit))
    if t < len(capacity) and made > capacity[t] + TOLERANCE:
        found.append(Violation("capacity", (t,), where, made, float(capacity[t]), unit))
    added, rule = made - fixed, terms.rule
    if added > TOLERANCE and t >= terms.planning_fence:
        least = rule.minimum if rule.name == "minimum_multiple" else 0.0
        pack = {"fixed_quantity": rule.quantity, "minimum_multiple": rule.multiple}.get(rule.name, 0.0)
        if added < least - TOLERANCE:
            found.append(Violation("lot_size", (t,), where, added, float(least), unit))
        elif pack > 0 and abs(added / pack - round(added / pack)) > TOLERANCE:
            found.append(Violation("lot_size", (t,), where, added, float(pack), unit))
    return found


def _together(found: Sequence[Violation]) -> list[Violation]:
    """The violations, those that last over consecutive periods as one, with the figures of their first period."""
    told: list[Violation] = []
    for one in found:
        before = next((other for other in reversed(told) if other.rule == one.rule), None)
        lasting = one.rule in {"shortage", "below_safety", "oversold"}
        if lasting and before is not None and before.rows[-1] == one.rows[0] - 1:
            joined = Violation(
                one.rule, (*before.rows, *one.rows), before.where, before.found, before.limit, before.unit
            )
            told[told.index(before)] = joined
        else:
            told.append(one)
    return told
