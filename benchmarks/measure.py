"""How things are measured here: side by side in one run, in turn, several times over.

A machine's speed drifts (heat, neighbours on the same host), so figures of two runs cannot be divided by
each other. Contestants therefore take turns within each round, and what is reported is the median over the
rounds of the ratio within a round. Work on one thread is timed in processor seconds (`on_one_thread`), which
waiting for a busy machine does not lengthen; work on several, in seconds of the wall clock (`in_all`).
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

__all__ = ["Contestant", "Rates", "Result", "compare", "in_all", "limit", "on_one_thread", "take_turns"]


@dataclass(frozen=True)
class Contestant:
    """Something to measure: `run` does `work` units and returns the seconds they took."""

    work: float
    run: Callable[[], float]


@dataclass(frozen=True)
class Rates:
    """Units of work per second, one figure per round, in the order of the rounds."""

    per_round: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle figure."""
        return median(self.per_round)


@dataclass(frozen=True)
class Result:
    """One line of a benchmark.

    `ours` and `peer` are medians in `unit`; `ratio` is the median ratio within a round and `lowest`,
    `highest` its extremes; `goal` is the least ratio wanted, None when there is none.
    """

    name: str
    ours: float
    peer: float
    ratio: float
    unit: str
    note: str = ""
    lowest: float | None = None
    highest: float | None = None
    goal: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None without a goal."""
        return None if self.goal is None else self.ratio >= self.goal


def on_one_thread(action: Callable[[], object]) -> Callable[[], float]:
    """Make of an action a function that runs it once and returns the processor seconds it took."""
    return _timed(action, time.process_time)


def in_all(action: Callable[[], object]) -> Callable[[], float]:
    """Make of an action a function that runs it once and returns the seconds it took on the wall clock."""
    return _timed(action, time.perf_counter)


def _timed(action: Callable[[], object], clock: Callable[[], float]) -> Callable[[], float]:
    # The collector runs before, not during: a collection would charge one contestant for another's rubbish.
    def run() -> float:
        gc.collect()
        gc.disable()
        try:
            start = clock()
            action()
            return clock() - start
        finally:
            gc.enable()

    return run


def take_turns(contestants: Mapping[str, Contestant], rounds: int) -> dict[str, Rates]:
    """Run each contestant once per round, in turn, after one round that does not count (caches, compiling).

    Raises ValueError below one round.
    """
    if rounds < 1:
        raise ValueError(f"measure at least one round, not {rounds}")
    rates: dict[str, list[float]] = {name: [] for name in contestants}
    for turn in range(rounds + 1):
        for name, contestant in contestants.items():
            seconds = contestant.run()
            if turn:
                rates[name].append(contestant.work / seconds)
    return {name: Rates(tuple(values)) for name, values in rates.items()}


def compare(
    name: str, ours: Rates, peer: Rates, unit: str, *, note: str = "", goal: float | None = None
) -> Result:
    """Compare two contestants of the same rounds by the median of their ratios."""
    ratios = [mine / theirs for mine, theirs in zip(ours.per_round, peer.per_round, strict=True)]
    return Result(name, ours.median, peer.median, median(ratios), unit, note, min(ratios), max(ratios), goal)


def limit(name: str, seconds: Rates, longest_ms: float, note: str = "") -> Result:
    """Compare a time with the longest allowed (milliseconds): a ratio of 1 or more keeps within it.

    `seconds` are the rates of a contestant whose work is 1.
    """
    times = sorted(1000 / rate for rate in seconds.per_round)
    return Result(
        name,
        median(times),
        longest_ms,
        longest_ms / median(times),
        "ms, peer = limit",
        note,
        longest_ms / times[-1],
        longest_ms / times[0],
        1,
    )
