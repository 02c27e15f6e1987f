"""Recall tracing: a small dairy by hand, then random networks in which nothing is made nor lost on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from network_worlds import line, worlds

from sim.checks import InvalidError
from sim.ledger import CLEAR, DEMAND, EXPIRE, REJECT
from sim.lot_tracing import MAX_MOVES, LotMove, trace_back, trace_forward
from sim.network import World, read_world, run
from sim.network.tracing import LedgerMove, lot_moves

DAIRY = [
    LotMove("S1", 500, target="dairy"),
    LotMove("S1", 300, "dairy", into="Y1"),
    LotMove("S2", 60, "dairy", into="Y1"),
    LotMove("S2", 60, target="dairy"),
    LotMove("Y1", 290, target="dairy"),
    LotMove("Y1", 250, "dairy", "depot"),
    LotMove("Y1", 120, "depot", customer="canteen"),
    LotMove("Y9", 70, target="depot"),
]


def test_forward_by_hand() -> None:
    found = trace_forward(DAIRY, ["S1"])
    assert found.lots == ("S1", "Y1")
    assert [DAIRY[at].customer for at in found.deliveries] == ["canteen"]
    assert found.delivered == 120
    assert {(one.lot, one.place): one.quantity for one in found.left} == {
        ("S1", "dairy"): 200,
        ("Y1", "dairy"): 40,
        ("Y1", "depot"): 130,
    }
    assert found.in_stock == 370


def test_back_by_hand() -> None:
    assert trace_back(DAIRY, ["Y1"]) == (("Y1", "S1", "S2"), ("S1", "S2"))
    assert trace_back(DAIRY, ["Y9"]) == (("Y9",), ("Y9",))


def test_lots_that_go_round_in_a_circle_end() -> None:
    """Rework: what is left of B goes into the next A."""
    moves = [LotMove("A", 5, into="B"), LotMove("B", 2, into="A"), LotMove("B", 3, customer="shop")]
    assert trace_forward(moves, ["A"]).lots == ("A", "B")
    assert trace_back(moves, ["B"]) == (("B", "A"), ())


def test_weights_with_decimals_leave_no_dust() -> None:
    moves = [LotMove("A", 0.3, target="x"), LotMove("A", 0.1, "x"), LotMove("A", 0.2, "x")]
    assert trace_forward(moves, ["A"]).left == ()


@pytest.mark.parametrize(
    ("moves", "lots", "words"),
    [
        (DAIRY, ["S7"], "no move names the lot S7"),
        ([LotMove("A", 3, target="x"), LotMove("A", 5, "x")], ["A"], "2 more left x than came in"),
        ([LotMove("A", 1)] * (MAX_MOVES + 1), ["A"], "moves to follow"),
    ],
)
def test_what_cannot_be_traced_is_refused_in_words(moves: list[LotMove], lots: list[str], words: str) -> None:
    with pytest.raises(InvalidError) as caught:
        trace_forward(moves, lots)
    assert words in caught.value.explain("en")
    assert caught.value.explain("fr")


# -- a network -----------------------------------------------------------------------------------------
def test_a_supplier_lot_followed_to_the_customers_of_a_line() -> None:
    """The lot shipped to the depot in period 1 comes in at 4, goes on by 10 a day, and is asked for from then on."""
    data = line(items=[{"name": "A", "unit_cost": 5, "traced": True}])
    moves = lot_moves(run(read_world(data), 0))
    assert [one.move.quantity for one in moves if one.kind == "start"] == [40, 25]
    lot = "north>depot:A:1"
    found = trace_forward([one.move for one in moves], [lot])
    [shipped] = [one for one in moves if one.move.lot == lot and one.move.origin is None]
    assert (shipped.period, shipped.kind, shipped.move.target) == (1, "ship", "north>depot")
    assert found.delivered + found.in_stock == shipped.move.quantity == 10
    assert {moves[at].site for at in found.deliveries} == {"shop"}
    assert trace_back([one.move for one in moves], [lot])[1] == (lot,)


def gone(moves: Sequence[LedgerMove], kind: str) -> int:
    return sum(int(one.move.quantity) for one in moves if one.kind == kind)


@settings(max_examples=60, deadline=None)
@given(world=worlds(), seed=st.integers(0, 20))
def test_nothing_is_made_nor_lost(world: World, seed: int) -> None:
    """What came in of every lot is delivered, used, written off, sent back or still there, as the levels say."""
    ledger = run(world, seed)
    moves = lot_moves(ledger)
    plain = [one.move for one in moves]
    lots = sorted({one.lot for one in plain})
    if not lots:
        return
    every = trace_forward(plain, lots)
    entered = sum(int(one.quantity) for one in plain if one.origin is None)
    out = sum(int(one.quantity) for one in plain if one.target is None)
    assert entered - out == every.in_stock
    used = sum(int(one.quantity) for one in plain if one.into is not None)
    assert every.delivered == gone(moves, DEMAND) + gone(moves, CLEAR)
    assert out == every.delivered + used + gone(moves, EXPIRE) + gone(moves, REJECT)
    on_hand = {(row.site, row.item): row.on_hand for row in ledger}
    followed = {item.name for item in world.items if item.in_lots}
    sites = {site.name for site in world.sites}
    here: Counter[str] = Counter()
    for one in every.left:
        if one.place in sites:
            here[one.place] += int(one.quantity)
    for site in sites:
        levels = sum(level for (place, item), level in on_hand.items() if place == site and item in followed)
        assert here[site] == levels


@settings(max_examples=40, deadline=None)
@given(world=worlds(), seed=st.integers(0, 20))
def test_forward_and_back_agree(world: World, seed: int) -> None:
    """A delivery is in the trace of each lot that its own lot was made of, and of no other."""
    moves = [one.move for one in lot_moves(run(world, seed))]
    lots = list(dict.fromkeys(one.lot for one in moves))
    for delivery in {one.lot for one in moves if one.customer is not None}:
        made_of, _ = trace_back(moves, [delivery])
        for lot in lots[:12]:
            assert (delivery in trace_forward(moves, [lot]).lots) == (lot in made_of)
