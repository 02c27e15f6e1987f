"""Orders that wait to be let into the shop, by the machine that comes first for each."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from sim.production.state import Job, Station


class Backlog:
    """Production orders known and not released; the first that came goes first, where there is room for it."""

    __slots__ = ("_came", "_queues")

    def __init__(self) -> None:
        self._queues: dict[int, deque[Job]] = {}  # by the place of the first machine
        self._came = 0

    def __bool__(self) -> bool:
        """Whether an order waits."""
        return bool(self._queues)

    def add(self, job: Job, place: int) -> None:
        """Have an order wait for the machine at a place."""
        self._came += 1
        job.turn_of_release = self._came
        self._queues.setdefault(place, deque()).append(job)

    def take(self, stations: Sequence[Station]) -> Job | None:
        """Take out the order that may be released next; None when no machine has room for the first of its own."""
        found, at = None, -1
        for place, queue in self._queues.items():
            if (found is None or queue[0].turn_of_release < found.turn_of_release) and stations[
                place
            ].has_room():
                found, at = queue[0], place
        if found is not None:
            queue = self._queues[at]
            queue.popleft()
            if not queue:
                del self._queues[at]
        return found
