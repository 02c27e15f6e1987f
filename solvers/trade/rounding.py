"""How an amount due to the customs is rounded: to the whole euro, half a euro counting for one, or otherwise."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Literal, get_args

from solvers.errors import SolverError

__all__ = ["Rounding", "to_whole"]

Rounding = Literal["nearest", "down", "cent", "exact"]


def to_whole(amount: float, rounding: Rounding = "nearest") -> float:
    """Round an amount: ``nearest`` or ``down`` to the whole euro, to the ``cent``, or kept ``exact``.

    SolverError for another word.

    Source: BOFiP and customs practice: amounts to the nearest whole euro, 0.50 counting for 1.

    >>> to_whole(1295.5), to_whole(23873.6, "down"), to_whole(1.005, "cent")
    (1296.0, 23873.0, 1.01)
    """
    if rounding not in get_args(Rounding):
        raise SolverError("rounding", rounding, "one_of", words=", ".join(get_args(Rounding)))
    if rounding == "exact":
        return float(amount)
    # 12 digits first: 1.005 is 1.00499999999999989 in binary, and nobody would round it down by hand.
    exact = Decimal(f"{amount:.12g}")
    step = Decimal("0.01") if rounding == "cent" else Decimal(1)
    return float(exact.quantize(step, ROUND_DOWN if rounding == "down" else ROUND_HALF_UP))
