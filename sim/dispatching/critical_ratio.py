"""Critical ratio: time left before the due date over work left; under 1 the order is late."""

from __future__ import annotations

from sim.dispatching.candidate import Candidate, Number

MOVES = True


def rank(candidate: Candidate) -> Number:
    """Return (due - now) / remaining work; work of nothing is taken as the smallest there is."""
    return (candidate.due - candidate.now) / max(candidate.remaining, 1e-9)
