"""Price scales. Published figures are in tests/oracles; here the candidate table and the invariants."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solvers.inventory.economic_quantity import economic_quantity
from solvers.inventory.quantity_discount import (
    all_units_annual_cost,
    all_units_discount,
    incremental_annual_cost,
    incremental_discount,
)


@st.composite
def scales(draw: st.DrawFn) -> dict[str, Any]:
    bands = draw(st.integers(1, 5))
    breaks = [float(draw(st.sampled_from([0, 0, 30])))]
    prices = [draw(st.floats(1, 100))]
    for _ in range(bands - 1):
        breaks.append(breaks[-1] + draw(st.floats(1, 800)))
        prices.append(prices[-1] * draw(st.floats(0.8, 1)))
    return {
        "annual_demand": draw(st.floats(10, 1e5)),
        "order_cost": draw(st.floats(1, 1000)),
        "holding_rate": draw(st.floats(0.05, 0.5)),
        "breaks": breaks,
        "unit_prices": prices,
        "other_holding_cost": draw(st.sampled_from([0.0, 0.0, 2.5])),
    }


def test_candidate_table_of_the_drug_example() -> None:
    best = all_units_discount(120_000, 100, 0.2, [0, 5_000, 10_000], [3, 2.96, 2.92])
    low, middle, high = best.bands
    # Chopra & Meindl, Drugs Online: 6 325 is beyond the first band, 6 367 fits, 6 411 is raised to 10 000.
    assert (round(low.economic_lot), low.feasibility, low.lot_size, low.annual_cost) == (
        6325,
        "above_band",
        None,
        None,
    )
    assert (round(middle.economic_lot), middle.feasibility) == (6367, "economic")
    assert middle.annual_cost == pytest.approx(358_969, abs=1)
    assert (round(high.economic_lot), high.feasibility, high.lot_size) == (6411, "raised_to_break", 10_000)
    assert (low.next_break, middle.next_break, high.next_break) == (5_000, 10_000, None)
    assert best.annual_cost == pytest.approx(best.purchase_cost + best.ordering_cost + best.holding_cost)
    assert best.average_unit_price == 2.92


def test_other_holding_cost_apart_from_the_price() -> None:
    alone = all_units_discount(1200, 50, 0, [0], [10], other_holding_cost=12)
    assert alone.lot_size == pytest.approx(economic_quantity(1200, 50, 12).lot_size)
    assert alone.annual_cost == pytest.approx(1200 * 10 + 1200)


@pytest.mark.parametrize("discount", [all_units_discount, incremental_discount])
def test_minimum_order_is_respected(discount: Any) -> None:
    assert discount(100, 1, 0.2, [500], [10]).lot_size == 500


@pytest.mark.parametrize("discount", [all_units_discount, incremental_discount])
def test_tie_goes_to_the_smaller_lot(discount: Any) -> None:
    # Both bands have the same price, and √(2·50·1200/12) = 100 is the first lot of the second.
    best = discount(1200, 50, 1.2, [0, 100], [10, 10])
    assert (best.lot_size, best.band) == (100, 1)
    # The second price saves exactly what the larger lot costs: 1200·(10 − c) = g(150) − g(100), i = 0.
    same = all_units_discount(1200, 50, 0, [0, 150], [10, 10 - 100 / 1200], other_holding_cost=12)
    assert same.bands[0].annual_cost == pytest.approx(same.bands[1].annual_cost, rel=1e-12)


@given(scale=scales(), lot=st.floats(0.01, 5000))
def test_no_lot_is_cheaper(scale: dict[str, Any], lot: float) -> None:
    lot = max(lot, scale["breaks"][0])
    for discount, cost in (
        (all_units_discount, all_units_annual_cost),
        (incremental_discount, incremental_annual_cost),
    ):
        best = discount(**scale)
        assert cost(best.lot_size, **scale) == pytest.approx(best.annual_cost, rel=1e-12)
        assert best.annual_cost <= cost(lot, **scale) * (1 + 1e-12)
        for edge in scale["breaks"][1:]:
            assert best.annual_cost <= cost(edge, **scale) * (1 + 1e-12)
            assert best.annual_cost <= cost(edge * (1 - 1e-9), **scale) * (1 + 1e-12)


@given(scale=scales())
def test_a_discount_never_costs(scale: dict[str, Any]) -> None:
    flat = {**scale, "breaks": scale["breaks"][:1], "unit_prices": scale["unit_prices"][:1]}
    without = all_units_discount(**flat).annual_cost
    units = all_units_discount(**scale).annual_cost
    steps = incremental_discount(**scale).annual_cost
    # The whole lot at the low price, then its last units only, then none of them.
    assert units <= steps * (1 + 1e-12)
    assert steps <= without * (1 + 1e-12)


@given(scale=scales(), lot=st.floats(30, 5000))
def test_incremental_cost_is_continuous_and_above_all_units(scale: dict[str, Any], lot: float) -> None:
    assert incremental_annual_cost(lot, **scale) >= all_units_annual_cost(lot, **scale) * (1 - 1e-12)
    for edge in scale["breaks"][1:]:
        before, at = (incremental_annual_cost(q, **scale) for q in (edge * (1 - 1e-12), edge))
        assert before == pytest.approx(at, rel=1e-9)


@given(scale=scales())
def test_one_band_is_the_plain_quantity(scale: dict[str, Any]) -> None:
    scale |= {"breaks": [0.0], "unit_prices": scale["unit_prices"][:1]}
    price = scale["unit_prices"][0]
    plain = economic_quantity(
        scale["annual_demand"],
        scale["order_cost"],
        scale["holding_rate"] * price + scale["other_holding_cost"],
    )
    for discount in (all_units_discount, incremental_discount):
        best = discount(**scale)
        assert best.lot_size == pytest.approx(plain.lot_size, rel=1e-12)
        assert best.annual_cost == pytest.approx(
            plain.annual_cost + price * scale["annual_demand"], rel=1e-12
        )
