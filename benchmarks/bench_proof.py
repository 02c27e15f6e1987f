"""Proving a case: the seconds that the library of 42 would take over 200 seeds on two cores.

The work: ten variants of each case of the library through every check of the proof, on one core; the slowest case
counts for all 42, halved for two cores. There is no peer: the time is held against the project's own limit of ten
minutes.
"""

from __future__ import annotations

from functools import partial

from benchmarks.measure import Contestant, Result, on_one_thread, take_turns
from cases.case import Case
from cases.library import load, slugs
from cases.proof import prove_share

ROUNDS = 3
VARIANTS = 10
LIBRARY, SEEDS, CORES = 42, 200, 2
LONGEST = 600.0


def _prove(case: Case, first: list[int]) -> None:
    first[0] += VARIANTS  # never the same variants twice: a reference once searched is kept
    prove_share(case, first[0], VARIANTS)


def run() -> list[Result]:
    """Measure each case of the library."""
    results = []
    for slug in slugs():
        work = on_one_thread(partial(_prove, load(slug), [100_000]))
        rates = take_turns({slug: Contestant(VARIANTS, work)}, ROUNDS)[slug].per_round
        whole = sorted(LIBRARY * SEEDS / CORES / rate for rate in rates)
        middle = whole[len(whole) // 2]
        note = f"{1000 * middle * CORES / LIBRARY / SEEDS:.0f} ms a variant and core"
        results.append(
            Result(f"42 cases like {slug}", middle, LONGEST, LONGEST / middle, "s, peer = limit", note,
                   LONGEST / whole[-1], LONGEST / whole[0], 1)
        )  # fmt: skip
    return results
