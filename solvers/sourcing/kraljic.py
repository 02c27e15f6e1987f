"""Kraljic's matrix: a family of purchases by its weight in the result and the risk of its supply."""

from __future__ import annotations

from typing import Literal

from solvers.arguments import non_negative

__all__ = ["Position", "kraljic_position"]

Position = Literal["routine", "leverage", "bottleneck", "strategic"]


def kraljic_position(impact: float, risk: float, cut: float, risk_cut: float | None = None) -> Position:
    """Give the quadrant of a family of purchases.

    ``impact`` on the result and supply ``risk`` on any scale from 0; high from ``cut`` included (``risk_cut``
    for the risk when its scale differs). SolverError below 0.

    Low impact: low risk "routine", high risk "bottleneck"; high impact: low risk "leverage", high "strategic".

    Source: Kraljic, Purchasing must become supply management, Harvard Business Review, 1983.

    >>> kraljic_position(4, 2, 3), kraljic_position(4, 3, 3)
    ('leverage', 'strategic')
    """
    high = non_negative("impact", impact) >= non_negative("cut", cut)
    risky = non_negative("risk", risk) >= (cut if risk_cut is None else non_negative("risk_cut", risk_cut))
    if high:
        return "strategic" if risky else "leverage"
    return "bottleneck" if risky else "routine"
