"""A line's balance checked by what it says alone: nothing of the methods that make balances is used here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from solvers.violations import Violation

__all__ = ["BALANCE_RULES", "CheckedBalance", "check_balance"]

BALANCE_RULES = ("missing", "twice", "unknown", "station_number", "cycle_time", "precedence")
TOLERANCE = 1e-6  # of a time: sums of decimals


@dataclass(frozen=True, slots=True)
class CheckedBalance:
    """The rules broken, the stations used, their loads (of the tasks known), efficiency and smoothness."""

    violations: tuple[Violation, ...]
    stations: int
    loads: tuple[float, ...]
    efficiency: float
    smoothness: float


def check_balance(
    plan: Sequence[tuple[str, float]],
    times: Mapping[str, float],
    after: Mapping[str, Sequence[str]],
    cycle_time: float,
    unit: str = "min",
) -> CheckedBalance:
    """Check a line balance, given as (task, number of its station), and measure it.

    ``times`` and ``after`` (the tasks before each) by task, ``cycle_time`` above 0 in the unit of the times.
    Rules: ``missing``, ``twice``, ``unknown`` tasks; ``station_number`` (not a whole number from 1),
    ``cycle_time`` (a station loaded beyond it), ``precedence`` (a task in a station before that of one it
    waits for). ``unit`` is that of the figures that a violation gives. Never raises on a plan.

    Source: definition of the problem (SALBP); Scholl, Balancing and Sequencing of Assembly Lines.

    >>> found = check_balance([("a", 2), ("b", 1)], {"a": 4, "b": 3}, {"b": ["a"]}, 8)
    >>> [(one.rule, one.where) for one in found.violations], found.stations
    ([('precedence', 'b')], 2)
    """
    found, rows, station = _placed(plan, times)
    load: dict[int, float] = {}
    for task, number in station.items():
        load[number] = load.get(number, 0.0) + float(times[task])
    for number in sorted(load):
        if load[number] > cycle_time + TOLERANCE:
            members = tuple(rows[task][0] for task in station if station[task] == number)
            found.append(Violation("cycle_time", members, str(number), load[number], float(cycle_time), unit))
    for task, number in station.items():
        for before in after.get(task, ()):
            if station.get(before, number) > number:
                both = (rows[before][0], rows[task][0])
                found.append(Violation("precedence", both, task, float(number), float(station[before])))
    loads = tuple(load[number] for number in sorted(load))
    largest = max(loads, default=0.0)
    return CheckedBalance(
        tuple(found),
        len(loads),
        loads,
        sum(loads) / (len(loads) * cycle_time) if loads else 0.0,
        sum((largest - one) ** 2 for one in loads) ** 0.5,
    )


def _placed(
    plan: Sequence[tuple[str, float]], times: Mapping[str, float]
) -> tuple[list[Violation], dict[str, list[int]], dict[str, int]]:
    """What is wrong with the rows by themselves, the rows of each task, and the station of those well placed."""
    found: list[Violation] = []
    rows: dict[str, list[int]] = {}
    station: dict[str, int] = {}
    for row, (task, at) in enumerate(plan):
        if task not in times:
            found.append(Violation("unknown", (row,), task))
            continue
        rows.setdefault(task, []).append(row)
        if len(rows[task]) > 1:
            continue
        if at != at // 1 or at < 1:
            found.append(Violation("station_number", (row,), task, float(at), 1.0))
            continue
        station[task] = int(at)
    for task in times:
        if task not in rows:
            found.append(Violation("missing", (), task))
        elif len(rows[task]) > 1:
            found.append(Violation("twice", tuple(rows[task]), task))
    return found, rows, station
