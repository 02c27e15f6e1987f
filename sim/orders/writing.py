"""How an order looks as it comes in: what the customer means, or what the error makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.orders.world import CREDIT, DATE, DUPLICATE, INCOTERM, ITEM, PACK, PRICE, Customer, Item, Order

TERMS = ("EXW", "FCA", "CPT", "CIP", "DAP", "DPU", "DDP", "FAS", "FOB", "CFR", "CIF")  # Incoterms 2020
AMPLE, SHORT = 2.5, 0.6  # credit left, as a multiple of the order's value
PRICES = (0.9, 1.1, 0.95, 1.05, 1.2)  # of the contract's price


@dataclass(frozen=True)
class Written:
    """An order as it reads: `due` is None where no day is given; `credit` is what the customer may still owe."""

    reference: str
    customer: str
    item: str
    quantity: int
    price: float
    incoterm: str
    due: int | None
    credit: float


def contract_price(item: Item, customer: Customer) -> float:
    """Return the price of a unit by the contract: the list price less the discount, to the cent."""
    return round(item.price * (1 - customer.discount), 2)


def right(order: Order, place: int, item: Item, customer: Customer) -> Written:
    """Return the order as it should read; its reference is the customer's own, from its place in the list."""
    price = contract_price(item, customer)
    return Written(
        reference=f"{order.customer[:2].upper()}{1001 + 7 * place}",
        customer=order.customer,
        item=order.item,
        quantity=order.quantity,
        price=price,
        incoterm=customer.incoterm,
        due=order.due,
        credit=_hundreds(AMPLE * price * order.quantity),
    )


def wrong(meant: Written, error: str, turn: float, pack: int, other: Written | None) -> Written:
    """Return the order as an error writes it.

    `turn` in [0, 1[ chooses among the ways to be wrong; `other` is the order that a duplicate repeats.
    """
    values: dict[str, object] = dict(vars(meant))
    if error == PRICE:
        values["price"] = round(meant.price * PRICES[int(turn * len(PRICES))], 2)
    elif error == ITEM:
        values["item"] = _misspelt(meant.item, turn)
    elif error == INCOTERM:
        terms = [term for term in TERMS if term != meant.incoterm]
        values["incoterm"] = terms[int(turn * len(terms))]
    elif error == DATE:
        values["due"] = None
    elif error == PACK:
        # Half a pack too few or too many; a pack of one has no multiple to miss.
        gap = max(pack // 2, 1)
        more = turn < 0.5 or meant.quantity <= gap
        values["quantity"] = meant.quantity + (gap if more else -gap)
    elif error == CREDIT:
        values["credit"] = _hundreds(SHORT * meant.price * meant.quantity)
    elif error == DUPLICATE and other is not None:
        values |= vars(other)
    return Written(**values)  # type: ignore[arg-type]  # the fields of the one it starts from


def duplicated(order: Order, orders: Mapping[str, Order]) -> str | None:
    """Return the order that a duplicate repeats: the one it names, or the customer's last one before it."""
    if order.of is not None:
        return order.of
    found = None
    for other in sorted(orders.values(), key=lambda one: one.step):
        if other.order == order.order or other.step > order.step:
            break
        if other.customer == order.customer:
            found = other.order
    return found


def _misspelt(item: str, turn: float) -> str:
    """Swap two neighbours that differ, or add a letter where none do."""
    places = [place for place in range(len(item) - 1) if item[place] != item[place + 1]]
    if not places:
        return item + "X"
    place = places[int(turn * len(places))]
    return item[:place] + item[place + 1] + item[place] + item[place + 2 :]


def _hundreds(amount: float) -> float:
    return float(round(amount / 100) * 100)
