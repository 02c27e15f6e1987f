"""Opening hours of a machine: shifts that come again, closures, overtime; from work to the time when it is done."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from sim.checks import Check, InvalidError, Number, Problem
from sim.scenario import LONGEST_HORIZON
from sim.words import phrase

Window = tuple[Number, Number]


@dataclass(frozen=True)
class Interval:
    """A stretch of time, from `start` on and before `end`."""

    start: Number
    end: Number

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("start", least=0)
        check.number("end", least=0)
        if check.sound and self.end <= self.start:
            check.fault("end", "interval_end", start=self.start)
        check.done()


@dataclass(frozen=True)
class Calendar:
    """`shifts` within a cycle of `cycle` time units that starts at 0 and comes again, less the `closures`.

    Without shifts the machine is open round the clock, its closures left out.
    """

    cycle: Number = 24
    shifts: tuple[Interval, ...] = ()
    closures: tuple[Interval, ...] = ()

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("cycle", least=1, most=LONGEST_HORIZON)
        check.done()
        ends = sorted((one.start, one.end, place) for place, one in enumerate(self.shifts))
        problems = []
        before: Number = 0
        for start, end, place in ends:
            if end > self.cycle:
                problems.append(Problem(("shifts", place, "end"), phrase("shift_cycle", cycle=self.cycle)))
            if start < before:
                problems.append(Problem(("shifts", place, "start"), phrase("shift_overlap")))
            before = end
        if problems:
            raise InvalidError(problems)

    @property
    def always(self) -> bool:
        """True when the machine never closes."""
        return not self.shifts and not self.closures

    def windows(self, horizon: Number) -> list[Window]:
        """Return the open stretches before `horizon`, in order, those that touch made one."""
        if not self.shifts:
            return minus([(0, horizon)], [(one.start, one.end) for one in self.closures])
        cycles = range(math.ceil(horizon / self.cycle))
        shifts = sorted((one.start, one.end) for one in self.shifts)
        found = ((n * self.cycle + start, n * self.cycle + end) for n in cycles for start, end in shifts)
        cut = [(start, min(end, horizon)) for start, end in found if start < horizon]
        return minus(merged(cut), [(one.start, one.end) for one in self.closures])


def merged(windows: Iterable[Window]) -> list[Window]:
    """Return stretches in order, those that touch or overlap made one."""
    found: list[Window] = []
    for start, end in sorted(windows):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        elif end > start:
            found.append((start, end))
    return found


def minus(windows: Iterable[Window], holes: Iterable[Window]) -> list[Window]:
    """Return what is left of ordered stretches once the holes are cut out."""
    cuts = merged(holes)
    found: list[Window] = []
    at = 0
    for first, end in windows:
        start = first
        while at and cuts[at - 1][1] > start:  # a hole may reach over several stretches
            at -= 1
        while at < len(cuts) and cuts[at][0] < end:
            low, high = cuts[at]
            if low > start:
                found.append((start, low))
            start = max(start, high)
            at += 1
        if start < end:
            found.append((start, end))
    return found


def inside(windows: Iterable[Window], start: Number, end: Number) -> Number:
    """Return how much of the stretch from `start` to `end` the windows cover."""
    return sum(max(min(high, end) - max(low, start), 0) for low, high in windows)


class Opening:
    """When one machine can work: its windows, its breakdowns cut out. `None` for windows: always."""

    __slots__ = ("_starts", "windows")

    def __init__(self, windows: list[Window] | None) -> None:
        self.windows = windows
        self._starts = [start for start, _ in windows or ()]

    def next(self, time: Number) -> Number | None:
        """Return the first moment from `time` on at which the machine is open; None when there is none."""
        if self.windows is None:
            return time
        at = bisect_right(self._starts, time) - 1
        if at >= 0 and time < self.windows[at][1]:
            return time
        return self.windows[at + 1][0] if at + 1 < len(self.windows) else None

    def done(self, time: Number, work: Number) -> Number | None:
        """Return when work begun at `time` is done, stopped whenever the machine is closed; None for never."""
        if self.windows is None or work == 0:
            return time + work
        at = max(bisect_right(self._starts, time) - 1, 0)
        for start, end in self.windows[at:]:
            begin = max(start, time)
            if begin >= end:
                continue
            if begin + work <= end:
                return begin + work
            work -= end - begin
        return None
