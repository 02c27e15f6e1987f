"""What ``cases.scoring`` must give: a question's score shared over its items, items added up by criterion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cases.questions.base import Item, Outcome
from cases.scoring import CriterionScore, ItemScore, criterion_scores, item_scores, overridden_scores


@dataclass
class Asked:
    """A question as far as sharing goes."""

    points: float
    shared: tuple[Item, ...]

    def items(self) -> tuple[Item, ...]:
        """Its scored items."""
        return self.shared


ITEMS = (
    Item("a", 3.0, ("r/1",), "computed"),
    Item("b", 2.0, ("r/1", "r/2"), "dialogue"),
    Item("c", 1.0, ("q/7",), "text"),
)


def shares(score: float, credits: dict[str, float]) -> dict[str, float]:
    """The score of each item."""
    question: Any = Asked(6.0, ITEMS)
    found = item_scores(question, Outcome(0.5, ("partly",), items=credits), score)
    assert [(one.id, one.max_score, one.criteria, one.kind) for one in found] == [
        (one.id, one.points, one.criteria, one.kind) for one in ITEMS
    ]
    return {one.id: one.score for one in found}


def sharing() -> None:
    """By points where items have no credits; by what each earned otherwise, costs taken off alike."""
    assert shares(3.0, {}) == {"a": 1.5, "b": 1.0, "c": 0.5}
    assert shares(1.0, {}) == {"a": 0.5, "b": 0.3333, "c": 0.1667}
    assert shares(0.0, {}) == {"a": 0.0, "b": 0.0, "c": 0.0}
    assert shares(4.0, {"a": 1.0, "b": 0.5}) == {"a": 3.0, "b": 1.0, "c": 0.0}
    assert shares(2.0, {"a": 1.0, "b": 0.5}) == {"a": 1.5, "b": 0.5, "c": 0.0}
    assert shares(1.0, {"a": 1.0, "b": 1.0, "c": 1.0}) == {"a": 0.5, "b": 0.3333, "c": 0.1667}
    assert shares(0.0, {"a": 0.0, "b": 0.0}) == {"a": 0.0, "b": 0.0, "c": 0.0}


def item(identifier: str, score: float, most: float, *criteria: str) -> ItemScore:
    """A scored item."""
    return ItemScore(identifier, score, most, criteria, "computed")


def adding_up() -> None:
    """An item is whole evidence for each criterion that it names."""
    found = criterion_scores(
        [
            ("q1", item("q1", 1.00004, 2.0, "r/B2", "r/A1")),
            ("q2", item("q2a", 0.5, 1.0, "r/B2")),
            ("q2", item("q2b", 0.25, 3.0, "r/B2", "p/Z")),
            ("q3", item("q3", 0.0, 4.0, "p/Z")),
        ]
    )
    assert found == (
        CriterionScore("p", "Z", 0.25, 7.0, ("q2", "q3")),
        CriterionScore("r", "A1", 1.0, 2.0, ("q1",)),
        CriterionScore("r", "B2", 1.75, 6.0, ("q1", "q2")),
    )
    assert [one.key for one in found] == ["p/Z", "r/A1", "r/B2"]
    assert criterion_scores([]) == ()
    assert criterion_scores([("q", item("q", 1 / 3, 1.0, "r/1"))])[0].score == 0.3333


def given(score: float, credits: dict[str, float], credit: float = 0.5) -> list[float]:
    """The scores of the items of a question whose score a trainer gave; the rest of each item stays."""
    question: Any = Asked(6.0, ITEMS)
    found = overridden_scores(question, Outcome(credit, ("partly",), items=credits), score)
    assert [(one.id, one.max_score, one.criteria, one.kind) for one in found] == [
        (one.id, one.points, one.criteria, one.kind) for one in ITEMS
    ]
    return [one.score for one in found]


def overriding() -> None:
    """Less than was earned shrinks each item alike; more lifts each by the same part of what it lacks."""
    earned = {"a": 1.0, "b": 0.5, "c": 0.0}  # 3 + 1 + 0 of 6
    assert given(2.0, earned) == [1.5, 0.5, 0.0]
    assert given(4.0, earned) == [3.0, 1.0, 0.0]
    assert given(5.0, earned) == [3.0, 1.5, 0.5]
    assert given(6.0, earned) == [3.0, 2.0, 1.0]
    assert given(0.0, earned) == [0.0, 0.0, 0.0]
    assert given(2.0, {"a": 0.0, "b": 0.0, "c": 0.0}) == [1.0, 0.6667, 0.3333]
    assert given(1.0, {"a": 0.5, "b": 0.0, "c": 0.0}) == [1.0, 0.0, 0.0]
    assert given(3.0, {}, 0.25) == [1.5, 1.0, 0.5]
    assert given(6.0, {"a": 1.0, "b": 1.0, "c": 1.0}) == [3.0, 2.0, 1.0]
    assert given(7.0, {"a": 1.0, "b": 1.0, "c": 1.0}) == [3.5, 2.3333, 1.1667]


ORACLES = (sharing, adding_up, overriding)
