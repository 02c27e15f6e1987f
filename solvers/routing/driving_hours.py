"""A driver's record held against the limits of driving and rest; nothing of the trip planner is used here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor

from solvers.arguments import non_negative, number
from solvers.errors import SolverError
from solvers.routing.driving_rules import DATED_RULES, DrivingRules
from solvers.violations import Violation

__all__ = ["KINDS", "RULES", "Activity", "CheckedDriving", "DrivingDay", "DrivingWeek", "check_driving"]

KINDS = ("drive", "work", "available", "break", "rest")
RULES = (
    "overlap", "break", "daily_drive", "extended_days", "daily_rest", "reduced_rests", "weekly_drive",
    "two_week_drive", "weekly_rest_late", "weekly_rest", "compensation",
)  # fmt: skip
TOLERANCE = 1e-6  # hours
WEEK, DAY = 168.0, 24.0
HOUR = "hour"


@dataclass(frozen=True, slots=True)
class Activity:
    """What a driver does from ``start`` to ``end``, in hours from midnight before the first Monday."""

    kind: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class DrivingDay:
    """A period between two daily rests: its start, hours at the wheel and at other work, and the rest that ends it.

    ``rest`` is what lies within 24 hours of the start; ``rest_kind`` is "regular", "split", "reduced", "weekly",
    "short", or "open" when the record ends first.
    """

    start: float
    end: float
    drive: float
    work: float
    rest: float
    rest_kind: str


@dataclass(frozen=True, slots=True)
class DrivingWeek:
    """A calendar week (1 first): hours at the wheel, at other work, and with the week before at the wheel."""

    week: int
    drive: float
    work: float
    two_weeks: float


@dataclass(frozen=True, slots=True)
class CheckedDriving:
    """The rules broken, the days and weeks of the record, and the rest still owed, in hours."""

    violations: tuple[Violation, ...]
    days: tuple[DrivingDay, ...]
    weeks: tuple[DrivingWeek, ...]
    drive: float
    work: float
    owed: float


def check_driving(
    record: Sequence[Activity], rules: DrivingRules | None = None, *, abroad: bool = False
) -> CheckedDriving:
    """Hold a record against the limits, the driver being rested when it starts.

    Times in hours; what the record leaves out between two activities is rest, and so is what comes before and
    after. Rules: ``overlap`` (two activities at once), ``break`` (driving without 45 minutes, or 15 then 30,
    after 4 h 30), ``daily_drive``, ``extended_days`` (a third day over 9 h in a week), ``daily_rest`` (too short
    within 24 hours of the last one), ``reduced_rests`` (a fourth reduced daily rest between weekly rests),
    ``weekly_drive``, ``two_week_drive``, ``weekly_rest_late`` (more than six times 24 hours after the last),
    ``weekly_rest`` (two reduced in a row: no regular one in two weeks), ``compensation`` (a reduced weekly rest
    not made good, at one go with a rest of 9 h at least, before the end of the third week after). A rest of 24 to
    45 h counts as a weekly one only where no regular one comes in time. ``rows`` are
    the activities at fault, ``where`` says the day or week. ``abroad``: international goods transport, for which
    the rules since August 2020 allow two reduced weekly rests in a row. A day belongs to the week it starts in.
    Raises SolverError for a kind that does not exist and for times out of range.

    Source: Regulation (EC) No 561/2006, articles 4 and 6 to 8, as the rules' own ``source`` says.

    >>> found = check_driving([Activity("drive", 6, 10.5), Activity("break", 10.5, 11), Activity("drive", 11, 13)])
    >>> [(one.rule, one.rows, one.found, one.limit) for one in found.violations]
    [('break', (2,), 6.5, 4.5)]
    """
    limits = rules or DATED_RULES[-1]
    for at, one in enumerate(record):
        if one.kind not in KINDS:
            raise SolverError(f"kind [{at}]", one.kind, "one_of", words=", ".join(KINDS))
        non_negative(f"start [{at}]", one.start)
        if number(f"end [{at}]", one.end) <= one.start:
            raise SolverError(f"end [{at}]", one.end, "after_its_start", start=one.start)
    numbered = sorted(enumerate(record), key=lambda pair: (pair[1].start, pair[1].end))
    found: list[Violation] = []
    for (first, one), (second, other) in pairwise(numbered):
        if other.start < one.end - TOLERANCE:
            found.append(Violation("overlap", (first, second), _day(other.start), other.start, one.end, HOUR))
    found += _breaks(numbered, limits)
    busy = [(at, one) for at, one in numbered if one.kind not in {"rest", "break"}]
    rests = _rests(busy)
    days = _days(busy, rests, limits)
    found += _daily(days, busy, limits)
    weeks, weekly = _weeks(busy, limits)
    found += weekly
    late, owed = _weekly_rests(busy, rests, limits, abroad)
    found += late
    return CheckedDriving(
        tuple(found),
        tuple(days),
        tuple(weeks),
        float(sum(one.end - one.start for _, one in busy if one.kind == "drive")),
        float(sum(one.end - one.start for _, one in busy if one.kind == "work")),
        owed,
    )


Numbered = Sequence[tuple[int, Activity]]
Rest = tuple[float, float]


def _day(clock: float) -> str:
    """The day of the record, 1 first: what a message names."""
    return str(floor(clock / DAY) + 1)


def _breaks(numbered: Numbered, limits: DrivingRules) -> list[Violation]:
    """Driving since the last full break; 15 minutes count once 30 follow them, never the other way round."""
    found: list[Violation] = []
    driven, first_part, told = 0.0, False, False
    clock = resting = 0.0
    for at, one in numbered:
        # Breaks and what the record leaves out make one pause when they touch.
        resting += max(one.start - clock, 0.0)
        if one.kind in {"break", "rest"}:
            resting += one.end - one.start
            clock = one.end
            continue
        full = resting >= limits.full_break - TOLERANCE
        second = first_part and resting >= limits.second_break - TOLERANCE
        if full or second:
            driven, first_part, told = 0.0, False, False
        elif resting >= limits.first_break - TOLERANCE:
            first_part = True
        resting, clock = 0.0, max(one.end, clock)
        if one.kind == "drive":
            driven += one.end - one.start
            if driven > limits.drive_before_break + TOLERANCE:
                if told:
                    last = found[-1]
                    found[-1] = Violation(
                        "break", (*last.rows, at), last.where, driven, limits.drive_before_break, HOUR
                    )
                else:
                    found.append(
                        Violation("break", (at,), _day(one.start), driven, limits.drive_before_break, HOUR)
                    )
                    told = True
    return found


def _rests(busy: Numbered) -> list[Rest]:
    """The times between two activities that are no break; the last one is open."""
    found: list[Rest] = []
    clock: float | None = None
    for _, one in busy:
        if clock is not None and one.start > clock + TOLERANCE:
            found.append((clock, one.start))
        clock = one.end if clock is None else max(clock, one.end)
    return found


def _days(busy: Numbered, rests: Sequence[Rest], limits: DrivingRules) -> list[DrivingDay]:
    if not busy:
        return []
    found = []
    last = max(one.end for _, one in busy)
    start = busy[0][1].start
    while start < last - TOLERANCE:
        ending = next(
            (
                (begin, end)
                for begin, end in rests
                if begin >= start and end - begin >= limits.reduced_rest - TOLERANCE
            ),
            None,
        )
        until = ending[0] if ending else last
        drive, work = (_hours(busy, start, until, kind) for kind in ("drive", "work"))
        inside = [
            min(end, start + DAY) - begin
            for begin, end in rests
            if start <= begin < start + DAY and begin <= until
        ]
        rest = max(inside, default=0.0)
        if ending is None and last - start <= DAY - limits.reduced_rest + TOLERANCE:
            kind, rest = "open", 0.0
        elif ending is None:
            rest = max(rest, start + DAY - last)
            kind = _rest_kind(rest, inside, limits)
        elif ending[1] - ending[0] >= limits.reduced_weekly_rest - TOLERANCE and rest >= limits.reduced_rest:
            kind = "weekly"
        else:
            kind = _rest_kind(rest, inside, limits)
        found.append(DrivingDay(start, until, drive, work, rest, kind))
        if ending is None:
            break
        start = ending[1]
    return found


def _rest_kind(rest: float, inside: Sequence[float], limits: DrivingRules) -> str:
    if rest >= limits.daily_rest - TOLERANCE:
        return "regular"
    if rest >= limits.split_second - TOLERANCE and any(
        part >= limits.split_first - TOLERANCE for part in inside[:-1]
    ):
        return "split"
    return "reduced" if rest >= limits.reduced_rest - TOLERANCE else "short"


def _hours(busy: Numbered, start: float, end: float, kind: str) -> float:
    return float(
        sum(max(min(one.end, end) - max(one.start, start), 0.0) for _, one in busy if one.kind == kind)
    )


def _rows(busy: Numbered, start: float, end: float, kind: str = "") -> tuple[int, ...]:
    return tuple(
        sorted(
            at for at, one in busy if one.start < end and one.end > start and (not kind or one.kind == kind)
        )
    )


def _daily(days: Sequence[DrivingDay], busy: Numbered, limits: DrivingRules) -> list[Violation]:
    found = []
    extended: dict[int, int] = defaultdict(int)
    reduced = 0
    for one in days:
        rows = _rows(busy, one.start, one.end, "drive")
        if one.drive > limits.extended_drive + TOLERANCE:
            found.append(
                Violation("daily_drive", rows, _day(one.start), one.drive, limits.extended_drive, HOUR)
            )
        if one.drive > limits.daily_drive + TOLERANCE:
            week = floor(one.start / WEEK)
            extended[week] += 1
            if extended[week] > limits.extended_days:
                found.append(
                    Violation("extended_days", rows, _day(one.start), extended[week], limits.extended_days)
                )
        if one.rest_kind == "short":
            everything = _rows(busy, one.start, one.end)
            found.append(
                Violation("daily_rest", everything, _day(one.start), one.rest, limits.reduced_rest, HOUR)
            )
        if one.rest_kind == "weekly":
            reduced = 0
        elif one.rest_kind == "reduced":
            reduced += 1
            if reduced > limits.reduced_rests:
                found.append(
                    Violation(
                        "reduced_rests",
                        _rows(busy, one.start, one.end),
                        _day(one.start),
                        reduced,
                        limits.reduced_rests,
                    )
                )
    return found


def _weeks(busy: Numbered, limits: DrivingRules) -> tuple[list[DrivingWeek], list[Violation]]:
    if not busy:
        return [], []
    weeks, found = [], []
    before = 0.0
    for week in range(floor(max(one.end for _, one in busy) / WEEK) + 1):
        start, end = week * WEEK, (week + 1) * WEEK
        drive, work = (_hours(busy, start, end, kind) for kind in ("drive", "work"))
        if end - WEEK >= max(one.end for _, one in busy) - TOLERANCE:
            break
        weeks.append(DrivingWeek(week + 1, drive, work, before + drive))
        if drive > limits.weekly_drive + TOLERANCE:
            rows = _rows(busy, start, end, "drive")
            found.append(Violation("weekly_drive", rows, str(week + 1), drive, limits.weekly_drive, HOUR))
        if before + drive > limits.two_week_drive + TOLERANCE:
            rows = _rows(busy, start - WEEK, end, "drive")
            found.append(
                Violation("two_week_drive", rows, str(week + 1), before + drive, limits.two_week_drive, HOUR)
            )
        before = drive
    return weeks, found


def _weekly_rests(
    busy: Numbered, rests: Sequence[Rest], limits: DrivingRules, abroad: bool
) -> tuple[list[Violation], float]:
    """Weekly rests that come too late, two reduced in a row, and reductions not made good in time."""
    found: list[Violation] = []
    if not busy:
        return found, 0.0
    last = max(one.end for _, one in busy)
    weekly: list[Rest] = []
    since = busy[0][1].start
    while last - since > limits.weekly_within + TOLERANCE:
        taken = _next_weekly(since, rests, limits)
        if taken is None or taken[0] - since > limits.weekly_within + TOLERANCE:
            begin = last if taken is None else taken[0]
            rows = _rows(busy, since + limits.weekly_within, begin)
            found.append(
                Violation("weekly_rest_late", rows, _day(begin), begin - since, limits.weekly_within, HOUR)
            )
        if taken is None:
            break
        weekly.append(taken)
        since = taken[1]
    in_a_row = 0
    allowed = 2 if abroad and limits.two_reduced_abroad else 1
    for begin, end in weekly:
        in_a_row = in_a_row + 1 if end - begin < limits.weekly_rest - TOLERANCE else 0
        if in_a_row > allowed:
            found.append(Violation("weekly_rest", (), _day(begin), end - begin, limits.weekly_rest, HOUR))
    owed_total = 0.0
    spare = {rest: _spare(rest, limits) for rest in rests}
    for begin, end in weekly:
        owed = limits.weekly_rest - (end - begin)
        if owed <= TOLERANCE:
            continue
        deadline = (floor(begin / WEEK) + 1 + limits.compensate_weeks) * WEEK
        using = next(
            (
                rest
                for rest in rests
                if rest[0] >= end and rest[0] + owed <= deadline and spare[rest] >= owed - TOLERANCE
            ),
            None,
        )
        if using is not None:
            spare[using] -= owed
        elif last > deadline + TOLERANCE:
            found.append(Violation("compensation", (), _day(begin), 0.0, owed, HOUR))
        else:
            owed_total += owed
    return found, owed_total


def _next_weekly(since: float, rests: Sequence[Rest], limits: DrivingRules) -> Rest | None:
    """The weekly rest after ``since`` that asks least: a regular one in time, else the latest reduced one in time."""
    later = [one for one in rests if one[0] > since]
    regular = [one for one in later if one[1] - one[0] >= limits.weekly_rest - TOLERANCE]
    reduced = [one for one in later if one[1] - one[0] >= limits.reduced_weekly_rest - TOLERANCE]
    until = since + limits.weekly_within + TOLERANCE
    if regular and regular[0][0] <= until:
        return regular[0]
    in_time = [one for one in reduced if one[0] <= until]
    return in_time[-1] if in_time else reduced[0] if reduced else None


def _spare(rest: Rest, limits: DrivingRules) -> float:
    """What a rest holds beyond its own minimum: of a regular weekly rest, of a daily one."""
    length = rest[1] - rest[0]
    if length >= limits.weekly_rest:
        return length - limits.weekly_rest
    if length >= limits.reduced_weekly_rest:
        return 0.0
    return max(length - limits.reduced_rest, 0.0)
