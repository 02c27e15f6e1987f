"""A question's points as a trainer decided them over those that marking found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cases.assessment import Override


@dataclass(frozen=True)
class OverrideRow:
    """One decision; `points` None takes the earlier one back, `by` names the trainer who decided."""

    question_id: str
    points: float | None
    comment: str
    by_id: int
    by: str
    at: datetime

    @property
    def override(self) -> Override | None:
        """The decision as marking takes it; None where it takes an earlier one back."""
        return None if self.points is None else Override(self.points, self.comment)
