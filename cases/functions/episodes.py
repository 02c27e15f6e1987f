"""What a policy of an episode needs: a stock shared among open orders, orders up to a level."""

from __future__ import annotations

from cases.expressions import Function
from cases.functions.arguments import cell, records, text
from cases.functions.plans import figure
from cases.plain import Plain


def _share_out(stock: object, orders: object) -> dict[str, Plain]:
    """What each order receives, by its ``row``: all of its ``quantity`` while the stock lasts, then what is left.

    ``stock`` is a figure, or the table of an order portfolio's stock: what is on hand of each item (its ``row``), for
    orders with an ``item``; an item that the table has not is served nothing.
    """
    if isinstance(stock, list):
        left = {text(cell(one, "row")): max(figure(cell(one, "on_hand")), 0) for one in records(stock)}
    else:
        left = {"": max(figure(stock), 0)}
    found: dict[str, Plain] = {}
    for order in records(orders):
        item = text(cell(order, "item")) if isinstance(stock, list) else ""
        given = min(max(figure(cell(order, "quantity")), 0), left.get(item, 0))
        found[text(cell(order, "row"))] = given
        left[item] = left.get(item, 0) - given
    return found


def _by_row(orders: object, field: object) -> dict[str, Plain]:
    """A field of each order, by its ``row``: the due dates, to promise them."""
    return {text(cell(order, "row")): cell(order, field) for order in records(orders)}


def _up_to_level(stocks: object, levels: object) -> dict[str, Plain]:
    """What brings the ``position`` of each stock up to its level, by its ``row``: one level, or a record by row."""
    found: dict[str, Plain] = {}
    for stock in records(stocks):
        row = text(cell(stock, "row"))
        level = cell(levels, row) if isinstance(levels, dict) else levels
        found[row] = max(figure(level) - figure(cell(stock, "position")), 0)
    return found


FUNCTIONS: dict[str, Function] = {
    "share_out": _share_out,
    "by_row": _by_row,
    "up_to_level": _up_to_level,
}
