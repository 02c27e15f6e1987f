"""Stock between orders: priority rules, fair share, promises over receipts, the best allocation, a checker.

Orders are rows of ``order item quantity`` and, as they count, ``received due priority margin penalty complete least``
(the item may be left out when there is one); stock is a figure, or a record by item.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from cases.expressions import Function
from cases.functions.arguments import Record, cell, figures, records, text
from cases.functions.plans import figure, violations
from cases.functions.shaped import amounts, flag, shaped, told
from cases.plain import Plain, is_number
from solvers.allocation import best_allocation, check, promises, rules
from solvers.allocation.rules import Order


def _orders(table: object) -> list[Order]:
    return [shaped(Order, {"item": "", **row}) for row in records(table)]


def _stock(value: object) -> dict[str, float]:
    return {"": value} if is_number(value) else amounts(value)


def _rule(value: object) -> Any:  # a word that the solver refuses itself
    return text(value)


def _allocate(orders: object, stock: object, rule: object, step: object = 1) -> list[Plain]:
    """What each order gets by a rule: rows of ``order item asked allocated short rank``."""
    found = rules.allocate(_orders(orders), _stock(stock), _rule(rule), figure(step))
    return [told(one) for one in found]


def _promise(orders: object, stock: object, receipts: object, rule: object = "first_come") -> list[Plain]:
    """The period in which each order can be shipped in full: rows of ``order item quantity due promised late``."""
    coming = {"": figures(receipts)} if isinstance(receipts, list) else _lists(receipts)
    return [told(one) for one in promises.promise_orders(_orders(orders), _stock(stock), coming, _rule(rule))]


def _lists(record: object) -> dict[str, list[float]]:
    if not isinstance(record, dict):
        raise TypeError("a record of lists")
    return {name: figures(values) for name, values in record.items()}


def _best(orders: object, stock: object) -> Record:
    """The allocation worth most: rows of ``order item quantity``, its worth, bound, and whether it is proven."""
    held = _orders(orders)
    found = _searched(json.dumps([orders, _stock(stock)], sort_keys=True))
    return {
        "rows": [
            {"order": one.order, "item": one.item, "quantity": units}
            for one, units in zip(held, found.allocated, strict=True)
        ],
        "objective": {"worth": found.worth},
        "bound": found.bound,
        "proven": found.proven,
    }


@lru_cache(maxsize=256)
def _searched(question: str) -> best_allocation.BestAllocation:
    orders, stock = json.loads(question)
    return best_allocation.best_allocation(_orders(orders), stock)


def _check(plan: object, orders: object, stock: object, by_priority: object = False) -> Record:
    """The rules that rows of ``order``, ``quantity`` (and ``item``) break, and what they are worth."""
    rows = [
        (text(cell(row, "order")), text(row.get("item", "")), figure(cell(row, "quantity")))
        for row in records(plan)
    ]
    held = _orders(orders)
    rules.checked_orders(held)
    found = check.check_allocation(rows, held, _stock(stock), by_priority=flag(by_priority))
    figures_of = {name: value for name, value in told(found).items() if name != "violations"}
    return {"violations": violations(found.violations), "objective": figures_of}


FUNCTIONS: dict[str, Function] = {
    "allocate_stock": _allocate,
    "promise_orders": _promise,
    "best_allocation": _best,
    "check_allocation": _check,
}
PLAN_RULES: dict[str, tuple[str, ...]] = {"check_allocation": check.RULES}
