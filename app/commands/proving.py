"""Proving cases in several processes: the seeds of each case are shared out, the findings put together.

The shares have a fixed size and are put together in the order of the seeds, so that the report is the same
however many processes take them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, TypeVar

from app.commands.errors import CommandError
from app.commands.library import UNKNOWN
from app.i18n import Translator

if TYPE_CHECKING:
    from cases.problem import Problem
    from cases.proof import CaseReport, Share

SHARE = 25

T = TypeVar("T")


def prove(
    names: Sequence[str],
    seeds: int,
    jobs: int,
    t: Translator,
    *,
    say: Callable[[str], None],
    kept: bool = True,
) -> list[dict[str, Any]]:
    """The report of each case over seeds 0 to seeds - 1, in the shape of `case check --json`.

    With `kept`, what was kept of a case must hold too: its published versions, and once the case is proven the
    outcomes of its simulated learners. `jobs` processes share the work; the report does not depend on how
    many. A case that cannot be loaded is a report too; a name that is neither a slug nor a folder raises
    CommandError before any work.
    """
    from cases.library import load  # noqa: PLC0415  (slow floor, see app/commands)
    from cases.proof import together  # noqa: PLC0415
    from cases.versions import unchanged_since_published  # noqa: PLC0415

    loaded = [_loaded(name, t) for name in names]
    ranges = [(first, min(SHARE, seeds - first)) for first in range(0, seeds, SHARE)]
    workers = min(jobs, len(names) * len(ranges))
    context = get_context("spawn")  # a fork would copy numba's threads in an unknown state
    with ProcessPoolExecutor(workers, mp_context=context) if workers > 1 else nullcontext() as executor:
        waiting = [
            [_start(executor, prove_named, name, *one) for one in ranges] if report.ok else None
            for name, report in zip(names, loaded, strict=True)
        ]
        learners = [
            _start(executor, outcomes_named, name) if report.ok and kept else None
            for name, report in zip(names, loaded, strict=True)
        ]
        reports = []
        for name, report, parts, sat in zip(names, loaded, waiting, learners, strict=True):
            say(t("cli.case.check.running", name=name, seeds=seeds))
            proven = report if parts is None else together(load(name), [part() for part in parts])
            if sat is not None:
                found = [*unchanged_since_published(load(name)), *(sat() if proven.ok else ())]
                proven = replace(proven, problems=(*proven.problems, *found))
            reports.append(proven.as_dict(t.lang))
        return reports


def prove_named(name: str, first: int, count: int) -> Share:
    """The share of one case that seeds first to first + count - 1 make; by name, for another process."""
    from cases.library import load  # noqa: PLC0415  (slow floor, see app/commands)
    from cases.proof import prove_share  # noqa: PLC0415

    return prove_share(load(name), first, count)


def outcomes_named(name: str) -> tuple[Problem, ...]:
    """What simulated learners get today against the snapshot of a case; by name, for another process."""
    from cases.library import load  # noqa: PLC0415  (slow floor, see app/commands)
    from cases.outcomes import out_of_date  # noqa: PLC0415

    return tuple(out_of_date(load(name)))


def _start(executor: Executor | None, work: Callable[..., T], *arguments: object) -> Callable[[], T]:
    if executor is None:
        return lambda: work(*arguments)
    return executor.submit(work, *arguments).result


def _loaded(name: str, t: Translator) -> CaseReport:
    from cases.proof import check_case  # noqa: PLC0415  (slow floor, see app/commands)

    report = check_case(name, seeds=0)
    if any(problem.code == UNKNOWN for problem in report.problems):
        raise CommandError(None, text="\n".join(problem.explain(t.lang) for problem in report.problems))
    return report
