"""Functions over dates: an example of each that works, what it refuses, and numpy's business days as an oracle."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal, value
from hypothesis import given
from hypothesis import strategies as st

from cases.plain import Plain

# function -> an example and its result; 2026-11-20 is a Friday, 2026-05-01 a closed Friday, weeks by ISO 8601.
WORKS: dict[str, tuple[str, Plain]] = {
    "add_days": ("add_days('2028-02-28', 2)", "2028-03-01"),
    "days_between": (
        "days_between('2026-01-31', '2026-03-01') + days_between('2026-01-02', '2026-01-01')",
        28,
    ),
    "weekday": ("weekday('2026-11-20')", 5),
    "add_working_days": ("add_working_days('2026-04-30', 1, ['2026-05-01'])", "2026-05-04"),
    "working_days_between": (
        "working_days_between('2026-04-30', '2026-05-08', ['2026-05-01', '2026-05-08'])",
        4,
    ),
    "month_of": ("month_of('2026-11-20')", 11),
    "year_of": ("year_of('2026-11-20')", 2026),
    "week_of": ("week_of('2026-12-31') + week_of('2027-01-03') + week_of('2027-01-04')", 107),  # 53, 53, 1
}

# function -> expressions that it refuses, each with the code of the refusal.
REFUSES: dict[str, list[tuple[str, str]]] = {
    "add_days": [("add_days('20/11/2026', 1)", "date_unreadable"), ("add_days('2026-02-30', 1)", "date_unreadable"),
                 ("add_days('2026-11-20', 1.5)", "expression_type"), ("add_days(20261120, 1)", "expression_type"),
                 ("add_days('2026-11-20', 10 ** 9)", "expression_size"),
                 ("add_days('9999-12-31', 1)", "date_unreadable")],
    "days_between": [("days_between('2026-11-20', 'soon')", "date_unreadable"),
                     ("days_between('2026-11-20')", "expression_arguments")],
    "weekday": [("weekday('20261120')", "date_unreadable"), ("weekday(None)", "expression_type")],
    "add_working_days": [("add_working_days('2026-11-20', 1, '2026-11-23')", "expression_type"),
                         ("add_working_days('2026-11-20', 1, ['monday'])", "date_unreadable"),
                         ("add_working_days('2026-11-20', True)", "expression_type"),
                         ("add_working_days('9999-12-30', 9)", "date_unreadable")],
    "working_days_between": [("working_days_between('2026-11-20', '2026-13-01')", "date_unreadable"),
                             ("working_days_between('2026-11-20', '2026-11-30', [1])", "expression_type")],
    "month_of": [("month_of('2026-00-01')", "date_unreadable"), ("month_of(11)", "expression_type")],
    "year_of": [("year_of('11/2026')", "date_unreadable")],
    "week_of": [("week_of('2026-W47')", "date_unreadable")],
}  # fmt: skip


def test_the_examples_cover_the_list() -> None:
    check_listed("dates", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code)


DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
CLOSURES = st.lists(st.integers(-60, 60), max_size=12)


def closed_days(day: date, closures: list[int]) -> list[str]:
    return [(day + timedelta(days=gap)).isoformat() for gap in closures]


@given(DAYS, st.integers(-80, 80), CLOSURES)
def test_working_days_are_counted_as_numpy_counts_business_days(
    day: date, count: int, closures: list[int]
) -> None:
    closed = closed_days(day, closures)
    names: dict[str, Plain] = {"d": day.isoformat(), "n": count, "closed": list[Plain](closed)}
    found = value("add_working_days(d, n, closed)", names)
    # Going back from a closed day, numpy starts from the working day after it; going forth, from the one before.
    roll = "preceding" if count > 0 else "following"
    expected = np.busday_offset(day.isoformat(), count, roll=roll, holidays=closed) if count else day
    assert found == str(expected)


@given(DAYS, st.integers(-120, 120), CLOSURES)
def test_working_days_between_two_dates_agree_with_numpy(day: date, gap: int, closures: list[int]) -> None:
    closed, other = closed_days(day, closures), day + timedelta(days=gap)
    names: dict[str, Plain] = {"a": day.isoformat(), "b": other.isoformat(), "closed": list[Plain](closed)}
    found = value("working_days_between(a, b, closed)", names)
    if gap >= 0:  # numpy counts the first day and leaves the last one out: here it is the other way round
        after = timedelta(days=1)
        expected = int(np.busday_count(day + after, other + after, holidays=closed)) if gap else 0
    else:
        expected = -int(np.busday_count(other, day, holidays=closed))
    assert found == expected


@given(DAYS, st.integers(1, 300), CLOSURES)
def test_counting_undoes_adding(day: date, count: int, closures: list[int]) -> None:
    names: dict[str, Plain] = {
        "d": day.isoformat(),
        "n": count,
        "closed": list[Plain](closed_days(day, closures)),
    }
    assert value("working_days_between(d, add_working_days(d, n, closed), closed)", names) == count
    assert value("working_days_between(d, add_working_days(d, -n, closed), closed)", names) == -count


def test_a_long_way_takes_no_longer() -> None:
    assert value("add_working_days('2026-11-20', 26000)") == str(np.busday_offset("2026-11-20", 26000))
