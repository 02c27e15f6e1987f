"""The wrapper of the engines: both agree, whole numbers are whole, and every ending is told as it is."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.mip import Mip, MipResult

ENGINES = ("highs", "cbc")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_linear_programme(engine: str) -> None:
    """Wyndor Glass (Hillier & Lieberman, Introduction to Operations Research, section 3.1): Z = 36 at (2, 6)."""
    model = Mip(maximise=True)
    doors, windows = model.variable(3), model.variable(5)
    model.require({doors: 1}, "<=", 4)
    model.require({windows: 2}, "<=", 12)
    model.require({doors: 3, windows: 2}, "<=", 18)
    found = model.solve(engine=engine)  # type: ignore[arg-type]
    assert found.status == "optimal"
    assert found.value == pytest.approx(36)
    assert found.values == pytest.approx((2, 6))
    assert found.bound == pytest.approx(36)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("maximise", [False, True])
def test_every_sense_and_every_bound(engine: str, maximise: bool) -> None:
    model = Mip(maximise=maximise)
    x = model.variable(1, low=-3, high=7.5, whole=True)
    y = model.variable(2, low=1, high=4)
    model.require({x: 1, y: 1}, ">=" if not maximise else "<=", 5)
    model.require({y: 2}, "==", 5)
    found = model.solve(engine=engine)  # type: ignore[arg-type]
    assert (found.status, found.values[0], found.values[1]) == ("optimal", 2 if maximise else 3, 2.5)
    assert isinstance(found.values[0], int)
    assert found.gap == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_variable_that_nothing_speaks_of_stays_at_its_lowest(engine: str) -> None:
    model = Mip()
    idle, used = model.variable(low=3.0), model.variable(1.0, low=2.0)
    found = model.solve(engine=engine)  # type: ignore[arg-type]
    assert (found.values[idle], found.values[used]) == (3.0, 2.0)


@pytest.mark.parametrize("engine", ENGINES)
def test_endings_without_a_solution(engine: str) -> None:
    impossible = Mip()
    x = impossible.binary(1)
    impossible.require({x: 1}, ">=", 2)
    assert impossible.solve(engine=engine) == MipResult("infeasible")  # type: ignore[arg-type]
    endless = Mip(maximise=True)
    endless.variable(1, whole=False)
    assert endless.solve(engine=engine).status == "unbounded"  # type: ignore[arg-type]


def test_a_search_cut_short_says_so() -> None:
    """A market to split in two (Cornuéjols & Dawande, 1998): cut at the first node, it is not called optimal."""
    model = Mip()
    places = [model.binary() for _ in range(20)]
    for row in range(1, 4):
        sizes = [(row * 7919 + at * at * 104729 + at * row * 1299709) % 100 for at in range(20)]
        over, under = model.variable(1), model.variable(1)
        terms = {place: float(size) for place, size in zip(places, sizes, strict=True)}
        model.require(terms | {over: 1.0, under: -1.0}, "==", sum(sizes) // 2)
    found = model.solve(nodes=1)
    assert found.status == "feasible"
    assert found.value is not None
    assert found.bound is not None
    assert found.bound < found.value
    assert found.gap == pytest.approx((found.value - found.bound) / found.value)
    assert model.solve(nodes=1) == found


def test_an_engine_that_is_not_known() -> None:
    with pytest.raises(SolverError, match="highs, cbc"):
        Mip().solve(engine="glpk")  # type: ignore[arg-type]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(1, 12)), min_size=1, max_size=7),
    st.integers(3, 25),
)
def test_a_knapsack_as_all_its_fillings_tell(items: list[tuple[int, int]], room: int) -> None:
    best = max(
        sum(gain for (_, gain), taken in zip(items, choice, strict=True) if taken)
        for choice in product([0, 1], repeat=len(items))
        if sum(size for (size, _), taken in zip(items, choice, strict=True) if taken) <= room
    )
    model = Mip(maximise=True)
    places = [model.binary(gain) for _, gain in items]
    model.require({at: float(size) for at, (size, _) in zip(places, items, strict=True)}, "<=", room)
    assert model.solve().value == best
