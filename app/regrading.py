"""Papers handed in, marked again: what a regrade would change, and whether every past grade recomputes.

Between the store and the marking, for the trainer's command and pages; nothing is written here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from app.i18n import LANGUAGES
from app.store import AssessmentRow, GradeRow, OverrideRow, PaperRow, SavedAnswer, Store
from cases.answers import Answer
from cases.assessment import Override
from cases.case import Case
from cases.policy import Policy
from cases.problem import CaseError, Problem
from cases.regrade import Difference, Handed, regrade

Load = Callable[[str, int | None], Case]


@dataclass(frozen=True)
class Regraded:
    """One paper under another version: its difference, or the problems that keep it from being marked again."""

    paper: PaperRow
    difference: Difference | None
    problems: tuple[Problem, ...] = ()

    @property
    def due(self) -> bool:
        """Whether applying the regrade gives this paper a new grade; a result that a jury validated keeps its own."""
        one = self.difference
        final = self.paper.sitting.validated
        return not final and one is not None and one.applicable and (one.changed or one.recoded)

    def as_dict(self, lang: str) -> dict[str, Any]:
        """The shape of a paper in ``logitrain regrade --json``."""
        found = self.difference.as_dict() if self.difference is not None else {}
        return {**_named(self.paper), "due": self.due, **found, "problems": _told(self.problems, lang)}


@dataclass(frozen=True)
class Verified:
    """One grade recomputed with its own version: the difference found, or why it could not be recomputed."""

    paper: PaperRow
    grade: GradeRow
    version: int
    difference: Difference | None
    problems: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the grade recomputes to the same figures."""
        return self.difference is not None and not self.difference.changed

    def as_dict(self, lang: str) -> dict[str, Any]:
        """The shape of a grade in ``logitrain regrade --verify --json``."""
        found = self.difference.as_dict() if self.difference is not None else {}
        named = {**_named(self.paper), "grade": self.grade.number, "version": self.version, "ok": self.ok}
        return {**named, **found, "problems": _told(self.problems, lang)}


def _named(paper: PaperRow) -> dict[str, Any]:
    sitting = paper.sitting
    return {
        "sitting": sitting.id,
        "learner": {"id": paper.learner.id, "name": paper.learner.name},
        "case": sitting.case_slug,
        "seed": sitting.seed,
        "sat_version": sitting.case_version,
    }


def _told(problems: Sequence[Problem], lang: str) -> list[str]:
    return [problem.explain(lang) for problem in problems]


def handed(
    paper: PaperRow,
    assessments: Mapping[str, AssessmentRow] | None = None,
    overrides: Mapping[str, OverrideRow] | None = None,
) -> Handed:
    """A paper as marking takes it; ``assessments`` and ``overrides`` are those that stand unless others are given.

    Raises PolicyError when the sitting's rules cannot be read.
    """
    standing = paper.assessments if assessments is None else assessments
    return Handed(
        seed=paper.sitting.seed,
        answers={name: as_answer(row) for name, row in paper.answers.items()},
        policy=Policy.from_dict(paper.sitting.policy),
        hints=paper.hints,
        rungs=paper.rungs,
        assessments={name: row.assessment for name, row in standing.items()},
        overrides=overrides_of(paper.overrides if overrides is None else overrides),
        questions=paper.sitting.questions,
    )


def overrides_of(rows: Mapping[str, OverrideRow]) -> dict[str, Override]:
    """The decisions that count as marking takes them, by question."""
    return {name: row.override for name, row in rows.items() if row.override is not None}


def as_answer(row: SavedAnswer) -> Answer:
    """A saved answer as marking takes it."""
    return Answer(row.raw, next((lang for lang in LANGUAGES if lang == row.lang), "fr"))


# -- under another version -----------------------------------------------------------------------------
def regraded(papers: Sequence[PaperRow], target: Case, load: Load) -> Iterator[Regraded]:
    """Each paper marked with ``target`` beside the grade that stands; ``load`` finds the version that was sat."""
    kept = cache(load)
    for paper in papers:
        version = paper.sitting.case_version
        try:
            sat = kept(paper.sitting.case_slug, version) if version != target.version else None
            yield Regraded(paper, regrade(target, handed(paper), paper.grade.marked, sat))
        except CaseError as error:
            yield Regraded(paper, None, error.problems)


# -- under its own version -----------------------------------------------------------------------------
def verified(store: Store, papers: Sequence[PaperRow], load: Load) -> Iterator[Verified]:
    """Every grade of every paper recomputed from the raw answers, with the version that it was marked with."""
    kept = cache(load)
    for paper in papers:
        owner = (paper.sitting.id, paper.sitting.learner_id)
        history = store.assessment_history(*owner) if paper.assessments else ()
        decided = store.override_history(*owner)
        for grade in paper.grades:
            version = grade.case_version if grade.case_version is not None else paper.sitting.case_version
            try:
                case = kept(paper.sitting.case_slug, version)
                at = _first(paper.grades, grade).at
                given = handed(
                    paper, _standing(history, at), {row.question_id: row for row in decided if row.at <= at}
                )
                yield Verified(paper, grade, version, regrade(case, given, grade.marked))
            except CaseError as error:
                yield Verified(paper, grade, version, None, error.problems)


def _standing(history: Sequence[AssessmentRow], at: datetime) -> dict[str, AssessmentRow]:
    """The assessments that counted at a moment: of each question the trainer's last, else the learner's last."""
    found: dict[str, AssessmentRow] = {}
    for row in history:
        before = found.get(row.question_id)
        if row.at <= at and (before is None or row.by == "trainer" or before.by != "trainer"):
            found[row.question_id] = row
    return found


def _first(grades: Sequence[GradeRow], grade: GradeRow) -> GradeRow:
    """The grade that ``grade`` puts back when it undoes a regrade: it was marked then; else itself."""
    undoes = any(one.regrade_id == grade.regrade_id and one.number < grade.number for one in grades)
    if grade.regrade_id is None or not undoes:
        return grade
    return next(one for one in grades if one.marked == grade.marked)
