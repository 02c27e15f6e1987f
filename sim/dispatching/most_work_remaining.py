"""Most work remaining: the lot with the longest way still to go, good for the makespan of a job shop."""

from __future__ import annotations

from sim.dispatching.candidate import Candidate, Number

MOVES = False


def rank(candidate: Candidate) -> Number:
    """Return the work left, the most first."""
    return -candidate.remaining
