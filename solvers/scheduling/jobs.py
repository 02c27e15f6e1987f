"""What one machine has to make, and what a sequence of it gives: plain data, checked once for every method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solvers.arguments import non_negative
from solvers.errors import SolverError

__all__ = ["MAX_JOBS", "Job", "Operation", "checked", "timed"]

MAX_JOBS = 100


@dataclass(frozen=True, slots=True)
class Job:
    """An order: processing time, release and due dates in one unit of time, its weight, its setup family."""

    order: str
    processing: float
    due: float
    release: float = 0.0
    weight: float = 1.0
    family: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """An order on the machine, from start to end, in the unit of time of the jobs."""

    order: str
    start: float
    end: float


def checked(jobs: Sequence[Job], setup: float, most: int = MAX_JOBS) -> None:
    """Refuse jobs that no method can sequence: none, more than ``most``, two of one name, negative figures.

    Raises SolverError.

    Source: definition of the problem.

    >>> checked([Job("A", processing=2, due=5)], setup=0)
    """
    if not 1 <= len(jobs) <= most:
        raise SolverError("jobs", len(jobs), "count_between", least=1, most=most)
    names = [job.order for job in jobs]
    if len(set(names)) < len(names):
        raise SolverError("jobs", names, "distinct_names")
    non_negative("setup", setup)
    for job in jobs:
        for field in ("processing", "due", "release", "weight"):
            non_negative(f"{field} ({job.order})", getattr(job, field))


def timed(sequence: Sequence[Job], setup: float = 0.0) -> tuple[Operation, ...]:
    """Start each job of a sequence as soon as the machine is ready and the job released.

    The machine is ready ``setup`` after the end of a job of another family; a setup needs no job present, so
    it may be done before the release. Times in the unit of the jobs.

    start(k) = max(end(k − 1) + setup if the family changes, release(k)).

    Source: Pinedo, Scheduling, chapter 3 (semi-active schedules).

    >>> timed([Job("A", 2, 9), Job("B", 3, 9, release=4)])
    (Operation(order='A', start=0.0, end=2.0), Operation(order='B', start=4.0, end=7.0))
    """
    found: list[Operation] = []
    free, family = 0.0, None
    for job in sequence:
        ready = free + (setup if family is not None and family != job.family else 0.0)
        start = float(max(ready, job.release))
        free, family = start + job.processing, job.family
        found.append(Operation(job.order, start, free))
    return tuple(found)
