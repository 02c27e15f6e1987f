"""Returned goods: what each way out brings, threshold rules, the best ways under capacities, a checker.

Goods are rows of ``item quantity value grade age category``; options rows of ``disposition share cost weeks decay
success salvage credit by_grade uses grades categories oldest``; rules rows of ``disposition grades oldest
least_value most_value``.
"""

from __future__ import annotations

import json
from functools import lru_cache

from cases.expressions import Function
from cases.functions.arguments import Record, cell, records, text, whole
from cases.functions.plans import figure, violations
from cases.functions.shaped import amounts, shaped, shaped_rows, told
from cases.plain import Plain
from solvers.returns import best_dispositions, check, disposition
from solvers.returns.disposition import Option, Returned, Rule


def _dispositions(goods: object, options: object) -> list[Plain]:
    """What each way out brings for one row of goods: ``disposition revenue cost net permitted rank``."""
    return [
        told(one) for one in disposition.dispositions(shaped(Returned, goods), shaped_rows(Option, options))
    ]


def _by_threshold(goods: object, rules: object, otherwise: object) -> list[Plain]:
    """The way out of each row of goods by the first rule that fits: rows of ``item disposition quantity``, a plan."""
    held = shaped_rows(Returned, goods)
    ways = disposition.by_threshold(held, shaped_rows(Rule, rules), text(otherwise))
    return [
        {"item": one.item, "disposition": way, "quantity": one.quantity}
        for one, way in zip(held, ways, strict=True)
    ]


def _best(goods: object, options: object, capacities: object = None) -> Record:
    """The plan that brings the most: rows of ``item disposition quantity net``, ``hours``, ``bound``, ``proven``."""
    shaped_rows(Returned, goods), shaped_rows(Option, options)
    found = _searched(json.dumps([goods, options, amounts(capacities or {})], sort_keys=True))
    return {
        "rows": [told(one) for one in found.parts],
        "objective": {"net": found.net},
        "hours": dict(found.hours),
        "bound": found.bound,
        "proven": found.proven,
    }


@lru_cache(maxsize=256)
def _searched(question: str) -> best_dispositions.Plan:
    goods, options, capacities = json.loads(question)
    held = [shaped(Returned, row, {"quantity": whole}) for row in goods]
    return best_dispositions.best_dispositions(held, shaped_rows(Option, options), capacities)


def _check(plan: object, goods: object, options: object, capacities: object = None) -> Record:
    """The rules that rows of ``item disposition quantity`` break, and what they bring."""
    rows = [
        (text(cell(row, "item")), text(cell(row, "disposition")), figure(cell(row, "quantity")))
        for row in records(plan)
    ]
    held, ways = shaped_rows(Returned, goods), shaped_rows(Option, options)
    for one in held:
        disposition.dispositions(one, ways)  # refuses figures out of range
    found = check.check_dispositions(rows, held, ways, amounts(capacities or {}))
    return {
        "violations": violations(found.violations),
        "objective": {"net": found.net, "revenue": found.revenue, "cost": found.cost},
        "hours": dict(found.hours),
    }


def _break_even_value(dear: object, cheap: object, grade: object = "") -> float | None:
    """The value as new above which the first way out pays better than the second; None: never."""
    return disposition.break_even_value(shaped(Option, dear), shaped(Option, cheap), text(grade))


def _break_even_age(
    dear: object, cheap: object, value: object, decay: object, grade: object = ""
) -> int | None:
    """The last age in weeks at which the first way out still pays as well; None: never."""
    return disposition.break_even_age(
        shaped(Option, dear), shaped(Option, cheap), figure(value), figure(decay), grade=text(grade)
    )


FUNCTIONS: dict[str, Function] = {
    "dispositions": _dispositions,
    "dispositions_by_rule": _by_threshold,
    "best_dispositions": _best,
    "check_dispositions": _check,
    "resale_value": lambda value, decay, weeks: disposition.decayed(
        figure(value), figure(decay), figure(weeks)
    ),
    "repair_break_even": _break_even_value,
    "repair_age": _break_even_age,
}
PLAN_RULES: dict[str, tuple[str, ...]] = {"check_dispositions": check.RULES}
