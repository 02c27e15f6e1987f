"""Sourcing: matrix, scorecard, total cost. Published figures are in tests/oracles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.sourcing.kraljic import kraljic_position
from solvers.sourcing.scorecard import rank_suppliers, scorecard
from solvers.sourcing.total_cost_of_ownership import Terms, break_even_price, total_cost_of_ownership


def test_the_four_quadrants_and_their_edge() -> None:
    found = [kraljic_position(impact, risk, 3) for impact in (2, 3) for risk in (2, 3)]
    assert found == ["routine", "bottleneck", "leverage", "strategic"]
    assert kraljic_position(60, 2, 50, risk_cut=3) == "leverage"


def test_vetoes_put_a_supplier_out_whatever_its_score() -> None:
    table = {
        "N": {"price": 6, "quality": 8, "delivery": 7},
        "S": {"price": 10, "quality": 3, "delivery": 9},
        "W": {"price": 6, "quality": 8, "delivery": 7},
        "E": {"price": 5, "quality": 9, "delivery": 5},
    }
    weights = {"price": 50, "quality": 30, "delivery": 20}
    found = rank_suppliers(table, weights, {"quality": 5})
    assert [(one.supplier, one.rank) for one in found] == [("N", 1), ("W", 1), ("E", 3), ("S", None)]
    south = found[-1].card
    assert (south.score, south.vetoes, south.kept) == (pytest.approx(7.7), ("quality",), False)
    assert rank_suppliers(table, weights)[0].supplier == "S"
    assert rank_suppliers(table, weights, {"quality": 3})[0].supplier == "S"  # at the least itself: kept


@given(
    marks=st.dictionaries(
        st.sampled_from("abcdef"), st.tuples(st.floats(0, 10), st.floats(0.1, 9)), min_size=1
    ),
    scale=st.floats(0.1, 100),
)
def test_a_score_lies_among_its_marks_and_only_the_ratio_of_weights_counts(
    marks: dict[str, tuple[float, float]], scale: float
) -> None:
    scores = {name: score for name, (score, _) in marks.items()}
    found = scorecard(scores, {name: weight for name, (_, weight) in marks.items()})
    assert min(scores.values()) - 1e-9 <= found.score <= max(scores.values()) + 1e-9
    other = scorecard(scores, {name: scale * weight for name, (_, weight) in marks.items()})
    assert other.score == pytest.approx(found.score)


FAR = Terms(
    unit_price=20,
    freight=2,
    handling=0.5,
    insurance_rate=0.01,
    duty_rate=0.05,
    lot_size=1000,
    order_cost=200,
    safety_stock=300,
    transit_days=36,
    defect_rate=0.02,
    defect_cost=30,
    payment_days=60,
    fixed_cost=5000,
)


def test_every_part_by_hand() -> None:
    found = total_cost_of_ownership(12_000, FAR, holding_rate=0.2, finance_rate=0.06)
    assert found.purchase == 240_000
    assert found.transport == 30_000
    assert found.insurance == pytest.approx(12_000 * 0.22)
    assert found.duty == pytest.approx(12_000 * 22.22 * 0.05)
    landed = 22.22 * 1.05 + 0.5
    assert found.landed_cost == pytest.approx(landed)
    assert found.ordering == 2_400
    assert found.cycle_stock == pytest.approx(0.2 * landed * 500)
    assert found.safety_stock == pytest.approx(0.2 * landed * 300)
    assert found.transit_stock == pytest.approx(0.2 * landed * 1_200)
    assert found.quality == 7_200
    assert found.payment == pytest.approx(-0.06 * 240_000 / 6)
    assert found.fixed == 5_000
    *parts, total, per_unit, _ = astuple(found)
    assert total == pytest.approx(sum(parts))
    assert per_unit == pytest.approx(total / 12_000)
    bought = total_cost_of_ownership(12_000, FAR, holding_rate=0.2, stock_at="price")
    assert bought.cycle_stock == pytest.approx(0.2 * 20 * 500)


@given(
    price=st.floats(0.1, 500), demand=st.floats(10, 1e6), holding=st.floats(0, 0.5), finance=st.floats(0, 0.2)
)
def test_the_break_even_price_brings_the_total_back(
    price: float, demand: float, holding: float, finance: float
) -> None:
    rates: dict[str, Any] = {"holding_rate": holding, "finance_rate": finance, "days": 365}
    total = total_cost_of_ownership(demand, replace(FAR, unit_price=price), **rates).total
    assert break_even_price(demand, FAR, total, **rates) == pytest.approx(price, rel=1e-6)


@pytest.mark.parametrize(
    ("call", "argument"),
    [
        (lambda: kraljic_position(-1, 1, 1), "impact"),
        (lambda: kraljic_position(1, -1, 1), "risk"),
        (lambda: kraljic_position(1, 1, "3"), "cut"),  # type: ignore[arg-type]
        (lambda: kraljic_position(1, 1, 1, -1), "risk_cut"),
        (lambda: scorecard({"a": 1}, {"a": 0}), "weights"),
        (lambda: scorecard({"a": 1}, {"a": -1}), "weights (a)"),
        (lambda: scorecard({"a": 1}, {"b": 1}), "scores"),
        (lambda: scorecard({"a": "x"}, {"a": 1}), "scores (a)"),  # type: ignore[dict-item]
        (lambda: scorecard({"a": 1}, {"a": 1}, {"b": 1}), "minimums"),
        (lambda: rank_suppliers({}, {"a": 1}), "suppliers"),
        (lambda: total_cost_of_ownership(0, FAR), "annual_demand"),
        (lambda: total_cost_of_ownership(1, replace(FAR, freight=-1)), "freight"),
        (lambda: total_cost_of_ownership(1, replace(FAR, lot_size=0)), "lot_size"),
        (lambda: total_cost_of_ownership(1, replace(FAR, defect_rate=2)), "defect_rate"),
        (lambda: total_cost_of_ownership(1, FAR, days=0), "days"),
        (lambda: total_cost_of_ownership(1, FAR, stock_at="sale"), "stock_at"),  # type: ignore[arg-type]
        (lambda: break_even_price(12_000, FAR, 10), "target"),
        (lambda: break_even_price(10, replace(FAR, payment_days=9e3), 1e6, finance_rate=0.2), "target"),
    ],
)
def test_refusals(call: Callable[[], object], argument: str) -> None:
    with pytest.raises(SolverError) as caught:
        call()
    assert caught.value.argument == argument
