"""Policies: one contract over every policy found, then what each one decides."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim.policies
from sim.checks import InvalidError
from sim.policies import POLICIES, Policy
from sim.scenario import policy_from_dict, policy_to_dict

every = pytest.mark.parametrize("kind", POLICIES.values(), ids=list(POLICIES))


def test_the_five_policies_are_found() -> None:
    assert set(POLICIES) == {"reorder_point", "min_max", "periodic", "periodic_min_max", "base_stock"}


def test_a_file_is_a_policy_and_says_its_name() -> None:
    folder = Path(sim.policies.__file__).parent
    assert {file.stem for file in folder.glob("*.py")} - {"__init__", "policy"} == set(POLICIES)
    for file in folder.glob("*.py"):
        assert "simpy" not in file.read_text(encoding="utf-8"), f"{file.name} knows of the simulator"


@every
def test_contract(kind: type[Policy]) -> None:
    policy = kind(**kind.EXAMPLE)
    assert isinstance(policy, Policy)
    assert dataclasses.is_dataclass(policy)
    assert policy == kind(**kind.EXAMPLE)
    assert hash(policy) == hash(kind(**kind.EXAMPLE))
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(policy, next(iter(kind.EXAMPLE)), 1)
    assert policy.initial_stock >= 0
    assert policy.order(policy.initial_stock) == 0, "a full stock asks for nothing"
    assert any(policy.reviews(day) for day in range(400))
    assert policy_from_dict(policy_to_dict(policy)) == policy
    assert policy_from_dict({kind.KEY: dict(kind.EXAMPLE)}) == policy
    assert kind(**{name: float(value) for name, value in kind.EXAMPLE.items()}) == policy


@every
@given(position=st.integers(-500, 1000))
def test_an_order_is_whole_never_negative_and_settles_the_position(kind: type[Policy], position: int) -> None:
    policy = kind(**kind.EXAMPLE)
    order = policy.order(position)
    assert isinstance(order, int)
    assert order >= 0
    assert policy.order(position) == order, "a decision depends on nothing but the position"
    assert policy.order(position + order) == 0, "once ordered, the position asks for no more"
    assert order == 0 or position + order <= policy.initial_stock


@every
def test_every_parameter_is_checked(kind: type[Policy]) -> None:
    for name in kind.EXAMPLE:
        for bad in (-1, "a lot", None, float("inf"), True):
            with pytest.raises(InvalidError, match=name):
                kind(**{**kind.EXAMPLE, name: bad})


@pytest.mark.parametrize(
    ("data", "position", "order"),
    [
        ({"reorder_point": {"s": 100, "Q": 40}}, 101, 0),
        ({"reorder_point": {"s": 100, "Q": 40}}, 100, 40),
        ({"reorder_point": {"s": 100, "Q": 40}}, 61, 40),
        ({"reorder_point": {"s": 100, "Q": 40}}, 60, 80),
        ({"reorder_point": {"s": 100, "Q": 40}}, -25, 160),
        ({"reorder_point": {"s": 0, "Q": 1}}, 0, 1),
        ({"reorder_point": {"s": 10, "Q": 2.5}}, 5, 7.5),
        ({"min_max": {"s": 50, "S": 90}}, 51, 0),
        ({"min_max": {"s": 50, "S": 90}}, 50, 40),
        ({"min_max": {"s": 50, "S": 90}}, -10, 100),
        ({"periodic": {"R": 7, "S": 90}}, 90, 0),
        ({"periodic": {"R": 7, "S": 90}}, 89, 1),
        ({"periodic_min_max": {"R": 7, "s": 50, "S": 90}}, 51, 0),
        ({"periodic_min_max": {"R": 7, "s": 50, "S": 90}}, 20, 70),
        ({"base_stock": {"S": 90}}, 90, 0),
        ({"base_stock": {"S": 90}}, 60, 30),
    ],
)
def test_decisions(data: dict[str, Any], position: int, order: float) -> None:
    assert policy_from_dict(data).order(position) == order


def test_review_days() -> None:
    periodic = policy_from_dict({"periodic": {"R": 3, "S": 10}})
    assert [day for day in range(10) if periodic.reviews(day)] == [2, 5, 8]
    assert all(policy_from_dict({"periodic": {"R": 1, "S": 10}}).reviews(day) for day in range(5))
    assert all(policy_from_dict({"base_stock": {"S": 10}}).reviews(day) for day in range(5))


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ({"min_max": {"s": 50, "S": 50}}, r"policy\.min_max\.S: must be above s = 50.*base_stock"),
        ({"periodic_min_max": {"R": 2, "s": 50, "S": 40}}, "must be above s = 50.*periodic"),
        ({"periodic": {"R": 2.5, "S": 40}}, r"R: must be a whole number of 1 or more, not 2\.5"),
        ({"reorder_point": {"s": 50, "Q": 0}}, "Q: must be a number above 0"),
        ({"reorder_point": {"s": 50}}, "Q: is missing"),
        ({"reorder_point": {"s": -1, "Q": -1}}, r"(?s)reorder_point\.s.*reorder_point\.Q"),
    ],
)
def test_refusals_say_where_and_how(data: dict[str, Any], what: str) -> None:
    with pytest.raises(InvalidError, match=what):
        policy_from_dict(data)
