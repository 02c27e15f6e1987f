"""Pattern search: finds a convex optimum, never worse than its starts, within its tries, always the same."""

from __future__ import annotations

from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.pattern_search import Axis, Point, pattern_search

TWO = (Axis(0, 200, 32), Axis(0, 100, 16))


class Bowl:
    """A convex cost, its points counted."""

    def __init__(self, *centre: int) -> None:
        self.centre = centre
        self.asked: list[Point] = []

    def __call__(self, point: Point) -> tuple[float, float]:
        self.asked.append(point)
        return 0.0, float(
            sum((value - middle) ** 2 for value, middle in zip(point, self.centre, strict=True))
        )


@given(
    x=st.integers(0, 200), y=st.integers(0, 100), start=st.tuples(st.integers(0, 200), st.integers(0, 100))
)
def test_the_bottom_of_a_bowl_is_found(x: int, y: int, start: tuple[int, int]) -> None:
    bowl = Bowl(x, y)
    found = pattern_search(bowl, TWO, [start], tries=400)
    assert (found.point, found.missed, found.cost, found.settled) == ((x, y), 0, 0, True)
    assert len(bowl.asked) == len(set(bowl.asked)) == found.tries


@given(
    seed=st.integers(0, 10_000),
    starts=st.lists(st.tuples(st.integers(0, 200), st.integers(0, 100)), min_size=1, max_size=3),
    tries=st.integers(1, 50),
)
def test_never_worse_than_a_start_nor_beyond_its_tries(
    seed: int, starts: list[tuple[int, int]], tries: int
) -> None:
    def rugged(point: Point) -> tuple[float, float]:
        return float((point[0] * 7919 + point[1] * 104_729 + seed) % 3), float(
            (point[0] * 31 + point[1]) % 97
        )

    found = pattern_search(rugged, TWO, starts, tries=tries)
    assert (found.missed, found.cost) <= min(rugged(start) for start in starts)
    assert found.tries <= max(tries, len(set(starts)))
    assert found == pattern_search(rugged, TWO, starts, tries=tries)
    if found.settled:
        for place in (0, 1):
            for value in TWO[place].moves(found.point[place], 1):
                near = (value, found.point[1]) if place == 0 else (found.point[0], value)
                assert rugged(near) >= (found.missed, found.cost)


def test_what_is_required_comes_before_the_cost() -> None:
    found = pattern_search(lambda p: (max(0, 70 - p[0]), p[0]), [Axis(0, 200, 20)], [(10,), (150,)])
    assert (found.point, found.missed, found.cost) == ((70,), 0, 70)


def test_every_choice_is_tried_and_small_spaces_are_searched_whole() -> None:
    costs = {(0, 5): 1.0}
    axes = [Axis(0, 2, choices=True), Axis(0, 50, 8)]
    found = pattern_search(lambda p: (0, abs(p[1] - 20) + 10 * (p[0] != 2)), axes, [(0, 50)], tries=100)
    assert found.point == (2, 20)
    whole = pattern_search(lambda p: (0, costs.get(p, 9)), [axes[0], Axis(0, 5)], [(1, 0)], tries=19)
    assert (whole.point, whole.tries, whole.settled) == ((0, 5), 18, True)


def test_a_pack_stays_a_pack() -> None:
    found = pattern_search(lambda p: (0, abs(p[0] - 47)), [Axis(0, 100_000, 40, 10)], [(500,)], tries=200)
    assert found.point == (50,)


def test_what_is_no_number_is_never_the_best() -> None:
    assert pattern_search(lambda p: (0, nan if p == (3,) else p[0]), [Axis(3, 9)], [(3,)]).point == (4,)


@pytest.mark.parametrize(
    "asked",
    [
        lambda: pattern_search(Bowl(1), [Axis(0, 9)], []),
        lambda: pattern_search(Bowl(1), [Axis(0, 9)], [(1, 2)]),
        lambda: pattern_search(Bowl(1), [Axis(0, 9)], [(1,)], tries=0),
        lambda: Axis(3, 2),
        lambda: Axis(0, 2, step=0),
        lambda: Axis(0, 2, finest=0),
    ],
)
def test_what_cannot_be_searched_is_refused(asked: object) -> None:
    with pytest.raises(SolverError) as refused:
        asked()  # type: ignore[operator]
    assert refused.value.explain("fr")
