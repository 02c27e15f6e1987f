"""The functions over several sites that a case can call: an example of each that works, and what it refuses."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal

from cases.plain import Plain

LINE = "[{'lead_time': 2, 'holding': 2}, {'lead_time': 1, 'holding': 4}, {'lead_time': 1, 'holding': 7}]"
DEMAND = "{'poisson': 5}"
STAGES = (
    "[{'stage': 'a', 'time': 1, 'holding': 2, 'inbound': 1}, {'stage': 'b', 'time': 1, 'holding': 3}, "
    "{'stage': 'c', 'time': 2.0, 'holding': 4, 'mean': 45, 'sd': 10, 'promise': 0}]"
)
LINKS = "[{'from': 'a', 'to': 'b'}, {'from': 'b', 'to': 'c'}]"

WORKS: dict[str, tuple[str, Plain]] = {
    "serial_levels": (f"serial_levels({LINE}, {DEMAND}, 37.12).local", [11, 6, 9]),
    "serial_cost": (f"serial_cost([26, 15, 9], {LINE}, {DEMAND}, 37.12)", 72.0467),
    # Snyder & Shen, problem 6.7
    "service_times": (f"[row.service_time for row in service_times({STAGES}, {LINKS}, 4).rows]", [2, 3, 0]),
    "service_times_cost": (
        f"service_times_cost({{'a': 2, 'b': 3, 'c': 0}}, {STAGES}, {LINKS}, 4).cost",
        160 * 5**0.5,
    ),
}
REFUSES: dict[str, list[tuple[str, str]]] = {
    "serial_levels": [
        (f"serial_levels([], {DEMAND}, 37.12)", "expression_call"),
        ("serial_levels([{'lead_time': 1}], {'poisson': 5}, 37.12)", "table_field"),
        ("serial_levels([{'lead_time': 1, 'holding': 2}, {'lead_time': 1, 'holding': 1}], {'poisson': 5}, 9)",
         "expression_call"),
    ],
    "serial_cost": [(f"serial_cost([26, 15], {LINE}, {DEMAND}, 37.12)", "expression_call")],
    "service_times": [
        (f"service_times({STAGES}, [], 4)", "expression_call"),
        (f"service_times({STAGES}, [{{'from': 'a', 'to': 'z'}}, {{'from': 'b', 'to': 'c'}}], 4)", "expression_call"),
    ],
    "service_times_cost": [
        (f"service_times_cost({{'a': 2}}, {STAGES}, {LINKS}, 4)", "expression_call"),
        (f"service_times_cost({{'a': 3, 'b': 3, 'c': 0}}, {STAGES}, {LINKS}, 4)", "expression_call"),
        (f"service_times_cost([1], {STAGES}, {LINKS}, 4)", "expression_type"),
    ],
}  # fmt: skip


def test_the_examples_cover_the_list() -> None:
    check_listed("echelons", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code)
