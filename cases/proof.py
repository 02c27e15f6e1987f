"""The proof of a case: what must hold on every variant before anyone sits it.

A case is proven when no check of ``cases.proof_checks`` finds a problem over the seeds served, and when
stock answers earn next to nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

from cases.answers import Answer
from cases.case import Case
from cases.library import load
from cases.load import LANGUAGES
from cases.marking import mark
from cases.numerals import Lang
from cases.problem import CaseError, DrawError, Problem
from cases.proof_checks import CHECKS, ProofProblem, Prove, caused, where
from cases.quantity_writing import write_number
from cases.variant import Rejection, Variant, draw

SEEDS = 200
MAX_PROBLEMS = 25
MAX_FAILED_DRAWS = 3  # each has tried 200 times already: a case that cannot be drawn is told soon
STOCK_SHARE = 0.05  # of the paper, by figures written without method
GUESS_SHARE = 0.15  # of the paper, by options picked without method
MAX_REJECTED = 10.0


@dataclass(frozen=True)
class Share:
    """What some of the variants gave: problems, what stock answers earn on each, why draws were rejected."""

    seeds: int
    problems: tuple[Problem, ...]
    stock: tuple[tuple[float, float], ...]
    rejections: tuple[Rejection, ...] = ()


@dataclass(frozen=True)
class CaseReport:
    """What the proof of a case found, and what rejected draws: each reason in words, and how many draws."""

    slug: str
    seeds: int
    problems: tuple[Problem, ...]
    rejected: tuple[tuple[Problem, int], ...] = ()

    @property
    def ok(self) -> bool:
        """True when the case is proven."""
        return not self.problems

    def as_dict(self, lang: Lang = "fr") -> dict[str, Any]:
        """The shape of one case in ``logitrain case check --json``."""
        return {
            "slug": self.slug,
            "ok": self.ok,
            "seeds": self.seeds,
            "problems": [problem.explain(lang) for problem in self.problems],
            "rejected": [
                {"reason": problem.explain(lang), "draws": count} for problem, count in self.rejected
            ],
        }


def check_case(slug: str | Path, seeds: int = SEEDS, first: int = 0) -> CaseReport:
    """Prove a case over ``seeds`` variants from ``first`` on; a folder that cannot be loaded is a report too."""
    name = slug if isinstance(slug, str) else slug.name
    try:
        case = load(slug)
    except CaseError as error:
        return CaseReport(Path(name).name or name, 0, error.problems)
    return together(case, [prove_share(case, first, seeds)])


def prove_share(case: Case, first: int, count: int) -> Share:
    """Prove the variants of seeds ``first`` to ``first + count - 1``; stop early when it is hopeless."""
    problems: list[Problem] = []
    stock: list[tuple[float, float]] = []
    rejections: list[Rejection] = []
    proven = failed = 0
    for seed in range(first, first + count):
        try:
            variant = draw(case, seed)
        except DrawError as error:
            problems.extend(error.problems)
            failed += 1
            if failed >= MAX_FAILED_DRAWS:
                break
            continue
        proven += 1
        rejections.extend(variant.rejections)
        found = list(check_variant(variant))
        problems.extend(found)
        if not found:
            stock.append(stock_shares(variant))
        if len(problems) >= MAX_PROBLEMS:
            break
    return Share(proven, tuple(problems[:MAX_PROBLEMS]), tuple(stock), tuple(rejections))


def together(case: Case, parts: Sequence[Share]) -> CaseReport:
    """The report of a case from the shares of its variants, in their order."""
    problems = [problem for part in parts for problem in part.problems]
    stock = [earned for part in parts for earned in part.stock]
    seeds = sum(part.seeds for part in parts)
    rejections = Counter(one for part in parts for one in part.rejections)
    problems.extend(_over_all(case, stock, rejections.total(), seeds))
    return CaseReport(
        case.slug,
        seeds,
        tuple(problems[:MAX_PROBLEMS]),
        tuple((_reason(case, one), count) for one, count in rejections.most_common()),
    )


def _reason(case: Case, one: Rejection) -> Problem:
    """A reason for rejecting a draw, with its line in the case file."""
    code = one.code.replace("draw_", "rejected_")
    return Problem(code, f"{case.slug}/case.yaml", case.lines.get(one.place), {"what": one.named})


def check_variant(variant: Variant) -> Iterator[Problem]:
    """Every problem of one variant, once each; whatever a check raises is a problem too."""
    told: set[str] = set()
    for prove in CHECKS:
        for problem in _proved(prove, variant):
            if (words := problem.explain("en")) not in told:
                told.add(words)
                yield problem


def _proved(prove: Prove, variant: Variant) -> Iterator[Problem]:
    try:
        yield from prove(variant)
    except Exception as error:  # a proof tells what fails, it never fails itself
        yield caused(variant, "proof_failed", _culprit(variant), error)


def _culprit(variant: Variant) -> str:
    """The place of the first value of the graph that cannot be computed, if there is one."""
    scope = variant.scope()
    for name in variant.case.graph.order:
        try:
            scope.value(name)
        except Exception:  # whatever it is, the place is what is looked for
            return where(variant.case, name)
    return ""


# -- over all seeds ------------------------------------------------------------------------------------
def stock_shares(variant: Variant) -> tuple[float, float]:
    """What a learner without method earns of the paper: by figures (1, 1, 0), and by options picked by chance."""
    scope = variant.scope()
    figures = cycle("110")
    answers: dict[str, Answer] = {}
    by_chance = 0.0
    for question in variant.case.questions:
        chance = question.chance(scope)
        if chance is None:
            answers[question.id] = Answer(question.stock(figures))
        else:
            by_chance += question.points * chance
    marked = mark(variant, answers)
    return marked.score / marked.max_score, by_chance / marked.max_score


def _over_all(
    case: Case, shares: Sequence[tuple[float, float]], rejected: int, seeds: int = 0
) -> Iterator[Problem]:
    for place, limit in enumerate((STOCK_SHARE, GUESS_SHARE) if shares else ()):
        if (share := sum(both[place] for both in shares) / len(shares)) > limit:
            params = {"share": _percent(share, 1), "limit": _percent(limit, 0)}
            yield Problem("proof_stock", f"{case.slug}/case.yaml", None, params)
    drawn = seeds or len(shares)
    if drawn and (mean := rejected / drawn) > MAX_REJECTED:
        yield Problem("proof_rejected", f"{case.slug}/case.yaml", None, {"mean": mean})


def _percent(share: float, decimals: int) -> dict[str, str]:
    return {lang: write_number(share, lang, decimals=decimals, style="percent") for lang in LANGUAGES}


__all__ = [
    "CHECKS",
    "CaseReport",
    "ProofProblem",
    "Share",
    "check_case",
    "check_variant",
    "prove_share",
    "together",
]
