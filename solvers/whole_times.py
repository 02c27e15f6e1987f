"""Times as whole numbers, for the engines that know no others: minutes of hours, hundredths, thousandths."""

from __future__ import annotations

from collections.abc import Iterable

from solvers.errors import SolverError

__all__ = ["LONGEST", "whole_parts"]

PARTS = (1, 2, 4, 5, 10, 20, 60, 100, 1_000, 3_600, 10_000)
LONGEST = 2_000_000  # parts of the unit, all the times added up
NEAR = 1e-6


def whole_parts(argument: str, times: Iterable[float]) -> int:
    """Find the fewest parts to cut the unit of time into for every time to be a whole number of them.

    1 for whole times, 2 for halves, 60 for hours to the minute, 100 for hundredths. Raises SolverError when
    nothing up to the ten-thousandth does, or when the times add up to more than two million parts.

    Source: definition.

    >>> whole_parts("times", [3, 1.5, 2]), whole_parts("times", [1 / 3, 0.25])
    (2, 60)
    """
    figures = [float(one) for one in times]
    for parts in PARTS:
        if all(abs(one * parts - round(one * parts)) <= NEAR * parts for one in figures):
            total = sum(abs(one) for one in figures) * parts
            if total > LONGEST:
                raise SolverError(argument, total, "time_parts_within", limit=LONGEST)
            return parts
    raise SolverError(argument, figures, "time_to_the_part")
