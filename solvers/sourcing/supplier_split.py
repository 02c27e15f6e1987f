"""The split between suppliers of least cost, as a programme in whole numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from solvers.errors import SolverError
from solvers.mip import NODES, Engine, Mip
from solvers.sourcing.offers import Limits, Offer, Supplier, checked

__all__ = ["SupplierSplit", "best_split"]


@dataclass(frozen=True, slots=True)
class SupplierSplit:
    """The rows (supplier, item, units), their cost in money, and the proven lower bound on it."""

    rows: tuple[tuple[str, str, float], ...]
    cost: float
    bound: float
    proven: bool


@dataclass(frozen=True, slots=True)
class _Band:
    """One price of an offer in the model: its number of packs and whether it is the one reached."""

    price: float
    packs: int
    reached: int


def best_split(
    demands: Mapping[str, float],
    offers: Sequence[Offer],
    suppliers: Sequence[Supplier] = (),
    limits: Limits | None = None,
    *,
    engine: Engine = "highs",
    nodes: int = NODES,
) -> SupplierSplit:
    """Share the demand of each item between suppliers at the least cost of purchases and fixed costs.

    ``demands`` in units by item (above 0); offers, suppliers and limits as their classes say. Whole packs only.
    SolverError on figures out of range, and when no split meets every limit.

    n(o,b) packs of offer o at the price of its break b, z(o,b) = 1 when that break is the one reached, y(s) = 1
    when supplier s is used: minimise Σ p(o,b)·m(o)·n(o,b) + Σ f(o)·z(o,b) + Σ F(s)·y(s) subject to, for each
    item, Σ m·n = demand; Σ_b z(o,b) ≤ y(s); max(break, minimum)·z ≤ m·n ≤ min(next break − 1, capacity,
    share × demand)·z; Σ of a supplier ≤ its capacity and share; Σ (rate − ceiling)·m·n ≤ 0 for defects and for
    lead times; fewest ≤ Σ z ≤ most.

    Source: Chopra & Meindl, Supply Chain Management, chapter on sourcing decisions; piecewise prices as in
    Williams, Model Building in Mathematical Programming, section 9.

    >>> near, far = Offer("near", "", (10.0,)), Offer("far", "", (8.0,), fixed_cost=900, share=0.6)
    >>> found = best_split({"": 1000}, [near, far])
    >>> found.rows, found.cost
    ((('near', '', 400.0), ('far', '', 600.0)), 9700.0)
    """
    bounds = limits or Limits()
    checked(demands, offers, suppliers, bounds)
    wanted = [one for one in offers if one.item in demands]
    model = Mip()
    used = {
        name: model.binary(next((one.fixed_cost for one in suppliers if one.supplier == name), 0.0))
        for name in dict.fromkeys(one.supplier for one in wanted)
    }
    bands = [_bands(model, one, demands[one.item]) for one in wanted]
    for one, several in zip(wanted, bands, strict=True):
        # One break at most is the one reached, none if the supplier is not used.
        model.require({band.reached: 1.0 for band in several} | {used[one.supplier]: -1.0}, "<=", 0.0)
    for item, demand in demands.items():
        parts = [(one, several) for one, several in zip(wanted, bands, strict=True) if one.item == item]
        model.require(_units(parts), "==", demand)
        for ceiling, rates in (
            (bounds.defect_rate, [one.defect_rate for one, _ in parts]),
            (bounds.lead_time, [one.lead_time for one, _ in parts]),
        ):
            if ceiling is not None:
                terms = {
                    band.packs: (rate - ceiling) * one.multiple
                    for (one, several), rate in zip(parts, rates, strict=True)
                    for band in several
                }
                model.require(terms, "<=", 0.0)
        reached = {band.reached: 1.0 for _, several in parts for band in several}
        model.require(reached, ">=", float(bounds.fewest))
        if bounds.most is not None:
            model.require(reached, "<=", float(bounds.most))
    total = math.fsum(demands.values())
    for supplier in suppliers:
        parts = [
            (one, several)
            for one, several in zip(wanted, bands, strict=True)
            if one.supplier == supplier.supplier
        ]
        room = supplier.share * total
        most = room if supplier.capacity is None else min(room, supplier.capacity)
        if parts:
            model.require(_units(parts), "<=", most)
    found = model.solve(engine=engine, nodes=nodes)
    if found.value is None or found.bound is None:
        raise SolverError("offers", [one.supplier for one in wanted], "split_meets")
    rows = tuple(
        (one.supplier, one.item, float(packs * one.multiple))
        for one, several in zip(wanted, bands, strict=True)
        if (packs := sum(round(found.values[band.packs]) for band in several))
    )
    return SupplierSplit(rows, found.value, found.bound, found.status == "optimal")


def _bands(model: Mip, one: Offer, demand: float) -> list[_Band]:
    most = one.share * demand if one.capacity is None else min(one.capacity, one.share * demand)
    found = []
    for at, (lowest, price) in enumerate(zip(one.breaks, one.prices, strict=True)):
        highest = _down(most / one.multiple)
        if at + 1 < len(one.breaks):
            # The last pack before the next break: at the break itself the next price counts.
            highest = min(highest, _up(one.breaks[at + 1] / one.multiple) - 1)
        least = max(1, _up(max(lowest, one.minimum) / one.multiple))
        packs = model.variable(price * one.multiple, high=float(max(highest, 0)), whole=True)
        reached = model.binary(one.fixed_cost)
        model.require({packs: 1.0, reached: -float(max(highest, 0))}, "<=", 0.0)
        model.require({packs: 1.0, reached: -float(least)}, ">=", 0.0)
        found.append(_Band(price, packs, reached))
    return found


def _units(parts: Sequence[tuple[Offer, Sequence[_Band]]]) -> dict[int, float]:
    return {band.packs: float(one.multiple) for one, several in parts for band in several}


def _up(packs: float) -> int:
    return math.ceil(float(f"{packs:.12g}"))


def _down(packs: float) -> int:
    return math.floor(float(f"{packs:.12g}"))
