"""Durations as learners type them: hours and minutes, colons, decimals, units that convert."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import hostile
from cases.duration import hours_and_minutes, read_duration
from cases.load import LANGUAGES


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("2 h 30", 2.5),
        ("2h30", 2.5),
        ("2 H 30 min", 2.5),
        ("2 h 30 minutes", 2.5),
        ("2 hours and 30 minutes", 2.5),
        ("2 heures et 30 minutes", 2.5),
        ("2h30m", 2.5),
        ("2:30", 2.5),
        ("02:30:00", 2.5),
        ("150 min", 2.5),
        ("9000 s", 2.5),
        ("2,5 h", 2.5),
        ("2.5", 2.5),
        ("2h5", 2 + 5 / 60),
        ("2 h 05", 2 + 5 / 60),
        ("2:05", 2 + 5 / 60),
        ("0 h 45", 0.75),
        ("90 min 30 s", 90.5 / 60),
        ("1 h 15 min 30 s", 75.5 / 60),
        ("-1 h 30", -1.5),
        ("\u22121 h 30", -1.5),
        ("26 h 15", 26.25),
        ("2\u00a0h\u00a030", 2.5),
    ],
)
def test_durations_are_read_in_hours_and_in_minutes(typed: str, hours: float) -> None:
    read = read_duration(typed, "fr", unit="hour", decimals=2)
    assert read.ok
    assert read.value == pytest.approx(hours, rel=1e-12)
    if typed not in {"2:30", "2:05", "2.5"}:  # hours by their place or their figure alone
        assert read_duration(typed, "fr", unit="minute").value == pytest.approx(hours * 60, rel=1e-12)


@pytest.mark.parametrize(
    ("typed", "unit", "code"),
    [
        ("2 h 75", "hour", "sixty"),
        ("2:75", "hour", "sixty"),
        ("90 min 75 s", "hour", "sixty"),
        ("2:5", "hour", "clock"),
        ("2:305", "hour", "clock"),
        ("2:30", "minute", "ambiguous"),
        ("1 j", "hour", "wrong_unit"),
        ("deux heures", "hour", "not_a_number"),
        ("h30", "hour", "not_a_number"),
        ("2 h 30", "day", "two_units"),
    ],
)
def test_what_is_no_duration_is_refused(typed: str, unit: str, code: str) -> None:
    read = read_duration(typed, "fr", unit=unit)
    assert (read.ok, read.value, read.code) == (False, None, code)


def test_minutes_and_seconds_or_hours_and_minutes_is_told_apart() -> None:
    assert read_duration("2:30", "fr", unit="minute").readings == (2.5, 150.0)


@given(st.integers(0, 99), st.integers(0, 59), st.sampled_from(LANGUAGES))
def test_hours_and_minutes_written_are_read_again(hours: int, minutes: int, lang: Any) -> None:
    value = hours + minutes / 60
    for text in (f"{hours} h {minutes:02}", f"{hours}:{minutes:02}", f"{hours}h{minutes}"):
        assert read_duration(text, lang, unit="hour").value == pytest.approx(value, rel=1e-12, abs=1e-12)
    written = hours_and_minutes(value, "hour", lang)
    assert bool(written) == (hours > 0 and minutes > 0)
    if written:
        assert read_duration(written, lang, unit="hour").value == pytest.approx(value, rel=1e-12)


def test_a_duration_that_is_no_whole_minute_is_told_to_be_rounded() -> None:
    assert hours_and_minutes(2.33, "hour", "fr") == "≈\u00a02\u00a0h\u00a020"
    assert hours_and_minutes(150, "minute", "en") == "2\u00a0h\u00a030"
    assert hours_and_minutes(-150, "minute", "en") == "\u22122\u00a0h\u00a030"
    assert [
        hours_and_minutes(value, unit, "fr") for value, unit in ((45, "minute"), (3, "hour"), (9, "day"))
    ] == [
        "",
        "",
        "",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("typed", hostile.TEXTS)
def test_hostile_texts_are_harmless(typed: str, lang: Any) -> None:
    read = read_duration(typed, lang, unit="hour")
    assert (read.value is None) == (not read.ok)


@given(st.text(max_size=50), st.sampled_from(["hour", "minute", "second", "day"]))
def test_any_text_is_read_or_refused(typed: str, unit: str) -> None:
    read = read_duration(typed, "fr", unit=unit)
    assert (read.value is None) == (not read.ok)
