"""A process of orders: expected errors and perfect orders by their closed forms, actions, tracks, refusals."""

from __future__ import annotations

import hashlib
import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.checks import InvalidError
from sim.models.order_process import OrderProcessModel
from sim.order_process import figures as fig

FLAT = {"series": {"values": [10], "repeat": True}}
PRICE = {
    "name": "price",
    "chance": 0.2,
    "found": 0.25,
    "delay_days": 3,
    "rework_cost": 4,
    "complaint_cost": 30,
}


def process(**more: Any) -> dict[str, Any]:
    return {
        "horizon": 100, "orders": FLAT, "steps": [{"name": "entry", "lead_time": {"constant": 2}, "cost": 5}],
        "causes": [PRICE], "policy": {}, **more,
    }  # fmt: skip


def measured(data: dict[str, Any], replications: int = 1) -> dict[str, float]:
    return OrderProcessModel.read(data).measure(3, "test", replications)


# -- by hand -------------------------------------------------------------------------------------------------
def test_an_error_always_made_and_never_found() -> None:
    cause = {"name": "price", "chance": 1, "complaint_cost": 30}
    found = measured(process(causes=[cause], promised=2))
    assert (found["orders_received"], found["errors"], found["complaints"]) == (1000, 1000, 1000)
    assert (found["complaint_rate"], found["otif_rate"], found["perfect_order_rate"]) == (1, 1, 0)
    assert found["total_cost"] == 1000 * (5 + 30)


def test_an_error_always_found_costs_time() -> None:
    cause = {"name": "price", "chance": 1, "found": 1, "delay_days": 3, "rework_cost": 4}
    found = measured(process(causes=[cause], promised=4, late_cost=7))
    assert (found["errors_found"], found["complaints"], found["mean_lead_time"]) == (1000, 0, 5)
    assert (found["on_time_rate"], found["late_cost"], found["rework_cost"]) == (0, 7000, 4000)


def test_a_delay_is_one_whoever_finds_it() -> None:
    cause = {"name": "address", "chance": 1, "effect": "time", "delay_days": 3}
    assert measured(process(causes=[cause], promised=4))["on_time_rate"] == 0
    assert measured(process(causes=[{**cause, "effect": "full"}], promised=4))["on_time_rate"] == 1


def test_an_action_works_from_its_day_on() -> None:
    action = {"name": "edi", "effects": [{"cause": "price", "chance": 0}], "from_day": 30, "cost": 500,
              "unit_cost": 2, "delay_days": 1}  # fmt: skip
    cause = {"name": "price", "chance": 1}
    data = process(causes=[cause], actions=[action], policy={"actions": ["edi"]})
    story = OrderProcessModel.read(data).live(3, "test", 0)
    assert story.tracks[1].short == (10.0,) * 30 + (0.0,) * 70
    assert story.cost_by_period["action"] == (500.0,) + (0.0,) * 99
    assert story.cost_by_period["process"] == (50.0,) * 30 + (70.0,) * 70
    assert story.indicators["mean_lead_time"] == pytest.approx(2.7)


def test_a_policy_is_a_list_or_a_yes_or_no_for_each() -> None:
    model = OrderProcessModel.read(OrderProcessModel.EXAMPLE)
    listed = model.under({"actions": ["training", "edi"]})
    flagged = model.under({"actions": {"edi": True, "training": True, "double_check": False}})
    assert listed.measure(1, "x", 2) == flagged.measure(1, "x", 2)
    assert model.under({}).measure(1, "x", 1)["action_cost"] == 0


# -- closed forms ----------------------------------------------------------------------------------------------
CAUSES = [
    {"name": "price", "chance": 0.05, "found": 0.3},
    {"name": "item", "chance": 0.03, "found": 0.5, "effect": "full"},
    {"name": "breakage", "chance": 0.02, "effect": "damage"},
]


def test_complaints_are_the_sum_of_chances_and_perfect_orders_their_product() -> None:
    """E[complaints] = n·Σ p(1 − f); perfect orders = Π (1 − p(1 − f)); within four deviations of a binomial."""
    n = 100_000
    found = measured(process(causes=CAUSES, orders={"series": {"values": [1000], "repeat": True}}))
    missed = [one["chance"] * (1 - one.get("found", 0)) for one in CAUSES]  # type: ignore[operator]
    assert abs(found["complaints"] - n * sum(missed)) < 4 * math.sqrt(
        n * sum(one * (1 - one) for one in missed)
    )
    perfect = math.prod(1 - one for one in missed)
    assert abs(found["perfect_order_rate"] - perfect) < 4 * math.sqrt(perfect * (1 - perfect) / n)
    assert abs(found["otif_rate"] - (1 - missed[1])) < 4 * math.sqrt(missed[1] / n)
    assert found["complaint_rate"] == pytest.approx(1 - found["perfect_order_rate"])


