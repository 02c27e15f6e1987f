"""The process that first reads and then proves a case that somebody brought, under limits it sets itself.

Started by `app.own_case_proof` as a script, with an empty environment: `own_case_child.py FOLDER FIRST SEEDS LIMITS`.
What it finds goes to its standard output, one JSON object a line. Memory, processor time, the size of written files
and the number of processes are limited where the system can (`resource`: Linux, macOS in part); elsewhere, on
Windows, only the time that the starting process waits holds.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

if TYPE_CHECKING:
    from cases.case import Case
    from cases.problem import Problem
    from cases.proof import Share

MAX_WORDS: Final = 1_000  # of one fault: some quote what they found
SPARE_TASKS: Final = 64  # threads of the solvers, beyond what the system runs already


def main(folder: Path, first: int, seeds: int, limits: dict[str, float]) -> None:
    """Read the case, prove it variant by variant, tell what was found."""
    out = _own_output()
    _limit(limits)
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

    def say(**what: Any) -> None:
        out.write(json.dumps(what) + "\n")
        out.flush()

    try:
        _prove(folder, first, seeds, limits["variant_s"], say)
    except MemoryError:
        say(result={"ok": False, "why": "memory", "problems": []})


def _prove(folder: Path, first: int, seeds: int, variant_s: float, say: Any) -> None:
    from cases.load import load_folder  # noqa: PLC0415  (under the limits, and from the path set above)
    from cases.problem import CaseError  # noqa: PLC0415
    from cases.proof import MAX_FAILED_DRAWS, MAX_PROBLEMS, prove_share, together  # noqa: PLC0415

    try:
        case = load_folder(folder)
    except CaseError as error:
        say(result={"ok": False, "why": "faults", "problems": _worded(error.problems[:MAX_PROBLEMS])})
        return
    say(loaded=True)
    parts: list[Share] = []
    failed = 0
    for seed in range(first, first + seeds):
        if not _quick(case, seed, variant_s):
            say(result={"ok": False, "why": "slow", "seed": seed, "problems": []})
            return
        parts.append(prove_share(case, seed, 1))
        failed += parts[-1].seeds == 0
        say(done=seed - first + 1)
        if failed >= MAX_FAILED_DRAWS or sum(len(part.problems) for part in parts) >= MAX_PROBLEMS:
            break
    report = together(case, parts)
    say(
        result={
            "ok": report.ok,
            "why": "" if report.ok else "faults",
            "seeds": report.seeds,
            "problems": _worded(report.problems),
        }
    )


def _quick(case: Case, seed: int, limit_s: float) -> bool:
    """Whether a variant is drawn, shown and marked within the time that a page may take for it."""
    from cases import views  # noqa: PLC0415
    from cases.answers import Answer  # noqa: PLC0415
    from cases.keyfile import key_answers  # noqa: PLC0415
    from cases.load import LANGUAGES  # noqa: PLC0415
    from cases.marking import mark  # noqa: PLC0415
    from cases.variant import draw  # noqa: PLC0415

    start = time.process_time()
    try:
        variant = draw(case, seed)
        for lang in LANGUAGES:
            views.brief(variant, lang)
            views.annexes(variant, lang)
            views.questions(variant, lang)
        mark(variant, {name: Answer(raw) for name, raw in key_answers(variant).items()})
    except MemoryError:
        raise
    except Exception:  # whatever it is, the proof tells it, with its place
        return time.process_time() - start <= limit_s
    return time.process_time() - start <= limit_s


def _worded(problems: tuple[Problem, ...]) -> list[dict[str, str]]:
    return [{lang: problem.explain(lang)[:MAX_WORDS] for lang in ("fr", "en")} for problem in problems]


def _own_output() -> TextIO:
    """The standard output, from now on for this module alone: solvers write to it too."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    silence = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        os.dup2(silence, descriptor)
    return out


def _limit(limits: dict[str, float]) -> None:
    try:
        import resource  # noqa: PLC0415  (not on Windows)
    except ImportError:
        return
    wanted = {
        "RLIMIT_AS": int(limits["memory_bytes"]),
        "RLIMIT_CPU": int(limits["cpu_s"]),
        "RLIMIT_FSIZE": int(limits["file_bytes"]),
        "RLIMIT_CORE": 0,
        "RLIMIT_NPROC": _tasks() + SPARE_TASKS,
    }
    for name, value in wanted.items():
        kind = getattr(resource, name, None)
        if kind is None:
            continue
        try:
            _, hard = resource.getrlimit(kind)
            least = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(kind, (least, least))
        except (ValueError, OSError):  # macOS knows some of the names only
            continue


def _tasks() -> int:
    """How many tasks the system runs now: the limit counts those of the whole account, not of this process."""
    try:
        return int(Path("/proc/loadavg").read_text(encoding="ascii").split()[3].split("/")[1])
    except (OSError, ValueError, IndexError):
        return 4_000


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), json.loads(sys.argv[4]))
