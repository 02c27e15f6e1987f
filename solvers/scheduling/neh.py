"""The NEH heuristic for a flow shop of any number of machines: insert the orders one by one, the longest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solvers.errors import SolverError
from solvers.scheduling.flow_shop import FlowTimes, Times, checked_flow, flow_makespan, flow_times

__all__ = ["Neh", "NehStep", "neh"]

MOST_ORDERS = 100


@dataclass(frozen=True, slots=True)
class NehStep:
    """One insertion: the order with its total time, the makespan at each place (from the first), the place taken.

    ``sequence`` is what it leaves; ``place`` counts from 1.
    """

    order: str
    total: float
    makespans: tuple[float, ...]
    place: int
    sequence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Neh:
    """The sequence with its times, and the insertions that made it."""

    sequence: tuple[str, ...]
    steps: tuple[NehStep, ...]
    schedule: FlowTimes

    @property
    def makespan(self) -> float:
        """The end of the last order on the last machine."""
        return self.schedule.makespan


def neh(times: Times, machines: Sequence[str] = ()) -> Neh:
    """Sequence a flow shop by insertion, for 100 orders at most; good, not proven the best.

    Take the orders by falling total time; put each where the orders taken so far end soonest, at the first of
    equal places. Equal totals keep the order of the list. Times in one unit. Raises SolverError for times that
    are no flow shop's.

    Source: Nawaz, Enscore & Ham, Omega 11 (1983).

    >>> found = neh({"1": (5, 9, 8, 10, 1), "2": (9, 3, 10, 1, 8), "3": (9, 4, 5, 8, 6), "4": (4, 8, 8, 7, 2)})
    >>> found.sequence, found.makespan
    (('4', '3', '1', '2'), 54.0)
    """
    checked_flow(times)
    if len(times) > MOST_ORDERS:
        raise SolverError("times", len(times), "count_between", least=1, most=MOST_ORDERS)
    sequence: list[str] = []
    steps: list[NehStep] = []
    for order in sorted(times, key=lambda one: -sum(times[one])):
        tried = [[*sequence[:at], order, *sequence[at:]] for at in range(len(sequence) + 1)]
        makespans = tuple(flow_makespan(times, one) for one in tried)
        place = makespans.index(min(makespans))
        sequence = tried[place]
        steps.append(NehStep(order, float(sum(times[order])), makespans, place + 1, tuple(sequence)))
    return Neh(tuple(sequence), tuple(steps), flow_times(times, sequence, machines))
