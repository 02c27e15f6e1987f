"""The limits of driving and rest, by the date from which they hold: what the checker and the trip read.

Regulation (EC) No 561/2006, articles 4, 6, 7 and 8, and what Regulation (EU) 2020/1054 changed in it. One block of
figures a date; a case names the date it is set at. Times are in hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from solvers.errors import SolverError

__all__ = ["DATED_RULES", "DrivingRules", "driving_rules"]


@dataclass(frozen=True, slots=True)
class DrivingRules:
    """The limits in force from ``since``, in hours unless said.

    ``extended_days`` a calendar week may go to ``extended_drive``; ``reduced_rests`` between two weekly rests may
    come down to ``reduced_rest``; a regular daily rest may be split into ``split_first`` then ``split_second``.
    ``weekly_within`` is how long after a weekly rest the next must begin, ``compensate_weeks`` after how many
    weeks a reduction must have been made good. ``two_reduced_abroad``: two reduced weekly rests in a row are
    allowed in international goods transport, taken outside the country of establishment.
    """

    since: date
    source: str
    drive_before_break: float = 4.5
    full_break: float = 0.75
    first_break: float = 0.25
    second_break: float = 0.5
    daily_drive: float = 9.0
    extended_drive: float = 10.0
    extended_days: int = 2
    weekly_drive: float = 56.0
    two_week_drive: float = 90.0
    daily_rest: float = 11.0
    reduced_rest: float = 9.0
    reduced_rests: int = 3
    split_first: float = 3.0
    split_second: float = 9.0
    weekly_rest: float = 45.0
    reduced_weekly_rest: float = 24.0
    weekly_within: float = 144.0
    compensate_weeks: int = 3
    two_reduced_abroad: bool = False


DATED_RULES = (
    DrivingRules(date(2007, 4, 11), "Regulation (EC) No 561/2006, articles 4 and 6 to 8"),
    DrivingRules(
        date(2020, 8, 20),
        "Regulation (EC) No 561/2006 as amended by Regulation (EU) 2020/1054, articles 4 and 6 to 8",
        two_reduced_abroad=True,
    ),
)


def driving_rules(on: date) -> DrivingRules:
    """The limits in force on a date.

    Raises SolverError before 11 April 2007. Source: the regulation that ``source`` names.

    >>> driving_rules(date(2026, 3, 2)).two_reduced_abroad
    True
    """
    known = [one for one in DATED_RULES if one.since <= on]
    if not known:
        raise SolverError("date", on.isoformat(), "from_date", first=DATED_RULES[0].since.isoformat())
    return known[-1]
