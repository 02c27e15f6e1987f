"""The mark of a paper handed in, in a row of them: out of 20, provisional or not released yet."""

from __future__ import annotations

from app import session
from app.history import Handed
from app.widgets import figures, markup


def show(one: Handed) -> None:
    """Show it, in words where there is none to show."""
    t = session.t()
    if one.result is None:
        markup.put(markup.tag("span", t("catalogue.not_released"), "lt-soft"))
        return
    mark = markup.tag("span", figures.out_of_20(one.result.out_of_20), "lt-mark")
    if one.result.pending:
        mark += " " + markup.tag("span", t("debrief.provisional_short"), "lt-soft")
    markup.put(mark)
