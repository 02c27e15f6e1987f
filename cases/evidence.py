"""Evidence: what one scored item of one sitting shows of one criterion, with all that stands behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, cast

from cases.case import Case
from cases.questions.base import Item

Kind = Literal["computed", "simulated", "plan", "document", "dialogue", "text"]
Part = Literal["practice", "continuous", "exam"]

# The scored items of a question, for grades kept before items were; none for a question that is unknown.
Lookup = Callable[[str], tuple[Item, ...]]


@dataclass(frozen=True)
class Evidence:
    """Points earned on a criterion by one scored item, and the attempt, version and seed behind them.

    ``score`` and ``max_score`` are points; ``at`` is the aware moment of the hand-in. ``contexts`` is what
    the variant was about: context -> values (see contexts.yaml). ``self_assessed``: nobody but the learner
    and no machine has judged it.
    """

    referential: str
    criterion: str
    sitting: str
    slug: str
    version: int
    seed: int
    question: str
    item: str
    score: float
    max_score: float
    kind: Kind
    part: Part
    at: datetime
    contexts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    self_assessed: bool = False

    def __post_init__(self) -> None:
        """Refuse a moment that could not be put in order with the others, and points over nothing."""
        if self.at.tzinfo is None:
            raise ValueError("evidence needs an aware moment: take it from the clock")
        if not self.max_score > 0:
            raise ValueError(f"evidence needs points at stake, not {self.max_score}")

    @property
    def key(self) -> str:
        """The criterion's key, ``rncp11928/B2.4``."""
        return f"{self.referential}/{self.criterion}"


@dataclass(frozen=True)
class SittingFacts:
    """What a grade does not say of its sitting: its id, the part it counts for, and when it was handed in.

    ``self_assessed`` holds the questions whose points the learner alone gave.
    """

    id: str
    part: Part
    at: datetime
    self_assessed: frozenset[str] = frozenset()


def items_of(case: Case) -> Lookup:
    """Give the scored items of a case's questions, by question id."""
    known = {question.id: question.items() for question in case.questions}
    return lambda question: known.get(question, ())


def evidence_of(marked: Mapping[str, Any], sitting: SittingFacts, lookup: Lookup) -> tuple[Evidence, ...]:
    """Give the evidence of one marked paper, as ``Marked.as_dict`` keeps it.

    Items without points at stake and those that a person must still assess give none. A grade kept before
    items were counts each question as one item, for the criteria that ``lookup`` gives it.
    """
    contexts = {name: tuple(values) for name, values in marked.get("contexts", {}).items()}
    return tuple(
        Evidence(
            referential=referential,
            criterion=criterion,
            sitting=sitting.id,
            slug=marked["case"],
            version=marked["version"],
            seed=marked["seed"],
            question=question["id"],
            item=item.id,
            score=score,
            max_score=item.points,
            kind=cast(Kind, item.kind),
            part=sitting.part,
            at=sitting.at,
            contexts=contexts,
            self_assessed=question["id"] in sitting.self_assessed,
        )
        for question in marked["questions"]
        if not question.get("pending")
        for item, score in _scored(question, lookup)
        if item.points > 0
        for key in item.criteria
        for referential, _, criterion in [key.partition("/")]
    )


def _scored(question: Mapping[str, Any], lookup: Lookup) -> Iterator[tuple[Item, float]]:
    if "items" in question:
        for one in question["items"]:
            if not one.get("pending"):
                yield Item(one["id"], one["max_score"], tuple(one["criteria"]), one["kind"]), one["score"]
        return
    known = lookup(question["id"])
    if known:
        criteria = tuple(dict.fromkeys(key for one in known for key in one.criteria))
        yield Item(question["id"], question["max_score"], criteria, known[0].kind), question["score"]
