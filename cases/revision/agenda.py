"""Days of revision: how many in a row, and how many cards each day to come brings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DueDay:
    """A day and the number of cards due on it."""

    day: date
    cards: int


def streak(days: Iterable[date], today: date) -> int:
    """How many days in a row, up to today, saw a review; today may still be to come, yesterday must not be missing."""
    seen = set(days)
    last = today if today in seen else today - DAY
    count = 0
    while last - count * DAY in seen:
        count += 1
    return count


def forecast(due: Iterable[date], today: date, length: int = 7) -> tuple[DueDay, ...]:
    """The cards due on each of ``length`` days from today; those overdue count today."""
    counts = dict.fromkeys((today + place * DAY for place in range(length)), 0)
    for day in due:
        shown = max(day, today)
        if shown in counts:
            counts[shown] += 1
    return tuple(DueDay(day, cards) for day, cards in counts.items())
