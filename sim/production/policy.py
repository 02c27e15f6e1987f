"""How a shop is run: when orders are released, in which lots they travel, and what a free machine takes next."""

from __future__ import annotations

from dataclasses import dataclass

from sim.checks import Check, Number
from sim.dispatching import RULES
from sim.production.orders import MOST_PIECES

PUSH, CONWIP, KANBAN = "push", "conwip", "kanban"
RELEASES = (PUSH, CONWIP, KANBAN)
MOST_CARDS = 10_000


@dataclass(frozen=True)
class MachineRule:
    """The dispatching rule of one machine, in the place of the shop's."""

    machine: str
    rule: str

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("machine")
        check.choice("rule", RULES)
        check.done()


@dataclass(frozen=True)
class LotRule:
    """The most pieces of a product that travel together, in the place of the product's own."""

    product: str
    pieces: int

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("product")
        check.number("pieces", least=1, most=MOST_PIECES, whole=True)
        check.done()


@dataclass(frozen=True)
class Cards:
    """The kanban cards of a product, each standing for `pieces` in stock or in the shop."""

    product: str
    cards: int
    pieces: int

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("product")
        check.number("cards", least=1, most=MOST_CARDS, whole=True)
        check.number("pieces", least=1, most=MOST_PIECES, whole=True)
        check.done()


@dataclass(frozen=True)
class Planned:
    """A line of a schedule: operation number `operation` (1 is the first) of an order starts at `start`."""

    order: str
    operation: int
    start: Number

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("order")
        check.number("operation", least=1, whole=True)
        check.number("start", least=0)
        check.done()


@dataclass(frozen=True)
class ProductionPolicy:
    """`release`: `push` at the release date of each order, `conwip` then as soon as fewer than `wip` orders are in the
    shop, `kanban` when a card of the product comes back; customers are then served from stock.

    With a `schedule` every machine takes its operations in the order of their starts, and never before them unless
    `early`; an order that it leaves out whole is made when its machines would wait. Without one `dispatching`, or the
    rule of the machine in `rules`, says what a free machine takes.
    """

    dispatching: str = "fifo"
    release: str = PUSH
    wip: int | None = None
    cards: tuple[Cards, ...] = ()
    lots: tuple[LotRule, ...] = ()
    rules: tuple[MachineRule, ...] = ()
    schedule: tuple[Planned, ...] = ()
    early: bool = False

    def __post_init__(self) -> None:
        check = Check(self)
        check.choice("dispatching", RULES)
        check.choice("release", RELEASES)
        check.number("wip", least=1, whole=True, optional=True)
        check.flag("early")
        if check.sound and (self.release == CONWIP) != (self.wip is not None):
            check.fault("wip", "conwip_wip")
        if check.sound and (self.release == KANBAN) != bool(self.cards):
            check.fault("cards", "kanban_cards")
        if check.sound and self.schedule and (self.release != PUSH or self.lots):
            check.fault("schedule", "schedule_alone")
        check.done()
