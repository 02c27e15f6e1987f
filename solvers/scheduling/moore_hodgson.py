"""The fewest late orders on one machine, all orders being there from the start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solvers.errors import SolverError
from solvers.scheduling.jobs import Job, checked

__all__ = ["FewestLate", "moore_hodgson"]


@dataclass(frozen=True, slots=True)
class FewestLate:
    """The sequence of orders, those on time first, and the orders that are late in it."""

    sequence: tuple[str, ...]
    late: tuple[str, ...]


def moore_hodgson(jobs: Sequence[Job]) -> FewestLate:
    """Sequence the jobs so that as few as possible are late.

    Take the jobs by due date; each time one would be late, set aside the longest taken so far. Times in one
    unit. Raises SolverError for figures out of range and for jobs released later than 0, which the method
    does not cover.

    Source: Moore (1968); Pinedo, Scheduling, algorithm 3.3.1.

    >>> moore_hodgson([Job("1", 7, 9), Job("2", 8, 17), Job("3", 4, 18), Job("4", 6, 19), Job("5", 6, 21)])
    FewestLate(sequence=('3', '4', '5', '2', '1'), late=('2', '1'))
    """
    checked(jobs, 0.0)
    early = next((job for job in jobs if job.release > 0), None)
    if early is not None:
        raise SolverError(f"release ({early.order})", early.release, "zero")
    kept: list[Job] = []
    late: list[Job] = []
    now = 0.0
    for job in sorted(jobs, key=lambda one: one.due):
        kept.append(job)
        now += job.processing
        if now > job.due:
            longest = max(kept, key=lambda one: one.processing)
            kept.remove(longest)
            late.append(longest)
            now -= longest.processing
    return FewestLate(
        tuple(one.order for one in (*kept, *late)),
        tuple(one.order for one in late),
    )
