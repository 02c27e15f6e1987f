"""What the store hands back: frozen rows, moments aware and in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

Raw = str | list[str] | dict[str, str]


@dataclass(frozen=True)
class LearnerRow:
    """A learner; `name` is "local" for the one who runs the trainer alone."""

    id: int
    name: str
    created_at: datetime


@dataclass(frozen=True)
class SittingRow:
    """One learner's sitting of one variant (case version and seed); `handed_in_at` is None while open."""

    id: str
    learner_id: int
    case_slug: str
    case_version: int
    seed: int
    mode: str
    lang: str
    started_at: datetime
    handed_in_at: datetime | None

    @property
    def is_handed_in(self) -> bool:
        """Whether it is closed: read, never written, from then on."""
        return self.handed_in_at is not None


@dataclass(frozen=True)
class SavedAnswer:
    """An answer as typed and the language of its page; `revision` counts its changes from 1."""

    question_id: str
    raw: Raw
    lang: str
    saved_at: datetime
    revision: int


@dataclass(frozen=True)
class TrialRow:
    """A year tried by the learner: its inputs, which training year, and the indicators that came out."""

    question_id: str
    inputs: dict[str, float]
    year: int
    indicators: dict[str, Any]
    at: datetime


@dataclass(frozen=True)
class GradeRow:
    """One grade event; `number` counts a sitting's grades from 1, the highest is the one that stands."""

    sitting_id: str
    number: int
    at: datetime
    reason: str
    marked: dict[str, Any]
    engine: str
