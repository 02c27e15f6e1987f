"""Driving and rest: each limit broken by a record, a record that keeps them all, trips that keep them all."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.routing.driving_hours import Activity, check_driving
from solvers.routing.driving_rules import DATED_RULES, driving_rules
from solvers.routing.trip import Leg, trip_times

Row = tuple[str, float, float]


def day(start: float, drive: float, work: float = 0.0) -> list[Activity]:
    """A day at the wheel with its breaks of 45 minutes, other work first."""
    found, clock, since = [], start, 0.0
    if work:
        found.append(Activity("work", clock, clock + work))
        clock += work
    while drive > 0:
        part = min(drive, 4.5 - since)
        found.append(Activity("drive", clock, clock + part))
        clock, drive, since = clock + part, drive - part, since + part
        if drive > 0:
            found.append(Activity("break", clock, clock + 0.75))
            clock, since = clock + 0.75, 0.0
    return found


def rules_of(record: list[Activity], **more: bool) -> list[str]:
    return [one.rule for one in check_driving(record, **more).violations]


def test_a_week_within_every_limit() -> None:
    record = [one for at in range(5) for one in day(24 * at + 6, 10 if at < 2 else 9)]
    found = check_driving(record)
    assert not found.violations
    assert [one.drive for one in found.days] == [10, 10, 9, 9, 9]
    assert [one.rest_kind for one in found.days] == ["regular"] * 4 + ["open"]
    assert [(one.drive, one.two_weeks) for one in found.weeks] == [(47, 47)]
    assert found.drive == 47


@pytest.mark.parametrize(
    ("rows", "rules"),
    [
        ([("drive", 6, 10.5), ("drive", 10.5, 11)], ["break"]),
        ([("drive", 6, 10.5), ("break", 10.5, 11.25), ("drive", 11.25, 15.75)], []),
        ([("drive", 6, 10.5), ("work", 10.5, 11.25), ("drive", 11.25, 12)], ["break"]),
        ([("drive", 6, 8), ("drive", 8.75, 13.25)], []),  # what is left out is rest
        (
            [
                ("drive", 6, 8),
                ("break", 8, 8.2),
                ("drive", 8.2, 10),
                ("break", 10, 10.5),
                ("drive", 10.5, 12),
            ],
            ["break"],
        ),
        ([("drive", 6, 8), ("drive", 7, 9)], ["overlap"]),
    ],
)
def test_breaks(rows: list[Row], rules: list[str]) -> None:
    assert rules_of([Activity(*row) for row in rows]) == rules


def test_daily_driving() -> None:
    assert rules_of(day(6, 10.0)) == []
    assert rules_of(day(6, 10.5)) == ["daily_drive"]
    assert rules_of([one for at in range(3) for one in day(24 * at + 6, 9.5)]) == ["extended_days"]


def test_daily_rests() -> None:
    # A day of 16 h leaves 8 h of rest within 24 hours.
    assert rules_of([*day(0, 4, 12), *day(24, 4)]) == ["daily_rest"]
    # Four days of 14 h: rests of 10 h, the fourth one too many.
    days = [one for at in range(5) for one in day(24 * at, 4, 10)]
    found = check_driving(days)
    assert [one.rule for one in found.violations] == ["reduced_rests"]
    assert [one.rest_kind for one in found.days][:4] == ["reduced"] * 4
    # 3 h then 9 h is a regular rest in two parts.
    split = [
        Activity("drive", 24 * at + start, 24 * at + start + 4) for at in range(6) for start in (0, 7, 11.75)
    ]
    split = [one for one in split if (one.start % 24) != 11.75]
    assert check_driving([*split[:2], Activity("work", 11, 15), *split[2:4]]).days[0].rest_kind == "split"


def test_weeks() -> None:
    six = [one for at in range(6) for one in day(24 * at + 6, 10 if at < 2 else 9)]
    assert check_driving(six).weeks[0].drive == 56
    assert rules_of(six) == []
    assert "weekly_drive" in rules_of([*six[:-1], Activity("drive", six[-1].start, six[-1].end + 0.1)])
    second = [Activity(one.kind, one.start + 168, one.end + 168) for one in six]
    found = rules_of([*six, *second])
    assert "two_week_drive" in found
    seven = [one for at in range(8) for one in day(24 * at + 6, 6)]
    assert "weekly_rest_late" in rules_of(seven)


def test_reduced_weekly_rests_and_what_they_owe() -> None:
    def weeks(count: int, rest: float) -> list[Activity]:
        found, start = [], 6.0
        for _ in range(count):
            for at in range(5):
                found += day(start + 24 * at, 8)
            start = found[-1].end + rest
        return found

    once = weeks(2, 30)
    assert rules_of(once) == []
    assert check_driving(once).owed == pytest.approx(15.0)
    assert rules_of(weeks(5, 50)) == []
    assert "weekly_rest" in rules_of(weeks(3, 30))
    assert "weekly_rest" not in rules_of(weeks(3, 30), abroad=True)
    old = check_driving(weeks(3, 30), DATED_RULES[0], abroad=True)
    assert "weekly_rest" in {one.rule for one in old.violations}
    assert "compensation" in rules_of(weeks(8, 30), abroad=True)


def test_rules_by_date() -> None:
    assert driving_rules(date(2019, 5, 1)).two_reduced_abroad is False
    assert driving_rules(date(2026, 3, 2)) == DATED_RULES[-1]
    with pytest.raises(SolverError, match="from 2007-04-11 on"):
        driving_rules(date(2001, 1, 1))


LEGS = st.lists(
    st.builds(
        Leg,
        st.just("place"),
        st.integers(0, 2_500).map(float),
        st.sampled_from([0.0, 0.5, 1.0, 3.0, 8.0]),
        st.sampled_from([0.0, 0.0, 30.0, 61.3, 77.4, 100.0, 123.7, 260.0]),
    ),
    min_size=1,
    max_size=10,
)


@example([Leg("far", 1261.0, 0.0, 100.0), Leg("near", 1.0, 8.0, 0.0)], 70.0, 52, False, True)
@example(
    [Leg("a", 0.0, 3.0), Leg("b", 264.0, 8.0), Leg("c", 312.0, 0.0, 100.0), Leg("d", 901.0)],
    50.0,
    43,
    False,
    True,
)
@settings(max_examples=150, deadline=None)
@given(LEGS, st.sampled_from([50.0, 70.0, 77.0]), st.integers(0, 100), st.booleans(), st.booleans())
def test_trips_keep_every_limit(
    legs: list[Leg], speed: float, start: int, extended: bool, reduced: bool
) -> None:
    found = trip_times(legs, speed, float(start), extended=extended, reduced=reduced)
    assert not check_driving(found.record).violations
    assert found.drive == pytest.approx(sum(one.km for one in legs) / speed)
    clocks = [clock for _, clock in found.arrivals]
    assert clocks == sorted(clocks)
    assert found.end >= start + found.drive
    for before, after in zip(found.record, found.record[1:], strict=False):
        assert after.start == pytest.approx(before.end)


def test_longer_days_and_shorter_rests_arrive_sooner() -> None:
    legs = [Leg("far", 2_400)]
    plain = trip_times(legs, 70, 6)
    quick = trip_times(legs, 70, 6, extended=True, reduced=True)
    assert quick.end < plain.end
    assert plain.rests == 33.0
    assert plain.breaks == 3 * 0.75 + 0.75


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: check_driving([Activity("sleep", 1, 2)]), "one_of"),
        (lambda: check_driving([Activity("drive", 2, 2)]), "after_its_start"),
        (lambda: check_driving([Activity("drive", -1, 2)]), "non_negative"),
        (lambda: trip_times([], 70), "count_between"),
        (lambda: trip_times([Leg("A", 10)], 0), "positive"),
        (lambda: trip_times([Leg("A", 10, work=14)], 70), "at_most"),
    ],
)
def test_refusals(call: object, code: str) -> None:
    with pytest.raises(SolverError) as caught:
        call()  # type: ignore[operator]
    assert caught.value.code == code
