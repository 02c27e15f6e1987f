"""Dispatching rules: one contract over every rule found, then what each one takes."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim.dispatching
from sim.dispatching import RULES, Candidate

every = pytest.mark.parametrize("name", RULES)
figures = st.integers(0, 100)
candidates = st.builds(
    Candidate,
    now=figures, arrived=figures, released=figures, due=figures, priority=figures, time=figures, setup=figures,
    remaining=figures, operations=st.integers(1, 9),
)  # fmt: skip


def test_a_file_is_a_rule_and_says_its_name() -> None:
    folder = Path(sim.dispatching.__file__).parent
    assert {file.stem for file in folder.glob("*.py")} - {"__init__", "candidate"} == set(RULES)
    assert set(RULES) >= {
        "fifo", "spt", "edd", "critical_ratio", "slack_per_operation", "least_setup", "priority",
    }  # fmt: skip


@every
@given(candidate=candidates, later=st.integers(1, 50), setup=figures)
def test_contract(name: str, candidate: Candidate, later: int, setup: int) -> None:
    rule = RULES[name]
    assert math.isfinite(rule.rank(candidate))
    assert rule.rank(candidate) == rule.rank(candidate)
    if not rule.moves:  # so that a queue may be kept in order without asking again
        changed = candidate._replace(now=candidate.now + later, setup=setup)
        assert rule.rank(changed) == rule.rank(candidate)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("fifo", "A"),
        ("spt", "B"),
        ("edd", "C"),
        # (due - now) / remaining: A 30/10, B 18/6, C 14/8, D 20/16
        ("critical_ratio", "D"),
        # (due - now - remaining) / operations: A 20/2, B 12/1, C 6/1, D 4/4
        ("slack_per_operation", "D"),
        ("least_setup", "A"),
        ("priority", "B"),
        ("most_work_remaining", "D"),
    ],
)
def test_what_a_rule_takes(name: str, first: str) -> None:
    lots = {
        "A": Candidate(10, 1, 0, 40, 1, 5, 0, 10, 2),
        "B": Candidate(10, 2, 0, 28, 9, 2, 3, 6, 1),
        "C": Candidate(10, 3, 0, 24, 2, 8, 2, 8, 1),
        "D": Candidate(10, 4, 0, 30, 3, 4, 4, 16, 4),
    }
    assert min(lots, key=lambda lot: RULES[name].rank(lots[lot])) == first
