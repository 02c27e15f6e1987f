"""The world of an order book as frozen dataclasses: items, customers, carriers, orders, receipts, disruptions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sim.checks import Check, InvalidError, Number, Problem
from sim.records import unknown
from sim.words import phrase

LONGEST = 104  # days, as in every episode
MOST_ORDERS = 200  # an episode is replayed at every step

# What may be wrong with an order as it comes in.
PRICE, ITEM, INCOTERM, DATE, PACK, DUPLICATE, CREDIT = (
    "price", "item", "incoterm", "date", "pack", "duplicate", "credit",
)  # fmt: skip
ERRORS = (PRICE, ITEM, INCOTERM, DATE, PACK, DUPLICATE, CREDIT)

# What may go wrong afterwards, and the field that says of what.
TARGETS = {
    "supplier_late": "receipt",
    "machine_down": "receipt",
    "carrier_strike": "carrier",
    "customs_hold": "customer",
    "stock_gap": "item",
    "order_change": "order",
    "cancellation": "order",
}


@dataclass(frozen=True)
class Item:
    """An item: units in `stock` at first, its list `price` a unit, and the `pack` that it is sold by."""

    item: str
    stock: int = 0
    price: Number = 0
    pack: int = 1

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("item")
        check.number("stock", least=0, whole=True)
        check.number("price", least=0)
        check.number("pack", least=1, whole=True)
        check.done()


@dataclass(frozen=True)
class Customer:
    """A customer and its contract.

    `penalty`: share of the value not yet delivered, paid for each day after the day wanted. `discount`: share off the
    list price. `partial`: whether it takes an order in several deliveries.
    """

    customer: str
    priority: int = 1
    penalty: Number = 0.01
    incoterm: str = ""
    discount: Number = 0
    partial: bool = True

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("customer")
        check.text("incoterm")
        check.number("priority", least=0, most=100, whole=True)
        check.number("penalty", least=0, most=1)
        check.number("discount", least=0, most=1)
        check.flag("partial")
        check.done()


@dataclass(frozen=True)
class Carrier:
    """A carrier: what it takes by its cut-off of a day delivers `days` days later.

    `cost` a shipment and `unit_cost` a unit; `places` shipments a day before the cut-off (None: any). A shipment comes
    `delay` days later still with the chance `late`.
    """

    carrier: str
    days: int = 1
    cost: Number = 0
    unit_cost: Number = 0
    places: int | None = None
    late: Number = 0
    delay: int = 1

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("carrier")
        check.number("days", least=0, most=LONGEST, whole=True)
        check.number("cost", least=0)
        check.number("unit_cost", least=0)
        check.number("places", least=0, whole=True, optional=True)
        check.number("late", least=0, most=1)
        check.number("delay", least=0, most=LONGEST, whole=True)
        check.done()


@dataclass(frozen=True)
class Order:
    """An order that comes in on day `step`, wanted at the customer's on day `due`: what the customer means.

    `error` is one of `ERRORS`, "none", or None: drawn by the shares of `World.errors`. `of` names the order that a
    duplicate repeats (None: the customer's last one before it).
    """

    order: str
    step: int
    customer: str
    item: str
    quantity: int
    due: int
    error: str | None = None
    of: str | None = None

    def __post_init__(self) -> None:
        check = Check(self)
        for name in ("order", "customer", "item"):
            check.text(name)
        check.number("step", least=1, most=LONGEST, whole=True)
        check.number("quantity", least=1, whole=True)
        check.number("due", least=1, most=10 * LONGEST, whole=True)
        if self.error is not None:
            check.choice("error", (*ERRORS, "none"))
        if self.of is not None:
            check.text("of")
        if check.sound and self.due < self.step:
            check.fault("due", "due_before_order", step=self.step)
        check.done()


@dataclass(frozen=True)
class Receipt:
    """Units of an item that come in on the morning of day `step`, from a supplier or the shop."""

    receipt: str
    step: int
    item: str
    quantity: int
    late: Number = 0
    delay: int = 1

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("receipt")
        check.text("item")
        check.number("step", least=1, most=LONGEST, whole=True)
        check.number("quantity", least=1, whole=True)
        check.number("late", least=0, most=1)
        check.number("delay", least=1, most=LONGEST, whole=True)
        check.done()


@dataclass(frozen=True)
class ErrorKind:
    """How often an error happens, how it is found, and what it costs.

    `share` of the orders that have it (of those that do not say); an entry check finds it with the chance `found`;
    correcting takes `minutes` and the answer comes after `wait` days; the system refuses an order that has it, a day
    later, where it `blocks`. Shipped, it costs `cost` and `rate` of the order's value.
    """

    error: str
    share: Number = 0
    found: Number = 1
    minutes: Number = 0
    wait: int = 0
    cost: Number = 0
    rate: Number = 0
    blocks: bool = False

    def __post_init__(self) -> None:
        check = Check(self)
        check.choice("error", ERRORS)
        for name in ("share", "found", "rate"):
            check.number(name, least=0, most=1)
        for name in ("minutes", "cost"):
            check.number(name, least=0)
        check.number("wait", least=0, most=LONGEST, whole=True)
        check.flag("blocks")
        check.done()


@dataclass(frozen=True)
class Disruption:
    """Something that goes wrong: told on day `told` (None: the day it strikes), it must be passed on to `contact`.

    It strikes on day `step`, with the chance `chance`. By its `kind`: a `receipt` comes `days` later; a `carrier` does
    not leave, or nothing to a `customer` is handed over, for `days` days; `quantity` units of an `item` are not there;
    an `order` asks for `quantity` and for day `due` instead, or is cancelled. The right contact, alerted within
    `within` days of the message, takes `relief` days off; alerted later or never, it costs `cost`.
    """

    disruption: str
    kind: str
    step: int
    contact: str
    told: int | None = None
    within: int = 0
    chance: Number = 1
    days: int = 0
    relief: int = 0
    cost: Number = 0
    receipt: str | None = None
    carrier: str | None = None
    customer: str | None = None
    item: str | None = None
    order: str | None = None
    quantity: int | None = None
    due: int | None = None

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("disruption")
        check.text("contact")
        check.choice("kind", TARGETS)
        check.number("step", least=1, most=LONGEST, whole=True)
        check.number("told", least=1, most=LONGEST, whole=True, optional=True)
        for name in ("within", "days", "relief"):
            check.number(name, least=0, most=LONGEST, whole=True)
        check.number("chance", least=0, most=1)
        check.number("cost", least=0)
        check.number("quantity", least=1, whole=True, optional=True)
        check.number("due", least=1, most=10 * LONGEST, whole=True, optional=True)
        if check.sound and self.target is None:
            check.fault(TARGETS[self.kind], "disruption_target", kind=self.kind)
        check.done()

    @property
    def target(self) -> str | None:
        """What it strikes: the receipt, the carrier, the customer, the item or the order of its kind."""
        found: str | None = getattr(self, TARGETS[self.kind])
        return found

    @property
    def day_told(self) -> int:
        """The day on which the message comes in."""
        return self.step if self.told is None else self.told


@dataclass(frozen=True)
class Costs:
    """Cost rates beside those of customers, carriers, errors and disruptions.

    `no_promise`: an order without a promised day at the end of its second day in the book. `broken_promise`: an order
    not delivered whole by the end of the promised day. `moved_promise`: another day promised before the one promised.
    `late_promise`: each day by which a promise lies after the day wanted, so that a safe promise is not a free one.
    """

    no_promise: Number = 0
    broken_promise: Number = 0
    moved_promise: Number = 0
    late_promise: Number = 0

    def __post_init__(self) -> None:
        check = Check(self)
        for name in ("no_promise", "broken_promise", "moved_promise", "late_promise"):
            check.number(name, least=0)
        check.done()


@dataclass(frozen=True)
class World:
    """An order book over `steps` days, with `minutes` a day for checks (`check_minutes`), corrections and alerts."""

    steps: int
    items: tuple[Item, ...]
    customers: tuple[Customer, ...]
    carriers: tuple[Carrier, ...]
    orders: tuple[Order, ...]
    receipts: tuple[Receipt, ...] = ()
    errors: tuple[ErrorKind, ...] = ()
    disruptions: tuple[Disruption, ...] = ()
    minutes: Number = 480
    check_minutes: Number = 0
    alert_minutes: Number = 0
    costs: Costs = field(default_factory=Costs)

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("steps", least=1, most=LONGEST, whole=True)
        for name in ("minutes", "check_minutes", "alert_minutes"):
            check.number(name, least=0)
        for name in ("items", "customers", "carriers", "orders"):
            if not getattr(self, name):
                check.fault(name, "records_none")
        if len(self.orders) > MOST_ORDERS:
            check.fault("orders", "records_many", most=MOST_ORDERS)
        if check.sound and sum(one.share for one in self.errors) > 1 + 1e-9:
            check.fault("errors", "error_shares")
        check.done()
        problems = [
            *self._twice(),
            *self._references(),
        ]
        if problems:
            raise InvalidError(problems)

    def _twice(self) -> Iterable[Problem]:
        for name, key in (
            ("items", "item"), ("customers", "customer"), ("carriers", "carrier"), ("orders", "order"),
            ("receipts", "receipt"), ("errors", "error"), ("disruptions", "disruption"),
        ):  # fmt: skip
            seen: set[str] = set()
            for place, one in enumerate(getattr(self, name)):
                known = getattr(one, key)
                if known in seen:
                    yield Problem((name, place, key), phrase("name_twice", name=known))
                seen.add(known)

    def _references(self) -> Iterable[Problem]:
        known = {
            "item": {one.item for one in self.items},
            "customer": {one.customer for one in self.customers},
            "carrier": {one.carrier for one in self.carriers},
            "order": {one.order for one in self.orders},
            "receipt": {one.receipt for one in self.receipts},
        }
        for name in ("orders", "receipts", "disruptions"):
            for place, one in enumerate(getattr(self, name)):
                for key, names in known.items():
                    given = getattr(one, key, None)
                    if given is not None and given not in names:
                        yield unknown((name, place, key), given, names)
        packs = {one.item: one.pack for one in self.items}
        for place, order in enumerate(self.orders):
            pack = packs.get(order.item, 1)
            if order.quantity % pack:
                yield Problem(("orders", place, "quantity"), phrase("pack_multiple", pack=pack))
        before: dict[str, set[str]] = {}
        for place, order in sorted(enumerate(self.orders), key=lambda one: one[1].step):
            earlier = before.setdefault(order.customer, set())
            if order.error == DUPLICATE and (order.of not in earlier if order.of else not earlier):
                yield Problem(("orders", place, "of" if order.of else "error"), phrase("duplicate_of"))
            earlier.add(order.order)
