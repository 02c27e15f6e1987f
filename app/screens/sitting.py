"""Sitting a case: the paper on the left, the work on the right, what is saved always in sight."""

from __future__ import annotations

import streamlit as st

from app import session, sitting_answers
from app.grading import results_shown
from app.screens import exam_gate
from app.screens.loading import careful, work
from app.widgets import component, progress, rules
from app.widgets.context import BAR, Work, card
from app.widgets.drafts import drafts
from app.widgets.handin import hand_in
from app.widgets.paper import paper
from app.widgets.question import question
from cases.views import QuestionView, questions


@careful
def page() -> None:
    """Show the sitting that the address names."""
    sitting_answers.retry()
    asked = work()
    found = None if asked is None else exam_gate.admitted(asked)
    if found is None:
        return
    t, lang = session.t(), session.lang()
    st.set_page_config(page_title=f"{found.variant.case.title(lang)} · Logitrain")
    views = questions(found.variant, lang, found.sitting.questions)
    with st.container(key="lt-bar"):
        st.fragment(careful(_bar), key=BAR)(found, views)
        with st.container(key="lt-panes"):
            component.panes(found.sitting.id, t("sitting.panes"), t("sitting.paper"), t("sitting.work"))
    left, right = st.columns([11, 12], gap="large")
    with left, st.container(key="lt-paper"):
        paper(found.variant)
    with right, st.container(key="lt-work"):
        if found.closed:
            exam_gate.after(found)
            st.info(t("sitting.closed"), icon=":material/lock:")
            _to_debrief(found)
        else:
            rules.folded(found.policy, found.id)
            progress.legend()
        for view in views:
            st.fragment(careful(question), key=card(view.id))(found, view)
        if found.closed:
            _to_debrief(found, "below")
        else:
            hand_in(found, views)
            drafts()


def _bar(found: Work, views: tuple[QuestionView, ...]) -> None:
    answers = sitting_answers.of(found.sitting.id)
    row = progress.chips(found.variant, views, answers, found.flags())
    progress.bar(found.variant.case.title(session.lang()), row, answers, found.policy.mode)
    exam_gate.clock(found)
    trouble = session.trouble()
    if trouble:
        st.warning(trouble, icon=":material/sync_problem:")
        st.button(session.t()("sitting.retry"), key="lt_retry", on_click=sitting_answers.retry)


def _to_debrief(found: Work, place: str = "above") -> None:
    if not results_shown(found.sitting):
        if place == "above":
            st.info(session.t()("debrief.waiting"), icon=":material/hourglass_top:")
        return
    if st.button(session.t()("sitting.to_debrief"), key=f"lt_to_debrief_{place}", type="primary"):
        session.go("debrief", sitting=found.sitting.id)
