"""Stock valuation. Published cards are in tests/oracles; here the identity of every method, and the rows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.inventory.valuation import METHODS, Method, Move, value_stock

IN, OUT = "in", "out"


@st.composite
def cards(draw: st.DrawFn) -> list[Move]:
    """A card that never takes out more than there is."""
    moves, stock = [], 0
    for _ in range(draw(st.integers(1, 15))):
        if stock and draw(st.booleans()):
            quantity = draw(st.integers(1, stock))
            moves.append(Move(OUT, quantity))
            stock -= quantity
        else:
            quantity = draw(st.integers(1, 50))
            moves.append(Move(IN, quantity, draw(st.integers(0, 40))))
            stock += quantity
    return moves


@given(card=cards(), method=st.sampled_from(METHODS))
def test_what_came_in_went_out_or_is_there(card: list[Move], method: Method) -> None:
    found = value_stock(card, method)
    assert found.receipts == pytest.approx(found.cost_of_goods + found.value, abs=1e-6)
    stock = 0.0
    for move, row in zip(card, found.rows, strict=True):
        stock += move.quantity if move.move == IN else -move.quantity
        assert row.stock == stock
        assert sum(quantity for quantity, _ in row.parts) == pytest.approx(move.quantity)
        assert row.value == pytest.approx(sum(quantity * cost for quantity, cost in row.parts))
        assert row.unit_cost * row.quantity == pytest.approx(row.value)
        if method in {"fifo", "lifo"}:
            assert sum(quantity for quantity, _ in row.layers) == pytest.approx(stock)
            assert sum(quantity * cost for quantity, cost in row.layers) == pytest.approx(row.stock_value)
    assert found.quantity == stock


@given(card=cards())
def test_one_price_makes_every_method_alike(card: list[Move]) -> None:
    flat = [Move(one.move, one.quantity, 7) for one in card]
    values = [value_stock(flat, method).value for method in METHODS]
    assert values == pytest.approx([7 * value_stock(flat, "fifo").quantity] * 4, abs=1e-6)


@given(card=cards())
def test_rising_prices_order_the_methods(card: list[Move]) -> None:
    rising = [Move(one.move, one.quantity, 5 + at) for at, one in enumerate(card)]
    fifo, average, lifo = (value_stock(rising, method).value for method in ("fifo", "average", "lifo"))
    assert fifo >= average - 1e-6
    assert average >= lifo - 1e-6


def test_layers_of_fifo_and_lifo() -> None:
    card = [Move(IN, 100, 10), Move(IN, 50, 12), Move(OUT, 120), Move(IN, 10, 20)]
    first = value_stock(card, "fifo")
    assert first.rows[2].parts == ((100, 10), (20, 12))
    assert first.rows[3].layers == ((30, 12), (10, 20))
    last = value_stock(card, "lifo")
    assert last.rows[2].parts == ((50, 12), (70, 10))
    assert last.rows[3].layers == ((30, 10), (10, 20))


def test_a_rounded_average_leaves_its_cents_in_the_stock() -> None:
    card = [Move(IN, 3, 10), Move(IN, 4, 11), Move(OUT, 5), Move(OUT, 2)]
    found = value_stock(card, "average", decimals=2)
    assert found.rows[1].stock_unit_cost == pytest.approx(74 / 7)
    assert [row.unit_cost for row in found.rows[2:]] == [10.57, 10.57]
    assert found.value == pytest.approx(74 - 7 * 10.57)  # one cent: 0.01
    assert found.rows[-1].stock_unit_cost is None
    assert value_stock(card, "average").value == 0


def test_half_a_cent_goes_up() -> None:
    card = [Move(IN, 200, 2), Move(IN, 200, 2.13), Move(OUT, 1)]  # 2.065
    assert value_stock(card, "average", decimals=2).rows[2].unit_cost == 2.07
    assert value_stock(card, "period_average", decimals=0).rows[2].unit_cost == 2


@pytest.mark.parametrize(
    ("card", "method", "decimals", "argument"),
    [
        ([], "fifo", None, "moves"),
        ([Move(IN, 1, 1)] * 1001, "fifo", None, "moves"),
        ([Move(OUT, 1)], "fifo", None, "moves[0].quantity"),
        ([Move(IN, 5, 1), Move(OUT, 6)], "average", None, "moves[1].quantity"),
        ([Move("return", 1)], "fifo", None, "moves[0].move"),
        ([Move(IN, 0, 1)], "fifo", None, "moves[0].quantity"),
        ([Move(IN, 1, -1)], "fifo", None, "moves[0].unit_cost"),
        ([Move(IN, 1, 1)], "nifo", None, "method"),
        ([Move(IN, 1, 1)], "average", 7, "decimals"),
        ([Move(IN, 1, 1)], "average", 0.5, "decimals"),
    ],
)
def test_refusals(card: list[Move], method: Method, decimals: int | None, argument: str) -> None:
    with pytest.raises(SolverError) as caught:
        value_stock(card, method, decimals=decimals)
    assert caught.value.argument == argument
