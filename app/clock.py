"""Time, handed in: every row the app writes is dated by the clock it was given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Anything that tells the present moment, aware and in UTC."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


@dataclass(frozen=True)
class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)


@dataclass
class FixedClock:
    """A clock that stands still until told to move: for tests and replays.

    `at` must be aware; a naive moment raises ValueError, since it would be read in another zone elsewhere.
    """

    at: datetime

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("FixedClock needs an aware moment, such as datetime(2026, 11, 20, tzinfo=UTC)")

    def now(self) -> datetime:
        """The moment it was set to, in UTC."""
        return self.at.astimezone(UTC)

    def advance(self, **by: float) -> None:
        """Moves on by a timedelta given as its keyword arguments (`seconds=…`, `minutes=…`, `days=…`)."""
        self.at += timedelta(**by)
