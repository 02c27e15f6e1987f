"""From a question's points to evidence on the official criteria."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cases.questions.base import Outcome, Question


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


@dataclass(frozen=True)
class ItemScore:
    """The points earned on a scored item of a question: evidence for each criterion that it names."""

    id: str
    score: float
    max_score: float
    criteria: tuple[str, ...]
    kind: str


def item_scores(question: Question, outcome: Outcome, score: float) -> tuple[ItemScore, ...]:
    """The question's ``score`` (points, costs taken off) shared over its items as their credits share it."""
    items = question.items()
    if not outcome.items:
        return tuple(
            ItemScore(
                one.id, round(score * one.points / question.points, 4), one.points, one.criteria, one.kind
            )
            for one in items
        )
    earned = [outcome.items.get(one.id, 0.0) * one.points for one in items]
    whole = sum(earned)
    kept = score / whole if whole else 0.0
    return tuple(
        ItemScore(one.id, round(points * kept, 4), one.points, one.criteria, one.kind)
        for one, points in zip(items, earned, strict=True)
    )


def overridden_scores(question: Question, outcome: Outcome, score: float) -> tuple[ItemScore, ...]:
    """The items of a question whose ``score`` a trainer gave: more than was earned lifts each towards its maximum."""
    earned = {one.id: outcome.items.get(one.id, outcome.credit) * one.points for one in question.items()}
    whole, most = sum(earned.values()), sum(one.points for one in question.items())
    if score <= whole or whole >= most:
        return item_scores(question, outcome, score)
    lift = (score - whole) / (most - whole)
    return tuple(
        ItemScore(
            one.id,
            round(earned[one.id] + (one.points - earned[one.id]) * lift, 4),
            one.points,
            one.criteria,
            one.kind,
        )
        for one in question.items()
    )


def criterion_scores(items: Iterable[tuple[str, ItemScore]]) -> tuple[CriterionScore, ...]:
    """Points per criterion, from (question id, scored item) pairs: an item is whole evidence for each it names."""
    earned: dict[str, float] = {}
    at_stake: dict[str, float] = {}
    sources: dict[str, list[str]] = {}
    for question, item in items:
        for key in item.criteria:
            earned[key] = earned.get(key, 0.0) + item.score
            at_stake[key] = at_stake.get(key, 0.0) + item.max_score
            if question not in sources.setdefault(key, []):
                sources[key].append(question)
    return tuple(
        CriterionScore(referential, identifier, round(earned[key], 4), at_stake[key], tuple(sources[key]))
        for key in sorted(at_stake)
        for referential, identifier in [key.split("/")]
    )
