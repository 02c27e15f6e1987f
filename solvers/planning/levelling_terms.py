"""What load levelling moves, and what it may cost: plain data, checked once for every method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solvers.arguments import non_negative, positive, whole
from solvers.errors import SolverError
from solvers.planning.lots.needs import quantities

__all__ = ["LevelTerms", "Levelled", "LoadOrder", "checked_levelling", "costed_levelling"]

MOST_ORDERS = 400


@dataclass(frozen=True, slots=True)
class LoadOrder:
    """An order on a resource: hours, the period in which it is due to be made, the earliest one (from 1).

    ``early_cost`` is what making it a period earlier costs (its stock), ``subcontract_cost`` what having it made
    outside costs, None when it cannot be; money.
    """

    order: str
    period: int
    hours: float
    earliest: int
    early_cost: float = 0.0
    subcontract_cost: float | None = None


@dataclass(frozen=True, slots=True)
class LevelTerms:
    """Hours of regular capacity by period, the most hours of overtime in each, and an hour's cost of it."""

    capacity: tuple[float, ...]
    overtime_most: tuple[float, ...] = ()
    overtime_cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Levelled:
    """Rows (order, period; None for made outside), hours of load and overtime by period, costs in money."""

    rows: tuple[tuple[str, int | None], ...]
    loads: tuple[float, ...]
    overtime: tuple[float, ...]
    early_cost: float
    overtime_cost: float
    subcontract_cost: float
    total_cost: float
    bound: float | None = None
    proven: bool = False


def checked_levelling(orders: Sequence[LoadOrder], terms: LevelTerms) -> tuple[float, ...]:
    """Return the most overtime of each period; SolverError for orders or terms out of range.

    Source: definition of the problem.

    >>> checked_levelling([LoadOrder("A", 2, 5, 1)], LevelTerms((8, 8)))
    (0.0, 0.0)
    """
    if not 1 <= len(orders) <= MOST_ORDERS:
        raise SolverError("orders", len(orders), "count_between", least=1, most=MOST_ORDERS)
    names = [one.order for one in orders]
    if len(set(names)) < len(names):
        raise SolverError("orders", names, "distinct_names")
    horizon = len(quantities("capacity", terms.capacity))
    non_negative("overtime_cost", terms.overtime_cost)
    extra = quantities("overtime_most", terms.overtime_most) if terms.overtime_most else (0.0,) * horizon
    if len(extra) != horizon:
        raise SolverError("overtime_most", len(extra), "as_many_as_periods", count=horizon)
    for one in orders:
        positive(f"hours ({one.order})", one.hours)
        non_negative(f"early_cost ({one.order})", one.early_cost)
        if one.subcontract_cost is not None:
            non_negative(f"subcontract_cost ({one.order})", one.subcontract_cost)
        if not 1 <= whole(f"period ({one.order})", one.period) <= horizon:
            raise SolverError(f"period ({one.order})", one.period, "count_between", least=1, most=horizon)
        if not 1 <= whole(f"earliest ({one.order})", one.earliest) <= one.period:
            raise SolverError(
                f"earliest ({one.order})", one.earliest, "count_between", least=1, most=one.period
            )
    return extra


def costed_levelling(
    orders: Sequence[LoadOrder],
    terms: LevelTerms,
    periods: Sequence[int | None],
    bound: float | None = None,
    proven: bool = False,
) -> Levelled:
    """Load and cost orders placed each in a period (None: made outside); hours over the capacity are overtime.

    Source: definition of the problem.

    >>> found = costed_levelling([LoadOrder("A", 2, 9, 1, early_cost=3)], LevelTerms((8, 8), (4, 4), 10), [1])
    >>> found.overtime, found.total_cost
    ((1.0, 0.0), 13.0)
    """
    loads = [0.0] * len(terms.capacity)
    early = outside = 0.0
    for one, period in zip(orders, periods, strict=True):
        if period is None:
            outside += one.subcontract_cost or 0.0
        else:
            loads[period - 1] += one.hours
            early += one.early_cost * (one.period - period)
    overtime = tuple(
        load - able if load > able + 1e-9 else 0.0 for load, able in zip(loads, terms.capacity, strict=True)
    )
    extra = terms.overtime_cost * sum(overtime)
    rows = tuple((one.order, period) for one, period in zip(orders, periods, strict=True))
    total = early + extra + outside
    return Levelled(rows, tuple(loads), overtime, early, extra, outside, total, bound, proven)
