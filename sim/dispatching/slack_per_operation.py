"""Slack per remaining operation: (due - now - work left) over the operations left."""

from __future__ import annotations

from sim.dispatching.candidate import Candidate, Number

MOVES = True


def rank(candidate: Candidate) -> Number:
    """Return the slack for each operation still to do, this one included."""
    return (candidate.due - candidate.now - candidate.remaining) / candidate.operations
