"""One question, one card: number, title, points, prompt, fields, hints, the mark "to review"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from app import session
from app.widgets import figures, markup
from app.widgets.choice import choice, clear_button
from app.widgets.context import Work
from app.widgets.decision import decision
from app.widgets.number import number
from cases.views import QuestionView

# One renderer per question type; a new type is one file and one line here.
RENDERERS: Final[dict[str, Callable[[Work, QuestionView], None]]] = {
    "number": number,
    "choice": choice,
    "decision": decision,
}


def question(work: Work, view: QuestionView) -> None:
    """Draw the card of a question."""
    with st.container(border=True, key=f"lt-card-{view.id}", gap="xsmall"):
        heading = markup.question_heading(view.number, view.title, "h2")
        points = markup.tag("span", figures.counted("question.points", view.points), "pts")
        markup.put(markup.raw_tag("div", heading + points, "lt-q-head"))
        st.markdown(view.prompt)
        RENDERERS[view.type](work, view)
        _below(work, view)


def _below(work: Work, view: QuestionView) -> None:
    t = session.t()
    used = session.store().hints(work.sitting.id, session.learner_id()).get(view.id, 0)
    flagged = view.id in session.store().flags(work.sitting.id, session.learner_id())
    with st.container(horizontal=True, vertical_alignment="center", key=f"lt-foot-{view.id}"):
        if view.hints and used < len(view.hints) and not work.closed:
            st.button(
                t("question.hint", number=used + 1, total=len(view.hints)),
                key=session.key("lt_hint", work.sitting.id, view.id),
                type="tertiary",
                icon=":material/lightbulb:",
                on_click=_use_hint,
                args=(work, view.id, used + 1),
            )
        clear_button(work, view)
        st.space("stretch")
        name = session.key("lt_flag", work.sitting.id, view.id)
        session.seed_widget(name, flagged)
        st.checkbox(
            t("question.review"),
            key=name,
            on_change=_flag,
            args=(work, view.id, name),
            disabled=work.closed,
            persist_state="page",
        )
    if used:
        with st.container(key=f"lt-hints-{view.id}"):
            for place, hint in enumerate(view.hints[:used], start=1):
                st.markdown(f"**{t('question.hint_shown', number=place)}** {hint}")


def _use_hint(work: Work, question_id: str, number_: int) -> None:
    session.guarded(
        lambda: session.store().use_hint(
            work.sitting.id, session.learner_id(), question_id, number_, session.clock().now()
        )
    )
    work.redraw(question_id)


def _flag(work: Work, question_id: str, name: str) -> None:
    raised = bool(session.widget(name))
    session.guarded(
        lambda: session.store().flag(
            work.sitting.id, session.learner_id(), question_id, raised, session.clock().now()
        )
    )
    work.redraw(question_id)
