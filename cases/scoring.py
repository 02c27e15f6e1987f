"""From a question's points to evidence on the official criteria."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cases.questions.base import Question


@dataclass(frozen=True)
class CriterionScore:
    """The points earned on a criterion in one paper, over the points at stake."""

    referential: str
    id: str
    score: float
    max_score: float
    questions: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """``rncp11928/B2.4``."""
        return f"{self.referential}/{self.id}"


def criterion_scores(
    questions: Iterable[Question], scores: Mapping[str, float]
) -> tuple[CriterionScore, ...]:
    """Points per criterion: a question is whole evidence for each criterion that it names."""
    earned: dict[str, float] = {}
    at_stake: dict[str, float] = {}
    sources: dict[str, list[str]] = {}
    for question in questions:
        for key in question.criteria:
            earned[key] = earned.get(key, 0.0) + scores.get(question.id, 0.0)
            at_stake[key] = at_stake.get(key, 0.0) + question.points
            sources.setdefault(key, []).append(question.id)
    return tuple(
        CriterionScore(referential, identifier, round(earned[key], 4), at_stake[key], tuple(sources[key]))
        for key in sorted(at_stake)
        for referential, identifier in [key.split("/")]
    )
