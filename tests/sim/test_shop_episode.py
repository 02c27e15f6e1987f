"""The shop lived step by step: what the planner sees, and what each decision changes."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.checks import InvalidError
from sim.dispatching import RULES
from sim.episodes.base import replay
from sim.episodes.shop import ShopEpisode


def data(**more: Any) -> dict[str, Any]:
    return {**copy.deepcopy(dict(ShopEpisode.EXAMPLE)), **more}


def calm() -> ShopEpisode:
    found = data()
    del found["shop"]["machines"][1]["breakdown"]
    found["shop"].pop("stops")
    return ShopEpisode.read(found)


def test_the_planner_sees_what_is_known_and_no_more() -> None:
    moments, run = replay(calm(), 1, "x", [{}] * 5)
    assert [row["row"] for row in moments[0].state["open_orders"]] == ["A", "B", "C"]
    assert "D" in {row["row"] for row in moments[2].state["open_orders"]}  # known from 12 on
    told = [event for event in run.events if event["kind"] == "order"]
    assert [(event["order"], event["step"]) for event in told] == [("A", 1), ("B", 1), ("C", 1), ("D", 3)]
    assert [row["row"] for row in moments[0].state["planned"]][:2] == ["A.1", "B.1"]
    assert not any(row["row"] == "A.1" for row in moments[1].state["planned"])
    assert run.indicators()["orders_done"] == 4


def test_a_stop_is_told_when_it_has_happened() -> None:
    moments, run = replay(ShopEpisode.read(data()), 1, "x", [{}] * 5)
    stops = [event for event in run.events if event["kind"] == "down" and event["row"] == "lathe"]
    assert stops == [{"step": 3, "kind": "down", "row": "lathe", "time": 10, "back": 13}]
    assert all(event["row"] != "lathe" for m in moments[:2] for event in m.events if event["kind"] == "down")


def test_ranked_orders_go_first() -> None:
    plain = replay(calm(), 1, "x", [{}] * 5)[1]
    urgent = replay(calm(), 1, "x", [{"rank": {"C": 1}}] * 5)[1]

    def end(run: Any) -> float:
        return next(e["time"] for e in run.events if e["kind"] in ("served", "late") and e["order"] == "C")

    assert end(urgent) < end(plain)


def test_a_rule_drops_the_schedule_and_a_start_moves_it() -> None:
    moments, _ = replay(calm(), 1, "x", [{"rule": "edd"}, {}])
    assert moments[1].state["planned"] == []
    moments, _ = replay(calm(), 1, "x", [{"start": {"C.1": 20, "none.3": 4}}, {}])
    rows = {row["row"]: row["start"] for row in moments[1].state["planned"]}
    assert rows["C.1"] == 20
    assert rows["C.2"] >= 20 + 12 * 0.4


def test_overtime_is_paid_and_ends_work_sooner() -> None:
    plain = replay(calm(), 1, "x", [{}] * 5)[1].indicators()
    more = replay(calm(), 1, "x", [{"overtime": {"lathe": 9, "mill": 2, "none": 3}}] * 2 + [{}] * 3)[
        1
    ].indicators()
    assert more["overtime_cost"] == 35 * 2 * 2 * 2
    assert more["makespan"] < plain["makespan"]


DECISIONS = st.fixed_dictionaries(
    {},
    optional={
        "rule": st.sampled_from([*RULES, "keep", 3]),
        "rank": st.dictionaries(st.sampled_from("ABCDZ"), st.integers(-2, 4), max_size=4),
        "start": st.dictionaries(
            st.sampled_from([f"{order}.{n}" for order in "ABC" for n in (1, 2)]),
            st.integers(0, 40),
            max_size=4,
        ),
        "overtime": st.dictionaries(st.sampled_from(["lathe", "mill", "x"]), st.integers(-1, 3), max_size=3)
        | st.just("much"),
    },
)


@settings(max_examples=40, deadline=None)
@given(decisions=st.lists(DECISIONS, max_size=5), seed=st.integers(0, 9))
def test_a_run_hangs_on_the_decisions_only_and_never_stands_still(
    decisions: list[dict[str, Any]], seed: int
) -> None:
    kind = ShopEpisode.read(data(steps=12))
    moments, run = replay(kind, seed, "x", decisions + [{}] * (12 - len(decisions)))
    again, other = replay(kind, seed, "x", decisions)
    assert again == moments[: len(again)]
    assert run.events[: len(other.events)] == other.events
    assert run.done
    assert (
        run.indicators()["orders_done"] == 4
    )  # 96 hours for 20 hours of work: whatever is decided, it gets done


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"steps": 0}, "steps"),
        ({"length": 0.5}, "length"),
        ({"shop": 3}, "shop"),
        ({"shop": {**ShopEpisode.EXAMPLE["shop"], "horizon": 9}}, "shop.horizon"),
        ({"shop": {**ShopEpisode.EXAMPLE["shop"], "machines": []}}, "shop.machines"),
    ],
)
def test_what_is_no_episode_is_refused(more: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidError) as refused:
        ShopEpisode.read(data(**more))
    assert any(line.startswith(path) for line in refused.value.explain("en").splitlines())
