"""The sitting a page works on: its row in the store, its variant, and how an answer is committed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from app import session, sitting_answers
from app.grading import Assessed, assess
from app.settings import version
from app.store import SavedAnswer, SittingRow, TrialRow
from cases.answers import Raw
from cases.assessment import Assessment
from cases.policy import Policy
from cases.variant import Variant

BAR = "bar"


@dataclass(frozen=True)
class Work:
    """One sitting, as every widget of the page sees it.

    Widgets that answer a question use ``id``, ``variant``, ``policy`` and the methods, never the row: a drill
    of the revision page gives them the same without a sitting.
    """

    sitting: SittingRow
    variant: Variant

    @property
    def id(self) -> str:
        """What tells this work's widgets from another's."""
        return self.sitting.id

    @property
    def closed(self) -> bool:
        """Handed in: shown, never changed."""
        return self.sitting.is_handed_in

    @property
    def _owner(self) -> tuple[str, int]:
        return self.sitting.id, session.learner_id()

    @cached_property
    def policy(self) -> Policy:
        """The rules of the sitting, kept with it. Raises PolicyError when they cannot be read."""
        return Policy.from_dict(self.sitting.policy)

    @property
    def practice(self) -> bool:
        """Whether it is practice; otherwise nothing is told on right or wrong before the results show."""
        return self.policy.mode == "practice"

    @property
    def self_assessed(self) -> bool:
        """Whether the learner marks free text by its rubric, once handed in; otherwise the trainer does."""
        return self.policy.self_assessed

    def key(self, *parts: object) -> str:
        """The key of an answer's widget: the same in both languages."""
        return session.key("lt_a", self.sitting.id, *parts)

    def answers(self) -> dict[str, sitting_answers.Held]:
        """The answers as they stand now."""
        return sitting_answers.of(self.sitting.id)

    def commit(self, question_id: str, read: Callable[[], Raw]) -> None:
        """From a widget's callback: save what it holds, then draw again its card and the bar only."""
        self.save(question_id, read())
        self.redraw(question_id)

    def save(self, question_id: str, raw: Raw) -> None:
        """Save an answer now; what cannot be saved is kept in the session and tried again."""
        sitting_answers.save(self.sitting.id, question_id, raw)

    def catch_up(self, question_id: str) -> None:
        """Before a card is drawn: show what another window saved since."""
        sitting_answers.catch_up(self.sitting.id, question_id, self.key(question_id))

    def overtaken(self, question_id: str) -> SavedAnswer | None:
        """The answer of another window that one saved here replaced unseen; None once decided, and when closed."""
        return None if self.closed else sitting_answers.overtaken(self.sitting.id, question_id)

    def keep_mine(self, question_id: str) -> None:
        """From a callback: what was saved here stands."""
        sitting_answers.keep_mine(self.sitting.id, question_id)
        self.redraw(question_id)

    def take_back(self, question_id: str) -> None:
        """From a callback: what the other window had saved stands again."""
        sitting_answers.take_back(self.sitting.id, question_id, self.key(question_id))
        self.redraw(question_id)

    # -- help and flags: the store refuses what the sitting's rules do not offer ------------------------------

    def trials(self, question_id: str) -> tuple[TrialRow, ...]:
        """The training years tried for a question, in order."""
        return session.store().trials(*self._owner, question_id)

    def record_trial(
        self, question_id: str, inputs: Mapping[str, float | str], year: int, indicators: Mapping[str, float]
    ) -> bool:
        """Keep a training year that the learner tried; False when it could not be, or was one too many."""
        now = session.clock().now()
        return session.guarded(
            lambda: session.store().record_trial(*self._owner, question_id, inputs, year, indicators, now)
        )

    def hints(self, question_id: str) -> int:
        """How many hints of a question were opened."""
        return session.store().hints(*self._owner).get(question_id, 0)

    def use_hint(self, question_id: str, number: int) -> None:
        """Open a hint, from 1."""
        now = session.clock().now()
        session.guarded(lambda: session.store().use_hint(*self._owner, question_id, number, now))

    def flags(self) -> frozenset[str]:
        """The questions marked "to review"."""
        return session.store().flags(*self._owner)

    def flag(self, question_id: str, raised: bool) -> None:
        """Mark a question "to review", or take the mark off."""
        now = session.clock().now()
        session.guarded(lambda: session.store().flag(*self._owner, question_id, raised, now))

    def climbs(self, question_id: str) -> dict[str, Raw]:
        """The feedback asked for on a question: rung → the answer that was looked at last."""
        found = session.store().climbs(*self._owner)
        return {one.rung: one.raw for one in found if one.question_id == question_id}

    def climb(self, question_id: str, rung: str, codes: Sequence[str], raw: Raw) -> bool:
        """Ask for a rung of feedback on an answer; False when the rules, or the store, refuse."""
        now = session.clock().now()
        return session.guarded(
            lambda: session.store().climb(*self._owner, question_id, rung, codes, raw, now)
        )

    def rungs(self) -> dict[str, tuple[str, ...]]:
        """The feedback asked for so far, question id → rungs, the first climbed first."""
        return session.store().rungs(*self._owner)

    # -- what people found in answers that no machine marks -------------------------------------------------

    def assessment(self, question_id: str) -> Assessment | None:
        """What the trainer, else the learner, found in an answer that no machine marks."""
        row = session.store().assessments(*self._owner).get(question_id)
        return None if row is None else row.assessment

    def assess(self, question_id: str, points: Mapping[str, float], comment: str = "") -> None:
        """Keep the learner's own assessment of a paper handed in, mark it again, and draw the page again.

        ``points`` by line of the rubric. What went wrong, if anything, is in ``session.trouble()``.
        """
        found = Assessed(question_id, points, comment=comment)
        session.guarded(
            lambda: assess(
                session.store(), self.sitting, found, session.variant, session.clock().now(), version()
            )
        )
        session.rerun_page()

    def redraw(self, question_id: str) -> None:
        """From a callback: run again the card of a question and the bar; the whole page once nothing is taken."""
        if self.closed or sitting_answers.stopped():
            session.rerun_page()
        session.rerun_parts([card(question_id), BAR])


def card(question_id: str) -> str:
    """The name of the fragment that draws a question's card."""
    return f"card-{question_id}"
