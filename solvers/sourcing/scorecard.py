"""Supplier scorecard: a weighted mean of scores, with the least that each criterion must reach."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from solvers.arguments import non_negative, number
from solvers.errors import SolverError

__all__ = ["Ranked", "Scorecard", "rank_suppliers", "scorecard"]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The weighted mean on the scale of the scores, the criteria under their least score, and whether none is."""

    score: float
    vetoes: tuple[str, ...]
    kept: bool


@dataclass(frozen=True, slots=True)
class Ranked:
    """A supplier with its card and its rank among those kept, 1 for the best; None when a veto puts it out."""

    supplier: str
    card: Scorecard
    rank: int | None


def scorecard(
    scores: Mapping[str, float], weights: Mapping[str, float], minimums: Mapping[str, float] | None = None
) -> Scorecard:
    """Give the weighted score of a supplier, and the criteria that put it out.

    ``scores`` by criterion, any scale; ``weights`` of the same criteria, 0 or more, not all 0 (they need not
    add up to 1); ``minimums`` of some of them. SolverError otherwise.

    Score = Σ w·s ÷ Σ w. A criterion under its minimum is a veto: the score stands, the supplier is out.

    Source: Monczka et al., Purchasing and Supply Chain Management, weighted-point supplier evaluation.

    >>> scorecard({"price": 8, "quality": 5}, {"price": 3, "quality": 2}, {"quality": 6})
    Scorecard(score=6.8, vetoes=('quality',), kept=False)
    """
    shares = {name: non_negative(f"weights ({name})", weight) for name, weight in weights.items()}
    if math.fsum(shares.values()) <= 0:
        raise SolverError("weights", list(shares.values()), "some_above_zero")
    if scores.keys() != shares.keys():
        raise SolverError("scores", ", ".join(scores), "same_criteria", words=", ".join(shares))
    marks = {name: number(f"scores ({name})", score) for name, score in scores.items()}
    vetoes = []
    for name, least in (minimums or {}).items():
        if name not in shares:
            raise SolverError("minimums", name, "one_of", words=", ".join(shares))
        if marks[name] < number(f"minimums ({name})", least):
            vetoes.append(name)
    total = math.fsum(shares[name] * marks[name] for name in shares)
    return Scorecard(total / math.fsum(shares.values()), tuple(vetoes), not vetoes)


def rank_suppliers(
    suppliers: Mapping[str, Mapping[str, float]],
    weights: Mapping[str, float],
    minimums: Mapping[str, float] | None = None,
) -> tuple[Ranked, ...]:
    """Score suppliers and rank those that no veto puts out, the best first, then the others.

    ``suppliers``: the scores of each; the rest as in :func:`scorecard`. Equal scores share the better rank and
    keep the order given. SolverError otherwise.

    Source: as :func:`scorecard`.

    >>> found = rank_suppliers({"N": {"price": 5}, "S": {"price": 7}, "W": {"price": 2}}, {"price": 1}, {"price": 4})
    >>> [(one.supplier, one.rank) for one in found]
    [('S', 1), ('N', 2), ('W', None)]
    """
    if not suppliers:
        raise SolverError("suppliers", {}, "some_suppliers")
    cards = {name: scorecard(scores, weights, minimums) for name, scores in suppliers.items()}
    kept = [card.score for card in cards.values() if card.kept]
    ranked = [
        Ranked(name, card, 1 + sum(score > card.score + 1e-12 for score in kept) if card.kept else None)
        for name, card in cards.items()
    ]
    return tuple(sorted(ranked, key=lambda one: (not one.card.kept, -round(one.card.score, 12))))
