"""Joint replenishment: items that share an order's cost, each ordered at a whole multiple of one period."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heapreplace
from itertools import count

from solvers.arguments import non_negative, positive, whole
from solvers.errors import SolverError

__all__ = [
    "GroupedItem",
    "JointReplenishment",
    "cyclic_cost",
    "joint_power_of_two",
    "joint_replenishment",
    "joint_replenishment_heuristic",
    "separate_cost",
]

MAX_ITEMS = 200
MAX_CHANGES = 100_000  # of multiples looked at, one after the other


@dataclass(frozen=True, slots=True)
class GroupedItem:
    """An item of the group: demand in units a year, cost of its line in an order, holding in money per unit a year."""

    annual_demand: float
    line_cost: float
    holding_cost: float


@dataclass(frozen=True, slots=True)
class JointReplenishment:
    """The base period in years, each item's multiple of it and lot in units, and the yearly cost."""

    period: float
    multiples: tuple[int, ...]
    lot_sizes: tuple[float, ...]
    annual_cost: float


@dataclass(frozen=True, slots=True)
class _Group:
    """Checked figures: K, then k and H = D·h of each item, and the demands."""

    K: float
    k: tuple[float, ...]
    H: tuple[float, ...]
    D: tuple[float, ...]

    def best_multiples(self, T: float) -> list[int]:
        """The cheapest multiple of each item at a period T: the least m with m(m + 1) ≥ 2k / (H·T²)."""
        return [_multiple(2 * k / (H * T * T)) for k, H in zip(self.k, self.H, strict=True)]

    def change(self, at: int, m: int) -> float:
        """The period below which m + 1 is a cheaper multiple of an item than m."""
        return math.sqrt(2 * self.k[at] / (m * (m + 1) * self.H[at]))

    def sums(self, multiples: Sequence[int]) -> tuple[float, float]:
        """S = K + Σ k/m and W = Σ m·H: the cost at a period T is S/T + W·T/2."""
        fixed = self.K + math.fsum(k / m for k, m in zip(self.k, multiples, strict=True))
        return fixed, math.fsum(m * H for m, H in zip(multiples, self.H, strict=True))

    def result(self, multiples: Sequence[int], period: float | None = None) -> JointReplenishment:
        fixed, weight = self.sums(multiples)
        T = math.sqrt(2 * fixed / weight) if period is None else period
        lots = tuple(D * m * T for D, m in zip(self.D, multiples, strict=True))
        return JointReplenishment(T, tuple(multiples), lots, fixed / T + weight * T / 2)

    def least_cost(self, multiples: Sequence[int]) -> float:
        """The yearly cost of some multiples at their best period: √(2·S·W)."""
        fixed, weight = self.sums(multiples)
        return math.sqrt(2 * fixed * weight)

    def relaxed(self, T: float) -> float:
        """A floor under the cost of every plan of period T, convex in T: multiples need not be whole."""
        return self.K / T + math.fsum(
            k / T + H * T / 2 if 2 * k <= H * T * T else math.sqrt(2 * k * H)
            for k, H in zip(self.k, self.H, strict=True)
        )

    def relaxed_period(self) -> float:
        """Where that floor is lowest: the items of the least k/H make the orders."""
        fixed, weight = self.K, 0.0
        for k, H in sorted(zip(self.k, self.H, strict=True), key=lambda one: one[0] / one[1]):
            if weight and 2 * fixed / weight <= 2 * k / H:
                break
            fixed, weight = fixed + k, weight + H
        return math.sqrt(2 * fixed / weight)

    def periods_within(self, middle: float, cost: float) -> tuple[float, float]:
        """The least and the greatest period whose floor is at most a cost, by bisection from the lowest point."""

        def edge(outside: float) -> float:
            inside = middle
            for _ in range(100):
                half = (inside + outside) / 2
                if self.relaxed(half) <= cost:
                    inside = half
                else:
                    outside = half
            return outside

        return edge(self.K / cost), edge(self.longest())

    def longest(self) -> float:
        """The best period when every item is in every order: no better plan has a longer one."""
        return math.sqrt(2 * (self.K + math.fsum(self.k)) / math.fsum(self.H))


