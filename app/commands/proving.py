"""Proving cases in several processes: the seeds of each case are shared out, the findings put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import nullcontext
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from app.commands.errors import CommandError
from app.commands.library import UNKNOWN
from app.i18n import Translator

if TYPE_CHECKING:
    from cases.proof import CaseReport

# The shares have a fixed size, so that the findings are the same however many processes take them.
SHARE = 50
MAX_PROBLEMS = 25


def prove(
    names: Sequence[str], seeds: int, jobs: int, t: Translator, *, say: Callable[[str], None]
) -> list[dict[str, Any]]:
    """The report of each case over seeds 0 to seeds - 1, in the shape of `case check --json`.

    `jobs` processes share the work; the report does not depend on how many. A case that cannot be loaded is a
    report too; a name that is neither a slug nor a folder raises CommandError.
    """
    for name in names:
        _known(name, t)
    shares = [(first, min(SHARE, seeds - first)) for first in range(0, seeds, SHARE)]
    workers = min(jobs, len(names) * len(shares))
    context = get_context("spawn")  # a fork would copy numba's threads in an unknown state
    with ProcessPoolExecutor(workers, mp_context=context) if workers > 1 else nullcontext() as executor:
        waiting = []
        for name in names:
            say(t("cli.case.check.running", name=name, seeds=seeds))
            waiting.append([_start(executor, name, *share) for share in shares])
        return [_together([result() for result in results], t) for results in waiting]


def _start(executor: Executor | None, name: str, first: int, count: int) -> Callable[[], CaseReport]:
    if executor is None:
        return lambda: prove_share(name, first, count)
    future: Future[CaseReport] = executor.submit(prove_share, name, first, count)
    return future.result


def prove_share(name: str, first: int, count: int) -> CaseReport:
    """The report of one case over seeds first to first + count - 1."""
    from cases.proof import check_case  # noqa: PLC0415  (slow floor, see app/commands)

    return check_case(name, seeds=count, first=first)


def _together(parts: Sequence[CaseReport], t: Translator) -> dict[str, Any]:
    # What is wrong with the case itself, not with a variant, is found again in every share: say it once.
    problems = list(dict.fromkeys(problem.explain(t.lang) for part in parts for problem in part.problems))
    return {
        "slug": parts[0].slug,
        "ok": all(part.ok for part in parts),
        "seeds": sum(part.seeds for part in parts),
        "problems": problems[:MAX_PROBLEMS],
    }


def _known(name: str, t: Translator) -> None:
    from cases.library import load  # noqa: PLC0415  (slow floor, see app/commands)
    from cases.problem import CaseError  # noqa: PLC0415

    try:
        load(name)
    except CaseError as error:
        if any(problem.code == UNKNOWN for problem in error.problems):
            raise CommandError(None, text=error.explain(t.lang)) from error
