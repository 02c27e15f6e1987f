"""The episode `masterplan`: what the planner sees, decides, and what comes of it."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.checks import InvalidError
from sim.episodes.base import Decision, replay
from sim.episodes.masterplan import MasterPlanEpisode, MasterPlanRun

ORDER = {"name": "A", "due": 1, "quantity": 3}


def small(**more: Any) -> MasterPlanEpisode:
    product = {
        "forecast": [20], "view": 3, "initial": 20, "scheduled": [0, 50],
        "orders": [
            {"name": "A", "due": 0, "quantity": 15}, {"name": "B", "due": 1, "quantity": 60},
            {"name": "C", "due": 2, "quantity": 25, "week": 1},
        ],
        "holding": 1, "setup_cost": 100, "late_cost": 5, "delay_cost": 2, "policy": {"lot_size": 10, "safety_stock": 5},
    }  # fmt: skip
    return MasterPlanEpisode.read({"steps": 4, "masterplan": {**product, **more}})


def test_the_planner_sees_the_weeks_ahead_and_what_may_be_promised() -> None:
    run = small().start(0, "x")
    state = run.state()
    assert [one["row"] for one in state["weeks"]] == ["1", "2", "3"]
    assert [one["planned"] for one in state["weeks"]] == [0, 50, 0]
    assert [one["dav"] for one in state["weeks"]] == [20, 70, 70]
    # the rules: 20 - 20 in week 1 is under 5, so ten more; then twenty a week
    assert [one["proposed"] for one in state["weeks"]] == [10, 20, 20]
    assert state["requests"] == [
        {"row": "A", "quantity": 15, "due": 1, "available": 1},
        {"row": "B", "quantity": 60, "due": 2, "available": 2},
    ]


def test_a_run_by_hand() -> None:
    kind = small()
    decisions: list[Decision] = [{}, {"schedule": {"3": 40}, "promise": {"C": 4}}, {}, {}]
    moments, run = replay(kind, 0, "x", decisions)
    assert moments[1].state["requests"] == [{"row": "C", "quantity": 25, "due": 3, "available": 5}]
    closes = [(one["on_hand"], one["backorders"]) for one in run.events if one["kind"] == "close"]
    # 20 - 15; 5 + 50 - 55 of B's 60; 40 - 5 that B waits for; C's 25 in week 4 as promised
    assert closes == [(5, 0), (0, 5), (35, 0), (10, 0)]
    found = run.indicators()
    assert found["tardiness_cost"] == 25
    assert found["shortage_cost"] == 25 * 2
    assert found["setup_cost"] == 200
    assert found["total_cost"] == 25 + 50 + 200 + 50


def test_hours_overtime_and_expediting_are_decided() -> None:
    more = {"capacity": 20, "unit_hours": 0.5, "overtime_most": 6, "overtime_cost": 10, "component_weeks": 1,
            "expediting_cost": 3, "scheduled": [0, 40]}  # fmt: skip
    decisions: list[Decision] = [{}, {"expedite": "yes", "overtime": 50}, {}, {}]
    _, run = replay(small(**more), 0, "x", decisions)
    made = [one["quantity"] for one in run.events if one["kind"] == "make"]
    assert made == [0, 52, 0, 0]  # 55 are missing, 26 hours make 52
    assert run.indicators()["overtime_cost"] == 60
    assert run.indicators()["expediting_cost"] == 3 * 12
    assert {"step": 2, "kind": "expedite", "quantity": 12} in run.events


def test_a_customer_without_patience_leaves() -> None:
    _, run = replay(small(patience=1, lost_cost=8), 0, "x", [{"promise": {"B": 4}}, {}, {}, {}])
    assert {"step": 1, "kind": "lost", "row": "B", "quantity": 60} in run.events
    assert run.indicators()["shortage_cost"] == 480


def test_changes_and_cancellations_are_told() -> None:
    told = set()
    for seed in range(12):
        kind = MasterPlanEpisode.read(copy.deepcopy(dict(MasterPlanEpisode.EXAMPLE)))
        _, run = replay(kind, seed, "x", [{}] * 10)
        told |= {one["kind"] for one in run.events}
        names = [one["row"] for one in run.events if one["kind"] == "order"]
        assert len(names) == len(set(names))
    assert {"order", "change", "cancel", "make", "close"} <= told


@settings(max_examples=40, deadline=None)
@given(
    plans=st.lists(
        st.dictionaries(st.sampled_from(["1", "3", "5", "x", "99"]), st.integers(0, 80)), max_size=10
    ),
    seed=st.integers(0, 20),
)
def test_units_are_neither_made_nor_lost(plans: list[dict[str, int]], seed: int) -> None:
    kind = MasterPlanEpisode.read(copy.deepcopy(dict(MasterPlanEpisode.EXAMPLE)))
    _, run = replay(kind, seed, "x", [{"schedule": one} for one in plans])
    assert isinstance(run, MasterPlanRun)
    made = sum(one["quantity"] for one in run.events if one["kind"] == "make")
    closes = [one for one in run.events if one["kind"] == "close"]
    if closes:
        assert 0 <= closes[-1]["on_hand"] <= 60 + made


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"steps": 0}, "steps"),
        ({"masterplan": 3}, "masterplan"),
        ({"masterplan": {"forecast": [1], "orders": [ORDER], "horizon": 3}}, "horizon"),
        ({"masterplan": {"forecast": [1.5], "orders": [ORDER]}}, "forecast[0]"),
    ],
)  # fmt: skip
def test_what_is_no_episode_is_refused(data: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidError) as refused:
        MasterPlanEpisode.read({**MasterPlanEpisode.EXAMPLE, **data})
    assert words in refused.value.explain("en")
    assert refused.value.explain("fr")
