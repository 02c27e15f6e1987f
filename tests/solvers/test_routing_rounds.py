"""Delivery rounds: every method's plan passes the checker, small ones are the best there is, what is refused."""

from __future__ import annotations

import itertools
from math import hypot, inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from routing_instances import cvrp

from solvers.errors import SolverError
from solvers.routing.best_rounds import best_rounds
from solvers.routing.check import check_rounds
from solvers.routing.fleet import Rounds
from solvers.routing.in_order import rounds_in_order
from solvers.routing.rounds import Network, Stop, Vehicle, network
from solvers.routing.savings import savings_rounds, savings_table
from solvers.routing.sweep import sweep_rounds
from solvers.routing.timing import priced, round_times
from solvers.routing.tours import best_tour, nearest_neighbour, two_opt

Day = tuple[list[Stop], list[Vehicle], Network, dict[str, tuple[float, float]]]


@st.composite
def days(draw: st.DrawFn, most: int = 5, windows: bool = True) -> Day:
    count = draw(st.integers(1, most))
    names = ["depot", *(f"S{at}" for at in range(count))]
    places = {name: (float(draw(st.integers(0, 40))), float(draw(st.integers(0, 40)))) for name in names}
    km = {
        (one, other): round(hypot(places[one][0] - places[other][0], places[one][1] - places[other][1]), 2)
        for one in names
        for other in names
        if one < other
    }
    stops = []
    for name in names[1:]:
        earliest = float(draw(st.integers(7, 12))) if windows else 0.0
        stops.append(
            Stop(
                name, {"kg": float(draw(st.integers(1, 5)))}, earliest, earliest + 4 if windows else inf, 0.25
            )
        )
    fleet = [
        Vehicle(f"V{at}", {"kg": 8 + 4 * (at % 2)}, 0.5 + 0.1 * (at % 2), 20, 50, earliest=6)
        for at in range(count)
    ]
    return stops, fleet, network("depot", names[1:], km, speed=60), places


def plan_of(found: Rounds) -> list[tuple[str, str, float]]:
    return [(stop, vehicle, at) for vehicle, route in found.routes for at, stop in enumerate(route, start=1)]


@settings(max_examples=30, deadline=None)
@given(days(8))
def test_every_method_keeps_every_limit_and_tells_its_cost(day: Day) -> None:
    stops, fleet, ways, places = day
    for found in (
        rounds_in_order(stops, fleet, ways),
        savings_rounds(stops, fleet, ways).rounds,
        best_rounds(stops, fleet, ways, iterations=30),
    ):
        told = check_rounds(plan_of(found), stops, fleet, ways)
        assert not told.violations
        assert told.total_cost == pytest.approx(found.cost)
    try:
        swept = sweep_rounds(stops, fleet, ways, places).rounds
    except SolverError:
        return  # the hand may meet the stops in an order that so few vehicles cannot serve
    assert not check_rounds(plan_of(swept), stops, fleet, ways).violations


def every_plan(stops: list[Stop], fleet: list[Vehicle], ways: Network) -> float:
    """The least cost over every way to deal the stops out and every order on each round."""
    known = {one.stop: one for one in stops}
    best = inf
    for dealt in itertools.product(range(len(fleet)), repeat=len(stops)):
        total = 0.0
        for at, vehicle in enumerate(fleet):
            own = [stop.stop for stop, to in zip(stops, dealt, strict=True) if to == at]
            costs = [0.0] if not own else []
            for order in itertools.permutations(own):
                plan = [(name, vehicle.vehicle, place) for place, name in enumerate(order)]
                broken = check_rounds(plan, [known[name] for name in order], [vehicle], ways).violations
                if order and not broken:
                    costs.append(priced(order, known, vehicle, ways))
            total += min(costs, default=inf)
        best = min(best, total)
    return best


@settings(max_examples=15, deadline=None)
@given(days(4))
def test_the_search_finds_the_best_of_a_small_day(day: Day) -> None:
    stops, fleet, ways, _ = day
    fleet = fleet[:2]
    best = every_plan(stops, fleet, ways)
    if best == inf:
        with pytest.raises(SolverError):
            best_rounds(stops, fleet, ways, iterations=200)
    else:
        assert best_rounds(stops, fleet, ways, iterations=200).cost == pytest.approx(best, rel=1e-4)


