"""The places of an answer after hand-in, one row each: what was given, what was expected, and a verdict in words."""

from __future__ import annotations

from app import session
from app.widgets import markup
from app.widgets.verdict import SIGNS
from cases.debrief import PartDebrief, QuestionDebrief


def parts(item: QuestionDebrief) -> None:
    """Show them as a table; nothing for an answer of one place."""
    if not item.parts:
        return
    t = session.t()
    columns = [(t("parts." + name), "left") for name in ("place", "given", "expected", "verdict")]
    rows = (
        [one.label, one.given or t("verdict.no_answer"), one.expected, _verdict(one)] for one in item.parts
    )
    css = [f"is-{one.verdict}" for one in item.parts]
    markup.put(markup.table(t("parts.of", number=item.number), columns, rows, "lt-parts", css))


def _verdict(one: PartDebrief) -> str:
    return f"{SIGNS[one.verdict]} {one.words or session.t()('parts.' + one.verdict)}"
