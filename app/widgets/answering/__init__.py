"""How each question type is answered on the page, one file each, named by the type.

A file holds ``ask(work, view)``, which draws the widgets and saves what they hold, and may hold
``review(work, question, item, answer)``, which shows after hand-in what the common margin cannot. Both use the
sitting through ``Work`` alone: a drill of the revision page is answered by the same widgets.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

from app.widgets.context import Work
from cases.answers import Answer
from cases.debrief import QuestionDebrief
from cases.questions import QUESTION_TYPES
from cases.questions.base import Question
from cases.views import QuestionView

Ask = Callable[[Work, QuestionView], None]
Review = Callable[[Work, Any, QuestionDebrief, Answer | None], None]


def _modules() -> dict[str, Any]:
    return {name: import_module(f"{__name__}.{name}") for name in QUESTION_TYPES}


_FILES: Final = _modules()
ASK: Final[dict[str, Ask]] = {name: module.ask for name, module in _FILES.items()}
REVIEW: Final[dict[str, Review]] = {
    name: module.review for name, module in _FILES.items() if hasattr(module, "review")
}
# Types whose review shows the places of an answer better than the common table of the debrief.
REVIEWS_PARTS: Final = frozenset(
    name for name, module in _FILES.items() if getattr(module, "REVIEWS_PARTS", False)
)


def review(work: Work, question: Question, item: QuestionDebrief, answer: Answer | None) -> None:
    """Show what a type adds to the margin of a question handed in."""
    if question.type in REVIEW:
        REVIEW[question.type](work, question, item, answer)
