"""Valuation: a stock card row by row, and weighted averages."""

from __future__ import annotations

import math

from cases.expressions import ExpressionError, Function
from cases.functions.arguments import Record, cell, figures, records, text, whole
from cases.functions.plans import figure
from cases.plain import Plain
from solvers.inventory import valuation


def _value_stock(moves: object, method: object, decimals: object = None) -> Record:
    """A card (rows of ``move`` in or out, ``quantity``, ``unit_cost`` of what comes in) valued by a method.

    The rows keep their other fields (a date, a document) and get their value and the stock after them.
    """
    table = records(moves)
    given = [
        valuation.Move(
            text(cell(row, "move")),
            figure(cell(row, "quantity")),
            figure(cell(row, "unit_cost")) if row.get("move") == "in" else 0.0,
        )
        for row in table
    ]
    card = valuation.value_stock(
        given,
        text(method),  # type: ignore[arg-type]  # a word that it refuses itself
        decimals=None if decimals is None else whole(decimals),
    )
    rows: list[Plain] = [
        {
            **row,
            "unit_cost": one.unit_cost,
            "value": one.value,
            "parts": _layers(one.parts),
            "stock": one.stock,
            "stock_value": one.stock_value,
            "stock_unit_cost": one.stock_unit_cost,
            "layers": _layers(one.layers),
        }
        for row, one in zip(table, card.rows, strict=True)
    ]
    return {
        "rows": rows,
        "quantity": card.quantity,
        "value": card.value,
        "cost_of_goods": card.cost_of_goods,
        "receipts": card.receipts,
    }


def _layers(parts: tuple[tuple[float, float], ...]) -> list[Plain]:
    return [{"quantity": quantity, "unit_cost": cost} for quantity, cost in parts]


def _weighted_average(values: object, weights: object) -> float:
    """Σ weight × value over Σ weight."""
    held, shares = figures(values), figures(weights)
    if len(held) != len(shares):
        raise ExpressionError("table_lengths")
    total = math.fsum(shares)
    if total == 0:
        raise ExpressionError("list_total_zero", name="weighted_average")
    return math.fsum(value * share for value, share in zip(held, shares, strict=True)) / total


FUNCTIONS: dict[str, Function] = {"value_stock": _value_stock, "weighted_average": _weighted_average}
