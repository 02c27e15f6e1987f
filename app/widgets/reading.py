"""Under a field: what was read of it, or how to write it. Never whether it is right."""

from __future__ import annotations

from app import session
from app.widgets import markup
from cases.answers import Answer
from cases.marking import check
from cases.variant import Variant


def reading(variant: Variant, question_id: str, answer: Answer | None) -> None:
    """Show what was read; the line keeps its place when there is nothing to say, so that nothing jumps."""
    text, css = "", "lt-read"
    if answer is not None:
        checked = check(variant, question_id, answer)
        if not checked.blank:
            text = checked.message(session.lang())
            css += "" if checked.ok else " is-wrong"
            if not checked.ok:
                text = "! " + text
    markup.put(markup.tag("p", text or "\u00a0", css, role="status"))