def test_the_same_seed_gives_the_same_rounds() -> None:
    stops, fleet, ways = cvrp("E-n22-k4", 4)
    assert best_rounds(stops, fleet, ways, seed=3, iterations=40) == best_rounds(
        stops, fleet, ways, seed=3, iterations=40
    )


def test_savings_step_by_step_on_a_published_instance() -> None:
    stops, fleet, ways = cvrp("A-n32-k5", 5)
    found = savings_rounds(stops, fleet, ways)
    assert 784 <= found.rounds.cost < 784 * 1.1
    assert not check_rounds(plan_of(found.rounds), stops, fleet, ways).violations
    assert [one.km for one in found.savings] == sorted((one.km for one in found.savings), reverse=True)
    first = found.savings[0]
    depot = ways.places.index
    i, j = depot(first.first), depot(first.second)
    assert first.km == ways.km[i][0] + ways.km[0][j] - ways.km[i][j]
    merged = sum(one.km for one in found.steps if one.accepted)
    alone = sum(2 * ways.km[0][at] for at in range(1, len(ways.places)))
    assert alone - merged == pytest.approx(found.rounds.cost)


def test_savings_of_one_way_streets_are_listed_both_ways() -> None:
    ways = network("D", ["A", "B"], {("D", "A"): 4, ("D", "B"): 5, ("A", "B"): 2, ("B", "A"): 6})
    assert [(one.first, one.second, one.km) for one in savings_table(ways)] == [
        ("A", "B", 7.0),
        ("B", "A", 3.0),
    ]


@settings(max_examples=30, deadline=None)
@given(days(7, windows=False))
def test_tours_from_nearest_to_best(day: Day) -> None:
    _, _, ways, _ = day
    near = nearest_neighbour(ways)
    better = two_opt(ways, near.stops)
    best = best_tour(ways)
    assert best.km <= better.km + 1e-9 <= near.km + 2e-9
    assert sorted(better.stops) == sorted(near.stops) == sorted(best.stops)
    assert near.km - sum(one.km for one in better.steps) == pytest.approx(better.km)
    order = [0, *(ways.places.index(name) for name in best.stops), 0]
    assert best.km == pytest.approx(sum(ways.km[a][b] for a, b in itertools.pairwise(order)))
    if len(best.stops) <= 6:
        every = min(
            sum(ways.km[a][b] for a, b in itertools.pairwise([0, *one, 0]))
            for one in itertools.permutations(range(1, len(ways.places)))
        )
        assert best.km == pytest.approx(every)


WAYS = network("D", ["A", "B", "C"], {("D", "A"): 60, ("D", "B"): 120, ("D", "C"): 30, ("A", "B"): 60,
    ("A", "C"): 50, ("B", "C"): 100})  # fmt: skip
STOPS = [Stop("A", {"kg": 5}, 8, 9, 0.5), Stop("B", {"kg": 5}, 8, 12, 0.5), Stop("C", {"kg": 5})]
VAN = Vehicle("V", {"kg": 10}, 0.5, 20, 90, earliest=6, latest=18, longest=8, longest_km=300, longest_drive=6)
TRUCK = Vehicle("T", {"kg": 20}, 1.0, 30, 120, earliest=6)


def test_times_of_a_round_reckoned_by_hand() -> None:
    found = check_rounds([("A", "V", 1), ("B", "V", 2)], STOPS[:2], [VAN], WAYS)
    assert not found.violations
    (one,) = found.rounds
    # Leaves at 8 so as not to wait at A, latest start 9: A at 9.0 is late enough, B at 10.5.
    assert (one.departure, one.back, one.km, one.wait) == (7.0, 12.0, 240.0, 0.0)
    assert found.total_cost == 240 * 0.5 + 5 * 20 + 90
    assert [(visit.arrival, visit.end) for visit in one.visits] == [(8.0, 8.5), (9.5, 10.0)]
    assert found.load_factor == 1.0


