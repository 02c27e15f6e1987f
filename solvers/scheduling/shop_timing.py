"""When the next operation of an order can start: what every constructive method of a workshop asks."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf

from solvers.errors import SolverError
from solvers.scheduling.shop import OpenHours, Placed, Shop

__all__ = ["Clock", "merged", "shop_timed"]

NEAR = 1e-9


class Clock:
    """Where a schedule in the making stands: each order's next operation, each machine's last."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.ready = {job.order: job.release for job in shop.jobs}
        self.made = {job.order: 0 for job in shop.jobs}
        self.placed: list[Placed] = []
        self._jobs = {job.order: job for job in shop.jobs}
        self._free: dict[str, float] = {}
        self._family: dict[str, str] = {}
        self._open = merged(shop.open_hours)

    def left(self) -> list[str]:
        """The orders that have an operation left, in the order of the list."""
        return [job.order for job in self.shop.jobs if self.made[job.order] < len(job.operations)]

    def earliest(self, order: str, machine: str) -> tuple[float, float]:
        """Start and end of the order's next operation on a machine, after what is there; inf where it never fits."""
        operation = self._jobs[order].operations[self.made[order]]
        time = dict(operation.times)[machine]
        start = self.ready[order]
        if machine in self._free:
            setup = self.shop.setup(machine, self._family[machine], operation.family)
            start = max(start, self._free[machine] + setup)
        if machine in self._open:
            for begin, end in self._open[machine]:
                if max(start, begin) + time <= end + NEAR:
                    start = max(start, begin)
                    break
            else:
                return inf, inf
        return start, start + time

    def choices(self, order: str) -> list[str]:
        """The machines that can make the order's next operation."""
        return [machine for machine, _ in self._jobs[order].operations[self.made[order]].times]

    def soonest(self, order: str) -> tuple[str, float, float]:
        """Machine, start and end of the order's next operation where it ends first (of equals, the first named)."""
        found = [(machine, *self.earliest(order, machine)) for machine in self.choices(order)]
        return min(found, key=lambda one: one[2])

    def place(self, order: str, machine: str) -> None:
        """Put the order's next operation on a machine, as early as it can be.

        Raises SolverError when it fits in none of the machine's hours.
        """
        start, end = self.earliest(order, machine)
        if end == inf:
            raise SolverError(f"open_hours ({machine})", self._open[machine], "hours_for", name=order)
        operation = self._jobs[order].operations[self.made[order]]
        self.made[order] += 1
        self.ready[order] = end
        self._free[machine], self._family[machine] = end, operation.family
        self.placed.append(Placed(order, self.made[order], machine, float(start), float(end)))


def merged(stretches: Iterable[OpenHours]) -> dict[str, tuple[tuple[float, float], ...]]:
    """The hours of each machine in order, those that touch made one.

    Source: definition.

    >>> merged([OpenHours("saw", 8, 12), OpenHours("saw", 0, 8)])
    {'saw': ((0, 12),)}
    """
    found: dict[str, list[tuple[float, float]]] = {}
    for one in sorted(stretches, key=lambda one: (one.start, one.end)):
        mine = found.setdefault(one.machine, [])
        if mine and one.start <= mine[-1][1] + NEAR:
            mine[-1] = (mine[-1][0], max(mine[-1][1], one.end))
        else:
            mine.append((one.start, one.end))
    return {machine: tuple(mine) for machine, mine in found.items()}


def shop_timed(shop: Shop, sequence: Iterable[tuple[str, str]]) -> tuple[Placed, ...]:
    """Start operations as soon as can be, in a given sequence of (order, machine), rows by start.

    Each pair is the next operation of its order, put behind what its machine has to make already. Raises
    SolverError for an operation that fits in none of its machine's hours.

    Source: Pinedo, Scheduling, section 2.3 (semi-active schedules).

    >>> from solvers.scheduling.shop import job_shop
    >>> routes = job_shop({"A": [("saw", 2), ("drill", 1)], "B": [("saw", 1)]})
    >>> placed = shop_timed(routes, [("A", "saw"), ("B", "saw"), ("A", "drill")])
    >>> [(one.order, one.machine, one.start) for one in placed]
    [('A', 'saw', 0.0), ('B', 'saw', 2.0), ('A', 'drill', 2.0)]
    """
    clock = Clock(shop)
    for order, machine in sequence:
        clock.place(order, machine)
    return tuple(sorted(clock.placed, key=lambda one: one.start))