def joint_replenishment(
    order_cost: float, items: Sequence[GroupedItem], *, base: float | None = None
) -> JointReplenishment:
    """Find the period and the whole multiples of least yearly cost, by enumeration.

    ``order_cost`` K in money an order, above 0, whatever it holds; items (1 to 200) with ``annual_demand`` and
    ``holding_cost`` above 0 and ``line_cost`` 0 or more. ``base`` in years (1/52 for a week) asks for a period
    that is a whole number of it. SolverError otherwise, and when K is so small beside the line costs that the
    search would not end soon.

    Cost(T, m) = (K + Σ k_i/m_i)/T + T·Σ m_i·D_i·h_i / 2; at a period T the best m_i is the least with
    m(m + 1) ≥ 2k_i / (D_i·h_i·T²). The periods that can win lie where the cost with fractions for multiples
    stays under that of a plan in hand; from the longest downwards each change of one multiple gives one
    candidate, so that the optimum cannot be missed.

    Source: Goyal, Determination of optimum packaging frequency of items jointly replenished, 1974; Wildeman,
    Frenk & Dekker, An efficient optimal solution method for the joint replenishment problem, 1997.

    >>> three = [GroupedItem(1, 120, 160), GroupedItem(1, 840, 20), GroupedItem(1, 300, 50)]
    >>> best = joint_replenishment(600, three)
    >>> best.multiples, round(best.period, 6), round(best.annual_cost, 4)
    ((1, 3, 1), 3.103164, 837.8544)
    """
    group = _checked(order_cost, items)
    if base is not None:
        return _best_of_base(group, positive("base", base))
    middle = group.relaxed_period()
    best = group.best_multiples(middle)
    cost = group.least_cost(best)
    # Every plan at most as dear as this one has its period where the relaxed cost is at most its cost.
    low, high = group.periods_within(middle, cost)
    multiples = group.best_multiples(high)
    fixed, weight = group.sums(multiples)
    # The next multiple to change as T falls: the one whose T = √(2k / (m(m + 1)·H)) is the largest.
    queue = [(-group.change(at, m), at) for at, m in enumerate(multiples)]
    heapify(queue)
    for _ in range(MAX_CHANGES):
        found = math.sqrt(2 * fixed * weight)
        if found < cost * (1 - 1e-12):
            best, cost = list(multiples), found
        T, at = queue[0]
        if low > -T:
            return group.result(best)
        k, H, m = group.k[at], group.H[at], multiples[at] + 1
        multiples[at] = m
        fixed, weight = fixed + k / m - k / (m - 1), weight + H
        heapreplace(queue, (-group.change(at, m), at))
    raise SolverError("order_cost", order_cost, "not_so_small")


def joint_replenishment_heuristic(order_cost: float, items: Sequence[GroupedItem]) -> JointReplenishment:
    """Find a period and whole multiples with a pocket calculator: Silver's method.

    Arguments and refusals as in :func:`joint_replenishment`.

    The item with the least k/(D·h) is in every order (m = 1); the others get
    m_i = √( k_i/(D_i·h_i) · D_1·h_1/(K + k_1) ) rounded to the nearest whole number, 1 at least; then
    T = √( 2·(K + Σ k_i/m_i) / Σ m_i·D_i·h_i ).

    Source: Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains, section 10.2.

    >>> four = [GroupedItem(86_000, 15, 0.24), GroupedItem(12_500, 15, 0.24)]
    >>> four += [GroupedItem(1_400, 15, 0.24), GroupedItem(3_000, 15, 0.24)]
    >>> found = joint_replenishment_heuristic(40, four)
    >>> found.multiples, round(found.annual_cost, 2)
    ((1, 1, 4, 3), 2067.65)
    """
    group = _checked(order_cost, items)
    ratios = [k / H for k, H in zip(group.k, group.H, strict=True)]
    first = min(range(len(ratios)), key=lambda at: ratios[at])
    scale = group.H[first] / (group.K + group.k[first])
    multiples = [max(1, math.floor(math.sqrt(ratio * scale) + 0.5)) for ratio in ratios]
    multiples[first] = 1
    return group.result(multiples)


