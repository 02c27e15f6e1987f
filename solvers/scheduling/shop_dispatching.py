"""Dispatching in a workshop: at each conflict over a machine, a rule picks the order that goes first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from solvers.errors import SolverError
from solvers.scheduling.shop import Placed, Shop, ShopJob, checked_shop
from solvers.scheduling.shop_timing import Clock

__all__ = ["SCHEDULES", "SHOP_RULES", "Waiting", "dispatch_shop"]

SCHEDULES = ("non_delay", "active")
NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Waiting:
    """An order that a machine may take: times of its operations still to make, the moment, since when it is there."""

    job: ShopJob
    left: tuple[float, ...]
    now: float
    here: float

    @property
    def slack(self) -> float:
        """The time to spare: until the due date, less the work left."""
        return self.job.due - self.now - sum(self.left)


def _critical_ratio(one: Waiting) -> float:
    work = sum(one.left)
    return (one.job.due - one.now) / work if work else -inf


# Each gives a figure: the least goes first.
SHOP_RULES: dict[str, Callable[[Waiting], float]] = {
    "fifo": lambda one: one.here,
    "spt": lambda one: one.left[0],
    "lpt": lambda one: -one.left[0],
    "edd": lambda one: one.job.due,
    "critical_ratio": _critical_ratio,
    "slack": lambda one: one.slack,
    "slack_per_operation": lambda one: one.slack / len(one.left),
    "most_work_remaining": lambda one: -sum(one.left),
    "least_work_remaining": lambda one: sum(one.left),
    "most_operations_remaining": lambda one: -len(one.left),
    "priority": lambda one: -one.job.weight,
}


def dispatch_shop(shop: Shop, rule: str, schedule: str = "non_delay") -> tuple[Placed, ...]:
    """Schedule a workshop by a rule; the rows come by start.

    ``non_delay``: no machine waits while an operation that it can make is there. ``active`` (Giffler and
    Thompson): a machine may wait for an operation that comes before the first one here could end. An operation
    that several machines can make goes where it ends first. Work remaining counts the next operation; where
    machines differ, it counts the shortest time. Equal orders keep the order of the list; an order of higher
    ``weight`` goes first by ``priority``. Times in the unit of the orders.

    Raises SolverError for figures out of range, an unknown rule or schedule, and an operation that fits in none
    of its machine's hours.

    Source: Giffler & Thompson (1960); Baker & Trietsch, Principles of Sequencing and Scheduling, chapter 13.

    >>> from solvers.scheduling.shop import job_shop
    >>> routes = job_shop({"A": [("saw", 5), ("drill", 1)], "B": [("saw", 1), ("drill", 4)]})
    >>> [(one.order, one.machine, one.start) for one in dispatch_shop(routes, "spt")]
    [('B', 'saw', 0.0), ('B', 'drill', 1.0), ('A', 'saw', 1.0), ('A', 'drill', 6.0)]
    """
    checked_shop(shop)
    if rule not in SHOP_RULES:
        raise SolverError("rule", rule, "one_of", words=", ".join(SHOP_RULES))
    if schedule not in SCHEDULES:
        raise SolverError("schedule", schedule, "one_of", words=", ".join(SCHEDULES))
    figure = SHOP_RULES[rule]
    jobs = {job.order: job for job in shop.jobs}
    shortest = {
        job.order: [min(time for _, time in one.times) for one in job.operations] for job in shop.jobs
    }
    clock = Clock(shop)
    while waiting := clock.left():
        soonest = {order: clock.soonest(order) for order in waiting}
        if schedule == "active":
            machine, _, limit = min(soonest.values(), key=lambda one: (one[2], one[1]))
        else:
            machine, limit, _ = min(soonest.values(), key=lambda one: (one[1], one[2]))
        rivals: list[tuple[float, str]] = []
        now = inf
        for order in waiting:
            start = clock.earliest(order, machine)[0] if soonest[order][0] == machine else inf
            if start < limit - NEAR or (schedule == "non_delay" and start <= limit + NEAR):
                rivals.append((start, order))
                now = min(now, start)
        if not rivals:  # times of nothing: what ends first is alone with itself
            rivals = [(one[1], order) for order, one in soonest.items() if one[0] == machine][:1]
            now = rivals[0][0]
        figures = {
            order: figure(
                Waiting(jobs[order], tuple(shortest[order][clock.made[order] :]), now, clock.ready[order])
            )
            for _, order in rivals
        }
        clock.place(min((order for _, order in rivals), key=lambda order: figures[order]), machine)
    return tuple(sorted(clock.placed, key=lambda one: one.start))
