"""Lots: what came in together, when, and until when it may be used; which one is issued first, what is written off.

A lot keeps its name through the network. It is dated when it first comes in (`expires` = that period + the shelf
life): it may be used until the period before, and is written off at the beginning of that one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

NEVER = 2**62  # when a lot without a shelf life expires


class Lot(NamedTuple):
    """Units of one lot: its name, how many, the first period in which they are too old (None: not dated yet)."""

    name: str
    quantity: int
    expires: int | None = None


class _Kept(NamedTuple):
    """Units of one lot at a site; the fields stand in the order of FEFO."""

    expires: int
    received: int
    name: str
    quantity: int


ISSUES: dict[str, Callable[[_Kept], tuple[int, ...]]] = {
    "fefo": lambda one: (one.expires, one.received),
    "fifo": lambda one: (one.received, one.expires),
    "lifo": lambda one: (-one.received, -one.expires),
}
"""What each rule of issue sorts by: first expired, first in, or last in comes out first; then as they came."""


def supplier_lot(origin: str, target: str, item: str, period: int) -> str:
    """Name the lot that a source ships on a lane in a period."""
    return f"{origin}>{target}:{item}:{period}"


def made_lot(site: str, item: str, period: int) -> str:
    """Name the lot that a plant starts in a period: the parts consumed there then are in it."""
    return f"{site}:{item}:{period}"


def first_lot(site: str, item: str) -> str:
    """Name the lot of what a stock starts with."""
    return f"{site}:{item}:start"


def first_in_transit(origin: str, target: str, item: str) -> str:
    """Name the lot of what a lane carries from the start."""
    return f"{origin}>{target}:{item}:start"


def brief(lots: list[Lot]) -> tuple[tuple[str, int], ...]:
    """Return what a row of the ledger says of lots: (name, quantity) pairs."""
    return tuple((lot.name, lot.quantity) for lot in lots)


class LotStock:
    """The lots of one stock, always in the order in which its site issues them."""

    __slots__ = ("_key", "_lots")

    def __init__(self, issue: str) -> None:
        self._key = ISSUES[issue]
        self._lots: list[_Kept] = []

    def __iter__(self) -> object:
        return iter(self._lots)

    @property
    def quantity(self) -> int:
        """Units in all the lots."""
        return sum(lot.quantity for lot in self._lots)

    def add(self, lots: list[Lot], period: int) -> None:
        """Take lots in, in the period of their receipt."""
        for lot in lots:
            if lot.quantity:
                expires = NEVER if lot.expires is None else lot.expires
                self._lots.append(_Kept(expires, period, lot.name, lot.quantity))
        self._lots.sort(key=self._key)  # stable: as they came where the rule sees no difference

    def take(self, quantity: int) -> list[Lot]:
        """Issue units, the first lots first; raises ValueError when there are fewer."""
        taken: list[Lot] = []
        left = quantity
        while left > 0:
            if not self._lots:
                raise ValueError(f"the lots hold {quantity - left} units, not {quantity}")
            lot = self._lots[0]
            part = min(left, lot.quantity)
            taken.append(Lot(lot.name, part, lot.expires))
            left -= part
            if part == lot.quantity:
                del self._lots[0]
            else:
                self._lots[0] = lot._replace(quantity=lot.quantity - part)
        return taken

    def expire(self, period: int) -> list[Lot]:
        """Take out the lots that may not be used in this period any more."""
        gone = [Lot(lot.name, lot.quantity, lot.expires) for lot in self._lots if lot.expires <= period]
        if gone:
            self._lots = [lot for lot in self._lots if lot.expires > period]
        return gone


def dated(lots: list[Lot], period: int, shelf_life: int | None) -> list[Lot]:
    """Date the lots that are not yet: received in `period`, too old `shelf_life` periods later."""
    end = NEVER if shelf_life is None else period + shelf_life
    return [lot._replace(expires=end) if lot.expires is None else lot for lot in lots]


def parted(lots: list[Lot], quantity: int) -> tuple[list[Lot], list[Lot]]:
    """Cut lots in two: the first `quantity` units, and the rest."""
    first: list[Lot] = []
    rest: list[Lot] = []
    for lot in lots:
        part = min(quantity, lot.quantity)
        quantity -= part
        if part:
            first.append(lot._replace(quantity=part))
        if lot.quantity > part:
            rest.append(lot._replace(quantity=lot.quantity - part))
    return first, rest
