"""When orders can be promised: in the turn of a rule, from stock and receipts, without breaking a promise made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from solvers.allocation.rules import Order, Rule, checked_orders, ranked
from solvers.arguments import non_negative, whole
from solvers.errors import SolverError
from solvers.planning.available_to_promise import cumulative_dav, earliest_promise

__all__ = ["Promise", "promise_orders"]

MOST_PERIODS = 400


@dataclass(frozen=True, slots=True)
class Promise:
    """The period in which an order can be shipped in full (None: not within the horizon), and how late that is."""

    order: str
    item: str
    quantity: float
    due: int
    promised: int | None
    late: int | None


def promise_orders(
    orders: Sequence[Order],
    stock: Mapping[str, float],
    receipts: Mapping[str, Sequence[float]],
    rule: Rule = "first_come",
) -> tuple[Promise, ...]:
    """Promise each order in full at the earliest period from its due one on, in the turn of a rule.

    ``orders`` with ``due`` a whole period from 1 on; ``stock`` units by item; ``receipts`` units by item and period,
    the first at rank 0, as many periods for every item. An order that cannot be met within the horizon takes nothing.
    ``fair_share`` promises as first come. SolverError for figures out of range.

    A promise may take what is available cumulatively: min over s ≥ t of stock + Σ receipts − Σ promises (DAV).

    Source: Courtois, Pillet & Martin-Bonnefous, Gestion de production (DAV), through
    :mod:`solvers.planning.available_to_promise`.

    >>> orders = [Order("a", "x", 50, received=1, due=1), Order("b", "x", 30, received=2, due=1)]
    >>> [(one.order, one.promised, one.late) for one in promise_orders(orders, {"x": 60}, {"x": [0, 0, 40]})]
    [('a', 1, 0), ('b', 3, 2)]
    """
    checked_orders(orders)
    horizon = max((len(several) for several in receipts.values()), default=0)
    if not 1 <= horizon <= MOST_PERIODS or any(len(several) != horizon for several in receipts.values()):
        raise SolverError("receipts", horizon, "count_between", least=1, most=MOST_PERIODS)
    items = dict.fromkeys([*stock, *receipts, *(one.item for one in orders)])
    made = {
        item: [non_negative(f"receipts.{item}", one) for one in receipts.get(item, [0.0] * horizon)]
        for item in items
    }
    firm = {item: [0.0] * horizon for item in items}
    found: dict[int, Promise] = {}
    for at in ranked(orders, rule):
        one = orders[at]
        due = _period(one, horizon)
        left = cumulative_dav(stock.get(one.item, 0.0), made[one.item], firm[one.item])
        when = earliest_promise(left, one.quantity, due)
        if when is not None:
            firm[one.item][when - 1] += one.quantity
        found[at] = Promise(
            one.order, one.item, float(one.quantity), due, when, None if when is None else when - due
        )
    return tuple(found[at] for at in range(len(orders)))


def _period(one: Order, horizon: int) -> int:
    due = whole(f"due of {one.order}", int(one.due) if one.due == int(one.due) else one.due)
    if not 1 <= due <= horizon:
        raise SolverError(f"due of {one.order}", due, "count_between", least=1, most=horizon)
    return due
