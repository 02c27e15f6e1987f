"""A revision plan as the store hands it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class PlanRow:
    """The block that a learner prepares and the day of its exam; `made_at` is when the plan was begun.

    `minutes` a day and `rest`, the weekdays without any (1 for Monday: "67"), are None until the learner says.
    """

    id: int
    learner_id: int
    referential: str
    block: str
    exam_on: date
    made_at: datetime
    minutes: int | None = None
    rest: str | None = None
    ended_at: datetime | None = None
