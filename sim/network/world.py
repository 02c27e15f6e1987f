"""The network world: items, places, lanes, stocks, customers, bills of material and the policy, as frozen dataclasses.

A field of a file that Python keeps for itself has another name here: `from` is `origin`, `to` is `target`,
`yield` is `good_share` (see `sim.network.reading`). One period is a day unless `period` names it otherwise.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from sim.checks import Check
from sim.demand import Demand
from sim.indicators import YEAR_DAYS
from sim.network.allocation import ALLOCATIONS
from sim.network.list_checks import names, periods
from sim.network.lots import ISSUES
from sim.network.replenishment import Replenishment
from sim.network.under_way import UnderWay
from sim.scenario import LONGEST_HORIZON
from sim.stock import BACKORDER, SHORTAGES
from sim.supply import Constant, LeadTime

Number = int | float
T = TypeVar("T")

NEXT_PERIOD = Constant(1)
PERIODS = (
    "period", "minute", "quarter_hour", "half_hour", "hour", "shift", "day", "working_day", "week", "month",
)  # fmt: skip


def _name(check: Check, owner: Any, field: str) -> None:
    """Check a name: a text that says something."""
    check.text(field)
    if check.sound and not getattr(owner, field).strip():
        check.fault(field, "name_empty")


@dataclass(frozen=True)
class Item:
    """An item: its cost (currency a unit), its volume and weight a unit, its shelf life in periods from receipt.

    `klass` is a free word that groups items in the indicators (A, B, C…). An item with a shelf life is followed
    lot by lot, any other when `traced`.
    """

    name: str
    unit_cost: Number = 0
    unit: str = "unit"
    volume: Number = 0
    weight: Number = 0
    shelf_life: int | None = None
    klass: str | None = None
    traced: bool = False

    def __post_init__(self) -> None:
        check = Check(self)
        _name(check, self, "name")
        check.text("unit")
        check.number("unit_cost", least=0)
        check.number("volume", least=0)
        check.number("weight", least=0)
        check.number("shelf_life", least=1, whole=True, optional=True)
        if self.klass is not None:
            check.text("klass")
        check.flag("traced")
        check.done()

    @property
    def in_lots(self) -> bool:
        """True when its units are followed lot by lot."""
        return self.traced or self.shelf_life is not None


@dataclass(frozen=True)
class Source:
    """A supplier, whose stock has no limit."""

    name: str

    def __post_init__(self) -> None:
        check = Check(self)
        _name(check, self, "name")
        check.done()


@dataclass(frozen=True)
class Site:
    """A plant, a warehouse or a shop: how it shares what is short, and which lot it issues first."""

    name: str
    allocation: str = "fifo"
    issue: str = "fefo"

    def __post_init__(self) -> None:
        check = Check(self)
        _name(check, self, "name")
        check.choice("allocation", ALLOCATIONS)
        check.choice("issue", ISSUES)
        check.done()


@dataclass(frozen=True)
class Truck:
    """A truck of a lane: its capacity in volume of the items (units for an item without), its cost a trip."""

    capacity: Number
    cost: Number = 0

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("capacity", above=0)
        check.number("cost", least=0)
        check.done()


@dataclass(frozen=True)
class Inspection:
    """A part of the receipts of a lane, `share` of them, is held for `periods` before it may be used."""

    share: Number
    periods: int

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("share", least=0, most=1)
        check.number("periods", least=1, whole=True)
        check.done()


@dataclass(frozen=True)
class Price:
    """A price (currency a unit) of the whole line, from `least` units of an item on."""

    item: str
    least: Number
    price: Number

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("item")
        check.number("least", least=0)
        check.number("price", least=0)
        check.done()


@dataclass(frozen=True)
class Lane:
    """How goods reach a site from another or from a source. See the docstring of `sim.network` for its rules.

    `item`: one name, a list of names, or None for every item kept at both ends. Times in periods, `minimum` and
    `multiple` in units an item line, `minimum_total` in units an order; costs in currency. `in_transit` and
    `ordered`: what is under way from the start, shipped, and ordered but not yet seen by the origin.
    """

    origin: str
    target: str
    item: str | tuple[str, ...] | None = None
    lead_time: LeadTime = NEXT_PERIOD
    order_delay: int = 0
    crossing: bool = True
    order_days: tuple[int, ...] | None = None
    closed: tuple[int, ...] = ()
    minimum: int = 0
    multiple: int = 1
    minimum_total: int = 0
    truck: Truck | None = None
    order_cost: Number = 0
    line_cost: Number = 0
    unit_freight: Number = 0
    prices: tuple[Price, ...] = ()
    good_share: Number = 1
    inspect: Inspection | None = None
    share: Number | None = None
    priority: int = 0
    in_transit: tuple[UnderWay, ...] = ()
    ordered: tuple[UnderWay, ...] = ()

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("origin")
        check.text("target")
        if self.item is not None and not isinstance(self.item, str):
            names(check, self, "item")
        check.number("order_delay", least=0, whole=True)
        check.flag("crossing")
        for field in ("order_days", "closed"):
            if getattr(self, field) is not None:
                periods(check, self, field)
        check.number("minimum", least=0, whole=True)
        check.number("multiple", least=1, whole=True)
        check.number("minimum_total", least=0, whole=True)
        for field in ("order_cost", "line_cost", "unit_freight"):
            check.number(field, least=0)
        check.number("good_share", above=0, most=1)
        check.number("share", least=0, optional=True)
        check.number("priority", least=0, whole=True)
        check.done()

    @property
    def items(self) -> tuple[str, ...] | None:
        """The names of its items, None for all."""
        return (self.item,) if isinstance(self.item, str) else self.item

    @property
    def name(self) -> str:
        """How a file and the streams call it: `north>depot`, with its items when it names them."""
        ends = f"{self.origin}>{self.target}"
        return ends if self.items is None else f"{ends}:{','.join(self.items)}"


@dataclass(frozen=True)
class Stock:
    """A stocking point: an item kept at a site.

    `initial` in units (None: what its rule starts with), `holding` in currency a unit and period, `backlog` a unit
    that other sites or production have asked and wait for, and period. `priority`, lowest first, when its supplier
    shares by priority. `minimum` and `multiple` replace the lane's.
    """

    site: str
    item: str
    initial: int | None = None
    holding: Number = 0
    priority: int = 0
    minimum: int | None = None
    multiple: int | None = None
    backlog: Number = 0

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("site")
        check.text("item")
        check.number("initial", least=0, whole=True, optional=True)
        check.number("holding", least=0)
        check.number("backlog", least=0)
        check.number("priority", least=0, whole=True)
        check.number("minimum", least=0, whole=True, optional=True)
        check.number("multiple", least=1, whole=True, optional=True)
        check.done()


@dataclass(frozen=True)
class Customers:
    """What customers ask of a stock, in whole units a period; what is short waits or is lost.

    `backorder` in currency a unit waiting and period, `lost` a unit that is not sold. A customer who waits leaves
    after `patience` periods (None: never).
    """

    site: str
    item: str
    demand: Demand
    shortage: str = BACKORDER
    backorder: Number = 0
    lost: Number = 0
    patience: int | None = None

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("site")
        check.text("item")
        check.choice("shortage", SHORTAGES)
        check.number("backorder", least=0)
        check.number("lost", least=0)
        check.number("patience", least=0, whole=True, optional=True)
        check.done()


@dataclass(frozen=True)
class Part:
    """A part of a bill of material: `quantity` units for each unit made."""

    item: str
    quantity: int = 1

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("item")
        check.number("quantity", least=1, whole=True)
        check.done()


@dataclass(frozen=True)
class Bill:
    """An item made at a plant from its parts, in `lead_time` periods, at most `capacity` units started a period."""

    site: str
    item: str
    parts: tuple[Part, ...]
    lead_time: LeadTime
    capacity: int | None = None
    order_cost: Number = 0

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("site")
        check.text("item")
        check.number("capacity", least=1, whole=True, optional=True)
        check.number("order_cost", least=0)
        if check.sound and len({part.item for part in self.parts}) < len(self.parts):
            check.fault("parts", "part_twice")
        check.done()


@dataclass(frozen=True)
class Disruption:
    """A source, a site or a lane (`from>to`) that stops: by chance (`up` and `down`, in periods) or once."""

    source: str
    up: LeadTime | None = None
    down: LeadTime | None = None
    start: int | None = None
    length: int | None = None

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("source")
        check.number("start", least=0, whole=True, optional=True)
        check.number("length", least=1, whole=True, optional=True)
        chance = (self.up is not None, self.down is not None)
        once = (self.start is not None, self.length is not None)
        if check.sound and (chance, once) not in (
            ((True, True), (False, False)),
            ((False, False), (True, True)),
        ):
            check.fault("source", "disruption_kind")
        check.done()


@dataclass(frozen=True)
class World:
    """A network over periods 0 to horizon - 1, the first `warm_up` left out of the indicators.

    `year` is the year of the turnover rate and `week` the number of weekdays, both in periods; `policy` may be
    None until a run is given one. Each record is checked by itself; `sim.network.soundness.checked` looks at what
    must hold between them.
    """

    horizon: int
    items: tuple[Item, ...]
    sites: tuple[Site, ...]
    lanes: tuple[Lane, ...]
    stocks: tuple[Stock, ...]
    sources: tuple[Source, ...] = ()
    demands: tuple[Customers, ...] = ()
    bills: tuple[Bill, ...] = ()
    disruptions: tuple[Disruption, ...] = ()
    policy: Replenishment | None = None
    warm_up: int = 0
    year: Number = YEAR_DAYS
    week: int = 7
    period: str = "day"

    def __post_init__(self) -> None:
        check = Check(self)
        check.span(LONGEST_HORIZON)
        check.number("year", above=0)
        check.number("week", least=1, whole=True)
        check.choice("period", PERIODS)
        check.measured_span()
        check.done()

    @cached_property
    def _kept(self) -> dict[str, Any]:
        return {}

    def kept(self, name: str, make: Callable[[], T]) -> T:
        """Return what follows from the world whatever its policy: made once, then kept under a name of its own."""
        if name not in self._kept:
            self._kept[name] = make()
        found: T = self._kept[name]
        return found

    def under(self, policy: Replenishment) -> World:
        """Return the same world under another policy; what is kept is shared by both."""
        other = dataclasses.replace(self, policy=policy)
        other.__dict__["_kept"] = self._kept
        return other
