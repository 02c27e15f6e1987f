"""A network played step by step: a week by hand, what is seen and told, costs as the network's; what is refused."""

from __future__ import annotations

import copy
import dataclasses
import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from network_worlds import line, worlds

from sim.checks import InvalidError
from sim.episodes.base import replay
from sim.episodes.network import NetworkEpisode
from sim.network import World, breakdown, indicators, read_world, run, start
from sim.network.running_tally import RunningTally
from sim.network.story import story


def episode(**more: Any) -> NetworkEpisode:
    """The plain line (10 a day at the shop), played at the depot."""
    return NetworkEpisode.read({"steps": 4, "decide": [{"site": "depot"}], "network": line(), **more})


# -- a run ---------------------------------------------------------------------------------------------
def test_days_at_the_depot_by_hand() -> None:
    """The shop orders its 10 of the day after the decision, so the depot sees them the next day, already shipped."""
    moments, play = replay(episode(), 0, "x", [{"order": 7}, {}, {"order": 5}, {}])
    states = [one.state for one in moments]
    assert [one["on_hand"] for one in states] == [40, 30, 20, 17]
    assert [one["asked"] for one in states] == [0, 10, 10, 10]
    assert [one["on_order"] for one in states] == [0, 7, 7, 5]
    assert states[3]["position"] == 22
    assert states[2]["due"] == [{"row": "depot", "step": 4, "quantity": 7}]
    assert states[0]["others"] == [
        {"row": "shop", "on_hand": 15, "backorders": 0, "on_order": 0, "position": 15, "asked": 10}
    ]
    told = [{key: value for key, value in one.items() if key != "cost"} for one in play.events]
    assert told[:4] == [
        {"step": 1, "kind": "order", "row": "depot", "quantity": 7},
        {"step": 1, "kind": "shipment", "row": "depot", "quantity": 10, "to": "shop"},
        {"step": 1, "kind": "close", "on_hand": 30, "backorders": 0},
        {"step": 2, "kind": "request", "row": "depot", "quantity": 10},
    ]
    assert {"step": 4, "kind": "receipt", "row": "depot", "quantity": 7} in told


def test_a_week_is_decided_on_its_last_day() -> None:
    """The 40 at the depot are gone by then; the 30 ordered at the end of day 4 come in on day 7, and leave at once."""
    moments, play = replay(episode(steps=2, periods=5), 0, "x", [{"order": 30}, {}])
    assert [one.state["asked"] for one in moments] == [40, 50]
    assert [one["step"] for one in play.events if one["kind"] == "order"] == [1]
    assert [one["quantity"] for one in play.events if one["kind"] == "shipment"] == [40, 30]
    [receipt] = [one for one in play.events if one["kind"] == "receipt"]
    assert (receipt["step"], receipt["quantity"]) == (2, 30)


def test_one_figure_for_every_stock_that_the_table_leaves_out() -> None:
    kind = episode(decide=[{"site": "shop"}, {"site": "depot", "item": "A"}])
    _, play = replay(kind, 0, "x", [{"order": 3, "orders": {"depot": 8}}])
    orders = {one["row"]: one["quantity"] for one in play.events if one["kind"] == "order"}
    assert orders == {"depot": 8, "shop": 3}


def test_what_a_minimum_or_a_calendar_makes_of_a_decision_is_told() -> None:
    lanes = line()["lanes"]
    lanes[0] |= {"multiple": 20, "order_days": [0, 2, 3]}
    _, play = replay(episode(network=line(lanes=lanes)), 0, "x", [{"order": 7}, {"order": 9}, {"order": 20}])
    told = [one for one in play.events if one["kind"] in {"order", "adjusted", "refused"}]
    assert told == [
        {"step": 1, "kind": "order", "row": "depot", "quantity": 20},
        {"step": 1, "kind": "adjusted", "row": "depot", "asked": 7, "quantity": 20},
        {"step": 2, "kind": "refused", "row": "depot", "asked": 9, "quantity": 0},
        {"step": 3, "kind": "order", "row": "depot", "quantity": 20},
    ]


