"""Service factors, the loss function, safety stocks and reorder points."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, special, stats

from solvers.inventory.aggregate_demand import aggregate_demand
from solvers.inventory.normal_loss import (
    inverse_standard_normal_loss,
    normal_cdf,
    normal_loss,
    standard_normal_loss,
)
from solvers.inventory.reorder_point import reorder_point
from solvers.inventory.safety_stock import (
    expected_fill_rate,
    lead_time_demand,
    safety_stock_by_fill_rate,
    safety_stock_by_service_factor,
    safety_stock_by_service_level,
    safety_stock_max_max,
)
from solvers.inventory.service_factor import (
    TableReading,
    normal_table,
    service_factor,
    service_factor_from_table,
)

level = st.floats(0.001, 0.999)
units = st.floats(0.5, 1e5)


@pytest.mark.parametrize("z", [-9, -3.2, -1, 0, 0.3, 1.645, 4, 9, 20, 37])
def test_cdf_and_loss_against_scipy_and_quadrature(z: float) -> None:
    assert normal_cdf(z) == pytest.approx(special.ndtr(z), rel=1e-13)
    integral, _ = integrate.quad(
        lambda t: special.ndtr(-t), z, z + 40, points=[0.0] if z < 0 else None, epsabs=0
    )
    assert standard_normal_loss(z) == pytest.approx(integral, rel=1e-8)


def test_loss_far_out() -> None:
    assert standard_normal_loss(-1e6) == 1e6
    assert standard_normal_loss(60) == 0.0


@given(z=st.floats(-30, 30), step=st.floats(1e-6, 5))
def test_loss_falls_and_reflects(z: float, step: float) -> None:
    here, further = standard_normal_loss(z), standard_normal_loss(z + step)
    # A slope of −(1 − Φ) lies between −1 and 0.
    assert 0 <= here - further <= step * (1 + 1e-9) + 1e-12
    assert standard_normal_loss(-z) == pytest.approx(z + here, abs=1e-12 * (1 + abs(z)))


@given(z=st.floats(-1000, 36.9))
def test_inverse_loss_is_the_inverse(z: float) -> None:
    assert inverse_standard_normal_loss(standard_normal_loss(z)) == pytest.approx(z, rel=1e-9, abs=1e-9)


def test_normal_loss_is_the_mean_of_what_is_short() -> None:
    integral, _ = integrate.quad(lambda x: (x - 55) * stats.norm.pdf(x, 50, 8), 55, 120)
    assert normal_loss(55, mean=50, sd=8) == pytest.approx(integral, rel=1e-9)


@given(alpha=level)
def test_service_factor_is_the_inverse_of_the_distribution(alpha: float) -> None:
    assert normal_cdf(service_factor(alpha)) == pytest.approx(alpha, rel=1e-12)
    assert service_factor(alpha) == pytest.approx(special.ndtri(alpha), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(
    ("alpha", "below", "above", "nearest", "between"),
    [
        # The factors of the trade: 90 % 1.28, 95 % 1.64 to 1.65, 97.5 % 1.96, 98 % 2.05, 99 % 2.33.
        (0.90, 1.28, 1.29, 1.28, 1.282),
        (0.95, 1.64, 1.65, 1.65, 1.645),
        (0.975, 1.96, 1.96, 1.96, 1.96),  # printed as such
        (0.98, 2.05, 2.06, 2.05, 2.054),
        (0.99, 2.32, 2.33, 2.33, 2.327),
        (0.5, 0.0, 0.0, 0.0, 0.0),
        (0.999, 3.08, 3.08, 3.08, 3.08),  # 3.08 and 3.09 both print 0.9990: the first is taken
        (0.05, -1.65, -1.64, -1.64, -1.645),
        (0.025, -1.96, -1.96, -1.96, -1.96),
        (0.10, -1.29, -1.28, -1.28, -1.282),
    ],
)
def test_table_readings(alpha: float, below: float, above: float, nearest: float, between: float) -> None:
    readings: tuple[TableReading, ...] = ("below", "above", "nearest", "between")
    assert tuple(service_factor_from_table(alpha, r) for r in readings) == (below, above, nearest, between)


def test_table_is_the_printed_one() -> None:
    table = normal_table()
    assert len(table) == 310
    assert table[0] == (0.0, 0.5)
    assert table[-1] == (3.09, 0.9990)
    assert table[196] == (1.96, 0.9750)
    assert [p for _, p in table] == sorted(p for _, p in table)


@given(alpha=st.floats(0.001, 0.999))
def test_table_readings_enclose_the_exact_factor(alpha: float) -> None:
    below, above = (service_factor_from_table(alpha, r) for r in ("below", "above"))
    nearest, between = (service_factor_from_table(alpha, r) for r in ("nearest", "between"))
    assert above - below == pytest.approx(0.01, abs=1e-9) or above == below
    assert below <= between + 5e-4
    assert between <= above + 5e-4
    assert nearest in (below, above)
    # Four printed decimals leave at most half of 0.0001 over the density: 0.013 at z = 3.09.
    assert between == pytest.approx(service_factor(alpha), abs=0.016)


def test_lead_time_demand_by_simulation() -> None:
    rng = np.random.default_rng(5)
    days = rng.choice([4, 5, 6, 9], p=[0.3, 0.3, 0.2, 0.2], size=20_000)
    asked = np.array([rng.normal(50, 8, size=n).sum() for n in days])
    mean = 0.3 * 4 + 0.3 * 5 + 0.2 * 6 + 0.2 * 9
    variance = 0.3 * 16 + 0.3 * 25 + 0.2 * 36 + 0.2 * 81 - mean**2
    demand = lead_time_demand(50, 8, lead_time_mean=mean, lead_time_sd=math.sqrt(variance))
    assert asked.mean() == pytest.approx(demand.mean, abs=4 * demand.sd / math.sqrt(asked.size))
    assert asked.std() == pytest.approx(demand.sd, rel=0.03)


@given(d=units, sigma_d=units, L=st.floats(0.5, 60), sigma_L=st.floats(0, 20), alpha=level)
def test_service_level_is_reached_exactly(
    d: float, sigma_d: float, L: float, sigma_L: float, alpha: float
) -> None:
    demand = lead_time_demand(d, sigma_d, L, sigma_L)
    safety = safety_stock_by_service_level(alpha, demand.sd)
    # P(D ≤ s) for a normal lead-time demand is the service level asked for.
    s = reorder_point(d, L, safety.quantity).level
    assert normal_cdf((s - demand.mean) / demand.sd) == pytest.approx(alpha, abs=1e-6)
    by_factor = safety_stock_by_service_factor(safety.service_factor, demand.sd)
    assert by_factor.quantity == safety.quantity
    assert by_factor.cycle_service_level == pytest.approx(alpha, rel=1e-12)


@given(sigma_d=units, L=st.floats(0.5, 60), alpha=st.floats(0.51, 0.999))
def test_four_times_the_lead_time_is_twice_the_stock(sigma_d: float, L: float, alpha: float) -> None:
    one, four = (
        safety_stock_by_service_level(alpha, lead_time_demand(10, sigma_d, t).sd) for t in (L, 4 * L)
    )
    assert four.quantity == pytest.approx(2 * one.quantity, rel=1e-12)


@given(beta=level, Q=units, sigma=units)
def test_fill_rate_is_reached_exactly(beta: float, Q: float, sigma: float) -> None:
    safety = safety_stock_by_fill_rate(beta, Q, sigma)
    assert expected_fill_rate(safety.quantity, Q, sigma) == pytest.approx(beta, abs=1e-9)


@given(low=level, high=level, Q=units, more=st.floats(1, 10), sigma=units)
def test_fill_rate_stock_is_monotone(low: float, high: float, Q: float, more: float, sigma: float) -> None:
    low, high = sorted((low, high))
    at_low, at_high = (safety_stock_by_fill_rate(beta, Q, sigma).quantity for beta in (low, high))
    slack = 1e-9 * (sigma + Q)
    assert at_low <= at_high + slack
    assert safety_stock_by_fill_rate(high, Q * more, sigma).quantity <= at_high + slack


def test_fill_rate_by_drawing_lead_time_demands() -> None:
    sigma, Q, safety = 30.0, 200.0, 25.0
    asked = np.random.default_rng(8).normal(500, sigma, size=400_000)
    short = np.maximum(asked - (500 + safety), 0).mean()
    assert expected_fill_rate(safety, Q, sigma) == pytest.approx(1 - short / Q, abs=2e-4)


def test_nothing_varies_nothing_is_kept() -> None:
    assert safety_stock_by_service_level(0.99, 0).quantity == 0
    assert safety_stock_by_fill_rate(0.99, 100, 0).quantity == 0
    assert expected_fill_rate(0, 100, 0) == 1
    assert expected_fill_rate(-10, 100, 0) == 0.9
    assert expected_fill_rate(-500, 100, 0) == 0


def test_large_lots_need_less_than_nothing() -> None:
    assert safety_stock_by_fill_rate(0.9, lot_size=10_000, lead_time_demand_sd=10).quantity == pytest.approx(
        -1000
    )
    assert safety_stock_by_fill_rate(0.9, lot_size=1e15, lead_time_demand_sd=1e-6).quantity == pytest.approx(
        -1e14
    )


def test_reorder_point_is_a_position_and_may_exceed_the_lot() -> None:
    point = reorder_point(20, 30, safety_stock=15)
    assert (point.level, point.lead_time_demand, point.safety_stock) == (615, 600, 15)
    assert reorder_point(20, 30).level == 600
    assert reorder_point(20, 30, safety_stock=-50).level == 550


@given(
    demand=st.floats(0, 1e4),
    delay=st.floats(0, 100),
    more_demand=st.floats(0, 1e4),
    more_delay=st.floats(0, 100),
)
def test_max_max_is_never_negative(
    demand: float, delay: float, more_demand: float, more_delay: float
) -> None:
    safety = safety_stock_max_max(demand + more_demand, delay + more_delay, demand, delay)
    assert safety >= 0
    # Reordering at mean demand + safety is reordering at the worst case.
    worst = (demand + more_demand) * (delay + more_delay)
    assert reorder_point(demand, delay, safety).level == pytest.approx(worst, rel=1e-9, abs=1e-9)


@given(parts=st.lists(st.tuples(st.floats(0, 1e5), st.floats(0, 1e4)), min_size=1, max_size=20))
def test_pooling_adds_variances(parts: list[tuple[float, float]]) -> None:
    total = aggregate_demand([mean for mean, _ in parts], [sd for _, sd in parts])
    assert total.mean == pytest.approx(sum(mean for mean, _ in parts))
    assert total.sd == pytest.approx(math.sqrt(sum(sd**2 for _, sd in parts)), abs=1e-9)
    assert total.sd <= sum(sd for _, sd in parts) * (1 + 1e-12)
