"""Sourcing: Kraljic's matrix, total cost of ownership, scorecards, the split between suppliers.

Offers hold ``supplier``, ``price`` or ``prices`` (rows of ``from`` and ``price``), and may hold ``item``,
``minimum``, ``capacity``, ``multiple``, ``share``, ``fixed_cost``, ``defect_rate`` and ``lead_time``; suppliers
hold ``supplier`` and may hold ``fixed_cost``, ``capacity`` and ``share``; ``limits`` may hold ``defect_rate``,
``lead_time``, ``fewest`` and ``most``. The demand is a figure, or a table of ``item`` and ``quantity``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from functools import lru_cache
from typing import Any

from cases.expressions import ExpressionError, Function
from cases.functions.arguments import Record, cell, known_record, listed, recorded, records, text, whole
from cases.functions.plans import figure, violations
from cases.plain import Plain, is_number
from solvers.sourcing import check, kraljic, scorecard, supplier_split, total_cost_of_ownership
from solvers.sourcing.offers import Limits, Offer, Supplier

TERMS = tuple(field.name for field in fields(total_cost_of_ownership.Terms))
LIMITS = tuple(field.name for field in fields(Limits))


def _marks(record: object) -> dict[str, float]:
    return {name: figure(value) for name, value in recorded(record).items()}


# -- matrix, scorecard ------------------------------------------------------------------------------
def _scorecard(scores: object, weights: object, minimums: object = None) -> Record:
    """The weighted ``score`` of a supplier, the criteria under their minimum (``vetoes``), whether it is ``kept``."""
    card = scorecard.scorecard(_marks(scores), _marks(weights), _marks(minimums or {}))
    return {"score": card.score, "vetoes": list(card.vetoes), "kept": card.kept}


def _rank_suppliers(table: object, weights: object, minimums: object = None) -> list[Record]:
    """Suppliers (rows of ``supplier`` and a field per criterion) scored, the best first, those put out last."""
    shares = _marks(weights)
    scores = {
        text(cell(row, "supplier")): {name: figure(cell(row, name)) for name in shares}
        for row in records(table)
    }
    return [
        {
            "supplier": one.supplier,
            "score": one.card.score,
            "vetoes": list(one.card.vetoes),
            "kept": one.card.kept,
            "rank": one.rank,
        }
        for one in scorecard.rank_suppliers(scores, shares, _marks(minimums or {}))
    ]


# -- total cost -------------------------------------------------------------------------------------
def _terms(record: object) -> total_cost_of_ownership.Terms:
    return total_cost_of_ownership.Terms(**_marks(known_record(record, TERMS)))


def _total_cost(
    annual_demand: float,
    terms: object,
    holding_rate: float = 0.0,
    finance_rate: float = 0.0,
    days: float = 360,
    stock_at: object = "landed",
) -> Record:
    """The yearly cost of buying under some terms, part by part, with ``total``, ``per_unit``, ``landed_cost``."""
    if "unit_price" not in known_record(terms, TERMS):
        raise ExpressionError("table_field", field="unit_price")
    found = total_cost_of_ownership.total_cost_of_ownership(
        annual_demand,
        _terms(terms),
        holding_rate=holding_rate,
        finance_rate=finance_rate,
        days=days,
        stock_at=text(stock_at),  # type: ignore[arg-type]  # a word that it refuses itself
    )
    return asdict(found)


def _break_even_price(
    annual_demand: float,
    terms: object,
    target: float,
    holding_rate: float = 0.0,
    finance_rate: float = 0.0,
    days: float = 360,
    stock_at: object = "landed",
) -> float:
    """The unit price at which some terms cost a target in all; the price that they hold is not read."""
    priced = {**known_record(terms, TERMS), "unit_price": 0}
    return total_cost_of_ownership.break_even_price(
        annual_demand,
        _terms(priced),
        target,
        holding_rate=holding_rate,
        finance_rate=finance_rate,
        days=days,
        stock_at=text(stock_at),  # type: ignore[arg-type]  # as above
    )


# -- split between suppliers ------------------------------------------------------------------------
def _demands(demand: object) -> dict[str, float]:
    if is_number(demand):
        return {"": demand}
    return {text(cell(row, "item")): figure(cell(row, "quantity")) for row in records(demand)}


def _offers(table: object) -> list[Offer]:
    return [_offer(row) for row in records(table)]


def _offer(row: Record) -> Offer:
    if "prices" in row:
        steps = [(figure(cell(step, "from")), figure(cell(step, "price"))) for step in records(row["prices"])]
    else:
        steps = [(0.0, figure(cell(row, "price")))]
    capacity = row.get("capacity")
    return Offer(
        supplier=text(cell(row, "supplier")),
        item=text(row.get("item", "")),
        prices=tuple(price for _, price in steps),
        breaks=tuple(start for start, _ in steps),
        minimum=figure(row.get("minimum", 0)),
        capacity=None if capacity is None else figure(capacity),
        multiple=whole(row.get("multiple", 1)),
        share=figure(row.get("share", 1)),
        fixed_cost=figure(row.get("fixed_cost", 0)),
        defect_rate=figure(row.get("defect_rate", 0)),
        lead_time=figure(row.get("lead_time", 0)),
    )


def _suppliers(table: object) -> list[Supplier]:
    return [
        Supplier(
            text(cell(row, "supplier")),
            figure(row.get("fixed_cost", 0)),
            None if row.get("capacity") is None else figure(row["capacity"]),
            figure(row.get("share", 1)),
        )
        for row in records(table)
    ]


def _limits(record: object) -> Limits:
    return Limits(**_bounds(known_record(record, LIMITS)))


def _bounds(record: Mapping[str, Plain]) -> dict[str, Any]:
    return {
        name: whole(value) if name in {"fewest", "most"} else figure(value)
        for name, value in record.items()
        if value is not None
    }


def _rows(rows: object, demand: object) -> list[tuple[str, str, float]]:
    alone = is_number(demand)
    return [
        (
            text(cell(row, "supplier")),
            "" if alone else text(cell(row, "item")),
            figure(cell(row, "quantity")),
        )
        for row in records(rows)
    ]


def _check_split(
    plan: object, demand: object, offers: object, suppliers: object = None, limits: object = None
) -> Record:
    """The rules that a split (rows of ``supplier``, ``quantity``, ``item`` if several) breaks, and its cost."""
    found = check.check_split(
        _rows(plan, demand),
        _demands(demand),
        _offers(offers),
        _suppliers(suppliers or []),
        _limits(limits or {}),
    )
    return {
        "violations": violations(found.violations),
        "objective": {
            "total_cost": found.total_cost,
            "purchases": found.purchases,
            "fixed_costs": found.fixed_costs,
            "suppliers": found.suppliers,
            "defect_rate": found.defect_rate,
            "lead_time": found.lead_time,
        },
        "shares": [
            {"supplier": one.supplier, "quantity": one.quantity, "share": one.share, "cost": one.cost}
            for one in found.shares
        ],
    }


def _best_split(demand: object, offers: object, suppliers: object = None, limits: object = None) -> Record:
    """The split of least cost, with its cost and the bound that no split can pass."""
    table = demand if is_number(demand) else records(demand)
    question = [table, records(offers), listed(suppliers or []), limits or {}]
    found = _searched(json.dumps(question, sort_keys=True))
    rows: list[Plain] = []
    for supplier, item, quantity in found.rows:
        row: Record = {"supplier": supplier} if is_number(demand) else {"supplier": supplier, "item": item}
        rows.append(row | {"quantity": quantity})
    return {
        "rows": rows,
        "objective": {"total_cost": found.cost},
        "bound": found.bound,
        "proven": found.proven,
    }


@lru_cache(maxsize=256)
def _searched(question: str) -> supplier_split.SupplierSplit:
    demand, offers, suppliers, limits = json.loads(question)
    return supplier_split.best_split(
        _demands(demand), _offers(offers), _suppliers(suppliers), _limits(limits)
    )


FUNCTIONS: dict[str, Function] = {
    "kraljic": kraljic.kraljic_position,
    "scorecard": _scorecard,
    "rank_suppliers": _rank_suppliers,
    "total_cost": _total_cost,
    "break_even_price": _break_even_price,
    "best_split": _best_split,
    "check_split": _check_split,
}
PLAN_RULES: dict[str, tuple[str, ...]] = {"check_split": check.RULES}
