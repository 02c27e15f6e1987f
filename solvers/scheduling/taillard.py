"""Taillard's problems, made again from his published generator and seeds: what searches are measured on."""

from __future__ import annotations

from collections.abc import Callable

from solvers.errors import SolverError
from solvers.scheduling.shop import Shop, job_shop

__all__ = ["taillard_flow_shop", "taillard_job_shop"]

MODULUS, FACTOR, QUOTIENT, REST = 2**31 - 1, 16_807, 127_773, 2_836


def _generator(seed: int) -> Callable[[int, int], int]:
    """Whole numbers from low to high, both included, by Lehmer's generator as Taillard's article has it."""
    state = seed

    def draw(low: int, high: int) -> int:
        nonlocal state
        state = FACTOR * (state % QUOTIENT) - REST * (state // QUOTIENT)
        if state < 0:
            state += MODULUS
        return low + int(state / MODULUS * (high - low + 1))

    return draw


def _seeds(*seeds: int) -> None:
    for seed in seeds:
        if not 0 < seed < MODULUS:
            raise SolverError("seed", seed, "bounded", low=1, high=MODULUS - 1)


def taillard_job_shop(jobs: int, machines: int, time_seed: int, machine_seed: int) -> Shop:
    """The job shop of two seeds: times from 1 to 99, and the machines of each order in a shuffled order.

    Raises SolverError for seeds outside 1 to 2^31 − 2.

    Source: Taillard, European Journal of Operational Research 64 (1993), 278–285.

    >>> first = taillard_job_shop(15, 15, 840612802, 398197754).jobs[0]
    >>> [one.times[0] for one in first.operations[:3]]
    [('M7', 94), ('M13', 66), ('M5', 10)]
    """
    _seeds(time_seed, machine_seed)
    draw = _generator(time_seed)
    times = [[draw(1, 99) for _ in range(machines)] for _ in range(jobs)]
    draw = _generator(machine_seed)
    routes: dict[str, list[tuple[str, float]]] = {}
    for at in range(jobs):
        order = list(range(1, machines + 1))
        for one in range(machines):
            other = draw(one, machines - 1)
            order[one], order[other] = order[other], order[one]
        routes[f"J{at + 1}"] = [(f"M{machine}", time) for machine, time in zip(order, times[at], strict=True)]
    return job_shop(routes)


def taillard_flow_shop(jobs: int, machines: int, time_seed: int) -> dict[str, tuple[int, ...]]:
    """The flow shop of a seed: for each order its times from 1 to 99, machine by machine.

    Raises SolverError for a seed outside 1 to 2^31 − 2.

    Source: Taillard (1993), as above; he draws machine by machine.

    >>> taillard_flow_shop(20, 5, 873654221)["J1"]
    (54, 79, 16, 66, 58)
    """
    _seeds(time_seed)
    draw = _generator(time_seed)
    rows = [[draw(1, 99) for _ in range(jobs)] for _ in range(machines)]
    return {f"J{at + 1}": tuple(row[at] for row in rows) for at in range(jobs)}
