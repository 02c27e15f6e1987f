"""A question that asks for one figure: a text field, since a number field knows no decimal comma."""

from __future__ import annotations

from typing import Final

import streamlit as st

from app import session
from app.widgets import markup
from app.widgets.context import Work
from app.widgets.reading import reading
from cases.views import QuestionView

FIELD_WIDTH: Final = 300


def number(work: Work, view: QuestionView) -> None:
    """Show the field and what was read of it; every committed change is saved at once."""
    t = session.t()
    name = work.key(view.id)
    held = work.answers().get(view.id)
    session.seed_widget(
        name, held.answer.raw if held is not None and isinstance(held.answer.raw, str) else ""
    )
    field = view.fields[0]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            t("question.answer_in", unit=field.unit_label) if field.unit_label else t("question.answer"),
            key=name,
            live="500ms",
            max_chars=200,
            autocomplete="off",
            on_change=work.commit,
            args=(view.id, lambda: session.widget(name, "")),
            disabled=work.closed,
            persist_state="page",
            width=FIELD_WIDTH,
        )
        if field.note:
            markup.put(markup.tag("p", field.note, "lt-note"))
    reading(work.variant, view.id, held.answer if held is not None else None)
