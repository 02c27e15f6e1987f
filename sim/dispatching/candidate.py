"""What a dispatching rule chooses among: a lot that waits in front of a machine that is free."""

from __future__ import annotations

from typing import NamedTuple, Protocol

Number = int | float


class Candidate(NamedTuple):
    """A lot that waits, as the shop knows it: standard times, not those that chance will give.

    Times in the time unit of the world: `arrived` in this queue, order `released`, `due`; `time` of this operation for
    the whole lot, `setup` the machine needs for it, `remaining` work of the lot (this operation included) over
    `operations` operations. `priority` is that of the order, larger is more urgent.
    """

    now: Number
    arrived: Number
    released: Number
    due: Number
    priority: Number
    time: Number
    setup: Number
    remaining: Number
    operations: int


class Rank(Protocol):
    """A rule of dispatching: a pure function."""

    def __call__(self, candidate: Candidate) -> Number:
        """Return the rank of a lot: the lowest starts first, the one that arrived first on a tie."""
