"""Pallets, floors, axles and containers: plans that their checkers pass, and each rule broken once."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.loading.axles import RULES as AXLE_RULES
from solvers.loading.axles import Axle, Slot, Truck, axle_loads, best_places, check_axles, load_curve
from solvers.loading.cargo import Cargo, Container, Piece
from solvers.loading.check_container import check_container
from solvers.loading.check_layout import Laid, check_layout
from solvers.loading.container import stow
from solvers.loading.pallet_layout import area_bound, pallet_layout
from solvers.loading.pallet_load import Box, pallet_load
from solvers.loading.truck_floor import Pallets, floor_rows, pallets_on_floor


@settings(max_examples=60, deadline=None)
@given(st.integers(5, 40), st.integers(5, 40), st.integers(2, 9), st.integers(2, 9))
def test_layouts_lie_on_their_floor(length: int, width: int, one: int, other: int) -> None:
    found = pallet_layout(length, width, one, other, cuts=3_000)
    plan = [Laid("box", place.x, place.y, place.length != one) for place in found.places]
    told = check_layout(plan, length, width, {"box": (one, other)})
    assert not told.violations
    assert told.count == found.count <= found.bound == area_bound(length, width, one, other)
    assert found.count >= max((length // one) * (width // other), (length // other) * (width // one))
    assert found.count == pallet_layout(width, length, one, other, cuts=3_000).count


@pytest.mark.parametrize(
    ("plan", "rules"),
    [
        ([Laid("A", 0, 0), Laid("A", 3, 0, True)], []),
        ([Laid("A", 0, 0), Laid("A", 2, 0)], ["overlap"]),
        ([Laid("A", 4, 0), Laid("A", 0, 0)], ["outside"]),
        ([Laid("Z", 0, 0), Laid("A", 0, 0)], ["unknown", "missing"]),
        ([Laid("A", 0, 0)], ["missing"]),
        ([Laid("A", 0, 0), Laid("A", 3, 0), Laid("A", 0, 2)], ["outside", "too_many"]),
    ],
)
def test_the_checker_of_layouts(plan: list[Laid], rules: list[str]) -> None:
    found = check_layout(plan, 6, 3, {"A": (3, 2)}, {"A": 2})
    assert [one.rule for one in found.violations] == rules


def test_what_stops_a_pallet() -> None:
    box = Box(400, 300, 250, 12)
    assert pallet_load(box, max_height=1600).limit == "height"
    heavy = pallet_load(box, max_height=1600, max_weight_kg=400)
    assert (heavy.boxes, heavy.layers, heavy.limit) == (31, 4, "weight")
    assert pallet_load(box, max_height=1600, max_weight_kg=400, whole_layers=True).boxes == 24
    assert pallet_load(Box(400, 300, 250, 12, stack=2), max_height=1600).layers == 3
    lying = pallet_load(Box(400, 300, 700, 5, upright=False), max_height=1500)
    standing = pallet_load(Box(400, 300, 700, 5), max_height=1500)
    assert lying.boxes >= standing.boxes == 8
    assert pallet_load(box, quantity=41, max_height=1600).pallets == 2


def test_a_mix_on_the_floor() -> None:
    assert pallets_on_floor(1200, 800).count == 33
    full = floor_rows([Pallets("EUR", 1200, 800, 34)])
    assert full.left == (("EUR", 1),)
    assert len(full.rows) == 11
    assert floor_rows([Pallets("EUR", 1200, 800, 66, 2)]).left == ()
    assert full.loading_metres == pytest.approx(34 * 0.4)
    shared = floor_rows([Pallets("EUR", 1200, 800, 1), Pallets("IND", 1200, 1000, 1)])
    assert len(shared.rows) == 1


RIGID = Truck(Axle("front", -1.5, 4200, 8000, 2000), Axle("rear", 4.5, 3300, 11500), gross=19000)
SEMI = Truck(
    Axle("steer", -1.0, 5200, 8000),
    Axle("drive", 2.7, 2600, 11500),
    Axle("trailer", 9.6, 5900, 24000),
    2.2,
    40000,
)
SLOTS = [Slot(str(at), 0.6 + 1.2 * at, 2) for at in range(6)]


@given(st.lists(st.tuples(st.integers(0, 3000), st.floats(0, 13)), max_size=8), st.booleans())
def test_axles_bear_it_all_and_no_more(load: list[tuple[float, float]], rigid: bool) -> None:
    truck = RIGID if rigid else SEMI
    loads = axle_loads(load, truck)
    empty = axle_loads([], truck)
    weight = sum(kg for kg, _ in load)
    assert sum(one.load for one in loads) - sum(one.load for one in empty) == pytest.approx(weight)
    if rigid:
        moment = sum(kg * (x + 1.5) for kg, x in load)
        assert (loads[1].load - empty[1].load) * 6.0 == pytest.approx(moment)


def test_a_semi_trailer_reckoned_by_hand() -> None:
    # 20 t at 6.5 m: 4.3 / 7.4 of it on the trailer's axles, the rest on the kingpin, 3.2 / 3.7 of that behind.
    steer, drive, trailer = axle_loads([(20000, 6.5)], SEMI)
    kingpin = 20000 * 3.1 / 7.4
    assert trailer.load == pytest.approx(5900 + 20000 * 4.3 / 7.4)
    assert drive.load == pytest.approx(2600 + kingpin * 3.2 / 3.7)
    assert steer.load == pytest.approx(5200 + kingpin * 0.5 / 3.7)


def test_the_load_curve_is_where_an_axle_is_full() -> None:
    for position, most, name in load_curve(SEMI, [4.0, 6.5, 9.0]):
        loads = axle_loads([(most, position)], SEMI)
        if name == "gross":
            assert sum(one.load for one in loads) == pytest.approx(40000)
        else:
            assert {one.axle: one.load for one in loads}[name] == pytest.approx(
                {one.axle: one.limit for one in loads}[name]
            )
        assert all(one.load <= one.limit + 1e-6 for one in loads)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(100, 1500), min_size=1, max_size=12))
def test_best_places_are_no_worse_than_in_order_and_told_truly(weights: list[int]) -> None:
    pallets = {f"P{at}": float(kg) for at, kg in enumerate(weights)}
    pairs, share = best_places(pallets, SLOTS, RIGID)
    told = check_axles(pairs, pallets, SLOTS, RIGID)
    assert {one.rule for one in told.violations} <= {"axle", "axle_low", "gross"}
    if not told.violations:
        assert told.worst_share == pytest.approx(share)
    free = [one.slot for one in SLOTS for _ in range(one.places)]
    naive = check_axles(list(zip(pallets, free, strict=False)), pallets, SLOTS, RIGID)
    if not any(one.rule == "axle_low" for one in (*naive.violations, *told.violations)):
        assert told.worst_share <= naive.worst_share + 1e-9


@pytest.mark.parametrize(
    ("plan", "rule"),
    [
        ([("A", "0")], "missing"),
        ([("A", "0"), ("B", "1"), ("A", "2")], "twice"),
        ([("A", "0"), ("B", "Z")], "unknown"),
        ([("A", "0"), ("B", "1")], "gross"),
        ([("A", "5"), ("B", "5")], "axle"),
        ([("A", "5"), ("B", "5")], "axle_low"),
    ],
)
def test_the_checker_of_axles(plan: list[tuple[str, str]], rule: str) -> None:
    found = check_axles(plan, {"A": 9000, "B": 9000}, SLOTS, RIGID)
    assert rule in {one.rule for one in found.violations}
    assert rule in AXLE_RULES


def test_too_many_in_a_row() -> None:
    plan = [(name, "0") for name in "ABC"]
    found = check_axles(plan, dict.fromkeys("ABC", 100.0), SLOTS, RIGID)
    assert "place" in {one.rule for one in found.violations}


CARGO = st.lists(
    st.tuples(
        st.floats(0.3, 1.4), st.floats(0.3, 1.2), st.floats(0.3, 1.2), st.integers(10, 300), st.integers(1, 6),
        st.booleans(), st.sampled_from([0.0, 150.0, inf]),
    ),
    min_size=1,
    max_size=4,
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(CARGO, st.sampled_from([0.6, 0.8, 1.0]))
def test_stowed_boxes_stand_safely(kinds: list[tuple[float, ...]], support: float) -> None:
    cargo = [
        Cargo(f"K{at}", round(a, 2), round(b, 2), round(c, 2), float(kg), int(count), bool(upright), bears)
        for at, (a, b, c, kg, count, upright, bears) in enumerate(kinds)
    ]
    room = Container(3.0, 2.35, 2.39, 4000)
    found = stow(cargo, room, support=support)
    told = check_container(found.pieces, cargo, room, support=support)
    assert {one.rule for one in told.violations} <= {"missing"}
    assert told.boxes + sum(count for _, count in found.left) == sum(one.count for one in cargo)


ROOM = Container(2, 1, 2, 250)
KINDS = [Cargo("A", 1, 1, 1, 100, 2, bears_kg=50), Cargo("B", 1, 0.5, 0.5, 20, 0, upright=False)]


@pytest.mark.parametrize(
    ("plan", "rules"),
    [
        ([("A", 0, 0, 0), ("A", 1, 0, 0)], set()),
        ([("A", 0, 0, 0)], {"missing"}),
        ([("A", 0, 0, 0), ("A", 0, 0, 1)], {"stacking"}),
        ([("A", 0, 0, 0), ("A", 0.5, 0, 0)], {"overlap"}),
        ([("A", 0, 0, 0), ("A", 1.5, 0, 0)], {"outside"}),
        ([("A", 0, 0, 0), ("A", 1, 0, 0.5)], {"support"}),
        ([("A", 0, 0, 0), ("Z", 1, 0, 0)], {"unknown", "missing"}),
        ([("A", 0, 0, 0), ("A", 1, 0, 0), ("A", 0, 0, 1)], {"too_many", "stacking", "weight"}),
    ],
)
def test_the_checker_of_containers(plan: list[tuple[str, float, float, float]], rules: set[str]) -> None:
    pieces = [Piece(kind, x, y, z, 1, 1, 1) for kind, x, y, z in plan]
    assert {one.rule for one in check_container(pieces, KINDS, ROOM).violations} == rules


def test_sides_and_what_must_stand() -> None:
    tall = [Cargo("A", 1, 1, 0.5, 10)]
    assert [one.rule for one in check_container([Piece("A", 0, 0, 0, 1, 0.5, 1)], tall, ROOM).violations] == [
        "upright"
    ]
    assert [one.rule for one in check_container([Piece("A", 0, 0, 0, 1, 1, 1)], tall, ROOM).violations] == [
        "sides"
    ]


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: pallet_layout(0, 5, 2, 2), "count_between"),
        (lambda: pallet_layout(5000, 5000, 2, 2), "at_most"),
        (lambda: pallet_load(Box(3000, 300, 200)), "fits_pallet"),
        (lambda: pallet_load(Box(300, 300, 2000, 5)), "fits_pallet"),
        (lambda: pallet_load(Box(300, 300, 200), max_weight_kg=20), "positive"),
        (lambda: floor_rows([Pallets("X", 9000, 9000, 1)]), "room_for"),
        (lambda: axle_loads([], Truck(Axle("a", 2, 0), Axle("b", 1, 0))), "more_than"),
        (lambda: best_places({}, SLOTS, RIGID), "count_between"),
        (lambda: best_places(dict.fromkeys(map(str, range(13)), 1.0), SLOTS, RIGID), "at_least"),
        (lambda: stow([], ROOM), "count_between"),
        (lambda: stow(KINDS, ROOM, support=2), "closed_fraction"),
        (lambda: stow([Cargo("A", 0, 1, 1, 1)], ROOM), "positive"),
    ],
)
def test_refusals(call: object, code: str) -> None:
    with pytest.raises(SolverError) as caught:
        call()  # type: ignore[operator]
    assert caught.value.code == code
