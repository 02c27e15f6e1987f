"""First in, first out: the lot that has waited longest in this queue."""

from __future__ import annotations

from sim.dispatching.candidate import Candidate, Number

MOVES = False


def rank(candidate: Candidate) -> Number:
    """Return when it came into the queue."""
    return candidate.arrived
