"""Takt time, the operators that it asks for, and the trade's units of time."""

from __future__ import annotations

from dataclasses import dataclass

from solvers.arguments import non_negative, number, positive
from solvers.errors import SolverError
from solvers.inventory.kanban_cards import round_up

__all__ = ["UNITS", "Takt", "convert_time", "takt_time"]

# In hundredths of a second, where all of them are whole: 1 h = 100 ch = 10 000 dmh, 1 min = 100 cmn.
UNITS: dict[str, int] = {"h": 360_000, "min": 6_000, "s": 100, "ch": 3_600, "dmh": 36, "cmn": 60}


@dataclass(frozen=True, slots=True)
class Takt:
    """The takt in units of the available time a part; the operators for the work, exact and rounded up."""

    takt: float
    operators_exact: float
    operators: int


def convert_time(value: float, unit: str, to: str) -> float:
    """Convert a time between h, min, s, centihours (ch), decimillihours (dmh) and centiminutes (cmn).

    ``value`` any figure in ``unit``; result in ``to``. SolverError otherwise.

    Source: French time-study usage: 1 h = 100 ch = 10 000 dmh; 1 min = 100 cmn.

    >>> convert_time(612, "dmh", "s"), convert_time(1, "h", "ch")
    (220.32, 100.0)
    """
    for argument, word in (("unit", unit), ("to", to)):
        if word not in UNITS:
            raise SolverError(argument, word, "one_of", words=", ".join(UNITS))
    return number("value", value) * UNITS[unit] / UNITS[to]


def takt_time(available: float, demand: float, work: float = 0.0) -> Takt:
    """Give the pace of the customer, and the operators that the work content of a part asks for.

    ``available`` time a period, breaks taken off, and ``work`` time a part, 0 or more, in one unit; ``demand``
    parts a period, above 0. SolverError otherwise.

    takt = available / demand;  operators = ⌈work / takt⌉.

    Source: Rother & Shook, Learning to See; tests/oracles (L05).

    >>> takt_time(460, 368, work=6)
    Takt(takt=1.25, operators_exact=4.8, operators=5)
    """
    takt = positive("available", available) / positive("demand", demand)
    exact = non_negative("work", work) / takt
    return Takt(takt, exact, round_up(exact))
