"""Packing from a case: an example of each function, and what is refused."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal, value

from cases.checkers import RULES
from cases.plain import Plain
from solvers.loading import axles, check_container, check_layout

NAMES: dict[str, Plain] = {
    "box": {"length": 400, "width": 300, "height": 250, "weight_kg": 12},
    "mix": [
        {"kind": "EUR", "length": 1200, "width": 800, "count": 12},
        {"kind": "IND", "length": 1200, "width": 1000, "count": 4, "stack": 2},
    ],
    "truck": {
        "front": {"position": -1, "tare": 3000, "limit": 6000},
        "rear": {"position": 4, "tare": 2000, "limit": 9000},
        "gross": 14000,
    },
    "pallets": [{"pallet": "A", "weight_kg": 4000}, {"pallet": "B", "weight_kg": 1000}],
    "slots": [{"slot": "1", "position": 0.5}, {"slot": "2", "position": 3}],
    "cargo": [{"kind": "A", "length": 1, "width": 1, "height": 1, "weight_kg": 90, "count": 3}],
    "room": {"length": 2, "width": 1, "height": 2, "payload_kg": 1000},
    "kinds": [{"kind": "A", "length": 3, "width": 2}],
}
WORKS: dict[str, tuple[str, Plain]] = {
    "pallet_layout": ("pallet_layout(22, 16, 5, 3).count", 23),
    "check_layout": (
        "column(check_layout([{'kind': 'A', 'x': 0, 'y': 0}], 3, 2, kinds, {'A': 2}).violations, 'rule')",
        ["missing"],
    ),
    "pallet_load": ("pallet_load(box, max_height=1600, quantity=41).boxes", 40),
    "pallets_on_floor": ("pallets_on_floor(1200, 1000).count", 26),
    "floor_rows": ("floor_rows(mix).used", 5850),
    "axle_loads": (
        "column(axle_loads([{'weight_kg': 5000, 'position': 3}], truck), 'load')",
        [4000.0, 6000.0],
    ),
    "load_curve": ("column(load_curve(truck, [0, 3]), 'limit')", ["front", "rear"]),
    "best_places": ("best_places(pallets, slots, truck).objective.worst_share", 0.75),
    "places_in_order": ("column(places_in_order(pallets, slots), 'slot')", ["1", "2"]),
    "check_axles": (
        "column(check_axles(places_in_order(pallets, slots), pallets, slots, truck).violations, 'rule')",
        [],
    ),
    "stow_container": ("stow_container(cargo, room).objective.boxes", 3),
    "check_container": ("check_container(stow_container(cargo, room).rows, cargo, room).violations", []),
}
REFUSES: dict[str, list[tuple[str, str]]] = {
    "pallet_layout": [
        ("pallet_layout(1.5, 2, 1, 1)", "expression_type"),
        ("pallet_layout(0, 2, 1, 1)", "expression_call"),
    ],
    "check_layout": [
        ("check_layout([{'x': 1}], 3, 2, kinds)", "table_field"),
        ("check_layout([{'kind': 'A', 'x': 0, 'y': 0, 'turned': 1}], 3, 2, kinds)", "expression_type"),
    ],
    "pallet_load": [
        ("pallet_load(3)", "expression_type"),
        ("pallet_load(box, max_height=200)", "expression_call"),
    ],
    "pallets_on_floor": [("pallets_on_floor('EUR', 800)", "expression_type")],
    "floor_rows": [("floor_rows([{'kind': 'EUR'}])", "table_field")],
    "axle_loads": [("axle_loads([], {'front': {'position': 0}})", "table_field")],
    "load_curve": [("load_curve(truck, ['x'])", "expression_type")],
    "best_places": [("best_places(pallets, [slots[0]], truck)", "expression_call")],
    "places_in_order": [("places_in_order(3, slots)", "expression_type")],
    "check_axles": [("check_axles([{'pallet': 'A'}], pallets, slots, truck)", "table_field")],
    "stow_container": [
        ("stow_container(cargo, 3)", "expression_type"),
        ("stow_container([], room)", "expression_call"),
    ],
    "check_container": [("check_container([{'kind': 'A'}], cargo, room)", "table_field")],
}


def test_the_examples_cover_the_list() -> None:
    check_listed("packing", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS, NAMES)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code, NAMES)


def test_axles_as_a_page_draws_them() -> None:
    found = value("check_axles([{'pallet': 'A', 'slot': '1'}], pallets, slots, truck)", NAMES)
    assert isinstance(found, dict)
    loads = found["loads"]
    assert isinstance(loads, list)
    assert [one["lane"] for one in loads if isinstance(one, dict)] == ["front", "rear"]
    violations = found["violations"]
    assert isinstance(violations, list)
    assert [one["rule"] for one in violations if isinstance(one, dict)] == ["missing"]


def test_the_rules_of_the_checkers_are_known() -> None:
    assert RULES["check_layout"] == check_layout.RULES
    assert RULES["check_axles"] == axles.RULES
    assert RULES["check_container"] == check_container.RULES
