"""From the points of a paper to evidence on the criteria."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from small_cases import number

from cases.questions.number import NumberQuestion
from cases.scoring import criterion_scores

KEYS = ["cqpm-tli/C3.M1", "cqpm-tli/C3.R1", "rncp11928/B2.2", "rncp11928/B2.4"]


def asked(identifier: str, points: float, *criteria: str) -> NumberQuestion:
    return NumberQuestion.model_validate(number(identifier, "1", points=points, criteria=list(criteria)))


def test_a_question_is_whole_evidence_for_each_of_its_criteria() -> None:
    questions = [asked("a", 2, KEYS[0], KEYS[2]), asked("b", 1.5, KEYS[2]), asked("c", 1, KEYS[3])]
    found = criterion_scores(questions, {"a": 1, "b": 1.5})
    assert [(one.key, one.score, one.max_score, one.questions) for one in found] == [
        (KEYS[0], 1, 2, ("a",)),
        (KEYS[2], 2.5, 3.5, ("a", "b")),
        (KEYS[3], 0, 1, ("c",)),  # asked and not answered
    ]
    assert (found[0].referential, found[0].id) == ("cqpm-tli", "C3.M1")


def test_no_question_no_evidence() -> None:
    assert criterion_scores([], {}) == ()


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
    found = criterion_scores(questions, scores)
    assert [one.key for one in found] == sorted({key for _, keys in shape for key in keys})
    for one in found:
        assert 0 <= one.score <= one.max_score
    full = criterion_scores(questions, {one.id: one.points for one in questions})
    assert all(one.score == one.max_score for one in full)
    assert sum(one.max_score for one in full) == sum(points * len(keys) for points, keys in shape)
