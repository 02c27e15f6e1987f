"""Kanban loops: a trace worked by hand, the formulas of the trade, and what holds at every instant."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kanban_strategies import worlds

from sim.kanban import compiled
from sim.kanban import ledger as book
from sim.kanban.draws import paths
from sim.kanban.figures import arguments, count, figures, kernel
from sim.kanban.run import run
from sim.kanban.world import World
from sim.ledger import Ledger
from sim.models.kanban import KanbanModel
from sim.records import read


def world(**changes: Any) -> World:
    loop = {
        "name": "a",
        "demand": {"series": {"values": [3], "repeat": True}},
        "replenishment": {"constant": 2},
        **changes.pop("loop", {}),
    }
    rule = {"name": "a", "cards": 3, "container": 5, **changes.pop("rule", {})}
    return read(World, {"horizon": 12, "loops": [loop], "policy": {"loops": [rule]}, **changes})


def states(ledger: Ledger, *columns: str, place: str = "a") -> list[tuple[int, ...]]:
    return [
        tuple(getattr(row, name) for name in columns) for row in book.rows(ledger, book.CLOSE, place=place)
    ]


def test_a_trace_of_twelve_periods_worked_by_hand() -> None:
    # 3 cards of 5 parts, 3 parts used a period, cards collected at the end of periods 1, 3, 5…, launched at once,
    # back 2 periods later. A container is emptied in periods 1, 3, 4 (to the last part), 6, 8, 9 and 11.
    worked = [
        # full, left, post, board, under way
        (2, 2, 0, 0, 0),
        (1, 4, 0, 0, 1),
        (1, 1, 0, 0, 1),
        (1, 3, 0, 0, 1),
        (1, 0, 1, 0, 1),
        (1, 2, 0, 0, 1),
        (0, 4, 1, 0, 1),
        (1, 1, 0, 0, 1),
        (0, 3, 1, 0, 1),
        (1, 0, 0, 0, 2),
        (0, 2, 0, 0, 2),
        (1, 4, 0, 0, 1),
    ]
    ledger = run(world(loop={"collect": 2}), seed=1)
    assert states(ledger, "full", "left", "post", "board", "under_way") == worked
    assert [(row.time, row.quantity, row.due) for row in book.rows(ledger, book.LAUNCH)] == [
        (1, 1, 3), (3, 1, 5), (5, 1, 7), (7, 1, 9), (9, 2, 11), (11, 1, 13),
    ]  # fmt: skip
    assert [(row.time, row.quantity) for row in book.rows(ledger, book.RECEIPT)] == [
        (3, 1), (5, 1), (7, 1), (9, 1), (11, 2),
    ]  # fmt: skip
    assert all(row.short == 0 for row in book.rows(ledger, book.BUILD))
    assert book.board_at(ledger, 9)["a"].under_way == 2


def stops(data: World) -> int:
    return int(figures(data, kernel(data, 1, "", 1))["line_stops"][0])


def steady(parts: int, delay: int, container: int, cards: int, **changes: Any) -> World:
    """A known demand for long enough that every phase of the container against the period comes by."""
    demand = {"series": {"values": [parts], "repeat": True}}
    loop = {"demand": demand, "replenishment": {"constant": delay}, **changes.pop("loop", {})}
    rule = {"cards": cards, "container": container}
    return world(loop=loop, rule=rule, horizon=3 * (delay + container) + 20, **changes)


small = st.integers(1, 12)


@settings(deadline=None)
@given(small, st.integers(1, 8), small)
def test_cards_sent_when_a_container_is_opened_follow_the_toyota_formula(D: int, L: int, C: int) -> None:
    # n = D·L / C rounded up (Y. Monden, Toyota Production System, chapter on the number of kanban, without
    # safety): C·(n + ceil(D·(t - L + 1) / C)) parts have come by period t, D·(t + 1) are used.
    n = math.ceil(D * L / C)
    assert stops(steady(D, L, C, n, release="opened")) == 0
    if n > 1:
        assert stops(steady(D, L, C, n - 1, release="opened")) > 0


@settings(deadline=None)
@given(small, st.integers(1, 8), small)
def test_cards_sent_with_the_empty_container_take_one_more(D: int, L: int, C: int) -> None:
    # The same with floor in the place of ceil: what is left in the open container, at most C - gcd(C, D), lies still.
    n = math.ceil((D * L + C - math.gcd(C, D)) / C)
    assert stops(steady(D, L, C, n)) == 0
    if n > 1:
        assert stops(steady(D, L, C, n - 1)) > 0


@settings(deadline=None)
@given(small, st.integers(1, 5), small, st.integers(1, 4))
def test_the_time_between_collections_counts_as_replenishment(D: int, L: int, C: int, k: int) -> None:
    n = math.ceil(D * (L + k - 1) / C)
    assert stops(steady(D, L, C, n, release="opened", loop={"collect": k})) == 0


def test_a_published_sizing() -> None:
    # 2 000 a day, 0.4 day, 10 % of safety, containers of 200: 4.4, so 5 cards (qammunity.org/8438284). A period is
    # a tenth of a day: 4 cards hold out at 200 a period and not at the 220 that the safety allows for; 5 do.
    assert stops(steady(200, 4, 200, 4, release="opened")) == 0
    assert stops(steady(220, 4, 200, 4, release="opened")) > 0
    assert stops(steady(220, 4, 200, 5, release="opened")) == 0


def test_two_bins_hold_out_while_one_bin_covers_the_replenishment() -> None:
    # 6 a period, 4 periods: the bin opened when the other is sent must hold the 3 periods until it is back.
    bins = {"name": "a", "two_bin": True, "container": 18}
    data = steady(6, 4, 18, 2)
    assert (
        run(data, 1).to_jsonl()
        == run(read(World, {**plain(data), "policy": {"loops": [bins]}}), 1).to_jsonl()
    )
    assert stops(data) == 0
    assert stops(steady(6, 4, 17, 2)) > 0


def plain(data: World) -> dict[str, Any]:
    loop = data.loops[0]
    return {
        "horizon": data.horizon,
        "loops": [{"name": "a", "demand": loop.demand, "replenishment": loop.replenishment}],
    }


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=5, max_size=40), st.integers(1, 25), st.integers(0, 6))
def test_cards_of_one_part_are_a_base_stock(asked: list[int], cards: int, delay: int) -> None:
    # Lost sales and containers of one part: what is sold is ordered, as the single item does under base stock.
    from sim.one_item import run as live  # noqa: PLC0415 - another model as the oracle
    from sim.scenario import scenario_from_dict  # noqa: PLC0415

    horizon = len(asked)
    common = {"demand": {"series": {"values": asked}}}
    one = scenario_from_dict(
        {
            **common,
            "horizon": horizon,
            "lead_time": {"constant": delay},
            "shortage": "lost",
            "policy": {"base_stock": {"S": cards}},
        }
    )
    loop = {**common, "replenishment": {"constant": delay}}
    data = world(loop=loop, rule={"cards": cards, "container": 1}, horizon=horizon, shortage="lost")
    ledger = run(data, 1)
    assert [full for (full,) in states(ledger, "full")] == [row.on_hand for row in live(one, 1).rows("close")]
    short = [row.short for row in book.rows(ledger, book.BUILD)]
    assert short == [row.short for row in live(one, 1).rows("demand")]


def test_a_batch_waits_for_enough_cards_and_then_takes_them_all() -> None:
    data = world(loop={"launch": 3}, rule={"cards": 6, "container": 3})
    assert [(row.time, row.quantity) for row in book.rows(run(data, 1), book.LAUNCH)] == [
        (2, 3), (5, 3), (8, 3), (11, 3),
    ]  # fmt: skip
    assert world(loop={"launch": 9}).settings()[0].launch == 3, "never more than the loop has"


def shared(capacity: int, **rules: int) -> list[tuple[int, str, int]]:
    """Launches of two loops on one cell: every container is gone after period 0."""
    demand = {"series": {"values": [8], "then": 0}}
    loops = [
        {"name": name, "demand": demand, "replenishment": {"constant": 9}, "cell": "press"} for name in "ab"
    ]
    policy = [
        {"name": "a", "cards": 8, "container": 1},
        {"name": "b", "cards": 10, "container": 1, **rules},
    ]
    data = read(
        World,
        {
            "horizon": 5,
            "loops": loops,
            "cells": [{"name": "press", "capacity": capacity}],
            "policy": {"loops": policy},
        },
    )
    return [(row.time, row.place, row.quantity) for row in book.rows(run(data, 1), book.LAUNCH)]


def test_a_cell_serves_the_loop_with_the_larger_share_on_its_board_first() -> None:
    # 8 of 8 cards on the board of a, 8 of 10 on that of b: a launches until it is under 8/10, then in turn.
    assert shared(4)[:3] == [(0, "a", 3), (0, "b", 1), (1, "a", 2)]
    assert sum(quantity for _, _, quantity in shared(4)) == 16


def test_a_cell_serves_red_loops_first() -> None:
    # With 4 safety cards b is red while more than 6 of its cards hang: its first two come before anything of a.
    assert shared(2, safety=4)[0] == (0, "b", 2)
    assert shared(2)[0] == (0, "a", 2)


def test_a_line_stops_whole_when_one_part_is_missing() -> None:
    line = {"name": "line", "demand": {"series": {"values": [4], "repeat": True}}}
    loop = {"line": "line", "replenishment": {"constant": 50}}
    data = read(
        World,
        {
            "horizon": 4,
            "lines": [line],
            "loops": [{**loop, "name": "a", "per_piece": 2}, {**loop, "name": "b"}],
            "policy": {
                "loops": [
                    {"name": "a", "cards": 1, "container": 22},
                    {"name": "b", "cards": 1, "container": 40},
                ]
            },
        },
    )
    ledger = run(data, 1)
    built = [(row.wanted, row.done, row.short, row.late) for row in book.rows(ledger, book.BUILD)]
    assert built == [(4, 4, 0, 0), (4, 4, 0, 0), (4, 3, 1, 1), (5, 0, 4, 5)]
    # a lacks 2 parts, then all 10: 8 of them for the period's own pieces. b lacks none: it only waits.
    assert [row.short for row in book.rows(ledger, book.USE, place="a")] == [0, 0, 2, 8]
    assert [row.done for row in book.rows(ledger, book.USE, place="b")] == [4, 4, 3, 0]
    assert [row.short for row in book.rows(ledger, book.USE, place="b")] == [0, 0, 0, 0]
    found = figures(data, count(data, ledger))
    assert found["fill_rate"][0] == 1 - 5 / 16
    assert found["worst_fill_rate"][0] == 1 - 10 / 32
    assert (found["line_stops"][0], found["mean_late_pieces"][0]) == (2, 6 / 4)


def test_late_pieces_are_built_first_and_within_what_the_line_can_do() -> None:
    line = {"name": "line", "most": 5, "demand": {"series": {"values": [4, 4, 4, 0, 0, 4]}}}
    loop = {"name": "a", "line": "line", "replenishment": {"constant": 2}}
    rule = {"name": "a", "cards": 1, "container": 4}
    data = read(World, {"horizon": 6, "lines": [line], "loops": [loop], "policy": {"loops": [rule]}})
    built = [(row.wanted, row.done, row.short, row.late) for row in book.rows(run(data, 1), book.BUILD)]
    assert built == [(4, 4, 0, 0), (4, 0, 4, 4), (5, 4, 1, 4), (4, 0, 0, 4), (4, 4, 0, 0), (4, 0, 4, 4)]


def test_nothing_happens_in_the_periods_not_worked_but_arrivals() -> None:
    data = world(
        shift={"length": 4, "open": 2}, loop={"replenishment": {"constant": 1}}, rule={"container": 3}
    )
    ledger = run(data, 1)
    assert [row.time for row in book.rows(ledger, book.BUILD)] == [0, 1, 4, 5, 8, 9]
    assert [row.time for row in book.rows(ledger, book.LAUNCH)] == [0, 1, 4, 5, 8, 9]
    assert [row.time for row in book.rows(ledger, book.RECEIPT)] == [1, 2, 5, 6, 9, 10]
    # Every second worked period is every second one of the rounds, whatever the nights between.
    every_second = world(shift={"length": 4, "open": 3}, loop={"collect": 2}, rule={"container": 3})
    assert [row.time for row in book.rows(run(every_second, 1), book.COLLECT)] == [1, 4, 6, 9]


def test_costs_by_hand() -> None:
    loop = {"collect": 2, "unit_cost": 3, "holding": 0.5, "setup_cost": 4}
    data = world(
        loop=loop, card_cost=0.1, container_cost=0.7, round_cost=2, stop_cost=9, missing_cost=5, late_cost=1
    )
    found = {name: values[0] for name, values in figures(data, kernel(data, 1, "", 1)).items()}
    parts = [12, 9, 6, 8, 5, 7, 4, 6, 3, 5, 2, 9]  # 5 × full + left of the trace above
    assert found["holding_cost"] == 0.5 * sum(parts)
    assert found["stock_value"] == pytest.approx(3 * sum(parts) / 12)
    assert (found["mean_stock"], found["peak_stock"]) == (sum(parts) / 12, 12)
    assert found["ordering_cost"] == 6 * 4
    assert found["handling_cost"] == pytest.approx(0.7 * 7 + 2 * 6)
    assert found["card_cost"] == pytest.approx(0.1 * 3 * 12)
    assert (found["shortage_cost"], found["line_stops"], found["fill_rate"]) == (0, 0, 1)
    assert (found["containers_moved"], found["batches"], found["rounds"], found["cards"]) == (7, 6, 6, 3)
    total = sum(found[f"{name}_cost"] for name in ("holding", "ordering", "handling", "card", "shortage"))
    assert found["total_cost"] == pytest.approx(total)


@settings(max_examples=80, deadline=None)
@given(worlds())
def test_the_cards_of_a_loop_never_change_and_bound_what_it_holds(data: dict[str, Any]) -> None:
    model = KanbanModel.read(data).world
    ledger = run(model, 3)
    for loop, one in zip(model.loops, model.settings(), strict=True):
        for row in book.rows(ledger, place=loop.name):
            if row.kind == book.BUILD:
                continue
            assert row.full + row.in_use + row.post + row.board + row.under_way == one.cards
            assert min(row.full, row.in_use, row.post, row.board, row.under_way, row.left) >= 0
            assert row.left <= one.parts
            inside = (row.full + row.under_way) * one.parts + row.left
            assert inside <= one.cards * one.parts + (one.parts - 1 if one.opened else 0)
        taken = sum(row.done for row in book.rows(ledger, book.USE, place=loop.name))
        received = sum(row.quantity for row in book.rows(ledger, book.RECEIPT, place=loop.name))
        last = book.rows(ledger, book.CLOSE, place=loop.name)[-1]
        assert (one.initial + received) * one.parts - taken == last.full * one.parts + last.left


@settings(max_examples=80, deadline=None)
@given(worlds())
def test_the_kernel_agrees_with_the_model_to_the_last_bit(data: dict[str, Any]) -> None:
    model = KanbanModel.read(data).world
    sums = kernel(model, 3, "agree", 2)
    fast = figures(model, sums)
    for replication in range(2):
        ledger = run(model, 3, replication, "agree")
        counted = count(model, ledger)
        assert counted.loops[0].tolist() == sums.loops[replication].tolist()
        assert counted.lines[0].tolist() == sums.lines[replication].tolist()
        assert counted.world[0].tolist() == sums.world[replication].tolist()
        slow = figures(model, counted)
        assert {name: values[0] for name, values in slow.items()} == {
            name: values[replication] for name, values in fast.items()
        }
        drawn = paths(model, 3, "agree", replication, 1)
        trace = np.zeros((compiled.TRACES, len(model.loops), model.horizon), np.int64)
        empty = [np.zeros(array.shape[1:], np.int64) for array in (sums.loops, sums.lines, sums.world)]
        compiled.replication(drawn.demand[0], drawn.delay[0], *arguments(model), *empty, trace)
        for place, loop in enumerate(model.loops):
            closes = states(ledger, "full", "left", "post", "board", "under_way", place=loop.name)
            assert trace[:, place].T.tolist() == [list(close) for close in closes]
