"""A plan to draw up: a table of rows."""

from __future__ import annotations

from app.widgets.context import Work
from cases.views import QuestionView


def ask(work: Work, view: QuestionView) -> None:
    """Show the table."""
