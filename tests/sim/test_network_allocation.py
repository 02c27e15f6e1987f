"""Rules of allocation: one contract over every rule found, then what each one decides."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim.network.allocation
from sim.network.allocation import ALLOCATIONS, Allocate, Claim

every = pytest.mark.parametrize("rule", ALLOCATIONS.values(), ids=list(ALLOCATIONS))
claims = st.lists(
    st.builds(Claim, quantity=st.integers(1, 60), placed=st.integers(0, 9), priority=st.integers(0, 3)),
    min_size=1,
    max_size=6,
)


def test_a_file_is_a_rule_and_says_its_name() -> None:
    folder = Path(sim.network.allocation.__file__).parent
    assert {file.stem for file in folder.glob("*.py")} - {"__init__", "claim"} == set(ALLOCATIONS)
    assert set(ALLOCATIONS) == {"fifo", "priority", "fair_share"}


@every
@given(available=st.integers(0, 200), asked=claims)
def test_contract(rule: Allocate, available: int, asked: list[Claim]) -> None:
    given_out = rule(available, asked)
    assert len(given_out) == len(asked)
    assert all(isinstance(part, int) for part in given_out)
    assert all(0 <= part <= claim.quantity for part, claim in zip(given_out, asked, strict=True))
    assert sum(given_out) == min(available, sum(claim.quantity for claim in asked)), "nothing is kept back"
    assert rule(available, asked) == given_out


@every
def test_enough_for_all_is_all_for_each(rule: Allocate) -> None:
    assert rule(30, [Claim(10, 1, 0), Claim(15, 0, 0)]) == (10, 15)


@pytest.mark.parametrize(
    ("rule", "available", "expected"),
    [
        ("fifo", 12, (2, 0, 10)),
        ("priority", 12, (0, 8, 4)),
        ("fair_share", 12, (4, 4, 4)),
        # 11 · 10/28 = 3.93, 11 · 8/28 = 3.14, 3.93: 3 + 3 + 3, then the two largest remainders.
        ("fair_share", 11, (4, 3, 4)),
        ("fair_share", 1, (1, 0, 0)),
    ],
)
def test_what_is_short_goes_where_the_rule_says(rule: str, available: int, expected: tuple[int, ...]) -> None:
    asked = [Claim(10, 5, 2), Claim(8, 7, 1), Claim(10, 3, 2)]
    assert ALLOCATIONS[rule](available, asked) == expected


@given(available=st.integers(0, 200), asked=claims)
def test_a_fair_share_is_within_a_unit_of_the_exact_one(available: int, asked: list[Claim]) -> None:
    total = sum(claim.quantity for claim in asked)
    for part, claim in zip(ALLOCATIONS["fair_share"](available, asked), asked, strict=True):
        assert abs(part - min(1, available / total) * claim.quantity) < 1
