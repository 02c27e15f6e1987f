"""Planned lots checked by what they say alone: nothing of the methods that plan requirements is used here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from solvers.planning.bill_of_materials import BomLine
from solvers.planning.planned_lots import PlannedLot
from solvers.planning.requirements import Item
from solvers.violations import Violation

__all__ = ["RULES", "CheckedLots", "check_requirements"]

RULES = (
    "unknown",
    "negative",
    "out_of_horizon",
    "past",
    "lead_time",
    "inside_fence",
    "lot_size",
    "shortage",
    "below_safety",
)
TOLERANCE = 1e-6  # of a quantity: sums of decimals


@dataclass(frozen=True, slots=True)
class CheckedLots:
    """The rules broken; stock by item and period; orders, mean stock and units short, and costs in money.

    ``mean_stock`` is the stock of all items at the end of a period, on average; costs are those of the items' lot
    rules.
    """

    violations: tuple[Violation, ...]
    stock: dict[str, tuple[float, ...]]
    orders: int
    mean_stock: float
    units_short: float
    setup_cost: float
    holding_cost: float
    total_cost: float


def check_requirements(
    lots: Sequence[PlannedLot],
    items: Sequence[Item],
    bom: Sequence[BomLine],
    demand: Mapping[str, Sequence[float]],
    unit: str = "unit",
) -> CheckedLots:
    """Check planned lots against demand, bills, lead times and lot rules, and measure them.

    Rules: ``unknown`` (no such item), ``negative`` (no quantity, or less), ``out_of_horizon`` (comes in after the
    last period), ``past`` (launched before the first), ``lead_time`` (comes in other than a lead time after its
    launch), ``inside_fence``, ``lot_size`` (under the minimum, or no whole number of the fixed lot or multiple),
    ``shortage`` (stock under 0), ``below_safety``; the last two name the item's worst period. The components of a
    lot launched in the past are asked in the first period. ``unit`` is that of the figures. Never raises on lots.

    stock(t) = stock(t − 1) + scheduled(t) + good units in − demand(t) − what launched parents ask for.

    Source: definition of the problem.

    >>> items = [Item("chair", on_hand=5, lead_time=1), Item("leg", on_hand=10)]
    >>> lots = [PlannedLot("chair", 1, 2, 15)]
    >>> found = check_requirements(lots, items, [BomLine("chair", "leg", 4)], {"chair": [0, 20]})
    >>> [(one.rule, one.where, one.found, one.limit) for one in found.violations], found.stock["chair"]
    ([('shortage', 'leg (1)', -50.0, 0.0)], (5.0, 0.0))
    """
    known = {one.item: one for one in items}
    horizon = max((len(one) for one in demand.values()), default=0)
    found: list[Violation] = []
    moves = {name: [0.0] * horizon for name in known}
    setups = 0.0
    for one in items:
        own = moves[one.item]
        for t, (asked, coming) in enumerate(zip_longest(demand.get(one.item, ()), one.receipts[:horizon])):
            own[t] += (coming or 0.0) - (asked or 0.0)
    for row, lot in enumerate(lots):
        item = known.get(lot.item)
        if item is None:
            found.append(Violation("unknown", (row,), lot.item))
            continue
        found += _of_a_lot(lot, row, item, horizon, unit)
        if lot.quantity <= 0:
            continue
        setups += item.rule.setup
        if 1 <= lot.receipt <= horizon:
            moves[lot.item][lot.receipt - 1] += lot.quantity * (1 - item.scrap)
        for line in bom:
            needed = max(lot.release, 1) + line.offset
            if line.parent == lot.item and line.component in moves and needed <= horizon:
                moves[line.component][needed - 1] -= lot.quantity * line.quantity / (1 - line.scrap)
    stock = {}
    short = holding = 0.0
    for one in items:
        levels, left = [], float(one.on_hand)
        for move in moves[one.item]:
            left += move
            levels.append(0.0 if abs(left) < TOLERANCE else left)
        stock[one.item] = tuple(levels)
        found += _of_a_stock(one, levels, unit)
        short += max(-min(levels, default=0.0), 0.0)
        holding += one.rule.holding * sum(max(level, 0.0) for level in levels)
    mean = sum(max(level, 0.0) for levels in stock.values() for level in levels) / max(horizon, 1)
    orders = sum(lot.quantity > 0 and lot.item in known for lot in lots)
    return CheckedLots(tuple(found), stock, orders, mean, short, setups, holding, setups + holding)


def _of_a_lot(lot: PlannedLot, row: int, item: Item, horizon: int, unit: str) -> list[Violation]:
    found = []
    where = f"{lot.item} ({lot.receipt})"
    if lot.quantity <= 0:
        return [Violation("negative", (row,), where, float(lot.quantity), 0.0, unit)]
    if lot.receipt > horizon:
        found.append(Violation("out_of_horizon", (row,), where, float(lot.receipt), float(horizon), "period"))
    if lot.release < 1:
        found.append(Violation("past", (row,), where, float(lot.release), 1.0, "period"))
    if lot.receipt - lot.release != item.lead_time:
        span = float(lot.receipt - lot.release)
        found.append(Violation("lead_time", (row,), where, span, float(item.lead_time), "period"))
    if lot.receipt <= item.fence:
        found.append(
            Violation("inside_fence", (row,), where, float(lot.receipt), float(item.fence), "period")
        )
    rule = item.rule
    least = rule.minimum if rule.name == "minimum_multiple" else 0.0
    pack = {"fixed_quantity": rule.quantity, "minimum_multiple": rule.multiple}.get(rule.name, 0.0)
    if lot.quantity < least - TOLERANCE:
        found.append(Violation("lot_size", (row,), where, float(lot.quantity), float(least), unit))
    elif pack > 0 and abs(lot.quantity / pack - round(lot.quantity / pack)) > TOLERANCE:
        found.append(Violation("lot_size", (row,), where, float(lot.quantity), float(pack), unit))
    return found


def _of_a_stock(item: Item, levels: Sequence[float], unit: str) -> list[Violation]:
    if not levels:
        return []
    worst = min(range(len(levels)), key=lambda t: levels[t])
    if levels[worst] < -TOLERANCE:
        return [Violation("shortage", (), f"{item.item} ({worst + 1})", levels[worst], 0.0, unit)]
    safety = item.safety_stock
    wanted = [
        float(safety[t])
        if isinstance(safety, tuple) and t < len(safety)
        else 0.0
        if isinstance(safety, tuple)
        else float(safety)
        for t in range(len(levels))
    ]
    worst = min(range(len(levels)), key=lambda t: levels[t] - wanted[t])
    if levels[worst] < wanted[worst] - TOLERANCE:
        where = f"{item.item} ({worst + 1})"
        return [Violation("below_safety", (), where, levels[worst], wanted[worst], unit)]
    return []
