"""Record accuracy: how many records are right, within the tolerance of their class."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from solvers.arguments import non_negative, number, numbers
from solvers.errors import SolverError

__all__ = ["RecordAccuracy", "record_accuracy"]

CLOSE = 1e-9  # 0.05 × 60 is 3.0000000000000004


@dataclass(frozen=True, slots=True)
class RecordAccuracy:
    """Whether each record is within its tolerance, how many are, and their share.

    ``by_value`` is 1 less the absolute discrepancies in money over the value on record, 0 at least; None
    without unit costs or when the records are worth nothing.
    """

    right: tuple[bool, ...]
    count: int
    rate: float
    by_value: float | None


def record_accuracy(
    recorded: Sequence[float],
    counted: Sequence[float],
    tolerances: Sequence[float] | float = 0.0,
    unit_costs: Sequence[float] | None = None,
) -> RecordAccuracy:
    """Give the share of records that a count finds right.

    ``recorded`` and ``counted`` in units, as many of each, counted 0 or more; ``tolerances`` a share of the
    record from 0 to 1 (one for all, or one per item, as its class has it); ``unit_costs`` in money a unit, 0
    or more. SolverError otherwise.

    A record is right when |counted − recorded| ≤ tolerance × |recorded|; rate = right records ÷ records.

    Source: APICS/ASCM dictionary, inventory accuracy; Arnold, Chapman & Clive, Introduction to Materials
    Management, chapter on physical inventory.

    >>> record_accuracy([100, 40, 60], [100, 39, 63], [0, 0, 0.05]).rate
    0.6666666666666666
    """
    book = numbers("recorded", recorded)
    shelf = [non_negative(f"counted[{i}]", figure) for i, figure in enumerate(numbers("counted", counted))]
    if isinstance(tolerances, int | float):
        allowed = [_share("tolerances", tolerances)] * len(book)
    else:
        allowed = [
            _share(f"tolerances[{i}]", share) for i, share in enumerate(numbers("tolerances", tolerances))
        ]
    costs = None
    if unit_costs is not None:
        found = numbers("unit_costs", unit_costs)
        costs = [non_negative(f"unit_costs[{i}]", figure) for i, figure in enumerate(found)]
    for argument, given in (("counted", shelf), ("tolerances", allowed), ("unit_costs", costs)):
        if given is not None and len(given) != len(book):
            raise SolverError(argument, given, "as_many_as_items", count=len(book))
    gaps = [abs(physical - record) for record, physical in zip(book, shelf, strict=True)]
    right = tuple(
        gap <= share * abs(record) + CLOSE for gap, share, record in zip(gaps, allowed, book, strict=True)
    )
    held = math.fsum(record * cost for record, cost in zip(book, costs, strict=True)) if costs else 0.0
    by_value = None
    if costs is not None and held > 0:
        missed = math.fsum(gap * cost for gap, cost in zip(gaps, costs, strict=True))
        by_value = max(0.0, 1 - missed / held)
    return RecordAccuracy(right, sum(right), sum(right) / len(right), by_value)


def _share(argument: str, value: object) -> float:
    share = number(argument, value)
    if not 0 <= share <= 1:
        raise SolverError(argument, value, "closed_fraction")
    return share
