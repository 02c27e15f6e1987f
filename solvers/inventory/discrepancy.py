"""Count discrepancies: what was counted against what is on record, in quantity, in share and in value."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from solvers.arguments import non_negative, number, numbers
from solvers.errors import SolverError

__all__ = ["Discrepancies", "DiscrepancyLine", "discrepancies"]


@dataclass(frozen=True, slots=True)
class DiscrepancyLine:
    """One item: counted − recorded in units, over the record (None when it is 0), and in money."""

    quantity: float
    rate: float | None
    value: float


@dataclass(frozen=True, slots=True)
class Discrepancies:
    """The lines in the order given, and their sums in money.

    ``net`` adds the values with their signs, ``absolute`` without them; ``surplus`` is the sum of those above
    0, ``shortage`` of those below, as a positive figure. ``net_rate`` and ``absolute_rate`` are over the value
    on record (None when it is 0).
    """

    lines: tuple[DiscrepancyLine, ...]
    net: float
    absolute: float
    surplus: float
    shortage: float
    recorded_value: float
    net_rate: float | None
    absolute_rate: float | None


def discrepancies(
    recorded: Sequence[float], counted: Sequence[float], unit_costs: Sequence[float]
) -> Discrepancies:
    """Give the discrepancies of a count, line by line and in all.

    ``recorded`` in units (a record may be below 0), ``counted`` in units and ``unit_costs`` in money a unit,
    0 or more, as many of each. SolverError otherwise.

    Discrepancy = counted − recorded (below 0: goods are missing); rate = discrepancy ÷ recorded;
    value = discrepancy × unit cost; net = Σ value, absolute = Σ |value|.

    Source: French inventory practice (écart d’inventaire = physique − théorique).

    >>> found = discrepancies([500, 40], [475, 42], [2, 10])
    >>> found.lines[0].quantity, found.lines[0].rate, found.net, found.absolute
    (-25.0, -0.05, -30.0, 70.0)
    """
    book = numbers("recorded", recorded)
    shelf = [non_negative(f"counted[{i}]", figure) for i, figure in enumerate(numbers("counted", counted))]
    costs = [
        non_negative(f"unit_costs[{i}]", figure) for i, figure in enumerate(numbers("unit_costs", unit_costs))
    ]
    for argument, found in (("counted", shelf), ("unit_costs", costs)):
        if len(found) != len(book):
            raise SolverError(argument, found, "as_many_as_items", count=len(book))
    lines = []
    for record, physical, cost in zip(book, shelf, costs, strict=True):
        gap = number("counted", physical - record)
        lines.append(DiscrepancyLine(gap, gap / record if record else None, gap * cost))
    values = [line.value for line in lines]
    net, absolute = math.fsum(values), math.fsum(abs(value) for value in values)
    held = math.fsum(record * cost for record, cost in zip(book, costs, strict=True))
    return Discrepancies(
        lines=tuple(lines),
        net=net,
        absolute=absolute,
        surplus=math.fsum(value for value in values if value > 0),
        shortage=math.fsum(-value for value in values if value < 0),
        recorded_value=held,
        net_rate=net / held if held else None,
        absolute_rate=absolute / held if held else None,
    )
