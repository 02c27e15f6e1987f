"""A decision that changes the world itself: its scenario rests on the inputs, and chance stays the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_cases import YEAR, decision, small

from cases import simulation
from cases.answers import Answer
from cases.problem import CaseError
from cases.questions.decision import DecisionQuestion
from cases.variant import Variant, draw

INPUTS = {
    "s": {"unit": "piece", "range": [0, 300]},
    "Q": {"unit": "piece", "range": [20, 800]},
    "days": {"unit": "day", "range": [1, 9]},
}
BOUGHT = {**YEAR, "lead_time": {"constant": {"days": "days"}}}


def variant_of(folder: Path, **more: object) -> Variant:
    given = {
        "inputs": INPUTS,
        "scenario": BOUGHT,
        "naive": {"s": 60, "Q": 700, "days": 9},
        "reference": {"s": 60, "Q": 200, "days": 4},
        "search": {"days": 2},
        "tries": 20,
        "require": None,
    }
    return draw(small(folder / "case", decision(**(given | more))), 1)


def asked(variant: Variant) -> DecisionQuestion:
    question = variant.case.question("policy")
    assert isinstance(question, DecisionQuestion)
    return question


def test_an_input_changes_the_world(tmp_path: Path) -> None:
    variant = variant_of(tmp_path)
    question, scope = asked(variant), variant.scope()
    costs = []
    for days in (2, 5, 9):
        inputs = question.kept({"s": 60, "Q": 200, "days": days})
        assert question.trial(scope, inputs).scenario["lead_time"] == {"constant": {"days": days}}
        by_hand = {**question.trial(scope, inputs).scenario}
        found = question.measured(scope, inputs)
        policy = question.trial(scope, inputs).policy
        assert found == simulation.measure(by_hand, policy, scope.seed, "marking", question.replications)
        costs.append(found["total_cost"])
    assert costs[0] != costs[1] != costs[2]


def test_the_search_moves_in_the_world_too(tmp_path: Path) -> None:
    variant = variant_of(tmp_path)
    question, scope = asked(variant), variant.scope()
    key = question.kept(scope.value("policy"))
    tried = {days: question.measured(scope, {**key, "days": days})["total_cost"] for days in range(1, 10)}
    assert tried[int(key["days"])] == min(tried.values())


def test_a_better_world_earns_more(tmp_path: Path) -> None:
    variant = variant_of(tmp_path)
    question, scope = asked(variant), variant.scope()
    credits = []
    for days in ("9", "6"):
        reading = question.read(Answer({"s": "60", "Q": "200", "days": days}))
        credits.append(question.mark(reading, scope, scope).credit)
    assert credits[1] > credits[0]


def test_a_scenario_may_not_name_what_is_no_input(tmp_path: Path) -> None:
    with pytest.raises(CaseError) as caught:
        variant_of(tmp_path, scenario={**YEAR, "lead_time": {"constant": {"days": "dais"}}})
    assert {one.code for one in caught.value.problems} == {"expression_name"}
