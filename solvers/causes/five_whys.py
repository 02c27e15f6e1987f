"""Chains of whys: from an effect to its root causes, and what of a learner's chain holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from solvers.errors import SolverError

__all__ = ["Link", "MarkedChain", "mark_whys", "whys"]

MOST_CHAINS = 500


@dataclass(frozen=True, slots=True)
class Link:
    """An effect, one of its causes, and whether the facts bear it out."""

    effect: str
    cause: str
    verified: bool = True


@dataclass(frozen=True, slots=True)
class MarkedChain:
    """What of a chain holds.

    ``sound`` has a truth value for each why (a cause of the one before, borne out by the facts); ``depth`` the sound
    whys from the start on; ``share`` of the steps of the true chain nearest to it that it holds; ``root``: it ends on
    a root cause by sound whys alone.
    """

    sound: tuple[bool, ...]
    depth: int
    share: float
    root: bool


def whys(links: Sequence[Link], effect: str) -> tuple[tuple[str, ...], ...]:
    """Give every chain from an effect down to a root cause, by links that the facts bear out, the longest first.

    A root cause has no verified cause of its own. SolverError for an effect that no link explains, a ring of causes,
    more than 500 chains.

    Source: Ohno, Toyota Production System, 1988 (ask why five times).

    >>> links = [Link("late", "picked late"), Link("picked late", "no stock"), Link("late", "truck", False)]
    >>> whys(links, "late")
    (('late', 'picked late', 'no stock'),)
    """
    causes: dict[str, list[str]] = {}
    for one in links:
        if one.verified and one.cause not in causes.setdefault(one.effect, []):
            causes[one.effect].append(one.cause)
    if effect not in causes:
        raise SolverError("effect", effect, "known_name", words=", ".join(causes))
    found: list[tuple[str, ...]] = []

    def go_down(chain: tuple[str, ...]) -> None:
        below = causes.get(chain[-1], [])
        if not below:
            found.append(chain)
            if len(found) > MOST_CHAINS:
                raise SolverError("links", len(links), "paths_within", limit=MOST_CHAINS)
        for cause in below:
            if cause in chain:
                raise SolverError("links", cause, "no_ring")
            go_down((*chain, cause))

    go_down((effect,))
    return tuple(sorted(found, key=lambda chain: -len(chain)))


def mark_whys(answer: Sequence[str], links: Sequence[Link], effect: str) -> MarkedChain:
    """Hold a chain of answers to "why?" against what is known to cause what.

    ``answer`` the causes in turn, the effect left out. SolverError as in :func:`whys`.

    Source: definition of the chain: each why answers the one before.

    >>> links = [Link("late", "picked late"), Link("picked late", "no stock"), Link("no stock", "wrong bin")]
    >>> marked = mark_whys(["picked late", "wrong bin"], links, "late")
    >>> marked.sound, marked.depth, round(marked.share, 2), marked.root
    ((True, False), 1, 0.33, False)
    """
    chains = whys(links, effect)
    known = {(one.effect, one.cause) for one in links if one.verified}
    steps = list(zip([effect, *answer], answer, strict=False))
    sound = tuple(step in known for step in steps)
    depth = next((at for at, holds in enumerate(sound) if not holds), len(sound))
    held = {step for step, holds in zip(steps, sound, strict=True) if holds}
    share = max(sum(step in held for step in pairwise(chain)) / (len(chain) - 1) for chain in chains)
    ends = {chain[-1] for chain in chains}
    root = bool(answer) and depth == len(answer) and answer[-1] in ends
    return MarkedChain(sound, depth, share, root)
