"""What ``cases.policy`` must say: what help costs, which policies no sitting can follow, the three that are known."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

from cases.policy import EXAM, MOCK_EXAM, PRACTICE, Policy, PolicyError, cost
from cases.problem import Problem
from tests.mutation.oracles.asserting import is_false, is_true, near

# points, hints opened, rungs climbed, what they take away in practice: 0.1 a hint, slip 0.25, solution 1
COSTS: list[tuple[float, int, tuple[str, ...], float]] = [
    (4.0, 0, (), 0.0),
    (4.0, 1, (), 0.4),
    (4.0, 3, (), 1.2),
    (4.0, -2, (), 0.0),
    (4.0, 0, ("verdict",), 0.0),
    (4.0, 0, ("slip",), 1.0),
    (4.0, 0, ("slip", "slip", "verdict"), 1.0),
    (4.0, 2, ("slip",), 1.8),
    (4.0, 0, ("solution",), 4.0),
    (4.0, 3, ("solution", "slip"), 4.0),
    (4.0, 20, (), 4.0),
    (4.0, 0, ("hint", "nowhere"), 0.0),
]


def costs() -> None:
    """The table; the exam offers no help, which costs nothing."""
    for points, hints, rungs, taken in COSTS:
        near(cost(PRACTICE, points, hints, rungs), taken)
        near(cost(PRACTICE, points, hints, iter(rungs)), taken)
        near(cost(EXAM, points, hints, rungs), 0.0)
    near(cost(replace(PRACTICE, hints=False), 4.0, 3, ("slip",)), 1.0)
    near(cost(PRACTICE, 4.0, 3), 1.2)
    dear = replace(PRACTICE, hint_cost=0.5, ladder_cost=(("verdict", 0.1), ("slip", 0.2)))
    near(cost(dear, 10.0, 1, ("verdict", "slip")), 8.0)
    near(cost(dear, 10.0, 2, ("verdict",)), 10.0)
    for one, two, three in permutations((0.1, 0.2, 0.3)):  # to the last bit, in whatever order they are given
        policy = replace(PRACTICE, ladder_cost=(("verdict", three), ("slip", one), ("solution", two)))
        climbed = ("verdict", "slip", "solution")
        for given in (climbed, climbed[::-1], frozenset(climbed)):
            assert cost(policy, 1.0, 0, given) == one + two + three


def rungs() -> None:
    """A rung that the ladder lacks costs nothing, whatever is said of it."""
    near(PRACTICE.rung_cost("slip"), 0.25)
    near(PRACTICE.rung_cost("solution"), 1.0)
    near(PRACTICE.rung_cost("verdict"), 0.0)
    near(PRACTICE.rung_cost("hint"), 0.0)
    near(PRACTICE.rung_cost("nowhere"), 0.0)
    near(replace(PRACTICE, ladder=("verdict",)).rung_cost("slip"), 0.0)
    near(replace(PRACTICE, ladder_cost=()).rung_cost("slip"), 0.0)


def known_policies() -> None:
    """Practice, exam and mock exam, to the last rule."""
    practice = {
        "mode": "practice", "hints": True, "hint_cost": 0.1, "ladder": ["verdict", "hint", "slip", "solution"],
        "ladder_cost": {"verdict": 0.0, "slip": 0.25, "solution": 1.0}, "trials": None,
        "results": "on_hand_in", "counts_as": "practice", "self_assessed": True,
    }  # fmt: skip
    exam = {
        "mode": "exam", "hints": False, "hint_cost": 0.0, "ladder": [], "ladder_cost": {}, "trials": None,
        "results": "on_release", "counts_as": "exam", "self_assessed": False,
    }  # fmt: skip
    for policy, told in (
        (PRACTICE, practice),
        (EXAM, exam),
        (MOCK_EXAM, {**exam, "results": "on_hand_in", "self_assessed": True}),
    ):
        found = policy.as_dict()
        assert found == told
        assert {name: type(value) for name, value in found.items()} == {
            name: type(value) for name, value in told.items()
        }
        assert Policy.from_dict(found) == policy
    assert [one.mock for one in (PRACTICE, EXAM, MOCK_EXAM)] == [False, False, True]
    is_false(replace(MOCK_EXAM, counts_as="continuous").mock)
    is_false(replace(MOCK_EXAM, results="on_release").mock)
    is_false(replace(MOCK_EXAM, self_assessed=False).mock)


def kept() -> None:
    """What is kept with a sitting, whole or in part, in any order."""
    assert Policy.from_dict(None) is PRACTICE
    assert Policy.from_dict({}) == PRACTICE
    assert Policy.from_dict({"mode": "exam"}) == EXAM
    assert Policy.from_dict({"mode": "practice", "trials": 2}) == replace(PRACTICE, trials=2)
    assert Policy.from_dict({"trials": 0}).trials == 0
    found = Policy.from_dict({"ladder": ["slip", "verdict"], "ladder_cost": {"slip": 0.5, "verdict": 0.1}})
    assert found.ladder == ("slip", "verdict")
    assert found.ladder_cost == (("verdict", 0.1), ("slip", 0.5))
    costs = {"solution": 1, "slip": 0.3, "verdict": 0}
    assert [one for one, _ in Policy.from_dict({"ladder_cost": costs}).ladder_cost] == [
        "verdict", "slip", "solution",
    ]  # fmt: skip
    assert Policy.from_dict({"ladder": ("slip",)}).ladder == ("slip",)


def problems(given: dict[str, Any]) -> tuple[Problem, ...]:
    """Why no sitting can follow a policy."""
    try:
        Policy.from_dict(given)
    except PolicyError as error:
        return error.problems
    return ()


def refused(given: dict[str, Any]) -> list[tuple[Any, Any]]:
    """The fields at fault, each with what was found."""
    return [(one.params["name"], one.params.get("found")) for one in problems(given)]


def told(given: dict[str, Any]) -> list[tuple[str, Any]]:
    """The codes, and what may have been meant."""
    return [(one.code, one.params.get("near")) for one in problems(given)]


BAD: list[tuple[dict[str, Any], list[str]]] = [
    ({"mode": "play"}, ["mode"]),
    ({"results": "never"}, ["results"]),
    ({"counts_as": "nothing"}, ["counts_as"]),
    ({"mode": "play", "results": "never"}, ["mode", "results"]),
    ({"hints": 1}, ["hints"]),
    ({"hints": None}, ["hints"]),
    ({"self_assessed": "yes"}, ["self_assessed"]),
    ({"hint_cost": -0.1}, ["hint_cost"]),
    ({"hint_cost": 1.1}, ["hint_cost"]),
    ({"hint_cost": "0.1"}, ["hint_cost"]),
    ({"hint_cost": True}, ["hint_cost"]),
    ({"trials": -1}, ["trials"]),
    ({"trials": 1.5}, ["trials"]),
    ({"trials": True}, ["trials"]),
    ({"trials": "3"}, ["trials"]),
    ({"ladder": ["slip", "slip"]}, ["ladder"]),
    ({"ladder": ["slip", "nowhere"]}, ["ladder"]),
    ({"ladder": "slip"}, ["ladder"]),
    ({"ladder": [1]}, ["ladder"]),
    ({"ladder": None}, ["ladder"]),
    ({"ladder": [["slip"]]}, ["ladder"]),
    ({"ladder_cost": [1]}, ["ladder_cost"]),
    ({"ladder_cost": {"hint": 0.1}}, ["ladder_cost"]),
    ({"ladder_cost": {"nowhere": 0.1}}, ["ladder_cost"]),
    ({"ladder_cost": {"slip": 1.5}}, ["ladder_cost.slip"]),
    ({"ladder_cost": {"slip": -0.5, "hint": 0.1}}, ["ladder_cost.slip", "ladder_cost"]),
    ({"hint_costs": 0.1}, ["hint_costs"]),
    ({"hint_costs": 0.1, "mode": "play"}, ["hint_costs"]),
]


def refusals() -> None:
    """Each fault is named once, with what was found; what is on a bound is none."""
    for given, names in BAD:
        found = refused(given)
        assert sorted(name for name, _ in found) == sorted(names), (given, found)
    assert refused({"trials": -1}) == [("trials", "-1")]
    assert refused({"ladder_cost": {"hint": 0.1}}) == [("ladder_cost", "hint")]
    for given in (
        {"hint_cost": 0},
        {"hint_cost": 1},
        {"trials": 0},
        {"ladder_cost": {"slip": 1}},
        {"ladder": []},
    ):
        assert refused(given) == []
    assert told({"hint_costs": 1}) == [("policy_key", "hint_cost")]
    for given in ({"nowhere": 0.1, "elsewhere": "x"}, {"elsewhere": "x", "nowhere": 0.1}):
        found = problems({"ladder_cost": given})
        assert [one.params["found"] for one in found] == ["elsewhere", "nowhere"]
        assert {one.params["known"] for one in found} == {"verdict, slip, solution"}
    assert told({"trials": -1}) == [("policy_value", None)]
    is_true(bool(refused({"nothing": 1})))


ORACLES = (costs, rungs, known_policies, kept, refusals)
