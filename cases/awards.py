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
class CompetenceResult:
    """A competence, as far as its criteria were exercised."""

    id: str
    title: Label
    criteria: tuple[CriterionResult, ...]
    exercised: int
    total: int

    @property
    def ratio(self) -> float:
        """Mean of the criteria exercised, each weighing the same."""
        return sum(one.ratio for one in self.criteria) / len(self.criteria) if self.criteria else 0.0


@dataclass(frozen=True)
class BlockResult:
    """A block of a referential, as far as its criteria were exercised."""

    id: str
    title: Label
    criteria: tuple[CriterionResult, ...]
    competences: tuple[CompetenceResult, ...]
    exercised: int
    total: int

    @property
    def score(self) -> float:
        """Points earned on the block's criteria."""
        return sum(one.score for one in self.criteria)

    @property
    def max_score(self) -> float:
        """Points at stake on them."""
        return sum(one.max_score for one in self.criteria)

    @property
    def ratio(self) -> float:
        """Mean of the criteria exercised, each weighing the same."""
        return sum(one.ratio for one in self.criteria) / len(self.criteria) if self.criteria else 0.0


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
                CompetenceResult(one.id, one.title, reached, exercised=len(reached), total=len(one.criteria))
                for one in block.competences
                if (reached := _exercised(one.criteria, by_key))
            ]
            blocks.append(
                BlockResult(
                    block.id, block.title, criteria, tuple(competences), len(criteria), len(block.criteria)
                )
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
