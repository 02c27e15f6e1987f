"""A split between suppliers checked by what it says alone: nothing of the solver is used here."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from solvers.arguments import LARGEST
from solvers.sourcing.offers import Limits, Offer, Supplier, checked
from solvers.violations import Violation

__all__ = ["RULES", "CheckedSplit", "Share", "check_split"]

RULES = (
    "unknown",
    "twice",
    "negative",
    "demand",
    "minimum",
    "multiple",
    "capacity",
    "share",
    "defects",
    "lead_time",
    "fewest",
    "most",
)
TOLERANCE = 1e-6  # of a limit: sums of decimals


@dataclass(frozen=True, slots=True)
class Share:
    """What one supplier gets: units, their share of all units, and what it is paid, fixed costs included."""

    supplier: str
    quantity: float
    share: float
    cost: float


@dataclass(frozen=True, slots=True)
class CheckedSplit:
    """The rules broken, the cost in money (purchases + fixed costs), its parts, and what each supplier gets.

    ``defect_rate`` and ``lead_time`` are means over all units, 0 when nothing is bought.
    """

    violations: tuple[Violation, ...]
    total_cost: float
    purchases: float
    fixed_costs: float
    suppliers: int
    defect_rate: float
    lead_time: float
    shares: tuple[Share, ...]


def check_split(
    plan: Sequence[tuple[str, str, float]],
    demands: Mapping[str, float],
    offers: Sequence[Offer],
    suppliers: Sequence[Supplier] = (),
    limits: Limits | None = None,
) -> CheckedSplit:
    """Check a split of (supplier, item, quantity) rows, and price it.

    Rules: ``unknown`` (no such offer), ``twice`` (an offer in two rows), ``negative``, ``demand`` (an item short
    or over its demand, in units), ``minimum``, ``multiple`` and ``capacity`` (units of an offer, or of a
    supplier), ``share`` (over the most allowed, a share), ``defects`` and ``lead_time`` (an item's mean over
    its ceiling), ``fewest`` and ``most`` (suppliers of an item). A row of 0 buys nothing. Never raises on a
    plan; SolverError on demands, offers, suppliers and limits that :func:`solvers.sourcing.offers.checked`
    refuses.

    Source: definition of the problem.

    >>> found = check_split([("N", "bolt", 300)], {"bolt": 500}, [Offer("N", "bolt", (0.5,), fixed_cost=20)])
    >>> [(one.rule, one.found, one.limit) for one in found.violations], found.total_cost
    ([('demand', 300.0, 500.0)], 170.0)
    """
    bounds = limits or Limits()
    checked(demands, offers, suppliers, bounds)
    known = {(one.supplier, one.item): one for one in offers if one.item in demands}
    broken: list[Violation] = []
    rows_of: dict[tuple[str, str], list[int]] = defaultdict(list)
    bought: dict[tuple[str, str], float] = defaultdict(float)
    for row, (supplier, item, quantity) in enumerate(plan):
        if (supplier, item) not in known:
            broken.append(Violation("unknown", (row,), " ".join((supplier, item)).strip()))
        elif quantity < 0:
            broken.append(Violation("negative", (row,), supplier, float(quantity), 0.0, "unit"))
        else:
            rows_of[supplier, item].append(row)
            bought[supplier, item] += min(quantity, LARGEST)  # no sum of rows may pass what a float holds
    used = {pair: quantity for pair, quantity in bought.items() if quantity > 0}
    for pair, several in rows_of.items():
        if len(several) > 1:
            broken.append(Violation("twice", tuple(several), pair[0]))
    for item, demand in demands.items():
        found = math.fsum(quantity for (_, one), quantity in used.items() if one == item)
        if abs(found - demand) > TOLERANCE:
            rows = tuple(row for (_, one), places in rows_of.items() if one == item for row in places)
            broken.append(Violation("demand", rows, item, found, float(demand), "unit"))
    for pair, quantity in used.items():
        broken.extend(_offer_faults(known[pair], quantity, demands[pair[1]], tuple(rows_of[pair])))
    broken.extend(_supplier_faults(suppliers, used, rows_of, math.fsum(demands.values())))
    broken.extend(_item_faults(demands, known, used, rows_of, bounds))
    return _priced(broken, known, used, suppliers)


def _offer_faults(one: Offer, quantity: float, demand: float, rows: tuple[int, ...]) -> list[Violation]:
    found = []
    if quantity < one.minimum - TOLERANCE:
        found.append(Violation("minimum", rows, one.supplier, quantity, float(one.minimum), "unit"))
    if abs(quantity / one.multiple - round(quantity / one.multiple)) > TOLERANCE:
        found.append(Violation("multiple", rows, one.supplier, quantity, float(one.multiple), "unit"))
    if one.capacity is not None and quantity > one.capacity + TOLERANCE:
        found.append(Violation("capacity", rows, one.supplier, quantity, float(one.capacity), "unit"))
    if quantity > one.share * demand + TOLERANCE:
        found.append(Violation("share", rows, one.supplier, quantity / demand, float(one.share)))
    return found


def _supplier_faults(
    suppliers: Sequence[Supplier],
    used: Mapping[tuple[str, str], float],
    rows_of: Mapping[tuple[str, str], list[int]],
    total: float,
) -> list[Violation]:
    found = []
    for one in suppliers:
        quantity = math.fsum(units for (name, _), units in used.items() if name == one.supplier)
        rows = tuple(row for (name, _), several in rows_of.items() if name == one.supplier for row in several)
        if one.capacity is not None and quantity > one.capacity + TOLERANCE:
            found.append(Violation("capacity", rows, one.supplier, quantity, float(one.capacity), "unit"))
        if quantity > one.share * total + TOLERANCE:
            found.append(Violation("share", rows, one.supplier, quantity / total, float(one.share)))
    return found


def _item_faults(
    demands: Mapping[str, float],
    known: Mapping[tuple[str, str], Offer],
    used: Mapping[tuple[str, str], float],
    rows_of: Mapping[tuple[str, str], list[int]],
    bounds: Limits,
) -> list[Violation]:
    found = []
    for item in demands:
        parts = {pair: quantity for pair, quantity in used.items() if pair[1] == item}
        rows = tuple(row for pair in parts for row in rows_of[pair])
        for rule, ceiling in (("defects", bounds.defect_rate), ("lead_time", bounds.lead_time)):
            mean = _mean(known, parts, rule)
            if ceiling is not None and mean > ceiling + TOLERANCE:
                found.append(Violation(rule, rows, item, mean, float(ceiling)))
        if len(parts) < bounds.fewest:
            found.append(Violation("fewest", rows, item, float(len(parts)), float(bounds.fewest)))
        if bounds.most is not None and len(parts) > bounds.most:
            found.append(Violation("most", rows, item, float(len(parts)), float(bounds.most)))
    return found


def _mean(known: Mapping[tuple[str, str], Offer], parts: Mapping[tuple[str, str], float], rule: str) -> float:
    total = math.fsum(parts.values())
    if not total:
        return 0.0
    return (
        math.fsum(
            quantity * (known[pair].defect_rate if rule == "defects" else known[pair].lead_time)
            for pair, quantity in parts.items()
        )
        / total
    )


def _priced(
    broken: list[Violation],
    known: Mapping[tuple[str, str], Offer],
    used: Mapping[tuple[str, str], float],
    suppliers: Sequence[Supplier],
) -> CheckedSplit:
    fixed_of = {one.supplier: float(one.fixed_cost) for one in suppliers}
    names = list(dict.fromkeys(name for name, _ in used))
    total, shares = math.fsum(used.values()), []
    purchases = fixed = 0.0
    for name in names:
        parts = {pair: quantity for pair, quantity in used.items() if pair[0] == name}
        paid = math.fsum(quantity * known[pair].price(quantity) for pair, quantity in parts.items())
        once = fixed_of.get(name, 0.0) + math.fsum(known[pair].fixed_cost for pair in parts)
        units = math.fsum(parts.values())
        shares.append(Share(name, units, units / total, paid + once))
        purchases, fixed = purchases + paid, fixed + once
    return CheckedSplit(
        violations=tuple(broken),
        total_cost=purchases + fixed,
        purchases=purchases,
        fixed_costs=fixed,
        suppliers=len(names),
        defect_rate=_mean(known, used, "defects"),
        lead_time=_mean(known, used, "lead_time"),
        shares=tuple(shares),
    )
