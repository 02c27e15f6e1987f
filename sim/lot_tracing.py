"""Traceability: from a lot to the lots it went into, to every delivery and to what is left; and back to its origins.

One step forward, one step back, repeated: a lot that is used goes whole into the trace, since nothing tells which
of its units went where.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sim.checks import InvalidError, Problem
from sim.words import phrase

Number = int | float

MAX_MOVES = 20_000
ROUNDING = 1e-9  # of the units that moved: what is left below it is no stock


@dataclass(frozen=True, slots=True)
class LotMove:
    """Units of a lot that move: from a place (None: they come in), to a place (None: they go out).

    `into`: the lot that they become a part of (a supplier's lot under its own number, a made lot). `customer`: who
    gets them, when they are delivered.
    """

    lot: str
    quantity: Number
    origin: str | None = None
    target: str | None = None
    into: str | None = None
    customer: str | None = None


@dataclass(frozen=True, slots=True)
class LotLeft:
    """Units of a lot that are still at a place."""

    lot: str
    place: str
    quantity: Number


@dataclass(frozen=True, slots=True)
class Trace:
    """What a recall must find: the lots concerned, from the first on; moves and deliveries by their place in the list.

    `left`: what is to be blocked, by lot and place. `delivered` and `in_stock` in units.
    """

    lots: tuple[str, ...]
    moves: tuple[int, ...]
    deliveries: tuple[int, ...]
    left: tuple[LotLeft, ...]
    delivered: Number
    in_stock: Number


def trace_forward(moves: Sequence[LotMove], lots: Sequence[str]) -> Trace:
    """Follow lots through `moves` (in any order) into other lots, to customers and to the places where they are.

    Raises InvalidError for a lot that no move names, and where more left a place than came in.

    >>> moves = [
    ...     LotMove("S1", 100, target="depot"), LotMove("S1", 60, "depot", into="M1"),
    ...     LotMove("M1", 30, target="depot"), LotMove("M1", 25, "depot", customer="canteen"),
    ... ]
    >>> found = trace_forward(moves, ["S1"])
    >>> found.lots, found.delivered, [(one.lot, one.quantity) for one in found.left]
    (('S1', 'M1'), 25, [('S1', 40), ('M1', 5)])
    """
    _check(moves, lots)
    after: dict[str, list[str]] = {}
    for move in moves:
        if move.into is not None:
            after.setdefault(move.lot, []).append(move.into)
    concerned = _reached(lots, after)
    known = frozenset(concerned)
    places = [at for at, move in enumerate(moves) if move.lot in known]
    deliveries = [at for at in places if moves[at].customer is not None]
    left = _left([moves[at] for at in places], concerned)
    return Trace(
        lots=concerned,
        moves=tuple(places),
        deliveries=tuple(deliveries),
        left=left,
        delivered=_sum(moves[at].quantity for at in deliveries),
        in_stock=_sum(one.quantity for one in left),
    )


def trace_back(moves: Sequence[LotMove], lots: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Follow lots back to those that went into them; return all of them, the first ones first, and the origins.

    An origin is a lot that nothing went into. Raises InvalidError for a lot that no move names.

    >>> moves = [LotMove("S1", 60, "depot", into="M1"), LotMove("M1", 25, "depot", customer="canteen")]
    >>> trace_back(moves, ["M1"])
    (('M1', 'S1'), ('S1',))
    """
    _check(moves, lots)
    before: dict[str, list[str]] = {}
    for move in moves:
        if move.into is not None:
            before.setdefault(move.into, []).append(move.lot)
    found = _reached(lots, before)
    return found, tuple(lot for lot in found if lot not in before)


def _check(moves: Sequence[LotMove], lots: Sequence[str]) -> None:
    if len(moves) > MAX_MOVES:
        raise InvalidError([Problem((), phrase("trace_long", count=len(moves), limit=MAX_MOVES))])
    known = {move.lot for move in moves} | {move.into for move in moves}
    missing = [lot for lot in lots if lot not in known]
    if missing:
        raise InvalidError([Problem((), phrase("trace_unknown", lot=lot)) for lot in missing])


def _reached(lots: Sequence[str], after: dict[str, list[str]]) -> tuple[str, ...]:
    """Return the lots, then those one step further, and so on, each once."""
    found = dict.fromkeys(lots)
    reached = list(found)
    for lot in reached:  # it grows as it goes
        for further in after.get(lot, ()):
            if further not in found:
                found[further] = None
                reached.append(further)
    return tuple(reached)


def _left(moves: Sequence[LotMove], lots: Sequence[str]) -> tuple[LotLeft, ...]:
    """Return what is left of each lot at each place, in the order of the lots, then as places are first named."""
    stock: dict[tuple[str, str], list[Number]] = {}
    for move in moves:
        for place, units in ((move.origin, -move.quantity), (move.target, move.quantity)):
            if place is not None:
                stock.setdefault((move.lot, place), []).append(units)
    rank = {lot: at for at, lot in enumerate(lots)}
    found: list[LotLeft] = []
    for (lot, place), moved in sorted(stock.items(), key=lambda one: rank[one[0][0]]):
        left = _sum(moved)
        if abs(left) <= ROUNDING * max(abs(one) for one in moved):
            continue
        if left < 0:
            raise InvalidError([Problem((), phrase("trace_short", lot=lot, place=place, units=-left))])
        found.append(LotLeft(lot, place, left))
    return tuple(found)


def _sum(figures: Iterable[Number]) -> Number:
    """Add figures up: whole when they all are."""
    held = list(figures)
    return sum(held) if all(isinstance(one, int) for one in held) else math.fsum(held)
