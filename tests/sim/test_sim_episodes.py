"""Episodes: every kind keeps the contract; small runs worked out by hand; faults of a scenario in words."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.checks import InvalidError
from sim.episodes import EPISODES
from sim.episodes.base import BY_ROW, CHOICES, FIGURE, TABLE, WORD, Kind, replay
from sim.episodes.order_desk import OrderDesk
from sim.episodes.stock import StockEpisode

KINDS = sorted(EPISODES)


def example(name: str) -> Kind:
    return EPISODES[name].read(copy.deepcopy(dict(EPISODES[name].EXAMPLE)))


# -- the contract --------------------------------------------------------------------------------------
def test_the_kinds_found() -> None:
    assert KINDS == ["aggregate", "masterplan", "network", "order_desk", "order_portfolio", "shop", "stock"]


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_keeps_the_contract(name: str) -> None:
    kind = example(name)
    assert set(kind.ACTIONS.values()) <= {FIGURE, WORD, TABLE, CHOICES}
    assert set(kind.TABLES) == {action for action, holds in kind.ACTIONS.items() if holds in BY_ROW}
    run = kind.start(1, "played")
    seen = 0
    while not run.done:
        state = run.state()
        assert json.loads(json.dumps(state)) == state
        assert state["step"] == run.step == seen + 1
        for table in kind.TABLES.values():
            assert all(isinstance(row["row"], str) for row in state[table])
        state.clear()  # a copy: nothing that a player does to it changes the run
        events = run.play({})
        assert all(event["step"] in {seen + 1, seen + 2} and event["kind"] for event in events)
        seen += 1
    assert seen == kind.steps
    assert set(run.indicators()) == set(kind.INDICATORS)
    assert json.loads(json.dumps(run.events)) == run.events


DECISIONS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "order": st.integers(-10, 500) | st.floats(0, 300) | st.just("x"),
            "expedite": st.sampled_from(["yes", "no", 3]),
            "allocate": st.dictionaries(st.sampled_from("ABCZ"), st.integers(-5, 40), max_size=3)
            | st.just(7),
            "promise": st.dictionaries(st.sampled_from("ABCZ"), st.integers(0, 9), max_size=3),
            "ship": st.dictionaries(
                st.sampled_from("ABCZ"), st.sampled_from(["express", "no", 3]), max_size=3
            )
            | st.just("express"),
            "nobody": st.none(),
        },
    ),
    max_size=14,
)


@pytest.mark.parametrize("name", KINDS)
@settings(max_examples=40, deadline=None)
@given(decisions=DECISIONS, seed=st.integers(0, 50), cut=st.integers(0, 12))
def test_a_run_is_a_pure_function_of_the_decisions_so_far(
    name: str, decisions: list[dict[str, Any]], seed: int, cut: int
) -> None:
    kind = example(name)
    moments, run = replay(kind, seed, "played", decisions)
    again, other = replay(kind, seed, "played", decisions)
    assert moments == again
    assert run.events == other.events
    assert run.indicators() == other.indicators()
    shorter, stopped = replay(kind, seed, "played", decisions[:cut])
    assert shorter == moments[: len(shorter)]
    assert run.events[: len(stopped.events)] == stopped.events


@pytest.mark.parametrize("name", KINDS)
def test_chance_belongs_to_the_seed_and_the_label(name: str) -> None:
    data = copy.deepcopy(dict(EPISODES[name].EXAMPLE))
    if name == "order_desk":
        data["receipts"] = [{"step": step, "quantity": 5, "late": 0.5} for step in range(1, 6)]
    if name == "order_portfolio":
        data["receipts"] = [
            {"receipt": f"R{step}", "item": "P-10", "step": step, "quantity": 5, "late": 0.5}
            for step in range(1, 6)
        ]
    kind = EPISODES[name].read(data)
    runs = {
        json.dumps(replay(kind, seed, label, [{}] * kind.steps)[1].events)
        for seed in range(4)
        for label in ("played", "other")
    }
    assert len(runs) > 4


# -- one item ------------------------------------------------------------------------------------------
def stock(**more: Any) -> StockEpisode:
    given_ = {"steps": 4, "mean": 10, "initial_stock": 15, "lead_time": 1}
    return StockEpisode.read({**given_, **more})


def test_a_run_of_one_item_by_hand() -> None:
    """15 on hand, 10 asked a step: 5 left, 12 received, 7 left; then 3 short, which wait."""
    kind = stock(costs={"holding": 1, "ordering": 50, "backorder": 4})
    moments, run = replay(kind, 0, "x", [{"order": 12}, {}, {}, {}])
    assert [one.state["on_hand"] for one in moments] == [15, 17, 7, 0]
    assert [one.state["backorders"] for one in moments] == [0, 0, 0, 3]
    assert moments[1].state["position"] == 17
    figures = run.indicators()
    assert figures["holding_cost"] == 5 + 7
    assert figures["backorder_cost"] == 4 * (3 + 13)
    assert figures["ordering_cost"] == 50
    assert figures["total_cost"] == 12 + 64 + 50
    assert figures["fill_rate"] == 1 - 13 / 40
    assert figures["mean_stock"] == 3


def test_stock_is_neither_made_nor_lost() -> None:
    kind = stock(steps=30, sd=4, lead_time=3)
    decisions = [{"order": 10 + step % 3} for step in range(30)]
    _, run = replay(kind, 5, "x", decisions)
    received = sum(event["quantity"] for event in run.events if event["kind"] == "receipt")
    asked = sum(event["quantity"] for event in run.events if event["kind"] == "demand")
    last = next(event for event in reversed(run.events) if event["kind"] == "close")
    assert 15 + received - asked == last["on_hand"] - last["backorders"]


def test_an_outage_is_told_and_holds_deliveries_back() -> None:
    kind = stock(steps=6, outages=[{"start": 3, "length": 2, "notice": 1}])
    moments, run = replay(kind, 0, "x", [{"order": 7}] * 6)
    news = [event for event in run.events if event["kind"] == "outage"]
    assert news == [{"step": 2, "kind": "outage", "start": 3, "end": 4}]
    assert news[0] not in moments[0].events
    assert news[0] in moments[1].events
    receipts = {event["step"]: event["quantity"] for event in run.events if event["kind"] == "receipt"}
    assert receipts == {2: 7, 5: 21, 6: 7}


def test_two_outages_in_a_row() -> None:
    kind = stock(steps=6, outages=[{"start": 4, "length": 1}, {"start": 2, "length": 2}])
    _, run = replay(kind, 0, "x", [{"order": 7}] + [{}] * 5)
    assert [event["step"] for event in run.events if event["kind"] == "receipt"] == [5]


def test_a_surge_multiplies_the_demand_and_an_expedited_order_comes_sooner() -> None:
    kind = stock(lead_time=3, expedited=1, costs={"ordering": 1, "expediting": 9},
                 surges=[{"start": 2, "length": 1, "factor": 2.5, "notice": 5}])  # fmt: skip
    _, run = replay(kind, 0, "x", [{"order": 5, "expedite": "yes"}, {"order": 5, "expedite": "no"}, {}, {}])
    assert [event["quantity"] for event in run.events if event["kind"] == "demand"] == [10, 25, 10, 10]
    assert [event["step"] for event in run.events if event["kind"] == "surge"] == [1]
    assert [event["due"] for event in run.events if event["kind"] == "order"] == [2, 5]
    assert run.indicators()["ordering_cost"] == 11


# -- the order desk ------------------------------------------------------------------------------------
def test_a_day_at_the_desk_by_hand() -> None:
    """20 units: A takes its 15 and B is cut to 5, which nobody ships later; C waits for the late delivery."""
    kind = example("order_desk")
    decisions = [
        {"allocate": {"B": 10, "A": 15}, "promise": {"A": 2, "B": 1}},
        {},
        {},
        {"allocate": {"A": 5, "C": 20}},
        {},
        {},
    ]
    moments, run = replay(kind, 0, "x", decisions)
    assert [row["row"] for row in moments[0].state["open_orders"]] == ["A", "B"]
    # A stands first in the list: it takes 15 of the 20, and B's 10 are cut to 5
    assert [e for e in run.events if e["kind"] == "cut"] == [
        {"step": 1, "kind": "cut", "order": "B", "asked": 10, "shipped": 5}
    ]
    assert [row["quantity"] for row in moments[1].state["open_orders"]] == [5]
    news = [event for event in run.events if event["kind"] == "outage"]
    assert news == [{"step": 2, "kind": "outage", "expected": 3, "until": 4, "quantity": 30}]
    assert moments[0].state["expected"] == [{"step": 3, "quantity": 30}]
    assert moments[1].state["expected"] == [{"step": 4, "quantity": 30}]
    figures = run.indicators()
    assert figures["late_unit_days"] == 5 * 5  # B's 5 units at the end of days 2 to 6
    assert figures["late_penalty"] == 3 * 25
    assert (
        figures["promise_penalty"] == 20
    )  # B's promise was not kept; C was shipped whole the day after it came in
    assert figures["shipped"] == 15 + 5 + 20
    assert figures["on_time_rate"] == pytest.approx(2 / 3)


def test_the_first_promise_counts_and_a_late_shipment_breaks_it() -> None:
    data = {"steps": 4, "initial_stock": 9, "orders": [{"order": "A", "step": 1, "quantity": 9, "due": 4}],
            "costs": {"broken_promise": 10, "no_promise": 3}}  # fmt: skip
    kind = OrderDesk.read(data)
    late = [{"promise": {"A": 2}}, {"promise": {"A": 4}}, {"allocate": {"A": 9}}, {}]
    _, run = replay(kind, 0, "x", late)
    assert run.indicators()["promise_penalty"] == 10
    assert [e["promised"] for e in run.events if e["kind"] == "broken_promise"] == [2]
    _, kept = replay(kind, 0, "x", [{"promise": {"A": 2}}, {"allocate": {"A": 9}}, {}, {}])
    assert kept.indicators() == {**kept.indicators(), "promise_penalty": 0, "on_time_rate": 1.0}
    _, silent = replay(kind, 0, "x", [{}, {}, {"allocate": {"A": 9}}, {}])
    assert silent.indicators()["promise_penalty"] == 3


@settings(max_examples=50, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from("ABC"), st.integers(0, 30)), max_size=6))
def test_the_desk_never_ships_what_it_has_not(tables: list[dict[str, int]]) -> None:
    kind = example("order_desk")
    moments, run = replay(kind, 0, "x", [{"allocate": table} for table in tables])
    shipped = sum(event["quantity"] for event in run.events if event["kind"] == "shipment")
    received = sum(event["quantity"] for event in run.events if event["kind"] == "receipt")
    assert shipped <= 20 + received
    assert all(one.state["on_hand"] >= 0 for one in moments)


# -- faults --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("stock", {"steps": 0}, "steps"),
        ("stock", {"steps": 105}, "at most 104"),
        ("stock", {"mean": -1}, "mean"),
        ("stock", {"sd": 5000}, "sd"),
        ("stock", {"lead_time": 1.5}, "lead_time"),
        ("stock", {"colour": "red"}, "colour"),
        ("stock", {"costs": {"holdin": 1}}, "did you mean holding"),
        ("stock", {"outages": 3}, "list of mappings"),
        ("stock", {"outages": [{"start": 0}]}, "outages[0].start"),
        ("stock", {"surges": [{"factor": 2}]}, "surges[0].start"),
        ("order_desk", {"orders": []}, "one order at least"),
        ("order_desk", {"orders": [{"order": "A", "step": 1, "quantity": 1, "due": 1}] * 2}, "all differ"),
        ("order_desk", {"orders": ["A"]}, "orders[0]"),
        ("order_desk", {"receipts": [{"step": 1, "quantity": 3, "late": 2}]}, "receipts[0].late"),
    ],
)  # fmt: skip
def test_a_scenario_that_will_not_do_is_refused_in_words(
    name: str, change: dict[str, Any], words: str
) -> None:
    with pytest.raises(InvalidError) as caught:
        EPISODES[name].read({**EPISODES[name].EXAMPLE, **change})
    assert words in caught.value.explain("en")
    assert caught.value.explain("fr")


def test_a_missing_key_is_told() -> None:
    with pytest.raises(InvalidError, match="mean"):
        StockEpisode.read({"steps": 3, "initial_stock": 1})
