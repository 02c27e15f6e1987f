"""The rules of a sitting: read back as kept, told in words, and what help costs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.policy import EXAM, HINT, PRACTICE, RUNGS, Policy, PolicyError, cost

PRICED = [rung for rung in RUNGS if rung != HINT]
shares = st.floats(0, 1)
policies = st.builds(
    Policy,
    mode=st.sampled_from(["practice", "exam"]),
    hints=st.booleans(),
    hint_cost=shares,
    ladder=st.lists(st.sampled_from(RUNGS), unique=True).map(tuple),
    ladder_cost=st.dictionaries(st.sampled_from(PRICED), shares).map(
        lambda costs: tuple((rung, costs[rung]) for rung in PRICED if rung in costs)
    ),
    trials=st.none() | st.integers(0, 20),
    results=st.sampled_from(["at_once", "on_hand_in", "on_release"]),
    counts_as=st.sampled_from(["practice", "continuous", "exam"]),
    self_assessed=st.booleans(),
)
climbs = st.lists(st.sampled_from(RUNGS), max_size=8)


def test_practice_helps_and_an_exam_does_not() -> None:
    assert (PRACTICE.hints, PRACTICE.ladder, PRACTICE.self_assessed) == (True, RUNGS, True)
    assert (EXAM.hints, EXAM.ladder, EXAM.self_assessed) == (False, (), False)
    assert (PRACTICE.results, EXAM.results) == ("on_hand_in", "on_release")


@pytest.mark.parametrize(
    ("hints", "rungs", "lost"),
    [
        (0, (), 0),
        (2, (), 0.8),  # 2 × 10 % of 4 points
        (50, (), 4),  # never more than the question's points
        (0, ("verdict", "verdict", "hint"), 0),
        (0, ("verdict", "slip", "slip"), 1),
        (1, ("slip",), 1.4),
        (0, ("solution",), 4),
        (3, ("slip", "solution"), 4),
        (0, ("no such rung",), 0),
        (-1, (), 0),
    ],
)
def test_what_help_costs_in_practice(hints: int, rungs: tuple[str, ...], lost: float) -> None:
    assert cost(PRACTICE, 4, hints, rungs) == pytest.approx(lost)


def test_what_a_policy_does_not_offer_costs_nothing() -> None:
    assert cost(EXAM, 4, 3, RUNGS) == 0
    assert cost(replace(PRACTICE, hints=False, ladder=("verdict",)), 4, 3, RUNGS) == 0


@given(policies, st.floats(0, 100), st.integers(0, 30), climbs)
def test_the_cost_lies_between_nothing_and_the_points(
    policy: Policy, points: float, hints: int, rungs: list[str]
) -> None:
    assert 0 <= cost(policy, points, hints, rungs) <= points


@given(policies, st.floats(0, 100), st.integers(0, 30), climbs, st.integers(0, 5), climbs)
def test_more_help_never_costs_less(
    policy: Policy, points: float, hints: int, rungs: list[str], more: int, further: list[str]
) -> None:
    before = cost(policy, points, hints, rungs)
    assert cost(policy, points, hints + more, [*further, *rungs]) >= before - 1e-9
    assert cost(policy, points * 2, hints, rungs) >= before


@given(policies, climbs, st.randoms(use_true_random=False))
def test_the_order_of_climbing_changes_nothing(policy: Policy, rungs: list[str], chance: object) -> None:
    shuffled = list(rungs)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert cost(policy, 3, 1, shuffled) == cost(policy, 3, 1, rungs)


@given(policies)
def test_a_policy_is_read_back_as_kept(policy: Policy) -> None:
    kept = policy.as_dict()
    again = Policy.from_dict(kept)
    assert again == policy
    assert hash(again) == hash(policy)
    # JSON sorts keys; equal rules stay equal.
    assert Policy.from_dict({**kept, "ladder_cost": dict(sorted(kept["ladder_cost"].items()))}) == policy


def test_what_is_left_out_comes_from_the_mode() -> None:
    assert Policy.from_dict(None) == PRACTICE
    assert Policy.from_dict({}) == PRACTICE
    assert Policy.from_dict({"mode": "exam"}) == EXAM
    assert Policy.from_dict({"mode": "exam", "trials": 3}) == replace(EXAM, trials=3)


@pytest.mark.parametrize(
    ("kept", "says"),
    [
        ({"hnts": True}, "hints"),
        ({1: True}, "hint_cost"),
        ({"mode": "contest"}, "practice, exam"),
        ({"mode": ["exam"]}, "practice, exam"),
        ({"hints": "yes"}, "true, false"),
        ({"hint_cost": -0.1}, "0 … 1"),
        ({"hint_cost": float("nan")}, "0 … 1"),
        ({"hint_cost": True}, "0 … 1"),
        ({"hint_cost": "0,1"}, "0 … 1"),
        ({"ladder": "verdict"}, "verdict, hint"),
        ({"ladder": ["verdict", "verdict"]}, "verdict, hint"),
        ({"ladder": ["answer"]}, "verdict, hint"),
        ({"ladder": [["verdict"]]}, "verdict, hint"),
        ({"ladder_cost": [0.1]}, "slip: 0.25"),
        ({"ladder_cost": {"hint": 0.2}}, "verdict, slip, solution"),
        ({"ladder_cost": {"slip": 1.5}}, "ladder_cost.slip"),
        ({"trials": -1}, "0, 1, 2"),
        ({"trials": 2.5}, "0, 1, 2"),
        ({"trials": True}, "0, 1, 2"),
        ({"results": "never"}, "on_release"),
        ({"counts_as": "half"}, "continuous"),
        ({"self_assessed": None}, "true, false"),
    ],
)
def test_a_rule_that_does_not_fit_is_refused_in_words(kept: dict[str, object], says: str) -> None:
    with pytest.raises(PolicyError) as refused:
        Policy.from_dict(kept)
    for lang in ("fr", "en"):
        assert says in refused.value.explain(lang)


def test_every_rule_at_fault_is_told_at_once() -> None:
    with pytest.raises(PolicyError) as refused:
        Policy.from_dict({"trials": -1, "results": "never"})
    assert len(refused.value.problems) == 2


@given(policies)
def test_every_policy_has_whole_sentences(policy: Policy) -> None:
    french, english = policy.words("fr"), policy.words("en")
    assert len(french) == len(english)
    for sentence in (*french, *english):
        assert sentence.endswith(".")
        assert sentence[0].isupper()


def test_the_words_give_the_prices() -> None:
    assert any("10\u202f%" in sentence for sentence in PRACTICE.words("fr"))
    assert any("25% of the points" in sentence for sentence in PRACTICE.words("en"))
    assert any("3 fois" in sentence for sentence in replace(PRACTICE, trials=3).words("fr"))
    assert not any("essayée" in sentence for sentence in PRACTICE.words("fr"))
