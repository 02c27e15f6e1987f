"""Lot streaming: a lot sent on in parts, so that the next machine starts before the whole of it is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solvers.arguments import non_negative, numbers, positive, whole
from solvers.errors import SolverError

__all__ = ["Stage", "Streamed", "Sublot", "equal_sublots", "geometric_sublots", "stream_lot"]

MOST_SUBLOTS = 500


@dataclass(frozen=True, slots=True)
class Stage:
    """A machine in the lot's route: time of a unit, setup before the first, time to carry a part to it."""

    machine: str
    unit_time: float
    setup: float = 0.0
    transfer: float = 0.0


@dataclass(frozen=True, slots=True)
class Sublot:
    """A part of the lot (from 1) on a machine, from start to end, without the setup."""

    sublot: int
    machine: str
    quantity: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Streamed:
    """The parts on the machines, the lead time with them and with the lot in one piece, what it gains.

    ``waits`` is, machine by machine, the time that it stands between the first part and the last.
    """

    rows: tuple[Sublot, ...]
    lead_time: float
    whole_lead_time: float
    gain: float
    waits: tuple[float, ...]


def stream_lot(
    sublots: Sequence[float],
    stages: Sequence[Stage],
    *,
    without_waits: bool = False,
    setup_ahead: bool = True,
) -> Streamed:
    """Move a lot through its machines in parts of given quantities.

    A part starts when it has arrived and the machine has done the part before. ``without_waits`` puts off the
    first part of a machine for it to work without a break; ``setup_ahead`` changes a machine before the first
    part is there (else once it has arrived). Times in one unit, ``unit_time`` a unit of quantity; all starts
    from 0. Raises SolverError for figures out of range, no machine, more than 500 parts.

    start(k, m) = max(end(k − 1, m), end(k, m − 1) + transfer(m)).

    Source: Baker & Trietsch, Principles of Sequencing and Scheduling, chapter 12 (lot streaming).

    >>> found = stream_lot([50, 50], [Stage("saw", 0.1), Stage("drill", 0.1)])
    >>> found.lead_time, found.whole_lead_time
    (15.0, 20.0)
    """
    parts = [
        positive(f"sublots[{at}]", one) for at, one in enumerate(numbers("sublots", list(sublots)[:501]))
    ]
    if len(parts) > MOST_SUBLOTS:
        raise SolverError("sublots", len(sublots), "count_between", least=1, most=MOST_SUBLOTS)
    if not stages:
        raise SolverError("stages", (), "some_machine")
    for one in stages:
        non_negative(f"unit_time ({one.machine})", one.unit_time)
        non_negative(f"setup ({one.machine})", one.setup)
        non_negative(f"transfer ({one.machine})", one.transfer)
    rows, waits = _streamed(parts, stages, without_waits=without_waits, setup_ahead=setup_ahead)
    together, _ = _streamed([sum(parts)], stages, without_waits=without_waits, setup_ahead=setup_ahead)
    lead, in_one = rows[-1].end, together[-1].end
    return Streamed(tuple(rows), lead, in_one, in_one - lead, tuple(waits))


def _streamed(
    parts: Sequence[float], stages: Sequence[Stage], *, without_waits: bool, setup_ahead: bool
) -> tuple[list[Sublot], list[float]]:
    rows: list[Sublot] = []
    waits: list[float] = []
    before = [0.0] * len(parts)  # when each part leaves the machine before
    for at, stage in enumerate(stages):
        arrivals = [end + (stage.transfer if at else 0.0) for end in before]
        free = stage.setup if setup_ahead or not at else arrivals[0] + stage.setup
        if without_waits:
            done = 0.0
            for part, arrival in zip(parts, arrivals, strict=True):
                free = max(free, arrival - done)
                done += part * stage.unit_time
        waited, before = 0.0, []
        for number, (part, arrival) in enumerate(zip(parts, arrivals, strict=True), 1):
            start = max(free, arrival)
            if number > 1:
                waited += start - free
            free = start + part * stage.unit_time
            rows.append(Sublot(number, stage.machine, part, start, free))
            before.append(free)
        waits.append(waited)
    return rows, waits


def equal_sublots(quantity: int, count: int) -> tuple[int, ...]:
    """A whole quantity in so many parts as equal as can be, the greater ones last.

    Raises SolverError unless there is a unit for each part.

    Source: definition.

    >>> equal_sublots(100, 3)
    (33, 33, 34)
    """
    whole("quantity", quantity)
    if not 1 <= whole("count", count) <= MOST_SUBLOTS:
        raise SolverError("count", count, "count_between", least=1, most=MOST_SUBLOTS)
    if quantity < count:
        raise SolverError("quantity", quantity, "bounded", low=count, high=1e15)
    return tuple(quantity * (at + 1) // count - quantity * at // count for at in range(count))


def geometric_sublots(quantity: float, count: int, first: float, second: float) -> tuple[float, ...]:
    """The parts of the shortest lead time over two machines, in fractions of a unit where it takes them.

    ``first`` and ``second`` are the times of a unit on the two machines; each part takes as long on the second
    as the next one does on the first: L(k + 1) = L(k) · second / first. Raises SolverError for figures that
    are not above 0 or more than 50 parts.

    Source: Potts & Baker, Operations Research Letters 8 (1989); Baker & Trietsch, chapter 12.

    >>> geometric_sublots(70, 3, 1, 2)
    (10.0, 20.0, 40.0)
    """
    lot, ratio = positive("quantity", quantity), positive("second", second) / positive("first", first)
    if not 1 <= whole("count", count) <= 50:
        raise SolverError("count", count, "count_between", least=1, most=50)
    powers = [ratio**at for at in range(count)]
    return tuple(lot * one / sum(powers) for one in powers)
