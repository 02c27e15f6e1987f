"""Lots at one stock: taken in, issued by FEFO, FIFO or LIFO, written off; and what a lane does to an order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.network.lanes import line_quantity, raise_largest, rejected, split, trucks
from sim.network.lots import NEVER, Lot, LotStock, dated, parted
from sim.network.world import Truck


def kept(issue: str) -> LotStock:
    stock = LotStock(issue)
    stock.add([Lot("old", 5, 20)], 1)
    stock.add([Lot("soon", 4, 12)], 2)
    stock.add([Lot("new", 6, 30)], 3)
    return stock


@pytest.mark.parametrize(
    ("issue", "order"),
    [("fefo", ["soon", "old", "new"]), ("fifo", ["old", "soon", "new"]), ("lifo", ["new", "soon", "old"])],
)
def test_the_rule_of_issue(issue: str, order: list[str]) -> None:
    stock = kept(issue)
    assert stock.quantity == 15
    assert [lot.name for lot in stock.take(15)] == order
    assert stock.quantity == 0


def test_an_issue_may_cut_a_lot() -> None:
    stock = kept("fefo")
    assert stock.take(6) == [Lot("soon", 4, 12), Lot("old", 2, 20)]
    assert stock.take(1) == [Lot("old", 1, 20)]
    with pytest.raises(ValueError, match="the lots hold 8 units, not 9"):
        stock.take(9)


def test_what_is_too_old_is_written_off() -> None:
    stock = kept("lifo")
    assert stock.expire(11) == []
    assert stock.expire(12) == [Lot("soon", 4, 12)]
    assert {lot.name for lot in stock.expire(30)} == {"old", "new"}


def test_a_lot_is_dated_once() -> None:
    lots = [Lot("a", 3), Lot("b", 2, 9)]
    assert dated(lots, 4, 10) == [Lot("a", 3, 14), Lot("b", 2, 9)]
    assert dated(lots, 4, None)[0].expires == NEVER


@given(st.lists(st.integers(1, 9), max_size=5), st.integers(0, 50))
def test_lots_are_cut_without_loss(sizes: list[int], quantity: int) -> None:
    lots = [Lot(str(at), size) for at, size in enumerate(sizes)]
    first, rest = parted(lots, quantity)
    assert sum(lot.quantity for lot in first) == min(quantity, sum(sizes))
    assert sum(lot.quantity for lot in [*first, *rest]) == sum(sizes)
    assert [lot.name for lot in first] == sorted(lot.name for lot in first)


@given(st.integers(0, 500), st.lists(st.floats(0, 5), min_size=1, max_size=5).filter(lambda s: sum(s) > 1e-3))
def test_a_split_loses_nothing_and_follows_the_shares(quantity: int, shares: list[float]) -> None:
    parts = split(quantity, shares)
    assert sum(parts) == quantity
    for part, share in zip(parts, shares, strict=True):
        assert abs(part - quantity * share / sum(shares)) < 1 + quantity * 1e-2
    assert split(7, [1, 1]) == [4, 3], "the first on a tie"


@given(st.integers(1, 100), st.integers(0, 100), st.integers(1, 30))
def test_a_line_is_at_least_its_minimum_and_a_multiple(wish: int, minimum: int, multiple: int) -> None:
    line = line_quantity(wish, minimum, multiple)
    assert line % multiple == 0
    assert line >= max(wish, minimum)
    assert line - multiple < max(wish, minimum)


def test_the_largest_line_is_raised() -> None:
    lines = [4, 9, 9]
    raise_largest(lines, [1, 5, 1], 30)
    assert lines == [4, 19, 9], "the first on a tie, by its own multiple"
    raise_largest(lines, [1, 5, 1], 30)
    assert lines == [4, 19, 9], "an order that is large enough stays"
    empty: list[int] = []
    raise_largest(empty, [], 30)
    assert empty == []


def test_rejects_are_whole_and_right_on_average() -> None:
    assert [rejected(15, 0.9, uniform) for uniform in (0.0, 0.49, 0.51, 0.99)] == [1, 1, 2, 2]
    assert rejected(1, 0.05, 0.999) == 1
    assert rejected(0, 0.5, 0.999) == 0


def test_trucks_are_rounded_up_but_not_by_a_float() -> None:
    assert [trucks(volume, Truck(3)) for volume in (0.1, 3, 3.01, 6)] == [1, 1, 2, 2]
    assert 3 * 0.1 > 0.3
    assert trucks(3 * 0.1, Truck(0.3)) == 1
