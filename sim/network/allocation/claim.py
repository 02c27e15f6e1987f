"""What is shared out: a claim of a downstream stock on what an upstream one has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class Claim(NamedTuple):
    """Units still to be shipped: in which period they were ordered, and the priority of the stock that waits.

    Claims come in the order in which they were seen.
    """

    quantity: int
    placed: int
    priority: int


class Allocate(Protocol):
    """A rule of allocation: a pure function."""

    def __call__(self, available: int, claims: Sequence[Claim]) -> tuple[int, ...]:
        """Return the units for each claim: whole, none over its claim, as many in all as there are or are asked."""


def in_turn(available: int, claims: Sequence[Claim], turns: Sequence[int]) -> tuple[int, ...]:
    """Serve claims one after the other, whole while there is enough: `turns` gives their places, first to last."""
    given = [0] * len(claims)
    for place in turns:
        given[place] = min(available, claims[place].quantity)
        available -= given[place]
    return tuple(given)
