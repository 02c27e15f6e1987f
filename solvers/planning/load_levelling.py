"""Levelling the load of a resource: orders made earlier within their float, overtime, orders made outside."""

from __future__ import annotations

from collections.abc import Sequence

from solvers.errors import SolverError
from solvers.mip import NODES, Engine, Mip
from solvers.planning.levelling_terms import (
    Levelled,
    LevelTerms,
    LoadOrder,
    checked_levelling,
    costed_levelling,
)

__all__ = ["best_levelling", "level_backward"]

NOISE = 1e-9


def level_backward(orders: Sequence[LoadOrder], terms: LevelTerms) -> Levelled:
    """Level by hand: from the last period back, move what is too much one period earlier, then overtime, then outside.

    Of the orders that may move, the smallest that takes the whole excess away moves, else the largest. What is
    still over capacity and overtime is made outside, the cheapest hour first, as far as orders may; what remains
    is overtime over its cap, which the checker tells. SolverError for figures out of range.

    Source: Courtois, Pillet & Martin-Bonnefous, Gestion de production, chapter on capacity (lissage au plus tard).

    >>> orders = [LoadOrder("A", 2, 5, 1), LoadOrder("B", 2, 6, 1), LoadOrder("C", 1, 2, 1)]
    >>> level_backward(orders, LevelTerms((8, 8))).rows
    (('A', 1), ('B', 2), ('C', 1))
    """
    extra = checked_levelling(orders, terms)
    periods: list[int | None] = [one.period for one in orders]

    def over(t: int, more: float = 0.0) -> float:
        load = sum(one.hours for one, at in zip(orders, periods, strict=True) if at == t)
        return load - terms.capacity[t - 1] - more

    for t in range(len(terms.capacity), 1, -1):
        while over(t) > NOISE:
            excess = over(t)
            movable = [at for at, one in enumerate(orders) if periods[at] == t and one.earliest < t]
            if not movable:
                break
            enough = [at for at in movable if orders[at].hours >= excess - NOISE]
            chosen = (
                min(enough, key=lambda at: orders[at].hours)
                if enough
                else max(movable, key=lambda at: orders[at].hours)
            )
            periods[chosen] = t - 1
    for t in range(1, len(terms.capacity) + 1):
        while over(t, extra[t - 1]) > NOISE:
            outside = [
                (cost / one.hours, at)
                for at, one in enumerate(orders)
                if periods[at] == t and (cost := one.subcontract_cost) is not None
            ]
            if not outside:
                break
            periods[min(outside)[1]] = None
    return costed_levelling(orders, terms, periods)


def best_levelling(
    orders: Sequence[LoadOrder], terms: LevelTerms, *, engine: Engine = "highs", nodes: int = NODES
) -> Levelled:
    """Find the levelling of least cost: whole orders, each in one period between its earliest and its due one.

    SolverError for figures out of range and when no levelling keeps every limit; a search cut short gives its
    best plan with its bound, ``proven`` false.

    Minimise Σ early·(due − t)·x(o,t) + Σ overtime·v(t) + Σ outside·z(o) subject to Σ_t x(o,t) + z(o) = 1;
    Σ_o hours·x(o,t) ≤ capacity(t) + v(t); v(t) ≤ its cap.

    Source: Pochet & Wolsey, Production Planning by Mixed Integer Programming, chapter 1 (assignment of lots).

    >>> orders = [LoadOrder("A", 2, 5, 1, 20, 90), LoadOrder("B", 2, 6, 1, 30), LoadOrder("C", 1, 4, 1)]
    >>> found = best_levelling(orders, LevelTerms((8, 8), (2, 2), 15))
    >>> found.rows, found.total_cost
    ((('A', 1), ('B', 2), ('C', 1)), 35.0)
    """
    extra = checked_levelling(orders, terms)
    model = Mip()
    placed = [
        {t: model.binary(one.early_cost * (one.period - t)) for t in range(one.earliest, one.period + 1)}
        for one in orders
    ]
    outside = [None if one.subcontract_cost is None else model.binary(one.subcontract_cost) for one in orders]
    for several, out in zip(placed, outside, strict=True):
        model.require(dict.fromkeys(several.values(), 1.0) | ({} if out is None else {out: 1.0}), "==", 1.0)
    for t, (able, most) in enumerate(zip(terms.capacity, extra, strict=True), 1):
        overtime = model.variable(terms.overtime_cost, high=most)
        load = {several[t]: one.hours for one, several in zip(orders, placed, strict=True) if t in several}
        model.require(load | {overtime: -1.0}, "<=", able)
    found = model.solve(engine=engine, nodes=nodes)
    if found.status not in {"optimal", "feasible"}:
        raise SolverError("orders", len(orders), "loads_within_limits")
    periods = [next((t for t, at in several.items() if found.values[at] == 1), None) for several in placed]
    plan = costed_levelling(orders, terms, periods)
    bound = plan.total_cost if found.bound is None else min(found.bound, plan.total_cost)
    return costed_levelling(orders, terms, periods, bound, found.status == "optimal")
