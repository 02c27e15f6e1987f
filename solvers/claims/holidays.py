"""French public holidays of a year, Easter included."""

from __future__ import annotations

from datetime import date, timedelta

from solvers.arguments import whole
from solvers.errors import SolverError

__all__ = ["easter", "french_holidays"]


def easter(year: int) -> date:
    """Give Easter Sunday of a year from 1583 to 4099 of the Gregorian calendar; SolverError otherwise.

    Source: the anonymous Gregorian algorithm, as in Meeus, Astronomical Algorithms, chapter 8.

    >>> easter(2026)
    datetime.date(2026, 4, 5)
    """
    if not 1583 <= whole("year", year) <= 4099:
        raise SolverError("year", year, "year_of_calendar")
    century, rest = divmod(year, 100)
    golden = year % 19
    leap, odd = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - correction + 15) % 30
    quarter, left = divmod(rest, 4)
    weekday = (32 + 2 * odd + 2 * quarter - epact - left) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def french_holidays(year: int, *, alsace_moselle: bool = False) -> tuple[date, ...]:
    """Give the public holidays of metropolitan France in a year, in order.

    ``alsace_moselle`` adds Good Friday and 26 December. SolverError as in :func:`easter`.

    Source: Code du travail, articles L3133-1 and L3134-13.

    >>> [day.isoformat() for day in french_holidays(2026)][3:6]
    ['2026-05-08', '2026-05-14', '2026-05-25']
    """
    sunday = easter(year)
    fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]
    found = [date(year, month, day) for month, day in fixed]
    found += [sunday + timedelta(days=shift) for shift in (1, 39, 50)]
    if alsace_moselle:
        found += [sunday - timedelta(days=2), date(year, 12, 26)]
    return tuple(sorted(set(found)))
