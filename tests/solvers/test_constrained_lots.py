"""Lots under a ceiling against SciPy's own optimiser, and lots of whole packs against every pack."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, minimize

from solvers.errors import SolverError
from solvers.inventory.capital_constrained_lots import CeilingItem, capital_constrained_lots
from solvers.inventory.economic_quantity import economic_quantity
from solvers.inventory.price_break import best_order_quantity
from solvers.inventory.quantity_discount import all_units_annual_cost, incremental_annual_cost

groups = st.lists(
    st.builds(CeilingItem, st.floats(100, 5000), st.floats(5, 200), st.floats(0.5, 20), st.floats(1, 100)),
    min_size=2,
    max_size=5,
)


@settings(max_examples=25)
@given(group=groups, part=st.floats(0.2, 0.95), share=st.sampled_from([0.5, 1.0]))
def test_an_independent_optimiser_finds_no_better(
    group: list[CeilingItem], part: float, share: float
) -> None:
    free = capital_constrained_lots(group, 1e12, share=share)
    assert not free.binding
    ceiling = part * free.free_use
    found = capital_constrained_lots(group, ceiling, share=share)
    assert found.binding
    assert found.used == pytest.approx(ceiling)
    assert found.used <= ceiling * (1 + 1e-12)

    def cost(lots: Any) -> float:
        return float(
            sum(
                one.order_cost * one.annual_demand / lot + one.holding_cost * lot / 2
                for one, lot in zip(group, lots, strict=True)
            )
        )

    uses = np.array([share * one.use for one in group])
    start = np.array(free.lot_sizes) * part * 0.9
    other = minimize(
        cost,
        start,
        method="SLSQP",
        bounds=[(1e-3, None)] * len(group),
        constraints=LinearConstraint(uses[None, :], -np.inf, ceiling),
        options={"maxiter": 500, "ftol": 1e-12},
    )
    assert found.annual_cost == pytest.approx(cost(found.lot_sizes))
    assert found.annual_cost <= other.fun * (1 + 1e-6)
    if other.success:
        assert found.annual_cost == pytest.approx(other.fun, rel=1e-3)


@given(group=groups, part=st.floats(0.2, 0.95))
def test_the_multiplier_is_the_worth_of_a_little_more_room(group: list[CeilingItem], part: float) -> None:
    ceiling = part * capital_constrained_lots(group, 1e12).free_use
    found = capital_constrained_lots(group, ceiling)
    more = capital_constrained_lots(group, ceiling * 1.0001)
    assert (found.annual_cost - more.annual_cost) / (ceiling * 0.0001) == pytest.approx(
        found.multiplier, rel=1e-2
    )


@given(group=groups, part=st.floats(0.2, 0.95), rate=st.floats(0.05, 0.5))
def test_one_rate_shrinks_every_lot_alike(group: list[CeilingItem], part: float, rate: float) -> None:
    alike = [CeilingItem(one.annual_demand, one.order_cost, rate * one.use, one.use) for one in group]
    free = capital_constrained_lots(alike, 1e12)
    found = capital_constrained_lots(alike, part * free.free_use)
    assert found.lot_sizes == pytest.approx([part * lot for lot in free.lot_sizes])


def test_without_a_ceiling_that_binds() -> None:
    group = [CeilingItem(1200, 50, 2, 10), CeilingItem(300, 50, 2, 0)]
    found = capital_constrained_lots(group, 1e6)
    assert found.lot_sizes == pytest.approx([economic_quantity(1200, 50, 2).lot_size, math.sqrt(15000)])
    assert (found.binding, found.multiplier, found.annual_cost) == (False, 0, found.free_cost)
    # An item that takes no room keeps its economic quantity whatever the ceiling.
    assert capital_constrained_lots(group, 10).lot_sizes[1] == pytest.approx(math.sqrt(15000))


@st.composite
def scales(draw: st.DrawFn) -> dict[str, Any]:
    breaks, prices = [0.0], [draw(st.floats(1, 50))]
    for _ in range(draw(st.integers(0, 3))):
        breaks.append(breaks[-1] + draw(st.integers(20, 200)))
        prices.append(prices[-1] * draw(st.floats(0.8, 1)))
    return {
        "annual_demand": draw(st.floats(50, 5000)),
        "order_cost": draw(st.floats(1, 200)),
        "holding_rate": draw(st.floats(0.05, 0.5)),
        "breaks": breaks,
        "unit_prices": prices,
    }


@settings(max_examples=60)
@given(
    scale=scales(),
    minimum=st.integers(0, 300),
    multiple=st.sampled_from([1, 12, 50]),
    scheme=st.sampled_from(["all_units", "incremental"]),
)
def test_no_number_of_packs_is_cheaper(
    scale: dict[str, Any], minimum: int, multiple: int, scheme: Any
) -> None:
    cost = all_units_annual_cost if scheme == "all_units" else incremental_annual_cost
    found = best_order_quantity(**scale, minimum=minimum, multiple=multiple, scheme=scheme)
    assert found.best.lot_size % multiple == 0
    assert found.best.lot_size >= minimum
    assert found.best in found.candidates
    for line in found.candidates:
        assert line.annual_cost == pytest.approx(cost(line.lot_size, **scale))
        assert line.annual_cost >= found.best.annual_cost
    first = max(1, math.ceil(minimum / multiple))
    for packs in range(first, first + 80):
        assert cost(packs * multiple, **scale) >= found.best.annual_cost * (1 - 1e-12)


def test_a_pack_beyond_every_band_but_the_last() -> None:
    scale: dict[str, Any] = {"breaks": [0, 100, 120], "unit_prices": [10, 9, 8.9]}
    found = best_order_quantity(1000, 20, 0.2, **scale, multiple=500)
    assert [line.lot_size for line in found.candidates] == [500]  # no pack fits the first two bands
    many = best_order_quantity(50_000, 40, 0.2, [0, 250], [10, 9.5], multiple=60)
    assert [line.lot_size for line in many.candidates] == [
        60,
        240,
        300,
        1440,
        1500,
    ]  # 240: the last before 250
    high = best_order_quantity(1000, 20, 0.2, **scale, minimum=110)
    assert high.best.lot_size == 150  # √(2·20·1000 / 1.78) = 149.9: 149 and 150 within the last band


@pytest.mark.parametrize(
    ("call", "argument"),
    [
        (lambda: capital_constrained_lots([], 1), "items"),
        (lambda: capital_constrained_lots([CeilingItem(1, 1, 1, 1)], 0), "ceiling"),
        (lambda: capital_constrained_lots([CeilingItem(1, 1, 1, 1)], 1, share=0), "share"),
        (lambda: capital_constrained_lots([CeilingItem(1, 1, 1, -1)], 1), "items[0].use"),
        (lambda: capital_constrained_lots([CeilingItem(1, 0, 1, 1)], 1), "items[0].order_cost"),
        (lambda: best_order_quantity(1, 1, 1, [0], [1], multiple=0), "multiple"),
        (lambda: best_order_quantity(1, 1, 1, [0], [1], minimum=-1), "minimum"),
        (lambda: best_order_quantity(1, 1, 1, [0], [1], scheme="some"), "scheme"),  # type: ignore[arg-type]
        (lambda: best_order_quantity(1, 1, 1, [0, 5], [1]), "unit_prices"),
    ],
)
def test_refusals(call: Callable[[], object], argument: str) -> None:
    with pytest.raises(SolverError) as caught:
        call()
    assert caught.value.argument == argument
