"""Shortest processing time: least mean flow time on one machine (Smith, 1956)."""

from __future__ import annotations

from sim.dispatching.candidate import Candidate, Number

MOVES = False


def rank(candidate: Candidate) -> Number:
    """Return the standard time of the operation for the lot."""
    return candidate.time
