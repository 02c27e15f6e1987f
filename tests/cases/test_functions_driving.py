"""Driving hours from a case: an example of each function, and what is refused."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal, value

from cases.checkers import RULES
from cases.plain import Plain
from solvers.routing import driving_hours

NAMES: dict[str, Plain] = {
    "record": [{"kind": "drive", "start": 6, "end": 10.5}, {"kind": "drive", "start": 11, "end": 12}],
    "legs": [{"place": "Lille", "km": 350, "work": 1}, {"place": "Metz", "km": 350}],
}
WORKS: dict[str, tuple[str, Plain]] = {
    "check_driving": ("column(check_driving(record, '2026-03-02').violations, 'rule')", ["break"]),
    "driving_limits": ("driving_limits('2026-03-02').drive_before_break", 4.5),
    "trip_times": ("column(trip_times(legs, 70, '2026-03-02', 6).arrivals, 'arrival')", [11.75, 28.75]),
}
REFUSES: dict[str, list[tuple[str, str]]] = {
    "check_driving": [
        ("check_driving(record, 'Monday')", "expression_type"),
        ("check_driving(record, '1999-01-01')", "expression_call"),
        ("check_driving([{'kind': 'nap', 'start': 1, 'end': 2}], '2026-03-02')", "expression_call"),
        ("check_driving(record, '2026-03-02', 1)", "expression_type"),
    ],
    "driving_limits": [
        ("driving_limits('Monday')", "expression_type"),
        ("driving_limits('1999-01-01')", "expression_call"),
    ],
    "trip_times": [
        ("trip_times([], 70, '2026-03-02')", "expression_call"),
        ("trip_times(legs, 70, '2026-03-02', 6, 1)", "expression_type"),
        ("trip_times([{'place': 'Lille'}], 70, '2026-03-02')", "table_field"),
    ],
}


def test_the_examples_cover_the_list() -> None:
    check_listed("driving", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS, NAMES)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code, NAMES)


def test_a_trip_s_record_passes_the_check() -> None:
    assert (
        value("check_driving(trip_times(legs, 70, '2026-03-02', 6).rows, '2026-03-02').violations", NAMES)
        == []
    )
    assert RULES["check_driving"] == driving_hours.RULES
