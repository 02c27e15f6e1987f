"""What a shop is made of while it runs: production orders, lots, units of machines, and the queue they share."""

from __future__ import annotations

import heapq
import math
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from sim.dispatching import Candidate, Rule
from sim.production.calendar import Opening, Window
from sim.production.machines import Machine
from sim.production.orders import LOT, Operation, Product

Number = int | float


class Job:
    """A production order; `number` is its place among those of its product, `turn` what a planner ranked it."""

    __slots__ = (
        "due", "good", "lost", "lots", "name", "number", "pieces", "priority", "product", "quantity", "released",
        "served", "turn", "turn_of_release",
    )  # fmt: skip

    def __init__(
        self, name: str, product: Product, number: int, quantity: int, due: Number, priority: Number
    ) -> None:  # fmt: skip
        self.name, self.product, self.number, self.quantity = name, product, number, quantity
        self.due, self.priority = due, priority
        self.pieces = quantity  # still in the shop
        self.good = self.lost = self.lots = 0
        self.released: Number = 0
        self.turn: Number = math.inf
        self.turn_of_release = 0
        self.served = True  # by being finished; not so when it only fills a stock


class Lot:
    """Pieces of an order that travel together: `first` is the place of the first of them in the order."""

    __slots__ = ("arrived", "first", "job", "number", "quantity", "step", "visit")

    def __init__(self, job: Job, quantity: int, first: int, step: int = 0, visit: int = 0) -> None:
        job.lots += 1
        self.job, self.number, self.quantity, self.first = job, job.lots, quantity, first
        self.step, self.visit = step, visit
        self.arrived: Number = 0

    @property
    def operation(self) -> Operation:
        """The operation that it waits for or is in."""
        return self.job.product.routing[self.step]

    def standard(self) -> Number:
        """Return the standard time of its operation."""
        one = self.job.product.routing[self.step]
        return one.time if one.per == LOT else one.time * self.quantity

    def candidate(self, now: Number, setup: Number) -> Candidate:
        """Return what a dispatching rule sees of it."""
        job, product = self.job, self.job.product
        piece, lot = product.left[self.step]
        remaining = piece * self.quantity + lot
        return Candidate(
            now, self.arrived, job.released, job.due, job.priority, self.standard(), setup, remaining,
            len(product.routing) - self.step,
        )  # fmt: skip


class Unit:
    """One of the equal units of a machine; `lot` what it holds, `blocked` since when it cannot let go of it."""

    __slots__ = (
        "blocked", "down", "ends", "family", "left", "lot", "number", "opening", "operator", "since", "station",
        "total", "version", "wear",
    )  # fmt: skip

    def __init__(self, station: Station, number: int, wear: Iterator[tuple[Number, Number]] | None) -> None:
        self.station, self.number, self.wear = station, number, wear
        self.opening = Opening(None)
        self.down: list[Window] = []
        self.family = station.machine.family
        self.lot: Lot | None = None
        self.blocked: Number | None = None
        self.operator = -1
        self.since: Number = 0
        self.total: Number = 0
        self.ends: Number | None = None
        self.version = 0
        self.left: tuple[Number, Number] | None = next(wear) if wear is not None else None

    def setup(self, lot: Lot) -> Number:
        """Return the time of the changeover for a lot."""
        product = lot.job.product
        operation = product.routing[lot.step]
        family = operation.family or product.name
        if family == self.family:
            return 0
        if not self.station.machine.changeovers:
            return operation.setup
        return self.station.machine.times.get((self.family, family), operation.setup)

    def worn(self, work: Number) -> Number:
        """Use the unit for `work`; return the time of the repairs of the failures that fall in it."""
        if self.left is None or self.wear is None:
            return 0
        repairs: Number = 0
        up, down = self.left
        while up < work:
            work -= up
            repairs += down
            up, down = next(self.wear)
        self.left = (up - work, down)
        return repairs


class Turn(NamedTuple):
    """A line of a schedule, as a machine reads it."""

    start: Number
    place: int
    order: str
    step: int


Entry = tuple[Number, Number, int, Lot]  # the planner's rank, the rule's, the order of coming, the lot


class Station:
    """A machine, its units, the lots in front, and those that are held back for want of room."""

    __slots__ = (
        "blocked", "coming", "free", "machine", "operators", "place", "plan", "queue", "rule", "turn", "units", "wakes",
        "windows",
    )  # fmt: skip

    def __init__(self, machine: Machine, place: int, rule: Rule) -> None:
        self.machine, self.place, self.rule = machine, place, rule
        self.units: list[Unit] = []
        self.free: list[Unit] = []
        self.queue: list[Entry] = []
        self.blocked: deque[Unit] = deque()
        self.coming = 0  # lots on their way
        self.operators: list[int] = []  # groups that can run it, the least versatile first
        self.plan: list[Turn] | None = None
        self.turn = 0  # of the plan
        self.wakes: set[Number] = set()
        self.windows: list[Window] | None = None

    def has_room(self) -> bool:
        """Return whether one more lot may come."""
        room = self.machine.room
        return room is None or len(self.queue) + self.coming < room + len(self.free)

    def push(self, now: Number, seq: int, lot: Lot) -> None:
        """Put a lot in the queue."""
        if self.rule.moves:
            self.queue.append((lot.job.turn, 0, seq, lot))
        else:
            heapq.heappush(self.queue, (lot.job.turn, self.rule.rank(lot.candidate(now, 0)), seq, lot))

    def ruled(self, now: Number, rule: Rule) -> None:
        """Put the queue in the order of a rule and of the planner's ranks as they are now."""
        self.rule, queue = rule, self.queue
        self.queue = []
        for _, _, seq, lot in sorted(queue, key=lambda entry: entry[2]):
            self.push(now, seq, lot)

    def first(self, now: Number, unit: Unit, entries: list[Entry]) -> Entry | None:
        """Return the one of some lots of the queue that the rule takes next on a unit, None of none."""
        if not entries:
            return None
        if not self.rule.moves:
            return entries[0] if entries is self.queue else min(entries, key=lambda entry: entry[:3])
        rank = self.rule.rank
        return min(
            ((turn, rank(lot.candidate(now, unit.setup(lot))), seq, lot) for turn, _, seq, lot in entries),
            key=lambda entry: entry[:3],
        )

    def take(self, entry: Entry) -> None:
        """Take a lot out of the queue."""
        if not self.rule.moves and self.queue[0][2] == entry[2]:
            heapq.heappop(self.queue)
            return
        self.queue = [one for one in self.queue if one[2] != entry[2]]
        if not self.rule.moves:
            heapq.heapify(self.queue)
