"""What a learner types where a duration is asked: ``2 h 30``, ``2:30``, ``150 min``, ``2,5 h``.

Hours and minutes together belong to units of the clock. A day of work is not 24 hours: durations in days are
read as any figure is.
"""

from __future__ import annotations

import re
from fractions import Fraction

from cases.numerals import Lang
from cases.quantity import MAX_LENGTH, Reading, read_number, write_number
from cases.units import factor, measure

CLOCK = frozenset({"hour", "minute", "second"})

_SIGN = r"(?P<sign>[-\u2010\u2011\u2012\u2013\u2212+])?\s*"
_HOURS = r"h(?:eures?|ours?|rs?)?\.?"
_MINUTES = r"m(?:in(?:ute)?s?|n)?\.?"
_SECONDS = r"s(?:ec(?:onde?)?s?)?\.?"
# `2 h 30`, `2h05`, `2 h 30 min`, `2 hours and 30 minutes`, `1 h 15 min 30 s`; `2 h 5` is two hours and five minutes.
_CLOCK = re.compile(
    rf"{_SIGN}(?P<hours>[0-9]{{1,4}})\s*{_HOURS}(?:\s*(?:et|and|,))?\s*(?P<minutes>[0-9]{{1,4}})\s*(?:{_MINUTES})?"
    rf"(?:\s*(?:et|and|,)?\s*(?P<seconds>[0-9]{{1,4}})\s*(?:{_SECONDS})?)?",
    re.IGNORECASE,
)
_MINUTES_SECONDS = re.compile(
    rf"{_SIGN}(?P<minutes>[0-9]{{1,4}})\s*{_MINUTES}(?:\s*(?:et|and|,))?\s*(?P<seconds>[0-9]{{1,4}})\s*(?:{_SECONDS})?",
    re.IGNORECASE,
)
_COLONS = re.compile(rf"{_SIGN}(?P<first>[0-9]{{1,4}})(?P<others>(?:\s*:\s*[0-9]{{1,4}}){{1,2}})")
_SPACES = re.compile(r"[\u00a0\u202f\u2009\u2007]")
_MINUS = frozenset("-\u2010\u2011\u2012\u2013\u2212")


def read_duration(raw: str, lang: Lang, *, unit: str, decimals: int | None = None) -> Reading:
    """Read a duration, in the asked ``unit`` (hour, minute, second, day…).

    Besides what ``read_number`` reads: hours and minutes (``2 h 30``, ``2:30``), minutes and seconds. After
    hours, minutes go up to 59. ``2:30`` is hours and minutes where hours are asked, ambiguous elsewhere. Codes
    of its own: "sixty" (60 minutes or more after hours), "clock" (``2:5``). Never raises on any text.
    """
    text = _SPACES.sub(" ", raw).strip()
    if unit not in CLOCK or len(text) > MAX_LENGTH:
        return read_number(raw, lang, unit=unit, decimals=decimals)
    found = _CLOCK.fullmatch(text)
    if found:
        return _told((found["hours"], found["minutes"], found["seconds"] or "0"), found["sign"], unit)
    found = _MINUTES_SECONDS.fullmatch(text)
    if found:
        return _told((None, found["minutes"], found["seconds"]), found["sign"], unit)
    found = _COLONS.fullmatch(text)
    if found:
        return _colons([found["first"], *re.findall(r"[0-9]+", found["others"])], found["sign"], unit)
    return read_number(raw, lang, unit=unit, decimals=decimals)


def _colons(parts: list[str], sign: str | None, unit: str) -> Reading:
    if any(len(part) != 2 for part in parts[1:]):
        return Reading(False, code="clock")
    if len(parts) == 3:
        return _told((parts[0], parts[1], parts[2]), sign, unit)
    if unit == "hour":
        return _told((parts[0], parts[1], "0"), sign, unit)
    one = _told((parts[0], parts[1], "0"), sign, unit)
    other = _told((None, parts[0], parts[1]), sign, unit)
    if one.value is None or other.value is None:
        return one if one.value is None else other
    return Reading(False, code="ambiguous", readings=tuple(sorted((one.value, other.value))))


def _told(parts: tuple[str | None, str, str], sign: str | None, unit: str) -> Reading:
    hours, minutes, seconds = parts
    if int(seconds) > 59 or (hours is not None and int(minutes) > 59):
        return Reading(False, code="sixty")
    total = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    ratio = factor(measure("second"), measure(unit))
    assert ratio is not None
    return Reading(True, value=float(Fraction(-total if sign in _MINUS else total) * ratio), unit_typed=unit)


def hours_and_minutes(value: float, unit: str, lang: Lang) -> str:
    """A duration of an hour or more in hours and whole minutes, ``2 h 05``; nothing where that says no more.

    ``value`` is in ``unit``; a duration that is not a whole number of minutes is rounded and told by ``≈``.
    """
    if unit not in {"hour", "minute"}:
        return ""
    minutes = abs(value) * (60 if unit == "hour" else 1)
    whole = round(minutes)
    if whole < 60 or (whole % 60 == 0 and unit == "hour"):
        return ""
    about = "" if abs(minutes - whole) < 1e-6 * max(1.0, minutes) else "≈\u00a0"
    hours = write_number(whole // 60, lang, decimals=0)
    return f"{about}{chr(0x2212) if value < 0 else ''}{hours}\u00a0h\u00a0{whole % 60:02}"
