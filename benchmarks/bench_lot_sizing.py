"""Wagner and Whitin over ten years of days: the queue of lines against the recursion by its planning horizon.

One unit of work is one horizon of 3 650 periods with a need in three periods out of four. The peer is the recursion
as textbooks print it, over every order of the planning horizon with running sums, in plain Python; the recursion
without the planning horizon, quadratic in the periods, is the second. All three must find the same cost. The order
costs differ in how many periods a lot lasts, which is what the recursion pays for and the queue does not.
"""

from __future__ import annotations

from benchmarks.measure import Contestant, Result, compare, limit, on_one_thread, take_turns
from sim.streams import stream
from solvers.planning.lots.wagner_whitin import wagner_whitin

SEED = 20261121
ROUNDS = 5
PERIODS = 3_650
SETUPS = {"short lots": 400.0, "long lots": 40_000.0}


def needs() -> list[float]:
    """Whole needs of 0 to 99, none in one period out of four."""
    draw = stream(SEED, "bench", "lot_sizing")
    return [float(draw.integers(0, 100)) if draw.random() < 0.75 else 0.0 for _ in range(PERIODS)]


def recursion(wanted: list[float], setup: float, holding: float, horizon: bool) -> float:
    """F(t) = min over j of F(j − 1) + setup + the holding of the needs of j to t."""
    best, earliest = [0.0], 0
    for t, need in enumerate(wanted):
        if need == 0:
            best.append(best[-1])
            continue
        least, chosen, held, kept = float("inf"), t, 0.0, 0.0
        for j in range(t, (earliest if horizon else 0) - 1, -1):
            # Going back one period, all the needs after j are kept one period longer.
            held += holding * kept
            kept += wanted[j]
            cost = best[j] + setup + held
            if cost < least:
                least, chosen = cost, j
            if not horizon and j == 0:
                break
        earliest = chosen
        best.append(least)
    return best[-1]


def run() -> list[Result]:
    """Measure and return the lines of the table."""
    wanted, results = needs(), []
    for name, setup in SETUPS.items():
        ours = wagner_whitin(wanted, setup, 1.0).cost
        theirs = {recursion(wanted, setup, 1.0, horizon) for horizon in (True, False)}
        if theirs != {ours}:
            raise AssertionError(f"the queue finds {ours}, the recursions {theirs}")
        rates = take_turns(
            {
                "queue": Contestant(1, on_one_thread(lambda s=setup: wagner_whitin(wanted, s, 1.0))),
                "horizon": Contestant(1, on_one_thread(lambda s=setup: recursion(wanted, s, 1.0, True))),
                "every": Contestant(1, on_one_thread(lambda s=setup: recursion(wanted, s, 1.0, False))),
            },
            ROUNDS,
        )
        unit = "horizons/CPU s"
        results += [
            compare(f"{name}: queue / planning horizon", rates["queue"], rates["horizon"], unit),
            compare(f"{name}: queue / every order", rates["queue"], rates["every"], unit, goal=50),
            limit(f"{name}: time", rates["queue"], 20, "checks of the figures and the plan's costs included"),
        ]
    return results
