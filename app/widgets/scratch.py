"""The work of a case's author in the preview: a sitting whose questions change under its answers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from app import session, sitting_answers
from app.store import SittingRow
from app.widgets.context import Work
from cases.answers import Raw
from cases.policy import PRACTICE
from cases.questions.base import Question
from cases.variant import Variant

# What the page shows: a widget that it no longer shows may still call back, with a value nobody chose.
SEED: Final = "lt_preview_seed"
VIEW: Final = "lt_preview_view"
PAPER: Final = "paper"

_WRITTEN: Final = "lt_scratch"
# A free answer cannot be assessed before it is handed in, and nothing is handed in here.
POLICY = replace(PRACTICE, hint_cost=0.0, ladder=(), ladder_cost=(), self_assessed=False)


@dataclass(frozen=True)
class Scratch(Work):
    """A sitting kept for as long as the preview runs.

    A widget is a new one once its question has changed. An answer goes on as long as its question exists, and
    still reads it.
    """

    def key(self, *parts: object) -> str:
        """The key of an answer's widget: another one for another wording of the question in case.yaml."""
        return super().key(self._mark(str(parts[0])), *parts)

    def answers(self) -> dict[str, sitting_answers.Held]:
        """The answers that the questions of now can take."""
        asked = {question.id: question for question in self.variant.case.questions}
        return {
            name: held
            for name, held in super().answers().items()
            if name in asked and self._taken(asked[name], held)
        }

    def save(self, question_id: str, raw: Raw) -> None:
        """Save an answer, and what its question was then."""
        if not self._shown():
            return
        self._written()[self.id, question_id] = self._mark(question_id)
        super().save(question_id, raw)

    def redraw(self, question_id: str) -> None:
        """From a callback: run again the card of a question and the bar, if they are still shown."""
        if self._shown():
            super().redraw(question_id)

    def done(self) -> Scratch:
        """The same as if it were handed in now: closed, for the debrief."""
        return replace(self, sitting=replace(self.sitting, handed_in_at=session.clock().now()))

    def _shown(self) -> bool:
        return bool(session.widget(VIEW, PAPER) == PAPER and session.widget(SEED) == self.sitting.seed)

    def _taken(self, question: Question, held: sitting_answers.Held) -> bool:
        if self._written().get((self.id, question.id)) == self._mark(question.id):
            return True
        reading = question.read(held.answer)
        return reading.ok or reading.blank

    def _mark(self, question_id: str) -> str:
        question = next((one for one in self.variant.case.questions if one.id == question_id), None)
        return "" if question is None else _digest(question.model_dump_json())

    def _written(self) -> dict[tuple[str, str], str]:
        session.seed_widget(_WRITTEN, {})
        found: dict[tuple[str, str], str] = session.widget(_WRITTEN)
        return found


def scratch(variant: Variant) -> Scratch:
    """The author's work on a variant: one sitting for each seed, begun when it is first looked at."""
    store, learner = session.store(), session.learner_id()
    slug = variant.case.slug
    found = next((one for one in store.sittings(learner) if _same(one, slug, variant.seed)), None)
    if found is None:
        policy: Mapping[str, object] = POLICY.as_dict()
        found = store.start_sitting(
            learner,
            slug,
            variant.case.version,
            variant.seed,
            session.lang(),
            session.clock().now(),
            policy=policy,
        )
    return Scratch(found, variant)


def _same(row: SittingRow, slug: str, seed: int) -> bool:
    return (row.case_slug, row.seed) == (slug, seed)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10]
