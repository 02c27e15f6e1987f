"""Which variant each candidate sits: decided by the assessment's seeds alone, so that it can be found again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cases.variant import MAX_SEED
from sim.streams import stream

# Seeds stay short enough to be read aloud. A prime: stepping through it never meets the same seed twice.
PRIME: Final = 999_983
_AGAIN: Final = 10_007


def sound(seeds: Mapping[str, Any]) -> bool:
    """Whether `seeds` is {"same": n}, {"each": n} or {"list": [n, …]} with seeds that a case can be drawn from."""
    if len(seeds) != 1:
        return False
    (kind, value), *_ = seeds.items()
    if kind == "list":
        return isinstance(value, list | tuple) and bool(value) and all(map(_is_seed, value))
    return kind in ("same", "each") and _is_seed(value)


def seed_of(seeds: Mapping[str, Any], candidate_number: int, paper_number: int, attempt: int = 0) -> int:
    """The seed of a candidate's paper, both numbered from 1; `attempt` counts the papers voided before it.

    "same" gives everybody its seed, "list" deals its seeds by candidate number, "each" gives every candidate a
    seed of their own: no two candidates of a paper share one. An attempt after a voided one always gets a seed
    derived as by "each".
    """
    (kind, value), *_ = seeds.items()
    if attempt == 0 and kind == "same":
        return int(value)
    if attempt == 0 and kind == "list":
        return int(value[(candidate_number - 1) % len(value)])
    base = int(value[0] if kind == "list" else value)
    drawn = stream(base, "exam", "paper", paper_number)
    first, step = (int(drawn.random() * (PRIME - 1)) for _ in range(2))
    place = candidate_number + _AGAIN * attempt
    return 1 + (first + place * (step + 1)) % PRIME


def _is_seed(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_SEED
