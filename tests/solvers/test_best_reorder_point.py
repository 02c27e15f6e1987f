"""The (s, Q) search: its answer against the whole grid, its constraint, its ties, its refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.inventory.best_reorder_point import BestReorderPoint, best_reorder_point

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def whole_grid(
    cost: Any, s_range: tuple[int, int], Q_range: tuple[int, int], service: float | None = None
) -> Any:
    """The oracle, written without the solver: every pair, the least (cost, Q, s) that serves enough."""
    s, Q = (np.arange(low, high + 1) for low, high in (s_range, Q_range))
    answer = cost(s, Q)
    costs, levels = answer if isinstance(answer, tuple) else (answer, np.ones(answer.shape))
    allowed = costs if service is None else np.where(levels >= service, costs, np.inf)
    # Q leads in the transposed order and s follows, so the first least entry is the one that ties ask for.
    j, i = np.unravel_index(int(np.argmin(allowed.T)), allowed.T.shape)
    return float(allowed[i, j]), int(Q[j]), int(s[i])


def convex(s0: float, Q0: float, a: float, b: float, slant: float) -> Callable[[Ints, Ints], Floats]:
    def cost(s: Ints, Q: Ints) -> Floats:
        x, y = s[:, None] - s0, Q[None, :] - Q0
        return a * x**2 + b * y**2 + slant * np.sqrt(a * b) * x * y + 100

    return cost


def lost_sales(demand: Ints, lead_time: int, h: float, p: float, K: float) -> Callable[[Ints, Ints], Any]:
    """A straightforward simulation: one demand path, lost sales, daily review; (cost, fill rate)."""

    def cost(s: Ints, Q: Ints) -> tuple[Floats, Floats]:
        S, lot = np.meshgrid(s, Q, indexing="ij")
        on_hand, position = S + lot, S + lot
        due = [np.zeros_like(S) for _ in range(demand.size + lead_time + 1)]
        total, short = np.zeros(S.shape), np.zeros(S.shape)
        for day, asked in enumerate(demand):
            on_hand = on_hand + due[day]
            sold = np.minimum(on_hand, asked)
            on_hand, position = on_hand - sold, position - sold
            order = np.where(position <= S, lot, 0)
            position = position + order
            due[day + lead_time] = due[day + lead_time] + order
            short += asked - sold
            total += h * on_hand + p * (asked - sold) + K * (order > 0)
        return total, 1 - short / demand.sum()

    return cost


@settings(max_examples=30, deadline=None)
@given(
    s0=st.floats(-20, 700),
    Q0=st.floats(1, 900),
    a=st.floats(0.01, 10),
    b=st.floats(0.01, 10),
    slant=st.floats(-0.9, 0.9),
)
def test_finds_the_bottom_of_a_bowl(s0: float, Q0: float, a: float, b: float, slant: float) -> None:
    cost = convex(s0, Q0, a, b, slant)
    found = best_reorder_point(cost, (0, 600), (1, 800))
    assert not found.exhaustive
    assert (found.cost, found.Q, found.s) == whole_grid(cost, (0, 600), (1, 800))
    assert found.evaluations < 481_000 / 10


@pytest.mark.parametrize("seed", range(12))
def test_on_a_simulated_cost_the_answer_is_near_that_of_the_whole_grid(seed: int) -> None:
    rng = np.random.default_rng(seed)
    mean, lead_time = int(rng.integers(3, 15)), int(rng.integers(1, 9))
    demand = np.full(80, mean) if seed % 2 else rng.poisson(mean, 80)
    # Few days, one path, whole units: saw teeth all over, where a search of this kind loses its way. The
    # seeds are fixed because 1 % is no promise: of 320 such searches 318 were exact, the worst 0.81 % off.
    h, p = rng.uniform(0.2, 1), rng.uniform(3, 20)
    simulate = lost_sales(demand, lead_time, h, p, rng.uniform(10, 100))
    s_range, Q_range = (0, 100), (5, 154)
    total, fill = simulate(np.arange(0, 101), np.arange(5, 155))

    def cost(s: Ints, Q: Ints) -> tuple[Floats, Floats]:
        return total[np.ix_(s, Q - 5)], fill[np.ix_(s, Q - 5)]

    for service in (None, 0.95):
        oracle = whole_grid(cost, s_range, Q_range, service)
        found = best_reorder_point(cost, s_range, Q_range, minimum_service=service, exhaustive_up_to=0)
        assert oracle[0] <= found.cost <= oracle[0] * 1.01
        assert found.service == fill[found.s, found.Q - 5]
        assert service is None or found.service >= service
        full = best_reorder_point(cost, s_range, Q_range, minimum_service=service, exhaustive_up_to=10**6)
        assert full.exhaustive
        assert (full.cost, full.Q, full.s) == oracle


@pytest.mark.parametrize("seed", [7, 22, 23, 25])
def test_refining_finds_what_lines_from_a_coarse_grid_miss(seed: int) -> None:
    # On these four paths the coarse grid followed by whole lines alone ends 1.0 to 2.2 % above the best.
    simulate = lost_sales(np.random.default_rng(seed).integers(4, 21, 80), 3, 0.4, 12.0, 150.0)
    total, fill = simulate(np.arange(0, 121), np.arange(5, 605))

    def cost(s: Ints, Q: Ints) -> tuple[Floats, Floats]:
        return total[np.ix_(s, Q - 5)], fill[np.ix_(s, Q - 5)]

    found = best_reorder_point(cost, (0, 120), (5, 604), minimum_service=0.97, exhaustive_up_to=0)
    assert (found.cost, found.Q, found.s) == whole_grid(cost, (0, 120), (5, 604), 0.97)
    assert found.evaluations < total.size / 5


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_guarantee_on_a_cost_without_any_shape(seed: int) -> None:
    noise = np.random.default_rng(seed).random((201, 301))

    def cost(s: Ints, Q: Ints) -> Floats:
        return noise[np.ix_(s, Q)]

    found = best_reorder_point(cost, (0, 200), (1, 300))
    # What the docstring promises: best of its whole row, of its whole column and of its window.
    assert found.cost == noise[found.s, found.Q]
    assert found.cost == noise[:, found.Q].min()
    assert found.cost == noise[found.s, 1:].min()
    window = noise[max(found.s - 6, 0) : found.s + 7, max(found.Q - 6, 1) : found.Q + 7]
    assert found.cost == window.min()


def test_ties_go_to_the_smaller_lot_then_to_the_smaller_point() -> None:
    def flat(s: Ints, Q: Ints) -> Floats:
        return np.zeros((s.size, Q.size))

    for limit in (0, 10**6):
        found = best_reorder_point(flat, (3, 200), (7, 300), exhaustive_up_to=limit)
        assert (found.Q, found.s) == (7, 3)


def test_same_answer_and_effort_every_time() -> None:
    cost = lost_sales(np.random.default_rng(3).poisson(9, 60), 4, 0.5, 8.0, 40.0)
    first, second = (best_reorder_point(cost, (0, 120), (5, 204), exhaustive_up_to=0) for _ in range(2))
    assert first == second


def test_result_is_plain() -> None:
    found = best_reorder_point(convex(10, 20, 1, 1, 0), (0, 30), (1, 40))
    assert found == BestReorderPoint(s=10, Q=20, cost=100.0, service=None, evaluations=1240, exhaustive=True)
    assert [type(v) for v in (found.s, found.Q, found.cost)] == [int, int, float]


def test_steps_of_a_pack() -> None:
    cost = convex(37, 101, 1, 1, 0)
    for limit in (0, 10**6):
        found = best_reorder_point(cost, (0, 1000), (12, 2000), s_step=5, Q_step=12, exhaustive_up_to=limit)
        assert (found.s, found.Q) == (35, 96)  # 101 is nearer to 96 than to 108


def test_a_negative_reorder_point_is_a_policy_too() -> None:
    assert best_reorder_point(convex(-7, 40, 1, 1, 0), (-300, 300), (1, 400)).s == -7


def test_one_policy_only() -> None:
    found = best_reorder_point(convex(0, 1, 1, 1, 0), (4, 4), (6, 6), exhaustive_up_to=0)
    assert (found.s, found.Q) == (4, 6)


def test_service_binds_and_costs() -> None:
    cost = lost_sales(np.random.default_rng(11).poisson(12, 100), 5, 1.0, 2.0, 60.0)
    bounds = (0, 150), (10, 200)
    free = best_reorder_point(cost, *bounds)
    bound = best_reorder_point(cost, *bounds, minimum_service=0.99)
    assert free.service is not None
    assert bound.service is not None
    assert free.service < 0.99 <= bound.service
    assert free.cost < bound.cost


def test_ranges_from_lists_as_a_file_gives_them() -> None:
    assert best_reorder_point(convex(3, 4, 1, 1, 0), [0, 9], [1, 9]).s == 3  # type: ignore[arg-type]


def _flat(s: Ints, Q: Ints) -> Floats:
    return np.ones((s.size, Q.size))


@pytest.mark.parametrize(
    ("cost", "s_range", "Q_range", "options", "message"),
    [
        (_flat, (5, 4), (1, 9), {}, r"s_range is \(5, 4\).*lowest first"),
        (_flat, (0, 4), (0, 9), {}, "Q_range .*starts at 1"),
        (_flat, (0.0, 4), (1, 9), {}, r"s_range\[0\] is 0\.0; it must be a whole number"),
        (_flat, (0, 4, 2), (1, 9), {}, "two whole numbers"),
        (_flat, 12, (1, 9), {}, "two whole numbers"),
        (_flat, (0, 100_000), (1, 9), {}, "at most 100000 values: raise s_step"),
        (_flat, (0, 4), (1, 9), {"Q_step": 0}, "Q_step is 0; it must be 1 or more"),
        (_flat, (0, 4), (1, 9), {"minimum_service": 0.9}, "also returns the service"),
        (_flat, (0, 4), (1, 9), {"minimum_service": float("nan")}, "minimum_service is nan"),
        (lambda s, Q: np.ones((Q.size, s.size)), (0, 4), (1, 9), {}, r"shape \(9, 5\).*one row per s"),
        (lambda s, Q: "cheap", (0, 4), (1, 9), {}, "an array of numbers"),
        (lambda s, Q: _flat(s, Q) * np.nan, (0, 4), (1, 9), {}, "row 0, column 0"),
        (lambda s, Q: _flat(s, Q) * np.inf, (0, 4), (1, 9), {}, "a finite cost"),
        (lambda s, Q: (_flat(s, Q), _flat(s, Q)[0]), (0, 4), (1, 9), {}, "service is .*shape"),
        (
            lambda s, Q: (_flat(s, Q), 0.1 * s[:, None] + 0 * Q[None, :]),
            (0, 4),
            (1, 9),
            {"minimum_service": 0.9},
            "at most 0.4, the best service met.*allow a higher s",
        ),
    ],
)
def test_refusals(cost: Any, s_range: Any, Q_range: Any, options: dict[str, Any], message: str) -> None:
    with pytest.raises(SolverError, match=message):
        best_reorder_point(cost, s_range, Q_range, **options)