def test_rows_bear_the_shortest_name_that_tells_them_apart() -> None:
    items = [{"name": "A"}, {"name": "B"}]
    stocks = [{"site": site, "item": item, "initial": 9} for site in ("depot", "shop") for item in ("A", "B")]
    kind = episode(network=line(items=items, stocks=stocks), decide=[{"site": "depot"}])
    assert [one["row"] for one in kind.start(0, "x").state()["stocks"]] == ["depot:A", "depot:B"]
    assert kind.places == {"depot", "shop", "A", "B"}


# -- stops ---------------------------------------------------------------------------------------------
def test_a_stop_whose_dates_are_known_is_told_ahead() -> None:
    stop = {"source": "north", "start": 2, "length": 2}
    moments, play = replay(episode(network=line(disruptions=[stop]), notice=1), 0, "x", [{"order": 5}] * 4)
    assert [one for one in play.events if one["kind"] == "outage"] == [
        {"step": 2, "kind": "outage", "source": "north", "start": 3, "end": 4}
    ]
    assert [len(one.state["notices"]) for one in moments] == [0, 1, 1, 1]
    assert (
        moments[3].state["due"]
        == [
            {"row": "depot", "step": 4, "quantity": 5},
            {"row": "depot", "step": 5, "quantity": 5},
            {"row": "depot", "step": None, "quantity": 5},
        ][1:]
    )


def test_a_stop_by_chance_is_told_when_it_begins_and_when_it_is_over() -> None:
    stop = {"source": "north>depot", "up": {"constant": 1}, "down": {"constant": 2}}
    moments, play = replay(episode(network=line(disruptions=[stop])), 0, "x", [{}] * 4)
    told = [(one["step"], one["kind"]) for one in play.events if one["kind"] in {"outage", "stop", "restart"}]
    assert told == [(2, "stop"), (4, "restart")]
    assert moments[1].state["notices"] == [{"source": "north>depot", "start": 2, "end": None}]
    assert moments[3].state["notices"] == []


def test_who_sees_its_own_only_is_not_told_of_the_others() -> None:
    stop = {"source": "north", "start": 1, "length": 1}
    network = line(disruptions=[stop])
    own = episode(network=network, sees="own", decide=[{"site": "shop"}]).start(0, "x")
    assert "others" not in own.state()
    own.play({"order": 4})
    assert not [one for one in own.events if one["kind"] == "outage"]
    depot = episode(network=network, sees="own").start(0, "x")
    depot.play({})
    assert [one for one in depot.events if one["kind"] == "outage"]


# -- costs ---------------------------------------------------------------------------------------------
@settings(max_examples=50, deadline=None)
@given(world=worlds(joint=True), seed=st.integers(0, 20), backlog=st.booleans(), cut=st.integers(1, 24))
def test_the_running_tally_finds_the_costs_of_the_whole_ledger(
    world: World, seed: int, backlog: bool, cut: int
) -> None:
    stocks = tuple(dataclasses.replace(stock, backlog=0.7 * backlog) for stock in world.stocks)
    world = dataclasses.replace(world, warm_up=0, stocks=stocks)
    ledger = run(world, seed)
    tally = RunningTally(world)
    early = [row for row in ledger.raw() if row[0] < cut]
    tally.take(early, min(cut, world.horizon))
    tally.take(ledger.raw()[len(early) :], world.horizon)
    assert tally.total == pytest.approx(indicators(world, ledger).total_cost)
    for site, figures in breakdown(world, ledger).by_site.items():
        assert tally.cost_of([site]) == pytest.approx(figures.total_cost)
    last = {(row.site, row.item): row for row in ledger}
    for stock in world.stocks:
        levels = tally.levels((stock.site, stock.item))
        row = last[stock.site, stock.item]
        assert (levels.on_hand, levels.backorders) == (row.on_hand, row.backorders)
        assert levels.owed >= 0


