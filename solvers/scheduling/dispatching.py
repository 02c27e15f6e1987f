"""Dispatching rules: whenever the machine is free, the rule picks one of the orders that are there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from solvers.errors import SolverError
from solvers.scheduling.jobs import Job, Operation, checked, timed

__all__ = ["RULES", "dispatch"]

Rule = Callable[[Job], float]

RULES: dict[str, Rule] = {
    "fifo": lambda job: job.release,
    "edd": lambda job: job.due,
    "spt": lambda job: job.processing,
    "lpt": lambda job: -job.processing,
    "wspt": lambda job: job.processing / job.weight if job.weight else float("inf"),
    "slack": lambda job: job.due - job.processing,
}


def dispatch(jobs: Sequence[Job], rule: str, setup: float = 0.0) -> tuple[Operation, ...]:
    """Sequence the jobs by a rule, without ever letting the machine wait while an order is there.

    Rules: ``fifo`` (first released, first made), ``edd`` (earliest due date), ``spt`` and ``lpt`` (shortest,
    longest processing time), ``wspt`` (shortest processing time per weight), ``slack`` (least time to spare:
    due date less processing time); equal orders keep the order of the list. Times in the unit of the jobs.
    Raises SolverError for figures out of range and a rule that is not known.

    Source: Pinedo, Scheduling, section 14.1.

    >>> [one.order for one in dispatch([Job("A", 6, 8), Job("B", 2, 6), Job("C", 8, 18)], "edd")]
    ['B', 'A', 'C']
    """
    checked(jobs, setup)
    if rule not in RULES:
        raise SolverError("rule", rule, "one_of", words=", ".join(RULES))
    priority = RULES[rule]
    left, sequence, now = list(jobs), [], 0.0
    while left:
        here = [job for job in left if job.release <= now]
        if not here:
            now = min(job.release for job in left)
            continue
        chosen = min(here, key=priority)
        left.remove(chosen)
        sequence.append(chosen)
        now = timed(sequence, setup)[-1].end
    return timed(sequence, setup)
