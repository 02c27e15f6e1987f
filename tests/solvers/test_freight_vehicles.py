"""Vehicles and fleets: how rates, tours, sizes and budgets hang together."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.freight.fleet import (
    Leg,
    VehicleGroup,
    fleet_budget,
    fleet_sizes,
    fleet_use,
    own_or_hire,
)
from solvers.freight.vehicle_cost import Rates, VehicleYear, rates_from_totals, tour_cost, vehicle_cost

YEAR = VehicleYear(
    110_000,
    2100,
    230,
    purchase=130_000,
    residual=40_000,
    life_years=6,
    interest_rate=0.04,
    insurance=2600,
    taxes=500,
    structure=16_000,
    wages=27_000,
    charges_rate=0.28,
    expenses=45,
    fuel_l_100km=31,
    fuel_price=1.3,
    tyres=4200,
    tyres_km=140_000,
    maintenance_km=0.08,
    tolls_km=0.1,
)
amount = st.floats(0, 1e5)
years = st.builds(
    VehicleYear,
    km=st.floats(1, 3e5),
    hours=st.floats(1, 4000),
    days=st.floats(1, 366),
    purchase=st.floats(1e5, 2e5),
    residual=amount,
    life_years=st.floats(1, 12),
    interest_rate=st.floats(0, 0.2),
    wages=amount,
    charges_rate=st.floats(0, 1),
    expenses=st.floats(0, 200),
    fuel_l_100km=st.floats(0, 60),
    fuel_price=st.floats(0, 3),
    tyres=amount,
    tyres_km=st.floats(1e4, 2e5),
    maintenance_km=st.floats(0, 1),
)


def test_a_year_by_hand() -> None:
    found = vehicle_cost(YEAR)
    assert found.fuel == pytest.approx(44_330)
    assert found.tyres == pytest.approx(3300)
    assert found.depreciation == pytest.approx(15_000)
    assert found.finance == pytest.approx(3400)
    assert found.driver == pytest.approx(34_560)
    assert found.expenses == pytest.approx(10_350)
    assert found.hour_term == pytest.approx(44_910)
    assert found.rates.per_day == pytest.approx(37_500 / 230)
    by_day = vehicle_cost(YEAR, driver_in="day")
    assert by_day.total == pytest.approx(found.total)
    assert by_day.day_term == pytest.approx(found.day_term + found.hour_term)
    assert by_day.rates.per_hour == 0


@given(year=years)
def test_a_tour_of_the_whole_year_costs_the_year(year: VehicleYear) -> None:
    found = vehicle_cost(year)
    tour = tour_cost(found.rates, year.km, hours=year.hours, days=year.days)
    assert tour.total == pytest.approx(found.total)
    again = rates_from_totals(
        found.km_term,
        year.km,
        hour_costs=found.hour_term,
        hours=year.hours,
        day_costs=found.day_term,
        days=year.days,
    )
    assert again == found.rates


def test_the_way_back_is_borne_by_the_loaded_km() -> None:
    there = tour_cost(Rates(0.5, 20, 150), 400, hours=8, days=1, empty_km=200, tonnes=10)
    assert (there.empty_share, there.per_km, there.per_loaded_km) == (0.5, 1.275, 2.55)
    empty = tour_cost(Rates(0.5), 100, empty_km=100)
    assert (empty.per_loaded_km, empty.per_tonne, empty.per_tonne_km) == (None, None, None)


@given(
    needs=st.lists(st.integers(0, 8), min_size=1, max_size=30),
    fixed=st.integers(0, 900),
    use=st.integers(0, 80),
    hire=st.integers(0, 200),
)
def test_a_vehicle_more_pays_when_it_is_needed_often_enough(
    needs: list[int], fixed: int, use: int, hire: int
) -> None:
    found = fleet_sizes(needs, fixed, use, hire)
    assert [one.vehicles for one in found] == list(range(max(needs) + 1))
    for fewer, more in pairwise(found):
        days = sum(need >= more.vehicles for need in needs)
        assert more.total - fewer.total == pytest.approx(fixed - days * (hire - use))
    best = min(one.total for one in found)
    assert all((one.rank == 1) == (one.total == best) for one in found)


def test_own_or_hire_by_the_day() -> None:
    found = own_or_hire(60_000, 100, 500, hire_fixed=2000)
    assert (found.at, found.below, found.above) == (145, "hire", "own")
    with pytest.raises(SolverError) as caught:
        own_or_hire(60_000, 500, 100)
    assert caught.value.params == {"name": "hire"}
    with pytest.raises(SolverError, match="own_fixed"):
        own_or_hire(-1, 500, 100)


def test_a_budget_adds_its_groups() -> None:
    groups = [
        VehicleGroup("19 t", 3, Rates(0.5, 20, 150), 40_000, 1600, 220, extra=100),
        VehicleGroup("spare", 1, Rates(0.5)),
    ]
    found = fleet_budget(groups, hired=5000)
    first, spare = found.lines
    assert (first.km_cost, first.hour_cost, first.day_cost, first.extra) == (60_000, 96_000, 99_000, 300)
    assert first.per_km == pytest.approx(255_300 / 120_000)
    assert (spare.total, spare.per_km) == (0, None)
    assert found.total == 260_300


@given(
    legs=st.lists(
        st.builds(Leg, km=st.floats(1, 1000), tonnes=st.floats(0, 20), capacity=st.floats(20, 30)),
        min_size=1,
        max_size=10,
    )
)
def test_use_stays_within_bounds(legs: list[Leg]) -> None:
    found = fleet_use(legs, cost=100)
    assert 0 <= found.load_factor <= found.loaded_fill * (1 + 1e-9) <= 1 + 1e-6
    assert 0 <= found.empty_share <= 1 + 1e-12
    if found.cost_per_tonne_km is not None:
        assert found.cost_per_tonne_km * found.tonne_km == pytest.approx(100)


@pytest.mark.parametrize(
    "change",
    [
        {"km": 0},
        {"days": 0},
        {"life_years": 0},
        {"residual": 200_000},
        {"wages": -1},
        {"tyres_km": None},
        {"tyres_km": 0},
    ],
)
def test_a_year_refused(change: dict[str, float]) -> None:
    given = {name: getattr(YEAR, name) for name in VehicleYear.__dataclass_fields__}
    with pytest.raises(SolverError) as caught:
        vehicle_cost(VehicleYear(**(given | change)))
    assert caught.value.argument == next(iter(change))
