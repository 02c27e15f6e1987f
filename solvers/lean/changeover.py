"""What a shorter changeover (SMED) gives: smaller lots, and each part made every few days (EPEI)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from solvers.arguments import non_negative, positive
from solvers.errors import SolverError
from solvers.inventory.economic_production_quantity import economic_production_quantity

__all__ = [
    "MAX_COMBINATIONS",
    "BestReductions",
    "LotItem",
    "Reduction",
    "Rotation",
    "RotationLine",
    "SetupEffect",
    "best_reductions",
    "rotation",
    "setup_effect",
]

MAX_COMBINATIONS = 50_000


@dataclass(frozen=True, slots=True)
class SetupEffect:
    """One part before and after: economic lots in units, mean stocks in units, money a year."""

    lot_before: float
    lot_after: float
    mean_stock_before: float
    mean_stock_after: float
    cost_before: float
    cost_after: float
    saving: float


@dataclass(frozen=True, slots=True)
class LotItem:
    """A part made on a shared machine.

    ``demand`` units a period, ``unit_time`` and ``setup_time`` hours, ``setup_cost`` money a changeover,
    ``holding_cost`` money per unit and period.
    """

    name: str
    demand: float
    unit_time: float
    setup_time: float
    setup_cost: float = 0.0
    holding_cost: float = 0.0


@dataclass(frozen=True, slots=True)
class RotationLine:
    """A part of the cycle: its lot of least cost, its least feasible lot, and the lot of the cycle, in units."""

    name: str
    run_hours: float
    economic_lot: float
    smallest_lot: float
    lot: float


@dataclass(frozen=True, slots=True)
class Rotation:
    """Every part made once a cycle, cycles in periods.

    ``run_hours`` and ``free_hours`` a period; ``setup_hours`` of one cycle; ``shortest_cycle`` the EPEI (every
    part every interval) that the free hours allow, ``economic_cycle`` that of least cost (infinite when setups
    cost money and stock nothing); ``cycle`` the longer of the two, and its ``cost`` a period.
    """

    run_hours: float
    free_hours: float
    utilisation: float
    setup_hours: float
    shortest_cycle: float
    economic_cycle: float
    cycle: float
    cost: float
    lines: tuple[RotationLine, ...]


@dataclass(frozen=True, slots=True)
class Reduction:
    """An action on offer: hours taken off a part's changeover, and its cost once.

    ``saved_cost`` is what each changeover then costs less, in money.
    """

    item: str
    saved_time: float
    cost: float
    saved_cost: float = 0.0


@dataclass(frozen=True, slots=True)
class BestReductions:
    """The actions to take (at most one a part), what they cost once, and the rotation that they give.

    ``value`` is what was made least: the cost a period or the shortest cycle.
    """

    actions: tuple[Reduction, ...]
    spent: float
    value: float
    rotation: Rotation


def setup_effect(
    annual_demand: float,
    production_rate: float,
    holding_cost: float,
    setup_cost_before: float,
    setup_cost_after: float,
) -> SetupEffect:
    """Give what a cheaper changeover does to one part's economic production lot.

    ``annual_demand`` and ``production_rate`` units a year, the rate the greater; ``holding_cost`` money per unit
    and year; the two setup costs money a changeover; all above 0. SolverError otherwise.

    Q* = √(2·K·D / (h·(1 − D/P))): a lot falls with the square root of its setup cost.

    Source: Shingo, A Revolution in Manufacturing: the SMED System; Taft 1918.

    >>> found = setup_effect(1000, 4000, 6, 90, 22.5)
    >>> found.lot_before, found.lot_after, found.saving
    (200.0, 100.0, 450.0)
    """
    one, other = (
        economic_production_quantity(annual_demand, cost, holding_cost, production_rate)
        for cost in (
            positive("setup_cost_before", setup_cost_before),
            positive("setup_cost_after", setup_cost_after),
        )
    )
    return SetupEffect(
        one.lot_size,
        other.lot_size,
        one.largest_stock / 2,
        other.largest_stock / 2,
        one.annual_cost,
        other.annual_cost,
        one.annual_cost - other.annual_cost,
    )


def rotation(items: Sequence[LotItem], hours: float) -> Rotation:
    """Find the cycle in which a machine makes each of its parts once: the shortest feasible, and the cheapest.

    ``items`` one at least, of different names, demands and unit times above 0, the rest 0 or more; ``hours``
    that the machine is open a period, more than the parts' run times. SolverError otherwise.

    shortest T = Σs / (1 − Σρ) in hours, ρ = demand × unit time / hours;  economic T = √(2ΣK / Σh·d·(1 − ρ));
    lot = d·T.

    Source: Nahmias & Olsen, Production and Operations Analysis, section 4.9 (rotation cycle); Rother & Shook,
    Learning to See (EPEI).

    >>> items = [LotItem("A", 100, 0.02, 0.5, 40, 0.1), LotItem("B", 50, 0.04, 1.5, 40, 0.1)]
    >>> found = rotation(items, 8)
    >>> found.free_hours, found.shortest_cycle, round(found.economic_cycle, 3), round(found.lines[0].lot, 1)
    (4.0, 0.5, 3.771, 377.1)
    """
    if not items:
        raise SolverError("items", [], "some_steps")
    names = [item.name for item in items]
    if len(set(names)) < len(names):
        raise SolverError("items", names, "distinct_names")
    open_hours = positive("hours", hours)
    for item in items:
        positive(f"demand ({item.name})", item.demand)
        positive(f"unit_time ({item.name})", item.unit_time)
        for field in ("setup_time", "setup_cost", "holding_cost"):
            non_negative(f"{field} ({item.name})", getattr(item, field))
    run = math.fsum(item.demand * item.unit_time for item in items)
    if run >= open_hours:
        raise SolverError("hours", hours, "more_than", least=run)
    setups = math.fsum(item.setup_time for item in items)
    shortest = setups / (open_hours - run)
    setup_cost = math.fsum(item.setup_cost for item in items)
    holding = math.fsum(_held(item, open_hours) for item in items)
    economic = math.sqrt(2 * setup_cost / holding) if holding else (math.inf if setup_cost else 0.0)
    cycle = max(shortest, economic) if math.isfinite(economic) else shortest
    cost = (setup_cost / cycle if cycle else 0.0) + holding * cycle / 2
    lines = tuple(
        RotationLine(
            item.name,
            item.demand * item.unit_time,
            item.demand * economic,
            item.demand * shortest,
            item.demand * cycle,
        )
        for item in items
    )
    return Rotation(run, open_hours - run, run / open_hours, setups, shortest, economic, cycle, cost, lines)


def reduced(items: Sequence[LotItem], actions: Sequence[Reduction]) -> tuple[LotItem, ...]:
    """Give the parts once actions have shortened their changeovers (never under 0).

    Source: definition.

    >>> reduced([LotItem("A", 100, 0.02, 0.5)], [Reduction("A", 0.2, 1000)])[0].setup_time
    0.3
    """
    taken = {action.item: action for action in actions}
    return tuple(
        replace(
            item,
            setup_time=max(0.0, item.setup_time - taken[item.name].saved_time),
            setup_cost=max(0.0, item.setup_cost - taken[item.name].saved_cost),
        )
        if item.name in taken
        else item
        for item in items
    )


def best_reductions(
    items: Sequence[LotItem],
    hours: float,
    offered: Sequence[Reduction],
    budget: float,
    minimise: str = "cost",
) -> BestReductions:
    """Choose which changeovers to shorten, and by how much, within a budget: the proven best choice.

    ``items`` and ``hours`` as in :func:`rotation`; ``offered`` actions on those parts, one a part at most being
    taken, times, costs and savings 0 or more; ``budget`` money, 0 or more; ``minimise`` "cost" (a period) or
    "cycle" (the shortest). Every choice is tried, 50 000 at most. On a tie the cheaper choice, then that of the
    actions listed first. SolverError otherwise.

    Source: enumeration; Shingo, A Revolution in Manufacturing: the SMED System.

    >>> items = [LotItem("A", 100, 0.02, 0.5, 40, 0.1), LotItem("B", 50, 0.04, 1.5, 40, 0.1)]
    >>> offered = [Reduction("A", 0.3, 800, 20), Reduction("B", 1.0, 900, 30)]
    >>> found = best_reductions(items, 8, offered, budget=1000, minimise="cycle")
    >>> [one.item for one in found.actions], found.value
    (['B'], 0.25)
    """
    rotation(items, hours)
    limit = non_negative("budget", budget)
    if minimise not in {"cost", "cycle"}:
        raise SolverError("minimise", minimise, "one_of", words="cost, cycle")
    choices: dict[str, list[Reduction | None]] = {item.name: [None] for item in items}
    for action in offered:
        if action.item not in choices:
            raise SolverError("offered", action.item, "one_of", words=", ".join(choices))
        for field in ("saved_time", "cost", "saved_cost"):
            non_negative(f"{field} ({action.item})", getattr(action, field))
        choices[action.item].append(action)
    if math.prod(len(several) for several in choices.values()) > MAX_COMBINATIONS:
        raise SolverError("offered", len(offered), "choices_within", limit=MAX_COMBINATIONS)
    best: tuple[float, float, tuple[Reduction, ...]] | None = None
    fast = _Cycles(items, hours, choices)
    for places in product(*(range(len(several)) for several in choices.values())):
        spent = fast.spent(places)
        if spent > limit * (1 + 1e-12):
            continue
        value = fast.value(places, minimise)
        if best is None or (value, spent) < best[:2]:
            best = value, spent, fast.actions(places)
    assert best is not None  # doing nothing costs nothing
    after = rotation(reduced(items, best[2]), hours)
    value = after.cost if minimise == "cost" else after.shortest_cycle
    return BestReductions(best[2], best[1], value, after)


class _Cycles:
    """The cost and the cycle of a choice from sums alone: thousands of choices are tried."""

    def __init__(
        self, items: Sequence[LotItem], hours: float, choices: Mapping[str, Sequence[Reduction | None]]
    ) -> None:
        self._choices = list(choices.values())
        self._free = hours - math.fsum(item.demand * item.unit_time for item in items)
        self._holding = math.fsum(_held(item, hours) for item in items)
        self._times = [
            [max(0.0, item.setup_time - (one.saved_time if one else 0.0)) for one in several]
            for item, several in zip(items, self._choices, strict=True)
        ]
        self._costs = [
            [max(0.0, item.setup_cost - (one.saved_cost if one else 0.0)) for one in several]
            for item, several in zip(items, self._choices, strict=True)
        ]

    def actions(self, places: Sequence[int]) -> tuple[Reduction, ...]:
        taken = (several[at] for several, at in zip(self._choices, places, strict=True))
        return tuple(one for one in taken if one is not None)

    def spent(self, places: Sequence[int]) -> float:
        return math.fsum(one.cost for one in self.actions(places))

    def value(self, places: Sequence[int], minimise: str) -> float:
        shortest = math.fsum(t[at] for t, at in zip(self._times, places, strict=True)) / self._free
        if minimise == "cycle":
            return shortest
        setup_cost = math.fsum(c[at] for c, at in zip(self._costs, places, strict=True))
        cycle = max(shortest, math.sqrt(2 * setup_cost / self._holding)) if self._holding else shortest
        return (setup_cost / cycle if cycle else 0.0) + self._holding * cycle / 2


def _held(item: LotItem, hours: float) -> float:
    """Money a period and per period of cycle, twice: h·d·(1 − ρ)."""
    return item.holding_cost * item.demand * (1 - item.demand * item.unit_time / hours)
