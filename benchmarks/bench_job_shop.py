"""Job shops against the clock: ft10 to proven optimality, and Taillard's ta01 with its gap after 10 seconds.

ft10 (Fisher & Thompson 1963, 930) stood unproven for a quarter of a century. ta01 (Taillard 1993, 15 × 15, 1231) is
made again from its published seeds. Four workers, as many as help on two cores; their value and bound are measured,
not their plan, which is another one each time. The peer of the proof is a limit of 60 s; the peer of ta01's value
and of its bound is the optimum that lies between them.
"""

from __future__ import annotations

import time

from benchmarks.measure import Result
from solvers.scheduling.best_shop import best_shop_value
from solvers.scheduling.shop import Shop, job_shop
from solvers.scheduling.taillard import taillard_job_shop

FT10 = """
0 29 1 78 2 9 3 36 4 49 5 11 6 62 7 56 8 44 9 21
0 43 2 90 4 75 9 11 3 69 1 28 6 46 5 46 7 72 8 30
1 91 0 85 3 39 2 74 8 90 5 10 7 12 6 89 9 45 4 33
1 81 2 95 0 71 4 99 6 9 8 52 7 85 3 98 9 22 5 43
2 14 0 6 1 22 5 61 3 26 4 69 8 21 7 49 9 72 6 53
2 84 1 2 5 52 3 95 8 48 9 72 0 47 6 65 4 6 7 25
1 46 0 37 3 61 2 13 6 32 5 21 9 32 8 89 7 30 4 55
2 31 0 86 1 46 5 74 4 32 6 88 8 19 9 48 7 36 3 79
0 76 1 69 3 76 5 51 2 85 9 11 6 40 7 89 4 26 8 74
1 85 0 13 2 61 6 7 8 64 9 76 5 47 3 52 4 90 7 45"""
OPTIMUM_FT10, OPTIMUM_TA01 = 930, 1231
ROUNDS = 3
LONGEST_PROOF = 60.0  # seconds
SEARCH = 10.0  # seconds


def run() -> list[Result]:
    """Measure and return the lines of the table."""
    return [_proof(), *_gap()]


def ft10() -> Shop:
    """The job shop of Fisher and Thompson, ten orders on ten machines."""
    rows = [[int(figure) for figure in row.split()] for row in FT10.strip().splitlines()]
    return job_shop(
        {
            f"J{at}": [(f"M{machine}", time) for machine, time in zip(row[::2], row[1::2], strict=True)]
            for at, row in enumerate(rows, 1)
        }
    )


def _proof() -> Result:
    best_shop_value(ft10(), seconds=0.5)  # loads the engine
    times: list[float] = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        found = best_shop_value(ft10(), seconds=LONGEST_PROOF)
        times.append(time.perf_counter() - start)
        if found.proven and found.value != OPTIMUM_FT10:
            raise AssertionError(f"ft10 is {OPTIMUM_FT10}, not {found.value}")
        if not found.proven:
            times[-1] = LONGEST_PROOF * 2  # a proof that is not there yet meets no limit
    times.sort()
    middle = times[len(times) // 2]
    return Result(
        "ft10 to proven optimality",
        middle,
        LONGEST_PROOF,
        LONGEST_PROOF / middle,
        "s, peer = limit",
        f"makespan {OPTIMUM_FT10}, four workers",
        LONGEST_PROOF / times[-1],
        LONGEST_PROOF / times[0],
        1,
    )


def _gap() -> list[Result]:
    shop = taillard_job_shop(15, 15, 840612802, 398197754)
    found = sorted(
        (best_shop_value(shop, seconds=SEARCH) for _ in range(ROUNDS)), key=lambda one: (one.gap, one.value)
    )
    if any(one.bound > OPTIMUM_TA01 or one.value < OPTIMUM_TA01 for one in found):
        raise AssertionError(f"ta01 is {OPTIMUM_TA01}, outside of {found}")
    middle = found[len(found) // 2]
    values = [OPTIMUM_TA01 / one.value for one in found]
    bounds = [one.bound / OPTIMUM_TA01 for one in found]
    gaps = ", ".join(f"{100 * one.gap:.1f} %" for one in found)
    return [
        Result(
            f"ta01, makespan after {SEARCH:g} s", middle.value, OPTIMUM_TA01, OPTIMUM_TA01 / middle.value,
            "peer = optimum", f"gaps of the runs: {gaps}", min(values), max(values),
        ),
        Result(
            f"ta01, bound after {SEARCH:g} s", middle.bound, OPTIMUM_TA01, middle.bound / OPTIMUM_TA01,
            "peer = optimum", "of the same runs", min(bounds), max(bounds),
        ),
    ]  # fmt: skip
