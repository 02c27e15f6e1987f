"""The long-run shares of a Markov chain: how often each state of a stock is met."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from solvers.errors import SolverError

__all__ = ["LARGEST_CHAIN", "stationary"]

FloatArray: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.int64]

LARGEST_CHAIN = 2_000_000  # transitions
_TURNS = 20_000


def stationary(sources: IntArray, targets: IntArray, probabilities: FloatArray, states: int) -> FloatArray:
    """Give the long-run share of each state of a chain.

    ``sources`` [m], ``targets`` [m] (states numbered from 0) and ``probabilities`` [m] of the transitions,
    those out of a state summing to 1; at most 2 000 000, SolverError otherwise, and when the shares do not
    settle. Result [states].

    π = π·P by repeated multiplication of the chain 0.9·P + 0.1·I, which settles even where P goes round in
    circles, until no more than 1e-13 moves.

    Source: Puterman, Markov Decision Processes, appendix A; power iteration.

    >>> stationary(np.array([0, 0, 1]), np.array([0, 1, 0]), np.array([0.5, 0.5, 1.0]), 2).round(6).tolist()
    [0.666667, 0.333333]
    """
    if probabilities.size > LARGEST_CHAIN:
        raise SolverError(
            "transitions", int(probabilities.size), "count_between", least=1, most=LARGEST_CHAIN
        )
    shares = np.full(states, 1 / states)
    for _ in range(_TURNS):
        flow = np.bincount(targets, weights=shares[sources] * probabilities, minlength=states)
        moved: FloatArray = 0.9 * flow + 0.1 * shares
        moved /= moved.sum()
        change = float(np.abs(moved - shares).sum())
        shares = moved
        if change < 1e-13:
            return shares
    raise SolverError("transitions", int(probabilities.size), "settling")
