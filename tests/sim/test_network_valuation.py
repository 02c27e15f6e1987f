"""Stock values: by hand, as the stock card of the solvers, and conserved over random networks."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from network_worlds import line, one, worlds

from sim.ledger import DEMAND, ORDER, RECEIPT
from sim.network import World, read_world, run
from sim.network.valuation import Method, value_ledger
from solvers.inventory.valuation import Move, value_stock

METHODS: tuple[Method, ...] = ("fifo", "average")


def shop(**changes: Any) -> dict[str, Any]:
    """A depot that buys at 5 below 30 units and at 4 from 30 on, and sells 10 a day; 40 at 5 to begin with."""
    data = one()
    lane = {**data["lanes"][0], "prices": [{"item": "A", "from": 30, "price": 4}]}
    return one(
        lanes=[lane],
        demands=[{"site": "depot", "item": "A", "demand": {"series": {"values": [10, 4, 13], "repeat": True}}}],
        policy={"replenish": [{"site": "depot", "min_max": {"s": 30, "S": 60}}]},
        **changes,
    )  # fmt: skip


def test_by_hand() -> None:
    """Day 0: 10 of the 40 go, 30 are ordered at 4. They come in on day 3, when 13 of the first 40 are left."""
    world = read_world(shop(horizon=5))
    ledger = run(world, 0)
    assert next((row.time, row.quantity) for row in ledger.rows(ORDER)) == (0, 30)
    fifo = value_ledger(world, ledger, "fifo").by_period["depot", "A"]
    average = value_ledger(world, ledger, "average").by_period["depot", "A"]
    # Left at the close: 30, 26, 13, then 13 + 30 - 10 and 4 less.
    assert fifo == (150, 130, 65, 3 * 5 + 30 * 4, 29 * 4)
    mean = (13 * 5 + 30 * 4) / 43
    assert average == pytest.approx((150, 130, 65, 33 * mean, 29 * mean))


@pytest.mark.parametrize("method", METHODS)
def test_the_same_as_a_stock_card(method: Method) -> None:
    """The moves of a year written on a card and valued by the solver (its oracles are exercises of accounting)."""
    world = read_world(shop(horizon=365))
    ledger = run(world, 0)
    orders = [row.quantity for row in ledger.rows(ORDER)]
    card = [Move("in", 40, 5)]
    for row in ledger.rows(RECEIPT, DEMAND):
        if row.kind == RECEIPT:
            card.append(Move("in", row.quantity, 4 if row.quantity >= 30 else 5))
        if row.shipped:
            card.append(Move("out", row.shipped))
    assert orders[: len(ledger.rows(RECEIPT))] == [row.quantity for row in ledger.rows(RECEIPT)]
    assert {move.unit_cost for move in card} == {0, 4, 5}  # both prices are paid
    expected = value_stock(card, method)
    found = value_ledger(world, ledger, method)
    assert found.value == pytest.approx(expected.value)
    assert found.sold == pytest.approx(expected.cost_of_goods)


def test_goods_keep_their_cost_from_site_to_site() -> None:
    """Bought at 4 for the depot, they are worth 4 at the shop too; the first 40 and 25 at 5."""
    lanes = [{**line()["lanes"][0], "prices": [{"item": "A", "from": 0, "price": 4}]}, line()["lanes"][1]]
    world = read_world(line(lanes=lanes, horizon=40))
    found = value_ledger(world, run(world, 0), "fifo")
    levels = {(row.site, row.item): row.on_hand for row in run(world, 0)}
    assert found.by_period["shop", "A"][-1] == 4 * levels["shop", "A"]
    assert found.by_period["shop", "A"][0] == 5 * 15


@settings(max_examples=50, deadline=None)
@given(world=worlds(), seed=st.integers(0, 20), method=st.sampled_from(METHODS))
def test_value_is_neither_made_nor_lost(world: World, seed: int, method: Method) -> None:
    ledger = run(world, seed)
    found = value_ledger(world, ledger, method)
    gone = [found.sold, found.written_off, found.sent_back, found.under_way, found.value]
    assert found.entered == pytest.approx(math.fsum(gone), rel=1e-9, abs=1e-6)
    assert all(len(values) == world.horizon for values in found.by_period.values())
    on_hand = {(row.site, row.item): row.on_hand for row in ledger}
    for key, values in found.by_period.items():
        assert (values[-1] > 0) == (on_hand[key] > 0)


def test_without_prices_a_stock_is_worth_its_unit_cost() -> None:
    world = read_world(line(horizon=30))
    ledger = run(world, 0)
    levels = {(row.site, row.item): row.on_hand for row in ledger}
    for method in METHODS:
        found = value_ledger(world, ledger, method)
        for key, values in found.by_period.items():
            assert values[-1] == pytest.approx(5 * levels[key])


def test_another_method_is_refused() -> None:
    world = read_world(line())
    with pytest.raises(ValueError, match="fifo or average"):
        value_ledger(world, run(world, 0), "lifo")  # type: ignore[arg-type]
