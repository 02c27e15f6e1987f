"""Dates as text, ``2026-11-20``: calendar and working days, months and ISO weeks.

A working day is Monday to Friday, less the days listed as closed. Counting goes by whole weeks: no
expression can make it walk a calendar day by day.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from cases.expressions import ExpressionError, Function
from cases.functions.arguments import listed, text, whole

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FARTHEST = 40_000  # days: over a century


def read_day(value: object) -> date:
    found = text(value)
    try:
        if _ISO.fullmatch(found):
            return date.fromisoformat(found)
    except ValueError:
        pass
    raise ExpressionError("date_unreadable", value=found[:40])


def _far(days: object) -> int:
    found = whole(days)
    if abs(found) > FARTHEST:
        raise ExpressionError("expression_size", limit=FARTHEST)
    return found


def _shifted(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise ExpressionError("date_unreadable", value=f"{day.isoformat()} + {days}") from None


def _weekdays_before(ordinal: int) -> int:
    """How many Mondays to Fridays came before a day, by its number since 0001-01-01, a Monday."""
    weeks, rest = divmod(ordinal - 1, 7)
    return weeks * 5 + min(rest, 5)


def _closed_weekdays(closed: object) -> list[date]:
    return sorted({day for day in map(read_day, listed(closed)) if day.weekday() < 5})


def _add_days(day: object, days: object) -> str:
    """The date so many calendar days later (earlier when negative)."""
    return _shifted(read_day(day), _far(days)).isoformat()


def _days_between(first: object, last: object) -> int:
    """Calendar days from ``first`` to ``last``; negative when ``last`` comes before."""
    return (read_day(last) - read_day(first)).days


def _add_working_days(day: object, days: object, closed: object = ()) -> str:
    """The n-th working day after a date (before it when negative); 0 gives the date itself."""
    start, count = read_day(day), _far(days)
    closures = _closed_weekdays(list(closed) if isinstance(closed, tuple) else closed)
    if count == 0:
        return start.isoformat()
    step = 1 if count > 0 else -1
    ahead = [one for one in closures if (one - start).days * step > 0]
    found = _weekday_after(start, count)
    for one in ahead if step > 0 else reversed(ahead):
        if (found - one).days * step < 0:
            break
        found = _weekday_after(found, step)
    return found.isoformat()


def _weekday_after(day: date, count: int) -> date:
    """The n-th Monday to Friday after a day (before it when negative)."""
    # Before a week-end the count starts from its Monday, after it from its Friday: from there, whole weeks.
    if day.weekday() >= 5:
        day = _shifted(day, 7 - day.weekday() - 3 if count > 0 else 7 - day.weekday())
    weeks, rest = divmod(abs(count), 5)
    step = 1 if count > 0 else -1
    crossing = day.weekday() + rest > 4 if step > 0 else day.weekday() - rest < 0
    return _shifted(day, step * (7 * weeks + rest + (2 if crossing else 0)))


def _working_days_between(first: object, last: object, closed: object = ()) -> int:
    """Working days after ``first`` up to ``last`` itself; negative when ``last`` comes before."""
    start, end = read_day(first), read_day(last)
    closures = _closed_weekdays(list(closed) if isinstance(closed, tuple) else closed)
    before, until = start.toordinal(), end.toordinal()
    if until < before:
        open_days = _weekdays_before(before) - _weekdays_before(until)
        return sum(1 for one in closures if end <= one < start) - open_days
    open_days = _weekdays_before(until + 1) - _weekdays_before(before + 1)
    return open_days - sum(1 for one in closures if start < one <= end)


FUNCTIONS: dict[str, Function] = {
    "add_days": _add_days,
    "days_between": _days_between,
    "weekday": lambda day: read_day(day).isoweekday(),
    "add_working_days": _add_working_days,
    "working_days_between": _working_days_between,
    "month_of": lambda day: read_day(day).month,
    "year_of": lambda day: read_day(day).year,
    "week_of": lambda day: read_day(day).isocalendar().week,
}
