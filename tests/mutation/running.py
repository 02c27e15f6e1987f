"""Running the oracles against each mutant, each in a process of its own that ends with it."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from tests.mutation.applying import NotApplied, RefusedAtOnce, put
from tests.mutation.mutants import Mutant

CPU_SECONDS = 3.0  # a mutant may loop for ever
WALL_SECONDS = 60.0
PASSED, FAILED, BROKEN = 0, 1, 3

Oracle = Callable[[], None]


class Fate(Enum):
    """What became of a mutant."""

    KILLED = "killed"
    TIMED_OUT = "timed out"
    SURVIVED = "survived"


@dataclass(frozen=True)
class Result:
    """A mutant and its fate."""

    mutant: Mutant
    fate: Fate


class HarnessError(RuntimeError):
    """The oracles fail on the code as it is, or a mutant could not be put in place."""


def run(
    chosen: Iterable[Mutant], oracles: Callable[[str], Iterable[Oracle]], again: tuple[str, ...], workers: int
) -> Iterator[Result]:
    """Run the oracles of each mutant's file against it; results come as they end.

    ``oracles`` gives those of a file, and is called in the child: with a changed class the modules ``again``
    have been read again by then. Raises HarnessError.
    """
    waiting = list(chosen)[::-1]
    running: dict[int, Mutant] = {}
    try:
        while waiting or running:
            while waiting and len(running) < workers:
                mutant = waiting.pop()
                running[_child(mutant, oracles, again)] = mutant
            child, status = os.waitpid(-1 if len(running) > 1 else next(iter(running)), 0)
            if child in running:
                mutant = running.pop(child)
                yield Result(mutant, _fate(mutant, status))
    finally:
        for child in running:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)


def check(files: Iterable[str], oracles: Callable[[str], Iterable[Oracle]]) -> dict[str, float]:
    """The seconds that each file's oracles take on the code as it is; raises what one of them raises."""
    found = {}
    for file in files:
        start = time.process_time()
        for oracle in oracles(file):
            oracle()
        found[file] = time.process_time() - start
    return found


def _fate(mutant: Mutant, status: int) -> Fate:
    if os.WIFSIGNALED(status):
        if os.WTERMSIG(status) in {signal.SIGPROF, signal.SIGALRM}:
            return Fate.TIMED_OUT
        return Fate.KILLED  # recursion without end, memory
    code = os.WEXITSTATUS(status)
    if code == BROKEN:
        raise HarnessError(f"not put in place: {mutant}")
    return Fate.SURVIVED if code == PASSED else Fate.KILLED


def _child(mutant: Mutant, oracles: Callable[[str], Iterable[Oracle]], again: tuple[str, ...]) -> int:
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child:
        return child
    code = BROKEN
    try:
        code = _tried(mutant, oracles, again)
    finally:
        os._exit(code)


def _tried(mutant: Mutant, oracles: Callable[[str], Iterable[Oracle]], again: tuple[str, ...]) -> int:
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
    signal.setitimer(signal.ITIMER_REAL, WALL_SECONDS)
    try:
        put(mutant, again)
    except NotApplied:
        return BROKEN
    except RefusedAtOnce:
        return FAILED
    try:
        for oracle in oracles(mutant.file):
            oracle()
    except BaseException:
        return FAILED
    return PASSED
