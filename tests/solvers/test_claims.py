"""Claims: limits by text and date, the higher or the lower that applies, notices counted on the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solvers.claims.claim_deadline import claim_deadline, presumed_lost
from solvers.claims.holidays import french_holidays
from solvers.claims.liability import delay_liability, liability, limits_in_force
from solvers.claims.liability_limits import CONVENTIONS, LIMITS
from solvers.errors import SolverError

DAY = date(2026, 3, 2)


def test_rows_are_whole() -> None:
    assert all(one.source and one.article and one.bar_article for one in LIMITS)
    for one in LIMITS:
        twins = [
            other
            for other in LIMITS
            if (other.convention, other.since, other.from_kg) == (one.convention, one.since, one.from_kg)
        ]
        assert twins == [one], "two rows for one day"


@pytest.mark.parametrize(
    ("day", "per_kg"),
    [("2003-11-04", 17), ("2009-12-30", 19), ("2019-12-27", 19), ("2019-12-28", 22), ("2024-12-28", 26)],
)
def test_air_limits_by_date(day: str, per_kg: float) -> None:
    assert limits_in_force("montreal", date.fromisoformat(day)).per_kg == per_kg


def test_the_standard_contract_by_weight_and_date() -> None:
    assert limits_in_force("standard_contract", DAY, 2999.9).per_kg == 33
    assert limits_in_force("standard_contract", DAY, 3000).per_kg == 20
    assert limits_in_force("standard_contract", date(2017, 4, 30), 500).per_package == 750
    with pytest.raises(SolverError, match="total_kg"):
        limits_in_force("standard_contract", DAY)


def test_the_higher_by_sea_the_lower_on_the_road() -> None:
    heavy = liability("hague_visby", DAY, 9e9, 900, packages=2, sdr_rate=1.25)
    assert (heavy.applies, heavy.limit) == ("per_kg", 2250)
    light = liability("hague_visby", DAY, 9e9, 500, packages=2, sdr_rate=1.25)
    assert (light.applies, light.limit) == ("per_package", pytest.approx(1666.675))
    one = liability("standard_contract", DAY, 9e9, 40, packages=1, total_kg=900)
    assert (one.applies, one.limit) == ("per_package", 1000)
    several = liability("standard_contract", DAY, 9e9, [10, 40, 50], total_kg=900)
    assert (several.applies, several.limit) == ("package_by_package", 330 + 1000 + 1000)
    full = liability("standard_contract", DAY, 9e9, 4000, total_kg=5000)
    assert (full.applies, full.limit) == ("per_tonne", 16000)
    part = liability("standard_contract", DAY, 9e9, 300, total_kg=5000)
    assert (part.applies, part.limit) == ("per_kg", 6000)


def test_what_lifts_a_limit() -> None:
    bound = liability("cmr", DAY, 5000, 100, sdr_rate=1.2)
    assert (bound.paid_by, bound.compensation) == ("limit", pytest.approx(999.6))
    declared = liability("cmr", DAY, 5000, 100, sdr_rate=1.2, declared_value=4000)
    assert (declared.applies, declared.compensation, declared.uncovered) == ("declared_value", 4000, 1000)
    wilful = liability("cmr", DAY, 5000, 100, sdr_rate=1.2, unlimited=True)
    assert (wilful.limit, wilful.compensation, wilful.paid_by) == (None, 5000, "loss")
    boxed = liability("cmni", DAY, 9e9, 1000, containers=1, sdr_rate=1.0)
    assert (boxed.applies, boxed.limit) == ("container", 26500)


@given(
    text=st.sampled_from([name for name in CONVENTIONS if name != "standard_contract"]),
    loss=st.floats(0, 1e6),
    kg=st.floats(0.1, 5000),
    packages=st.integers(1, 40),
)
def test_nobody_is_paid_more_than_the_loss_or_the_limit(
    text: str, loss: float, kg: float, packages: int
) -> None:
    owed = liability(text, DAY, loss, kg, packages=packages, sdr_rate=1.2)
    assert owed.limit is not None
    assert owed.limit == max(one.amount for one in owed.limits)
    assert owed.compensation <= min(loss, owed.limit) + 1e-9
    assert owed.compensation + owed.uncovered == pytest.approx(loss)
    assert (owed.paid_by == "loss") == (loss <= owed.limit)


def test_delays() -> None:
    assert delay_liability("cim", DAY, 9e9, carriage=1000).compensation == 4000
    assert delay_liability("hamburg", DAY, 9e9, carriage=1000, delayed_share=0.2).compensation == 500
    assert delay_liability("hamburg", DAY, 9e9, carriage=1000, delayed_share=0.8).compensation == 1000
    assert delay_liability("montreal", DAY, 9e9, kg=10, sdr_rate=1.2).compensation == pytest.approx(312)
    assert delay_liability("standard_contract", DAY, 80, carriage=100, total_kg=10).paid_by == "loss"
    with pytest.raises(SolverError, match="rules delay"):
        delay_liability("hague_visby", DAY, 10, carriage=5)


@pytest.mark.parametrize(
    ("text", "situation", "start", "last"),
    [
        # Friday 10 July 2026; Sundays 12 and 19, Tuesday 14 a holiday: 7 days end on Monday 20.
        ("cmr", "hidden", "2026-07-10", "2026-07-20"),
        ("cmr", "apparent", "2026-07-10", "2026-07-10"),
        ("cmr", "delay", "2026-07-10", "2026-07-31"),
        ("cmr", "action", "2026-07-10", "2027-07-10"),
        ("cmr", "action_wilful", "2024-02-29", "2027-02-28"),
        ("cim", "hidden", "2026-07-10", "2026-07-17"),
        # Saturday 11 and Monday 13, then Wednesday 15: Sunday and the 14th do not count.
        ("standard_contract", "hidden", "2026-07-10", "2026-07-15"),
        ("hague_visby", "hidden", "2026-07-10", "2026-07-13"),
        ("hamburg", "apparent", "2026-07-10", "2026-07-13"),
        ("hamburg", "action", "2026-07-10", "2028-07-10"),
        ("montreal", "apparent", "2026-07-10", "2026-07-24"),
        ("montreal", "delay", "2026-07-10", "2026-07-31"),
        ("montreal", "action", "2026-07-10", "2028-07-10"),
        ("cmni", "delay", "2026-07-10", "2026-07-31"),
    ],
)
def test_deadlines(text: str, situation: str, start: str, last: str) -> None:
    found = claim_deadline(
        text,
        situation,  # type: ignore[arg-type]  # words of the cases above
        date.fromisoformat(start),
        closed=french_holidays(2026),
    )
    assert found.last_day == date.fromisoformat(last)


def test_goods_that_count_as_lost() -> None:
    assert presumed_lost("montreal", DAY) == DAY + timedelta(days=7)
    assert presumed_lost("hague_visby", DAY) is None


def test_what_claims_refuse() -> None:
    with pytest.raises(SolverError, match="from 2003-11-04 on"):
        liability("montreal", date(2001, 1, 1), 1, 1, sdr_rate=1)
    with pytest.raises(SolverError, match="apparent, hidden"):
        claim_deadline("hague_visby", "delay", DAY)
    with pytest.raises(SolverError, match="at most the weight"):
        liability("cmr", DAY, 1, 11, total_kg=10, sdr_rate=1)
