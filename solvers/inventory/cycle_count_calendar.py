"""The calendar of cycle counts: each class counted so many times a year, the days evenly loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from solvers.arguments import non_negative, numbers, whole
from solvers.errors import SolverError

__all__ = ["CountCalendar", "cycle_count_calendar", "daily_counts", "spread_evenly"]

MAX_WORK = 500_000  # days looked at: items × days between counts × counts


@dataclass(frozen=True, slots=True)
class CountCalendar:
    """What to count on each working day (places of the items, from 0), and the load.

    ``days`` holds a tuple of places per day; ``counts`` the number of counts in all; ``peak`` the fullest
    day's; ``mean`` counts ÷ days. No calendar of these counts has a peak under ``mean`` rounded up.
    """

    days: tuple[tuple[int, ...], ...]
    counts: int
    peak: int
    mean: float


def cycle_count_calendar(
    classes: Sequence[str], counts_per_year: Mapping[str, int], working_days: int
) -> CountCalendar:
    """Spread the counts of every item evenly over the year and level the load of the days.

    ``classes`` gives each item's class; ``counts_per_year`` the counts of each class (0 to the number of
    working days); ``working_days`` of the year, 1 to 366. SolverError otherwise.

    An item counted n times in D days is counted on days s + ⌊j·D/n⌋, j = 0 … n − 1: the days between two
    counts differ by one at most. The first day s is the one that adds least to its fullest day, then to the
    load of its days together, then the earliest; items counted most often are placed first.

    Source: cycle counting by class, Heizer, Render & Munson, Operations Management, chapter 12; levelling by
    the least loaded day (greedy).

    >>> calendar = cycle_count_calendar(["A", "B", "B"], {"A": 2, "B": 1}, 4)
    >>> calendar.days, calendar.peak
    (((0,), (1,), (0,), (2,)), 1)
    """
    days = whole("working_days", working_days)
    if not 1 <= days <= 366:
        raise SolverError("working_days", working_days, "count_between", least=1, most=366)
    if isinstance(classes, str) or not classes:
        raise SolverError("classes", classes, "some_texts")
    times: dict[str, int] = {}
    for klass, count in counts_per_year.items():
        times[klass] = whole(f"counts_per_year ({klass})", count)
        if not 0 <= times[klass] <= days:
            raise SolverError(f"counts_per_year ({klass})", count, "count_between", least=0, most=days)
    for place, klass in enumerate(classes):
        if klass not in times:
            raise SolverError(f"classes[{place}]", klass, "one_of", words=", ".join(times))
    if len(classes) * days > MAX_WORK:
        raise SolverError("classes", len(classes), "count_between", least=1, most=MAX_WORK // days)
    load = [0] * days
    agenda: list[list[int]] = [[] for _ in range(days)]
    for place in sorted(range(len(classes)), key=lambda at: -times[classes[at]]):
        count = times[classes[place]]
        if not count:
            continue
        offsets = [step * days // count for step in range(count)]
        # Every first day from 0 keeps the last count within the year.
        start = min(
            range(days - offsets[-1]),
            key=lambda day: (
                max(load[day + offset] for offset in offsets),
                sum(load[day + offset] for offset in offsets),
                day,
            ),
        )
        for offset in offsets:
            load[start + offset] += 1
            agenda[start + offset].append(place)
    total = sum(load)
    return CountCalendar(tuple(tuple(sorted(day)) for day in agenda), total, max(load), total / days)


def daily_counts(items: Sequence[float], intervals: Sequence[float]) -> tuple[float, ...]:
    """Give how many items of each class are counted a day.

    ``items`` the number of items of each class (0 or more), ``intervals`` the working days between two counts
    of an item of that class (above 0). Result in counts a day, class by class. SolverError otherwise.

    Counts a day = items ÷ interval.

    Source: Heizer, Render & Munson, Operations Management, chapter 12, example on cycle counting.

    >>> daily_counts([500, 1750, 2750], [20, 60, 120])[0]
    25.0
    """
    held = [non_negative(f"items[{i}]", count) for i, count in enumerate(numbers("items", items))]
    apart = numbers("intervals", intervals)
    if len(apart) != len(held):
        raise SolverError("intervals", list(apart), "as_many_as_items", count=len(held))
    for place, interval in enumerate(apart):
        if interval <= 0:
            raise SolverError(f"intervals[{place}]", interval, "positive")
    return tuple(count / interval for count, interval in zip(held, apart, strict=True))


def spread_evenly(total: int, periods: int) -> tuple[int, ...]:
    """Share a whole number over periods as evenly as whole numbers can be.

    ``total`` 0 or more (counts of a year, say), ``periods`` 1 to 366. Result: a whole number per period, that
    differ by one at most and add up to the total; what is over falls at equal distances.
    SolverError otherwise.

    Period t gets ⌊(t + 1)·N/P⌋ − ⌊t·N/P⌋.

    Source: Bresenham, Algorithm for computer control of a digital plotter, 1965 (even spread of steps).

    >>> spread_evenly(10, 4)
    (2, 3, 2, 3)
    """
    count, over = whole("total", total), whole("periods", periods)
    if count < 0:
        raise SolverError("total", total, "non_negative")
    if not 1 <= over <= 366:
        raise SolverError("periods", periods, "count_between", least=1, most=366)
    edges = [step * count // over for step in range(over + 1)]
    return tuple(after - before for before, after in pairwise(edges))
