"""The service factor z of a cycle service level: exact, or as read from the printed two-decimal table."""

from __future__ import annotations

from functools import cache
from statistics import NormalDist
from typing import Literal, get_args

from solvers.arguments import fraction
from solvers.errors import SolverError
from solvers.inventory.normal_loss import normal_cdf

__all__ = ["TableReading", "normal_table", "service_factor", "service_factor_from_table"]

TableReading = Literal["below", "above", "nearest", "between"]

_LAST_HUNDREDTH = 309  # the printed table goes from 0.00 to 3.09
_LOWEST, _HIGHEST = 0.0010, 0.9990


def service_factor(cycle_service_level: float) -> float:
    """Give the exact z that a normal demand does not exceed with the given probability.

    ``cycle_service_level`` α is the probability of no stock-out in a replenishment cycle (not the fill
    rate), strictly between 0 and 1, SolverError otherwise. The result is a number of standard
    deviations, negative below 0.5.

    z = Φ⁻¹(α).

    Source: Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains, decision rule
    for a specified probability of no stock-out per cycle; inverse by Wichura's algorithm AS 241.

    >>> round(service_factor(0.95), 4)
    1.6449
    """
    return NormalDist().inv_cdf(fraction("cycle_service_level", cycle_service_level))


@cache
def normal_table() -> tuple[tuple[float, float], ...]:
    """Give the printed table of the normal distribution: z from 0.00 to 3.09, Φ(z) to four decimals.

    The result is 310 pairs (z, Φ(z)), both plain figures, as found at the end of statistics textbooks.

    Φ(z) = erfc(−z/√2)/2, rounded.

    Source: the usual four-decimal table, e.g. Silver, Pyke & Thomas, appendix.

    >>> normal_table()[164:166]
    ((1.64, 0.9495), (1.65, 0.9505))
    """
    return tuple((h / 100, round(normal_cdf(h / 100), 4)) for h in range(_LAST_HUNDREDTH + 1))


def service_factor_from_table(cycle_service_level: float, reading: TableReading = "nearest") -> float:
    """Give z as someone reads it from the printed table, in the manner that a paper states.

    ``cycle_service_level`` from 0.0010 to 0.9990, where the table ends; below 0.5 the table is read by
    symmetry. ``reading`` when the probability is not printed: "below" takes the last z that does not reach
    it, "above" the first that does, "nearest" the closer of the two ("above" when they are as close: the
    safer), "between" interpolates linearly to the third decimal. For 95 % this gives 1.64, 1.65, 1.65 and
    1.645. SolverError outside.

    Source: French exam papers use 1.64, 1.645 and 1.65 for 95 %; table as in :func:`normal_table`.

    >>> [service_factor_from_table(0.95, reading) for reading in ("below", "above", "nearest", "between")]
    [1.64, 1.65, 1.65, 1.645]
    """
    alpha = fraction("cycle_service_level", cycle_service_level)
    if reading not in get_args(TableReading):
        raise SolverError("reading", reading, "one_of", words=", ".join(get_args(TableReading)))
    if not _LOWEST <= alpha <= _HIGHEST:
        raise SolverError(
            "cycle_service_level", cycle_service_level, "table_ends", low=_LOWEST, high=_HIGHEST
        )
    return _read(alpha, reading) if alpha >= 0.5 else _read_mirrored(alpha, reading)


def _read_mirrored(alpha: float, reading: TableReading) -> float:
    """Read below 0.5 by symmetry: the table has no negative z, so z(α) = −z(1 − α)."""
    upper = round(1 - alpha, 12)  # 1 − 0.05 carries noise in its last digits and must hit a printed 0.95
    if reading == "below":
        return -_read(upper, "above") + 0.0
    if reading == "above":
        return -_read(upper, "below") + 0.0
    if reading == "between":
        return -_read(upper, "between") + 0.0
    low, high = -_read(upper, "above"), -_read(upper, "below")
    return high if _distance(high, alpha) <= _distance(low, alpha) else low


def _distance(z: float, alpha: float) -> float:
    return round(abs(round(normal_cdf(z), 4) - alpha), 12)


def _read(alpha: float, reading: TableReading) -> float:
    table = normal_table()
    above = next(h for h, (_, p) in enumerate(table) if p >= alpha - 1e-12)
    z_above, p_above = table[above]
    if abs(p_above - alpha) < 1e-12:  # printed as such: every reading agrees
        return z_above
    z_below, p_below = table[above - 1]
    if reading == "below":
        return z_below
    if reading == "above":
        return z_above
    if reading == "between":
        return round(z_below + (z_above - z_below) * (alpha - p_below) / (p_above - p_below), 3)
    return z_above if _distance(z_above, alpha) <= _distance(z_below, alpha) else z_below
