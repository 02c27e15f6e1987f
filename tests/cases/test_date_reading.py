"""Dates as learners type them: read without a guess in both languages, or refused with what to write."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import hostile
from cases.date_reading import YEARS, read_date, write_date
from cases.load import LANGUAGES

DAY = "2026-11-20"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "typed",
    [
        "20/11/2026",
        "20.11.2026",
        "20-11-2026",
        "20 11 2026",
        " 20 / 11 / 2026 ",
        "2026-11-20",
        "2026/11/20",
        "20 nov. 2026",
        "20 nov 2026",
        "20-nov-2026",
        "20 novembre 2026",
        "20 NOVEMBRE 2026",
        "20 November 2026",
        "20th November 2026",
        "November 20, 2026",
        "the 20th of November 2026",
        "le 20 novembre 2026",
        "vendredi 20 novembre 2026",
        "Fri 20 Nov 2026",
        "20\u00a0novembre\u202f2026",
    ],
)
def test_one_date_written_in_many_ways(typed: str, lang: Any) -> None:
    assert read_date(typed, lang).value == DAY


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("1er février 2026", "2026-02-01"),
        ("1 fevr. 2026", "2026-02-01"),
        ("15 août 2026", "2026-08-15"),
        ("15 aout 2026", "2026-08-15"),
        ("29/02/2028", "2028-02-29"),
        ("3 déc. 2026", "2026-12-03"),
        ("5 mai 2026", "2026-05-05"),
        ("mardi 3 mars 2026", "2026-03-03"),
    ],
)
def test_french_months(typed: str, found: str) -> None:
    assert read_date(typed, "fr").value == found


def test_the_day_comes_first_in_french_and_the_english_is_asked_to_say() -> None:
    assert read_date("03/04/2026", "fr").value == "2026-04-03"
    assert read_date("11/20/2026", "fr").code == "date_impossible"
    english = read_date("03/04/2026", "en")
    assert (english.code, english.readings) == ("date_ambiguous", ("2026-04-03", "2026-03-04"))
    assert read_date("04/04/2026", "en").value == "2026-04-04"  # both readings agree
    assert read_date("11/20/2026", "en").value == DAY  # only one of them is a day
    assert read_date("20/11/2026", "en").value == DAY


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("31/02/2026", "date_impossible"),
        ("2026-02-30", "date_impossible"),
        ("29 février 2026", "date_impossible"),
        ("00/11/2026", "date_impossible"),
        ("20/11/26", "date_year"),
        ("20/11", "date_year"),
        ("20 novembre", "date_year"),
        ("20 nov. 26", "date_year"),
        ("20/11/0026", "date_far"),
        ("20/11/3026", "date_far"),
        ("jeudi 20 novembre 2026", "date_weekday"),
        ("demain", "date_unread"),
        ("20", "date_unread"),
        ("novembre", "date_unread"),
        ("20 11 novembre 2026", "date_unread"),
        ("20 2026 novembre", "date_unread"),
        ("20 novembre 2026 + 3", "date_unread"),
        ("20/11-2026", "date_unread"),
        ("٢٠/11/2026", "date_unread"),
        ("20 novembre 2026" + " " * 40 + "!", "date_long"),
    ],
)
def test_what_is_no_date_is_refused(typed: str, code: str) -> None:
    found = read_date(typed, "fr")
    assert (found.value, found.code) == (None, code)


def test_a_weekday_that_disagrees_shows_the_date() -> None:
    assert read_date("mardi 20 novembre 2026", "fr").readings == (DAY,)


@given(st.dates(date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)), st.sampled_from(LANGUAGES))
def test_a_date_written_is_read_again(day: date, lang: Any) -> None:
    assert read_date(write_date(day.isoformat(), lang), lang).value == day.isoformat()
    assert read_date(day.isoformat(), lang).value == day.isoformat()


@given(
    st.one_of(st.text(max_size=50), st.from_regex(r"[0-9/. -]{1,12}", fullmatch=True)),
    st.sampled_from(LANGUAGES),
)
def test_any_text_is_read_or_refused(typed: str, lang: Any) -> None:
    found = read_date(typed, lang)
    assert (found.value is None) == (found.code is not None)


@pytest.mark.parametrize("typed", hostile.TEXTS)
def test_hostile_texts_are_no_dates(typed: str) -> None:
    assert read_date(typed, "fr").value is None
