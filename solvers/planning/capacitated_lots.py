"""Lots of several items that share a capacity and set it up (CLSP), as a programme in whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from solvers.arguments import non_negative
from solvers.errors import SolverError
from solvers.mip import NODES, Engine, Mip
from solvers.planning.lots.needs import quantities

__all__ = ["CapacitatedItem", "CapacitatedLots", "best_capacitated_lots"]

MOST_CELLS = 400  # items × periods
NOISE = 1e-7


@dataclass(frozen=True, slots=True)
class CapacitatedItem:
    """An item: demand by period (units), hours per unit and per setup, money per setup and per unit kept a period."""

    item: str
    demand: tuple[float, ...]
    run_h: float = 1.0
    setup_h: float = 0.0
    setup_cost: float = 0.0
    holding_cost: float = 0.0
    opening_stock: float = 0.0


@dataclass(frozen=True, slots=True)
class CapacitatedLots:
    """Rows (item, period from 1, units), the cost in money and the proven lower bound on it.

    ``gap`` is the share of the cost that lies above the bound.
    """

    rows: tuple[tuple[str, int, float], ...]
    cost: float
    bound: float
    gap: float
    proven: bool


def best_capacitated_lots(
    items: Sequence[CapacitatedItem],
    capacity: Sequence[float],
    *,
    engine: Engine = "highs",
    nodes: int = NODES,
    gap: float = 0.0,
) -> CapacitatedLots:
    """Find the lots of least setup and holding cost under a capacity in hours by period.

    Each lot takes its setup in the period it is made in; no setup is carried over. SolverError for figures out
    of range and when the capacity cannot meet the demand; a search cut short gives its best lots with a bound.

    With u(i,s,t) the units made in s for the need of t and y(i,s) = 1 when i is set up in s: minimise
    Σ setup·y + Σ holding·(t − s)·u subject to Σ_s u(i,s,t) = need(i,t); u(i,s,t) ≤ need(i,t)·y(i,s);
    Σ_i (run·Σ_t u + setup hours·y) ≤ capacity(s).

    Source: Krarup & Bilde (1977); Pochet & Wolsey, Production Planning by Mixed Integer Programming, chapter 12.

    >>> one = CapacitatedItem("A", (90, 120, 80, 70), setup_cost=500, holding_cost=2)
    >>> best_capacitated_lots([one], [1000] * 4).cost, best_capacitated_lots([one], [200] * 4).cost
    (1380.0, 1580.0)
    """
    able = quantities("capacity", capacity)
    count = len(able)
    if not 1 <= len(items) * count <= MOST_CELLS:
        raise SolverError("items", len(items), "count_between", least=1, most=MOST_CELLS // count)
    names = [one.item for one in items]
    if len(set(names)) < len(names):
        raise SolverError("items", names, "distinct_names")
    needs = [_needs(one, count) for one in items]
    model = Mip()
    setups: dict[tuple[int, int], int] = {}
    made: dict[tuple[int, int, int], int] = {}
    for i, one in enumerate(items):
        for t, need in enumerate(needs[i]):
            if need <= 0:
                continue
            for s in range(t + 1):
                if (i, s) not in setups:
                    setups[i, s] = model.binary(one.setup_cost)
                made[i, s, t] = model.variable(one.holding_cost * (t - s), high=need)
                model.require({made[i, s, t]: 1.0, setups[i, s]: -need}, "<=", 0.0)
            model.require({made[i, s, t]: 1.0 for s in range(t + 1)}, "==", need)
    # What the opening stock costs to keep, whatever is decided.
    opening = fsum(_kept_cost(one, count) for one in items)
    if not made:
        return CapacitatedLots((), opening, opening, 0.0, True)
    for s in range(count):
        hours = {at: items[i].run_h for (i, start, _), at in made.items() if start == s}
        hours |= {setups[i, s]: one.setup_h for i, one in enumerate(items) if (i, s) in setups}
        if hours:
            model.require(hours, "<=", able[s])
    found = model.solve(engine=engine, nodes=nodes, gap=gap)
    if found.status not in {"optimal", "feasible"} or found.value is None:
        raise SolverError("capacity", list(able), "capacity_enough")
    lots = [
        (one.item, s + 1, sum(found.values[at] for (k, start, _), at in made.items() if (k, start) == (i, s)))
        for i, one in enumerate(items)
        for s in range(count)
    ]
    rows = tuple((name, period, round(units, 6)) for name, period, units in lots if units > NOISE)
    bound = opening + (found.value if found.bound is None else min(found.bound, found.value))
    cost = opening + found.value
    missing = (cost - bound) / cost if cost > bound else 0.0
    return CapacitatedLots(rows, cost, bound, missing, found.status == "optimal")


def _needs(one: CapacitatedItem, count: int) -> list[float]:
    """What is left of the demand once the opening stock has served it."""
    for field in ("run_h", "setup_h", "setup_cost", "holding_cost", "opening_stock"):
        non_negative(f"{field} ({one.item})", getattr(one, field))
    demand = quantities(f"demand ({one.item})", one.demand)
    if len(demand) != count:
        raise SolverError(f"demand ({one.item})", len(demand), "as_many_as_periods", count=count)
    left, needs = float(one.opening_stock), []
    for asked in demand:
        served = min(left, asked)
        left -= served
        needs.append(asked - served)
    return needs


def _kept_cost(one: CapacitatedItem, count: int) -> float:
    left, cost = float(one.opening_stock), 0.0
    for asked in one.demand[:count]:
        left = max(left - asked, 0.0)
        cost += one.holding_cost * left
    return cost
