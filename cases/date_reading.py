"""What a learner types where a date is asked: ``20/11/2026``, ``2026-11-20``, ``20 nov. 2026``; never a guess.

In French the day comes first. In English ``03/04/2026`` may be the third of April or the fourth of March: it
is refused with both readings, and so is a year of two figures.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from cases.numerals import Lang
from cases.quantity import MAX_LENGTH, format_value

YEARS = range(1900, 2200)

# As typed once accents, capitals and dots are dropped.
_MONTHS = {
    1: "janvier janv january jan", 2: "fevrier fevr fev february feb", 3: "mars march mar",
    4: "avril avr april apr", 5: "mai may", 6: "juin june jun", 7: "juillet juil july jul", 8: "aout august aug",
    9: "septembre september sept sep", 10: "octobre october oct", 11: "novembre november nov",
    12: "decembre december dec",
}  # fmt: skip
_WEEKDAYS = {
    0: "lundi lun monday mon", 1: "mardi tuesday tue tues", 2: "mercredi mer wednesday wed",
    3: "jeudi jeu thursday thu thur thurs", 4: "vendredi ven friday fri", 5: "samedi sam saturday sat",
    6: "dimanche dim sunday sun",
}  # fmt: skip
_MONTH = {name: number for number, names in _MONTHS.items() for name in names.split()}
_WEEKDAY = {name: number for number, names in _WEEKDAYS.items() for name in names.split()}

_FIGURES = re.compile(r"([0-9]{1,4})\s*([-/. ])\s*([0-9]{1,2})\s*\2\s*([0-9]{1,4})")
_WORDS = re.compile(r"[0-9]+|[a-z]+")
_ORDINAL = re.compile(r"([0-9])(?:er|st|nd|rd|th)\b")
_FILLERS = frozenset({"le", "the", "of"})
_NO_YEAR = re.compile(r"[0-9]{1,2}\s*[-/. ]\s*[0-9]{1,2}")


@dataclass(frozen=True)
class DateReading:
    """What was read: an ISO date, or a code with the ISO dates that the text may mean when it is ambiguous.

    Codes: "date_long", "date_unread", "date_year" (no year, or not in four figures), "date_impossible",
    "date_far" (before 1900 or after 2199), "date_ambiguous", "date_weekday" (not the weekday written).
    """

    value: str | None = None
    code: str | None = None
    readings: tuple[str, ...] = ()


def read_date(raw: str, lang: Lang) -> DateReading:
    """Read a date typed in French or in English; never raises."""
    text = raw.strip()
    if len(text) > MAX_LENGTH:
        return DateReading(code="date_long")
    plain = _plain(text)
    found = _FIGURES.fullmatch(plain)
    if found:
        return _in_figures(found[1], found[3], found[4], found[2], lang)
    if _NO_YEAR.fullmatch(plain):
        return DateReading(code="date_year")
    return _in_words(plain)


def _plain(text: str) -> str:
    """Fold case, accents and spaces; what is neither ASCII nor an accented letter stays, and is refused."""
    folded = unicodedata.normalize("NFD", text.casefold())
    kept = "".join(char for char in folded if unicodedata.category(char) != "Mn")
    return re.sub(r"[\s\u00a0\u202f]+", " ", kept).strip()


def _in_figures(first: str, month: str, last: str, mark: str, lang: Lang) -> DateReading:
    if len(first) == 4 and mark in "-/." and len(last) <= 2:
        return _day(int(first), int(month), int(last))
    if len(first) > 2 or len(last) != 4:
        return DateReading(code="date_year")
    day_first = _day(int(last), int(month), int(first))
    if lang == "fr":
        return day_first
    month_first = _day(int(last), int(first), int(month))
    if day_first.value and month_first.value and day_first != month_first:
        return DateReading(code="date_ambiguous", readings=(day_first.value, month_first.value))
    return month_first if month_first.value else day_first


def _in_words(plain: str) -> DateReading:
    words = _WORDS.findall(_ORDINAL.sub(r"\1", plain))
    if re.sub(r"[0-9a-z ,.\-/]", "", plain):
        return DateReading(code="date_unread")
    words = [word for word in words if word not in _FILLERS]
    weekday = _WEEKDAY.get(words[0]) if words else None
    if weekday is not None:
        words = words[1:]
    months = [_MONTH[word] for word in words if word in _MONTH]
    figures = [word for word in words if word.isdigit()]
    if len(months) != 1 or len(months) + len(figures) != len(words):
        return DateReading(code="date_unread")
    if len(figures) != 2:
        return DateReading(code="date_year" if len(figures) == 1 else "date_unread")
    if words[-1] not in figures or words[1] == figures[1]:
        return DateReading(code="date_unread")  # the month stands before or between, the year last
    day, year = figures
    if len(year) != 4:
        return DateReading(code="date_year")
    if len(day) > 2:
        return DateReading(code="date_unread")
    found = _day(int(year), months[0], int(day))
    if found.value and weekday is not None and date.fromisoformat(found.value).weekday() != weekday:
        return DateReading(code="date_weekday", readings=(found.value,))
    return found


def _day(year: int, month: int, day: int) -> DateReading:
    try:
        found = date(year, month, day)
    except ValueError:
        return DateReading(code="date_impossible")
    return DateReading(found.isoformat()) if year in YEARS else DateReading(code="date_far")


def write_date(value: str, lang: Lang) -> str:
    """An ISO date as ``read_date`` reads it in that language: ``20/11/2026``, ``20 November 2026``."""
    return format_value(value, "date", lang)
