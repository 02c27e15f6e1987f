"""The stocking point: who is served first, what waits, what is lost, and the position."""

from __future__ import annotations

from sim.ledger import Ledger
from sim.stock import StockingPoint


def point(on_hand: int, shortage: str = "backorder") -> StockingPoint:
    return StockingPoint(Ledger({}), on_hand, shortage, site="stock", item="item")


def levels(stock: StockingPoint) -> tuple[float, float, float, float]:
    return stock.on_hand, stock.backorders, stock.on_order, stock.inventory_position


def test_backorders_wait_and_are_served_before_stock() -> None:
    stock = point(10)
    stock.demand(0, 4)
    assert levels(stock) == (6, 0, 0, 6)
    stock.demand(1, 9)
    assert levels(stock) == (0, 3, 0, -3)
    stock.place(1, 20, 3)
    assert levels(stock) == (0, 3, 20, 17)
    stock.receive(3, 20)
    assert levels(stock) == (17, 0, 0, 17)


def test_a_small_receipt_clears_part_of_the_backorders() -> None:
    stock = point(0)
    stock.demand(0, 5)
    stock.place(0, 2, 1)
    stock.receive(1, 2)
    assert levels(stock) == (0, 3, 0, -3)


def test_lost_sales_leave_no_trace_in_the_position() -> None:
    stock = point(3, "lost")
    stock.demand(0, 10)
    assert levels(stock) == (0, 0, 0, 0)


def test_each_change_is_a_row_with_the_levels_after_it() -> None:
    ledger = Ledger({})
    stock = StockingPoint(ledger, 5, "backorder", site="shop", item="bolt")
    stock.demand(0, 7)
    stock.place(0, 10, 2)
    stock.close(0)
    stock.receive(2, 10)
    assert [tuple(event) for event in ledger] == [
        (0, "start", "shop", "bolt", 5, 0, 0, 5, 0, 0, None),
        (0, "demand", "shop", "bolt", 7, 5, 2, 0, 2, 0, None),
        (0, "order", "shop", "bolt", 10, 0, 0, 0, 2, 10, 2),
        (0, "close", "shop", "bolt", 0, 0, 0, 0, 2, 10, None),
        (2, "receipt", "shop", "bolt", 10, 2, 0, 8, 0, 0, None),
    ]
