"""``python -m tests.mutation``: every mutant of the marking code against the oracles, or some of each file.

A mutant is tried in a fork of one process that has all imported: some ten milliseconds. The libraries that
mutate code (mutmut, cosmic-ray) start a test run for each, with its collection and its fixtures, which is more
than a minute's budget allows for some two thousand mutants; and their verdict then hangs on every test.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "cases")]

if os.environ.get("PYTHONHASHSEED") != "0":  # a set's order must not decide which mutants are caught
    os.execve(
        sys.executable,
        [sys.executable, "-m", "tests.mutation", *sys.argv[1:]],
        {**os.environ, "PYTHONHASHSEED": "0"},
    )

from sim.streams import stream  # noqa: E402 - the paths come first
from tests.mutation.equivalents import equivalent  # noqa: E402
from tests.mutation.mutants import Mutant  # noqa: E402
from tests.mutation.registry import LOOKED_AT, all_mutants, modules, oracles  # noqa: E402
from tests.mutation.running import Fate, check, run  # noqa: E402

SEED = 2026


def chosen(file: str, most: int | None) -> list[Mutant]:
    """A file's mutants; at most ``most`` of them, drawn from a fixed stream, in the order of the file."""
    found = all_mutants(file)
    if most is None or len(found) <= most:
        return list(found)
    places = stream(SEED, "mutation", file).permutation(len(found))[:most]
    return [found[place] for place in sorted(int(one) for one in places)]


def main() -> int:
    """Run, print what survived, return 1 if anything did."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("files", nargs="*", help="files of the marking code (all by default)")
    parser.add_argument(
        "--most", type=int, default=None, help="at most so many mutants a file (all by default)"
    )
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--list", action="store_true", help="list the mutants, run nothing")
    given = parser.parse_args()
    files = given.files or list(LOOKED_AT)
    picked = [mutant for file in files for mutant in chosen(file, given.most)]
    if given.list:
        sys.stdout.write("\n".join(map(str, picked)) + "\n")
        return 0
    start, listed = time.monotonic(), equivalent()
    seconds = check(files, oracles)
    gc.collect()
    gc.freeze()  # what is held by now is never collected: the children share it
    fates: Counter[Fate] = Counter()
    survivors, stale = [], []
    for result in run(picked, oracles, modules(), given.workers):
        fates[result.fate] += 1
        known = listed.get(result.mutant.key)
        if result.fate is Fate.SURVIVED and known is None:
            survivors.append(result.mutant)
        if result.fate is not Fate.SURVIVED and known is not None:
            stale.append(f"listed as equivalent, yet caught: {result.mutant}")
    if given.most is None:
        keys = {mutant.key for mutant in picked}
        stale += [
            f"listed as equivalent, yet no mutant: {key}"
            for key in listed
            if key not in keys and key.partition(" ")[0] in files
        ]
    lines = [f"survived: {one}" for one in sorted(survivors, key=lambda one: (one.file, one.number))]
    lines += [*sorted(stale), f"oracles on the code as it is: {sum(seconds.values()):.2f} s of processor"]
    lines.append(
        f"{len(picked)} mutants of {len(files)} files in {time.monotonic() - start:.0f} s: "
        f"{fates[Fate.KILLED]} killed, {fates[Fate.TIMED_OUT]} timed out, {fates[Fate.SURVIVED]} survived, "
        f"of which {fates[Fate.SURVIVED] - len(survivors)} equivalent"
    )
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if survivors or stale else 0


if __name__ == "__main__":
    sys.exit(main())
