"""Decisions lived in simulation: training years apart from the marked ones, the three policies compared."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from small_cases import YEAR, decision, number, small

from cases import decisions, simulation
from cases.answers import Answer
from cases.expressions import ExpressionError
from cases.load import LANGUAGES
from cases.marking import mark
from cases.questions.decision import MARKING, DecisionQuestion
from cases.variant import Variant, draw

POLICY: dict[str, Any] = {"s": "115", "Q": "260"}


def variant_of(folder: Path, seed: int = 1, **more: Any) -> Variant:
    case = small(
        folder / "decide",
        number("lot", "260 + k"),
        decision(**more),
        draw={"k": {"integer": [0, 9]}},
        values={"year": YEAR},
    )
    return draw(case, seed)


@pytest.fixture(scope="module")
def variant(tmp_path_factory: pytest.TempPathFactory) -> Variant:
    return variant_of(tmp_path_factory.mktemp("decisions"))


def test_a_training_year_is_told_day_by_day(variant: Variant) -> None:
    year = decisions.trial(variant, "policy", {"s": 115, "Q": 260}, 1)
    [track] = year.tracks
    assert (year.periods, year.period, track.levels) == (120, "day", {"s": 115})
    assert decisions.track_labels(variant, "policy", year, "en") == ("stock · part",)
    # what comes in and goes out explains the stock: opening s + Q, then receipts less demand
    level = 115.0 + 260
    for day in range(120):
        level += track.received[day] - track.demand[day]
        assert track.on_hand[day] - track.backorders[day] == level
    assert set(track.ordered) <= {0, 260, 520}
    indicators = year.indicators
    assert indicators["total_cost"] == pytest.approx(
        indicators["holding_cost"] + indicators["ordering_cost"] + indicators["shortage_cost"]
    )
    told = decisions.summary(track)
    assert told.fill_rate == pytest.approx(indicators["fill_rate"])
    assert told.mean_stock == pytest.approx(indicators["mean_stock"])
    assert told.short_periods >= indicators["stock_out_days"]  # a day that only owes is short too


def test_each_training_year_has_its_own_demand_and_none_the_marked_one(variant: Variant) -> None:
    years = [decisions.trial(variant, "policy", {"s": 115, "Q": 260}, year) for year in (1, 2, 3)]
    lived = [year.tracks[0].demand for year in years]
    assert len(set(lived)) == 3
    question = variant.case.question("policy")
    assert isinstance(question, DecisionQuestion)
    trial = question.trial(variant.scope(), {"s": 115, "Q": 260})
    for run in range(question.replications):
        marked = simulation.story(trial.scenario, trial.policy, variant.seed, MARKING, run)
        assert marked.tracks[0].demand not in lived


def test_a_training_year_is_the_same_each_time_and_for_every_policy(variant: Variant) -> None:
    first = decisions.trial(variant, "policy", {"s": 115, "Q": 260}, 1)
    assert decisions.trial(variant, "policy", {"s": 115, "Q": 260}, 1) == first
    assert (
        decisions.trial(variant, "policy", {"s": 20, "Q": 500}, 1).tracks[0].demand == first.tracks[0].demand
    )


def test_inputs_of_a_trial_are_brought_into_their_ranges(variant: Variant) -> None:
    exact = decisions.trial(variant, "policy", {"s": 300, "Q": 20}, 1)
    assert decisions.trial(variant, "policy", {"s": 9_999.4, "Q": -5}, 1) == exact
    assert decisions.trial(variant, "policy", {"s": 115.4, "Q": 259.6}, 1) == decisions.trial(
        variant, "policy", {"s": 115, "Q": 260}, 1
    )


@pytest.mark.parametrize("year", [0, 4, -1])
def test_there_are_so_many_training_years_and_no_more(variant: Variant, year: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 3"):
        decisions.trial(variant, "policy", {"s": 115, "Q": 260}, year)


def test_what_is_no_trial_is_refused(variant: Variant) -> None:
    with pytest.raises(KeyError):
        decisions.trial(variant, "lot", {"s": 115, "Q": 260}, 1)
    for inputs in ({"s": 115.0}, {"s": 115.0, "Q": math.nan}, {"s": 115.0, "Q": math.inf}):
        with pytest.raises(ExpressionError):
            decisions.trial(variant, "policy", inputs, 1)


def test_the_three_policies_beside_one_another(variant: Variant) -> None:
    found = decisions.compare(variant, "policy", Answer(POLICY))
    assert found.learner_policy == {"s": 115, "Q": 260}
    assert found.naive_policy == {"s": 60, "Q": 700}
    assert found.learner is not None
    learner, reference, naive = (one.tracks[0] for one in (found.learner, found.reference, found.naive))
    assert learner.demand == reference.demand == naive.demand  # common random numbers
    assert found.reference_result["total_cost"] <= found.learner_result["total_cost"]
    assert found.reference_result["total_cost"] < found.naive_result["total_cost"]
    assert (found.goal.least, found.goal.most, found.missed) == ({"fill_rate": 0.95}, {}, ())
    # the comparison tells the figures of the mark
    detail: Any = mark(variant, {"policy": Answer(POLICY)}).question("policy").outcome.detail
    assert detail["learner"] == found.learner_result
    assert detail["reference"] == found.reference_result
    assert detail["inputs"]["reference"] == found.reference_policy


def test_a_missed_requirement_is_named(variant: Variant) -> None:
    assert decisions.compare(variant, "policy", Answer({"s": "20", "Q": "260"})).missed == ("fill_rate",)


@pytest.mark.parametrize("answer", [None, Answer({}), Answer({"s": "x", "Q": "1"}), Answer("12")])
def test_without_a_readable_policy_the_others_are_still_shown(variant: Variant, answer: Any) -> None:
    found = decisions.compare(variant, "policy", answer)
    assert (found.learner, found.learner_policy, found.learner_result) == (None, {}, {})
    assert (found.worst, found.missed) == ((), ())
    assert found.reference.indicators["total_cost"] > 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_worst_days_are_named_with_their_cause(variant: Variant, lang: Any) -> None:
    short = decisions.compare(variant, "policy", Answer({"s": "20", "Q": "260"}))
    assert len(short.worst) == 3
    assert [one.number for one in short.worst] == sorted(one.number for one in short.worst)
    assert {one.part for one in short.worst} == {"shortage"}
    assert short.learner is not None
    [year] = short.learner.tracks
    rates = YEAR["costs"]
    costs = [
        rates["holding"] * held + rates["backorder"] * late + (rates["ordering"] if ordered else 0)
        for held, late, ordered in zip(year.on_hand, year.backorders, year.ordered, strict=True)
    ]
    assert [one.cost for one in sorted(short.worst, key=lambda one: one.cost)] == pytest.approx(
        sorted(costs)[-3:]
    )
    for one in short.worst:
        words = one.text(lang)
        assert words.startswith(f"{'Jour' if lang == 'fr' else 'Day'} {one.number}")
        assert ("coût de rupture" if lang == "fr" else "shortage cost") in words
    heavy = decisions.compare(variant, "policy", Answer({"s": "300", "Q": "20"}))
    assert {one.part for one in heavy.worst} == {"ordering"}


def test_a_policy_with_a_division_by_its_inputs_has_worst_days_too(tmp_path: Path) -> None:
    variant = variant_of(tmp_path, policy={"reorder_point": {"s": "s", "Q": "nearest(Q * Q / Q)"}})
    assert len(decisions.compare(variant, "policy", Answer(POLICY)).worst) == 3


def test_the_boxes_of_a_decision(variant: Variant) -> None:
    s, Q = decisions.bounds(variant, "policy", "en")
    assert (s.id, s.label, s.minimum, s.maximum, s.unit_label) == ("s", "s en", 0, 300, "pieces")
    assert (Q.id, Q.minimum, Q.maximum, Q.step) == ("Q", 20, 800, 1)
    with pytest.raises(KeyError):
        decisions.bounds(variant, "lot")
