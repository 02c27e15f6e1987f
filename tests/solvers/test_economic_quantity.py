"""Lot sizes: plain, with backorders, at a production rate. Published figures are in tests/oracles."""

from __future__ import annotations

import math
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solvers.inventory import economic_production_quantity as epq
from solvers.inventory import economic_quantity as eoq
from solvers.inventory import economic_quantity_backorders as eoqb

figure = st.floats(0.01, 1e6)
ratio = st.floats(0.05, 20)


def test_result_is_plain_and_frozen() -> None:
    best = eoq.economic_quantity(1200, 50, 12)
    assert best == eoq.EconomicQuantity(
        lot_size=100.0, annual_cost=1200.0, orders_per_year=12.0, cycle_years=1 / 12
    )
    with pytest.raises(FrozenInstanceError):
        best.lot_size = 1.0  # type: ignore[misc]


@given(D=figure, K=figure, h=figure, r=ratio)
def test_no_lot_is_cheaper(D: float, K: float, h: float, r: float) -> None:
    best = eoq.economic_quantity(D, K, h)
    assert eoq.annual_cost(best.lot_size, D, K, h) == pytest.approx(best.annual_cost, rel=1e-9)
    other = eoq.annual_cost(r * best.lot_size, D, K, h)
    # g(rQ*)/g(Q*) = (r + 1/r)/2, whatever the figures: the flat bottom every manual shows.
    assert other / best.annual_cost == pytest.approx((r + 1 / r) / 2, rel=1e-9)


@given(D=figure, K=figure, h=figure, a=figure, b=figure, t=st.floats(0, 1))
def test_cost_is_convex(D: float, K: float, h: float, a: float, b: float, t: float) -> None:
    between = eoq.annual_cost(t * a + (1 - t) * b, D, K, h)
    chord = t * eoq.annual_cost(a, D, K, h) + (1 - t) * eoq.annual_cost(b, D, K, h)
    assert between <= chord * (1 + 1e-9)


@given(D=figure, K=figure, h=figure)
def test_scaling_laws(D: float, K: float, h: float) -> None:
    base = eoq.economic_quantity(D, K, h)
    assert eoq.economic_quantity(4 * D, K, h).lot_size == pytest.approx(2 * base.lot_size, rel=1e-12)
    assert eoq.economic_quantity(D, 4 * K, h).lot_size == pytest.approx(2 * base.lot_size, rel=1e-12)
    assert eoq.economic_quantity(D, K, 4 * h).lot_size == pytest.approx(base.lot_size / 2, rel=1e-12)
    assert base.orders_per_year * base.cycle_years == pytest.approx(1, rel=1e-12)
    # At the optimum ordering costs as much as holding.
    assert K * base.orders_per_year == pytest.approx(h * base.lot_size / 2, rel=1e-9)
    # A month instead of a year, consistently, changes nothing but the period.
    assert eoq.economic_quantity(D / 12, K, h / 12).lot_size == pytest.approx(base.lot_size, rel=1e-12)


@given(D=figure, K=figure, h=figure, p=figure, r=ratio, x=st.floats(0, 1))
def test_backorders_no_lot_nor_share_is_cheaper(
    D: float, K: float, h: float, p: float, r: float, x: float
) -> None:
    best = eoqb.economic_quantity_backorders(D, K, h, p)

    def cost(Q: float, share: float) -> float:
        return eoqb.annual_cost(Q, share, annual_demand=D, order_cost=K, holding_cost=h, backorder_cost=p)

    assert cost(best.lot_size, best.backorder_fraction) == pytest.approx(best.annual_cost, rel=1e-9)
    assert cost(r * best.lot_size, x) >= best.annual_cost * (1 - 1e-9)
    assert best.largest_stock + best.largest_backorder == pytest.approx(best.lot_size, rel=1e-9)


@given(D=figure, K=figure, h=figure, p=figure)
def test_leave_to_owe_is_worth_something(D: float, K: float, h: float, p: float) -> None:
    plain = eoq.economic_quantity(D, K, h)
    owed = eoqb.economic_quantity_backorders(D, K, h, p)
    assert owed.annual_cost <= plain.annual_cost * (1 + 1e-12)
    assert owed.lot_size >= plain.lot_size * (1 - 1e-12)


def test_dear_backorders_tend_to_the_plain_quantity() -> None:
    plain = eoq.economic_quantity(1300, 8, 0.225)
    owed = eoqb.economic_quantity_backorders(1300, 8, 0.225, 1e12)
    assert owed.lot_size == pytest.approx(plain.lot_size, rel=1e-9)
    assert owed.largest_backorder == pytest.approx(0, abs=1e-6)


@given(D=figure, K=figure, h=figure, speed=st.floats(1.001, 1000), r=ratio)
def test_production_no_lot_is_cheaper(D: float, K: float, h: float, speed: float, r: float) -> None:
    P = D * speed
    best = epq.economic_production_quantity(D, K, h, P)
    assert epq.annual_cost(best.lot_size, D, K, h, P) == pytest.approx(best.annual_cost, rel=1e-9)
    assert epq.annual_cost(r * best.lot_size, D, K, h, P) >= best.annual_cost * (1 - 1e-9)
    assert best.run_years < best.cycle_years
    # What is made in a run less what is used meanwhile is the peak of the stock.
    assert best.largest_stock == pytest.approx(best.lot_size - D * best.run_years, rel=1e-6)


def test_fast_production_tends_to_the_plain_quantity() -> None:
    plain = eoq.economic_quantity(1300, 8, 0.225)
    made = epq.economic_production_quantity(1300, 8, 0.225, 1e14)
    assert made.lot_size == pytest.approx(plain.lot_size, rel=1e-9)
    assert made.annual_cost == pytest.approx(plain.annual_cost, rel=1e-9)


@given(
    D=st.sampled_from([1e-12, 1, 1e15]),
    K=st.sampled_from([1e-12, 1, 1e15]),
    h=st.sampled_from([1e-12, 1, 1e15]),
)
def test_extremes_of_the_allowed_range_stay_finite(D: float, K: float, h: float) -> None:
    best = eoq.economic_quantity(D, K, h)
    owed = eoqb.economic_quantity_backorders(D, K, h, K)
    figures = [best.lot_size, best.annual_cost, best.orders_per_year, owed.lot_size, owed.annual_cost]
    assert all(math.isfinite(value) and value > 0 for value in figures)
