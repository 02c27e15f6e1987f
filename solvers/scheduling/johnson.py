"""Johnson's rule: the shortest makespan over two machines, and over three where the middle one never holds up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solvers.errors import SolverError
from solvers.scheduling.flow_shop import FlowTimes, Times, checked_flow, flow_times

__all__ = ["Johnson", "JohnsonStep", "johnson", "johnson_three"]


@dataclass(frozen=True, slots=True)
class JohnsonStep:
    """One choice: the shortest time left, whose it is, on which machine, and the place (from 1) that it gives."""

    order: str
    time: float
    machine: int
    place: int


@dataclass(frozen=True, slots=True)
class Johnson:
    """The sequence with its times, the two lists that make it, and the choices as one makes them by hand.

    ``first`` holds the orders that are no longer on the first machine than on the second, by rising time there;
    ``last`` the others, by falling time on the second. ``times`` are those the rule was applied to: the sums
    of neighbours with three machines.
    """

    sequence: tuple[str, ...]
    first: tuple[str, ...]
    last: tuple[str, ...]
    steps: tuple[JohnsonStep, ...]
    times: tuple[tuple[str, float, float], ...]
    schedule: FlowTimes

    @property
    def makespan(self) -> float:
        """The end of the last order on the last machine."""
        return self.schedule.makespan


def johnson(times: Times, machines: Sequence[str] = ()) -> Johnson:
    """Sequence orders over two machines for the shortest makespan.

    ``times`` gives for each order its time on the first machine and on the second, in one unit. Equal times
    keep the order of the list; an order as long on both goes to the first list. Raises SolverError for times
    that are not pairs.

    Source: Johnson, Naval Research Logistics Quarterly 1 (1954).

    >>> found = johnson({"1": (4, 5), "2": (4, 1), "3": (30, 4), "4": (6, 30), "5": (2, 3)})
    >>> found.sequence, found.first, found.last, found.makespan
    (('5', '1', '4', '3', '2'), ('5', '1', '4'), ('3', '2'), 47.0)
    """
    checked_flow(times, 2)
    return _johnson({order: (float(row[0]), float(row[1])) for order, row in times.items()}, times, machines)


def johnson_three(times: Times, machines: Sequence[str] = ()) -> Johnson:
    """Sequence orders over three machines for the shortest makespan, where Johnson's condition holds.

    The condition: the longest time on the middle machine is no longer than the shortest on the first, or than
    the shortest on the third. Then the rule for two machines is applied to the sums first + middle and
    middle + third. Raises SolverError for times that are not triples, and when the condition fails: nothing is
    then proven, and a heuristic (NEH) or a search is due.

    Source: Johnson (1954), section on three stages; Baker & Trietsch, chapter 10.

    >>> found = johnson_three({"A": (8, 2, 4), "B": (5, 4, 5), "C": (6, 1, 3)})
    >>> found.sequence, found.times[0], found.makespan
    (('B', 'A', 'C'), ('A', 10.0, 6.0), 23.0)
    """
    checked_flow(times, 3)
    middle = max(row[1] for row in times.values())
    least = max(min(row[0] for row in times.values()), min(row[2] for row in times.values()))
    if middle > least:
        raise SolverError("times (2)", middle, "middle_never_holds_up", least=least)
    sums = {order: (float(row[0] + row[1]), float(row[1] + row[2])) for order, row in times.items()}
    return _johnson(sums, times, machines)


def _johnson(pairs: dict[str, tuple[float, float]], times: Times, machines: Sequence[str]) -> Johnson:
    first = sorted((order for order, (a, b) in pairs.items() if a <= b), key=lambda order: pairs[order][0])
    last = sorted((order for order, (a, b) in pairs.items() if a > b), key=lambda order: -pairs[order][1])
    sequence = (*first, *last)
    steps: list[JohnsonStep] = []
    for order in sorted(sequence, key=lambda order: min(pairs[order])):
        machine = 1 if order in first else 2
        steps.append(JohnsonStep(order, min(pairs[order]), machine, sequence.index(order) + 1))
    return Johnson(
        sequence,
        tuple(first),
        tuple(last),
        tuple(steps),
        tuple((order, *pair) for order, pair in pairs.items()),
        flow_times(times, sequence, machines),
    )
