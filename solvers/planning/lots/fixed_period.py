"""Lots for a fixed number of periods."""

from __future__ import annotations

from collections.abc import Sequence

from solvers.arguments import whole
from solvers.errors import SolverError
from solvers.planning.lots.needs import MOST_PERIODS, Lots, checked_needs, costed, covering

__all__ = ["fixed_period"]


def fixed_period(
    needs: Sequence[float],
    periods: int,
    setup: float | Sequence[float] = 0.0,
    holding: float | Sequence[float] = 0.0,
    *,
    calendar: bool = False,
) -> Lots:
    """Order at once the needs of a number of periods.

    Needs in units by period, ``setup`` in money per order, ``holding`` in money per unit and period. The count
    starts over at the first need that no lot covers or, with ``calendar``, runs from the first period whether
    there is a need or not. SolverError for figures out of range.

    Source: Orlicky, Material Requirements Planning (1975), chapter 6 (fixed period requirements).

    >>> fixed_period([0, 35, 10, 0, 40, 0, 20, 5], 2).lots
    (0.0, 45.0, 0.0, 0.0, 40.0, 0.0, 25.0, 0.0)
    >>> fixed_period([0, 35, 10, 0, 40, 0, 20, 5], 2, calendar=True).lots
    (35.0, 0.0, 10.0, 0.0, 40.0, 0.0, 25.0, 0.0)
    """
    wanted = checked_needs(needs)
    span = whole("periods", periods)
    if not 1 <= span <= MOST_PERIODS:
        raise SolverError("periods", periods, "count_between", least=1, most=MOST_PERIODS)
    spans, at = [], 0
    while at < len(wanted):
        if not calendar and wanted[at] <= 0:
            at += 1
            continue
        spans.append((at, at + span - 1))
        at += span
    return costed(wanted, covering(wanted, spans), setup, holding)
