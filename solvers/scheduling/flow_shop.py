"""A flow shop: every order visits the machines in one order, and none overtakes another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from solvers.arguments import non_negative
from solvers.errors import SolverError
from solvers.scheduling.shop import Placed, Shop, job_shop

__all__ = ["FlowTimes", "checked_flow", "flow_makespan", "flow_shop", "flow_times"]

MOST_TIMES = 5_000  # orders × machines

Times = Mapping[str, Sequence[float]]  # order -> its time on each machine in turn


@dataclass(frozen=True, slots=True)
class FlowTimes:
    """When each order of a sequence is on each machine, the makespan, and how long each machine waits.

    ``waits`` is, machine by machine, the time without work from 0 to the end of its last order.
    """

    rows: tuple[Placed, ...]
    makespan: float
    waits: tuple[float, ...]


def checked_flow(times: Times, machines: int | None = None) -> int:
    """Refuse times that are not a flow shop's: no order, rows of unlike lengths, negative times.

    Returns the number of machines. Raises SolverError.

    Source: definition of the problem.

    >>> checked_flow({"A": (3, 2), "B": (1, 4)})
    2
    """
    counts = [len(row) for row in times.values()]
    if not counts or sum(counts) > MOST_TIMES:
        raise SolverError("times", sum(counts), "count_between", least=1, most=MOST_TIMES)
    wanted = counts[0] if machines is None else machines
    for order, row in times.items():
        if len(row) != wanted or not row:
            raise SolverError(f"times ({order})", row, "as_many_as_machines", count=wanted)
        for at, time in enumerate(row, 1):
            non_negative(f"times ({order}, {at})", time)
    return wanted


def flow_times(times: Times, sequence: Sequence[str], machines: Sequence[str] = ()) -> FlowTimes:
    """Start each order on each machine as soon as both are free, in one sequence for all machines.

    start(k, m) = max(end(k, m − 1), end(k − 1, m)). Machines are named 1, 2… unless ``machines`` names them.
    Times in one unit. Raises SolverError for times that are no flow shop's and a sequence that is not of them.

    Source: Baker & Trietsch, Principles of Sequencing and Scheduling, chapter 10.

    >>> found = flow_times({"A": (3, 2), "B": (1, 4)}, ["B", "A"])
    >>> found.makespan, found.waits
    (7.0, (0.0, 1.0))
    """
    count = checked_flow(times)
    if sorted(sequence) != sorted(times):
        raise SolverError("sequence", list(sequence), "each_order_once")
    names = list(machines) or [str(at) for at in range(1, count + 1)]
    if len(names) != count:
        raise SolverError("machines", names, "as_many_as_machines", count=count)
    free = [0.0] * count
    rows: list[Placed] = []
    for order in sequence:
        ready = 0.0
        for at, time in enumerate(times[order]):
            start = max(ready, free[at])
            ready = free[at] = start + time
            rows.append(Placed(order, at + 1, names[at], float(start), float(ready)))
    waits = tuple(end - sum(row[at] for row in times.values()) for at, end in enumerate(free))
    return FlowTimes(tuple(rows), max(free), waits)


def flow_makespan(times: Times, sequence: Sequence[str]) -> float:
    """The makespan of a sequence (of all the orders or of some), without checks: what searches call.

    Source: as ``flow_times``.

    >>> flow_makespan({"A": (3, 2), "B": (1, 4)}, ["A", "B"])
    9.0
    """
    free = [0.0] * len(next(iter(times.values())))
    for order in sequence:
        ready = 0.0
        for at, time in enumerate(times[order]):
            ready = free[at] = max(ready, free[at]) + time
    return max(free)


def flow_shop(times: Times, machines: Sequence[str] = ()) -> Shop:
    """The same orders as a workshop, for the methods and the checker of workshops.

    Raises SolverError as ``flow_times``.

    Source: definition.

    >>> flow_shop({"A": (3, 2)}, ["saw", "drill"]).machines()
    ('saw', 'drill')
    """
    count = checked_flow(times)
    names = list(machines) or [str(at) for at in range(1, count + 1)]
    if len(names) != count:
        raise SolverError("machines", names, "as_many_as_machines", count=count)
    return job_shop({order: list(zip(names, row, strict=True)) for order, row in times.items()})
