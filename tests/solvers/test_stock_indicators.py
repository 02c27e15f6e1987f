"""Stock ratios. Published figures are in tests/oracles; here how the ratios hang together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solvers.inventory.economic_quantity import annual_cost
from solvers.inventory.stock_indicators import (
    carrying_charges,
    cover_days,
    holding_rate,
    lot_mean_stock,
    mean_stock,
    service_rate,
    stock_out_rate,
    stock_value,
    turnover,
    unit_holding_cost,
)

amount = st.floats(0.01, 1e9)


def test_a_year_of_360_days_unless_told_otherwise() -> None:
    assert cover_days(100, 1200) == 30
    assert cover_days(100, 1200, days=365) == pytest.approx(30.4167, abs=1e-4)
    assert cover_days(100, 300, days=30) == 10


def test_mean_stock_of_two_and_of_many_counts() -> None:
    assert mean_stock([50_000, 90_000]) == 70_000
    assert mean_stock([12]) == 12
    assert mean_stock([0, 30, 60, 30]) == 30


@given(stock=amount, consumption=amount, days=st.sampled_from([30, 252, 360, 365]))
def test_turnover_times_cover_is_the_period(stock: float, consumption: float, days: int) -> None:
    assert turnover(consumption, stock) * cover_days(stock, consumption, days) == pytest.approx(days)


@given(requests=amount, share=st.floats(0, 1))
def test_service_and_stock_out_share_the_requests(requests: float, share: float) -> None:
    missed = min(share * requests, requests)
    assert stock_out_rate(missed, requests) + service_rate(requests - missed, requests) == pytest.approx(1)


@given(value=amount, rate=st.floats(0, 1))
def test_holding_rate_undoes_carrying_charges(value: float, rate: float) -> None:
    assert holding_rate(carrying_charges(value, rate), value) == pytest.approx(rate)


@given(lot=st.floats(1, 1e5), price=st.floats(0.1, 1e4), rate=st.floats(0.01, 0.5))
def test_charges_on_the_mean_stock_are_the_holding_part_of_the_lot_cost(
    lot: float, price: float, rate: float
) -> None:
    charges = carrying_charges(stock_value([lot_mean_stock(lot)], [price]), rate)
    ordering = 7 * 1200 / lot
    assert annual_cost(lot, 1200, 7, unit_holding_cost(price, rate)) == pytest.approx(charges + ordering)


def test_stock_value_adds_up_lots() -> None:
    assert stock_value([10, 4, 0], [2.5, 100, 7]) == 425
