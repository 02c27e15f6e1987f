"""The draws of a shop: which stream feeds what, whatever the policy.

Streams are called (label, replication, "production", …) under the seed, (label, "episode", "shop", …) in an episode,
and then: (product, "arrivals", place of the line of
arrivals), (product, operation, "time", visit) with one draw for each order of the product, (product, operation,
"pieces", order, visit, …) with one draw for each piece, (machine, unit, "breakdown"). Operations count from 1.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from sim.production.machines import Breakdown
from sim.production.orders import Arrivals, Operation
from sim.streams import stream
from sim.supply import Constant, Discrete, Empirical, Gamma, LeadTime

Number = int | float
FIRST_CHUNK, CHUNK = 64, 256  # draws at a time: most streams give a few only


def mean(time: LeadTime) -> float:
    """Return the mean of a time. Raises TypeError for a kind that is not known here."""
    if isinstance(time, Constant):
        return time.days
    if isinstance(time, Gamma):
        return time.mean
    if isinstance(time, Discrete | Empirical):
        weights = time.weights or (1,) * len(time.values)
        pairs = zip(time.values, weights, strict=True)
        return math.fsum(value * weight for value, weight in pairs) / math.fsum(weights)
    raise TypeError(f"the mean of {type(time).__name__} is not known")


class Draws:
    """What chance gives in one replication; the same question always has the same answer."""

    def __init__(self, seed: int, names: tuple[str | int, ...]) -> None:
        self._seed, self._names = seed, names
        self._rows: dict[tuple[str, int, int], tuple[Iterator[Number], list[Number]]] = {}

    def arrivals(self, arrivals: Arrivals, place: int, horizon: Number) -> list[Number]:
        """Return when the orders of a line of arrivals come, before `horizon`."""
        found: list[Number] = []
        time: Number = 0
        for gap in self._endless(arrivals.every, arrivals.product, "arrivals", place):
            time += gap
            if time >= horizon:
                break
            found.append(time)
        return found

    def time(self, operation: Operation, product: str, number: int, order: int, visit: int) -> Number:
        """Return the time, for a piece or a lot, of operation `number` of order `order` of its product (from 0)."""
        if operation.actual is None:
            return operation.time
        key = (product, number, visit)
        if key not in self._rows:
            names = (product, number, "time", visit)
            self._rows[key] = (self._endless(operation.actual, *names), [])
        source, row = self._rows[key]
        while len(row) <= order:
            row.append(next(source))
        return row[order]

    def bad(
        self, operation: Operation, names: tuple[str | int, ...], first: int, pieces: int
    ) -> tuple[int, int]:
        """Return the pieces lost and the pieces to rework among pieces `first` to first + pieces - 1 of an order."""
        drawn = stream(self._seed, *self._names, *names).random(first + pieces)[first:]
        lost = int((drawn < operation.scrap).sum())
        failed = operation.scrap + (1 - operation.scrap) * operation.rework
        return lost, int((drawn < failed).sum()) - lost

    def breakdowns(self, breakdown: Breakdown, machine: str, unit: int) -> Iterator[tuple[Number, Number]]:
        """Yield the time to each failure of a unit and the time that its repair takes, without end."""
        names = (machine, unit, "breakdown")
        ups = self._endless(breakdown.up, *names, "up")
        downs = self._endless(breakdown.down, *names, "down")
        return zip(ups, downs, strict=True)

    def _endless(self, time: LeadTime, *names: str | int) -> Iterator[Number]:
        kind: Any = time  # frozen, whatever its kind: it can be kept by
        yield from _first(self._seed, (*self._names, *names), kind)
        source = stream(self._seed, *self._names, *names)
        source.random(FIRST_CHUNK)
        while True:
            yield from time.of(source.random(CHUNK)).tolist()


@lru_cache(maxsize=4096)
def _first(seed: int, names: tuple[str | int, ...], time: Any) -> tuple[Number, ...]:
    """The first draws of a stream, kept: every policy that is tried meets the same."""
    return tuple(time.of(stream(seed, *names).random(FIRST_CHUNK)).tolist())
