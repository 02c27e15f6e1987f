"""What is made, how, and for whom: operations, products with their routing, orders and arrivals of orders."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sim.checks import Check, Number
from sim.supply import LONGEST_DAYS, LeadTime

PIECE, LOT = "piece", "lot"
MOST_PIECES = 1_000_000
MOST_TRIES = 10


@dataclass(frozen=True)
class Operation:
    """One line of a routing.

    `time` is the standard time, for a piece or (`per: lot`) for the whole lot; `actual` the times that chance gives in
    its place, one drawn for each order. `setup` when the machine was set for another family, `family` being the
    product's name when empty. `scrap` is the share of pieces lost at the end of the operation, `rework` the share of
    the others that goes back to operation `back` (1 is the first; this one when None), at most `tries` times, after
    which the pieces are lost. `move` is the time to the next machine.
    """

    machine: str
    time: Number
    actual: LeadTime | None = None
    per: str = PIECE
    setup: Number = 0
    family: str = ""
    scrap: Number = 0
    rework: Number = 0
    back: int | None = None
    tries: int = 1
    move: Number = 0

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("machine")
        check.text("family")
        check.number("time", least=0, most=LONGEST_DAYS)
        check.choice("per", (PIECE, LOT))
        for name in ("setup", "move"):
            check.number(name, least=0, most=LONGEST_DAYS)
        for name in ("scrap", "rework"):
            check.number(name, least=0, most=1)
        check.number("back", least=1, whole=True, optional=True)
        check.number("tries", least=1, most=MOST_TRIES, whole=True)
        check.done()


@dataclass(frozen=True)
class Product:
    """A product and its routing; `lot` is the most pieces that travel together (a whole order when None).

    `holding` per piece and time unit, from release until the customer has it; `unit_cost` is what a lost piece costs.
    """

    name: str
    routing: tuple[Operation, ...]
    lot: int | None = None
    unit_cost: Number = 0
    holding: Number = 0

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.number("lot", least=1, most=MOST_PIECES, whole=True, optional=True)
        check.number("unit_cost", least=0)
        check.number("holding", least=0)
        if check.sound and not self.routing:
            check.fault("routing", "records_none")
        for operation in self.routing:
            if check.sound and (operation.back or 0) > len(self.routing):
                check.fault("routing", "operation_unknown", count=len(self.routing))
        check.done()

    @cached_property
    def left(self) -> tuple[tuple[Number, Number], ...]:
        """Standard time still to do from each operation on: for a piece, and for a lot whatever its pieces."""
        found: list[tuple[Number, Number]] = [(0, 0)]
        for one in reversed(self.routing):
            piece, lot = found[-1]
            found.append((piece, lot + one.time) if one.per == LOT else (piece + one.time, lot))
        return tuple(found[:0:-1])


@dataclass(frozen=True)
class Order:
    """An order, known from `release` on (the date that MRP gives it) and wanted by `due`.

    `priority` multiplies what its lateness costs, and orders the queue under the rule `priority`.
    """

    name: str
    product: str
    due: Number
    quantity: int = 1
    release: Number = 0
    priority: Number = 1

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.text("product")
        check.number("due", least=0)
        check.number("quantity", least=1, most=MOST_PIECES, whole=True)
        check.number("release", least=0)
        check.number("priority", least=0)
        check.done()


@dataclass(frozen=True)
class Arrivals:
    """Orders of a product that come one after the other, `every` being the time between two of them.

    Each is wanted `allowance` after it came; its name is that of the product and its number.
    """

    product: str
    every: LeadTime
    allowance: Number
    quantity: int = 1
    priority: Number = 1

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("product")
        check.number("allowance", least=0)
        check.number("quantity", least=1, most=MOST_PIECES, whole=True)
        check.number("priority", least=0)
        check.done()
