"""Who offers what: the plain data of a split between suppliers, checked once for the solver and the checker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from solvers.arguments import non_negative, number, positive, whole
from solvers.errors import SolverError

__all__ = ["Limits", "Offer", "Supplier", "checked"]

MAX_OFFERS = 24
MAX_BREAKS = 6


@dataclass(frozen=True, slots=True)
class Offer:
    """A supplier's offer for an item.

    ``breaks`` and ``prices`` in money a unit: the price of the break that the quantity reaches counts for the
    whole of it; ``minimum`` and ``capacity`` in units, the first if anything is bought at all; ``multiple``
    the whole units of a pack; ``share`` the most of the item's demand that may go to it; ``fixed_cost`` in
    money if it is used (tooling, approval); ``defect_rate`` a share of what is received; ``lead_time`` in the
    case's unit.
    """

    supplier: str
    item: str
    prices: tuple[float, ...]
    breaks: tuple[float, ...] = (0.0,)
    minimum: float = 0.0
    capacity: float | None = None
    multiple: int = 1
    share: float = 1.0
    fixed_cost: float = 0.0
    defect_rate: float = 0.0
    lead_time: float = 0.0

    def price(self, quantity: float) -> float:
        """The price a unit of a quantity, in money."""
        reached = sum(lowest <= quantity for lowest in self.breaks)
        return self.prices[max(0, reached - 1)]


@dataclass(frozen=True, slots=True)
class Supplier:
    """What holds for a supplier over all its items: a cost if it is used, units it can make, its most share of all."""

    supplier: str
    fixed_cost: float = 0.0
    capacity: float | None = None
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What holds for every item: highest mean defect rate and lead time (weighted by quantity), suppliers used."""

    defect_rate: float | None = None
    lead_time: float | None = None
    fewest: int = 1
    most: int | None = None


def checked(
    demands: Mapping[str, float], offers: Sequence[Offer], suppliers: Sequence[Supplier], limits: Limits
) -> None:
    """Refuse what no method can split: no demand, an item that nobody offers, figures out of range.

    Raises SolverError.

    Source: definition of the problem.

    >>> checked({"bolt": 500}, [Offer("N", "bolt", (0.12,))], [], Limits())
    """
    if not 1 <= len(offers) <= MAX_OFFERS:
        raise SolverError("offers", len(offers), "count_between", least=1, most=MAX_OFFERS)
    pairs = [(one.supplier, one.item) for one in offers]
    if len(set(pairs)) < len(pairs):
        raise SolverError("offers", [" ".join(pair) for pair in pairs], "distinct_names")
    names = [one.supplier for one in suppliers]
    if len(set(names)) < len(names):
        raise SolverError("suppliers", names, "distinct_names")
    if not demands:
        raise SolverError("demands", {}, "some_numbers")
    for item, quantity in demands.items():
        positive(f"demands ({item})", quantity)
        if item not in {one.item for one in offers}:
            raise SolverError(
                "demands", item, "one_of", words=", ".join(sorted({one.item for one in offers}))
            )
    for one in offers:
        _check_offer(one)
    _check_suppliers(suppliers)
    _check_limits(limits)


def _check_suppliers(suppliers: Sequence[Supplier]) -> None:
    for supplier in suppliers:
        non_negative(f"fixed_cost ({supplier.supplier})", supplier.fixed_cost)
        if supplier.capacity is not None:
            non_negative(f"capacity ({supplier.supplier})", supplier.capacity)
        _share(f"share ({supplier.supplier})", supplier.share)


def _check_limits(limits: Limits) -> None:
    if limits.defect_rate is not None:
        non_negative("limits.defect_rate", limits.defect_rate)
    if limits.lead_time is not None:
        non_negative("limits.lead_time", limits.lead_time)
    if whole("limits.fewest", limits.fewest) < 1:
        raise SolverError("limits.fewest", limits.fewest, "one_or_more")
    if limits.most is not None and whole("limits.most", limits.most) < 1:
        raise SolverError("limits.most", limits.most, "one_or_more")


def _check_offer(one: Offer) -> None:
    where = f"({one.supplier} {one.item})".replace(" )", ")")
    if not 1 <= len(one.breaks) <= MAX_BREAKS:
        raise SolverError(f"breaks {where}", len(one.breaks), "count_between", least=1, most=MAX_BREAKS)
    if len(one.prices) != len(one.breaks):
        raise SolverError(f"prices {where}", list(one.prices), "as_many_as_breaks", count=len(one.breaks))
    for price in one.prices:
        non_negative(f"prices {where}", price)
    if number(f"breaks {where}", one.breaks[0]) != 0:
        raise SolverError(f"breaks {where}", one.breaks[0], "first_break_zero")
    for before, after in pairwise(one.breaks):
        if number(f"breaks {where}", after) <= before:
            raise SolverError(f"breaks {where}", after, "rising_break", before=before)
    non_negative(f"minimum {where}", one.minimum)
    if one.capacity is not None:
        non_negative(f"capacity {where}", one.capacity)
    if whole(f"multiple {where}", one.multiple) < 1:
        raise SolverError(f"multiple {where}", one.multiple, "one_or_more")
    _share(f"share {where}", one.share)
    non_negative(f"fixed_cost {where}", one.fixed_cost)
    _share(f"defect_rate {where}", one.defect_rate)
    non_negative(f"lead_time {where}", one.lead_time)


def _share(argument: str, value: object) -> None:
    if not 0 <= number(argument, value) <= 1:
        raise SolverError(argument, value, "closed_fraction")
