"""The sitting a page works on: its row in the store, its variant, and how an answer is committed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app import session
from app.store import SittingRow
from cases.answers import Raw
from cases.variant import Variant

BAR = "bar"


@dataclass(frozen=True)
class Work:
    """One sitting, as every widget of the page sees it."""

    sitting: SittingRow
    variant: Variant

    @property
    def closed(self) -> bool:
        """Handed in: shown, never changed."""
        return self.sitting.is_handed_in

    def key(self, *parts: object) -> str:
        """The key of an answer's widget: the same in both languages."""
        return session.key("lt_a", self.sitting.id, *parts)

    def answers(self) -> dict[str, session.Held]:
        """The answers as they stand now."""
        return session.held(self.sitting.id)

    def commit(self, question_id: str, read: Callable[[], Raw]) -> None:
        """From a widget's callback: save what it holds, then draw again its card and the bar only."""
        session.save(self.sitting.id, question_id, read())
        self.redraw(question_id)

    def redraw(self, question_id: str) -> None:
        """From a callback: run again the card of a question and the bar."""
        session.rerun_parts([card(question_id), BAR])


def card(question_id: str) -> str:
    """The name of the fragment that draws a question's card."""
    return f"card-{question_id}"
