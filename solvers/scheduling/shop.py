"""What a workshop has to make: orders of several operations, each on one of the machines that can do it.

A flow shop, a job shop and a flexible job shop are this one thing: plain data, checked once for every method.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

from solvers.arguments import non_negative
from solvers.errors import SolverError

__all__ = [
    "MAX_OPERATIONS",
    "OpenHours",
    "Placed",
    "Setup",
    "Shop",
    "ShopJob",
    "ShopOperation",
    "checked_shop",
    "job_shop",
]

MAX_OPERATIONS = 500


@dataclass(frozen=True, slots=True)
class ShopOperation:
    """An operation: the time that it takes on each machine that can do it, and its setup family."""

    times: tuple[tuple[str, float], ...]
    family: str = ""


@dataclass(frozen=True, slots=True)
class ShopJob:
    """An order: its operations in turn, release and due dates in the unit of the times, its weight."""

    order: str
    operations: tuple[ShopOperation, ...]
    due: float = inf
    release: float = 0.0
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Setup:
    """The time to change a machine ("" for all of them) from one family to another."""

    before: str
    after: str
    time: float
    machine: str = ""


@dataclass(frozen=True, slots=True)
class OpenHours:
    """A stretch of time when a machine works; a machine that has none works all the time."""

    machine: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Shop:
    """The orders, the setups that are not nothing, and the hours of the machines that do not work all the time."""

    jobs: tuple[ShopJob, ...]
    setups: tuple[Setup, ...] = ()
    open_hours: tuple[OpenHours, ...] = ()

    def setup(self, machine: str, before: str, after: str) -> float:
        """The time to change a machine from a family to another: its own figure before that of all machines."""
        found = 0.0
        for one in self.setups:
            if (one.before, one.after) == (before, after) and one.machine in {"", machine}:
                if one.machine:
                    return one.time
                found = one.time
        return found

    def machines(self) -> tuple[str, ...]:
        """The machines in the order in which the orders name them."""
        return tuple(
            dict.fromkeys(machine for job in self.jobs for one in job.operations for machine, _ in one.times)
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """An operation (numbered from 1 within its order) on a machine, from start to end."""

    order: str
    operation: int
    machine: str
    start: float
    end: float


def job_shop(routes: Mapping[str, Sequence[tuple[str, float]]]) -> Shop:
    """A workshop from routes: for each order, the machine and the time of each operation in turn.

    Source: definition of the job shop; Pinedo, Scheduling, chapter 7.

    >>> job_shop({"A": [("saw", 2), ("drill", 1)]}).machines()
    ('saw', 'drill')
    """
    return Shop(
        tuple(
            ShopJob(order, tuple(ShopOperation(((machine, time),)) for machine, time in route))
            for order, route in routes.items()
        )
    )


def checked_shop(shop: Shop, most: int = MAX_OPERATIONS) -> None:
    """Refuse a workshop that no method can schedule: no order, two of one name, negative times, no machine.

    At most ``most`` operations in all. Raises SolverError.

    Source: definition of the problem.

    >>> checked_shop(job_shop({"A": [("saw", 2)]}))
    """
    count = sum(len(job.operations) for job in shop.jobs)
    if not 1 <= count <= most:
        raise SolverError("operations", count, "count_between", least=1, most=most)
    names = [job.order for job in shop.jobs]
    if len(set(names)) < len(names):
        raise SolverError("jobs", names, "distinct_names")
    for job in shop.jobs:
        non_negative(f"release ({job.order})", job.release)
        non_negative(f"weight ({job.order})", job.weight)
        if job.due != inf:
            non_negative(f"due ({job.order})", job.due)
        for at, one in enumerate(job.operations, 1):
            if not one.times:
                raise SolverError(f"operation {at} ({job.order})", (), "some_machine")
            for machine, time in one.times:
                non_negative(f"time ({job.order}, {machine})", time)
    for setup in shop.setups:
        non_negative(f"setup ({setup.before} - {setup.after})", setup.time)
    for stretch in shop.open_hours:
        non_negative(f"start ({stretch.machine})", stretch.start)
        if not stretch.end > stretch.start:
            raise SolverError(f"end ({stretch.machine})", stretch.end, "after_its_start", start=stretch.start)
