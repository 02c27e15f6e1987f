"""Proving cases in several processes: the seeds of each case are shared out, the findings put together.

The shares have a fixed size and are put together in the order of the seeds, so that the report is the same
however many processes take them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from app.commands.errors import CommandError
from app.commands.library import UNKNOWN
from app.i18n import Translator

if TYPE_CHECKING:
    from cases.problem import Problem
    from cases.proof import CaseReport

SHARE = 25


@dataclass(frozen=True)
class Part:
    """What a share of the seeds gave: problems, the stock answers' share of each variant, rejected draws."""

    problems: tuple[Problem, ...]
    shares: tuple[float, ...]
    rejected: int


def prove(
    names: Sequence[str], seeds: int, jobs: int, t: Translator, *, say: Callable[[str], None]
) -> list[dict[str, Any]]:
    """The report of each case over seeds 0 to seeds - 1, in the shape of `case check --json`.

    `jobs` processes share the work; the report does not depend on how many. A case that cannot be loaded is a
    report too; a name that is neither a slug nor a folder raises CommandError before any work.
    """
    loaded = [_loaded(name, t) for name in names]
    ranges = [(first, min(SHARE, seeds - first)) for first in range(0, seeds, SHARE)]
    workers = min(jobs, len(names) * len(ranges))
    context = get_context("spawn")  # a fork would copy numba's threads in an unknown state
    with ProcessPoolExecutor(workers, mp_context=context) if workers > 1 else nullcontext() as executor:
        waiting = [
            None if not report.ok else [_start(executor, name, *one) for one in ranges]
            for name, report in zip(names, loaded, strict=True)
        ]
        reports = []
        for name, report, parts in zip(names, loaded, waiting, strict=True):
            say(t("cli.case.check.running", name=name, seeds=seeds))
            proven = report if parts is None else _together(name, [part() for part in parts])
            reports.append(proven.as_dict(t.lang))
        return reports


def prove_share(name: str, first: int, count: int) -> Part:
    """Proves one case over seeds first to first + count - 1; stops early when it is hopeless."""
    from cases.library import load  # noqa: PLC0415  (slow floor, see app/commands)
    from cases.problem import DrawError  # noqa: PLC0415
    from cases.proof import MAX_PROBLEMS, check_variant, stock_share  # noqa: PLC0415
    from cases.variant import draw  # noqa: PLC0415

    case = load(name)
    problems: list[Problem] = []
    shares: list[float] = []
    rejected = 0
    for seed in range(first, first + count):
        try:
            variant = draw(case, seed)
        except DrawError as error:
            problems.extend(error.problems)
            continue
        rejected += variant.rejected
        problems.extend(check_variant(variant))
        shares.append(stock_share(variant))
        if len(problems) >= MAX_PROBLEMS:
            break
    return Part(tuple(problems[:MAX_PROBLEMS]), tuple(shares), rejected)


def _start(executor: Executor | None, name: str, first: int, count: int) -> Callable[[], Part]:
    if executor is None:
        return lambda: prove_share(name, first, count)
    return executor.submit(prove_share, name, first, count).result


def _together(name: str, parts: Sequence[Part]) -> CaseReport:
    from cases.library import load  # noqa: PLC0415  (slow floor, see app/commands)
    from cases.proof import MAX_PROBLEMS, CaseReport  # noqa: PLC0415
    from cases.proof import _over_all as over_all  # noqa: PLC0415

    case = load(name)
    shares = [share for part in parts for share in part.shares]
    problems = [problem for part in parts for problem in part.problems]
    problems.extend(over_all(case, shares, sum(part.rejected for part in parts)))
    return CaseReport(case.slug, len(shares), tuple(problems[:MAX_PROBLEMS]))


def _loaded(name: str, t: Translator) -> CaseReport:
    from cases.proof import check_case  # noqa: PLC0415  (slow floor, see app/commands)

    report = check_case(name, seeds=0)
    if any(problem.code == UNKNOWN for problem in report.problems):
        raise CommandError(None, text="\n".join(problem.explain(t.lang) for problem in report.problems))
    return report