def test_actions_multiply() -> None:
    """Two actions on one cause: p·a·b happens, (1 − f)(1 − g) of it is missed."""
    actions = [
        {"name": "a", "effects": [{"cause": "price", "chance": 0.5, "found": 0.4}]},
        {"name": "b", "effects": [{"cause": "price", "chance": 0.6}]},
    ]
    data = process(
        actions=actions, policy={"actions": ["a", "b"]}, orders={"series": {"values": [1000], "repeat": True}}
    )
    found, n = measured(data), 100_000
    chance = 0.2 * 0.5 * 0.6
    assert abs(found["errors"] - n * chance) < 4 * math.sqrt(n * chance)
    missed = chance * 0.75 * 0.6
    assert abs(found["complaints"] - n * missed) < 4 * math.sqrt(n * missed)


# -- invariants --------------------------------------------------------------------------------------------------
@settings(max_examples=40, deadline=None)
@given(
    taken=st.sets(st.sampled_from(["mandatory_fields", "edi", "double_check", "training", "other_carrier"])),
    seed=st.integers(0, 40),
)
def test_an_action_never_adds_a_complaint(taken: set[str], seed: int) -> None:
    """Common random numbers: an error is drawn by u < p, so that whoever does more meets a part of the same errors."""
    model = OrderProcessModel.read({**OrderProcessModel.EXAMPLE, "horizon": 90})
    none, some = (model.under({"actions": sorted(names)}).live(seed, "x", 0) for names in ((), taken))
    for before, after in zip(none.tracks[1:], some.tracks[1:], strict=True):
        assert all(one <= other for one, other in zip(after.short, before.short, strict=True))
        assert all(one <= other for one, other in zip(after.demand, before.demand, strict=True))
    assert none.tracks[0].demand == some.tracks[0].demand
    found = some.indicators
    assert found["errors"] == found["errors_found"] + found["complaints"]
    assert found["perfect_order_rate"] <= min(found["otif_rate"], found["on_time_rate"])
    assert found["total_cost"] == pytest.approx(sum(found[f"{name}_cost"] for name in fig.COSTS))


def test_orders_under_way_are_those_that_came_in_and_not_out() -> None:
    story = OrderProcessModel.read(OrderProcessModel.EXAMPLE).live(2, "x", 0)
    track = story.tracks[0]
    level = 0.0
    for day in range(story.periods):
        level += track.demand[day] - track.received[day]
        assert track.on_hand[day] == level
        assert 0 <= track.backorders[day] <= level


def test_the_same_year_has_the_same_figures() -> None:
    """A golden year: the SHA-256 of its figures to a ten-thousandth."""
    found = OrderProcessModel.read(OrderProcessModel.EXAMPLE).live(2026, "golden", 0)
    text = json.dumps({name: round(value, 4) for name, value in found.indicators.items()})
    assert hashlib.sha256(text.encode()).hexdigest() == GOLDEN


GOLDEN = "cecd2f2b8deba39c7a4b01c41721d7c936853ca4627005dbcf9f4c35882ef166"


# -- refusals -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        ({"causes": []}, "causes", "give at least one"),
        ({"causes": [CAUSES[0], CAUSES[0]]}, "causes[1].name", "price"),
        ({"causes": [{**CAUSES[0], "chance": 1.2}]}, "causes[0].chance", "at most 1"),
        ({"causes": [{**CAUSES[0], "effect": "odd"}]}, "causes[0].effect", "odd"),
        ({"causes": [{**CAUSES[0], "step": "entri"}]}, "causes[0].step", "entry"),
        ({"actions": [{"name": "a", "effects": [{"cause": "x"}]}]}, "actions[0].effects[0].cause", "x"),
        ({"policy": {"actions": ["nothing"]}}, "policy.actions.nothing", "nothing"),
        ({"policy": {"actions": "edi"}}, "policy.actions", "list of names"),
        ({"policy": {"actions": [3]}}, "policy.actions[0]", "text"),
        ({"policy": {"actions": {"edi": 3}}}, "policy.actions.edi", "true or false"),
        ({"warm_up": 100}, "warm_up", "shorter"),
    ],
)  # fmt: skip
def test_a_process_that_will_not_do_is_refused_in_words(
    change: dict[str, Any], path: str, words: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        OrderProcessModel.read(process(**change))
    assert path in refused.value.explain("en")
    assert words in refused.value.explain("en")
    assert refused.value.explain("fr")
