"""Aggregate plans made by hand: level, chase, and the mix of a steady workforce with overtime and purchases."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate

from solvers.planning.aggregate_terms import AggregatePlan, AggregateTerms, carried, checked_terms
from solvers.planning.lots.needs import per_period

__all__ = ["chase_plan", "level_plan", "mixed_plan"]

NOISE = 1e-9


def _net(asked: Sequence[float], terms: AggregateTerms) -> list[float]:
    """What must be made or bought by the end of each period in all, safety and closing stock included."""
    floors = list(per_period("safety_stock", terms.safety_stock, len(asked)))
    floors[-1] = max(floors[-1], terms.closing_stock)
    return [
        max(total + floor - terms.opening_stock, 0.0)
        for total, floor in zip(accumulate(asked), floors, strict=True)
    ]


def _staff(workers: float, whole_workers: bool) -> float:
    return float(math.ceil(workers - NOISE)) if whole_workers else workers


def level_plan(
    demand: Sequence[float],
    terms: AggregateTerms,
    *,
    whole_workers: bool = False,
    backlog: bool = False,
) -> AggregatePlan:
    """Keep one workforce for the whole horizon, in regular hours only: stock takes up the seasons.

    ``demand`` in units by period. The workforce is the least that serves each period on time or, with
    ``backlog``, that serves the whole by the end; it works its full hours, less what would be left over at the
    end. Limits of the terms other than that are not looked at: the checker tells. SolverError for figures out
    of range.

    workers = max over t of what is needed by t / Σ units per worker up to t.

    Source: Vollmann, Berry & Whybark, Manufacturing Planning and Control Systems, chapter on sales and operations
    planning (level strategy).

    >>> terms = AggregateTerms(opening_workers=10, units_per_worker=10, wage=50, holding_cost=1, hiring_cost=20)
    >>> found = level_plan([80, 120, 130], terms)
    >>> found.periods[0].workers, [one.stock for one in found.periods], found.costs.total
    (11.0, [30.0, 20.0, 0.0], 1720.0)
    """
    asked = checked_terms(demand, terms)
    made = per_period("units_per_worker", terms.units_per_worker, len(asked))
    needed, able = _net(asked, terms), list(accumulate(made))
    shares = [need / can for need, can in zip(needed, able, strict=True)]
    workers = _staff(shares[-1] if backlog else max(shares), whole_workers)
    return carried(
        asked, terms, _without_excess([(workers, workers * one, 0.0, 0.0) for one in made], needed)
    )


def _without_excess(
    rows: list[tuple[float, float, float, float]], needed: Sequence[float]
) -> list[tuple[float, float, float, float]]:
    # What rounding workers up makes too much of is left unmade, from the last period on, as late as it can be.
    excess = sum(row[1] for row in rows) - max(needed)
    totals = list(accumulate(row[1] for row in rows))
    for t in range(len(rows) - 1, -1, -1):
        if excess <= NOISE:
            break
        slack = min(total - need for total, need in zip(totals[t:], needed[t:], strict=True))
        cut = min(excess, rows[t][1], max(slack, 0.0))
        workers, regular, overtime, bought = rows[t]
        rows[t] = (workers, regular - cut, overtime, bought)
        totals[t:] = [total - cut for total in totals[t:]]
        excess -= cut
    return rows


def chase_plan(
    demand: Sequence[float], terms: AggregateTerms, *, whole_workers: bool = False
) -> AggregatePlan:
    """Make each period what it needs, hiring and firing to follow the demand.

    ``demand`` in units by period; the workforce stays within the limits of the terms, and what it then cannot
    make is bought, up to the limit, or late. SolverError for figures out of range.

    workers(t) = what is needed in t / units per worker(t).

    Source: Vollmann, Berry & Whybark, Manufacturing Planning and Control Systems, chapter on sales and operations
    planning (chase strategy).

    >>> terms = AggregateTerms(opening_workers=10, units_per_worker=10, wage=50, hiring_cost=20, firing_cost=40)
    >>> found = chase_plan([80, 120, 130], terms)
    >>> [one.workers for one in found.periods], found.costs.total
    ([8.0, 12.0, 13.0], 1830.0)
    """
    asked = checked_terms(demand, terms)
    rows, done = [], 0.0
    made = per_period("units_per_worker", terms.units_per_worker, len(asked))
    for units, need in zip(made, accumulate(_net(asked, terms), max), strict=True):
        wanted = max(need - done, 0.0)
        workers = max(_staff(wanted / units, whole_workers), terms.workers_least)
        if terms.workers_most is not None:
            workers = min(workers, terms.workers_most)
        regular = min(wanted, workers * units)
        bought = wanted - regular
        if terms.bought_most is not None:
            bought = min(bought, terms.bought_most)
        rows.append((workers, regular, 0.0, bought))
        done += regular + bought
    return carried(asked, terms, rows)


def mixed_plan(demand: Sequence[float], terms: AggregateTerms, workers: float) -> AggregatePlan:
    """Keep a given workforce at full hours; overtime, then purchases, cover what stock and regular hours do not.

    ``demand`` in units by period, ``workers`` of every period. Overtime up to its cap, purchases up to theirs;
    what is still short stays late. Regular hours stop at what the horizon needs. SolverError for figures out
    of range.

    Source: Heizer, Render & Munson, Operations Management, chapter on aggregate planning (mixed strategies).

    >>> terms = AggregateTerms(opening_workers=9, units_per_worker=10, overtime_per_worker=2, subcontract_cost=8)
    >>> found = mixed_plan([80, 100, 130], terms, 9)
    >>> [(one.regular, one.overtime, one.subcontract, one.stock) for one in found.periods]
    [(90.0, 0.0, 0.0, 10.0), (90.0, 0.0, 0.0, 0.0), (90.0, 18.0, 22.0, 0.0)]
    """
    asked = checked_terms(demand, terms)
    made = per_period("units_per_worker", terms.units_per_worker, len(asked))
    needed = list(accumulate(_net(asked, terms), max))
    rows, done = [], 0.0
    for units, need in zip(made, needed, strict=True):
        regular = min(workers * units, max(needed[-1] - done, 0.0))
        short = max(need - done - regular, 0.0)
        overtime = min(short, workers * terms.overtime_per_worker)
        bought = short - overtime
        if terms.bought_most is not None:
            bought = min(bought, terms.bought_most)
        rows.append((float(workers), regular, overtime, bought))
        done += regular + overtime + bought
    return carried(asked, terms, rows)
