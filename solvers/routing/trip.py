"""A trip with its breaks and rests: when a rested driver arrives at the earliest, driving as the limits allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from solvers.arguments import non_negative, number, positive
from solvers.errors import SolverError
from solvers.routing.driving_hours import Activity
from solvers.routing.driving_rules import DATED_RULES, DrivingRules

__all__ = ["Leg", "Trip", "trip_times"]

MAX_LEGS = 200
SMALL = 1e-9
DAY, WEEK = 24.0, 168.0


@dataclass(frozen=True, slots=True)
class Leg:
    """A drive of so many kilometres to a place, then other work there (h), not before ``earliest`` (h)."""

    place: str
    km: float
    work: float = 0.0
    earliest: float = 0.0


@dataclass(frozen=True, slots=True)
class Trip:
    """Arrival at each place and end of the last work, hours of each kind, and the record, rests included.

    Times in hours from midnight before the first Monday.
    """

    arrivals: tuple[tuple[str, float], ...]
    end: float
    drive: float
    breaks: float
    rests: float
    record: tuple[Activity, ...]


def trip_times(
    legs: Sequence[Leg],
    speed: float,
    start: float = 0.0,
    rules: DrivingRules | None = None,
    *,
    extended: bool = False,
    reduced: bool = False,
) -> Trip:
    """Drive the legs in turn, taking each break and each rest only when it is due.

    ``start`` in hours from midnight before the first Monday, the driver coming from a weekly rest; ``speed`` the
    mean in km/h. ``extended`` uses the days of 10 h that a week allows, ``reduced`` the daily rests of 9 h
    between weekly rests. A full break comes after 4 h 30 at the wheel; a daily rest when the day's driving is up
    or so that it ends within 24 hours of the day's start; a weekly rest of 45 h when the six days or the week's
    hours are. A wait of a break's length counts as a break, one of a rest's length as a rest. It is the usual
    reckoning, not a search: with windows another split of the breaks may arrive earlier. Raises SolverError for
    figures out of range, no leg or more than 200, and other work longer than a day leaves room for.

    Source: Regulation (EC) No 561/2006, articles 6 to 8.

    >>> found = trip_times([Leg("Y", 700)], 70, start=6)
    >>> found.arrivals, found.breaks, found.rests
    ((('Y', 27.75),), 0.75, 11.0)
    >>> trip_times([Leg("Y", 700)], 70, start=6, extended=True).arrivals
    (('Y', 17.5),)
    """
    limits = rules or DATED_RULES[-1]
    pace = positive("speed", speed)
    clock = non_negative("start", start)
    if not 1 <= len(legs) <= MAX_LEGS:
        raise SolverError("legs", len(legs), "count_between", least=1, most=MAX_LEGS)
    state = _Driver(limits, clock, extended, reduced)
    arrivals = []
    for at, leg in enumerate(legs):
        left = non_negative(f"km [{at}]", leg.km) / pace
        work = non_negative(f"work [{at}]", leg.work)
        earliest = number(f"earliest [{at}]", leg.earliest)
        if work > DAY - limits.daily_rest:
            raise SolverError(f"work [{at}]", work, "at_most", most=DAY - limits.daily_rest)
        while left > SMALL:
            left -= state.drive(left)
        arrivals.append((leg.place, state.clock))
        state.wait(earliest)
        if work:
            state.work(work)
    record = tuple(state.record)
    return Trip(
        tuple(arrivals),
        state.clock,
        _total(record, "drive"),
        _total(record, "break"),
        _total(record, "rest"),
        record,
    )


def _total(record: Sequence[Activity], kind: str) -> float:
    return float(sum(one.end - one.start for one in record if one.kind == kind))


class _Driver:
    """What a driver has done since the last break, daily rest, weekly rest, and this week and the last."""

    def __init__(self, limits: DrivingRules, clock: float, extended: bool, reduced: bool) -> None:
        self.limits, self.clock = limits, clock
        self.extended, self.reduced = extended, reduced
        self.record: list[Activity] = []
        self.since_break = self.today = 0.0
        self.day_start = self.week_start = clock
        self.reduced_taken = 0
        self.by_week: dict[int, float] = {}
        self.long_days: dict[int, int] = {}

    def _add(self, kind: str, hours: float) -> None:
        if hours > SMALL:
            self.record.append(Activity(kind, self.clock, self.clock + hours))
        self.clock += hours

    def _day_drive(self) -> float:
        week = floor(self.day_start / WEEK)
        long = self.extended and self.long_days.get(week, 0) < self.limits.extended_days
        return self.limits.extended_drive if long else self.limits.daily_drive

    def _rest_due(self) -> float:
        """The clock at which the daily rest must begin to end within 24 hours of the day's start."""
        short = self.reduced and self.reduced_taken < self.limits.reduced_rests
        return self.day_start + DAY - (self.limits.reduced_rest if short else self.limits.daily_rest)

    def _room(self) -> tuple[float, str]:
        """Hours that may be driven now, and the rest that is due when they are up."""
        limits, week = self.limits, floor(self.clock / WEEK)
        this, last = self.by_week.get(week, 0.0), self.by_week.get(week - 1, 0.0)
        rooms = [
            (limits.drive_before_break - self.since_break, "break"),
            (min(self._day_drive() - self.today, self._rest_due() - self.clock), "daily"),
            (self.week_start + limits.weekly_within - self.clock, "weekly"),
            (min(limits.weekly_drive - this, limits.two_week_drive - this - last), "next_week"),
        ]
        hours, rest = min(rooms, key=lambda one: one[0])
        if hours > SMALL:
            return min(hours, (week + 1) * WEEK - self.clock), rest
        order = ("next_week", "weekly", "daily", "break")
        return 0.0, min((name for room, name in rooms if room <= SMALL), key=order.index)

    def drive(self, wanted: float) -> float:
        """Drive as long as the limits allow, or take what is due first; the hours driven."""
        room, rest = self._room()
        hours = min(room, wanted)
        if hours <= SMALL:
            self._take(rest)
            return 0.0
        week = floor(self.clock / WEEK)
        self._add("drive", hours)
        self.since_break += hours
        self.today += hours
        self.by_week[week] = self.by_week.get(week, 0.0) + hours
        return hours

    def _take(self, rest: str) -> None:
        limits = self.limits
        if rest == "break":
            self._add("break", limits.full_break)
            self.since_break = 0.0
        elif rest == "daily":
            short = self.reduced and self.reduced_taken < limits.reduced_rests
            self._daily_rest(limits.reduced_rest if short else limits.daily_rest)
        elif rest == "weekly":
            self._weekly_rest(limits.weekly_rest)
        else:
            until = (floor(self.clock / WEEK) + 1) * WEEK
            self._weekly_rest(max(until - self.clock, limits.weekly_rest))

    def _close_day(self) -> None:
        if self.today > self.limits.daily_drive + SMALL:
            week = floor(self.day_start / WEEK)
            self.long_days[week] = self.long_days.get(week, 0) + 1
        self.since_break = self.today = 0.0

    def _daily_rest(self, hours: float) -> None:
        self._close_day()
        # Only what lies within 24 hours of the day's start counts.
        if min(hours, self.day_start + DAY - self.clock) < self.limits.daily_rest - SMALL:
            self.reduced_taken += 1
        # The six days are up during the rest: it becomes the weekly one.
        if self.clock + hours > self.week_start + self.limits.weekly_within - SMALL:
            self._weekly_rest(self.limits.weekly_rest)
            return
        self._add("rest", hours)
        self.day_start = self.clock

    def _weekly_rest(self, hours: float) -> None:
        self._close_day()
        self._add("rest", hours)
        self.day_start = self.week_start = self.clock
        self.reduced_taken = 0

    def wait(self, until: float) -> None:
        """Wait for a place to open: as a rest or a break where it is long enough."""
        hours = until - self.clock
        if hours <= SMALL:
            return
        limits = self.limits
        if hours >= limits.weekly_rest:
            self._weekly_rest(hours)
        elif hours >= limits.reduced_rest - SMALL:
            # Who stands still so long has had a daily rest, a reduced one; where none is left, it is made whole.
            left = self.reduced_taken < limits.reduced_rests
            self._daily_rest(hours if left else max(hours, limits.daily_rest))
        elif hours >= limits.full_break:
            self._add("break", hours)
            self.since_break = 0.0
        elif until > self._rest_due() + SMALL:
            self._take("daily")
        else:
            self._add("available", hours)

    def work(self, hours: float) -> None:
        """Other work in one piece, after the rest that is due before it would end."""
        if self.clock + hours > self._rest_due() + SMALL and self.clock > self.day_start + SMALL:
            self._take("daily")
        if self.clock + hours > self.week_start + self.limits.weekly_within + SMALL:
            self._weekly_rest(self.limits.weekly_rest)
        self._add("work", hours)
