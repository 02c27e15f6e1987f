"""The plan of revision: what comes first, within the minutes of each day, and never past the exam."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.revision.planning import (
    CARD,
    DAY,
    LEAST,
    CaseToSit,
    Criterion,
    Pace,
    Plan,
    plan,
)

TODAY = date(2026, 11, 21)  # a Saturday
SUNDAYS = frozenset({6})
CASES = (
    CaseToSit("stocks", 110, frozenset({"k1", "k2", "k4"})),
    CaseToSit("classes", 120, frozenset({"k3", "k4", "k5"})),
    CaseToSit("dates", 120, frozenset({"k1", "k4"})),
)
NEW = tuple(Criterion(f"k{number}", "new", 2) for number in range(1, 7))


def made(days: int, pace: int = 40, **changes: object) -> Plan:
    given = {"criteria": NEW, "cases": CASES, "due": {}, "mock_minutes": 120} | changes
    return plan(TODAY, TODAY + days * DAY, Pace(pace, SUNDAYS), **given)  # type: ignore[arg-type]


def test_what_was_never_shown_comes_first_then_a_second_case() -> None:
    found = made(40)
    assert found.is_enough
    order = list(dict.fromkeys(one.slug for one in found.tasks if one.kind == "case"))
    assert order == ["stocks", "classes", "dates"]
    assert next(one for one in found.tasks if one.kind == "case").criteria == ("k1", "k2", "k4")
    assert found.not_offered == ("k6",)
    begun = (Criterion("k1", "begun", 1), Criterion("k5", "new", 1))
    assert next(one.slug for one in made(40, criteria=begun).tasks if one.kind == "case") == "classes"
    done = tuple(Criterion(one.key, "done", 0) for one in NEW)
    assert not [one for one in made(40, criteria=done).tasks if one.kind == "case"]


def test_a_case_sat_before_comes_after_one_never_sat() -> None:
    twins = (
        CaseToSit("a", 60, frozenset({"k1"}), sat=True),
        CaseToSit("b", 60, frozenset({"k1"})),
    )
    found = made(20, criteria=(Criterion("k1", "begun", 1),), cases=twins)
    assert {one.slug for one in found.tasks if one.kind == "case"} == {"b"}


def test_a_mock_exam_at_two_thirds_and_one_some_days_before_the_end() -> None:
    found = made(60)
    first, last = (one.day for one in found.tasks if one.kind == "mock")
    assert abs((first - TODAY).days - 40) <= 2
    assert 3 <= (TODAY + 60 * DAY - last).days <= 6
    assert all(len(found.on(day)) == 1 for day in (first, last))
    # Once one was sat, the other is left; a few days hold one; none where there is nothing to ask.
    assert sum(one.kind == "mock" for one in made(60, mocks_done=1).tasks) == 1
    assert sum(one.kind == "mock" for one in made(9, criteria=()).tasks) == 1
    assert not [one for one in made(60, mock_minutes=0).tasks if one.kind == "mock"]


def test_the_last_day_is_light_and_what_was_learnt_comes_back() -> None:
    found = made(40, due={TODAY: 4, TODAY + 39 * DAY: 50})
    last = found.on(TODAY + 39 * DAY)
    assert [one.kind for one in last] == ["review"]
    assert last[0].minutes <= 20
    assert found.tasks[0].kind == "review"
    assert found.tasks[0].cards == 4
    end = max(one.day for one in found.tasks if one.slug == "stocks")
    back = [one.day for one in found.tasks if one.kind == "review" and one.day > end]
    assert end + 2 * DAY in back


def test_too_little_time_says_what_to_let_go_of_first() -> None:
    found = made(21, 20)
    assert not found.is_enough
    assert (found.dropped[0].slug, found.dropped[0].again) == ("dates", True)
    tight = made(30, 10)
    assert [(one.kind, one.slug) for one in tight.dropped][:2] == [("case", "dates"), ("mock", "")]
    assert tight.dropped[-1].criteria == ("k3", "k5")


def test_a_case_is_cut_into_stretches_that_add_up() -> None:
    found = made(40)
    for case in CASES:
        parts = [one for one in found.tasks if one.slug == case.slug]
        assert sum(one.minutes for one in parts) == case.minutes
        assert [one.part for one in parts] == list(range(1, parts[0].parts + 1))


@pytest.mark.parametrize("days", [0, -3, 732])
def test_a_day_that_is_past_or_too_far_is_refused(days: int) -> None:
    with pytest.raises(ValueError, match="cannot be planned"):
        made(days)
    with pytest.raises(ValueError, match="a pace has"):
        Pace(40, frozenset(range(7)))


@settings(max_examples=60, deadline=None)
@given(
    days=st.integers(1, 120),
    minutes=st.sampled_from((10, 20, 40, 60)),
    rest=st.frozensets(st.integers(0, 6), max_size=5),
    cases=st.lists(
        st.tuples(
            st.integers(5, 150),
            st.frozensets(st.sampled_from([one.key for one in NEW]), min_size=1),
            st.booleans(),
        ),
        max_size=6,
    ),
    needs=st.lists(st.tuples(st.sampled_from(("new", "begun", "done")), st.integers(1, 2)), min_size=6, max_size=6),
    due=st.dictionaries(st.integers(0, 130), st.integers(1, 30), max_size=8),
    mock=st.sampled_from((0, 60, 120)),
)  # fmt: skip
def test_any_plan_keeps_to_its_days(days, minutes, rest, cases, needs, due, mock):  # type: ignore[no-untyped-def]
    exam_on = TODAY + days * DAY
    to_sit = [CaseToSit(f"c{place}", *one) for place, one in enumerate(cases)]
    criteria = [Criterion(one.key, need, count) for one, (need, count) in zip(NEW, needs, strict=True)]
    coming = {TODAY + timedelta(days=day): count for day, count in due.items()}
    found = plan(TODAY, exam_on, Pace(minutes, rest), criteria, to_sit, coming, mock)
    assert all(TODAY <= one.day < exam_on for one in found.tasks)
    assert all(one.day.weekday() not in rest for one in found.tasks)
    assert [one.day for one in found.tasks] == sorted(one.day for one in found.tasks)
    for day in found.days:
        tasks = found.on(day)
        if any(one.kind == "mock" for one in tasks):
            assert [one.minutes for one in tasks] == [mock]
        else:
            assert sum(one.minutes for one in tasks) <= minutes
    assert all(one.minutes == CARD * one.cards for one in found.tasks if one.kind == "review")
    offered = {key for one in to_sit for key in one.criteria}
    wanted = {one.key for one in criteria if one.need != "done"}
    planned = {key for one in found.tasks if one.kind == "case" for key in one.criteria}
    left = {key for one in found.dropped for key in one.criteria}
    assert wanted & offered == (planned | left) & wanted
    assert set(found.not_offered) == wanted - offered
    if found.is_enough:
        assert wanted & offered <= planned
    if any(one.kind == "case" and one.minutes >= LEAST for one in found.dropped):
        # Something is left only because no learning day has room for it.
        for day in found.days[:-1]:
            tasks = found.on(day)
            if not any(one.kind == "mock" for one in tasks):
                assert minutes - sum(one.minutes for one in tasks) < 2 * LEAST