def test_a_break_is_taken_when_driving_is_up() -> None:
    driver = Vehicle("V", earliest=6, break_after=2.0, break_length=0.75)
    found = check_rounds([("B", "V", 1)], [Stop("B")], [driver], WAYS)
    (one,) = found.rounds
    assert (one.back, one.breaks, one.breaks_at) == (10.75, 0.75, ((8.0, 8.75),))
    assert round_times(["B"], {"B": Stop("B")}, driver, WAYS).back == 10.75


def test_the_search_minds_breaks_and_hours_at_the_wheel() -> None:
    drivers = [
        Vehicle(f"V{at}", km_cost=1, earliest=6, latest=12, longest_drive=4.0, break_after=2.0)
        for at in range(3)
    ]
    stops = [Stop("A", service=0.5), Stop("B", service=0.5), Stop("C", service=0.5)]
    found = best_rounds(stops, drivers, WAYS, iterations=100)
    told = check_rounds(plan_of(found), stops, drivers, WAYS)
    assert not told.violations
    assert max(one.drive for one in told.rounds) <= 4.0


@pytest.mark.parametrize(
    ("plan", "rules"),
    [
        ([("A", "V", 1), ("B", "V", 2), ("C", "T", 1)], []),
        ([("A", "V", 1), ("C", "T", 1)], ["missing"]),
        ([("A", "V", 1), ("B", "V", 2), ("C", "T", 1), ("C", "V", 3)], ["twice", "capacity"]),
        ([("A", "V", 1), ("B", "V", 2), ("C", "T", 1), ("Z", "T", 2)], ["unknown"]),
        ([("A", "V", 1), ("B", "V", 1), ("C", "T", 1)], ["position"]),
        ([("B", "V", 1), ("A", "V", 2), ("C", "T", 1)], ["window"]),
    ],
)
def test_the_checker_s_rules(plan: list[tuple[str, str, float]], rules: list[str]) -> None:
    found = check_rounds(plan, STOPS, [VAN, TRUCK], WAYS)
    assert [one.rule for one in found.violations] == rules


@pytest.mark.parametrize(
    ("limits", "departures", "rule"),
    [
        ({"longest": 3.0}, {}, "duty"),
        ({"longest_drive": 3.0}, {}, "driving"),
        ({"longest_km": 200}, {}, "distance"),
        ({"latest": 9.0}, {}, "depot"),
        ({}, {"V": 5.0}, "departure"),
        ({}, {"V": 9.0}, "window"),
    ],
)
def test_limits_of_a_vehicle(limits: dict[str, float], departures: dict[str, float], rule: str) -> None:
    vehicle = Vehicle("V", {"kg": 10}, **({"earliest": 6.0} | limits))  # type: ignore[arg-type]
    found = check_rounds([("A", "V", 1), ("B", "V", 2)], STOPS[:2], [vehicle], WAYS, departures)
    assert rule in {one.rule for one in found.violations}


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: network("D", [], {}), "count_between"),
        (lambda: network("D", ["A", "A"], {}), "distinct_names"),
        (lambda: network("D", ["A"], {}), "way_between"),
        (lambda: network("D", ["A"], {("D", "A"): 1}, speed=0), "positive"),
        (lambda: best_rounds(STOPS, [VAN, VAN], WAYS), "distinct_names"),
        (lambda: best_rounds([Stop("Z")], [VAN], WAYS), "known_name"),
        (lambda: best_rounds(STOPS, [VAN], WAYS, iterations=0), "count_between"),
        (lambda: best_rounds(STOPS, [VAN], WAYS, iterations=20), "rounds_within"),
        (lambda: savings_rounds(STOPS, [VAN], WAYS), "rounds_of"),
        (lambda: rounds_in_order(STOPS, [VAN], WAYS), "room_for"),
        (lambda: sweep_rounds(STOPS, [TRUCK], WAYS, {"D": (0, 0)}), "place_of"),
        (lambda: best_rounds([Stop("A", latest=3, earliest=4)], [VAN], WAYS), "at_least"),
        (lambda: two_opt(WAYS, ["Z"]), "known_name"),
        (lambda: best_tour(WAYS, []), "count_between"),
    ],
)
def test_refusals(call: object, code: str) -> None:
    with pytest.raises(SolverError) as caught:
        call()  # type: ignore[operator]
    assert caught.value.code == code
