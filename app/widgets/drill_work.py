"""An exercise of revision, as the widgets that answer questions see it: a sitting that exists in no store."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app import session, sitting_answers
from app.store import SavedAnswer, SittingRow, TrialRow
from app.widgets.context import Work
from cases.answers import Answer, Raw
from cases.assessment import Assessment
from cases.policy import PRACTICE, Policy
from cases.revision.drills import Drill
from cases.variant import Variant

HELD: Final = "lt_drill"


@dataclass
class Asked:
    """The exercise in front of the learner, kept in the browser session until the next one.

    ``scope`` is what the learner chose to revise; ``rating`` and ``due_at`` are None until it is answered.
    """

    scope: str
    key: str
    drill: Drill
    count: int
    begun: datetime
    answer: Answer | None = None
    hints: int = 0
    rating: int | None = None
    due_at: datetime | None = None


def asked() -> Asked | None:
    """The exercise in front of the learner, None before the first."""
    found = session.widget(HELD)
    return found if isinstance(found, Asked) else None


def ask(now: Asked | None) -> None:
    """Put an exercise in front of the learner; None takes it away."""
    session.set_widget(HELD, now)


@dataclass(frozen=True)
class DrillWork(Work):
    """What a sitting offers, over one exercise: nothing of it reaches the store's sittings."""

    asked: Asked

    @property
    def id(self) -> str:
        """What tells this exercise's widgets from another's."""
        return self.sitting.id

    @property
    def closed(self) -> bool:
        """Answered: shown, never changed."""
        return self.asked.rating is not None

    @property
    def policy(self) -> Policy:
        """The rules of practice."""
        return PRACTICE

    def key(self, *parts: object) -> str:
        """The key of an answer's widget: the same in both languages."""
        return session.key("lt_a", self.id, *parts)

    # -- an exercise lives in one window: nothing of it is saved for another to change -----------------------

    def catch_up(self, question_id: str) -> None:
        """Nothing to catch up with."""

    def overtaken(self, question_id: str) -> SavedAnswer | None:
        """No other window's answer."""
        return None

    def keep_mine(self, question_id: str) -> None:
        """Nothing to decide."""

    def take_back(self, question_id: str) -> None:
        """Nothing to take back."""

    def answers(self) -> dict[str, sitting_answers.Held]:
        """The answer as it stands now."""
        if self.asked.answer is None:
            return {}
        return {self.asked.drill.question_id: sitting_answers.Held(self.asked.answer, self.asked.begun)}

    def commit(self, question_id: str, read: Callable[[], Raw]) -> None:
        """From a widget's callback: keep what it holds; the exercise is a part of the page that runs alone."""
        self.save(question_id, read())

    def save(self, question_id: str, raw: Raw) -> None:
        """Keep an answer in the session."""
        if not self.closed and question_id == self.asked.drill.question_id:
            self.asked.answer = Answer(raw, session.lang())

    def trials(self, question_id: str) -> tuple[TrialRow, ...]:
        """None: an exercise simulates nothing."""
        return ()

    def record_trial(
        self,
        question_id: str,
        inputs: Mapping[str, float | str],
        year: int,
        indicators: Mapping[str, float],
    ) -> bool:
        """Never: an exercise simulates nothing."""
        return False

    def hints(self, question_id: str) -> int:
        """How many hints were opened."""
        return self.asked.hints

    def use_hint(self, question_id: str, number: int) -> None:
        """Open a hint, from 1."""
        if not self.closed:
            self.asked.hints = max(self.asked.hints, number)

    def flags(self) -> frozenset[str]:
        """None: the scheduler says when to come back to an exercise."""
        return frozenset()

    def flag(self, question_id: str, raised: bool) -> None:
        """Nothing to mark."""

    def climbs(self, question_id: str) -> dict[str, Raw]:
        """None: the verdict and the solution come with the answer."""
        return {}

    def climb(self, question_id: str, rung: str, codes: Sequence[str], raw: Raw) -> bool:
        """Never: the verdict and the solution come with the answer."""
        return False

    def rungs(self) -> dict[str, tuple[str, ...]]:
        """None."""
        return {}

    def assessment(self, question_id: str) -> Assessment | None:
        """None: the machine marks every exercise."""
        return None

    def assess(self, question_id: str, points: Mapping[str, float], comment: str = "") -> None:
        """Nothing to assess."""

    def redraw(self, question_id: str) -> None:
        """From a callback: the part of the page that holds the exercise is drawn again by itself."""


def work_on(now: Asked, variant: Variant) -> DrillWork:
    """The exercise as the widgets see it."""
    # A row that no store holds: what would read the store by it finds nothing.
    row = SittingRow(
        id=f"drill/{now.drill.id}/{now.count}",
        learner_id=0,
        case_slug=now.drill.slug,
        case_version=now.drill.version,
        seed=now.drill.seed,
        mode="practice",
        lang=session.lang(),
        started_at=now.begun,
        handed_in_at=None,
    )
    return DrillWork(row, variant, now)
