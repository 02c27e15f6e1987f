"""Priority: the most urgent order first."""

from __future__ import annotations

from sim.dispatching.candidate import Candidate, Number

MOVES = False


def rank(candidate: Candidate) -> Number:
    """Return the priority, the largest first."""
    return -candidate.priority
