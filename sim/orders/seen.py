"""What the desk sees of its orders, stock, shipments and messages: one record each, a copy."""

from __future__ import annotations

from typing import Any

from sim.orders.book import Line, Shipment
from sim.orders.world import Disruption, Item, Receipt

Record = dict[str, Any]


def message(one: Disruption) -> Record:
    """A message to pass on."""
    return {"row": one.disruption, "cause": one.kind, "target": one.target, "told": one.day_told}


def received(one: Line, step: int) -> Record:
    """An order of the inbox, as it reads; `waiting` is the last day of waiting for an answer."""
    seen = one.written
    return {
        "row": one.name,
        "customer": seen.customer,
        "reference": seen.reference,
        "item": seen.item,
        "quantity": seen.quantity,
        "price": seen.price,
        "incoterm": seen.incoterm,
        "due": seen.due,
        "credit": seen.credit,
        "found": one.known or None,
        "waiting": one.waiting if one.waiting >= step else None,
        "arrived": one.order.step,
    }


def booked(one: Line, priority: int) -> Record:
    """An order of the book of which something is still to ship."""
    seen = one.written
    return {
        "row": one.name,
        "customer": seen.customer,
        "priority": priority,
        "item": seen.item,
        "quantity": one.left,
        "allocated": one.allocated,
        "moving": one.moving,
        "due": seen.due,
        "promised": one.promised,
        "value": one.value,
        "arrived": one.order.step,
    }


def stocked(item: Item, on_hand: int, held: int) -> Record:
    """An item: units on record, and those held for orders."""
    return {
        "row": item.item,
        "on_hand": on_hand,
        "allocated": held,
        "available": on_hand - held,
        "pack": item.pack,
        "price": item.price,
    }


def on_the_way(one: Shipment, step: int) -> Record:
    """A shipment; no day is expected any more once it has passed."""
    return {
        "row": one.line.name,
        "customer": one.line.written.customer,
        "carrier": one.carrier,
        "quantity": one.quantity,
        "expected": one.expected if step <= one.expected else None,
    }


def awaited(one: Receipt, day: int | None) -> Record:
    """A receipt to come, and the day on which the desk expects it."""
    return {"row": one.receipt, "item": one.item, "quantity": one.quantity, "expected": day}
