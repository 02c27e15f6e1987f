"""Projects from a case: an example of each function, and what is refused."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal, value

from cases.plain import Plain

NAMES: dict[str, Plain] = {
    "tasks": [
        {"task": "A", "duration": 3, "uses": {"crew": 2}},
        {"task": "B", "duration": 2, "uses": {"crew": 2}},
        {"task": "C", "duration": 4, "after": ["A", "B"], "uses": {"crew": 1}},
        {"task": "D", "duration": 1, "after": [{"before": "A", "kind": "SS", "lag": 1}]},
    ],
    "chain": [{"task": "cut", "duration": 2}, {"task": "weld", "duration": 3, "after": ["cut"]}],
    "guessed": [
        {"task": "A", "optimistic": 1, "likely": 2, "pessimistic": 3},
        {"task": "B", "optimistic": 2, "likely": 4, "pessimistic": 12, "after": ["A"]},
    ],
    "costly": [
        {"task": "A", "normal": 4, "shortest": 2, "unit_cost": 30},
        {"task": "B", "normal": 5, "shortest": 4, "unit_cost": 10, "after": ["A"]},
    ],
}

WORKS: dict[str, tuple[str, Plain]] = {
    "critical_path": ("critical_path(tasks).paths", [["A", "C"]]),
    "arrow_network": (
        "[(arrow.task, arrow.start, arrow.end) for arrow in arrow_network(chain)]",
        [["cut", 1, 2], ["weld", 2, 3]],
    ),
    "arrow_dates": ("column(arrow_dates(arrow_network(chain)).events, 'latest')", [0.0, 2.0, 5.0]),
    "pert": ("pert(guessed).variance", 2.8889),
    "probability_by": ("probability_by(guessed, 9)", 0.8803),
    "date_for": ("date_for(guessed, 0.95)", 9.796),
    "backward_dates": (
        "column(backward_dates(chain, '2026-11-25', ['2026-11-23']), 'start')",
        ["2026-11-18", "2026-11-20"],
    ),
    "forward_dates": (
        "column(forward_dates(chain, '2026-11-20', [], [1, 2, 3, 4, 5, 6]), 'finish')",
        ["2026-11-21", "2026-11-25"],
    ),
    "crash_to": ("crash_to(costly, 7).cost", 40.0),
    "time_cost": ("time_cost(costly, 1, 20).best.duration", 8.0),
    "earned_value": ("earned_value(50, 40, 60, 200).at_cost_index", 300.0),
    "project_loads": (
        "[(load.start, load.end, load.used) for load in project_loads([{'task': 'A', 'start': 0}, "
        "{'task': 'B', 'start': 1}, {'task': 'C', 'start': 3}, {'task': 'D', 'start': 1}], tasks)]",
        [[0.0, 1.0, 2.0], [1.0, 3.0, 4.0], [3.0, 7.0, 1.0]],
    ),
    "project_by_rule": ("column(project_by_rule(tasks, {'crew': 3}), 'start')", [0.0, 3.0, 5.0, 1.0]),
    "best_project": ("best_project(tasks, {'crew': 3}).objective.duration", 9.0),
    "level_resources": ("level_resources(tasks, {'crew': 1}, 9).objective.peak", 2.0),
    "level_by_steps": ("level_by_steps(tasks, {'crew': 1}, 9).objective.squares", 24.0),
    "check_project": (
        "check_project(best_project(tasks, {'crew': 3}).rows, tasks, {'crew': 3}).violations",
        [],
    ),
}
REFUSES: dict[str, list[tuple[str, str]]] = {
    "critical_path": [
        ("critical_path([{'task': 'A', 'duration': 1, 'after': ['A']}])", "expression_call"),
        (
            "critical_path([{'task': 'A', 'duration': 1, 'after': ['B']}, "
            "{'task': 'B', 'duration': 1, 'after': ['A']}])",
            "expression_call",
        ),
        ("critical_path([{'task': 'A'}])", "table_field"),
        ("critical_path([{'task': 'A', 'duration': 1, 'after': 'B'}])", "expression_type"),
    ],
    "arrow_network": [("arrow_network(tasks)", "expression_call")],
    "arrow_dates": [("arrow_dates([{'start': 1, 'end': 1}])", "expression_call")],
    "pert": [("pert([{'task': 'A', 'optimistic': 3, 'likely': 2, 'pessimistic': 4}])", "expression_call")],
    "probability_by": [("probability_by(guessed, 9, 'luck')", "expression_call")],
    "date_for": [("date_for(guessed, 1)", "expression_call")],
    "backward_dates": [
        ("backward_dates(chain, '2026-11-31')", "date_unreadable"),
        ("backward_dates(chain, '2026-11-20', [], [])", "expression_call"),
        ("backward_dates([{'task': 'A', 'duration': 1.5}], '2026-11-20')", "expression_call"),
    ],
    "forward_dates": [("forward_dates(chain, 20)", "expression_type")],
    "crash_to": [("crash_to(costly, 5)", "expression_call")],
    "time_cost": [
        ("time_cost(costly, 0)", "expression_call"),
        ("time_cost(costly, 0.0001)", "expression_call"),
    ],
    "earned_value": [("earned_value(50, 40, 60, 0)", "expression_call")],
    "project_loads": [("project_loads([], tasks)", "expression_call")],
    "project_by_rule": [
        ("project_by_rule(tasks, {'crew': 1})", "expression_call"),
        ("project_by_rule(tasks, {'crew': 3}, 'luck')", "expression_call"),
        ("project_by_rule(tasks, 3)", "expression_type"),
    ],
    "best_project": [("best_project(tasks, {'crew': 1})", "expression_call")],
    "level_resources": [
        ("level_resources(tasks, {'crew': 1}, 6)", "expression_call"),
        ("level_resources(tasks, {'crew': 1}, 7, 'beauty')", "expression_call"),
    ],
    "level_by_steps": [("level_by_steps(tasks, {'crew': 1}, 6)", "expression_call")],
    "check_project": [("check_project([{'task': 'A'}], tasks)", "table_field")],
}


def test_the_examples_cover_the_list() -> None:
    check_listed("projects", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS, NAMES)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code, NAMES)


def test_a_check_as_a_case_reads_it() -> None:
    plan = "[{'task': 'A', 'start': 0}, {'task': 'B', 'start': 1}, {'task': 'C', 'start': 2}]"
    found = value(f"check_project({plan}, tasks, {{'crew': 3}}, 5)", NAMES)
    assert isinstance(found, dict)
    assert [(one["rule"], one["rows"], one["where"]) for one in found["violations"]] == [  # type: ignore[call-overload,index,union-attr]
        ("missing", [], "D"),
        ("precedence", [0, 2], "C"),
        ("precedence", [1, 2], "C"),
        ("resource", [0, 1], "crew"),
        ("late", [2], ""),
    ]
    assert found["loads"] == [{"lane": "crew", "found": 5.0, "limit": 3, "unit": ""}]
