"""The state of one feed, and the only code that changes it; each change leaves a row in the ledger."""

from __future__ import annotations

from sim.feeding import ledger as book
from sim.feeding.ledger import Row
from sim.feeding.world import Feed
from sim.ledger import Ledger, Number


class Loop:
    """Containers on their way round: full at the line side, in use, empty at the stop, asked for, full on a train.

    `left` parts are in the one in use. `asked` for and not loaded yet; `aboard` full and under way. Their number
    never changes: empties on trains and these add up to the containers of the feed; with calls, empties count no
    more, since another has been asked for in their place (nor the one in use, where opening it asks for another).
    """

    __slots__ = (
        "_ledger", "aboard", "asked", "empties", "feed", "full", "in_use", "left", "ready", "short", "stranded",
        "unloaded",
    )  # fmt: skip

    def __init__(self, ledger: Ledger, feed: Feed) -> None:
        self._ledger, self.feed = ledger, feed
        self.full = feed.initial
        self.left = self.in_use = self.empties = self.asked = self.aboard = 0
        # When each place of the supermarket holds a full container; without places it never runs short.
        self.ready: list[float] = [0.0] * (feed.store or 0)
        self.unloaded = self.short = 0  # asked for and left behind by the last train: no room, none in store
        self.stranded = 0  # empties that the last train had no room for
        self._write(0, book.START, feed.initial)

    @property
    def stock(self) -> int:
        """Parts at the line side, in full containers and in the open one."""
        return self.full * self.feed.parts + self.left

    def use(self, time: Number) -> tuple[int, int]:
        """Take the parts of one unit; return the containers opened and those emptied."""
        need = self.feed.per_unit
        opened = emptied = 0
        while need > 0:
            if self.left == 0:
                self.full -= 1
                self.left = self.feed.parts
                self.in_use = 1
                opened += 1
            step = min(need, self.left)
            self.left -= step
            need -= step
            if self.left == 0:
                self.in_use = 0
                emptied += 1
        self._write(time, book.USE, self.feed.per_unit)
        return opened, emptied

    def set_aside(self, time: Number, containers: int) -> None:
        """Put emptied containers down at the stop, for a train to take."""
        if containers:
            self.empties += containers
            self._write(time, book.EMPTY, containers)

    def ask(self, time: Number, containers: int) -> None:
        """Ask the supermarket for containers."""
        if containers:
            self.asked += containers
            self._write(time, book.ASK, containers)

    def in_store(self, time: Number) -> bool:
        """True when the supermarket holds a full container at a moment."""
        return self.feed.store is None or min(self.ready) <= time

    def load(self, time: Number, replenishment: float) -> None:
        """Put one full container on a train; its place in the supermarket is filled again later."""
        self.asked -= 1
        self.aboard += 1
        if self.feed.store is not None:
            place = self.ready.index(min(self.ready))
            self.ready[place] = time + replenishment

    def loaded(self, time: Number, train: int, containers: int) -> None:
        """Record what a train took, and what was left behind and why."""
        if containers:
            self._write(time, book.LOAD, containers, train=train)
        for cause, number in ((book.TRAIN_FULL, self.unloaded), (book.STORE, self.short)):
            if number:
                self._write(time, book.WAIT, number, train=train, cause=cause)

    def deliver(self, time: Number, train: int, containers: int, room: int) -> None:
        """Set full containers down at the line side."""
        if containers:
            self.aboard -= containers
            self.full += containers
            self._write(time, book.DELIVER, containers, train=train, room=room)

    def collect(self, time: Number, train: int, containers: int, room: int) -> None:
        """Take empties onto a train; what stays has found no room."""
        self.stranded = self.empties - containers
        if containers:
            self.empties -= containers
            self._write(time, book.COLLECT, containers, train=train, room=room)

    def close(self, time: Number) -> None:
        """Record the state at the close of a period."""
        self._write(time, book.CLOSE)

    def _write(
        self, time: Number, kind: str, quantity: int = 0, train: int = 0, cause: str = "", room: int = 0
    ) -> None:
        row = Row(
            time, kind, self.feed.name, quantity, train=train, cause=cause, room=room, full=self.full,
            left=self.left, asked=self.asked, aboard=self.aboard,
        )  # fmt: skip
        self._ledger.append(row)
