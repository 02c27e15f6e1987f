"""Every published figure of tests/oracles/*.json against our answer, under the figure's own match rule.

To add a subject: ``<subject>_*.json`` with {"entries": [{id, source, inputs, expected, match_rule}]} and
``answers_<subject>.py`` with ANSWERS: entry id -> callable(inputs) -> figures. Nothing to change here.
"""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import pytest
from oracle_match import matches

HERE = Path(__file__).parent
ENTRIES: list[dict[str, Any]] = [
    entry for file in sorted(HERE.glob("*.json")) for entry in json.loads(file.read_text("utf-8"))["entries"]
]
ANSWER_MODULES = [importlib.import_module(file.stem) for file in sorted(HERE.glob("answers_*.py"))]
ANSWERS: dict[str, Any] = {key: answer for module in ANSWER_MODULES for key, answer in module.ANSWERS.items()}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["id"])
def test_published_figure(entry: dict[str, Any]) -> None:
    figures = ANSWERS[entry["id"]](entry["inputs"])
    rules = entry["match_rule"]
    assert set(rules) == set(entry["expected"])
    wrong = {
        key: (figures[key], printed, rules[key])
        for key, printed in entry["expected"].items()
        if not matches(rules[key], figures[key], printed)
    }
    assert not wrong, f"computed, printed, rule: {wrong}"


def test_every_entry_has_one_answer_and_a_source() -> None:
    ids = [entry["id"] for entry in ENTRIES]
    assert len(ids) == len(set(ids)), "an id appears twice"
    assert set(ids) == set(ANSWERS)
    assert sum(len(module.ANSWERS) for module in ANSWER_MODULES) == len(ANSWERS), "an id is answered twice"
    assert all(entry["source"]["title"] for entry in ENTRIES)


@pytest.mark.parametrize(
    ("rule", "computed", "printed"),
    [
        ("eq", "BKAN", "BKAN"),
        ("round@0", 66.96, 67),
        ("round@0", 2.5, 3),
        ("round@2", -0.125, -0.13),
        ("round@3", [1.6449, 2.3263], [1.645, 2.326]),
        ("ceil@0", 4.4, 5),
        ("ceil@0", 4.000000000000001, 4),
        ("trunc@2", 1.239, 1.23),
        ("abs:0.1", 10.05, 10),
    ],
)
def test_match_rule_accepts(rule: str, computed: object, printed: object) -> None:
    assert matches(rule, computed, printed)


@pytest.mark.parametrize(
    ("rule", "computed", "printed"),
    [
        ("eq", "BKNA", "BKAN"),
        ("round@0", 66.4, 67),
        ("round@3", [1.645], [1.645, 2.326]),
        ("round@3", 1.645, [1.645]),
        ("ceil@0", 4.4, 4),
        ("trunc@2", 1.239, 1.24),
        ("abs:0.1", 10.2, 10),
        ("abs:0.1", float("nan"), 10),
        ("round@0", "67", 67),
    ],
)
def test_match_rule_refuses(rule: str, computed: object, printed: object) -> None:
    assert not matches(rule, computed, printed)


@pytest.mark.parametrize("rule", ["", "round", "floor@0", "near:1"])
def test_unknown_match_rule(rule: str) -> None:
    with pytest.raises(ValueError, match="no such match rule"):
        matches(rule, 1.0, 1)
