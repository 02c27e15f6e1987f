"""One question, one card: number, title, points, prompt, fields, help, the mark "to review"."""

from __future__ import annotations

from functools import partial

import streamlit as st

from app import session
from app.widgets import figures, markup
from app.widgets.answering import ASK
from app.widgets.answering.choice import clearing
from app.widgets.card_foot import Offer, card_foot
from app.widgets.context import Work
from app.widgets.ladder import ladder
from app.widgets.other_window import other_window
from cases.views import QuestionView


def question(work: Work, view: QuestionView) -> None:
    """Draw the card of a question."""
    work.catch_up(view.id)
    with st.container(border=True, key=f"lt-card-{view.id}", gap="xsmall"):
        heading = markup.question_heading(view.number, view.title, "h2")
        points = markup.tag("span", figures.counted("question.points", view.points), "pts")
        markup.put(markup.raw_tag("div", heading + points, "lt-q-head"))
        st.markdown(view.prompt)
        ASK[view.type](work, view)
        other_window(work, view)
        _below(work, view)


def _below(work: Work, view: QuestionView) -> None:
    t = session.t()
    used = work.hints(view.id)
    offers = []
    if work.policy.hints and used < len(view.hints) and not work.closed:
        label = t("question.hint", number=used + 1, total=len(view.hints))
        press = partial(_use_hint, work, view.id, used + 1)
        offers.append(Offer("hint", "lightbulb", figures.priced(label, work.policy.hint_cost), press))
    clear = clearing(work, view)
    if clear is not None:
        offers.append(Offer("clear", "backspace", t("question.clear"), clear))
    card_foot(
        session.key("lt_foot", work.id, view.id),
        offers,
        review=t("question.review"),
        flagged=view.id in work.flags(),
        disabled=work.closed,
        on_review=partial(_flag, work, view.id),
    )
    if used:
        with st.container(key=f"lt-hints-{view.id}"):
            for place, hint in enumerate(view.hints[:used], start=1):
                st.markdown(f"**{t('question.hint_shown', number=place)}** {hint}")
    ladder(work, view)


def _use_hint(work: Work, question_id: str, number: int) -> None:
    work.use_hint(question_id, number)
    work.redraw(question_id)


def _flag(work: Work, question_id: str, flagged: bool) -> None:
    work.flag(question_id, flagged)
    work.redraw(question_id)