def test_what_sites_owe_one_another_costs_when_it_is_given_a_rate() -> None:
    """The depot begins with 4 and never orders: of the shop's 10 a day it owes 6, then 16, then 26."""
    stocks = [
        {"site": "depot", "item": "A", "initial": 4, "backlog": 2},
        {"site": "shop", "item": "A", "initial": 99},
    ]
    policy = {"replenish": [{"site": "depot", "asked": {}}, {"site": "shop", "base_stock": 99}]}
    data = line(stocks=stocks, horizon=3, policy=policy)
    world = read_world(data)
    ledger = run(world, 0)
    assert indicators(world, ledger).shortage_cost == 2 * (6 + 16 + 26)
    assert indicators(read_world({**data, "warm_up": 1}), ledger).shortage_cost == 2 * (16 + 26)
    assert breakdown(world, ledger).by_site["depot"].shortage_cost == 2 * (6 + 16 + 26)
    assert story(world, ledger).cost_by_period["shortage"] == (12, 32, 52)
    _, play = replay(episode(network=data, steps=3), 0, "x", [{}] * 3)
    assert play.indicators()["own_cost"] == 2 * (6 + 16 + 26)
    assert [one["cost"] for one in play.events if one["kind"] == "close"] == [12, 44, 96]
    assert [one["backorders"] for one in play.events if one["kind"] == "close"] == [6, 16, 26]


def test_the_figures_are_those_of_the_network_lived_the_same_way() -> None:
    data = copy.deepcopy(dict(NetworkEpisode.EXAMPLE))
    kind = NetworkEpisode.read(data)
    decisions = [{"orders": {"depot": 200, "shop": 120 + at}} for at in range(8)]
    _, play = replay(kind, 4, "x", decisions)
    live = start(kind.network, 4, "x/episode/network")
    at = 0
    while live.advance_to_review() is not None:
        live.decide({("depot", "A"): 200, ("shop", "A"): 120 + at})
        at += 1
    expected = indicators(kind.network, live.ledger)
    figures = play.indicators()
    for name in NetworkEpisode.INDICATORS:
        if name not in {"own_cost", "bullwhip"}:
            assert figures[name] == getattr(expected, name)
    assert 0 < figures["bullwhip"] < expected.bullwhip  # of weeks: a weekly order is no wave of its own


def test_a_run_not_yet_begun_has_spent_nothing() -> None:
    figures = episode().start(0, "x").indicators()
    assert figures["total_cost"] == figures["own_cost"] == 0
    assert figures["fill_rate"] == 1


# -- what is under way from the start ------------------------------------------------------------------
def test_goods_and_orders_under_way_from_the_start() -> None:
    lanes = line()["lanes"]
    lanes[1] |= {
        "order_delay": 1,
        "in_transit": [{"item": "A", "quantity": 6, "period": 0}, {"item": "A", "quantity": 9, "period": 1}],
        "ordered": [{"item": "A", "quantity": 11, "period": 0}, {"item": "A", "quantity": 4, "period": 1}],
    }
    items = [{"name": "A", "traced": True}]
    world = read_world(line(lanes=lanes, items=items, horizon=4))
    ledger = run(world, 0)
    first = next(row for row in ledger if row.site == "shop")
    assert (first.kind, first.on_hand, first.on_order) == ("start", 25, 30)
    receipts = [(row.time, row.quantity) for row in ledger.rows("receipt") if row.site == "shop"]
    assert receipts[:4] == [(0, 6), (1, 9), (1, 11), (2, 4)]  # 11 were shipped in period 0, and 4 in period 1
    assert ledger.rows("receipt")[0].lots == (("depot>shop:A:start", 6),)
    # To the shop 9 + 11, then 4; to the depot, which replaces them in 3 days, 11 from the first close, 4 from the next.
    assert indicators(world, ledger).mean_in_transit * 4 == (20 + 11) + (4 + 15) + 15 + 4


