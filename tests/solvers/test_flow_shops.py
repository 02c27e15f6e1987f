"""Flow shops: Johnson, NEH and lots sent on in parts, against every sequence and against published figures."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.scheduling.best_shop import best_shop
from solvers.scheduling.check_shop import check_shop
from solvers.scheduling.flow_shop import flow_makespan, flow_shop, flow_times
from solvers.scheduling.johnson import JohnsonStep, johnson, johnson_three
from solvers.scheduling.lot_streaming import Stage, equal_sublots, geometric_sublots, stream_lot
from solvers.scheduling.neh import neh
from solvers.scheduling.taillard import taillard_flow_shop

JOHNSON_1954 = {"1": (4, 5), "2": (4, 1), "3": (30, 4), "4": (6, 30), "5": (2, 3)}


def test_johnsons_own_example() -> None:
    """Johnson (1954): 5-1-4-3-2, makespan 47; the choices come by rising time, from both ends."""
    found = johnson(JOHNSON_1954, ["cut", "fit"])
    assert (found.sequence, found.makespan) == (("5", "1", "4", "3", "2"), 47)
    assert found.steps[:3] == (
        JohnsonStep("2", 1, 2, 5),
        JohnsonStep("5", 2, 1, 1),
        JohnsonStep("1", 4, 1, 2),
    )
    assert [one.machine for one in found.schedule.rows[:2]] == ["cut", "fit"]
    plan = [(one.order, one.operation, one.machine, one.start) for one in found.schedule.rows]
    checked = check_shop(plan, flow_shop(JOHNSON_1954, ["cut", "fit"]))
    assert (checked.violations, checked.makespan) == ((), 47)


def test_an_order_as_long_on_both_goes_to_the_first_list() -> None:
    found = johnson({"A": (2, 2), "B": (1, 3), "C": (3, 1)})
    assert (found.first, found.last) == (("B", "A"), ("C",))


def test_nehs_makespan_on_taillards_first_flow_shop() -> None:
    """Taillard (1993), 20 orders on 5 machines: 1 278 at best, 1 286 by NEH."""
    found = neh(taillard_flow_shop(20, 5, 873654221))
    assert found.makespan == 1286
    assert found.steps[0].makespans == (found.steps[0].total,)
    assert found.steps[-1].sequence == found.sequence
    assert min(found.steps[-1].makespans) == 1286


def test_waits_of_machines() -> None:
    found = flow_times({"A": (3, 2), "B": (1, 4)}, ["A", "B"])
    assert found.makespan == 9
    assert found.waits == (0, 3)


TWO = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=5)
THREE = st.lists(st.tuples(st.integers(5, 9), st.integers(0, 5), st.integers(0, 9)), min_size=1, max_size=5)
ANY = st.lists(st.tuples(*[st.integers(0, 9)] * 3), min_size=1, max_size=5)


def named(rows: list[tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    return {str(at): row for at, row in enumerate(rows)}


def least(times: dict[str, tuple[int, ...]]) -> float:
    return min(flow_makespan(times, one) for one in permutations(times))


@settings(max_examples=80, deadline=None)
@given(TWO)
def test_no_sequence_beats_johnson(rows: list[tuple[int, ...]]) -> None:
    times = named(rows)
    found = johnson(times)
    assert found.makespan == least(times)
    assert sorted(one.place for one in found.steps) == list(range(1, len(rows) + 1))


@settings(max_examples=80, deadline=None)
@given(THREE)
def test_no_sequence_beats_johnson_on_three(rows: list[tuple[int, ...]]) -> None:
    times = named(rows)
    assert johnson_three(times).makespan == least(times)


@settings(max_examples=40, deadline=None)
@given(ANY)
def test_neh_lies_between_the_best_and_its_own_insertions(rows: list[tuple[int, ...]]) -> None:
    times = named(rows)
    found = neh(times)
    assert least(times) <= found.makespan == flow_makespan(times, found.sequence)
    assert sorted(found.sequence) == sorted(times)


@settings(max_examples=15, deadline=None)
@given(ANY)
def test_the_search_of_workshops_agrees(rows: list[tuple[int, ...]]) -> None:
    """Up to three machines some best schedule keeps one sequence (Conway, Maxwell & Miller, 1967)."""
    times = named(rows)
    assert best_shop(flow_shop(times)).value == least(times)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: johnson({}), "times is 0"),
        (lambda: johnson({"A": (1, 2, 3)}), r"as there are machines \(2\)"),
        (lambda: johnson({"A": (1, -2)}), "0 or more"),
        (lambda: johnson_three({"A": (1, 9, 2), "B": (3, 1, 1)}), "proves nothing"),
        (lambda: neh({str(at): (1,) for at in range(101)}), "from 1 to 100"),
        (lambda: flow_times({"A": (1, 2)}, ["A", "A"]), "each order once"),
        (lambda: flow_times({"A": (1, 2)}, ["A"], ["cut"]), "machines"),
        (lambda: flow_shop({"A": (1, 2)}, ["cut"]), "machines"),
        (lambda: stream_lot([], [Stage("saw", 1)]), "at least 1 number"),
        (lambda: stream_lot([0], [Stage("saw", 1)]), "greater than 0"),
        (lambda: stream_lot([1], []), "at least one machine"),
        (lambda: stream_lot([1], [Stage("saw", -1)]), "0 or more"),
        (lambda: stream_lot([1] * 501, [Stage("saw", 1)]), "500"),
        (lambda: equal_sublots(2, 3), "between 3"),
        (lambda: equal_sublots(2, 0), "from 1 to 500"),
        (lambda: geometric_sublots(10, 51, 1, 1), "from 1 to 50"),
    ],
)
def test_refusals(call, words: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SolverError, match=words) as caught:
        call()
    assert caught.value.explain("fr")


def test_equal_parts_over_equal_machines() -> None:
    """n equal parts over m machines of one pace: p·Q·(1 + (m − 1) / n) (Baker & Trietsch, chapter 12)."""
    route = [Stage(name, 0.5) for name in "abc"]
    for count in (1, 2, 4, 5, 10):
        found = stream_lot(equal_sublots(100, count), route)
        assert found.lead_time == pytest.approx(50 * (1 + 2 / count))
        assert found.gain == pytest.approx(150 - found.lead_time)


def test_without_waits_a_machine_starts_later_and_ends_no_sooner() -> None:
    route = [Stage("slow", 2.0), Stage("fast", 1.0)]
    waiting = stream_lot([10, 10], route)
    going = stream_lot([10, 10], route, without_waits=True)
    assert (waiting.waits, waiting.lead_time) == ((0.0, 10.0), 50)
    assert (going.waits, going.lead_time) == ((0.0, 0.0), 50)
    assert [one.start for one in going.rows if one.machine == "fast"] == [30, 40]


def test_setup_before_or_after_the_first_part_is_there_and_time_on_the_way() -> None:
    route = [Stage("a", 1, setup=2), Stage("b", 1, setup=5, transfer=3)]
    assert [one.start for one in stream_lot([4, 4], route).rows] == [2, 6, 9, 13]
    assert [one.start for one in stream_lot([4, 4], route, setup_ahead=False).rows] == [2, 6, 14, 18]


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 5),
    st.floats(0.2, 4),
    st.floats(0.2, 4),
    st.lists(st.floats(0.5, 9), min_size=5, max_size=5),
)
def test_geometric_parts_are_the_best_of_as_many(
    count: int, first: float, second: float, drawn: list[float]
) -> None:
    route = [Stage("a", first), Stage("b", second)]
    best = stream_lot(geometric_sublots(60, count, first, second), route)
    parts = [60 * one / sum(drawn[:count]) for one in drawn[:count]]
    assert best.lead_time <= stream_lot(parts, route).lead_time + 1e-6
    assert sum(best.waits) == pytest.approx(0, abs=1e-6)
