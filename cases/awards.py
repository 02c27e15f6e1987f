"""From the criteria's points to results per criterion, competence and block of each referential."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cases.referentials import Criterion, Label, referentials
from cases.scoring import CriterionScore


@dataclass(frozen=True)
class CriterionResult:
    """A criterion in the candidate's words, with its points and the questions behind them."""

    id: str
    label: Label
    score: float
    max_score: float
    questions: tuple[str, ...]

    @property
    def ratio(self) -> float:
        """Points earned over points at stake."""
        return self.score / self.max_score if self.max_score else 0.0


@dataclass(frozen=True)
class GroupResult:
    """A group of criteria, as far as they were exercised.

    It has a ratio and no points: a question is evidence for several criteria, so their points do not add up.
    """

    id: str
    title: Label
    criteria: tuple[CriterionResult, ...]
    total: int

    @property
    def exercised(self) -> int:
        """How many of the group's criteria were exercised, out of ``total``."""
        return len(self.criteria)

    @property
    def ratio(self) -> float:
        """Mean of the criteria exercised, each weighing the same."""
        return sum(one.ratio for one in self.criteria) / len(self.criteria) if self.criteria else 0.0


@dataclass(frozen=True)
class CompetenceResult(GroupResult):
    """A competence of a block."""


@dataclass(frozen=True)
class BlockResult(GroupResult):
    """A block of a referential, with its competences where the referential has some."""

    competences: tuple[CompetenceResult, ...] = ()


@dataclass(frozen=True)
class ReferentialResult:
    """A referential, as far as a paper exercised it."""

    id: str
    title: Label
    blocks: tuple[BlockResult, ...]


def results(scores: Iterable[CriterionScore]) -> tuple[ReferentialResult, ...]:
    """Results of the referentials, blocks and competences that a paper exercised; the others are left out.

    Each says how many of its criteria were exercised: one paper is evidence, never a certificate.
    """
    by_key = {one.key: one for one in scores}
    found = []
    for referential in referentials():
        blocks = []
        for block in referential.blocks:
            criteria = _exercised(block.criteria, by_key)
            if not criteria:
                continue
            competences = [
                CompetenceResult(one.id, one.title, reached, len(one.criteria))
                for one in block.competences
                if (reached := _exercised(one.criteria, by_key))
            ]
            blocks.append(
                BlockResult(block.id, block.title, criteria, len(block.criteria), tuple(competences))
            )
        if blocks:
            found.append(ReferentialResult(referential.id, referential.title, tuple(blocks)))
    return tuple(found)


def _exercised(
    criteria: Iterable[Criterion], by_key: Mapping[str, CriterionScore]
) -> tuple[CriterionResult, ...]:
    return tuple(
        CriterionResult(one.id, one.label, score.score, score.max_score, score.questions)
        for one in criteria
        if (score := by_key.get(one.key)) is not None
    )
