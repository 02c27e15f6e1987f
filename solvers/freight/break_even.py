"""Where two modes cost the same: a distance, a value of the goods, a volume."""

from __future__ import annotations

from dataclasses import dataclass, replace

from solvers.arguments import SMALLEST, non_negative, number, positive
from solvers.errors import SolverError
from solvers.freight.logistics_cost import Flow, Mode, logistics_cost

__all__ = ["BreakEven", "ValueBreakEven", "break_even_goods_value", "break_even_volume", "linear_break_even"]


@dataclass(frozen=True, slots=True)
class BreakEven:
    """Where two costs meet: ``at`` (km, days, units), their common ``cost``, who is cheaper ``below`` and ``above``."""

    at: float
    cost: float
    below: str
    above: str


@dataclass(frozen=True, slots=True)
class ValueBreakEven:
    """The value of a unit and of a kilogram (None without a weight) at which two modes cost the same."""

    value: float
    value_per_kg: float | None
    cost: float
    below: str
    above: str


def linear_break_even(
    fixed_first: float,
    rate_first: float,
    fixed_second: float,
    rate_second: float,
    names: tuple[str, str] = ("first", "second"),
) -> BreakEven:
    """Give the activity at which two costs, each a fixed part and a rate, are equal.

    Fixed parts in money and rates in money a unit of activity (km, day, shipment), 0 or more. SolverError
    otherwise, and when the lines never cross above 0. ``below`` and ``above`` hold one of the two ``names``.

    x = (F₂ − F₁) / (r₁ − r₂).

    Source: definition; the break-even distance of road against rail, as in any transport course.

    >>> linear_break_even(0, 1.6, 250, 0.6)
    BreakEven(at=250.0, cost=400.0, below='first', above='second')
    """
    a, r = non_negative("fixed_first", fixed_first), non_negative("rate_first", rate_first)
    b, s = non_negative("fixed_second", fixed_second), non_negative("rate_second", rate_second)
    at = _crossing(a, r, b, s, names)
    below, above = names if r > s else (names[1], names[0])  # the one that rises less is the cheaper beyond
    return BreakEven(at, a + r * at, below, above)


def break_even_goods_value(flow: Flow, first: Mode, second: Mode) -> ValueBreakEven:
    """Give the value of the goods at which two modes cost a flow as much.

    As in :func:`solvers.freight.logistics_cost.logistics_cost`; the value that ``flow`` holds is not read. Result in
    money a unit and a kilogram. SolverError when the totals never cross above 0.

    Each total is a straight line of the value: v = (A₂ − A₁) / (B₁ − B₂), A at value 0, B what a unit of value adds.

    Source: Blauwens, De Baere & Van de Voorde, Transport Economics, total logistics cost.

    >>> flow = Flow(1000, 0, unit_weight_kg=5, holding_rate=0.2)
    >>> sea = Mode("sea", shipments=4, freight_per_unit=1, transit_days=40)
    >>> air = Mode("air", shipments=50, freight_per_unit=9, transit_days=3)
    >>> found = break_even_goods_value(flow, sea, air)
    >>> round(found.value), round(found.value_per_kg, 1), found.below, found.above
    (185, 37.0, 'sea', 'air')
    """
    lines = []
    for mode in (first, second):
        base = logistics_cost(replace(flow, unit_value=0.0), mode).total
        lines.append((base, logistics_cost(replace(flow, unit_value=1.0), mode).total - base))
    (a, r), (b, s) = lines
    value = _crossing(a, r, b, s, (first.mode, second.mode))
    weight = flow.unit_weight_kg
    low, high = (second.mode, first.mode) if r < s else (first.mode, second.mode)
    return ValueBreakEven(value, value / weight if weight >= SMALLEST else None, a + r * value, low, high)


def break_even_volume(flow: Flow, first: Mode, second: Mode, least: float, most: float) -> BreakEven:
    """Give the yearly demand at which two modes cost as much.

    As in :func:`solvers.freight.logistics_cost.logistics_cost`; the demand that ``flow`` holds is not read.
    Looked for from ``least`` to ``most`` units a year, above 0, where one must be cheaper at one end
    and the other at the other end, else SolverError. With whole vehicles a total jumps: the answer may then be the
    demand at which the order of the two changes.

    Source: definition; bisection.

    >>> flow = Flow(1, 100, holding_rate=0.2)
    >>> own = Mode("own", shipments=50, freight_per_year=8000)
    >>> hire = Mode("hire", shipments=50, freight_per_unit=4)
    >>> found = break_even_volume(flow, own, hire, 100, 10_000)
    >>> round(found.at), found.below, found.above
    (2000, 'hire', 'own')
    """
    low, high = positive("least", least), positive("most", most)
    if high <= low:
        raise SolverError("most", most, "more_than", least=low)

    def gap(demand: float) -> float:
        here = replace(flow, annual_demand=demand)
        return logistics_cost(here, first).total - logistics_cost(here, second).total

    start, end = gap(low), gap(high)
    if start * end >= 0:
        cheaper = first.mode if start + end < 0 else second.mode
        raise SolverError("most", most, "costs_cross", name=cheaper)
    for _ in range(200):
        middle = (low + high) / 2
        if not low < middle < high:
            break
        if (gap(middle) < 0) == (start < 0):
            low = middle
        else:
            high = middle
    cost = logistics_cost(replace(flow, annual_demand=high), first).total
    below, above = (first.mode, second.mode) if start < 0 else (second.mode, first.mode)
    return BreakEven(high, cost, below, above)


def _crossing(a: float, r: float, b: float, s: float, names: tuple[str, str]) -> float:
    """Where a + r·x meets b + s·x, above 0."""
    if a == b and r == s:
        raise SolverError("rate_second", s, "costs_differ")
    if r == s or (b - a) / (r - s) <= 0:
        # One line lies under the other for every x above 0: the lower at the start, or the flatter from one start.
        raise SolverError("rate_second", s, "costs_cross", name=names[0] if (a, r) < (b, s) else names[1])
    return number("rate_second", (b - a) / (r - s))
