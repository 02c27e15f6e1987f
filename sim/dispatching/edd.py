"""Earliest due date: least maximum lateness on one machine (Jackson, 1955)."""

from __future__ import annotations

from sim.dispatching.candidate import Candidate, Number

MOVES = False


def rank(candidate: Candidate) -> Number:
    """Return when the order is due."""
    return candidate.due
