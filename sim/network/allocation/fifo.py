"""First ordered, first served; of the same period, as they were seen."""

from __future__ import annotations

from collections.abc import Sequence

from sim.network.allocation.claim import Claim, in_turn


def allocate(available: int, claims: Sequence[Claim]) -> tuple[int, ...]:
    """Serve the oldest claims first."""
    return in_turn(available, claims, sorted(range(len(claims)), key=lambda place: claims[place].placed))
