"""The stock of the lowest priority number first; of the same number, the oldest claim."""

from __future__ import annotations

from collections.abc import Sequence

from sim.network.allocation.claim import Claim, in_turn


def allocate(available: int, claims: Sequence[Claim]) -> tuple[int, ...]:
    """Serve claims by priority, then by age."""
    turns = sorted(range(len(claims)), key=lambda place: (claims[place].priority, claims[place].placed))
    return in_turn(available, claims, turns)
