"""Fair share: to each claim in proportion to what it asks, whole units by largest remainder."""

from __future__ import annotations

from collections.abc import Sequence

from sim.network.allocation.claim import Claim


def allocate(available: int, claims: Sequence[Claim]) -> tuple[int, ...]:
    """Share in proportion; the units that rounding down leaves go to the largest remainders, the first on a tie."""
    asked = sum(claim.quantity for claim in claims)
    if available >= asked:
        return tuple(claim.quantity for claim in claims)
    given = [available * claim.quantity // asked for claim in claims]
    remainders = [available * claim.quantity % asked for claim in claims]
    left = available - sum(given)
    for place in sorted(range(len(claims)), key=lambda place: -remainders[place])[:left]:
        given[place] += 1
    return tuple(given)
