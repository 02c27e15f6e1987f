"""When a card comes back: the same history gives the same bytes, and an error never delays it."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.revision.agenda import DueDay, forecast, streak
from cases.revision.scheduling import AGAIN, EASY, GOOD, HARD, STEP, due, due_now, is_learned, rating, review

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
KEY = "skill:eoq"

histories = st.lists(
    st.tuples(
        st.integers(1, 4), st.integers(0, 400 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
    ),
    min_size=1,
    max_size=8,
)


def after(history: list[tuple[int, timedelta]], key: str = KEY) -> dict[str, Any]:
    """The state after a history of (rating, time since the one before)."""
    at, state = NOON, None
    for rated, gap in history:
        at += gap
        state = review(state, rated, at, key)
    assert state is not None
    return state


# -- valid ----------------------------------------------------------------------------------------------
def test_first_reviews_follow_the_published_initial_stabilities() -> None:
    """FSRS 6's default parameters w0 … w3 are the stabilities, in days, after a first again, hard, good, easy."""
    assert [after([(rated, 0 * DAY)])["stability"] for rated in (AGAIN, HARD, GOOD, EASY)] == [
        0.212,
        1.2931,
        2.3065,
        8.2956,
    ]
    assert [due(after([(rated, 0 * DAY)])) - NOON for rated in (AGAIN, HARD, GOOD, EASY)] == [
        STEP,
        1.5 * STEP,
        2 * DAY,
        8 * DAY,
    ]
    assert [is_learned(after([(rated, 0 * DAY)])) for rated in (AGAIN, HARD, GOOD, EASY)] == [
        False,
        False,
        True,
        True,
    ]


def test_right_answers_space_out_and_an_error_brings_back() -> None:
    first = after([(GOOD, 0 * DAY)])
    second = after([(GOOD, 0 * DAY), (GOOD, 2 * DAY)])
    assert due(second) - NOON - 2 * DAY > due(first) - NOON
    lapse = after([(GOOD, 0 * DAY), (GOOD, 2 * DAY), (AGAIN, 9 * DAY)])
    assert due(lapse) == NOON + 11 * DAY + STEP


def test_the_longest_wait_is_a_year() -> None:
    state = after([(EASY, 300 * DAY)] * 8)
    assert due(state) - (NOON + 8 * 300 * DAY) == timedelta(days=365)


def test_the_state_is_plain_data_that_survives_a_round_trip() -> None:
    state = after([(GOOD, 0 * DAY), (HARD, 3 * DAY)])
    assert json.loads(json.dumps(state)) == state
    assert review(json.loads(json.dumps(state)), GOOD, NOON + 9 * DAY, KEY) == after(
        [(GOOD, 0 * DAY), (HARD, 3 * DAY), (GOOD, 6 * DAY)]
    )


def test_the_same_history_gives_the_same_bytes_in_another_process() -> None:
    history = [(3, 0), (1, 2880), (2, 15), (3, 15), (4, 5000)]
    program = (
        "import json, sys; from datetime import datetime, timedelta, UTC\n"
        "from cases.revision.scheduling import review\n"
        "at, state = datetime(2026, 11, 20, 12, 0, tzinfo=UTC), None\n"
        f"for rated, gap in {history}:\n"
        "    at += timedelta(minutes=gap); state = review(state, rated, at, 'skill:eoq')\n"
        "print(json.dumps(state))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    mine = after([(rated, timedelta(minutes=gap)) for rated, gap in history])
    assert run.stdout.strip() == json.dumps(mine)


def test_two_cards_have_two_numbers_that_no_clock_gives() -> None:
    assert after([(3, 0 * DAY)], "skill:eoq")["card_id"] != after([(3, 0 * DAY)], "skill:oee")["card_id"]
    assert after([(3, 0 * DAY)])["card_id"] == after([(1, 5 * DAY)])["card_id"]


@given(histories, st.data())
def test_more_errors_never_come_back_later(history: list[tuple[int, timedelta]], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(history) - 1))
    worse = [(AGAIN if number == place else rated, gap) for number, (rated, gap) in enumerate(history)]
    assert due(after(worse)) <= due(after(history))


@given(histories)
def test_a_better_last_answer_never_comes_back_sooner(history: list[tuple[int, timedelta]]) -> None:
    gap = history[-1][1]
    dates = [due(after([*history[:-1], (rated, gap)])) for rated in (AGAIN, HARD, GOOD, EASY)]
    assert dates == sorted(dates)
    assert all(one >= NOON for one in dates)


@pytest.mark.parametrize(
    ("credit", "given_", "expected"),
    [
        (0, {}, AGAIN),
        (0, {"helped": True, "seconds": 5, "streak": 9}, AGAIN),
        (0.25, {}, HARD),
        (0.25, {"seconds": 5, "streak": 9}, HARD),
        (1, {"helped": True, "seconds": 5, "streak": 9}, HARD),
        (1, {}, GOOD),
        (1, {"seconds": 5}, GOOD),
        (1, {"seconds": 500, "streak": 9}, GOOD),
        (1, {"streak": 9}, GOOD),
        (1, {"seconds": 60, "streak": 1}, EASY),
    ],
)
def test_how_well_a_card_was_known(credit: float, given_: dict[str, Any], expected: int) -> None:
    assert rating(credit, **given_) == expected


def test_an_error_in_a_case_is_due_at_once_and_never_later_than_it_was() -> None:
    state = after([(AGAIN, 0 * DAY)])
    assert due(due_now(state, NOON)) == NOON
    assert due(due_now(state, NOON + DAY)) == due(state)
    assert review(due_now(state, NOON), GOOD, NOON + DAY, KEY) == review(state, GOOD, NOON + DAY, KEY)


def test_a_review_dated_before_the_last_one_counts_as_that_of_the_last() -> None:
    state = after([(GOOD, 10 * DAY)])
    assert review(state, AGAIN, NOON, KEY) == review(state, AGAIN, NOON + 10 * DAY, KEY)


# -- refused --------------------------------------------------------------------------------------------
def test_a_naive_moment_and_an_unknown_rating_are_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        review(None, GOOD, NOON.replace(tzinfo=None), KEY)
    with pytest.raises(ValueError, match="5"):
        review(None, 5, NOON, KEY)


# -- days -----------------------------------------------------------------------------------------------
TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("back", "expected"),
    [([], 0), ([0], 1), ([1], 1), ([2], 0), ([0, 1, 2], 3), ([1, 2, 4], 2), ([0, 0, 2], 1), ([-1], 0)],
)
def test_days_in_a_row(back: list[int], expected: int) -> None:
    assert streak([TODAY - days * DAY for days in back], TODAY) == expected


def test_the_week_to_come_counts_what_is_overdue_today_and_leaves_out_what_is_far() -> None:
    days = [TODAY + place * DAY for place in (-30, -1, 0, 3, 3, 6, 7)]
    shown = forecast(days, TODAY)
    assert shown[0] == DueDay(TODAY, 3)
    assert [one.cards for one in shown] == [3, 0, 0, 2, 0, 0, 1]
    assert forecast([], TODAY, 2) == (DueDay(TODAY, 0), DueDay(TODAY + DAY, 0))