@pytest.mark.parametrize(
    ("under_way", "words"),
    [
        ({"item": "B", "quantity": 1}, "there is no B"),
        ({"item": "A", "quantity": 0}, "in_transit[0].quantity"),
        ({"item": "A", "quantity": 1, "period": -1}, "in_transit[0].period"),
        ({"item": "A", "quantity": 1, "due": 2}, "due"),
    ],
)
def test_what_is_under_way_is_checked(under_way: dict[str, Any], words: str) -> None:
    lanes = line()["lanes"]
    lanes[0] |= {"in_transit": [under_way]}
    with pytest.raises(InvalidError) as caught:
        read_world(line(lanes=lanes))
    assert words in caught.value.explain("en")
    assert caught.value.explain("fr")


def test_what_is_under_way_is_kept_at_both_ends() -> None:
    lanes = line()["lanes"]
    lanes[1] |= {"ordered": [{"item": "B", "quantity": 3}]}
    stocks = [*line()["stocks"], {"site": "depot", "item": "B"}]
    with pytest.raises(InvalidError, match="does not go by this lane"):
        read_world(line(lanes=lanes, items=[{"name": "A"}, {"name": "B"}], stocks=stocks))


# -- faults --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"steps": 0}, "steps"),
        ({"periods": 1.5}, "periods"),
        ({"sees": "nobody"}, "sees"),
        ({"decide": []}, "decide: is empty"),
        ({"decide": [{"site": "attic"}]}, "decide[0]"),
        ({"decide": [{"sit": "depot"}]}, "did you mean site"),
        ({"decide": "depot"}, "list of mappings"),
        ({"network": 3}, "network: "),
        ({"network": line(items=[])}, "network.items"),
        ({"network": {**line(), "policy": {"replenish": []}}}, "network.policy.replenish: A at shop has no"),
        ({"notic": 2}, "did you mean notice"),
    ],
)
def test_a_scenario_that_will_not_do_is_refused_in_words(change: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidError) as caught:
        episode(**change)
    assert words in caught.value.explain("en")
    assert caught.value.explain("fr")


def test_a_world_too_large_to_replay_at_every_step_is_refused() -> None:
    shops = [f"shop{at}" for at in range(4)]
    data = line()
    data["sites"] += [{"name": shop} for shop in shops]
    data["stocks"] += [{"site": shop, "item": "A"} for shop in shops]
    data["lanes"] += [{"from": "depot", "to": shop} for shop in shops]
    data["policy"]["replenish"] += [{"site": shop, "base_stock": 9} for shop in shops]
    assert episode(steps=104, periods=60, network=data).steps == 104
    with pytest.raises(InvalidError, match="network: is too large"):
        episode(steps=104, periods=104, network=data)


def test_missing_keys_are_told() -> None:
    with pytest.raises(InvalidError) as caught:
        NetworkEpisode.read({"steps": 3})
    told = caught.value.explain("en")
    assert "network" in told
    assert "decide" in told


@settings(max_examples=30, deadline=None)
@given(
    decisions=st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "order": st.integers(-5, 10**12) | st.floats(allow_nan=True) | st.just("x"),
                "orders": st.dictionaries(
                    st.sampled_from(["depot", "shop", "z"]), st.integers(-5, 10**15) | st.floats(0, 90)
                )
                | st.just(3),
            },
        ),
        max_size=5,
    )
)
def test_whatever_is_decided_a_run_goes_on(decisions: list[dict[str, Any]]) -> None:
    kind = episode(decide=[{"site": "shop"}, {"site": "depot"}])
    moments, play = replay(kind, 0, "x", decisions)
    assert len(moments) == min(len(decisions), 4)
    assert json.loads(json.dumps(play.events)) == play.events
    assert all(math.isfinite(value) for value in play.indicators().values())
