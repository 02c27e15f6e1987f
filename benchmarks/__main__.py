"""Run the benchmarks: ``python3 run.py bench`` for all of them, ``python3 run.py bench SUBJECT`` for one.

Each benchmarks/bench_<subject>.py has a function ``run() -> list[Result]``. The table goes to the terminal and
everything to benchmarks/results/<subject>.json, with the machine and the versions, for a figure without them
says nothing.
"""

from __future__ import annotations

import argparse
import dataclasses
import importlib
import importlib.metadata
import json
import os
import platform
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.measure import Result

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results"
LIBRARIES = ("numpy", "numba", "ortools", "scipy", "simpy", "streamlit")


def subjects(folder: Path = HERE) -> list[str]:
    """List the subjects there is a benchmark for, in alphabetical order."""
    return sorted(path.stem.removeprefix("bench_") for path in folder.glob("bench_*.py"))


def figure(value: float) -> str:
    """Write a figure to three significant digits, thousands apart."""
    if abs(value) >= 1000:
        return f"{float(f'{value:.3g}'):,.0f}".replace(",", " ")
    return f"{value:.3g}"


def table(results: Sequence[Result]) -> str:
    """Lay the results out as text: one line each, then their notes."""
    head = ("", "ours", "peer", "unit", "ratio", "lowest–highest", "goal")
    rows = [head]
    for one in results:
        spread = (
            "" if one.lowest is None or one.highest is None else f"{figure(one.lowest)}–{figure(one.highest)}"
        )
        goal = "" if one.goal is None else f"≥ {figure(one.goal)} {'met' if one.met else 'MISSED'}"
        rows.append((one.name, figure(one.ours), figure(one.peer), one.unit, figure(one.ratio), spread, goal))
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    notes = [f"  {one.name}: {one.note}" for one in results if one.note]
    return "\n".join([*lines, "", *notes] if notes else lines)


def machine() -> dict[str, Any]:
    """Describe the machine and the versions that the figures hold for."""
    model = platform.processor() or platform.machine()
    described = Path("/proc/cpuinfo")
    if described.exists():
        names = [
            line
            for line in described.read_text(encoding="utf-8").splitlines()
            if line.startswith("model name")
        ]
        model = names[0].split(":", 1)[1].strip() if names else model
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {
        "system": platform.platform(),
        "processor": model,
        "processors": usable,
        "load_before": load,
        "python": platform.python_version(),
        "libraries": {name: importlib.metadata.version(name) for name in LIBRARIES},
    }


def report(
    subject: str, results: Sequence[Result], context: dict[str, Any], measured_at: datetime
) -> dict[str, Any]:
    """Gather what goes into the JSON file of one subject."""
    lines = [{**dataclasses.asdict(one), "met": one.met} for one in results]
    return {
        "subject": subject,
        "measured_at": measured_at.isoformat(timespec="seconds"),
        **context,
        "results": lines,
    }


def main(arguments: Sequence[str], clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> int:
    """Run the benchmarks asked for; returns 0 when they ran, whatever they measured, 2 for an unknown subject."""
    parser = argparse.ArgumentParser(prog="run.py bench", description="Measure against peers, side by side.")
    parser.add_argument("subject", nargs="?", help=f"one of: {', '.join(subjects()) or 'none yet'}")
    asked = parser.parse_args(arguments).subject
    if asked is not None and asked not in subjects():
        print(f"No benchmark is called {asked!r}; there are: {', '.join(subjects())}.", file=sys.stderr)
        return 2
    for subject in [asked] if asked else subjects():
        context = machine()
        busy, processors = context["load_before"], context["processors"]
        print(f"\n=== {subject} ({context['processor']}, {processors} processors)", flush=True)
        if busy is not None and processors and busy > processors / 2:
            print(f"The machine is busy (load {busy:.1f}): expect lower and less steady figures.", flush=True)
        results = importlib.import_module(f"benchmarks.bench_{subject}").run()
        print(table(results))
        RESULTS.mkdir(exist_ok=True)
        path = RESULTS / f"{subject}.json"
        written = json.dumps(report(subject, results, context, clock()), indent=1, ensure_ascii=False)
        path.write_text(written + "\n", encoding="utf-8")
        print(f"\n-> {path.relative_to(HERE.parent)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
