"""Tasks set on a calendar, backwards from a due date or forwards from a start: working days and closures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from solvers.errors import SolverError
from solvers.projects.critical_path import critical_path
from solvers.projects.tasks import Task

__all__ = ["DatedTask", "WorkingDays", "backward_dates", "forward_dates"]

FARTHEST = 40_000  # days: over a century
WEEK = (0, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The days that are worked: days of the week (0 is Monday) less the days closed."""

    weekdays: tuple[int, ...] = WEEK
    closed: frozenset[date] = frozenset()

    def is_open(self, day: date) -> bool:
        """Whether a day is worked."""
        return day.weekday() in self.weekdays and day not in self.closed

    def step(self, day: date, days: int) -> date:
        """The working day so many working days after a day (before it when negative); 0: the day itself.

        Raises SolverError for a calendar without working days within a century.

        >>> WorkingDays().step(date(2026, 11, 20), 1)
        datetime.date(2026, 11, 23)
        """
        one = timedelta(days=1 if days > 0 else -1)
        left, walked = abs(days), 0
        while left:
            day += one
            walked += 1
            if walked > FARTHEST or not self.weekdays:
                raise SolverError("days", days, "working_days_enough")
            left -= self.is_open(day)
        return day


@dataclass(frozen=True, slots=True)
class DatedTask:
    """A task's first and last working days, both worked; a task of no day has the one it stands at, twice."""

    task: str
    start: date
    finish: date


def _placed(
    tasks: Sequence[Task], calendar: WorkingDays, origin: date, starts: dict[str, int], *, backwards: bool
) -> tuple[DatedTask, ...]:
    found = []
    for one in tasks:
        length = round(one.duration)
        if backwards:  # starts count working days back from the due day, which is worked
            finish = calendar.step(origin, -(starts[one.task] - length))
            first = calendar.step(finish, -(max(length, 1) - 1))
            found.append(DatedTask(one.task, first, finish))
        else:
            # A milestone stands at the end of the day that it waits for, not at the morning after.
            after = starts[one.task] - (1 if not length and starts[one.task] else 0)
            first = calendar.step(origin, after)
            found.append(DatedTask(one.task, first, calendar.step(first, max(length, 1) - 1)))
    return tuple(found)


def _whole_days(tasks: Sequence[Task]) -> None:
    for one in tasks:
        for name, figure in (("duration", one.duration), *(("lag", link.lag) for link in one.after)):
            if figure != round(figure):
                raise SolverError(f"{name} ({one.task})", figure, "whole")


def backward_dates(
    tasks: Sequence[Task], due: date, calendar: WorkingDays | None = None
) -> tuple[DatedTask, ...]:
    """Set each task as late as the due day allows, that day being the last that is worked.

    Durations and lags in whole working days; a due day that is not worked counts as the working day before it.
    A task that waits for one ending on a Friday starts on the Monday. Raises SolverError for days that are not
    whole and a project that cannot be planned.

    Source: definition (critical path, latest dates) on a calendar.

    >>> chain = [Task.simple("cut", 2), Task.simple("weld", 3, "cut")]
    >>> [(one.task, one.start.isoformat(), one.finish.isoformat()) for one in backward_dates(chain, date(2026, 11, 25))]
    [('cut', '2026-11-19', '2026-11-20'), ('weld', '2026-11-23', '2026-11-25')]
    """
    calendar = calendar or WorkingDays()
    _whole_days(tasks)
    found = critical_path(tasks)
    last = due if calendar.is_open(due) else calendar.step(due, -1)
    starts = {one.task: round(found.duration - one.latest_start) for one in found.tasks}
    return _placed(tasks, calendar, last, starts, backwards=True)


def forward_dates(
    tasks: Sequence[Task], start: date, calendar: WorkingDays | None = None
) -> tuple[DatedTask, ...]:
    """Set each task as early as can be from a start day, the first that is worked.

    As ``backward_dates``; a start day that is not worked counts as the working day after it.

    Source: definition (critical path, earliest dates) on a calendar.

    >>> chain = [Task.simple("cut", 2), Task.simple("weld", 3, "cut")]
    >>> forward_dates(chain, date(2026, 11, 20))[1].finish.isoformat()
    '2026-11-26'
    """
    calendar = calendar or WorkingDays()
    _whole_days(tasks)
    found = critical_path(tasks)
    first = start if calendar.is_open(start) else calendar.step(start, 1)
    starts = {one.task: round(one.earliest_start) for one in found.tasks}
    return _placed(tasks, calendar, first, starts, backwards=False)
