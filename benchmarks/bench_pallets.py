"""Pallet layouts of a published set: boxes laid against the area bound, and the time that it takes.

One unit of work is the whole set, nothing remembered between rounds. The peer is the best of the rows that all lie
one way, what a loader does without a plan. Set: Nelissen (1995), Morabito & Morales (1998).
"""

from __future__ import annotations

from benchmarks.measure import Contestant, Result, limit, on_one_thread, take_turns
from solvers.loading.check_layout import Laid, check_layout
from solvers.loading.pallet_layout import area_bound, pallet_layout

ROUNDS = 3
LONGEST_MS = 10_000
FLOORS = (
    (22, 16, 5, 3),
    (30, 22, 7, 4),
    (40, 25, 7, 3),
    (42, 39, 9, 4),
    (46, 34, 11, 4),
    (50, 36, 11, 7),
    (52, 33, 9, 4),
    (53, 51, 9, 7),
    (56, 52, 12, 5),
    (57, 44, 12, 5),
    (86, 82, 15, 11),
    (124, 81, 21, 10),
)


def _laid() -> int:
    """The boxes laid on the whole set, nothing remembered; every layout passes the checker."""
    pallet_layout.cache_clear()
    total = 0
    for length, width, one, other in FLOORS:
        found = pallet_layout(length, width, one, other)
        plan = [Laid("box", place.x, place.y, place.length != one) for place in found.places]
        if check_layout(plan, length, width, {"box": (one, other)}).violations:
            raise AssertionError(f"boxes lie on each other on {length} × {width}")
        total += found.count
    return total


def run() -> list[Result]:
    """Measure and return the lines of the table."""
    laid, bound = _laid(), sum(area_bound(*floor) for floor in FLOORS)
    rows = sum(max((a // c) * (b // d), (a // d) * (b // c)) for a, b, c, d in FLOORS)
    rates = take_turns({"set": Contestant(1, on_one_thread(_laid))}, ROUNDS)
    told = f"{laid} boxes of {bound} that the areas allow; rows one way {rows}"
    return [
        Result(f"{len(FLOORS)} floors: boxes / area bound", laid, bound, laid / bound, "boxes", told, goal=1),
        limit(f"{len(FLOORS)} floors: time", rates["set"], LONGEST_MS, "the whole set, checker included"),
    ]
