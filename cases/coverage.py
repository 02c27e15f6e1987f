"""Which criteria the library exercises: criterion, case and question, with the kind of evidence of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cases.case import Case
from cases.library import load, slugs
from cases.problem import CaseError, Problem
from cases.referentials import Criterion, criteria


@dataclass(frozen=True)
class Exercise:
    """A scored item that exercises a criterion: its case and question, its points, its kind of evidence."""

    case: str
    question: str
    item: str
    points: float
    kind: str

    @property
    def name(self) -> str:
        """The question, and the item where the question has several."""
        return self.question if self.item == self.question else f"{self.question}.{self.item}"

    def as_dict(self) -> dict[str, Any]:
        """The exercise as plain JSON data."""
        return {
            "case": self.case,
            "question": self.question,
            "item": self.item,
            "points": self.points,
            "kind": self.kind,
        }


@dataclass(frozen=True)
class CriterionCoverage:
    """A criterion, covered or not; the exercises stand in the order of the cases and of their questions."""

    criterion: Criterion
    exercises: tuple[Exercise, ...]

    @property
    def items(self) -> int:
        """How many scored items exercise it."""
        return len(self.exercises)

    @property
    def cases(self) -> tuple[str, ...]:
        """The cases that exercise it, in alphabetical order."""
        return tuple(sorted({one.case for one in self.exercises}))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of evidence on it, in alphabetical order."""
        return tuple(sorted({one.kind for one in self.exercises}))

    def of(self, case: str) -> tuple[Exercise, ...]:
        """The exercises of one case."""
        return tuple(one for one in self.exercises if one.case == case)

    def as_dict(self) -> dict[str, Any]:
        """The shape of ``logitrain coverage --json``."""
        return {
            "referential": self.criterion.referential,
            "id": self.criterion.id,
            "block": self.criterion.block,
            "competence": self.criterion.competence,
            "items": self.items,
            "cases": list(self.cases),
            "kinds": list(self.kinds),
            "questions": [one.as_dict() for one in self.exercises],
        }


def coverage(library: Iterable[Case] | None = None) -> tuple[CriterionCoverage, ...]:
    """Give every criterion of the referentials with the scored items that exercise it.

    The whole library is looked at by default. Raises CaseError, with every problem of every case, when one
    cannot be loaded: a criterion that no referential holds is such a problem, and bears its file and line.
    """
    found: dict[str, list[Exercise]] = {}
    for case in whole_library() if library is None else library:
        for question in case.questions:
            for item in question.items():
                one = Exercise(case.slug, question.id, item.id, item.points, item.kind)
                for key in item.criteria:
                    found.setdefault(key, []).append(one)
    return tuple(CriterionCoverage(one, tuple(found.get(one.key, ()))) for one in criteria())


def whole_library() -> tuple[Case, ...]:
    """Load every case of the library; raises CaseError with every problem of every case."""
    found: list[Case] = []
    problems: list[Problem] = []
    for slug in slugs():
        try:
            found.append(load(slug))
        except CaseError as error:
            problems.extend(error.problems)
    if problems:
        raise CaseError(problems)
    return tuple(found)


def offered(covered: Iterable[CriterionCoverage]) -> dict[str, int]:
    """Give the number of cases that exercise each criterion, by its key."""
    return {one.criterion.key: len(one.cases) for one in covered}
