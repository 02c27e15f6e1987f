"""The serial base-stock line against a recursion written out day by day, closed forms, and its refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from sim.kernels import KernelError
from sim.serial import SerialLine, serial_line
from sim.streams import stream


def walked(line: SerialLine, demand: list[int], warm_up: int) -> tuple[list[int], list[int], int]:
    """Stock and goods under way of each stage, backorders of customers, all in unit·days: day by day, in full."""
    stages = len(line.levels)
    on_hand, owed = list(line.levels), [0] * stages
    due: list[list[tuple[int, int]]] = [[] for _ in range(stages)]
    stock, transit, waiting = [0] * stages, [0] * stages, 0
    for day, asked in enumerate(demand):
        for i in reversed(range(stages)):
            on_hand[i] += sum(quantity for time, quantity in due[i] if time == day)
            due[i] = [one for one in due[i] if one[0] != day]
        for i in reversed(range(stages)):
            owed[i] += asked
            sent = min(on_hand[i], owed[i])
            on_hand[i] -= sent
            owed[i] -= sent
            if i > 0:
                due[i - 1].append((day + line.lead_times[i - 1], sent))
        due[-1].append((day + line.lead_times[-1], asked))
        if day >= warm_up:
            stock = [total + level for total, level in zip(stock, on_hand, strict=True)]
            transit = [total + sum(q for _, q in one) for total, one in zip(transit, due, strict=True)]
            waiting += owed[0]
    return stock, transit, waiting


def paths(mean: float, shape: tuple[int, int]) -> NDArray[np.int64]:
    return np.floor(stream(7, "serial").random(shape) * (2 * mean + 1)).astype(np.int64)


@settings(max_examples=60, deadline=None)  # the first call compiles
@given(
    stages=st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6)), min_size=1, max_size=5),
    mean=st.integers(0, 8),
    warm_up=st.integers(0, 15),
    replications=st.integers(1, 3),
)
def test_it_walks_the_line_day_by_day(
    stages: list[tuple[int, int]], mean: int, warm_up: int, replications: int
) -> None:
    levels, lead_times = zip(*stages, strict=True)
    line = SerialLine(levels, lead_times, holding=[1] * len(stages))
    demand = paths(mean, (replications, 40))
    found = serial_line(line, demand, warm_up)
    for r, path in enumerate(demand.tolist()):
        stock, transit, waiting = walked(line, path, warm_up)
        assert found.stock[r].tolist() == stock
        assert found.transit[r].tolist() == transit
        assert found.backorders[r] == waiting


def test_the_cost_of_steady_demand_in_closed_form() -> None:
    # 4 a day: at each close, a lead time's demand is under way and the rest of the level on hand.
    line = SerialLine((15, 20), (2, 3), holding=(3, 1), backorder=50, transit=(1, 0))
    found = serial_line(line, np.full((1, 60), 4, np.int64), warm_up=10)
    assert found.stock.tolist() == [[50 * (15 - 4 * 2), 50 * (20 - 4 * 3)]]
    assert found.transit.tolist() == [[50 * 4 * 2, 50 * 4 * 3]]


def test_costs_add_up() -> None:
    line = SerialLine((6, 8), (1, 2), holding=(3, 1), backorder=50, transit=(0.5, 0.25))
    found = serial_line(line, paths(4, (200, 50)))
    for r in range(200):
        stock, transit = found.stock[r].tolist(), found.transit[r].tolist()
        expected = 3 * stock[0] + stock[1] + 50 * int(found.backorders[r])
        expected += 0.5 * transit[0] + 0.25 * transit[1]
        assert found.total_cost[r] == pytest.approx(expected, rel=1e-12)


def test_large_figures_are_counted_in_64_bits() -> None:
    line = SerialLine((10**8, 10**8), (1, 1), holding=(1, 1), backorder=1)
    found = serial_line(line, np.full((1, 300), 10, np.int64))
    stock, _, _ = walked(line, [10] * 300, 0)
    assert found.stock.tolist() == [stock]


@pytest.mark.parametrize(
    ("levels", "lead_times", "holding"),
    [((), (), ()), ((5, 5), (1,), (1, 1)), ((5,), (0,), (1,)), ((-1,), (1,), (1,)), ((5.5,), (1,), (1,))],
)
def test_a_line_that_is_none_is_refused(
    levels: tuple[int, ...], lead_times: tuple[int, ...], holding: tuple[int, ...]
) -> None:
    with pytest.raises(KernelError):
        SerialLine(levels, lead_times, holding)


@pytest.mark.parametrize(
    "demand",
    [np.zeros((0, 5), np.int64), np.zeros(5, np.int64), np.zeros((2, 5)), -np.ones((1, 5), np.int64)],
)
def test_demand_of_another_shape_or_kind_is_refused(demand: NDArray[np.int64]) -> None:
    with pytest.raises(KernelError):
        serial_line(SerialLine((5,), (1,), (1,)), demand)
