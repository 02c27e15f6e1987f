"""The best sequence of a few orders on one machine, proven: a search over sets of orders already made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from solvers.errors import SolverError
from solvers.scheduling.dispatching import RULES, dispatch
from solvers.scheduling.jobs import Job, Operation, checked, timed

__all__ = ["CRITERIA", "MOST", "BestSequence", "best_sequence"]

MOST = 12  # orders: 4 096 sets of them at most

Cost = Callable[[Job, float], float]

# What an order costs that ends at a given time; none of them falls when it ends later.
CRITERIA: dict[str, Cost] = {
    "total_tardiness": lambda job, end: max(end - job.due, 0.0),
    "weighted_tardiness": lambda job, end: job.weight * max(end - job.due, 0.0),
    "late_orders": lambda job, end: 1.0 if end > job.due + 1e-9 else 0.0,
    "total_flow_time": lambda job, end: end - job.release,
}


@dataclass(frozen=True, slots=True)
class BestSequence:
    """The operations in their order, and the criterion's value, proven the least."""

    operations: tuple[Operation, ...]
    value: float


@dataclass(frozen=True, slots=True)
class _Label:
    """A way to have made a set of orders: when the machine is free, what it has cost, the orders in turn."""

    free: float
    cost: float
    made: tuple[int, ...]


def best_sequence(jobs: Sequence[Job], minimise: str = "total_tardiness", setup: float = 0.0) -> BestSequence:
    """Find the sequence that minimises a criterion, for 12 jobs at most.

    Criteria: ``total_tardiness`` Σ max(C − d, 0), ``weighted_tardiness`` Σ w·max(C − d, 0), ``late_orders``
    (a number of orders), ``total_flow_time`` Σ (C − r). Times in the unit of the jobs; ``setup`` is spent when
    the family changes. Raises SolverError for figures out of range and a criterion that is not known.

    Dynamic programming forward over (set of orders made, family of the last): of two ways to make the same
    set, one that ends no later and costs no more is kept; a way that cannot beat the best dispatching rule is
    dropped. Exact, since every criterion only grows with the ends.

    Source: Held & Karp (1962), with dominance; Pinedo, Scheduling, sections 3.4 and 3.6.

    >>> jobs = [Job("1", 121, 260), Job("2", 79, 266), Job("3", 147, 266), Job("4", 83, 336), Job("5", 130, 337)]
    >>> best_sequence(jobs).value
    370.0
    """
    checked(jobs, setup, MOST)
    if minimise not in CRITERIA:
        raise SolverError("minimise", minimise, "one_of", words=", ".join(CRITERIA))
    cost = CRITERIA[minimise]
    best, most = _by_rules(jobs, cost, setup)
    layer: dict[tuple[int, str | None], list[_Label]] = {(0, None): [_Label(0.0, 0.0, ())]}
    for _ in jobs:
        following: dict[tuple[int, str | None], list[_Label]] = {}
        for (made, family), labels in layer.items():
            for label in labels:
                for at, job in enumerate(jobs):
                    if made >> at & 1:
                        continue
                    ready = label.free + (setup if family is not None and family != job.family else 0.0)
                    end = max(ready, job.release) + job.processing
                    total = label.cost + cost(job, end)
                    now = made | 1 << at
                    if total + _least(jobs, now, end, cost) >= most - 1e-9:
                        continue
                    _keep(following.setdefault((now, job.family), []), _Label(end, total, (*label.made, at)))
        layer = following
    for labels in layer.values():
        for label in labels:
            if label.cost < most - 1e-9:
                most, best = label.cost, tuple(jobs[at] for at in label.made)
    return BestSequence(timed(best, setup), most)


def _by_rules(jobs: Sequence[Job], cost: Cost, setup: float) -> tuple[tuple[Job, ...], float]:
    """The best that a dispatching rule gives, improved by swapping neighbours."""
    known = {job.order: job for job in jobs}

    def value(sequence: Sequence[Job]) -> float:
        return sum(cost(known[one.order], one.end) for one in timed(sequence, setup))

    starts = [tuple(known[one.order] for one in dispatch(jobs, rule, setup)) for rule in RULES]
    best = min(starts, key=value)
    most, improved = value(best), True
    while improved:
        improved = False
        for at in range(len(best) - 1):
            other = (*best[:at], best[at + 1], best[at], *best[at + 2 :])
            if (found := value(other)) < most - 1e-9:
                best, most, improved = other, found, True
    return best, float(most)


def _least(jobs: Sequence[Job], made: int, free: float, cost: Cost) -> float:
    """What the orders still to make cost at least: each as if it were made next."""
    return sum(
        cost(job, max(free, job.release) + job.processing)
        for at, job in enumerate(jobs)
        if not made >> at & 1
    )


def _keep(labels: list[_Label], new: _Label) -> None:
    if any(one.free <= new.free and one.cost <= new.cost for one in labels):
        return
    labels[:] = [one for one in labels if not (new.free <= one.free and new.cost <= one.cost)]
    labels.append(new)
