"""Least setup: the lot that the machine, as it stands, needs the shortest changeover for."""

from __future__ import annotations

from sim.dispatching.candidate import Candidate, Number

MOVES = True


def rank(candidate: Candidate) -> Number:
    """Return the time of the changeover."""
    return candidate.setup
