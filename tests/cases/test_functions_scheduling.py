"""Scheduling from a case: an example of each function, and what is refused."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal, value

from cases.plain import Plain

NAMES: dict[str, Plain] = {
    "jobs": [
        {"order": "A", "processing": 6, "due": 8},
        {"order": "B", "processing": 2, "due": 6},
        {"order": "C", "processing": 8, "due": 18, "release": 0, "weight": 2, "family": "red"},
    ]
}

WORKS: dict[str, tuple[str, Plain]] = {
    "check_schedule": ("check_schedule(dispatch(jobs, 'edd'), jobs).objective.total_tardiness", 0.0),
    "dispatch": (
        "dispatch(jobs, 'fifo')",
        [{"order": "A", "start": 0.0}, {"order": "B", "start": 6.0}, {"order": "C", "start": 8.0}],
    ),
    "best_schedule": ("best_schedule(jobs, 'weighted_tardiness', 1).objective.weighted_tardiness", 0.0),
    "fewest_late": ("fewest_late(jobs)", {"sequence": ["B", "A", "C"], "late": []}),
}
REFUSES: dict[str, list[tuple[str, str]]] = {
    "check_schedule": [
        ("check_schedule([{'order': 'A', 'start': 'x'}], jobs)", "expression_type"),
        ("check_schedule([{'order': 'A'}], jobs)", "table_field"),
        ("check_schedule([], jobs, 'x')", "expression_type"),
    ],
    "dispatch": [("dispatch(jobs, 'luck')", "expression_call"), ("dispatch([], 'edd')", "expression_call")],
    "best_schedule": [
        ("best_schedule(jobs, 'beauty')", "expression_call"),
        ("best_schedule([{'order': 'A', 'due': 1}])", "table_field"),
        ("best_schedule([{'order': 'A', 'due': 1, 'processing': True}])", "expression_type"),
    ],
    "fewest_late": [
        ("fewest_late([{'order': 'A', 'due': 1, 'processing': 1, 'release': 3}])", "expression_call"),
        ("fewest_late(3)", "expression_type"),
    ],
}


def test_the_examples_cover_the_list() -> None:
    check_listed("scheduling", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS, NAMES)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code, NAMES)


def test_a_check_as_a_case_reads_it() -> None:
    found = value("check_schedule([{'order': 'A', 'start': 0}, {'order': 'B', 'start': 5}], jobs)", NAMES)
    assert isinstance(found, dict)
    assert [(one["rule"], one["rows"], one["unit"]) for one in found["violations"]] == [  # type: ignore[call-overload,index,union-attr]
        ("missing", [], ""),
        ("overlap", [0, 1], "hour"),
    ]
    assert found["bars"][1] == {"lane": "", "label": "B", "start": 5.0, "end": 7.0, "late": True}  # type: ignore[call-overload,index]
