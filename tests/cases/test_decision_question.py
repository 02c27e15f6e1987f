"""A policy to decide: read like a figure, marked by its regret over runs that every policy shares."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from small_cases import YEAR, decision, marked, number, small

from cases import simulation
from cases.answers import Answer
from cases.expressions import ExpressionError
from cases.questions.base import Outcome
from cases.questions.decision import MARKING, DecisionQuestion
from cases.variant import Variant, draw


def variant_of(folder: Path, *, seed: int = 1, year: dict[str, Any] | None = None, **more: Any) -> Variant:
    case = small(
        folder / "decide",
        number("lot", "260 + k", mistakes={"half": "(260 + k) / 2"}),
        decision(notices={"no_safety": "s <= 100", "large": "Q > 2 * lot"}, **more),
        draw={"k": {"integer": [0, 9]}},
        values={"year": {**YEAR, **(year or {})}},
    )
    return draw(case, seed)


@pytest.fixture(scope="module")
def variant(tmp_path_factory: pytest.TempPathFactory) -> Variant:
    """Poisson demand of 20 a day, five days of lead time, 95 % of the quantity to be served at once."""
    return variant_of(tmp_path_factory.mktemp("decision"))


def asked(variant: Variant) -> DecisionQuestion:
    question = variant.case.question("policy")
    assert isinstance(question, DecisionQuestion)
    return question


def judge(variant: Variant, s: float, Q: float) -> Outcome:
    question, scope = asked(variant), variant.scope()
    reading = question.read(Answer({"s": str(s), "Q": str(Q)}))
    assert reading.ok, reading
    return question.mark(reading, scope, scope)


def best(variant: Variant) -> dict[str, Any]:
    key = variant.scope().value("policy")
    assert isinstance(key, dict)
    return key


# -- reading --------------------------------------------------------------------------------------------
def test_inputs_are_read_as_figures_with_their_unit(variant: Variant) -> None:
    question = asked(variant)
    for raw in ({"s": "120", "Q": "1 200 pièces"[2:]}, {"s": "120 pcs", "Q": "200,0"}):
        assert question.read(Answer(raw)).value == {"s": 120, "Q": 200}
    assert question.read(Answer({"s": "0", "Q": "800"})).value == {"s": 0, "Q": 800}  # both ends


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ({"s": "120"}, "input_missing"),
        ({"s": "120", "Q": " "}, "input_missing"),
        ({"s": "301", "Q": "200"}, "out_of_range"),
        ({"s": "-1", "Q": "200"}, "out_of_range"),
        ({"s": "120", "Q": "19"}, "out_of_range"),
        ({"s": "120,5", "Q": "200"}, "not_whole"),
        ({"s": "abc", "Q": "200"}, "reading.not_a_number"),
        ({"s": "120 kg", "Q": "200"}, "reading.wrong_unit"),
        ({"s": "1e2", "Q": "200"}, "reading.scientific"),
        ("120", "answer_shape"),
        (["120", "200"], "answer_shape"),
    ],
)
def test_what_is_no_policy_is_refused_not_marked(variant: Variant, raw: Any, found: str) -> None:
    reading = asked(variant).read(Answer(raw))
    assert (reading.ok, reading.codes) == (False, (found,))
    one = marked(variant, policy=raw).question("policy")
    assert (one.score, one.codes) == (0, ("unreadable", found))


# -- marking --------------------------------------------------------------------------------------------
def test_the_reference_earns_all_and_the_naive_policy_nothing(variant: Variant) -> None:
    key = best(variant)
    assert (judge(variant, **key).credit, judge(variant, **key).codes) == (1.0, ("correct",))
    naive = asked(variant).naive_inputs(variant.scope())
    assert judge(variant, **naive).credit == 0


def test_a_policy_worse_than_the_naive_one_earns_nothing(tmp_path: Path) -> None:
    free = variant_of(tmp_path, require={})
    outcome = judge(free, 300, 800)
    assert (outcome.credit, outcome.codes[0]) == (0.0, "no_gain")


@given(s=st.integers(0, 300), Q=st.integers(20, 800))
@settings(max_examples=60)
def test_the_credit_falls_as_the_cost_rises(variant: Variant, s: int, Q: int) -> None:
    question, scope = asked(variant), variant.scope()
    outcome = judge(variant, s, Q)
    results: Any = outcome.detail
    cost, reference, naive = (results[who]["total_cost"] for who in ("learner", "reference", "naive"))
    served = results["learner"]["fill_rate"] >= 0.95
    share = min(max((naive - cost) / (naive - reference), 0), 1)
    if cost <= reference * (1 + question.dead_band):
        share = 1
    assert outcome.credit == pytest.approx(share if served else min(share, question.cap))
    assert ("requirement_missed" in outcome.codes) == (not served)
    if served:
        assert cost >= reference * (1 - 1e-3)  # Q is searched by ten: hardly anything beats the reference
    assert question.mark(question.read(Answer({"s": str(s), "Q": str(Q)})), scope, scope) == outcome


def test_the_dead_band_forgives_noise(tmp_path: Path) -> None:
    exact = variant_of(tmp_path / "exact", dead_band=0)
    wide = variant_of(tmp_path / "wide", dead_band=0.1)
    key = best(exact)
    near = {"s": key["s"] + 2, "Q": key["Q"] + 10}
    assert judge(exact, **near).credit < 1
    assert judge(wide, **near).credit == 1
    results: Any = judge(exact, **near).detail
    assert results["learner"]["total_cost"] < 1.1 * results["reference"]["total_cost"]


def test_a_missed_requirement_caps_the_mark(tmp_path: Path) -> None:
    variant = variant_of(tmp_path, require={"fill_rate": 0.999}, cap=0.3)
    key = best(variant)
    results: Any = judge(variant, **key).detail
    assert results["reference"]["fill_rate"] >= 0.999
    outcome = judge(variant, key["s"] - 25, key["Q"])
    found: Any = outcome.detail
    assert found["missed"] == ["fill_rate"]
    assert (outcome.credit, outcome.codes[0]) == (0.3, "requirement_missed")


def test_a_requirement_that_has_no_value_for_a_policy_is_not_met(tmp_path: Path) -> None:
    # turnover is infinite, hence without a mean, for a policy that never has stock: the mark must stand
    variant = variant_of(
        tmp_path, year={"initial_stock": 0}, require={"turnover": 1}, reference={"s": 120, "Q": 260}
    )
    measured = asked(variant).measured(variant.scope(), {"s": 0, "Q": 20})
    assert "turnover" not in measured
    assert judge(variant, 0, 20).codes[0] == "requirement_missed"


def test_remarks_on_the_policy_come_with_the_mark(variant: Variant) -> None:
    assert judge(variant, 100, 700).codes[1:] == ("notice.no_safety", "notice.large")
    assert judge(variant, 150, 260).codes[1:] == ()


def test_a_decision_is_marked_on_the_key_whatever_was_carried(variant: Variant) -> None:
    raw: Any = {"s": "120", "Q": "300"}
    with_error = marked(variant, lot="130", policy=raw).question("policy")
    without = marked(variant, policy=raw).question("policy")
    assert (with_error.score, with_error.outcome.detail) == (without.score, without.outcome.detail)


# -- chance ---------------------------------------------------------------------------------------------
def test_marking_runs_are_common_to_every_policy_and_twenty_at_least(variant: Variant) -> None:
    question = asked(variant)
    assert question.replications >= 20
    low, high = (judge(variant, s, 260).detail["learner"] for s in (100, 160))
    assert low["demand"] == high["demand"]  # type: ignore[index, call-overload]
    assert low["fill_rate"] < high["fill_rate"]  # type: ignore[index, call-overload]
    with pytest.raises(ValidationError):
        DecisionQuestion.model_validate(decision(replications=19))


def test_the_mark_is_the_mean_over_the_replications(variant: Variant) -> None:
    question, scope = asked(variant), variant.scope()
    trial = question.trial(scope, {"s": 120, "Q": 260})
    one_by_one = [
        simulation.story(trial.scenario, trial.policy, variant.seed, MARKING, run).indicators["total_cost"]
        for run in range(question.replications)
    ]
    mean = question.measured(scope, {"s": 120, "Q": 260})["total_cost"]
    assert mean == pytest.approx(sum(one_by_one) / len(one_by_one), rel=1e-12)
    assert len(set(one_by_one)) > 1


def test_another_seed_is_another_year(tmp_path: Path, variant: Variant) -> None:
    other = draw(variant.case, 2)
    assert judge(variant, 120, 260).detail["learner"] != judge(other, 120, 260).detail["learner"]


SCRIPT = """
import json, sys
from pathlib import Path
from cases.answers import Answer
from cases.load import load_folder
from cases.marking import mark
from cases.variant import draw
answers = {"lot": Answer("130"), "policy": Answer({"s": "121", "Q": "263"})}
print(json.dumps(mark(draw(load_folder(Path(sys.argv[1])), 1), answers).as_dict()))
"""


def test_the_same_answer_gets_the_same_mark_in_another_process(variant: Variant) -> None:
    here = json.dumps(marked(variant, lot="130", policy={"s": "121", "Q": "263"}).as_dict())
    root = Path(__file__).parents[2]
    for hash_seed in ("0", "31"):
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(variant.case.folder)],
            capture_output=True,
            text=True,
            check=True,
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
        )
        assert done.stdout.strip() == here


# -- what a case may ask wrongly ------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"naive": {"s": 60}}, "naive_inputs"),
        ({"naive": {"s": 60, "Q": 100, "R": 5}}, "naive_inputs"),
        ({"require": {"fil_rate": 0.9}}, "indicator_unknown"),
        ({"minimise": "turn_over"}, "indicator_unknown"),
        ({"limit": {"stok_value": 100}}, "indicator_unknown"),
        ({"search": {"R": 5}}, "search_inputs"),
        (
            {"inputs": {"s": {"options": ["a", "b"], "range": [0, 3]}, "Q": {"range": [20, 800]}}},
            "decision_input",
        ),
        ({"inputs": {"s": {"options": ["a"]}, "Q": {"range": [20, 800]}}}, "decision_input"),
        ({"inputs": {"s": {"options": ["a", "a"]}, "Q": {"range": [20, 800]}}}, "listed_twice"),
        (
            {"inputs": {"s": {"options": ["a", "b"], "unit": "piece"}, "Q": {"range": [20, 800]}}},
            "decision_input",
        ),
        ({"inputs": {"s": {}, "Q": {"range": [20, 800]}}}, "decision_input"),
        ({"inputs": {"s": {"range": [0, 2.5]}, "Q": {"range": [20, 800]}}}, "decision_decimals"),
        (
            {"inputs": {"s": {"range": [0, 2], "step": 0.05, "decimals": 1}, "Q": {"range": [20, 800]}}},
            "decision_decimals",
        ),
        ({"inputs": {"s": {"range": [300, 0]}, "Q": {"range": [20, 800]}}}, "range_order"),
        ({"inputs": {"s": {"unit": "parsec", "range": [0, 300]}, "Q": {"range": [20, 800]}}}, "unit_unknown"),
        ({"cap": 1}, "less_than"),
        ({"dead_band": 0.5}, "less_than_equal"),
    ],
)
def test_a_faulty_decision_is_refused(more: dict[str, Any], kind: str) -> None:
    with pytest.raises(ValidationError) as refused:
        DecisionQuestion.model_validate(decision(**more))
    assert kind in {fault["type"] for fault in refused.value.errors()}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"reference": {"s": 60}}, "decision_inputs"),
        ({"reference": "[1, 2]"}, "decision_inputs"),
        ({"scenario": "[1]"}, "decision_scenario"),
        (
            {"policy": {"reorder_point": {"s": "s", "Q": "Q - 900"}}, "reference": {"s": 60, "Q": 90}},
            "scenario",
        ),
        ({"policy": {"no_such_rule": {"s": "s"}}}, "scenario"),
        ({"require": {"fill_rate": {"text": "high"}}}, "expression_type"),
        ({"require": {"fill_rate": 1.5}}, "expression_call"),
    ],
)
def test_a_decision_that_cannot_run_is_a_fault_of_the_case(tmp_path: Path, more: Any, code: str) -> None:
    variant = variant_of(tmp_path, **more)
    with pytest.raises(ExpressionError) as refused:
        judge(variant, 100, 200)
    assert refused.value.code == code
