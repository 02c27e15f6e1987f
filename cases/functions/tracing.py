"""Traceability: a lot followed to its deliveries and to what is left of it, a delivery followed back to its lots."""

from __future__ import annotations

from cases.expressions import Function
from cases.functions.arguments import Record, add_up, cell, listed, records, text
from cases.functions.plans import figure
from cases.plain import Plain
from sim.lot_tracing import LotMove, trace_back, trace_forward


def _moves(table: object) -> list[LotMove]:
    """Rows of ``lot`` and ``quantity``, with any of ``from``, ``to``, ``into`` and ``customer``."""
    return [
        LotMove(
            text(cell(row, "lot")),
            _quantity(row),
            _named(row, "from"),
            _named(row, "to"),
            _named(row, "into"),
            _named(row, "customer"),
        )
        for row in records(table)
    ]


def _quantity(row: Record) -> float:
    found = figure(cell(row, "quantity"))
    if found < 0:
        raise TypeError("a quantity of 0 or more")
    return found


def _named(row: Record, field: str) -> str | None:
    """A name, None where there is none."""
    value = row.get(field)
    return None if value is None or value == "" else text(value)


def _lots(value: object) -> list[str]:
    """A lot, several, or a delivery: a row that names its lot."""
    if isinstance(value, dict):
        return [text(cell(value, "lot"))]
    return [text(one) for one in listed(value)] if isinstance(value, list) else [text(value)]


def _trace_forward(moves: object, lot: object) -> Record:
    """Where a lot (or several) went: the ``lots`` it is in, the ``deliveries``, each customer's share, the ``stock``.

    ``moves``: rows of ``lot``, ``quantity`` and ``from`` a place (none: it comes in), ``to`` a place (none: it goes
    out), ``into`` the lot that it becomes a part of, ``customer`` who gets it. Deliveries keep their other fields.
    """
    rows = records(moves)
    found = trace_forward(_moves(rows), _lots(lot))
    deliveries = [rows[at] for at in found.deliveries]
    by_customer: dict[str, list[float]] = {}
    for row in deliveries:
        by_customer.setdefault(text(row["customer"]), []).append(figure(row["quantity"]))
    customers: list[Plain] = [
        {"customer": name, "quantity": add_up(quantities)} for name, quantities in by_customer.items()
    ]
    stock: list[Plain] = [
        {"lot": one.lot, "place": one.place, "quantity": one.quantity} for one in found.left
    ]
    return {
        "lots": list(found.lots),
        "deliveries": list(deliveries),
        "customers": customers,
        "stock": stock,
        "delivered": found.delivered,
        "in_stock": found.in_stock,
    }


def _trace_back(moves: object, lot: object) -> Record:
    """What a lot (several, or the row of a delivery) was made of: all the ``lots``, and the ``origins`` among them."""
    lots, origins = trace_back(_moves(moves), _lots(lot))
    return {"lots": list(lots), "origins": list(origins)}


FUNCTIONS: dict[str, Function] = {"trace_forward": _trace_forward, "trace_back": _trace_back}
