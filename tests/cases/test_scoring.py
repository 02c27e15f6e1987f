"""From the points of a paper to evidence on the criteria."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_cases import number

from cases.questions.base import Item, Outcome
from cases.questions.number import NumberQuestion
from cases.scoring import CriterionScore, criterion_scores, item_scores

KEYS = ["cqpm-tli/C3.M1", "cqpm-tli/C3.R1", "rncp11928/B2.2", "rncp11928/B2.4"]


def asked(identifier: str, points: float, *criteria: str) -> NumberQuestion:
    return NumberQuestion.model_validate(number(identifier, "1", points=points, criteria=list(criteria)))


def scored(questions: list[NumberQuestion], scores: dict[str, float]) -> tuple[CriterionScore, ...]:
    return criterion_scores(
        (one.id, item)
        for one in questions
        for item in item_scores(one, Outcome(0.0, ()), scores.get(one.id, 0.0))
    )


def test_a_question_is_whole_evidence_for_each_of_its_criteria() -> None:
    questions = [asked("a", 2, KEYS[0], KEYS[2]), asked("b", 1.5, KEYS[2]), asked("c", 1, KEYS[3])]
    found = scored(questions, {"a": 1, "b": 1.5})
    assert [(one.key, one.score, one.max_score, one.questions) for one in found] == [
        (KEYS[0], 1, 2, ("a",)),
        (KEYS[2], 2.5, 3.5, ("a", "b")),
        (KEYS[3], 0, 1, ("c",)),  # asked and not answered
    ]
    assert (found[0].referential, found[0].id) == ("cqpm-tli", "C3.M1")


def test_no_question_no_evidence() -> None:
    assert criterion_scores([]) == ()


def test_items_share_the_points_earned_by_their_credits_and_lose_the_cost_of_help_alike(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    question = asked("a", 4, KEYS[0])
    items = (Item("run", 3, (KEYS[0],), "simulated"), Item("alert", 1, (KEYS[1], KEYS[2]), "simulated"))
    monkeypatch.setattr(NumberQuestion, "items", lambda self: items)
    outcome = Outcome(0.625, ("partly",), items={"run": 0.5, "alert": 1.0})
    assert [one.score for one in item_scores(question, outcome, 2.5)] == [1.5, 1.0]
    assert [one.score for one in item_scores(question, outcome, 2.0)] == [1.2, 0.8]
    nothing = Outcome(0.0, ("wrong",), items={"run": 0.0, "alert": 0.0})
    assert [one.score for one in item_scores(question, nothing, 0.0)] == [0, 0]
    found = criterion_scores([("a", one) for one in item_scores(question, outcome, 2.5)])
    assert [(one.key, one.score, one.max_score) for one in found] == [
        (KEYS[0], 1.5, 3), (KEYS[1], 1, 1), (KEYS[2], 1, 1),
    ]  # fmt: skip


@given(
    st.lists(
        st.tuples(st.sampled_from([1.0, 1.5, 2.5]), st.sets(st.sampled_from(KEYS), min_size=1)), max_size=6
    ),
    st.data(),
)
def test_evidence_stays_within_the_points_at_stake(
    shape: list[tuple[float, set[str]]], data: st.DataObject
) -> None:
    questions = [asked(f"q{n}", points, *sorted(keys)) for n, (points, keys) in enumerate(shape)]
    scores = {one.id: one.points * data.draw(st.sampled_from([0, 0.25, 0.5, 1])) for one in questions}
    found = scored(questions, scores)
    assert [one.key for one in found] == sorted({key for _, keys in shape for key in keys})
    for one in found:
        assert 0 <= one.score <= one.max_score
    full = scored(questions, {one.id: one.points for one in questions})
    assert all(one.score == one.max_score for one in full)
    assert sum(one.max_score for one in full) == sum(points * len(keys) for points, keys in shape)
