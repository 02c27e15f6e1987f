"""Stock valuation: a stock card row by row, first in first out, last in first out, or at an average cost."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from solvers.arguments import non_negative, positive, whole
from solvers.errors import SolverError

__all__ = ["CardRow", "Method", "Move", "StockCard", "value_stock"]

Method = Literal["fifo", "lifo", "average", "period_average"]
METHODS = ("fifo", "lifo", "average", "period_average")
MAX_MOVES = 1_000
EMPTY = 1e-9  # units left that are no stock: 0.3 − 0.1 − 0.2


@dataclass(frozen=True, slots=True)
class Move:
    """A row of the card: ``move`` is "in" (the opening stock too) or "out"; ``unit_cost`` is read for "in" only."""

    move: str
    quantity: float
    unit_cost: float = 0.0


@dataclass(frozen=True, slots=True)
class CardRow:
    """A move valued, and the stock after it.

    ``unit_cost`` and ``value`` in money are those of the move; ``parts`` the (quantity, unit cost) that it is
    made of, in the order in which they go; ``stock`` in units, ``stock_value`` in money and
    ``stock_unit_cost`` after it (None when nothing is left). ``layers`` are what the stock is made of, oldest
    first, for FIFO and LIFO.
    """

    move: str
    quantity: float
    unit_cost: float
    value: float
    parts: tuple[tuple[float, float], ...]
    stock: float
    stock_value: float
    stock_unit_cost: float | None
    layers: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class StockCard:
    """The rows; the stock left in units and in money; what went out and what came in, in money."""

    rows: tuple[CardRow, ...]
    quantity: float
    value: float
    cost_of_goods: float
    receipts: float


def value_stock(moves: Sequence[Move], method: Method, *, decimals: int | None = None) -> StockCard:
    """Value each move of a stock card and the stock after it.

    ``moves`` in the order of the card, quantities above 0 in units, unit costs of receipts 0 or more.
    ``method``: "fifo" (the oldest units go first), "lifo" (the newest), "average" (weighted average after each
    receipt) or "period_average" (one average for the period: opening stock and all receipts). ``decimals``
    rounds the average unit cost, as a card kept by hand does (0 to 6; not rounded without it): stock value is
    then what came in less what went out. SolverError when a row takes out more than there is, and otherwise.

    Average cost = (value in stock + value received) ÷ (units in stock + units received).
    Opening value + receipts = cost of goods + closing value, whatever the method.

    Source: French chart of accounts, art. 213-34 (premier entré premier sorti, coût moyen pondéré); LIFO is
    not allowed in French accounts nor by IAS 2, and is here to be compared.

    >>> card = [Move("in", 100, 10), Move("in", 100, 12), Move("out", 150)]
    >>> for method in ("fifo", "lifo", "average"):
    ...     found = value_stock(card, method)
    ...     found.cost_of_goods, found.value
    (1600.0, 600.0)
    (1700.0, 500.0)
    (1650.0, 550.0)
    """
    if method not in METHODS:
        raise SolverError("method", method, "one_of", words=", ".join(METHODS))
    if decimals is not None and not 0 <= whole("decimals", decimals) <= 6:
        raise SolverError("decimals", decimals, "count_between", least=0, most=6)
    checked = _checked(moves)
    if method in {"fifo", "lifo"}:
        rows = _by_layers(checked, oldest=method == "fifo")
    else:
        fixed = _average_of(checked, decimals) if method == "period_average" else None
        rows = _at_average(checked, fixed, decimals)
    last = rows[-1]
    return StockCard(
        rows=tuple(rows),
        quantity=last.stock,
        value=last.stock_value,
        cost_of_goods=math.fsum(row.value for row in rows if row.move == "out"),
        receipts=math.fsum(row.value for row in rows if row.move == "in"),
    )


def _checked(moves: Sequence[Move]) -> list[Move]:
    if not 1 <= len(moves) <= MAX_MOVES:
        raise SolverError("moves", len(moves), "count_between", least=1, most=MAX_MOVES)
    found, stock = [], 0.0
    for at, one in enumerate(moves):
        if one.move not in {"in", "out"}:
            raise SolverError(f"moves[{at}].move", one.move, "one_of", words="in, out")
        quantity = positive(f"moves[{at}].quantity", one.quantity)
        cost = non_negative(f"moves[{at}].unit_cost", one.unit_cost)
        if one.move == "out" and quantity > stock + EMPTY:
            raise SolverError(f"moves[{at}].quantity", one.quantity, "at_most_stock", stock=stock)
        stock = _left(stock + quantity if one.move == "in" else stock - quantity)
        found.append(Move(one.move, quantity, cost))
    return found


def _by_layers(moves: list[Move], *, oldest: bool) -> list[CardRow]:
    layers: list[tuple[float, float]] = []
    rows = []
    for one in moves:
        if one.move == "in":
            layers.append((one.quantity, one.unit_cost))
            parts = [(one.quantity, one.unit_cost)]
        else:
            parts, asked = [], one.quantity
            while asked > EMPTY and layers:
                quantity, cost = layers.pop(0 if oldest else -1)
                taken = min(quantity, asked)
                asked = _left(asked - taken)
                parts.append((taken, cost))
                if rest := _left(quantity - taken):
                    layers.insert(0 if oldest else len(layers), (rest, cost))
        value = math.fsum(quantity * cost for quantity, cost in parts)
        stock = _left(math.fsum(quantity for quantity, _ in layers))
        held = math.fsum(quantity * cost for quantity, cost in layers)
        rows.append(_row(one, value / one.quantity, value, parts, stock, held, layers))
    return rows


def _average_of(moves: list[Move], decimals: int | None) -> float:
    entered = [one for one in moves if one.move == "in"]
    value = math.fsum(one.quantity * one.unit_cost for one in entered)
    return _rounded(value / math.fsum(one.quantity for one in entered), decimals)


def _at_average(moves: list[Move], fixed: float | None, decimals: int | None) -> list[CardRow]:
    stock, held, average = 0.0, 0.0, 0.0
    rows = []
    for one in moves:
        if one.move == "in":
            cost = one.unit_cost
            stock, held = stock + one.quantity, held + one.quantity * cost
            average = _rounded(held / stock, decimals)
        else:
            cost = average if fixed is None else fixed
            stock = _left(stock - one.quantity)
            # Nothing left is worth nothing, but for what the rounding of the average leaves.
            held -= one.quantity * cost
            if fixed is None and decimals is None and not stock:
                held = 0.0
        rows.append(_row(one, cost, one.quantity * cost, [(one.quantity, cost)], stock, held, []))
    return rows


def _row(
    one: Move,
    cost: float,
    value: float,
    parts: list[tuple[float, float]],
    stock: float,
    held: float,
    layers: list[tuple[float, float]],
) -> CardRow:
    unit = held / stock if stock else None
    return CardRow(one.move, one.quantity, cost, value, tuple(parts), stock, held, unit, tuple(layers))


def _left(quantity: float) -> float:
    return 0.0 if abs(quantity) <= EMPTY else quantity


def _rounded(cost: float, decimals: int | None) -> float:
    if decimals is None:
        return cost
    # Half away from zero, as a card kept by hand; 15 digits first: 2.675 is 2.67499999999999982236431605997495.
    scale = 10.0**decimals
    return math.floor(float(f"{cost * scale:.15g}") + 0.5) / scale
