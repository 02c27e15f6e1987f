"""The places of an answer after hand-in, one row each: what was given, what was expected, and a verdict in words."""

from __future__ import annotations

from app import session
from app.widgets import markup
from app.widgets.verdict import SIGNS
from cases.debrief import PartDebrief, QuestionDebrief


def parts(item: QuestionDebrief, *, to_trainer: bool = False) -> None:
    """Show them as a table, to the learner or to the trainer; nothing for an answer of one place."""
    if not item.parts:
        return
    t = session.t()
    given = "parts.given_by_candidate" if to_trainer else "parts.given"
    columns = [(t(key), "left") for key in ("parts.place", given, "parts.expected", "parts.verdict")]
    rows = (
        [one.label, one.given or t("verdict.no_answer"), one.expected, _verdict(one)] for one in item.parts
    )
    css = [f"is-{one.verdict}" for one in item.parts]
    title = t("parts.of_candidate" if to_trainer else "parts.of", number=item.number)
    markup.put(markup.table(title, columns, rows, "lt-parts", css))


def _verdict(one: PartDebrief) -> str:
    return f"{SIGNS[one.verdict]} {one.words or session.t()('parts.' + one.verdict)}"
