"""Mode choice. Published figures are in tests/oracles; here how the parts hang together, and the edges."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.freight.break_even import break_even_goods_value, break_even_volume, linear_break_even
from solvers.freight.logistics_cost import Flow, Mode, best_frequency, compare_modes, logistics_cost

FLOW = Flow(
    1200, 80, unit_weight_kg=4, daily_sd=2, holding_rate=0.25, service_factor=1.65, order_cost=30, days=360
)
RAIL = Mode("rail", lot_size=100, freight_per_100kg=6, transit_days=9, transit_sd=2, lead_days=1)
ROAD = Mode("road", shipments=24, freight_per_shipment=90, transit_days=2, transit_sd=0.5, lead_days=1)
PARTS = (
    "freight",
    "handling",
    "ordering",
    "transit_stock",
    "cycle_stock",
    "origin_stock",
    "safety_stock",
    "duty",
    "insurance",
    "loss",
    "carbon",
)

figure = st.floats(0, 1e4)
flows = st.builds(
    Flow,
    annual_demand=st.floats(1, 1e6),
    unit_value=figure,
    unit_weight_kg=figure,
    daily_sd=figure,
    holding_rate=st.floats(0, 1),
    service_factor=st.floats(0, 3),
    order_cost=figure,
    stock_at=st.sampled_from(["price", "landed"]),
    origin_stock=st.booleans(),
    carbon_price=figure,
)
modes = st.builds(
    Mode,
    mode=st.just("any"),
    shipments=st.floats(1, 400),
    freight_per_unit=figure,
    freight_per_shipment=figure,
    handling_per_unit=figure,
    transit_days=st.floats(0, 90),
    transit_sd=st.floats(0, 20),
    lead_days=st.floats(0, 20),
    duty_rate=st.floats(0, 1),
    insurance_rate=st.floats(0, 0.1),
    loss_rate=st.floats(0, 1),
    recovered=st.floats(0, 1),
    kg_co2e_per_unit=figure,
)


def test_a_mode_by_hand() -> None:
    found = logistics_cost(FLOW, RAIL)
    # 1200 × 4 kg = 48 hundreds; 12 orders; 1200/360 × 9 = 30 on the way; √(10·4 + (10/3)²·4) of spread.
    assert found.freight == pytest.approx(288)
    assert found.ordering == pytest.approx(360)
    assert found.units_in_transit == pytest.approx(30)
    assert found.transit_stock == pytest.approx(0.25 * 80 * 30)
    assert found.cycle_stock == pytest.approx(0.25 * 80 * 50)
    assert found.safety_units == pytest.approx(1.65 * math.sqrt(10 * 4 + (10 / 3) ** 2 * 4))
    assert found.shipments == 12


def test_duty_insurance_and_loss_by_hand() -> None:
    mode = Mode(
        "sea",
        shipments=10,
        freight_per_unit=20,
        insurance_rate=0.01,
        duty_rate=0.1,
        loss_rate=0.02,
        recovered=0.75,
        kg_co2e_per_unit=5,
    )
    flow = Flow(1000, 80, holding_rate=0.2, stock_at="landed", carbon_price=100)
    found = logistics_cost(flow, mode)
    assert found.insurance == pytest.approx(1000)  # 1 % of 80 + 20
    assert found.duty == pytest.approx(10_100)  # 10 % of 80 + 20 + 1
    assert found.loss == pytest.approx(400)
    assert found.carbon == pytest.approx(500)
    assert found.cycle_stock == pytest.approx(0.2 * (80 + 20 + 1 + 10.1) * 50)


def test_whole_vehicles_are_paid() -> None:
    flow = Flow(1000, 0)
    full = Mode("full", lot_size=50, freight_per_vehicle=100, vehicle_capacity=25)
    assert logistics_cost(flow, full).freight == 20 * 2 * 100
    assert logistics_cost(flow, replace(full, lot_size=51)).freight == pytest.approx(1000 / 51 * 3 * 100)
    # 0.1 × 3 units fill 3 vehicles of 0.1, although binary noise says a little more.
    assert logistics_cost(
        flow, replace(full, lot_size=0.1 * 3, vehicle_capacity=0.1)
    ).freight == pytest.approx(1000 / 0.3 * 3 * 100)


def test_safety_days_replace_the_service_factor() -> None:
    found = logistics_cost(FLOW, replace(RAIL, safety_days=6))
    assert found.safety_units == pytest.approx(20)
    assert logistics_cost(replace(FLOW, service_factor=0), RAIL).safety_units == 0


def test_the_rate_of_transit_may_differ() -> None:
    twice = logistics_cost(replace(FLOW, transit_rate=0.5), RAIL)
    assert twice.transit_stock == pytest.approx(2 * logistics_cost(FLOW, RAIL).transit_stock)
    assert twice.cycle_stock == logistics_cost(FLOW, RAIL).cycle_stock


def test_equal_modes_share_the_rank() -> None:
    ranked = compare_modes(FLOW, [RAIL, replace(RAIL, mode="other"), ROAD])
    assert sorted(one.rank for one in ranked) in ([1, 1, 3], [1, 2, 2])
    assert min(one.gap for one in ranked) == 0


@given(flow=flows, mode=modes)
def test_the_parts_add_up(flow: Flow, mode: Mode) -> None:
    found = logistics_cost(flow, mode)
    parts = [getattr(found, name) for name in PARTS]
    assert min(parts) >= 0
    assert found.total == pytest.approx(math.fsum(parts))
    assert found.per_unit * flow.annual_demand == pytest.approx(found.total)
    assert found.lot_size * found.shipments == pytest.approx(flow.annual_demand)


@given(flow=flows, mode=modes, days=st.floats(0, 60), sd=st.floats(0, 10))
def test_slower_or_less_sure_never_costs_less(flow: Flow, mode: Mode, days: float, sd: float) -> None:
    slower = replace(mode, transit_days=mode.transit_days + days, transit_sd=mode.transit_sd + sd)
    assert logistics_cost(flow, slower).total >= logistics_cost(flow, mode).total * (1 - 1e-12)


@settings(max_examples=40)
@given(demand=st.floats(100, 1e5), value=st.floats(1, 500), cost=st.floats(10, 2000))
def test_the_best_frequency_is_the_square_root(demand: float, value: float, cost: float) -> None:
    flow = Flow(demand, value, holding_rate=0.2)
    asked = [float(n) for n in range(1, 401)]
    found = best_frequency(flow, Mode("truck", freight_per_shipment=cost), asked)
    best = next(one.cost for one in found if one.rank == 1)
    ideal = math.sqrt(0.2 * value * demand / (2 * cost))
    if 1 <= ideal <= 400:
        assert abs(best.shipments - ideal) <= 1
        assert best.total >= math.sqrt(2 * cost * demand * 0.2 * value) * (1 - 1e-9)


def test_a_review_lengthens_what_the_safety_stock_covers() -> None:
    plain = best_frequency(FLOW, ROAD, [12])[0].cost
    reviewed = best_frequency(FLOW, ROAD, [12], review=True)[0].cost
    assert plain.safety_units == pytest.approx(1.65 * math.sqrt(3 * 4 + (10 / 3) ** 2 / 4))
    assert reviewed.safety_units == pytest.approx(1.65 * math.sqrt(33 * 4 + (10 / 3) ** 2 / 4))


# -- break-evens ------------------------------------------------------------------------------------
@given(
    fixed=st.floats(0, 1e5),
    more=st.floats(1, 1e5),
    rate=st.floats(0, 100),
    less=st.floats(0.01, 100),
)
def test_lines_meet_where_they_say(fixed: float, more: float, rate: float, less: float) -> None:
    found = linear_break_even(fixed, rate + less, fixed + more, rate, ("a", "b"))
    assert found.cost == pytest.approx(fixed + more + rate * found.at)
    assert (found.below, found.above) == ("a", "b")
    swapped = linear_break_even(fixed + more, rate, fixed, rate + less, ("b", "a"))
    assert (swapped.at, swapped.below, swapped.above) == (pytest.approx(found.at), "a", "b")


@pytest.mark.parametrize(
    ("lines", "named"),
    [((0, 1, 5, 2), "first"), ((5, 2, 0, 1), "second"), ((0, 1, 5, 1), "first"), ((3, 1, 3, 2), "first")],
)
def test_lines_that_never_cross_name_the_cheaper(lines: tuple[float, ...], named: str) -> None:
    with pytest.raises(SolverError) as caught:
        linear_break_even(*lines)
    assert (caught.value.code, caught.value.params["name"]) == ("costs_cross", named)


def test_equal_lines_are_refused() -> None:
    with pytest.raises(SolverError) as caught:
        linear_break_even(1, 1, 1, 1)
    assert caught.value.code == "costs_differ"


@given(rail=st.floats(1, 50), road=st.floats(20, 50), days=st.floats(10, 60))
def test_at_the_break_even_value_the_totals_are_equal(rail: float, road: float, days: float) -> None:
    slow = replace(RAIL, freight_per_unit=rail, transit_days=days, duty_rate=0.1, insurance_rate=0.01)
    fast = replace(ROAD, freight_per_unit=rail + road)
    flow = replace(FLOW, stock_at="landed")
    found = break_even_goods_value(flow, slow, fast)
    here = replace(flow, unit_value=found.value)
    assert logistics_cost(here, slow).total == pytest.approx(logistics_cost(here, fast).total, rel=1e-6)
    assert logistics_cost(here, slow).total == pytest.approx(found.cost, rel=1e-6)
    assert found.value_per_kg == pytest.approx(found.value / 4)
    dear = replace(flow, unit_value=found.value * 2)
    cheaper = slow if logistics_cost(dear, slow).total < logistics_cost(dear, fast).total else fast
    assert cheaper.mode == found.above


def test_a_volume_where_the_order_changes() -> None:
    own = Mode("own", shipments=50, freight_per_year=8000)
    hire = Mode("hire", shipments=50, freight_per_unit=4)
    found = break_even_volume(FLOW, own, hire, 10, 1e6)
    assert found.at == pytest.approx(2000)
    assert (found.below, found.above) == ("hire", "own")
    other = break_even_volume(FLOW, hire, own, 10, 1e6)
    assert (other.at, other.below, other.above) == (pytest.approx(2000), "hire", "own")
    with pytest.raises(SolverError) as caught:
        break_even_volume(FLOW, own, hire, 10, 100)
    assert caught.value.params == {"name": "hire"}


@pytest.mark.parametrize(
    ("change", "argument"),
    [
        ({"lot_size": 5, "shipments": 5}, "lot_size (rail)"),
        ({"lot_size": None}, "lot_size (rail)"),
        ({"lot_size": 0}, "lot_size (rail)"),
        ({"transit_days": -1}, "transit_days (rail)"),
        ({"loss_rate": 1.2}, "loss_rate (rail)"),
        ({"recovered": 2}, "recovered (rail)"),
        ({"vehicle_capacity": 0}, "vehicle_capacity (rail)"),
        ({"safety_days": -1}, "safety_days (rail)"),
        ({"freight_per_unit": "x"}, "freight_per_unit (rail)"),
    ],
)
def test_a_mode_out_of_range(change: dict[str, object], argument: str) -> None:
    with pytest.raises(SolverError) as caught:
        logistics_cost(FLOW, replace(RAIL, **change))
    assert caught.value.argument == argument


@pytest.mark.parametrize(
    "change",
    [
        {"annual_demand": 0},
        {"days": 0},
        {"unit_value": -1},
        {"transit_rate": -1},
        {"stock_at": "cost"},
        {"service_factor": float("nan")},
    ],
)
def test_a_flow_out_of_range(change: dict[str, object]) -> None:
    with pytest.raises(SolverError) as caught:
        logistics_cost(replace(FLOW, **change), RAIL)
    assert caught.value.argument == next(iter(change))