def joint_power_of_two(order_cost: float, items: Sequence[GroupedItem], base: float) -> JointReplenishment:
    """Find the best plan whose intervals are all power-of-two multiples of a base period.

    Arguments and refusals as in :func:`joint_replenishment`; ``base`` in years, above 0. ``period`` of the
    result is the interval of the orders, a power of two of base, exponent below 0 included; ``multiples`` are
    powers of two.

    For each order interval T, an item's is the larger of T and its own best power of two (its cost is convex);
    the best T is at or below the one of all items together.

    Source: Jackson, Maxwell & Muckstadt, The joint replenishment problem with a powers-of-two restriction, 1985.

    >>> three = [GroupedItem(1, 120, 160), GroupedItem(1, 840, 20), GroupedItem(1, 300, 50)]
    >>> best = joint_power_of_two(600, three, 1)
    >>> best.period, best.multiples, best.annual_cost
    (4.0, (1, 2, 1), 860.0)
    """
    group, unit = _checked(order_cost, items), positive("base", base)
    alone = math.fsum(math.sqrt(2 * k * H) for k, H in zip(group.k, group.H, strict=True))
    best: JointReplenishment | None = None
    for exponent in count(math.ceil(math.log2(group.longest() / unit)), -1):
        T = math.ldexp(unit, exponent)
        if best is not None and group.K / T + alone >= best.annual_cost:
            return best
        multiples = []
        for k, H in zip(group.k, group.H, strict=True):
            # The least power of two m with m²·2 ≥ 2k / (H·T²): the next one costs no less.
            ratio = k / (H * T * T)
            multiples.append(1 if ratio <= 1 else 2 ** math.ceil(math.log2(ratio) / 2 - 1e-12))
        found = group.result(multiples, T)
        if best is None or found.annual_cost < best.annual_cost * (1 - 1e-12):
            best = found
    raise AssertionError  # pragma: no cover  # the bound rises without end as T falls


def cyclic_cost(
    order_cost: float,
    items: Sequence[GroupedItem],
    multiples: Sequence[int],
    *,
    period: float | None = None,
) -> JointReplenishment:
    """Give the yearly cost of multiples that are given, at a period that is given or at its best one.

    Arguments and refusals as in :func:`joint_replenishment`; ``multiples`` whole, 1 or more, as many as items;
    ``period`` in years, above 0.

    Cost = (K + Σ k_i/m_i)/T + T·Σ m_i·D_i·h_i / 2; best T = √( 2·(K + Σ k_i/m_i) / Σ m_i·D_i·h_i ).

    Source: Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains, section 10.2.

    >>> pair = [GroupedItem(1000, 10, 2), GroupedItem(500, 10, 2)]
    >>> cyclic_cost(40, pair, [1, 1], period=0.2).annual_cost
    600.0
    """
    group = _checked(order_cost, items)
    if len(multiples) != len(items):
        raise SolverError("multiples", list(multiples), "as_many_as_items", count=len(items))
    for at, multiple in enumerate(multiples):
        if whole(f"multiples[{at}]", multiple) < 1:
            raise SolverError(f"multiples[{at}]", multiple, "one_or_more")
    return group.result(list(multiples), None if period is None else positive("period", period))


def separate_cost(order_cost: float, items: Sequence[GroupedItem]) -> float:
    """Give the yearly cost when each item is ordered alone, at its own best lot, each order at full cost.

    Arguments and refusals as in :func:`joint_replenishment`. Result in money a year.

    Cost = Σ √( 2·(K + k_i)·D_i·h_i ).

    Source: Harris 1913, item by item.

    >>> round(separate_cost(40, [GroupedItem(1000, 10, 2), GroupedItem(500, 10, 2)]), 4)
    763.4414
    """
    group = _checked(order_cost, items)
    return math.fsum(math.sqrt(2 * (group.K + k) * H) for k, H in zip(group.k, group.H, strict=True))


def _best_of_base(group: _Group, base: float) -> JointReplenishment:
    steps = math.ceil(group.longest() / base - 1e-12)
    if steps * len(group.k) > MAX_CHANGES:
        raise SolverError("base", base, "not_tiny", least=group.longest() * len(group.k) / MAX_CHANGES)
    plans: Iterator[JointReplenishment] = (
        group.result(group.best_multiples(step * base), step * base) for step in range(1, max(1, steps) + 1)
    )
    return min(plans, key=lambda plan: (plan.annual_cost, plan.period))


def _multiple(ratio: float) -> int:
    """The least whole m ≥ 1 with m(m + 1) ≥ ratio."""
    return max(1, math.ceil((math.sqrt(1 + 4 * ratio) - 1) / 2 - 1e-12))


def _checked(order_cost: float, items: Sequence[GroupedItem]) -> _Group:
    K = positive("order_cost", order_cost)
    if not 1 <= len(items) <= MAX_ITEMS:
        raise SolverError("items", len(items), "count_between", least=1, most=MAX_ITEMS)
    k, H, D = [], [], []
    for at, one in enumerate(items):
        k.append(non_negative(f"items[{at}].line_cost", one.line_cost))
        D.append(positive(f"items[{at}].annual_demand", one.annual_demand))
        H.append(D[-1] * positive(f"items[{at}].holding_cost", one.holding_cost))
    return _Group(K, tuple(k), tuple(H), tuple(D))
