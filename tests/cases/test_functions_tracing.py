"""What a case calls to trace lots: an example of each, and what is refused."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal, value

from cases.plain import Plain

# A dairy: the supplier's lot S1 (milk) and S2 (fruit) make the yoghurt lots Y1 and Y2; Y9 is of another milk.
MOVES: list[Plain] = [
    {"lot": "S1", "quantity": 500, "to": "dairy", "date": "2026-03-02"},
    {"lot": "S2", "quantity": 80, "to": "dairy"},
    {"lot": "S1", "quantity": 300, "from": "dairy", "into": "Y1"},
    {"lot": "S1", "quantity": 150, "from": "dairy", "into": "Y2"},
    {"lot": "S2", "quantity": 60, "from": "dairy", "into": "Y2"},
    {"lot": "Y1", "quantity": 290, "to": "dairy"},
    {"lot": "Y2", "quantity": 200, "to": "dairy"},
    {"lot": "Y1", "quantity": 290, "from": "dairy", "to": "depot"},
    {"lot": "Y1", "quantity": 120, "from": "depot", "customer": "canteen", "note": "BL-31"},
    {"lot": "Y2", "quantity": 90, "from": "dairy", "customer": "shop", "note": "BL-32"},
    {"lot": "Y1", "quantity": 40, "from": "depot", "customer": "canteen", "note": "BL-33"},
    {"lot": "Y9", "quantity": 70, "from": "", "to": "depot", "into": None},
    {"lot": "Y9", "quantity": 70, "from": "depot", "customer": "shop", "note": "BL-34"},
]
NAMES: dict[str, Plain] = {"moves": MOVES}
WORKS: dict[str, tuple[str, Plain]] = {
    "trace_forward": (
        "trace_forward(moves, 'S1')",
        {
            "lots": ["S1", "Y1", "Y2"],
            "deliveries": [MOVES[8], MOVES[9], MOVES[10]],
            "customers": [{"customer": "canteen", "quantity": 160}, {"customer": "shop", "quantity": 90}],
            "stock": [
                {"lot": "S1", "place": "dairy", "quantity": 50},
                {"lot": "Y1", "place": "depot", "quantity": 130},
                {"lot": "Y2", "place": "dairy", "quantity": 110},
            ],
            "delivered": 250,
            "in_stock": 290,
        },
    ),
    "trace_back": ("trace_back(moves, moves[9])", {"lots": ["Y2", "S1", "S2"], "origins": ["S1", "S2"]}),
}
REFUSES: dict[str, list[tuple[str, str]]] = {
    "trace_forward": [
        ("trace_forward(moves, 'S7')", "expression_call"),
        ("trace_forward([{'lot': 'A', 'quantity': 3, 'from': 'depot'}], 'A')", "expression_call"),
        ("trace_forward([{'lot': 'A', 'quantity': -3}], 'A')", "expression_type"),
        ("trace_forward([{'lot': 'A'}], 'A')", "table_field"),
        ("trace_forward(moves, 3)", "expression_type"),
    ],
    "trace_back": [
        ("trace_back(moves, 'S7')", "expression_call"),
        ("trace_back(moves, {'note': 'BL-31'})", "table_field"),
        ("trace_back(3, 'S1')", "expression_type"),
    ],
}


def test_the_examples_cover_the_list() -> None:
    check_listed("tracing", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS, NAMES)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code, NAMES)


def test_several_lots_at_once() -> None:
    assert value("trace_back(moves, ['Y1', 'Y9']).origins", NAMES) == ["Y9", "S1"]
    assert value("len(trace_forward(moves, ['Y1', 'Y9']).deliveries)", NAMES) == 3
